//! What waits to be told to other nodes: ephemeral events of single people, packed as they are published.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::UserId;
use tokio::sync::Notify;

use crate::packet;
use crate::passing::Passing;

/// When more than this waits, all of it is dropped before the next event is put: nobody takes it, and what is newer counts.
const MOST_BYTES: usize = 1024 * 1024;

/// Ephemeral events on their way out. Nothing is kept until somebody tells it.
#[derive(Default)]
pub(crate) struct Outbox {
    waiting: Mutex<Vec<u8>>,
    filled: Notify,
    is_open: AtomicBool,
}

impl Outbox {
    /// From now on somebody tells what is here.
    pub(crate) fn open(&self) {
        self.is_open.store(true, Ordering::Relaxed);
    }

    pub(crate) fn put(&self, user_id: UserId, event: &Passing) {
        if !self.is_open.load(Ordering::Relaxed) {
            return;
        }
        let mut waiting = self.waiting();
        if waiting.len() > MOST_BYTES {
            waiting.clear();
        }
        let is_first = waiting.is_empty();
        packet::write_latest(&mut waiting, user_id, event);
        drop(waiting);
        if is_first {
            self.filled.notify_one();
        }
    }

    /// Until something waits; there may be nothing after all.
    pub(crate) async fn filled(&self) {
        self.filled.notified().await;
    }

    /// Drops all that waits: what was of the moment before an outage is not any more.
    pub(crate) fn drop_all(&self) {
        self.waiting().clear();
    }

    /// Moves all that waits to the end of a packet.
    pub(crate) fn empty_into(&self, packet: &mut Vec<u8>) {
        packet.append(&mut self.waiting());
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<u8>> {
        // A panic while holding the lock leaves whole events, or one that nobody understands.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use domain::EventType;
    use uuid::Uuid;

    use super::*;

    fn put(outbox: &Outbox, number: usize, length: usize) {
        let (key, body) = (number.to_string(), "x".repeat(length));
        outbox.put(UserId(Uuid::nil()), &Passing::new(&key, EventType::HealthUpdate, body.as_bytes()));
    }

    /// The keys of all that waited.
    fn emptied(outbox: &Outbox) -> Vec<usize> {
        let mut packet = packet::begin(Uuid::nil(), false);
        outbox.empty_into(&mut packet);
        packet::unpack(&packet)
            .map(|heard| match heard {
                packet::Heard::Latest(_, event) => event.key().parse().expect("a number"),
                packet::Heard::Committed(hint) => panic!("{hint:?}"),
            })
            .collect()
    }

    #[tokio::test]
    async fn what_is_put_waits_in_its_order_once_somebody_tells_it() {
        let outbox = Outbox::default();
        put(&outbox, 1, 10);
        assert!(emptied(&outbox).is_empty(), "nobody would tell it");
        outbox.open();
        put(&outbox, 2, 10);
        put(&outbox, 3, 10);
        outbox.filled().await;
        assert_eq!(emptied(&outbox), [2, 3]);
        put(&outbox, 4, 10);
        outbox.filled().await;
        assert_eq!(emptied(&outbox), [4]);
        put(&outbox, 5, 10);
        outbox.drop_all();
        put(&outbox, 6, 10);
        outbox.filled().await;
        assert_eq!(emptied(&outbox), [6]);
    }

    #[test]
    fn while_nobody_takes_it_the_newest_stay_and_no_more_than_there_is_room_for() {
        let (outbox, length) = (Outbox::default(), 100_000);
        outbox.open();
        for number in 0..100 {
            put(&outbox, number, length);
            assert!(outbox.waiting().len() <= MOST_BYTES + length + 200);
        }
        let kept = emptied(&outbox);
        assert_eq!(kept.last(), Some(&99));
        assert_eq!(kept, (100 - kept.len()..100).collect::<Vec<_>>(), "without a gap");
    }
}
