//! The events: everything that is ever said over the WebSocket, in one enum.
//!
//! *Durable* events are facts that were committed together with the rows they are about; each has a
//! per-user sequence number without gaps. *Ephemeral* events (progress, health, analytics) carry no
//! number and may be coalesced, keeping the latest per [`Event::coalescing_key`].

mod kind;

pub use kind::{EventType, EventTypes};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Analytics, ApplicationId, Batch, Channel, Interview, JobId, Match, ReadingState, Source, Stage, State,
    StateReason,
};

/// An event as it travels: `{"type", "seq", "at", "data"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Envelope {
    /// The sequence number; absent on ephemeral events.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub seq: Option<i64>,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum Event {
    /// The connection's state changed. Made by the server for one connection, or by the client.
    ConnectionStatus(ConnectionStatus),
    /// Matching was started.
    MatchingStarted(MatchingStarted),
    /// Matching was stopped.
    MatchingStopped(MatchingStopped),
    /// Matches appeared, changed or went away.
    JobMatchUpdate(JobMatchUpdate),
    /// An application's state or stage changed, whoever caused it.
    ApplicationStatusChange(ApplicationStatusChange),
    /// The apply process finished: the application was sent.
    ApplicationCompleted(ApplicationCompleted),
    /// The apply process ended without sending, or needs the person.
    ApplicationFailed(ApplicationFailed),
    /// A batch came further, was paused or resumed.
    BatchUpdate(Batch),
    /// A live step of a run. Ephemeral.
    ApplicationProgress(ApplicationProgress),
    /// An interview was set, moved or called off.
    InterviewScheduled(InterviewScheduled),
    /// The numbers changed. Ephemeral.
    AnalyticsUpdate(Analytics),
    /// Something the person should know.
    SystemNotification(SystemNotification),
    /// A source was read, failed or changed. Ephemeral.
    SourceUpdate(Source),
    /// A part of the system changed its health. Ephemeral.
    HealthUpdate(HealthUpdate),
    /// What was taken in from a mailbox, a portal or a page.
    ObservationRecorded(ObservationRecorded),
    /// The profile was changed; matches are being rescored.
    ProfileUpdated(ProfileUpdated),
    /// A second reading of a job came further or was thrown away; its words are read from the API.
    SecondReadingUpdate(SecondReadingUpdate),
}

/// The state of a connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionStatus {
    /// `connected` or `disconnected`.
    pub status: String,
}

/// Matching was started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MatchingStarted {
    /// How many open jobs are going to be scored.
    pub total: u64,
}

/// Matching was stopped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MatchingStopped {
    /// Why: `user` or `profile_incomplete`.
    pub reason: String,
}

/// Matches appeared, changed or went away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JobMatchUpdate {
    /// New or changed matches, best first; at most [`MATCHES_PER_EVENT`].
    pub matches: Vec<Match>,
    /// Jobs that no longer match, were closed, or were hidden by the person.
    pub removed: Vec<JobId>,
    /// How many jobs have been scored since matching was started.
    pub scored: u64,
    /// How many there are to score.
    pub total: u64,
    /// Whether more changed than fits into one event; the list has to be read again.
    pub truncated: bool,
}

/// How many matches one event carries: a first screen, in some 70 kB.
pub const MATCHES_PER_EVENT: usize = 50;

/// An application's state or stage changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ApplicationStatusChange {
    /// Which.
    pub application_id: ApplicationId,
    /// Its job.
    pub job_id: JobId,
    /// Our side now.
    pub status: State,
    /// Our side before.
    pub previous_status: Option<State>,
    /// The employer's side now.
    pub stage: Stage,
    /// The employer's side before.
    pub previous_stage: Option<Stage>,
    /// Who caused it.
    pub source: Channel,
    /// Why, where that needs saying.
    pub reason: Option<StateReason>,
    /// The application's version after the change.
    pub version: i64,
}

/// The application was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ApplicationCompleted {
    /// Which.
    pub application_id: ApplicationId,
    /// Its job.
    pub job_id: JobId,
    /// How sure it is.
    pub evidence_level: crate::EvidenceLevel,
}

/// The apply process ended without sending, or needs the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ApplicationFailed {
    /// Which.
    pub application_id: ApplicationId,
    /// Its job.
    pub job_id: JobId,
    /// The state it ended in.
    pub status: State,
    /// Why, and what to do.
    pub reason: StateReason,
}

/// A live step of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ApplicationProgress {
    /// Which.
    pub application_id: ApplicationId,
    /// The number of the step within the run, from 1.
    pub step_no: i64,
    /// The step, as a short phrase.
    pub step: String,
    /// From 0 to 100.
    pub percent: u8,
    /// The picture of the page at this step, where there is one.
    pub screenshot_id: Option<crate::DocumentId>,
}

