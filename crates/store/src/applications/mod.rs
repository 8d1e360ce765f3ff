//! Applications: what is kept of each, its lease, and what will be sent. How one moves on is in `moves`.
//!
//! A worker holds an application under a lease with a fence. Whatever it writes needs its fence, so a
//! worker that was frozen past its lease changes nothing. A person's action raises the fence as well:
//! it always wins over a worker.

mod moves;
mod ungated;

use chrono::TimeDelta;
use domain::batch::PAUSED;
use domain::{
    Application, ApplicationId, BatchId, EvidenceLevel, JobId, Posting, Progress, Snapshot, Stage, State,
    StateReason, Timestamp, UserId,
};
use sha2::{Digest as _, Sha256};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Page, PageRequest, Result, Store, StoreError, Tx, words};

pub use moves::Move;
pub use ungated::Ungated;

/// No worker asks for a longer lease. One that still runs longer was given by a clock that has since been put back;
/// it counts as over, or a dead worker would hold the application for as long as the clock was wrong.
const LONGEST_LEASE: TimeDelta = TimeDelta::minutes(2);

/// An application with what only the server needs to know.
#[derive(Clone, Debug)]
pub struct ApplicationRecord {
    /// What everybody sees.
    pub application: Application,
    /// Whose it is.
    pub user_id: UserId,
    /// The lease's fence when this was read.
    pub fence: i64,
    /// The number of the last run.
    pub run_no: i32,
    /// How often in a row filling failed.
    pub prepare_tries: i32,
    /// What will be sent.
    pub snapshot: Option<Snapshot>,
    /// Hash of the snapshot.
    pub snapshot_sha256: Option<String>,
    /// The hash that the person approved.
    pub approved_sha256: Option<String>,
    /// Something may have left past the gate; see [`Ungated`].
    pub ungated: Option<Ungated>,
}

/// An application to be begun.
pub struct NewApplication<'a> {
    /// The job.
    pub job_id: JobId,
    /// What "the same job" means, see [`domain::Job::key`].
    pub job_key: &'a str,
    /// The job's title.
    pub job_title: &'a str,
    /// The employer.
    pub company: &'a str,
    /// Whether documents are tailored.
    pub auto_customize: bool,
    /// Whether links that lead away are followed.
    pub follow_external_links: bool,
    /// The batch it belongs to.
    pub batch_id: Option<BatchId>,
    /// The person knows of their application to the same vacancy in another place, and wants this one too.
    pub another_place: bool,
}

/// Which applications are wanted.
#[derive(Clone, Debug, Default)]
pub struct ApplicationFilter {
    /// Only in this state.
    pub state: Option<State>,
    /// Only of this batch.
    pub batch_id: Option<BatchId>,
}

#[derive(sqlx::FromRow)]
struct ApplicationRow {
    id: Uuid,
    user_id: Uuid,
    job_id: Uuid,
    job_title: String,
    company: String,
    state: String,
    version: i64,
    reason_code: Option<String>,
    reason_message: Option<String>,
    stage: String,
    next_action_at: Option<Timestamp>,
    lease_fence: i64,
    snapshot: Option<Json<Snapshot>>,
    snapshot_sha256: Option<String>,
    approved_sha256: Option<String>,
    auto_customize: bool,
    follow_external_links: bool,
    batch_id: Option<Uuid>,
    by_autopilot: bool,
    evidence_level: Option<String>,
    run_no: i32,
    step: String,
    percent: i32,
    prepare_tries: i32,
    ungated: Option<String>,
    created_at: Timestamp,
    submitted_at: Option<Timestamp>,
    updated_at: Timestamp,
}

/// The columns of [`ApplicationRow`].
macro_rules! columns {
    () => {
        "id, user_id, job_id, job_title, company, state, version, reason_code, reason_message, stage, next_action_at, \
         lease_fence, snapshot, snapshot_sha256, approved_sha256, auto_customize, follow_external_links, batch_id, by_autopilot, \
         evidence_level, run_no, step, percent, prepare_tries, ungated, created_at, submitted_at, updated_at"
    };
}
use columns;

