//! The numbers of a job search.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A person's numbers. Rates are from 0 to 1 and `None` where there is nothing to divide by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Analytics {
    /// Open jobs that matched.
    pub matches: u64,
    /// Applications begun, whatever became of them.
    pub applications: u64,
    /// Applications that were sent.
    pub applied: u64,
    /// Sent applications with any answer beyond an acknowledgement.
    pub answered: u64,
    /// `answered / applied`.
    pub response_rate: Option<f64>,
    /// Applications that reached an interview.
    pub interviews: u64,
    /// Applications that reached an offer.
    pub offers: u64,
    /// Applications that were rejected.
    pub rejected: u64,
    /// Median hours from sending to the first answer beyond an acknowledgement.
    pub median_hours_to_answer: Option<f64>,
    /// How many applications are in each state and stage; the funnel.
    pub funnel: Vec<FunnelStep>,
    /// Applications sent and answers received per day, oldest first, at most 30 days.
    pub daily: Vec<DailyCount>,
    /// When this was counted.
    pub counted_at: Option<DateTime<Utc>>,
}

/// One step of the funnel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FunnelStep {
    /// `matched`, `started`, `applied`, `acknowledged`, `interview`, `offer`.
    pub name: String,
    /// How many applications got at least this far.
    pub count: u64,
}

/// The numbers of one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DailyCount {
    /// The day (UTC) as `YYYY-MM-DD`.
    pub day: String,
    /// Applications sent.
    pub applied: u64,
    /// Answers received.
    pub answered: u64,
}
