//! One door for every kind of file: sniff, bound, read, and make a resume of it.
//!
//! The parsers of PDF and DOCX are other people's and meet hostile files here, so they run on a
//! thread of their own: a panic becomes a named error, and a reader that is not done within
//! [`MAX_SECONDS`] is given up on. Rust cannot stop a thread, so at most [`MAX_READERS`] may exist,
//! those given up on included; all their memory is bounded by the caps of [`limits`](crate::limits).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use domain::Resume;

use crate::limits::{
    MAX_FILE_BYTES, MAX_LINES, MAX_READERS, MAX_SECONDS, MAX_TEXT_CHARS, READER_STACK_BYTES,
};
use crate::line::Line;
use crate::{ResumeError, docx, json_resume, mojibake, pdf, plain, structure};

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResumeKind {
    /// Portable Document Format.
    Pdf,
    /// Word's XML format.
    Docx,
    /// JSON Resume.
    JsonResume,
    /// Plain text or Markdown.
    Text,
}

/// A resume as it was read from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedResume {
    /// What was found; every string of it stands in the file.
    pub resume: Resume,
    /// What the person should look at, one sentence each.
    pub warnings: Vec<String>,
    /// The whole text in reading order.
    pub text: String,
    /// What the file turned out to be.
    pub kind: ResumeKind,
}

/// Reads a resume. `file_name` only helps to tell a text file; content decides everything else.
///
/// Promises to return within [`MAX_SECONDS`] and never to panic, whatever `bytes` holds.
///
/// # Errors
/// A [`ResumeError`], whose display says what to do.
pub fn read_resume(bytes: &[u8], file_name: &str) -> Result<ParsedResume, ResumeError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ResumeError::TooLarge);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ResumeError::Empty);
    }
    let kind = sniff(bytes, file_name)?;
    let on_panic = match kind {
        ResumeKind::Docx => ResumeError::UnreadableDocx,
        ResumeKind::Pdf | ResumeKind::JsonResume | ResumeKind::Text => ResumeError::UnreadablePdf,
    };
    let bytes = bytes.to_vec();
    bounded(move || read_kind(&bytes, kind), on_panic, Duration::from_secs(MAX_SECONDS))
}

/// How many readers exist, those given up on included.
static READERS: AtomicUsize = AtomicUsize::new(0);

/// Counts a reader for as long as its thread lives.
struct Seat;

impl Seat {
    fn take() -> Option<Self> {
        let taken = READERS.fetch_add(1, Ordering::SeqCst) < MAX_READERS;
        let seat = Self;
        // Dropping the seat gives back what was added.
        taken.then_some(seat)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        READERS.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Runs `work` on a thread of its own, within `limit`.
fn bounded(
    work: impl FnOnce() -> Result<ParsedResume, ResumeError> + Send + 'static,
    on_panic: ResumeError,
    limit: Duration,
) -> Result<ParsedResume, ResumeError> {
    let seat = Seat::take().ok_or(ResumeError::Busy)?;
    let (sender, receiver) = mpsc::sync_channel(1);
    let reader = std::thread::Builder::new().name("resume-reader".to_owned()).stack_size(READER_STACK_BYTES);
    let spawned = reader.spawn(move || {
        let outcome = catch_unwind(AssertUnwindSafe(work));
        drop(seat);
        // Nobody listens any more when the reader was given up on.
        let _ = sender.send(outcome.unwrap_or(Err(on_panic)));
    });
    if spawned.is_err() {
        return Err(ResumeError::Busy);
    }
    receiver.recv_timeout(limit).unwrap_or(Err(ResumeError::TooSlow))
}

/// What the bytes are.
fn sniff(bytes: &[u8], file_name: &str) -> Result<ResumeKind, ResumeError> {
    // A PDF may have up to 1,024 bytes of something else before its header.
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(ResumeKind::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(ResumeKind::Docx);
    }
    // The old compound format: Word before 2007, or a DOCX sealed with a password.
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let sealed: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(sealed.len()).any(|window| window == sealed) {
            return Err(ResumeError::EncryptedDocx);
        }
        let name = "The old Word format (.doc)".to_owned();
        return Err(ResumeError::UnsupportedType { name });
    }
    let extension = file_name.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    let text = decode(bytes);
    let Some(text) = text else {
        return Err(match extension.as_str() {
            "pdf" => ResumeError::UnreadablePdf,
            "docx" => ResumeError::UnreadableDocx,
            _ => ResumeError::UnsupportedType { name: shown(file_name) },
        });
    };
    let rich_text = text.starts_with("{\\rtf");
    if extension == "json" || (text.trim_start().starts_with('{') && !rich_text) {
        return Ok(ResumeKind::JsonResume);
    }
    let looks_marked_up = text.trim_start().starts_with('<') || rich_text;
    match extension.as_str() {
        "pdf" => Err(ResumeError::UnreadablePdf),
        "docx" => Err(ResumeError::UnreadableDocx),
        _ if looks_marked_up => Err(ResumeError::UnsupportedType { name: shown(file_name) }),
        _ => Ok(ResumeKind::Text),
    }
}

/// A file's name for a sentence, without its path and not too long.
fn shown(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
    if name.is_empty() { "This file".to_owned() } else { name }
}

/// Bytes as text: UTF-8, UTF-16 with a mark, or Latin-1 when nothing speaks against it.
fn decode(bytes: &[u8]) -> Option<String> {
    let utf16 = |big: bool| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|pair| {
                if big {
                    u16::from_be_bytes([pair[0], pair[1]])
                } else {
                    u16::from_le_bytes([pair[0], pair[1]])
                }
            })
            .collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, ..] => return utf16(false),
        [0xfe, 0xff, ..] => return utf16(true),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let binary = bytes.iter().filter(|byte| **byte < 9 || (14..27).contains(*byte)).count();
    if binary * 200 > bytes.len() {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => {
            let high = bytes.iter().filter(|byte| **byte >= 0x80).count();
            (high * 5 < bytes.len()).then(|| bytes.iter().map(|byte| char::from(*byte)).collect())
        }
    }
}

