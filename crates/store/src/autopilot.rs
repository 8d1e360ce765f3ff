//! The autopilot: what a person allows, what it did, and the counts its limits are kept by.
//!
//! [`Tx::hold_autopilot`] locks a person's row, so that counting and acting are one: two workers never both take
//! the last place of a day, and after a pause is committed nothing is approved any more.

use chrono::TimeDelta;
use domain::autopilot::{AutopilotAct, AutopilotEntry, AutopilotMode, AutopilotRules};
use domain::{ApplicationId, JobId, Timestamp, UserId};
use sqlx::types::Json;
use uuid::Uuid;

use crate::applications::ApplicationRecord;
use crate::{Page, PageRequest, Result, Store, StoreError, Tx, words};

/// The time the daily limit is counted over.
pub const DAY: TimeDelta = TimeDelta::hours(24);
/// The time the limit per employer is counted over.
pub const EMPLOYER_PERIOD: TimeDelta = TimeDelta::days(30);

/// A person's autopilot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Autopilot {
    /// Whether it acts.
    pub mode: AutopilotMode,
    /// What is allowed.
    pub rules: AutopilotRules,
    /// Grows by one with each change; 0 before the first.
    pub version: i64,
    /// When it was turned on: jobs that were known before are left to the person.
    pub on_since: Option<Timestamp>,
}

/// How much of the limits is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AutopilotUse {
    /// Applications it began within [`DAY`].
    pub started: i64,
    /// Forms it approved within [`DAY`].
    pub approved: i64,
    /// Applications to the employer within [`EMPLOYER_PERIOD`], whoever began them.
    pub employer: i64,
}

/// A line for the log.
pub struct NewEntry<'a> {
    /// What it did.
    pub act: AutopilotAct,
    /// Why, as a stable word.
    pub code: &'a str,
    /// Why, as a sentence.
    pub sentence: &'a str,
    /// The job it is about.
    pub job_id: Option<JobId>,
    /// The application it is about.
    pub application_id: Option<ApplicationId>,
    /// The content it looked at.
    pub seen_sha256: Option<&'a str>,
    /// The job's title.
    pub job_title: &'a str,
    /// The employer.
    pub company: &'a str,
    /// The same key is one line: looking again changes it rather than adding another.
    pub key: &'a str,
    /// When it may look at the same again; `None` is never.
    pub until: Option<Timestamp>,
}

type Row = (String, Json<AutopilotRules>, i64, Option<Timestamp>);

fn autopilot(row: Row) -> Result<Autopilot> {
    let (mode, Json(rules), version, on_since) = row;
    Ok(Autopilot { mode: words::parse("autopilots.mode", &mode)?, rules, version, on_since })
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: Uuid,
    at: Timestamp,
    act: String,
    code: String,
    sentence: String,
    job_id: Option<Uuid>,
    application_id: Option<Uuid>,
    job_title: String,
    company: String,
}

impl EntryRow {
    fn into_entry(self) -> Result<AutopilotEntry> {
        Ok(AutopilotEntry {
            id: self.id,
            at: self.at,
            act: words::parse("autopilot_log.act", &self.act)?,
            code: self.code,
            sentence: self.sentence,
            job_id: self.job_id.map(JobId),
            application_id: self.application_id.map(ApplicationId),
            job_title: self.job_title,
            company: self.company,
        })
    }
}

impl Store {
    /// A person's autopilot; off with careful rules when they never touched it.
    pub async fn autopilot(&self, user_id: UserId) -> Result<Autopilot> {
        let row: Option<Row> = on_read!(self, pool => sqlx::query_as(
            "SELECT mode, rules, version, on_since FROM autopilots WHERE user_id = $1")
            .bind(user_id.0).fetch_optional(pool).await?);
        row.map_or_else(|| Ok(Autopilot::default()), autopilot)
    }

    /// Everybody whose autopilot is on.
    pub async fn autopilots_on(&self) -> Result<Vec<UserId>> {
        let rows: Vec<Uuid> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT user_id FROM autopilots WHERE mode = 'on' ORDER BY user_id").fetch_all(pool).await?);
        Ok(rows.into_iter().map(UserId).collect())
    }

