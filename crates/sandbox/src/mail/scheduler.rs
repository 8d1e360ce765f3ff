//! Sends what is due. It looks at the ledger and at what was sent, and moves the second toward the first.
//!
//! What was sent is written to a second file and synced. Should the process die between delivery and that line, the file
//! name in the Maildir still tells, so no mail is delivered twice.

use super::compose::compose;
use super::maildir;
use super::plan::{Kind, MailPace, PlannedMail, plan};
use crate::ledger::Entry;
use crate::{Clock, Error};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;

/// The name of the record of sent mail in the data folder.
const SENT_FILE: &str = "mail-sent.jsonl";
/// The scheduler looks again after this time even when nothing wakes it.
const LONGEST_NAP: Duration = Duration::from_secs(30);
/// After a failed delivery, for example on a full disk, it waits this long.
const RETRY_DELAY: Duration = Duration::from_secs(2);

#[derive(Debug, Serialize, Deserialize)]
struct Sent {
    key: String,
    at: DateTime<Utc>,
    to: String,
    message_id: String,
}

/// A mail that was delivered by hand or by plan.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Delivered {
    pub message_id: String,
    pub path: PathBuf,
    pub kind: Kind,
    pub to: String,
}

/// The employers' post room.
pub(crate) struct Scheduler {
    seed: u64,
    pace: MailPace,
    base: String,
    mail_dir: PathBuf,
    clock: Clock,
    wake: Notify,
    state: Mutex<State>,
}

struct State {
    file: File,
    sent: HashSet<String>,
    /// By due time and key, so that the first is the next.
    pending: BTreeMap<(DateTime<Utc>, String), (Kind, Arc<Entry>)>,
}

impl Scheduler {
    /// Opens the post room and finds what is still to be sent for the given entries.
    pub(crate) fn open(
        data_dir: &Path,
        mail_dir: &Path,
        seed: u64,
        pace: MailPace,
        base: &str,
        clock: Clock,
        entries: &[Entry],
    ) -> Result<Self, Error> {
        let path = data_dir.join(SENT_FILE);
        let sent = crate::lines::read::<Sent>(&path)?.into_iter().map(|line| line.key).collect();
        let state = State { file: crate::lines::appender(&path)?, sent, pending: BTreeMap::new() };
        let scheduler = Self {
            seed,
            pace,
            base: base.to_owned(),
            mail_dir: mail_dir.to_owned(),
            clock,
            wake: Notify::new(),
            state: Mutex::new(state),
        };
        for entry in entries {
            scheduler.expect(entry);
        }
        Ok(scheduler)
    }

    /// Takes an accepted application into the plan.
    pub(crate) fn expect(&self, entry: &Entry) {
        // Replicas are forms without an employer behind them.
        if entry.company == crate::replica::COMPANY {
            return;
        }
        let entry = Arc::new(entry.clone());
        let mut state = self.lock();
        for PlannedMail { key, kind, due } in plan(self.seed, self.pace, &entry) {
            if !state.sent.contains(&key) {
                state.pending.insert((due, key), (kind, Arc::clone(&entry)));
            }
        }
        drop(state);
        self.wake.notify_one();
    }

    /// Sends one mail now, besides or before the plan. A planned mail of the same kind is then not sent again.
    pub(crate) fn send_now(&self, entry: &Entry, kind: Kind) -> Result<Delivered, Error> {
        let first = format!("{}.{}", entry.id, kind.word());
        let key = {
            let mut state = self.lock();
            state.pending.retain(|(_, key), _| *key != first);
            (1..)
                .map(|number| if number == 1 { first.clone() } else { format!("{first}-{number}") })
                .find(|key| !state.sent.contains(key))
                .expect("an endless list of keys has one that is unused")
        };
        self.send(&key, kind, entry)
    }

    /// Where the mailboxes are.
    pub(crate) fn mail_dir(&self) -> &Path {
        &self.mail_dir
    }

    /// How many mails are still to come.
    pub(crate) fn pending(&self) -> usize {
        self.lock().pending.len()
    }

    /// Sends what is due, for ever. The caller drops this future to stop it.
    pub(crate) async fn run(self: Arc<Self>) {
        loop {
            let now = (self.clock)();
            let next = self
                .lock()
                .pending
                .first_key_value()
                .map(|((due, key), (kind, entry))| (*due, key.clone(), *kind, Arc::clone(entry)));
            let nap = match next {
                None => LONGEST_NAP,
                Some((due, ..)) if due > now => (due - now).to_std().unwrap_or(LONGEST_NAP).min(LONGEST_NAP),
                Some((due, key, kind, entry)) => {
                    let room = Arc::clone(&self);
                    let sending = key.clone();
                    let outcome =
                        tokio::task::spawn_blocking(move || room.send(&sending, kind, &entry)).await;
                    match outcome {
                        Ok(Ok(_)) => {
                            self.lock().pending.remove(&(due, key));
                            continue;
                        }
                        // A mail that can never be written must not hold up the others.
                        Ok(Err(error @ Error::Mail { .. })) => {
                            tracing::warn!(%error, "a mail cannot be written");
                            self.lock().pending.remove(&(due, key));
                            continue;
                        }
                        Ok(Err(error)) => tracing::warn!(%error, "a mail was not delivered; trying again"),
                        Err(error) => tracing::error!(%error, "the delivery stopped"),
                    }
                    RETRY_DELAY
                }
            };
            let _ = tokio::time::timeout(nap, self.wake.notified()).await;
        }
    }

    fn send(&self, key: &str, kind: Kind, entry: &Entry) -> Result<Delivered, Error> {
        let now = (self.clock)();
        let composed = compose(self.seed, &self.base, key, kind, entry, now)?;
        let folder = maildir::maildir_of(&self.mail_dir, &entry.email);
        // The name follows from the key alone: that is what makes a second delivery impossible.
        let name = format!("{}.{key}.sandbox", entry.at.timestamp());
        let path = maildir::deliver(&folder, &name, &composed.bytes)?;
        let mut state = self.lock();
        if !state.sent.contains(key) {
            let line = Sent {
                key: key.to_owned(),
                at: now,
                to: entry.email.clone(),
                message_id: composed.message_id.clone(),
            };
            crate::lines::append_synced(&mut state.file, &line)
                .map_err(|source| Error::Write { what: "record of sent mail", source })?;
            state.sent.insert(key.to_owned());
        }
        Ok(Delivered { message_id: composed.message_id, path, kind, to: entry.email.clone() })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the post room's lock panics")
    }
}
