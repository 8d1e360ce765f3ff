//! Why a run stops before anything is sent: a slug for programs, a sentence for the person, and what follows.

use browser::{BrowserError, FillError};
use store::StoreError;

/// The reason of a run that stopped because nothing could be written down.
pub(super) const DISK_FULL: &str = "disk_full";

/// What follows from stopping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// It may work later by itself.
    TryAgain,
    /// It will not work by itself.
    Fail,
    /// The person decides.
    Review,
}

/// Why a run stops.
#[derive(Debug)]
pub(super) enum Stop {
    /// A named reason.
    Because { code: &'static str, message: String, then: Then },
    /// The database failed, or the lease is lost.
    Store(StoreError),
}

impl Stop {
    pub fn fail(code: &'static str, message: impl Into<String>) -> Self {
        Self::Because { code, message: message.into(), then: Then::Fail }
    }

    pub fn try_again(code: &'static str, message: impl Into<String>) -> Self {
        Self::Because { code, message: message.into(), then: Then::TryAgain }
    }

    pub fn review(code: &'static str, message: impl Into<String>) -> Self {
        Self::Because { code, message: message.into(), then: Then::Review }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::try_again(DISK_FULL, error.to_string()),
            StoreError::Paused => Self::try_again(domain::batch::PAUSED, error.to_string()),
            other => Self::Store(other),
        }
    }
}

impl From<BrowserError> for Stop {
    fn from(error: BrowserError) -> Self {
        match &error {
            BrowserError::Launch(_) => Self::try_again("browser_not_started", error.to_string()),
            BrowserError::Gone { .. } | BrowserError::PageGone => Self::try_again(
                "browser_gone",
                format!("The browser ended early ({error}). Nothing was sent."),
            ),
            BrowserError::Blocked(_) => {
                Self::fail("address_refused", format!("The address of the form may not be opened: {error}."))
            }
            BrowserError::Unreachable { .. } => Self::try_again(
                "unreachable",
                format!("The site could not be reached ({error}). Nothing was sent."),
            ),
            BrowserError::Timeout { .. } => {
                Self::try_again("timeout", format!("The site took too long ({error}). Nothing was sent."))
            }
            BrowserError::Protocol { .. } => Self::try_again(
                "page_failed",
                format!("The page could not be worked with ({error}). Nothing was sent."),
            ),
        }
    }
}

/// A field that could not be filled, named.
pub(super) fn unfillable(label: &str, error: FillError) -> Stop {
    match error {
        FillError::Browser(error) => error.into(),
        FillError::FileNotShown { .. } => Stop::try_again(
            "file_not_taken",
            format!("The form did not take the file for \"{label}\". Nothing was sent."),
        ),
        other => Stop::try_again(
            "field_not_filled",
            format!("\"{label}\" could not be filled: {other}. Nothing was sent."),
        ),
    }
}
