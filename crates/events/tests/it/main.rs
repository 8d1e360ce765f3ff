//! What a subscriber sees is the log: in order, without a gap, only their own.

mod bus;
mod restarts;

use std::time::Duration;

use domain::event::{Event, HealthStatus, HealthUpdate, ProfileUpdated};
use domain::{EventType, UserId};
use events::{Hub, LogEntry};
use store::{Hint, Store, StoreOptions};
use testkit::{Line, Proxy, a_user, stores};
use tokio_util::sync::CancellationToken;

fn an_event(version: i64) -> Event {
    Event::ProfileUpdated(ProfileUpdated { version })
}

async fn record(store: &Store, user: UserId, version: i64) {
    let mut tx = store.begin().await.unwrap();
    tx.record(user, an_event(version)).await.unwrap();
    tx.commit().await.unwrap();
}

fn live(store: &Store) -> (Hub, CancellationToken) {
    let (hub, stop) = (Hub::new(store.clone()), CancellationToken::new());
    let (running, until) = (hub.clone(), stop.clone());
    tokio::spawn(async move { running.run(until).await });
    (hub, stop)
}

fn an_entry(seq: i64) -> LogEntry {
    LogEntry { seq, kind: EventType::ProfileUpdated, body: "{}".into() }
}

/// One database of PostgreSQL by a line that can be held, and by another way.
struct TwoWays {
    line: Proxy,
    by_line: Store,
    elsewhere: Store,
    _keys: tempfile::TempDir,
}

async fn two_ways() -> TwoWays {
    let url = testkit::empty_postgres().await;
    let (server, name) = url.rsplit_once('/').expect("a database");
    let (start, address) = server.rsplit_once('@').expect("a user");
    let line = Proxy::to(address.parse().expect("an address")).await;
    let keys = tempfile::tempdir().unwrap();
    let open = async |url| Store::open(StoreOptions::new(url, keys.path().join("app.key"))).await.unwrap();
    let by_line = open(format!("{start}@{}/{name}", line.address())).await;
    let elsewhere = open(url.clone()).await;
    TwoWays { line, by_line, elsewhere, _keys: keys }
}

#[tokio::test]
async fn a_subscriber_sees_what_is_committed_in_order() {
    for store in stores().await {
        let anna = a_user(&store, "a@mail.example").await;
        let ben = a_user(&store, "b@mail.example").await;
        let (hub, stop) = live(&store);
        record(&store, anna, 0).await;
        let (subscription, position) = hub.subscribe(anna).await.unwrap();
        assert_eq!(position.last, 1);
        for version in 1..=20 {
            record(&store, anna, version).await;
            record(&store, ben, version).await;
        }
        let mut seen = Vec::new();
        while seen.len() < 20 {
            let taken = subscription.take().await;
            assert!(!taken.lagging);
            // The hint of what was committed just before may come late.
            seen.extend(taken.log.iter().map(|item| item.seq).filter(|seq| *seq > position.last));
        }
        assert_eq!(seen, (2..=21).collect::<Vec<_>>());
        stop.cancel();
    }
}

#[tokio::test]
async fn events_of_another_node_arrive_without_a_hint() {
    for store in stores().await {
        let anna = a_user(&store, "a@mail.example").await;
        let (hub, stop) = live(&store);
        let (subscription, _) = hub.subscribe(anna).await.unwrap();
        // A second handle of the same database has its own hints, as another process has.
        record(&store.reopen().await, anna, 1).await;
        assert_eq!(subscription.take().await.log[0].seq, 1);
        stop.cancel();
    }
}

#[tokio::test]
async fn a_hint_with_a_gap_in_it_is_not_believed() {
    let store = testkit::sqlite().await;
    let anna = a_user(&store, "a@mail.example").await;
    let (hub, stop) = live(&store);
    let (subscription, _) = hub.subscribe(anna).await.unwrap();
    let elsewhere = store.reopen().await;
    record(&elsewhere, anna, 1).await;
    store.heard(Hint::Events { user_id: anna, entries: vec![an_entry(1), an_entry(i64::MAX)].into() });
    let first = subscription.take().await.log;
    assert_eq!(first.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1]);
    assert!(first[0].text().contains("version"), "the log was read: {first:?}");
    record(&elsewhere, anna, 2).await;
    assert_eq!(subscription.take().await.log[0].seq, 2, "it goes on from there");
    stop.cancel();
}

