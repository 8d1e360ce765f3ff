//! The autopilot over the real store, on both engines: what it begins, what it approves, and where it stops.

use applications::autopilot::{Piloted, reconcile};
use chrono::TimeDelta;
use domain::autopilot::{AutopilotAct, AutopilotMode, AutopilotRules};
use domain::{AnswerId, AnswerOrigin, FieldAnswer, Job, Match, Posting, Snapshot, SourceId, State, UserId};
use store::PageRequest;
use store::applications::{ApplicationRecord, Move, snapshot_sha256};
use store::matches::MatchChanges;
use testkit::{TestStore, a_posting, a_user, seed_source, stores};

struct Scene {
    store: TestStore,
    user: UserId,
    source: SourceId,
}

fn rules(source: SourceId) -> AutopilotRules {
    AutopilotRules { min_score: 0.8, source_ids: vec![source], daily_limit: 2, ..AutopilotRules::default() }
}

impl Scene {
    async fn all() -> Vec<Self> {
        let mut scenes = Vec::new();
        for store in stores().await {
            let user = a_user(&store, "a@mail.example").await;
            let source = seed_source(&store).await;
            scenes.push(Self { store, user, source });
        }
        scenes
    }

    async fn set(&self, mode: AutopilotMode, rules: &AutopilotRules) {
        let version = self.store.autopilot(self.user).await.unwrap().version;
        let mut tx = self.store.begin().await.unwrap();
        tx.put_autopilot(self.user, mode, rules, version).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn turn_on(&self) {
        self.set(AutopilotMode::On, &rules(self.source)).await;
    }

    /// A job at this employer that became known now and matches so well.
    async fn matched(&self, company: &str, score: f64) -> Job {
        self.store_clock_moves();
        let no = self.store.store.clock().now().timestamp_millis().to_string();
        let apply_url = format!("https://jobs.example/{no}");
        let posting = Posting { external_id: no, company: company.to_owned(), apply_url, ..a_posting() };
        let mut tx = self.store.begin().await.unwrap();
        let now = tx.now();
        let id = domain::JobId::new(now);
        let source_id = self.source;
        let job = Job { id, source_id, posting, first_seen_at: now, changed_at: now, closed_at: None };
        tx.insert_plain_job(&job).await.unwrap();
        let found = Match {
            job_id: id,
            job_title: job.posting.title.clone(),
            company: company.to_owned(),
            location: String::new(),
            match_score: score,
            parts: Vec::new(),
            reasons: Vec::new(),
            url: job.posting.url.clone(),
            posted_at: None,
            scored_at: now,
        };
        let changes = MatchChanges { upserted: vec![found], scored: 1, total: 1, ..MatchChanges::default() };
        tx.apply_match_changes(self.user, &changes).await.unwrap();
        tx.commit().await.unwrap();
        job
    }

    fn store_clock_moves(&self) {
        self.store.clock.advance(TimeDelta::seconds(1));
    }

    async fn turn(&self) -> Piloted {
        self.store_clock_moves();
        reconcile(&self.store).await.unwrap()
    }

    async fn application_to(&self, job: &Job) -> Option<ApplicationRecord> {
        self.store.application_to(self.user, &job.key()).await.unwrap()
    }

    /// As a run fills it: up to the snapshot that waits for an approval.
    async fn fill(&self, job: &Job, answers: Vec<FieldAnswer>) -> ApplicationRecord {
        let begun = self.application_to(job).await.expect("it was begun");
        let form_url = job.posting.apply_url.clone();
        let snapshot = Snapshot { form_url, answers, resume_id: None, cover_letter_id: None };
        let mut tx = self.store.begin().await.unwrap();
        let until = tx.now() + TimeDelta::seconds(60);
        let held = tx.lease_application(begun.application.id, "w", until).await.unwrap().unwrap();
        let preparing = tx.move_application(&held, Move::to(State::Preparing)).await.unwrap();
        tx.put_snapshot(&preparing, &snapshot).await.unwrap();
        let ready = tx.move_application(&preparing, Move::to(State::Ready)).await.unwrap();
        tx.drop_lease(&ready).await.unwrap();
        tx.commit().await.unwrap();
        self.application_to(job).await.unwrap()
    }

    /// The words of the log, newest first.
    async fn log(&self) -> Vec<(AutopilotAct, String)> {
        let page = self.store.autopilot_log(self.user, &PageRequest::default()).await.unwrap();
        page.items.into_iter().map(|entry| (entry.act, entry.code)).collect()
    }

    async fn last(&self) -> (AutopilotAct, String) {
        self.log().await.remove(0)
    }
}

fn held(code: &str) -> (AutopilotAct, String) {
    (AutopilotAct::HeldBack, code.to_owned())
}

fn answered(origin: AnswerOrigin) -> FieldAnswer {
    FieldAnswer {
        field: "email".to_owned(),
        label: "E-mail".to_owned(),
        kind: "email".to_owned(),
        meaning: "email".to_owned(),
        required: true,
        sensitive: false,
        options: vec![],
        value: Some("a@mail.example".to_owned()),
        document_id: None,
        origin,
    }
}

fn from_profile() -> FieldAnswer {
    answered(AnswerOrigin::Profile { path: "basics.email".to_owned() })
}

fn from_bank(meaning: &str, by_likeness: bool) -> FieldAnswer {
    let origin = AnswerOrigin::Bank {
        answer_id: AnswerId(uuid::Uuid::nil()),
        stated_at: "2026-11-24T08:00:00Z".parse().unwrap(),
        asked: by_likeness.then(|| "Another question".to_owned()),
        by_likeness,
    };
    FieldAnswer { meaning: meaning.to_owned(), ..answered(origin) }
}

#[tokio::test]
async fn nothing_happens_until_it_is_turned_on_and_only_to_what_is_new_and_allowed() {
    for scene in Scene::all().await {
        let before = scene.matched("Early", 0.95).await;
        assert_eq!(scene.turn().await, Piloted::default());
        scene.store_clock_moves();
        scene.turn_on().await;
        let low = scene.matched("Low", 0.79).await;
        let good = scene.matched("Good", 0.9).await;
        assert_eq!(scene.turn().await.started, 1);
        assert!(scene.application_to(&before).await.is_none(), "it was known before");
        assert!(scene.application_to(&low).await.is_none());
        let begun = scene.application_to(&good).await.unwrap();
        assert_eq!(begun.application.status, State::Queued);
        assert!(begun.application.by_autopilot && begun.approved_sha256.is_none());
        assert_eq!(scene.turn().await, Piloted::default(), "a second turn finds nothing to do");
        let elsewhere = seed_source(&scene.store).await;
        scene.set(AutopilotMode::On, &rules(elsewhere)).await;
        scene.matched("Good Two", 0.9).await;
        assert_eq!(scene.turn().await, Piloted::default(), "its board is not allowed");
    }
}

#[tokio::test]
async fn a_form_is_approved_when_every_answer_is_known() {
    for scene in Scene::all().await {
        scene.turn_on().await;
        let job = scene.matched("Good", 0.9).await;
        scene.turn().await;
        let ready = scene.fill(&job, vec![from_profile(), from_bank("sponsorship", false)]).await;
        assert_eq!(scene.turn().await.approved, 1);
        let after = scene.application_to(&job).await.unwrap();
        assert_eq!(after.application.status, State::Queued);
        assert_eq!(after.approved_sha256, ready.snapshot_sha256);
        assert_eq!(after.approved_sha256.unwrap(), snapshot_sha256(&ready.snapshot.unwrap()));
        assert_eq!(scene.last().await, (AutopilotAct::Approved, "all_known".to_owned()));
        assert_eq!(scene.turn().await, Piloted::default());
    }
}

#[tokio::test]
async fn what_was_asked_recognised_or_wants_own_words_waits_for_the_person() {
    let cases = [
        (answered(AnswerOrigin::Person), "was_asked"),
        (from_bank("location", true), "recognised"),
        (from_bank("essay", false), "own_words"),
        (FieldAnswer { value: None, ..from_profile() }, "questions_open"),
    ];
    for scene in Scene::all().await {
        for (index, (answer, code)) in cases.iter().enumerate() {
            scene.store.clock.advance(TimeDelta::hours(25));
            scene.turn_on().await;
            let job = scene.matched(&format!("Employer {index}"), 0.9).await;
            assert_eq!(scene.turn().await.started, 1);
            scene.fill(&job, vec![from_profile(), answer.clone()]).await;
            assert_eq!(scene.turn().await, Piloted { held_back: 1, ..Piloted::default() }, "{code}");
            assert_eq!(scene.last().await, held(code));
            let kept = scene.application_to(&job).await.unwrap();
            assert_eq!((kept.application.status, kept.approved_sha256), (State::Ready, None));
            assert_eq!(scene.turn().await, Piloted::default(), "it says so once");
        }
    }
}

#[tokio::test]
async fn the_days_limit_holds_whoever_counts_and_is_free_again_a_day_later() {
    for scene in Scene::all().await {
        scene.turn_on().await;
        for company in ["One", "Two", "Three"] {
            scene.matched(company, 0.9).await;
        }
        let again = scene.store.reopen().await;
        let (here, there) = tokio::join!(reconcile(&scene.store), reconcile(&again));
        assert_eq!(here.unwrap().started + there.unwrap().started, 2, "two workers, one limit");
        assert!(scene.log().await.contains(&held("daily_limit")));
        assert_eq!(scene.turn().await.started, 0);
        scene.store.clock.advance(TimeDelta::hours(25));
        assert_eq!(scene.turn().await.started, 1);
    }
}

#[tokio::test]
async fn an_employer_gets_no_more_than_allowed_the_persons_own_included() {
    for scene in Scene::all().await {
        scene.turn_on().await;
        let own = scene.matched("Good, Ltd.", 0.5).await;
        let options = applications::actions::ApplyOptions {
            auto_customize: false,
            follow_external_links: false,
            another_place: false,
        };
        applications::actions::apply(&scene.store, scene.user, own.id, options).await.unwrap();
        let other = scene.matched("GOOD Ltd", 0.9).await;
        assert_eq!(scene.turn().await, Piloted { held_back: 1, ..Piloted::default() });
        assert_eq!(scene.last().await, held("employer_limit"));
        assert!(scene.application_to(&other).await.is_none());
        assert_eq!(scene.turn().await, Piloted::default());
        scene.store.clock.advance(TimeDelta::days(31));
        assert_eq!(scene.turn().await.started, 1, "a month later there is room again");
    }
}

#[tokio::test]
async fn which_place_of_a_vacancy_is_wanted_is_for_the_person() {
    for scene in Scene::all().await {
        scene.turn_on().await;
        let leeds = scene.matched("Good", 0.9).await;
        scene.store_clock_moves();
        let posting = Posting {
            external_id: "york".to_owned(),
            location: "York".to_owned(),
            places: vec!["York".to_owned()],
            ..leeds.posting.clone()
        };
        let content = |posting: Posting| store::jobs::JobContent {
            content_hash: posting.location.clone(),
            dedupe_key: posting.location.clone(),
            print: domain::vacancy::Print::of(&posting),
            search_text: String::new(),
            posting,
        };
        let mut tx = scene.store.begin().await.unwrap();
        tx.change_job(leeds.id, &content(leeds.posting.clone())).await.unwrap();
        let york = tx.open_job(scene.source, &content(posting)).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(york.duplicate_of, Some(leeds.id));
        assert_eq!(scene.turn().await, Piloted { held_back: 1, ..Piloted::default() });
        assert_eq!(scene.last().await, held("several_places"));
    }
}

#[tokio::test]
async fn a_pause_takes_back_what_is_not_on_its_way() {
    for scene in Scene::all().await {
        scene.turn_on().await;
        let job = scene.matched("Good", 0.9).await;
        scene.turn().await;
        scene.fill(&job, vec![from_profile()]).await;
        assert_eq!(scene.turn().await.approved, 1);
        scene.set(AutopilotMode::Paused, &rules(scene.source)).await;
        assert_eq!(scene.application_to(&job).await.unwrap().approved_sha256, None);
        scene.matched("Another", 0.9).await;
        assert_eq!(scene.turn().await, Piloted::default());
        let since = scene.store.autopilot(scene.user).await.unwrap().on_since;
        scene.set(AutopilotMode::On, &rules(scene.source)).await;
        assert_eq!(
            scene.store.autopilot(scene.user).await.unwrap().on_since,
            since,
            "a pause is no new start"
        );
        assert_eq!(scene.turn().await.started, 1, "what came meanwhile is taken up");
    }
}

#[tokio::test]
async fn a_form_that_changed_after_its_approval_is_not_approved_again() {
    for scene in Scene::all().await {
        scene.turn_on().await;
        let job = scene.matched("Good", 0.9).await;
        scene.turn().await;
        let ready = scene.fill(&job, vec![from_profile()]).await;
        let mut tx = scene.store.begin().await.unwrap();
        let changed = Move::to(State::Queued);
        let queued = tx.move_application(&ready, changed).await.unwrap();
        let preparing = tx.move_application(&queued, Move::to(State::Preparing)).await.unwrap();
        let reason = Move::to(State::Ready).because("form_changed", "The form changed.");
        tx.move_application(&preparing, reason).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(scene.turn().await, Piloted { held_back: 1, ..Piloted::default() });
        assert_eq!(scene.last().await, held("form_changed"));
    }
}
