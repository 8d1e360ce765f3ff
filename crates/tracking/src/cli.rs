//! The classifier as a plain tool: files in, one JSON object per line out.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::classify::{Classified, MailText, classify};
use crate::{email, sync};

/// A line of a `.jsonl` longer than this is reported and skipped.
const MAX_LINE_BYTES: u64 = 32 * 1024 * 1024;

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Mails judged.
    pub classified: u64,
    /// Files or lines that could not be read; each was named on standard error.
    pub unreadable: u64,
}

#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    #[serde(default)]
    subject: Option<String>,
    #[serde(default)]
    sender: Option<String>,
    #[serde(default)]
    body: Option<String>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a serde_json::Value,
    #[serde(flatten)]
    classified: Classified,
}

/// Judges each `.eml` (its id is the file's name) and each line of each `.jsonl` in `paths`, and
/// writes one answer per line to `out`. What cannot be read is told on standard error and counted;
/// only a failing `out` is an error.
pub fn classify_files(paths: &[PathBuf], out: &mut dyn Write) -> io::Result<Summary> {
    let mut summary = Summary::default();
    for path in paths {
        let is_lines = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("jsonl"));
        let outcome =
            if is_lines { lines(path, out, &mut summary) } else { message(path, out, &mut summary) };
        match outcome {
            Ok(()) => {}
            Err(Failure::Output(error)) => return Err(error),
            Err(Failure::Input(error)) => {
                summary.unreadable += 1;
                eprintln!("{}: {error}", path.display());
            }
        }
    }
    out.flush()?;
    Ok(summary)
}

enum Failure {
    Input(io::Error),
    Output(io::Error),
}

fn message(path: &Path, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Failure> {
    let mut raw = Vec::new();
    let file = File::open(path).map_err(Failure::Input)?;
    file.take(email::MAX_MAIL_BYTES as u64).read_to_end(&mut raw).map_err(Failure::Input)?;
    let classified = sync::judge(&email::parse(&raw)).0;
    let id = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    write_answer(&id.into(), classified, out).map_err(Failure::Output)?;
    summary.classified += 1;
    Ok(())
}

fn lines(path: &Path, out: &mut dyn Write, summary: &mut Summary) -> Result<(), Failure> {
    let mut reader = BufReader::new(File::open(path).map_err(Failure::Input)?);
    for number in 1.. {
        let mut raw = Vec::new();
        let read = (&mut reader).take(MAX_LINE_BYTES).read_until(b'\n', &mut raw).map_err(Failure::Input)?;
        if read == 0 {
            break;
        }
        if raw.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Line>(&raw) {
            Ok(line) => {
                let classified = classify(&MailText {
                    subject: line.subject.as_deref().unwrap_or_default(),
                    sender: line.sender.as_deref().unwrap_or_default(),
                    body: &body_text(line.body.unwrap_or_default()),
                    has_invitation: false,
                });
                write_answer(&line.id, classified, out).map_err(Failure::Output)?;
                summary.classified += 1;
            }
            Err(error) => {
                summary.unreadable += 1;
                eprintln!("{}, line {number}: {error}", path.display());
            }
        }
    }
    Ok(())
}

/// A body that is HTML is read as its text.
fn body_text(body: String) -> String {
    let start: String = body.trim_start().chars().take(15).collect::<String>().to_lowercase();
    let is_html = start.starts_with("<!doctype")
        || start.starts_with("<html")
        || body.contains("</p>")
        || body.contains("</div>");
    if is_html { email::html_to_text(&body) } else { body }
}

fn write_answer(id: &serde_json::Value, classified: Classified, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Answer { id, classified })?;
    out.write_all(b"\n")
}
