//! From a chosen job to a submitted application.
//!
//! [`actions`] are what a person does; [`run`] is what Jobwire does about it: it opens the form in a real browser,
//! answers what the person stated ([`resolve`]), stops for what it does not know, and, once exactly these answers
//! are approved, sends them once. [`reconcile`] mends what a crash left behind. The order of commits around the one
//! release is the submit protocol; no path sends again what may have been sent.
//!
//! It refuses to invent an answer, to solve a captcha, to log in, to click twice, and to believe that something was
//! sent without proof.

pub mod actions;
pub mod autopilot;
pub mod batch;
pub mod cli;
mod context;
mod country;
pub mod drafts;
pub mod live;
pub mod meaning;
mod reconcile;
pub mod resolve;
pub mod review;
mod run;
pub mod tasks;

pub use context::{Context, CrashPoint, Progress};
pub use reconcile::{Reconciled, reconcile};
pub use run::{DryField, DryRun, DryRunError, DryRunInput, Ended, RunError, Waits, dry_run, run};
