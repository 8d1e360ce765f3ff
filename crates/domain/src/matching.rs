//! How well a job fits a person, and why.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::JobId;

/// A job's score for one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Match {
    /// The job.
    pub job_id: JobId,
    /// Its title.
    pub job_title: String,
    /// The employer.
    pub company: String,
    /// The place as written.
    pub location: String,
    /// The score from 0 to 1; the sum of the parts' contributions.
    #[schema(minimum = 0.0, maximum = 1.0)]
    pub match_score: f64,
    /// What the score is made of; contributions sum up to the score.
    pub parts: Vec<ScorePart>,
    /// Why, in sentences, the strongest first.
    pub reasons: Vec<Reason>,
    /// The posting's page.
    pub url: String,
    /// When the board published it.
    pub posted_at: Option<DateTime<Utc>>,
    /// When it was scored.
    pub scored_at: DateTime<Utc>,
}

/// One named part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScorePart {
    /// Which part.
    pub name: PartName,
    /// How well this part fits by itself, from 0 to 1.
    pub value: f64,
    /// Its share of the whole; the weights of all parts sum up to 1.
    pub weight: f64,
}

/// The parts of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum PartName {
    Title,
    Skills,
    Text,
    Level,
    Place,
    Pay,
    Freshness,
    Taste,
}

/// The lines a person looks for matches over: good ones (as a score's ring shows them), and where few are good, lower ones.
pub const LINES: [f64; 3] = [0.75, 0.6, 0.5];

/// What one more skill would change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WhatIf {
    /// The line: the highest of [`LINES`] that one skill would lift any job over; the highest of all where none would.
    pub line: f64,
    /// How many jobs are at the line or over it now.
    pub over_now: u64,
    /// The skills that would lift most jobs over it, the most first.
    pub skills: Vec<SkillGain>,
}

/// What one skill would change that the profile does not state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SkillGain {
    /// The skill.
    pub skill: String,
    /// How many fitting jobs name it.
    pub asked_by: u64,
    /// How many jobs it would lift over the line.
    pub lifted: u64,
    /// The best of those.
    pub examples: Vec<LiftedJob>,
}

/// A job that a skill would lift over the line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LiftedJob {
    /// The job.
    pub job_id: JobId,
    /// Its title.
    pub job_title: String,
    /// The employer.
    pub company: String,
    /// Its score now.
    pub score: f64,
    /// Its score with the skill.
    pub would_be: f64,
}

/// One reason for a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Reason {
    /// The part it belongs to.
    pub part: PartName,
    /// Whether it speaks for or against the job.
    pub kind: ReasonKind,
    /// A sentence for the person.
    pub text: String,
    /// The words in the posting that caused it.
    pub evidence: Vec<String>,
}

/// Whether a reason speaks for or against a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// Speaks for it.
    For,
    /// Speaks against it.
    Against,
    /// The job asks for something the profile does not state.
    Missing,
}
