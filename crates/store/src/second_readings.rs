//! Second readings: what a language model found for and against a job, one per person and job.
//!
//! They are beside the matches and are never read with them: whoever scores or orders does not come here.

use domain::event::SecondReadingUpdate;
use domain::{Event, JobId, ReadingOutcome, ReadingState, SecondReading, Timestamp, UserId};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Result, Store, Tx};

/// How many readings are kept for each person; the oldest go.
pub const MAX_KEPT: i64 = 50;

/// A reading as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredReading {
    /// The reading. Whether it is stale is not looked at here.
    pub reading: SecondReading,
    /// Of this time it was asked for.
    pub asked_id: Uuid,
    /// Of what the model was told; empty before.
    pub told_sha256: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    job_id: Uuid,
    asked_id: Uuid,
    asked_at: Timestamp,
    model: String,
    told_sha256: String,
    outcome: Json<ReadingOutcome>,
}

impl From<Row> for StoredReading {
    fn from(row: Row) -> Self {
        let reading = SecondReading {
            job_id: JobId(row.job_id),
            model: row.model,
            asked_at: row.asked_at,
            outcome: row.outcome.0,
            is_stale: false,
        };
        Self { reading, asked_id: row.asked_id, told_sha256: row.told_sha256 }
    }
}

impl Store {
    /// A person's readings, the one asked for last first.
    pub async fn second_readings(&self, user_id: UserId) -> Result<Vec<StoredReading>> {
        let rows: Vec<Row> = on_read!(self, pool => sqlx::query_as(
            "SELECT job_id, asked_id, asked_at, model, told_sha256, outcome FROM second_readings
             WHERE user_id = $1 ORDER BY asked_at DESC, asked_id DESC LIMIT $2")
            .bind(user_id.0).bind(MAX_KEPT).fetch_all(pool).await?);
        Ok(rows.into_iter().map(StoredReading::from).collect())
    }

    /// Everybody's readings that are in line or under way: whose, of which job, and which asking.
    pub async fn open_second_readings(&self) -> Result<Vec<(UserId, JobId, Uuid)>> {
        let rows: Vec<(Uuid, Uuid, Uuid)> = on_read!(self, pool => sqlx::query_as(
            "SELECT user_id, job_id, asked_id FROM second_readings WHERE state IN ('waiting', 'reading')")
            .fetch_all(pool).await?);
        Ok(rows.into_iter().map(|(user, job, asked)| (UserId(user), JobId(job), asked)).collect())
    }

    /// A person's reading of one job.
    pub async fn second_reading(&self, user_id: UserId, job_id: JobId) -> Result<Option<StoredReading>> {
        let row: Option<Row> = on_read!(self, pool => sqlx::query_as(
            "SELECT job_id, asked_id, asked_at, model, told_sha256, outcome FROM second_readings
             WHERE user_id = $1 AND job_id = $2")
            .bind(user_id.0).bind(job_id.0).fetch_optional(pool).await?);
        Ok(row.map(StoredReading::from))
    }
}

impl Tx {
    /// Puts a job in line to be read again, in place of an earlier reading. Returns the id of this asking; `None` when
    /// it is in line or being read already.
    pub async fn ask_second_reading(
        &mut self,
        user_id: UserId,
        job_id: JobId,
        model: &str,
    ) -> Result<Option<Uuid>> {
        let (asked_id, now, outcome) =
            (domain::TaskId::new(self.now()).0, self.now(), ReadingOutcome::Waiting);
        let rows = on_tx!(self, conn => sqlx::query(
            "INSERT INTO second_readings (user_id, job_id, asked_id, asked_at, model, state, told_sha256, outcome)
             VALUES ($1, $2, $3, $4, $5, $6, '', $7)
             ON CONFLICT (user_id, job_id) DO UPDATE SET asked_id = excluded.asked_id, asked_at = excluded.asked_at,
               model = excluded.model, state = excluded.state, told_sha256 = '', outcome = excluded.outcome
             WHERE second_readings.state NOT IN ('waiting', 'reading')")
            .bind(user_id.0).bind(job_id.0).bind(asked_id).bind(now).bind(model).bind(outcome.state().as_str())
            .bind(Json(&outcome)).execute(&mut *conn).await?.rows_affected());
        if rows == 0 {
            return Ok(None);
        }
        on_tx!(self, conn => sqlx::query(
            "DELETE FROM second_readings WHERE user_id = $1 AND job_id NOT IN (
               SELECT job_id FROM second_readings WHERE user_id = $1 ORDER BY asked_at DESC, asked_id DESC LIMIT $2)")
            .bind(user_id.0).bind(MAX_KEPT).execute(&mut *conn).await?.rows_affected());
        self.tell_of_reading(user_id, job_id, Some(outcome.state())).await?;
        Ok(Some(asked_id))
    }

    /// Says how far a reading is; `false` when it was stopped, thrown away, ended or asked for anew since.
    pub async fn move_second_reading(
        &mut self,
        user_id: UserId,
        job_id: JobId,
        asked_id: Uuid,
        outcome: &ReadingOutcome,
        told_sha256: &str,
    ) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE second_readings SET state = $4, outcome = $5, told_sha256 = $6
             WHERE user_id = $1 AND job_id = $2 AND asked_id = $3 AND state IN ('waiting', 'reading')")
            .bind(user_id.0).bind(job_id.0).bind(asked_id).bind(outcome.state().as_str()).bind(Json(outcome))
            .bind(told_sha256).execute(&mut *conn).await?.rows_affected());
        if rows == 1 {
            self.tell_of_reading(user_id, job_id, Some(outcome.state())).await?;
        }
        Ok(rows == 1)
    }

    /// Stops a reading, or throws it away; nothing happens when there is none.
    pub async fn drop_second_reading(&mut self, user_id: UserId, job_id: JobId) -> Result<()> {
        let rows = on_tx!(self, conn => sqlx::query(
            "DELETE FROM second_readings WHERE user_id = $1 AND job_id = $2")
            .bind(user_id.0).bind(job_id.0).execute(&mut *conn).await?.rows_affected());
        if rows == 1 {
            self.tell_of_reading(user_id, job_id, None).await?;
        }
        Ok(())
    }

    /// Stops every reading that is in line or under way; what is read stays.
    pub async fn stop_second_readings(&mut self, user_id: UserId) -> Result<()> {
        let stopped: Vec<Uuid> = on_tx!(self, conn => sqlx::query_scalar(
            "DELETE FROM second_readings WHERE user_id = $1 AND state IN ('waiting', 'reading') RETURNING job_id")
            .bind(user_id.0).fetch_all(&mut *conn).await?);
        for job_id in stopped {
            self.tell_of_reading(user_id, JobId(job_id), None).await?;
        }
        Ok(())
    }

    async fn tell_of_reading(
        &mut self,
        user_id: UserId,
        job_id: JobId,
        state: Option<ReadingState>,
    ) -> Result<()> {
        self.record(user_id, Event::SecondReadingUpdate(SecondReadingUpdate { job_id, state })).await?;
        Ok(())
    }
}
