//! Events for one person that are written past the connection's task.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::net::SocketAddr;
use std::time::Duration;

use domain::event::ApplicationProgress;
use domain::{ApplicationId, Event};
use futures::{SinkExt as _, StreamExt as _};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};
use uuid::Uuid;

use crate::{World, world};

/// Events of a storm.
const EVENTS: i64 = 1500;
/// The applications they are about: the newest of each is what counts.
const APPLICATIONS: i64 = 3;
/// What a client that reads slowly has room for.
const ROOM_BYTES: u32 = 4096;
/// Longer than the client has room for, and than one read takes.
const LONGEST: usize = 200_000;

fn progress(number: i64, length: usize) -> Event {
    Event::ApplicationProgress(ApplicationProgress {
        application_id: ApplicationId(Uuid::from_u64_pair(0, (number % APPLICATIONS) as u64)),
        step_no: number,
        step: "x".repeat(length),
        percent: 50,
        screenshot_id: None,
    })
}

/// A client with little room, which has said what it wants and heard that it gets it.
async fn slow_client(world: &World) -> WebSocketStream<TcpStream> {
    let address: SocketAddr =
        world.address.trim_start_matches("ws://").trim_end_matches('/').parse().expect("an address");
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(ROOM_BYTES).unwrap();
    let stream = socket.connect(address).await.unwrap();
    let (mut socket, _) = client_async(&world.address, stream).await.unwrap();
    let subscribe = json!({"type": "subscribe", "events": "*", "cursor": Value::Null});
    socket.send(Message::text(subscribe.to_string())).await.unwrap();
    let answer = socket.next().await.unwrap().unwrap();
    assert!(answer.to_text().unwrap().contains("subscribed"), "{answer}");
    socket
}

/// Until the connection's task has come to rest.
async fn rest() {
    tokio::time::sleep(Duration::from_millis(100)).await;
}

#[tokio::test]
async fn an_event_for_one_person_is_written_before_the_connections_task_has_its_turn() {
    let world = world().await;
    let socket = slow_client(&world).await;
    let mut stream = socket.into_inner().into_std().unwrap();
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    rest().await;
    // This thread runs the task as well, and does not wait from here on.
    world.hub.publish(world.user, progress(7, 10));
    let mut head = [0; 4];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(head[..2], [0x81, 126], "a whole text message of some hundred bytes");
    let mut body = vec![0; u16::from_be_bytes([head[2], head[3]]).into()];
    stream.read_exact(&mut body).unwrap();
    let event: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((&event["type"], &event["data"]["step_no"]), (&json!("application_progress"), &json!(7)));
}

#[tokio::test]
async fn what_is_not_wanted_does_not_come_that_way_either() {
    let world = world().await;
    let mut client = world.connect(json!(["job_match_update"]), Value::Null).await;
    client.hear().await;
    rest().await;
    world.hub.publish(world.user, progress(1, 10));
    client.say(json!({"type": "subscribe", "events": ["application_progress"]})).await;
    client.say(json!({"type": "ping"})).await;
    assert_eq!(client.hear().await["type"], "pong", "the first was not wanted");
    rest().await;
    world.hub.publish(world.user, progress(2, 10));
    assert_eq!(client.hear().await["data"]["step_no"], 2);
    client.say(json!({"type": "unsubscribe", "events": ["application_progress"]})).await;
    rest().await;
    world.hub.publish(world.user, progress(3, 10));
    client.say(json!({"type": "ping"})).await;
    assert_eq!(client.hear().await["type"], "pong", "the third is not wanted any more");
}

#[tokio::test]
async fn nothing_is_said_after_the_goodbye() {
    let world = world().await;
    let mut stream = slow_client(&world).await.into_inner();
    drop(world.wire());
    rest().await;
    world.revoked.cancel();
    // The goodbye is not answered: the connection is still there.
    rest().await;
    world.hub.publish(world.user, progress(1, 10));
    let mut said = Vec::new();
    tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut said)).await.unwrap().unwrap();
    assert_eq!(said[0], 0x88, "a goodbye");
    assert_eq!(said.len(), 2 + usize::from(said[1]), "and nothing after it");
}

