//! A client of the WebSocket.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use reqwest::header::{AUTHORIZATION, COOKIE, ORIGIN, SEC_WEBSOCKET_PROTOCOL};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::program::{Credential, Person};

/// How long an event may take on a busy machine.
const HEAR_WITHIN: Duration = Duration::from_secs(15);

/// A live connection.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The durable numbers heard so far, to see that there is no gap.
    last: Option<i64>,
}

impl Socket {
    /// Connects with the person's credential, from the page of `origin`.
    pub async fn open(person: &Person, origin: Option<&str>) -> Result<Self, Error> {
        let address = format!("{}/ws/realtime/", person.base.replace("http://", "ws://"));
        let mut request = address.into_client_request()?;
        let headers = request.headers_mut();
        match &person.credential {
            Credential::None => {}
            Credential::Session(cookie) => {
                headers.insert(COOKIE, format!("jobwire_session={cookie}").parse().expect("a plain value"));
            }
            Credential::Token(token) => {
                headers.insert(AUTHORIZATION, format!("Bearer {token}").parse().expect("a plain value"));
            }
        }
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().expect("a plain value"));
        }
        let (stream, _) = connect_async(request).await?;
        Ok(Self { stream, last: None })
    }

    /// Connects with a ticket alone, as a client does that can send neither cookie nor header.
    pub async fn with_ticket(base: &str, ticket: &str) -> Result<Self, Error> {
        let mut request =
            format!("{}/ws/realtime/", base.replace("http://", "ws://")).into_client_request()?;
        let protocols = format!("jobs.v1, ticket.{ticket}").parse().expect("a plain value");
        request.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, protocols);
        let (stream, answer) = connect_async(request).await?;
        assert_eq!(answer.headers()[SEC_WEBSOCKET_PROTOCOL], "jobs.v1", "the ticket is not said again");
        Ok(Self { stream, last: None })
    }

    /// Connects as the person's own page does and subscribes to everything after `cursor`.
    pub async fn subscribe(person: &Person, cursor: Value) -> Self {
        let mut socket = Self::open(person, Some(&person.base)).await.expect("the connection is accepted");
        socket.begin(cursor).await;
        socket
    }

    /// Subscribes to everything after `cursor`.
    pub async fn begin(&mut self, cursor: Value) {
        self.say(&json!({"type": "subscribe", "events": "*", "cursor": cursor})).await;
        let subscribed = self.hear().await;
        assert_eq!(subscribed["type"], "subscribed", "{subscribed}");
        self.last = subscribed["cursor"]["seq"].as_i64();
    }

    pub async fn say(&mut self, message: &Value) {
        self.send(Message::text(message.to_string())).await;
    }

    pub async fn send(&mut self, message: Message) {
        self.stream.send(message).await.expect("the connection is open");
    }

    /// The next text, whatever it is.
    pub async fn hear(&mut self) -> Value {
        match self.next().await {
            Message::Text(text) => serde_json::from_str(&text).expect("every frame is JSON"),
            other => panic!("text was expected, not {other:?}"),
        }
    }

    /// The next durable event. Pings are answered, other things passed over; a gap in the numbers fails.
    pub async fn event(&mut self) -> Value {
        loop {
            let heard = self.hear().await;
            if heard["type"] == "ping" {
                self.say(&json!({"type": "pong"})).await;
            }
            let Some(seq) = heard["seq"].as_i64().filter(|_| heard.get("data").is_some()) else { continue };
            let before = self.last.replace(seq).expect("subscribed");
            assert_eq!(seq, before + 1, "the numbers have a gap");
            return heard;
        }
    }

    /// The next message of this kind; others are passed over.
    pub async fn said(&mut self, wanted: &str) -> Value {
        loop {
            let heard = self.hear().await;
            if heard["type"] == wanted {
                return heard;
            }
        }
    }

    /// The code the server hangs up with.
    pub async fn close_code(&mut self) -> u16 {
        loop {
            if let Message::Close(frame) = self.next().await {
                return frame.expect("the server says why").code.into();
            }
        }
    }

    /// Waits until the connection is over, however it ends.
    pub async fn ends(&mut self) {
        let end = async { while let Some(Ok(_)) = self.stream.next().await {} };
        tokio::time::timeout(HEAR_WITHIN, end).await.expect("the server hangs up");
    }

    async fn next(&mut self) -> Message {
        let next = tokio::time::timeout(HEAR_WITHIN, self.stream.next()).await;
        next.expect("something is heard in time").expect("the connection is open").expect("a whole frame")
    }
}
