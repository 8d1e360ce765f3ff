//! Lever's postings API: `GET api.lever.co/v0/postings/{site}?mode=json`, a bare list of everything.

use domain::{Ats, Pay, PayPeriod, Posting, RemotePolicy};
use serde_json::Value;

use crate::board::{Address, Context, Draft, Parsed, Rejected, Unreadable, json};
use crate::{dates, field, html, pay, terms};

/// Reads a site's answer.
pub fn parse(body: &[u8], context: &Context) -> Result<Parsed, Unreadable> {
    parse_value(&json(body)?, context)
}

pub(crate) fn parse_value(answer: &Value, context: &Context) -> Result<Parsed, Unreadable> {
    let Value::Array(postings) = answer else {
        return Err(Unreadable::OtherShape("it is not a list of postings"));
    };
    Ok(Parsed::gather(postings.iter().map(|each| posting(each, context, Address::Needed))))
}

/// Whether a JSON object is a posting of this board.
pub(crate) fn is_posting(job: &Value) -> bool {
    job.get("hostedUrl").is_some() && job.get("text").is_some()
}

pub(crate) fn posting(job: &Value, context: &Context, address: Address) -> Result<Posting, Rejected> {
    let stated =
        field::text(job, &["workplaceType"]).map_or(RemotePolicy::Unknown, |word| terms::remote(&word));
    let commitment = field::text(job, &["categories", "commitment"]);
    let url = field::text(job, &["hostedUrl"]);
    Draft {
        external_id: field::text(job, &["id"]),
        ats: Ats::Lever,
        title: field::text(job, &["text"]),
        company: None,
        location: field::text(job, &["categories", "location"]),
        places: field::list(job, &["categories", "allLocations"]).iter().filter_map(field::as_text).collect(),
        remote: stated,
        employment_type: commitment.as_deref().and_then(terms::employment),
        pay: salary(job),
        description: description(job),
        language: None,
        apply_url: field::text(job, &["applyUrl"])
            .or_else(|| url.as_ref().map(|url| format!("{}/apply", url.trim_end_matches('/')))),
        url,
        posted_at: dates::moment(field::at(job, &["createdAt"])),
        valid_through: None,
    }
    .finish(context, address)
}

/// The description, then each list under its heading, then what comes after: the order of the page.
fn description(job: &Value) -> String {
    let mut parts = vec![either(job, "description", "descriptionPlain")];
    for list in field::list(job, &["lists"]) {
        let heading = field::text(list, &["text"]).map(|text| html::one_line(&text)).unwrap_or_default();
        let items = html::to_text(&field::text(list, &["content"]).unwrap_or_default());
        parts.push([heading, items].join("\n\n").trim().to_owned());
    }
    parts.push(either(job, "additional", "additionalPlain"));
    parts.push(either(job, "salaryDescription", "salaryDescriptionPlain"));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// HTML where there is any, since its lists survive; the plain text otherwise.
fn either(job: &Value, rich: &str, plain: &str) -> String {
    let rich = field::text(job, &[rich]).map(|text| html::tidy(&text)).filter(|text| !text.is_empty());
    rich.unwrap_or_else(|| html::tidy(&field::text(job, &[plain]).unwrap_or_default()))
}

fn salary(job: &Value) -> Option<Pay> {
    let range = field::at(job, &["salaryRange"])?;
    let interval = field::text(range, &["interval"]).unwrap_or_default();
    // Two payments a month, or one every two weeks, have no period of their own here.
    let (factor, period) = match interval.as_str() {
        "bi-week-salary" => (0.5, Some(PayPeriod::Week)),
        "bi-month-salary" | "semi-month-salary" => (2.0, Some(PayPeriod::Month)),
        "one-time" => return None,
        other => (1.0, pay::period(other)),
    };
    let amount = |key| field::number(range, &[key]).map(|amount| amount * factor);
    let (min, max) = (amount("min"), amount("max"));
    let period = period.unwrap_or_else(|| pay::likely_period(max.or(min).unwrap_or(0.0)));
    pay::range(min, max, &field::text(range, &["currency"])?, period)
}
