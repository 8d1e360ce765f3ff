//! Mends what crashes and lost wake-ups leave behind.
//!
//! Looks at what is, moves it toward what should be, and can be run any number of times. What may have left the
//! machine is never queued again: it goes to `unconfirmed` and from there to the person.

use chrono::TimeDelta;
use domain::Fact;
use domain::{AttemptId, State, Timestamp};
use store::applications::{ApplicationRecord, Move};
use store::{Result, Store, StoreError, Tx};

use crate::run::ends::may_have_left;
use crate::run::send::{NEVER_LEFT, NOT_RELEASED};
use crate::run::{MAX_TRIES, UNCONFIRMED_FOR};

/// Applications looked at in one turn; the next turn sees the rest.
const PER_TURN: u32 = 100;
/// A queued application whose time came this long ago has lost its task.
const TASK_LOST_AFTER: TimeDelta = TimeDelta::seconds(20);
/// How long the reconciler holds an application while it moves it.
const HOLD: TimeDelta = TimeDelta::seconds(30);

/// What one turn did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Begun runs whose worker is gone, put back in line or, after too many, before the person.
    pub requeued: u32,
    /// May have been sent by a worker that is gone.
    pub unconfirmed: u32,
    /// Given to the person to decide.
    pub to_review: u32,
    /// Queued ones whose task was lost.
    pub woken: u32,
}

/// Looks at every application whose worker is gone or whose deadline has passed, and moves it on.
pub async fn reconcile(store: &Store) -> Result<Reconciled> {
    let mut done = Reconciled::default();
    let due = store.applications_due(store.clock().now(), PER_TURN).await?;
    for record in due {
        match mend(store, &record, &mut done).await {
            Ok(()) => {}
            // Somebody else has moved it meanwhile; the next turn looks again.
            Err(StoreError::Stale { .. } | StoreError::IllegalMove(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

async fn mend(store: &Store, seen: &ApplicationRecord, done: &mut Reconciled) -> Result<()> {
    let attempts = store.attempts(seen.user_id, seen.application.id).await?;
    let unsettled =
        attempts.iter().rev().find(|attempt| attempt.outcome.is_none()).map(|attempt| AttemptId(attempt.id));
    let mut tx = store.begin().await?;
    let now = tx.now();
    if seen.application.status == State::Queued {
        if seen.application.next_action_at.is_some_and(|at| at + TASK_LOST_AFTER <= now) {
            tx.tell(&Fact::ApplicationQueued { application_id: seen.application.id }).await?;
            done.woken += 1;
        }
        return tx.commit().await;
    }
    // Taking the lease raises the fence: a worker that was only frozen changes nothing any more.
    let Some(record) = tx.lease_application(seen.application.id, "reconcile", now + HOLD).await? else {
        return Ok(());
    };
    if record.application.status != seen.application.status {
        return Ok(());
    }
    let Some(change) = decide(&record, now) else { return Ok(()) };
    settle(&mut tx, &record, unsettled).await?;
    match change.to {
        State::Queued | State::FailedBeforeSend => done.requeued += 1,
        State::Unconfirmed => done.unconfirmed += 1,
        _ => done.to_review += 1,
    }
    let moved = tx.move_application(&record, change).await?;
    tx.drop_lease(&moved).await?;
    tx.commit().await
}

async fn settle(tx: &mut Tx, record: &ApplicationRecord, unsettled: Option<AttemptId>) -> Result<()> {
    match (record.application.status, unsettled) {
        // The browser and its way out lived in the process that is gone: nothing can have left.
        (State::SubmittingArmed, Some(attempt)) => tx.settle_attempt(attempt, "never_released").await,
        (State::SubmittingReleased, Some(attempt)) => tx.settle_attempt(attempt, "worker_gone").await,
        _ => Ok(()),
    }
}

/// Where an application belongs whose worker is gone or whose time has come; `None` when it stays.
fn decide(record: &ApplicationRecord, now: Timestamp) -> Option<Move> {
    let tries_left = record.prepare_tries < MAX_TRIES;
    let interrupted = "The run was interrupted before anything was sent. It begins anew.";
    if let (State::Preparing, Some(why)) = (record.application.status, record.ungated) {
        let (code, message) = may_have_left(why);
        return Some(Move::to(State::NeedsReview).because(code, message));
    }
    match record.application.status {
        State::Preparing if tries_left => {
            Some(Move::to(State::Queued).because("interrupted", interrupted).until(now))
        }
        State::Preparing => Some(Move::to(State::NeedsReview).because(
            "interrupted",
            "Filling the form was interrupted several times. Nothing was sent. Try again, or drop it.",
        )),
        State::SubmittingArmed if tries_left => {
            Some(Move::to(State::Queued).because("interrupted", interrupted).until(now))
        }
        State::SubmittingArmed => Some(Move::to(State::FailedBeforeSend).because(
            "interrupted",
            "Sending was interrupted several times before anything left. Nothing was sent. Try again later.",
        )),
        State::SubmittingReleased => Some(
            Move::to(State::Unconfirmed)
                .because(
                    "interrupted_after_release",
                    "Jobwire was interrupted while it was being sent. It will not be sent again by itself.",
                )
                .until(now + UNCONFIRMED_FOR),
        ),
        State::Unconfirmed => {
            let never_left = record.application.reason.as_ref().filter(|reason| reason.code == NOT_RELEASED);
            let (code, message) = match never_left {
                Some(_) => (NOT_RELEASED, NEVER_LEFT),
                None => (
                    "no_confirmation",
                    "No confirmation was seen. Look in your mailbox or at the employer's site, then say whether it \
                     arrived.",
                ),
            };
            Some(Move::to(State::NeedsReview).because(code, message))
        }
        State::Draft
        | State::Queued
        | State::Ready
        | State::Submitted
        | State::RejectedByForm
        | State::NeedsReview
        | State::FailedBeforeSend
        | State::Cancelled => None,
    }
}
