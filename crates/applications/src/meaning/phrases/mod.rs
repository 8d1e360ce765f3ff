//! The phrases by which a label is understood: English, German, Spanish and French, without accents.
//!
//! Regular expressions over the plain label (see [`super::plain`]), read from the top: the first row that matches
//! decides. Rows that are easily mistaken for others stand above them, so the parts are read in the order of
//! [`TABLE`]: what the law and the person's own word decide, what the job asks, who the person is.

mod job;
mod legal;
mod person;
mod shop;
mod skills;
mod words;

use super::Meaning;

/// One row: any of the patterns, unless one of the exceptions.
pub(super) struct Row {
    pub meaning: Meaning,
    pub confidence: f64,
    pub any_of: &'static [&'static str],
    pub except: &'static [&'static str],
    /// Only for a label of a few words.
    pub short_only: bool,
}

const fn row(meaning: Meaning, confidence: f64, any_of: &'static [&'static str]) -> Row {
    Row { meaning, confidence, any_of, except: &[], short_only: false }
}

const fn unless(except: &'static [&'static str], row: Row) -> Row {
    Row { except, ..row }
}

const fn short(row: Row) -> Row {
    Row { short_only: true, ..row }
}

pub(super) const YES: [&str; 6] = ["yes", "ja", "si", "oui", "true", "y"];
pub(super) const NO: [&str; 5] = ["no", "nein", "non", "false", "n"];

/// How a question that wants a text begins.
pub(super) const OPENINGS: &str = r"^((optional|if (yes|so|not?|applicable)|\d) )*(why|describe|tell|please (describe|share|explain|tell|provide|list|write)|what|how|in (1|one|two|three|a few|\d+)|share|explain|give|briefly|(can|could|would) you (please )?(share|describe|explain|walk|tell|give|provide)|if you|any |name (one|a)|walk|warum|wieso|was|wie|beschreib\w*|erzahl\w*|nennen|bitte|welche[rsn]?|por que|que|cual|cuales|como|cuent\w*|describ\w*|explic\w*|pourquoi|decrivez|expliquez|quel\w*|comment|parlez)\b";

/// How a question whether the person has done something begins.
pub(super) const DEEDS: &str = r"^(have|did) you (ever |personally |directly |recently )?\w+(ed|en|ilt|un|ght)\b|^do you (currently |also |ever |already )?(have|use|know|own)\b|^(haben sie|hast du) .*ge\w+t$|^(has|avez vous|as tu) \w+(ado|ido|e|u|i)\b";

/// All rows, in the order they are tried.
pub(super) static TABLE: [&[Row]; 6] =
    [legal::ROWS, job::ROWS, skills::ROWS, shop::ROWS, person::ROWS, words::ROWS];
