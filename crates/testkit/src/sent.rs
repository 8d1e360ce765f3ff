//! Applications that are begun, let go or sent, without a browser.

use chrono::TimeDelta;
use domain::{Posting, State, UserId};
use store::Store;
use store::applications::{ApplicationRecord, Move, NewApplication};

use crate::seed_job;

/// A person's application to `posting`, walked through the whole submit protocol.
pub async fn a_sent_application(store: &Store, user_id: UserId, posting: Posting) -> ApplicationRecord {
    let record = a_released_application(store, user_id, posting).await;
    let mut tx = store.begin().await.expect("a transaction begins");
    let record = tx.move_application(&record, Move::to(State::Submitted)).await.expect("the move is legal");
    tx.commit().await.expect("the application is saved");
    record
}

/// The same, up to the moment when its request was let go.
pub async fn a_released_application(store: &Store, user_id: UserId, posting: Posting) -> ApplicationRecord {
    let mut record = a_begun_application(store, user_id, posting).await;
    let mut tx = store.begin().await.expect("a transaction begins");
    for state in [State::Queued, State::Preparing, State::Ready] {
        record = tx.move_application(&record, Move::to(state)).await.expect("the move is legal");
    }
    let until = tx.now() + TimeDelta::minutes(1);
    let leased = tx.lease_application(record.application.id, "worker", until).await.expect("a lease");
    let record = leased.expect("nobody else holds it");
    let (record, attempt) = tx.arm_attempt(&record, "jobs.example", "form").await.expect("it is armed");
    let record = tx.release_attempt(&record, attempt, "request").await.expect("it is released");
    tx.commit().await.expect("the application is saved");
    record
}

/// A person's application to `posting` that is begun and no more.
pub async fn a_begun_application(store: &Store, user_id: UserId, posting: Posting) -> ApplicationRecord {
    let job = seed_job(store, posting).await;
    let mut tx = store.begin().await.expect("a transaction begins");
    let new = NewApplication {
        job_id: job.id,
        job_key: &job.key(),
        job_title: &job.posting.title,
        company: &job.posting.company,
        auto_customize: true,
        follow_external_links: true,
        batch_id: None,
        another_place: false,
    };
    let (record, is_new) = tx.create_application(user_id, new).await.expect("the application is begun");
    assert!(is_new, "the person has no application to this job yet");
    tx.commit().await.expect("the application is saved");
    record
}
