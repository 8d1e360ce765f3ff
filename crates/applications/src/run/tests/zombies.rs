//! R5 and R8: a worker stands still at any point of the protocol until somebody else has taken over, then goes on; or
//! the clock jumps while it stands there.

use chrono::TimeDelta;
use domain::State;

use super::actors::{At, Worker};
use super::case::{Act, Broken, Case, World};
use super::employer::Behaviour;
use super::site::{Click, Defences};

/// Where a run can stand still without holding up the database.
const POINTS: [&str; 12] = ["P1", "P2", "P3", "P5", "P4", "P7", "P8", "P9", "P10", "P11", "P12", "P13"];
/// A worker that stands still has lost its lease.
const LEASE_OVER: TimeDelta = TimeDelta::seconds(61);
/// What is unconfirmed is before the person.
const REVIEW: TimeDelta = TimeDelta::minutes(31);

/// What was written down while the clock was ahead becomes due that much later.
const LONGEST_JUMP: TimeDelta = TimeDelta::hours(1);

/// What happens while a worker stands still.
#[derive(Clone, Copy, Debug)]
enum Meanwhile {
    /// Only its lease runs out.
    LeaseOver,
    /// The reconciler takes over, and another worker sends.
    TakenOver,
    /// Another worker has taken over and stands at the same point.
    AnotherStandsThere,
    /// The reconciler takes over, another worker sends, and the person says that what may have arrived has not.
    TakenOverAndVoided,
    /// The clock jumps by so many seconds, and everybody looks.
    ClockJumps(i64),
}

const MEANWHILES: [Meanwhile; 8] = [
    Meanwhile::LeaseOver,
    Meanwhile::TakenOver,
    Meanwhile::AnotherStandsThere,
    Meanwhile::TakenOverAndVoided,
    Meanwhile::ClockJumps(-3_600),
    Meanwhile::ClockJumps(-300),
    Meanwhile::ClockJumps(300),
    Meanwhile::ClockJumps(3_600),
];

/// An application that is approved and in line.
async fn approved(world: &World, behaviour: Behaviour, defences: Defences) -> Case<'_> {
    let mut case = Case::begin(world, behaviour, defences).await;
    case.worker().finish().await.unwrap();
    assert_eq!(case.state().await, State::Ready);
    case.act(Act::Approve).await.unwrap();
    case
}

/// Looks after the application until it rests; each turn is checked.
async fn look_after(case: &mut Case<'_>) -> Result<(), Broken> {
    for _ in 0..8 {
        case.reconcile().await;
        if case.state().await == State::Queued {
            case.worker().finish().await.map_err(|error| error.to_string())?;
        }
        case.check().await?;
    }
    Ok(())
}

async fn stands_still(case: &mut Case<'_>, point: &'static str, meanwhile: Meanwhile) -> Result<(), Broken> {
    let mut worker = case.worker();
    worker.until(point).await;
    let world = case.world;
    let mut another = None;
    match meanwhile {
        Meanwhile::LeaseOver => world.advance(LEASE_OVER),
        Meanwhile::TakenOver => {
            world.advance(LEASE_OVER);
            look_after(case).await?;
        }
        Meanwhile::AnotherStandsThere => {
            world.advance(LEASE_OVER);
            case.reconcile().await;
            if case.state().await == State::Queued {
                another.insert(case.worker()).until(point).await;
            }
        }
        Meanwhile::TakenOverAndVoided => {
            world.advance(LEASE_OVER);
            look_after(case).await?;
            world.advance(REVIEW);
            look_after(case).await?;
            if case.state().await == State::NeedsReview {
                case.act(Act::SayNotSent).await.unwrap();
                case.check().await?;
                look_after(case).await?;
            }
        }
        Meanwhile::ClockJumps(seconds) => {
            world.clock.advance(TimeDelta::seconds(seconds));
            look_after(case).await?;
        }
    }
    let before = case.record().await.application.version;
    goes_on(case, worker).await?;
    if let Some(another) = another {
        if case.record().await.application.version != before {
            return Err("a worker without a lease has changed something".to_owned());
        }
        goes_on(case, another).await?;
    }
    if let Meanwhile::ClockJumps(seconds) = meanwhile {
        world.clock.advance(TimeDelta::seconds(-seconds));
    }
    for pause in [LEASE_OVER, LEASE_OVER, REVIEW, LONGEST_JUMP] {
        world.advance(pause);
        look_after(case).await?;
    }
    match case.state().await {
        State::Submitted | State::NeedsReview | State::RejectedByForm => case.check_log().await,
        other => Err(format!("it ends with {other:?}")),
    }
}

/// The worker goes on to its end, step by step.
async fn goes_on(case: &mut Case<'_>, mut worker: Worker) -> Result<(), Broken> {
    loop {
        let at = worker.go_on().await;
        if !worker.is_within_a_transaction() || matches!(at, At::End(_)) {
            case.check().await?;
        }
        if let At::End(_) = at {
            return Ok(());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_stood_still_or_whose_clock_jumped_sends_nothing_twice() {
    let world = World::new().await;
    let mut cases = 0;
    for (index, point) in POINTS.into_iter().enumerate() {
        for (turn, meanwhile) in MEANWHILES.into_iter().enumerate() {
            // Each pair with two of the eight behaviours; over all pairs, each behaviour many times.
            for behaviour in [
                Behaviour::ALL[(index + turn) % Behaviour::ALL.len()],
                Behaviour::ALL[(index + turn + 3) % Behaviour::ALL.len()],
            ] {
                let mut case = approved(&world, behaviour, Defences::ALL).await;
                let ended = stands_still(&mut case, point, meanwhile).await;
                assert_eq!(ended, Ok(()), "at {point}, {meanwhile:?}, {behaviour:?}");
                cases += 1;
            }
        }
    }
    println!("{cases} workers stood still: no failure");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_noticed_when_an_old_decision_still_releases() {
    let world = World::new().await;
    let without = Defences { old_decisions_refused: false, ..Defences::ALL };
    let mut case = approved(&world, Behaviour::Ok, without).await;
    let ended = stands_still(&mut case, "P11", Meanwhile::TakenOverAndVoided).await;
    assert!(ended.is_err_and(|why| why.contains("2 requests have arrived")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_held_counts_as_released() {
    let world = World::new().await;
    let mut case = approved(&world, Behaviour::AcceptThenClose, Defences::ALL).await;
    case.click = Click::Ungated;
    case.worker().finish().await.unwrap();
    assert_eq!(case.state().await, State::Unconfirmed);
    world.advance(REVIEW);
    look_after(&mut case).await.unwrap();
    assert_eq!(case.state().await, State::NeedsReview);
    assert_eq!(world.ledger.of(case.id).arrived, 1);
}
