//! Replicas: application forms in the manner of every large family, each made from a seed, for tests of filling.
//!
//! A replica varies in language, wordings, order, attributes, marks, options and questions, so that nothing can be tuned to
//! one page. Whoever makes one through the control API is told the truth about each field; the page is told nothing. They
//! live in memory and are forgotten at the end; what was accepted stays in the ledger.

mod account;
mod banner;
mod code;
mod desk;
mod drawn;
mod families;
mod habits;
mod make;
mod model;
mod names;
mod pages;
mod parse;
mod pieces;
mod questions;
mod real;
mod stepped;
mod store;
mod truth;
mod words;

pub(crate) use desk::routes;
pub(crate) use store::Replicas;

/// The name under which accepted applications to replicas stand in the ledger. They get no mail.
pub(crate) const COMPANY: &str = "replica";
