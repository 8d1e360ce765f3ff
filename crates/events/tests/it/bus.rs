//! Several processes on one database and one Redis, which may lose anything.

use std::sync::Arc;
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

    async fn hears(&mut self, hears: bool) {
        let wanted = self.state.wait_for(|state| (*state == BusState::Hears) == hears);
        tokio::time::timeout(Duration::from_secs(20), wanted).await.expect("in time").expect("the bus runs");
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
    let each = ["killed", "stopped", "partitioned", "cut", "emptied"].map(|fault| {
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
        } else if matches!(fault, "killed" | "stopped" | "partitioned") {
            there.hears(false).await;
        }
        match fault {
            "killed" => redis.restart().await,
            "stopped" => redis.signal("-CONT"),
            "partitioned" => line.set(Line::Passes),
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
    let health = HealthUpdate {
        service: "browser".to_owned(),
        status: HealthStatus::Healthy,
        message: "Seen from here.".to_owned(),
    };
    here.hub.publish(anna, Event::HealthUpdate(health));
    let taken = tokio::time::timeout(BUSY, subscription.take()).await.unwrap();
    assert!(taken.latest[0].1.windows(9).any(|some| some == b"Seen from"), "{taken:?}");

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

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    let database = testkit::sqlite().await;
    let store = database.reopen().await;
    assert!(Bus::new("http://cache.example/", store.clone(), Hub::new(store)).is_err());
}
