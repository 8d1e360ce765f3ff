//! What the store promises, on SQLite and on PostgreSQL.

mod accounts;
mod applications;
mod batches;
mod codes;
mod jobs;
mod lanes;
mod leases;
mod log;
mod mail;
mod matches;
mod migrations;
mod moves;
mod second_readings;
mod shards;
mod sources;
mod tasks;
mod transfer;
mod ungated;
