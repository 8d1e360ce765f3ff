//! What a run works with. The server builds it once.

use std::pin::Pin;
use std::sync::Arc;

use browser::SessionConfig;
use domain::{Event, UserId};
use store::Store;

use crate::live::LiveRuns;
use crate::run::Waits;

/// Called with each live step after it was committed, to be shown at once. May be lost; the steps are in the store.
pub type Progress = Arc<dyn Fn(UserId, Event) + Send + Sync>;

/// Called at the named points of the submit protocol (`P1` to `P14`), for tests that stop or kill a run exactly there.
pub type CrashPoint = Arc<dyn Fn(&'static str) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// What a run works with.
#[derive(Clone)]
pub struct Context {
    /// Rows and events.
    pub store: Store,
    /// How browsers are opened: the Chromium, what it may reach, where throw-away profiles live.
    pub browser: SessionConfig,
    /// Hears of each live step.
    pub progress: Progress,
    /// The name under which applications are leased, unique per process.
    pub owner: String,
    /// Stops a run at a named point; `None` outside of tests.
    pub crash_point: Option<CrashPoint>,
    /// The runs that can be watched. Shared by all clones of a context.
    pub live: LiveRuns,
    /// How long a run waits for what only the person or their mailbox can give.
    pub waits: Waits,
}

impl Context {
    /// A context without crash points.
    pub fn new(store: Store, browser: SessionConfig, progress: Progress, owner: impl Into<String>) -> Self {
        Self {
            store,
            browser,
            progress,
            owner: owner.into(),
            crash_point: None,
            live: LiveRuns::default(),
            waits: Waits::default(),
        }
    }

    pub(crate) async fn pass(&self, point: &'static str) {
        if let Some(hook) = &self.crash_point {
            hook(point).await;
        }
    }
}
