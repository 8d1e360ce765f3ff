//! Recorded answers of real boards, whose texts stay outside the project: counts and named facts only.

use domain::{Ats, EmploymentType, Level, PayPeriod, Posting, RemotePolicy};
use sources::{Parsed, Unreadable, ashby, greenhouse, import, json_ld, lever};

use crate::{context, recording};

fn board(
    name: &str,
    parse: fn(&[u8], &sources::Context) -> Result<Parsed, Unreadable>,
) -> Result<Parsed, Unreadable> {
    parse(&recording(&format!("ats_raw/{name}")), &context("Acme", "https://board.example/acme"))
}

fn pay(posting: &Posting) -> Option<(Option<f64>, Option<f64>, &str, PayPeriod)> {
    posting.pay.as_ref().map(|pay| (pay.min, pay.max, pay.currency.as_str(), pay.period))
}

/// No markup, no entities, no runs of blank lines.
fn is_plain(text: &str) -> bool {
    !["<p>", "</", "<br", "<li", "&nbsp;", "&amp;", "&lt;", "&#", "\n\n\n", "\u{a0}"]
        .iter()
        .any(|mark| text.contains(mark))
}

#[test]
fn greenhouse_boards_are_read() {
    let parsed = board("boardwatch/greenhouse/normal.json", greenhouse::parse).unwrap();
    assert_eq!((parsed.postings.len(), parsed.rejected.len(), parsed.complete), (5, 0, true));
    let first = &parsed.postings[0];
    assert_eq!(
        (first.external_id.as_str(), first.company.as_str(), first.ats),
        ("6000001", "Acme Corp", Ats::Greenhouse)
    );
    assert_eq!((first.level, first.remote), (Some(Level::Senior), RemotePolicy::Remote));
    // Three pay zones: the range over all of them.
    assert_eq!(pay(first), Some((Some(130_000.0), Some(195_000.0), "USD", PayPeriod::Year)));
    assert_eq!(first.posted_at, Some("2026-01-22T00:08:45Z".parse().unwrap()));
    let data = &parsed.postings[3];
    assert_eq!(data.places, ["Austin, TX", "Toronto, Canada"]);
    assert!(
        data.description.contains("Tools & Infrastructure") && data.description.contains("- Build models")
    );
    assert!(
        parsed
            .postings
            .iter()
            .all(|posting| is_plain(&posting.description) && posting.language.as_deref() == Some("en"))
    );
}

#[test]
fn a_trimmed_greenhouse_answer_is_not_complete() {
    let parsed = board("careerkit/tests/fixtures/greenhouse.json", greenhouse::parse).unwrap();
    assert_eq!((parsed.postings.len(), parsed.complete), (2, false));
    assert_eq!(parsed.postings[0].company, "Amplitude");
    assert_eq!(parsed.postings[0].location, "London, UK");
    assert!(
        parsed
            .postings
            .iter()
            .all(|posting| posting.description.len() > 2000 && is_plain(&posting.description))
    );
}

#[test]
fn older_greenhouse_answers_with_plain_html_or_no_content_are_read() {
    let parsed = board("openroles/greenhouse.json", greenhouse::parse).unwrap();
    assert_eq!(parsed.postings.len(), 2);
    assert_eq!(parsed.postings[0].description, "Build & ship models.\n\n- SQL");
    assert_eq!(
        (parsed.postings[1].company.as_str(), parsed.postings[1].remote),
        ("Acme", RemotePolicy::Remote)
    );
    let parsed = board("remote_jobs_digest/greenhouse.json", greenhouse::parse).unwrap();
    assert_eq!((parsed.postings.len(), parsed.complete), (3, false));
    assert!(is_plain(&parsed.postings[0].description));
}

