use std::time::Duration;

use chrono::TimeDelta;
use domain::batch::PAUSED;
use domain::{Batch, BatchId, Channel, Fact, State, UserId};
use store::applications::{ApplicationRecord, Move, NewApplication};
use store::{PageRequest, StoreError};
use testkit::{TestStore, a_posting, a_user, seed_job, stores};

struct Begun {
    user: UserId,
    id: BatchId,
    members: Vec<ApplicationRecord>,
}

/// A batch whose applications are in line.
async fn begin(store: &TestStore, jobs: usize) -> Begun {
    let user = a_user(store, "a@mail.example").await;
    let mut seeded = Vec::new();
    for number in 0..jobs {
        let mut posting = a_posting();
        posting.external_id = format!("job-{number}");
        posting.title = format!("Engineer {number}");
        posting.url = format!("https://jobs.example/{number}");
        seeded.push(seed_job(store, posting).await);
    }
    let mut tx = store.begin().await.unwrap();
    let id = tx.create_batch(user).await.unwrap();
    let now = tx.now();
    let mut members = Vec::new();
    for job in &seeded {
        let new = NewApplication {
            job_id: job.id,
            job_key: &job.key(),
            job_title: &job.posting.title,
            company: &job.posting.company,
            auto_customize: false,
            follow_external_links: false,
            batch_id: Some(id),
            another_place: false,
        };
        let (record, _) = tx.create_application(user, new).await.unwrap();
        let queued = Move::to(State::Queued).by(Channel::User).until(now);
        members.push(tx.move_application(&record, queued).await.unwrap());
    }
    tx.commit().await.unwrap();
    Begun { user, id, members }
}

impl Begun {
    async fn batch(&self, store: &TestStore) -> Batch {
        store.batch(self.user, self.id).await.unwrap().unwrap()
    }

    async fn member(&self, store: &TestStore, index: usize) -> ApplicationRecord {
        let id = self.members[index].application.id;
        store.application(self.user, id).await.unwrap().unwrap()
    }

    async fn pause(&self, store: &TestStore) {
        let mut tx = store.begin().await.unwrap();
        tx.pause_batch(self.user, self.id).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    }

    async fn resume(&self, store: &TestStore) {
        let mut tx = store.begin().await.unwrap();
        tx.resume_batch(self.user, self.id).await.unwrap().unwrap();
        tx.commit().await.unwrap();
    }

    /// A worker takes a member as far as `states`.
    async fn walk(&self, store: &TestStore, index: usize, states: &[State]) -> ApplicationRecord {
        let mut tx = store.begin().await.unwrap();
        let until = tx.now() + TimeDelta::seconds(60);
        let id = self.members[index].application.id;
        let mut record = tx.lease_application(id, "worker", until).await.unwrap().unwrap();
        for state in states {
            record = tx.move_application(&record, Move::to(*state)).await.unwrap();
        }
        tx.commit().await.unwrap();
        record
    }
}

async fn facts(store: &TestStore) -> Vec<Fact> {
    let mut tx = store.begin().await.unwrap();
    let facts = tx.take_facts().await.unwrap();
    tx.commit().await.unwrap();
    facts
}

/// The batches the person was told of, oldest first.
async fn told(store: &TestStore, user: UserId) -> Vec<Batch> {
    let log = store.events_after(user, 0, 1000).await.unwrap();
    log.iter()
        .filter(|entry| entry.kind.as_str() == "batch_update")
        .map(|entry| {
            let body: serde_json::Value = serde_json::from_str(entry.text()).unwrap();
            serde_json::from_value(body["data"].clone()).unwrap()
        })
        .collect()
}

#[tokio::test]
async fn a_pause_holds_what_is_in_line_and_leaves_what_runs() {
    for store in stores().await {
        let begun = begin(&store, 3).await;
        begun.walk(&store, 0, &[State::Preparing]).await;
        facts(&store).await;
        begun.pause(&store).await;
        let running = begun.member(&store, 0).await.application;
        assert_eq!((running.status, running.reason), (State::Preparing, None));
        for index in [1, 2] {
            let held = begun.member(&store, index).await.application;
            assert!(held.is_held(), "{held:?}");
            assert_eq!(held.next_action_at, None, "nobody wakes it");
            assert_eq!(held.next_step, "Waits until you resume its batch.");
            assert!(held.version > begun.members[index].application.version, "others see that it changed");
        }
        let batch = begun.batch(&store).await;
        assert!(batch.paused_at.is_some());
        assert_eq!(batch.allowed, ["resume"]);
        assert!(facts(&store).await.is_empty());
        store.clock.advance(TimeDelta::hours(1));
        let due = store.applications_due(store.clock().now(), 10).await.unwrap();
        assert_eq!(due.len(), 1, "only the run whose worker is gone");

        begun.resume(&store).await;
        for index in [1, 2] {
            let freed = begun.member(&store, index).await.application;
            assert_eq!((freed.status, freed.reason), (State::Queued, None));
            assert_eq!(freed.next_action_at, Some(store.clock().now()));
        }
        assert_eq!(facts(&store).await.len(), 2, "each is run");
        assert_eq!(begun.batch(&store).await.allowed, ["pause"]);
    }
}

