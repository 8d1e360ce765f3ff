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
use crate::imap::{self, Account, Cursor, ImapError, Security};
use crate::intake;
use crate::link::LATEST;
use crate::maildir::{Look, Maildir, MaildirError};

/// How often a folder is looked at: an answer is on the screen within two seconds of its delivery.
pub const MAILDIR_PERIOD: Duration = Duration::from_millis(400);
/// The folder that is read on a server. It always exists.
const INBOX: &str = "INBOX";
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
    /// Makes connections to mail servers.
    pub connector: imap::Connector,
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
    /// The mail server.
    #[error(transparent)]
    Imap(#[from] ImapError),
    /// The row holds no password.
    #[error("No password is kept for this mailbox. Enter it again.")]
    NoPassword,
    /// The database: not the mailbox's fault.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The thread that read ended early.
    #[error("Reading broke off. It is tried again.")]
    Broken,
}

impl WatchError {
    /// Whether trying again is in vain until its owner does something: servers lock an account after
    /// some wrong passwords.
    fn needs_person(&self) -> bool {
        match self {
            Self::Imap(error) => error.needs_person(),
            Self::NoPassword => true,
            Self::Maildir(_) | Self::Store(_) | Self::Broken => false,
        }
    }
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
                () = tokio::time::sleep(wait), if !error.needs_person() => wait = (wait * 2).min(LAST_WAIT),
            }
        }
    }

    async fn read_on(&self) -> Result<std::convert::Infallible, WatchError> {
        match &self.mailbox.place {
            MailboxPlace::Maildir { path } => self.read_folder(Path::new(path)).await,
            MailboxPlace::Imap { host, port, username } => loop {
                self.read_server(host, *port, username).await?;
            },
        }
    }

    /// Reads over one connection until its owner asks for a new reading.
    async fn read_server(&self, host: &str, port: u16, username: &str) -> Result<(), WatchError> {
        let (user_id, id) = (self.mailbox.user_id, self.mailbox.id);
        let password = self.store.mailbox_password(user_id, id).await?.ok_or(WatchError::NoPassword)?;
        let account = Account {
            host: host.to_owned(),
            port,
            security: Security::of_port(port),
            username: username.to_owned(),
            password,
            folder: INBOX.to_owned(),
        };
        let since = (self.store.clock().now() - LATEST).date_naive();
        let MailboxCursor { uid_validity, last_uid } = self.store.mailbox_cursor(id).await?;
        let mut cursor = Cursor { uid_validity, last_uid };
        let mut connection = self.connector.connect(&account).await?;
        loop {
            let batch = connection.fetch(cursor, Some(since), MAILS_PER_LOOK).await?;
            let now = self.store.clock().now();
            for mail in &batch.mails {
                self.take_in(&mail.raw, mail.received_at.unwrap_or(now)).await?;
            }
            for uid in &batch.unreadable {
                tracing::warn!(mailbox = %id, uid, "the mail server would not give a message");
            }
            cursor = batch.cursor;
            let reached = MailboxCursor { uid_validity: cursor.uid_validity, last_uid: cursor.last_uid };
            self.note_read(reached).await?;
            if !batch.more {
                tokio::select! {
                    // Leaving a wait spoils the connection, so the reading begins with a new one.
                    () = self.wake.notified() => return Ok(()),
                    woken = connection.wait(imap::MAX_WAIT) => { woken?; }
                }
            }
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
