//! Greenhouse's job board API: `GET boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true`,
//! the whole board in one answer.

use domain::{Ats, Pay, PayPeriod, Posting, RemotePolicy};
use serde_json::Value;

use crate::board::{Address, Context, Draft, Parsed, Rejected, Unreadable, json};
use crate::{dates, field, html, pay, terms};

/// Reads a board's answer.
pub fn parse(body: &[u8], context: &Context) -> Result<Parsed, Unreadable> {
    parse_value(&json(body)?, context)
}

pub(crate) fn parse_value(answer: &Value, context: &Context) -> Result<Parsed, Unreadable> {
    let Some(Value::Array(jobs)) = answer.get("jobs") else {
        return Err(Unreadable::OtherShape("it has no list of jobs"));
    };
    let mut parsed = Parsed::gather(jobs.iter().map(|job| posting(job, context, Address::Needed)));
    // A trimmed or filtered answer says how many there are in all.
    let total = field::number(answer, &["meta", "total"]).unwrap_or(0.0);
    parsed.complete &= total <= jobs.len() as f64;
    Ok(parsed)
}

/// Whether a JSON object is a posting of this board.
pub(crate) fn is_posting(job: &Value) -> bool {
    job.get("absolute_url").is_some() && job.get("title").is_some()
}

pub(crate) fn posting(job: &Value, context: &Context, address: Address) -> Result<Posting, Rejected> {
    let location = field::text(job, &["location", "name"]).or_else(|| field::text(job, &["location"]));
    let stated = location.as_deref().map_or(RemotePolicy::Unknown, terms::remote);
    let url = field::text(job, &["absolute_url"]);
    Draft {
        external_id: field::text(job, &["id"]),
        ats: Ats::Greenhouse,
        title: field::text(job, &["title"]),
        company: field::text(job, &["company_name"]),
        places: offices(job, location.as_deref()),
        location,
        remote: if stated == RemotePolicy::Unknown { metadata_remote(job) } else { stated },
        employment_type: metadata(job, &["employment", "commitment", "contract type", "beschäftigung"])
            .find_map(|value| terms::employment(&field::as_text(value)?)),
        pay: ranges(job).or_else(|| metadata_pay(job)),
        description: description(job),
        language: field::text(job, &["language"]).and_then(|tag| terms::language_tag(&tag)),
        apply_url: url.clone(),
        url,
        posted_at: dates::moment(field::at(job, &["first_published"]))
            .or_else(|| dates::moment(field::at(job, &["updated_at"]))),
        valid_through: dates::deadline(field::at(job, &["application_deadline"])),
    }
    .finish(context, address)
}

/// The content is HTML escaped into text once; a few exporters leave it as HTML.
fn description(job: &Value) -> String {
    let content = field::text(job, &["content"]).unwrap_or_default();
    if html::looks_like_html(&content) {
        html::to_text(&content)
    } else {
        html::tidy(&html::unescape(&content))
    }
}

/// Offices are places of work beside the named location. They only name the same place in other words when there is
/// one of them, so a single office counts only where the location names no place ("Hybrid").
fn offices(job: &Value, location: Option<&str>) -> Vec<String> {
    let offices = field::list(job, &["offices"]);
    let needed = location.is_none_or(terms::is_policy_only);
    if offices.len() < 2 && !needed {
        return Vec::new();
    }
    let place =
        |office: &Value| field::text(office, &["location"]).or_else(|| field::text(office, &["name"]));
    offices.iter().filter_map(place).collect()
}

fn ranges(job: &Value) -> Option<Pay> {
    pay::widest(field::list(job, &["pay_input_ranges"]).iter().filter_map(|range| {
        let amount = |key| field::number(range, &[key]).map(|cents| cents / 100.0);
        let (min, max) = (amount("min_cents"), amount("max_cents"));
        let words = [field::text(range, &["title"]), field::text(range, &["blurb"])];
        let said = words.into_iter().flatten().find_map(|words| pay::period(&html::tidy(&words)));
        let period = said.unwrap_or_else(|| pay::likely_period(max.or(min).unwrap_or(0.0)));
        pay::range(min, max, &field::text(range, &["currency_type"])?, period)
    }))
}

/// The values of the board's own extra fields whose name holds one of `words`.
fn metadata<'a>(job: &'a Value, words: &'a [&'a str]) -> impl Iterator<Item = &'a Value> {
    field::list(job, &["metadata"]).iter().filter_map(move |entry| {
        let name = field::text(entry, &["name"])?.to_lowercase();
        words.iter().any(|word| name.contains(word)).then(|| field::at(entry, &["value"]))?
    })
}

fn metadata_remote(job: &Value) -> RemotePolicy {
    metadata(job, &["workplace", "remote", "location type", "work type", "arbeitsort", "work model"])
        .filter_map(field::as_text)
        .map(|text| terms::remote(&text))
        .find(|policy| *policy != RemotePolicy::Unknown)
        .unwrap_or_default()
}

/// Employers who keep pay in a field of their own: a phrase, or an object with bounds and a unit.
fn metadata_pay(job: &Value) -> Option<Pay> {
    metadata(job, &["salary", "pay", "compensation", "gehalt", "salario"]).find_map(|value| {
        if let Some(phrase) = field::as_text(value) {
            return pay::from_phrase(&phrase, None, None);
        }
        let amount = |keys: &[&str]| keys.iter().find_map(|key| field::number(value, &[key]));
        let (min, max) = (amount(&["min_value", "min", "amount"]), amount(&["max_value", "max", "amount"]));
        let unit = field::text(value, &["unit"]).or_else(|| field::text(value, &["currency"]))?;
        let period = max.or(min).map_or(PayPeriod::Year, pay::likely_period);
        pay::range(min, max, &unit, period)
    })
}
