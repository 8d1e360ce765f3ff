//! A clock that stands still until it is moved.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use domain::{Clock, Timestamp};

/// A clock that stands still until it is moved. Clones share the same hands.
#[derive(Clone, Debug)]
pub struct FrozenClock {
    now: Arc<Mutex<Timestamp>>,
}

impl FrozenClock {
    /// Stands at 2026-11-24 08:00 UTC.
    pub fn new() -> Self {
        Self::at("2026-11-24T08:00:00Z")
    }

    /// Stands at `text`, an RFC 3339 instant.
    pub fn at(text: &str) -> Self {
        Self { now: Arc::new(Mutex::new(text.parse().expect("a test writes valid instants"))) }
    }

    /// Moves the hands forward.
    pub fn advance(&self, by: TimeDelta) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) += by;
    }
}

impl Default for FrozenClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
