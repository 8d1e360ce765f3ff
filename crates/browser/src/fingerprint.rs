//! When two requests say the same thing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::profile::contains;

/// The body of a request as far as the browser shows it: files are left out, and a browser may hide the rest.
pub(crate) struct SeenBody {
    bytes: Vec<u8>,
    /// Part of the body is not shown.
    pub hidden: bool,
}

impl SeenBody {
    /// Reads the body out of a `Network.Request`.
    pub fn of(request: &Value) -> Self {
        let mut bytes = Vec::new();
        let mut hidden = false;
        match request["postDataEntries"].as_array() {
            Some(entries) => {
                for entry in entries {
                    match entry["bytes"].as_str().map(|text| STANDARD.decode(text)) {
                        Some(Ok(part)) => bytes.extend(part),
                        _ => {
                            hidden = true;
                            bytes.push(0);
                        }
                    }
                }
            }
            None => {
                if let Some(text) = request["postData"].as_str() {
                    bytes.extend_from_slice(text.as_bytes());
                } else {
                    hidden = request["hasPostData"] == true;
                }
            }
        }
        Self { bytes, hidden }
    }

    /// Whether the visible part carries `text`, plain or percent-encoded.
    pub fn carries(&self, text: &str) -> bool {
        carries(&self.bytes, text)
    }
}

/// Whether `haystack` contains `text` as it is, percent-encoded, or form-encoded.
pub(crate) fn carries(haystack: &[u8], text: &str) -> bool {
    let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let percent = encoded.replace('+', "%20");
    [text, &encoded, &percent].iter().any(|needle| contains(haystack, needle.as_bytes()))
}

/// sha256 over method, URL and body. The boundary of a multipart body is random in each request and is left out, so
/// that a page that sends its form twice sends twice the same.
pub(crate) fn fingerprint(method: &str, url: &str, content_type: &str, body: &SeenBody) -> String {
    let mut hash = Sha256::new();
    hash.update(method.as_bytes());
    hash.update([0]);
    hash.update(url.as_bytes());
    hash.update([0]);
    match boundary(content_type) {
        Some(boundary) => {
            for part in split(&body.bytes, boundary.as_bytes()) {
                hash.update(part);
                hash.update([0]);
            }
        }
        None => hash.update(&body.bytes),
    }
    hex::encode(hash.finalize())
}

fn boundary(content_type: &str) -> Option<&str> {
    if !content_type.to_ascii_lowercase().starts_with("multipart/form-data") {
        return None;
    }
    let (_, value) = content_type.split_once("boundary=")?;
    Some(value.split(';').next()?.trim_matches('"')).filter(|value| !value.is_empty())
}

fn split<'a>(mut bytes: &'a [u8], separator: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    while let Some(at) = bytes.windows(separator.len()).position(|window| window == separator) {
        parts.push(&bytes[..at]);
        bytes = &bytes[at + separator.len()..];
    }
    parts.push(bytes);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn print(content_type: &str, body: &str) -> String {
        let body = SeenBody::of(&json!({ "postData": body }));
        fingerprint("POST", "https://jobs.example/apply", content_type, &body)
    }

    #[test]
    fn the_random_boundary_of_a_form_does_not_make_it_another_form() {
        let form = |b: &str, name: &str| {
            print(
                &format!("multipart/form-data; boundary={b}"),
                &format!("--{b}\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n{name}\r\n--{b}--\r\n"),
            )
        };
        assert_eq!(form("----A1", "Ada"), form("----B2", "Ada"));
        assert_ne!(form("----A1", "Ada"), form("----A1", "Grace"));
    }

    #[test]
    fn other_bodies_are_other_requests() {
        assert_ne!(print("text/plain", "a"), print("text/plain", "b"));
    }

    #[test]
    fn a_tell_tale_is_found_in_every_encoding() {
        for body in [
            "email=ada+x%40mail.example",
            "email=ada%2Bx%40mail.example",
            "{\"email\":\"ada+x@mail.example\"}",
        ] {
            let seen = SeenBody::of(&json!({ "postData": body }));
            assert_eq!(seen.carries("ada+x@mail.example"), body != "email=ada+x%40mail.example", "{body}");
        }
    }

    #[test]
    fn a_body_the_browser_hides_is_known_to_be_hidden() {
        assert!(SeenBody::of(&json!({ "hasPostData": true })).hidden);
        assert!(SeenBody::of(&json!({ "postDataEntries": [{}] })).hidden);
        assert!(!SeenBody::of(&json!({ "postData": "x" })).hidden);
    }
}
