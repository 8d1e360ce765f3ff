//! Several processes on one database and one Redis, which may lose anything.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::event::{Event, HealthStatus, HealthUpdate, ProfileUpdated, SystemNotification};
use domain::{Fact, UserId};
use events::{Bus, BusState, Hub, Subscription};
use store::{Hint, Store};
use testkit::{Faults, Line, Proxy, Redis, TestStore, a_user};
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};

/// What a loss of Redis may cost, and what a busy machine adds.
const DELAY: Duration = Duration::from_secs(2);
const BUSY: Duration = Duration::from_secs(3);

/// One process: a handle of the database, a hub, a place on the channel.
struct Node {
    store: Store,
    hub: Hub,
    state: tokio::sync::watch::Receiver<BusState>,
    _stop: DropGuard,
}

impl Node {
    async fn new(database: &TestStore, redis: &str) -> Self {
        let store = database.reopen().await;
        let (hub, stop) = (Hub::new(store.clone()), CancellationToken::new());
        let bus = Arc::new(Bus::new(redis, store.clone(), hub.clone()).unwrap());
        let (state, running) = (bus.state(), hub.clone());
        let (for_bus, for_hub) = (stop.clone(), stop.clone());
        tokio::spawn(async move { bus.run(for_bus).await });
        tokio::spawn(async move { running.run(for_hub).await });
        let mut node = Self { store, hub, state, _stop: stop.drop_guard() };
        node.hears(true).await;
        node
    }

    /// Deafness is said as soon as its cost; to hear again may take longer, on a busy machine.
    async fn hears(&mut self, hears: bool) {
        let within = if hears { Duration::from_secs(20) } else { DELAY + BUSY };
        let wanted = self.state.wait_for(|state| (*state == BusState::Hears) == hears);
        tokio::time::timeout(within, wanted).await.expect("in time").expect("the bus runs");
    }

