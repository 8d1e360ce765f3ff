//! Fan-out within this process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{Envelope, Event, EventTypes, UserId};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use store::{Hint, LogEntry, LogPosition, Result, Store};
use tokio::sync::Notify;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::lanes::{Lanes, Shortcut, Taken};
use crate::outbox::Outbox;
use crate::passing::Passing;

/// How many events are read from the log in one go.
const LOG_PAGE: u32 = 200;
/// How often the ends of the logs of connected people are looked at: what other processes commit, and the floor when a
/// hint is lost.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// The same while other nodes tell what they commit.
const LOOK_EVERY_WHEN_TOLD: Duration = Duration::from_secs(1);
/// How long the answer may take; then it is asked again. A connection to the database may be gone without a word.
const LOOK_WITHIN: Duration = Duration::from_secs(5);
/// Most ephemeral events take less as JSON text: 200 to 400 bytes.
const EVENT_BYTES: usize = 512;

/// Fan-out within this process. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    people: Mutex<FxHashMap<UserId, Person>>,
    /// Ephemeral events of single people, for other nodes.
    outbox: Outbox,
    /// Whether other nodes tell what they commit, as far as is known.
    is_told: AtomicBool,
    look_now: Notify,
}

/// A person with at least one subscription.
struct Person {
    /// The last number that was handed out; `None` until the first subscription has read where the log ends.
    seq: Option<i64>,
    /// Mostly one: it has no list of its own then, which would be one more place to look at.
    subscribers: SmallVec<[Arc<Lanes>; 1]>,
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
        let inner = Inner {
            store,
            people: Mutex::default(),
            outbox: Outbox::default(),
            is_told: AtomicBool::new(false),
            look_now: Notify::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Hands out what is committed until `stop` is cancelled.
    pub async fn run(&self, stop: CancellationToken) {
        let mut hints = self.inner.store.hints();
        // What is told while the logs are looked at does not wait for the answer: on a node with many people it takes a while.
        let mut looking = None;
        let mut must_look = false;
        let mut looked = Instant::now();
        loop {
            let look_every = match self.inner.is_told.load(Ordering::Relaxed) {
                true => LOOK_EVERY_WHEN_TOLD,
                false => LOOK_EVERY,
            };
            if must_look && looking.is_none() {
                looking = Some(Box::pin(self.longer_logs()));
                must_look = false;
            }
            tokio::select! {
                () = stop.cancelled() => return,
                hint = hints.recv() => match hint {
                    Ok(Hint::Events { user_id, entries }) => self.hand_out(user_id, &entries).await,
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => must_look = true,
                    Err(RecvError::Closed) => return,
                },
                longer = answer(&mut looking) => {
                    (looking, looked) = (None, Instant::now());
                    self.catch_up(longer).await;
                }
                () = self.inner.look_now.notified() => must_look = true,
                () = tokio::time::sleep_until(looked + look_every), if looking.is_none() => must_look = true,
            }
        }
    }

    /// Subscribes to a person's log and says where it is: everything after that place is heard. What was committed just
    /// before may be heard too.
    pub async fn subscribe(&self, user_id: UserId) -> Result<(Subscription, LogPosition)> {
        let lanes = Arc::new(Lanes::default());
        // Registered first: what is committed while the position is read is in the lanes, or before the position.
        self.register(user_id, &lanes);
        let subscription = Subscription { hub: self.clone(), user_id, lanes };
        let position = self.log_position(user_id).await?;
        if let Some(person) = self.people().get_mut(&user_id) {
            person.seq.get_or_insert(position.last);
        }
        Ok((subscription, position))
    }

    fn register(&self, user_id: UserId, lanes: &Arc<Lanes>) {
        let mut people = self.people();
        let person = people.entry(user_id).or_insert(Person { seq: None, subscribers: SmallVec::new() });
        person.subscribers.push(lanes.clone());
    }

    /// Where a person's log begins and ends.
    pub async fn log_position(&self, user_id: UserId) -> Result<LogPosition> {
        self.inner.store.log_position(user_id).await
    }

    /// A page of a person's log after `after`, oldest first; empty at the end.
    pub async fn log_after(&self, user_id: UserId, after: i64) -> Result<Vec<LogEntry>> {
        self.inner.store.events_after(user_id, after, LOG_PAGE).await
    }

    /// The log's epoch; cursors of another one are worthless.
    pub fn epoch(&self) -> &str {
        self.inner.store.epoch()
    }

    /// Hands an ephemeral event to a person's subscribers, here and at the other nodes that can be told.
    pub fn publish(&self, user_id: UserId, event: Event) {
        let Some((envelope, body)) = self.encode(event) else { return };
        let event = Passing::of(&envelope.event, &body);
        self.hear(user_id, &event);
        self.inner.outbox.put(user_id, &event);
    }

    /// Hands an ephemeral event to everybody who is subscribed in this process.
    pub fn publish_to_all(&self, event: &Event) {
        let Some((envelope, body)) = self.encode(event.clone()) else { return };
        let event = Passing::of(&envelope.event, &body);
        for lanes in self.people().values().flat_map(|person| &person.subscribers) {
            lanes.push_latest(&event);
        }
    }

    /// The people who are subscribed in this process.
    pub fn connected(&self) -> Vec<UserId> {
        self.people().keys().copied().collect()
    }

    /// Hands an ephemeral event to the person's subscribers here.
    pub(crate) fn hear(&self, user_id: UserId, event: &Passing) {
        // Let go before anything is written: other people's events do not wait for this one's sockets.
        let subscribers = match self.people().get(&user_id) {
            Some(person) => person.subscribers.clone(),
            None => return,
        };
        for lanes in subscribers {
            lanes.send_latest(event);
        }
    }

    /// The ephemeral events of single people that are published here.
    pub(crate) fn outbox(&self) -> &Outbox {
        &self.inner.outbox
    }

    /// Says whether other nodes can be heard. When that begins, what they committed before is looked for at once.
    pub(crate) fn set_told(&self, is_told: bool) {
        if self.inner.is_told.swap(is_told, Ordering::Relaxed) != is_told {
            self.inner.look_now.notify_one();
        }
    }

    /// What is said, and the same as JSON text.
    fn encode(&self, event: Event) -> Option<(Envelope, Vec<u8>)> {
        if event.event_type().is_durable() {
            debug_assert!(false, "a durable event goes through the store");
            return None;
        }
        let envelope = Envelope { seq: None, at: self.inner.store.clock().now(), event };
        let mut body = Vec::with_capacity(EVENT_BYTES);
        serde_json::to_writer(&mut body, &envelope).ok()?;
        Some((envelope, body))
    }

    /// Asks in one question whose logs are longer than what was handed out of them, and how long they are. Nobody's, when
    /// it cannot be asked.
    async fn longer_logs(&self) -> Vec<(UserId, i64)> {
        let known: Vec<(UserId, i64)> =
            self.people().iter().filter_map(|(user_id, person)| Some((*user_id, person.seq?))).collect();
        if known.is_empty() {
            return Vec::new();
        }
        match tokio::time::timeout(LOOK_WITHIN, self.inner.store.longer_logs(&known)).await {
            Ok(Ok(longer)) => return longer,
            Ok(Err(error)) => tracing::warn!(%error, "the ends of the logs cannot be read; trying again"),
            Err(_) => tracing::warn!("the database does not say where the logs end; asking again"),
        }
        Vec::new()
    }

    /// Hands out what nobody told of, up to these numbers.
    async fn catch_up(&self, longer: Vec<(UserId, i64)>) {
        for (user_id, end) in longer {
            let seq = self.people().get(&user_id).and_then(|person| person.seq);
            if let Some(seq) = seq.filter(|seq| *seq < end) {
                self.read_on(user_id, seq).await;
            }
        }
    }

    /// Pushes what was committed. Only [`run`](Self::run) calls this and [`catch_up`](Self::catch_up), one at a time, so
    /// events are pushed in order.
    async fn hand_out(&self, user_id: UserId, entries: &[LogEntry]) {
        let after = match self.people().get_mut(&user_id) {
            None => return,
            Some(person) => match person.next(entries) {
                Next::Push(fresh) => return person.push(fresh),
                Next::Known => return,
                Next::ReadAfter(seq) => seq,
            },
        };
        self.read_on(user_id, after).await;
    }

    /// Reads a person's log from here to its end and pushes it to whoever listens.
    async fn read_on(&self, user_id: UserId, mut after: i64) {
        loop {
            let entries = match self.log_after(user_id, after).await {
                Ok(entries) => entries,
                Err(error) => {
                    tracing::warn!(%error, "the log cannot be read; trying again");
                    return;
                }
            };
            let Some(last) = entries.last() else { return };
            after = last.seq;
            let mut people = self.people();
            let Some(person) = people.get_mut(&user_id) else { return };
            person.push(&entries);
        }
    }

    fn people(&self) -> MutexGuard<'_, FxHashMap<UserId, Person>> {
        self.inner.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The answer to what was asked; never, while nothing is.
async fn answer<F: Future + Unpin>(asked: &mut Option<F>) -> F::Output {
    match asked {
        Some(asked) => asked.await,
        None => std::future::pending().await,
    }
}

/// What is to be done with entries that were told.
enum Next<'e> {
    /// They follow on what was handed out.
    Push(&'e [LogEntry]),
    /// They were handed out before.
    Known,
    /// Something before them is missing, or they did not come along: the log has it, after this number.
    ReadAfter(i64),
}

/// Whether the numbers go on from here one by one. Another process said them.
fn follows_on(seq: i64, entries: &[LogEntry]) -> bool {
    (1..).zip(entries).all(|(more, entry)| seq.checked_add(more) == Some(entry.seq))
}

impl Person {
    fn next<'e>(&self, entries: &'e [LogEntry]) -> Next<'e> {
        // Nobody has read where the log ends yet; whoever is about to passes over what lies before.
        let Some(seq) = self.seq else { return Next::Push(entries) };
        let fresh = &entries[entries.partition_point(|entry| entry.seq <= seq)..];
        match fresh.first() {
            Some(_) if follows_on(seq, fresh) => Next::Push(fresh),
            Some(_) => Next::ReadAfter(seq),
            None if entries.is_empty() => Next::ReadAfter(seq),
            None => Next::Known,
        }
    }

    fn push(&mut self, entries: &[LogEntry]) {
        let Some(last) = entries.last() else { return };
        // Until somebody has read where the log ends, what is told may be anything.
        if let Some(seq) = &mut self.seq {
            *seq = last.seq;
        }
        for lanes in &self.subscribers {
            for entry in entries {
                lanes.push_log(entry.clone());
            }
        }
    }
}

impl Subscription {
    /// Waits until there is something new, and takes all of it.
    pub async fn take(&self) -> Taken {
        self.lanes.take().await
    }

    /// From now on ephemeral events of this person alone may go this way, past the reader, since its last
    /// [`take`](Self::take) found nothing and until the next has something; those that are not `wanted` go nowhere then. The
    /// reader flushes what was only begun. One that is on its way when the subscription is dropped may still arrive.
    pub fn set_shortcut(&self, shortcut: Arc<dyn Shortcut>, wanted: EventTypes) {
        self.lanes.set_shortcut(shortcut, wanted);
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
            person.subscribers.retain(|other| !Arc::ptr_eq(other, &self.lanes));
            if person.subscribers.is_empty() {
                people.remove(&self.user_id);
            }
        }
    }
}
