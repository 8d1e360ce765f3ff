//! People divided over workers: fair shares, dead and frozen workers, and tasks that are for people.

use chrono::TimeDelta;
use domain::UserId;
use serde_json::json;
use store::shards::{HeldShards, SHARDS, Shard, ShardSet};
use store::tasks::{ClaimedTask, NewTask};
use testkit::{TestStore, a_user, sqlite, stores};

/// Longer than any lease of a shard.
const LONG: TimeDelta = TimeDelta::minutes(11);

fn workers<const N: usize>() -> [HeldShards; N] {
    std::array::from_fn(|number| HeldShards::new(format!("worker {number}")))
}

/// Lets every worker look as often as it takes until nothing moves any more.
async fn settle(store: &TestStore, workers: &[&HeldShards]) {
    for _ in 0..4 {
        for worker in workers {
            worker.renew(store).await.unwrap();
        }
    }
}

fn shares(workers: &[HeldShards]) -> Vec<u32> {
    workers.iter().map(|worker| worker.get().len()).collect()
}

/// What a worker may write at this moment.
async fn held(store: &TestStore, worker: &HeldShards) -> ShardSet {
    let mut tx = store.begin().await.unwrap();
    tx.held_shards(worker.owner()).await.unwrap()
}

#[tokio::test]
async fn workers_share_the_shards_fairly_as_they_come_and_go() {
    for store in stores().await {
        let engine = store.engine_name();
        let all = workers::<3>();
        let [one, two, three] = &all;
        settle(&store, &[one]).await;
        assert_eq!(one.get(), ShardSet::ALL, "{engine}");
        settle(&store, &[one, two]).await;
        assert_eq!(shares(&all), [12, 12, 0], "{engine}");
        settle(&store, &[one, two, three]).await;
        assert_eq!(shares(&all), [8, 8, 8], "{engine}");
        assert!(!one.renew(&store).await.unwrap(), "nothing moves any more: {engine}");
        // One ends as it should: the others need not wait.
        two.leave(&store).await.unwrap();
        settle(&store, &[one, three]).await;
        assert_eq!(shares(&all), [12, 0, 12], "{engine}");
        assert_eq!(one.get().with(three.get()), ShardSet::ALL);
        // One dies: they wait for its lease.
        settle(&store, &[one]).await;
        assert_eq!(shares(&all), [12, 0, 12], "{engine}");
        store.clock.advance(LONG);
        settle(&store, &[one]).await;
        assert_eq!(one.get(), ShardSet::ALL, "{engine}");
        // And wakes up: it may write nothing, and gets its share again.
        assert_eq!(three.get().len(), 12);
        assert!(held(&store, three).await.is_empty(), "{engine}");
        settle(&store, &[three, one]).await;
        assert_eq!((held(&store, one).await.len(), held(&store, three).await.len()), (12, 12), "{engine}");
    }
}

#[tokio::test]
async fn a_clock_that_is_put_back_keeps_nobody_waiting_for_ever() {
    for store in stores().await {
        let [before, after] = workers::<2>();
        store.clock.advance(TimeDelta::days(30));
        before.renew(&store).await.unwrap();
        store.clock.advance(TimeDelta::days(-30));
        settle(&store, &[&after]).await;
        assert_eq!(after.get(), ShardSet::ALL, "{}", store.engine_name());
    }
}

#[tokio::test]
async fn whatever_happens_no_shard_is_two_workers_at_once() {
    for store in stores().await {
        let all = workers::<5>();
        let seed = 20_261_128;
        let mut number: u64 = seed;
        let mut random = |below: u64| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (number >> 33) % below
        };
        for step in 0..300 {
            let worker = &all[usize::try_from(random(5)).unwrap()];
            match random(10) {
                0 => worker.leave(&store).await.unwrap(),
                1 => store.clock.advance(TimeDelta::seconds(random(20).cast_signed())),
                _ => drop(worker.renew(&store).await.unwrap()),
            }
            let mut seen = ShardSet::NONE;
            for worker in &all {
                let held = held(&store, worker).await;
                assert!(held.among(seen).is_empty(), "seed {seed}, step {step}, {}", store.engine_name());
                seen = seen.with(held);
            }
        }
        let some: Vec<&HeldShards> = all.iter().take(4).collect();
        store.clock.advance(LONG);
        settle(&store, &some).await;
        assert_eq!(shares(&all)[..4], [6, 6, 6, 6], "{}", store.engine_name());
    }
}

#[tokio::test]
async fn people_have_a_shard_for_good_and_are_spread_over_all() {
    let store = sqlite().await;
    let now = store.clock().now();
    let mut counts = [0_u32; SHARDS as usize];
    for _ in 0..2400 {
        let user_id = UserId::new(now);
        assert_eq!(Shard::of(user_id), Shard::of(user_id));
        let at = (0..SHARDS).position(|shard| ShardSet::of(Shard::of(user_id)).bits() == 1 << shard).unwrap();
        counts[at] += 1;
    }
    assert!(counts.iter().all(|count| (50..=160).contains(count)), "{counts:?}");
    let user = a_user(&store, "a@mail.example").await;
    let mut tx = store.begin().await.unwrap();
    assert!(tx.matched_shards().await.unwrap().is_empty());
    tx.start_matching(user, 0).await.unwrap();
    assert_eq!(tx.matched_shards().await.unwrap(), ShardSet::of(Shard::of(user)));
    tx.commit().await.unwrap();
    let others = ShardSet::ALL.without(ShardSet::of(Shard::of(user)));
    assert!(store.followers_of_matching(others).await.unwrap().is_empty());
    assert_eq!(store.followers_of_matching(ShardSet::ALL).await.unwrap()[0].user_id(), user);
}

