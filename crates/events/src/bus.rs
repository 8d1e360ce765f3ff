//! Fan-out across processes through Redis.
//!
//! Every process tells the others on one channel what it commits, and hears what they commit. Redis decides nothing and
//! keeps nothing: whatever it loses is found in the log, which the [`Hub`] looks at by itself. So all that can be lost
//! here is time.

use std::time::Duration;

use futures::StreamExt as _;
use redis::aio::{MultiplexedConnection, PubSub};
use redis::{AsyncConnectionConfig, Client, RedisError, RedisResult};
use store::{Hint, Store};
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::{broadcast, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::hub::{Hub, Latest};
use crate::packet::{self, FORMAT, Said};

/// The most told in one message, and about how many bytes of events.
const TOLD_AT_ONCE: usize = 256;
const BYTES_AT_ONCE: usize = 256 * 1024;
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

impl Bus {
    /// A place on the channel of this store's database. [`run`](Self::run) takes it.
    ///
    /// # Errors
    /// When `url` is not one of Redis: `redis://…` or `rediss://…`.
    pub fn new(url: &str, store: Store, hub: Hub) -> RedisResult<Self> {
        let channel = format!("jobwire:{FORMAT}:{}", store.epoch());
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
                    Ok(hint) => said.push(Said::Committed(hint)),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return,
                },
                one = latest.recv() => said.extend(one.ok().map(Said::Latest)),
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
        redis::cmd("PUBLISH")
            .arg(&self.channel)
            .arg(packet::pack(self.node, &said))
            .exec_async(connection)
            .await
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
        if let Some(is_beat) = packet::of_oneself(self.node, payload) {
            return is_beat;
        }
        // Of another version of Jobwire: the log has what it says.
        for said in packet::unpack(payload).into_iter().flatten() {
            match said {
                Said::Committed(hint) => self.store.heard(hint),
                Said::Latest(latest) => self.hub.hear(&latest),
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
            Ok(hint) => Said::Committed(hint),
            Err(TryRecvError::Lagged(_)) => continue,
            Err(_) => match latest.try_recv() {
                Ok(one) => Said::Latest(one),
                Err(TryRecvError::Lagged(_)) => continue,
                Err(_) => return,
            },
        };
        bytes += next.size();
        said.push(next);
    }
}
