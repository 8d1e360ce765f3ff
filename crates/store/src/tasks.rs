//! Durable background work: the table behind the `tasks` crate.
//!
//! A task is claimed under a lease with a fence; finishing needs the fence, so a worker that lost
//! its lease (frozen, partitioned) cannot finish what another one has taken over.

use domain::{TaskId, Timestamp};
use sqlx::types::Json;
use uuid::Uuid;

use crate::tx::TxEngine;
use crate::{Hint, Result, Store, Tx};

/// A task to be run.
pub struct NewTask<'a> {
    /// What to do.
    pub kind: &'a str,
    /// With what: a JSON object. (SQLite would keep a bare number as a number, not as JSON.)
    pub payload: &'a serde_json::Value,
    /// While a task with this key waits, another one is not added.
    pub unique_key: &'a str,
    /// Not before.
    pub run_at: Timestamp,
    /// How often it is tried in all.
    pub max_attempts: i32,
}

/// A task that this worker holds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ClaimedTask {
    /// Its id.
    pub id: Uuid,
    /// What to do.
    pub kind: String,
    /// With what.
    pub payload: Json<serde_json::Value>,
    /// Its key.
    pub unique_key: String,
    /// The number of this try, from 1.
    pub attempt: i32,
    /// How often it is tried in all.
    pub max_attempts: i32,
    /// Proof that this worker still holds it.
    pub fence: i64,
}

/// How many tasks are in which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskCounts {
    /// Waiting for their time or a worker.
    pub waiting: i64,
    /// Being run.
    pub running: i64,
    /// Given up.
    pub failed: i64,
}

impl Tx {
    /// Adds a task unless one with the same key waits already, whose time is then moved forward when
    /// the new one is due earlier.
    pub async fn add_task(&mut self, new: NewTask<'_>) -> Result<()> {
        let id = TaskId::new(self.now());
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO tasks (id, kind, payload, unique_key, state, run_at, max_attempts, created_at)
             VALUES ($1, $2, $3, $4, 'waiting', $5, $6, $7)
             ON CONFLICT (unique_key) WHERE state = 'waiting'
             DO UPDATE SET run_at = excluded.run_at, payload = excluded.payload WHERE tasks.run_at > excluded.run_at")
            .bind(id.0).bind(new.kind).bind(Json(new.payload)).bind(new.unique_key).bind(new.run_at)
            .bind(new.max_attempts).bind(now).execute(&mut *conn).await?.rows_affected());
        self.hint(Hint::Tasks);
        Ok(())
    }

    /// Claims one due task of the given kinds, or one whose worker let its lease run out.
    pub async fn claim_task(
        &mut self,
        owner: &str,
        kinds: &[&str],
        lease_until: Timestamp,
    ) -> Result<Option<ClaimedTask>> {
        let lock = match &self.engine {
            TxEngine::Sqlite(_) => "",
            TxEngine::Postgres(_) => "FOR UPDATE SKIP LOCKED",
        };
        // The kinds are names from our own code; placeholders keep them out of the text all the same.
        let places: Vec<String> = (0..kinds.len()).map(|index| format!("${}", index + 4)).collect();
        let sql = format!(
            "UPDATE tasks SET state = 'running', attempt = attempt + 1, fence = fence + 1,
               lease_owner = $1, lease_until = $2
             WHERE id = (SELECT id FROM tasks
               WHERE ((state = 'waiting' AND run_at <= $3) OR (state = 'running' AND lease_until < $3))
                 AND kind IN ({}) ORDER BY run_at, id LIMIT 1 {lock})
             RETURNING id, kind, payload, unique_key, attempt, max_attempts, fence",
            places.join(", ")
        );
        let now = self.now();
        Ok(on_tx!(self, conn => {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(owner).bind(lease_until).bind(now);
            for kind in kinds {
                query = query.bind(*kind);
            }
            query.fetch_optional(&mut *conn).await?
        }))
    }

    /// Keeps a claimed task; `false` when it was taken over.
    pub async fn renew_task(&mut self, task: &ClaimedTask, lease_until: Timestamp) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE tasks SET lease_until = $3 WHERE id = $1 AND fence = $2 AND state = 'running'")
            .bind(task.id).bind(task.fence).bind(lease_until).execute(&mut *conn).await?.rows_affected());
        Ok(rows == 1)
    }

    /// Takes a claimed task away because it is done; `false` when it was taken over.
    pub async fn finish_task(&mut self, task: &ClaimedTask) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query(
            "DELETE FROM tasks WHERE id = $1 AND fence = $2 AND state = 'running'")
            .bind(task.id).bind(task.fence).execute(&mut *conn).await?.rows_affected());
        Ok(rows == 1)
    }

    /// Gives a claimed task up for good; `false` when it was taken over.
    pub async fn fail_task(&mut self, task: &ClaimedTask, error: &str) -> Result<bool> {
        let now = self.now();
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE tasks SET state = 'failed', finished_at = $3, last_error = $4, lease_owner = NULL
             WHERE id = $1 AND fence = $2 AND state = 'running'")
            .bind(task.id).bind(task.fence).bind(now).bind(error).execute(&mut *conn).await?.rows_affected());
        Ok(rows == 1)
    }

    /// Puts a claimed task back to be tried again at `run_at`. When another one with its key waits
    /// already, that one takes its place and this one is done.
    pub async fn retry_task(&mut self, task: &ClaimedTask, run_at: Timestamp, error: &str) -> Result<bool> {
        let other: Option<Uuid> = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT id FROM tasks WHERE unique_key = $1 AND state = 'waiting'")
            .bind(&task.unique_key).fetch_optional(&mut *conn).await?);
        if other.is_some() {
            return self.finish_task(task).await;
        }
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE tasks SET state = 'waiting', run_at = $3, last_error = $4, lease_owner = NULL, lease_until = NULL
             WHERE id = $1 AND fence = $2 AND state = 'running'")
            .bind(task.id).bind(task.fence).bind(run_at).bind(error).execute(&mut *conn).await?.rows_affected());
        Ok(rows == 1)
    }

    /// Forgets tasks that were given up before `before`.
    pub async fn forget_tasks(&mut self, before: Timestamp) -> Result<u64> {
        Ok(on_tx!(self, conn => sqlx::query("DELETE FROM tasks WHERE state = 'failed' AND finished_at < $1")
            .bind(before).execute(&mut *conn).await?.rows_affected()))
    }
}

impl Store {
    /// When the next task can be claimed: the earliest waiting one, or the end of a running one's lease.
    pub async fn next_task_at(&self) -> Result<Option<Timestamp>> {
        Ok(on_read!(self, pool => sqlx::query_scalar(
            "SELECT MIN(CASE WHEN state = 'waiting' THEN run_at ELSE lease_until END) FROM tasks
             WHERE state IN ('waiting', 'running')").fetch_one(pool).await?))
    }

    /// Wakes whoever runs tasks in this process, as when a slot became free.
    pub fn wake_tasks(&self) {
        self.send_hint(Hint::Tasks);
    }

    /// How many tasks are in which state.
    pub async fn task_counts(&self) -> Result<TaskCounts> {
        let rows: Vec<(String, i64)> = on_read!(self, pool => sqlx::query_as(
            "SELECT state, COUNT(*) FROM tasks GROUP BY state").fetch_all(pool).await?);
        let of = |state: &str| rows.iter().find(|(name, _)| name == state).map_or(0, |(_, count)| *count);
        Ok(TaskCounts { waiting: of("waiting"), running: of("running"), failed: of("failed") })
    }
}
