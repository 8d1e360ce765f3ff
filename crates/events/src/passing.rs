//! Ephemeral events on their way from whoever says them into the lanes of whoever hears them, or past those.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use bytes::Bytes;
use domain::{Event, EventType};

/// An ephemeral event on its way into lanes. Where it goes past the reader it is not kept; lanes that keep it share one
/// copy.
#[derive(Debug)]
pub(crate) struct Passing<'a> {
    key: Key<'a>,
    pub(crate) kind: EventType,
    /// JSON text.
    pub(crate) body: &'a [u8],
    kept: OnceCell<Kept>,
}

/// The newest event of a key takes the place of the others.
#[derive(Debug)]
enum Key<'a> {
    /// As it was heard.
    Text(&'a str),
    /// That of this event. What goes past the reader needs none.
    Of(&'a Event),
}

/// An ephemeral event in a lane.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// Of the key: a lane that is full is looked through for each event that its reader is too slow for, and nobody
    /// else shall wait for that.
    hash: u64,
    key: Arc<str>,
    pub(crate) kind: EventType,
    pub(crate) body: Bytes,
}

impl<'a> Passing<'a> {
    /// An event that was heard.
    pub(crate) fn new(key: &'a str, kind: EventType, body: &'a [u8]) -> Self {
        Self { key: Key::Text(key), kind, body, kept: OnceCell::new() }
    }

    /// An ephemeral event that is said here, and what it is as JSON text.
    pub(crate) fn of(event: &'a Event, body: &'a [u8]) -> Self {
        Self { key: Key::Of(event), kind: event.event_type(), body, kept: OnceCell::new() }
    }

    /// What a newer event of the same replaces.
    pub(crate) fn key(&self) -> Cow<'a, str> {
        match self.key {
            Key::Text(key) => key.into(),
            Key::Of(event) => event.coalescing_key().expect("an ephemeral event has one").into(),
        }
    }

    /// The copy that lanes share.
    pub(crate) fn kept(&self) -> &Kept {
        self.kept.get_or_init(|| {
            let (key, mut hasher) = (self.key(), DefaultHasher::new());
            key.hash(&mut hasher);
            let body = Bytes::copy_from_slice(self.body);
            Kept { hash: hasher.finish(), key: key.into(), kind: self.kind, body }
        })
    }
}

impl Kept {
    pub(crate) fn has_key_of(&self, other: &Self) -> bool {
        self.hash == other.hash && self.key == other.key
    }
}
