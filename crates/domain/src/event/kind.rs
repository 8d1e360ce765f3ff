//! The types of the events by name, and sets of them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The names of the events, as a client subscribes to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are those of the events")]
pub enum EventType {
    ConnectionStatus,
    MatchingStarted,
    MatchingStopped,
    JobMatchUpdate,
    ApplicationStatusChange,
    ApplicationCompleted,
    ApplicationFailed,
    BatchUpdate,
    ApplicationProgress,
    InterviewScheduled,
    AnalyticsUpdate,
    SystemNotification,
    SourceUpdate,
    HealthUpdate,
    ObservationRecorded,
    ProfileUpdated,
    SecondReadingUpdate,
}

impl EventType {
    /// Every type, in the order of the documentation.
    pub const ALL: [Self; 17] = [
        Self::ConnectionStatus,
        Self::MatchingStarted,
        Self::MatchingStopped,
        Self::JobMatchUpdate,
        Self::ApplicationStatusChange,
        Self::ApplicationCompleted,
        Self::ApplicationFailed,
        Self::BatchUpdate,
        Self::ApplicationProgress,
        Self::InterviewScheduled,
        Self::AnalyticsUpdate,
        Self::SystemNotification,
        Self::SourceUpdate,
        Self::HealthUpdate,
        Self::ObservationRecorded,
        Self::ProfileUpdated,
        Self::SecondReadingUpdate,
    ];

    /// The word on the wire and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ConnectionStatus => "connection_status",
            Self::MatchingStarted => "matching_started",
            Self::MatchingStopped => "matching_stopped",
            Self::JobMatchUpdate => "job_match_update",
            Self::ApplicationStatusChange => "application_status_change",
            Self::ApplicationCompleted => "application_completed",
            Self::ApplicationFailed => "application_failed",
            Self::BatchUpdate => "batch_update",
            Self::ApplicationProgress => "application_progress",
            Self::InterviewScheduled => "interview_scheduled",
            Self::AnalyticsUpdate => "analytics_update",
            Self::SystemNotification => "system_notification",
            Self::SourceUpdate => "source_update",
            Self::HealthUpdate => "health_update",
            Self::ObservationRecorded => "observation_recorded",
            Self::ProfileUpdated => "profile_updated",
            Self::SecondReadingUpdate => "second_reading_update",
        }
    }

    /// The type of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether such events are in the log and carry a sequence number.
    pub fn is_durable(self) -> bool {
        !matches!(
            self,
            Self::ConnectionStatus
                | Self::ApplicationProgress
                | Self::AnalyticsUpdate
                | Self::SourceUpdate
                | Self::HealthUpdate
        )
    }
}

/// Some of the types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventTypes(u32);

impl EventTypes {
    /// Every type.
    pub const ALL: Self = Self(u32::MAX >> (u32::BITS as usize - EventType::ALL.len()));
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Whether it is among them.
    pub fn contains(self, kind: EventType) -> bool {
        self.0 & Self::bit(kind) != 0
    }

    /// These and those.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These, but not those.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    fn bit(kind: EventType) -> u32 {
        1 << kind as u32
    }
}

impl FromIterator<EventType> for EventTypes {
    fn from_iter<I: IntoIterator<Item = EventType>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, |types, kind| Self(types.0 | Self::bit(kind)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_types_are_those_that_were_put_together() {
        let some = |kinds: &[EventType]| kinds.iter().copied().collect::<EventTypes>();
        assert_eq!(some(&EventType::ALL), EventTypes::ALL);
        for kind in EventType::ALL {
            assert!(!EventTypes::NONE.contains(kind));
            let others = EventTypes::ALL.without(some(&[kind]));
            for other in EventType::ALL {
                assert_eq!(some(&[kind]).contains(other), kind == other);
                assert_eq!(others.contains(other), kind != other);
            }
            assert_eq!(others.with(some(&[kind])), EventTypes::ALL);
        }
    }
}
