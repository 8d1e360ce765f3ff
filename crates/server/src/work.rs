//! Background work: the tasks the pipeline starts, each handed to its stage, and the reconcilers.

use std::sync::Arc;
use std::time::Duration;

use applications::tasks::RunApplication;
use domain::event::HealthStatus;
use domain::{JobId, UserId};
use matching::live::ScoreError;
use serde::{Deserialize, Serialize};
use store::shards::{HeldShards, Shard, ShardSet};
use store::{Hint, Store, StoreError, Tx};
use tasks::{Outcome, Reconcilers, Runner, RunnerOptions, Task, enqueue};
use tokio::sync::Notify;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;
use tracking::posting::{self, CheckPosting};

use crate::app::App;
use crate::boards::Readers;
use crate::chromium;
use crate::mail::Watchers;
use crate::owner;
use crate::pipeline::{Start, follow_up};
use crate::second_reading::{self, READINGS_AT_ONCE, ReadAgain};
use crate::watch::Service;

/// Postings of sent applications looked at once.
const LOOKS_AT_ONCE: usize = 2;
/// How often applications whose worker is gone are looked for.
const APPLICATIONS_PERIOD: Duration = Duration::from_secs(5);
/// How often the autopilots look for something to do.
const AUTOPILOT_PERIOD: Duration = Duration::from_secs(3);
/// How often facts are looked for without a hint.
const PIPELINE_POLL: Duration = Duration::from_millis(500);
/// How often due boards are looked for.
const SOURCES_PERIOD: Duration = Duration::from_millis(100);
/// How often it is looked which mailboxes are to be watched, without a hint.
const MAILBOXES_PERIOD: Duration = Duration::from_secs(5);
/// How often tasks are looked for without a hint.
pub(crate) const TASK_POLL: Duration = Duration::from_millis(500);
/// How often it is looked whether this process has its share of the people.
const SHARDS_PERIOD: Duration = Duration::from_secs(2);
/// How often the housekeeping looks.
const HOUSEKEEPING_PERIOD: Duration = Duration::from_secs(60);
/// How long it is remembered which sessions ended; nodes look back minutes.
const ENDINGS_KEPT: chrono::TimeDelta = chrono::TimeDelta::days(1);
/// How many changed jobs one task scores.
const JOBS_PER_TASK: usize = 500;
/// How many tasks that score jobs may run; all but the first wait, and are scored together when it ends.
const SCORINGS_AT_ONCE: usize = 4;
/// How long ended tasks are kept.
const TASKS_KEPT: chrono::TimeDelta = chrono::TimeDelta::days(2);

/// Score jobs for everybody whose matching runs.
#[derive(Serialize, Deserialize)]
struct ScoreJobs {
    job_ids: Vec<JobId>,
    /// Where there is somebody to score them for.
    #[serde(skip)]
    shards: ShardSet,
}

impl Task for ScoreJobs {
    const KIND: &'static str = "score_jobs";
    const MAX_ATTEMPTS: i32 = 5;
    fn unique_key(&self) -> String {
        // Two sets of jobs are two tasks; the first and the number tell them apart well enough, and a
        // set that is dropped as a repetition was scored with the newest content anyway.
        match self.job_ids.as_slice() {
            [] => "score_jobs".to_owned(),
            [first, rest @ ..] => format!("score_jobs:{first}:{}:{:?}", rest.len(), rest.last()),
        }
    }
    fn shards(&self) -> Option<ShardSet> {
        Some(self.shards)
    }
}

/// Score every job for a person.
#[derive(Serialize, Deserialize)]
struct ScoreUser {
    user_id: UserId,
}

impl Task for ScoreUser {
    const KIND: &'static str = "score_user";
    const MAX_ATTEMPTS: i32 = 5;
    fn unique_key(&self) -> String {
        format!("score_user:{}", self.user_id)
    }
    fn shards(&self) -> Option<ShardSet> {
        Some(ShardSet::of(Shard::of(self.user_id)))
    }
}

/// Starts everything that works in the background; it ends when `app.stop` is cancelled.
pub struct Work {
    reconcilers: Reconcilers,
    boards: Readers,
    runners: [tokio::task::JoinHandle<()>; 2],
    app: App,
}

