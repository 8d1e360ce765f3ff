use domain::UserId;
use domain::event::{Event, ProfileUpdated};
use store::{Hint, Store};
use testkit::{a_user, stores};

fn an_event(version: i64) -> Event {
    Event::ProfileUpdated(ProfileUpdated { version })
}

#[tokio::test]
async fn numbers_have_no_gaps_whoever_writes_and_whoever_fails() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let writers = (0..8).map(|writer| tokio::spawn(write_some((*store).clone(), user, writer)));
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        let numbers: Vec<i64> =
            store.events_after(user, 0, 1000).await.unwrap().iter().map(|e| e.seq).collect();
        assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
    }
}

/// Five events that are committed and as many that are rolled back.
async fn write_some(store: Store, user: domain::UserId, writer: i64) {
    for round in 0..5 {
        let mut lost = store.begin().await.unwrap();
        lost.record(user, an_event(-1)).await.unwrap();
        drop(lost);
        let mut kept = store.begin().await.unwrap();
        kept.record(user, an_event(writer * 10 + round)).await.unwrap();
        kept.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_hint_comes_after_commit_and_never_without() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mut hints = store.hints();
        let mut tx = store.begin().await.unwrap();
        tx.record(user, an_event(1)).await.unwrap();
        assert!(hints.try_recv().is_err());
        tx.record(user, an_event(2)).await.unwrap();
        tx.commit().await.unwrap();
        let Ok(Hint::Events { user_id, entries }) = hints.try_recv() else { panic!("no hint of events") };
        assert_eq!((user_id, &*entries), (user, &*store.events_after(user, 0, 9).await.unwrap()));
        assert_eq!(entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), [1, 2]);
        let mut tx = store.begin().await.unwrap();
        tx.record(user, an_event(3)).await.unwrap();
        drop(tx);
        assert!(hints.try_recv().is_err());
    }
}

#[tokio::test]
async fn a_trimmed_log_says_where_it_begins() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mut tx = store.begin().await.unwrap();
        for version in 1..=10 {
            tx.record(user, an_event(version)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.trim_logs(4, Default::default()).await.unwrap(), 6);
        tx.commit().await.unwrap();
        let position = store.log_position(user).await.unwrap();
        assert_eq!((position.first, position.last), (7, 10));
    }
}

#[tokio::test]
async fn what_is_older_than_its_days_is_dropped_too_and_the_log_says_where_it_ends() {
    for store in stores().await {
        let (anna, ben) = (a_user(&store, "a@mail.example").await, a_user(&store, "b@mail.example").await);
        for (user, count) in [(anna, 3), (ben, 2)] {
            let mut tx = store.begin().await.unwrap();
            for version in 1..=count {
                tx.record(user, an_event(version)).await.unwrap();
            }
            tx.commit().await.unwrap();
            store.clock.advance(chrono::TimeDelta::days(5));
        }
        let mut tx = store.begin().await.unwrap();
        let oldest = tx.now() - chrono::TimeDelta::days(7);
        assert_eq!(tx.trim_logs(1000, oldest).await.unwrap(), 3);
        tx.commit().await.unwrap();
        let (annas, bens) = (store.log_position(anna).await.unwrap(), store.log_position(ben).await.unwrap());
        assert_eq!((annas.first, annas.last), (4, 3), "nothing is left, and the next is the fourth");
        assert_eq!((bens.first, bens.last), (1, 2));
        let nobody = UserId::new(store.clock().now());
        let longer = async |known: Vec<_>| store.longer_logs(&known).await.unwrap();
        let news = longer(vec![(anna, 2), (ben, 2), (nobody, 0)]).await;
        assert_eq!(news, [(anna, 3)], "only where there is some");
        assert_eq!(longer(vec![(ben, 0)]).await, [(ben, 2)]);
        assert_eq!(longer(vec![(anna, 7)]).await, [], "a log that was longer once");
        let many: Vec<_> = (0..40_000).map(|_| (UserId::new(store.clock().now()), 0)).collect();
        assert_eq!(longer(many).await, [], "more people than a statement takes values");
    }
}

#[tokio::test]
async fn facts_are_taken_once() {
    for store in stores().await {
        let user_id = a_user(&store, "a@mail.example").await;
        let fact = domain::Fact::ProfileChanged { user_id };
        let mut tx = store.begin().await.unwrap();
        tx.tell(&fact).await.unwrap();
        tx.commit().await.unwrap();
        let mut crashed = store.begin().await.unwrap();
        assert_eq!(crashed.take_facts().await.unwrap(), vec![fact.clone()]);
        drop(crashed);
        // PostgreSQL lets go of the rows when it has heard of the end, which is a moment later.
        let mut taken = vec![];
        for _ in 0..200 {
            let mut tx = store.begin().await.unwrap();
            taken = tx.take_facts().await.unwrap();
            tx.commit().await.unwrap();
            if !taken.is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert_eq!(taken, vec![fact], "a crash loses nothing");
        assert!(!store.has_facts().await.unwrap());
    }
}

#[tokio::test]
async fn a_process_that_freezes_in_a_transaction_keeps_nothing_from_the_others_for_long() {
    // On SQLite there is one process.
    let store = stores().await.pop().expect("PostgreSQL");
    let user_id = a_user(&store, "a@mail.example").await;
    let mut tx = store.begin().await.unwrap();
    tx.tell(&domain::Fact::ProfileChanged { user_id }).await.unwrap();
    tx.commit().await.unwrap();
    let mut frozen = store.begin().await.unwrap();
    assert_eq!(frozen.take_facts().await.unwrap().len(), 1);
    let began = std::time::Instant::now();
    loop {
        let mut tx = store.begin().await.unwrap();
        let taken = tx.take_facts().await.unwrap();
        tx.commit().await.unwrap();
        if !taken.is_empty() {
            break;
        }
        assert!(began.elapsed() < std::time::Duration::from_secs(30), "the facts are kept from everybody");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(frozen.commit().await.is_err(), "what others did meanwhile is not done again");
    assert!(!store.has_facts().await.unwrap());
}