impl ApplicationRow {
    fn into_record(self) -> Result<ApplicationRecord> {
        let status = State::parse(&self.state)
            .ok_or_else(|| StoreError::unknown_word("applications.state", &self.state))?;
        let stage = Stage::parse(&self.stage)
            .ok_or_else(|| StoreError::unknown_word("applications.stage", &self.stage))?;
        let reason = self
            .reason_code
            .map(|code| StateReason { code, message: self.reason_message.unwrap_or_default() });
        let application = Application {
            id: ApplicationId(self.id),
            job_id: JobId(self.job_id),
            job_title: self.job_title,
            company: self.company,
            status,
            next_step: next_step(status, stage, reason.as_ref()).to_owned(),
            reason,
            stage,
            next_action_at: self.next_action_at,
            progress: Progress { step: self.step, percent: u8::try_from(self.percent).unwrap_or(100) },
            auto_customize: self.auto_customize,
            follow_external_links: self.follow_external_links,
            batch_id: self.batch_id.map(BatchId),
            by_autopilot: self.by_autopilot,
            evidence_level: self
                .evidence_level
                .as_deref()
                .map(|level| words::parse("applications.evidence_level", level))
                .transpose()?,
            created_at: self.created_at,
            submitted_at: self.submitted_at,
            last_update: self.updated_at,
            version: self.version,
        };
        Ok(ApplicationRecord {
            application,
            user_id: UserId(self.user_id),
            fence: self.lease_fence,
            run_no: self.run_no,
            prepare_tries: self.prepare_tries,
            snapshot: self.snapshot.map(|Json(snapshot)| snapshot),
            snapshot_sha256: self.snapshot_sha256,
            approved_sha256: self.approved_sha256,
            ungated: self
                .ungated
                .as_deref()
                .map(|word| words::parse("applications.ungated", word))
                .transpose()?,
        })
    }
}

/// The hash an approval is bound to.
pub fn snapshot_sha256(snapshot: &Snapshot) -> String {
    hex::encode(Sha256::digest(snapshot.canonical_json()))
}

impl Store {
    /// One of a person's applications.
    pub async fn application(&self, user_id: UserId, id: ApplicationId) -> Result<Option<ApplicationRecord>> {
        let row: Option<ApplicationRow> = on_read!(self, pool => sqlx::query_as(
            concat!("SELECT ", columns!(), " FROM applications WHERE user_id = $1 AND id = $2"))
            .bind(user_id.0).bind(id.0).fetch_optional(pool).await?);
        row.map(ApplicationRow::into_record).transpose()
    }

    /// A person's application to a job, by the job's key.
    pub async fn application_to(&self, user_id: UserId, job_key: &str) -> Result<Option<ApplicationRecord>> {
        let row: Option<ApplicationRow> = on_read!(self, pool => sqlx::query_as(
            concat!("SELECT ", columns!(), " FROM applications WHERE user_id = $1 AND job_key = $2"))
            .bind(user_id.0).bind(job_key).fetch_optional(pool).await?);
        row.map(ApplicationRow::into_record).transpose()
    }

