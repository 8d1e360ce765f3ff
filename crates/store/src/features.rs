//! What matching made of each job, kept beside it. It can be made again at any time.

use domain::{JobId, SourceId, Timestamp};
use uuid::Uuid;

use crate::{Result, Store, Tx};

/// An open job, with its features when those that are kept are of its present content.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenJob {
    /// The job.
    pub id: JobId,
    /// Its board.
    pub source_id: SourceId,
    /// The features, as bytes.
    pub features: Option<Vec<u8>>,
}

/// Features of a job, to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFeatures {
    /// The job.
    pub id: JobId,
    /// The change of the job they were made of.
    pub changed_at: Timestamp,
    /// The features, as bytes.
    pub features: Vec<u8>,
}

impl Store {
    /// Open jobs that repeat no other, oldest first, after `after`, with features of this fingerprint.
    pub async fn open_features_after(
        &self,
        after: Option<JobId>,
        fingerprint: i64,
        limit: u32,
    ) -> Result<Vec<OpenJob>> {
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let rows: Vec<(Uuid, Uuid, Option<Vec<u8>>)> = on_read!(self, pool => sqlx::query_as(
            "SELECT j.id, j.source_id, f.features FROM jobs j
             LEFT JOIN job_features f ON f.job_id = j.id AND f.fingerprint = $2 AND f.changed_at = j.changed_at
             WHERE j.id > $1 AND j.closed_at IS NULL AND j.duplicate_of IS NULL ORDER BY j.id LIMIT $3")
            .bind(after).bind(fingerprint).bind(i64::from(limit)).fetch_all(pool).await?);
        let open =
            |(id, source_id, features)| OpenJob { id: JobId(id), source_id: SourceId(source_id), features };
        Ok(rows.into_iter().map(open).collect())
    }
}

impl Tx {
    /// Keeps features in place of those that were kept before. A job that is gone meanwhile is left out.
    pub async fn put_features(&mut self, fingerprint: i64, features: &[NewFeatures]) -> Result<()> {
        for new in features {
            on_tx!(self, conn => sqlx::query(
                "INSERT INTO job_features (job_id, fingerprint, changed_at, features)
                 SELECT id, $2, $3, $4 FROM jobs WHERE id = $1
                 ON CONFLICT (job_id) DO UPDATE SET fingerprint = excluded.fingerprint,
                   changed_at = excluded.changed_at, features = excluded.features")
                .bind(new.id.0).bind(fingerprint).bind(new.changed_at).bind(&new.features)
                .execute(&mut *conn).await?.rows_affected());
        }
        Ok(())
    }

    /// Lets go of what was kept of these jobs.
    pub async fn drop_features(&mut self, ids: &[JobId]) -> Result<()> {
        for id in ids {
            on_tx!(self, conn => sqlx::query("DELETE FROM job_features WHERE job_id = $1")
                .bind(id.0).execute(&mut *conn).await?.rows_affected());
        }
        Ok(())
    }
}
