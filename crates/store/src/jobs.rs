//! Jobs.

use domain::{Job, JobId, Posting, SourceId, Timestamp};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Result, Store, Tx, words};

#[derive(sqlx::FromRow)]
pub(crate) struct JobRow {
    id: Uuid,
    source_id: Uuid,
    posting: Json<Posting>,
    first_seen_at: Timestamp,
    changed_at: Timestamp,
    closed_at: Option<Timestamp>,
}

impl From<JobRow> for Job {
    fn from(row: JobRow) -> Self {
        Self {
            id: JobId(row.id),
            source_id: SourceId(row.source_id),
            posting: row.posting.0,
            first_seen_at: row.first_seen_at,
            changed_at: row.changed_at,
            closed_at: row.closed_at,
        }
    }
}

impl Store {
    /// A job by id.
    pub async fn job(&self, id: JobId) -> Result<Option<Job>> {
        let row: Option<JobRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT id, source_id, posting, first_seen_at, changed_at, closed_at FROM jobs WHERE id = $1")
            .bind(id.0).fetch_optional(pool).await?);
        Ok(row.map(Job::from))
    }
}

impl Tx {
    /// Inserts a job as it is, without hashes for change detection: for tests and demos.
    pub async fn insert_plain_job(&mut self, job: &Job) -> Result<()> {
        let posting = &job.posting;
        let search_text = domain::text::fold(&format!(
            "{} {} {} {}",
            posting.title, posting.company, posting.location, posting.description
        ));
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO jobs (id, source_id, external_id, title, company, location, remote, posting, search_text,
               content_hash, dedupe_key, posted_at, first_seen_at, changed_at, closed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $12, $13, $14)")
            .bind(job.id.0).bind(job.source_id.0).bind(&posting.external_id).bind(&posting.title)
            .bind(&posting.company).bind(&posting.location).bind(words::word(&posting.remote)).bind(Json(posting))
            .bind(search_text).bind(job.id.to_string()).bind(posting.posted_at).bind(job.first_seen_at)
            .bind(job.changed_at).bind(job.closed_at).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }
}
