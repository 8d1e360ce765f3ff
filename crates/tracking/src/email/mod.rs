//! A raw message made readable: who, when, what about, and the text a person would see.
//!
//! Mail is written by strangers. Nothing here trusts it: sizes are bounded, nothing panics, no
//! link is fetched, no header decides anything by itself. What a message *means* is the business of
//! [`classify`](crate::classify), what it *proves* that of [`auth`].

pub mod auth;
mod html;
mod nesting;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use mail_parser::{Address, HeaderName, HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use sha2::{Digest, Sha256};

pub use html::html_to_text;
pub use text::links_in;

/// A message longer than this is read up to here. Resumes and portfolios travel as attachments of
/// some megabytes; what matters to us stands before them.
pub const MAX_MAIL_BYTES: usize = 16 * 1024 * 1024;
/// The text kept of a body. The longest real answers have a few thousand characters.
pub const MAX_BODY_CHARS: usize = 40_000;
/// A subject, name or address is cut to this.
pub const MAX_LINE_CHARS: usize = 998;
/// How many addresses, references or links are kept of a message.
pub const MAX_LIST: usize = 50;
/// How many calendar attachments are read.
pub const MAX_CALENDARS: usize = 5;
/// How large one calendar attachment may be.
pub const MAX_CALENDAR_BYTES: usize = 512 * 1024;
/// PostgreSQL refuses to index more than some 2,700 bytes; real identifiers have under 200.
const MAX_KEY_BYTES: usize = 500;
/// How many Authentication-Results headers are looked at.
const MAX_AUTH_RESULTS: usize = 20;

/// Someone's name and address, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// The name before the address, or nothing.
    pub name: String,
    /// The address, in lower case.
    pub address: String,
}

impl Mailbox {
    /// What stands after the `@`.
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl std::fmt::Display for Mailbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.name.is_empty(), self.address.is_empty()) {
            (true, _) => f.write_str(&self.address),
            (false, true) => f.write_str(&self.name),
            (false, false) => write!(f, "{} <{}>", self.name, self.address),
        }
    }
}

/// What was understood of a message. Every field is empty when the message does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedMail {
    /// Identifies the message for good: its Message-ID, or a hash of its bytes when it has none.
    pub external_id: String,
    /// The Message-ID without angle brackets.
    pub message_id: Option<String>,
    /// The messages this one answers, from In-Reply-To and References, nearest first.
    pub replies_to: Vec<String>,
    /// Who wrote it.
    pub from: Mailbox,
    /// Where an answer goes, when that differs.
    pub reply_to: Option<Mailbox>,
    /// Everyone it was delivered to: To, Cc, Delivered-To, X-Original-To; in lower case.
    pub recipients: Vec<String>,
    /// The subject, decoded.
    pub subject: String,
    /// When it was written, by its own word.
    pub date: Option<DateTime<Utc>>,
    /// The text a person reads; HTML made plain.
    pub body: String,
    /// Addresses of pages in the text and behind its links.
    pub links: Vec<String>,
    /// The text of each attached or inline calendar file.
    pub calendars: Vec<String>,
    /// Sent to a list: carries List-Unsubscribe or List-Id, or calls itself bulk.
    pub bulk: bool,
    /// Written by a program: an automatic reply.
    pub auto_submitted: bool,
    /// The Authentication-Results headers, topmost (latest) first, unfolded.
    pub authentication_results: Vec<String>,
}

/// Reads a message. Never fails: what cannot be read is empty.
pub fn parse(raw: &[u8]) -> ParsedMail {
    let raw = &raw[..raw.len().min(MAX_MAIL_BYTES)];
    // Fuzzers have found panics in MIME parsers within seconds; one poisoned message must not stop
    // the reading of a mailbox for good.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let shallow = nesting::shallow(raw);
        MessageParser::default().parse(&*shallow).map(|message| read(&message))
    }));
    let mut mail = parsed.ok().flatten().unwrap_or_default();
    mail.external_id = match &mail.message_id {
        Some(id) => key(id),
        None => format!("sha256:{}", hex::encode(Sha256::digest(raw))),
    };
    mail
}

/// An identifier that a stranger chose, fit for an index: a longer one is its hash.
pub fn key(id: &str) -> String {
    match id.len() <= MAX_KEY_BYTES {
        true => id.to_owned(),
        false => format!("sha256:{}", hex::encode(Sha256::digest(id))),
    }
}

