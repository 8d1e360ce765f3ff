//! How the protocol writes names, numbers and dates.

use chrono::{DateTime, Utc};

/// ` 7-Mar-2026 09:05:11 +0100`.
pub(super) fn internal_date(text: &str) -> Option<DateTime<Utc>> {
    let date = DateTime::parse_from_str(text.trim(), "%d-%b-%Y %H:%M:%S %z").ok()?;
    Some(date.to_utc())
}

/// `1,2,3` as `1:3`.
pub(super) fn set(uids: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for uid in uids {
        match runs.last_mut() {
            Some((_, end)) if end.checked_add(1) == Some(*uid) => *end = *uid,
            _ => runs.push((*uid, *uid)),
        }
    }
    let written = runs.iter().map(|(start, end)| match start == end {
        true => start.to_string(),
        false => format!("{start}:{end}"),
    });
    written.collect::<Vec<_>>().join(",")
}

/// A quoted string. Line breaks were refused before or mean nothing in a name.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars().filter(|c| !matches!(c, '\r' | '\n' | '\0')) {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

/// A folder's name in IMAP's own UTF-7 (RFC 3501, 5.1.3).
pub(super) fn encoded_folder(name: &str) -> String {
    use base64::Engine;
    let mut encoded = String::new();
    let mut pending: Vec<u8> = Vec::new();
    let flush = |pending: &mut Vec<u8>, encoded: &mut String| {
        if !pending.is_empty() {
            let text = base64::engine::general_purpose::STANDARD_NO_PAD.encode(&pending);
            encoded.push_str(&format!("&{}-", text.replace('/', ",")));
            pending.clear();
        }
    };
    for c in name.chars() {
        match c {
            ' '..='~' => {
                flush(&mut pending, &mut encoded);
                encoded.push(c);
                if c == '&' {
                    encoded.push('-');
                }
            }
            _ => pending.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes())),
        }
    }
    flush(&mut pending, &mut encoded);
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_named_as_the_protocol_wants() {
        assert_eq!(encoded_folder("INBOX"), "INBOX");
        assert_eq!(encoded_folder("Entwürfe"), "Entw&APw-rfe");
        assert_eq!(encoded_folder("R&D"), "R&-D");
        assert_eq!(encoded_folder("台北"), "&U,BTFw-");
        assert_eq!(quoted("a\"b\\c\r\nd"), "\"a\\\"b\\\\cd\"");
    }

    #[test]
    fn numbers_are_written_as_runs() {
        assert_eq!(set(&[1, 2, 3, 7, 9, 10]), "1:3,7,9:10");
        assert_eq!(set(&[u32::MAX]), "4294967295");
    }

    #[test]
    fn the_servers_date_is_read() {
        let date = internal_date(" 7-Mar-2026 09:05:11 +0100").unwrap();
        assert_eq!(date.to_rfc3339(), "2026-03-07T08:05:11+00:00");
        assert_eq!(internal_date("yesterday"), None);
    }
}