fn read_kind(bytes: &[u8], kind: ResumeKind) -> Result<ParsedResume, ResumeError> {
    let (lines, links) = match kind {
        ResumeKind::Pdf => pdf::read(bytes).map(|read| (read.lines, read.links))?,
        ResumeKind::Docx => docx::read(bytes).map(|read| (read.lines, read.links))?,
        ResumeKind::Text => (plain::read(&decode(bytes).unwrap_or_default()), Vec::new()),
        ResumeKind::JsonResume => {
            let text = decode(bytes).unwrap_or_default();
            let (resume, warnings) = json_resume::read(&text)?;
            let text = json_resume::as_text(&resume);
            return Ok(ParsedResume { resume, warnings, text, kind });
        }
    };
    let lines: Vec<Line> =
        lines.into_iter().map(|line| Line { text: mojibake::repair(&line.text), ..line }).collect();
    let lines = capped(lines);
    let text = as_text(&lines);
    let mut resume = structure::resume(&lines, &links);
    let mut warnings = structure::warnings(&resume);
    resume.work.truncate(crate::limits::MAX_LIST);
    if text.chars().filter(|c| *c == '\u{fffd}').count() * 20 > text.chars().count() {
        warnings.push(
            "Some letters of the file could not be read; check the spelling of what was found.".to_owned(),
        );
    }
    Ok(ParsedResume { resume, warnings, text, kind })
}

/// At most [`MAX_LINES`] lines and [`MAX_TEXT_CHARS`] characters.
fn capped(lines: Vec<Line>) -> Vec<Line> {
    let mut left = MAX_TEXT_CHARS;
    lines
        .into_iter()
        .take(MAX_LINES)
        .take_while(|line| {
            let cost = line.text.chars().count() + 1;
            let fits = cost <= left;
            left = left.saturating_sub(cost);
            fits
        })
        .collect()
}

/// The lines as a person reads them, paragraphs joined.
fn as_text(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        if line.continues {
            text.push(' ');
        } else if !text.is_empty() {
            text.push_str(if line.gap_above { "\n\n" } else { "\n" });
        }
        if line.bullet {
            text.push_str("- ");
        }
        text.push_str(&line.readable());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nothing() -> ParsedResume {
        let (resume, warnings, text) = (Resume::default(), Vec::new(), String::new());
        ParsedResume { resume, warnings, text, kind: ResumeKind::Text }
    }

    #[test]
    fn a_reader_that_panics_or_dawdles_is_a_named_error_and_gives_its_seat_back() {
        let short = Duration::from_millis(20);
        let panicked =
            bounded(|| panic!("a parser's mistake"), ResumeError::UnreadablePdf, Duration::from_secs(5));
        assert_eq!(panicked, Err(ResumeError::UnreadablePdf));
        let (release, held) = mpsc::channel::<()>();
        let held = std::sync::Arc::new(std::sync::Mutex::new(held));
        let wait = |held: &std::sync::Arc<std::sync::Mutex<mpsc::Receiver<()>>>| {
            let held = std::sync::Arc::clone(held);
            move || {
                let _ = held.lock().map(|held| held.recv());
                Ok(nothing())
            }
        };
        for _ in 0..MAX_READERS {
            assert_eq!(bounded(wait(&held), ResumeError::UnreadablePdf, short), Err(ResumeError::TooSlow));
        }
        // Those given up on still hold their seats, so nobody else can pile up behind them.
        assert_eq!(bounded(|| Ok(nothing()), ResumeError::UnreadablePdf, short), Err(ResumeError::Busy));
        drop(release);
        // Ends: every reader is released and gives its seat back as it returns.
        while READERS.load(Ordering::SeqCst) > 0 {
            std::thread::yield_now();
        }
        assert!(bounded(|| Ok(nothing()), ResumeError::UnreadablePdf, Duration::from_secs(5)).is_ok());
    }
}
