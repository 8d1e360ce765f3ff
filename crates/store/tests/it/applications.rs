use chrono::TimeDelta;
use domain::{AnswerOrigin, Channel, EvidenceLevel, FieldAnswer, Snapshot, Stage, State, UserId};
use sqlx::Connection as _;
use store::applications::{ApplicationRecord, Move, NewApplication};
use store::{PageRequest, StoreError};
use testkit::{TestStore, a_begun_application, a_posting, a_user, stores};

struct Begun {
    user: UserId,
    record: ApplicationRecord,
}

async fn begin(store: &TestStore) -> Begun {
    let user = a_user(store, "a@mail.example").await;
    let record = a_begun_application(store, user, a_posting()).await;
    Begun { user, record }
}

/// Leases the application and walks it through `states`.
async fn walk(store: &TestStore, record: &ApplicationRecord, states: &[State]) -> ApplicationRecord {
    let mut tx = store.begin().await.unwrap();
    let until = tx.now() + TimeDelta::seconds(60);
    let mut record = tx.lease_application(record.application.id, "worker", until).await.unwrap().unwrap();
    for state in states {
        record = tx.move_application(&record, Move::to(*state)).await.unwrap();
    }
    tx.commit().await.unwrap();
    record
}

fn a_snapshot(value: &str) -> Snapshot {
    let answer = FieldAnswer {
        field: "email".to_owned(),
        label: "E-mail".to_owned(),
        kind: "email".to_owned(),
        meaning: "email".to_owned(),
        required: true,
        sensitive: false,
        options: vec![],
        value: Some(value.to_owned()),
        document_id: None,
        origin: AnswerOrigin::Person,
    };
    Snapshot {
        form_url: "https://jobs.example/1".to_owned(),
        answers: vec![answer],
        resume_id: None,
        cover_letter_id: None,
    }
}

#[tokio::test]
async fn a_second_application_to_the_same_job_is_the_first_one() {
    for store in stores().await {
        let begun = begin(&store).await;
        let application = &begun.record.application;
        let job = store.job(application.job_id).await.unwrap().unwrap();
        let mut tx = store.begin().await.unwrap();
        let new = NewApplication {
            job_id: job.id,
            job_key: &job.key(),
            job_title: "x",
            company: "y",
            auto_customize: false,
            follow_external_links: false,
            batch_id: None,
            another_place: false,
        };
        let (same, is_new) = tx.create_application(begun.user, new).await.unwrap();
        assert!(!is_new && same.application.id == application.id);
    }
}

#[tokio::test]
async fn a_move_writes_row_event_and_timeline_together() {
    for store in stores().await {
        let begun = begin(&store).await;
        walk(&store, &begun.record, &[State::Queued]).await;
        let row = store.application(begun.user, begun.record.application.id).await.unwrap().unwrap();
        assert_eq!(row.application.status, State::Queued);
        let events = store.events_after(begun.user, 0, 10).await.unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].kind.as_str(), "application_status_change");
        let timeline = store.timeline(begun.user, None, &PageRequest::default()).await.unwrap();
        assert_eq!(timeline.items[0].title, "In line");
        assert!(store.has_facts().await.unwrap());
    }
}

#[tokio::test]
async fn the_database_itself_refuses_an_illegal_move() {
    for store in stores().await {
        let begun = begin(&store).await;
        let mut tx = store.begin().await.unwrap();
        let refused = tx.move_application(&begun.record, Move::to(State::Submitted)).await;
        assert!(matches!(refused, Err(StoreError::IllegalMove(_))));
        drop(tx);
        let forced = "UPDATE applications SET previous_state = state, state = 'submitted'";
        let error = match store.engine_name() {
            "SQLite" => sqlx::query(forced)
                .execute(&mut sqlx::SqliteConnection::connect(store.url()).await.unwrap())
                .await
                .err(),
            _ => sqlx::query(forced)
                .execute(&mut sqlx::PgConnection::connect(store.url()).await.unwrap())
                .await
                .err(),
        };
        let error = error.expect("the foreign key to legal_moves refuses it");
        assert!(error.to_string().to_lowercase().contains("foreign key"), "{error}");
    }
}

#[tokio::test]
async fn a_stale_worker_changes_nothing_after_a_takeover_or_a_persons_action() {
    for store in stores().await {
        let begun = begin(&store).await;
        let frozen = walk(&store, &begun.record, &[State::Queued, State::Preparing]).await;
        store.clock.advance(TimeDelta::seconds(61));
        let second = walk(&store, &begun.record, &[]).await;
        let mut tx = store.begin().await.unwrap();
        let refused = tx.move_application(&frozen, Move::to(State::Ready)).await;
        assert!(matches!(refused, Err(StoreError::Stale { .. })));
        assert!(!tx.renew_lease(&frozen, tx.now()).await.unwrap());
        tx.move_application(&second, Move::to(State::Cancelled).by(Channel::User)).await.unwrap();
        let refused = tx.move_application(&second, Move::to(State::Ready)).await;
        assert!(matches!(refused, Err(StoreError::Stale { .. })));
    }
}

