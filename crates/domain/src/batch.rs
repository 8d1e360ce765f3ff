//! A batch: jobs that were chosen together, and how far Jobwire is with them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{BatchId, State};

/// The reason of an application that waits in line because its batch is paused.
pub const PAUSED: &str = "paused";

/// Applications that were begun together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Batch {
    /// Its id.
    pub id: BatchId,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// Since when nothing of it is begun or sent; `None` while it goes on.
    pub paused_at: Option<DateTime<Utc>>,
    /// How many applications it has.
    pub jobs: u32,
    /// How many are in which state; states without any are left out.
    pub states: Vec<StateCount>,
    /// How much of Jobwire's part is done, from 0 to 100. What waits for the person counts as done.
    pub percent: u8,
    /// What happens next, as a sentence.
    pub next_step: String,
    /// What the person may do now: `pause` or `resume`.
    pub allowed: Vec<String>,
}

/// How many applications of a batch are in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StateCount {
    /// The state.
    pub status: State,
    /// How many.
    pub count: u32,
}

/// Who has to move next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Jobwire,
    Person,
    Nobody,
}

fn turn(state: State) -> Turn {
    match state {
        State::Queued
        | State::Preparing
        | State::SubmittingArmed
        | State::SubmittingReleased
        | State::Unconfirmed => Turn::Jobwire,
        State::Draft
        | State::Ready
        | State::RejectedByForm
        | State::NeedsReview
        | State::FailedBeforeSend => Turn::Person,
        State::Submitted | State::Cancelled => Turn::Nobody,
    }
}

impl Batch {
    /// The batch of these applications, each with its state and the percent of its present run.
    pub fn of(
        id: BatchId,
        created_at: DateTime<Utc>,
        paused_at: Option<DateTime<Utc>>,
        members: &[(State, u8)],
    ) -> Self {
        let counted = |wanted: &dyn Fn(State) -> bool| {
            u32::try_from(members.iter().filter(|(state, _)| wanted(*state)).count()).unwrap_or(u32::MAX)
        };
        let states = State::ALL
            .into_iter()
            .map(|status| StateCount { status, count: counted(&|state| state == status) })
            .filter(|one| one.count > 0)
            .collect();
        let of = |wanted: Turn| counted(&|state| turn(state) == wanted);
        let open = of(Turn::Jobwire) + of(Turn::Person);
        let allowed = match (paused_at, open) {
            (Some(_), _) => vec!["resume".to_owned()],
            (None, 0) => Vec::new(),
            (None, _) => vec!["pause".to_owned()],
        };
        Self {
            id,
            created_at,
            paused_at,
            jobs: counted(&|_| true),
            states,
            percent: percent(members),
            next_step: next_step(paused_at.is_some(), of(Turn::Jobwire), of(Turn::Person)),
            allowed,
        }
    }
}

/// The mean over all members; what Jobwire has nothing more to do with counts in full.
fn percent(members: &[(State, u8)]) -> u8 {
    let share = |(state, percent): &(State, u8)| match turn(*state) {
        Turn::Jobwire => u32::from((*percent).min(100)),
        Turn::Person | Turn::Nobody => 100,
    };
    let sum: u32 = members.iter().map(share).sum();
    let count = u32::try_from(members.len()).unwrap_or(u32::MAX).max(1);
    u8::try_from(sum / count).unwrap_or(100)
}

fn next_step(is_paused: bool, running: u32, waiting: u32) -> String {
    let wait = match waiting {
        1 => "1 waits for you".to_owned(),
        many => format!("{many} wait for you"),
    };
    match (is_paused, running, waiting) {
        (true, _, 0) => "Paused. Nothing is begun or sent until you resume it.".to_owned(),
        (true, _, _) => format!("Paused. Nothing is begun or sent until you resume it; {wait}."),
        (false, 0, 0) => "All done; nothing more happens by itself.".to_owned(),
        (false, 0, _) => format!("All are filled or ended; {wait}."),
        (false, _, 0) => "They are filled one after the other, one at a time per employer's site.".to_owned(),
        (false, _, _) => {
            format!("They are filled one after the other, one at a time per employer's site; {wait}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(is_paused: bool, members: &[(State, u8)]) -> Batch {
        let at: DateTime<Utc> = "2026-11-24T08:00:00Z".parse().unwrap();
        Batch::of(BatchId::new(at), at, is_paused.then_some(at), members)
    }

    #[test]
    fn progress_in_all_is_the_mean_and_what_waits_for_the_person_is_done() {
        let some = batch(
            false,
            &[(State::Queued, 0), (State::Preparing, 50), (State::Ready, 0), (State::Submitted, 0)],
        );
        assert_eq!((some.jobs, some.percent), (4, 62));
        assert_eq!(some.allowed, ["pause"]);
        assert!(some.next_step.ends_with("1 waits for you."), "{}", some.next_step);
        let counts: Vec<(State, u32)> = some.states.iter().map(|one| (one.status, one.count)).collect();
        let expected = [State::Queued, State::Preparing, State::Ready, State::Submitted].map(|s| (s, 1));
        assert_eq!(counts, expected);
    }

    #[test]
    fn only_what_is_open_can_be_paused_and_what_is_paused_can_always_be_resumed() {
        let over = [(State::Submitted, 100), (State::Cancelled, 0)];
        assert_eq!(batch(false, &over).allowed, Vec::<String>::new());
        assert_eq!(batch(true, &over).allowed, ["resume"]);
        assert_eq!(batch(false, &over).percent, 100);
        assert_eq!(batch(false, &[(State::FailedBeforeSend, 20)]).allowed, ["pause"]);
    }

    #[test]
    fn every_batch_says_what_comes_next() {
        for is_paused in [false, true] {
            for state in State::ALL {
                let one = batch(is_paused, &[(state, 0)]);
                assert!(one.next_step.ends_with('.'), "{state:?}");
                assert_eq!(one.next_step.starts_with("Paused."), is_paused, "{state:?}");
            }
            assert_eq!(batch(is_paused, &[]).percent, 0);
        }
    }
}
