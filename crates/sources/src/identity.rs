//! When two postings are the same one: by content, for noticing changes, and by what a reader would call
//! the same job, for not showing it twice.

use domain::Posting;
use domain::text::fold;
use domain::vacancy::Print;
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::jobs::JobContent;
use url::Url;

/// Query parameters that say where a visitor came from and nothing about the page.
const TRACKING: &[&str] =
    &["gh_src", "lever-source", "lever-origin", "source", "src", "ref", "referrer", "fbclid", "gclid"];

/// An address without its fragment and tracking parameters, so that one page has one address.
pub fn canonical(url: &Url) -> Url {
    let mut clean = url.clone();
    clean.set_fragment(None);
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| !key.starts_with("utm_") && !TRACKING.contains(&key.to_ascii_lowercase().as_str()))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    if url.query().is_some() && kept.len() < url.query_pairs().count() {
        clean.set_query(None);
        if !kept.is_empty() {
            clean.query_pairs_mut().extend_pairs(kept);
        }
    }
    clean
}

/// SHA-256 over everything a reader of the posting would see, in hex. The time of publication is left
/// out: boards move it to look fresh, and nothing changed by that.
pub fn content_hash(posting: &Posting) -> String {
    let mut hash = Sha256::new();
    let texts = [
        &posting.title,
        &posting.company,
        &posting.location,
        &posting.description,
        &posting.url,
        &posting.apply_url,
    ];
    texts.into_iter().for_each(|text| part(&mut hash, text));
    posting.places.iter().for_each(|place| part(&mut hash, place));
    part(&mut hash, &json(&(posting.ats, posting.remote, posting.employment_type, posting.level)));
    part(&mut hash, &json(&(&posting.pay, &posting.language, posting.valid_through)));
    part(&mut hash, &json(&(&posting.languages, posting.visa, &posting.clearance)));
    hex::encode(hash.finalize())
}

/// The same for postings that say the same on whatever board: employer, title, place and text, without
/// case and punctuation. What is the same vacancy beyond that is told by [`domain::vacancy`]. A posting without a text is only the same as itself, since a title in a town is
/// no proof.
pub fn dedupe_key(posting: &Posting) -> String {
    key_with(posting, &fold(&posting.description))
}

/// A posting with everything it is recognised and found by; each text is folded once.
pub fn content(posting: Posting) -> JobContent {
    let text = fold(&posting.description);
    let head = fold(&format!("{} {} {}", posting.title, posting.company, posting.places.join(" ")));
    JobContent {
        content_hash: content_hash(&posting),
        dedupe_key: key_with(&posting, &text),
        print: Print::of(&posting),
        search_text: format!("{head} {text}"),
        posting,
    }
}

fn key_with(posting: &Posting, text: &str) -> String {
    if text.is_empty() {
        return short_hash(&[
            "no text",
            &posting.external_id,
            &posting.url,
            &posting.company,
            &posting.title,
            &posting.location,
        ]);
    }
    short_hash(&[&fold(&posting.company), &fold(&posting.title), &fold(&posting.location), text])
}

/// SHA-256 over texts, in hex, cut to 128 bits.
pub(crate) fn short_hash(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    texts.iter().for_each(|text| part(&mut hash, text));
    hex::encode(&hash.finalize()[..16])
}

/// Each text with its length, so that no two lists of texts give the same bytes.
fn part(hash: &mut Sha256, text: &str) {
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text.as_bytes());
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain fields can always be written as JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_loses_only_what_is_not_the_page() {
        let clean = |text: &str| canonical(&text.parse().unwrap()).to_string();
        assert_eq!(
            clean("https://a.example/jobs/1?utm_source=x&id=7&gh_src=y#apply"),
            "https://a.example/jobs/1?id=7"
        );
        assert_eq!(clean("https://a.example/jobs/1?id=a%20b"), "https://a.example/jobs/1?id=a%20b");
        assert_eq!(clean("https://a.example/jobs/1?ref=mail"), "https://a.example/jobs/1");
    }
}
