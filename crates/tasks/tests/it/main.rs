//! Tasks run once each, are tried again, and survive a worker's death.

mod two_owners;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use store::Store;
use store::shards::ShardSet;
use tasks::{Outcome, Runner, RunnerOptions, Task, enqueue};
use testkit::stores;
use tokio_util::sync::CancellationToken;

#[derive(Serialize, Deserialize)]
struct Greet {
    name: String,
}

impl Task for Greet {
    const KIND: &'static str = "greet";
    const MAX_ATTEMPTS: i32 = 2;
    fn unique_key(&self) -> String {
        format!("greet:{}", self.name)
    }
}

async fn add(store: &Store, name: &str) {
    let mut tx = store.begin().await.unwrap();
    let now = tx.now();
    enqueue(&mut tx, &Greet { name: name.to_owned() }, now).await.unwrap();
    tx.commit().await.unwrap();
}

fn runner(store: &Store, owner: &str) -> Runner {
    let options = RunnerOptions {
        owner: owner.to_owned(),
        poll_every: Duration::from_millis(20),
        shards: Arc::default(),
    };
    Runner::new(store.clone(), options)
}

/// Waits until `test` holds; a test that would wait for ever fails after ten seconds.
async fn eventually(test: impl AsyncFn() -> bool) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
    while !test().await {
        assert!(tokio::time::Instant::now() < deadline, "it did not come true within ten seconds");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn each_task_runs_once_with_two_runners() {
    for store in stores().await {
        let greeted = Arc::new(Mutex::new(Vec::new()));
        let stop = CancellationToken::new();
        for owner in ["one", "two"] {
            let mut runner = runner(&store, owner);
            let greeted = greeted.clone();
            runner.handle(4, move |task: Greet| {
                greeted.lock().unwrap().push(task.name);
                std::future::ready(Outcome::Done)
            });
            tokio::spawn(runner.run(stop.clone()));
        }
        for number in 0..30 {
            add(&store, &format!("n{number:02}")).await;
        }
        eventually(async || store.task_counts().await.unwrap() == Default::default()).await;
        stop.cancel();
        let mut names = greeted.lock().unwrap().clone();
        names.sort();
        assert_eq!(names, (0..30).map(|number| format!("n{number:02}")).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_failing_task_is_tried_again_later_and_then_given_up() {
    for store in stores().await {
        let tries = Arc::new(AtomicU32::new(0));
        let stop = CancellationToken::new();
        let mut runner = runner(&store, "one");
        let counted = tries.clone();
        runner.handle(1, move |_: Greet| {
            counted.fetch_add(1, Ordering::SeqCst);
            std::future::ready(Outcome::Retry { why: "it rained".to_owned() })
        });
        tokio::spawn(runner.run(stop.clone()));
        add(&store, "a").await;
        eventually(async || {
            tries.load(Ordering::SeqCst) == 1 && store.task_counts().await.unwrap().waiting == 1
        })
        .await;
        store.clock.advance(TimeDelta::seconds(2));
        eventually(async || store.task_counts().await.unwrap().failed == 1).await;
        assert_eq!(tries.load(Ordering::SeqCst), 2);
        stop.cancel();
    }
}

#[tokio::test]
async fn a_panic_is_a_failed_task_and_nothing_else() {
    for store in stores().await {
        let stop = CancellationToken::new();
        let mut runner = runner(&store, "one");
        runner.handle(1, async |task: Greet| {
            assert_ne!(task.name, "bad", "this one panics");
            Outcome::Done
        });
        tokio::spawn(runner.run(stop.clone()));
        add(&store, "bad").await;
        add(&store, "good").await;
        eventually(async || {
            let counts = store.task_counts().await.unwrap();
            (counts.waiting, counts.running, counts.failed) == (0, 0, 1)
        })
        .await;
        stop.cancel();
    }
}

#[tokio::test]
async fn a_dead_workers_task_is_taken_over_when_its_lease_ends() {
    for store in stores().await {
        add(&store, "a").await;
        let mut tx = store.begin().await.unwrap();
        let until = tx.now() + TimeDelta::seconds(60);
        tx.claim_task("dead", &["greet"], ShardSet::NONE, until).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let stop = CancellationToken::new();
        let mut runner = runner(&store, "alive");
        runner.handle(1, |_: Greet| std::future::ready(Outcome::Done));
        tokio::spawn(runner.run(stop.clone()));
        store.clock.advance(TimeDelta::seconds(61));
        eventually(async || store.task_counts().await.unwrap().running == 0).await;
        stop.cancel();
    }
}
