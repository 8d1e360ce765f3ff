//! The reading of boards whose time has come: a few at once, and none waits for a slow one.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{Event, Source, SourceId};
use events::Hub;
use store::{Store, StoreError};
use tokio::sync::{Notify, Semaphore};
use tokio_util::task::TaskTracker;

/// Boards read at once.
const AT_ONCE: usize = 8;
/// How long a reading may take before somebody else tries.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// Reads boards in the background of this process.
#[derive(Clone)]
pub struct Readers {
    store: Store,
    hub: Hub,
    client: net::Client,
    owner: String,
    slots: Arc<Semaphore>,
    running: TaskTracker,
    /// Woken when a slot is free again.
    freed: Arc<Notify>,
}

impl Readers {
    /// None reads yet. `owner` is the name on the leases; `freed` is woken whenever a reading has ended.
    pub fn new(store: Store, hub: Hub, client: net::Client, owner: String, freed: Arc<Notify>) -> Self {
        let (slots, running) = (Arc::new(Semaphore::new(AT_ONCE)), TaskTracker::new());
        Self { store, hub, client, owner, slots, running, freed }
    }

    /// Starts reading the boards that are due, as many as there are free slots, and does not wait for them.
    pub async fn reconcile(&self) -> Result<(), StoreError> {
        let free = self.slots.available_permits();
        if free == 0 || self.store.due_sources(self.store.clock().now(), 1).await?.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        let until = tx.now() + LEASE;
        let due = tx.take_due_sources(&self.owner, until, u32::try_from(free).unwrap_or(u32::MAX)).await?;
        tx.commit().await?;
        for source_id in due {
            let slot =
                self.slots.clone().try_acquire_owned().expect("only this takes slots, and they were free");
            let reader = self.clone();
            self.running.spawn(async move {
                reader.read(source_id).await;
                drop(slot);
                reader.freed.notify_one();
            });
        }
        Ok(())
    }

    /// Waits until what is being read is read; to be called when nothing new is started any more.
    pub async fn join(&self) {
        self.running.close();
        self.running.wait().await;
    }

    async fn read(&self, source_id: SourceId) {
        match sources::sync(&self.store, &self.client, source_id, &**self.store.clock()).await {
            Ok(Some(report)) if report.has_news() => self.announce(report.source).await,
            Ok(_) => {}
            // It is due again when its lease ends.
            Err(error) => tracing::warn!(%error, "what a board said could not be saved"),
        }
    }

    /// Tells the followers of a board how it is.
    async fn announce(&self, source: Source) {
        match self.store.followers(source.id).await {
            Ok(followers) => {
                for follower in followers {
                    self.hub.publish(follower, Event::SourceUpdate(source.clone()));
                }
            }
            Err(error) => tracing::warn!(%error, "followers cannot be told"),
        }
    }
}
