//! The durable log read back, and live fan-out within this process and to others.
//!
//! The log in the store is the truth. The [`Hub`] listens to the store's hints, which carry what was committed, and hands
//! it to whoever is subscribed; when a hint was lost or a subscriber was slow, the log is read. The [`Bus`] carries hints
//! between processes. Nothing here decides anything.

mod bus;
mod hub;
mod lanes;
mod outbox;
mod packet;
mod passing;

pub use bus::{Bus, BusState};
pub use hub::{Hub, Subscription};
pub use lanes::{Sent, Shortcut, Taken};
pub use redis::RedisError as BusError;
pub use store::{LogEntry, LogPosition, StoreError as LogError};