async fn add(store: &TestStore, shards: ShardSet) {
    let mut tx = store.begin().await.unwrap();
    let run_at = tx.now();
    let task = NewTask {
        kind: "score",
        payload: &json!({}),
        unique_key: "score",
        lane: None,
        shards: Some(shards),
        run_at,
        max_attempts: 2,
    };
    tx.add_task(task).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(store: &TestStore, owner: &str, shards: ShardSet) -> Option<ClaimedTask> {
    let mut tx = store.begin().await.unwrap();
    let until = tx.now() + TimeDelta::seconds(60);
    let claimed = tx.claim_task(owner, &["score"], shards, until).await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

async fn finish(store: &TestStore, task: &ClaimedTask) -> bool {
    let mut tx = store.begin().await.unwrap();
    let finished = tx.finish_task(task).await.unwrap();
    tx.commit().await.unwrap();
    finished
}

#[tokio::test]
async fn each_worker_does_its_part_of_a_task_for_people() {
    let (low, high) = (ShardSet::from_bits(0x0f), ShardSet::from_bits(0xf0));
    for store in stores().await {
        let engine = store.engine_name();
        add(&store, low).await;
        add(&store, high).await;
        let others = ShardSet::ALL.without(low).without(high);
        assert!(claim(&store, "c", others).await.is_none(), "nothing of it is theirs: {engine}");
        assert!(claim(&store, "c", ShardSet::NONE).await.is_none());
        assert_eq!(store.next_task_at("c", others).await.unwrap(), None);
        let first = claim(&store, "a", low).await.unwrap();
        assert_eq!((first.shards(), first.attempt), (low, 1), "{engine}");
        assert!(claim(&store, "a", low).await.is_none(), "its part is taken: {engine}");
        let second = claim(&store, "b", high.with(others)).await.unwrap();
        assert_eq!(second.shards(), high, "{engine}");
        assert!(finish(&store, &second).await && finish(&store, &first).await, "{engine}");
        assert_eq!(store.task_counts().await.unwrap(), Default::default(), "{engine}");
    }
}

#[tokio::test]
async fn the_part_of_a_dead_worker_is_done_by_its_heirs_and_not_by_it_when_it_wakes() {
    let (low, high) = (ShardSet::from_bits(0x0f), ShardSet::from_bits(0xf0));
    for store in stores().await {
        let engine = store.engine_name();
        add(&store, low.with(high)).await;
        let frozen = claim(&store, "frozen", ShardSet::ALL).await.unwrap();
        // They have its shards now, and need not wait until it would have to renew the task.
        let now = store.clock().now();
        assert_eq!(store.next_task_at("a", low).await.unwrap(), Some(now), "{engine}");
        let heirs = [claim(&store, "a", low).await.unwrap(), claim(&store, "b", high).await.unwrap()];
        assert_eq!(heirs[0].shards().with(heirs[1].shards()), frozen.shards(), "{engine}");
        assert!(!finish(&store, &frozen).await, "{engine}");
        assert_eq!(store.task_counts().await.unwrap().running, 2, "{engine}");
        assert!(claim(&store, "a", low).await.is_none(), "one's own is not claimed again: {engine}");
    }
}

#[tokio::test]
async fn who_runs_the_whole_and_loses_some_of_its_people_finishes_the_rest() {
    let (low, high) = (ShardSet::from_bits(0x0f), ShardSet::from_bits(0xf0));
    for store in stores().await {
        let engine = store.engine_name();
        add(&store, low.with(high)).await;
        let running = claim(&store, "a", ShardSet::ALL).await.unwrap();
        let part = claim(&store, "b", high).await.unwrap();
        assert_eq!(part.shards(), high, "{engine}");
        assert!(finish(&store, &running).await && finish(&store, &part).await, "{engine}");
        assert_eq!(store.task_counts().await.unwrap(), Default::default(), "{engine}");
    }
}

#[tokio::test]
async fn a_task_that_is_handed_back_waits_for_its_new_worker_and_keeps_its_tries() {
    for store in stores().await {
        let engine = store.engine_name();
        add(&store, ShardSet::ALL).await;
        for _ in 0..5 {
            let task = claim(&store, "a", ShardSet::ALL).await.unwrap();
            assert_eq!(task.attempt, 1, "{engine}");
            let mut tx = store.begin().await.unwrap();
            let run_at = tx.now() + TimeDelta::seconds(1);
            assert!(tx.hand_back_task(&task, run_at).await.unwrap());
            assert!(!tx.hand_back_task(&task, run_at).await.unwrap(), "it has it no more: {engine}");
            tx.commit().await.unwrap();
            assert!(claim(&store, "b", ShardSet::ALL).await.is_none(), "not at once: {engine}");
            store.clock.advance(TimeDelta::seconds(1));
        }
        assert!(claim(&store, "b", ShardSet::ALL).await.is_some(), "{engine}");
    }
}
