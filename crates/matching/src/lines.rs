//! Jobs and profiles from lines of JSON that other programs wrote: tolerant in the names of fields,
//! exact about what is missing.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use domain::profile::{Basics, Resume};
use domain::{
    Ats, EmploymentType, Job, JobId, Pay, PayPeriod, Posting, Preferences, Profile, RemotePolicy, SourceId,
    Timestamp,
};
use serde_json::Value;
use uuid::Uuid;

use crate::words;

/// A longer line is not one posting.
pub const MAX_LINE_BYTES: usize = 8 * 1024 * 1024;

/// A job with the id its line gave it.
#[derive(Clone, Debug)]
pub struct JobLine {
    /// The id as written.
    pub id: String,
    /// The job; its own id is made from the written one, so the same line always gives the same.
    pub job: Job,
}

/// A profile with the id its line gave it.
#[derive(Clone, Debug)]
pub struct ProfileLine {
    /// The id as written.
    pub id: String,
    /// The profile.
    pub profile: Profile,
}

/// A job from one line: at least `id` and `title`. `now` stands for when it was first seen.
pub fn job(line: &str, now: Timestamp) -> Result<JobLine, String> {
    let value = object(line)?;
    let id = text_of(&value, &["id", "job_id", "doc_id", "external_id"]).ok_or("it has no id")?;
    let title = text_of(&value, &["title", "job_title", "name"]).ok_or("it has no title")?;
    let locations = strings_of(&value, &["places", "locations", "location", "city"]);
    let posting = Posting {
        external_id: id.clone(),
        ats: Ats::Other,
        company: text_of(&value, &["company", "company_name", "employer", "hiringOrganization"])
            .unwrap_or_default(),
        location: locations.join(" · "),
        places: locations,
        remote: remote(&value),
        employment_type: text_of(&value, &["employment_type", "employmentType"])
            .and_then(|text| employment(&text)),
        level: known(&value, "level"),
        pay: known::<Pay>(&value, "pay").or_else(|| salary(&value)),
        languages: known(&value, "languages").unwrap_or_default(),
        visa: known(&value, "visa"),
        clearance: known(&value, "clearance").unwrap_or_default(),
        description: text_of(&value, &["description", "text", "body", "content"]).unwrap_or_default(),
        language: text_of(&value, &["language"]),
        url: text_of(&value, &["url", "absolute_url", "link"]).unwrap_or_default(),
        apply_url: text_of(&value, &["apply_url", "url"]).unwrap_or_default(),
        posted_at: text_of(&value, &["posted_at", "date_posted", "datePosted", "published_at"])
            .and_then(|t| instant(&t)),
        valid_through: text_of(&value, &["valid_through", "validThrough"]).and_then(|text| instant(&text)),
        title,
    };
    let job = Job {
        id: JobId(uuid_of(&id)),
        source_id: SourceId(Uuid::nil()),
        posting,
        first_seen_at: now,
        changed_at: now,
        closed_at: text_of(&value, &["closed_at"]).and_then(|text| instant(&text)),
    };
    Ok(JobLine { id, job })
}

/// A profile from one line: a JSON Resume, or `headline` and `text`, or `resume` with `preferences`.
pub fn profile(line: &str) -> Result<ProfileLine, String> {
    let value = object(line)?;
    let id = text_of(&value, &["id", "profile_id", "query_id"]).ok_or("it has no id")?;
    let read = |value: &Value, what: &str| -> Result<Resume, String> {
        serde_json::from_value(value.clone())
            .map_err(|error| format!("its {what} is not a JSON Resume: {error}"))
    };
    let mut resume = if let Some(resume) = value.get("resume") {
        read(resume, "resume")?
    } else if value.get("basics").is_some() || value.get("work").is_some() {
        read(&value, "content")?
    } else {
        Resume {
            basics: Basics {
                label: text_of(&value, &["headline", "label", "title"]).unwrap_or_default(),
                summary: text_of(&value, &["text", "summary", "body"]).unwrap_or_default(),
                ..Basics::default()
            },
            ..Resume::default()
        }
    };
    for name in strings_of(&value, &["stated_skills"]) {
        resume.skills.push(domain::profile::Skill { name, ..domain::profile::Skill::default() });
    }
    let preferences = match value.get("preferences") {
        Some(preferences) => serde_json::from_value::<Preferences>(preferences.clone())
            .map_err(|error| format!("its preferences cannot be read: {error}"))?,
        None => Preferences::default(),
    };
    Ok(ProfileLine { id, profile: Profile { resume, preferences } })
}

/// The id a written id stands for: the same text always gives the same.
pub fn uuid_of(written: &str) -> Uuid {
    Uuid::from_u64_pair(words::hash(11, written.as_bytes()), words::hash(12, written.as_bytes()))
}

