//! R1, the exhaustive part: every state meets every event. What comes of each pair is written in the snapshot, one line
//! per state; the invariants of the protocol are checked beside it.

use std::fmt::Write as _;

use chrono::TimeDelta;
use domain::State;

use super::case::{Act, Case, World};
use super::employer::Behaviour;
use super::site::{Click, Defences};
use crate::actions;

/// What can happen to an application.
#[derive(Clone, Copy, Debug)]
enum Happens {
    /// A worker takes it up.
    Run,
    /// The reconciler looks at once.
    Reconcile,
    /// The reconciler looks when a dead worker's lease is over.
    LeaseOver,
    /// The reconciler looks half an hour later.
    HalfAnHour,
    /// The person acts.
    Person(Act),
}

fn all_events() -> impl Iterator<Item = Happens> {
    [Happens::Run, Happens::Reconcile, Happens::LeaseOver, Happens::HalfAnHour]
        .into_iter()
        .chain(Act::ALL.map(Happens::Person))
}

/// An application that is brought into `state` by what really brings one there. What is in work has lost its worker.
async fn in_state(world: &World, state: State) -> Case<'_> {
    let behaviour = match state {
        State::Unconfirmed | State::NeedsReview => Behaviour::AcceptThenClose,
        State::RejectedByForm => Behaviour::Refuse422,
        _ => Behaviour::Ok,
    };
    let mut case = Case::begin(world, behaviour, Defences::ALL).await;
    match state {
        State::Queued => {}
        State::Cancelled => case.act(Act::Cancel).await.unwrap(),
        State::Preparing => case.worker().until("P3").await,
        State::Draft => {
            case.asks = true;
            case.worker().finish().await.unwrap();
        }
        _ => {
            case.worker().finish().await.unwrap();
            if state == State::Ready {
                return case;
            }
            case.act(Act::Approve).await.unwrap();
            match state {
                State::SubmittingArmed => case.worker().until("P9").await,
                State::SubmittingReleased => case.worker().until("P12").await,
                State::FailedBeforeSend => {
                    case.click = Click::NothingHappens;
                    case.worker().finish().await.unwrap();
                    case.click = Click::Sends;
                }
                _ => {
                    case.worker().finish().await.unwrap();
                }
            }
            if state == State::NeedsReview {
                world.advance(TimeDelta::minutes(31));
                case.reconcile().await;
            }
        }
    }
    case
}

/// What the API calls this act, where the list of allowed actions names it.
fn slug(act: Act) -> Option<&'static str> {
    match act {
        Act::Approve => Some("approve"),
        Act::Answer => Some("answer"),
        Act::Cancel => Some("cancel"),
        Act::Retry => Some("retry"),
        Act::SaySent => Some("resolve_sent"),
        Act::SayNotSent => Some("resolve_not_sent"),
        Act::Withdraw => Some("withdraw"),
        Act::ApproveSomethingElse | Act::Drop | Act::ApplyAgain => None,
    }
}

async fn meets(case: &mut Case<'_>, event: Happens) -> String {
    let before = case.record().await;
    let is_refused = match event {
        Happens::Run => {
            case.worker().finish().await.unwrap();
            false
        }
        Happens::Reconcile => {
            case.reconcile().await;
            false
        }
        Happens::LeaseOver => {
            case.world.advance(TimeDelta::seconds(61));
            case.reconcile().await;
            false
        }
        Happens::HalfAnHour => {
            case.world.advance(TimeDelta::minutes(31));
            case.reconcile().await;
            false
        }
        Happens::Person(act) => {
            let refused = case.act(act).await.is_err();
            if let Some(slug) = slug(act) {
                let is_offered = actions::allowed_actions(&before).contains(&slug);
                let state = before.application.status;
                assert_eq!(is_offered, !refused, "{state:?}: what is offered ({slug}) is what is taken");
            }
            refused
        }
    };
    let after = case.state().await;
    match is_refused {
        true => {
            assert_eq!(after, before.application.status, "what is refused changes nothing");
            "refused".to_owned()
        }
        false if after == before.application.status => "-".to_owned(),
        false => after.as_str().to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_state_meets_every_event() {
    let mut world = World::new().await;
    let mut table = String::new();
    for state in State::ALL {
        writeln!(table, "{}", state.as_str()).unwrap();
        for event in all_events() {
            let mut case = in_state(&world, state).await;
            assert_eq!(case.state().await, state, "the way into {state:?}");
            let comes = meets(&mut case, event).await;
            case.check().await.unwrap_or_else(|why| panic!("{state:?} {event:?}: {why}"));
            case.check_log().await.unwrap_or_else(|why| panic!("{state:?} {event:?}: {why}"));
            writeln!(table, "    {event:?}: {comes}").unwrap();
        }
        world = World::new().await;
    }
    insta::assert_snapshot!(table);
}
