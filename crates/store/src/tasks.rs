//! Durable background work: the table behind the `tasks` crate.
//!
//! A task is claimed under a lease with a fence; finishing needs the fence, so a worker that lost
//! its lease (frozen, partitioned) cannot finish what another one has taken over.
//!
//! Tasks may share a lane: then they run one at a time, whoever runs them, and between two of different keys there
//! is a pause. Who is in a lane is a row, so it holds for every process and over restarts.

use chrono::TimeDelta;
use domain::{TaskId, Timestamp};
use sqlx::types::Json;
use uuid::Uuid;

use crate::shards::ShardSet;
use crate::tx::TxEngine;
use crate::{Hint, Result, Store, Tx};

/// No lane is held or kept free longer than this at a time. What would be longer was written by a clock that has since
/// been put back; it counts as over.
const LONGEST_HOLD: TimeDelta = TimeDelta::minutes(2);

/// Where tasks run one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Its name; not empty.
    pub name: String,
    /// How long it stays free between two tasks of different keys; at most two minutes.
    pub pause: TimeDelta,
}

/// A task to be run.
pub struct NewTask<'a> {
    /// What to do.
    pub kind: &'a str,
    /// With what: a JSON object. (SQLite would keep a bare number as a number, not as JSON.)
    pub payload: &'a serde_json::Value,
    /// While a task with this key waits, another one is not added.
    pub unique_key: &'a str,
    /// The lane it runs in, if it may not run beside others.
    pub lane: Option<&'a Lane>,
    /// The people it is done for, when only the workers that hold their shards may do it: each does its part. Such a task
    /// has no lane.
    pub shards: Option<ShardSet>,
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
    /// The lane it is in; empty for none.
    pub lane: String,
    /// How long that stays free after it.
    pub lane_pause_ms: i64,
    /// The number of this try, from 1.
    pub attempt: i32,
    /// How often it is tried in all.
    pub max_attempts: i32,
    /// Proof that this worker still holds it.
    pub fence: i64,
    shards: Option<i32>,
}

impl ClaimedTask {
    /// The people it is done for: those of this worker's shards.
    pub fn shards(&self) -> ShardSet {
        self.shards.map_or(ShardSet::NONE, ShardSet::from_mask)
    }

