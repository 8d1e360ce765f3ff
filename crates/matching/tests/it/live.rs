//! The live shell over a real store: who sees which job when, and in which portions.

use std::sync::Arc;

use domain::event::{JobMatchUpdate, MATCHES_PER_EVENT};
use domain::matching::PartName;
use domain::{Event, Job, JobId, Posting, Profile, SourceId, UserId};
use matching::live::Live;
use store::feedback::Verdict;
use store::{PageRequest, Store};
use testkit::{TestStore, a_posting, a_profile, a_user, seed_source, sqlite, stores};

struct Person {
    live: Arc<Live>,
    user: UserId,
    board: SourceId,
}

/// A person who follows one board and has a profile; matching does not run yet.
async fn a_person(store: &Store) -> Person {
    let user = a_user(store, "a@mail.example").await;
    let board = seed_source(store).await;
    let mut tx = store.begin().await.unwrap();
    tx.follow_source(user, board).await.unwrap();
    tx.put_profile(user, &a_profile(), 0, None).await.unwrap();
    tx.commit().await.unwrap();
    Person { live: Arc::new(Live::new(store.clone())), user, board }
}

async fn a_job(store: &Store, source_id: SourceId, number: usize) -> JobId {
    a_job_that(store, source_id, number, &a_posting().description).await
}

async fn a_job_that(store: &Store, source_id: SourceId, number: usize, description: &str) -> JobId {
    let mut tx = store.begin().await.unwrap();
    let now = tx.now();
    let posting =
        Posting { external_id: number.to_string(), description: description.to_owned(), ..a_posting() };
    let job =
        Job { id: JobId::new(now), source_id, posting, first_seen_at: now, changed_at: now, closed_at: None };
    tx.insert_plain_job(&job).await.unwrap();
    tx.commit().await.unwrap();
    job.id
}

impl Person {
    async fn say(&self, store: &Store, job: JobId, verdict: Option<Verdict>) {
        let mut tx = store.begin().await.unwrap();
        tx.put_feedback(self.user, job, verdict).await.unwrap();
        tx.commit().await.unwrap();
        self.live.score_user(self.user).await.unwrap();
    }

    async fn start(&self, store: &Store) {
        let mut tx = store.begin().await.unwrap();
        tx.start_matching(self.user, 0).await.unwrap();
        tx.commit().await.unwrap();
        self.live.score_user(self.user).await.unwrap();
    }

    async fn matches(&self, store: &Store) -> Vec<JobId> {
        let page = PageRequest { limit: 200, cursor: None };
        let found = store.matches(self.user, 0.0, &page).await.unwrap().items;
        found.into_iter().map(|one| one.job_id).collect()
    }

    async fn updates(&self, store: &Store) -> Vec<JobMatchUpdate> {
        let log = store.events_after(self.user, 0, 200).await.unwrap();
        let envelopes =
            log.iter().map(|entry| serde_json::from_str::<domain::Envelope>(&entry.body).unwrap());
        envelopes
            .filter_map(|envelope| match envelope.event {
                Event::JobMatchUpdate(update) => Some(update),
                _ => None,
            })
            .collect()
    }
}

#[tokio::test]
async fn the_first_screen_is_saved_before_the_rest() {
    for store in stores().await {
        let person = a_person(&store).await;
        for number in 0..70 {
            a_job(&store, person.board, number).await;
        }
        person.start(&store).await;
        let updates = person.updates(&store).await;
        let portions: Vec<_> =
            updates.iter().map(|update| (update.matches.len(), update.truncated)).collect();
        // An event names the best of its portion and says that there are more to read.
        assert_eq!(portions, [(MATCHES_PER_EVENT, true), (20, false)], "{}", store.engine_name());
        assert_eq!(person.matches(&store).await.len(), 70);
        assert_eq!(store.matching(person.user).await.unwrap().scored, 70);
    }
}

#[tokio::test]
async fn a_job_that_opens_is_scored_and_one_that_closes_goes() {
    for store in stores().await {
        let person = a_person(&store).await;
        let old = a_job(&store, person.board, 1).await;
        person.start(&store).await;
        let new = a_job(&store, person.board, 2).await;
        person.live.score_jobs(&[new]).await.unwrap();
        assert_eq!(person.matches(&store).await.len(), 2);
        let mut tx = store.begin().await.unwrap();
        tx.close_job(old).await.unwrap();
        tx.commit().await.unwrap();
        person.live.score_jobs(&[old]).await.unwrap();
        assert_eq!(person.matches(&store).await, [new]);
        let last = person.updates(&store).await.pop().unwrap();
        assert_eq!(last.removed, [old]);
        assert_eq!(person.live.len(), 1);
    }
}

