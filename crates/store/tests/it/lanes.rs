//! Tasks that run one after the other, whoever runs them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use serde_json::json;
use store::Store;
use store::shards::ShardSet;
use store::tasks::{ClaimedTask, Lane, NewTask};
use testkit::{TestStore, stores};

const PAUSE: TimeDelta = TimeDelta::seconds(5);
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// Adds a task; those that were added first are first in line.
async fn add(store: &TestStore, key: &str, lane: &str) {
    store.clock.advance(TimeDelta::milliseconds(1));
    let lane = (!lane.is_empty()).then(|| Lane { name: lane.to_owned(), pause: PAUSE });
    let mut tx = store.begin().await.unwrap();
    let run_at = tx.now();
    let new = NewTask {
        kind: "fill",
        payload: &json!({}),
        unique_key: key,
        lane: lane.as_ref(),
        shards: None,
        run_at,
        max_attempts: 3,
    };
    tx.add_task(new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(store: &Store) -> Option<ClaimedTask> {
    let mut tx = store.begin().await.unwrap();
    let until = tx.now() + LEASE;
    let claimed = tx.claim_task("worker", &["fill"], ShardSet::NONE, until).await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

async fn finish(store: &Store, task: &ClaimedTask) {
    let mut tx = store.begin().await.unwrap();
    assert!(tx.finish_task(task).await.unwrap());
    tx.commit().await.unwrap();
}

/// The keys that can be claimed now, in order.
async fn claim_all(store: &Store) -> Vec<String> {
    let mut keys = Vec::new();
    while let Some(task) = claim(store).await {
        keys.push(task.unique_key);
    }
    keys
}

#[tokio::test]
async fn a_lane_has_one_task_at_a_time_and_a_pause_between_two() {
    for store in stores().await {
        for (key, lane) in [("a1", "a"), ("a2", "a"), ("b1", "b"), ("free1", ""), ("free2", "")] {
            add(&store, key, lane).await;
        }
        let first = claim(&store).await.unwrap();
        assert_eq!(first.unique_key, "a1");
        assert_eq!(claim_all(&store).await, ["b1", "free1", "free2"], "a busy lane stops no other");
        finish(&store, &first).await;
        assert!(claim(&store).await.is_none(), "the pause");
        assert_eq!(
            store.next_task_at("worker", ShardSet::NONE).await.unwrap(),
            Some(store.clock().now() + PAUSE)
        );
        store.clock.advance(PAUSE);
        assert_eq!(claim(&store).await.unwrap().unique_key, "a2");
    }
}

#[tokio::test]
async fn the_same_work_goes_on_without_a_pause_and_what_was_not_needed_leaves_none() {
    for store in stores().await {
        add(&store, "a1", "a").await;
        let first = claim(&store).await.unwrap();
        finish(&store, &first).await;
        add(&store, "a1", "a").await;
        let again = claim(&store).await.expect("the same key need not wait");
        finish(&store, &again).await;
        store.clock.advance(PAUSE);
        add(&store, "a2", "a").await;
        add(&store, "a3", "a").await;
        let needless = claim(&store).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        assert!(tx.drop_task(&needless).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(claim(&store).await.unwrap().unique_key, "a3", "nobody was in the lane");
    }
}

#[tokio::test]
async fn the_lane_of_a_dead_worker_is_free_when_its_lease_is_over_and_that_of_a_living_one_is_not() {
    for store in stores().await {
        add(&store, "a1", "a").await;
        add(&store, "a2", "a").await;
        let held = claim(&store).await.unwrap();
        store.clock.advance(TimeDelta::seconds(50));
        let mut tx = store.begin().await.unwrap();
        let until = tx.now() + LEASE;
        assert!(tx.renew_task(&held, until).await.unwrap());
        tx.commit().await.unwrap();
        store.clock.advance(TimeDelta::seconds(50));
        assert!(claim(&store).await.is_none(), "it was renewed");
        // Without another renewal the worker is dead. Its task is taken up first, in its own lane.
        store.clock.advance(TimeDelta::seconds(11));
        let heir = claim(&store).await.unwrap();
        assert_eq!((heir.id, heir.attempt), (held.id, 2));
        let mut tx = store.begin().await.unwrap();
        assert!(!tx.finish_task(&held).await.unwrap(), "the dead one empties no lane");
        tx.commit().await.unwrap();
        assert!(claim(&store).await.is_none());
    }
}

#[tokio::test]
async fn a_server_that_starts_again_finds_the_lanes_of_its_dead_worker_empty_and_keeps_the_pause() {
    for store in stores().await {
        add(&store, "a1", "a").await;
        add(&store, "a2", "a").await;
        claim(&store).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        tx.end_leases_of(&["worker".to_owned()]).await.unwrap();
        tx.commit().await.unwrap();
        let heir = claim(&store).await.expect("the same task goes on at once");
        assert_eq!(heir.unique_key, "a1");
        finish(&store, &heir).await;
        assert!(claim(&store).await.is_none());
        store.clock.advance(PAUSE);
        assert_eq!(claim(&store).await.unwrap().unique_key, "a2");
    }
}

#[tokio::test]
async fn a_lane_that_a_wrong_clock_held_for_long_is_free() {
    for store in stores().await {
        store.clock.advance(TimeDelta::days(2));
        add(&store, "a1", "a").await;
        claim(&store).await.unwrap();
        store.clock.advance(-TimeDelta::days(2));
        add(&store, "a2", "a").await;
        assert_eq!(claim(&store).await.unwrap().unique_key, "a2");
    }
}

/// Several processes claim as fast as they can: never two in a lane, and everything is run.
#[tokio::test]
async fn several_workers_never_meet_in_a_lane() {
    for store in stores().await {
        for number in 0..12 {
            add(&store, &format!("k{number}"), if number % 2 == 0 { "even" } else { "odd" }).await;
        }
        let inside = [Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0))];
        let done = Arc::new(AtomicUsize::new(0));
        let mut workers = Vec::new();
        for _ in 0..4 {
            workers.push(tokio::spawn(work((*store).clone(), inside.clone(), done.clone())));
        }
        while done.load(Ordering::SeqCst) < 12 {
            assert!(workers.iter().all(|worker| !worker.is_finished()), "a worker met another one");
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            pass_the_pause(&store);
        }
        for worker in workers {
            worker.await.unwrap();
        }
        assert_eq!(store.task_counts().await.unwrap(), Default::default());
    }
}

fn pass_the_pause(store: &TestStore) {
    store.clock.advance(TimeDelta::milliseconds(100));
}

async fn work(store: Store, inside: [Arc<AtomicUsize>; 2], done: Arc<AtomicUsize>) {
    while done.load(Ordering::SeqCst) < 12 {
        let Some(task) = claim(&store).await else {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            continue;
        };
        let here = &inside[usize::from(task.lane == "odd")];
        assert_eq!(here.fetch_add(1, Ordering::SeqCst), 0, "somebody is in {}", task.lane);
        tokio::time::sleep(std::time::Duration::from_millis(3)).await;
        here.fetch_sub(1, Ordering::SeqCst);
        finish(&store, &task).await;
        done.fetch_add(1, Ordering::SeqCst);
    }
}
