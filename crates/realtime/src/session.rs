//! One connection: a task that selects over the socket, the subscription and the clock.

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use bytes::Bytes;
use domain::{EventType, EventTypes, UserId};
use events::{Hub, Subscription, Taken};
use futures::SinkExt as _;
use futures::future::BoxFuture;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::protocol::{ClientMessage, CloseCode, Cursor, EventFilter, ServerMessage, Start, start};
use crate::wire::WireEnd;

/// The largest message a client may send.
pub const MAX_MESSAGE_BYTES: usize = 64 * 1024;
/// Per connection; the default of 128 KiB would be most of its memory (facts/realtime, section 3.1). It is emptied at
/// every wake, and clients say little.
pub const READ_BUFFER_BYTES: usize = 1024;
/// Allocated only when used.
pub const WRITE_BUFFER_BYTES: usize = 16 * 1024;
/// How long a client may take to say what it wants.
const FIRST_MESSAGE_WITHIN: Duration = Duration::from_secs(10);
/// How often the server asks whether the client is there, ± 20 %.
const PING_EVERY: Duration = Duration::from_secs(25);
/// How long the client may take to answer.
const PONG_WITHIN: Duration = Duration::from_secs(10);
/// How long a write may make no progress.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// How long a client may take to answer a goodbye. A connection closed with something unread in it is reset, and a
/// client that is reset may lose what it was told last.
const CLOSED_WITHIN: Duration = Duration::from_secs(1);
/// How many people may come back in a second after a restart (a node takes some 3,000 handshakes a second on one core,
/// decision 16).
const RETURNS_PER_SECOND: u64 = 2_000;
/// The most messages a client may send in a second.
const MESSAGES_PER_SECOND: u32 = 20;

/// Why a connection ends.
enum End {
    /// The client is gone.
    Gone,
    /// The server hangs up.
    Close(CloseCode, &'static str),
}

type Step<T = ()> = Result<T, End>;

/// What ends a connection from outside.
pub struct Ends {
    /// The login session or API token ended, or the server goes down. One token for both: a connection looks at it
    /// whenever it wakes.
    pub ended: CancellationToken,
    /// The server goes down. `ended` is a child of it: this is asked only once that is cancelled.
    pub stop: CancellationToken,
    /// How long the login session lasts yet; `None` for an API token.
    pub lasts: Option<Duration>,
}

/// Serves one connection of `user_id` until the client leaves or `ends` says so. `kept` is dropped when it is over. `wire`
/// is the end of the wire the socket is on, if it is alone there: events for this person alone then need not wake the task.
/// Whoever ends the session [shuts](WireEnd::shut) it before, so that none leaves until the task has its turn.
///
/// No `async fn`: that would hold its arguments a second time, for as long as the connection is open.
pub fn serve(
    socket: WebSocket,
    wire: Option<WireEnd>,
    hub: Hub,
    user_id: UserId,
    ends: Ends,
    kept: impl Send + 'static,
) -> impl Future<Output = ()> + Send {
    let (budget, wanted) = (Budget::new(), EventTypes::NONE);
    let mut connection = Connection { socket, wire, hub, user_id, sent: 0, budget, wanted };
    async move {
        let end = tokio::select! {
            // Whose session is over hears nothing more, whatever waits for them.
            biased;
            () = ends.ended.cancelled() => match ends.stop.is_cancelled() {
                true => connection.going_down().await,
                false => SESSION_ENDED,
            },
            () = over(ends.lasts) => SESSION_ENDED,
            end = connection.run() => end,
        };
        if let End::Close(code, reason) = end {
            connection.close(code, reason).await;
        }
        drop(connection);
        drop(kept);
    }
}

const SESSION_ENDED: End = End::Close(CloseCode::SessionEnded, "the session ended; sign in again");

/// When the login session is over; never for what has no end.
async fn over(lasts: Option<Duration>) {
    match lasts {
        Some(lasts) => tokio::time::sleep(lasts).await,
        None => std::future::pending().await,
    }
}

struct Connection {
    socket: WebSocket,
    wire: Option<WireEnd>,
    hub: Hub,
    user_id: UserId,
    /// Every durable event up to this number was sent or filtered out.
    sent: i64,
    /// What the client wants now.
    wanted: EventTypes,
    budget: Budget,
}

impl Connection {
    async fn run(&mut self) -> End {
        let Err(end) = self.run_until_end().await;
        end
    }

