//! A run that ends anywhere leaves a state from which it goes on, and the employer hears of the person once at most.

use std::sync::Arc;

use applications::actions::{self, Resolution};
use applications::{Ended, reconcile, run};
use chrono::TimeDelta;
use domain::{ApplicationId, State};
use tokio::sync::Notify;

use crate::support::World;

/// Runs until `point` and drops the run there, with its browser: the in-process image of a crash.
async fn crash_at(world: &World, id: ApplicationId, point: &'static str) {
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

async fn approved(world: &World, company: &str) -> ApplicationId {
    let id = world.apply_to(&world.open_job(company).await).await;
    world.until_ready(id).await;
    world.approve(id).await;
    id
}

/// After a crash before the release: put back in line, and sent once.
async fn goes_on(world: &World, point: &'static str) {
    let id = approved(world, "brightkelp").await;
    let before = world.ledger().await.len();
    crash_at(world, id, point).await;
    assert_eq!(world.run(id).await, Ended::NothingToDo, "{point}: the dead worker still holds it");
    world.store.clock.advance(TimeDelta::seconds(61));
    assert_eq!(reconcile(&world.store).await.unwrap().requeued, 1, "{point}");
    assert_eq!(world.ledger().await.len(), before, "{point}: nothing had left");
    assert_eq!(world.run(id).await, Ended::In(State::Submitted), "{point}");
    assert_eq!(world.ledger().await.len(), before + 1, "{point}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_while_filling_begins_anew() {
    goes_on(&World::new().await, "P3").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_before_arming_begins_anew() {
    goes_on(&World::new().await, "P6").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_before_the_click_has_sent_nothing() {
    goes_on(&World::new().await, "P7").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_after_the_click_has_sent_nothing() {
    goes_on(&World::new().await, "P9").await;
}

/// After a crash behind the release it is never sent again by itself.
async fn stays(world: &World, point: &'static str) -> ApplicationId {
    let id = approved(world, "brightkelp").await;
    crash_at(world, id, point).await;
    world.store.clock.advance(TimeDelta::seconds(61));
    assert_eq!(reconcile(&world.store).await.unwrap().unconfirmed, 1, "{point}");
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    world.store.clock.advance(TimeDelta::minutes(31));
    assert_eq!(reconcile(&world.store).await.unwrap().to_review, 1, "{point}");
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_between_record_and_release_waits_for_the_persons_word() {
    let world = World::new().await;
    let id = stays(&world, "P11").await;
    assert!(world.ledger().await.is_empty(), "the browser died with the request");
    actions::resolve(&world.store, world.user, id, Resolution::NotSent, "").await.unwrap();
    assert_eq!(world.run(id).await, Ended::In(State::Submitted));
    assert_eq!(world.ledger().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_after_the_release_is_never_sent_again() {
    let world = World::new().await;
    stays(&world, "P12").await;
    assert!(world.ledger().await.len() <= 1);
}
