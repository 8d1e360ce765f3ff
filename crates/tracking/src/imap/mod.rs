//! Reads a mailbox over IMAP without changing anything in it.
//!
//! The folder is opened with EXAMINE and messages are fetched with BODY.PEEK, so nothing is marked as
//! read. Only addresses the egress policy allows are dialled, and what was vetted is what is dialled.
//! A password leaves this machine over TLS only, with the one exception of a server on the machine
//! itself. Whatever the server says is bounded in bytes, depth and time.

mod connect;
mod session;
mod text;
mod wire;

use std::time::Duration;

use secrecy::SecretString;

pub use connect::Connector;
pub use session::Connection;

/// How long one address is dialled, and the TLS handshake may take.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// How long the server may be silent while it answers a command.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);
/// How long one command may take in all.
pub const COMMAND_TIMEOUT: Duration = Duration::from_secs(300);
/// How long a wait for news lasts at most; home routers forget a quiet connection after ten minutes.
pub const MAX_WAIT: Duration = Duration::from_secs(9 * 60);
/// How often a server that cannot call is asked.
pub const POLL_EVERY: Duration = Duration::from_secs(60);
/// How many messages one batch may hold.
pub const MAX_BATCH: usize = 200;
/// How many bytes of messages one batch may hold, give or take the last message.
pub const MAX_BATCH_BYTES: usize = 64 * 1024 * 1024;
/// An answer that carries no message may be this long.
const MAX_ANSWER_BYTES: usize = 1024 * 1024;
/// A server's own words are cut to this before they are shown.
const MAX_TOLD_CHARS: usize = 200;

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte; port 993.
    Tls,
    /// TLS after STARTTLS; port 143. A server without it is refused.
    StartTls,
    /// None. Only to this machine.
    Plain,
}

impl Security {
    /// What is usual on `port`.
    pub fn of_port(port: u16) -> Self {
        match port {
            143 => Self::StartTls,
            _ => Self::Tls,
        }
    }
}

/// Whose mailbox, where.
#[derive(Clone, Debug)]
pub struct Account {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// The user name.
    pub username: String,
    /// The password; never shown.
    pub password: SecretString,
    /// The folder that is read, usually `INBOX`.
    pub folder: String,
}

/// How far a folder has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    /// The folder's own mark; when it changes, all numbers begin anew.
    pub uid_validity: u32,
    /// The highest number that was read.
    pub last_uid: u32,
}

/// A message as fetched.
#[derive(Clone, PartialEq, Eq)]
pub struct FetchedMail {
    /// Its number in the folder.
    pub uid: u32,
    /// The message, cut at [`MAX_MAIL_BYTES`](crate::email::MAX_MAIL_BYTES).
    pub raw: Vec<u8>,
    /// When the server took it in, where it says.
    pub received_at: Option<chrono::DateTime<chrono::Utc>>,
}

impl std::fmt::Debug for FetchedMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A mail's text has no place in a log.
        f.debug_struct("FetchedMail")
            .field("uid", &self.uid)
            .field("bytes", &self.raw.len())
            .field("received_at", &self.received_at)
            .finish()
    }
}

/// What one fetch brought.
#[derive(Debug, Default)]
pub struct Batch {
    /// New messages in the order of their numbers.
    pub mails: Vec<FetchedMail>,
    /// Numbers of messages the server would not give.
    pub unreadable: Vec<u32>,
    /// Where to go on. Saved together with what the mails led to.
    pub cursor: Cursor,
    /// There is more; fetch again at once.
    pub more: bool,
    /// The folder was made anew since the cursor was saved, so reading began from the start. What is
    /// known already is told by each message's own identifier.
    pub started_over: bool,
}

/// Why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// The server says something changed, or was asked and may have news: fetch.
    News,
    /// Nothing happened within the limit.
    Quiet,
}

