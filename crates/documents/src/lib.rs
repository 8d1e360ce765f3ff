//! Resumes in, tailored resumes and cover letters out.
//!
//! [`read_resume`] makes a resume of a PDF, DOCX, JSON Resume or text file and never guesses what
//! does not stand there. [`tailor`] and [`cover_letter`] choose and order what a profile states for
//! one posting and never add to it. [`render_resume`] and [`render_letter`] print both as PDF.
//! [`draft`] and [`second_reading`] say what a language model is asked and what of its answer may be believed.
//!
//! Files are hostile until read: every size, count and time has a cap in [`limits`]. Nothing here
//! opens a file, a socket or a clock.

mod archive;
mod docx;
pub mod draft;
mod error;
mod json_resume;
mod letter;
pub mod limits;
mod line;
mod locale;
mod mojibake;
mod names;
mod pdf;
mod placeholders;
mod plain;
mod read;
mod relevance;
mod render;
pub mod second_reading;
mod sheet;
mod structure;
mod tailor;
mod wording;

pub use error::ResumeError;
pub use json_resume::to_json;
pub use letter::{Letter, Paragraph, cover_letter};
pub use locale::Locale;
pub use names::{DocumentKind, file_name};
pub use placeholders::without_placeholders;
pub use read::{ParsedResume, ResumeKind, read_resume};
pub use relevance::matched_skills;
pub use render::{MAX_DOCUMENT_CHARS, RenderError, render_letter, render_resume};
pub use tailor::{Change, HIGHLIGHTS_KEPT, PROJECTS_KEPT, Tailored, tailor};