    async fn record(&self, user: UserId, version: i64) {
        let mut tx = self.store.begin().await.unwrap();
        tx.record(user, Event::ProfileUpdated(ProfileUpdated { version })).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn next(subscription: &Subscription) -> i64 {
    let taken = tokio::time::timeout(Duration::from_secs(20), subscription.take()).await.expect("in time");
    assert_eq!((taken.log.len(), taken.lagging), (1, false));
    taken.log[0].seq
}

#[tokio::test]
async fn what_one_process_commits_is_heard_in_the_others_at_once() {
    for database in testkit::stores().await {
        let redis = Redis::start().await;
        let anna = a_user(&database, "a@mail.example").await;
        let (here, there) =
            (Node::new(&database, &redis.url()).await, Node::new(&database, &redis.url()).await);
        let (subscription, _) = there.hub.subscribe(anna).await.unwrap();
        let began = Instant::now();
        for seq in 1..=30 {
            here.record(anna, seq).await;
            assert_eq!(next(&subscription).await, seq);
        }
        // Who looks at the log by itself looks each second.
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
        // Too large to be carried along: it is read.
        let (title, message) = ("x".repeat(20_000), String::new());
        let mut tx = here.store.begin().await.unwrap();
        let large = SystemNotification { title, message, ..a_notification() };
        tx.record(anna, Event::SystemNotification(large)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(next(&subscription).await, 31);
    }
}

fn a_notification() -> SystemNotification {
    serde_json::from_value(serde_json::json!({"level": "info", "title": "", "message": ""}))
        .expect("a notification")
}

#[tokio::test]
async fn whatever_becomes_of_redis_only_time_is_lost() {
    let mut faults = Faults::or_rounds(2);
    let each = ["killed", "stopped", "partitioned", "cut", "refused", "emptied"].map(|fault| {
        let faults = faults.beside();
        async move { (fault, slowest_while(fault, faults).await) }
    });
    for (fault, slowest) in futures::future::join_all(each).await {
        eprintln!("Redis {fault}: every event was heard, at the latest after {slowest:?}");
    }
}

/// Two nodes and a Redis that is `fault` again and again, at any moment and for any time: how late the latest event was.
async fn slowest_while(fault: &'static str, mut faults: Faults) -> Duration {
    let database = testkit::sqlite().await;
    let mut redis = Redis::start().await;
    let line = Proxy::to(redis.address()).await;
    let anna = a_user(&database, "a@mail.example").await;
    let url = format!("redis://{}/", line.address());
    let (mut here, mut there) = (Node::new(&database, &url).await, Node::new(&database, &url).await);
    let (subscription, _) = there.hub.subscribe(anna).await.unwrap();
    let (mut seq, mut slowest) = (0, Duration::ZERO);
    for _ in 0..faults.rounds {
        let at = faults.below(4);
        for event in 0..6 {
            if event == at {
                match fault {
                    "killed" => redis.kill(),
                    "stopped" => redis.signal("-STOP"),
                    "partitioned" => line.set(Line::Held),
                    "cut" => line.cut(),
                    "refused" => redis.allow_channels(false).await,
                    _ => redis.flush().await,
                }
            }
            faults.pause(Duration::from_millis(400)).await;
            seq += 1;
            let committed = Instant::now();
            here.record(anna, seq).await;
            assert_eq!(next(&subscription).await, seq, "{fault}");
            slowest = slowest.max(committed.elapsed());
            assert!(committed.elapsed() < DELAY + BUSY, "{fault}: heard after {:?}", committed.elapsed());
        }
        // It may be mended before anybody noticed, or after it was said.
        if faults.below(2) == 0 {
            faults.pause(Duration::from_secs(1)).await;
        } else if matches!(fault, "killed" | "stopped" | "partitioned" | "refused") {
            there.hears(false).await;
        }
        match fault {
            "killed" => redis.restart().await,
            "stopped" => redis.signal("-CONT"),
            "partitioned" => line.set(Line::Passes),
            "refused" => redis.allow_channels(true).await,
            _ => {}
        }
        here.hears(true).await;
        there.hears(true).await;
    }
    slowest
}

#[tokio::test]
async fn ephemeral_events_and_wakes_pass_once_and_do_not_echo() {
    let database = testkit::sqlite().await;
    let redis = Redis::start().await;
    let anna = a_user(&database, "a@mail.example").await;
    let (here, there) = (Node::new(&database, &redis.url()).await, Node::new(&database, &redis.url()).await);
    let (subscription, _) = there.hub.subscribe(anna).await.unwrap();
    here.hub.publish(anna, health("Seen from here."));
    assert_eq!(message(&subscription).await, "Seen from here.");

    let (mut heard_here, mut heard_there) = (here.store.hints(), there.store.hints());
    let mut tx = here.store.begin().await.unwrap();
    tx.tell(&Fact::ProfileChanged { user_id: anna }).await.unwrap();
    tx.end_session("the hash of a session").await.unwrap();
    tx.commit().await.unwrap();
    let mut there_heard = Vec::new();
    while there_heard.len() < 2 {
        there_heard.push(tokio::time::timeout(BUSY, heard_there.recv()).await.unwrap().unwrap());
    }
    let ended = Hint::SessionEnded { token_sha256: "the hash of a session".to_owned() };
    assert!(there_heard.contains(&Hint::Facts) && there_heard.contains(&ended), "{there_heard:?}");
    // Long enough for an echo to come back.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut here_heard = 0;
    while heard_here.try_recv().is_ok() {
        here_heard += 1;
    }
    assert_eq!((here_heard, heard_there.try_recv().is_err()), (2, true));
}

fn health(message: &str) -> Event {
    Event::HealthUpdate(HealthUpdate {
        service: "browser".to_owned(),
        status: HealthStatus::Healthy,
        message: message.to_owned(),
    })
}

/// What the next event says that is only of the moment.
async fn message(subscription: &Subscription) -> String {
    let taken = tokio::time::timeout(BUSY, subscription.take()).await.expect("in time");
    let [(_, body)] = taken.latest.as_slice() else { panic!("{taken:?}") };
    let event: serde_json::Value = serde_json::from_slice(body).expect("JSON");
    event["data"]["message"].as_str().expect("a message").to_owned()
}

#[tokio::test]
async fn what_was_of_the_moment_before_an_outage_is_not_told_after_it() {
    let database = testkit::sqlite().await;
    let redis = Redis::start().await;
    let line = Proxy::to(redis.address()).await;
    let anna = a_user(&database, "a@mail.example").await;
    let mut here = Node::new(&database, &format!("redis://{}/", line.address())).await;
    let there = Node::new(&database, &redis.url()).await;
    let (subscription, _) = there.hub.subscribe(anna).await.unwrap();
    line.set(Line::Held);
    here.hears(false).await;
    here.hub.publish(anna, health("Old by then."));
    line.set(Line::Passes);
    here.hears(true).await;
    let heard = tokio::time::timeout(Duration::from_millis(300), subscription.take()).await;
    assert!(heard.is_err(), "{heard:?}");
    here.hub.publish(anna, health("New."));
    assert_eq!(message(&subscription).await, "New.");
}

#[tokio::test]
async fn what_nobody_understands_is_passed_over() {
    let database = testkit::sqlite().await;
    let redis = Redis::start().await;
    let anna = a_user(&database, "a@mail.example").await;
    let (here, there) = (Node::new(&database, &redis.url()).await, Node::new(&database, &redis.url()).await);
    let (subscription, _) = there.hub.subscribe(anna).await.unwrap();
    let client = redis::Client::open(redis.url()).unwrap();
    let mut stranger = client.get_multiplexed_async_connection().await.unwrap();
    for said in [&b""[..], b"x", &[0xff; 17], &[0xff; 4096], b"{\"type\":\"beat\"}, which was long ago"] {
        let channel = format!("jobwire:3:{}", here.hub.epoch());
        let heard: usize =
            redis::cmd("PUBLISH").arg(channel).arg(said).query_async(&mut stranger).await.unwrap();
        assert_eq!(heard, 2, "both listen on this channel");
    }
    here.hub.publish(anna, health("Still there."));
    assert_eq!(message(&subscription).await, "Still there.");
    assert_eq!(
        (here.state.borrow().clone(), there.state.borrow().clone()),
        (BusState::Hears, BusState::Hears)
    );
}

/// A Redis that forgets who listens: it takes what is said, and passes nothing on.
fn forgetful_redis() -> (String, Arc<AtomicUsize>) {
    let door = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (url, connections) =
        (format!("redis://{}/", door.local_addr().unwrap()), Arc::new(AtomicUsize::new(0)));
    let count = connections.clone();
    std::thread::spawn(move || {
        for stream in door.incoming().flatten() {
            count.fetch_add(1, Ordering::Relaxed);
            std::thread::spawn(move || answer(stream));
        }
    });
    (url, connections)
}

fn answer(mut stream: std::net::TcpStream) {
    let mut parser = redis::Parser::new();
    while let Ok(redis::Value::Array(words)) = parser.parse_value(&mut stream) {
        let word = |at: usize| match &words[at] {
            redis::Value::BulkString(word) => String::from_utf8_lossy(word).into_owned(),
            other => panic!("{other:?}"),
        };
        let answer = match word(0).as_str() {
            "HELLO" => "%1\r\n$5\r\nproto\r\n:3\r\n".to_owned(),
            "SUBSCRIBE" => format!(">3\r\n$9\r\nsubscribe\r\n${}\r\n{}\r\n:1\r\n", word(1).len(), word(1)),
            "PUBLISH" => ":1\r\n".to_owned(),
            _ => "+OK\r\n".to_owned(),
        };
        if stream.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

#[tokio::test]
async fn who_does_not_hear_itself_says_so_and_subscribes_anew() {
    let database = testkit::sqlite().await;
    let store = database.reopen().await;
    let (url, connections) = forgetful_redis();
    let bus = Bus::new(&url, store.clone(), Hub::new(store)).unwrap();
    let (mut state, stop) = (bus.state(), CancellationToken::new());
    let (_stop, until) = (stop.clone().drop_guard(), stop);
    tokio::spawn(async move { bus.run(until).await });
    let deaf = state.wait_for(|state| *state == BusState::Deaf("Redis does not answer".to_owned()));
    tokio::time::timeout(DELAY + BUSY, deaf).await.expect("in time").expect("the bus runs");
    let began = Instant::now();
    while connections.load(Ordering::Relaxed) < 2 {
        assert!(began.elapsed() < Duration::from_secs(20), "it is content with what it has");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(matches!(&*state.borrow(), BusState::Deaf(_)));
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    let database = testkit::sqlite().await;
    let store = database.reopen().await;
    assert!(Bus::new("http://cache.example/", store.clone(), Hub::new(store)).is_err());
}