fn object(line: &str) -> Result<Value, String> {
    if line.len() > MAX_LINE_BYTES {
        return Err(format!("it is longer than {MAX_LINE_BYTES} bytes"));
    }
    let value: Value = serde_json::from_str(line).map_err(|error| format!("it is not JSON: {error}"))?;
    if value.is_object() { Ok(value) } else { Err("it is not a JSON object".to_owned()) }
}

/// The first of the fields that has a text; numbers count as texts, objects by their name.
fn text_of(value: &Value, fields: &[&str]) -> Option<String> {
    strings_of(value, fields).into_iter().next()
}

fn strings_of(value: &Value, fields: &[&str]) -> Vec<String> {
    let texts = |value: &Value| -> Vec<String> {
        match value {
            Value::Array(items) => items.iter().filter_map(one_text).collect(),
            other => one_text(other).into_iter().collect(),
        }
    };
    fields
        .iter()
        .filter_map(|field| value.get(field))
        .map(texts)
        .find(|texts| !texts.is_empty())
        .unwrap_or_default()
}

fn one_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => unescaped(text.trim()),
        Value::Number(number) => number.to_string(),
        Value::Object(fields) => {
            fields.get("name").or_else(|| fields.get("text"))?.as_str()?.trim().to_owned()
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The few HTML entities that boards leave in fields that are plain text.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

fn known<T: serde::de::DeserializeOwned>(value: &Value, field: &str) -> Option<T> {
    serde_json::from_value(value.get(field)?.clone()).ok()
}

fn remote(value: &Value) -> RemotePolicy {
    match value.get("remote") {
        Some(Value::Bool(true)) => RemotePolicy::Remote,
        Some(_) => known(value, "remote").unwrap_or_default(),
        None => RemotePolicy::Unknown,
    }
}

fn employment(text: &str) -> Option<EmploymentType> {
    match text.to_lowercase().replace(['-', ' '], "_").as_str() {
        "full_time" | "fulltime" | "permanent" => Some(EmploymentType::FullTime),
        "part_time" | "parttime" => Some(EmploymentType::PartTime),
        "contract" | "contractor" => Some(EmploymentType::Contract),
        "temporary" => Some(EmploymentType::Temporary),
        "intern" | "internship" => Some(EmploymentType::Internship),
        _ => None,
    }
}

/// An instant from the forms boards write: RFC 3339, with `+0100`, a day, a year.
fn instant(text: &str) -> Option<Timestamp> {
    let day = |day: NaiveDate| day.and_hms_opt(0, 0, 0).map(|time| time.and_utc());
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%z"))
        .map(|time| time.with_timezone(&Utc))
        .ok()
        .or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok().map(|time| time.and_utc()))
        .or_else(|| {
            text.get(..10).and_then(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()).and_then(day)
        })
        .or_else(|| {
            let year = text.parse::<i32>().ok().filter(|year| (1990..2200).contains(year))?;
            NaiveDate::from_ymd_opt(year, 1, 1).and_then(day)
        })
}

/// Pay as schema.org writes it, or as an amount range in a text such as `$70K - $80K`.
fn salary(value: &Value) -> Option<Pay> {
    match value.get("salary").or_else(|| value.get("baseSalary"))? {
        Value::String(text) => salary_text(text),
        Value::Object(fields) => {
            let amounts = fields.get("value")?;
            let number = |name: &str| match amounts.get(name)? {
                Value::String(text) => text.replace(',', "").parse::<f64>().ok(),
                other => other.as_f64(),
            };
            let single = amounts.as_f64().or_else(|| number("value"));
            let (min, max) = (number("minValue").or(single), number("maxValue").or(single));
            let unit = amounts.get("unitText").and_then(Value::as_str).unwrap_or("YEAR").to_lowercase();
            let period = serde_json::from_value(Value::String(unit)).unwrap_or(PayPeriod::Year);
            let currency = fields.get("currency")?.as_str()?.to_owned();
            (min.is_some() || max.is_some()).then_some(Pay { min, max, currency, period })
        }
        _ => None,
    }
}

fn salary_text(text: &str) -> Option<Pay> {
    let (symbol, currency) =
        [('$', "USD"), ('£', "GBP"), ('€', "EUR")].into_iter().find(|(sign, _)| text.contains(*sign))?;
    let amounts: Vec<f64> = text
        .split(symbol)
        .skip(1)
        .filter_map(|part| {
            let end =
                part.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(part.len());
            let amount = part[..end].replace(',', "").parse::<f64>().ok()?;
            Some(if part[end..].starts_with(['K', 'k']) { amount * 1000.0 } else { amount })
        })
        .collect();
    let lower = text.to_lowercase();
    let period =
        if lower.contains("hour") || lower.contains("/hr") { PayPeriod::Hour } else { PayPeriod::Year };
    let (min, max) = (amounts.first().copied(), amounts.get(1).or(amounts.first()).copied());
    min.is_some().then(|| Pay { min, max, currency: currency.to_owned(), period })
}
