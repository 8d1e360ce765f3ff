//! Ten thousand real postings and real resumes, which lie beside the project.

use std::fs;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use domain::Job;
use matching::{Index, PreparedProfile, lines};

use crate::support::{now, shared};

pub fn real_jobs() -> Vec<Job> {
    let file = fs::File::open(shared("postings/postings_with_desc.jsonl")).expect("it was just seen");
    let lines = BufReader::new(file).lines().map(|line| line.expect("the file is UTF-8"));
    lines
        .map(|line| lines::job(&line, now()).unwrap_or_else(|problem| panic!("{problem}: {line}")).job)
        .collect()
}

/// Resumes, and the words one of which the titles of the best jobs for them must have.
const EXPECTED: &[(&str, &[&str])] = &[
    ("19446337", &["account", "finance", "financial"]),
    (
        "91478356",
        &["care", "hca", "assistant practitioner", "nurs", "patient", "hca", "assistant practitioner"],
    ),
    ("21101152", &["chef", "cook", "catering", "kitchen"]),
    ("18752129", &["analyst", "information", "it ", "systems", "data"]),
];

#[test]
fn real_postings_are_ranked_for_real_resumes_fast_and_small() {
    let jobs = real_jobs();
    assert_eq!(jobs.len(), 10_283);
    let started = Instant::now();
    let mut index = Index::new();
    jobs.iter().for_each(|job| index.upsert(job));
    let taken_in = started.elapsed();
    let bytes = index.job_bytes() / index.len();
    println!("took in {} jobs in {taken_in:.2?}; {bytes} bytes a job", index.len());
    assert!(bytes <= 2048, "{bytes} bytes a job");
    let resumes = fs::read_to_string(shared("resumes/livecareer_text.jsonl")).expect("it was just seen");
    for (id, expected) in EXPECTED {
        let key = format!("\"id\": \"{id}\"");
        let line =
            resumes.lines().find(|line| line.contains(&key)).unwrap_or_else(|| panic!("no resume {id}"));
        let profile = PreparedProfile::new(&lines::profile(line).expect("the set is well formed").profile);
        let started = Instant::now();
        let ranking = index.rank(&profile, now(), 50);
        let took = started.elapsed();
        println!("“{}”: ranked {} in {took:.2?}", profile.titles.join("; "), ranking.total);
        for found in ranking.matches.iter().take(5) {
            println!(
                "  {:.3} {} – {} – {}",
                found.match_score, found.job_title, found.company, found.location
            );
            found.reasons.iter().take(4).for_each(|reason| println!("        {}", reason.text));
        }
        assert_eq!(ranking.matches.len(), 50);
        assert!(took < Duration::from_millis(1000), "a rank took {took:.2?}");
        let agreed = ranking.matches.iter().take(5).filter(|found| {
            let title = found.job_title.to_lowercase();
            expected.iter().any(|word| title.contains(word))
        });
        assert!(agreed.count() >= 4, "{id}: the best five are not about {expected:?}");
    }
}
