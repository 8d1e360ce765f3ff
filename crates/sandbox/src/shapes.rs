//! Postings in the published shapes of three board APIs and of schema.org, field names exactly as those write them.

use crate::catalogue::dice::Dice;
use crate::catalogue::prose::{html, items_html, pay_text, plain};
use crate::catalogue::{Company, Employment, Family, Interval, Lang, Pay, Posting, Section, Workplace};
use crate::forms::{Control, FormField, Group, option_value};
use crate::html::escape;
use crate::urls;
use chrono::SecondsFormat;
use serde_json::{Value, json};

/// One job of a Greenhouse board; the content only when asked for, as there.
pub(crate) fn greenhouse_job(base: &str, posting: &Posting, content: bool) -> Value {
    let department = 4_010_000 + name_number(&posting.department);
    let mut job = json!({
        "id": posting.id.parse::<u64>().unwrap_or_default(),
        "internal_job_id": 3_900_000_000_u64 + posting.ordinal,
        "title": posting.title,
        "updated_at": posting.opened_at.to_rfc3339_opts(SecondsFormat::Secs, false),
        "first_published": posting.opened_at.to_rfc3339_opts(SecondsFormat::Secs, false),
        "requisition_id": posting.requisition,
        "location": { "name": posting.location() },
        "absolute_url": urls::job(base, posting),
        "metadata": [],
        "company_name": posting.company.name,
        "language": posting.company.lang.code(),
        "data_compliance": [{ "type": "gdpr", "requires_consent": false, "requires_processing_consent": false, "requires_retention_consent": false, "retention_period": null, "demographic_data_consent_applies": false }],
    });
    if content {
        // Greenhouse escapes its HTML once more before it puts it into JSON.
        job["content"] = json!(escape(&html(&posting.sections)));
        job["departments"] =
            json!([{ "id": department, "name": posting.department, "child_ids": [], "parent_id": null }]);
        let mut places = vec![posting.place];
        places.extend(&posting.more_places);
        job["offices"] = places
            .into_iter()
            .map(|place| json!({ "id": 5_020_000 + name_number(place.city), "name": place.city, "location": place.label(posting.company.lang), "child_ids": [], "parent_id": null }))
            .collect();
    }
    job
}

/// One job with its form.
pub(crate) fn greenhouse_job_with_questions(base: &str, posting: &Posting, fields: &[FormField]) -> Value {
    let mut job = greenhouse_job(base, posting, true);
    job["questions"] = fields
        .iter()
        .filter(|field| {
            field.group != Group::Voluntary && field.name != "country" && field.name != "candidate-location"
        })
        .map(|field| greenhouse_question(field, posting.company.lang))
        .collect();
    job["location_questions"] = json!([
        { "label": "Location", "required": true, "fields": [{ "name": "location", "type": "input_text", "values": [] }] },
        { "label": "Latitude", "required": false, "fields": [{ "name": "latitude", "type": "input_hidden", "values": [] }] },
        { "label": "Longitude", "required": false, "fields": [{ "name": "longitude", "type": "input_hidden", "values": [] }] },
    ]);
    job["compliance"] = Value::Null;
    job["demographic_questions"] = Value::Null;
    job["pay_input_ranges"] =
        posting.pay.iter().map(|pay| pay_input_range(pay, posting.company.lang)).collect();
    job
}

fn pay_input_range(pay: &Pay, lang: Lang) -> Value {
    json!({ "min_cents": pay.min_cents, "max_cents": pay.max_cents, "currency_type": pay.currency, "title": lang.say("Pay range", "Vergütung", "Salario"), "blurb": "" })
}

