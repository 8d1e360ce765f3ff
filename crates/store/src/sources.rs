//! Sources: the boards that are watched, how each is doing, and who follows it.
//!
//! A board is watched once, however many people follow it.

use domain::Fact;
use domain::{Source, SourceHealth, SourceId, SourceKind, Timestamp, UserId};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Result, Store, Tx, words};

/// A board to be watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSource {
    /// How it publishes.
    pub kind: SourceKind,
    /// A name for people.
    pub name: String,
    /// The address that is fetched. The same address is the same source.
    pub url: String,
    /// The hosts a fetch may reach.
    pub allowed_hosts: Vec<String>,
}

/// A source with what its next reading needs.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncState {
    /// The source.
    pub source: Source,
    /// The hosts a fetch may reach, redirects included.
    pub allowed_hosts: Vec<String>,
    /// Validator of the last answer that was whole.
    pub etag: Option<String>,
    /// Validator of the last answer that was whole.
    pub last_modified: Option<String>,
    /// Failures in a row.
    pub failures: u32,
    /// How often in a row a board that had many jobs showed none.
    pub empty_seen: u32,
}

/// How a reading of a source ended.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncEnd {
    /// How it is doing now.
    pub health: SourceHealth,
    /// What is wrong and what to do.
    pub problem: Option<String>,
    /// Failures in a row.
    pub failures: u32,
    /// How often in a row a board that had many jobs showed none.
    pub empty_seen: u32,
    /// Validators for the next request; both absent when the answer has to come whole again.
    pub etag: Option<String>,
    /// See `etag`.
    pub last_modified: Option<String>,
    /// Whether it was read to the end.
    pub read_whole: bool,
    /// A better name for people, when the board told one.
    pub name: Option<String>,
    /// When it is read next; `None` when only a person can say so.
    pub next_sync_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct SourceRow {
    id: Uuid,
    kind: String,
    name: String,
    url: String,
    allowed_hosts: Json<Vec<String>>,
    enabled: bool,
    health: String,
    problem: Option<String>,
    etag: Option<String>,
    last_modified: Option<String>,
    failures: i32,
    empty_seen: i32,
    last_synced_at: Option<Timestamp>,
    next_sync_at: Option<Timestamp>,
    open_jobs: i64,
}

impl SourceRow {
    fn state(self) -> Result<SyncState> {
        Ok(SyncState {
            allowed_hosts: self.allowed_hosts.0,
            etag: self.etag,
            last_modified: self.last_modified,
            failures: u32::try_from(self.failures).unwrap_or(0),
            empty_seen: u32::try_from(self.empty_seen).unwrap_or(0),
            source: Source {
                id: SourceId(self.id),
                kind: words::parse("sources.kind", &self.kind)?,
                name: self.name,
                url: self.url,
                enabled: self.enabled,
                health: words::parse("sources.health", &self.health)?,
                problem: self.problem,
                last_synced_at: self.last_synced_at,
                next_sync_at: self.next_sync_at,
                open_jobs: u64::try_from(self.open_jobs).unwrap_or(0),
            },
        })
    }
}

/// The columns of a [`SourceRow`], before a condition.
macro_rules! select_sources {
    ($condition:literal) => {
        concat!(
            "SELECT s.id, s.kind, s.name, s.url, s.allowed_hosts, s.enabled, s.health, s.problem, s.etag,
               s.last_modified, s.failures, s.empty_seen, s.last_synced_at, s.next_sync_at,
               (SELECT COUNT(*) FROM jobs j WHERE j.source_id = s.id AND j.closed_at IS NULL) AS open_jobs
             FROM sources s ",
            $condition
        )
    };
}

impl Store {
    /// A source by id.
    pub async fn source(&self, id: SourceId) -> Result<Option<Source>> {
        Ok(self.sync_state(id).await?.map(|state| state.source))
    }

    /// A source with what its next reading needs.
    pub async fn sync_state(&self, id: SourceId) -> Result<Option<SyncState>> {
        let row: Option<SourceRow> = on_read!(self, pool => sqlx::query_as(select_sources!("WHERE s.id = $1"))
            .bind(id.0).fetch_optional(pool).await?);
        row.map(SourceRow::state).transpose()
    }

    /// The sources a person follows, by name.
    pub async fn sources_of(&self, user_id: UserId) -> Result<Vec<Source>> {
        let rows: Vec<SourceRow> = on_read!(self, pool => sqlx::query_as(select_sources!(
            "JOIN source_follows f ON f.source_id = s.id WHERE f.user_id = $1 ORDER BY s.name, s.id"))
            .bind(user_id.0).fetch_all(pool).await?);
        rows.into_iter().map(|row| Ok(row.state()?.source)).collect()
    }

