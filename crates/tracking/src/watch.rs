//! Watching one mailbox: reads what is new, takes it in, keeps how far it came and how it is doing.
//!
//! A watcher ends only when it is told to. Whatever fails is written to the mailbox's row as a sentence
//! for its owner and tried again, ever more slowly, or at once when the owner asks.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use store::mail::{MailboxCursor, MailboxPlace, WatchedMailbox};
use store::{Store, StoreError};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::email::auth::Trust;
use crate::intake;
use crate::link::LATEST;
use crate::maildir::{Look, Maildir, MaildirError};

/// How often a folder is looked at: an answer is on the screen within two seconds of its delivery.
pub const MAILDIR_PERIOD: Duration = Duration::from_millis(400);
/// How many messages one look gives.
const MAILS_PER_LOOK: usize = 100;
/// How often a mailbox without news is noted as read.
const NOTE_EVERY: TimeDelta = TimeDelta::seconds(60);
/// The wait after the first failure; it doubles up to [`LAST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// The longest wait between tries.
const LAST_WAIT: Duration = Duration::from_secs(15 * 60);

/// What a watcher works with.
#[derive(Clone)]
pub struct Watch {
    /// The database.
    pub store: Store,
    /// The mailbox, as it was when the watcher was started.
    pub mailbox: WatchedMailbox,
    /// Addresses that may be reached.
    pub egress: net::Egress,
    /// Whose check of a sender is believed.
    pub trust: Trust,
    /// Fired when the owner asks for a reading now.
    pub wake: Arc<Notify>,
    /// Cancelled when the mailbox is no longer watched.
    pub stop: CancellationToken,
}

/// Why a reading ended early.
#[derive(Debug, thiserror::Error)]
enum WatchError {
    /// The folder.
    #[error(transparent)]
    Maildir(#[from] MaildirError),
    /// The database: not the mailbox's fault.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A message that could not be digested.
    #[error("reading broke off; it is tried again")]
    Broken,
}

impl Watch {
    /// Watches until told to stop.
    pub async fn run(self) {
        let mut wait = FIRST_WAIT;
        loop {
            let began = self.store.clock().now();
            let ended = tokio::select! {
                () = self.stop.cancelled() => return,
                ended = self.read_on() => ended,
            };
            let Err(error) = ended;
            self.note_failure(&error).await;
            // A reading that went well for a while is not the failure before.
            if self.store.clock().now() - began > NOTE_EVERY {
                wait = FIRST_WAIT;
            }
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = self.wake.notified() => wait = FIRST_WAIT,
                () = tokio::time::sleep(wait) => wait = (wait * 2).min(LAST_WAIT),
            }
        }
    }

    async fn read_on(&self) -> Result<std::convert::Infallible, WatchError> {
        match &self.mailbox.place {
            MailboxPlace::Maildir { path } => self.read_folder(Path::new(path)).await,
            MailboxPlace::Imap { .. } => std::future::pending().await,
        }
    }

    async fn read_folder(&self, folder: &Path) -> Result<std::convert::Infallible, WatchError> {
        // What came before the earliest application could be answered is none of our business.
        let not_before = self.store.clock().now() - LATEST;
        let folder = folder.to_owned();
        let mut maildir = blocking(move || Maildir::open(&folder, Some(not_before))).await??;
        let mut noted: Option<DateTime<Utc>> = None;
        loop {
            let (looked_at, look) = blocking(move || {
                let look = maildir.look(MAILS_PER_LOOK);
                (maildir, look)
            })
            .await?;
            maildir = looked_at;
            let Look { mails, unreadable, more } = look?;
            for file in &unreadable {
                tracing::warn!(mailbox = %self.mailbox.id, error = %file.error, "a message cannot be read");
            }
            for mail in &mails {
                self.take_in(&mail.raw, mail.received_at).await?;
            }
            let now = self.store.clock().now();
            if !mails.is_empty() || noted.is_none_or(|noted| now - noted >= NOTE_EVERY) {
                self.note_read(MailboxCursor::default()).await?;
                noted = Some(now);
            }
            if !more {
                tokio::select! {
                    () = self.wake.notified() => noted = None,
                    () = tokio::time::sleep(MAILDIR_PERIOD) => {}
                }
            }
        }
    }

    async fn take_in(&self, raw: &[u8], received_at: DateTime<Utc>) -> Result<(), StoreError> {
        let mailbox = &self.mailbox;
        intake::take_in(&self.store, mailbox.user_id, mailbox.id, raw, received_at, &self.trust)
            .await
            .map(drop)
    }

    async fn note_read(&self, cursor: MailboxCursor) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.mailbox_was_read(self.mailbox.id, cursor).await?;
        tx.commit().await
    }

    async fn note_failure(&self, error: &WatchError) {
        if let WatchError::Store(error) = error {
            return tracing::warn!(%error, "mail could not be taken in; it is tried again");
        }
        let noted = async {
            let mut tx = self.store.begin().await?;
            let is_news = tx.mailbox_failed(self.mailbox.id, &error.to_string()).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(is_news)
        };
        match noted.await {
            Ok(true) => tracing::warn!(mailbox = %self.mailbox.id, "a mailbox cannot be read"),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "a mailbox's trouble could not be noted"),
        }
    }
}

/// Runs what blocks on a thread of its own.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, WatchError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| WatchError::Broken)
}
