//! What we did about an application, what the employer answered, and the moves between.
//!
//! The states and moves are those of the submit protocol: there is no way from `unconfirmed` back
//! to `queued`, so nothing that may have been sent is ever sent again without a person's decision.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What we did about an application.
///
/// On the wire and in the database both submitting states are `submitting`; whether the request was
/// released to the network is a column of the attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits for the person's answers.
    Draft,
    /// In line to be filled.
    Queued,
    /// The form is being filled.
    Preparing,
    /// Filled; waits for the person's approval, or is about to be sent.
    Ready,
    /// Armed; the request has not been released to the network.
    #[serde(rename = "submitting")]
    SubmittingArmed,
    /// Released to the network; whether it arrived is not known yet.
    #[serde(rename = "submitting_released")]
    SubmittingReleased,
    /// May have arrived. It is being checked and never sent again.
    Unconfirmed,
    /// Sent, with evidence.
    Submitted,
    /// The employer's form refused it; nothing was taken in.
    RejectedByForm,
    /// The person has to decide.
    NeedsReview,
    /// Provably not sent.
    FailedBeforeSend,
    /// Given up by the person.
    Cancelled,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 12] = [
        Self::Draft,
        Self::Queued,
        Self::Preparing,
        Self::Ready,
        Self::SubmittingArmed,
        Self::SubmittingReleased,
        Self::Unconfirmed,
        Self::Submitted,
        Self::RejectedByForm,
        Self::NeedsReview,
        Self::FailedBeforeSend,
        Self::Cancelled,
    ];

    /// The states that can follow, as the submit protocol lists them.
    pub fn successors(self) -> &'static [Self] {
        use State::*;
        match self {
            Draft => &[Queued, Cancelled],
            Queued => &[Preparing, Cancelled],
            // Back to draft: the form asks something only the person can answer.
            Preparing => &[Ready, Draft, Queued, FailedBeforeSend, NeedsReview, Cancelled],
            // Back to draft: the person changes an answer during review.
            Ready => &[SubmittingArmed, Draft, Queued, Cancelled, FailedBeforeSend],
            SubmittingArmed => {
                &[SubmittingReleased, Ready, Queued, FailedBeforeSend, NeedsReview, Unconfirmed]
            }
            SubmittingReleased => &[Submitted, RejectedByForm, Unconfirmed],
            Unconfirmed => &[Submitted, NeedsReview],
            NeedsReview => &[Submitted, Queued, Cancelled],
            RejectedByForm => &[Queued, Draft, NeedsReview, Cancelled],
            FailedBeforeSend => &[Queued, Draft, Cancelled, Submitted],
            Submitted | Cancelled => &[],
        }
    }

    /// `next`, when the move is legal.
    pub fn move_to(self, next: Self) -> Result<Self, IllegalMove> {
        match self.successors().contains(&next) {
            true => Ok(next),
            false => Err(IllegalMove { from: self, to: next }),
        }
    }

    /// Whether nothing more happens by itself or by the person.
    pub fn is_terminal(self) -> bool {
        self.successors().is_empty()
    }

    /// What happens next, for the person. Every state has an answer: nothing is silently lost.
    pub fn next_step(self) -> &'static str {
        match self {
            Self::Draft => "Waits for your answers.",
            Self::Queued => "In line to be filled.",
            Self::Preparing => "The form is being filled.",
            Self::Ready => "Filled; waits for your approval.",
            Self::SubmittingArmed => "About to be sent.",
            Self::SubmittingReleased => "Being sent; waiting for the employer's answer.",
            Self::Unconfirmed => "It may have arrived. We are checking and will not send it again.",
            Self::Submitted => "Sent. We watch for the employer's answer.",
            Self::RejectedByForm => {
                "The site refused it; nothing was sent. Change your answers or try again."
            }
            Self::NeedsReview => "You decide: did it arrive or not?",
            Self::FailedBeforeSend => "Not sent. You can try again.",
            Self::Cancelled => "Cancelled; nothing more happens.",
        }
    }

    /// The word in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Queued => "queued",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::SubmittingArmed => "submitting",
            Self::SubmittingReleased => "submitting_released",
            Self::Unconfirmed => "unconfirmed",
            Self::Submitted => "submitted",
            Self::RejectedByForm => "rejected_by_form",
            Self::NeedsReview => "needs_review",
            Self::FailedBeforeSend => "failed_before_send",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a word from the database.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A move the protocol does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an application cannot go from {} to {}", from.as_str(), to.as_str())]
