//! The three transactions of the submit protocol, evidence, and the live steps of a run.
//!
//! A ([`Tx::arm_attempt`]) is committed before the click, B ([`Tx::release_attempt`]) before the
//! request is let go, C ([`Tx::settle_attempt`]) when the outcome is known. The unique index
//! `one_release` refuses a second release whatever the code above it does.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ApplicationId, AttemptId, Channel, DocumentId, Evidence, EvidenceId, EvidenceKind, State, Timestamp,
    UserId,
};
use serde::Serialize;
use uuid::Uuid;

use crate::applications::{ApplicationRecord, Move};
use crate::{Result, Store, StoreError, Tx, words};

/// How long the lease must still be valid for a release: the request is let go at most 2 s later.
const LEASE_LEFT_FOR_RELEASE: TimeDelta = TimeDelta::seconds(5);

/// One try at sending.
#[derive(Clone, Debug, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Attempt {
    /// Its id.
    pub id: Uuid,
    /// Its number, from 1.
    pub no: i32,
    /// When it was armed.
    pub armed_at: DateTime<Utc>,
    /// When its request was let go; `None` when nothing left the machine.
    pub released_at: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: Option<String>,
    /// When a person declared it not received.
    pub voided_at: Option<DateTime<Utc>>,
}

/// A live step of a run.
#[derive(Clone, Debug, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct RunStep {
    /// The run it belongs to.
    pub run_no: i32,
    /// Its number within the run, from 1.
    pub no: i32,
    /// When.
    pub at: DateTime<Utc>,
    /// What, as a short phrase.
    pub step: String,
    /// More about it.
    pub detail: String,
    /// From 0 to 100.
    pub percent: i32,
    /// The picture of the page.
    pub screenshot_id: Option<Uuid>,
}

/// A step to be recorded.
pub struct NewStep<'a> {
    /// What, as a short phrase.
    pub step: &'a str,
    /// More about it.
    pub detail: &'a str,
    /// From 0 to 100.
    pub percent: u8,
    /// The picture of the page.
    pub screenshot_id: Option<DocumentId>,
}

/// A piece of proof to be stored.
pub struct NewEvidence<'a> {
    /// What it is.
    pub kind: EvidenceKind,
    /// What it shows.
    pub summary: &'a str,
    /// The stored file.
    pub document_id: Option<DocumentId>,
    /// Who found it.
    pub channel: Channel,
}