#[tokio::test]
async fn what_is_told_does_not_wait_while_the_logs_are_looked_at() {
    let TwoWays { line, by_line: store, elsewhere, _keys } = two_ways().await;
    let anna = a_user(&store, "a@mail.example").await;
    let (hub, stop) = live(&store);
    let (subscription, _) = hub.subscribe(anna).await.unwrap();
    line.set(Line::Held);
    // The question after the ends of the logs is asked in this time, and waits.
    tokio::time::sleep(Duration::from_secs(1)).await;
    record(&elsewhere, anna, 1).await;
    store.heard(Hint::Events { user_id: anna, entries: vec![an_entry(1)].into() });
    let taken = tokio::time::timeout(Duration::from_secs(3), subscription.take()).await;
    assert_eq!(taken.expect("it is handed out at once").log[0].seq, 1);
    // The question names what was known when it was asked, and the answer what is known by now.
    line.set(Line::Passes);
    record(&elsewhere, anna, 2).await;
    let taken = tokio::time::timeout(Duration::from_secs(10), subscription.take()).await.expect("looked at");
    assert_eq!(taken.log.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [2], "each once");
    stop.cancel();
}

#[tokio::test]
async fn what_is_told_before_the_end_of_the_log_is_known_is_not_believed() {
    let TwoWays { line, by_line: store, elsewhere, _keys } = two_ways().await;
    let anna = a_user(&elsewhere, "a@mail.example").await;
    let (hub, stop) = live(&store);
    line.set(Line::Held);
    let subscribing = tokio::spawn(async move { hub.subscribe(anna).await });
    tokio::task::yield_now().await;
    store.heard(Hint::Events { user_id: anna, entries: vec![an_entry(i64::MAX)].into() });
    tokio::time::sleep(Duration::from_millis(100)).await;
    line.set(Line::Passes);
    let (subscription, _) = subscribing.await.unwrap().unwrap();
    record(&elsewhere, anna, 1).await;
    let heard = async { while !subscription.take().await.log.iter().any(|entry| entry.seq == 1) {} };
    tokio::time::timeout(Duration::from_secs(10), heard).await.expect("the log is looked at all the same");
    stop.cancel();
}

#[tokio::test]
async fn a_slow_subscriber_is_told_to_read_the_log() {
    let store = testkit::sqlite().await;
    let anna = a_user(&store, "a@mail.example").await;
    let (hub, stop) = live(&store);
    let (subscription, _) = hub.subscribe(anna).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    for version in 0..400 {
        tx.record(anna, Event::ProfileUpdated(ProfileUpdated { version })).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut seen = 0;
    while seen < 400 {
        let taken = subscription.take().await;
        if taken.lagging {
            while let Some(last) = hub.log_after(anna, seen).await.unwrap().last() {
                seen = last.seq;
            }
        }
        // An overflow between two takes leaves a hole, which only the log may fill.
        for item in taken.log {
            assert!(item.seq <= seen + 1, "{} after {seen}", item.seq);
            seen = seen.max(item.seq);
        }
    }
    stop.cancel();
}

#[tokio::test]
async fn ephemeral_events_reach_only_whom_they_are_for() {
    let store = testkit::sqlite().await;
    let anna = a_user(&store, "a@mail.example").await;
    let ben = a_user(&store, "b@mail.example").await;
    let hub = Hub::new((*store).clone());
    let (of_anna, _) = hub.subscribe(anna).await.unwrap();
    let (of_ben, _) = hub.subscribe(ben).await.unwrap();
    let health = |message: &str| {
        let (service, message) = ("browser".to_owned(), message.to_owned());
        Event::HealthUpdate(HealthUpdate { service, status: HealthStatus::Healthy, message })
    };
    hub.publish(anna, health("only anna"));
    hub.publish_to_all(&health("everybody"));
    let bodies = |taken: events::Taken| {
        taken
            .latest
            .into_iter()
            .map(|(_, body)| String::from_utf8(body.to_vec()).unwrap())
            .collect::<Vec<_>>()
    };
    assert!(bodies(of_anna.take().await)[0].contains("everybody"));
    let ben_saw = bodies(of_ben.take().await);
    assert!(ben_saw.len() == 1 && ben_saw[0].contains("everybody"));
    drop(of_ben);
    assert_eq!(hub.connected(), [anna]);
}
