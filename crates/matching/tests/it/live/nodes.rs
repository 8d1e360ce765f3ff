//! Several nodes on one store: what one stores another finds, and each writes for its own people alone.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::Posting;
use matching::live::{Live, ScoreError};
use store::Store;
use store::jobs::JobContent;
use store::shards::{HeldShards, Shard, ShardSet};
use testkit::{a_posting, run_sql, stores};

use super::{a_job, a_person};

#[tokio::test]
async fn what_one_node_opens_changes_and_closes_another_finds() {
    for store in stores().await {
        let person = a_person(&store).await;
        let (old, changing) = (a_job(&store, person.board, 1).await, a_job(&store, person.board, 2).await);
        person.start(&store).await;
        let other = Arc::new(Live::new(Store::clone(&store)));
        other.load(|_| {}).await.unwrap();
        let new = a_job(&store, person.board, 3).await;
        store.clock.advance(TimeDelta::seconds(1));
        let mut tx = store.begin().await.unwrap();
        tx.close_job(old).await.unwrap();
        let posting = Posting { title: "Chimney Sweep".into(), external_id: "2".into(), ..a_posting() };
        let content = JobContent {
            search_text: String::new(),
            content_hash: "new".into(),
            dedupe_key: "2".into(),
            print: domain::vacancy::Print::of(&posting),
            posting,
        };
        tx.change_job(changing, &content).await.unwrap();
        tx.commit().await.unwrap();
        person.live.score_jobs(&[old, changing, new]).await.unwrap();
        let by_one_node = person.matches(&store).await;
        assert_eq!(by_one_node, [new, changing], "{}", store.engine_name());
        let score = store.match_of(person.user, changing).await.unwrap().unwrap().match_score;
        other.score_user(person.user).await.unwrap();
        assert_eq!(person.matches(&store).await, by_one_node);
        assert_eq!(store.match_of(person.user, changing).await.unwrap().unwrap().match_score, score);
        // And what the other node has stored, this one knows of.
        let last = a_job(&store, person.board, 4).await;
        other.score_jobs(&[last]).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        tx.close_job(last).await.unwrap();
        tx.commit().await.unwrap();
        person.live.score_jobs(&[last]).await.unwrap();
        assert_eq!(person.matches(&store).await, by_one_node);
    }
}

#[tokio::test]
async fn what_was_followed_is_not_looked_at_for_ever() {
    for store in stores().await {
        let person = a_person(&store).await;
        a_job(&store, person.board, 1).await;
        let visible = async || person.live.visible(person.user).await.unwrap();
        assert_eq!(visible().await, 1, "it is touched now, and followed");
        store.clock.advance(TimeDelta::minutes(3));
        assert_eq!(visible().await, 1);
        // No touch says of it that it is gone: whoever looked at it again would see that.
        run_sql(store.url(), "UPDATE jobs SET closed_at = changed_at").await;
        assert_eq!(visible().await, 1, "{}", store.engine_name());
        // What is touched meanwhile is seen, also by a clock that is a minute behind.
        store.clock.advance(-TimeDelta::minutes(1));
        a_job(&store, person.board, 2).await;
        store.clock.advance(TimeDelta::minutes(1));
        assert_eq!(visible().await, 2, "{}", store.engine_name());
        // And by the only clock there is, after it was ahead by an hour and has been put right: two that are new. What was
        // touched since is looked at once more, so the closed one goes.
        store.clock.advance(-TimeDelta::hours(1));
        a_job(&store, person.board, 3).await;
        a_job(&store, person.board, 4).await;
        assert_eq!(visible().await, 3, "{}", store.engine_name());
    }
}

/// Only where several can write is a start held up between its ranking and its first save.
#[tokio::test]
async fn a_match_whose_job_closes_between_the_first_fifty_and_the_rest_does_not_stay() {
    let stores = stores().await;
    let store = stores.iter().find(|store| !store.is_embedded()).expect("PostgreSQL");
    let person = a_person(store).await;
    let mut jobs = Vec::new();
    for number in 0..75 {
        jobs.push(a_job(store, person.board, number).await);
    }
    person.start(store).await;
    let (last, _) = *store.matched_jobs(person.user).await.unwrap().last().unwrap();
    // Whoever changes the same row waits for this one.
    let mut held_up = store.begin().await.unwrap();
    held_up.start_matching(person.user, 0).await.unwrap();
    let (live, user) = (person.live.clone(), person.user);
    let scoring = tokio::spawn(async move { live.score_user(user).await });
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    let mut tx = store.begin().await.unwrap();
    tx.close_job(last).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(person.live.visible(person.user).await.unwrap(), 74);
    assert!(!scoring.is_finished(), "it waits");
    drop(held_up);
    scoring.await.unwrap().unwrap();
    person.live.score_jobs(&[last]).await.unwrap();
    let left = store.matched_jobs(person.user).await.unwrap();
    assert!(left.len() == 74 && left.iter().all(|(job, _)| *job != last), "{} are left", left.len());
}

