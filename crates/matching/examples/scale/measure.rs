//! The figures, one core.

use std::fs;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{Job, Timestamp};
use matching::live::{Live, MATCHES_KEPT};
use matching::{Index, JobFeatures, PreparedProfile};
use nix::time::{ClockId, clock_gettime};
use serde_json::json;

use crate::{disk, grow};

/// How many of the people are ranked for, each once.
const RANKED_FOR: usize = 40;
/// How many postings come in while everybody waits.
const INCOMING: usize = 60;
/// How many of the postings the index is rebuilt with from a store: more take room on the disk and tell nothing new.
const REBUILT_AT_MOST: usize = 100_000;
/// For fewer people a posting is scored so often that it makes this many scores: one alone is over in a few microseconds.
const SCORED_AT_LEAST: usize = 10_000;
/// The first screen.
const SCREEN: usize = 50;

pub fn run(file: &str, people: usize) {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("nothing is measured yet");
    let (jobs, now) = (disk::jobs_of(file), disk::now());
    let sample = &jobs[..jobs.len().min(5_000)];
    let taken_apart = timed(|| sample.iter().for_each(|job| drop(black_box(JobFeatures::of(job)))));
    let taken_apart = taken_apart / u32::try_from(sample.len()).expect("few");

    let resident = resident_bytes();
    let mut index = Index::new();
    jobs.iter().for_each(|job| index.upsert(job));
    let per_job = resident_bytes().saturating_sub(resident) / jobs.len().max(1);

    let profiles: Vec<PreparedProfile> = grow::people(people).iter().map(PreparedProfile::new).collect();
    let (mut all, mut first) = (Vec::new(), Vec::new());
    for profile in profiles.iter().take(RANKED_FOR) {
        all.push(timed(|| drop(black_box(index.rank_ids(profile, now, MATCHES_KEPT)))));
        first.push(timed(|| drop(black_box(index.rank(profile, now, SCREEN)))));
    }

    let worst = worst_kept(&index, &profiles, now);
    let waiting = |count: usize| spread(incoming(&index, &jobs, &profiles[..count.min(people)], &worst, now));
    let (one, thousand, everybody) = (waiting(1), waiting(1_000), waiting(people));
    let rebuilt = rebuilt(&jobs[..jobs.len().min(REBUILT_AT_MOST)]);
    let figures = json!({
        "jobs": jobs.len(),
        "people": people,
        "take_apart_ms": ms(taken_apart),
        "bytes_per_job": index.job_bytes() / jobs.len().max(1),
        "resident_bytes_per_job": per_job,
        "rank_all_ms": spread(all),
        "first_50_ms": spread(first),
        "one_posting_for_one_ms": one,
        "one_posting_for_a_thousand_ms": thousand,
        "one_posting_for_everybody_ms": everybody,
        "rebuilt_per_second": rebuilt,
    });
    println!("{figures}");
}

/// The worst that is kept for some people; the others have the list of somebody alike. Ranking for all would take an hour.
fn worst_kept(index: &Index, profiles: &[PreparedProfile], now: Timestamp) -> Vec<f64> {
    profiles
        .iter()
        .take(RANKED_FOR)
        .map(|profile| {
            let ranked = index.rank_ids(profile, now, MATCHES_KEPT);
            if ranked.len() < MATCHES_KEPT { f64::NEG_INFINITY } else { ranked[ranked.len() - 1].1 }
        })
        .collect()
}

/// A posting that comes in, scored for all of these people, each with a full list: as the live shell does it.
fn incoming(
    index: &Index,
    jobs: &[Job],
    profiles: &[PreparedProfile],
    worst: &[f64],
    now: Timestamp,
) -> Vec<Duration> {
    let mut told: u64 = 0;
    let step = (jobs.len() / INCOMING).max(1);
    let again = u32::try_from(SCORED_AT_LEAST / profiles.len()).unwrap_or(1).max(1);
    let times = jobs.iter().step_by(step).map(|job| {
        timed(|| {
            for _ in 0..again {
                let tables = index.title_tables();
                let one = index.one_job(job.id, &tables, now).expect("it is in the index");
                for (at, profile) in profiles.iter().enumerate() {
                    if one.score_above(profile, worst[at % worst.len()]).is_some() {
                        told += 1;
                    }
                }
            }
        }) / again
    });
    let times = times.collect();
    eprintln!("{} people told of {INCOMING} postings", told / u64::from(again));
    times
}

/// How many postings a second the index is built from a store on disk with, the second time.
fn rebuilt(jobs: &[Job]) -> f64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (_folder, store) = disk::store_of(jobs).await;
        Arc::new(Live::new(store.clone())).load(|_| {}).await.expect("it loads");
        let again = Arc::new(Live::new(store.clone()));
        let started = Instant::now();
        let count = again.load(|_| {}).await.expect("it loads");
        count as f64 / started.elapsed().as_secs_f64()
    })
}

/// The time on a processor, of all threads together, so that what else the machine does counts little.
fn timed(work: impl FnOnce()) -> Duration {
    let started = on_processor();
    work();
    on_processor() - started
}

fn on_processor() -> Duration {
    clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID).expect("Linux tells").into()
}

pub fn spread(mut times: Vec<Duration>) -> serde_json::Value {
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len() - 1)).copied().map(ms);
    json!({ "p50": at(50), "p95": at(95) })
}

fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// What this process has in memory, from `/proc`; 0 where there is none.
fn resident_bytes() -> usize {
    let pages = fs::read_to_string("/proc/self/statm").ok();
    let pages =
        pages.as_deref().and_then(|line| line.split(' ').nth(1)).and_then(|word| word.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}
