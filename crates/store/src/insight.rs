//! The timeline, the summary and the numbers of a job search.

use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

use domain::analytics::{self, Analytics};
use domain::{ApplicationId, Channel, Stage, State, TaskId, Timestamp, UserId};
use serde::Serialize;
use uuid::Uuid;

use crate::applications::ApplicationRecord;
use crate::{Page, PageRequest, Result, Store, Tx, words};

/// Something that happened to an application, in the person's words.
#[derive(Clone, Debug, Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct TimelineEntry {
    /// Its id.
    pub id: Uuid,
    /// The application.
    pub application_id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who caused it: `system`, `user`, `email`, `ats` or `web`.
    pub source: String,
    /// `state`, `stage`, `mail`, `interview` or `posting`.
    pub kind: String,
    /// What happened.
    pub title: String,
    /// More about it.
    pub detail: String,
}

/// How many applications are where.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct TrackingSummary {
    /// All applications.
    pub total: u64,
    /// By our side.
    pub by_state: BTreeMap<String, u64>,
    /// By the employer's side.
    pub by_stage: BTreeMap<String, u64>,
    /// How many wait for the person.
    pub waiting_for_you: u64,
}

impl Tx {
    /// Adds a line to the timeline.
    pub async fn add_timeline(
        &mut self,
        record: &ApplicationRecord,
        source: Channel,
        kind: &str,
        title: &str,
        detail: &str,
    ) -> Result<()> {
        let id = TaskId::new(self.now());
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO timeline (id, user_id, application_id, at, source, kind, title, detail)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(id.0).bind(record.user_id.0).bind(record.application.id.0).bind(now).bind(words::word(&source))
            .bind(kind).bind(title).bind(detail).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }
}

impl Store {
    /// A person's timeline, newest first; of one application when it is given.
    pub async fn timeline(
        &self,
        user_id: UserId,
        application_id: Option<ApplicationId>,
        request: &PageRequest,
    ) -> Result<Page<TimelineEntry>> {
        let rows: Vec<TimelineEntry> = on_read!(self, pool => sqlx::query_as(
            "SELECT id, application_id, at, source, kind, title, detail FROM timeline
             WHERE user_id = $1 AND ($2 IS NULL OR application_id = $2) ORDER BY at DESC, id DESC LIMIT $3 OFFSET $4")
            .bind(user_id.0).bind(application_id.map(|id| id.0)).bind(request.limit() + 1).bind(request.offset())
            .fetch_all(pool).await?);
        Ok(Page::cut(rows, request))
    }

    /// How many of a person's applications are where.
    pub async fn tracking_summary(&self, user_id: UserId) -> Result<TrackingSummary> {
        let mut summary = TrackingSummary::default();
        for one in self.counted_applications(user_id).await? {
            summary.total += 1;
            *summary.by_state.entry(one.state.as_str().to_owned()).or_default() += 1;
            *summary.by_stage.entry(one.stage.as_str().to_owned()).or_default() += 1;
            let waits =
                matches!(one.state, State::Draft | State::Ready | State::NeedsReview | State::RejectedByForm);
            summary.waiting_for_you += u64::from(waits);
        }
        Ok(summary)
    }

    /// A person's numbers as of `now`.
    pub async fn analytics(&self, user_id: UserId, now: Timestamp) -> Result<Analytics> {
        let matches: i64 = on_read!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM matches m JOIN jobs j ON j.id = m.job_id WHERE m.user_id = $1 AND j.closed_at IS NULL")
            .bind(user_id.0).fetch_one(pool).await?);
        let applications = self.counted_applications(user_id).await?;
        Ok(analytics::count(u64::try_from(matches).unwrap_or(0), &applications, now))
    }

    async fn counted_applications(&self, user_id: UserId) -> Result<Vec<analytics::Counted>> {
        type Row = (String, String, bool, Option<Timestamp>, Option<Timestamp>);
        let rows: Vec<Row> = on_read!(self, pool => sqlx::query_as(
            "SELECT a.state, a.stage,
               EXISTS (SELECT 1 FROM interviews i WHERE i.application_id = a.id AND i.cancelled = $2) AS has_interview,
               a.submitted_at, a.answered_at
             FROM applications a WHERE a.user_id = $1")
            .bind(user_id.0).bind(false).fetch_all(pool).await?);
        rows.into_iter()
            .map(|(state, stage, has_interview, submitted_at, answered_at)| {
                Ok(analytics::Counted {
                    state: State::parse(&state)
                        .ok_or_else(|| crate::StoreError::unknown_word("applications.state", &state))?,
                    stage: Stage::parse(&stage)
                        .ok_or_else(|| crate::StoreError::unknown_word("applications.stage", &stage))?,
                    has_interview,
                    submitted_at,
                    answered_at,
                })
            })
            .collect()
    }
}
