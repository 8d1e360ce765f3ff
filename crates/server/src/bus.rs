//! The other nodes: what is told and heard through Redis, and how well that goes.

use anyhow::Context as _;
use domain::event::HealthStatus;
use events::{Bus, BusState};

use crate::app::App;
use crate::watch::Service;

/// Takes this process's place among the nodes until the server goes down.
pub fn start(app: &App, url: &str) -> anyhow::Result<()> {
    // Not the address itself: it may carry a password.
    let bus = Bus::new(url, app.store.clone(), app.hub.clone()).context(
        "REDIS_URL is no address of Redis. It looks like redis://host:6379/ or rediss://user:password@host/",
    )?;
    let (mut state, health, stop) = (bus.state(), app.health.clone(), app.stop.clone());
    tokio::spawn(async move { bus.run(stop).await });
    tokio::spawn(async move {
        loop {
            let (status, message) = match &*state.borrow_and_update() {
                BusState::Hears => (HealthStatus::Healthy, "Nodes hear each other through Redis.".to_owned()),
                BusState::Deaf(why) => (
                    HealthStatus::Degraded,
                    format!("{why}. Nothing is lost: what other nodes do is seen up to 2 s later."),
                ),
            };
            health.set(Service::Redis, status, message);
            if state.changed().await.is_err() {
                return;
            }
        }
    });
    Ok(())
}