    async fn run_until_end(&mut self) -> Step<std::convert::Infallible> {
        // In a box, as what happens once or seldom is: every connection would hold room for it as long as it is open.
        let subscription = Box::pin(self.begin()).await?;
        self.open_shortcut(&subscription);
        let mut next_ping = Instant::now() + ping_delay();
        let mut pong_due: Option<Instant> = None;
        let wake = tokio::time::sleep_until(next_ping);
        tokio::pin!(wake);
        loop {
            tokio::select! {
                taken = subscription.take() => self.forward(taken).await?,
                message = self.socket.recv() => match self.understand(message).await? {
                    Some(ClientMessage::Pong) => {
                        pong_due = None;
                        wake.as_mut().reset(next_ping);
                    }
                    Some(ClientMessage::Ping) => self.say(&ServerMessage::Pong { seq: self.sent }).await?,
                    Some(ClientMessage::Subscribe { events: EventFilter(more), .. }) => {
                        self.wanted = self.wanted.with(more);
                        self.open_shortcut(&subscription);
                    }
                    Some(ClientMessage::Unsubscribe { events: EventFilter(fewer) }) => {
                        self.wanted = self.wanted.without(fewer);
                        self.open_shortcut(&subscription);
                    }
                    None => {}
                },
                () = &mut wake => {
                    if pong_due.is_some() {
                        return Err(End::Close(CloseCode::Slow, "no pong within 10 s"));
                    }
                    self.say(&ServerMessage::Ping { seq: self.sent }).await?;
                    let due = Instant::now() + PONG_WITHIN;
                    pong_due = Some(due);
                    next_ping = Instant::now() + ping_delay();
                    wake.as_mut().reset(due);
                }
            }
        }
    }

    /// Lets events for this person alone go past the task, where there is a way.
    fn open_shortcut(&self, subscription: &Subscription) {
        if let Some(wire) = &self.wire {
            subscription.set_shortcut(wire.shortcut(), self.wanted);
        }
    }

    /// From now on only this task writes. Whoever publishes may still hold the lanes.
    fn shut(&self) {
        self.wire.iter().for_each(WireEnd::shut);
    }

    /// Says when to come back, at random within a time that grows with the number of connections.
    async fn going_down(&mut self) -> End {
        self.shut();
        let connected = self.hub.connected().len() as u64;
        let within = Duration::from_secs(1 + connected / RETURNS_PER_SECOND);
        let retry_in_ms = rand::random_range(0..within.as_millis() as u64);
        match self.say(&ServerMessage::GoingDown { retry_in_ms }).await {
            Ok(()) => End::Close(CloseCode::GoingDown, "the server restarts; connect again"),
            Err(end) => end,
        }
    }

    /// Says goodbye, and passes over what is still said until the client has closed too. It may be gone already.
    async fn close(&mut self, code: CloseCode, reason: &'static str) {
        self.shut();
        let frame = CloseFrame { code: code as u16, reason: Utf8Bytes::from_static(reason) };
        let closing = self.socket.send(Message::Close(Some(frame)));
        if let Ok(Ok(())) = tokio::time::timeout(WRITE_WITHIN, closing).await {
            let closed = async { while let Some(Ok(_)) = self.socket.recv().await {} };
            let _ = tokio::time::timeout(CLOSED_WITHIN, closed).await;
        }
    }

    /// Waits for the first `subscribe`, answers it, and sends what was missed.
    async fn begin(&mut self) -> Step<Subscription> {
        let deadline = Instant::now() + FIRST_MESSAGE_WITHIN;
        let (EventFilter(wanted), cursor) = loop {
            let message = tokio::time::timeout_at(deadline, self.socket.recv())
                .await
                .map_err(|_| End::Close(CloseCode::Protocol, "say subscribe within 10 s"))?;
            if let Some(ClientMessage::Subscribe { events, cursor }) = self.understand(message).await? {
                break (events, cursor);
            }
        };
        self.wanted = wanted;
        let (subscription, log) = self.hub.subscribe(self.user_id).await.map_err(unreadable)?;
        match start(cursor.as_ref(), self.hub.epoch(), log) {
            Start::After(seq) => {
                self.sent = seq;
                self.say(&ServerMessage::Subscribed { cursor: self.cursor() }).await?;
                if seq < log.last {
                    self.replay().await?;
                }
            }
            Start::Reset(reason) => {
                self.sent = log.last;
                self.say(&ServerMessage::Reset { reason, cursor: self.cursor() }).await?;
            }
        }
        Ok(subscription)
    }

    async fn forward(&mut self, taken: Taken) -> Step {
        for item in taken.log {
            // Already sent by a replay, or a gap that the log fills.
            if item.seq <= self.sent {
                continue;
            }
            if item.seq > self.sent + 1 {
                self.replay().await?;
                break;
            }
            self.sent = item.seq;
            self.feed(item.kind, item.body).await?;
        }
        if taken.lagging {
            self.replay().await?;
        }
        for (kind, body) in taken.latest {
            self.feed(kind, body).await?;
        }
        self.flush().await
    }