    /// Which sources a person follows, in the order of their ids.
    pub async fn followed_ids(&self, user_id: UserId) -> Result<Vec<SourceId>> {
        let ids: Vec<Uuid> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT source_id FROM source_follows WHERE user_id = $1 ORDER BY source_id")
            .bind(user_id.0).fetch_all(pool).await?);
        Ok(ids.into_iter().map(SourceId).collect())
    }

    /// Every source, by name: for the health page and the command line.
    pub async fn all_sources(&self) -> Result<Vec<Source>> {
        let rows: Vec<SourceRow> = on_read!(self, pool => sqlx::query_as(select_sources!("ORDER BY s.name, s.id"))
            .fetch_all(pool).await?);
        rows.into_iter().map(|row| Ok(row.state()?.source)).collect()
    }

    /// Whether a person follows a source.
    pub async fn follows(&self, user_id: UserId, source_id: SourceId) -> Result<bool> {
        let count: i64 = on_read!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM source_follows WHERE user_id = $1 AND source_id = $2")
            .bind(user_id.0).bind(source_id.0).fetch_one(pool).await?);
        Ok(count > 0)
    }

    /// Who follows a source: whom to tell how it is doing.
    pub async fn followers(&self, source_id: SourceId) -> Result<Vec<UserId>> {
        let rows: Vec<Uuid> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT user_id FROM source_follows WHERE source_id = $1 ORDER BY user_id")
            .bind(source_id.0).fetch_all(pool).await?);
        Ok(rows.into_iter().map(UserId).collect())
    }

    /// Sources whose time has come, the longest waiting first.
    pub async fn due_sources(&self, now: Timestamp, limit: u32) -> Result<Vec<SourceId>> {
        let rows: Vec<Uuid> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT id FROM sources WHERE enabled = $1 AND next_sync_at <= $2 ORDER BY next_sync_at, id LIMIT $3")
            .bind(true).bind(now).bind(i64::from(limit)).fetch_all(pool).await?);
        Ok(rows.into_iter().map(SourceId).collect())
    }
}

impl Tx {
    /// Begins to watch a board, or finds it when it is watched already. A new one is due at once.
    pub async fn add_source(&mut self, new: &NewSource) -> Result<SourceId> {
        let (id, now) = (SourceId::new(self.now()), self.now());
        let watched = new.kind != SourceKind::Import;
        let added = on_tx!(self, conn => sqlx::query(
            "INSERT INTO sources (id, kind, name, url, allowed_hosts, enabled, health, created_at, next_sync_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (url) DO NOTHING")
            .bind(id.0).bind(words::word(&new.kind)).bind(&new.name).bind(&new.url).bind(Json(&new.allowed_hosts))
            .bind(watched).bind(words::word(&SourceHealth::New)).bind(now).bind(watched.then_some(now))
            .execute(&mut *conn).await?.rows_affected());
        if added > 0 {
            if watched {
                self.tell(&Fact::SourceDue { source_id: id }).await?;
            }
            return Ok(id);
        }
        let known: Uuid = on_tx!(self, conn => sqlx::query_scalar("SELECT id FROM sources WHERE url = $1")
            .bind(&new.url).fetch_one(&mut *conn).await?);
        Ok(SourceId(known))
    }

