//! The two lanes of a subscription.
//!
//! The *log lane* holds durable events in order and is bounded: when it overflows it is emptied and the
//! subscription is *lagging*, which tells its reader to read on from the log. The *latest lane* keeps the
//! newest ephemeral event per key, also bounded. So a slow reader costs a fixed amount of memory and
//! loses nothing that is durable.
//!
//! While the reader has passed on all it took and both lanes are empty, an ephemeral event may take a [`Shortcut`] past it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use domain::{EventType, EventTypes};
use store::LogEntry;
use tokio::sync::Notify;

use crate::passing::{Kept, Passing};

/// The most events in the log lane (facts/realtime: 256 events and 256 KiB).
const LOG_LANE_EVENTS: usize = 256;
/// The most bytes in the log lane.
const LOG_LANE_BYTES: usize = 256 * 1024;
/// The most keys in the latest lane.
const LATEST_LANE_KEYS: usize = 128;
/// What comes sooner after an event that took the shortcut goes through the lane, where the newest of a key wins. Chosen:
/// sooner than anybody sees, and later than the next event of a burst.
const SHORTCUT_EVERY: Duration = Duration::from_millis(1);

/// A way to the client that does not wake the reader. The reader may be writing something of its own meanwhile, such as an
/// answer to a ping: the way has to bear both.
pub trait Shortcut: Send + Sync + 'static {
    /// Sends an event, as JSON text, if that needs no waiting.
    fn send(&self, body: &[u8]) -> Sent;
}

/// What became of an event at a [`Shortcut`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It is on its way, or nobody wants it.
    Whole,
    /// A part is on its way: the reader has to flush the rest.
    Begun,
    /// Nothing was sent: it goes through the lane.
    Not,
}

/// What a reader takes out of its lanes in one go.
#[derive(Debug, Default)]
pub struct Taken {
    /// Durable events, in order; those from before the place where the subscription began may be there again. Empty when
    /// lagging.
    pub log: VecDeque<LogEntry>,
    /// The newest ephemeral events, each as JSON text.
    pub latest: Vec<(EventType, Bytes)>,
    /// The log lane overflowed: read on from the log after the last event that was sent.
    pub lagging: bool,
}

/// In this order, so that an event that takes the shortcut looks at the beginning only: of many people nothing is in the
/// processor's caches, and every place that is looked at costs (decision 16).
#[derive(Default)]
#[repr(C)]
struct State {
    shortcut: Option<Arc<dyn Shortcut>>,
    /// When the last event took it.
    shortcut_at: Option<Instant>,
    /// What the reader wants of what could take it.
    wanted: EventTypes,
    /// The reader has passed on all it took, and nothing has come since: the shortcut is open.
    has_all: bool,
    /// Something that took the shortcut has to be flushed.
    begun: bool,
    lagging: bool,
    log: VecDeque<LogEntry>,
    log_bytes: usize,
    latest: Vec<Kept>,
}

