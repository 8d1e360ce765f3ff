//! What was seen of the employer's answer: in the mailbox, in a portal, on a page.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ApplicationId, ObservationId, Stage};

/// Something seen in a mailbox, a portal or on a page, and what it was taken for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// Where it was seen.
    pub channel: Channel,
    /// The message's own identifier, unique per channel, so that nothing is taken in twice.
    pub external_id: String,
    /// Who wrote it, as written.
    pub sender: String,
    /// The subject or the page's title.
    pub subject: String,
    /// The first words of the text.
    pub excerpt: String,
    /// What it was taken for.
    pub class: MailClass,
    /// How sure, from 0 to 1.
    pub confidence: f64,
    /// The phrases that decided it.
    pub evidence: Vec<String>,
    /// The application it is about, linked or suggested.
    pub application_id: Option<ApplicationId>,
    /// Whether the link was made, is a suggestion, or was turned down.
    pub status: ObservationStatus,
    /// The stage it speaks for.
    pub stage: Option<Stage>,
    /// When it was written.
    pub observed_at: DateTime<Utc>,
}

/// Where something was seen, or who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Jobwire itself.
    System,
    /// The person.
    User,
    /// A mailbox.
    Email,
    /// An applicant portal.
    Ats,
    /// A public page.
    Web,
}

/// What a mail about an application is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailClass {
    /// "We have received your application."
    Acknowledgement,
    /// The employer asks for something: documents, availability, an answer.
    InfoRequest,
    /// A test or a task.
    Assessment,
    /// An invitation to an interview.
    Interview,
    /// An offer.
    Offer,
    /// A rejection.
    Rejection,
    /// A code to be typed into the form.
    SecurityCode,
    /// Job advertisements.
    JobAlert,
    /// About none of the person's applications, or not to be told.
    Other,
}

impl MailClass {
    /// The stage such a mail speaks for.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Acknowledgement => Some(Stage::Acknowledged),
            Self::InfoRequest => Some(Stage::InfoRequested),
            Self::Assessment => Some(Stage::Assessment),
            Self::Interview => Some(Stage::Interview),
            Self::Offer => Some(Stage::Offer),
            Self::Rejection => Some(Stage::Rejected),
            Self::SecurityCode | Self::JobAlert | Self::Other => None,
        }
    }
}

/// Whether an observation was applied to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObservationStatus {
    /// Linked without a doubt and applied.
    Linked,
    /// The person is asked whether it belongs to the application.
    Suggested,
    /// The person confirmed the link.
    Confirmed,
    /// The person said it does not belong.
    Dismissed,
    /// About no known application.
    Unlinked,
}