    fn lane_pause(&self) -> TimeDelta {
        TimeDelta::milliseconds(self.lane_pause_ms).min(LONGEST_HOLD)
    }
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
        let (lane, pause_ms) =
            new.lane.map_or(("", 0), |lane| (lane.name.as_str(), lane.pause.num_milliseconds()));
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO tasks (id, kind, payload, unique_key, state, run_at, max_attempts, created_at, lane, lane_pause_ms, shards)
             VALUES ($1, $2, $3, $4, 'waiting', $5, $6, $7, $8, $9, $10)
             ON CONFLICT (unique_key) WHERE state = 'waiting'
             DO UPDATE SET run_at = excluded.run_at, payload = excluded.payload, lane = excluded.lane,
               lane_pause_ms = excluded.lane_pause_ms, shards = tasks.shards | excluded.shards
             WHERE tasks.run_at > excluded.run_at OR tasks.shards | excluded.shards <> tasks.shards")
            .bind(id.0).bind(new.kind).bind(Json(new.payload)).bind(new.unique_key).bind(new.run_at)
            .bind(new.max_attempts).bind(now).bind(lane).bind(pause_ms)
            .bind(new.shards.map(ShardSet::mask)).execute(&mut *conn).await?.rows_affected());
        self.wake(Hint::Tasks);
        Ok(())
    }

    /// Claims one due task of the given kinds whose lane is free, or one whose worker let its lease run out. Of one that is
    /// for people, the part that is in `shards` is split off and claimed; the rest is left to others. That part need not
    /// wait for a worker that runs it: who has lost a shard writes nothing for its people.
    pub async fn claim_task(
        &mut self,
        owner: &str,
        kinds: &[&str],
        shards: ShardSet,
        lease_until: Timestamp,
    ) -> Result<Option<ClaimedTask>> {
        let lock = match &self.engine {
            TxEngine::Sqlite(_) => "",
            TxEngine::Postgres(_) => "FOR UPDATE SKIP LOCKED",
        };
        // The kinds are names from our own code; placeholders keep them out of the text all the same.
        let places: Vec<String> = (0..kinds.len()).map(|index| format!("${}", index + 5)).collect();
        let sql = format!(
            "SELECT id, kind, payload, unique_key, lane, lane_pause_ms, attempt, max_attempts, fence, shards FROM tasks
             WHERE ((state = 'waiting' AND run_at <= $1) OR (state = 'running' AND (
                 lease_until < $1 OR (shards & $3 <> 0 AND lease_owner <> $4))))
               AND (shards IS NULL OR shards & $3 <> 0) AND kind IN ({})
               AND NOT EXISTS (SELECT 1 FROM lanes WHERE lanes.lane = tasks.lane AND (
                 (lanes.held_until BETWEEN $1 AND $2 AND lanes.task_id <> tasks.id)
                 OR (lanes.free_at > $1 AND lanes.free_at <= $2 AND lanes.last_key <> tasks.unique_key)))
             ORDER BY run_at, id LIMIT 1 {lock}",
            places.join(", ")
        );
        let now = self.now();
        let found: Option<ClaimedTask> = on_tx!(self, conn => {
            let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(now).bind(now + LONGEST_HOLD).bind(shards.mask()).bind(owner);
            for kind in kinds {
                query = query.bind(*kind);
            }
            query.fetch_optional(&mut *conn).await?
        });
        let Some(found) = found else { return Ok(None) };
        let others = found.shards().without(shards);
        if !others.is_empty() {
            return self.claim_part(&found, owner, shards, lease_until).await;
        }
        // Somebody else entered the lane at this very moment; the next look sees that.
        if !self.enter_lane(&found, lease_until).await? {
            return Ok(None);
        }
        Ok(on_tx!(self, conn => sqlx::query_as(
            "UPDATE tasks SET state = 'running', attempt = attempt + 1, fence = fence + 1, lease_owner = $2, lease_until = $3
             WHERE id = $1
             RETURNING id, kind, payload, unique_key, lane, lane_pause_ms, attempt, max_attempts, fence, shards")
            .bind(found.id).bind(owner).bind(lease_until).fetch_optional(&mut *conn).await?))
    }

    /// Splits off and claims the part of a task that is in `shards`. A worker that runs the whole may go on: it can write
    /// for the rest alone.
    async fn claim_part(
        &mut self,
        whole: &ClaimedTask,
        owner: &str,
        shards: ShardSet,
        lease_until: Timestamp,
    ) -> Result<Option<ClaimedTask>> {
        let (part, rest) = (whole.shards().among(shards), whole.shards().without(shards));
        on_tx!(self, conn => sqlx::query("UPDATE tasks SET shards = $2 WHERE id = $1")
            .bind(whole.id).bind(rest.mask()).execute(&mut *conn).await?.rows_affected());
        let (id, key) = (TaskId::new(self.now()), format!("{}/{:x}", whole.unique_key, part.bits()));
        Ok(on_tx!(self, conn => sqlx::query_as(
            "INSERT INTO tasks (id, kind, payload, unique_key, state, run_at, attempt, max_attempts, fence, lease_owner,
               lease_until, created_at, lane, lane_pause_ms, shards)
             SELECT $2, kind, payload, $3, 'running', run_at, attempt + 1, max_attempts, 1, $4, $5, created_at, lane,
               lane_pause_ms, $6 FROM tasks WHERE id = $1
             RETURNING id, kind, payload, unique_key, lane, lane_pause_ms, attempt, max_attempts, fence, shards")
            .bind(whole.id).bind(id.0).bind(key).bind(owner).bind(lease_until).bind(part.mask())
            .fetch_optional(&mut *conn).await?))
    }

    /// Takes the lane of a task; `false` when it is not free. A worker that dies in it leaves the pause behind.
    async fn enter_lane(&mut self, task: &ClaimedTask, until: Timestamp) -> Result<bool> {
        if task.lane.is_empty() {
            return Ok(true);
        }
        let now = self.now();
        let rows = on_tx!(self, conn => sqlx::query(
            "INSERT INTO lanes (lane, task_id, last_key, held_until, free_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (lane) DO UPDATE SET task_id = excluded.task_id, last_key = excluded.last_key,
               held_until = excluded.held_until, free_at = excluded.free_at
             WHERE (lanes.held_until IS NULL OR NOT lanes.held_until BETWEEN $6 AND $7 OR lanes.task_id = excluded.task_id)
               AND (lanes.free_at <= $6 OR lanes.free_at > $7 OR lanes.last_key = excluded.last_key)")
            .bind(&task.lane).bind(task.id).bind(&task.unique_key).bind(until).bind(now + task.lane_pause())
            .bind(now).bind(now + LONGEST_HOLD).execute(&mut *conn).await?.rows_affected());
        Ok(rows == 1)
    }

    /// Leaves the lane of a task that has ended; the next one waits for `pause`.
    async fn leave_lane(&mut self, task: &ClaimedTask, pause: TimeDelta) -> Result<()> {
        if task.lane.is_empty() {
            return Ok(());
        }
        let free_at = self.now() + pause;
        on_tx!(self, conn => sqlx::query(
            "UPDATE lanes SET held_until = NULL, free_at = $3 WHERE lane = $1 AND task_id = $2")
            .bind(&task.lane).bind(task.id).bind(free_at).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// Keeps a claimed task; `false` when it was taken over.
    pub async fn renew_task(&mut self, task: &ClaimedTask, lease_until: Timestamp) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE tasks SET lease_until = $3 WHERE id = $1 AND fence = $2 AND state = 'running'")
            .bind(task.id).bind(task.fence).bind(lease_until).execute(&mut *conn).await?.rows_affected());
        if rows == 1 && !task.lane.is_empty() {
            on_tx!(self, conn => sqlx::query("UPDATE lanes SET held_until = $3 WHERE lane = $1 AND task_id = $2")
                .bind(&task.lane).bind(task.id).bind(lease_until).execute(&mut *conn).await?.rows_affected());
        }
        Ok(rows == 1)
    }

    /// Takes a claimed task away because it is done; `false` when it was taken over.
    pub async fn finish_task(&mut self, task: &ClaimedTask) -> Result<bool> {
        self.remove_task(task, task.lane_pause()).await
    }

    /// Takes a claimed task away of which nothing was done: its lane is free at once.
    pub async fn drop_task(&mut self, task: &ClaimedTask) -> Result<bool> {
        self.remove_task(task, TimeDelta::zero()).await
    }

    async fn remove_task(&mut self, task: &ClaimedTask, pause: TimeDelta) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query(
            "DELETE FROM tasks WHERE id = $1 AND fence = $2 AND state = 'running'")
            .bind(task.id).bind(task.fence).execute(&mut *conn).await?.rows_affected());
        if rows == 1 {
            self.leave_lane(task, pause).await?;
        }
        Ok(rows == 1)
    }

    /// Gives a claimed task up for good; `false` when it was taken over.
    pub async fn fail_task(&mut self, task: &ClaimedTask, error: &str) -> Result<bool> {
        let now = self.now();
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE tasks SET state = 'failed', finished_at = $3, last_error = $4, lease_owner = NULL
             WHERE id = $1 AND fence = $2 AND state = 'running'")
            .bind(task.id).bind(task.fence).bind(now).bind(error).execute(&mut *conn).await?.rows_affected());
        if rows == 1 {
            self.leave_lane(task, task.lane_pause()).await?;
        }
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
        if rows == 1 {
            self.leave_lane(task, task.lane_pause()).await?;
        }
        Ok(rows == 1)
    }

    /// Puts a claimed task back unchanged for another worker, not before `run_at`; the try does not count.
    pub async fn hand_back_task(&mut self, task: &ClaimedTask, run_at: Timestamp) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE tasks SET attempt = attempt - 1 WHERE id = $1 AND fence = $2 AND state = 'running'")
            .bind(task.id).bind(task.fence).execute(&mut *conn).await?.rows_affected());
        Ok(rows == 1 && self.retry_task(task, run_at, "").await?)
    }

    /// Forgets tasks that were given up before `before`, and lanes in which nobody was since then.
    pub async fn forget_tasks(&mut self, before: Timestamp) -> Result<u64> {
        on_tx!(self, conn => sqlx::query(
            "DELETE FROM lanes WHERE free_at < $1 AND (held_until IS NULL OR held_until < $1)")
            .bind(before).execute(&mut *conn).await?.rows_affected());
        Ok(on_tx!(self, conn => sqlx::query("DELETE FROM tasks WHERE state = 'failed' AND finished_at < $1")
            .bind(before).execute(&mut *conn).await?.rows_affected()))
    }
}

