//! Words, as a text of a language model is checked word by word: what is one, how it is compared, and what no such text
//! may hold.

use std::sync::LazyLock;

use domain::text::MONTHS;
use regex::Regex;

/// Links and addresses of any kind.
pub(crate) static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\S@\S|://|\bwww\.|\b[a-z0-9-]+\.[a-z]{2,}/").expect("the pattern is a literal")
});
/// What may be a link or the name of an employer: `booking.com`.
pub(crate) static DOMAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b[a-z0-9-]+\.(com|org|net|dev|info|biz|de|es|fr|eu|uk)\b")
        .expect("the pattern is a literal")
});

/// A word and whether a sentence begins with it.
pub(crate) struct Word<'a> {
    pub text: &'a str,
    /// With what an apostrophe or a hyphen ties to it.
    pub whole: &'a str,
    pub starts: bool,
}

impl Word<'_> {
    pub fn key(&self) -> String {
        key(self.text)
    }

    /// Written as no ordinary word is, wherever it stands: `PostgreSQL`, `AWS`, `C++`, `S3`, `node.js`.
    pub fn is_odd(&self) -> bool {
        let rest_has_capital = self.text.chars().skip(1).any(char::is_uppercase);
        let letters = self.text.chars().filter(|c| c.is_alphabetic()).count();
        let mixed = self.text.chars().any(|c| c.is_ascii_digit()) && letters > 0;
        let signs = self.text.contains(['+', '#']) || self.text.contains('.');
        letters > 0 && (rest_has_capital || mixed || signs)
    }
}

/// One spelling for all the ways a name is written: without case, a plural's `s`, a `.js`; months by their short name.
pub(crate) fn key(word: &str) -> String {
    let word = word.to_lowercase();
    if let Some(month) = MONTHS.iter().find(|month| **month == word) {
        return month[..3].to_owned();
    }
    let bare = word.strip_suffix(".js").unwrap_or(&word);
    let long = bare.chars().count() > 3 && !bare.ends_with("ss");
    if long { bare.strip_suffix('s').unwrap_or(bare).to_owned() } else { bare.to_owned() }
}

pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut starts = true;
        for piece in line.split_whitespace() {
            let whole = trimmed(piece);
            for part in piece.split(['-', '–', '—', '/', '\'', '’', ',', ':', ';', '(', ')', '…']) {
                let word = trimmed(part);
                if word.chars().any(char::is_alphanumeric) {
                    found.push(Word { text: word, whole, starts });
                    starts = false;
                }
            }
            starts = starts
                || piece
                    .trim_end_matches(['"', '”', '“', '’', ')', '*'])
                    .ends_with(['.', '!', '?', ':', '•']);
        }
    }
    found
}

/// Without the marks around a word; signs that belong to names of tools stay.
fn trimmed(word: &str) -> &str {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '+' && c != '#');
    let is_name = word.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    if is_name { word } else { word.trim_start_matches('.') }
}

/// Characters that change what is read without being seen: control, zero-width and direction marks.
pub(crate) fn is_unseen(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        || ('\u{e0000}'..='\u{e007f}').contains(&character)
}
