use domain::{JobId, PointKind, ReadingOutcome, ReadingPoint, UserId};
use store::second_readings::MAX_KEPT;
use testkit::{TestStore, a_posting, a_user, seed_job, stores};
use uuid::Uuid;

async fn ask(store: &TestStore, user: UserId, job: JobId) -> Option<Uuid> {
    let mut tx = store.begin().await.unwrap();
    let asked = tx.ask_second_reading(user, job, "small").await.unwrap();
    tx.commit().await.unwrap();
    asked
}

async fn move_to(store: &TestStore, user: UserId, job: JobId, asked: Uuid, outcome: &ReadingOutcome) -> bool {
    let mut tx = store.begin().await.unwrap();
    let moved = tx.move_second_reading(user, job, asked, outcome, "00").await.unwrap();
    tx.commit().await.unwrap();
    moved
}

fn read(store: &TestStore) -> ReadingOutcome {
    let point = ReadingPoint {
        kind: PointKind::For,
        text: "The posting wants Rust.".to_owned(),
        quote: "Rust".to_owned(),
        statement: Some("Skills: Rust".to_owned()),
    };
    ReadingOutcome::Read { read_at: store.clock().now(), points: vec![point], left_out: 2 }
}

/// The states that were told, in their order.
async fn told(store: &TestStore, user: UserId) -> Vec<String> {
    let entries = store.events_after(user, 0, 200).await.unwrap();
    let of =
        |body: &str| serde_json::from_str::<serde_json::Value>(body).unwrap()["data"]["state"].to_string();
    let kinds = entries.iter().filter(|entry| entry.kind.as_str() == "second_reading_update");
    kinds.map(|entry| of(entry.text())).collect()
}

#[tokio::test]
async fn a_reading_goes_from_the_line_to_its_end_and_says_so() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let job = seed_job(&store, a_posting()).await.id;
        let asked = ask(&store, user, job).await.expect("it is in line");
        assert_eq!(ask(&store, user, job).await, None, "asked twice it is in line once");
        assert!(move_to(&store, user, job, asked, &ReadingOutcome::Reading).await);
        assert!(
            move_to(&store, user, job, asked, &ReadingOutcome::Reading).await,
            "who takes it over begins anew"
        );
        assert!(move_to(&store, user, job, asked, &read(&store)).await);
        assert!(!move_to(&store, user, job, asked, &ReadingOutcome::Reading).await, "it has ended");
        let stored = store.second_reading(user, job).await.unwrap().unwrap();
        assert_eq!((stored.reading.outcome, stored.told_sha256.as_str()), (read(&store), "00"));
        assert_eq!((stored.reading.model.as_str(), stored.asked_id), ("small", asked));
        assert_eq!(told(&store, user).await, [r#""waiting""#, r#""reading""#, r#""reading""#, r#""read""#]);
    }
}

#[tokio::test]
async fn who_reads_for_an_earlier_asking_changes_nothing() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let job = seed_job(&store, a_posting()).await.id;
        let first = ask(&store, user, job).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        tx.drop_second_reading(user, job).await.unwrap();
        tx.drop_second_reading(user, job).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!move_to(&store, user, job, first, &read(&store)).await, "it was stopped");
        assert!(store.second_reading(user, job).await.unwrap().is_none());
        let second = ask(&store, user, job).await.unwrap();
        assert!(!move_to(&store, user, job, first, &read(&store)).await, "it was asked for anew");
        assert!(move_to(&store, user, job, second, &read(&store)).await);
        assert_ne!(ask(&store, user, job).await, None, "what is read may be read again");
        assert_eq!(
            told(&store, user).await,
            [r#""waiting""#, "null", r#""waiting""#, r#""read""#, r#""waiting""#]
        );
    }
}

#[tokio::test]
async fn stopping_leaves_what_is_read_and_what_is_anothers() {
    for store in stores().await {
        let (ada, bo) = (a_user(&store, "a@mail.example").await, a_user(&store, "b@mail.example").await);
        let mut jobs = Vec::new();
        for _ in 0..3 {
            jobs.push(seed_job(&store, a_posting()).await.id);
        }
        for job in &jobs {
            let asked = ask(&store, ada, *job).await.unwrap();
            if *job == jobs[0] {
                assert!(move_to(&store, ada, *job, asked, &read(&store)).await);
            }
        }
        ask(&store, bo, jobs[1]).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        tx.stop_second_readings(ada).await.unwrap();
        tx.commit().await.unwrap();
        let left = store.second_readings(ada).await.unwrap();
        assert_eq!(left.iter().map(|one| one.reading.job_id).collect::<Vec<_>>(), [jobs[0]]);
        assert_eq!(store.second_readings(bo).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn no_more_are_kept_than_the_limit() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mut jobs = Vec::new();
        for _ in 0..=MAX_KEPT {
            let job = seed_job(&store, a_posting()).await.id;
            ask(&store, user, job).await.unwrap();
            store.clock.advance(chrono::TimeDelta::seconds(1));
            jobs.push(job);
        }
        let kept = store.second_readings(user).await.unwrap();
        assert_eq!(i64::try_from(kept.len()).unwrap(), MAX_KEPT);
        assert!(store.second_reading(user, jobs[0]).await.unwrap().is_none(), "the oldest goes");
    }
}
