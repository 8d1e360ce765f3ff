//! Boards that are watched.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::SourceId;

/// A board that is watched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// How it publishes.
    pub kind: SourceKind,
    /// A name for people: the employer, or the file's name.
    pub name: String,
    /// The address that is fetched; for an import the name of what was read.
    pub url: String,
    /// Whether it is fetched at all.
    pub enabled: bool,
    /// How it is doing.
    pub health: SourceHealth,
    /// A sentence that says what is wrong and what to do, when something is.
    pub problem: Option<String>,
    /// When it was last read to the end.
    pub last_synced_at: Option<DateTime<Utc>>,
    /// When it is read next.
    pub next_sync_at: Option<DateTime<Utc>>,
    /// How many of its jobs are open.
    pub open_jobs: u64,
}

/// How a board publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Greenhouse job board API.
    Greenhouse,
    /// Lever postings API.
    Lever,
    /// Ashby posting API.
    Ashby,
    /// A page with schema.org JobPosting in JSON-LD, or a page that links to such pages.
    JsonLd,
    /// A file that was imported once; never fetched.
    Import,
}

/// How a source is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceHealth {
    /// Not read yet.
    New,
    /// Read without a problem.
    Healthy,
    /// Asked us to slow down (429); read again later.
    Limited,
    /// Could not be read; tried again later.
    Failing,
    /// Gone (404): not tried again until the person says so.
    Gone,
}
