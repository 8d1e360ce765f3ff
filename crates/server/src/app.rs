//! What every handler can reach.

use std::sync::Arc;

use domain::{Clock, Timestamp};
use events::Hub;
use matching::live::Live;
use store::Store;
use store::shards::HeldShards;
use tokio_util::sync::CancellationToken;

use crate::connections::Connections;
use crate::settings::Settings;
use crate::watch::Health;

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// Live fan-out.
    pub hub: Hub,
    /// The live index of jobs.
    pub live: Arc<Live>,
    /// Whose matches this process writes.
    pub shards: Arc<HeldShards>,
    /// The applications being filled here, to be watched.
    pub runs: applications::live::LiveRuns,
    /// The settings of this process.
    pub settings: Arc<Settings>,
    /// How the parts of the system are.
    pub health: Arc<Health>,
    /// Addresses beyond the public internet that may be reached: the demo employers.
    pub egress: net::Egress,
    /// What writes drafts of answers; `None` when no language model is set up.
    pub drafts: Option<Arc<crate::language_model::Drafts>>,
    /// What reads jobs again; `None` when no language model is set up.
    pub reader: Option<Arc<crate::second_reading::Reader>>,
    /// Whether the demo employers run.
    pub demo: bool,
    /// Cancelled when the server goes down.
    pub stop: CancellationToken,
    /// Slows down guessing of passwords.
    pub logins: Arc<crate::accounts::Logins>,
    /// The live connections by session.
    pub connections: Arc<Connections>,
}

impl App {
    /// The current instant.
    pub fn now(&self) -> Timestamp {
        Clock::now(&**self.store.clock())
    }
}
