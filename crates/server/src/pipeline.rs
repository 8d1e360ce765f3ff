//! Which fact starts which work. The stages know nothing of each other: this is where they meet.
//!
//! Some work is a task with a payload; some is a reconciler that only has to be woken, because the row
//! itself says that it is due.

use domain::Fact;
use domain::{ApplicationId, JobId, UserId};

/// Work that follows from a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// Wake whoever reads boards: one is due.
    ReadSources,
    /// Wake whoever reads mailboxes: one is due.
    ReadMailboxes,
    /// Score these jobs for everybody whose matching runs.
    ScoreJobs(Vec<JobId>),
    /// Score every job for a person.
    ScoreUser(UserId),
    /// Fill an application and, when it is approved, send it.
    RunApplication(ApplicationId),
    /// Look whether an applied-for job is still open.
    CheckPosting(ApplicationId),
}

/// What a fact starts.
pub fn follow_up(fact: Fact) -> Start {
    match fact {
        Fact::SourceDue { .. } => Start::ReadSources,
        Fact::JobsChanged { job_ids } => Start::ScoreJobs(job_ids),
        Fact::MatchingStarted { user_id } | Fact::ProfileChanged { user_id } => Start::ScoreUser(user_id),
        Fact::ApplicationQueued { application_id } | Fact::ApplicationApproved { application_id } => {
            Start::RunApplication(application_id)
        }
        Fact::MailboxDue { .. } => Start::ReadMailboxes,
        Fact::ApplicationSubmitted { application_id } => Start::CheckPosting(application_id),
    }
}
