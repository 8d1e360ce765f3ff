//! Whether a person's matching runs, and the scores.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::event::{JobMatchUpdate, MATCHES_PER_EVENT, MatchingStarted, MatchingStopped};
use domain::{Event, Fact, JobId, Match, UserId};
use sqlx::types::Json;
use uuid::Uuid;

use crate::shards::Shard;
use crate::{Page, PageRequest, Result, Store, Tx};

/// Matches written by one statement: a statement's way to the database takes longer than a row.
const ROWS_AT_ONCE: usize = 50;

/// Whether a person's matching runs, and how far it is.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Matching {
    /// Whether it runs.
    pub is_matching: bool,
    /// Since when.
    pub started_at: Option<DateTime<Utc>>,
    /// The profile's version that was scored last.
    pub profile_version: i64,
    /// How many jobs have been scored since it was started.
    pub scored: i64,
    /// How many there are to score.
    pub total: i64,
}

/// What changed in a person's matches.
#[derive(Clone, Debug, Default)]
pub struct MatchChanges {
    /// New or changed matches, best first.
    pub upserted: Vec<Match>,
    /// Jobs that no longer match.
    pub removed: Vec<JobId>,
    /// Jobs the person hid. They are stored like others, and told as if they were removed.
    pub hidden: Arc<HashSet<JobId>>,
    /// How many jobs have been scored since the start.
    pub scored: i64,
    /// How many there are to score.
    pub total: i64,
    /// The profile's version these scores are for.
    pub profile_version: i64,
}

/// The place before the best match.
const BEFORE_ALL: (f64, Uuid) = (f64::MAX, Uuid::nil());

/// The score and job that a cursor of matches names; one that names none begins at the start.
fn place_of(cursor: &str) -> (f64, Uuid) {
    let place = |(score, job): (&str, &str)| Some((score.parse().ok()?, job.parse().ok()?));
    let named = cursor.split_once(':').and_then(place);
    named.filter(|(score, _): &(f64, Uuid)| score.is_finite()).unwrap_or(BEFORE_ALL)
}

impl Store {
    /// Whether a person's matching runs.
    pub async fn matching(&self, user_id: UserId) -> Result<Matching> {
        let row: Option<Matching> = on_read!(self, pool => sqlx::query_as(
            "SELECT is_matching, started_at, profile_version, scored, total FROM matchings WHERE user_id = $1")
            .bind(user_id.0).fetch_optional(pool).await?);
        Ok(row.unwrap_or_default())
    }

    /// A person's matches of open jobs, best first, hidden ones left out. The cursor is the last match, so that what
    /// comes or goes in between does not shift the pages.
    pub async fn matches(
        &self,
        user_id: UserId,
        min_score: f64,
        request: &PageRequest,
    ) -> Result<Page<Match>> {
        let after = request.cursor.as_deref().map_or(BEFORE_ALL, place_of);
        let rows: Vec<(f64, Json<Match>)> = on_read!(self, pool => sqlx::query_as(
            "SELECT m.score, m.match FROM matches m JOIN jobs j ON j.id = m.job_id
             WHERE m.user_id = $1 AND m.score >= $2 AND j.closed_at IS NULL
               AND m.score <= $4 AND (m.score < $4 OR m.job_id > $5)
               AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.user_id = m.user_id AND f.job_id = m.job_id AND f.verdict = 'hide')
             ORDER BY m.score DESC, m.job_id LIMIT $3")
            .bind(user_id.0).bind(min_score).bind(request.limit() + 1).bind(after.0).bind(after.1)
            .fetch_all(pool).await?);
        let cursor_of = |(score, Json(last)): &(f64, Json<Match>)| format!("{score}:{}", last.job_id);
        Ok(Page::cut_after(rows, request, cursor_of).map(|(_, Json(found))| found))
    }

    /// A person's match for one job.
    pub async fn match_of(&self, user_id: UserId, job_id: JobId) -> Result<Option<Match>> {
        let row: Option<Json<Match>> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT match FROM matches WHERE user_id = $1 AND job_id = $2")
            .bind(user_id.0).bind(job_id.0).fetch_optional(pool).await?);
        Ok(row.map(|Json(found)| found))
    }

    /// The jobs a person has matches for, with their scores.
    pub async fn matched_jobs(&self, user_id: UserId) -> Result<Vec<(JobId, f64)>> {
        let rows: Vec<(Uuid, f64)> = on_read!(self, pool => sqlx::query_as(
            "SELECT job_id, score FROM matches WHERE user_id = $1 ORDER BY score DESC, job_id")
            .bind(user_id.0).fetch_all(pool).await?);
        Ok(rows.into_iter().map(|(id, score)| (JobId(id), score)).collect())
    }
}

