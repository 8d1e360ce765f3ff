use chrono::TimeDelta;
use serde_json::json;
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
            let new = NewTask { kind: "k", payload: &payload, unique_key: key, run_at: now, max_attempts: 3 };
            tx.add_task(new).await.unwrap();
        }
        let until = now + TimeDelta::minutes(1);
        tx.claim_task("worker", &["k"], until).await.unwrap().unwrap();
        tx.claim_task("another", &["k"], until).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let mut owners = store.lease_owners().await.unwrap();
        owners.sort();
        assert_eq!(owners, ["another", "worker"], "{}", store.engine_name());

        let mut tx = store.begin().await.unwrap();
        assert!(tx.claim_task("heir", &["k"], until).await.unwrap().is_none());
        tx.end_leases_of(&["worker".to_owned()]).await.unwrap();
        assert!(tx.claim_task("heir", &["k"], until).await.unwrap().is_some());
        assert!(tx.claim_task("heir", &["k"], until).await.unwrap().is_none(), "the other one lives");
        tx.commit().await.unwrap();
        let due = store.applications_due(store.clock().now(), 10).await.unwrap();
        assert_eq!(due.len(), 1);
        assert_eq!(due[0].application.id, record.application.id);
    }
}
