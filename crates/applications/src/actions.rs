//! What a person does with an application. Each is one transaction; a person's move always wins over a worker,
//! because it raises the fence.
//!
//! None of these touches a browser: they change the row and leave the fact that makes the work begin.

mod given;

use domain::{
    ApplicationId, BatchId, Channel, EvidenceKind, EvidenceLevel, Job, JobId, Stage, State, UserId,
};
use store::applications::{ApplicationRecord, Move, NewApplication};
use store::attempts::NewEvidence;
use store::{Store, StoreError, Tx};
use url::Url;

use crate::country;
pub use given::GivenAnswer;

/// Why an action was not done. Each sentence is for the person.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// There is no such application or job of theirs.
    #[error("There is no such application or job.")]
    NotFound,
    /// The state does not allow it.
    #[error("This is not possible while the application is \"{}\".", state.as_str().replace('_', " "))]
    NotAllowed {
        /// The state it is in.
        state: State,
    },
    /// What would be sent is not what was approved.
    #[error("The form changed since you saw it. Look at it again before you approve.")]
    SnapshotChanged,
    /// The job takes no applications any more.
    #[error("This job is no longer open.")]
    JobClosed,
    /// There is an application to the same vacancy in another place.
    #[error(
        "You have an application to this vacancy{} already. Apply here as well only if you want both.",
        in_place(place)
    )]
    AppliedElsewhere {
        /// Which.
        application_id: ApplicationId,
        /// Where; empty when the posting does not say.
        place: String,
    },
    /// The site's terms forbid automation.
    #[error("{host} forbids automated applications in its terms. Open the posting and apply there yourself.")]
    AutomationForbidden {
        /// Which.
        host: String,
    },
    /// A batch of no jobs, or of too many.
    #[error(
        "A batch takes 1 to {} jobs, and you chose {chosen}. Choose fewer, or begin a second batch.",
        crate::batch::MAX_JOBS
    )]
    BatchSize {
        /// How many were chosen.
        chosen: usize,
    },
    /// None of the chosen jobs can be applied to.
    #[error("None of these jobs can be begun. {why}")]
    NothingToBegin {
        /// What keeps the first of them.
        why: String,
    },
    /// Some answers do not fit their fields, as (field, sentence).
    #[error("Some answers do not fit the form.")]
    InvalidAnswers(Vec<(String, String)>),
    /// It changed at this very moment; look again.
    #[error("The application changed at this very moment. Look at it again.")]
    Changed,
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ActionError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale { .. } => Self::Changed,
            other => Self::Store(other),
        }
    }
}

/// The result of an action.
pub type Result<T, E = ActionError> = std::result::Result<T, E>;

/// How an application is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApplyOptions {
    /// Tailor the resume and write a letter for this job.
    pub auto_customize: bool,
    /// Follow links that lead away from the posting's site.
    pub follow_external_links: bool,
    /// The person knows of their application to the same vacancy in another place, and wants this one too.
    pub another_place: bool,
}

/// What the person decides about an application whose fate is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It arrived.
    Sent,
    /// It did not arrive: send it again.
    NotSent,
    /// Leave it.
    Drop,
}

/// Begins an application and puts it in line, or gives the one there is for the same job. The flag says whether it
/// is new.
pub async fn apply(
    store: &Store,
    user_id: UserId,
    job_id: JobId,
    options: ApplyOptions,
) -> Result<(ApplicationRecord, bool)> {
    let job = store.job(job_id).await?.ok_or(ActionError::NotFound)?;
    if let Some(known) = store.application_to(user_id, &job.key()).await? {
        return Ok((known, false));
    }
    check_job(&job)?;
    let mut tx = store.begin().await?;
    let begun = begin(&mut tx, user_id, &job, options, None).await?;
    tx.commit().await?;
    Ok(begun)
}

/// The same within a transaction, for a job that was checked.
pub(crate) async fn begin(
    tx: &mut Tx,
    user_id: UserId,
    job: &Job,
    options: ApplyOptions,
    batch_id: Option<BatchId>,
) -> Result<(ApplicationRecord, bool)> {
    let new = NewApplication {
        job_id: job.id,
        job_key: &job.key(),
        job_title: &job.posting.title,
        company: &job.posting.company,
        auto_customize: options.auto_customize,
        follow_external_links: options.follow_external_links,
        batch_id,
        another_place: options.another_place,
    };
    if !options.another_place
        && let Some((application_id, place)) = tx.applied_elsewhere(user_id, job.id).await?
    {
        return Err(ActionError::AppliedElsewhere { application_id, place });
    }
    let (record, is_new) = tx.create_application(user_id, new).await?;
    match is_new {
        true => Ok((queue(tx, &record).await?, true)),
        false => Ok((record, false)),
    }
}

