//! Several nodes on one PostgreSQL: they share the people, and whatever becomes of one of them, everybody's matches are
//! what one node would have found.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::{Job, JobId, Posting, Profile, SourceId, UserId};
use matching::live::Live;
use store::Store;
use store::jobs::JobContent;
use testkit::{Faults, a_posting, a_profile, a_user, seed_source};

use crate::program::{Options, Server};

/// Longer than the lease of a shard and the look after it.
const LEASE_IS_OVER: Duration = Duration::from_secs(20);
/// How long it may take until nothing is left to do; then the test says what is left.
const ALL_DONE_WITHIN: Duration = Duration::from_secs(60);
/// How telling a word is changes with every posting, and with it the scores found before by less than this. Another title
/// changes them by more.
const DRIFT: f64 = 0.02;
/// How long a process that woke may take until it has people again.
const SHARES_AGAIN_AFTER: Duration = Duration::from_secs(3);
const PEOPLE: usize = 40;
/// So many jobs stay open, however long it goes on: a person keeps no more than 500 matches.
const MOST_JOBS: usize = 300;
const TITLES: [&str; 5] =
    ["Backend Engineer (Rust)", "Pastry Chef", "Accountant", "Staff Nurse", "Data Engineer"];

/// A board, and the people who follow it.
struct World {
    store: Store,
    board: SourceId,
    people: Vec<UserId>,
    jobs: Vec<JobId>,
    number: usize,
}

impl World {
    async fn new(store: Store) -> Self {
        let board = seed_source(&store).await;
        let mut world = Self { store, board, people: Vec::new(), jobs: Vec::new(), number: 0 };
        for number in 0..PEOPLE {
            let user = a_user(&world.store, &format!("{number}@mail.example")).await;
            let mut profile: Profile = a_profile();
            profile.resume.basics.label = TITLES[number % TITLES.len()].to_owned();
            profile.resume.work.clear();
            let mut tx = world.store.begin().await.unwrap();
            tx.follow_source(user, board).await.unwrap();
            tx.put_profile(user, &profile, 0, None).await.unwrap();
            tx.start_matching(user, 0).await.unwrap();
            tx.commit().await.unwrap();
            world.people.push(user);
        }
        world
    }

    fn posting(&mut self) -> Posting {
        self.number += 1;
        let title = TITLES[self.number % TITLES.len()].to_owned();
        // Employers of their own: none is a vacancy that was there before.
        let company = format!("Employer {}", self.number);
        Posting { external_id: self.number.to_string(), title, company, ..a_posting() }
    }

    /// Some jobs open, one changes, one closes; as many as open once there are enough.
    async fn goes_on(&mut self) {
        let mut tx = self.store.begin().await.unwrap();
        let mut touched = Vec::new();
        for _ in 0..3 {
            let (now, posting) = (tx.now(), self.posting());
            let id = JobId::new(now);
            let job = Job {
                id,
                source_id: self.board,
                posting,
                first_seen_at: now,
                changed_at: now,
                closed_at: None,
            };
            tx.insert_plain_job(&job).await.unwrap();
            touched.push(id);
        }
        self.jobs.extend(&touched);
        let changing = self.jobs[self.number * 7 % self.jobs.len()];
        let posting = self.posting();
        let content = JobContent {
            print: domain::vacancy::Print::of(&posting),
            search_text: String::new(),
            content_hash: self.number.to_string(),
            dedupe_key: changing.to_string(),
            posting,
        };
        tx.change_job(changing, &content).await.unwrap();
        touched.push(changing);
        for _ in 0..if self.jobs.len() < MOST_JOBS { 1 } else { 3 } {
            let closing = self.jobs.swap_remove(self.number * 3 % self.jobs.len());
            tx.close_job(closing).await.unwrap();
            touched.push(closing);
        }
        tx.tell_jobs_changed(&touched).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn all_is_done(&self) {
        let deadline = tokio::time::Instant::now() + ALL_DONE_WITHIN;
        loop {
            // In this order: a fact that becomes a task in between is seen as one of the two.
            let has_facts = self.store.has_facts().await.unwrap();
            let left = self.store.task_counts().await.unwrap();
            if !has_facts && left == Default::default() {
                return;
            }
            assert_eq!(left.failed, 0);
            assert!(tokio::time::Instant::now() < deadline, "{left:?} are left");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn matches(&self) -> Vec<BTreeMap<JobId, f64>> {
        let mut all = Vec::new();
        for user in &self.people {
            all.push(self.store.matched_jobs(*user).await.unwrap().into_iter().collect());
        }
        all
    }

    /// Compares what the nodes stored with what a single one finds anew.
    async fn is_what_one_node_finds(&self) {
        let stored = self.matches().await;
        let alone = Arc::new(Live::new(self.store.clone()));
        for user in &self.people {
            alone.score_user(*user).await.unwrap();
        }
        for ((user, stored), anew) in self.people.iter().zip(stored).zip(self.matches().await) {
            assert_eq!(stored.len(), self.jobs.len(), "{user}");
            for (job, score) in &anew {
                let was = stored.get(job).unwrap_or_else(|| panic!("{user} has no match for {job}"));
                assert!((was - score).abs() < DRIFT, "{user} and {job}: {was} was stored, {score} is right");
            }
        }
    }

    /// The processes that hold a lease.
    async fn holders(&self) -> Vec<u32> {
        let owners = self.store.lease_owners().await.unwrap();
        owners.iter().filter_map(|owner| owner.split('.').next()?.parse().ok()).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_nodes_share_the_people_and_lose_nobody_when_one_dies_and_one_freezes() {
    let options = Options::postgres("worker").await;
    let mut one = Server::start(options.clone()).await;
    let two = Server::start(options.beside()).await;
    let three = Server::start(options.beside()).await;
    let mut world = World::new(one.store().await).await;
    for _ in 0..5 {
        world.goes_on().await;
    }
    world.all_is_done().await;
    let holders = world.holders().await;
    assert!([&one, &two, &three].iter().all(|node| holders.contains(&node.pid())), "{holders:?}");
    world.is_what_one_node_finds().await;

    let mut faults = Faults::or_rounds(1);
    for round in 0..faults.rounds {
        // One freezes and one dies, both in the middle of it. A process is dead for good once: the first time is enough.
        let (freezes, dies) = (faults.below(6), 6 + faults.below(6));
        for step in 0..12 {
            world.goes_on().await;
            if step == freezes {
                two.signal("-STOP").await;
            }
            if step == dies && round == 0 {
                one = one.kill_and_restart().await;
            }
        }
        tokio::time::sleep(LEASE_IS_OVER).await;
        world.goes_on().await;
        world.all_is_done().await;
        world.is_what_one_node_finds().await;

        // It wakes, late, and has to find out that others have its people.
        let wakes = faults.below(12);
        for step in 0..12 {
            world.goes_on().await;
            if step == wakes {
                two.signal("-CONT").await;
            }
        }
        tokio::time::sleep(SHARES_AGAIN_AFTER).await;
        world.goes_on().await;
        world.all_is_done().await;
        world.is_what_one_node_finds().await;
        assert!(world.holders().await.contains(&two.pid()), "it shares again");
    }
    for node in [one, two, three] {
        assert!(!node.log().contains("panicked"), "{}", node.log());
        assert!(node.terminate().await);
    }
    assert!(world.holders().await.is_empty(), "who ends well gives everything back");
}
