//! A second reading: what a language model finds for and against a job, beside the engine's own reasons.
//!
//! It is words only. It knows no score and no order, and nothing that scores or orders reads it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::JobId;

/// How many of the best matches one press of a button has read again.
pub const TOP_FEW: u32 = 5;

/// One job read again for one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SecondReading {
    /// The job.
    pub job_id: JobId,
    /// The model that was asked.
    pub model: String,
    /// When the person asked for it.
    pub asked_at: DateTime<Utc>,
    /// What came of it.
    pub outcome: ReadingOutcome,
    /// Whether the posting or the profile has changed since it was written.
    pub is_stale: bool,
}

/// What came of a second reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ReadingOutcome {
    /// Others are read first.
    Waiting,
    /// The model is reading.
    Reading,
    /// It was read.
    Read {
        /// When.
        read_at: DateTime<Utc>,
        /// What was found, as far as it could be checked.
        points: Vec<ReadingPoint>,
        /// How many points were left out because they could not be checked.
        left_out: u32,
    },
    /// What the model wrote was thrown away.
    Refused {
        /// Why, for the person.
        why: String,
    },
    /// The model gave no answer.
    Failed {
        /// Why, and what to do, for the person.
        why: String,
    },
}

/// Where a second reading is, as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "they are those of ReadingOutcome")]
pub enum ReadingState {
    Waiting,
    Reading,
    Read,
    Refused,
    Failed,
}

/// One thing that was found, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReadingPoint {
    /// Whether it speaks for or against the job.
    pub kind: PointKind,
    /// The model's sentence.
    pub text: String,
    /// The posting's own words it is about.
    pub quote: String,
    /// The statement of the profile it is about.
    pub statement: Option<String>,
}

/// Whether a point speaks for or against a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// Speaks for it.
    For,
    /// Speaks against it.
    Against,
    /// Has to be asked.
    Open,
}

impl ReadingOutcome {
    /// The state as a word.
    pub fn state(&self) -> ReadingState {
        match self {
            Self::Waiting => ReadingState::Waiting,
            Self::Reading => ReadingState::Reading,
            Self::Read { .. } => ReadingState::Read,
            Self::Refused { .. } => ReadingState::Refused,
            Self::Failed { .. } => ReadingState::Failed,
        }
    }

    /// Whether it is still to come.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Waiting | Self::Reading)
    }
}

impl ReadingState {
    /// As the database has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Reading => "reading",
            Self::Read => "read",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_is_one_word_in_rust_and_in_json() {
        let outcomes = [
            ReadingOutcome::Waiting,
            ReadingOutcome::Reading,
            ReadingOutcome::Read { read_at: DateTime::UNIX_EPOCH, points: Vec::new(), left_out: 0 },
            ReadingOutcome::Refused { why: String::new() },
            ReadingOutcome::Failed { why: String::new() },
        ];
        for outcome in outcomes {
            let word = outcome.state().as_str();
            assert_eq!(serde_json::to_value(&outcome).unwrap()["state"], word);
            assert_eq!(serde_json::to_value(outcome.state()).unwrap(), word);
            assert_eq!(outcome.is_under_way(), matches!(word, "waiting" | "reading"));
        }
    }
}
