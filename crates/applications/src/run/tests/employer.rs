//! An employer that counts: what arrived, and what it took in.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ApplicationId;

/// How it behaves when an application arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum Behaviour {
    /// Takes it in and thanks.
    Ok,
    /// Takes it in and answers late.
    Slow,
    /// Takes it in and closes the connection without an answer.
    AcceptThenClose,
    /// Takes it in and resets the connection.
    AcceptThenReset,
    /// Takes it in and answers with an error of its own.
    AcceptThen500,
    /// Refuses it and names the wrong field.
    Refuse422,
    /// Takes it in and answers with a page that says nothing.
    ByMailOnly,
    /// Closes the connection and takes nothing in.
    CloseBeforeAccept,
    /// Takes it in only with a code that it mails first.
    AsksCode,
}

impl Behaviour {
    pub const ALL: [Self; 9] = [
        Self::Ok,
        Self::Slow,
        Self::AcceptThenClose,
        Self::AcceptThenReset,
        Self::AcceptThen500,
        Self::Refuse422,
        Self::ByMailOnly,
        Self::CloseBeforeAccept,
        Self::AsksCode,
    ];

    pub fn accepts(self) -> bool {
        !matches!(self, Self::Refuse422 | Self::CloseBeforeAccept | Self::AsksCode)
    }

    /// Once the code is typed.
    pub fn with_code(self) -> Self {
        if self == Self::AsksCode { Self::Ok } else { self }
    }

    /// What the page shows of its answer.
    pub fn answer(self) -> Answer {
        match self {
            Self::Ok | Self::Slow => Answer::Status(200, "Thank you for applying"),
            Self::ByMailOnly => Answer::Status(200, "Acme"),
            Self::AcceptThen500 => Answer::Status(500, "Internal error"),
            Self::Refuse422 => Answer::Status(422, "Please correct your e-mail"),
            Self::AsksCode => Answer::Status(428, "Enter the code we have mailed"),
            Self::AcceptThenClose | Self::AcceptThenReset | Self::CloseBeforeAccept => Answer::Broken,
        }
    }
}

/// What came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum Answer {
    Status(u16, &'static str),
    Broken,
}

/// What the employer knows of one application.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::run) struct Entry {
    /// Requests that arrived since it was begun, or since somebody said that the last one did not count.
    pub arrived: u32,
    /// Of these, taken in.
    pub accepted: u32,
}

/// The employers' books. Clones are the same books.
#[derive(Clone, Default)]
pub(in crate::run) struct Ledger(Arc<Mutex<HashMap<ApplicationId, Entry>>>);

impl Ledger {
    pub fn arrive(&self, id: ApplicationId, behaviour: Behaviour) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = entries.entry(id).or_default();
        entry.arrived += 1;
        entry.accepted += u32::from(behaviour.accepts());
    }

    pub fn of(&self, id: ApplicationId) -> Entry {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.get(&id).copied().unwrap_or_default()
    }

    /// Somebody has said that what was released does not count; the next request is a new one.
    pub fn begin_anew(&self, id: ApplicationId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }
}
