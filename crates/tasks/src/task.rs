//! Typed tasks and how they end.

use domain::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::tasks::NewTask;
use store::{Result, StoreError, Tx};

/// A kind of background work and its payload, which serialises to a JSON object.
pub trait Task: Serialize + DeserializeOwned + Send + 'static {
    /// The name in the table; never reused for something else.
    const KIND: &'static str;
    /// How often it is tried in all before it counts as failed.
    const MAX_ATTEMPTS: i32;

    /// While a task with this key waits, another one is not added.
    fn unique_key(&self) -> String;
}

/// How a task ended.
#[derive(Debug)]
pub enum Outcome {
    /// Done, or no longer needed.
    Done,
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
    let new = NewTask {
        kind: T::KIND,
        payload: &payload,
        unique_key: &task.unique_key(),
        run_at,
        max_attempts: T::MAX_ATTEMPTS,
    };
    tx.add_task(new).await
}
