//! Fan-out within this process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use domain::{Envelope, Event, EventType, UserId};
use store::{Hint, LogEntry, LogPosition, Result, Store};
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use crate::lanes::{Lanes, LogItem, Taken};

/// How many events are read from the log in one go.
const LOG_PAGE: u32 = 200;
/// How often the logs of connected people are looked at without a hint: events of other nodes, and the
/// floor when a hint is lost.
const POLL_EVERY: Duration = Duration::from_millis(500);

/// Fan-out within this process. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    people: Mutex<HashMap<UserId, Person>>,
}

/// A person with at least one subscription.
struct Person {
    /// The last number that was handed out.
    seq: i64,
    subscribers: Vec<Weak<Lanes>>,
}

/// A live view of one person's log. Ends when dropped.
pub struct Subscription {
    hub: Hub,
    user_id: UserId,
    lanes: Arc<Lanes>,
}

impl Hub {
    /// A hub over the store's log; [`run`](Self::run) makes it live.
    pub fn new(store: Store) -> Self {
        Self { inner: Arc::new(Inner { store, people: Mutex::default() }) }
    }

    /// Hands out what is committed until `stop` is cancelled.
    pub async fn run(&self, stop: CancellationToken) {
        let mut hints = self.inner.store.hints();
        let mut poll = tokio::time::interval(POLL_EVERY);
        poll.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                hint = hints.recv() => match hint {
                    Ok(Hint::Events { user_id, .. }) => self.hand_out(user_id).await,
                    Ok(Hint::Facts | Hint::Tasks) => {}
                    Err(RecvError::Lagged(_)) => self.hand_out_all().await,
                    Err(RecvError::Closed) => return,
                },
                _ = poll.tick() => self.hand_out_all().await,
            }
        }
    }

    /// Subscribes to a person's log from now on. Subscribe first, then read the log up to its end:
    /// then nothing falls in between.
    pub async fn subscribe(&self, user_id: UserId) -> Result<(Subscription, LogPosition)> {
        let lanes = Arc::new(Lanes::default());
        let position = self.log_position(user_id).await?;
        self.register(user_id, position.last, &lanes);
        // Read again: what was committed before the registration is in the log up to here.
        let position = self.log_position(user_id).await?;
        Ok((Subscription { hub: self.clone(), user_id, lanes }, position))
    }

    fn register(&self, user_id: UserId, seq: i64, lanes: &Arc<Lanes>) {
        let mut people = self.people();
        let person = people.entry(user_id).or_insert_with(|| Person { seq, subscribers: Vec::new() });
        person.subscribers.push(Arc::downgrade(lanes));
    }

    /// Where a person's log begins and ends.
    pub async fn log_position(&self, user_id: UserId) -> Result<LogPosition> {
        self.inner.store.log_position(user_id).await
    }

    /// A page of a person's log after `after`, oldest first; empty at the end.
    pub async fn log_after(&self, user_id: UserId, after: i64) -> Result<Vec<LogItem>> {
        let entries = self.inner.store.events_after(user_id, after, LOG_PAGE).await?;
        Ok(entries.into_iter().filter_map(to_item).collect())
    }

    /// The log's epoch; cursors of another one are worthless.
    pub fn epoch(&self) -> &str {
        self.inner.store.epoch()
    }

    /// Hands an ephemeral event to a person's subscribers in this process.
    pub fn publish(&self, user_id: UserId, event: Event) {
        let people = self.people();
        if let Some(person) = people.get(&user_id) {
            self.push_latest(person, event);
        }
    }

    /// Hands an ephemeral event to everybody who is subscribed in this process.
    pub fn publish_to_all(&self, event: &Event) {
        for person in self.people().values() {
            self.push_latest(person, event.clone());
        }
    }

    /// The people who are subscribed in this process.
    pub fn connected(&self) -> Vec<UserId> {
        self.people().keys().copied().collect()
    }

    fn push_latest(&self, person: &Person, event: Event) {
        let Some(key) = event.coalescing_key() else {
            debug_assert!(false, "a durable event goes through the store");
            return;
        };
        let kind = event.event_type();
        let envelope = Envelope { seq: None, at: self.inner.store.clock().now(), event };
        let Ok(text) = serde_json::to_string(&envelope) else { return };
        let body: Arc<str> = text.into();
        for lanes in person.subscribers.iter().filter_map(Weak::upgrade) {
            lanes.push_latest(&key, kind, body.clone());
        }
    }

    async fn hand_out_all(&self) {
        for user_id in self.connected() {
            self.hand_out(user_id).await;
        }
    }

    /// Reads what is new in a person's log and pushes it to their subscribers. Only [`run`](Self::run)
    /// calls this, one at a time, so events are pushed in order.
    async fn hand_out(&self, user_id: UserId) {
        let Some(mut after) = self.people().get(&user_id).map(|person| person.seq) else { return };
        loop {
            let items = match self.log_after(user_id, after).await {
                Ok(items) => items,
                Err(error) => {
                    tracing::warn!(%error, "the log cannot be read; trying again");
                    return;
                }
            };
            let Some(last) = items.last() else { return };
            after = last.seq;
            if !self.push_log(user_id, &items, after) {
                return;
            }
        }
    }

    /// Pushes to everybody who listens to this person's log; `false` when nobody does any more.
    fn push_log(&self, user_id: UserId, items: &[LogItem], seq: i64) -> bool {
        let mut people = self.people();
        let Some(person) = people.get_mut(&user_id) else { return false };
        person.seq = seq;
        for lanes in person.subscribers.iter().filter_map(Weak::upgrade) {
            for item in items {
                lanes.push_log(item.clone());
            }
        }
        true
    }

    fn people(&self) -> MutexGuard<'_, HashMap<UserId, Person>> {
        self.inner.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscription {
    /// Waits until there is something new, and takes all of it.
    pub async fn take(&self) -> Taken {
        self.lanes.take().await
    }

    /// Makes the next [`take`](Self::take) say that the log has to be read.
    pub fn mark_lagging(&self) {
        self.lanes.mark_lagging();
    }

    /// Whose log this is.
    pub fn user_id(&self) -> UserId {
        self.user_id
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut people = self.hub.people();
        if let Some(person) = people.get_mut(&self.user_id) {
            let mine = Arc::as_ptr(&self.lanes);
            person.subscribers.retain(|other| other.as_ptr() != mine);
            if person.subscribers.is_empty() {
                people.remove(&self.user_id);
            }
        }
    }
}

fn to_item(entry: LogEntry) -> Option<LogItem> {
    // An event of a later version is unknown here; its number is skipped, not its successors.
    let kind = EventType::parse(&entry.kind)?;
    Some(LogItem { seq: entry.seq, kind, body: entry.body.into() })
}
