//! How well a job fits a profile, with reasons.
//!
//! A job is taken apart once ([`JobFeatures`]), a profile once per change ([`PreparedProfile`]);
//! the [`Index`] ranks all jobs for a profile in one pass. Fields are scored separately (title,
//! skills, text, level, place, pay, freshness), wishes that rule out are never outvoted
//! ([`filter`]), and every score is a sum that can be explained ([`mod@explain`]).
//!
//! Everything but [`live`] is a plain function of what is passed in: no clock, no network, no database,
//! no randomness. It refuses to guess: what a posting does not say is neutral and says so.

mod best;
mod clauses;
pub mod cli;
pub mod corpus;
mod cues;
pub mod encoder;
pub mod experience;
pub mod explain;
pub mod features;
pub mod filter;
mod glance;
pub mod index;
pub mod lanes;
pub mod level;
pub mod lexicon;
pub mod lines;
pub mod live;
pub mod need;
pub mod one_job;
pub mod pay;
pub mod places;
pub mod profile;
pub mod roles;
pub mod score;
pub mod skills;
pub mod stored;
pub mod taste;
pub mod text;
pub mod title;
pub mod weights;
mod what_if;
pub mod words;

pub use features::JobFeatures;
pub use filter::{Filtered, FilteredBy};
pub use index::{Index, Ranking, Verdict, score};
pub use profile::PreparedProfile;
pub use weights::Weights;
