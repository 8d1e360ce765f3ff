//! Typed tasks and how they end.

use domain::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::shards::ShardSet;
use store::tasks::{Lane, NewTask};
use store::{Result, StoreError, Tx};

/// A kind of background work and its payload, which serialises to a JSON object.
pub trait Task: Serialize + DeserializeOwned + Send + 'static {
    /// The name in the table; never reused for something else.
    const KIND: &'static str;
    /// How often it is tried in all before it counts as failed.
    const MAX_ATTEMPTS: i32;

    /// While a task with this key waits, another one is not added.
    fn unique_key(&self) -> String;

    /// The people it is done for, when only the workers that hold their shards may do it: each does its part. It has no
    /// lane then.
    fn shards(&self) -> Option<ShardSet> {
        None
    }

    /// The lane it runs in, when it may not run beside others of its kind. Their order is that of their times.
    fn lane(&self) -> Option<Lane> {
        None
    }
}

/// How a task ended.
#[derive(Debug)]
pub enum Outcome {
    /// Done.
    Done,
    /// There was nothing to do any more: whoever waits for its lane need not wait longer.
    NotNeeded,
    /// Not done, since the people it is for belong to another worker now.
    HandBack,
    /// To be tried again, with growing delays, until the attempts are used up.
    Retry {
        /// Why, for the log.
        why: String,
    },
    /// Not to be tried again.
    Fail {
        /// Why, for the log and the health page.
        why: String,
    },
}

impl Outcome {
    /// Done when `result` is good, else to be tried again.
    pub fn or_retry<T, E: std::fmt::Display>(result: Result<T, E>) -> Self {
        match result {
            Ok(_) => Self::Done,
            Err(error) => Self::Retry { why: error.to_string() },
        }
    }
}

/// Adds a task in the caller's transaction: it exists exactly when the caller's change does.
pub async fn enqueue<T: Task>(tx: &mut Tx, task: &T, run_at: Timestamp) -> Result<()> {
    let payload = serde_json::to_value(task)
        .map_err(|error| StoreError::Corrupt { what: format!("a task that cannot be written ({error})") })?;
    let lane = task.lane();
    let new = NewTask {
        kind: T::KIND,
        payload: &payload,
        unique_key: &task.unique_key(),
        lane: lane.as_ref(),
        shards: task.shards(),
        run_at,
        max_attempts: T::MAX_ATTEMPTS,
    };
    tx.add_task(new).await
}
