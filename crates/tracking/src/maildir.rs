//! Reads a Maildir without changing anything in it: what came since the last look.
//!
//! A look costs two `stat` calls while nothing changes, so a folder may be looked at every half
//! second. Files are remembered by the part of their names that stays when a mail program moves them
//! from `new` to `cur` or sets flags. Nothing is remembered across restarts: the first look after one
//! gives everything back to `not_before`, and the caller knows by the message's own identifier what it
//! has already. The calls block; an async caller runs them on a blocking thread.

use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, Utc};

use crate::email::MAX_MAIL_BYTES;

/// A folder with more messages than this is refused; the largest real inboxes have some 100,000.
pub const MAX_LISTED: usize = 250_000;
/// One look reads no more than this in all; the next one goes on.
pub const MAX_LOOK_BYTES: usize = 64 * 1024 * 1024;
/// How coarse a folder's time of change may be. A file may come within the same tick as a listing
/// that missed it, so a listing is trusted only when the change it saw is older than this.
const SETTLED_AFTER: Duration = Duration::from_secs(2);
/// The folders that hold delivered mail; `tmp` holds what is still being written.
const FOLDERS: [&str; 2] = ["new", "cur"];

/// Why a Maildir cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum MaildirError {
    /// The folder, or one of the two folders in it, is not there.
    #[error("{} is not a Maildir: it needs the folders \"new\" and \"cur\". Choose the folder that contains both.", .0.display())]
    NotMaildir(PathBuf),
    /// The program may not read it.
    #[error("{} may not be read by the account Jobwire runs under. Give it read permission for the folder and its files.", .0.display())]
    Denied(PathBuf),
    /// There are too many messages in it.
    #[error("{} holds more than {MAX_LISTED} messages. Move older ones to another folder.", .0.display())]
    TooMany(PathBuf),
    /// Anything else.
    #[error("{} cannot be listed; it is tried again at the next look.", path.display())]
    Io {
        /// Which folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
}

/// A message that was found.
#[derive(Clone, PartialEq, Eq)]
pub struct FoundMail {
    /// The part of the file's name that never changes.
    pub unique_name: String,
    /// The message, cut at [`MAX_MAIL_BYTES`].
    pub raw: Vec<u8>,
    /// When it was delivered: the file's time.
    pub received_at: DateTime<Utc>,
}

impl std::fmt::Debug for FoundMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A mail's text has no place in a log.
        f.debug_struct("FoundMail")
            .field("unique_name", &self.unique_name)
            .field("bytes", &self.raw.len())
            .field("received_at", &self.received_at)
            .finish()
    }
}

/// A file that could not be read. It is tried again whenever its folder changes.
#[derive(Debug)]
pub struct Unreadable {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

/// What one look found.
#[derive(Debug, Default)]
pub struct Look {
    /// New messages, the earliest delivered first.
    pub mails: Vec<FoundMail>,
    /// Files that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Limits were reached; the next look gives more at once.
    pub more: bool,
}

/// A Maildir and what is already known of it.
#[derive(Debug)]
pub struct Maildir {
    root: PathBuf,
    not_before: Option<DateTime<Utc>>,
    seen: HashSet<OsString>,
    listings: [Listing; 2],
}

/// What is known about one folder's last listing.
#[derive(Debug, Default)]
struct Listing {
    /// The folder's time of change and when we first saw it.
    changed: Option<(SystemTime, Instant)>,
    /// The folder was listed after that change had settled, and all in it was taken.
    complete: bool,
}

struct Entry {
    path: PathBuf,
    name: OsString,
    delivered: SystemTime,
}

impl Maildir {
    /// Opens the Maildir at `root`. Messages delivered before `not_before` are left alone.
    pub fn open(root: &Path, not_before: Option<DateTime<Utc>>) -> Result<Self, MaildirError> {
        let maildir = Self {
            root: root.to_owned(),
            not_before,
            seen: HashSet::new(),
            listings: [Listing::default(), Listing::default()],
        };
        for folder in FOLDERS {
            maildir.stat(&root.join(folder))?;
        }
        Ok(maildir)
    }