    /// The matches an autopilot may look at, best first: open jobs of the allowed boards that became known after it
    /// was turned on, not hidden, not applied to, and not looked at before without a date to look again.
    pub async fn autopilot_candidates(
        &self,
        user_id: UserId,
        rules: &AutopilotRules,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<(JobId, f64)>> {
        if rules.source_ids.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.clock().now();
        let places: Vec<String> =
            (0..rules.source_ids.len()).map(|index| format!("${}", index + 6)).collect();
        let sql = format!(
            "SELECT m.job_id, m.score FROM matches m JOIN jobs j ON j.id = m.job_id
             WHERE m.user_id = $1 AND m.score >= $2 AND j.closed_at IS NULL AND j.duplicate_of IS NULL
               AND j.first_seen_at >= $3 AND j.source_id IN ({})
               AND NOT EXISTS (SELECT 1 FROM applications a WHERE a.user_id = m.user_id AND a.job_id = m.job_id)
               AND NOT EXISTS (SELECT 1 FROM feedback f WHERE f.user_id = m.user_id AND f.job_id = m.job_id AND f.verdict = 'hide')
               AND NOT EXISTS (SELECT 1 FROM autopilot_log l WHERE l.user_id = m.user_id AND l.job_id = m.job_id
                 AND (l.until IS NULL OR l.until > $4))
             ORDER BY m.score DESC, m.job_id LIMIT $5",
            places.join(", ")
        );
        let rows: Vec<(Uuid, f64)> = on_read!(self, pool => {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(user_id.0).bind(rules.min_score).bind(since).bind(now).bind(i64::from(limit));
            for source_id in &rules.source_ids {
                query = query.bind(source_id.0);
            }
            query.fetch_all(pool).await?
        });
        Ok(rows.into_iter().map(|(id, score)| (JobId(id), score)).collect())
    }

    /// Applications an autopilot began that now wait, and that it has not looked at as they are.
    pub async fn autopilot_waiting(&self, user_id: UserId, limit: u32) -> Result<Vec<ApplicationId>> {
        let now = self.clock().now();
        let rows: Vec<Uuid> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT a.id FROM applications a WHERE a.user_id = $1 AND a.by_autopilot = $2
               AND a.state IN ('ready', 'draft', 'failed_before_send', 'rejected_by_form', 'needs_review')
               AND NOT EXISTS (SELECT 1 FROM autopilot_log l WHERE l.user_id = a.user_id AND l.application_id = a.id
                 AND l.act = 'held_back' AND l.seen_state = a.state
                 AND COALESCE(l.seen_sha256, '') = COALESCE(a.snapshot_sha256, '')
                 AND (l.until IS NULL OR l.until > $3))
             ORDER BY a.created_at, a.id LIMIT $4")
            .bind(user_id.0).bind(true).bind(now).bind(i64::from(limit)).fetch_all(pool).await?);
        Ok(rows.into_iter().map(ApplicationId).collect())
    }

    /// What it did and why it held back, newest first.
    pub async fn autopilot_log(
        &self,
        user_id: UserId,
        request: &PageRequest,
    ) -> Result<Page<AutopilotEntry>> {
        let rows: Vec<EntryRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT id, at, act, code, sentence, job_id, application_id, job_title, company FROM autopilot_log
             WHERE user_id = $1 ORDER BY at DESC, id DESC LIMIT $2 OFFSET $3")
            .bind(user_id.0).bind(request.limit() + 1).bind(request.offset()).fetch_all(pool).await?);
        Page::cut(rows, request).try_map(EntryRow::into_entry)
    }

    /// Whether the log has a line of this key.
    pub async fn autopilot_noted(&self, user_id: UserId, key: &str) -> Result<bool> {
        let one: Option<i32> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT 1 FROM autopilot_log WHERE user_id = $1 AND entry_key = $2")
            .bind(user_id.0).bind(key).fetch_optional(pool).await?);
        Ok(one.is_some())
    }

    /// How much of a day's limits is used, for the page; acting counts again under the lock.
    pub async fn autopilot_used(&self, user_id: UserId) -> Result<AutopilotUse> {
        let since = self.clock().now() - DAY;
        let started: i64 = on_read!(self, pool => sqlx::query_scalar(STARTED)
            .bind(user_id.0).bind(since).bind(true).fetch_one(pool).await?);
        let approved: i64 = on_read!(self, pool => sqlx::query_scalar(APPROVED)
            .bind(user_id.0).bind(since).bind(None::<Uuid>).fetch_one(pool).await?);
        Ok(AutopilotUse { started, approved, employer: 0 })
    }
}

const STARTED: &str =
    "SELECT COUNT(*) FROM applications WHERE user_id = $1 AND created_at > $2 AND by_autopilot = $3";
const APPROVED: &str = "SELECT COUNT(*) FROM applications WHERE user_id = $1 AND autopilot_approved_at > $2
    AND ($3 IS NULL OR id <> $3)";

