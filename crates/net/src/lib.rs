//! Guarded outgoing traffic: which addresses and URLs this program may reach, and an HTTP client that keeps to it.
//!
//! Everything the server fetches because of something a person, a board or a page wrote goes through here: feeds,
//! board APIs, calendars, a language model's base URL, and (through [`Egress`]) every byte of the browser. The crate
//! refuses to reach an address that is not global unicast unless it is on an explicit list, never follows a
//! redirect it has not judged first, never reads a body without a limit, and never logs a path or a query.

mod client;
mod egress;
pub mod policy;
mod request;

pub use client::Client;
pub use egress::{Egress, NameRefused, VetError};
pub use policy::Denied;
pub use request::{FetchError, GetRequest, JsonPost, Limits, Response};
