//! Text of a PDF as lines in reading order.
//!
//! The file format is `lopdf`'s; where the letters stand on the page and in which order a person
//! reads them is decided here, because columns, gaps and kerning are what a resume's meaning hangs
//! on. Nothing is executed, followed or fetched: no actions, no scripts, no attachments.

mod content;
mod font;
mod layout;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use lopdf::{Document, Error, LoadOptions};

use crate::ResumeError;
use crate::limits::{
    MAX_GLYPHS, MAX_OPERATIONS, MAX_PAGES, MAX_SECONDS, MAX_STREAM_BYTES, MAX_UNPACKED_BYTES,
};
use crate::line::Line;
use content::{Budget, Glyph};

/// Text and addresses of a PDF.
pub(crate) struct PdfText {
    /// The lines in reading order.
    pub lines: Vec<Line>,
    /// The addresses its links lead to.
    pub links: Vec<String>,
}

/// The text of a PDF.
///
/// # Errors
/// [`ResumeError::UnreadablePdf`], [`ResumeError::EncryptedPdf`], [`ResumeError::TooManyPages`],
/// [`ResumeError::NoText`] or [`ResumeError::ArchiveBomb`].
pub(crate) fn read(bytes: &[u8]) -> Result<PdfText, ResumeError> {
    let options = LoadOptions::with_max_decompressed_size(MAX_STREAM_BYTES);
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| named(&error))?;
    if document.is_encrypted() {
        return Err(ResumeError::EncryptedPdf);
    }
    let mut seen = HashSet::new();
    // A tree that lists a page again, or itself, shows each page once.
    let pages: Vec<_> = document.page_iter().filter(|page| seen.insert(*page)).take(MAX_PAGES + 1).collect();
    if pages.len() > MAX_PAGES {
        return Err(ResumeError::TooManyPages);
    }
    if pages.is_empty() {
        return Err(ResumeError::UnreadablePdf);
    }
    let mut budget = Budget {
        operations: MAX_OPERATIONS,
        glyphs: MAX_GLYPHS,
        bytes: MAX_UNPACKED_BYTES,
        started: Instant::now(),
        time: Duration::from_secs(MAX_SECONDS),
    };
    let mut fonts = font::FontCache::default();
    let mut lines = Vec::new();
    let mut links = Vec::new();
    let mut sheets: Vec<Vec<Glyph>> = Vec::with_capacity(pages.len());
    for page in &pages {
        sheets.push(content::glyphs(&document, *page, &mut fonts, &mut budget)?);
        links.extend(page_links(&document, *page));
    }
    let usual = layout::usual_size(sheets.iter().flatten());
    for sheet in sheets {
        lines.extend(layout::lines(sheet, usual));
    }
    if lines.iter().all(|line| line.text.trim().is_empty()) {
        return Err(ResumeError::NoText);
    }
    Ok(PdfText { lines, links })
}

/// What a failure of the parser means for the person.
fn named(error: &Error) -> ResumeError {
    match error {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            ResumeError::EncryptedPdf
        }
        Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => ResumeError::ArchiveBomb,
        _ => ResumeError::UnreadablePdf,
    }
}

/// The web and mail addresses of the links on a page.
fn page_links(document: &Document, page: lopdf::ObjectId) -> Vec<String> {
    const MAX_LINKS: usize = 100;
    let annotations = document.get_page_annotations(page).unwrap_or_default();
    annotations
        .into_iter()
        .take(MAX_LINKS)
        .filter_map(|annotation| {
            let action = annotation.get_deref(b"A", document).ok()?.as_dict().ok()?;
            let uri = action.get_deref(b"URI", document).ok()?.as_str().ok()?;
            Some(String::from_utf8_lossy(uri).trim().to_owned())
        })
        .collect()
}