/// Why a mailbox could not be read. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// The settings cannot be right.
    #[error("The mailbox settings are not complete: {0}")]
    Settings(&'static str),
    /// The name leads nowhere.
    #[error("The mail server {host} was not found. Check the spelling of its name.")]
    UnknownHost {
        /// The name.
        host: String,
        /// What the resolver said.
        #[source]
        source: net::VetError,
    },
    /// The policy forbids the address.
    #[error(
        "The mail server {host} may not be reached: {reason}. Use the provider's public name, or ask the operator to allow this address."
    )]
    Refused {
        /// The name.
        host: String,
        /// The policy's sentence.
        reason: net::Denied,
    },
    /// Nothing answers.
    #[error(
        "Nothing answers at {host}, port {port}. Check the port (993 is usual) and whether the server is running."
    )]
    Unreachable {
        /// The name.
        host: String,
        /// The port.
        port: u16,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A password would travel in the open.
    #[error(
        "{0} would be spoken to without TLS. Use port 993 with TLS, or 143 with STARTTLS; without either only a server on this machine is read."
    )]
    PlainRefused(String),
    /// The server offers no STARTTLS.
    #[error("{0} offers no STARTTLS on this port. Use port 993 with TLS.")]
    NoStartTls(String),
    /// The handshake failed.
    #[error(
        "A secure connection to {host} could not be made: {source}. Check that the name is the one in the server's certificate and that the port speaks TLS."
    )]
    Tls {
        /// The name.
        host: String,
        /// What is wrong.
        #[source]
        source: std::io::Error,
    },
    /// The server refuses the login.
    #[error(
        "The mail server refuses the user name or password ({told}). Enter them again; with two-step login most providers want an app password."
    )]
    WrongPassword {
        /// The server's words.
        told: String,
    },
    /// The folder is not there.
    #[error("The folder {folder} cannot be opened ({told}). Choose another one; INBOX always exists.")]
    NoFolder {
        /// Which.
        folder: String,
        /// The server's words.
        told: String,
    },
    /// The server cannot just now.
    #[error("The mail server cannot answer at the moment ({told}). It is tried again later.")]
    Busy {
        /// The server's words.
        told: String,
    },
    /// It did not answer in time.
    #[error("{host} did not answer in time while {during}. It is tried again later.")]
    Timeout {
        /// The name.
        host: String,
        /// What it was asked for.
        during: &'static str,
    },
    /// The connection broke.
    #[error("The connection to {0} was lost. It is made again by itself.")]
    Lost(String),
    /// What came is not IMAP, or beyond all bounds.
    #[error(
        "{host} gave an answer that {problem}. Check that this is an IMAP server and the port its IMAP port."
    )]
    Strange {
        /// The name.
        host: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl ImapError {
    /// Whether only the person can mend it. Everything else is tried again.
    pub fn needs_person(&self) -> bool {
        match self {
            Self::Settings(_)
            | Self::Refused { .. }
            | Self::PlainRefused(_)
            | Self::NoStartTls(_)
            | Self::WrongPassword { .. }
            | Self::NoFolder { .. } => true,
            Self::UnknownHost { .. }
            | Self::Unreachable { .. }
            | Self::Tls { .. }
            | Self::Busy { .. }
            | Self::Timeout { .. }
            | Self::Lost(_)
            | Self::Strange { .. } => false,
        }
    }
}

/// Whether the server's no means "not now": RFC 5530 has codes for it.
fn is_passing(words: &str) -> bool {
    let codes = ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "OVERQUOTA"];
    codes.iter().any(|code| words.contains(&format!("[{code}]")))
}

/// A server's own words, fit to be shown.
fn told(words: &str) -> String {
    let words: Vec<&str> =
        words.split(|c: char| c.is_control() || c.is_whitespace()).filter(|word| !word.is_empty()).collect();
    match words.is_empty() {
        true => "it gives no reason".to_owned(),
        false => domain::text::shorten(&words.join(" "), MAX_TOLD_CHARS),
    }
}
