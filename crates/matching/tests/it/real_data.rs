//! Ten thousand real postings and real resumes, which lie beside the project.

use std::fs;
use std::io::{BufRead, BufReader};
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{Job, JobId, RemotePreference};
use matching::taste::{Judgement, Taste};
use matching::{Index, JobFeatures, PreparedProfile, lines};

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

/// A ranking looks at most jobs only as far as it must; this looks at all of them.
fn by_looking_at_all(
    index: &Index,
    jobs: &[Job],
    profile: &PreparedProfile,
    limit: usize,
) -> Vec<(JobId, f64)> {
    let tables = index.title_tables();
    let mut scored: Vec<(f64, &Job)> = jobs
        .iter()
        .filter_map(|job| {
            let one = index.one_job(job.id, &tables, now()).expect("it is in the index");
            Some((one.score_above(profile, f64::NEG_INFINITY)?, job))
        })
        .collect();
    scored.sort_by(|one, other| {
        let newest = other.1.posting.posted_at.cmp(&one.1.posting.posted_at);
        other.0.total_cmp(&one.0).then(newest).then(one.1.id.cmp(&other.1.id))
    });
    scored.into_iter().take(limit).map(|(score, job)| (job.id, score)).collect()
}

#[test]
fn what_a_ranking_skips_is_not_among_the_best() {
    let jobs = real_jobs();
    let mut index = Index::new();
    jobs.iter().for_each(|job| index.upsert(job));
    let resumes = fs::read_to_string(shared("resumes/livecareer_text.jsonl")).expect("it was just seen");
    for (number, line) in resumes.lines().step_by(40).enumerate() {
        let mut profile = lines::profile(line).expect("the set is well formed").profile;
        let wishes = &mut profile.preferences;
        match number % 4 {
            0 => wishes.places = vec!["London".to_owned(), "New York".to_owned()],
            1 => wishes.remote = RemotePreference::Preferred,
            2 => wishes.excluded_companies = vec!["University".to_owned()],
            _ => wishes.excluded_words = vec!["senior".to_owned()],
        }
        let judged = jobs.iter().step_by(997).enumerate();
        let judgements: Vec<Judgement> = judged
            .map(|(at, job)| Judgement { job: Arc::new(JobFeatures::of(job)), is_liked: at % 2 == 0 })
            .collect();
        let taste = Taste::learn(&judgements).filter(|_| number % 2 == 0);
        let profile = PreparedProfile::new(&profile).with_taste(taste);
        for limit in [1, 50, 500] {
            let expected = by_looking_at_all(&index, &jobs, &profile, limit);
            assert_eq!(index.rank_ids(&profile, now(), limit), expected, "{:?}", profile.titles);
        }
    }
}
