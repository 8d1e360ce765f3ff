//! What a rank costs and how it grows, in one run: `cargo bench -p matching --profile dev`.

use divan::Bencher;
use domain::{Ats, Job, JobId, Posting, Profile, RemotePolicy, SourceId, Timestamp};
use matching::{Index, JobFeatures, PreparedProfile};
use uuid::Uuid;

fn main() {
    divan::main();
}

const TITLES: &[&str] =
    &["Nurse", "Accountant", "Softwareentwickler", "Cook", "Camarero", "Teacher", "Data Analyst", "Driver"];
const PLACES: &[&str] = &["Berlin", "London, GB", "Madrid", "Remote", "Austin, TX"];
const WORDS: &[&str] = &[
    "patients",
    "ledger",
    "python",
    "kitchen",
    "team",
    "experience",
    "required",
    "wound",
    "care",
    "sql",
    "school",
    "guests",
    "forklift",
    "planning",
    "budget",
    "erfahrung",
    "kenntnisse",
    "clientes",
    "report",
    "quality",
    "safety",
    "shift",
    "ward",
    "invoice",
    "cloud",
];

fn now() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().expect("the instant is a literal")
}

/// A job with a text of about 1,500 characters, different for every number.
fn job(number: usize) -> Job {
    let word = |at: usize| WORDS[(number * 7 + at * at + at * number) % WORDS.len()];
    let text: Vec<String> = (0..220)
        .map(|at| {
            format!("{}{}", word(at), if at % 9 == 0 { (number + at).to_string() } else { String::new() })
        })
        .collect();
    Job {
        id: JobId(Uuid::from_u64_pair(0, number as u64)),
        source_id: SourceId(Uuid::nil()),
        posting: Posting {
            external_id: number.to_string(),
            ats: Ats::Other,
            title: format!("{} {}", TITLES[number % TITLES.len()], word(3)),
            company: format!("Company {}", number % 500),
            location: PLACES[number % PLACES.len()].into(),
            places: Vec::new(),
            remote: RemotePolicy::Unknown,
            employment_type: None,
            level: None,
            pay: None,
            languages: Vec::new(),
            visa: None,
            clearance: Vec::new(),
            description: text.join(" "),
            language: None,
            url: String::new(),
            apply_url: String::new(),
            posted_at: Some(now()),
            valid_through: None,
        },
        first_seen_at: now(),
        changed_at: now(),
        closed_at: None,
    }
}

fn profile() -> Profile {
    let mut profile = Profile::default();
    profile.resume.basics.label = "Senior Data Analyst".into();
    profile.resume.basics.summary = WORDS.join(" ");
    profile
}

#[divan::bench(args = [1_000, 10_000, 40_000], sample_count = 20)]
fn rank_first_50(bencher: Bencher<'_, '_>, jobs: usize) {
    let mut index = Index::new();
    (0..jobs).for_each(|number| index.upsert(&job(number)));
    let profile = PreparedProfile::new(&profile());
    bencher.bench_local(|| index.rank(&profile, now(), 50));
}

#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn score_one(bencher: Bencher<'_, '_>, jobs: usize) {
    let mut index = Index::new();
    (0..jobs).for_each(|number| index.upsert(&job(number)));
    let profile = PreparedProfile::new(&profile());
    let id = job(7).id;
    bencher.bench_local(|| index.score_one(&profile, id, now()));
}

#[divan::bench(sample_count = 50)]
fn take_a_job_apart(bencher: Bencher<'_, '_>) {
    let job = job(42);
    bencher.bench_local(|| JobFeatures::of(&job));
}

#[divan::bench(sample_count = 50)]
fn prepare_a_profile(bencher: Bencher<'_, '_>) {
    let profile = profile();
    bencher.bench_local(|| PreparedProfile::new(&profile));
}