impl Tx {
    /// Starts a person's matching over `total` jobs and records [`Event::MatchingStarted`].
    pub async fn start_matching(&mut self, user_id: UserId, total: i64) -> Result<()> {
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO matchings (user_id, is_matching, started_at, profile_version, scored, total, shard)
             VALUES ($1, $2, $3, 0, 0, $4, $5)
             ON CONFLICT (user_id) DO UPDATE SET is_matching = excluded.is_matching,
               started_at = excluded.started_at, profile_version = 0, scored = 0, total = excluded.total")
            .bind(user_id.0).bind(true).bind(now).bind(total).bind(Shard::of(user_id).number()).execute(&mut *conn).await?.rows_affected());
        let total = u64::try_from(total).unwrap_or(0);
        self.record(user_id, Event::MatchingStarted(MatchingStarted { total })).await?;
        self.tell(&Fact::MatchingStarted { user_id }).await
    }

    /// Stops a person's matching and records [`Event::MatchingStopped`]; nothing happens when it does not run.
    pub async fn stop_matching(&mut self, user_id: UserId, reason: &str) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE matchings SET is_matching = $2 WHERE user_id = $1 AND is_matching = $3")
            .bind(user_id.0).bind(false).bind(true).execute(&mut *conn).await?.rows_affected());
        if rows > 0 {
            let stopped = MatchingStopped { reason: reason.to_owned() };
            self.record(user_id, Event::MatchingStopped(stopped)).await?;
        }
        Ok(rows > 0)
    }

    /// Applies changed matches and records one [`Event::JobMatchUpdate`] for all of them. Returns the revision of the
    /// person's matches: one more than before.
    pub async fn apply_match_changes(&mut self, user_id: UserId, changes: &MatchChanges) -> Result<i64> {
        for some in changes.upserted.chunks(ROWS_AT_ONCE) {
            self.put_matches(user_id, some).await?;
        }
        for some in changes.removed.chunks(ROWS_AT_ONCE) {
            self.drop_matches(user_id, some).await?;
        }
        let revision: Option<i64> = on_tx!(self, conn => sqlx::query_scalar(
            "UPDATE matchings SET scored = $2, total = $3, profile_version = $4, revision = revision + 1
             WHERE user_id = $1 RETURNING revision")
            .bind(user_id.0).bind(changes.scored).bind(changes.total).bind(changes.profile_version)
            .fetch_optional(&mut *conn).await?);
        let (hidden, shown): (Vec<&Match>, Vec<&Match>) =
            changes.upserted.iter().partition(|found| changes.hidden.contains(&found.job_id));
        let removed = changes.removed.iter().copied().chain(hidden.iter().map(|found| found.job_id));
        let count = shown.len().max(changes.removed.len() + hidden.len());
        let update = JobMatchUpdate {
            matches: shown.into_iter().take(MATCHES_PER_EVENT).cloned().collect(),
            removed: removed.take(MATCHES_PER_EVENT).collect(),
            scored: u64::try_from(changes.scored).unwrap_or(0),
            total: u64::try_from(changes.total).unwrap_or(0),
            truncated: count > MATCHES_PER_EVENT,
        };
        self.record(user_id, Event::JobMatchUpdate(update)).await?;
        Ok(revision.unwrap_or(0))
    }

    async fn put_matches(&mut self, user_id: UserId, matches: &[Match]) -> Result<()> {
        // $1 is the person; each row has four places of its own.
        let rows = (0..matches.len()).map(|row| {
            let [job_id, score, found, scored_at] = [2, 3, 4, 5].map(|place| place + 4 * row);
            format!("($1, ${job_id}, ${score}, ${found}, ${scored_at})")
        });
        let sql = format!(
            "INSERT INTO matches (user_id, job_id, score, match, scored_at) VALUES {}
             ON CONFLICT (user_id, job_id) DO UPDATE SET score = excluded.score, match = excluded.match,
               scored_at = excluded.scored_at",
            joined(rows)
        );
        on_tx!(self, conn => {
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(user_id.0);
            for found in matches {
                query = query.bind(found.job_id.0).bind(found.match_score).bind(Json(found)).bind(found.scored_at);
            }
            query.execute(&mut *conn).await?.rows_affected()
        });
        Ok(())
    }

    async fn drop_matches(&mut self, user_id: UserId, jobs: &[JobId]) -> Result<()> {
        let places = joined((0..jobs.len()).map(|row| format!("${}", row + 2)));
        let sql = format!("DELETE FROM matches WHERE user_id = $1 AND job_id IN ({places})");
        on_tx!(self, conn => {
            let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(user_id.0);
            for job_id in jobs {
                query = query.bind(job_id.0);
            }
            query.execute(&mut *conn).await?.rows_affected()
        });
        Ok(())
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<String>>().join(", ")
}