#[test]
fn lever_sites_are_read() {
    let parsed = board("boardwatch/lever/normal.json", lever::parse).unwrap();
    assert_eq!((parsed.postings.len(), parsed.complete), (6, true));
    let first = &parsed.postings[0];
    assert_eq!(
        (first.company.as_str(), first.ats, first.employment_type),
        ("Acme", Ats::Lever, Some(EmploymentType::FullTime))
    );
    assert_eq!(first.posted_at, Some("2026-01-15T09:00:00Z".parse().unwrap()));
    assert!(first.apply_url.ends_with("/apply"));
    assert_eq!(parsed.postings[1].places, ["Paris", "London"]);
    assert_eq!(
        (parsed.postings[2].remote, parsed.postings[2].level),
        (RemotePolicy::Remote, Some(Level::Lead))
    );

    let real = board("careerkit/tests/fixtures/lever.json", lever::parse).unwrap();
    assert_eq!((real.postings.len(), real.postings[0].employment_type), (2, Some(EmploymentType::Contract)));
    assert!(
        real.postings
            .iter()
            .all(|posting| posting.remote == RemotePolicy::Remote && is_plain(&posting.description))
    );
    assert!(real.postings[0].description.contains("\n- Guide full project life cycle"));

    let small = board("openroles/lever.json", lever::parse).unwrap();
    assert_eq!(pay(&small.postings[0]), Some((Some(50_000.0), Some(65_000.0), "GBP", PayPeriod::Year)));
    assert_eq!(
        small.postings[0].description,
        "We are Acme.\n\nWhat you need\n\n- Python\n- Statistics\n\nEqual opportunity employer."
    );
}

#[test]
fn ashby_boards_are_read() {
    let parsed = board("boardwatch/ashby/normal.json", ashby::parse).unwrap();
    assert_eq!((parsed.rejected.len(), parsed.complete), (0, true));
    assert_eq!(pay(&parsed.postings[0]), Some((Some(180_000.0), Some(220_000.0), "USD", PayPeriod::Year)));
    assert_eq!(pay(&parsed.postings[1]), Some((Some(200_000.0), None, "USD", PayPeriod::Year)));
    assert_eq!(parsed.postings[1].places, ["New York, NY", "Boston, MA"]);
    assert_eq!(pay(&parsed.postings[2]), Some((Some(180_000.0), Some(260_000.0), "USD", PayPeriod::Year)));
    assert!(parsed.postings.iter().any(|posting| pay(posting).is_some_and(|pay| pay.3 == PayPeriod::Month)));
    assert!(parsed.postings[0].description.contains("- Ship features\n- Own quality"));

    let real = board("careerkit/tests/fixtures/ashby.json", ashby::parse).unwrap();
    let remotes: Vec<_> = real.postings.iter().map(|posting| posting.remote).collect();
    // Both say isRemote; the second also says Hybrid, which counts.
    assert_eq!(remotes, [RemotePolicy::Remote, RemotePolicy::Hybrid]);
    assert_eq!(pay(&real.postings[1]), Some((Some(102_800.0), Some(137_000.0), "CAD", PayPeriod::Year)));
    assert_eq!(real.postings[1].title, "Senior Site Reliability Engineer");

    let unlisted = board("openroles/ashby.json", ashby::parse).unwrap();
    assert_eq!((unlisted.postings.len(), unlisted.rejected.len()), (1, 0));
    assert_eq!(pay(&unlisted.postings[0]), Some((Some(60_000.0), Some(75_000.0), "GBP", PayPeriod::Year)));
    assert_eq!(unlisted.postings[0].places, ["Leeds, United Kingdom"]);
    assert_eq!(unlisted.postings[0].remote, RemotePolicy::Remote);
}

#[test]
fn a_huge_board_is_read_whole() {
    let parsed = board("boardwatch/ashby/huge.json", ashby::parse).unwrap();
    assert_eq!((parsed.postings.len(), parsed.complete), (110, true));
}

#[test]
fn an_empty_board_is_complete_and_a_dead_one_is_unreadable() {
    for (name, parsed) in [
        ("greenhouse", board("boardwatch/greenhouse/empty.json", greenhouse::parse)),
        ("lever", board("boardwatch/lever/empty.json", lever::parse)),
        ("ashby", board("boardwatch/ashby/empty.json", ashby::parse)),
    ] {
        let parsed = parsed.unwrap();
        assert!(parsed.postings.is_empty() && parsed.complete, "{name}");
    }
    assert!(matches!(
        board("boardwatch/greenhouse/dead_404.json", greenhouse::parse),
        Err(Unreadable::OtherShape(_))
    ));
    assert!(matches!(board("boardwatch/lever/dead_404.json", lever::parse), Err(Unreadable::OtherShape(_))));
    assert!(matches!(board("boardwatch/ashby/dead.json", ashby::parse), Err(Unreadable::NotJson(_))));
    assert!(matches!(
        board("careerkit/tests/fixtures/icims.html", greenhouse::parse),
        Err(Unreadable::WebPage)
    ));
}

