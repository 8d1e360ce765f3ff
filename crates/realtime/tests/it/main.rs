//! The socket through its own door: a real server, a real client.

mod shortcut;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, WebSocketUpgrade};
use axum::routing::get;
use domain::UserId;
use domain::event::{Event, ProfileUpdated};
use events::Hub;
use futures::{SinkExt as _, StreamExt as _};
use realtime::{WireEnd, Wires};
use serde_json::{Value, json};
use store::Store;
use testkit::{TestStore, a_user, sqlite};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use tokio_util::sync::CancellationToken;

struct World {
    store: TestStore,
    hub: Hub,
    user: UserId,
    address: String,
    revoked: CancellationToken,
    /// Of the last connection, which is not closed while it is here.
    wire: Arc<Mutex<Option<WireEnd>>>,
}

async fn world() -> World {
    let store = sqlite().await;
    let user = a_user(&store, "a@mail.example").await;
    let (hub, stop) = (Hub::new((*store).clone()), CancellationToken::new());
    let revoked = stop.child_token();
    let (running, until) = (hub.clone(), stop.clone());
    tokio::spawn(async move { running.run(until).await });
    let (token, publishing) = (revoked.clone(), hub.clone());
    let wire = Arc::new(Mutex::new(None));
    let last = wire.clone();
    let upgrade = move |ConnectInfo(wire): ConnectInfo<WireEnd>, ws: WebSocketUpgrade| {
        let (hub, stop, revoked) = (hub.clone(), stop.clone(), token.clone());
        *last.lock().unwrap() = Some(wire.clone());
        let ends = realtime::Ends { stop, ended: revoked, lasts: None };
        async move { ws.on_upgrade(move |socket| realtime::serve(socket, Some(wire), hub, user, ends, ())) }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("ws://{}/", listener.local_addr().unwrap());
    let service = Router::new().route("/", get(upgrade)).into_make_service_with_connect_info::<WireEnd>();
    tokio::spawn(async move { axum::serve(Wires::new(listener), service).await });
    World { store, hub: publishing, user, address, revoked, wire }
}

/// Records a durable event.
async fn record(store: &Store, user: UserId, version: i64) {
    let mut tx = store.begin().await.unwrap();
    tx.record(user, Event::ProfileUpdated(ProfileUpdated { version })).await.unwrap();
    tx.commit().await.unwrap();
}

impl World {
    async fn record(&self, versions: std::ops::RangeInclusive<i64>) {
        for version in versions {
            record(&self.store, self.user, version).await;
        }
    }

    /// Takes the wire of the last connection.
    fn wire(&self) -> WireEnd {
        self.wire.lock().unwrap().take().expect("it is connected")
    }

    async fn connect(&self, events: Value, cursor: Value) -> Client {
        let (socket, _) = connect_async(&self.address).await.unwrap();
        let mut client = Client { socket };
        client.say(json!({"type": "subscribe", "events": events, "cursor": cursor})).await;
        client
    }
}

struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Client {
    async fn say(&mut self, message: Value) {
        self.socket.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn next(&mut self) -> Message {
        let next = tokio::time::timeout(Duration::from_secs(5), self.socket.next()).await;
        next.expect("a message within five seconds").expect("the connection is open").unwrap()
    }

    async fn hear(&mut self) -> Value {
        serde_json::from_str(self.next().await.to_text().unwrap()).unwrap()
    }

    async fn close_code(&mut self) -> u16 {
        loop {
            if let Message::Close(frame) = self.next().await {
                return frame.expect("the server says why").code.into();
            }
        }
    }

    async fn seqs(&mut self, count: usize) -> Vec<i64> {
        let mut seqs = Vec::new();
        while seqs.len() < count {
            seqs.push(self.hear().await["seq"].as_i64().expect("a durable event"));
        }
        seqs
    }
}

#[tokio::test]
async fn a_client_that_was_away_gets_exactly_what_it_missed_then_live() {
    let world = world().await;
    let mut client = world.connect(json!("*"), Value::Null).await;
    let subscribed = client.hear().await;
    assert_eq!(
        (subscribed["type"].as_str(), subscribed["cursor"]["seq"].as_i64()),
        (Some("subscribed"), Some(0))
    );
    world.record(1..=3).await;
    assert_eq!(client.seqs(3).await, [1, 2, 3]);
    drop(client);
    world.record(4..=450).await;
    let cursor = json!({"epoch": world.store.epoch(), "seq": 3});
    let mut client = world.connect(json!("*"), cursor).await;
    assert_eq!(client.hear().await["cursor"]["seq"], 3);
    world.record(451..=460).await;
    assert_eq!(client.seqs(457).await, (4..=460).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_cursor_that_cannot_be_continued_is_reset() {
    let world = world().await;
    world.record(1..=5).await;
    let mut other = world.connect(json!("*"), json!({"epoch": "another", "seq": 2})).await;
    assert_eq!(other.hear().await["reason"], "epoch");
    let mut tx = world.store.begin().await.unwrap();
    tx.trim_logs(2, Default::default()).await.unwrap();
    tx.commit().await.unwrap();
    let mut old = world.connect(json!("*"), json!({"epoch": world.store.epoch(), "seq": 1})).await;
    let reset = old.hear().await;
    assert_eq!((reset["type"].as_str(), reset["reason"].as_str()), (Some("reset"), Some("too_old")));
    assert_eq!(reset["cursor"]["seq"], 5);
    world.record(6..=6).await;
    assert_eq!(old.seqs(1).await, [6]);
}

#[tokio::test]
async fn a_filtered_client_learns_from_the_pong_how_far_it_is() {
    let world = world().await;
    let mut client = world.connect(json!(["job_match_update"]), Value::Null).await;
    client.hear().await;
    world.record(1..=2).await;
    loop {
        client.say(json!({"type": "ping"})).await;
        let pong = client.hear().await;
        assert_eq!(pong["type"], "pong", "nothing else is sent to this client");
        if pong["seq"] == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

#[tokio::test]
async fn what_is_not_understood_gets_a_sentence_and_an_end() {
    for (frame, slug) in [
        (Message::text("{not json"), "malformed-message"),
        (Message::text(r#"{"type":"dance"}"#), "malformed-message"),
        (Message::text(r#"{"type":"subscribe","events":["no_such"]}"#), "malformed-message"),
        (Message::binary(vec![1, 2, 3]), "binary-frame"),
    ] {
        let world = world().await;
        let mut client = world.connect(json!("*"), Value::Null).await;
        client.hear().await;
        client.socket.send(frame).await.unwrap();
        assert_eq!(client.hear().await["slug"], slug);
        assert_eq!(client.close_code().await, 4000);
    }
}

#[tokio::test]
async fn a_flood_of_messages_ends_the_connection() {
    let world = world().await;
    let mut client = world.connect(json!("*"), Value::Null).await;
    for _ in 0..60 {
        if client.socket.send(Message::text(r#"{"type":"ping"}"#)).await.is_err() {
            break;
        }
    }
    assert_eq!(client.close_code().await, 4000);
}

#[tokio::test]
async fn a_revoked_session_is_closed_at_once() {
    let world = world().await;
    let mut client = world.connect(json!("*"), Value::Null).await;
    client.hear().await;
    world.revoked.cancel();
    assert_eq!(client.close_code().await, 4001);
}
