//! How the parts of the system are, as the health page shows it. Whoever runs a part says how it is;
//! a change is handed to every live page.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Event;
use domain::event::{HealthStatus, HealthUpdate};
use events::Hub;

/// The parts that are watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// The database answers.
    Database,
    /// Background work runs.
    Tasks,
    /// Chromium starts and its egress is closed.
    Browser,
    /// Boards can be read.
    Sources,
    /// Mailboxes can be read.
    Mail,
    /// Nodes hear each other.
    Redis,
}

impl Service {
    fn name(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Tasks => "tasks",
            Self::Browser => "browser",
            Self::Sources => "sources",
            Self::Mail => "mail",
            Self::Redis => "redis",
        }
    }
}

/// How the parts are. Shared by everybody who runs one.
pub struct Health {
    hub: Hub,
    services: Mutex<BTreeMap<Service, HealthUpdate>>,
}

impl Health {
    /// Nothing known yet.
    pub fn new(hub: Hub) -> Self {
        Self { hub, services: Mutex::default() }
    }

    /// Notes how a part is, and tells live pages when that is new.
    pub fn set(&self, service: Service, status: HealthStatus, message: impl Into<String>) {
        let update = HealthUpdate { service: service.name().to_owned(), status, message: message.into() };
        let before = self.lock().insert(service, update.clone());
        if before.as_ref() != Some(&update) {
            if status != HealthStatus::Healthy {
                tracing::warn!(service = service.name(), message = update.message, "not healthy");
            }
            self.hub.publish_to_all(&Event::HealthUpdate(update));
        }
    }

    /// Every known part.
    pub fn services(&self) -> Vec<HealthUpdate> {
        self.lock().values().cloned().collect()
    }

    /// Whether every known part is healthy.
    pub fn is_healthy(&self) -> bool {
        self.lock().values().all(|service| service.status == HealthStatus::Healthy)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Service, HealthUpdate>> {
        self.services.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
