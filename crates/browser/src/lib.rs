//! Headless Chromium, driven over its debugging pipe: sessions, forms, and the gate in front of the submit button.
//!
//! The crate knows pages, fields and requests. It knows no jobs and no applications, decides nothing about answers,
//! stores nothing, and never lets a request that could submit a form pass without its caller's word. Every browser
//! lives behind an egress proxy in this process, in a profile that is thrown away, and ends with this process.

mod armed;
mod cdp;
mod error;
mod fill;
mod fingerprint;
mod form;
mod gate;
mod hub;
mod input;
mod launch;
mod lists;
mod outcome;
mod page;
mod probe;
mod profile;
mod proxy;
mod session;
mod watchdog;

pub use armed::{ArmPolicy, Armed, GateEvent, PausedRequest, ReleaseError};
pub use error::BrowserError;
pub use fill::{FillError, FillValue, Filled};
pub use form::{Field, FieldHandle, FieldKind, FormModel};
pub use gate::SentRequest;
pub use launch::LaunchError;
pub use outcome::{Glance, Observation};
pub use page::{Barriers, ImageFormat, Navigated, Page};
pub use probe::{ProbeReport, probe};
pub use profile::{Reaped, profile_parent_for, reap_orphans};
pub use proxy::{ProxyLimits, Traffic};
pub use session::{Session, SessionConfig, SessionLimits};
