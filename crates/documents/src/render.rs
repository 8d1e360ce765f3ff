//! Resumes and letters as PDF, typeset by our own templates.
//!
//! The typesetter sees one template and one JSON value and nothing else: no file, no package, no
//! clock. What a person wrote is always data, never source.

use std::sync::LazyLock;

use chrono::NaiveDate;
use domain::Resume;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::letter::Letter;
use crate::locale::Locale;
use crate::sheet;

/// The most characters a document may hold; a long resume has 15,000.
pub const MAX_DOCUMENT_CHARS: usize = 200_000;

/// Why a document could not be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The profile holds more than [`MAX_DOCUMENT_CHARS`].
    #[error("The resume holds more text than a document can. Shorten it in the profile.")]
    TooLong,
    /// The typesetter refused; a mistake of ours.
    #[error("The document could not be typeset: {reason}")]
    Typesetting {
        /// What the typesetter says.
        reason: String,
    },
}

/// `resume` as PDF in the language of `locale`.
///
/// # Errors
/// [`RenderError::TooLong`] or [`RenderError::Typesetting`].
pub fn render_resume(resume: &Resume, locale: Locale) -> Result<Vec<u8>, RenderError> {
    let data =
        serde_json::to_vec(&sheet::resume(resume, locale)).expect("a sheet is made of texts and lists");
    print(&RESUME, data)
}

/// `letter` as PDF with the sender of `resume`; `date` is printed when given.
///
/// # Errors
/// [`RenderError::TooLong`] or [`RenderError::Typesetting`].
pub fn render_letter(
    letter: &Letter,
    resume: &Resume,
    date: Option<NaiveDate>,
) -> Result<Vec<u8>, RenderError> {
    let data =
        serde_json::to_vec(&sheet::letter(letter, resume, date)).expect("a sheet is made of texts and lists");
    print(&LETTER, data)
}

/// The templates, parsed once.
static RESUME: LazyLock<Source> =
    LazyLock::new(|| Source::new(id("/resume.typ"), include_str!("../templates/resume.typ").to_owned()));
static LETTER: LazyLock<Source> =
    LazyLock::new(|| Source::new(id("/letter.typ"), include_str!("../templates/letter.typ").to_owned()));
static DATA: LazyLock<FileId> = LazyLock::new(|| id("/data.json"));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The fonts inside the binary, read once.
static FONTS: LazyLock<(LazyHash<FontBook>, Vec<Font>)> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
    (LazyHash::new(FontBook::from_fonts(&fonts)), fonts)
});

fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("the path is a literal");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// A world of one template and one JSON value.
struct Desk {
    template: &'static Source,
    data: Bytes,
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.0
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.1.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn print(template: &'static Source, data: Vec<u8>) -> Result<Vec<u8>, RenderError> {
    /// How many documents the typesetter's memory of earlier work lasts.
    const REMEMBERED: usize = 4;
    if data.len() > MAX_DOCUMENT_CHARS {
        return Err(RenderError::TooLong);
    }
    let desk = Desk { template, data: Bytes::new(data) };
    let failed = |errors: &[typst::diag::SourceDiagnostic]| RenderError::Typesetting {
        reason: errors.first().map_or_else(String::new, |error| error.message.to_string()),
    };
    let document = typst::compile::<PagedDocument>(&desk).output.map_err(|errors| failed(&errors))?;
    let options = PdfOptions { creator: Smart::Custom(Some("Jobwire".to_owned())), ..PdfOptions::default() };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| failed(&errors));
    typst::comemo::evict(REMEMBERED);
    pdf
}
