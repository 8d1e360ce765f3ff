//! The one binary: configuration, HTTP API, pipeline, embedded front end, lifecycle.
//!
//! This crate knits the stages together and holds no logic of theirs: [`pipeline`] says in one `match`
//! which fact starts which task, [`work`] hands each task to its stage, [`api`] turns requests into
//! calls and answers into JSON.

pub mod accounts;
pub mod api;
pub mod app;
pub mod boards;
pub mod bus;
pub mod chromium;
pub mod cli;
pub mod connections;
pub mod demo;
pub mod doctor;
pub mod guard;
pub mod language_model;
pub mod mail;
pub mod migrate;
pub mod numbers;
pub mod owner;
pub mod pages;
pub mod pipeline;
pub mod problem;
pub mod run_socket;
pub mod second_reading;
pub mod serve;
pub mod settings;
pub mod socket;
pub mod watch;
pub mod work;
