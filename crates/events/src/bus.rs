//! Fan-out across processes through Redis.
//!
//! Every process tells the others on one channel what it commits, and hears what they commit. Redis decides nothing and
//! keeps nothing: whatever it loses is found in the log, which the [`Hub`] looks at by itself. So all that can be lost
//! here is time.

use std::time::Duration;

use bytes::Bytes;
use domain::{EventType, UserId};
use futures::StreamExt as _;
use redis::aio::{MultiplexedConnection, PubSub};
use redis::{AsyncConnectionConfig, Client, RedisError, RedisResult};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use store::{Hint, LogEntry, Store};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::hub::{Hub, Latest};

/// The most told in one message, and about how many bytes of events.
const TOLD_AT_ONCE: usize = 256;
const BYTES_AT_ONCE: usize = 256 * 1024;
/// An event larger than this is not carried along: the log has it.
const LARGEST_CARRIED: usize = 8 * 1024;
/// How often a process says that it is there, which it has to hear itself.
const BEAT_EVERY: Duration = Duration::from_millis(500);
/// A process that has not heard itself for so long hears nobody.
const DEAF_AFTER: Duration = Duration::from_millis(1500);
/// A subscription that is deaf for so long is made anew: the other end may have forgotten it.
const RENEW_AFTER: Duration = Duration::from_secs(4);
/// How long connecting and one answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);
/// The pause after something failed.
const AGAIN_AFTER: Duration = Duration::from_millis(250);

/// Whether the processes hear each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BusState {
    /// They do.
    Hears,
    /// They do not, and why, for people: what others commit is seen when the log is looked at.
    Deaf(String),
}

/// One process's place on the channel.
pub struct Bus {
    client: Client,
    channel: String,
    node: Uuid,
    store: Store,
    hub: Hub,
    state: watch::Sender<BusState>,
}

/// What is sent in one message.
#[derive(Serialize, Deserialize)]
struct Packet {
    node: Uuid,
    said: Vec<Said>,
}

/// What one process says to the others.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    /// A person's log grew; without entries where they are too large.
    Log {
        user: UserId,
        entries: Vec<Entry>,
    },
    /// An ephemeral event of one person.
    Latest {
        user: UserId,
        key: String,
        kind: EventType,
        body: Box<RawValue>,
    },
    /// There are facts for the pipeline.
    Facts,
    /// There are tasks to run.
    Tasks,
    /// A session or an API token ended.
    SessionEnded {
        token_sha256: String,
    },
    Beat,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    seq: i64,
    kind: EventType,
    body: Box<RawValue>,
}

impl Bus {
    /// A place on the channel of this store's database. [`run`](Self::run) takes it.
    ///
    /// # Errors
    /// When `url` is not one of Redis: `redis://…` or `rediss://…`.
    pub fn new(url: &str, store: Store, hub: Hub) -> RedisResult<Self> {
        let channel = format!("jobwire:{}", store.epoch());
        let state = watch::Sender::new(BusState::Deaf("connecting".to_owned()));
        Ok(Self { client: Client::open(url)?, channel, node: Uuid::new_v4(), store, hub, state })
    }

    /// Whether the processes hear each other, and every change of it.
    pub fn state(&self) -> watch::Receiver<BusState> {
        self.state.subscribe()
    }

