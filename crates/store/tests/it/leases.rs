use chrono::TimeDelta;
use domain::SourceKind;
use serde_json::json;
use store::shards::ShardSet;
use store::sources::NewSource;
use store::tasks::NewTask;
use testkit::{a_posting, a_released_application, a_user, stores};

#[tokio::test]
async fn the_work_of_a_dead_worker_is_taken_over_at_once_and_that_of_others_is_not() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        // Leased by "worker".
        let record = a_released_application(&store, user, a_posting()).await;
        let mut tx = store.begin().await.unwrap();
        let (now, payload) = (tx.now(), json!({}));
        for key in ["one", "two"] {
            let new = NewTask {
                kind: "k",
                payload: &payload,
                unique_key: key,
                lane: None,
                shards: None,
                run_at: now,
                max_attempts: 3,
            };
            tx.add_task(new).await.unwrap();
        }
        let until = now + TimeDelta::minutes(1);
        tx.claim_task("worker", &["k"], ShardSet::NONE, until).await.unwrap().unwrap();
        tx.claim_task("another", &["k"], ShardSet::NONE, until).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let mut owners = store.lease_owners().await.unwrap();
        owners.sort();
        assert_eq!(owners, ["another", "worker"], "{}", store.engine_name());

        let mut tx = store.begin().await.unwrap();
        assert!(tx.claim_task("heir", &["k"], ShardSet::NONE, until).await.unwrap().is_none());
        tx.end_leases_of(&["worker".to_owned()]).await.unwrap();
        assert!(tx.claim_task("heir", &["k"], ShardSet::NONE, until).await.unwrap().is_some());
        assert!(
            tx.claim_task("heir", &["k"], ShardSet::NONE, until).await.unwrap().is_none(),
            "the other one lives"
        );
        tx.commit().await.unwrap();
        let due = store.applications_due(store.clock().now(), 10).await.unwrap();
        assert_eq!(due.len(), 1);
        assert_eq!(due[0].application.id, record.application.id);
    }
}

#[tokio::test]
async fn a_board_whose_reader_died_is_due_at_once_and_one_that_is_being_read_is_not() {
    for store in stores().await {
        let board = |name: &str| NewSource {
            kind: SourceKind::Lever,
            name: name.to_owned(),
            url: format!("https://api.lever.example/v0/postings/{name}"),
            allowed_hosts: vec!["api.lever.example".to_owned()],
        };
        let mut tx = store.begin().await.unwrap();
        tx.add_source(&board("one")).await.unwrap();
        tx.add_source(&board("two")).await.unwrap();
        let until = tx.now() + TimeDelta::minutes(5);
        let left_lying = tx.take_due_sources("worker", until, 1).await.unwrap();
        let being_read = tx.take_due_sources("another", until, 1).await.unwrap();
        assert_eq!((left_lying.len(), being_read.len()), (1, 1));
        tx.commit().await.unwrap();
        let mut owners = store.lease_owners().await.unwrap();
        owners.sort();
        assert_eq!(owners, ["another", "worker"], "{}", store.engine_name());
        let mut tx = store.begin().await.unwrap();
        tx.end_leases_of(&["worker".to_owned()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.due_sources(store.clock().now(), 10).await.unwrap(), left_lying);
        assert_eq!(store.lease_owners().await.unwrap(), ["another"]);
    }
}
