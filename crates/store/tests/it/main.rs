//! What the store promises, on SQLite and on PostgreSQL.

mod accounts;
mod applications;
mod log;
mod matches;
mod tasks;
