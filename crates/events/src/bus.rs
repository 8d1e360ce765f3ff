//! Fan-out across processes through Redis.
//!
//! Every process tells the others on one channel what it commits, and hears what they commit. Redis decides nothing and
//! keeps nothing: whatever it loses is found in the log, which the [`Hub`] looks at by itself. So all that can be lost
//! here is time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, IntoConnectionInfo as _, ProtocolVersion, PushInfo, PushKind, RedisError,
    RedisResult, Value,
};
use store::{Hint, Store};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::hub::Hub;
use crate::packet::{self, FORMAT, Heard};

/// No more hints are put into a message that is as long as this; what waits in the outbox, which has a limit of its own,
/// goes with them.
const HINT_BYTES_AT_ONCE: usize = 256 * 1024;
/// How often a process says that it is there, which it has to hear itself.
const BEAT_EVERY: Duration = Duration::from_millis(500);
/// A process that has not heard itself for so long hears nobody.
const DEAF_AFTER: Duration = Duration::from_millis(1500);
/// A connection that is deaf for so long is made anew: the other end may have forgotten the subscription.
const RENEW_AFTER: Duration = Duration::from_secs(4);
/// How long connecting and one answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);
/// What is said when nothing is heard.
const SILENT: &str = "Redis does not answer";
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
    ear: Arc<Ear>,
}

/// What is done with what is heard.
struct Ear {
    node: Uuid,
    store: Store,
    hub: Hub,
    state: watch::Sender<BusState>,
    heard_self: Mutex<Instant>,
}

impl Bus {
    /// A place on the channel of this store's database. [`run`](Self::run) takes it.
    ///
    /// # Errors
    /// When `url` is not one of Redis: `redis://…` or `rediss://…`.
    pub fn new(url: &str, store: Store, hub: Hub) -> RedisResult<Self> {
        // Of RESP3, because there one connection tells and hears: the answer to what is said comes with its echo.
        let server = url.into_connection_info()?;
        let settings = server.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let client = Client::open(server.set_redis_settings(settings))?;
        let channel = format!("jobwire:{FORMAT}:{}", store.epoch());
        let state = watch::Sender::new(BusState::Deaf("connecting".to_owned()));
        let heard_self = Mutex::new(Instant::now());
        Ok(Self {
            client,
            channel,
            ear: Arc::new(Ear { node: Uuid::new_v4(), store, hub, state, heard_self }),
        })
    }

    /// Whether the processes hear each other, and every change of it.
    pub fn state(&self) -> watch::Receiver<BusState> {
        self.ear.state.subscribe()
    }

    /// Tells and hears until `stop` is cancelled.
    pub async fn run(&self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.stay() => {}
        }
    }

    /// Tells and hears, on a new connection whenever one ends. Commits of the time between are told as far as the backlog
    /// reaches, what was of the moment is not.
    async fn stay(&self) {
        let mut commits = self.ear.store.commits();
        self.ear.hub.outbox().open();
        loop {
            if let Err(error) = self.converse(&mut commits).await {
                self.ear.deaf(&error);
            }
            tokio::time::sleep(AGAIN_AFTER).await;
        }
    }

    /// As long as one connection lasts.
    async fn converse(&self, commits: &mut broadcast::Receiver<Hint>) -> RedisResult<()> {
        // What an old connection hears yet would come after what a new one has heard.
        let is_over = CancellationToken::new();
        let _over = is_over.clone().drop_guard();
        let mut connection = self.connect(is_over).await?;
        self.ear.hub.outbox().drop_all();
        let mut beat = tokio::time::interval(BEAT_EVERY);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let mut said = packet::begin(self.ear.node, false);
            tokio::select! {
                hint = commits.recv() => match hint {
                    Ok(hint) => packet::write_hint(&mut said, &hint),
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => unreachable!("the ear has the store, which sends them"),
                },
                () = self.ear.hub.outbox().filled() => {}
                _ = beat.tick() => {
                    if !self.ear.hears_itself() {
                        return Ok(());
                    }
                    said = packet::begin(self.ear.node, true);
                }
            }
            // What else waits. Where hints were lost, the log is looked at.
            while said.len() < HINT_BYTES_AT_ONCE && !commits.is_empty() {
                let Ok(hint) = commits.try_recv() else { continue };
                packet::write_hint(&mut said, &hint);
            }
            self.ear.hub.outbox().empty_into(&mut said);
            if !packet::is_empty(&said) {
                redis::cmd("PUBLISH").arg(&self.channel).arg(said).exec_async(&mut connection).await?;
            }
        }
    }

    /// A connection that hears what is said on the channel, until `is_over`.
    async fn connect(&self, is_over: CancellationToken) -> RedisResult<MultiplexedConnection> {
        let ear = self.ear.clone();
        let hear = move |pushed: PushInfo| -> RedisResult<()> {
            if let (PushKind::Message, [_, Value::BulkString(said)]) = (pushed.kind, pushed.data.as_slice())
                && !is_over.is_cancelled()
            {
                ear.hear(said);
            }
            Ok(())
        };
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(ANSWER_WITHIN))
            .set_response_timeout(Some(ANSWER_WITHIN))
            .set_push_sender(hear);
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        connection.subscribe(&self.channel).await?;
        *self.ear.heard_self() = Instant::now();
        Ok(connection)
    }
}

impl Ear {
    /// Passes on what another process said. Called where the connection is read: it does not wait for anything.
    fn hear(&self, said: &[u8]) {
        match packet::of_oneself(self.node, said) {
            Some(true) => {
                *self.heard_self() = Instant::now();
                self.set(BusState::Hears);
            }
            Some(false) => {}
            None => packet::unpack(said).for_each(|heard| match heard {
                Heard::Committed(hint) => self.store.heard(hint),
                Heard::Latest(user_id, event) => self.hub.hear(user_id, &event),
            }),
        }
    }

    /// Says so when it has not for a while; whether it is worth going on listening.
    fn hears_itself(&self) -> bool {
        let deaf_for = self.heard_self().elapsed();
        if deaf_for >= DEAF_AFTER {
            self.set(BusState::Deaf(SILENT.to_owned()));
        }
        deaf_for < RENEW_AFTER
    }

    fn deaf(&self, error: &RedisError) {
        self.set(BusState::Deaf(match error.is_timeout() {
            true => SILENT.to_owned(),
            // The kind alone: an address may carry a password.
            false => format!("Redis cannot be used ({})", error.category()),
        }));
    }

    fn set(&self, state: BusState) {
        self.state.send_if_modified(|known| {
            // Where the connection is read and where it is written: not the one between the two lines of the other.
            self.hub.set_told(state == BusState::Hears);
            let is_news = *known != state;
            *known = state;
            is_news
        });
    }

    fn heard_self(&self) -> MutexGuard<'_, Instant> {
        self.heard_self.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
