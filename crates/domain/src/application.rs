//! An application: our side of it (its *state*), the employer's side (its *stage*), what it says and what proves it.

mod state;

pub use state::{IllegalMove, Stage, State};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ApplicationId, BatchId, Channel, DocumentId, EvidenceId, FieldAnswer, JobId};

/// An application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// The job.
    pub job_id: JobId,
    /// The job's title when it was chosen.
    pub job_title: String,
    /// The employer when it was chosen.
    pub company: String,
    /// Our side.
    pub status: State,
    /// Why it is in this state, where that needs saying.
    pub reason: Option<StateReason>,
    /// The employer's side.
    pub stage: Stage,
    /// What happens next, as a sentence.
    pub next_step: String,
    /// When something happens by itself, if it does.
    pub next_action_at: Option<DateTime<Utc>>,
    /// How far the present run is.
    pub progress: Progress,
    /// Whether documents are tailored to this job.
    pub auto_customize: bool,
    /// Whether links that lead away from the posting's site are followed.
    pub follow_external_links: bool,
    /// The batch it was started in.
    pub batch_id: Option<BatchId>,
    /// Whether the autopilot began it.
    pub by_autopilot: bool,
    /// How sure it is that it was sent.
    pub evidence_level: Option<EvidenceLevel>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was sent.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When its state or stage last changed.
    #[serde(rename = "lastUpdate")]
    pub last_update: DateTime<Utc>,
    /// Grows by one with each change; a client sends it back to say what it saw.
    pub version: i64,
}

impl Application {
    /// Whether it waits in line only because its batch is paused.
    pub fn is_held(&self) -> bool {
        self.status == State::Queued
            && self.reason.as_ref().is_some_and(|reason| reason.code == crate::batch::PAUSED)
    }
}

/// How far a run is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// The present step, as a short phrase.
    pub step: String,
    /// From 0 to 100.
    pub percent: u8,
}

/// Why an application is in its state: a stable slug for programs and a sentence for people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StateReason {
    /// `questions_open`, `job_closed`, `login_required`, `captcha`, `refused_by_form`, …
    pub code: String,
    /// What happened and what the person can do.
    pub message: String,
}

/// Exactly what will be sent. Approval is bound to its hash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Snapshot {
    /// Where the form was found.
    pub form_url: String,
    /// The answers, in the form's order.
    pub answers: Vec<FieldAnswer>,
    /// The tailored or original resume.
    pub resume_id: Option<DocumentId>,
    /// The cover letter.
    pub cover_letter_id: Option<DocumentId>,
}

impl Snapshot {
    /// The bytes that the approval's hash is made of: the canonical JSON of everything that
    /// reaches the employer. `origin` is left out: where a value came from does not change it.
    pub fn canonical_json(&self) -> String {
        let sent: Vec<_> = self
            .answers
            .iter()
            .map(|answer| (&answer.field, &answer.label, &answer.value, &answer.document_id))
            .collect();
        serde_json::to_string(&(&self.form_url, sent, &self.resume_id, &self.cover_letter_id))
            .expect("strings and ids always serialise")
    }

    /// The required questions that only the person can answer.
    pub fn open_questions(&self) -> impl Iterator<Item = &FieldAnswer> {
        self.answers.iter().filter(|answer| answer.needs_person())
    }
}

/// A piece of proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// What it is.
    pub kind: EvidenceKind,
    /// A sentence that says what it shows.
    pub summary: String,
    /// The stored file, where there is one.
    pub document_id: Option<DocumentId>,
    /// Who found it.
    pub channel: Channel,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// What a piece of proof is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A picture of the page.
    Screenshot,
    /// The page's text.
    PageText,
    /// The answer to the released request.
    Response,
    /// A mail.
    Mail,
    /// The person's word.
    Statement,
}

/// How sure it is that an application was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceLevel {
    /// A good answer to the request and a confirmation on the page.
    Verified,
    /// One of the two.
    Likely,
    /// By a mail that provably came from the employer.
    ByMail,
    /// By the person.
    ByYou,
}
