//! Why a file could not be read as a resume, in words for the person who chose it.

use crate::limits;

/// Why a file could not be read as a resume. The display text is a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResumeError {
    /// The file is larger than [`limits::MAX_FILE_BYTES`].
    #[error("The file is larger than {} MB. Save the resume without large pictures and try again.", limits::MAX_FILE_BYTES / (1024 * 1024))]
    TooLarge,
    /// The file has no content.
    #[error("The file is empty. Choose the file that holds the resume.")]
    Empty,
    /// Neither PDF, DOCX, JSON Resume nor plain text.
    #[error(
        "{name} is not a kind of file we can read. Save the resume as PDF, DOCX, JSON Resume or plain text."
    )]
    UnsupportedType {
        /// What the file seems to be, for the sentence: its name or its kind.
        name: String,
    },
    /// The PDF is damaged.
    #[error("The PDF is damaged and could not be read. Export it again from the program it was written in.")]
    UnreadablePdf,
    /// The PDF needs a password.
    #[error("The PDF is protected by a password. Save a copy without the password and upload that.")]
    EncryptedPdf,
    /// The PDF has more than [`limits::MAX_PAGES`] pages.
    #[error("The PDF has more than {} pages. Upload the pages of the resume alone.", limits::MAX_PAGES)]
    TooManyPages,
    /// The document shows pictures only.
    #[error(
        "The document contains no text; it looks like a scan. Export it as PDF with text from the program it was written in, or run text recognition on it first."
    )]
    NoText,
    /// The DOCX is damaged.
    #[error(
        "The Word file is damaged and could not be read. Open it in a word processor, save it again as DOCX and try that."
    )]
    UnreadableDocx,
    /// The DOCX needs a password.
    #[error("The Word file is protected by a password. Save a copy without the password and upload that.")]
    EncryptedDocx,
    /// The archive or a stream in the file unpacks to far more than a resume holds.
    #[error(
        "The file unpacks to far more than a resume holds, so it was not opened. Save the resume again as PDF or DOCX."
    )]
    ArchiveBomb,
    /// The JSON is not well formed, or not a resume.
    #[error(
        "The JSON could not be read as a resume: {reason}. Check it against the schema of jsonresume.org."
    )]
    InvalidJson {
        /// What is wrong and where.
        reason: String,
    },
    /// Reading took longer than [`limits::MAX_SECONDS`].
    #[error(
        "Reading the file took longer than {} seconds and was stopped. Save the resume in a simpler layout or as plain text.",
        limits::MAX_SECONDS
    )]
    TooSlow,
    /// Too many files are being read at this moment.
    #[error("Other resumes are being read at this moment. Try again in a minute.")]
    Busy,
}

impl ResumeError {
    /// A stable word for programs.
    pub fn slug(&self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::Empty => "empty-file",
            Self::UnsupportedType { .. } => "unsupported-type",
            Self::UnreadablePdf => "unreadable-pdf",
            Self::EncryptedPdf => "encrypted-pdf",
            Self::TooManyPages => "too-many-pages",
            Self::NoText => "no-text",
            Self::UnreadableDocx => "unreadable-docx",
            Self::EncryptedDocx => "encrypted-docx",
            Self::ArchiveBomb => "archive-bomb",
            Self::InvalidJson { .. } => "invalid-json",
            Self::TooSlow => "too-slow",
            Self::Busy => "busy",
        }
    }
}