    /// A person's applications, newest change first.
    pub async fn applications(
        &self,
        user_id: UserId,
        filter: &ApplicationFilter,
        request: &PageRequest,
    ) -> Result<Page<Application>> {
        let state = filter.state.map(State::as_str);
        let rows: Vec<ApplicationRow> = on_read!(self, pool => sqlx::query_as(
            concat!("SELECT ", columns!(), " FROM applications WHERE user_id = $1
              AND ($2 IS NULL OR state = $2) AND ($3 IS NULL OR batch_id = $3)
              ORDER BY updated_at DESC, id LIMIT $4 OFFSET $5"))
            .bind(user_id.0).bind(state).bind(filter.batch_id.map(|id| id.0))
            .bind(request.limit() + 1).bind(request.offset()).fetch_all(pool).await?);
        Page::cut(rows, request).try_map(|row| Ok(row.into_record()?.application))
    }

    /// Applications whose worker is gone (the lease ran out) or whose deadline has passed by `now`.
    pub async fn applications_due(&self, now: Timestamp, limit: u32) -> Result<Vec<ApplicationRecord>> {
        let rows: Vec<ApplicationRow> = on_read!(self, pool => sqlx::query_as(
            concat!("SELECT ", columns!(), " FROM applications
              WHERE state NOT IN ('draft', 'ready', 'submitted', 'cancelled')
                AND (next_action_at <= $1 OR lease_until < $1 OR lease_until > $2)
                AND (lease_until IS NULL OR lease_until < $1 OR lease_until > $2)
              ORDER BY updated_at LIMIT $3"))
            .bind(now).bind(now + LONGEST_LEASE).bind(i64::from(limit)).fetch_all(pool).await?);
        rows.into_iter().map(ApplicationRow::into_record).collect()
    }
}

impl Tx {
    /// Begins an application, or gives the one that exists for the same person and job.
    /// The flag says whether it is new. Stale when another one to the same vacancy was begun at this very moment;
    /// see [`Tx::applied_elsewhere`].
    pub async fn create_application(
        &mut self,
        user_id: UserId,
        new: NewApplication<'_>,
    ) -> Result<(ApplicationRecord, bool)> {
        let id = ApplicationId::new(self.now());
        let now = self.now();
        let inserted = on_tx!(self, conn => sqlx::query(
            "INSERT INTO applications (id, user_id, job_id, job_key, job_title, company, company_key, state, previous_state, version,
               stage, auto_customize, follow_external_links, batch_id, created_at, updated_at, vacancy_id, another_place)
             SELECT $1, $2, j.id, $4, $5, $6, $11, 'draft', 'new', 1, 'none', $7, $8, $9, $10, $10, j.vacancy_id,
               $12 OR EXISTS (SELECT 1 FROM applications a
                 WHERE a.user_id = $2 AND a.vacancy_id = j.vacancy_id AND a.state = 'cancelled')
             FROM jobs j WHERE j.id = $3
             ON CONFLICT DO NOTHING")
            .bind(id.0).bind(user_id.0).bind(new.job_id.0).bind(new.job_key).bind(new.job_title).bind(new.company)
            .bind(new.auto_customize).bind(new.follow_external_links).bind(new.batch_id.map(|id| id.0)).bind(now)
            .bind(domain::text::fold(new.company)).bind(new.another_place)
            .execute(&mut *conn).await?.rows_affected());
        let row: Option<ApplicationRow> = on_tx!(self, conn => sqlx::query_as(
            concat!("SELECT ", columns!(), " FROM applications WHERE user_id = $1 AND job_key = $2"))
            .bind(user_id.0).bind(new.job_key).fetch_optional(&mut *conn).await?);
        let row = row.ok_or(StoreError::Stale { what: "an application to the same vacancy" })?;
        Ok((row.into_record()?, inserted > 0))
    }

    /// One application, whoever's it is: for workers, which know only its id.
    pub async fn application_by_id(&mut self, id: ApplicationId) -> Result<Option<ApplicationRecord>> {
        let row: Option<ApplicationRow> = on_tx!(self, conn => sqlx::query_as(
            concat!("SELECT ", columns!(), " FROM applications WHERE id = $1"))
            .bind(id.0).fetch_optional(&mut *conn).await?);
        row.map(ApplicationRow::into_record).transpose()
    }

    /// Where the form of an application is: where it was found last, or where its posting leads.
    pub async fn form_address(&mut self, id: ApplicationId) -> Result<Option<String>> {
        let row: Option<(Option<Json<Snapshot>>, Json<Posting>)> = on_tx!(self, conn => sqlx::query_as(
            "SELECT a.snapshot, j.posting FROM applications a JOIN jobs j ON j.id = a.job_id WHERE a.id = $1")
            .bind(id.0).fetch_optional(&mut *conn).await?);
        Ok(row.map(|(snapshot, Json(posting))| {
            snapshot.map_or(posting.apply_url, |Json(known)| known.form_url)
        }))
    }

    /// Takes the lease for a worker; `None` when another worker holds it.
    pub async fn lease_application(
        &mut self,
        id: ApplicationId,
        owner: &str,
        until: Timestamp,
    ) -> Result<Option<ApplicationRecord>> {
        let now = self.now();
        let row: Option<ApplicationRow> = on_tx!(self, conn => sqlx::query_as(
            concat!("UPDATE applications SET lease_owner = $2, lease_until = $3, lease_fence = lease_fence + 1
              WHERE id = $1 AND (lease_until IS NULL OR lease_until < $4 OR lease_until > $5) RETURNING ", columns!()))
            .bind(id.0).bind(owner).bind(until).bind(now).bind(now + LONGEST_LEASE).fetch_optional(&mut *conn).await?);
        row.map(ApplicationRow::into_record).transpose()
    }

    /// Keeps the lease; `false` when it was lost.
    pub async fn renew_lease(&mut self, record: &ApplicationRecord, until: Timestamp) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE applications SET lease_until = $3 WHERE id = $1 AND lease_fence = $2 AND lease_until IS NOT NULL")
            .bind(record.application.id.0).bind(record.fence).bind(until).execute(&mut *conn).await?.rows_affected());
        Ok(rows == 1)
    }

    /// Gives the lease back.
    pub async fn drop_lease(&mut self, record: &ApplicationRecord) -> Result<()> {
        on_tx!(self, conn => sqlx::query(
            "UPDATE applications SET lease_until = NULL, lease_owner = NULL WHERE id = $1 AND lease_fence = $2")
            .bind(record.application.id.0).bind(record.fence).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// Keeps what will be sent; an approval of something else no longer counts.
    pub async fn put_snapshot(&mut self, record: &ApplicationRecord, snapshot: &Snapshot) -> Result<String> {
        let sha256 = snapshot_sha256(snapshot);
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE applications SET snapshot = $3, snapshot_sha256 = $4, version = version + 1,
               approved_sha256 = CASE WHEN approved_sha256 = $4 THEN approved_sha256 ELSE NULL END
             WHERE id = $1 AND lease_fence = $2")
            .bind(record.application.id.0).bind(record.fence).bind(Json(snapshot)).bind(&sha256)
            .execute(&mut *conn).await?.rows_affected());
        match rows {
            0 => Err(StoreError::Stale { what: "the application" }),
            _ => Ok(sha256),
        }
    }

    /// Binds the person's approval to exactly what they saw. [`StoreError::Stale`] when that is no
    /// longer what would be sent.
    pub async fn approve_snapshot(&mut self, record: &ApplicationRecord, seen_sha256: &str) -> Result<()> {
        let now = self.now();
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE applications SET approved_sha256 = $3, approved_at = $4
             WHERE id = $1 AND lease_fence = $2 AND snapshot_sha256 = $3")
            .bind(record.application.id.0).bind(record.fence).bind(seen_sha256).bind(now)
            .execute(&mut *conn).await?.rows_affected());
        match rows {
            0 => Err(StoreError::Stale { what: "what would be sent" }),
            _ => Ok(()),
        }
    }

    /// Sets how sure it is that it was sent, before the move to `submitted`.
    pub async fn set_evidence_level(
        &mut self,
        record: &ApplicationRecord,
        level: EvidenceLevel,
    ) -> Result<()> {
        on_tx!(self, conn => sqlx::query("UPDATE applications SET evidence_level = $2 WHERE id = $1")
            .bind(record.application.id.0).bind(words::word(&level)).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// Begins a run: the next run number, and one more try counted. Whoever put it in line has answered for what
    /// may have left before.
    pub async fn begin_run(&mut self, record: &ApplicationRecord) -> Result<i32> {
        Ok(on_tx!(self, conn => sqlx::query_scalar(
            "UPDATE applications SET run_no = run_no + 1, prepare_tries = prepare_tries + 1, step = '', percent = 0,
               ungated = NULL
             WHERE id = $1 RETURNING run_no")
            .bind(record.application.id.0).fetch_one(&mut *conn).await?))
    }

    /// Forgets the tries: the form was filled to the end, or the person asks to try again.
    pub async fn clear_tries(&mut self, record: &ApplicationRecord) -> Result<()> {
        on_tx!(self, conn => sqlx::query("UPDATE applications SET prepare_tries = 0 WHERE id = $1")
            .bind(record.application.id.0).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }
}

/// What happens next: once it is sent, the employer's side decides.
fn next_step(state: State, stage: Stage, reason: Option<&StateReason>) -> &'static str {
    match state {
        State::Queued if reason.is_some_and(|reason| reason.code == PAUSED) => {
            "Waits until you resume its batch."
        }
        State::Submitted => stage.next_step().unwrap_or(state.next_step()),
        _ => state.next_step(),
    }
}
