//! Headless Chromium, driven over its debugging pipe: sessions, forms, and the gate in front of the submit button.
//!
//! The crate knows pages, fields and requests. It knows no jobs and no applications, decides nothing about answers,
//! stores nothing, and never lets a request that could submit a form pass without its caller's word. Every browser
//! lives behind an egress proxy in this process, in a profile that is thrown away, and ends with this process.
//!
//! A person may watch and take over through [`Session::live`]: see [`LiveView`].
//!
//! ```no_run
//! # async fn example(config: browser::SessionConfig, url: url::Url) -> Result<(), Box<dyn std::error::Error>> {
//! use browser::{ArmPolicy, FillValue, GateEvent, Session};
//! use std::time::{Duration, Instant};
//!
//! let session = Session::open(config).await?;
//! let page = session.new_page().await?;
//! page.navigate(&url, Duration::from_secs(30)).await?;
//! page.wait_quiet(Duration::from_secs(5)).await?;
//! let form = page.read_form().await?.ok_or("no form")?;
//! let email = form.fields.iter().find(|field| field.label == "Email").ok_or("no e-mail field")?;
//! page.fill(email, &FillValue::Text("ada@mail.example".into())).await?;
//! let held = page.read_values(&form.frame).await?; // Compare it with what was approved.
//!
//! let policy = ArmPolicy { submit_hosts: vec![], tell_tales: vec!["ada@mail.example".into()] };
//! let mut armed = session.arm(&page, policy).await?;
//! armed.click(&form.submit.ok_or("no button")?).await?;
//! if let GateEvent::Paused(request) = armed.next().await {
//!     let decided = Instant::now();
//!     // Record the release durably here; then, within two seconds:
//!     request.release(decided).await?;
//!     let seen = armed.outcome(|glance| glance.text.contains("Thank you")).await;
//!     println!("{:?}", seen.status);
//! }
//! drop(armed);
//! session.close().await;
//! # Ok(())
//! # }
//! ```

mod armed;
mod by_hand;
mod cast;
mod cdp;
mod cgroup;
mod embed;
mod error;
mod fill;
mod fingerprint;
mod form;
mod frames;
mod gate;
mod hub;
mod input;
mod launch;
mod limits;
mod lists;
mod live;
mod outcome;
mod overlay;
mod owner;
mod page;
mod person;
mod probe;
mod profile;
mod proxy;
mod session;
mod waiting;
mod watchdog;
mod widgets;

pub use armed::{ArmPolicy, Armed, GateEvent, PausedRequest, ReleaseError};
pub use by_hand::SentByPerson;
pub use cast::{CAST_HEIGHT, CAST_RATE, CAST_WIDTH, Cast, CastFrame};
pub use error::BrowserError;
pub use fill::{FillError, FillValue, Filled};
pub use form::{Field, FieldHandle, FieldKind, FormModel, FormStep};
pub use gate::SentRequest;
pub use launch::LaunchError;
pub use limits::{KernelLimits, MemoryHeldBy};
pub use live::{LiveError, LiveView};
pub use outcome::{Glance, Observation};
pub use page::{Barriers, ImageFormat, Navigated, Page};
pub use person::{Modifiers, MouseButton, PersonInput};
pub use probe::{ProbeReport, probe};
pub use profile::{Reaped, profile_parent_for, reap_orphans};
pub use proxy::{ProxyLimits, Traffic};
pub use session::{Session, SessionConfig, SessionLimits};