impl Store {
    /// When the next task can be claimed by this worker, which holds these shards: the earliest waiting one whose lane is free by then, or the end of a running
    /// one's lease. A lane that is left earlier gives a hint.
    pub async fn next_task_at(&self, owner: &str, shards: ShardSet) -> Result<Option<Timestamp>> {
        let latest = self.clock().now() + LONGEST_HOLD;
        Ok(on_read!(self, pool => sqlx::query_scalar(
            "SELECT MIN(CASE
               WHEN state = 'running' AND shards & $2 <> 0 AND lease_owner <> $3 THEN run_at
               WHEN state = 'running' THEN lease_until
               WHEN lanes.held_until > run_at AND lanes.held_until <= $1 THEN lanes.held_until
               WHEN lanes.free_at > run_at AND lanes.free_at <= $1 AND lanes.last_key <> unique_key THEN lanes.free_at
               ELSE run_at END)
             FROM tasks LEFT JOIN lanes ON lanes.lane = tasks.lane
             WHERE state IN ('waiting', 'running') AND (shards IS NULL OR shards & $2 <> 0)")
            .bind(latest).bind(shards.mask()).bind(owner).fetch_one(pool).await?))
    }

    /// Whether the task with this key was given up, and none has taken its place.
    pub async fn is_given_up(&self, unique_key: &str) -> Result<bool> {
        let states: Vec<String> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT state FROM tasks WHERE unique_key = $1").bind(unique_key).fetch_all(pool).await?);
        Ok(!states.is_empty() && states.iter().all(|state| state == "failed"))
    }

    /// Wakes whoever runs tasks in this process, as when a slot became free.
    pub fn wake_tasks(&self) {
        self.heard(Hint::Tasks);
    }

    /// How many tasks are in which state.
    pub async fn task_counts(&self) -> Result<TaskCounts> {
        let rows: Vec<(String, i64)> = on_read!(self, pool => sqlx::query_as(
            "SELECT state, COUNT(*) FROM tasks GROUP BY state").fetch_all(pool).await?);
        let of = |state: &str| rows.iter().find(|(name, _)| name == state).map_or(0, |(_, count)| *count);
        Ok(TaskCounts { waiting: of("waiting"), running: of("running"), failed: of("failed") })
    }
}
