//! Demo employers: careers sites in the manner of the big applicant tracking systems, and the mail they send.
//!
//! Serves invented companies whose boards, forms and mails behave as real ones do, so that the whole of Jobwire can be watched
//! and tested without touching anybody's server. An application it accepts is in the ledger, on the disk, before the answer
//! leaves. It refuses to know anything about the rest of Jobwire: it is reached through HTTP and a Maildir, like any employer.

mod args;
mod behaviour;
mod boards;
mod captcha;
mod careers;
mod catalogue;
mod codes;
mod connection;
mod control;
mod forms;
mod html;
mod intake;
mod ledger;
mod lines;
mod mail;
mod replica;
mod routes;
mod running;
mod shapes;
mod site;
mod urls;
mod world;

pub use args::Args;
pub use mail::{MAIL_SERVER, MailPace, maildir_of};
pub use running::{Sandbox, serve};

use chrono::{DateTime, Utc};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The response header that tells a server it talks to these demo employers and to nobody real.
pub const SANDBOX_HEADER: &str = "x-jobwire-sandbox";

/// Tells the time; the demo employers never ask the system for it otherwise.
pub(crate) type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How the demo employers run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Holds `ledger.jsonl`, the journal of the postings and the record of sent mail.
    pub data_dir: PathBuf,
    /// Holds one Maildir for each applicant, see [`maildir_of`].
    pub mail_dir: PathBuf,
    /// Chooses the postings, the questions and the outcomes.
    pub seed: u64,
    /// A posting opens each time this has passed; zero for never.
    pub open_every: Duration,
    /// A posting closes each time this has passed; zero for never.
    pub close_every: Duration,
    /// How fast the employers answer.
    pub mail_pace: MailPace,
}

/// Why the demo employers could not start or had to stop.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is taken or not ours.
    #[error("cannot listen on {addr}: {source}")]
    Listen {
        /// The address asked for.
        addr: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// A folder or file cannot be created or opened.
    #[error("cannot open {}: {source}", path.display())]
    Open {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file holds a line that is not what it should be.
    #[error("line {line} of {} is damaged: {source}", path.display())]
    BadLine {
        /// The file.
        path: PathBuf,
        /// Counted from one.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Something could not be put on the disk.
    #[error("cannot write the {what}: {source}")]
    Write {
        /// Which file, in words.
        what: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// A mail cannot be composed, for example because an address is not one.
    #[error("cannot compose the mail {key}: {what}")]
    Mail {
        /// The mail's key.
        key: String,
        /// What is wrong.
        what: String,
    },
    /// The server stopped with an error.
    #[error("the demo employers stopped: {0}")]
    Serve(std::io::Error),
}