#[tokio::test]
async fn who_is_signed_out_hears_nothing_of_what_comes_with_it() {
    // Which branch of a select is looked at first may be chance.
    futures::future::join_all((0..10).map(|_| sign_out_and_publish())).await;
}

async fn sign_out_and_publish() {
    let world = world().await;
    let mut stream = slow_client(&world).await.into_inner();
    rest().await;
    world.wire().shut();
    world.revoked.cancel();
    // This thread runs the task as well: it has both before it when it has its turn.
    world.hub.publish(world.user, progress(1, 10));
    let mut said = Vec::new();
    tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut said)).await.unwrap().unwrap();
    assert_eq!((said[0], said.len()), (0x88, 2 + usize::from(said[1])), "a goodbye and nothing else");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_the_socket_takes_every_message_is_whole_and_the_newest_comes_last() {
    let world = world().await;
    let mut socket = slow_client(&world).await;
    let seed: u64 = rand::random();
    eprintln!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let (hub, user) = (world.hub.clone(), world.user);
    let store = (*world.store).clone();
    let mut choices = StdRng::seed_from_u64(random.random());
    let publishing = tokio::spawn(async move {
        let mut version = 0;
        for number in 1..=EVENTS {
            let length = match choices.random_range(0..2) {
                0 => choices.random_range(0..LONGEST),
                _ => choices.random_range(0..300),
            };
            hub.publish(user, progress(number, length));
            if choices.random_ratio(1, 20) {
                version += 1;
                crate::record(&store, user, version).await;
            }
            if choices.random_ratio(1, 2) {
                tokio::time::sleep(Duration::from_millis(choices.random_range(0..4))).await;
            }
        }
        version
    });
    let (mut newest, mut log) = (BTreeMap::new(), Vec::new());
    let mut said = 0;
    let all_newest = |newest: &BTreeMap<String, i64>| {
        newest.len() as i64 == APPLICATIONS && newest.values().all(|number| *number > EVENTS - APPLICATIONS)
    };
    while !all_newest(&newest) || !publishing.is_finished() {
        let message = tokio::time::timeout(Duration::from_secs(20), socket.next()).await;
        match message.expect("it goes on").expect("the connection is open").expect("whole messages") {
            Message::Text(text) => {
                let event: Value = serde_json::from_str(&text).expect("each is one whole event");
                match event["data"]["application_id"].as_str() {
                    Some(id) => {
                        let number = event["data"]["step_no"].as_i64().unwrap();
                        let before = newest.insert(id.to_owned(), number);
                        assert!(before < Some(number), "{number} came after {before:?}");
                    }
                    None => log.extend(event["seq"].as_i64()),
                }
            }
            Message::Pong(_) => {}
            other => panic!("{other:?}"),
        }
        // Answers of the task itself go in between.
        if random.random_ratio(1, 10) {
            socket.send(Message::Ping(vec![b'p'; 100].into())).await.unwrap();
            said += 1;
        }
        if random.random_ratio(1, 10) {
            tokio::time::sleep(Duration::from_millis(random.random_range(0..200))).await;
        }
    }
    let versions = publishing.await.unwrap();
    // The log may have something yet.
    while (log.len() as i64) < versions {
        let message = tokio::time::timeout(Duration::from_secs(20), socket.next()).await;
        if let Message::Text(text) = message.expect("it goes on").unwrap().unwrap() {
            let event: Value = serde_json::from_str(&text).unwrap();
            log.extend(event["seq"].as_i64());
        }
    }
    assert_eq!(log, (1..=versions).collect::<Vec<_>>(), "each durable event once, in order");
    assert!(said > 0 && versions > 0);
}
