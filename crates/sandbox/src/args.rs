//! The command line of the demo employers, for the one binary to flatten into its own.

use crate::{Config, MailPace};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Run the demo employers: invented companies with boards, forms and mail.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:4010")]
    pub listen: SocketAddr,
    /// Folder of the ledger of accepted applications.
    #[arg(long, default_value = "data/sandbox")]
    pub data_dir: PathBuf,
    /// Folder of the applicants' Maildirs.
    #[arg(long, default_value = "data/sandbox/mail")]
    pub mail_dir: PathBuf,
    /// The same seed gives the same companies, postings and outcomes.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Milliseconds between postings that open; 0 for never.
    #[arg(long, default_value_t = 4_000)]
    pub open_every_ms: u64,
    /// Milliseconds between postings that close; 0 for never.
    #[arg(long, default_value_t = 9_000)]
    pub close_every_ms: u64,
    /// Milliseconds from an application to its acknowledgement.
    #[arg(long, default_value_t = 3_000)]
    pub mail_delay_ms: u64,
    /// Milliseconds from an application to its rejection, assessment or interview.
    #[arg(long, default_value_t = 25_000)]
    pub mail_outcome_ms: u64,
    /// Milliseconds from an assessment to what follows it.
    #[arg(long, default_value_t = 45_000)]
    pub mail_follow_up_ms: u64,
    /// Send acknowledgements only.
    #[arg(long)]
    pub no_outcomes: bool,
}

impl From<Args> for Config {
    fn from(args: Args) -> Self {
        Self {
            listen: args.listen,
            data_dir: args.data_dir,
            mail_dir: args.mail_dir,
            seed: args.seed,
            open_every: Duration::from_millis(args.open_every_ms),
            close_every: Duration::from_millis(args.close_every_ms),
            mail_pace: MailPace {
                acknowledgement: Duration::from_millis(args.mail_delay_ms),
                outcome: Duration::from_millis(args.mail_outcome_ms),
                follow_up: Duration::from_millis(args.mail_follow_up_ms),
                outcomes: !args.no_outcomes,
            },
        }
    }
}
