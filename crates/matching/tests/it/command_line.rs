//! The engines of the command line, on small inputs.

use std::io::Cursor;

use matching::Weights;
use matching::cli::{self, RankOptions};

use crate::support::now;

#[test]
fn titles_are_ranked_per_query_and_a_bad_line_is_named() {
    let queries = "q_id\tjobtitle\n1\tveterinarian\n\n2\tnothing like it\nbroken\n";
    let corpus = "c_id\tjobtitle\n10\tchief accountant\n11\tveterinary surgeon\n12\tveterinarian assistant\n";
    let (mut out, mut problems) = (Vec::new(), Vec::new());
    let counts = cli::titles(Cursor::new(queries), Cursor::new(corpus), 2, &mut out, &mut problems)
        .expect("memory does not fail");
    let lines: Vec<serde_json::Value> = String::from_utf8(out)
        .expect("JSON is UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["query_id"], "1");
    assert_eq!(lines[0]["ranking"][0]["id"], "12");
    assert_eq!(lines[0]["ranking"].as_array().map(Vec::len), Some(2));
    assert_eq!(String::from_utf8_lossy(&problems), "queries line 5: it has no tab between id and title\n");
    assert_eq!((counts.profiles, counts.jobs, counts.bad_lines, counts.written), (2, 3, 1, 2));
}

#[test]
fn jobs_are_ranked_for_each_profile_with_reasons() {
    let profiles = r#"{"id":"p1","headline":"Data Analyst","text":"SQL and Tableau every day"}
{"id":"p2","basics":{"label":"Nurse"},"skills":[{"name":"Wound care"}]}
{"id":"p3","basics":{"label":7}}"#;
    let jobs = r#"{"id":"a","title":"Nurse","company":"Hill Example Hospital","description":"Wound care","location":"London"}
not json
{"id":"b","title":"Data Analyst","company":null,"description":"SQL required","salary":"$70K - $80K (Employer est.)"}
{"title":"No id"}
{"id":"c","title":"Cook","location":["Berlin","Köln"],"date_posted":"2018-12-27T10:50:17+0000"}"#;
    let options = RankOptions { weights: Weights::default(), top: 2, now: now() };
    let (mut out, mut problems) = (Vec::new(), Vec::new());
    let counts = cli::rank(Cursor::new(profiles), Cursor::new(jobs), options, &mut out, &mut problems)
        .expect("memory does not fail");
    let lines: Vec<serde_json::Value> = String::from_utf8(out)
        .expect("JSON is UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line is JSON"))
        .collect();
    let pairs: Vec<(&str, &str)> = lines
        .iter()
        .map(|line| {
            (line["profile_id"].as_str().expect("it is there"), line["job_id"].as_str().expect("it is there"))
        })
        .collect();
    assert_eq!((pairs[0], pairs[2]), (("p1", "b"), ("p2", "a")));
    assert!(lines[0]["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()));
    assert_eq!((counts.profiles, counts.jobs, counts.bad_lines, counts.written), (2, 3, 3, 4));
    let problems = String::from_utf8_lossy(&problems).into_owned();
    assert!(
        problems.contains("jobs line 2: it is not JSON") && problems.contains("jobs line 4: it has no id"),
        "{problems}"
    );
    assert!(problems.contains("profiles line 3: its content is not a JSON Resume"), "{problems}");
}

#[test]
fn the_same_vacancy_in_two_cities_is_one_cluster_and_another_ward_is_not() {
    let text = "We look for a cook who likes a full house, cooks with the seasons and keeps a clean kitchen. \
                You plan the menu with the team, order from farms nearby and train two apprentices.";
    let line = |id: &str, title: &str, company: &str, city: &str, text: &str| {
        serde_json::json!({"id": id, "title": title, "company": company, "location": city, "description": text}).to_string()
    };
    let jobs = [
        line("a", "Cook (m/f/d)", "Blue Kettle Ltd", "Bristol", text),
        line("b", "Cook", "Blue Kettle", "Leeds", &format!("{text} Start: March.")),
        line("c", "Cook", "Red Kettle", "Leeds", text),
        line("d", "Waiter", "Blue Kettle", "Leeds", text),
        line(
            "e",
            "Cook",
            "Blue Kettle",
            "Leeds",
            "A different text about soup, bread, early mornings and a bakery that delivers to shops.",
        ),
    ]
    .join("\n");
    let mut out = Vec::new();
    cli::dedupe_lines(Cursor::new(jobs), now(), &mut out, Vec::new()).expect("memory does not fail");
    let out = String::from_utf8(out).expect("JSON is UTF-8");
    let expected = "{\"cluster\":0,\"ids\":[\"a\",\"b\"]}\n{\"cluster\":1,\"ids\":[\"c\"]}\n{\"cluster\":2,\"ids\":[\"d\"]}\n{\"cluster\":3,\"ids\":[\"e\"]}\n";
    assert_eq!(out, expected);
}
