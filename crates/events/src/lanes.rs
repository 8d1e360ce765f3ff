//! The two lanes of a subscription.
//!
//! The *log lane* holds durable events in order and is bounded: when it overflows it is emptied and the
//! subscription is *lagging*, which tells its reader to read on from the log. The *latest lane* keeps the
//! newest ephemeral event per key, also bounded. So a slow reader costs a fixed amount of memory and
//! loses nothing that is durable.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use domain::EventType;
use store::LogEntry;
use tokio::sync::Notify;

/// The most events in the log lane (facts/realtime: 256 events and 256 KiB).
const LOG_LANE_EVENTS: usize = 256;
/// The most bytes in the log lane.
const LOG_LANE_BYTES: usize = 256 * 1024;
/// The most keys in the latest lane.
const LATEST_LANE_KEYS: usize = 128;

/// What a reader takes out of its lanes in one go.
#[derive(Debug, Default)]
pub struct Taken {
    /// Durable events, in order. Empty when lagging.
    pub log: VecDeque<LogEntry>,
    /// The newest ephemeral events, each as JSON text.
    pub latest: Vec<(EventType, Bytes)>,
    /// The log lane overflowed: read on from the log after the last event that was sent.
    pub lagging: bool,
}

#[derive(Default)]
struct State {
    log: VecDeque<LogEntry>,
    log_bytes: usize,
    latest: Vec<(Arc<str>, EventType, Bytes)>,
    lagging: bool,
}

/// The lanes of one subscription, shared by the hub (which fills) and the reader (who takes).
#[derive(Default)]
pub(crate) struct Lanes {
    state: Mutex<State>,
    filled: Notify,
}

impl Lanes {
    pub(crate) fn push_log(&self, item: LogEntry) {
        let mut state = self.lock();
        if state.lagging {
            return;
        }
        state.log_bytes += item.body.len();
        state.log.push_back(item);
        if state.log.len() > LOG_LANE_EVENTS || state.log_bytes > LOG_LANE_BYTES {
            state.log.clear();
            state.log_bytes = 0;
            state.lagging = true;
        }
        drop(state);
        self.filled.notify_one();
    }

    /// Tells the reader to look at the log, as when hints were lost.
    pub(crate) fn mark_lagging(&self) {
        self.lock().lagging = true;
        self.filled.notify_one();
    }

    pub(crate) fn push_latest(&self, key: &Arc<str>, kind: EventType, body: Bytes) {
        let mut state = self.lock();
        match state.latest.iter().position(|(other, ..)| other == key) {
            Some(at) => state.latest[at].2 = body,
            // Ephemeral by definition: beyond the bound the newest keys are left out.
            None if state.latest.len() < LATEST_LANE_KEYS => state.latest.push((key.clone(), kind, body)),
            None => return,
        }
        drop(state);
        self.filled.notify_one();
    }

    /// Waits until there is something, and takes all of it.
    pub(crate) async fn take(&self) -> Taken {
        loop {
            if let Some(taken) = self.try_take() {
                return taken;
            }
            self.filled.notified().await;
        }
    }

    fn try_take(&self) -> Option<Taken> {
        let mut state = self.lock();
        if state.log.is_empty() && state.latest.is_empty() && !state.lagging {
            return None;
        }
        state.log_bytes = 0;
        Some(Taken {
            log: std::mem::take(&mut state.log),
            latest: state.latest.drain(..).map(|(_, kind, body)| (kind, body)).collect(),
            lagging: std::mem::take(&mut state.lagging),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic while holding the lock leaves plain data behind, which is still usable.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(seq: i64, bytes: usize) -> LogEntry {
        LogEntry { seq, kind: EventType::ProfileUpdated, body: "x".repeat(bytes).into() }
    }

    #[test]
    fn an_overflow_costs_the_queue_and_says_so_once() {
        let lanes = Lanes::default();
        for seq in 0..=LOG_LANE_EVENTS as i64 {
            lanes.push_log(item(seq, 1));
        }
        lanes.push_log(item(999, 1));
        let taken = lanes.try_take().unwrap();
        assert!(taken.lagging && taken.log.is_empty());
        lanes.push_log(item(1000, 1));
        let taken = lanes.try_take().unwrap();
        assert!(!taken.lagging && taken.log.len() == 1);
    }

    #[test]
    fn bytes_are_bounded_too() {
        let lanes = Lanes::default();
        lanes.push_log(item(1, LOG_LANE_BYTES));
        lanes.push_log(item(2, 1));
        assert!(lanes.try_take().unwrap().lagging);
    }

    #[test]
    fn the_latest_lane_keeps_the_newest_per_key() {
        let lanes = Lanes::default();
        for (key, body) in [("a", "1"), ("b", "2"), ("a", "3")] {
            lanes.push_latest(&key.into(), EventType::HealthUpdate, body.into());
        }
        let bodies: Vec<_> = lanes.try_take().unwrap().latest.into_iter().map(|(_, body)| body).collect();
        assert_eq!(bodies, ["3", "2"]);
        assert!(lanes.try_take().is_none());
    }
}