fn in_place(place: &str) -> String {
    if place.is_empty() { String::new() } else { format!(" in {place}") }
}

/// Whether an application to `job` may be begun at all.
pub(crate) fn check_job(job: &Job) -> Result<()> {
    if !job.is_open() {
        return Err(ActionError::JobClosed);
    }
    match Url::parse(&job.posting.apply_url) {
        Ok(url) if domain::ats::forbids_automation(&url) => {
            Err(ActionError::AutomationForbidden { host: url.host_str().unwrap_or("This site").to_owned() })
        }
        _ => Ok(()),
    }
}

/// Approves exactly the snapshot with this hash; it is filled once more and sent if it is still the same.
pub async fn approve(
    store: &Store,
    user_id: UserId,
    id: ApplicationId,
    seen_sha256: &str,
) -> Result<ApplicationRecord> {
    let mut tx = store.begin().await?;
    let record = load(&mut tx, user_id, id).await?;
    allow(&record, &[State::Ready])?;
    tx.approve_snapshot(&record, seen_sha256).await.map_err(|error| match error {
        StoreError::Stale { .. } => ActionError::SnapshotChanged,
        other => other.into(),
    })?;
    let queued = queue(&mut tx, &record).await?;
    tx.commit().await?;
    Ok(queued)
}

/// Takes the person's answers. When nothing required is open any more, the form is filled with them.
///
/// With `remember` they are kept for other forms, legal ones for their country.
pub async fn answer(
    store: &Store,
    user_id: UserId,
    id: ApplicationId,
    given: &[GivenAnswer],
    remember: bool,
) -> Result<ApplicationRecord> {
    let mut tx = store.begin().await?;
    let record = load(&mut tx, user_id, id).await?;
    allow(&record, &[State::Draft, State::Ready, State::RejectedByForm, State::FailedBeforeSend])?;
    let mut snapshot =
        record.snapshot.clone().ok_or(ActionError::NotAllowed { state: record.application.status })?;
    let changed = given::take_in(&mut snapshot, given)?;
    if remember {
        let job = store.job(record.application.job_id).await?;
        let of_job = job.as_ref().and_then(|job| country::of_posting(&job.posting));
        for answer in changed.iter().map(|index| &snapshot.answers[*index]) {
            given::remember(&mut tx, user_id, answer, of_job).await?;
        }
    }
    tx.put_snapshot(&record, &snapshot).await?;
    let waits = record.application.status == State::Draft && snapshot.open_questions().next().is_some();
    if !waits {
        void_if_refused(&mut tx, &record, user_id).await?;
        queue(&mut tx, &record).await?;
    }
    let after = load(&mut tx, user_id, id).await?;
    tx.commit().await?;
    Ok(after)
}

/// Ends the application before it is sent.
pub async fn cancel(store: &Store, user_id: UserId, id: ApplicationId) -> Result<ApplicationRecord> {
    let mut tx = store.begin().await?;
    let record = load(&mut tx, user_id, id).await?;
    if !record.application.status.successors().contains(&State::Cancelled) {
        return Err(ActionError::NotAllowed { state: record.application.status });
    }
    let after = tx.move_application(&record, Move::to(State::Cancelled).by(Channel::User)).await?;
    tx.commit().await?;
    Ok(after)
}

/// Tries again what was not sent.
pub async fn retry(store: &Store, user_id: UserId, id: ApplicationId) -> Result<ApplicationRecord> {
    let mut tx = store.begin().await?;
    let record = load(&mut tx, user_id, id).await?;
    allow(&record, &[State::FailedBeforeSend, State::RejectedByForm])?;
    void_if_refused(&mut tx, &record, user_id).await?;
    let after = queue(&mut tx, &record).await?;
    tx.commit().await?;
    Ok(after)
}