impl Tx {
    /// Transaction A: the application goes from `ready` to armed, and the attempt exists. Commit it
    /// before the click.
    pub async fn arm_attempt(
        &mut self,
        record: &ApplicationRecord,
        target_host: &str,
        form_sha256: &str,
    ) -> Result<(ApplicationRecord, AttemptId)> {
        let armed = self.move_application(record, Move::to(State::SubmittingArmed)).await?;
        let id = AttemptId::new(self.now());
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO attempts (id, application_id, no, fence, target_host, form_sha256, armed_at)
             SELECT $1, $2, COALESCE(MAX(no), 0) + 1, $3, $4, $5, $6 FROM attempts WHERE application_id = $2")
            .bind(id.0).bind(record.application.id.0).bind(record.fence).bind(target_host).bind(form_sha256).bind(now)
            .execute(&mut *conn).await?.rows_affected());
        Ok((armed, id))
    }

    /// Transaction B: the one release. Commit it before the paused request is let go, and let it go
    /// only if this succeeded. [`StoreError::Stale`] when the lease is lost or about to end, or the
    /// attempt was released before; [`StoreError::Exists`] when another attempt of the application
    /// was released and not voided.
    pub async fn release_attempt(
        &mut self,
        record: &ApplicationRecord,
        attempt_id: AttemptId,
        fingerprint: &str,
    ) -> Result<ApplicationRecord> {
        let now = self.now();
        let released = on_tx!(self, conn => sqlx::query(
            "UPDATE attempts SET released_at = $3, req_fingerprint = $4
             WHERE id = $1 AND fence = $2 AND released_at IS NULL AND EXISTS (
               SELECT 1 FROM applications a WHERE a.id = attempts.application_id AND a.lease_fence = $2 AND a.lease_until > $5)")
            .bind(attempt_id.0).bind(record.fence).bind(now).bind(fingerprint).bind(now + LEASE_LEFT_FOR_RELEASE)
            .execute(&mut *conn).await.map(|done| done.rows_affected()));
        match released {
            Ok(1) => self.move_application(record, Move::to(State::SubmittingReleased)).await,
            Ok(_) => Err(StoreError::Stale { what: "the attempt" }),
            Err(error) if StoreError::is_unique_violation(&error) => {
                Err(StoreError::Exists { what: "a release of this application" })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Transaction C, or the end of an attempt that never released: how it ended. The move to the
    /// final state is made in the same transaction by the caller.
    pub async fn settle_attempt(&mut self, attempt_id: AttemptId, outcome: &str) -> Result<()> {
        on_tx!(self, conn => sqlx::query("UPDATE attempts SET outcome = $2 WHERE id = $1")
            .bind(attempt_id.0).bind(outcome).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// Declares the released attempt of an application not received, so that it may be sent again.
    /// Only a person (`by` their id), or an adapter's strict rule (`by` its name), may say so.
    pub async fn void_release(
        &mut self,
        application_id: ApplicationId,
        by: &str,
        reason: &str,
    ) -> Result<()> {
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "UPDATE attempts SET voided_at = $2, voided_by = $3, void_reason = $4
             WHERE application_id = $1 AND released_at IS NOT NULL AND voided_at IS NULL")
            .bind(application_id.0).bind(now).bind(by).bind(reason).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// Stores a piece of proof.
    pub async fn add_evidence(
        &mut self,
        application_id: ApplicationId,
        new: NewEvidence<'_>,
    ) -> Result<EvidenceId> {
        let id = EvidenceId::new(self.now());
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO evidence (id, application_id, kind, summary, document_id, channel, recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(id.0).bind(application_id.0).bind(words::word(&new.kind)).bind(new.summary)
            .bind(new.document_id.map(|id| id.0)).bind(words::word(&new.channel)).bind(now)
            .execute(&mut *conn).await?.rows_affected());
        Ok(id)
    }

    /// Records a live step of the present run and gives its number.
    pub async fn add_step(
        &mut self,
        record: &ApplicationRecord,
        run_no: i32,
        new: NewStep<'_>,
    ) -> Result<i32> {
        let now = self.now();
        let id = record.application.id.0;
        let percent = i32::from(new.percent.min(100));
        let no: i32 = on_tx!(self, conn => sqlx::query_scalar(
            "INSERT INTO run_steps (application_id, run_no, no, at, step, detail, percent, screenshot_id)
             SELECT $1, $2, COALESCE(MAX(no), 0) + 1, $3, $4, $5, $6, $7 FROM run_steps WHERE application_id = $1 AND run_no = $2
             RETURNING no")
            .bind(id).bind(run_no).bind(now).bind(new.step).bind(new.detail).bind(percent)
            .bind(new.screenshot_id.map(|id| id.0)).fetch_one(&mut *conn).await?);
        on_tx!(self, conn => sqlx::query("UPDATE applications SET step = $2, percent = $3 WHERE id = $1")
            .bind(id).bind(new.step).bind(percent).execute(&mut *conn).await?.rows_affected());
        Ok(no)
    }
}

#[derive(sqlx::FromRow)]
struct EvidenceRow {
    id: Uuid,
    kind: String,
    summary: String,
    document_id: Option<Uuid>,
    channel: String,
    recorded_at: Timestamp,
}

impl Store {
    /// The proof of an application, oldest first.
    pub async fn evidence(&self, user_id: UserId, id: ApplicationId) -> Result<Vec<Evidence>> {
        let rows: Vec<EvidenceRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT e.id, e.kind, e.summary, e.document_id, e.channel, e.recorded_at FROM evidence e
             JOIN applications a ON a.id = e.application_id WHERE a.user_id = $1 AND a.id = $2 ORDER BY e.id")
            .bind(user_id.0).bind(id.0).fetch_all(pool).await?);
        rows.into_iter()
            .map(|row| {
                Ok(Evidence {
                    id: EvidenceId(row.id),
                    kind: words::parse("evidence.kind", &row.kind)?,
                    summary: row.summary,
                    document_id: row.document_id.map(DocumentId),
                    channel: words::parse("evidence.channel", &row.channel)?,
                    recorded_at: row.recorded_at,
                })
            })
            .collect()
    }

    /// The attempts of an application, oldest first.
    pub async fn attempts(&self, user_id: UserId, id: ApplicationId) -> Result<Vec<Attempt>> {
        Ok(on_read!(self, pool => sqlx::query_as(
            "SELECT t.id, t.no, t.armed_at, t.released_at, t.outcome, t.voided_at FROM attempts t
             JOIN applications a ON a.id = t.application_id WHERE a.user_id = $1 AND a.id = $2 ORDER BY t.no")
            .bind(user_id.0).bind(id.0).fetch_all(pool).await?))
    }

    /// The steps of all runs of an application, oldest first.
    pub async fn run_steps(&self, user_id: UserId, id: ApplicationId) -> Result<Vec<RunStep>> {
        Ok(on_read!(self, pool => sqlx::query_as(
            "SELECT s.run_no, s.no, s.at, s.step, s.detail, s.percent, s.screenshot_id FROM run_steps s
             JOIN applications a ON a.id = s.application_id WHERE a.user_id = $1 AND a.id = $2 ORDER BY s.run_no, s.no")
            .bind(user_id.0).bind(id.0).fetch_all(pool).await?))
    }
}