#[tokio::test]
async fn jobs_of_boards_a_person_does_not_follow_are_not_theirs_to_see() {
    for store in stores().await {
        let person = a_person(&store).await;
        let elsewhere = seed_source(&store).await;
        let foreign = a_job(&store, elsewhere, 1).await;
        person.start(&store).await;
        person.live.score_jobs(&[foreign]).await.unwrap();
        assert_eq!(person.matches(&store).await, []);
        assert_eq!(person.live.visible(person.user).await.unwrap(), 0);
        let mut tx = store.begin().await.unwrap();
        tx.follow_source(person.user, elsewhere).await.unwrap();
        tx.commit().await.unwrap();
        person.live.score_user(person.user).await.unwrap();
        assert_eq!(person.matches(&store).await, [foreign]);
    }
}

#[tokio::test]
async fn a_changed_profile_is_scored_anew_with_its_version() {
    let store = sqlite().await;
    let person = a_person(&store).await;
    let job = a_job(&store, person.board, 1).await;
    person.start(&store).await;
    let before = score(&store, &person, job).await;
    let mut tx = store.begin().await.unwrap();
    let mut profile: Profile = a_profile();
    profile.resume.basics.label = "Pastry Chef".to_owned();
    profile.resume.work.clear();
    profile.resume.skills.clear();
    let stored = tx.put_profile(person.user, &profile, 1, None).await.unwrap();
    tx.commit().await.unwrap();
    person.live.score_user(person.user).await.unwrap();
    assert!(score(&store, &person, job).await < before);
    assert_eq!(store.matching(person.user).await.unwrap().profile_version, stored.version);
}

async fn score(store: &TestStore, person: &Person, job: JobId) -> f64 {
    store.match_of(person.user, job).await.unwrap().map_or(0.0, |found| found.match_score)
}

#[tokio::test]
async fn nothing_is_scored_for_who_has_stopped() {
    let store = sqlite().await;
    let person = a_person(&store).await;
    person.start(&store).await;
    let mut tx = store.begin().await.unwrap();
    assert!(tx.stop_matching(person.user, "user").await.unwrap());
    tx.commit().await.unwrap();
    let new = a_job(&store, person.board, 1).await;
    person.live.score_jobs(&[new]).await.unwrap();
    person.live.score_user(person.user).await.unwrap();
    assert_eq!(person.matches(&store).await, []);
}

#[tokio::test]
async fn a_shell_made_anew_finds_everything_again() {
    let store = sqlite().await;
    let person = a_person(&store).await;
    let job = a_job(&store, person.board, 1).await;
    person.start(&store).await;
    let restarted = Arc::new(Live::new(Store::clone(&store)));
    assert_eq!(restarted.load().await.unwrap(), 1);
    assert_eq!(restarted.load().await.unwrap(), 0, "a job is read once");
    restarted.score_user(person.user).await.unwrap();
    assert_eq!(person.matches(&store).await, [job]);
}

#[tokio::test]
async fn what_a_person_says_of_jobs_moves_the_next_ranking_and_is_taken_back_without_a_trace() {
    for store in stores().await {
        let person = a_person(&store).await;
        let mut jobs = Vec::new();
        for number in 0..6 {
            let asks = if number % 2 == 0 { "You work with Kubernetes." } else { "You work with Terraform." };
            jobs.push(a_job_that(&store, person.board, number, asks).await);
        }
        person.start(&store).await;
        let before = person.matches(&store).await;
        for (job, verdict) in [
            (jobs[1], Verdict::More),
            (jobs[3], Verdict::More),
            (jobs[0], Verdict::Less),
            (jobs[2], Verdict::Less),
        ] {
            person.say(&store, job, Some(verdict)).await;
        }
        let after = person.matches(&store).await;
        let at = |job: JobId| after.iter().position(|found| *found == job).unwrap();
        assert!(at(jobs[5]) < at(jobs[4]), "the one nobody judged follows its like: {}", store.engine_name());
        let lifted = store.match_of(person.user, jobs[5]).await.unwrap().unwrap();
        let said: Vec<&str> = lifted
            .reasons
            .iter()
            .filter(|reason| reason.part == PartName::Taste)
            .map(|reason| reason.text.as_str())
            .collect();
        assert_eq!(said, ["You asked for more like it: Terraform."]);
        for job in &jobs {
            person.say(&store, *job, None).await;
        }
        assert_eq!(person.matches(&store).await, before);
    }
}