/// An interview was set, moved or called off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct InterviewScheduled {
    /// The interview as it is now.
    pub interview: Interview,
    /// The employer.
    pub company: String,
    /// The job's title.
    pub job_title: String,
}

/// Something the person should know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SystemNotification {
    /// `info`, `warning` or `error`.
    pub level: NotificationLevel,
    /// A short heading.
    pub title: String,
    /// What happened and what to do.
    pub message: String,
}

/// How urgent a notification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum NotificationLevel {
    Info,
    Warning,
    Error,
}

/// A part of the system changed its health.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HealthUpdate {
    /// `database`, `tasks`, `browser`, `sources`, `mail`, `realtime`.
    pub service: String,
    /// How it is.
    pub status: HealthStatus,
    /// A sentence that says more.
    pub message: String,
}

/// How a part of the system is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum HealthStatus {
    Healthy,
    Degraded,
    Down,
}

/// What was taken in from a mailbox, a portal or a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ObservationRecorded {
    /// The observation.
    pub observation: crate::Observation,
}

/// The profile was changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProfileUpdated {
    /// The profile's version after the change.
    pub version: i64,
}

/// A second reading came further.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SecondReadingUpdate {
    /// The job.
    pub job_id: JobId,
    /// Where it is now; none when it was stopped or thrown away.
    pub state: Option<ReadingState>,
}

impl Event {
    /// Its type.
    pub fn event_type(&self) -> EventType {
        match self {
            Self::ConnectionStatus(_) => EventType::ConnectionStatus,
            Self::MatchingStarted(_) => EventType::MatchingStarted,
            Self::MatchingStopped(_) => EventType::MatchingStopped,
            Self::JobMatchUpdate(_) => EventType::JobMatchUpdate,
            Self::ApplicationStatusChange(_) => EventType::ApplicationStatusChange,
            Self::ApplicationCompleted(_) => EventType::ApplicationCompleted,
            Self::ApplicationFailed(_) => EventType::ApplicationFailed,
            Self::BatchUpdate(_) => EventType::BatchUpdate,
            Self::ApplicationProgress(_) => EventType::ApplicationProgress,
            Self::InterviewScheduled(_) => EventType::InterviewScheduled,
            Self::AnalyticsUpdate(_) => EventType::AnalyticsUpdate,
            Self::SystemNotification(_) => EventType::SystemNotification,
            Self::SourceUpdate(_) => EventType::SourceUpdate,
            Self::HealthUpdate(_) => EventType::HealthUpdate,
            Self::ObservationRecorded(_) => EventType::ObservationRecorded,
            Self::ProfileUpdated(_) => EventType::ProfileUpdated,
            Self::SecondReadingUpdate(_) => EventType::SecondReadingUpdate,
        }
    }

    /// For an ephemeral event: what a newer event of the same key replaces.
    pub fn coalescing_key(&self) -> Option<String> {
        match self {
            Self::ApplicationProgress(progress) => Some(format!("progress:{}", progress.application_id)),
            Self::AnalyticsUpdate(_) => Some("analytics".to_owned()),
            Self::SourceUpdate(source) => Some(format!("source:{}", source.id)),
            Self::HealthUpdate(health) => Some(format!("health:{}", health.service)),
            Self::ConnectionStatus(_) => Some("connection".to_owned()),
            Self::MatchingStarted(_)
            | Self::MatchingStopped(_)
            | Self::JobMatchUpdate(_)
            | Self::ApplicationStatusChange(_)
            | Self::ApplicationCompleted(_)
            | Self::ApplicationFailed(_)
            | Self::BatchUpdate(_)
            | Self::InterviewScheduled(_)
            | Self::SystemNotification(_)
            | Self::ObservationRecorded(_)
            | Self::ProfileUpdated(_)
            | Self::SecondReadingUpdate(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_has_the_fixed_shape() {
        let envelope = Envelope {
            seq: Some(7),
            at: "2026-11-24T08:00:00Z".parse().unwrap(),
            event: Event::MatchingStarted(MatchingStarted { total: 3 }),
        };
        let json = serde_json::to_value(&envelope).unwrap();
        assert_eq!(
            json,
            serde_json::json!({"type": "matching_started", "seq": 7, "at": "2026-11-24T08:00:00Z", "data": {"total": 3}})
        );
        assert_eq!(serde_json::from_value::<Envelope>(json).unwrap(), envelope);
    }

    #[test]
    fn ephemeral_events_have_a_key_and_durable_ones_do_not() {
        for kind in EventType::ALL {
            assert_eq!(EventType::parse(kind.as_str()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        let durable = Event::ProfileUpdated(ProfileUpdated { version: 1 });
        assert!(durable.event_type().is_durable() && durable.coalescing_key().is_none());
        let ephemeral = Event::AnalyticsUpdate(Analytics::default());
        assert!(!ephemeral.event_type().is_durable() && ephemeral.coalescing_key().is_some());
    }
}
