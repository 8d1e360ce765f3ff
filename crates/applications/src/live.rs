//! The runs of this process that can be watched, and taken over by the person they are for.
//!
//! A run enters itself here when its browser is open. Whoever shows it gets a [`LiveRun`]: pictures, and the mouse and
//! keyboard for a while. The run notices that it was taken over, waits, and takes in what the person typed. What the
//! person may have sent by hand is never sent again: that they have the page is in the store before their first click
//! is passed on, and stays there until the run has looked at what they did.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use browser::{Cast, LiveError, LiveView, PersonInput, SentByPerson};
use domain::{ApplicationId, UserId};
use store::applications::{ApplicationRecord, Ungated};
use store::{Store, StoreError};
use tokio::sync::watch;

/// Why a run cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum TakeOverError {
    /// What the person approved, or will, is what is on the page now.
    #[error("the form is filled and is checked or sent now: it cannot be taken over any more")]
    TooLate,
    /// There is nothing to take over.
    #[error("the page is still opening: try to take over again in a moment")]
    Opening,
    /// The browser says why.
    #[error(transparent)]
    Browser(#[from] LiveError),
    /// That the person has the page could not be written down, so they do not get it.
    #[error("taking over could not be written down ({0}): try again")]
    Store(#[from] StoreError),
}

/// How often a paused run looks whether it may go on.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// The first page may take so long to open until whoever asked for it early is told to try again.
const OPENS_WITHIN: Duration = Duration::from_secs(30);
/// What the last click of a person causes is waited for this long.
const SETTLE: Duration = Duration::from_secs(1);

/// The runs under way in this process. Clones share them.
#[derive(Clone, Default)]
pub struct LiveRuns(Arc<Mutex<HashMap<ApplicationId, LiveRun>>>);

impl LiveRuns {
    /// The run of an application, if it is under way here and belongs to this person.
    pub fn of(&self, user_id: UserId, id: ApplicationId) -> Option<LiveRun> {
        self.runs().get(&id).filter(|run| run.user_id == user_id).cloned()
    }

    /// Whether this run waits: the person has the mouse and the keyboard, or it needs something from them.
    pub(crate) fn is_paused(&self, id: ApplicationId) -> bool {
        let is_paused = |run: &LiveRun| run.is_taken() || run.shared.waiting.load(Ordering::SeqCst);
        self.runs().get(&id).is_some_and(is_paused)
    }

    /// Shows a run until the result is dropped. `record` holds its lease.
    pub(crate) fn enter(
        &self,
        store: &Store,
        record: &ApplicationRecord,
        view: LiveView,
        tell_tales: Vec<String>,
    ) -> Entered {
        let shared = Shared {
            store: store.clone(),
            record: record.clone(),
            tell_tales,
            touched: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            may_act: AtomicBool::new(false),
            waiting: AtomicBool::new(false),
            gated: AtomicBool::new(false),
            page: watch::Sender::new(PageState::Opening),
            noting: tokio::sync::Mutex::default(),
        };
        let run = LiveRun { user_id: record.user_id, view, shared: Arc::new(shared) };
        let id = record.application.id;
        self.runs().insert(id, run.clone());
        Entered { all: self.clone(), id, run }
    }

    fn runs(&self) -> MutexGuard<'_, HashMap<ApplicationId, LiveRun>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A run that is shown; it is not any more when this is dropped.
pub(crate) struct Entered {
    all: LiveRuns,
    id: ApplicationId,
    run: LiveRun,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.run.shared.page.send_replace(PageState::Gone);
        self.all.runs().remove(&self.id);
    }
}

/// The run waits for something from the person until this is dropped.
pub(crate) struct Waiting {
    run: LiveRun,
    was_closed: bool,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let shared = &self.run.shared;
        shared.closed.store(self.was_closed, Ordering::SeqCst);
        shared.waiting.store(false, Ordering::SeqCst);
        if shared.gated.swap(false, Ordering::SeqCst) {
            // What comes next is sent, and nobody else's hands are on it.
            self.run.give_back();
        }
    }
}

impl Entered {
    /// There is a page now: whoever has asked for it gets it.
    pub fn opened(&self) {
        self.run.shared.page.send_replace(PageState::Open);
    }

    /// The run needs something from the person, who may take over from now on. `gated` says that a gate holds whatever
    /// the page sends.
    pub fn wait(&self, gated: bool) -> Waiting {
        // Whatever the site thinks of it, there is a page: a login, or a captcha, may be all it shows.
        self.opened();
        let shared = &self.run.shared;
        shared.gated.store(gated, Ordering::SeqCst);
        shared.waiting.store(true, Ordering::SeqCst);
        let was_closed = shared.closed.swap(false, Ordering::SeqCst);
        Waiting { run: self.run.clone(), was_closed }
    }

    /// Whether the person has the mouse and the keyboard.
    pub fn is_taken(&self) -> bool {
        self.run.is_taken()
    }

    /// The run has waited so long; it counts towards no limit of the browser.
    pub fn has_waited(&self, time: Duration) {
        self.run.view.has_waited(time);
    }