impl Work {
    /// Starts it.
    pub fn start(app: &App, stages: Stages) -> Self {
        let stop = app.stop.clone();
        let mut reconcilers = Reconcilers::new(stop.clone());
        let wake = hint_as_notify(&app.store, Hint::Facts, stop.clone());
        let due = Due::default();
        let (store, wakes) = (app.store.clone(), due.clone());
        reconcilers.start("pipeline", PIPELINE_POLL, wake, move || {
            turn_facts_into_tasks(store.clone(), wakes.clone())
        });
        let sharing = app.clone();
        reconcilers
            .start("shards", SHARDS_PERIOD, Arc::new(Notify::new()), move || share_people(sharing.clone()));
        let housekeeper = app.clone();
        reconcilers.start("housekeeping", HOUSEKEEPING_PERIOD, Arc::new(Notify::new()), move || {
            keep_house(housekeeper.clone())
        });
        let boards = stages.reconcile(app, &due, &mut reconcilers);
        let runners = [
            tokio::spawn(stages.runner(app).run(stop.clone())),
            tokio::spawn(chromium::run(app.clone(), stop)),
        ];
        Self { reconcilers, boards, runners, app: app.clone() }
    }

    /// Waits until everything has ended.
    pub async fn join(self) {
        self.reconcilers.join().await;
        self.boards.join().await;
        for runner in self.runners {
            // A runner only ends when it was stopped; a panic in it was logged by the runtime.
            let _ = runner.await;
        }
        // Where it fails, others take over when the leases run out.
        if let Err(error) = self.app.shards.leave(&self.app.store).await {
            tracing::warn!(%error, "the shards are not given back");
        }
    }
}

/// Wakes the reconcilers of rows that are due.
#[derive(Clone, Default)]
struct Due {
    sources: Arc<Notify>,
    mailboxes: Arc<Notify>,
}

/// What the stages need beside the [`App`].
pub struct Stages {
    /// The guarded client boards are read with.
    client: net::Client,
    /// Whose people are scored here, and the name on this process's leases.
    shards: Arc<HeldShards>,
}

impl Stages {
    /// What the stages need, made from the settings.
    pub fn new(app: &App) -> Self {
        let client = net::Client::new(app.egress.clone(), sources::sync::limits());
        Self { client, shards: app.shards.clone() }
    }

    fn runner(&self, app: &App) -> Runner {
        let owner = self.shards.owner().to_owned();
        let options = RunnerOptions { owner, poll_every: TASK_POLL, shards: self.shards.clone() };
        let mut runner = Runner::new(app.store.clone(), options);
        let live = app.live.clone();
        runner.handle_part(SCORINGS_AT_ONCE, move |task: ScoreJobs, shards| {
            let live = live.clone();
            async move { outcome(live.score_jobs_for(&task.job_ids, shards).await) }
        });
        let live = app.live.clone();
        runner.handle(2, move |task: ScoreUser| {
            let live = live.clone();
            async move { outcome(live.score_user(task.user_id).await) }
        });
        let (store, client) = (app.store.clone(), self.client.clone());
        runner.handle(LOOKS_AT_ONCE, move |task: CheckPosting| {
            let (store, client) = (store.clone(), client.clone());
            async move { posting::handle(&store, &client, task).await }
        });
        let (store, reader) = (app.store.clone(), app.reader.clone());
        runner.handle(READINGS_AT_ONCE, move |task: ReadAgain| {
            let (store, reader) = (store.clone(), reader.clone());
            async move { second_reading::handle(&store, reader.as_deref(), task).await }
        });
        runner
    }

    fn reconcile(&self, app: &App, due: &Due, reconcilers: &mut Reconcilers) -> Readers {
        let (client, owner) = (self.client.clone(), self.shards.owner().to_owned());
        let boards = Readers::new(app.store.clone(), app.hub.clone(), client, owner, due.sources.clone());
        let readers = boards.clone();
        reconcilers.start("sources", SOURCES_PERIOD, due.sources.clone(), move || {
            let readers = readers.clone();
            async move { readers.reconcile().await }
        });
        let watchers = Arc::new(Watchers::new(app));
        reconcilers.start("mailboxes", MAILBOXES_PERIOD, due.mailboxes.clone(), move || {
            let watchers = watchers.clone();
            async move { watchers.reconcile().await }
        });
        let store = app.store.clone();
        reconcilers.start("applications", APPLICATIONS_PERIOD, Arc::new(Notify::new()), move || {
            let store = store.clone();
            async move { applications::reconcile(&store).await.map(drop) }
        });
        let store = app.store.clone();
        reconcilers.start("autopilot", AUTOPILOT_PERIOD, Arc::new(Notify::new()), move || {
            let store = store.clone();
            async move { applications::autopilot::reconcile(&store).await.map(drop) }
        });
        boards
    }
}