fn greenhouse_question(field: &FormField, lang: Lang) -> Value {
    let kind = match &field.control {
        Control::File => "input_file",
        Control::Essay => "textarea",
        Control::YesNo | Control::One(_) | Control::Consent => "multi_value_single_select",
        Control::Many(_) => "multi_value_multi_select",
        Control::Text
        | Control::Email
        | Control::Phone
        | Control::Url
        | Control::Number
        | Control::Date
        | Control::Town => "input_text",
    };
    let mut options = field.options(lang);
    if field.control == Control::Consent {
        options = vec![lang.say("I agree", "Ich stimme zu", "Acepto").to_owned()];
    }
    let values: Vec<Value> = options
        .iter()
        .enumerate()
        .map(|(number, label)| json!({ "value": option_value(number).parse::<u64>().unwrap_or_default(), "label": label }))
        .collect();
    let mut inputs = vec![json!({ "name": field.name, "type": kind, "values": values })];
    if field.control == Control::File {
        inputs.push(json!({ "name": format!("{}_text", field.name), "type": "textarea", "values": [] }));
    }
    json!({ "label": field.label, "description": null, "required": field.required, "fields": inputs })
}

/// One posting of a Lever site.
pub(crate) fn lever_posting(base: &str, posting: &Posting) -> Value {
    let (opening, rest): (Vec<Section>, Vec<Section>) =
        posting.sections.iter().cloned().partition(|section| section.items.is_empty());
    let lists: Vec<Value> = rest.iter().map(|section| json!({ "text": section.heading, "content": items_html(&section.items).replace("<ul>", "").replace("</ul>", "") })).collect();
    let split = opening.len().min(2);
    let (description, additional) = opening.split_at(split);
    let locations: Vec<String> = std::iter::once(posting.location())
        .chain(posting.more_places.iter().map(|place| place.label(posting.company.lang)))
        .collect();
    let workplace = match posting.workplace {
        Workplace::OnSite => "on-site",
        Workplace::Hybrid => "hybrid",
        Workplace::Remote => "remote",
    };
    let mut value = json!({
        "id": posting.id,
        "text": posting.title,
        "categories": {
            "location": posting.location(),
            "commitment": crate::catalogue::prose::employment_text(posting.company.lang, posting.employment),
            "team": posting.team,
            "department": posting.department,
            "allLocations": locations,
        },
        "country": posting.place.country_code,
        "opening": html(&description[..description.len().min(1)]),
        "openingPlain": plain(&description[..description.len().min(1)]),
        "description": html(description),
        "descriptionPlain": plain(description),
        "descriptionBody": html(&description[description.len().min(1)..]),
        "descriptionBodyPlain": plain(&description[description.len().min(1)..]),
        "lists": lists,
        "additional": html(additional),
        "additionalPlain": plain(additional),
        "hostedUrl": urls::job(base, posting),
        "applyUrl": urls::apply(base, posting),
        "workplaceType": workplace,
        "createdAt": posting.opened_at.timestamp_millis(),
    });
    if let Some(pay) = &posting.pay {
        let interval = match pay.interval {
            Interval::Year => "per-year-salary",
            Interval::Hour => "per-hour-wage",
        };
        value["salaryRange"] = json!({ "currency": pay.currency, "interval": interval, "min": units(pay.min_cents), "max": units(pay.max_cents) });
        value["salaryDescription"] = json!(pay_text(pay, posting.company.lang));
    }
    value
}

/// One job of an Ashby board.
pub(crate) fn ashby_job(base: &str, posting: &Posting, compensation: bool) -> Value {
    let employment = match posting.employment {
        Employment::FullTime => "FullTime",
        Employment::PartTime => "PartTime",
        Employment::Contract => "Contract",
        Employment::Internship => "Intern",
    };
    let workplace = match posting.workplace {
        Workplace::OnSite => "OnSite",
        Workplace::Hybrid => "Hybrid",
        Workplace::Remote => "Remote",
    };
    let secondary: Vec<Value> = posting
        .more_places
        .iter()
        .map(|place| json!({ "location": place.label(posting.company.lang), "address": { "postalAddress": { "addressLocality": place.city, "addressRegion": place.region, "addressCountry": place.country } } }))
        .collect();
    let mut job = json!({
        "id": posting.id,
        "title": posting.title,
        "department": posting.department,
        "team": posting.team,
        "employmentType": employment,
        "location": posting.location(),
        "secondaryLocations": secondary,
        "publishedAt": posting.opened_at.to_rfc3339_opts(SecondsFormat::Millis, false),
        "isListed": true,
        "isRemote": posting.workplace == Workplace::Remote,
        "workplaceType": workplace,
        "address": { "postalAddress": { "addressLocality": posting.place.city, "addressRegion": posting.place.region, "addressCountry": posting.place.country } },
        "jobUrl": urls::job(base, posting),
        "applyUrl": urls::apply(base, posting),
        "descriptionHtml": html(&posting.sections),
        "descriptionPlain": plain(&posting.sections),
    });
    if compensation {
        job["compensation"] = ashby_compensation(posting);
    }
    job
}

