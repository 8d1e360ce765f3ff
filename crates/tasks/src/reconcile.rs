//! Reconcilers: loops that move what is toward what should be.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// A set of running reconcilers. Each runs once at start, whenever it is woken, and at the latest after
/// its period. It is never run twice at once.
pub struct Reconcilers {
    stop: CancellationToken,
    running: JoinSet<()>,
}

impl Reconcilers {
    /// None yet; all end when `stop` is cancelled.
    pub fn new(stop: CancellationToken) -> Self {
        Self { stop, running: JoinSet::new() }
    }

    /// Starts one. `look` looks and mends; an error is logged and the next turn tries again.
    pub fn start<F, Fut, E>(&mut self, name: &'static str, period: Duration, wake: Arc<Notify>, mut look: F)
    where
        F: FnMut() -> Fut + Send + 'static,
        Fut: Future<Output = Result<(), E>> + Send,
        E: std::fmt::Display + Send,
    {
        let stop = self.stop.clone();
        self.running.spawn(async move {
            loop {
                if let Err(error) = look().await {
                    tracing::warn!(reconciler = name, %error, "will try again");
                }
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = wake.notified() => {}
                    () = tokio::time::sleep(period) => {}
                }
            }
        });
    }

    /// Waits until all have ended, which they do after `stop` was cancelled.
    pub async fn join(mut self) {
        while self.running.join_next().await.is_some() {}
    }
}
