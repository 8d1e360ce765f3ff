//! Where time comes from. Decisions take a [`Timestamp`](crate::Timestamp); only the shells around
//! them hold a [`Clock`], so that tests can freeze it.

use crate::Timestamp;

/// A source of the current time.
pub trait Clock: Send + Sync + 'static {
    /// The current instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        chrono::Utc::now()
    }
}
