//! One application in the model: what can happen to it, and what has to hold whatever happens.

use chrono::TimeDelta;
use domain::event::ApplicationStatusChange;
use domain::{ApplicationId, Clock as _, EvidenceLevel, State, UserId};
use serde::Deserialize;
use store::Store;
use store::applications::ApplicationRecord;
use store::attempts::Attempt;
use testkit::{FrozenClock, a_posting, a_user, seed_job};

use super::actors::Worker;
use super::employer::{Behaviour, Ledger};
use super::site::{Click, Defences, InMemory, TestSite};
use crate::actions::{self, ActionError, ApplyOptions, GivenAnswer, Resolution};

/// A database, the clocks and the employers' books; many applications in turn.
pub(in crate::run) struct World {
    pub store: Store,
    /// What the rows are stamped with; it may jump.
    pub clock: FrozenClock,
    /// What nobody can turn back.
    pub monotonic: FrozenClock,
    pub ledger: Ledger,
    _folder: tempfile::TempDir,
}

impl World {
    pub async fn new() -> Self {
        // In memory where the machine has such a folder: the model makes hundreds of commits a second.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let clock = FrozenClock::new();
        let options = store::StoreOptions {
            url: format!("sqlite://{}", folder.path().join("jobwire.db").display()),
            key_file: folder.path().join("app.key"),
            clock: std::sync::Arc::new(clock.clone()),
        };
        let store = Store::open(options).await.unwrap();
        Self { store, clock, monotonic: FrozenClock::new(), ledger: Ledger::default(), _folder: folder }
    }

    /// Time passes.
    pub fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
        self.monotonic.advance(by);
    }
}

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum Act {
    Approve,
    ApproveSomethingElse,
    Answer,
    Cancel,
    Retry,
    SaySent,
    SayNotSent,
    Drop,
    Withdraw,
    ApplyAgain,
}

impl Act {
    pub const ALL: [Self; 10] = [
        Self::Approve,
        Self::ApproveSomethingElse,
        Self::Answer,
        Self::Cancel,
        Self::Retry,
        Self::SaySent,
        Self::SayNotSent,
        Self::Drop,
        Self::Withdraw,
        Self::ApplyAgain,
    ];
}

/// One application and what is around it.
pub(in crate::run) struct Case<'w> {
    pub world: &'w World,
    pub user: UserId,
    pub id: ApplicationId,
    pub behaviour: Behaviour,
    pub click: Click,
    pub asks: bool,
    pub version: u32,
    pub defences: Defences,
    pub workers: Vec<Worker>,
    workers_begun: u32,
    voided_seen: usize,
    asked_seen: usize,
    /// What this application has been through.
    pub been: Been,
}

/// What applications have been through: a model that never gets anywhere proves nothing.
#[derive(Clone, Debug, Default)]
pub(in crate::run) struct Been {
    pub states: std::collections::BTreeSet<&'static str>,
    pub attempts: usize,
    pub released: usize,
    pub voided: usize,
}

impl Been {
    pub fn add(&mut self, other: Self) {
        self.states.extend(other.states);
        self.attempts += other.attempts;
        self.released += other.released;
        self.voided += other.voided;
    }
}

/// What must hold and does not.
pub(in crate::run) type Broken = String;

impl<'w> Case<'w> {
    pub async fn begin(world: &'w World, behaviour: Behaviour, defences: Defences) -> Self {
        let user = a_user(&world.store, &format!("{}@mail.example", uuid::Uuid::new_v4())).await;
        let id = uuid::Uuid::new_v4();
        let url = format!("https://jobs.example/{id}");
        let posting = domain::Posting {
            external_id: id.to_string(),
            apply_url: format!("{url}/apply"),
            url,
            ..a_posting()
        };
        let job = seed_job(&world.store, posting).await;
        let options =
            ApplyOptions { auto_customize: false, follow_external_links: true, another_place: false };
        let (record, is_new) = actions::apply(&world.store, user, job.id, options).await.unwrap();
        assert!(is_new);
        Self {
            world,
            user,
            id: record.application.id,
            behaviour,
            click: Click::Sends,
            asks: false,
            version: 0,
            defences,
            workers: Vec::new(),
            workers_begun: 0,
            voided_seen: 0,
            asked_seen: 0,
            been: Been::default(),
        }
    }

    pub async fn record(&self) -> ApplicationRecord {
        self.world.store.application(self.user, self.id).await.unwrap().unwrap()
    }

    pub async fn state(&self) -> State {
        self.record().await.application.status
    }

    async fn attempts(&self) -> Vec<Attempt> {
        self.world.store.attempts(self.user, self.id).await.unwrap()
    }

    /// A worker that takes the application up.
    pub fn worker(&mut self) -> Worker {
        self.workers_begun += 1;
        let owner = format!("worker {}", self.workers_begun);
        let line = InMemory { ledger: self.world.ledger.clone(), behaviour: self.behaviour };
        let (click, defences, asks, version) = (self.click, self.defences, self.asks, self.version);
        Worker::new(&self.world.store, &self.world.monotonic, owner, self.id, move |age| TestSite {
            line,
            click,
            defences,
            age,
            asks,
            version,
            pressed: Default::default(),
        })
    }

