//! The live shell over a real store: who sees which job when, and in which portions.

mod nodes;

use std::sync::Arc;

use domain::event::{JobMatchUpdate, MATCHES_PER_EVENT};
use domain::matching::PartName;
use domain::{Event, Job, JobId, Posting, Profile, SourceId, UserId};
use matching::live::{Live, MATCHES_KEPT};
use matching::stored::FINGERPRINT;
use store::features::NewFeatures;
use store::feedback::Verdict;
use store::jobs::JobContent;
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
    let description = description.to_owned();
    publish(store, source_id, Posting { external_id: number.to_string(), description, ..a_posting() }).await
}

async fn publish(store: &Store, source_id: SourceId, posting: Posting) -> JobId {
    let mut tx = store.begin().await.unwrap();
    let now = tx.now();
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
            log.iter().map(|entry| serde_json::from_str::<domain::Envelope>(entry.text()).unwrap());
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
        for number in 0..120 {
            a_job(&store, person.board, number).await;
        }
        person.start(&store).await;
        let updates = person.updates(&store).await;
        let portions: Vec<_> =
            updates.iter().map(|update| (update.matches.len(), update.truncated)).collect();
        // The first fifty are told whole, and of the rest that there are more to read.
        let portions_wanted = [(MATCHES_PER_EVENT, false), (MATCHES_PER_EVENT, true)];
        assert_eq!(portions, portions_wanted, "{}", store.engine_name());
        assert_eq!(person.matches(&store).await.len(), 120);
        assert_eq!(store.matching(person.user).await.unwrap().scored, 120);
    }
}

