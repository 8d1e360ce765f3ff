//! Rows and events in one transaction, on SQLite or PostgreSQL.
//!
//! A [`Store`] is opened once; [`Store::begin`] gives a transaction ([`Tx`]) in which rows are changed
//! and events recorded; [`Tx::commit`] makes both true at once and only then wakes whoever listens.
//! Which engine runs is nobody else's business: every statement is written once and runs on both.
//! This is the only crate that contains SQL.
//!
//! Each module holds the statements of one kind of row. Functions that change something are methods
//! of [`Tx`], functions that only read are methods of [`Store`].

#[macro_use]
mod engine;
#[macro_use]
mod gathered;

pub mod answers;
pub mod applications;
pub mod attempts;
pub mod autopilot;
pub mod batches;
pub mod codes;
pub mod documents;
mod endings;
mod error;
pub mod facts;
pub mod features;
pub mod feedback;
pub mod followers;
pub mod insight;
pub mod interviews;
pub mod jobs;
pub mod leases;
mod log;
pub mod mail;
pub mod matches;
pub mod observations;
mod page;
pub mod profiles;
pub mod second_readings;
pub mod secrets;
pub mod shards;
pub mod sources;
pub mod tasks;
pub mod transfer;
mod tx;
pub mod users;
pub mod vacancies;
mod words;
mod writer;

pub use engine::{Store, StoreOptions};
pub use error::{Result, StoreError};
pub use log::{LogEntry, LogPosition};
pub use page::{MAX_LIMIT, Page, PageRequest};
pub use tx::{Hint, Tx};
