//! Facts between the stages.

use serde::{Deserialize, Serialize};

use crate::{ApplicationId, JobId, MailboxId, SourceId, UserId};

/// What the pipeline reacts to: facts that ask another stage for work. A fact is stored in the same
/// transaction as the rows it is about and taken away in the transaction that makes tasks of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// A source was added, or should be read now.
    SourceDue {
        /// Which.
        source_id: SourceId,
    },
    /// Jobs were opened, changed or closed.
    JobsChanged {
        /// Which; at most a few hundred, see `sources`.
        job_ids: Vec<JobId>,
    },
    /// A person started matching.
    MatchingStarted {
        /// Who.
        user_id: UserId,
    },
    /// A person's profile, preferences or feedback changed.
    ProfileChanged {
        /// Who.
        user_id: UserId,
    },
    /// An application waits to be filled.
    ApplicationQueued {
        /// Which.
        application_id: ApplicationId,
    },
    /// A filled form was approved.
    ApplicationApproved {
        /// Which.
        application_id: ApplicationId,
    },
    /// A mailbox was linked, or should be read now.
    MailboxDue {
        /// Which.
        mailbox_id: MailboxId,
    },
    /// An application was sent: its posting's page is looked at from now on.
    ApplicationSubmitted {
        /// Which.
        application_id: ApplicationId,
    },
}
