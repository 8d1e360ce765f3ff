//! Phrases that tell what a mail is, in four languages, and the small notation they are written in.
//!
//! A phrase is matched against text that was folded (see [`fold`](super::fold)): lower case, no
//! accents, no punctuation, one space between words, ` | ` between sentences. In a phrase
//!
//! - `..` stands for up to three words and `...` for up to six, never across a sentence's end;
//! - `(a|b c)` is one of these, `(a|b c)?` one of these or nothing;
//! - `word*` is any word that begins so;
//! - `#` is a number.
//!
//! The tables are written by us from how employers write; nothing in them is copied.

mod de;
mod en;
mod es;
mod fr;
mod work;

use std::sync::LazyLock;

use domain::MailClass;
use regex::bytes::{Regex, RegexBuilder};

/// What a phrase speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// A no.
    Rejection,
    /// Often stands beside a no.
    Regret,
    /// An offer of employment.
    Offer,
    /// An invitation to talk, or about an arranged talk.
    Interview,
    /// A talk is mentioned.
    Talk,
    /// A test to be taken.
    Assessment,
    /// A test is mentioned.
    Test,
    /// The person is asked for something.
    Request,
    /// Something is said to be needed.
    Need,
    /// The application arrived.
    Receipt,
    /// Usual around a receipt.
    Courtesy,
    /// Advertised jobs.
    Advert,
    /// A code to type in.
    Code,
    /// Not about an application of the person's: outreach, newsletters, accounts, surveys.
    Noise,
    /// The person's own withdrawal, confirmed.
    Withdrawal,
    /// Turns what its sentence says into a possibility: "if your profile matches".
    Condition,
    /// Takes the sting out of a regret in its sentence: "we need to move your interview".
    Rescheduling,
    /// What follows in the sentence is thanked for, not announced.
    Past,
    /// Speaks of work at all: without it an appointment is a friend's.
    Work,
}

impl Signal {
    /// The class it speaks for and how strongly, where it speaks for one.
    pub(super) fn vote(self) -> Option<(MailClass, f64)> {
        Some(match self {
            Self::Rejection => (MailClass::Rejection, 3.0),
            Self::Regret => (MailClass::Rejection, 1.0),
            Self::Offer => (MailClass::Offer, 3.0),
            Self::Interview | Self::Rescheduling => (MailClass::Interview, 3.0),
            Self::Talk => (MailClass::Interview, 1.0),
            Self::Assessment => (MailClass::Assessment, 3.0),
            Self::Test => (MailClass::Assessment, 1.0),
            Self::Request => (MailClass::InfoRequest, 3.0),
            Self::Need => (MailClass::InfoRequest, 1.0),
            Self::Receipt => (MailClass::Acknowledgement, 3.0),
            Self::Courtesy => (MailClass::Acknowledgement, 1.0),
            Self::Advert => (MailClass::JobAlert, 3.0),
            Self::Code => (MailClass::SecurityCode, 3.0),
            Self::Noise | Self::Withdrawal => (MailClass::Other, 3.0),
            Self::Condition | Self::Past | Self::Work => return None,
        })
    }

    /// Whether a condition in the same sentence takes it back.
    pub(super) fn can_be_conditional(self) -> bool {
        !matches!(
            self,
            Self::Advert | Self::Code | Self::Noise | Self::Withdrawal | Self::Receipt | Self::Work
        )
    }
}

/// A language's phrases by what they speak for.
type Table = &'static [(Signal, &'static [&'static str])];

/// A compiled phrase.
pub(super) struct Phrase {
    pub(super) signal: Signal,
    pub(super) pattern: Regex,
}

/// Every phrase of every language.
pub(super) static ALL: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    [en::TABLE, de::TABLE, es::TABLE, fr::TABLE, work::TABLE]
        .into_iter()
        .flatten()
        .flat_map(|(signal, phrases)| phrases.iter().map(|phrase| (*signal, *phrase)))
        .map(|(signal, phrase)| Phrase {
            signal,
            pattern: RegexBuilder::new(&pattern_of(phrase))
                .unicode(false)
                .build()
                .expect("a unit test compiles every phrase"),
        })
        .collect()
});

/// The regular expression of a phrase. Words carry their following space with them, so that
/// optional words and gaps need no special cases.
pub(crate) fn pattern_of(phrase: &str) -> String {
    let mut pattern = String::from(" ");
    for token in tokens(phrase) {
        let (body, optional) = match token.strip_suffix('?') {
            Some(body) => (body, true),
            None => (token, false),
        };
        match body {
            ".." => pattern.push_str("(?:[^ |]+ ){0,3}"),
            "..." => pattern.push_str("(?:[^ |]+ ){0,6}"),
            "#" => pattern.push_str("[0-9]+ "),
            _ => {
                let words = body.replace('(', "(?:").replace('*', "[^ |]*");
                match optional {
                    true => pattern.push_str(&format!("(?:{words} )?")),
                    false => pattern.push_str(&format!("{words} ")),
                }
            }
        }
    }
    pattern
}

/// Splits at spaces that stand outside parentheses.
fn tokens(phrase: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0usize);
    for (at, c) in phrase.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 => {
                found.push(&phrase[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&phrase[start..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_compiles_and_is_written_folded() {
        for table in [en::TABLE, de::TABLE, es::TABLE, fr::TABLE, work::TABLE] {
            for phrase in table.iter().flat_map(|(_, phrases)| *phrases) {
                let allowed =
                    |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || " .()|?*#".contains(c);
                assert!(phrase.chars().all(allowed), "{phrase}");
                assert!(!phrase.contains("  ") && phrase.trim() == *phrase, "{phrase}");
                assert!(Regex::new(&pattern_of(phrase)).is_ok(), "{phrase}");
            }
        }
        assert!(ALL.len() > 300);
    }

    #[test]
    fn gaps_and_options_match_whole_words() {
        let matches = |phrase: &str, text: &str| {
            Regex::new(&pattern_of(phrase)).unwrap().is_match(format!(" {text} ").as_bytes())
        };
        assert!(matches("decided .. not to", "we have decided this time not to proceed"));
        assert!(!matches("decided .. not to", "we decided | it is not to"));
        assert!(matches("(your|the) offer* (letter)?", "see the offers"));
        assert!(!matches("offer", "offers"));
    }
}
