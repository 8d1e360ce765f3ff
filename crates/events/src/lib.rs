//! The durable log read back, and live fan-out within this process.
//!
//! The log in the store is the truth. The [`Hub`] listens to the store's hints, reads what is new and
//! hands it to whoever is subscribed; when a hint was lost or a subscriber was slow, the subscriber
//! reads on from the log by itself. Nothing here decides anything.

mod hub;
mod lanes;

pub use hub::{Hub, Subscription};
pub use lanes::{LogItem, Taken};
pub use store::{LogPosition, StoreError as LogError};
