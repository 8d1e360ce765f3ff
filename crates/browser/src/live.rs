//! Watching a session as it works, and taking its mouse and keyboard for a while.
//!
//! A [`LiveView`] is a handle that any task may hold: it does not keep the browser alive. [`LiveView::cast`] gives
//! pictures of the tab that is driven, newest first and the others forgotten. [`LiveView::take_over`] waits until
//! the step under way is done and then holds everything else the engine would do, until [`LiveView::give_back`].
//! Only in between is a person's input passed on, as trusted as the engine's own. The time a person needs does not
//! count towards the session's lifetime; it has a limit of its own.
//!
//! Nothing is masked: these are the person's own data on the person's own screen.

use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use crate::by_hand::{Counting, SentByPerson};
use crate::cast::{self, Cast};
use crate::cdp::QUICK;
use crate::error::BrowserError;
use crate::person::{PersonInput, message};
use crate::session::{Inner, Session};

/// How long taking over may wait for the step under way. The longest steps wait for the network.
const TAKE_OVER_WAIT: Duration = Duration::from_secs(30);
/// A person who has done nothing for so long has gone away; the run goes on.
pub(crate) const PERSON_IDLE: Duration = Duration::from_secs(5 * 60);
/// Longest time a person may keep the mouse and the keyboard in one session.
pub(crate) const PERSON_TOTAL: Duration = Duration::from_secs(30 * 60);

/// Why a person's input was not passed on.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// The session has ended.
    #[error("the browser has ended: start the application again to watch it")]
    Ended,
    /// Nobody has taken over.
    #[error("the run is not paused: take over first")]
    NotTaken,
    /// The step under way does not end.
    #[error("the step under way did not end in time: try to take over again")]
    Busy,
    /// The input is not one that a person can make.
    #[error("this input is not passed on: {0}")]
    Refused(&'static str),
    /// The browser failed.
    #[error(transparent)]
    Browser(#[from] BrowserError),
}

/// Who has the mouse and the keyboard.
#[derive(Default)]
pub(crate) struct Hands {
    /// Held while a person has them; the engine's steps wait for it.
    guard: Option<OwnedMutexGuard<()>>,
    since: Option<Instant>,
    last_input: Option<Instant>,
    before: Duration,
}

impl Hands {
    /// How long a person has had them in all.
    pub fn total(&self) -> Duration {
        self.before + self.since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Whether the person has kept them too long.
    pub fn overdue(&self) -> bool {
        let idle = self.last_input.is_some_and(|last| last.elapsed() > PERSON_IDLE);
        self.guard.is_some() && (idle || self.total() > PERSON_TOTAL)
    }

    /// Hands them back to the engine. Harmless when it has them already.
    pub fn give_back(&mut self) {
        self.before = self.total();
        self.since = None;
        self.last_input = None;
        self.guard = None;
    }
}

/// A handle for watching and taking over. Clones are handles on the same session.
#[derive(Clone)]
pub struct LiveView {
    inner: Weak<Inner>,
}

impl Session {
    /// A handle for whoever watches.
    pub fn live(&self) -> LiveView {
        LiveView { inner: Arc::downgrade(&self.inner) }
    }
}

impl LiveView {
    /// Pictures of the tab that is driven, from now on. All viewers share one stream; it stops with the last of them.
    pub fn cast(&self) -> Result<Cast, LiveError> {
        let inner = self.session()?;
        Ok(cast::join(&inner.cdp, &inner.hub))
    }

    /// Whether a person has the mouse and the keyboard.
    pub fn is_taken(&self) -> bool {
        self.inner.upgrade().is_some_and(|inner| inner.hands().guard.is_some())
    }

    /// Waits for the step under way and pauses the run. Taking over twice is the same as once. Whatever the page sends
    /// anywhere that carries one of `tell_tales` counts as sent by the person.
    pub async fn take_over(&self, tell_tales: &[String]) -> Result<(), LiveError> {
        let inner = self.session()?;
        if inner.hands().guard.is_some() {
            return Ok(());
        }
        let turn = Arc::clone(&inner.turn).lock_owned();
        let gone = inner.cdp.gone().clone();
        let guard = tokio::select! {
            guard = tokio::time::timeout(TAKE_OVER_WAIT, turn) => guard.map_err(|_| LiveError::Busy)?,
            () = gone.cancelled() => return Err(LiveError::Ended),
        };
        inner.hub.state().person.get_or_insert_with(|| Counting::of(tell_tales));
        let mut hands = inner.hands();
        hands.guard = Some(guard);
        hands.since = Some(Instant::now());
        hands.last_input = hands.since;
        Ok(())
    }

    /// The run has waited so long for the person or for something that is sent to them: like the time they have the page
    /// themselves, that does not count towards the session's lifetime.
    pub fn has_waited(&self, time: Duration) {
        if let Some(inner) = self.inner.upgrade() {
            inner.hands().before += time;
        }
    }

    /// Lets the run go on. What the page sends is still counted as the person's until [`sent`](Self::sent) is asked: a
    /// request may come a moment after the click that caused it.
    pub fn give_back(&self) -> Result<(), LiveError> {
        self.session()?.hands().give_back();
        Ok(())
    }

    /// What the page has sent since the person took over, or since this was last asked.
    pub fn sent(&self) -> Result<SentByPerson, LiveError> {
        let inner = self.session()?;
        let goes_on = inner.hands().guard.is_some();
        let mut state = inner.hub.state();
        let sent = state.person.as_mut().map(Counting::take).unwrap_or_default();
        if !goes_on {
            state.person = None;
        }
        Ok(sent)
    }

    /// Passes a person's input on to the tab that is driven.
    pub async fn input(&self, input: PersonInput) -> Result<(), LiveError> {
        let inner = self.session()?;
        let (method, params) = message(&input).map_err(LiveError::Refused)?;
        {
            let mut hands = inner.hands();
            if hands.guard.is_none() {
                return Err(LiveError::NotTaken);
            }
            hands.last_input = Some(Instant::now());
        }
        // One after the other: input that overtakes itself is another input.
        let _order = match input {
            PersonInput::MouseMove { .. } => match inner.person_order.try_lock() {
                Ok(order) => order,
                Err(_) => return Ok(()),
            },
            _ => inner.person_order.lock().await,
        };
        let driven = inner.hub.state().driven.clone().ok_or(BrowserError::PageGone)?;
        match inner.call(Some(&driven), method, params, QUICK).await {
            // A click may close the tab or hold up its own acknowledgement.
            Ok(_) | Err(BrowserError::PageGone | BrowserError::Timeout { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn session(&self) -> Result<Arc<Inner>, LiveError> {
        let inner = self.inner.upgrade().ok_or(LiveError::Ended)?;
        match inner.cdp.gone().is_cancelled() {
            true => Err(LiveError::Ended),
            false => Ok(inner),
        }
    }
}

impl Inner {
    pub(crate) fn hands(&self) -> std::sync::MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until no person has the mouse and the keyboard, and keeps them for one step.
    pub(crate) async fn engine_turn(&self) -> Result<OwnedMutexGuard<()>, BrowserError> {
        let gone = self.cdp.gone().clone();
        tokio::select! {
            guard = Arc::clone(&self.turn).lock_owned() => Ok(guard),
            () = gone.cancelled() => Err(BrowserError::Gone { why: self.why() }),
        }
    }
}