fn ashby_compensation(posting: &Posting) -> Value {
    let Some(pay) = &posting.pay else {
        return json!({ "compensationTierSummary": null, "scrapeableCompensationSalarySummary": null, "compensationTiers": [], "summaryComponents": [] });
    };
    let interval = match pay.interval {
        Interval::Year => "1 YEAR",
        Interval::Hour => "1 HOUR",
    };
    let summary = pay_text(pay, posting.company.lang);
    let component = json!({ "compensationType": "Salary", "interval": interval, "currencyCode": pay.currency, "minValue": units(pay.min_cents), "maxValue": units(pay.max_cents) });
    let mut ids = Dice::new(posting.ordinal, 0, "tier");
    let mut listed = component.clone();
    listed["id"] = json!(ids.uuid());
    listed["summary"] = json!(summary);
    json!({
        "compensationTierSummary": summary,
        "scrapeableCompensationSalarySummary": summary,
        "compensationTiers": [{ "id": ids.uuid(), "tierSummary": summary, "title": null, "additionalInformation": null, "components": [listed] }],
        "summaryComponents": [component],
    })
}

/// A posting as schema.org's JobPosting, for a page's structured data.
pub(crate) fn json_ld(base: &str, posting: &Posting) -> Value {
    let lang = posting.company.lang;
    let employment = match posting.employment {
        Employment::FullTime => "FULL_TIME",
        Employment::PartTime => "PART_TIME",
        Employment::Contract => "TEMPORARY",
        Employment::Internship => "INTERN",
    };
    let address = |place: &crate::catalogue::Place| json!({ "@type": "Place", "address": { "@type": "PostalAddress", "addressLocality": place.city, "addressRegion": place.region, "addressCountry": place.country_code } });
    let mut places = vec![address(posting.place)];
    places.extend(posting.more_places.iter().map(|place| address(place)));
    let mut value = json!({
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": html(&posting.sections),
        "identifier": { "@type": "PropertyValue", "name": posting.company.name, "value": posting.id },
        "datePosted": posting.opened_at.date_naive().to_string(),
        "validThrough": (posting.opened_at + chrono::TimeDelta::days(60)).to_rfc3339_opts(SecondsFormat::Secs, true),
        "employmentType": employment,
        "hiringOrganization": { "@type": "Organization", "name": posting.company.name, "sameAs": urls::site(base, posting.company) },
        "jobLocation": if places.len() == 1 { places.remove(0) } else { json!(places) },
        "inLanguage": lang.code(),
        "url": urls::job(base, posting),
        "directApply": true,
    });
    if posting.workplace == Workplace::Remote {
        value["jobLocationType"] = json!("TELECOMMUTE");
        value["applicantLocationRequirements"] = json!({ "@type": "Country", "name": posting.place.country });
    }
    if let Some(pay) = &posting.pay {
        let unit = match pay.interval {
            Interval::Year => "YEAR",
            Interval::Hour => "HOUR",
        };
        value["baseSalary"] = json!({ "@type": "MonetaryAmount", "currency": pay.currency, "value": { "@type": "QuantitativeValue", "minValue": units(pay.min_cents), "maxValue": units(pay.max_cents), "unitText": unit } });
    }
    value
}

/// Whole units where there are no cents, as the board APIs print them.
fn units(cents: i64) -> Value {
    if cents % 100 == 0 { json!(cents / 100) } else { json!(cents as f64 / 100.0) }
}

/// A small number that belongs to a name, for ids of departments and offices.
fn name_number(name: &str) -> u64 {
    Dice::new(0, 0, name).next() % 9_000
}

/// Whether a company publishes in this family.
pub(crate) fn publishes(company: &Company, family: Family) -> bool {
    company.family == family
}
