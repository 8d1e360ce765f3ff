//! Postings from a file: JSON lines, a JSON list, a saved answer of a board's API, or a saved web page.
//! Lines are read one by one, so that the size of a file does not matter; a bad line is told and skipped.

use std::io::{self, BufRead, Read};

use domain::Posting;
use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::board::{Context, Parsed, Unreadable};
use crate::{json_ld, row};

/// The longest line of a JSON-lines file.
pub const MAX_LINE_BYTES: usize = 4 * 1024 * 1024;
/// The largest file that has to be read whole: a list, a board's answer, a page.
pub const MAX_DOCUMENT_BYTES: usize = 256 * 1024 * 1024;

/// An entry that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bad {
    /// The line in a file of lines, the position in a list; from 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}

/// The entries of a file, in order.
pub type Entries<'r> = Box<dyn Iterator<Item = Result<Posting, Bad>> + Send + 'r>;

/// Reads the postings of a file. `name` is the file's name, or the address it was fetched from.
///
/// Fails only when the file cannot be read at all, or is neither JSON nor a web page.
pub fn read<'r>(mut reader: impl BufRead + Send + 'r, name: &str) -> io::Result<Entries<'r>> {
    let context = Context { company: String::new(), page_url: address_of(name) };
    let mut start = Vec::new();
    // The first line that is not empty tells what this is.
    while start.iter().all(u8::is_ascii_whitespace) {
        if line(&mut reader, &mut start, MAX_DOCUMENT_BYTES)? == 0 {
            return Ok(Box::new(std::iter::empty()));
        }
    }
    let blank = start.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    let first: &[u8] = start[blank..].strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start[blank..]);
    let lines_before = start.iter().filter(|byte| **byte == b'\n').count() as u64;
    let as_line = serde_json::from_slice::<Value>(first);
    if first.starts_with(b"{")
        && (as_line.as_ref().is_ok_and(|value| !is_board_answer(value)) || is_cut_line(first, &as_line))
    {
        let number = if start.ends_with(b"\n") { lines_before } else { lines_before + 1 };
        return Ok(Box::new(Lines {
            reader,
            context,
            first: Some(first.to_vec()),
            number: number.saturating_sub(1),
            done: false,
        }));
    }
    let mut document = first.to_vec();
    reader.take(MAX_DOCUMENT_BYTES as u64 + 1).read_to_end(&mut document)?;
    if document.len() > MAX_DOCUMENT_BYTES {
        let limit = MAX_DOCUMENT_BYTES / 1024 / 1024;
        return Err(invalid(format!(
            "The file is one document of more than {limit} MB. Split it, or write one posting per line."
        )));
    }
    whole(&document, &context)
}

/// A broken first line of a file of lines: it is a line all the same, if it looks as if it held a whole object.
fn is_cut_line(first: &[u8], read: &serde_json::Result<Value>) -> bool {
    let ends = first.trim_ascii_end();
    read.as_ref().is_err_and(|error| !error.is_eof()) && ends.ends_with(b"}") && ends.len() > 2
}

fn is_board_answer(value: &Value) -> bool {
    value.get("jobs").is_some_and(Value::is_array) || value.get("@graph").is_some()
}

fn whole(document: &[u8], context: &Context) -> io::Result<Entries<'static>> {
    if document.starts_with(b"<") {
        let parsed = json_ld::parse(document, context).map_err(|error| invalid(error.to_string()))?;
        if parsed.postings.is_empty() && parsed.rejected.is_empty() {
            return Err(invalid("The page holds no postings in schema.org form.".to_owned()));
        }
        return Ok(entries_of(parsed));
    }
    match serde_json::from_slice(document)
        .map_err(|error| invalid(format!("The file is neither JSON nor a web page: {error}.")))?
    {
        Value::Array(values) => {
            let context = context.clone();
            let numbered = values.into_iter().zip(1..);
            Ok(Box::new(
                numbered.map(move |(value, line)| {
                    row::posting(&value, &context).map_err(|why| Bad { line, why })
                }),
            ))
        }
        answer => {
            board_answer(&answer, context).map(entries_of).map_err(|error| invalid(format!("{error}.")))
        }
    }
}

/// A saved answer that wraps its list of postings.
fn board_answer(answer: &Value, context: &Context) -> Result<Parsed, Unreadable> {
    let jobs = answer.get("jobs").and_then(Value::as_array);
    let rejected = |why| crate::Rejected { external_id: None, why };
    match jobs.filter(|jobs| !jobs.is_empty()) {
        Some(jobs) => {
            let listed = jobs.iter().filter(|job| crate::field::flag(job, &["isListed"]) != Some(false));
            Ok(Parsed::gather(listed.map(|job| row::posting(job, context).map_err(rejected))))
        }
        None if jobs.is_some() => Ok(Parsed::default()),
        None if answer.get("@graph").is_some() || json_ld::is_posting(answer) => {
            json_ld::parse(answer.to_string().as_bytes(), context)
        }
        None => row::posting(answer, context)
            .map(|posting| Parsed { postings: vec![posting], ..Parsed::default() })
            .map_err(|_| Unreadable::OtherShape("it holds no list of jobs")),
    }
}

fn entries_of(parsed: Parsed) -> Entries<'static> {
    let bad =
        parsed.rejected.into_iter().zip(1..).map(|(rejected, line)| Err(Bad { line, why: rejected.why }));
    Box::new(parsed.postings.into_iter().map(Ok).chain(bad))
}

struct Lines<R> {
    reader: R,
    context: Context,
    first: Option<Vec<u8>>,
    number: u64,
    done: bool,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Posting, Bad>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let mut bytes = self.first.take().unwrap_or_default();
            let read = if bytes.is_empty() {
                line(&mut self.reader, &mut bytes, MAX_LINE_BYTES)
            } else {
                Ok(bytes.len())
            };
            self.number += 1;
            let bad = |why: String| Some(Err(Bad { line: self.number, why }));
            match read {
                Ok(0) => self.done = true,
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) if bytes.len() > MAX_LINE_BYTES => {
                    return bad(format!("The line is longer than {} MB.", MAX_LINE_BYTES / 1024 / 1024));
                }
                Ok(_) => {
                    let value = serde_json::from_slice::<Value>(&bytes)
                        .map_err(|error| format!("The line is not JSON: {error}."));
                    let posting = value.and_then(|value| row::posting(&value, &self.context));
                    return posting.map_or_else(bad, |posting| Some(Ok(posting)));
                }
                Err(error) => {
                    self.done = true;
                    return bad(format!("The file could not be read further: {error}."));
                }
            }
        }
        None
    }
}

/// Reads a line, keeping one byte more than the limit of it and skipping the rest.
fn line(reader: &mut impl BufRead, into: &mut Vec<u8>, limit: usize) -> io::Result<usize> {
    let mut total = 0;
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(total);
        }
        let end = bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let taken = end.unwrap_or(bytes.len());
        let room = (limit + 1).saturating_sub(into.len());
        into.extend_from_slice(&bytes[..taken.min(room)]);
        reader.consume(taken);
        total += taken;
        if end.is_some() {
            return Ok(total);
        }
    }
}

/// The address of a page that was fetched; a saved file has none, and its relative links lead nowhere.
fn address_of(name: &str) -> Url {
    Url::parse(name)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .unwrap_or_else(|| Url::parse("https://import.invalid/").expect("the address is a literal"))
}

fn invalid(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}