/// The person decides about an application whose fate is not known.
pub async fn resolve(
    store: &Store,
    user_id: UserId,
    id: ApplicationId,
    resolution: Resolution,
    note: &str,
) -> Result<ApplicationRecord> {
    let mut tx = store.begin().await?;
    let record = load(&mut tx, user_id, id).await?;
    match resolution {
        // The person may know more than we do, or have applied by themselves where we could not.
        Resolution::Sent => {
            allow(&record, &[State::NeedsReview, State::Unconfirmed, State::FailedBeforeSend])?
        }
        Resolution::NotSent | Resolution::Drop => allow(&record, &[State::NeedsReview])?,
    }
    let after = match resolution {
        Resolution::Sent => {
            let summary = if note.trim().is_empty() { "You said that it arrived." } else { note };
            let new = NewEvidence {
                kind: EvidenceKind::Statement,
                summary,
                document_id: None,
                channel: Channel::User,
            };
            tx.add_evidence(id, new).await?;
            tx.set_evidence_level(&record, EvidenceLevel::ByYou).await?;
            tx.move_application(&record, Move::to(State::Submitted).by(Channel::User)).await?
        }
        Resolution::NotSent => {
            let reason =
                if note.trim().is_empty() { "The person says that it did not arrive." } else { note };
            tx.void_release(id, &user_id.to_string(), reason).await?;
            queue(&mut tx, &record).await?
        }
        Resolution::Drop => {
            tx.move_application(&record, Move::to(State::Cancelled).by(Channel::User)).await?
        }
    };
    tx.commit().await?;
    Ok(after)
}

/// Notes that the person withdrew a sent application. Telling the employer is theirs.
pub async fn withdraw(store: &Store, user_id: UserId, id: ApplicationId) -> Result<ApplicationRecord> {
    let mut tx = store.begin().await?;
    let record = load(&mut tx, user_id, id).await?;
    allow(&record, &[State::Submitted])?;
    tx.move_stage(user_id, id, Stage::Withdrawn, Channel::User).await?;
    let after = load(&mut tx, user_id, id).await?;
    tx.commit().await?;
    Ok(after)
}

/// What the person may do now, in the words of the API.
pub fn allowed_actions(record: &ApplicationRecord) -> Vec<&'static str> {
    let has_form = record.snapshot.is_some();
    let with_answer = |rest: &[&'static str]| {
        let answer = has_form.then_some("answer");
        answer.into_iter().chain(rest.iter().copied()).collect::<Vec<_>>()
    };
    match record.application.status {
        State::Draft => with_answer(&["cancel"]),
        State::Queued | State::Preparing => vec!["cancel"],
        State::Ready => std::iter::once("approve").chain(with_answer(&["cancel"])).collect(),
        State::RejectedByForm => with_answer(&["retry", "cancel"]),
        State::FailedBeforeSend => with_answer(&["retry", "resolve_sent", "cancel"]),
        State::Unconfirmed => vec!["resolve_sent"],
        State::NeedsReview => vec!["resolve_sent", "resolve_not_sent", "cancel"],
        State::Submitted if record.application.stage != Stage::Withdrawn => vec!["withdraw"],
        State::Submitted | State::SubmittingArmed | State::SubmittingReleased | State::Cancelled => {
            Vec::new()
        }
    }
}

async fn load(tx: &mut Tx, user_id: UserId, id: ApplicationId) -> Result<ApplicationRecord> {
    let found = tx.application_by_id(id).await?;
    found.filter(|record| record.user_id == user_id).ok_or(ActionError::NotFound)
}

fn allow(record: &ApplicationRecord, states: &[State]) -> Result<()> {
    match states.contains(&record.application.status) {
        true => Ok(()),
        false => Err(ActionError::NotAllowed { state: record.application.status }),
    }
}

/// Puts the application in line in the person's name, with all its tries.
async fn queue(tx: &mut Tx, record: &ApplicationRecord) -> Result<ApplicationRecord> {
    tx.clear_tries(record).await?;
    let change = Move::to(State::Queued).by(Channel::User).until(tx.now());
    Ok(tx.move_application(record, change).await?)
}

/// The employer's form refused the release, and the person wants to try again: that is their word that it does
/// not count.
async fn void_if_refused(tx: &mut Tx, record: &ApplicationRecord, user_id: UserId) -> Result<()> {
    if record.application.status == State::RejectedByForm {
        let reason = "The site refused it, and the person tries again.";
        tx.void_release(record.application.id, &user_id.to_string(), reason).await?;
    }
    Ok(())
}