#[test]
fn a_page_of_another_system_is_read_by_its_structured_data() {
    let page = recording("ats_raw/jobwatch/icims_job.html");
    let url = "https://careers-initech.icims.com/jobs/1001/senior-platform-engineer/job";
    let parsed = json_ld::parse(&page, &context("", url)).unwrap();
    let posting = &parsed.postings[0];
    assert_eq!((parsed.postings.len(), parsed.complete, posting.external_id.as_str()), (1, true, url));
    assert_eq!(
        (posting.company.as_str(), posting.ats, posting.level),
        ("Initech", Ats::Icims, Some(Level::Senior))
    );
    assert_eq!((posting.location.as_str(), posting.remote), ("Remote, US", RemotePolicy::Remote));
    assert_eq!(posting.valid_through, Some("2027-08-12T04:00:00Z".parse().unwrap()));
    assert!(posting.description.contains("Responsibilities\n\n- Build and run the widget platform."));
}

#[test]
fn every_recorded_file_of_the_four_kinds_can_be_imported() {
    let cases = [
        ("boardwatch/greenhouse/normal.json", 5),
        ("careerkit/tests/fixtures/greenhouse.json", 2),
        ("boardwatch/lever/normal.json", 6),
        ("careerkit/tests/fixtures/ashby.json", 2),
        ("boardwatch/ashby/huge.json", 110),
        ("boardwatch/lever/empty.json", 0),
        ("boardwatch/greenhouse/empty.json", 0),
        ("jobwatch/icims_job.html", 1),
        ("remote_jobs_digest/remotive.json", 3),
    ];
    for (name, count) in cases {
        let bytes = recording(&format!("ats_raw/{name}"));
        let entries: Vec<_> =
            import::read(bytes.as_slice(), name).unwrap_or_else(|error| panic!("{name}: {error}")).collect();
        let good = entries.iter().filter(|entry| entry.is_ok()).count();
        assert_eq!(good, count, "{name}: {:?}", entries.iter().find(|entry| entry.is_err()));
    }
    let lever = recording("ats_raw/careerkit/tests/fixtures/lever.json");
    let first = import::read(lever.as_slice(), "lever.json").unwrap().next().unwrap().unwrap();
    assert_eq!(first.company, "Idealistconsulting");
}

#[test]
fn ten_thousand_real_postings_are_read_and_the_bad_one_is_named() {
    let bytes = recording("postings/postings_with_desc.jsonl");
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for entry in import::read(bytes.as_slice(), "postings_with_desc.jsonl").unwrap() {
        match entry {
            Ok(posting) => good.push(posting),
            Err(why) => bad.push(why),
        }
    }
    assert_eq!((good.len(), bad.len()), (10_282, 1));
    assert_eq!(bad[0].why, "It names no employer.");
    let count = |test: fn(&Posting) -> bool| good.iter().filter(|posting| test(posting)).count();
    assert!(count(|posting| posting.language.as_deref() == Some("en")) > 10_000);
    // 9,263 entries have a salary field, most of them with an amount in words.
    assert!(count(|posting| posting.pay.is_some()) > 7_000, "{}", count(|posting| posting.pay.is_some()));
    assert!(count(|posting| posting.posted_at.is_some()) > 8_900);
    assert!(count(|posting| posting.valid_through.is_some()) == 8_820);
    assert!(count(|posting| !is_plain(&posting.description)) < 10);
    let keys: std::collections::HashSet<_> = good.iter().map(sources::dedupe_key).collect();
    // 1,083 repeat another's company, title, place and text to the letter; a few more differ in case and spaces.
    assert!((10_282 - keys.len()) >= 1_083, "{}", 10_282 - keys.len());
}