    /// Lets a person follow a source. Following twice is following once; a source nobody followed is
    /// watched again.
    pub async fn follow_source(&mut self, user_id: UserId, source_id: SourceId) -> Result<()> {
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO source_follows (user_id, source_id, followed_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(user_id.0).bind(source_id.0).bind(now).execute(&mut *conn).await?.rows_affected());
        let paused: Option<bool> = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT enabled FROM sources WHERE id = $1 AND kind <> 'import' AND enabled = $2")
            .bind(source_id.0).bind(false).fetch_optional(&mut *conn).await?);
        if paused.is_some() {
            self.set_source_enabled(source_id, true).await?;
        }
        Ok(())
    }

    /// Lets every account follow a source: for what the operator of this server imported.
    pub async fn let_everybody_follow(&mut self, source_id: SourceId) -> Result<()> {
        let users: Vec<Uuid> = on_tx!(self, conn => sqlx::query_scalar("SELECT id FROM users ORDER BY id")
            .fetch_all(&mut *conn).await?);
        for user_id in users.into_iter().map(UserId) {
            self.follow_source(user_id, source_id).await?;
            self.tell(&Fact::ProfileChanged { user_id }).await?;
        }
        Ok(())
    }

    /// Lets a new account follow what the operator of this server imported.
    pub async fn follow_imports(&mut self, user_id: UserId) -> Result<()> {
        let imports: Vec<Uuid> = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT id FROM sources WHERE kind = 'import' ORDER BY id").fetch_all(&mut *conn).await?);
        for source_id in imports {
            self.follow_source(user_id, SourceId(source_id)).await?;
        }
        Ok(())
    }

    /// Ends a person's following, and the watching when nobody else follows. The jobs stay: they may
    /// have been applied to.
    pub async fn unfollow_source(&mut self, user_id: UserId, source_id: SourceId) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query("DELETE FROM source_follows WHERE user_id = $1 AND source_id = $2")
            .bind(user_id.0).bind(source_id.0).execute(&mut *conn).await?.rows_affected());
        let left: i64 = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT COUNT(*) FROM source_follows WHERE source_id = $1")
            .bind(source_id.0).fetch_one(&mut *conn).await?);
        if rows > 0 && left == 0 {
            self.set_source_enabled(source_id, false).await?;
        }
        Ok(rows > 0)
    }

    /// Takes sources whose time has come for `owner`, the longest waiting first, and sets their next time to `until`:
    /// by then the reading that is started now has ended, or whoever should do it has died.
    pub async fn take_due_sources(
        &mut self,
        owner: &str,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<SourceId>> {
        let now = self.now();
        let rows: Vec<Uuid> = on_tx!(self, conn => sqlx::query_scalar(
            "UPDATE sources SET next_sync_at = $1, lease_owner = $5 WHERE id IN (
               SELECT id FROM sources WHERE enabled = $2 AND next_sync_at <= $3 ORDER BY next_sync_at, id LIMIT $4)
             AND next_sync_at <= $3 RETURNING id")
            .bind(until).bind(true).bind(now).bind(i64::from(limit)).bind(owner).fetch_all(&mut *conn).await?);
        Ok(rows.into_iter().map(SourceId).collect())
    }

    /// Pauses a source, or reads it again from now on.
    pub async fn set_source_enabled(&mut self, id: SourceId, enabled: bool) -> Result<()> {
        on_tx!(self, conn => sqlx::query("UPDATE sources SET enabled = $2 WHERE id = $1 AND kind <> 'import'")
            .bind(id.0).bind(enabled).execute(&mut *conn).await?.rows_affected());
        if enabled {
            self.request_sync(id).await?;
        }
        Ok(())
    }

    /// Makes a source due now because a person said so, even when it was gone. `false` when it is
    /// paused, never fetched, or not there.
    pub async fn request_sync(&mut self, id: SourceId) -> Result<bool> {
        let now = self.now();
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE sources SET next_sync_at = $2 WHERE id = $1 AND enabled = $3 AND kind <> 'import'")
            .bind(id.0).bind(now).bind(true).execute(&mut *conn).await?.rows_affected());
        if rows > 0 {
            self.tell(&Fact::SourceDue { source_id: id }).await?;
        }
        Ok(rows > 0)
    }

    /// Locks a source for this transaction, so that two readings of it are applied one after the other.
    pub async fn lock_source(&mut self, id: SourceId) -> Result<Option<SyncState>> {
        // Writing a row locks it on either engine; a lock clause does not exist on both.
        on_tx!(self, conn => sqlx::query("UPDATE sources SET failures = failures WHERE id = $1")
            .bind(id.0).execute(&mut *conn).await?.rows_affected());
        let row: Option<SourceRow> = on_tx!(self, conn => sqlx::query_as(select_sources!("WHERE s.id = $1"))
            .bind(id.0).fetch_optional(&mut *conn).await?);
        row.map(SourceRow::state).transpose()
    }

    /// Keeps how a reading ended, and returns the source as it is now.
    pub async fn finish_sync(&mut self, id: SourceId, end: &SyncEnd) -> Result<Option<Source>> {
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "UPDATE sources SET health = $2, problem = $3, failures = $4, empty_seen = $5, etag = $6,
               last_modified = $7, next_sync_at = $8, lease_owner = NULL, name = COALESCE($9, name),
               last_synced_at = COALESCE($10, last_synced_at)
             WHERE id = $1")
            .bind(id.0).bind(words::word(&end.health)).bind(&end.problem)
            .bind(i32::try_from(end.failures).unwrap_or(i32::MAX)).bind(i32::try_from(end.empty_seen).unwrap_or(i32::MAX))
            .bind(&end.etag).bind(&end.last_modified).bind(end.next_sync_at).bind(&end.name)
            .bind(end.read_whole.then_some(now)).execute(&mut *conn).await?.rows_affected());
        let row: Option<SourceRow> = on_tx!(self, conn => sqlx::query_as(select_sources!("WHERE s.id = $1"))
            .bind(id.0).fetch_optional(&mut *conn).await?);
        Ok(row.map(SourceRow::state).transpose()?.map(|state| state.source))
    }

    /// Inserts a source that is never fetched: for tests.
    pub async fn insert_plain_source(&mut self, id: SourceId, url: &str) -> Result<()> {
        let now = self.now();
        let hosts: Vec<String> = Vec::new();
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO sources (id, kind, name, url, allowed_hosts, enabled, health, created_at)
             VALUES ($1, 'import', $2, $2, $3, $4, 'new', $5)")
            .bind(id.0).bind(url).bind(Json(hosts)).bind(false).bind(now).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }
}
