//! Watching a session as it works, and taking its mouse and keyboard for a while.
//!
//! A [`LiveView`] is a handle that any task may hold: it does not keep the browser alive. [`LiveView::cast`] gives
//! pictures of the tab that is driven, newest first and the others forgotten. [`LiveView::take_over`] waits until
//! the step under way is done and then holds everything else the engine would do, until [`LiveView::give_back`].
//! Only in between is a person's input passed on, as trusted as the engine's own. The time a person needs does not
//! count towards the session's lifetime; it has a limit of its own.
//!
//! Nothing is masked: these are the person's own data on the person's own screen.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

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
/// Hosts that are remembered as having been sent something by a person.
const HOSTS_KEPT: usize = 32;

/// What left the browser while a person had it. A form that was sent by hand has passed no gate: the run must not
/// send it again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SentByPerson {
    /// Forms sent by leaving the page: requests for a new document that change something.
    pub forms: u32,
    /// Other requests that change something: uploads, drafts, and forms that are sent by a script.
    pub requests: u32,
    /// Where they went.
    pub hosts: BTreeSet<String>,
}

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

impl SentByPerson {
    pub(crate) fn note(&mut self, kind: &str, method: &str, url: &str) {
        if matches!(method, "GET" | "HEAD" | "OPTIONS" | "") {
            return;
        }
        match kind {
            "Document" => self.forms += 1,
            _ => self.requests += 1,
        }
        if self.hosts.len() < HOSTS_KEPT {
            self.hosts.insert(crate::form::host_of(url));
        }
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

    /// Waits for the step under way and pauses the run. Taking over twice is the same as once.
    pub async fn take_over(&self) -> Result<(), LiveError> {
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
        inner.hub.state().person = Some(SentByPerson::default());
        let mut hands = inner.hands();
        hands.guard = Some(guard);
        hands.since = Some(Instant::now());
        hands.last_input = hands.since;
        Ok(())
    }

    /// Lets the run go on, and tells what the person has sent meanwhile.
    pub fn give_back(&self) -> Result<SentByPerson, LiveError> {
        let inner = self.session()?;
        inner.hands().give_back();
        Ok(inner.hub.state().person.take().unwrap_or_default())
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
            () = gone.cancelled() => Err(BrowserError::Gone { why: self.why.get().cloned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sent_by_hand_is_noticed_and_reading_is_not() {
        let mut sent = SentByPerson::default();
        sent.note("Document", "GET", "https://jobs.example/apply");
        assert_eq!(sent, SentByPerson::default());
        sent.note("Document", "POST", "https://jobs.example/apply");
        sent.note("Fetch", "PUT", "https://files.example/1");
        assert_eq!((sent.forms, sent.requests, sent.hosts.len()), (1, 1, 2));
    }
}
