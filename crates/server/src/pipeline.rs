//! Which fact starts which task. The stages know nothing of each other: this is where they meet.

use domain::event::Fact;
use domain::{ApplicationId, JobId, MailboxId, SourceId, UserId};

/// Work that follows from a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// Read a board.
    SyncSource(SourceId),
    /// Score these jobs for everybody whose matching runs.
    ScoreJobs(Vec<JobId>),
    /// Score every job for a person.
    ScoreUser(UserId),
    /// Fill an application and, when it is approved, send it.
    RunApplication(ApplicationId),
    /// Read a mailbox.
    SyncMailbox(MailboxId),
    /// Look whether an applied-for job is still open.
    CheckPosting(ApplicationId),
}

/// What a fact starts.
pub fn follow_up(fact: Fact) -> Start {
    match fact {
        Fact::SourceDue { source_id } => Start::SyncSource(source_id),
        Fact::JobsChanged { job_ids } => Start::ScoreJobs(job_ids),
        Fact::MatchingStarted { user_id } | Fact::ProfileChanged { user_id } => Start::ScoreUser(user_id),
        Fact::ApplicationQueued { application_id } | Fact::ApplicationApproved { application_id } => {
            Start::RunApplication(application_id)
        }
        Fact::MailboxDue { mailbox_id } => Start::SyncMailbox(mailbox_id),
        Fact::ApplicationSubmitted { application_id } => Start::CheckPosting(application_id),
    }
}
