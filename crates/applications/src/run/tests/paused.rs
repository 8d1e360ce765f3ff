//! A batch that is paused while a run of it is under way: whatever point the run stands at, nothing leaves after the
//! pause, what was approved stays approved, and it is sent once when the batch goes on.

use domain::{ApplicationId, BatchId, State, UserId};
use store::applications::ApplicationRecord;
use testkit::{a_posting, a_user, seed_job};

use super::super::Ended;
use super::actors::Worker;
use super::case::World;
use super::employer::Behaviour;
use super::site::{Click, Defences, InMemory, TestSite};
use crate::actions::{self, ApplyOptions};
use crate::batch;

/// Up to here a pause is in time.
const BEFORE_THE_RELEASE: [&str; 9] = ["P1", "P2", "P3", "P5", "P4", "P7", "P8", "P9", "P10"];
/// From here on it has left, and the run sees it through.
const AFTER_THE_RELEASE: [&str; 3] = ["P11", "P12", "P13"];

/// A batch of one.
struct Begun<'w> {
    world: &'w World,
    user: UserId,
    batch: BatchId,
    id: ApplicationId,
}

impl<'w> Begun<'w> {
    async fn new(world: &'w World) -> Self {
        let user = a_user(&world.store, &format!("{}@mail.example", uuid::Uuid::new_v4())).await;
        let key = uuid::Uuid::new_v4();
        let url = format!("https://jobs.example/{key}");
        let posting = domain::Posting {
            external_id: key.to_string(),
            apply_url: format!("{url}/apply"),
            url,
            ..a_posting()
        };
        let job = seed_job(&world.store, posting).await;
        let options =
            ApplyOptions { auto_customize: false, follow_external_links: true, another_place: false };
        let begun = batch::begin(&world.store, user, &[job.id], options).await.unwrap();
        Self { world, user, batch: begun.batch.id, id: begun.applications[0].id }
    }

    /// Filled, and approved by the person.
    async fn approved(world: &'w World) -> Self {
        let begun = Self::new(world).await;
        begun.worker("first").finish().await.unwrap();
        begun.approve().await;
        begun
    }

    async fn approve(&self) {
        let sha256 = self.record().await.snapshot_sha256.unwrap();
        actions::approve(&self.world.store, self.user, self.id, &sha256).await.unwrap();
    }

    fn worker(&self, owner: &str) -> Worker {
        let line = InMemory { ledger: self.world.ledger.clone(), behaviour: Behaviour::Ok };
        Worker::new(&self.world.store, &self.world.monotonic, owner.to_owned(), self.id, move |age| {
            TestSite {
                line,
                click: Click::Sends,
                defences: Defences::ALL,
                age,
                asks: false,
                version: 0,
                pressed: Default::default(),
            }
        })
    }

    async fn record(&self) -> ApplicationRecord {
        self.world.store.application(self.user, self.id).await.unwrap().unwrap()
    }

    fn arrived(&self) -> u32 {
        self.world.ledger.of(self.id).arrived
    }

    async fn pause(&self) {
        batch::pause(&self.world.store, self.user, self.batch).await.unwrap();
    }

    async fn resume(&self) {
        batch::resume(&self.world.store, self.user, self.batch).await.unwrap();
    }

    async fn is_held_and_unsent(&self, point: &str) {
        let held = self.record().await;
        assert!(held.application.is_held(), "{point}: {:?}", held.application);
        assert_eq!(self.arrived(), 0, "{point}");
        assert_eq!(held.approved_sha256, held.snapshot_sha256, "{point}: it stays approved");
        let attempts = self.world.store.attempts(self.user, self.id).await.unwrap();
        assert!(attempts.iter().all(|one| one.released_at.is_none() && one.outcome.is_some()), "{point}");
    }
}

#[tokio::test]
async fn an_approved_run_gives_way_wherever_it_stands_before_the_release_and_is_sent_once_later() {
    let world = World::new().await;
    for point in BEFORE_THE_RELEASE {
        let begun = Begun::approved(&world).await;
        let mut run = begun.worker("run");
        run.until(point).await;
        begun.pause().await;
        run.finish().await.unwrap();
        begun.is_held_and_unsent(point).await;
        // A task that was made before the pause finds nothing to do.
        assert_eq!(begun.worker("late").finish().await.unwrap(), Ended::NothingToDo, "{point}");
        crate::reconcile(&world.store).await.unwrap();
        begun.is_held_and_unsent(point).await;
        begun.resume().await;
        assert_eq!(begun.worker("next").finish().await.unwrap(), Ended::In(State::Submitted), "{point}");
        assert_eq!(begun.arrived(), 1, "{point}");
    }
}

#[tokio::test]
async fn what_has_left_before_the_pause_is_seen_through() {
    let world = World::new().await;
    for point in AFTER_THE_RELEASE {
        let begun = Begun::approved(&world).await;
        let mut run = begun.worker("run");
        run.until(point).await;
        begun.pause().await;
        assert_eq!(run.finish().await.unwrap(), Ended::In(State::Submitted), "{point}");
        assert_eq!(begun.arrived(), 1, "{point}");
    }
}

#[tokio::test]
async fn a_run_that_only_fills_comes_to_its_end_and_the_approval_waits() {
    let world = World::new().await;
    let begun = Begun::new(&world).await;
    let mut run = begun.worker("run");
    run.until("P4").await;
    begun.pause().await;
    assert_eq!(run.finish().await.unwrap(), Ended::In(State::Ready));
    begun.approve().await;
    begun.is_held_and_unsent("approved while paused").await;
    assert_eq!(begun.worker("late").finish().await.unwrap(), Ended::NothingToDo);
    begun.resume().await;
    assert_eq!(begun.worker("next").finish().await.unwrap(), Ended::In(State::Submitted));
    assert_eq!(begun.arrived(), 1);
}

/// Giving way is no failure: it may happen any number of times.
#[tokio::test]
async fn many_pauses_use_up_no_tries() {
    let world = World::new().await;
    let begun = Begun::approved(&world).await;
    for round in 0..2 * crate::run::MAX_TRIES {
        let mut run = begun.worker(&format!("run {round}"));
        run.until("P10").await;
        begun.pause().await;
        run.finish().await.unwrap();
        begun.is_held_and_unsent("P10").await;
        begun.resume().await;
    }
    assert_eq!(begun.worker("last").finish().await.unwrap(), Ended::In(State::Submitted));
    assert_eq!(begun.arrived(), 1);
}
