//! What a person said about jobs: hide it, more like it, less like it.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{Fact, Job, JobId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::jobs::JobRow;
use crate::{Page, PageRequest, Result, Store, Tx};

/// What a person says about a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Never show it again.
    Hide,
    /// Show more jobs like it.
    More,
    /// Show fewer jobs like it.
    Less,
}

/// One thing a person said.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Feedback {
    /// The job.
    pub job_id: JobId,
    /// Its title.
    pub job_title: String,
    /// The employer.
    pub company: String,
    /// What was said.
    pub verdict: Verdict,
    /// When.
    pub at: DateTime<Utc>,
}

impl Verdict {
    /// As the database has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hide => "hide",
            Self::More => "more",
            Self::Less => "less",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "more" => Self::More,
            "less" => Self::Less,
            _ => Self::Hide,
        }
    }
}

impl Store {
    /// What a person said, the newest first.
    pub async fn feedback(&self, user_id: UserId, request: &PageRequest) -> Result<Page<Feedback>> {
        let rows: Vec<(Uuid, Json<domain::Posting>, String, DateTime<Utc>)> = on_read!(self, pool => sqlx::query_as(
            "SELECT f.job_id, j.posting, f.verdict, f.at FROM feedback f JOIN jobs j ON j.id = f.job_id
             WHERE f.user_id = $1 ORDER BY f.at DESC, f.job_id LIMIT $2 OFFSET $3")
            .bind(user_id.0).bind(request.limit() + 1).bind(request.offset()).fetch_all(pool).await?);
        let items = rows.into_iter().map(|(job_id, Json(posting), verdict, at)| Feedback {
            job_id: JobId(job_id),
            job_title: posting.title,
            company: posting.company,
            verdict: Verdict::parse(&verdict),
            at,
        });
        Ok(Page::cut(items.collect(), request))
    }

    /// What a person said about one job.
    pub async fn feedback_of(&self, user_id: UserId, job_id: JobId) -> Result<Option<Verdict>> {
        let verdict: Option<String> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT verdict FROM feedback WHERE user_id = $1 AND job_id = $2")
            .bind(user_id.0).bind(job_id.0).fetch_optional(pool).await?);
        Ok(verdict.map(|verdict| Verdict::parse(&verdict)))
    }

    /// The jobs a person hid.
    pub async fn hidden_jobs(&self, user_id: UserId) -> Result<HashSet<JobId>> {
        let ids: Vec<Uuid> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT job_id FROM feedback WHERE user_id = $1 AND verdict = 'hide'")
            .bind(user_id.0).fetch_all(pool).await?);
        Ok(ids.into_iter().map(JobId).collect())
    }

    /// The jobs of which a person wants more (`true`) or less, closed ones too, the newest judgement first.
    pub async fn judged_jobs(&self, user_id: UserId, limit: usize) -> Result<Vec<(Job, bool)>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows: Vec<JudgedRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT j.id, j.source_id, j.posting, j.first_seen_at, j.changed_at, j.closed_at, j.also_in, f.verdict
             FROM feedback f JOIN jobs j ON j.id = f.job_id
             WHERE f.user_id = $1 AND f.verdict IN ('more', 'less') ORDER BY f.at DESC, f.job_id LIMIT $2")
            .bind(user_id.0).bind(limit).fetch_all(pool).await?);
        Ok(rows.into_iter().map(|row| (row.job.into(), row.verdict == "more")).collect())
    }
}

#[derive(sqlx::FromRow)]
struct JudgedRow {
    #[sqlx(flatten)]
    job: JobRow,
    verdict: String,
}

impl Tx {
    /// Remembers what the person said about a job, in place of what they said before; `None` takes it back.
    pub async fn put_feedback(
        &mut self,
        user_id: UserId,
        job_id: JobId,
        verdict: Option<Verdict>,
    ) -> Result<()> {
        let now = self.now();
        on_tx!(self, conn => sqlx::query("DELETE FROM feedback WHERE user_id = $1 AND job_id = $2")
            .bind(user_id.0).bind(job_id.0).execute(&mut *conn).await?.rows_affected());
        if let Some(verdict) = verdict {
            on_tx!(self, conn => sqlx::query(
                "INSERT INTO feedback (user_id, job_id, verdict, at) VALUES ($1, $2, $3, $4)")
                .bind(user_id.0).bind(job_id.0).bind(verdict.as_str()).bind(now).execute(&mut *conn).await?.rows_affected());
        }
        self.tell(&Fact::ProfileChanged { user_id }).await
    }
}
