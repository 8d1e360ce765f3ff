//! What a person allows Jobwire to do by itself: begin applications to new matches, and approve a filled form.
//!
//! Off until the person turns it on, and never more than they allowed: their least score, their boards, their
//! limits, and only forms to which every answer is known.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{ApplicationId, JobId, SourceId};

/// Whether the autopilot acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AutopilotMode {
    /// Never.
    #[default]
    Off,
    /// Within its rules.
    On,
    /// Not for now; what it approved and has not sent waits for the person again.
    Paused,
}

/// What the person allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AutopilotRules {
    /// The least score, from 0.5 to 1.
    pub min_score: f64,
    /// The boards; none means that nothing is allowed.
    pub source_ids: Vec<SourceId>,
    /// How many applications it begins, and how many it approves, within 24 hours.
    pub daily_limit: u32,
    /// How many applications an employer gets within 30 days, those of the person's own included.
    pub employer_limit: u32,
    /// Whether documents are tailored.
    pub auto_customize: bool,
    /// Whether links that lead away from the posting's site are followed.
    pub follow_external_links: bool,
}

impl AutopilotRules {
    /// The lowest score that may be asked for: below it a match says little.
    pub const LOWEST_SCORE: f64 = 0.5;
    /// The highest daily limit.
    pub const MOST_A_DAY: u32 = 25;
    /// The highest limit per employer.
    pub const MOST_PER_EMPLOYER: u32 = 5;
}

impl Default for AutopilotRules {
    fn default() -> Self {
        Self {
            min_score: 0.85,
            source_ids: Vec::new(),
            daily_limit: 5,
            employer_limit: 1,
            auto_customize: true,
            follow_external_links: true,
        }
    }
}

/// What the autopilot did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AutopilotAct {
    /// It began an application.
    Started,
    /// It approved a filled form.
    Approved,
    /// It did not act, and says why.
    HeldBack,
}

/// A line of the autopilot's log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AutopilotEntry {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// What it did.
    pub act: AutopilotAct,
    /// Why, as a stable word: `match`, `all_known`, `daily_limit`, `employer_limit`, `questions_open`, …
    pub code: String,
    /// Why, as a sentence.
    pub sentence: String,
    /// The job it is about.
    pub job_id: Option<JobId>,
    /// The application it is about.
    pub application_id: Option<ApplicationId>,
    /// The job's title then.
    pub job_title: String,
    /// The employer then.
    pub company: String,
}