    /// What the server does at its start about a worker that is dead.
    pub async fn end_leases_of(&self, owner: String) {
        let mut tx = self.world.store.begin().await.unwrap();
        tx.end_leases_of(&[owner]).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn reconcile(&self) {
        crate::reconcile(&self.world.store).await.unwrap();
    }

    /// The person does this; an error is a refusal.
    pub async fn act(&mut self, act: Act) -> Result<(), ActionError> {
        let (store, user, id) = (&self.world.store, self.user, self.id);
        let before = self.record().await;
        match act {
            Act::Approve => {
                let sha256 = before.snapshot_sha256.clone().unwrap_or_default();
                actions::approve(store, user, id, &sha256).await.map(drop)
            }
            Act::ApproveSomethingElse => actions::approve(store, user, id, "else").await.map(drop),
            Act::Answer => {
                let field = if self.asks { "why" } else { "email" }.to_owned();
                let given = [GivenAnswer { field, value: "robin@mail.example".to_owned() }];
                actions::answer(store, user, id, &given, false).await.map(drop)
            }
            Act::Cancel => actions::cancel(store, user, id).await.map(drop),
            Act::Retry => actions::retry(store, user, id).await.map(drop),
            Act::SaySent => actions::resolve(store, user, id, Resolution::Sent, "").await.map(drop),
            Act::SayNotSent => actions::resolve(store, user, id, Resolution::NotSent, "").await.map(drop),
            Act::Drop => actions::resolve(store, user, id, Resolution::Drop, "").await.map(drop),
            Act::Withdraw => actions::withdraw(store, user, id).await.map(drop),
            Act::ApplyAgain => {
                let options =
                    ApplyOptions { auto_customize: false, follow_external_links: true, another_place: false };
                let job = before.application.job_id;
                actions::apply(store, user, job, options).await.map(|(record, is_new)| {
                    assert!(!is_new && record.application.id == id, "the same job is the same application");
                })
            }
        }
    }

    /// What holds at every moment.
    pub async fn check(&mut self) -> Result<(), Broken> {
        let record = self.record().await;
        let state = record.application.status;
        let attempts = self.attempts().await;
        self.been.states.insert(state.as_str());
        self.been.attempts = attempts.len();
        self.been.released = attempts.iter().filter(|one| one.released_at.is_some()).count();
        self.been.voided = attempts.iter().filter(|one| one.voided_at.is_some()).count();
        let counted = attempts.iter().filter(|one| one.released_at.is_some() && one.voided_at.is_none());
        if counted.count() > 1 {
            return Err("two releases count".to_owned());
        }
        let entry = self.world.ledger.of(self.id);
        // What was answered with a question for a code does not count, by the strict rule of forms.
        let asked = attempts.iter().filter(|one| one.outcome.as_deref() == Some("code_asked")).count();
        let (asked_since, arrived) = (asked - self.asked_seen, entry.arrived as usize);
        if arrived > 1 + asked_since {
            return Err(format!("{arrived} requests have arrived without anybody's word in between"));
        }
        // A release that somebody has declared void no longer counts; what comes after it is a new one.
        if self.been.voided - asked > self.voided_seen {
            self.voided_seen = self.been.voided - asked;
            self.asked_seen = asked;
            self.world.ledger.begin_anew(self.id);
        }
        let entry = self.world.ledger.of(self.id);
        if record.application.next_step.is_empty() {
            return Err(format!("{state:?} does not say what comes next"));
        }
        if matches!(state, State::Queued | State::Unconfirmed) && record.application.next_action_at.is_none()
        {
            return Err(format!("{state:?} waits for nothing"));
        }
        let level = record.application.evidence_level;
        if state == State::Submitted && entry.accepted == 0 && level != Some(EvidenceLevel::ByYou) {
            return Err("\"submitted\", and the employer has nothing".to_owned());
        }
        let may_have_arrived = matches!(
            state,
            State::SubmittingReleased | State::Unconfirmed | State::Submitted | State::NeedsReview
        );
        if entry.accepted > 0 && !may_have_arrived && state != State::Cancelled {
            return Err(format!("the employer has it, and it is {state:?}"));
        }
        Ok(())
    }

    /// What holds at the end: every move was a legal one, and the next began where the last ended.
    pub async fn check_log(&self) -> Result<(), Broken> {
        #[derive(Deserialize)]
        struct Envelope {
            data: ApplicationStatusChange,
        }
        let entries = self.world.store.events_after(self.user, 0, u32::MAX >> 1).await.unwrap();
        let mut at = State::Draft;
        for entry in entries.iter().filter(|entry| entry.kind.as_str() == "application_status_change") {
            let change = serde_json::from_str::<Envelope>(entry.text()).unwrap().data;
            let Some(previous) = change.previous_status else { continue };
            if previous != at {
                return Err(format!("a move begins at {previous:?}, and it was {at:?}"));
            }
            if previous.move_to(change.status).is_err() {
                return Err(format!("{previous:?} went to {:?}", change.status));
            }
            at = change.status;
        }
        match at == self.state().await {
            true => Ok(()),
            false => Err(format!("the log ends with {at:?}")),
        }
    }

    /// The instant of the rows.
    pub fn now(&self) -> domain::Timestamp {
        self.world.clock.now()
    }
}