#[tokio::test]
async fn a_hidden_job_is_told_to_nobody_until_that_is_taken_back() {
    for store in stores().await {
        let person = a_person(&store).await;
        let [kept, hidden] = [a_job(&store, person.board, 1).await, a_job(&store, person.board, 2).await];
        person.start(&store).await;
        person.say(&store, hidden, Some(Verdict::Hide)).await;
        let told = |update: JobMatchUpdate| -> (Vec<JobId>, Vec<JobId>) {
            (update.matches.into_iter().map(|found| found.job_id).collect(), update.removed)
        };
        assert_eq!(told(person.updates(&store).await.pop().unwrap()), (vec![kept], vec![hidden]));
        person.live.score_jobs(&[hidden]).await.unwrap();
        assert!(!told(person.updates(&store).await.pop().unwrap()).0.contains(&hidden));
        person.say(&store, hidden, None).await;
        assert!(told(person.updates(&store).await.pop().unwrap()).0.contains(&hidden));
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
    let mut told = Vec::new();
    assert_eq!(restarted.load(|so_far| told.push(so_far)).await.unwrap(), 1);
    assert_eq!(told, [1], "it says how far it is");
    assert_eq!(restarted.load(|_| {}).await.unwrap(), 0, "a job is read once");
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

#[tokio::test]
async fn what_is_kept_of_jobs_is_used_when_it_is_whole_and_made_again_when_it_is_not() {
    for store in stores().await {
        let person = a_person(&store).await;
        let jobs = [a_job(&store, person.board, 1).await, a_job(&store, person.board, 2).await];
        person.start(&store).await;
        let before = person.matches(&store).await;
        let kept = store.open_features_after(None, *FINGERPRINT, 10).await.unwrap();
        assert!(kept.iter().all(|open| open.features.is_some()), "{}", store.engine_name());
        let other_build = store.open_features_after(None, *FINGERPRINT + 1, 10).await.unwrap();
        assert!(other_build.iter().all(|open| open.features.is_none()));
        let half = kept[0].features.as_ref().unwrap()[..20].to_vec();
        let changed_at = store.job(jobs[0]).await.unwrap().unwrap().changed_at;
        let mut tx = store.begin().await.unwrap();
        let broken = NewFeatures { id: kept[0].id, changed_at, features: half };
        tx.put_features(*FINGERPRINT, &[broken]).await.unwrap();
        tx.commit().await.unwrap();
        let restarted = Arc::new(Live::new(Store::clone(&store)));
        assert_eq!(restarted.load(|_| {}).await.unwrap(), 2);
        restarted.score_user(person.user).await.unwrap();
        assert_eq!(person.matches(&store).await, before);
        assert_eq!(store.open_features_after(None, *FINGERPRINT, 10).await.unwrap(), kept, "and mended");
    }
}

#[tokio::test]
async fn a_vacancy_in_several_places_is_found_by_each_of_them_and_shown_once() {
    for store in stores().await {
        let person = a_person(&store).await;
        let mut profile = a_profile();
        profile.preferences.places = vec!["Leeds".to_owned()];
        let version = store.profile(person.user).await.unwrap().version;
        let mut tx = store.begin().await.unwrap();
        tx.put_profile(person.user, &profile, version, None).await.unwrap();
        tx.commit().await.unwrap();
        let content = |place: &str| {
            let (location, places) = (place.to_owned(), vec![place.to_owned()]);
            let remote = domain::RemotePolicy::OnSite;
            let posting = Posting { external_id: place.to_owned(), location, places, remote, ..a_posting() };
            JobContent {
                search_text: String::new(),
                content_hash: place.to_owned(),
                dedupe_key: place.to_owned(),
                print: domain::vacancy::Print::of(&posting),
                posting,
            }
        };
        let open = async |place: &str| {
            store.clock.advance(chrono::TimeDelta::seconds(1));
            let mut tx = store.begin().await.unwrap();
            let opened = tx.open_job(person.board, &content(place)).await.unwrap().unwrap();
            tx.commit().await.unwrap();
            opened
        };
        let york = open("York").await.job_id;
        person.start(&store).await;
        assert_eq!(person.matches(&store).await, [], "{}", store.engine_name());
        let leeds = open("Leeds").await;
        assert_eq!((leeds.duplicate_of, leeds.widens), (Some(york), true));
        person.live.score_jobs(&[york]).await.unwrap();
        assert_eq!(person.matches(&store).await, [york]);
        let shown = store.match_of(person.user, york).await.unwrap().unwrap();
        assert_eq!(shown.location, "York · Leeds");
        // The shown one closes, and the one that was wanted is there.
        store.clock.advance(chrono::TimeDelta::seconds(1));
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.close_job(york).await.unwrap(), [leeds.job_id]);
        tx.commit().await.unwrap();
        person.live.score_jobs(&[york, leeds.job_id]).await.unwrap();
        assert_eq!(person.matches(&store).await, [leeds.job_id]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_postings_is_a_handful_of_updates() {
    for store in stores().await {
        let person = a_person(&store).await;
        person.start(&store).await;
        let before = person.updates(&store).await.len();
        let mut calls = Vec::new();
        for number in 0..100 {
            let job = a_job(&store, person.board, number).await;
            let live = person.live.clone();
            calls.push(async move { live.score_jobs(&[job]).await });
        }
        let calls: Vec<_> = calls.into_iter().map(tokio::spawn).collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        let updates = person.updates(&store).await.len() - before;
        assert!((1..=5).contains(&updates), "{updates} updates, {}", store.engine_name());
        assert_eq!(person.matches(&store).await.len(), 100);
    }
}

#[tokio::test]
async fn the_best_are_kept_and_those_that_come_after_them_move_up() {
    let store = sqlite().await;
    let person = a_person(&store).await;
    let mut jobs = Vec::new();
    for number in 0..MATCHES_KEPT + 20 {
        jobs.push(a_job_that(&store, person.board, number, "Sweeping chimneys.").await);
    }
    person.start(&store).await;
    let kept = async || store.matched_jobs(person.user).await.unwrap();
    assert_eq!(kept().await.len(), MATCHES_KEPT);
    let better = a_job(&store, person.board, 9_999).await;
    person.live.score_jobs(&[better]).await.unwrap();
    let now = kept().await;
    assert_eq!((now.len(), now[0].0), (MATCHES_KEPT, better), "the worst has gone for it");
    let sweep = Posting { title: "Chimney Sweep".into(), external_id: "10000".into(), ..a_posting() };
    let worse = publish(&store, person.board, sweep).await;
    person.live.score_jobs(&[worse]).await.unwrap();
    assert_eq!(kept().await, now, "what is no better than the worst changes nothing");
    let closing: Vec<JobId> = now[1..=60].iter().map(|(id, _)| *id).collect();
    let mut tx = store.begin().await.unwrap();
    for id in &closing {
        tx.close_job(*id).await.unwrap();
    }
    tx.commit().await.unwrap();
    person.live.score_jobs(&closing).await.unwrap();
    assert_eq!(kept().await.len(), MATCHES_KEPT + 20 + 2 - closing.len(), "everything that is left");
}