    /// Looks for messages that were not given before, `limit` at most.
    pub fn look(&mut self, limit: usize) -> Result<Look, MaildirError> {
        let mut is_new = false;
        for (at, folder) in FOLDERS.into_iter().enumerate() {
            let changed = self.stat(&self.root.join(folder))?.modified().ok();
            is_new |= !self.listings[at].is_known(changed);
        }
        if !is_new {
            return Ok(Look::default());
        }
        let mut entries = self.unseen()?;
        entries.sort_by(|a, b| (a.delivered, &a.name).cmp(&(b.delivered, &b.name)));
        let look = self.read(entries, limit);
        for listing in &mut self.listings {
            let settled = listing.changed.is_some_and(|(_, at)| at.elapsed() >= SETTLED_AFTER);
            listing.complete = settled && !look.more;
        }
        Ok(look)
    }

    fn stat(&self, folder: &Path) -> Result<Metadata, MaildirError> {
        match fs::metadata(folder) {
            Ok(found) if found.is_dir() => Ok(found),
            Ok(_) => Err(MaildirError::NotMaildir(self.root.clone())),
            Err(error) => Err(self.trouble(folder, error)),
        }
    }

    fn trouble(&self, folder: &Path, source: io::Error) -> MaildirError {
        match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
                MaildirError::NotMaildir(self.root.clone())
            }
            io::ErrorKind::PermissionDenied => MaildirError::Denied(folder.to_owned()),
            _ => MaildirError::Io { path: folder.to_owned(), source },
        }
    }

    /// The files that are not known yet. What is gone from the folder is forgotten.
    fn unseen(&mut self) -> Result<Vec<Entry>, MaildirError> {
        let mut listed: HashMap<OsString, PathBuf> = HashMap::new();
        // `new` first: a file that moves meanwhile is seen twice rather than not at all, and its
        // later place wins.
        for folder in FOLDERS {
            let folder = self.root.join(folder);
            for entry in fs::read_dir(&folder).map_err(|error| self.trouble(&folder, error))? {
                let entry = entry.map_err(|error| self.trouble(&folder, error))?;
                let file_name = entry.file_name();
                if file_name.as_encoded_bytes().starts_with(b".") {
                    continue;
                }
                listed.insert(unique_part(&file_name), entry.path());
                if listed.len() > MAX_LISTED {
                    return Err(MaildirError::TooMany(self.root.clone()));
                }
            }
        }
        self.seen.retain(|name| listed.contains_key(name));
        let not_before = self.not_before.map(SystemTime::from);
        let mut entries = Vec::new();
        for (name, path) in listed {
            if self.seen.contains(&name) {
                continue;
            }
            // A file that is gone already was moved or deleted; the next listing tells.
            let Ok(delivered) = fs::symlink_metadata(&path).and_then(|found| found.modified()) else {
                continue;
            };
            if not_before.is_some_and(|earliest| delivered < earliest) {
                self.seen.insert(name);
                continue;
            }
            entries.push(Entry { path, name, delivered });
        }
        Ok(entries)
    }

    fn read(&mut self, entries: Vec<Entry>, limit: usize) -> Look {
        let mut look = Look::default();
        let mut bytes = 0;
        for entry in entries {
            if look.mails.len() >= limit || bytes >= MAX_LOOK_BYTES {
                look.more = true;
                break;
            }
            match read_file(&entry.path) {
                Ok(raw) => {
                    bytes += raw.len();
                    look.mails.push(FoundMail {
                        unique_name: entry.name.to_string_lossy().into_owned(),
                        raw,
                        received_at: entry.delivered.into(),
                    });
                    self.seen.insert(entry.name);
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => look.unreadable.push(Unreadable { path: entry.path, error }),
            }
        }
        look
    }
}

impl Listing {
    /// Whether the last listing still holds; remembers the time of change.
    fn is_known(&mut self, changed: Option<SystemTime>) -> bool {
        match (self.changed, changed) {
            (Some((known, _)), Some(now)) if known == now => self.complete,
            (_, Some(now)) => {
                *self = Self { changed: Some((now, Instant::now())), complete: false };
                false
            }
            // A file system without times is listed at every look.
            (_, None) => false,
        }
    }
}

/// `1700000000.M1P2.host:2,S` gives `1700000000.M1P2.host`.
fn unique_part(file_name: &OsStr) -> OsString {
    match file_name.to_str().and_then(|name| name.split_once(':')) {
        Some((unique, _)) => unique.into(),
        None => file_name.to_owned(),
    }
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    // A pipe would hang the reader and a link would lead outside.
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not an ordinary file"));
    }
    let mut raw = Vec::new();
    File::open(path)?.take(MAX_MAIL_BYTES as u64).read_to_end(&mut raw)?;
    Ok(raw)
}
