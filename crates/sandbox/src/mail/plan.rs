//! Decides which mails an application will get, and when. The decision follows from the seed and the ledger entry alone,
//! so after a restart the same mails are pending as before.

use crate::catalogue::dice::Dice;
use crate::ledger::Entry;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What a mail says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Acknowledgement,
    Rejection,
    Assessment,
    Interview,
}

impl Kind {
    /// The kind as a word for keys and file names.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Acknowledgement => "acknowledgement",
            Kind::Rejection => "rejection",
            Kind::Assessment => "assessment",
            Kind::Interview => "interview",
        }
    }
}

/// How long employers take to answer, counted from the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailPace {
    /// Until the acknowledgement.
    pub acknowledgement: Duration,
    /// Until the rejection, assessment or interview invitation.
    pub outcome: Duration,
    /// From an assessment invitation to what follows it.
    pub follow_up: Duration,
    /// Whether later answers come at all. Tests that send mail by hand switch them off.
    pub outcomes: bool,
}

impl Default for MailPace {
    /// The pace of the demo: fast enough to watch, slow enough to see one thing after the other.
    fn default() -> Self {
        Self {
            acknowledgement: Duration::from_secs(3),
            outcome: Duration::from_secs(25),
            follow_up: Duration::from_secs(45),
            outcomes: true,
        }
    }
}

/// A mail with the moment it is due. The key never changes and is never used twice.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlannedMail {
    pub key: String,
    pub kind: Kind,
    pub due: DateTime<Utc>,
}

/// One application in so many hundred never hears more than the acknowledgement, as in life.
const SILENT_PERCENT: usize = 8;

/// All mails of an application, in the order due.
pub(crate) fn plan(seed: u64, pace: MailPace, entry: &Entry) -> Vec<PlannedMail> {
    let mut mails = vec![planned(entry, Kind::Acknowledgement, entry.at + delta(pace.acknowledgement))];
    if entry.again || !pace.outcomes {
        return mails;
    }
    let mut dice = Dice::new(seed, entry.job.ordinal, "outcome");
    // Between the pace and half as much again, so that answers to one batch do not all arrive at once.
    let spread = |dice: &mut Dice, pace: Duration| delta(pace + pace.mul_f64(dice.below(50) as f64 / 100.0));
    let due = entry.at + spread(&mut dice, pace.outcome);
    let later = due + spread(&mut dice, pace.follow_up);
    match dice.below(100) {
        0..SILENT_PERCENT => {}
        SILENT_PERCENT..40 => mails.push(planned(entry, Kind::Rejection, due)),
        40..62 => {
            mails.push(planned(entry, Kind::Assessment, due));
            let next = if dice.chance(60) { Kind::Interview } else { Kind::Rejection };
            mails.push(planned(entry, next, later));
        }
        _ => {
            mails.push(planned(entry, Kind::Interview, due));
        }
    }
    mails
}

fn planned(entry: &Entry, kind: Kind, due: DateTime<Utc>) -> PlannedMail {
    PlannedMail { key: format!("{}.{}", entry.id, kind.word()), kind, due }
}

fn delta(duration: Duration) -> TimeDelta {
    // A pace beyond the range of dates would mean "never"; ten years is as good.
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::days(3650)).min(TimeDelta::days(3650))
}