/// Held up in the same way, by whoever stops it.
#[tokio::test]
async fn who_stops_after_the_first_fifty_is_told_of_no_more() {
    let stores = stores().await;
    let store = stores.iter().find(|store| !store.is_embedded()).expect("PostgreSQL");
    let person = a_person(store).await;
    for number in 0..75 {
        a_job(store, person.board, number).await;
    }
    let mut tx = store.begin().await.unwrap();
    tx.start_matching(person.user, 75).await.unwrap();
    tx.commit().await.unwrap();
    let mut stopping = store.begin().await.unwrap();
    stopping.stop_matching(person.user, "user").await.unwrap();
    let (live, user) = (person.live.clone(), person.user);
    let scoring = tokio::spawn(async move { live.score_user(user).await });
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    assert!(!scoring.is_finished(), "it waits");
    stopping.commit().await.unwrap();
    scoring.await.unwrap().unwrap();
    assert_eq!(store.matched_jobs(person.user).await.unwrap().len(), 50);
    assert_eq!(person.updates(store).await.len(), 1);
}

#[tokio::test]
async fn who_has_lost_a_persons_shard_writes_nothing_for_them() {
    for store in stores().await {
        let engine = store.engine_name();
        let mut person = a_person(&store).await;
        let shards = ["one", "another"].map(|owner| Arc::new(HeldShards::new(owner)));
        let [one, another] =
            shards.clone().map(|shards| Arc::new(Live::sharing(Store::clone(&store), shards)));
        shards[0].renew(&store).await.unwrap();
        person.live = one.clone();
        let job = a_job(&store, person.board, 1).await;
        person.start(&store).await;
        // The one is frozen past its lease; the other takes over.
        store.clock.advance(TimeDelta::minutes(11));
        shards[1].renew(&store).await.unwrap();
        let new = a_job(&store, person.board, 2).await;
        let lost = one.score_jobs(&[new]).await;
        assert!(matches!(lost, Err(ScoreError::NotHeld)), "{lost:?}, {engine}");
        assert!(matches!(one.score_user(person.user).await, Err(ScoreError::NotHeld)), "{engine}");
        assert_eq!(person.matches(&store).await, [job], "{engine}");
        another.score_jobs(&[new]).await.unwrap();
        assert_eq!(person.matches(&store).await.len(), 2, "{engine}");
        // Back again: it sees what was written meanwhile, and goes on from there.
        shards[1].leave(&store).await.unwrap();
        shards[0].renew(&store).await.unwrap();
        let last = a_job(&store, person.board, 3).await;
        one.forget_others().await;
        one.score_jobs(&[last]).await.unwrap();
        assert_eq!(person.matches(&store).await.len(), 3, "{engine}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_wait_together_are_each_told_what_became_of_their_people() {
    for store in stores().await {
        let person = a_person(&store).await;
        let shards = Arc::new(HeldShards::new("one"));
        shards.renew(&store).await.unwrap();
        let live = Arc::new(Live::sharing(Store::clone(&store), shards.clone()));
        let mut tx = store.begin().await.unwrap();
        tx.start_matching(person.user, 0).await.unwrap();
        tx.commit().await.unwrap();
        live.score_user(person.user).await.unwrap();
        shards.leave(&store).await.unwrap();
        let theirs = ShardSet::of(Shard::of(person.user));
        let mut calls = Vec::new();
        for number in 0..20 {
            let job = a_job(&store, person.board, number).await;
            let of = if number % 2 == 0 { theirs } else { ShardSet::ALL.without(theirs) };
            let live = live.clone();
            calls.push((of, tokio::spawn(async move { live.score_jobs_for(&[job], of).await })));
        }
        for (of, call) in calls {
            let scored = call.await.unwrap();
            let is_told = match scored {
                Ok(()) => of != theirs,
                Err(ScoreError::NotHeld) => of == theirs,
                Err(ScoreError::Store(error)) => panic!("{error}"),
            };
            assert!(is_told, "{of:?}, {}", store.engine_name());
        }
        assert_eq!(person.matches(&store).await, []);
    }
}
