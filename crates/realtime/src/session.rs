//! One connection: a task that selects over the socket, the subscription and the clock.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use domain::UserId;
use events::{Hub, Subscription, Taken};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::protocol::{ClientMessage, CloseCode, Cursor, EventFilter, ServerMessage, Start, start};

/// The largest message a client may send.
pub const MAX_MESSAGE_BYTES: usize = 64 * 1024;
/// Per connection; the default of 128 KiB would be most of its memory (facts/realtime, section 3.1).
pub const READ_BUFFER_BYTES: usize = 4096;
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

/// Serves one connection of `user_id` until it ends, `stop` is cancelled (the server goes down) or
/// `revoked` is cancelled (the login session ended).
pub async fn serve(
    socket: WebSocket,
    hub: Hub,
    user_id: UserId,
    stop: CancellationToken,
    revoked: CancellationToken,
) {
    let mut connection = Connection {
        socket,
        hub,
        user_id,
        sent: 0,
        budget: Budget::new(),
        filter: EventFilter::Only(Default::default()),
    };
    let end = tokio::select! {
        end = connection.run() => end,
        () = stop.cancelled() => End::Close(CloseCode::GoingDown, "the server restarts; connect again"),
        () = revoked.cancelled() => End::Close(CloseCode::SessionEnded, "the session ended; sign in again"),
    };
    if let End::Close(code, reason) = end {
        let frame = CloseFrame { code: code as u16, reason: Utf8Bytes::from_static(reason) };
        // The client may be gone already.
        let _ = tokio::time::timeout(WRITE_WITHIN, connection.socket.send(Message::Close(Some(frame)))).await;
    }
}

struct Connection {
    socket: WebSocket,
    hub: Hub,
    user_id: UserId,
    /// Every durable event up to this number was sent or filtered out.
    sent: i64,
    filter: EventFilter,
    budget: Budget,
}

impl Connection {
    async fn run(&mut self) -> End {
        let Err(end) = self.run_until_end().await;
        end
    }

    async fn run_until_end(&mut self) -> Step<std::convert::Infallible> {
        let subscription = self.begin().await?;
        let mut next_ping = Instant::now() + ping_delay();
        let mut pong_due: Option<Instant> = None;
        loop {
            let wake = pong_due.unwrap_or(next_ping);
            tokio::select! {
                taken = subscription.take() => self.forward(taken).await?,
                message = self.socket.recv() => match self.understand(message).await? {
                    Some(ClientMessage::Pong) => pong_due = None,
                    Some(ClientMessage::Ping) => self.say(&ServerMessage::Pong { seq: self.sent }).await?,
                    Some(ClientMessage::Subscribe { events, .. }) => self.filter = self.filter.with(&events),
                    Some(ClientMessage::Unsubscribe { events }) => self.filter = self.filter.without(&events),
                    None => {}
                },
                () = tokio::time::sleep_until(wake) => {
                    if pong_due.is_some() {
                        return Err(End::Close(CloseCode::Slow, "no pong within 10 s"));
                    }
                    self.say(&ServerMessage::Ping { seq: self.sent }).await?;
                    pong_due = Some(Instant::now() + PONG_WITHIN);
                    next_ping = Instant::now() + ping_delay();
                }
            }
        }
    }

    /// Waits for the first `subscribe`, answers it, and sends what was missed.
    async fn begin(&mut self) -> Step<Subscription> {
        let deadline = Instant::now() + FIRST_MESSAGE_WITHIN;
        let (events, cursor) = loop {
            let message = tokio::time::timeout_at(deadline, self.socket.recv())
                .await
                .map_err(|_| End::Close(CloseCode::Protocol, "say subscribe within 10 s"))?;
            if let Some(ClientMessage::Subscribe { events, cursor }) = self.understand(message).await? {
                break (events, cursor);
            }
        };
        self.filter = events;
        let (subscription, log) = self.hub.subscribe(self.user_id).await.map_err(unreadable)?;
        match start(cursor.as_ref(), self.hub.epoch(), log) {
            Start::After(seq) => {
                self.sent = seq;
                self.say(&ServerMessage::Subscribed { cursor: self.cursor() }).await?;
                self.replay().await?;
            }
            Start::Reset(reason) => {
                self.sent = log.last;
                self.say(&ServerMessage::Reset { reason, cursor: self.cursor() }).await?;
            }
        }
        Ok(subscription)
    }

    async fn forward(&mut self, taken: Taken) -> Step {
        for item in &taken.log {
            // Already sent by a replay, or a gap that the log fills.
            if item.seq <= self.sent {
                continue;
            }
            if item.seq > self.sent + 1 {
                self.replay().await?;
                break;
            }
            self.sent = item.seq;
            if self.filter.wants(item.kind) {
                self.send(Utf8Bytes::from(&*item.body)).await?;
            }
        }
        if taken.lagging {
            self.replay().await?;
        }
        for (kind, body) in &taken.latest {
            if self.filter.wants(*kind) {
                self.send(Utf8Bytes::from(&**body)).await?;
            }
        }
        Ok(())
    }

    /// Sends everything in the log after what was sent, a page at a time.
    async fn replay(&mut self) -> Step {
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
                if self.filter.wants(item.kind) {
                    self.send(Utf8Bytes::from(&*item.body)).await?;
                }
            }
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

    async fn say(&mut self, message: &ServerMessage) -> Step {
        let text = serde_json::to_string(message).expect("the server's own messages serialise");
        self.send(text.into()).await
    }

    async fn send(&mut self, text: Utf8Bytes) -> Step {
        match tokio::time::timeout(WRITE_WITHIN, self.socket.send(Message::Text(text))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(End::Close(CloseCode::Slow, "nothing was read for 10 s")),
        }
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
