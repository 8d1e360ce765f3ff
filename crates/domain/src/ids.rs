//! Identifiers. Each kind has its own type, so that a job's id cannot be passed for a user's.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta] $name:ident),* $(,)?) => {$(
        #[$doc]
        ///
        /// A UUID version 7 when made by Jobwire, so that ids sort by the time they were made.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id whose time part is `now`.
            pub fn new(now: crate::Timestamp) -> Self {
                let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
                let stamp = uuid::Timestamp::from_unix(uuid::NoContext, seconds, now.timestamp_subsec_nanos());
                Self(Uuid::new_v7(stamp))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(Uuid::parse_str(text)?))
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

id! {
    /// A person with an account.
    UserId,
    /// A board that is watched.
    SourceId,
    /// A vacancy.
    JobId,
    /// One person's application to one job.
    ApplicationId,
    /// Applications that were begun together.
    BatchId,
    /// One try at sending an application.
    AttemptId,
    /// A piece of proof that an application was sent or refused.
    EvidenceId,
    /// A stored file: a resume, a letter, a screenshot.
    DocumentId,
    /// A remembered answer to a form question.
    AnswerId,
    /// A watched mailbox.
    MailboxId,
    /// Something seen in a mailbox, a portal or on a page.
    ObservationId,
    /// An interview.
    InterviewId,
    /// A piece of background work.
    TaskId,
    /// A login session.
    SessionId,
    /// A bearer token of a program.
    TokenId,
}
