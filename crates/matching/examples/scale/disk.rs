//! The grown postings, and a store of them on disk.

use std::fs;
use std::path::PathBuf;

use domain::{Job, JobId, Timestamp};
use matching::lines;
use store::{Store, StoreOptions};
use uuid::Uuid;

/// Postings stored in one transaction.
const STORED_AT_ONCE: usize = 1000;

/// A folder that goes with its owner.
pub struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The moment of all postings.
pub fn now() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().expect("the instant is a literal")
}

/// The postings of a file, with ids in the order of time, as the store makes them.
pub fn jobs_of(file: &str) -> Vec<Job> {
    let whole = fs::read_to_string(file).expect("the grown set can be read");
    let of_line = |(number, line): (usize, &str)| {
        let job = lines::job(line, now()).expect("the set is well formed").job;
        Job { id: JobId(Uuid::from_u64_pair(number as u64, 1)), ..job }
    };
    let jobs: Vec<Job> = whole.lines().enumerate().map(of_line).collect();
    eprintln!("{} postings, {} bytes of text each", jobs.len(), whole.len() / jobs.len().max(1));
    jobs
}

/// A SQLite store with these postings on one board.
pub async fn store_of(jobs: &[Job]) -> (Folder, Store) {
    let folder = std::env::temp_dir().join(format!("jobwire-scale-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("the folder can be made");
    let url = format!("sqlite://{}", folder.join("jobwire.db").display());
    let store = Store::open(StoreOptions::new(url, folder.join("key"))).await.expect("it opens");
    let mut tx = store.begin().await.expect("it begins");
    tx.insert_plain_source(jobs[0].source_id, "https://board.example/").await.expect("a source");
    tx.commit().await.expect("it commits");
    for some in jobs.chunks(STORED_AT_ONCE) {
        let mut tx = store.begin().await.expect("it begins");
        for job in some {
            tx.insert_plain_job(job).await.expect("a job");
        }
        tx.commit().await.expect("it commits");
    }
    (Folder(folder), store)
}
