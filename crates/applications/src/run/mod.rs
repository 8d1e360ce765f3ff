//! One run of one application: from `queued` to wherever it gets without the person.
//!
//! The order of commits is the protocol: the lease and `preparing` before the browser; the snapshot before `ready`;
//! the attempt before the click; the release before the request; the outcome with its evidence. A run that dies
//! anywhere leaves a state from which the reconciler goes on. Losing the lease ends the run at its next await, and
//! with it its browser.

mod boxes;
mod by_hand;
mod code_asked;
mod compare;
mod dry;
pub(crate) mod ends;
mod fill;
mod find;
mod gate;
mod papers;
pub(crate) mod send;
mod sender;
mod steps;
mod stop;
#[cfg(test)]
mod tests;
mod type_in;
mod verdict;
mod wait;
mod workday;

use std::time::Duration;

use browser::{ImageFormat, Page, Session};
use chrono::TimeDelta;
use domain::event::ApplicationProgress;
use domain::{Answer, ApplicationId, Event, Job, Snapshot, State, Timestamp};
use store::applications::{ApplicationRecord, Move, Ungated};
use store::attempts::NewStep;
use store::documents::NewDocument;
use store::profiles::StoredProfile;
use store::{Store, StoreError};

use crate::context::Context;
use crate::country;
use crate::live::Entered;
use crate::resolve::Known;
pub use dry::{DryField, DryRun, DryRunError, DryRunInput, dry_run};
use gate::{Gate, InBrowser};
use steps::Steps;
use stop::Stop;
pub use wait::Waits;

/// How long a worker keeps an application without renewing.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How often the lease is renewed.
const RENEW_EVERY: Duration = Duration::from_secs(15);
/// How often in a row a run may fail before the person is asked.
pub(crate) const MAX_TRIES: i32 = 3;
/// How long an application may stay unconfirmed before the person is asked.
pub(crate) const UNCONFIRMED_FOR: TimeDelta = TimeDelta::minutes(30);
/// Longest run. The browser ends itself earlier; this is for everything else that might hang.
const RUN_TIMEOUT: Duration = Duration::from_secs(300);

/// How a run ended. The application's state says the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The application is in this state now.
    In(State),
    /// Its next try is due then.
    Later(Timestamp),
    /// There was nothing to do, or somebody else does it.
    NothingToDo,
    /// The lease was lost: the person or another worker has moved it. Nothing more was done.
    Lost,
}

/// Why a run could not even write down how it ended. Try it again: it begins from what is stored.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It hung; the lease runs out and the reconciler goes on.
    #[error("the run took longer than {} s", RUN_TIMEOUT.as_secs())]
    Hung,
}

/// Fills one form and goes on from there: the browser, or what a test puts in its place.
trait Site: Send {
    fn work(self, run: &mut Run<'_>) -> impl Future<Output = Result<Ended, Stop>> + Send;
}

/// The real one.
struct InChromium;

impl Site for InChromium {
    async fn work(self, run: &mut Run<'_>) -> Result<Ended, Stop> {
        run.work().await
    }
}

/// Runs one application as far as it gets.
pub async fn run(context: &Context, id: ApplicationId) -> Result<Ended, RunError> {
    run_on(context, id, InChromium).await
}

async fn run_on(context: &Context, id: ApplicationId, site: impl Site) -> Result<Ended, RunError> {
    let record = match begin(context, id).await? {
        Begun::Not(ended) => return Ok(ended),
        Begun::Record(record) => *record,
    };
    context.pass("P1").await;
    let beat = record.clone();
    let work = async {
        let mut run = Run::load(context, record).await?;
        let ended = site.work(&mut run).await;
        run.finish(ended).await
    };
    tokio::select! {
        ended = work => match ended {
            Err(RunError::Store(StoreError::Stale { .. })) => Ok(Ended::Lost),
            other => other,
        },
        () = keep_lease(&context.store, &beat) => Ok(Ended::Lost),
        () = run_out_of_time(context, id) => Err(RunError::Hung),
    }
}

/// Returns when a run has taken too long; the time the person had it, or it waited for them, does not count.
async fn run_out_of_time(context: &Context, id: ApplicationId) {
    const LOOK_EVERY: Duration = Duration::from_secs(1);
    let mut spent = Duration::ZERO;
    while spent < RUN_TIMEOUT {
        tokio::time::sleep(LOOK_EVERY).await;
        if !context.live.is_paused(id) {
            spent += LOOK_EVERY;
        }
    }
}

enum Begun {
    Record(Box<ApplicationRecord>),
    Not(Ended),
}

async fn begin(context: &Context, id: ApplicationId) -> Result<Begun, StoreError> {
    let mut tx = context.store.begin().await?;
    let now = tx.now();
    let Some(record) = tx.lease_application(id, &context.owner, now + LEASE).await? else {
        return Ok(Begun::Not(Ended::NothingToDo));
    };
    // Left without a commit, the lease was never taken.
    if record.application.status != State::Queued || record.application.is_held() {
        return Ok(Begun::Not(Ended::NothingToDo));
    }
    if let Some(at) = record.application.next_action_at.filter(|at| *at > now) {
        return Ok(Begun::Not(Ended::Later(at)));
    }
    let mut record = tx.move_application(&record, Move::to(State::Preparing)).await?;
    record.run_no = tx.begin_run(&record).await?;
    record.prepare_tries += 1;
    context.pass("before P1").await;
    tx.commit().await?;
    Ok(Begun::Record(Box::new(record)))
}

/// Renews the lease until it is lost; then returns.
async fn keep_lease(store: &Store, record: &ApplicationRecord) {
    loop {
        tokio::time::sleep(RENEW_EVERY).await;
        let renewed = async {
            let mut tx = store.begin().await?;
            let until = tx.now() + LEASE;
            // Given back by this very run, which has written down its end and only closes its browser, it is not lost.
            let kept = tx.renew_lease(record, until).await?
                || tx
                    .application_by_id(record.application.id)
                    .await?
                    .is_some_and(|now| now.fence == record.fence);
            tx.commit().await?;
            Ok::<bool, StoreError>(kept)
        };
        match renewed.await {
            Ok(true) => {}
            Ok(false) => return,
            // A database that is away for a moment: the lease has more than two more chances.
            Err(error) => tracing::warn!(%error, "the lease of an application could not be renewed"),
        }
    }
}

/// What a run holds.
struct Run<'a> {
    context: &'a Context,
    record: ApplicationRecord,
    /// What the person had approved when the run began.
    approved: Option<String>,
    job: Job,
    profile: StoredProfile,
    answers: Vec<Answer>,
    session: Option<Session>,
    /// Shown to the person from the moment on when the browser is open.
    live: Option<Entered>,
    /// Under which a code that is mailed is taken.
    code_request: wait::Request,
}

