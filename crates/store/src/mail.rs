//! Mailboxes: where each is, how far it was read, and how it is doing. The password is sealed with its
//! owner's key and bound to its row.

use chrono::{DateTime, Utc};
use domain::Fact;
use domain::{MailboxId, Timestamp, UserId};
use secrecy::SecretString;
use uuid::Uuid;

use crate::{Result, Store, StoreError, Tx};

/// The most mailboxes of one person.
pub const MAX_MAILBOXES: i64 = 10;

/// A mailbox as its owner sees it. The password is never shown.
#[derive(Clone, Debug, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct Mailbox {
    /// Its id.
    pub id: Uuid,
    /// `imap` or `maildir`.
    pub kind: String,
    /// The address or folder, for people.
    pub name: String,
    /// `new` (to be read now), `healthy` or `failing`.
    pub status: String,
    /// What is wrong and what to do.
    pub problem: Option<String>,
    /// When it was read to the end last.
    pub last_synced_at: Option<DateTime<Utc>>,
    /// Whether a password is kept.
    pub has_password: bool,
}

/// Where the mail is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailboxPlace {
    /// On a server.
    Imap {
        /// The server's name.
        host: String,
        /// Its port.
        port: u16,
        /// The account on it.
        username: String,
    },
    /// In a folder on this machine.
    Maildir {
        /// The folder that holds `new` and `cur`.
        path: String,
    },
}

/// How far an IMAP mailbox was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailboxCursor {
    /// The mailbox's UIDVALIDITY; 0 when it was never read.
    pub uid_validity: u32,
    /// The highest UID that was taken in.
    pub last_uid: u32,
}

/// A mailbox as its watcher needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchedMailbox {
    /// Its id.
    pub id: MailboxId,
    /// Whose.
    pub user_id: UserId,
    /// Where it is.
    pub place: MailboxPlace,
    /// Whether its owner asks for a reading now, be it the first.
    pub is_asked_for: bool,
}

#[derive(sqlx::FromRow)]
struct MailboxRow {
    id: Uuid,
    user_id: Uuid,
    kind: String,
    name: String,
    host: String,
    port: i32,
    username: String,
    has_password: bool,
    path: String,
    status: String,
    problem: Option<String>,
    last_synced_at: Option<Timestamp>,
}

/// The columns of a [`MailboxRow`], before a condition.
macro_rules! select_mailboxes {
    ($condition:literal) => {
        concat!(
            "SELECT id, user_id, kind, name, host, port, username, password IS NOT NULL AS has_password, path,
               status, problem, last_synced_at FROM mailboxes ",
            $condition
        )
    };
}

impl MailboxRow {
    fn seen_by_owner(self) -> Mailbox {
        Mailbox {
            id: self.id,
            kind: self.kind,
            name: self.name,
            status: self.status,
            problem: self.problem,
            last_synced_at: self.last_synced_at,
            has_password: self.has_password,
        }
    }

    fn watched(self) -> Result<WatchedMailbox> {
        let place = match self.kind.as_str() {
            "imap" => {
                let port = u16::try_from(self.port)
                    .map_err(|_| StoreError::Corrupt { what: "a mailbox's port".to_owned() })?;
                MailboxPlace::Imap { host: self.host, port, username: self.username }
            }
            "maildir" => MailboxPlace::Maildir { path: self.path },
            other => return Err(StoreError::unknown_word("mailboxes.kind", other)),
        };
        let is_asked_for = self.status == "new";
        Ok(WatchedMailbox { id: MailboxId(self.id), user_id: UserId(self.user_id), place, is_asked_for })
    }
}

fn password_place(id: MailboxId) -> String {
    format!("mailboxes|password|{id}")
}

impl Store {
    /// A person's mailboxes, oldest first.
    pub async fn mailboxes(&self, user_id: UserId) -> Result<Vec<Mailbox>> {
        let rows: Vec<MailboxRow> = on_read!(self, pool => sqlx::query_as(
            select_mailboxes!("WHERE user_id = $1 ORDER BY created_at, id"))
            .bind(user_id.0).fetch_all(pool).await?);
        Ok(rows.into_iter().map(MailboxRow::seen_by_owner).collect())
    }

    /// Everybody's mailboxes, for whoever watches them.
    pub async fn watched_mailboxes(&self) -> Result<Vec<WatchedMailbox>> {
        let rows: Vec<MailboxRow> = on_read!(self, pool => sqlx::query_as(select_mailboxes!("ORDER BY id"))
            .fetch_all(pool).await?);
        rows.into_iter().map(MailboxRow::watched).collect()
    }

    /// How far a mailbox was read; from the start when it is gone.
    pub async fn mailbox_cursor(&self, id: MailboxId) -> Result<MailboxCursor> {
        let row: Option<(i64, i64)> = on_read!(self, pool => sqlx::query_as(
            "SELECT uid_validity, last_uid FROM mailboxes WHERE id = $1").bind(id.0).fetch_optional(pool).await?);
        let number = |value| u32::try_from(value).unwrap_or(0);
        Ok(row.map_or_else(MailboxCursor::default, |(uid_validity, last_uid)| MailboxCursor {
            uid_validity: number(uid_validity),
            last_uid: number(last_uid),
        }))
    }

