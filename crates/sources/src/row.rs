//! One entry of an imported file: a posting of any known board, or an object with the usual fields under
//! any of their usual names.

use domain::{Ats, EmploymentType, Pay, Posting, RemotePolicy};
use serde_json::Value;
use url::Url;

use crate::board::{Address, Context, Draft};
use crate::{ashby, dates, field, greenhouse, html, identity, json_ld, lever, money, pay, recognise, terms};

/// The posting in an entry, or a sentence that says why there is none.
pub fn posting(entry: &Value, context: &Context) -> Result<Posting, String> {
    if !entry.is_object() {
        return Err("It is not an object with fields.".to_owned());
    }
    if let Some(own) = exported(entry) {
        return Ok(own);
    }
    let context = &with_employer_of_address(entry, context);
    let read = if json_ld::is_posting(entry) {
        json_ld::posting(entry, context, false, Address::Optional)
    } else if greenhouse::is_posting(entry) {
        greenhouse::posting(entry, context, Address::Optional)
    } else if lever::is_posting(entry) {
        lever::posting(entry, context, Address::Optional)
    } else if ashby::is_posting(entry) {
        ashby::posting(entry, context, Address::Optional)
    } else {
        usual_fields(entry).finish(context, Address::Optional)
    };
    read.map_err(|rejected| rejected.why)
}

/// What Jobwire itself wrote.
fn exported(entry: &Value) -> Option<Posting> {
    let looks_so = entry.get("external_id").is_some()
        && entry.get("apply_url").is_some()
        && entry.get("places").is_some();
    looks_so.then(|| serde_json::from_value(entry.clone()).ok())?
}

/// Board APIs do not name the employer with each posting, but their addresses do.
fn with_employer_of_address(entry: &Value, context: &Context) -> Context {
    let address = ["hostedUrl", "jobUrl", "absolute_url"].iter().find_map(|key| field::text(entry, &[key]));
    let board = address
        .and_then(|address| Url::parse(&address).ok())
        .and_then(|url| recognise::recognise(&url, &[]).ok());
    let named =
        board.filter(|board| board.kind != domain::SourceKind::JsonLd).map(|board| board.display_name());
    Context { company: named.unwrap_or_else(|| context.company.clone()), ..context.clone() }
}

fn usual_fields(entry: &Value) -> Draft {
    let first = |keys: &[&str]| keys.iter().find_map(|key| words(field::at(entry, &[key])?));
    let date = |keys: &[&str]| keys.iter().find_map(|key| dates::moment(field::at(entry, &[key])));
    let title = first(&["title", "job_title", "jobTitle", "position", "name"]);
    let company =
        first(&["company", "company_name", "companyName", "hiringOrganization", "employer", "organization"]);
    let location =
        first(&["location", "job_location", "jobLocation", "candidate_required_location", "place", "city"]);
    let text = first(&["description", "text", "body", "content", "job_description", "jobDescription"]);
    let description = html::tidy(&text.unwrap_or_default());
    let url = first(&["url", "link", "job_url", "redirect_url", "applicationLink", "absolute_url"]);
    let id = first(&["external_id", "id", "job_id", "jobId", "guid", "slug"]).or_else(|| url.clone());
    let made = || {
        let parts = [&title, &company, &location].map(|part| part.as_deref().unwrap_or_default());
        identity::short_hash(&[parts[0], parts[1], parts[2], &description])
    };
    Draft {
        external_id: Some(id.unwrap_or_else(made)),
        ats: Ats::Other,
        places: ["places", "locations", "allLocations"]
            .iter()
            .flat_map(|key| field::list(entry, &[key]))
            .filter_map(words)
            .collect(),
        remote: remote(entry),
        employment_type: employment(entry),
        pay: salary(entry),
        language: field::text(entry, &["language"]).and_then(|tag| terms::language_tag(&tag)),
        apply_url: first(&["apply_url", "applyUrl", "application_url"]).or_else(|| url.clone()),
        posted_at: date(&[
            "posted_at",
            "date_posted",
            "datePosted",
            "publishedAt",
            "published_on",
            "publication_date",
            "pubDate",
            "created_at",
            "created",
            "firstSeen",
        ]),
        valid_through: ["valid_through", "validThrough", "expires_at", "deadline"]
            .iter()
            .find_map(|key| dates::deadline(field::at(entry, &[key]))),
        title,
        company,
        location,
        description,
        url,
    }
}

/// Text, or the text inside an object that only wraps it.
fn words(value: &Value) -> Option<String> {
    let wrapped =
        || ["name", "display_name", "fullLocation", "city"].iter().find_map(|key| field::text(value, &[key]));
    field::as_text(value).or_else(wrapped)
}

fn remote(entry: &Value) -> RemotePolicy {
    let word = ["workplaceType", "workplace_type", "remote_policy", "jobLocationType", "remote"]
        .iter()
        .find_map(|key| field::text(entry, &[key]))
        .map_or(RemotePolicy::Unknown, |word| terms::remote(&word));
    let flagged = ["remote", "is_remote", "isRemote", "telecommuting"]
        .iter()
        .any(|key| field::flag(entry, &[key]) == Some(true));
    if word == RemotePolicy::Unknown && flagged { RemotePolicy::Remote } else { word }
}

fn employment(entry: &Value) -> Option<EmploymentType> {
    [
        "employment_type",
        "employmentType",
        "job_type",
        "job_types",
        "contract_type",
        "contract_time",
        "commitment",
    ]
    .iter()
    .flat_map(|key| field::list(entry, &[key]))
    .filter_map(field::as_text)
    .find_map(|word| terms::employment(&word))
}

fn salary(entry: &Value) -> Option<Pay> {
    let currency =
        ["currency", "salary_currency", "salaryCurrency"].iter().find_map(|key| field::text(entry, &[key]));
    let amount = |keys: &[&str]| keys.iter().find_map(|key| field::number(entry, &[key]));
    let (min, max) = (
        amount(&["salary_min", "minSalary", "min_salary"]),
        amount(&["salary_max", "maxSalary", "max_salary"]),
    );
    let period = ["salary_period", "salaryPeriod", "salary_interval"]
        .iter()
        .find_map(|key| field::text(entry, &[key]));
    if let (Some(largest), Some(currency)) = (max.or(min), &currency) {
        let period =
            period.and_then(|word| pay::period(&word)).unwrap_or_else(|| pay::likely_period(largest));
        return pay::range(min, max, currency, period);
    }
    ["salary", "baseSalary", "base_salary", "pay", "compensation"]
        .iter()
        .find_map(|key| money::amount(field::at(entry, &[key])?, currency.as_deref()))
}
