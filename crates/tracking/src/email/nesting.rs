//! Messages inside messages, kept shallow.
//!
//! The mail library puts each into the one around it and takes them apart again by recursion: some
//! twenty thousand, half a megabyte, end the whole program. So the headers that would nest further are
//! made harmless before it sees them. Message parts that are encoded, against RFC 2046, and digests
//! are not followed at all: what they hold cannot be counted here.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

/// A mail that was forwarded more often than this is read up to here.
const MAX_MESSAGES: usize = 20;
/// How far a header reaches, and how far around it the others of its block are looked for.
const MAX_BLOCK_BYTES: usize = 64 * 1024;

static CONTENT_TYPE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i-u)content-type").expect("the regex is a literal"));
static MESSAGE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i-u)message").expect("the regex is a literal"));
static DIGEST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i-u)digest").expect("the regex is a literal"));
static ENCODING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i-u)content-transfer-encoding").expect("the regex is a literal"));
static BLANK_LINE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)\n\r?\n").expect("the regex is a literal"));

/// The message with what nests too deep made harmless; nearly always the message itself.
pub(super) fn shallow(raw: &[u8]) -> Cow<'_, [u8]> {
    let mut harmless: Vec<Range<usize>> = Vec::new();
    let mut messages = 0;
    for found in CONTENT_TYPE.find_iter(raw) {
        let value = found.end()..end_of_header(raw, found.end());
        harmless.extend(DIGEST.find_iter(&raw[value.clone()]).map(|word| shifted(&word, value.start)));
        let words: Vec<Range<usize>> =
            MESSAGE.find_iter(&raw[value.clone()]).map(|word| shifted(&word, value.start)).collect();
        if words.is_empty() {
            continue;
        }
        messages += 1;
        if messages > MAX_MESSAGES {
            harmless.extend(words);
        } else {
            let block = block_around(raw, found.start());
            harmless.extend(ENCODING.find_iter(&raw[block.clone()]).map(|word| shifted(&word, block.start)));
        }
    }
    if harmless.is_empty() {
        return Cow::Borrowed(raw);
    }
    let mut copy = raw.to_vec();
    for place in harmless {
        copy[place].fill(b'x');
    }
    Cow::Owned(copy)
}

fn shifted(found: &regex::bytes::Match<'_>, by: usize) -> Range<usize> {
    found.start() + by..found.end() + by
}

/// Where the header that holds `at` ends: at a line break that no space follows.
fn end_of_header(raw: &[u8], at: usize) -> usize {
    let limit = raw.len().min(at + MAX_BLOCK_BYTES);
    let mut breaks = (at..limit).filter(|place| raw[*place] == b'\n');
    breaks.find(|place| !matches!(raw.get(place + 1), Some(b' ' | b'\t'))).unwrap_or(limit)
}

/// The block of headers around `at`, from blank line to blank line.
fn block_around(raw: &[u8], at: usize) -> Range<usize> {
    let from = at.saturating_sub(MAX_BLOCK_BYTES);
    let start = BLANK_LINE.find_iter(&raw[from..at]).last().map_or(from, |blank| from + blank.end());
    let limit = raw.len().min(at + MAX_BLOCK_BYTES);
    let end = BLANK_LINE.find(&raw[at..limit]).map_or(limit, |blank| at + blank.start());
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::{Message, MessageParser, PartType};

    fn depth(raw: &[u8]) -> usize {
        fn of(message: &Message<'_>) -> usize {
            let inner = message.parts.iter().map(|part| match &part.body {
                PartType::Message(nested) => 1 + of(nested),
                _ => 0,
            });
            inner.max().unwrap_or(0)
        }
        MessageParser::default().parse(&*shallow(raw)).map_or(0, |message| of(&message))
    }

    #[test]
    fn ordinary_mail_is_left_as_it_is() {
        for raw in [
            &b"Subject: a message\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGk="[..],
            b"Message-ID: <a@b>\nContent-Transfer-Encoding: base64\nContent-Type: multipart/mixed; boundary=b\n\nmessage",
            b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nhi",
        ] {
            assert!(matches!(shallow(raw), Cow::Borrowed(_)), "{}", String::from_utf8_lossy(raw));
        }
    }

    #[test]
    fn nesting_stops_in_whatever_way_it_is_written() {
        let plain = |header: &str| format!("{}hi", header.repeat(60));
        assert_eq!(depth(plain("Content-Type: message/rfc822\r\n\r\n").as_bytes()), MAX_MESSAGES);
        for header in [
            "CONTENT-TYPE:MESSAGE/RFC822\n\n",
            "Content-Type: message/global\r\n\r\n",
            "Content-Type:\r\n message/rfc822; x=y\r\n\r\n",
            "Content-Type : (c) message (c) / (c) rfc822\r\n\r\n",
            "Content-Type: mes(c)sage/rfc822\r\n\r\n",
            "Content-Type: \"message\"/\"rfc822\"\r\n\r\n",
            "Content-Type: =?utf-8?Q?message?=/rfc822\r\n\r\n",
            "Content-Type: =?utf-8?Q?m=65ssage/rfc822?=\r\n\r\n",
        ] {
            assert!(depth(plain(header).as_bytes()) <= MAX_MESSAGES, "{header:?}");
        }
        let digests = "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n".repeat(60);
        assert!(depth(digests.as_bytes()) <= MAX_MESSAGES);
        // "Content-Type: message/rfc822" and a blank line, encoded.
        let inner = "Q29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMg0KDQo=";
        for headers in [
            "Content-Transfer-Encoding: base64\r\nContent-Type: message/rfc822",
            "Content-Type: message/rfc822\r\nX: y\r\nContent-Transfer-Encoding: base64",
        ] {
            assert!(depth(format!("{headers}\r\n\r\n{inner}").as_bytes()) <= 1, "{headers}");
        }
    }
}