#[tokio::test]
async fn an_application_is_released_once_until_a_person_voids_it() {
    for store in stores().await {
        let begun = begin(&store).await;
        let ready = walk(&store, &begun.record, &[State::Queued, State::Preparing, State::Ready]).await;
        let mut tx = store.begin().await.unwrap();
        let (armed, first) = tx.arm_attempt(&ready, "jobs.example", "f").await.unwrap();
        let released = tx.release_attempt(&armed, first, "p").await.unwrap();
        assert_eq!(released.application.status, State::SubmittingReleased);
        assert!(tx.release_attempt(&armed, first, "p").await.is_err(), "the same attempt twice");
        let unsure = tx.move_application(&released, Move::to(State::Unconfirmed)).await.unwrap();
        let review = tx.move_application(&unsure, Move::to(State::NeedsReview)).await.unwrap();
        tx.drop_lease(&review).await.unwrap();
        let queued = tx.move_application(&review, Move::to(State::Queued)).await.unwrap();
        tx.commit().await.unwrap();
        let ready = walk(&store, &queued, &[State::Preparing, State::Ready]).await;
        let mut tx = store.begin().await.unwrap();
        let (armed, second) = tx.arm_attempt(&ready, "jobs.example", "f").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let refused = tx.release_attempt(&armed, second, "p").await;
        assert!(matches!(refused, Err(StoreError::Exists { .. })), "{refused:?}");
        drop(tx);
        let mut tx = store.begin().await.unwrap();
        tx.void_release(armed.application.id, "the person", "no mail came").await.unwrap();
        tx.release_attempt(&armed, second, "p").await.unwrap();
        tx.commit().await.unwrap();
        let attempts = store.attempts(begun.user, armed.application.id).await.unwrap();
        assert_eq!(
            attempts.iter().map(|a| (a.no, a.voided_at.is_some())).collect::<Vec<_>>(),
            [(1, true), (2, false)]
        );
    }
}

#[tokio::test]
async fn nothing_is_released_under_a_lease_about_to_end() {
    for store in stores().await {
        let begun = begin(&store).await;
        let ready = walk(&store, &begun.record, &[State::Queued, State::Preparing, State::Ready]).await;
        let mut tx = store.begin().await.unwrap();
        let (armed, attempt) = tx.arm_attempt(&ready, "jobs.example", "f").await.unwrap();
        tx.commit().await.unwrap();
        store.clock.advance(TimeDelta::seconds(56));
        let mut tx = store.begin().await.unwrap();
        assert!(matches!(tx.release_attempt(&armed, attempt, "p").await, Err(StoreError::Stale { .. })));
    }
}

#[tokio::test]
async fn an_approval_is_bound_to_what_was_seen() {
    for store in stores().await {
        let begun = begin(&store).await;
        let record = walk(&store, &begun.record, &[State::Queued, State::Preparing]).await;
        let mut tx = store.begin().await.unwrap();
        let seen = tx.put_snapshot(&record, &a_snapshot("a@mail.example")).await.unwrap();
        tx.approve_snapshot(&record, &seen).await.unwrap();
        tx.put_snapshot(&record, &a_snapshot("a@mail.example")).await.unwrap();
        let same = tx.application_by_id(record.application.id).await.unwrap().unwrap();
        assert_eq!(same.approved_sha256.as_ref(), Some(&seen), "filling the same again keeps the approval");
        tx.put_snapshot(&record, &a_snapshot("b@mail.example")).await.unwrap();
        let other = tx.application_by_id(record.application.id).await.unwrap().unwrap();
        assert_eq!(other.approved_sha256, None);
        assert!(matches!(tx.approve_snapshot(&record, &seen).await, Err(StoreError::Stale { .. })));
    }
}

#[tokio::test]
async fn a_stage_moves_forward_once_and_counts_as_an_answer() {
    for store in stores().await {
        let begun = begin(&store).await;
        let walked = [
            State::Queued,
            State::Preparing,
            State::Ready,
            State::SubmittingArmed,
            State::SubmittingReleased,
        ];
        let released = walk(&store, &begun.record, &walked).await;
        let id = begun.record.application.id;
        let mut tx = store.begin().await.unwrap();
        // The acknowledgement may overtake the page's own answer.
        assert_eq!(
            tx.move_stage(begun.user, id, Stage::Acknowledged, Channel::Email).await.unwrap(),
            Some(Stage::None)
        );
        tx.set_evidence_level(&released, EvidenceLevel::Verified).await.unwrap();
        tx.move_application(&released, Move::to(State::Submitted)).await.unwrap();
        assert_eq!(
            tx.move_stage(begun.user, id, Stage::Interview, Channel::Email).await.unwrap(),
            Some(Stage::Acknowledged)
        );
        assert_eq!(tx.move_stage(begun.user, id, Stage::Interview, Channel::Email).await.unwrap(), None);
        let stranger = UserId::new(tx.now());
        assert_eq!(tx.move_stage(stranger, id, Stage::Offer, Channel::Email).await.unwrap(), None);
        tx.commit().await.unwrap();
        let numbers = store.analytics(begun.user, store.clock().now()).await.unwrap();
        assert_eq!((numbers.applied, numbers.answered, numbers.interviews), (1, 1, 1));
        let summary = store.tracking_summary(begun.user).await.unwrap();
        assert_eq!((summary.total, summary.by_stage["interview"]), (1, 1));
    }
}

#[tokio::test]
async fn another_person_sees_nothing() {
    for store in stores().await {
        let begun = begin(&store).await;
        let other = a_user(&store, "b@mail.example").await;
        let id = begun.record.application.id;
        assert!(store.application(other, id).await.unwrap().is_none());
        assert!(
            store
                .applications(other, &Default::default(), &PageRequest::default())
                .await
                .unwrap()
                .items
                .is_empty()
        );
        assert!(store.run_steps(other, id).await.unwrap().is_empty());
        assert!(store.timeline(other, Some(id), &PageRequest::default()).await.unwrap().items.is_empty());
        assert_eq!(
            store
                .applications(begun.user, &Default::default(), &PageRequest::default())
                .await
                .unwrap()
                .items
                .len(),
            1
        );
    }
}
