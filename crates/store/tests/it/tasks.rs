use chrono::TimeDelta;
use serde_json::json;
use store::shards::ShardSet;
use store::tasks::NewTask;
use testkit::{TestStore, stores};

async fn add(store: &TestStore, key: &str, payload: i64) {
    let mut tx = store.begin().await.unwrap();
    let run_at = tx.now();
    tx.add_task(NewTask {
        kind: "test",
        payload: &json!({ "n": payload }),
        unique_key: key,
        lane: None,
        shards: None,
        run_at,
        max_attempts: 3,
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn claim(store: &TestStore) -> Option<store::tasks::ClaimedTask> {
    let mut tx = store.begin().await.unwrap();
    let until = tx.now() + TimeDelta::seconds(60);
    let claimed = tx.claim_task("worker", &["other", "test"], ShardSet::NONE, until).await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

#[tokio::test]
async fn a_key_waits_once_and_may_wait_again_while_it_runs() {
    for store in stores().await {
        add(&store, "k", 1).await;
        add(&store, "k", 2).await;
        assert_eq!(claim(&store).await.unwrap().payload.0, json!({ "n": 1 }));
        assert!(claim(&store).await.is_none());
        add(&store, "k", 3).await;
        assert_eq!(claim(&store).await.unwrap().payload.0, json!({ "n": 3 }));
    }
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_cannot_finish() {
    for store in stores().await {
        add(&store, "k", 1).await;
        let frozen = claim(&store).await.unwrap();
        assert!(claim(&store).await.is_none());
        store.clock.advance(TimeDelta::seconds(61));
        let second = claim(&store).await.unwrap();
        assert_eq!((second.id, second.attempt), (frozen.id, 2));
        let mut tx = store.begin().await.unwrap();
        assert!(!tx.finish_task(&frozen).await.unwrap());
        assert!(!tx.renew_task(&frozen, tx.now()).await.unwrap());
        assert!(tx.finish_task(&second).await.unwrap());
    }
}

#[tokio::test]
async fn a_retry_waits_for_its_time() {
    for store in stores().await {
        add(&store, "k", 1).await;
        let task = claim(&store).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let later = tx.now() + TimeDelta::seconds(30);
        assert!(tx.retry_task(&task, later, "it rained").await.unwrap());
        tx.commit().await.unwrap();
        assert!(claim(&store).await.is_none());
        store.clock.advance(TimeDelta::seconds(30));
        assert_eq!(claim(&store).await.unwrap().attempt, 2);
    }
}

#[tokio::test]
async fn two_workers_never_claim_the_same_task() {
    for store in stores().await {
        for number in 0..20 {
            add(&store, &format!("k{number}"), number).await;
        }
        let workers = (0..4).map(|_| {
            let store = (*store).clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let mut tx = store.begin().await.unwrap();
                    let until = tx.now() + TimeDelta::seconds(60);
                    let claimed = tx.claim_task("worker", &["test"], ShardSet::NONE, until).await.unwrap();
                    tx.commit().await.unwrap();
                    match claimed {
                        Some(task) => mine.push(task.id),
                        None => return mine,
                    }
                }
            })
        });
        let mut all = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            all.extend(worker.await.unwrap());
        }
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 20);
    }
}