fn outcome(scored: Result<(), ScoreError>) -> Outcome {
    match scored {
        Err(ScoreError::NotHeld) => Outcome::HandBack,
        scored => Outcome::or_retry(scored),
    }
}

/// Keeps this process's share of the people, and makes the profiles of those that are new to it ready before the first
/// posting comes in; where that fails, the posting does it.
async fn share_people(app: App) -> Result<(), StoreError> {
    if app.store.is_embedded() {
        owner::end_leases_of_the_dead(&app.store).await?;
    }
    if !app.shards.renew(&app.store).await? {
        return Ok(());
    }
    app.store.wake_tasks();
    app.live.forget_others().await;
    app.live.warm_up().await
}

async fn turn_facts_into_tasks(store: Store, due: Due) -> Result<(), StoreError> {
    while store.has_facts().await? {
        let mut tx = store.begin().await?;
        let (mut wake, mut changed) = (Vec::new(), Vec::new());
        let facts = tx.take_facts().await?;
        if facts.is_empty() {
            // Another process has taken them. Whether it came to its end is looked at after a while.
            return Ok(());
        }
        for fact in facts {
            match follow_up(fact) {
                Start::ScoreJobs(job_ids) => changed.extend(job_ids),
                work => wake.extend(start(&mut tx, &due, work).await?),
            }
        }
        // Postings that come in one by one are scored together: a flood is a few updates on the page.
        for some in changed.chunks(JOBS_PER_TASK) {
            start(&mut tx, &due, Start::ScoreJobs(some.to_vec())).await?;
        }
        tx.commit().await?;
        wake.iter().for_each(|notify: &Arc<Notify>| notify.notify_one());
    }
    Ok(())
}

/// Starts the work in the transaction that takes the fact away, or names whom to wake after it.
async fn start(tx: &mut Tx, due: &Due, work: Start) -> Result<Option<Arc<Notify>>, StoreError> {
    let now = tx.now();
    match work {
        Start::ReadSources => return Ok(Some(due.sources.clone())),
        Start::ReadMailboxes => return Ok(Some(due.mailboxes.clone())),
        Start::ScoreJobs(job_ids) => {
            let shards = tx.matched_shards().await?;
            if !shards.is_empty() {
                enqueue(tx, &ScoreJobs { job_ids, shards }, now).await?;
            }
        }
        Start::ScoreUser(user_id) => enqueue(tx, &ScoreUser { user_id }, now).await?,
        Start::RunApplication(application_id) => {
            let task = RunApplication::of(tx, application_id).await?;
            enqueue(tx, &task, now).await?
        }
        Start::CheckPosting(application_id) => {
            enqueue(tx, &CheckPosting { application_id }, now + posting::FIRST_LOOK).await?
        }
    }
    Ok(None)
}

async fn keep_house(app: App) -> Result<(), StoreError> {
    let database = app.store.ping().await;
    match &database {
        Ok(()) => app.health.set(
            Service::Database,
            HealthStatus::Healthy,
            format!("{} answers.", app.store.engine_name()),
        ),
        Err(error) => app.health.set(
            Service::Database,
            HealthStatus::Down,
            format!("The database does not answer: {error}."),
        ),
    }
    database?;
    let mut tx = app.store.begin().await?;
    let oldest = tx.now() - chrono::TimeDelta::days(app.settings.event_days.into());
    tx.trim_logs(app.settings.event_rows.into(), oldest).await?;
    let before = tx.now() - ENDINGS_KEPT;
    tx.forget_endings(before).await?;
    let before = tx.now() - TASKS_KEPT;
    tx.forget_tasks(before).await?;
    tx.commit().await?;
    second_reading::end_given_up(&app.store).await?;
    let failed = app.store.task_counts().await?.failed;
    let (status, message) = match failed {
        0 => (HealthStatus::Healthy, "Background work runs.".to_owned()),
        many => (
            HealthStatus::Degraded,
            format!("{many} tasks were given up in the last two days; the log says why."),
        ),
    };
    app.health.set(Service::Tasks, status, message);
    Ok(())
}

/// A notify that fires whenever the store gives this hint.
fn hint_as_notify(store: &Store, wanted: Hint, stop: CancellationToken) -> Arc<Notify> {
    let notify = Arc::new(Notify::new());
    let (fired, mut hints) = (notify.clone(), store.hints());
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                hint = hints.recv() => match hint {
                    Ok(hint) if hint == wanted => fired.notify_one(),
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => fired.notify_one(),
                    Err(RecvError::Closed) => return,
                },
            }
        }
    });
    notify
}
