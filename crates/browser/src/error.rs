//! What can go wrong with a browser, by what the caller would do about it.

use net::Denied;

use crate::cdp::CallError;
use crate::launch::LaunchError;

/// Why something in the browser did not work.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// No browser could be started; the sentence says what to do.
    #[error(transparent)]
    Launch(#[from] LaunchError),
    /// The browser process has ended, by itself or by a watchdog. Open a new session.
    #[error("the browser is gone{}", .why.as_deref().map(|why| format!(": {why}")).unwrap_or_default())]
    Gone {
        /// The watchdog's reason, when it was one.
        why: Option<String>,
    },
    /// The page crashed or was closed.
    #[error("the page is gone")]
    PageGone,
    /// The policy refuses this address.
    #[error("not opened: {0}")]
    Blocked(#[from] Denied),
    /// The page could not be loaded.
    #[error("the page could not be loaded: {detail}")]
    Unreachable {
        /// Chromium's name of the error.
        detail: String,
    },
    /// It took longer than its deadline.
    #[error("{what} took too long")]
    Timeout {
        /// What was waited for.
        what: &'static str,
    },
    /// A script in the page or a command failed in a way that should not happen.
    #[error("the browser refused: {detail}")]
    Protocol {
        /// What it said.
        detail: String,
    },
}

impl From<CallError> for BrowserError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Gone => BrowserError::Gone { why: None },
            CallError::TargetGone => BrowserError::PageGone,
            CallError::Timeout(what) => BrowserError::Timeout { what },
            CallError::Refused { method, message } => {
                BrowserError::Protocol { detail: format!("{method}: {message}") }
            }
        }
    }
}