impl<'a> Run<'a> {
    async fn load(context: &'a Context, record: ApplicationRecord) -> Result<Self, RunError> {
        let job = context.store.job(record.application.job_id).await?;
        let job = job
            .ok_or_else(|| StoreError::Corrupt { what: "an application to a job that is gone".to_owned() })?;
        let mut profile = context.store.profile(record.user_id).await?;
        profile.profile.resume = documents::without_placeholders(&profile.profile.resume);
        Ok(Self {
            approved: record.approved_sha256.clone(),
            profile,
            answers: context.store.answers(record.user_id).await?,
            job,
            record,
            context,
            session: None,
            live: None,
            code_request: None,
        })
    }

    async fn work(&mut self) -> Result<Ended, Stop> {
        let job_url = find::start(&self.job)?;
        self.step("Opening a browser", "", 5, None).await?;
        let session = Session::open(self.context.browser.clone()).await?;
        self.context.pass("P2").await;
        let (store, tell_tales) = (&self.context.store, self.tell_tales());
        self.live = Some(self.context.live.enter(store, &self.record, session.live(), tell_tales));
        self.session = Some(session);
        let mut place = self.find(&job_url).await;
        if matches!(&place, Err(Stop::Because { code: "login_required", .. }))
            && let Some(page) = self.session.as_ref().and_then(Session::newest_page)
        {
            match workday::pass(self, &page).await {
                Ok(workday::Gate::Open(open)) => place = Ok(*open),
                Ok(workday::Gate::Ask(snapshot)) => return self.ask(&snapshot).await,
                Ok(workday::Gate::NotHere) => {}
                Err(stop) => place = Err(stop),
            }
        }
        let place = self.with_picture_of_failure(place).await?;
        self.context.pass("P3").await;
        let detail = format!(
            "{} questions on {}",
            place.form.fields.iter().filter(|f| f.visible).count(),
            place.host()
        );
        let (told, papers) = tokio::join!(
            self.step("Found the form", &detail, 25, Some(&place.page)),
            papers::for_application(self)
        );
        told?;
        let papers = papers?;
        self.step("Prepared your documents", &papers.summary(), 35, None).await?;
        let mut filling = fill::Filling::new(place, papers);
        let mut snapshot = match steps::fill(self, &mut filling).await? {
            Steps::Filled(snapshot) => snapshot,
            Steps::QuestionsOpen(snapshot) => return self.ask(&snapshot).await,
            Steps::Refused(snapshot, complaint) => return self.refused(&snapshot, &complaint).await,
        };
        self.context.pass("P4").await;
        self.step("Checked every answer on the page", "", 90, Some(&filling.place.page)).await?;
        if self.is_approved(&snapshot) {
            filling.pass_captcha(self, &mut snapshot).await?;
        }
        filling.still_holds(&snapshot).await?;
        let session = self.session.take().expect("it was opened above");
        let mut gate = InBrowser::new(session, &filling.place);
        let ended = self.filled(&mut gate, &snapshot).await;
        gate.abandon();
        self.session = Some(gate.into_session());
        ended
    }

