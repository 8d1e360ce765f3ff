use domain::Match;
use store::PageRequest;
use store::feedback::Verdict;
use store::matches::MatchChanges;
use store::shards::ShardSet;
use testkit::{TestStore, a_posting, a_user, seed_job, stores};

async fn a_match(store: &TestStore, score: f64) -> Match {
    let job = seed_job(store, a_posting()).await;
    Match {
        job_id: job.id,
        job_title: job.posting.title,
        company: job.posting.company,
        location: job.posting.location,
        match_score: score,
        parts: vec![],
        reasons: vec![],
        url: job.posting.url,
        posted_at: None,
        scored_at: store.clock().now(),
    }
}

#[tokio::test]
async fn matches_come_best_first_in_pages_and_hidden_ones_stay_away() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let upserted =
            vec![a_match(&store, 0.2).await, a_match(&store, 0.9).await, a_match(&store, 0.5).await];
        let best = upserted[1].job_id;
        let mut tx = store.begin().await.unwrap();
        tx.start_matching(user, 3).await.unwrap();
        let changes =
            MatchChanges { upserted, scored: 3, total: 3, profile_version: 1, ..MatchChanges::default() };
        tx.apply_match_changes(user, &changes).await.unwrap();
        tx.commit().await.unwrap();
        let first = store.matches(user, 0.0, &PageRequest { limit: 2, cursor: None }).await.unwrap();
        assert_eq!(first.items.iter().map(|m| m.match_score).collect::<Vec<_>>(), [0.9, 0.5]);
        let rest =
            store.matches(user, 0.0, &PageRequest { limit: 2, cursor: first.next_cursor }).await.unwrap();
        assert_eq!((rest.items.len(), rest.next_cursor), (1, None));
        let mut tx = store.begin().await.unwrap();
        tx.put_feedback(user, best, Some(Verdict::Hide)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.matches(user, 0.3, &PageRequest::default()).await.unwrap().items.len(), 1);
        let mut tx = store.begin().await.unwrap();
        tx.put_feedback(user, best, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.matches(user, 0.3, &PageRequest::default()).await.unwrap().items.len(), 2);
    }
}

#[tokio::test]
async fn a_page_goes_on_after_the_last_match_whatever_comes_or_goes_in_between() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        // A score that no short decimal names, twice: equal ones are told apart by their job.
        let equal = 1.0 / 3.0;
        let mut upserted = Vec::new();
        for score in [0.9, equal, equal, 0.1] {
            upserted.push(a_match(&store, score).await);
        }
        upserted[1..3].sort_by_key(|found| found.job_id);
        let all: Vec<_> = upserted.iter().map(|found| found.job_id).collect();
        let mut tx = store.begin().await.unwrap();
        tx.start_matching(user, 4).await.unwrap();
        let changes = MatchChanges { upserted, profile_version: 1, ..MatchChanges::default() };
        tx.apply_match_changes(user, &changes).await.unwrap();
        tx.commit().await.unwrap();
        let page = async |cursor| {
            let page = store.matches(user, 0.0, &PageRequest { limit: 2, cursor }).await.unwrap();
            (page.items.into_iter().map(|found| found.job_id).collect::<Vec<_>>(), page.next_cursor)
        };
        let (first, cursor) = page(None).await;
        assert_eq!(first, all[..2]);
        let mut tx = store.begin().await.unwrap();
        tx.put_feedback(user, all[0], Some(Verdict::Hide)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(page(cursor.clone()).await, (all[2..].to_vec(), None));
        let better = MatchChanges { upserted: vec![a_match(&store, 0.95).await], ..changes.clone() };
        let mut tx = store.begin().await.unwrap();
        tx.apply_match_changes(user, &better).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(page(cursor).await, (all[2..].to_vec(), None));
        for nonsense in ["2", "best", "0.5:", "NaN:00000000-0000-0000-0000-000000000000"] {
            assert_eq!(page(Some(nonsense.into())).await.0[1], all[1], "{nonsense} begins at the start");
        }
    }
}

#[tokio::test]
async fn stopping_twice_says_it_once() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mut tx = store.begin().await.unwrap();
        assert!(!tx.stop_matching(user, "user").await.unwrap());
        tx.start_matching(user, 0).await.unwrap();
        assert!(tx.stop_matching(user, "user").await.unwrap());
        assert!(!tx.stop_matching(user, "user").await.unwrap());
        tx.commit().await.unwrap();
        let kinds: Vec<_> =
            store.events_after(user, 0, 9).await.unwrap().into_iter().map(|e| e.kind.as_str()).collect();
        assert_eq!(kinds, ["matching_started", "matching_stopped"]);
        assert!(store.followers_of_matching(ShardSet::ALL).await.unwrap().is_empty());
    }
}