    /// Waits while the person has the run. Gives what they sent meanwhile, once, if they had it since the last call.
    pub async fn wait_for_person(&self) -> Option<SentByPerson> {
        let mut had_it = false;
        loop {
            while self.run.is_taken() {
                had_it = true;
                tokio::time::sleep(LOOK_EVERY).await;
            }
            had_it |= self.run.shared.touched.swap(false, Ordering::SeqCst);
            if !had_it {
                return None;
            }
            // A person who went away has not given it back.
            self.run.give_back();
            tokio::time::sleep(SETTLE).await;
            if !self.run.is_taken() {
                // A browser that has ended tells nothing; the next step of the run fails, and the person decides.
                return Some(self.run.view.sent().unwrap_or_default());
            }
        }
    }

    /// From here on nobody takes the run over; then as [`wait_for_person`](Self::wait_for_person).
    pub async fn hands_off(&self) -> Option<SentByPerson> {
        self.run.shared.closed.store(true, Ordering::SeqCst);
        self.wait_for_person().await
    }

    /// What the person did was looked at and was not the application. If they have taken over once more meanwhile,
    /// that is looked at later.
    pub async fn looked_at(&self) -> Result<(), StoreError> {
        let shared = &self.run.shared;
        let _noting = shared.noting.lock().await;
        if self.run.is_taken() || shared.touched.load(Ordering::SeqCst) {
            return Ok(());
        }
        let mut tx = shared.store.begin().await?;
        tx.end_ungated(&shared.record, Ungated::Person).await?;
        tx.commit().await
    }
}

/// A handle on a run under way.
#[derive(Clone)]
pub struct LiveRun {
    user_id: UserId,
    view: LiveView,
    shared: Arc<Shared>,
}

/// Whether there is a page to take over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PageState {
    Opening,
    Open,
    /// The run is over.
    Gone,
}

/// What the run and those who watch it share.
struct Shared {
    store: Store,
    /// The application with the run's lease.
    record: ApplicationRecord,
    /// What gives away that a request carries the application.
    tell_tales: Vec<String>,
    /// The person had it since the run last looked.
    touched: AtomicBool,
    /// It is too late to take it over.
    closed: AtomicBool,
    /// It is written down that the person has it.
    may_act: AtomicBool,
    /// The run waits for something from the person.
    waiting: AtomicBool,
    /// A gate holds whatever the page sends: a person may have it without that being written down.
    gated: AtomicBool,
    page: watch::Sender<PageState>,
    /// Held while it is written down who has it.
    noting: tokio::sync::Mutex<()>,
}

impl LiveRun {
    /// Pictures of the page from now on, the newest only; they end with the run's browser.
    pub fn cast(&self) -> Result<Cast, LiveError> {
        self.view.cast()
    }

    /// Whether the person has the mouse and the keyboard.
    pub fn is_taken(&self) -> bool {
        self.view.is_taken()
    }

    /// Pauses the run when its page is open and the step under way is done, and gives the person the mouse and the
    /// keyboard once that is written down.
    pub async fn take_over(&self) -> Result<(), TakeOverError> {
        if self.is_taken() {
            return Ok(());
        }
        self.opened().await?;
        self.view.take_over(&self.shared.tell_tales).await?;
        self.shared.touched.store(true, Ordering::SeqCst);
        if self.shared.closed.load(Ordering::SeqCst) {
            self.give_back();
            return Err(TakeOverError::TooLate);
        }
        match self.note_taken().await {
            Ok(()) => Ok(()),
            Err(error) => {
                self.give_back();
                Err(error.into())
            }
        }
    }

    /// Waits until there is a page.
    async fn opened(&self) -> Result<(), TakeOverError> {
        let mut page = self.shared.page.subscribe();
        let settled = tokio::time::timeout(OPENS_WITHIN, page.wait_for(|page| *page != PageState::Opening));
        match settled.await.map(|page| page.map(|page| *page)) {
            Ok(Ok(PageState::Open)) => Ok(()),
            Ok(_) => Err(LiveError::Ended.into()),
            Err(_) => Err(TakeOverError::Opening),
        }
    }

    async fn note_taken(&self) -> Result<(), StoreError> {
        let _noting = self.shared.noting.lock().await;
        if self.shared.gated.load(Ordering::SeqCst) {
            self.shared.may_act.store(true, Ordering::SeqCst);
            return Ok(());
        }
        let mut tx = self.shared.store.begin().await?;
        tx.begin_ungated(&self.shared.record, Ungated::Person).await?;
        tx.commit().await?;
        self.shared.may_act.store(true, Ordering::SeqCst);
        Ok(())
    }

    /// Lets the run go on with what the person did.
    pub fn give_back(&self) {
        self.shared.may_act.store(false, Ordering::SeqCst);
        // A browser that has ended has nothing to give back.
        let _ = self.view.give_back();
    }

    /// Passes input on; refused while the run is not paused.
    pub async fn input(&self, input: PersonInput) -> Result<(), LiveError> {
        match self.shared.may_act.load(Ordering::SeqCst) {
            true => self.view.input(input).await,
            false => Err(LiveError::NotTaken),
        }
    }
}
