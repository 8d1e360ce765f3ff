use domain::{SourceHealth, SourceKind};
use store::sources::{NewSource, SyncEnd};
use testkit::{a_user, stores};

fn board() -> NewSource {
    NewSource {
        kind: SourceKind::Lever,
        name: "Nordlicht".to_owned(),
        url: "https://api.lever.example/v0/postings/nordlicht".to_owned(),
        allowed_hosts: vec!["api.lever.example".to_owned()],
    }
}

fn end() -> SyncEnd {
    SyncEnd {
        health: SourceHealth::Healthy,
        problem: None,
        failures: 0,
        empty_seen: 0,
        etag: Some("\"v1\"".to_owned()),
        last_modified: None,
        read_whole: true,
        name: None,
        next_sync_at: None,
    }
}

#[tokio::test]
async fn a_board_is_watched_once_however_many_follow_it() {
    for store in stores().await {
        let (one, two) = (a_user(&store, "a@mail.example").await, a_user(&store, "b@mail.example").await);
        let mut tx = store.begin().await.unwrap();
        let id = tx.add_source(&board()).await.unwrap();
        assert_eq!(tx.add_source(&board()).await.unwrap(), id);
        tx.follow_source(one, id).await.unwrap();
        tx.follow_source(one, id).await.unwrap();
        tx.follow_source(two, id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.followers(id).await.unwrap().len(), 2);
        assert_eq!(store.sources_of(one).await.unwrap().len(), 1);
        assert_eq!(store.followed_ids(one).await.unwrap(), [id]);
        assert_eq!(store.due_sources(store.clock().now(), 10).await.unwrap(), [id]);

        let mut tx = store.begin().await.unwrap();
        assert!(tx.unfollow_source(one, id).await.unwrap());
        assert!(!tx.unfollow_source(one, id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(store.followed_ids(one).await.unwrap(), []);
        assert!(store.source(id).await.unwrap().unwrap().enabled && !store.follows(one, id).await.unwrap());
        let mut tx = store.begin().await.unwrap();
        tx.unfollow_source(two, id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!store.source(id).await.unwrap().unwrap().enabled);
        assert_eq!(store.due_sources(store.clock().now(), 10).await.unwrap(), []);
        let mut tx = store.begin().await.unwrap();
        tx.follow_source(two, id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(store.source(id).await.unwrap().unwrap().enabled, "{}", store.engine_name());
    }
}

#[tokio::test]
async fn the_end_of_a_reading_is_kept_and_a_person_can_ask_for_the_next() {
    for store in stores().await {
        let mut tx = store.begin().await.unwrap();
        let id = tx.add_source(&board()).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = store.begin().await.unwrap();
        let state = tx.lock_source(id).await.unwrap().unwrap();
        assert_eq!(
            (state.source.health, state.etag, state.allowed_hosts),
            (SourceHealth::New, None, board().allowed_hosts)
        );
        let name = Some("Nordlicht GmbH".to_owned());
        let source = tx.finish_sync(id, &SyncEnd { name, ..end() }).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            (source.name.as_str(), source.last_synced_at),
            ("Nordlicht GmbH", Some(store.clock().now()))
        );

        store.clock.advance(chrono::TimeDelta::hours(1));
        let gone = SyncEnd {
            health: SourceHealth::Gone,
            problem: Some("There is no such board.".to_owned()),
            failures: 1,
            etag: None,
            read_whole: false,
            ..end()
        };
        let mut tx = store.begin().await.unwrap();
        let source = tx.finish_sync(id, &gone).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!((source.health, source.name.as_str()), (SourceHealth::Gone, "Nordlicht GmbH"));
        assert!(source.last_synced_at < Some(store.clock().now()));
        assert_eq!(store.due_sources(store.clock().now(), 10).await.unwrap(), []);

        let mut tx = store.begin().await.unwrap();
        assert!(tx.request_sync(id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(store.due_sources(store.clock().now(), 10).await.unwrap(), [id]);
    }
}

#[tokio::test]
async fn an_import_is_never_due() {
    for store in stores().await {
        let mut tx = store.begin().await.unwrap();
        let import = NewSource { kind: SourceKind::Import, url: "import:jobs.jsonl".to_owned(), ..board() };
        let id = tx.add_source(&import).await.unwrap();
        assert!(!tx.request_sync(id).await.unwrap());
        tx.set_source_enabled(id, true).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!store.source(id).await.unwrap().unwrap().enabled);
        assert_eq!(store.due_sources(store.clock().now(), 10).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_source_that_is_due_is_taken_once() {
    for store in stores().await {
        let mut tx = store.begin().await.unwrap();
        let id = tx.add_source(&board()).await.unwrap();
        let until = tx.now() + chrono::TimeDelta::minutes(5);
        assert_eq!(tx.take_due_sources("worker", until, 10).await.unwrap(), [id]);
        assert_eq!(tx.take_due_sources("worker", until, 10).await.unwrap(), []);
        tx.commit().await.unwrap();
        store.clock.advance(chrono::TimeDelta::minutes(5));
        let mut tx = store.begin().await.unwrap();
        let later = tx.now() + chrono::TimeDelta::minutes(5);
        assert_eq!(tx.take_due_sources("worker", later, 10).await.unwrap(), [id], "{}", store.engine_name());
    }
}