    /// How many mailboxes cannot be read, for the health page.
    pub async fn count_failing_mailboxes(&self) -> Result<i64> {
        Ok(
            on_read!(self, pool => sqlx::query_scalar("SELECT COUNT(*) FROM mailboxes WHERE status = 'failing'")
            .fetch_one(pool).await?),
        )
    }

    /// The password of a mailbox; `None` when it has none or is gone.
    pub async fn mailbox_password(&self, user_id: UserId, id: MailboxId) -> Result<Option<SecretString>> {
        let sealed: Option<Option<Vec<u8>>> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT password FROM mailboxes WHERE user_id = $1 AND id = $2")
            .bind(user_id.0).bind(id.0).fetch_optional(pool).await?);
        match sealed.flatten() {
            Some(sealed) => Ok(Some(self.user_key(user_id).await?.open(&password_place(id), &sealed)?)),
            None => Ok(None),
        }
    }
}

impl Tx {
    /// Adds a mailbox, or gives the one the person has at the same place, with the new password. It is
    /// read at once. [`StoreError::Limit`] when the person has [`MAX_MAILBOXES`].
    pub async fn add_mailbox(
        &mut self,
        user_id: UserId,
        place: &MailboxPlace,
        password: Option<&SecretString>,
    ) -> Result<Mailbox> {
        let now = self.now();
        let (kind, host, port, username, path) = match place {
            MailboxPlace::Imap { host, port, username } => {
                ("imap", host.as_str(), *port, username.as_str(), "")
            }
            MailboxPlace::Maildir { path } => ("maildir", "", 0, "", path.as_str()),
        };
        let known: Option<Uuid> = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT id FROM mailboxes WHERE user_id = $1 AND kind = $2 AND host = $3 AND port = $4 AND username = $5 AND path = $6")
            .bind(user_id.0).bind(kind).bind(host).bind(i32::from(port)).bind(username).bind(path)
            .fetch_optional(&mut *conn).await?);
        let count: i64 = on_tx!(self, conn => sqlx::query_scalar("SELECT COUNT(*) FROM mailboxes WHERE user_id = $1")
            .bind(user_id.0).fetch_one(&mut *conn).await?);
        if known.is_none() && count >= MAX_MAILBOXES {
            return Err(StoreError::Limit { what: "mailboxes", limit: MAX_MAILBOXES });
        }
        let id = known.map_or_else(|| MailboxId::new(now), MailboxId);
        let sealed = match password {
            Some(password) => Some(self.user_key(user_id).await?.seal(&password_place(id), password)?),
            None => None,
        };
        let name = if kind == "imap" { username } else { path };
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO mailboxes (id, user_id, kind, name, host, port, username, password, path, status, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'new', $10)
             ON CONFLICT (id) DO UPDATE SET password = excluded.password, status = 'new', problem = NULL")
            .bind(id.0).bind(user_id.0).bind(kind).bind(name).bind(host).bind(i32::from(port)).bind(username)
            .bind(sealed).bind(path).bind(now).execute(&mut *conn).await?.rows_affected());
        self.tell(&Fact::MailboxDue { mailbox_id: id }).await?;
        let row: MailboxRow = on_tx!(self, conn => sqlx::query_as(select_mailboxes!("WHERE id = $1"))
            .bind(id.0).fetch_one(&mut *conn).await?);
        Ok(row.seen_by_owner())
    }

    /// Forgets a mailbox and its password. What was read from it stays. `false` when there is none.
    pub async fn remove_mailbox(&mut self, user_id: UserId, id: MailboxId) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query("DELETE FROM mailboxes WHERE user_id = $1 AND id = $2")
            .bind(user_id.0).bind(id.0).execute(&mut *conn).await?.rows_affected());
        if rows > 0 {
            // Its watcher learns that there is nothing to watch any more.
            self.tell(&Fact::MailboxDue { mailbox_id: id }).await?;
        }
        Ok(rows > 0)
    }

    /// Makes a mailbox due now because a person said so. `false` when there is none.
    pub async fn request_mailbox(&mut self, user_id: UserId, id: MailboxId) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query("UPDATE mailboxes SET status = 'new' WHERE user_id = $1 AND id = $2")
            .bind(user_id.0).bind(id.0).execute(&mut *conn).await?.rows_affected());
        if rows > 0 {
            self.tell(&Fact::MailboxDue { mailbox_id: id }).await?;
        }
        Ok(rows > 0)
    }

    /// Notes that a mailbox was read up to `cursor`.
    pub async fn mailbox_was_read(&mut self, id: MailboxId, cursor: MailboxCursor) -> Result<()> {
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "UPDATE mailboxes SET status = 'healthy', problem = NULL, last_synced_at = $2, uid_validity = $3, last_uid = $4
             WHERE id = $1")
            .bind(id.0).bind(now).bind(i64::from(cursor.uid_validity)).bind(i64::from(cursor.last_uid))
            .execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// Notes why a mailbox cannot be read. `true` when that is new.
    pub async fn mailbox_failed(&mut self, id: MailboxId, problem: &str) -> Result<bool> {
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE mailboxes SET status = 'failing', problem = $2
             WHERE id = $1 AND (status <> 'failing' OR problem IS NULL OR problem <> $2)")
            .bind(id.0).bind(problem).execute(&mut *conn).await?.rows_affected());
        Ok(rows > 0)
    }
}