#[tokio::test]
async fn what_comes_into_line_while_it_is_paused_waits_too() {
    for store in stores().await {
        let begun = begin(&store, 2).await;
        let filled = begun.walk(&store, 0, &[State::Preparing, State::Ready]).await;
        let failed = begun.walk(&store, 1, &[State::Preparing]).await;
        begun.pause(&store).await;
        facts(&store).await;
        let mut tx = store.begin().await.unwrap();
        // The person approves; the run of the other one tries again later.
        let now = tx.now();
        let approved =
            tx.move_application(&filled, Move::to(State::Queued).by(Channel::User).until(now)).await;
        assert!(approved.unwrap().application.is_held());
        let again =
            Move::to(State::Queued).because("unreachable", "later").until(now + TimeDelta::seconds(20));
        let again = tx.move_application(&failed, again).await.unwrap();
        assert_eq!(again.application.reason.unwrap().code, PAUSED);
        tx.commit().await.unwrap();
        assert!(facts(&store).await.is_empty());
        begun.resume(&store).await;
        assert_eq!(facts(&store).await.len(), 2);
    }
}

#[tokio::test]
async fn nothing_leaves_while_it_is_paused() {
    for store in stores().await {
        let begun = begin(&store, 1).await;
        let ready = begun.walk(&store, 0, &[State::Preparing, State::Ready]).await;
        begun.pause(&store).await;
        let mut tx = store.begin().await.unwrap();
        assert!(matches!(tx.refuse_if_paused(&ready).await, Err(StoreError::Paused)));
        drop(tx);
        begun.resume(&store).await;
        let mut tx = store.begin().await.unwrap();
        let (armed, attempt) = tx.arm_attempt(&ready, "jobs.example", "form").await.unwrap();
        tx.refuse_if_paused(&armed).await.unwrap();
        tx.commit().await.unwrap();
        // Armed before the pause, held at the gate: it stays there.
        begun.pause(&store).await;
        let mut tx = store.begin().await.unwrap();
        let released = tx.release_attempt(&armed, attempt, "request").await.unwrap();
        assert!(matches!(tx.refuse_if_paused(&released).await, Err(StoreError::Paused)));
    }
}

/// A release and a pause at the same moment: the pause waits for the release, or the release is refused.
#[tokio::test]
async fn a_pause_waits_for_the_release_that_was_first() {
    for store in stores().await {
        let begun = begin(&store, 1).await;
        let ready = begun.walk(&store, 0, &[State::Preparing, State::Ready]).await;
        let mut sending = store.begin().await.unwrap();
        let (armed, _) = sending.arm_attempt(&ready, "jobs.example", "form").await.unwrap();
        sending.refuse_if_paused(&armed).await.unwrap();
        let (other, user, id) = ((*store).clone(), begun.user, begun.id);
        let pausing = tokio::spawn(async move {
            let mut tx = other.begin().await.unwrap();
            tx.pause_batch(user, id).await.unwrap().unwrap();
            tx.commit().await.unwrap();
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!pausing.is_finished(), "{}: it is paused while something may leave", store.engine_name());
        assert_eq!(begun.batch(&store).await.paused_at, None);
        sending.commit().await.unwrap();
        pausing.await.unwrap();
        assert!(begun.batch(&store).await.paused_at.is_some());
    }
}

#[tokio::test]
async fn each_transaction_tells_once_how_far_the_batch_is() {
    for store in stores().await {
        let begun = begin(&store, 4).await;
        let first = told(&store, begun.user).await;
        assert_eq!(first.len(), 1, "four applications were begun in one transaction");
        assert_eq!((first[0].jobs, first[0].percent), (4, 0));
        begun.walk(&store, 0, &[State::Preparing, State::Ready]).await;
        begun.pause(&store).await;
        begun.pause(&store).await;
        begun.resume(&store).await;
        let told = told(&store, begun.user).await;
        let paused: Vec<bool> = told.iter().map(|batch| batch.paused_at.is_some()).collect();
        assert_eq!(paused, [false, false, true, false], "a second pause changes nothing");
        assert_eq!(told.last(), Some(&begun.batch(&store).await));
        assert_eq!(told[1].percent, 25);
    }
}

#[tokio::test]
async fn batches_are_their_owners_and_listed_newest_first() {
    for store in stores().await {
        let begun = begin(&store, 1).await;
        let stranger = a_user(&store, "b@mail.example").await;
        assert_eq!(store.batch(stranger, begun.id).await.unwrap(), None);
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.pause_batch(stranger, begun.id).await.unwrap(), None);
        assert_eq!(tx.resume_batch(stranger, begun.id).await.unwrap(), None);
        tx.commit().await.unwrap();
        assert_eq!(begun.batch(&store).await.paused_at, None);
        assert!(told(&store, stranger).await.is_empty());
        store.clock.advance(TimeDelta::seconds(1));
        let mut tx = store.begin().await.unwrap();
        let newer = tx.create_batch(begun.user).await.unwrap();
        tx.commit().await.unwrap();
        let one = PageRequest { limit: 1, cursor: None };
        let page = store.batches(begun.user, &one).await.unwrap();
        assert_eq!((page.items[0].id, page.items[0].jobs), (newer, 0));
        let rest = PageRequest { limit: 1, cursor: page.next_cursor };
        let page = store.batches(begun.user, &rest).await.unwrap();
        assert_eq!((page.items[0].id, page.items[0].jobs), (begun.id, 1));
        assert_eq!(page.next_cursor, None);
        assert!(store.batches(stranger, &one).await.unwrap().items.is_empty());
    }
}
