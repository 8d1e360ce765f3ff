//! What may leave past the gate is written down first, and only a person goes on from there.

use chrono::TimeDelta;
use domain::{Channel, State};
use store::StoreError;
use store::applications::{ApplicationRecord, Move, Ungated};
use testkit::{TestStore, a_begun_application, a_posting, a_user, stores};

/// An application whose form is being filled, with its lease.
async fn being_filled(store: &TestStore) -> ApplicationRecord {
    let user = a_user(store, "a@mail.example").await;
    let draft = a_begun_application(store, user, a_posting()).await;
    let mut tx = store.begin().await.unwrap();
    let until = tx.now() + TimeDelta::seconds(60);
    let leased = tx.lease_application(draft.application.id, "worker", until).await.unwrap().unwrap();
    let queued = tx.move_application(&leased, Move::to(State::Queued)).await.unwrap();
    let record = tx.move_application(&queued, Move::to(State::Preparing)).await.unwrap();
    tx.commit().await.unwrap();
    record
}

async fn begin(store: &TestStore, record: &ApplicationRecord, why: Ungated) -> store::Result<()> {
    let mut tx = store.begin().await.unwrap();
    tx.begin_ungated(record, why).await?;
    tx.commit().await
}

async fn end(store: &TestStore, record: &ApplicationRecord, why: Ungated) {
    let mut tx = store.begin().await.unwrap();
    tx.end_ungated(record, why).await.unwrap();
    tx.commit().await.unwrap();
}

async fn ungated(store: &TestStore, record: &ApplicationRecord) -> Option<Ungated> {
    store.application(record.user_id, record.application.id).await.unwrap().unwrap().ungated
}

#[tokio::test]
async fn a_persons_moment_covers_a_steps_and_each_ends_by_itself() {
    for store in stores().await {
        let record = being_filled(&store).await;
        begin(&store, &record, Ungated::NextStep).await.unwrap();
        assert_eq!(ungated(&store, &record).await, Some(Ungated::NextStep));
        begin(&store, &record, Ungated::Person).await.unwrap();
        begin(&store, &record, Ungated::NextStep).await.unwrap();
        end(&store, &record, Ungated::NextStep).await;
        assert_eq!(ungated(&store, &record).await, Some(Ungated::Person));
        end(&store, &record, Ungated::Person).await;
        assert_eq!(ungated(&store, &record).await, None);
    }
}

#[tokio::test]
async fn the_database_takes_it_to_the_person_alone() {
    for store in stores().await {
        let record = being_filled(&store).await;
        begin(&store, &record, Ungated::Person).await.unwrap();
        for to in [State::Queued, State::Ready, State::Draft, State::FailedBeforeSend] {
            let mut tx = store.begin().await.unwrap();
            let moved = tx.move_application(&record, Move::to(to)).await;
            assert!(matches!(moved, Err(StoreError::Stale { .. })), "{to:?}: {moved:?}");
        }
        let mut tx = store.begin().await.unwrap();
        let review = tx.move_application(&record, Move::to(State::NeedsReview)).await.unwrap();
        // The person says that it was not sent; the next run begins with a clean slate.
        let queued = tx.move_application(&review, Move::to(State::Queued).by(Channel::User)).await.unwrap();
        tx.begin_run(&queued).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ungated(&store, &record).await, None);
    }
}

#[tokio::test]
async fn without_the_lease_or_after_filling_nobody_gets_the_page() {
    for store in stores().await {
        let record = being_filled(&store).await;
        let stranger = ApplicationRecord { fence: record.fence + 1, ..record.clone() };
        assert!(matches!(begin(&store, &stranger, Ungated::Person).await, Err(StoreError::Stale { .. })));
        let mut tx = store.begin().await.unwrap();
        let ready = tx.move_application(&record, Move::to(State::Ready)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(begin(&store, &ready, Ungated::Person).await, Err(StoreError::Stale { .. })));
        assert_eq!(ungated(&store, &record).await, None);
    }
}
