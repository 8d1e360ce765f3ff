//! Durable background work.
//!
//! Two kinds. A *task* ([`Task`]) does one named thing with a payload: it is a row, claimed under a
//! lease, tried again with back-off, and survives any crash. A *reconciler* ([`Reconcilers`]) takes no
//! input: it looks at what is and moves it toward what should be, when woken and when its hour comes.
//!
//! A task may run twice (a worker can die after its work and before its row says so): handlers are
//! idempotent.

mod backoff;
mod reconcile;
mod runner;
mod task;

pub use backoff::retry_delay;
pub use reconcile::Reconcilers;
pub use runner::{Runner, RunnerOptions};
pub use store::tasks::Lane;
pub use task::{Outcome, Task, enqueue};