impl Tx {
    /// Changes what is allowed when it is still at `seen_version`. Unless it is on afterwards, what it approved and
    /// is not on its way yet waits for the person again.
    pub async fn put_autopilot(
        &mut self,
        user_id: UserId,
        mode: AutopilotMode,
        rules: &AutopilotRules,
        seen_version: i64,
    ) -> Result<Autopilot> {
        let now = self.now();
        let row: Option<Row> = on_tx!(self, conn => sqlx::query_as(
            "INSERT INTO autopilots (user_id, mode, rules, version, on_since, updated_at)
             SELECT $1, $2, $3, 1, CASE WHEN $2 = 'off' THEN NULL ELSE $4 END, $4
             ON CONFLICT (user_id) DO UPDATE SET mode = excluded.mode, rules = excluded.rules,
               version = autopilots.version + 1, updated_at = excluded.updated_at,
               on_since = CASE WHEN excluded.mode = 'off' THEN NULL
                 ELSE COALESCE(autopilots.on_since, excluded.on_since) END
             WHERE autopilots.version = $5
             RETURNING mode, rules, version, on_since")
            .bind(user_id.0).bind(words::word(&mode)).bind(Json(rules)).bind(now).bind(seen_version)
            .fetch_optional(&mut *conn).await?);
        let after = autopilot(row.ok_or(StoreError::Stale { what: "the autopilot" })?)?;
        if mode != AutopilotMode::On {
            on_tx!(self, conn => sqlx::query(
                "UPDATE applications SET approved_sha256 = NULL
                 WHERE user_id = $1 AND autopilot_approved_at IS NOT NULL AND autopilot_approved_at = approved_at
                   AND state IN ('queued', 'preparing', 'ready')")
                .bind(user_id.0).execute(&mut *conn).await?.rows_affected());
        }
        Ok(after)
    }

    /// Locks a person's autopilot until the transaction ends; `None` unless it is on.
    pub async fn hold_autopilot(&mut self, user_id: UserId) -> Result<Option<Autopilot>> {
        let row: Option<Row> = on_tx!(self, conn => sqlx::query_as(
            "UPDATE autopilots SET mode = mode WHERE user_id = $1 AND mode = 'on'
             RETURNING mode, rules, version, on_since")
            .bind(user_id.0).fetch_optional(&mut *conn).await?);
        row.map(autopilot).transpose()
    }

    /// How much of the limits is used, `except` one application. Count only while holding the autopilot.
    pub async fn autopilot_use(
        &mut self,
        user_id: UserId,
        company: &str,
        except: Option<ApplicationId>,
    ) -> Result<AutopilotUse> {
        let (day, period) = (self.now() - DAY, self.now() - EMPLOYER_PERIOD);
        let except = except.map(|id| id.0);
        let started: i64 = on_tx!(self, conn => sqlx::query_scalar(STARTED)
            .bind(user_id.0).bind(day).bind(true).fetch_one(&mut *conn).await?);
        let approved: i64 = on_tx!(self, conn => sqlx::query_scalar(APPROVED)
            .bind(user_id.0).bind(day).bind(except).fetch_one(&mut *conn).await?);
        let employer: i64 = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT COUNT(*) FROM applications WHERE user_id = $1 AND company_key = $2
               AND (created_at > $3 OR approved_at > $3) AND ($4 IS NULL OR id <> $4)
               AND state NOT IN ('cancelled', 'failed_before_send')")
            .bind(user_id.0).bind(domain::text::fold(company)).bind(period).bind(except)
            .fetch_one(&mut *conn).await?);
        Ok(AutopilotUse { started, approved, employer })
    }

    /// Notes that the autopilot began an application.
    pub async fn set_by_autopilot(&mut self, id: ApplicationId) -> Result<()> {
        on_tx!(self, conn => sqlx::query("UPDATE applications SET by_autopilot = $2 WHERE id = $1")
            .bind(id.0).bind(true).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// Approves exactly the content with this hash in the person's name, and counts it against the day.
    pub async fn approve_by_autopilot(
        &mut self,
        record: &ApplicationRecord,
        seen_sha256: &str,
    ) -> Result<()> {
        self.approve_snapshot(record, seen_sha256).await?;
        let now = self.now();
        on_tx!(self, conn => sqlx::query("UPDATE applications SET autopilot_approved_at = $2 WHERE id = $1")
            .bind(record.application.id.0).bind(now).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// Writes a line of the log; the line of the same key is changed.
    pub async fn note_autopilot(
        &mut self,
        user_id: UserId,
        seen_state: Option<domain::State>,
        new: NewEntry<'_>,
    ) -> Result<()> {
        let now = self.now();
        let id = domain::TaskId::new(now).0;
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO autopilot_log (id, user_id, at, act, code, sentence, job_id, application_id, seen_state,
               seen_sha256, job_title, company, entry_key, until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             ON CONFLICT (user_id, entry_key) DO UPDATE SET at = excluded.at, code = excluded.code,
               sentence = excluded.sentence, seen_state = excluded.seen_state, seen_sha256 = excluded.seen_sha256,
               until = excluded.until")
            .bind(id).bind(user_id.0).bind(now).bind(words::word(&new.act)).bind(new.code).bind(new.sentence)
            .bind(new.job_id.map(|id| id.0)).bind(new.application_id.map(|id| id.0))
            .bind(seen_state.map(domain::State::as_str)).bind(new.seen_sha256)
            .bind(new.job_title).bind(new.company).bind(new.key).bind(new.until)
            .execute(&mut *conn).await?.rows_affected());
        Ok(())
    }
}
