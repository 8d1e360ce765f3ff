//! Whatever a board sends, the parsers end, within their limits and without a panic.

use domain::SourceKind;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::context;

const KINDS: [SourceKind; 4] =
    [SourceKind::Greenhouse, SourceKind::Lever, SourceKind::Ashby, SourceKind::JsonLd];

/// The fields the parsers look at, so that chance reaches them.
const FIELDS: &[&str] = &[
    "id",
    "title",
    "text",
    "jobs",
    "absolute_url",
    "hostedUrl",
    "jobUrl",
    "location",
    "name",
    "categories",
    "allLocations",
    "lists",
    "content",
    "description",
    "offices",
    "metadata",
    "value",
    "min_value",
    "unit",
    "salaryRange",
    "min",
    "max",
    "currency",
    "interval",
    "compensation",
    "compensationTiers",
    "components",
    "baseSalary",
    "minValue",
    "unitText",
    "@type",
    "@graph",
    "jobLocation",
    "address",
    "createdAt",
    "first_published",
    "isListed",
    "isRemote",
    "workplaceType",
    "hiringOrganization",
    "identifier",
    "url",
];

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop_oneof![
            Just("JobPosting"),
            Just("ListItem"),
            Just("https://a.example/jobs/1"),
            Just("$9,999.99K – €1"),
            Just("&lt;p&gt;x&lt;/p&gt;<li>"),
            Just("2026-13-45T99:99:99Z"),
            Just("Remote hybrid \u{feff}"),
        ]
        .prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(FIELDS), inner), 0..6).prop_map(|pairs| {
                Value::Object(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_or_refused(job in value()) {
        let context = context("Nordlicht", "https://board.example/jobs/");
        for kind in KINDS {
            for body in [job.clone(), json!([job]), json!({"jobs": [job]}), json!({"@type": "JobPosting", "title": job})] {
                let text = body.to_string();
                if let Ok(parsed) = sources::parse(kind, text.as_bytes(), &context) {
                    for posting in parsed.postings {
                        prop_assert!(!posting.title.is_empty() && !posting.company.is_empty() && !posting.external_id.is_empty());
                        prop_assert!(posting.url.starts_with("http"));
                        if let Some(pay) = &posting.pay {
                            prop_assert!(pay.min.or(pay.max).is_some_and(|amount| amount > 0.0 && amount.is_finite()));
                            prop_assert!(pay.min.zip(pay.max).is_none_or(|(min, max)| min <= max));
                        }
                        sources::identity::content(posting);
                    }
                }
                for entry in sources::import::read(text.as_bytes(), "file").into_iter().flatten() {
                    prop_assert!(entry.is_err() || entry.is_ok_and(|posting| !posting.title.is_empty()));
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), html in "(<[a-z]{1,6} ?[^<]{0,9}|</[a-z]{1,6}>|[^<]{0,9}){0,40}") {
        let context = context("Nordlicht", "https://board.example/jobs/");
        for body in [bytes.as_slice(), html.as_bytes()] {
            for kind in KINDS {
                let _ = sources::parse(kind, body, &context);
            }
            if let Ok(entries) = sources::import::read(body, "file") {
                entries.for_each(drop);
            }
        }
    }
}

#[test]
fn a_page_that_is_made_to_take_long_does_not() {
    let context = context("Nordlicht", "https://board.example/jobs/");
    let nested = format!("<html>{}</html>", "<div><b>".repeat(200_000));
    assert!(sources::parse(SourceKind::JsonLd, nested.as_bytes(), &context).is_err());
    let deep = format!("{{\"jobs\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(sources::parse(SourceKind::Ashby, deep.as_bytes(), &context).is_err());
    let links = (0..5_000).map(|number| format!("<a href=/jobs/{number}>x</a>")).collect::<String>();
    let parsed = sources::parse(SourceKind::JsonLd, links.as_bytes(), &context).unwrap();
    assert!(parsed.follow.len() <= 300 && !parsed.complete);
}
