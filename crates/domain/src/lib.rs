//! The words of Jobwire: what a job, a profile, a match, an application and an observation are,
//! which changes of state are legal, and the vocabulary of events between the stages.
//!
//! Nothing here does I/O, reads a clock, or is `async`. Every type that crosses the HTTP API or the
//! WebSocket is defined here once; TypeScript types are generated from these.

pub mod analytics;
pub mod answer;
pub mod application;
pub mod ats;
pub mod autopilot;
pub mod batch;
pub mod clock;
pub mod event;
pub mod fact;
pub mod ids;
pub mod interview;
pub mod job;
pub mod matching;
pub mod observation;
pub mod profile;
pub mod review;
pub mod second_reading;
pub mod source;
pub mod text;
pub mod vacancy;

pub use analytics::Analytics;
pub use answer::{Answer, AnswerOrigin, FieldAnswer};
pub use application::{
    Application, Evidence, EvidenceKind, EvidenceLevel, IllegalMove, Progress, Snapshot, Stage, State,
    StateReason,
};
pub use ats::Ats;
pub use batch::{Batch, StateCount};
pub use clock::{Clock, SystemClock};
pub use event::{Envelope, Event, EventType, EventTypes};
pub use fact::Fact;
pub use ids::*;
pub use interview::{Interview, Invitation};
pub use job::{
    Clearance, EmploymentType, Job, LanguageNeed, Level, Pay, PayPeriod, Posting, RemotePolicy, Visa,
};
pub use matching::{Match, Reason, ReasonKind, ScorePart};
pub use observation::{Channel, MailClass, Observation, ObservationStatus};
pub use profile::{Preferences, Profile, RemotePreference, Resume};
pub use second_reading::{PointKind, ReadingOutcome, ReadingPoint, ReadingState, SecondReading};
pub use source::{Source, SourceHealth, SourceKind};

/// An instant in UTC, the only kind of time Jobwire stores.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