    /// Sends everything in the log after what was sent, a page at a time.
    fn replay(&mut self) -> BoxFuture<'_, Step> {
        Box::pin(self.send_missed())
    }

    async fn send_missed(&mut self) -> Step {
        loop {
            let items = self.hub.log_after(self.user_id, self.sent).await.map_err(unreadable)?;
            let (Some(first), Some(last)) = (items.first(), items.last()) else { return Ok(()) };
            if first.seq > self.sent + 1 {
                // Trimmed while this connection was behind.
                self.sent = self.hub.log_position(self.user_id).await.map_err(unreadable)?.last;
                let reason = crate::ResetReason::TooOld;
                return self.say(&ServerMessage::Reset { reason, cursor: self.cursor() }).await;
            }
            let last = last.seq;
            for item in items {
                self.feed(item.kind, item.body).await?;
            }
            self.flush().await?;
            self.sent = last;
        }
    }

    /// What the client said; `None` for frames that say nothing.
    async fn understand(
        &mut self,
        message: Option<Result<Message, axum::Error>>,
    ) -> Step<Option<ClientMessage>> {
        let text = match message {
            None | Some(Err(_) | Ok(Message::Close(_))) => return Err(End::Gone),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(None),
            Some(Ok(Message::Binary(_))) => {
                return self.refuse("binary-frame", "Send JSON text frames.").await;
            }
            Some(Ok(Message::Text(text))) => text,
        };
        if !self.budget.take(Instant::now()) {
            return self.refuse("too-many-messages", "Send at most 20 messages a second.").await;
        }
        match serde_json::from_str(&text) {
            Ok(message) => Ok(Some(message)),
            Err(error) => {
                let message = format!(
                    "The message was not understood ({error}). Send subscribe, unsubscribe, ping or pong as docs/EVENTS.md shows."
                );
                self.refuse("malformed-message", &message).await
            }
        }
    }

    async fn refuse<T>(&mut self, slug: &str, message: &str) -> Step<T> {
        self.say(&ServerMessage::Error { slug: slug.to_owned(), message: message.to_owned() }).await?;
        Err(End::Close(CloseCode::Protocol, "the message was not understood"))
    }

    fn cursor(&self) -> Cursor {
        Cursor { epoch: self.hub.epoch().to_owned(), seq: self.sent }
    }

    fn say(&mut self, message: &ServerMessage) -> BoxFuture<'_, Step> {
        let text = serde_json::to_string(message).expect("the server's own messages serialise");
        let sending = self.socket.send(Message::Text(text.into()));
        Box::pin(within(sending))
    }

    /// Puts an event on its way where it is wanted; [`flush`](Self::flush) ends what was begun.
    async fn feed(&mut self, kind: EventType, body: Bytes) -> Step {
        if !self.wanted.contains(kind) {
            return Ok(());
        }
        let Ok(text) = Utf8Bytes::try_from(body) else {
            debug_assert!(false, "an event is JSON text");
            return Ok(());
        };
        within(self.socket.feed(Message::Text(text))).await
    }

    async fn flush(&mut self) -> Step {
        within(self.socket.flush()).await
    }
}

/// Writing that has to get on. Mostly it does at once, and no clock is asked.
async fn within(writing: impl Future<Output = Result<(), axum::Error>>) -> Step {
    let mut writing = pin!(writing);
    let written = match futures::poll!(&mut writing) {
        Poll::Ready(written) => Ok(written),
        Poll::Pending => tokio::time::timeout(WRITE_WITHIN, writing).await,
    };
    match written {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::Gone),
        Err(_) => Err(End::Close(CloseCode::Slow, "nothing was read for 10 s")),
    }
}

fn unreadable(error: events::LogError) -> End {
    tracing::warn!(%error, "a connection cannot read its log");
    End::Close(CloseCode::GoingDown, "the log cannot be read; connect again")
}

fn ping_delay() -> Duration {
    PING_EVERY.mul_f64(rand::random_range(0.8..=1.2))
}

/// How many messages the client may still send in the present second.
struct Budget {
    left: u32,
    since: Instant,
}

impl Budget {
    fn new() -> Self {
        Self { left: MESSAGES_PER_SECOND, since: Instant::now() }
    }

    fn take(&mut self, now: Instant) -> bool {
        if now.duration_since(self.since) >= Duration::from_secs(1) {
            *self = Self { left: MESSAGES_PER_SECOND, since: now };
        }
        self.left = match self.left.checked_sub(1) {
            Some(left) => left,
            None => return false,
        };
        true
    }
}
