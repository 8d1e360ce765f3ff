//! Pages and answers the project wrote itself, odd in every way seen on boards.

use serde_json::json;
use sources::{ashby, greenhouse, import, json_ld, lever};

use crate::context;

#[test]
fn a_graph_of_postings_is_read() {
    let page = include_bytes!("../fixtures/graph.html");
    let parsed = json_ld::parse(page, &context("", "https://lumen.example/stellen")).unwrap();
    insta::assert_json_snapshot!(parsed.postings);
    assert_eq!(parsed.rejected.len(), 1);
    assert_eq!(parsed.rejected[0].why, "It has no title.");
}

#[test]
fn a_listing_leads_to_its_postings_and_its_next_page() {
    let page = include_bytes!("../fixtures/listing.html");
    let parsed = json_ld::parse(page, &context("Lumen", "https://lumen.example/careers/lumen")).unwrap();
    let follow: Vec<&str> = parsed.follow.iter().map(|url| url.as_str()).collect();
    assert_eq!(
        follow,
        [
            "https://lumen.example/careers/lumen/jobs/101",
            "https://lumen.example/careers/jobs/ignored-base",
            "https://lumen.example/stellen/obstbau-helfer",
        ]
    );
    assert!(!parsed.is_whole());
    assert_eq!(parsed.next_page.unwrap().as_str(), "https://lumen.example/careers/lumen?page=2");
}

#[test]
fn an_item_list_leads_to_its_postings() {
    let page = r#"<script type="application/ld+json">{"@type":"ItemList","itemListElement":[
        {"@type":"ListItem","position":1,"url":"https://lumen.example/x/1"},
        {"@type":"ListItem","position":2,"item":"https://lumen.example/x/2"},
        {"@type":"ListItem","position":3,"url":"https://elsewhere.example/x/3"}]}</script>"#;
    let parsed = json_ld::parse(page.as_bytes(), &context("", "https://lumen.example/list")).unwrap();
    assert_eq!(parsed.follow.iter().map(|url| url.path()).collect::<Vec<_>>(), ["/x/1", "/x/2"]);
}

#[test]
fn odd_fields_of_boards_are_survived() {
    let context = context("Lumen Orchard", "https://boards.greenhouse.io/lumen");
    let greenhouse_answer = json!({"jobs": [
        null, 7, "text", {},
        {"id": 1, "title": null, "absolute_url": "https://boards.greenhouse.io/lumen/jobs/1"},
        {"id": "2", "title": ["Grower"], "absolute_url": "//boards.greenhouse.io/lumen/jobs/2", "location": "Jork", "content": null,
         "offices": {"name": "Jork"}, "metadata": [{"name": "Pay", "value": {"unit": "EUR", "min_value": "52000", "max_value": 58000}}]},
        {"id": 3, "title": "Grower", "absolute_url": "javascript:alert(1)"},
        {"id": 4, "title": "Hybrid Grower", "absolute_url": "/lumen/jobs/4", "location": {"name": "Hybrid"},
         "offices": [{"name": "Jork", "location": "Jork, Germany"}], "first_published": "never"},
        {"id": 4, "title": "Twice", "absolute_url": "/lumen/jobs/4"},
    ]});
    let parsed = greenhouse::parse(greenhouse_answer.to_string().as_bytes(), &context).unwrap();
    insta::assert_json_snapshot!("odd_greenhouse", (&parsed.postings, &parsed.rejected));
    assert!(!parsed.complete, "entries without an id could be any job");

    let lever_answer = json!([
        {"id": "a", "text": "Picker", "hostedUrl": "https://jobs.lever.co/lumen/a", "categories": null, "lists": null, "createdAt": "0",
         "salaryRange": {"currency": "EUR", "interval": "bi-week-salary", "min": 1000, "max": null}, "workplaceType": "unspecified"},
        {"id": "b", "text": "", "hostedUrl": "https://jobs.lever.co/lumen/b"},
    ]);
    let parsed = lever::parse(lever_answer.to_string().as_bytes(), &context).unwrap();
    insta::assert_json_snapshot!("odd_lever", (&parsed.postings, &parsed.rejected));

    let ashby_answer = json!({"jobs": [
        {"title": "Picker", "jobUrl": "https://jobs.ashbyhq.com/lumen/u-9/", "workplaceType": null, "isRemote": true,
         "location": null, "address": {"postalAddress": {"addressLocality": "Jork"}}, "secondaryLocations": [null, {"location": null}],
         "compensation": {"compensationTiers": null, "compensationTierSummary": "€52K – €58K • Offers Equity"}},
    ]});
    let parsed = ashby::parse(ashby_answer.to_string().as_bytes(), &context).unwrap();
    insta::assert_json_snapshot!("odd_ashby", (&parsed.postings, &parsed.rejected));
}

#[test]
fn a_file_of_lines_tells_every_bad_line_and_keeps_the_rest() {
    let long = format!("{{\"title\": \"{}\"}}", "x".repeat(import::MAX_LINE_BYTES));
    let text = format!(
        "\n{{\"title\": \"Grower\", \"company\": {{\"name\": \"Lumen\"}}, \"remote\": true, \"salary\": \"€20 per hour\"}}\nnot json\n[]\n\n{{\"title\": \"No employer\"}}\n{long}\n{{\"title\": \"Last\", \"company\": \"Lumen\"}}"
    );
    let entries: Vec<_> = import::read(text.as_bytes(), "jobs.jsonl").unwrap().collect();
    let bad: Vec<_> = entries.iter().filter_map(|entry| entry.as_ref().err()).collect();
    assert_eq!(bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [3, 4, 6, 7]);
    insta::assert_json_snapshot!("bad_lines", bad);
    let good: Vec<_> = entries.iter().filter_map(|entry| entry.as_ref().ok()).collect();
    assert_eq!(good.iter().map(|posting| posting.title.as_str()).collect::<Vec<_>>(), ["Grower", "Last"]);
    assert_eq!(good[0].remote, domain::RemotePolicy::Remote);
    assert_eq!(good[0].pay.as_ref().unwrap().period, domain::PayPeriod::Hour);
}

#[test]
fn a_file_that_is_no_postings_at_all_says_so() {
    for (text, part) in [
        ("hello", "neither JSON"),
        ("<html><p>Nothing</p></html>", "no postings"),
        ("{\n \"a\": 1}", "no list of jobs"),
    ] {
        let Err(error) = import::read(text.as_bytes(), "file") else { panic!("{text} was taken") };
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(import::read(&b" \n\n"[..], "file").unwrap().count(), 0);
}

#[test]
fn what_was_exported_is_read_back_as_it_was() {
    let posting = testkit::a_posting();
    let line = serde_json::to_string(&posting).unwrap();
    let back = import::read(line.as_bytes(), "file").unwrap().next().unwrap().unwrap();
    assert_eq!(back, posting);
}
