//! Ashby's posting API: `GET api.ashbyhq.com/posting-api/job-board/{name}?includeCompensation=true`,
//! the whole board in one answer.

use domain::{Ats, Pay, PayPeriod, Posting, RemotePolicy};
use serde_json::Value;

use crate::board::{Address, Context, Draft, Parsed, Rejected, Unreadable, json};
use crate::{dates, field, html, pay, terms};

/// Reads a board's answer. Unlisted postings are not published, so they count as absent.
pub fn parse(body: &[u8], context: &Context) -> Result<Parsed, Unreadable> {
    parse_value(&json(body)?, context)
}

pub(crate) fn parse_value(answer: &Value, context: &Context) -> Result<Parsed, Unreadable> {
    let Some(Value::Array(jobs)) = answer.get("jobs") else {
        return Err(Unreadable::OtherShape("it has no list of jobs"));
    };
    let listed = jobs.iter().filter(|job| field::flag(job, &["isListed"]) != Some(false));
    Ok(Parsed::gather(listed.map(|job| posting(job, context, Address::Needed))))
}

/// Whether a JSON object is a posting of this board.
pub(crate) fn is_posting(job: &Value) -> bool {
    job.get("jobUrl").is_some() && job.get("title").is_some()
}

pub(crate) fn posting(job: &Value, context: &Context, address: Address) -> Result<Posting, Rejected> {
    let url = field::text(job, &["jobUrl"]);
    Draft {
        external_id: field::text(job, &["id"]).or_else(|| last_segment(url.as_deref()?)),
        ats: Ats::Ashby,
        title: field::text(job, &["title"]),
        company: field::text(job, &["companyName"]),
        location: field::text(job, &["location"]).or_else(|| address_of(job)),
        places: secondary(job),
        remote: remote(job),
        employment_type: field::text(job, &["employmentType"]).and_then(|word| terms::employment(&word)),
        pay: compensation(job),
        description: description(job),
        language: None,
        apply_url: field::text(job, &["applyUrl"])
            .or_else(|| url.as_ref().map(|url| format!("{}/application", url.trim_end_matches('/')))),
        url,
        posted_at: dates::moment(field::at(job, &["publishedAt"])),
        valid_through: dates::deadline(field::at(job, &["applicationDeadline"])),
    }
    .finish(context, address)
}

/// `workplaceType` beats `isRemote`, which boards also set for hybrid work. `isRemote: false` says only
/// that it is not wholly remote, so the place still has a say.
fn remote(job: &Value) -> RemotePolicy {
    let word =
        field::text(job, &["workplaceType"]).map_or(RemotePolicy::Unknown, |word| terms::remote(&word));
    match (word, field::flag(job, &["isRemote"])) {
        (RemotePolicy::Unknown, Some(true)) => RemotePolicy::Remote,
        (word, _) => word,
    }
}

fn secondary(job: &Value) -> Vec<String> {
    let place = |entry: &Value| {
        let name = field::text(entry, &["location"]).or_else(|| field::as_text(entry));
        // "Office" names no town; the address beside it does.
        name.filter(|name| !name.eq_ignore_ascii_case("office")).or_else(|| address_of(entry))
    };
    field::list(job, &["secondaryLocations"]).iter().filter_map(place).collect()
}

fn address_of(entry: &Value) -> Option<String> {
    let part = |key| field::text(entry, &["address", "postalAddress", key]);
    let parts = ["addressLocality", "addressRegion", "addressCountry"].into_iter().filter_map(part);
    Some(parts.collect::<Vec<_>>().join(", ")).filter(|place| !place.is_empty())
}

/// The plain text writes headings in capitals and loses lists, so the HTML comes first.
fn description(job: &Value) -> String {
    let rich =
        field::text(job, &["descriptionHtml"]).map(|text| html::tidy(&text)).filter(|text| !text.is_empty());
    rich.unwrap_or_else(|| html::tidy(&field::text(job, &["descriptionPlain"]).unwrap_or_default()))
}

/// Salaries of all tiers; else the summary in words. Equity and bonuses are not pay one can compare.
fn compensation(job: &Value) -> Option<Pay> {
    let tiers = field::list(job, &["compensation", "compensationTiers"]);
    let components = tiers.iter().flat_map(|tier| field::list(tier, &["components"]));
    let summary = field::list(job, &["compensation", "summaryComponents"]);
    let phrase =
        |key| field::text(job, &["compensation", key]).and_then(|text| pay::from_phrase(&text, None, None));
    pay::widest(components.filter_map(salary))
        .or_else(|| pay::widest(summary.iter().filter_map(salary)))
        .or_else(|| phrase("scrapeableCompensationSalarySummary"))
        .or_else(|| phrase("compensationTierSummary"))
}

fn salary(component: &Value) -> Option<Pay> {
    if field::text(component, &["compensationType"])? != "Salary" {
        return None;
    }
    let interval = field::text(component, &["interval"]).unwrap_or_default();
    let (min, max) = (field::number(component, &["minValue"]), field::number(component, &["maxValue"]));
    let period = pay::period(&interval.to_lowercase().replace("years", "year").replace("months", "month"));
    let halved = if interval.starts_with("2 WEEK") { 0.5 } else { 1.0 };
    let period =
        period.unwrap_or(if halved < 1.0 { PayPeriod::Week } else { pay::likely_period(max.or(min)?) });
    let scale = |amount: Option<f64>| amount.map(|amount| amount * halved);
    pay::range(scale(min), scale(max), &field::text(component, &["currencyCode"])?, period)
}

fn last_segment(url: &str) -> Option<String> {
    let segment = url.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?;
    (!segment.is_empty()).then(|| segment.to_owned())
}
