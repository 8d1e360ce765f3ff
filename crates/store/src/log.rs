//! A person's log, read back.

use std::collections::HashMap;

use bytes::Bytes;
use domain::{EventType, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use crate::engine::Engine;
use crate::{Result, Store, Tx};

/// One durable event as it goes over the wire. Clones share the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Its number.
    pub seq: i64,
    /// Its type.
    pub kind: EventType,
    /// The whole envelope as JSON text, in UTF-8.
    pub body: Bytes,
}

impl LogEntry {
    /// The envelope as JSON text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_default()
    }
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
    /// Events after `after`, oldest first, at most `limit`. An event of a later version is left out: its number is
    /// skipped, not its successors.
    pub async fn events_after(&self, user_id: UserId, after: i64, limit: u32) -> Result<Vec<LogEntry>> {
        let rows: Vec<(i64, String, String)> = on_read!(self, pool => sqlx::query_as(
            "SELECT seq, type, body FROM events WHERE user_id = $1 AND seq > $2 ORDER BY seq LIMIT $3")
            .bind(user_id.0).bind(after).bind(i64::from(limit)).fetch_all(pool).await?);
        let known = |(seq, kind, body): (i64, String, String)| {
            Some(LogEntry { seq, kind: EventType::parse(&kind)?, body: body.into() })
        };
        Ok(rows.into_iter().filter_map(known).collect())
    }

    /// Where the log begins and ends.
    pub async fn log_position(&self, user_id: UserId) -> Result<LogPosition> {
        let found = self.inner().log_positions.get(self, user_id).await?;
        Ok(found.unwrap_or(LogPosition { first: 1, last: 0 }))
    }

    /// Where the logs of these people are; who has none is left out.
    pub(crate) async fn log_positions(self, users: Vec<UserId>) -> Result<HashMap<UserId, LogPosition>> {
        let users: Vec<Uuid> = users.into_iter().map(|user| user.0).collect();
        let rows: Vec<(Uuid, i64, Option<i64>)> = rows_of!(
            self,
            &users,
            "SELECT s.user_id, s.seq, (SELECT MIN(e.seq) FROM events e WHERE e.user_id = s.user_id)
             FROM user_seq s WHERE s.user_id"
        );
        let position = |(user, last, first): (Uuid, i64, Option<i64>)| {
            (UserId(user), LogPosition { first: first.unwrap_or(last + 1), last })
        };
        Ok(rows.into_iter().map(position).collect())
    }

    /// Of these people and the numbers up to which their logs are known: whose log goes on, and what its last number is. In
    /// one question, whose answer is as short as there is news.
    pub async fn longer_logs(&self, known: &[(UserId, i64)]) -> Result<Vec<(UserId, i64)>> {
        let rows: Vec<(Uuid, i64)> = match self.engine() {
            Engine::Sqlite { read, .. } => {
                let known: HashMap<String, i64> =
                    known.iter().map(|(user, seq)| (user.0.simple().to_string(), *seq)).collect();
                sqlx::query_as(
                    "SELECT s.user_id, s.seq FROM json_each($1) k CROSS JOIN user_seq s
                     ON s.user_id = unhex(k.key) AND s.seq > k.value",
                )
                .bind(Json(known))
                .fetch_all(read)
                .await?
            }
            Engine::Postgres(pool) => {
                let (users, seqs): (Vec<Uuid>, Vec<i64>) =
                    known.iter().map(|(user, seq)| (user.0, *seq)).unzip();
                sqlx::query_as(
                    "SELECT s.user_id, s.seq FROM unnest($1::uuid[], $2::bigint[]) k(user_id, seq)
                     JOIN user_seq s ON s.user_id = k.user_id AND s.seq > k.seq",
                )
                .bind(users)
                .bind(seqs)
                .fetch_all(pool)
                .await?
            }
        };
        Ok(rows.into_iter().map(|(user, seq)| (UserId(user), seq)).collect())
    }
}

impl Tx {
    /// Drops what is older than `before` and all but the last `keep` events of every log, and says how many went.
    pub async fn trim_logs(&mut self, keep: i64, before: Timestamp) -> Result<u64> {
        Ok(on_tx!(self, conn => sqlx::query(
            "DELETE FROM events WHERE at < $2
               OR seq <= (SELECT s.seq FROM user_seq s WHERE s.user_id = events.user_id) - $1")
            .bind(keep).bind(before).execute(&mut *conn).await?.rows_affected()))
    }
}