pub struct IllegalMove {
    /// The state it is in.
    pub from: State,
    /// The state that was asked for.
    pub to: State,
}

/// What the employer answered. Stages move forward only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing yet.
    #[default]
    None,
    /// They have it.
    Acknowledged,
    /// They ask for something.
    InfoRequested,
    /// A test or a task.
    Assessment,
    /// An interview.
    Interview,
    /// An offer.
    Offer,
    /// They said no.
    Rejected,
    /// The person withdrew.
    Withdrawn,
    /// Nothing for so long that nothing is expected.
    NoResponse,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::Acknowledged,
        Self::InfoRequested,
        Self::Assessment,
        Self::Interview,
        Self::Offer,
        Self::Rejected,
        Self::Withdrawn,
        Self::NoResponse,
    ];

    /// The stage after hearing `heard`: the further one of the two. A rejection or a withdrawal
    /// ends everything except that an offer may still follow a rejection sent in error; silence
    /// ends as soon as anything is heard.
    pub fn after(self, heard: Self) -> Self {
        match (self, heard) {
            (Self::Withdrawn, _) => Self::Withdrawn,
            (Self::Rejected, Self::Offer) => Self::Offer,
            (Self::Rejected, _) => Self::Rejected,
            (_, Self::NoResponse) if self.rank() > Self::Acknowledged.rank() => self,
            (Self::NoResponse, Self::None) => Self::NoResponse,
            (Self::NoResponse, _) => heard,
            _ if heard.rank() > self.rank() => heard,
            _ => self,
        }
    }

    /// What happens next after the employer was heard, for the person; `None` while nothing was heard
    /// that asks for anything.
    pub fn next_step(self) -> Option<&'static str> {
        match self {
            Self::None | Self::Acknowledged => None,
            Self::InfoRequested => Some("They wait for something from you; their mail says what."),
            Self::Assessment => Some("A test or task waits for you; their mail says until when."),
            Self::Interview => Some("You are invited; dates that came with it stand under Interviews."),
            Self::Offer => Some("They wait for your answer to their offer."),
            Self::Rejected => Some("They declined; nothing more happens by itself."),
            Self::Withdrawn => Some("You withdrew; nothing more happens by itself."),
            Self::NoResponse => Some("They have not answered. We keep watching; you may ask them."),
        }
    }

    fn rank(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Acknowledged => 1,
            Self::InfoRequested => 2,
            Self::Assessment => 3,
            Self::Interview => 4,
            Self::Offer => 5,
            Self::NoResponse => 6,
            Self::Rejected => 7,
            Self::Withdrawn => 8,
        }
    }

    /// The word in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Acknowledged => "acknowledged",
            Self::InfoRequested => "info_requested",
            Self::Assessment => "assessment",
            Self::Interview => "interview",
            Self::Offer => "offer",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::NoResponse => "no_response",
        }
    }

    /// The stage of a word from the database.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_have_been_sent_is_never_queued_again_by_itself() {
        for state in [State::SubmittingReleased, State::Unconfirmed, State::Submitted] {
            assert!(state.move_to(State::Queued).is_err(), "{state:?}");
            assert!(state.move_to(State::SubmittingArmed).is_err(), "{state:?}");
        }
    }

    #[test]
    fn every_state_is_told_by_its_word() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.as_str()), Some(stage));
            assert_eq!(serde_json::to_value(stage).unwrap(), stage.as_str());
        }
    }

    #[test]
    fn stages_move_forward_only() {
        assert_eq!(Stage::None.after(Stage::Acknowledged), Stage::Acknowledged);
        assert_eq!(Stage::Interview.after(Stage::Acknowledged), Stage::Interview);
        assert_eq!(Stage::Interview.after(Stage::Rejected), Stage::Rejected);
        assert_eq!(Stage::Rejected.after(Stage::Interview), Stage::Rejected);
        assert_eq!(Stage::NoResponse.after(Stage::Interview), Stage::Interview);
        assert_eq!(Stage::Interview.after(Stage::NoResponse), Stage::Interview);
        assert_eq!(Stage::Acknowledged.after(Stage::NoResponse), Stage::NoResponse);
    }

    #[test]
    fn hearing_the_same_twice_changes_nothing() {
        for stage in Stage::ALL {
            for heard in Stage::ALL {
                let once = stage.after(heard);
                assert_eq!(once.after(heard), once, "{stage:?} {heard:?}");
            }
        }
    }
}