    fn is_approved(&self, snapshot: &Snapshot) -> bool {
        self.approved.as_deref() == Some(store::applications::snapshot_sha256(snapshot).as_str())
    }

    /// The page holds exactly this: it is sent if the person approved just that, and shown to them if not.
    async fn filled(&mut self, gate: &mut impl Gate, snapshot: &Snapshot) -> Result<Ended, Stop> {
        let sha256 = store::applications::snapshot_sha256(snapshot);
        match self.approved.as_deref() == Some(sha256.as_str()) {
            true => send::send(self, gate, snapshot, &sha256).await,
            false => self.wait_for_approval(snapshot).await,
        }
    }

    /// What only this application carries.
    fn tell_tales(&self) -> Vec<String> {
        vec![self.profile.profile.resume.basics.email.clone()]
    }

    /// See [`Entered::wait_for_person`].
    async fn wait_for_person(&self) -> Option<browser::SentByPerson> {
        self.live.as_ref()?.wait_for_person().await
    }

    /// See [`Entered::hands_off`].
    async fn hands_off(&self) -> Option<browser::SentByPerson> {
        self.live.as_ref()?.hands_off().await
    }

    /// See [`Entered::looked_at`].
    async fn looked_at(&self) -> Result<(), Stop> {
        match &self.live {
            Some(live) => Ok(live.looked_at().await?),
            None => Ok(()),
        }
    }

    /// See [`Tx::begin_ungated`](store::Tx::begin_ungated).
    async fn begin_ungated(&self, why: Ungated) -> Result<(), Stop> {
        let mut tx = self.context.store.begin().await?;
        tx.begin_ungated(&self.record, why).await?;
        Ok(tx.commit().await?)
    }

    /// See [`Tx::end_ungated`](store::Tx::end_ungated).
    async fn end_ungated(&self, why: Ungated) -> Result<(), Stop> {
        let mut tx = self.context.store.begin().await?;
        tx.end_ungated(&self.record, why).await?;
        Ok(tx.commit().await?)
    }

    fn known<'b>(&'b self, papers: &'b papers::Papers) -> Known<'b> {
        let stated = self.record.snapshot.as_ref().map_or(&[][..], |snapshot| &snapshot.answers);
        Known {
            profile: &self.profile.profile,
            answers: &self.answers,
            stated,
            country: country::of_posting(&self.job.posting),
            resume: papers.resume.as_ref(),
            cover_letter: papers.cover_letter.as_ref(),
        }
    }

    /// Records a live step, with a picture of the page where one is given, and tells whoever watches.
    async fn step(&self, step: &str, detail: &str, percent: u8, shot: Option<&Page>) -> Result<(), Stop> {
        let picture = match shot {
            // A page that cannot be photographed right now is no reason to stop.
            Some(page) => page.screenshot(ImageFormat::Jpeg, false).await.ok(),
            None => None,
        };
        let id = self.record.application.id;
        let mut tx = self.context.store.begin().await?;
        let until = tx.now() + LEASE;
        if !tx.renew_lease(&self.record, until).await? {
            // The person cancelled, or somebody took over: nothing more is typed.
            return Err(StoreError::Stale { what: "the application" }.into());
        }
        let screenshot_id = match &picture {
            Some(content) => {
                let new = NewDocument {
                    kind: "screenshot",
                    file_name: "step.jpg",
                    media_type: "image/jpeg",
                    content,
                    application_id: Some(id),
                };
                Some(tx.add_document(self.record.user_id, new).await?)
            }
            None => None,
        };
        let no = tx
            .add_step(&self.record, self.record.run_no, NewStep { step, detail, percent, screenshot_id })
            .await?;
        tx.commit().await?;
        let event = ApplicationProgress {
            application_id: id,
            step_no: i64::from(no),
            step: step.to_owned(),
            percent,
            screenshot_id,
        };
        (self.context.progress)(self.record.user_id, Event::ApplicationProgress(event));
        Ok(())
    }

    /// A person who reads "login required" wants to see the page that required it.
    async fn with_picture_of_failure<T>(&self, result: Result<T, Stop>) -> Result<T, Stop> {
        if let (Err(Stop::Because { message, .. }), Some(session)) = (&result, &self.session)
            && let Some(page) = session.newest_page()
        {
            self.step("Stopped", message, 25, Some(&page)).await?;
        }
        result
    }
}
