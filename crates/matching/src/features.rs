//! What is kept of a job to score it and to say why: under 2 KB, without its description.

use std::sync::Arc;

use domain::{Job, JobId, Level, RemotePolicy, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::pay::Yearly;
use crate::places::{Place, remote_policy};
use crate::skills::{self, NamedSkills};
use crate::text::TextFeatures;
use crate::title::TitleFeatures;
use crate::words::{Folded, MAX_TEXT_CHARS};

/// A job, taken apart once when it arrives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobFeatures {
    /// Its id.
    pub id: JobId,
    /// The board it is on.
    pub source_id: SourceId,
    /// The change of it that was taken apart.
    pub changed_at: Timestamp,
    /// Its title as written.
    pub title: Box<str>,
    /// The employer.
    pub company: Arc<str>,
    /// Where it is.
    pub place: Arc<Place>,
    /// The posting's page.
    pub url: Box<str>,
    /// When the board published it.
    pub posted_at: Option<Timestamp>,
    /// When Jobwire first saw it.
    pub first_seen_at: Timestamp,
    /// When applications end.
    pub valid_through: Option<Timestamp>,
    /// When it was found closed.
    pub closed_at: Option<Timestamp>,
    /// The title, comparable.
    pub title_features: TitleFeatures,
    /// The description, comparable.
    pub text: TextFeatures,
    /// How much of the description was read.
    pub description: DescriptionRead,
    /// The skills it names.
    pub skills: NamedSkills,
    /// Its level, from the board or the title.
    pub level: Option<Level>,
    /// Where the work is done.
    pub remote: RemotePolicy,
    /// Pay per year where stated.
    pub pay: Option<Yearly>,
}

/// How much of a description was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DescriptionRead {
    /// There is none: no letter and no digit.
    Nothing,
    /// All of it.
    Whole,
    /// Its first [`MAX_TEXT_CHARS`](crate::words::MAX_TEXT_CHARS) characters.
    Beginning,
}

impl DescriptionRead {
    fn of(description: &str) -> Self {
        match description.chars().nth(MAX_TEXT_CHARS) {
            Some(_) => Self::Beginning,
            None if description.chars().any(char::is_alphanumeric) => Self::Whole,
            None => Self::Nothing,
        }
    }
}

impl JobFeatures {
    /// Takes a job apart.
    pub fn of(job: &Job) -> Self {
        let posting = &job.posting;
        let place = Place::of(posting);
        // The title is a line of its own before the description: what it names is meant.
        let whole = format!("{}\n{}", posting.title, posting.description);
        let folded = Folded::of(&whole);
        Self {
            id: job.id,
            source_id: job.source_id,
            changed_at: job.changed_at,
            title: posting.title.as_str().into(),
            company: posting.company.as_str().into(),
            url: posting.url.as_str().into(),
            posted_at: posting.posted_at,
            first_seen_at: job.first_seen_at,
            valid_through: posting.valid_through,
            closed_at: job.closed_at,
            title_features: TitleFeatures::of(&posting.title),
            text: TextFeatures::of(&folded),
            description: DescriptionRead::of(&posting.description),
            skills: skills::extract_folded(&whole, &folded),
            level: posting.level.or_else(|| crate::level::of_title(&posting.title)),
            remote: remote_policy(posting, &place),
            pay: posting.pay.as_ref().and_then(Yearly::of),
            place: Arc::new(place),
        }
    }

    /// When it was published, as far as is known.
    pub fn published_at(&self) -> Timestamp {
        self.posted_at.unwrap_or(self.first_seen_at)
    }

    /// Bytes this job takes, without what it shares with others (company, place).
    pub fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.title.len()
            + self.url.len()
            + self.title_features.heap_bytes()
            + self.text.heap_bytes()
            + self.skills.heap_bytes()
    }
}
