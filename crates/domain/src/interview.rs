//! Interviews.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ApplicationId, InterviewId, ObservationId};

/// An interview, from a calendar invitation or entered by the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Interview {
    /// Its id.
    pub id: InterviewId,
    /// The application it belongs to.
    pub application_id: ApplicationId,
    /// What it was found in.
    pub observation_id: Option<ObservationId>,
    /// The calendar's own identifier; an update carries the same one.
    pub uid: String,
    /// What it is called.
    pub summary: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// IANA time zone the employer wrote it in, e.g. `Europe/Berlin`; shown beside the person's own.
    pub time_zone: Option<String>,
    /// Where, or the address of the video call.
    pub location: String,
    /// Who invites.
    pub organizer: String,
    /// Whether the employer called it off.
    pub cancelled: bool,
}

/// A date from a calendar file: it becomes an [`Interview`] when its mail belongs to an application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Invitation {
    /// The calendar's own identifier; an update carries the same one.
    pub uid: String,
    /// iCalendar SEQUENCE: grows with each update.
    pub sequence: i32,
    /// What it is called.
    pub summary: String,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: Option<DateTime<Utc>>,
    /// IANA time zone the employer wrote it in.
    pub time_zone: Option<String>,
    /// Where, or the address of the video call.
    pub location: String,
    /// Who invites.
    pub organizer: String,
    /// Whether it is called off.
    pub cancelled: bool,
}

impl Invitation {
    /// Whether it is saved over what is known of the same `uid`. An older message never wins, and the
    /// same one again does not call a cancelled interview back.
    pub fn replaces(&self, known_sequence: i32, known_cancelled: bool) -> bool {
        self.sequence > known_sequence
            || (self.sequence == known_sequence && (self.cancelled || !known_cancelled))
    }
}
