//! Job boards: fetch, parse, normalise, de-duplicate, detect closed.
//!
//! One module per board turns a body into postings and nothing else. [`plan`](plan::plan) decides what a
//! new answer means for what is known; [`health`] decides what a failure means. Both are plain functions;
//! [`sync`](sync::sync) and [`import`](intake::import()) are the thin shells that fetch, ask them, and save
//! everything in one transaction. Nothing here knows profiles, matches or applications.

pub mod ashby;
pub mod board;
mod dates;
mod field;
pub mod greenhouse;
pub mod health;
mod html;
pub mod identity;
pub mod import;
pub mod intake;
pub mod json_ld;
mod level;
pub mod lever;
mod links;
mod money;
pub mod pages;
mod pay;
pub mod plan;
pub mod prose;
pub mod recognise;
mod row;
pub mod sync;
mod terms;

pub use board::{Context, Parsed, Rejected, Unreadable};
pub use identity::{content_hash, dedupe_key};
pub use intake::{ImportError, ImportReport, Progress, import};
pub use plan::{Known, SyncPlan, plan};
pub use recognise::{Board, NotABoard, recognise};
pub use sync::{SyncReport, limits, sync};

/// Reads a body as what this kind of board publishes.
pub fn parse(kind: domain::SourceKind, body: &[u8], context: &Context) -> Result<Parsed, Unreadable> {
    match kind {
        domain::SourceKind::Greenhouse => greenhouse::parse(body, context),
        domain::SourceKind::Lever => lever::parse(body, context),
        domain::SourceKind::Ashby => ashby::parse(body, context),
        domain::SourceKind::JsonLd => json_ld::parse(body, context),
        domain::SourceKind::Import => Err(Unreadable::OtherShape("an import is read once and never fetched")),
    }
}