/// The lanes of one subscription, shared by the hub (which fills) and the reader (who takes).
#[derive(Default)]
#[repr(C)]
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
        state.has_all = false;
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
        let mut state = self.lock();
        (state.lagging, state.has_all) = (true, false);
        drop(state);
        self.filled.notify_one();
    }

    /// From now on ephemeral events of single people may go this way, if they are wanted.
    pub(crate) fn set_shortcut(&self, shortcut: Arc<dyn Shortcut>, wanted: EventTypes) {
        let mut state = self.lock();
        (state.shortcut, state.wanted) = (Some(shortcut), wanted);
    }

    /// As [`push_latest`](Self::push_latest), by the shortcut where it is open.
    pub(crate) fn send_latest(&self, event: &Passing) {
        self.send_latest_at(Instant::now(), event);
    }

    fn send_latest_at(&self, now: Instant, event: &Passing) {
        let mut state = self.lock();
        let is_there_something = match state.send(now, event) {
            Sent::Whole => false,
            Sent::Begun => true,
            Sent::Not => state.put_latest(event),
        };
        drop(state);
        if is_there_something {
            self.filled.notify_one();
        }
    }

    pub(crate) fn push_latest(&self, event: &Passing) {
        if self.lock().put_latest(event) {
            self.filled.notify_one();
        }
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
        state.has_all = !state.begun && !state.lagging && state.log.is_empty() && state.latest.is_empty();
        if state.has_all {
            return None;
        }
        state.log_bytes = 0;
        state.begun = false;
        Some(Taken {
            log: std::mem::take(&mut state.log),
            latest: state.latest.drain(..).map(|event| (event.kind, event.body)).collect(),
            lagging: std::mem::take(&mut state.lagging),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic while holding the lock leaves plain data behind, which is still usable.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Puts an event into the latest lane; `false` when there is no room for its key.
    fn put_latest(&mut self, event: &Passing) -> bool {
        let event = event.kept();
        match self.latest.iter().position(|other| other.has_key_of(event)) {
            Some(at) => self.latest[at].body = event.body.clone(),
            // Ephemeral by definition: beyond the bound the newest keys are left out.
            None if self.latest.len() < LATEST_LANE_KEYS => self.latest.push(event.clone()),
            None => return false,
        }
        self.has_all = false;
        true
    }

    /// Sends by the shortcut, unless something has to go before it.
    fn send(&mut self, now: Instant, event: &Passing) -> Sent {
        let Some(shortcut) = self.shortcut.as_ref().filter(|_| self.has_all) else { return Sent::Not };
        if !self.wanted.contains(event.kind) {
            return Sent::Whole;
        }
        if self.shortcut_at.is_some_and(|at| now.duration_since(at) < SHORTCUT_EVERY) {
            return Sent::Not;
        }
        let sent = shortcut.send(event.body);
        if sent != Sent::Not {
            self.shortcut_at = Some(now);
        }
        if sent == Sent::Begun {
            (self.begun, self.has_all) = (true, false);
        }
        sent
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
            lanes.push_latest(&Passing::new(key, EventType::HealthUpdate, body.as_bytes()));
        }
        let bodies: Vec<_> = lanes.try_take().unwrap().latest.into_iter().map(|(_, body)| body).collect();
        assert_eq!(bodies, ["3", "2"]);
        assert!(lanes.try_take().is_none());
    }

    /// Notes what it is given, and does with it as it is told.
    struct Noting(Arc<Mutex<Vec<Bytes>>>, Sent);

    impl Shortcut for Noting {
        fn send(&self, body: &[u8]) -> Sent {
            self.0.lock().unwrap().push(Bytes::copy_from_slice(body));
            self.1
        }
    }

    fn with_shortcut(sent: Sent) -> (Lanes, Arc<Mutex<Vec<Bytes>>>) {
        let (lanes, noted) = (Lanes::default(), Arc::default());
        lanes.set_shortcut(Arc::new(Noting(Arc::clone(&noted), sent)), EventTypes::ALL);
        (lanes, noted)
    }

    fn send(lanes: &Lanes, now: Instant, body: &str) {
        lanes.send_latest_at(now, &Passing::new("key", EventType::HealthUpdate, body.as_bytes()));
    }

    #[test]
    fn the_shortcut_is_open_only_while_the_reader_has_all_and_nothing_is_before_it() {
        let (lanes, noted) = with_shortcut(Sent::Whole);
        let now = Instant::now();
        send(&lanes, now, "1");
        assert_eq!(lanes.try_take().unwrap().latest.len(), 1, "the reader has not looked yet");
        send(&lanes, now, "2");
        assert_eq!(lanes.try_take().unwrap().latest.len(), 1, "the reader may still be writing");
        assert!(lanes.try_take().is_none());
        send(&lanes, now, "3");
        assert_eq!(*noted.lock().unwrap(), ["3"]);
        assert!(lanes.try_take().is_none(), "it is on its way");
        lanes.push_log(item(1, 1));
        send(&lanes, now + SHORTCUT_EVERY, "4");
        let taken = lanes.try_take().unwrap();
        assert_eq!((taken.log.len(), taken.latest.len()), (1, 1), "what was before it goes before it");
        assert_eq!(noted.lock().unwrap().len(), 1);
    }

    #[test]
    fn the_shortcut_is_closed_by_whatever_comes_into_the_lanes() {
        let (lanes, noted) = with_shortcut(Sent::Whole);
        let now = Instant::now();
        let fillings: [&dyn Fn(); 3] = [&|| lanes.push_log(item(1, 1)), &|| lanes.mark_lagging(), &|| {
            lanes.push_latest(&Passing::new("key", EventType::HealthUpdate, b"older"))
        }];
        for fill in fillings {
            assert!(lanes.try_take().is_none());
            fill();
            send(&lanes, now, "newer");
            assert!(noted.lock().unwrap().is_empty(), "it would overtake what is in the lanes");
            let latest = lanes.try_take().unwrap().latest;
            assert_eq!(latest.iter().map(|(_, body)| body).collect::<Vec<_>>(), ["newer"]);
        }
    }

    #[test]
    fn what_is_not_wanted_goes_nowhere_and_leaves_the_shortcut_open() {
        let (lanes, noted) = with_shortcut(Sent::Whole);
        let (others, now) = (EventTypes::from_iter([EventType::SourceUpdate]), Instant::now());
        lanes.set_shortcut(Arc::new(Noting(Arc::clone(&noted), Sent::Whole)), others);
        assert!(lanes.try_take().is_none());
        send(&lanes, now, "not wanted");
        lanes.send_latest_at(now, &Passing::new("key", EventType::SourceUpdate, b"wanted"));
        assert_eq!(*noted.lock().unwrap(), ["wanted"]);
        assert!(lanes.try_take().is_none());
    }

    #[test]
    fn a_burst_is_coalesced_as_it_is_without_a_shortcut() {
        let (lanes, noted) = with_shortcut(Sent::Whole);
        let now = Instant::now();
        assert!(lanes.try_take().is_none());
        for body in ["1", "2", "3"] {
            send(&lanes, now, body);
        }
        let latest = lanes.try_take().unwrap().latest;
        assert_eq!(latest.iter().map(|(_, body)| body).collect::<Vec<_>>(), ["3"]);
        assert!(lanes.try_take().is_none());
        send(&lanes, now + SHORTCUT_EVERY / 2, "4");
        assert!(lanes.try_take().is_some(), "it is the same burst");
        assert!(lanes.try_take().is_none());
        send(&lanes, now + SHORTCUT_EVERY, "5");
        assert_eq!(*noted.lock().unwrap(), ["1", "5"]);
    }

    #[tokio::test]
    async fn what_was_begun_wakes_the_reader_to_flush_it() {
        let (lanes, _) = with_shortcut(Sent::Begun);
        let now = Instant::now();
        let mut taking = std::pin::pin!(lanes.take());
        assert!(futures::poll!(&mut taking).is_pending());
        send(&lanes, now, "1");
        send(&lanes, now + SHORTCUT_EVERY, "2");
        let woken = tokio::time::timeout(Duration::from_secs(5), taking).await.expect("it is woken");
        assert_eq!(woken.latest.len(), 1, "the second waits for the first");
    }

    #[test]
    fn what_the_shortcut_does_not_take_goes_through_the_lane() {
        let (lanes, noted) = with_shortcut(Sent::Not);
        assert!(lanes.try_take().is_none());
        send(&lanes, Instant::now(), "1");
        assert_eq!((noted.lock().unwrap().len(), lanes.try_take().unwrap().latest.len()), (1, 1));
    }
}
