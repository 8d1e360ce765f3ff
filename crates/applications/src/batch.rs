//! Batches: several jobs begun in one go, paused and resumed together.
//!
//! A batch sends nothing by itself: each of its applications is reviewed and approved like any other.

use domain::{Application, ApplicationId, Batch, BatchId, JobId, UserId};
use store::Store;

use crate::actions::{self, ActionError, ApplyOptions, Result};

/// The most jobs in a batch.
pub const MAX_JOBS: usize = 50;

/// A batch that was begun.
pub struct Begun {
    /// How it is.
    pub batch: Batch,
    /// Its applications, in the order of the jobs.
    pub applications: Vec<Application>,
    /// Jobs that are not part of it.
    pub skipped: Vec<Skipped>,
}

/// A chosen job that is not part of the batch.
pub struct Skipped {
    /// Which.
    pub job_id: JobId,
    /// A slug: `already_applied`, `applied_elsewhere`, `job_closed` or `automation_forbidden`.
    pub code: &'static str,
    /// Why, and what to do.
    pub message: String,
    /// The application there is already.
    pub application_id: Option<ApplicationId>,
}

/// Begins an application to each of these jobs: all of them, or none when something fails. A job that takes no
/// applications does not stop the others.
pub async fn begin(
    store: &Store,
    user_id: UserId,
    job_ids: &[JobId],
    options: ApplyOptions,
) -> Result<Begun> {
    check_size(job_ids.len())?;
    let chosen = each_once(job_ids);
    let (mut jobs, mut skipped) = (Vec::new(), Vec::new());
    for job_id in chosen {
        let job = store.job(job_id).await?.ok_or(ActionError::NotFound)?;
        match actions::check_job(&job) {
            Ok(()) => jobs.push(job),
            Err(error) => skipped.push(cannot_begin(job_id, &error)),
        }
    }
    let mut tx = store.begin().await?;
    let id = tx.create_batch(user_id).await?;
    let mut applications = Vec::with_capacity(jobs.len());
    for job in &jobs {
        match actions::begin(&mut tx, user_id, job, options, Some(id)).await {
            Ok((record, true)) => applications.push(record.application),
            Ok((known, false)) => skipped.push(already_applied(job.id, known.application.id)),
            Err(error @ ActionError::AppliedElsewhere { .. }) => skipped.push(cannot_begin(job.id, &error)),
            Err(error) => return Err(error),
        }
    }
    if applications.is_empty() {
        let why = skipped.first().map(|one| one.message.clone()).unwrap_or_default();
        return Err(ActionError::NothingToBegin { why });
    }
    tx.commit().await?;
    let batch = store.batch(user_id, id).await?.ok_or(ActionError::NotFound)?;
    Ok(Begun { batch, applications, skipped })
}

/// Whether so many jobs may be chosen.
pub fn check_size(chosen: usize) -> Result<()> {
    match (1..=MAX_JOBS).contains(&chosen) {
        true => Ok(()),
        false => Err(ActionError::BatchSize { chosen }),
    }
}

fn each_once(job_ids: &[JobId]) -> Vec<JobId> {
    let mut once: Vec<JobId> = Vec::with_capacity(job_ids.len());
    for id in job_ids {
        if !once.contains(id) {
            once.push(*id);
        }
    }
    once
}

fn cannot_begin(job_id: JobId, error: &ActionError) -> Skipped {
    let (code, application_id) = match error {
        ActionError::AutomationForbidden { .. } => ("automation_forbidden", None),
        ActionError::AppliedElsewhere { application_id, .. } => ("applied_elsewhere", Some(*application_id)),
        _ => ("job_closed", None),
    };
    Skipped { job_id, code, message: error.to_string(), application_id }
}

fn already_applied(job_id: JobId, application_id: ApplicationId) -> Skipped {
    let message = "You apply to this job already.".to_owned();
    Skipped { job_id, code: "already_applied", message, application_id: Some(application_id) }
}

/// Pauses a batch: runs under way come to their next state, nothing of it is begun or sent.
pub async fn pause(store: &Store, user_id: UserId, id: BatchId) -> Result<Batch> {
    let mut tx = store.begin().await?;
    let batch = tx.pause_batch(user_id, id).await?.ok_or(ActionError::NotFound)?;
    tx.commit().await?;
    Ok(batch)
}

/// Goes on with a paused batch.
pub async fn resume(store: &Store, user_id: UserId, id: BatchId) -> Result<Batch> {
    let mut tx = store.begin().await?;
    let batch = tx.resume_batch(user_id, id).await?.ok_or(ActionError::NotFound)?;
    tx.commit().await?;
    Ok(batch)
}
