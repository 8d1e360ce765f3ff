//! What a person compares before they approve: the documents as they will be sent beside what they state.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::DocumentId;

/// The documents of an application beside what the person states.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// The content this is about; what an approval is bound to.
    pub snapshot_sha256: Option<String>,
    /// The resume that will be sent.
    pub resume: Option<ResumeReview>,
    /// The letter that will be sent.
    pub cover_letter: Option<LetterReview>,
}

/// A resume beside the profile's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ResumeReview {
    /// The file that will be sent.
    pub document_id: DocumentId,
    /// Its name.
    pub file_name: String,
    /// The file the person uploaded, where there is one.
    pub original_id: Option<DocumentId>,
    /// Whether it was made for this job; otherwise it is the person's own file or their whole profile.
    pub is_tailored: bool,
    /// Whether the rows were found word for word in the file that will be sent.
    pub as_printed: bool,
    /// Line by line; none for the person's own file, which goes out as it is.
    pub rows: Vec<ReviewRow>,
    /// What was changed and why.
    pub changes: Vec<ReviewChange>,
}

/// One line of both resumes, side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewRow {
    /// The part of the resume it stands in.
    pub section: String,
    /// The line of the profile.
    pub original: Option<ReviewLine>,
    /// The line that will be sent.
    pub sent: Option<ReviewLine>,
}

/// A line and what happened to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewLine {
    /// The line.
    pub text: String,
    /// What happened to it.
    pub mark: ReviewMark,
}

/// What happened to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReviewMark {
    /// It stands in both at the same place.
    Same,
    /// It stands in both at another place.
    Moved,
    /// It is not sent.
    LeftOut,
    /// It is sent and does not stand in the profile's resume.
    Added,
}

/// What was changed and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReviewChange {
    /// What was done.
    pub what: String,
    /// Why.
    pub why: String,
}

/// A letter with the source of each part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LetterReview {
    /// The file that will be sent.
    pub document_id: DocumentId,
    /// Its name.
    pub file_name: String,
    /// Whether the parts were found word for word in the file that will be sent.
    pub as_printed: bool,
    /// Its parts in order.
    pub parts: Vec<LetterPart>,
}

/// A part of a letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LetterPart {
    /// What it says.
    pub text: String,
    /// Where it stands in the profile, word for word; `None` for a sentence of Jobwire's around the facts.
    pub stands_in: Option<String>,
}
