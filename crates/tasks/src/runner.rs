//! The runner: claims due tasks and runs their handlers.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use store::shards::{HeldShards, ShardSet};
use store::tasks::ClaimedTask;
use store::{Hint, Result, Store};
use tokio::sync::Semaphore;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::{Outcome, Task, retry_delay};

/// How long a worker keeps a task without renewing.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How often the lease is renewed.
const RENEW_EVERY: Duration = Duration::from_secs(15);

/// How long a task that was handed back waits for its new worker.
const HAND_BACK_PAUSE: TimeDelta = TimeDelta::seconds(1);

type Handler =
    Arc<dyn Fn(serde_json::Value, ShardSet) -> Pin<Box<dyn Future<Output = Outcome> + Send>> + Send + Sync>;

struct Kind {
    handler: Handler,
    slots: Arc<Semaphore>,
}

/// How the runner behaves.
#[derive(Clone, Debug)]
pub struct RunnerOptions {
    /// The name under which tasks are leased, unique per process.
    pub owner: String,
    /// How often the table is looked at without a hint. Hints may be lost, and time passes without one.
    pub poll_every: Duration,
    /// Whose people this worker's tasks may be for.
    pub shards: Arc<HeldShards>,
}

/// Claims due tasks and runs their handlers, a limited number at once per kind.
pub struct Runner {
    store: Store,
    options: RunnerOptions,
    kinds: HashMap<&'static str, Kind>,
}

impl Runner {
    /// A runner without handlers.
    pub fn new(store: Store, options: RunnerOptions) -> Self {
        Self { store, options, kinds: HashMap::new() }
    }

    /// Runs tasks of kind `T` with `handler`, at most `at_once` at a time.
    pub fn handle<T, F, Fut>(&mut self, at_once: usize, handler: F)
    where
        T: Task,
        F: Fn(T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Outcome> + Send + 'static,
    {
        self.handle_part(at_once, move |task, _| handler(task));
    }

    /// The same for tasks that are for people ([`Task::shards`]): `handler` is told whose part of it is this worker's.
    pub fn handle_part<T, F, Fut>(&mut self, at_once: usize, handler: F)
    where
        T: Task,
        F: Fn(T, ShardSet) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Outcome> + Send + 'static,
    {
        let handler: Handler = Arc::new(move |payload, shards| match serde_json::from_value::<T>(payload) {
            Ok(task) => Box::pin(handler(task, shards)),
            Err(error) => {
                let why = format!("a payload of another version: {error}");
                Box::pin(std::future::ready(Outcome::Fail { why }))
            }
        });
        self.kinds.insert(T::KIND, Kind { handler, slots: Arc::new(Semaphore::new(at_once)) });
    }

    /// Runs until `stop` is cancelled, then waits for what is running.
    pub async fn run(self, stop: CancellationToken) {
        let mut hints = self.store.hints();
        let tracker = TaskTracker::new();
        loop {
            match self.claim_one(&tracker).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "tasks cannot be claimed; trying again"),
            }
            tokio::select! {
                () = stop.cancelled() => break,
                () = next_task_hint(&mut hints) => {}
                () = tokio::time::sleep(self.options.poll_every) => {}
            }
        }
        tracker.close();
        tracker.wait().await;
    }

    /// Claims and starts one task of a kind with a free slot; says whether there was one.
    async fn claim_one(&self, tracker: &TaskTracker) -> Result<bool> {
        let free: Vec<&str> = self
            .kinds
            .iter()
            .filter(|(_, kind)| kind.slots.available_permits() > 0)
            .map(|(name, _)| *name)
            .collect();
        let shards = self.options.shards.get();
        let now = self.store.clock().now();
        if free.is_empty()
            || self.store.next_task_at(&self.options.owner, shards).await?.is_none_or(|at| at > now)
        {
            return Ok(false);
        }
        let mut tx = self.store.begin().await?;
        let until = tx.now() + LEASE;
        let claimed = tx.claim_task(&self.options.owner, &free, shards, until).await?;
        tx.commit().await?;
        let Some(task) = claimed else { return Ok(false) };
        let kind = self.kinds.get(task.kind.as_str()).expect("only kinds with a handler are claimed");
        let slot =
            kind.slots.clone().try_acquire_owned().expect("only this loop takes slots, and one was free");
        let (store, handler) = (self.store.clone(), kind.handler.clone());
        tracker.spawn(async move {
            run_one(&store, &handler, &task).await;
            drop(slot);
            store.wake_tasks();
        });
        Ok(true)
    }
}

async fn next_task_hint(hints: &mut tokio::sync::broadcast::Receiver<Hint>) {
    loop {
        match hints.recv().await {
            Ok(Hint::Tasks) | Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            // The store is gone only when the process ends; the poll timer decides from here.
            Err(RecvError::Closed) => std::future::pending::<()>().await,
        }
    }
}

/// Runs the handler while renewing the lease, and writes down how it ended. A handler whose lease was
/// lost is dropped at its next await: somebody else has the task now.
async fn run_one(store: &Store, handler: &Handler, task: &ClaimedTask) {
    // A handler that panics must not take the runner with it; a task of its own contains the panic.
    let mut work = tokio::spawn(handler(task.payload.0.clone(), task.shards()));
    let outcome = loop {
        tokio::select! {
            ended = &mut work => break ended.unwrap_or_else(|error| Outcome::Fail { why: error.to_string() }),
            () = tokio::time::sleep(RENEW_EVERY) => {
                if let Ok(false) = renew(store, task).await {
                    tracing::warn!(kind = task.kind, "the lease was lost; the work is dropped");
                    work.abort();
                    return;
                }
            }
        }
    };
    if let Err(error) = write_down(store, task, outcome).await {
        // The lease runs out and the task is tried again.
        tracing::warn!(kind = task.kind, %error, "how a task ended could not be written down");
    }
}

async fn renew(store: &Store, task: &ClaimedTask) -> Result<bool> {
    let mut tx = store.begin().await?;
    let until = tx.now() + LEASE;
    let kept = tx.renew_task(task, until).await?;
    tx.commit().await?;
    Ok(kept)
}

async fn write_down(store: &Store, task: &ClaimedTask, outcome: Outcome) -> Result<()> {
    let mut tx = store.begin().await?;
    match outcome {
        Outcome::Done => tx.finish_task(task).await?,
        Outcome::NotNeeded => tx.drop_task(task).await?,
        Outcome::HandBack => {
            let run_at = tx.now() + HAND_BACK_PAUSE;
            tx.hand_back_task(task, run_at).await?
        }
        Outcome::Retry { why } if task.attempt < task.max_attempts => {
            tracing::info!(kind = task.kind, attempt = task.attempt, why, "will be tried again");
            let delay = TimeDelta::from_std(retry_delay(task.attempt, rand::random()))
                .expect("the longest delay is a quarter of an hour");
            let run_at = tx.now() + delay;
            tx.retry_task(task, run_at, &why).await?
        }
        Outcome::Retry { why } | Outcome::Fail { why } => {
            tracing::warn!(kind = task.kind, attempt = task.attempt, why, "given up");
            tx.fail_task(task, &why).await?
        }
    };
    tx.commit().await
}
