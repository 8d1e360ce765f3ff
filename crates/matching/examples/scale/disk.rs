//! The grown postings, and a store of them on disk.

use std::fs;
use std::path::{Path, PathBuf};

use domain::{Job, JobId, Profile, SourceId, Timestamp, UserId};
use matching::lines;
use store::{Store, StoreOptions};
use testkit::a_user;
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

/// A SQLite store with these postings on one board, in a folder that goes with its owner.
pub async fn store_of(jobs: &[Job]) -> (Folder, Store) {
    let folder = std::env::temp_dir().join(format!("jobwire-scale-{}", std::process::id()));
    let store = store_in(&folder, jobs).await;
    (Folder(folder), store)
}

/// A SQLite store with these postings on one board, named as in the server's data folder.
pub async fn store_in(folder: &Path, jobs: &[Job]) -> Store {
    fs::create_dir_all(folder).expect("the folder can be made");
    let url = format!("sqlite://{}", folder.join("jobwire.db").display());
    let store = Store::open(StoreOptions::new(url, folder.join("app.key"))).await.expect("it opens");
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
    store
}

/// People with these profiles, who follow the board.
pub async fn settle(store: &Store, board: SourceId, profiles: &[Profile]) -> Vec<UserId> {
    let mut users = Vec::new();
    for (number, profile) in profiles.iter().enumerate() {
        let user = a_user(store, &format!("{number}@mail.example")).await;
        let mut tx = store.begin().await.expect("it begins");
        tx.follow_source(user, board).await.expect("followed");
        tx.put_profile(user, profile, 0, None).await.expect("a profile");
        tx.commit().await.expect("it commits");
        users.push(user);
    }
    users
}
