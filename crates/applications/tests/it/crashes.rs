//! A run that ends anywhere leaves a state from which it goes on, and the employer hears of the person once at most.

use std::sync::Arc;
use std::time::Duration;

use applications::actions::{self, Resolution};
use applications::{Ended, Reconciled, reconcile, run};
use chrono::TimeDelta;
use domain::{ApplicationId, State};
use serde_json::Value;
use tokio::sync::Notify;

use crate::support::World;

/// Longer than a dead worker's lease.
pub const LEASE_OVER: TimeDelta = TimeDelta::seconds(61);

/// Runs until `point` and drops the run there, with its browser: the in-process image of a crash. That the same
/// holds for `kill -9` is tested where the browser is.
pub async fn crash_at(world: &World, id: ApplicationId, point: &'static str) {
    let reached = Arc::new(Notify::new());
    let here = reached.clone();
    let mut context = world.context.clone();
    context.crash_point = Some(Arc::new(move |name| {
        let here = here.clone();
        Box::pin(async move {
            if name == point {
                here.notify_one();
                std::future::pending::<()>().await;
            }
        })
    }));
    tokio::select! {
        ended = run(&context, id) => panic!("the run ended before {point}: {ended:?}"),
        () = reached.notified() => {}
    }
}

/// Crashes before the release: put back in line each time, and sent once in the end.
async fn goes_on_after(points: &[(&'static str, State)]) {
    let world = World::new().await;
    let (id, job) = world.approved("brightkelp").await;
    for (point, left_in) in points {
        crash_at(&world, id, point).await;
        assert_eq!(world.record(id).await.application.status, *left_in, "{point}");
        assert_eq!(world.run(id).await, Ended::NothingToDo, "{point}: the dead worker still holds it");
        assert_eq!(
            reconcile(&world.store).await.unwrap(),
            Reconciled::default(),
            "{point}: and is left in peace"
        );
        world.store.clock.advance(LEASE_OVER);
        assert_eq!(reconcile(&world.store).await.unwrap().requeued, 1, "{point}");
        assert_eq!(world.record(id).await.application.status, State::Queued, "{point}");
        assert_eq!(world.accepted(&job).await, 0, "{point}: nothing had left");
    }
    assert_eq!(world.run(id).await, Ended::In(State::Submitted));
    assert_eq!(world.accepted(&job).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_before_the_attempt_or_right_after_it_begins_anew() {
    goes_on_after(&[("P3", State::Preparing), ("P7", State::SubmittingArmed)]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_within_transaction_a_or_with_the_request_held_begins_anew() {
    goes_on_after(&[("P6", State::Preparing), ("P10", State::SubmittingArmed)]).await;
}

/// Crashes behind the release: never sent again by itself, and the person is asked in the end.
async fn stays_after(point: &'static str) -> (World, ApplicationId, Value) {
    let world = World::new().await;
    let (id, job) = world.approved("brightkelp").await;
    crash_at(&world, id, point).await;
    assert_eq!(world.record(id).await.application.status, State::SubmittingReleased, "{point}");
    world.store.clock.advance(LEASE_OVER);
    assert_eq!(reconcile(&world.store).await.unwrap().unconfirmed, 1, "{point}");
    assert_eq!(world.record(id).await.application.status, State::Unconfirmed, "{point}");
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    world.store.clock.advance(TimeDelta::minutes(31));
    assert_eq!(reconcile(&world.store).await.unwrap().to_review, 1, "{point}");
    assert_eq!(world.record(id).await.application.status, State::NeedsReview, "{point}");
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    (world, id, job)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_between_record_and_release_waits_for_the_persons_word() {
    let (world, id, job) = stays_after("P11").await;
    assert_eq!(world.accepted(&job).await, 0, "the browser died with the request");
    actions::resolve(&world.store, world.user, id, Resolution::NotSent, "").await.unwrap();
    assert_eq!(world.run(id).await, Ended::In(State::Submitted));
    assert_eq!(world.accepted(&job).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_after_the_release_is_never_sent_again() {
    let (world, _, job) = stays_after("P12").await;
    assert!(world.accepted(&job).await <= 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_before_the_answer_is_written_down_is_never_sent_again() {
    let (world, id, job) = stays_after("P13").await;
    assert_eq!(world.accepted(&job).await, 1, "the employer had confirmed it");
    actions::resolve(&world.store, world.user, id, Resolution::Sent, "").await.unwrap();
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    assert_eq!(world.accepted(&job).await, 1);
}

/// Longer than the pause between two renewals of the lease.
const RENEWED_ONCE: Duration = Duration::from_secs(16);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_takes_its_time_to_close_changes_nothing() {
    let world = World::new().await;
    let (id, job) = world.approved("brightkelp").await;
    let mut context = world.context.clone();
    context.crash_point = Some(Arc::new(|name| {
        Box::pin(async move {
            if name == "P14" {
                tokio::time::sleep(RENEWED_ONCE).await;
            }
        })
    }));
    assert_eq!(
        run(&context, id).await.unwrap(),
        Ended::In(State::Submitted),
        "its lease was given back, not lost"
    );
    world.store.clock.advance(LEASE_OVER);
    assert_eq!(reconcile(&world.store).await.unwrap(), Reconciled::default());
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    assert_eq!(world.accepted(&job).await, 1);
}
