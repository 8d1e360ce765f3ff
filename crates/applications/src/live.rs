//! The runs of this process that can be watched, and taken over by the person they are for.
//!
//! A run enters itself here when its browser is open. Whoever shows it gets a [`LiveRun`]: pictures, and the mouse and
//! keyboard for a while. The run notices that it was taken over, waits, and takes in what the person typed. What the
//! person may have sent by hand is never sent again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use browser::{Cast, LiveError, LiveView, PersonInput, SentByPerson};
use domain::{ApplicationId, UserId};

/// Why a run cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum TakeOverError {
    /// What the person approved, or will, is what is on the page now.
    #[error("the form is filled and is checked or sent now: it cannot be taken over any more")]
    TooLate,
    /// The browser says why.
    #[error(transparent)]
    Browser(#[from] LiveError),
}

/// How often a paused run looks whether it may go on.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// The runs under way in this process. Clones share them.
#[derive(Clone, Default)]
pub struct LiveRuns(Arc<Mutex<HashMap<ApplicationId, LiveRun>>>);

impl LiveRuns {
    /// The run of an application, if it is under way here and belongs to this person.
    pub fn of(&self, user_id: UserId, id: ApplicationId) -> Option<LiveRun> {
        self.runs().get(&id).filter(|run| run.user_id == user_id).cloned()
    }

    /// Whether the person has the mouse and the keyboard of this run.
    pub(crate) fn is_taken(&self, id: ApplicationId) -> bool {
        self.runs().get(&id).is_some_and(LiveRun::is_taken)
    }

    /// Shows a run until the result is dropped.
    pub(crate) fn enter(&self, user_id: UserId, id: ApplicationId, view: LiveView) -> Entered {
        let run =
            LiveRun { user_id, view, touched: Arc::default(), closed: Arc::default(), sent: Arc::default() };
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
        self.all.runs().remove(&self.id);
    }
}

impl Entered {
    /// Waits while the person has the run. Gives what they sent meanwhile, once, if they had it since the last call.
    pub async fn wait_for_person(&self) -> Option<SentByPerson> {
        while self.run.is_taken() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        if !self.run.touched.swap(false, Ordering::SeqCst) {
            return None;
        }
        // A person who went away has not given it back; what they sent counts all the same.
        self.run.collect();
        Some(std::mem::take(&mut *self.run.sent()))
    }

    /// From here on nobody takes the run over; then as [`wait_for_person`](Self::wait_for_person).
    pub async fn hands_off(&self) -> Option<SentByPerson> {
        self.run.closed.store(true, Ordering::SeqCst);
        self.wait_for_person().await
    }
}

/// A handle on a run under way.
#[derive(Clone)]
pub struct LiveRun {
    user_id: UserId,
    view: LiveView,
    /// The person had it since the run last looked.
    touched: Arc<AtomicBool>,
    /// It is too late to take it over.
    closed: Arc<AtomicBool>,
    sent: Arc<Mutex<SentByPerson>>,
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

    /// Pauses the run when the step under way is done, and gives the person the mouse and the keyboard.
    pub async fn take_over(&self) -> Result<(), TakeOverError> {
        if self.is_taken() {
            return Ok(());
        }
        // Before: a run that goes on in the same moment must not miss it.
        self.touched.store(true, Ordering::SeqCst);
        self.collect();
        self.view.take_over().await?;
        if self.closed.load(Ordering::SeqCst) {
            self.collect();
            return Err(TakeOverError::TooLate);
        }
        Ok(())
    }

    /// Lets the run go on with what the person did.
    pub fn give_back(&self) {
        self.collect();
    }

    /// Passes input on; refused while the run is not paused.
    pub async fn input(&self, input: PersonInput) -> Result<(), LiveError> {
        match self.closed.load(Ordering::SeqCst) && !self.is_taken() {
            true => Err(LiveError::NotTaken),
            false => self.view.input(input).await,
        }
    }

    /// Gives back, and keeps what was sent by hand.
    fn collect(&self) {
        let Ok(more) = self.view.give_back() else { return };
        let mut sent = self.sent();
        sent.forms += more.forms;
        sent.requests += more.requests;
        sent.hosts.extend(more.hosts);
    }

    fn sent(&self) -> MutexGuard<'_, SentByPerson> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