    /// Tells and hears until `stop` is cancelled.
    pub async fn run(&self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.tell() => {}
            () = self.hear() => {}
        }
    }

    /// Tells what happens here. What waits while Redis does not answer is told as far as the backlogs reach.
    async fn tell(&self) {
        let (mut commits, mut latest) = (self.store.commits(), self.hub.latest());
        let mut beat = tokio::time::interval(BEAT_EVERY);
        let mut connection: Option<MultiplexedConnection> = None;
        loop {
            let mut said = Vec::new();
            tokio::select! {
                hint = commits.recv() => match hint {
                    Ok(hint) => said.extend(of_hint(hint)),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                },
                one = latest.recv() => said.extend(one.ok().map(of_latest)),
                _ = beat.tick() => said.push(Said::Beat),
            }
            more(&mut said, &mut commits, &mut latest);
            if let Err(error) = self.publish(&mut connection, said).await {
                connection = None;
                self.deaf(&error);
                tokio::time::sleep(AGAIN_AFTER).await;
            }
        }
    }

    async fn publish(&self, kept: &mut Option<MultiplexedConnection>, said: Vec<Said>) -> RedisResult<()> {
        let connection = match kept {
            Some(connection) => connection,
            None => {
                let config = AsyncConnectionConfig::new()
                    .set_connection_timeout(Some(ANSWER_WITHIN))
                    .set_response_timeout(Some(ANSWER_WITHIN));
                kept.insert(self.client.get_multiplexed_async_connection_with_config(&config).await?)
            }
        };
        let packet = serde_json::to_vec(&Packet { node: self.node, said }).unwrap_or_default();
        redis::cmd("PUBLISH").arg(&self.channel).arg(packet).exec_async(connection).await
    }

    /// Hears what happens elsewhere.
    async fn hear(&self) {
        loop {
            match tokio::time::timeout(ANSWER_WITHIN, self.subscribe()).await {
                Ok(Ok(subscription)) => self.listen(subscription).await,
                Ok(Err(error)) => self.deaf(&error),
                Err(_) => self.set(BusState::Deaf("Redis does not answer".to_owned())),
            }
            tokio::time::sleep(AGAIN_AFTER).await;
        }
    }

    async fn subscribe(&self) -> RedisResult<PubSub> {
        let mut subscription = self.client.get_async_pubsub().await?;
        subscription.subscribe(&self.channel).await?;
        Ok(subscription)
    }

    /// Until the subscription ends, or is deaf for too long.
    async fn listen(&self, mut subscription: PubSub) {
        let mut messages = subscription.on_message();
        let mut heard_self = Instant::now();
        loop {
            tokio::select! {
                message = messages.next() => match message {
                    Some(message) => {
                        if self.understand(message.get_payload_bytes()) {
                            heard_self = Instant::now();
                            self.set(BusState::Hears);
                        }
                    }
                    None => return self.set(BusState::Deaf("Redis closed the connection".to_owned())),
                },
                () = tokio::time::sleep_until(heard_self + DEAF_AFTER), if *self.state.borrow() == BusState::Hears => {
                    self.set(BusState::Deaf("Redis does not answer".to_owned()));
                }
                () = tokio::time::sleep_until(heard_self + RENEW_AFTER) => return,
            }
        }
    }

    /// Passes on what another process said; whether it was this one's own beat.
    fn understand(&self, payload: &[u8]) -> bool {
        // Of another version of Jobwire: the log has what it says.
        let Ok(packet) = serde_json::from_slice::<Packet>(payload) else { return false };
        if packet.node == self.node {
            return packet.said.iter().any(|said| matches!(said, Said::Beat));
        }
        for said in packet.said {
            match said {
                Said::Log { user: user_id, entries } => {
                    let entries = entries.into_iter().map(Entry::into_log).collect();
                    self.store.heard(Hint::Events { user_id, entries });
                }
                Said::Latest { user: user_id, key, kind, body } => {
                    self.hub.hear(&Latest { user_id, key: key.into(), kind, body: bytes_of(body) });
                }
                Said::Facts => self.store.heard(Hint::Facts),
                Said::Tasks => self.store.heard(Hint::Tasks),
                Said::SessionEnded { token_sha256 } => self.store.heard(Hint::SessionEnded { token_sha256 }),
                Said::Beat => {}
            }
        }
        false
    }

    fn deaf(&self, error: &RedisError) {
        // The kind alone: an address may carry a password.
        self.set(BusState::Deaf(format!("Redis cannot be used ({})", error.category())));
    }

    fn set(&self, state: BusState) {
        self.hub.set_told(state == BusState::Hears);
        self.state.send_if_modified(|known| {
            let is_news = *known != state;
            *known = state;
            is_news
        });
    }
}

/// Takes what else waits to be told, as much as one message takes.
fn more(
    said: &mut Vec<Said>,
    commits: &mut broadcast::Receiver<Hint>,
    latest: &mut broadcast::Receiver<Latest>,
) {
    let mut bytes: usize = said.iter().map(Said::size).sum();
    while said.len() < TOLD_AT_ONCE && bytes < BYTES_AT_ONCE {
        let next = match commits.try_recv() {
            Ok(hint) => of_hint(hint),
            Err(TryRecvError::Lagged(_)) => continue,
            Err(_) => match latest.try_recv() {
                Ok(one) => Some(of_latest(one)),
                Err(TryRecvError::Lagged(_)) => continue,
                Err(_) => return,
            },
        };
        bytes += next.as_ref().map_or(0, Said::size);
        said.extend(next);
    }
}

fn of_hint(hint: Hint) -> Option<Said> {
    match hint {
        Hint::Events { user_id: user, entries } => {
            let size: usize = entries.iter().map(|entry| entry.body.len()).sum();
            let carried = if size > LARGEST_CARRIED { &[][..] } else { &entries[..] };
            let entries = carried.iter().map(Entry::of_log).collect::<Option<Vec<_>>>().unwrap_or_default();
            Some(Said::Log { user, entries })
        }
        Hint::Facts => Some(Said::Facts),
        Hint::Tasks => Some(Said::Tasks),
        Hint::SessionEnded { token_sha256 } => Some(Said::SessionEnded { token_sha256 }),
    }
}

fn of_latest(latest: Latest) -> Said {
    let Latest { user_id: user, key, kind, body } = latest;
    Said::Latest { user, key: key.to_string(), kind, body: raw(&body).unwrap_or_default() }
}

impl Said {
    /// About how many bytes it takes.
    fn size(&self) -> usize {
        match self {
            Self::Log { entries, .. } => entries.iter().map(|entry| entry.body.get().len()).sum(),
            Self::Latest { body, .. } => body.get().len(),
            Self::Facts | Self::Tasks | Self::SessionEnded { .. } | Self::Beat => 0,
        }
    }
}

impl Entry {
    fn of_log(entry: &LogEntry) -> Option<Self> {
        Some(Self { seq: entry.seq, kind: entry.kind, body: raw(&entry.body)? })
    }

    fn into_log(self) -> LogEntry {
        LogEntry { seq: self.seq, kind: self.kind, body: bytes_of(self.body) }
    }
}

fn raw(body: &Bytes) -> Option<Box<RawValue>> {
    RawValue::from_string(String::from_utf8(body.to_vec()).ok()?).ok()
}

fn bytes_of(body: Box<RawValue>) -> Bytes {
    Box::<str>::from(body).into_string().into()
}
