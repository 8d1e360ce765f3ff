//! How long what happens takes to reach the stored matches and the event logs of everybody, with a store on disk.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{Job, UserId};
use matching::live::Live;
use serde_json::json;
use store::Store;
use store::feedback::Verdict;

use crate::measure::spread;
use crate::{disk, grow};

/// How often each thing happens.
const TIMES: usize = 60;
/// Postings of the flood.
const FLOOD: usize = 500;

/// Prepares the server's data folder for `cargo run -p server --example live`: all postings of the file but the last, which
/// are left to be published, and people who have not started yet.
pub fn prepare(file: &str, people: usize, folder: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut jobs = disk::jobs_of(file);
        jobs.truncate(jobs.len() - TIMES - FLOOD);
        let store = disk::store_in(Path::new(folder), &jobs).await;
        disk::settle(&store, jobs[0].source_id, &grow::people(people)).await;
    });
}

pub fn run(file: &str, people: usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure(file, people));
}

async fn measure(file: &str, people: usize) {
    let mut jobs = disk::jobs_of(file);
    let mut new = jobs.split_off(jobs.len() - TIMES - FLOOD);
    let flood = new.split_off(TIMES);
    let (_folder, store) = disk::store_of(&jobs).await;
    let live = Arc::new(Live::new(store.clone()));
    live.load(|_| {}).await.expect("it loads");
    let users = disk::settle(&store, jobs[0].source_id, &grow::people(people)).await;
    let mut start = Vec::new();
    for user in &users {
        let mut tx = store.begin().await.expect("it begins");
        tx.start_matching(*user, 0).await.expect("it starts");
        tx.commit().await.expect("it commits");
        let started = Instant::now();
        live.score_user(*user).await.expect("scored");
        start.push(started.elapsed());
    }
    live.warm_up().await.expect("warm");
    eprintln!("{people} people are matched with {} postings", jobs.len());

    let mut opened = Vec::new();
    for job in &new {
        opened.push(
            scored_after(&live, || publish(&store, std::slice::from_ref(job)), std::slice::from_ref(job))
                .await,
        );
    }
    let before = logged(&store, &users).await;
    let flooded = scored_after(&live, || publish(&store, &flood), &flood).await;
    let updates = logged(&store, &users).await - before;
    let mut closed = Vec::new();
    for job in &new {
        closed.push(scored_after(&live, || close(&store, job), std::slice::from_ref(job)).await);
    }
    let (mut profile, mut feedback) = (Vec::new(), Vec::new());
    for user in users.iter().take(TIMES) {
        let stored = store.profile(*user).await.expect("a profile");
        let mut changed = stored.profile.clone();
        changed.preferences.excluded_words = vec!["trainee".to_owned()];
        let started = Instant::now();
        let mut tx = store.begin().await.expect("it begins");
        tx.put_profile(*user, &changed, stored.version, None).await.expect("a profile");
        tx.commit().await.expect("it commits");
        live.score_user(*user).await.expect("scored");
        profile.push(started.elapsed());
        let best = store.matched_jobs(*user).await.expect("matches")[0].0;
        let started = Instant::now();
        let mut tx = store.begin().await.expect("it begins");
        tx.put_feedback(*user, best, Some(Verdict::More)).await.expect("said");
        tx.commit().await.expect("it commits");
        live.score_user(*user).await.expect("scored");
        feedback.push(started.elapsed());
    }
    let figures = json!({
        "jobs": jobs.len(),
        "people": people,
        "start_ms": spread(start),
        "posting_opened_ms": spread(opened),
        "posting_closed_ms": spread(closed),
        "profile_changed_ms": spread(profile),
        "feedback_ms": spread(feedback),
        "flood_of_500_ms": spread(vec![flooded]),
        "updates_of_the_flood_for_each": updates as f64 / users.len() as f64,
    });
    println!("{figures}");
}

async fn scored_after<F: Future<Output = ()>>(
    live: &Arc<Live>,
    change: impl FnOnce() -> F,
    jobs: &[Job],
) -> Duration {
    let started = Instant::now();
    change().await;
    let ids: Vec<_> = jobs.iter().map(|job| job.id).collect();
    live.score_jobs(&ids).await.expect("scored");
    started.elapsed()
}

async fn publish(store: &Store, jobs: &[Job]) {
    let mut tx = store.begin().await.expect("it begins");
    for job in jobs {
        tx.insert_plain_job(job).await.expect("a job");
    }
    tx.commit().await.expect("it commits");
}

async fn close(store: &Store, job: &Job) {
    let mut tx = store.begin().await.expect("it begins");
    tx.close_job(job.id).await.expect("closed");
    tx.commit().await.expect("it commits");
}

/// How many events the logs of these people have.
async fn logged(store: &Store, users: &[UserId]) -> i64 {
    let mut sum = 0;
    for user in users {
        sum += store.log_position(*user).await.expect("a log").last;
    }
    sum
}
