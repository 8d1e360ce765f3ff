//! A person's log, read back.

use domain::UserId;

use crate::{Result, Store, Tx};

/// One durable event as it goes over the wire.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct LogEntry {
    /// Its number.
    pub seq: i64,
    /// Its type, see [`domain::EventType`].
    #[sqlx(rename = "type")]
    pub kind: String,
    /// The whole envelope as JSON text.
    pub body: String,
}

/// Where a person's log begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogPosition {
    /// The oldest number still kept; 1 on an empty log.
    pub first: i64,
    /// The last number given; 0 on an empty log.
    pub last: i64,
}

impl Store {
    /// Events after `after`, oldest first, at most `limit`.
    pub async fn events_after(&self, user_id: UserId, after: i64, limit: u32) -> Result<Vec<LogEntry>> {
        Ok(on_read!(self, pool => sqlx::query_as(
            "SELECT seq, type, body FROM events WHERE user_id = $1 AND seq > $2 ORDER BY seq LIMIT $3")
            .bind(user_id.0).bind(after).bind(i64::from(limit)).fetch_all(pool).await?))
    }

    /// Where the log begins and ends.
    pub async fn log_position(&self, user_id: UserId) -> Result<LogPosition> {
        let last: Option<i64> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT seq FROM user_seq WHERE user_id = $1").bind(user_id.0).fetch_optional(pool).await?);
        let first: Option<i64> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT MIN(seq) FROM events WHERE user_id = $1").bind(user_id.0).fetch_one(pool).await?);
        let last = last.unwrap_or(0);
        Ok(LogPosition { first: first.unwrap_or(last + 1), last })
    }
}

impl Tx {
    /// Drops all but the last `keep` events of every log, and says how many went.
    pub async fn trim_logs(&mut self, keep: i64) -> Result<u64> {
        Ok(on_tx!(self, conn => sqlx::query(
            "DELETE FROM events WHERE seq <= (SELECT s.seq FROM user_seq s WHERE s.user_id = events.user_id) - $1")
            .bind(keep).execute(&mut *conn).await?.rows_affected()))
    }
}