fn read(message: &Message<'_>) -> ParsedMail {
    let mut mail = ParsedMail {
        message_id: message.message_id().map(line).filter(|id| !id.is_empty()),
        replies_to: replies_to(message),
        from: message.from().or_else(|| message.sender()).and_then(first_mailbox).unwrap_or_default(),
        reply_to: message.reply_to().and_then(first_mailbox),
        recipients: recipients(message),
        subject: message.subject().map(line).unwrap_or_default(),
        date: message.date().and_then(instant),
        ..ParsedMail::default()
    };
    for header in message.headers() {
        let raw = || raw_header(message, header);
        match &header.name {
            HeaderName::ListUnsubscribe | HeaderName::ListId => mail.bulk = true,
            HeaderName::Other(name) if name.eq_ignore_ascii_case("precedence") => {
                mail.bulk |= matches!(raw().to_ascii_lowercase().as_str(), "bulk" | "list" | "junk");
            }
            HeaderName::Other(name) if name.eq_ignore_ascii_case("auto-submitted") => {
                mail.auto_submitted |= raw().to_ascii_lowercase().starts_with("auto-replied");
            }
            name if name.as_str().eq_ignore_ascii_case("authentication-results")
                && mail.authentication_results.len() < MAX_AUTH_RESULTS =>
            {
                mail.authentication_results.push(raw());
            }
            _ => {}
        }
    }
    let (body, links) = text::visible(message);
    mail.body = body;
    mail.links = links;
    collect_calendars(message, &mut mail.calendars);
    mail
}

fn raw_header(message: &Message<'_>, header: &mail_parser::Header<'_>) -> String {
    let span = header.offset_start as usize..header.offset_end as usize;
    let bytes = message.raw_message.get(span).unwrap_or_default();
    let text = String::from_utf8_lossy(bytes);
    let unfolded: Vec<&str> = text.split_whitespace().collect();
    unfolded.join(" ")
}

fn first_mailbox(address: &Address<'_>) -> Option<Mailbox> {
    let first = address.iter().next()?;
    Some(Mailbox {
        name: first.name.as_deref().map(line).unwrap_or_default(),
        address: first.address.as_deref().map(line).unwrap_or_default().to_lowercase(),
    })
}

fn recipients(message: &Message<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |address: &str| {
        let address = line(address.trim_matches(['<', '>', ' '])).to_lowercase();
        if address.contains('@') && !found.contains(&address) && found.len() < MAX_LIST {
            found.push(address);
        }
    };
    let listed = [message.to(), message.cc()];
    for address in listed.into_iter().flatten().flat_map(Address::iter) {
        add(address.address.as_deref().unwrap_or_default());
    }
    for header in message.headers() {
        let name = header.name.as_str();
        if name.eq_ignore_ascii_case("delivered-to") || name.eq_ignore_ascii_case("x-original-to") {
            add(&raw_header(message, header));
        }
    }
    found
}

fn replies_to(message: &Message<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let references = ids(message.references());
    for id in ids(message.in_reply_to()).into_iter().chain(references.into_iter().rev()) {
        if !found.contains(&id) && found.len() < MAX_LIST {
            found.push(id);
        }
    }
    found
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => vec![line(id)],
        HeaderValue::TextList(list) => list.iter().map(|id| line(id)).collect(),
        _ => Vec::new(),
    }
}

/// `None` when the date is impossible, such as 31 February.
fn instant(date: &mail_parser::DateTime) -> Option<DateTime<Utc>> {
    let day = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())?;
    // A leap second counts as the one before it.
    let time = day.and_hms_opt(date.hour.into(), date.minute.into(), date.second.min(59).into())?;
    let offset = TimeDelta::minutes(i64::from(date.tz_hour) * 60 + i64::from(date.tz_minute));
    let utc = match date.tz_before_gmt {
        true => time.checked_add_signed(offset)?,
        false => time.checked_sub_signed(offset)?,
    };
    Some(utc.and_utc())
}

fn collect_calendars(message: &Message<'_>, found: &mut Vec<String>) {
    for part in &message.parts {
        if found.len() >= MAX_CALENDARS {
            return;
        }
        if let PartType::Message(nested) = &part.body {
            collect_calendars(nested, found);
            continue;
        }
        let says_calendar = part.content_type().is_some_and(|kind| {
            let subtype = kind.subtype().unwrap_or_default();
            subtype.eq_ignore_ascii_case("calendar") || subtype.eq_ignore_ascii_case("ics")
        });
        let named_ics =
            part.attachment_name().is_some_and(|name| name.to_ascii_lowercase().ends_with(".ics"));
        if !(says_calendar || named_ics) {
            continue;
        }
        let text = match &part.body {
            PartType::Text(text) | PartType::Html(text) => text.to_string(),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                String::from_utf8_lossy(bytes).into_owned()
            }
            PartType::Message(_) | PartType::Multipart(_) => continue,
        };
        // Mailers put the same invitation in as an alternative body and as an attachment.
        if text.len() <= MAX_CALENDAR_BYTES && !found.contains(&text) {
            found.push(text);
        }
    }
}

/// One line of bounded length, without control characters: PostgreSQL takes no NUL.
fn line(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(MAX_LINE_CHARS).collect()
}
