//! For how many years a sentence asks for what it names: "5+ years of Python", "mehrjährige Erfahrung in".
//!
//! English, German, Spanish. Of "3 to 5 years" it keeps the lower. It refuses to guess: years of a contract, of age
//! or of work in general are nobody's, and what it cannot attach to a skill it drops.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use crate::clauses::{Clauses, list_before};

/// More years than anybody asks for; companies speak so of themselves.
const MOST_YEARS: u8 = 15;
/// How far behind its years a skill may stand ("years of full-time paid experience with the City as a"), and how far
/// behind the skill before it, in bytes.
const REACH_BYTES: usize = 96;
const LIST_BYTES: usize = 64;
/// How far before a skill's years its name may stand ("Azure data factory: 2 years"), in bytes.
const NEAR_BYTES: usize = 48;

/// For how long somebody should have done a thing, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Experience {
    /// Years without a number: "several years".
    Several,
    /// At least so many years.
    AtLeast(u8),
}

impl Experience {
    /// "5 years", "several years".
    pub fn shown(self) -> String {
        match self {
            Self::Several => "several years".to_owned(),
            Self::AtLeast(1) => "1 year".to_owned(),
            Self::AtLeast(years) => format!("{years} years"),
        }
    }
}

/// Number words and what they mean.
const NUMBERS: &[(&str, u8)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("ein", 1),
    ("eine", 1),
    ("einem", 1),
    ("zwei", 2),
    ("drei", 3),
    ("vier", 4),
    ("funf", 5),
    ("sechs", 6),
    ("sieben", 7),
    ("acht", 8),
    ("neun", 9),
    ("zehn", 10),
    ("un", 1),
    ("dos", 2),
    ("tres", 3),
    ("cuatro", 4),
    ("cinco", 5),
    ("seis", 6),
    ("siete", 7),
    ("ocho", 8),
    ("nueve", 9),
    ("diez", 10),
];

/// "5 years", "5+ yrs", "three (3) years", "2 to 4 years", "3 5 years" (a hyphen before folding), "zweijährige".
static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    let words: Vec<&str> = NUMBERS.iter().map(|(word, _)| *word).collect();
    let number = format!(r"(?:\d{{1,2}}|{})", words.join("|"));
    let joined =
        format!(r"(?:(?:to|or|bis|a|o|y|and|und|oder|/)?\s*{number}?\s*(?:\+|more\b|mehr\b|mas\b)?\s*)");
    let unit = r"(?:years?|yrs?|jahre?n?|anos?|jahrige\w?)\b";
    let counted = format!(
        r"\b(?P<number>{number})\s*(?:\+|plus\b)?\s*(?:\(\s*\d{{1,2}}\s*\+?\s*\)\s*)?{joined}?{unit}"
    );
    let several = r"\b(?:mehrjahrige\w?|langjahrige\w?|mehrere jahre|viele jahre|several years|many years|multiple years|varios anos|muchos anos)\b";
    Regex::new(&format!("(?P<several>{several})|{counted}")).expect("the pattern is tested")
});

/// What before years says that they are of something else, or the most there may be.
static OF_ELSE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let words = "last|past|next|within|every|each|after|first|up to|fewer than|less than|under|aged?|letzten|nachsten|\
                 innerhalb von|nach|alle|bis zu|seit|ultimos|proximos|cada|hasta|menos de|limited for";
    Regex::new(&format!(r"\b(?:{words})\s*$")).expect("the pattern is tested")
});

/// What after years says so.
static OF_ELSE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    let words = "old|of age|contract|fixed|degree|college|university|program|apprentice|course|alt|ausbildung|lehre|\
                 studium|befrist|vertrag|de edad|de contrato|de antiguedad|of service|service|ago|warranty";
    Regex::new(&format!(r"^['s]*\s*(?:full time\s+)?(?:{words})")).expect("the pattern is tested")
});

/// What makes years years of experience: a word for it anywhere in the sentence, or what stands beside them.
static OF_EXPERIENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"experien|erfahrung|praxis|hands on|track record").expect("it is tested"));
static AT_LEAST_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:at least|minimum|minimum of|min[.]?|mindestens|al menos|como minimo|minimo)\s*$")
        .expect("it is tested")
});
static OF_A_SKILL_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^['s]*\s*(?:of|in|with|as|using|working|doing|mit|als|de|en|con|como)\b")
        .expect("it is tested")
});

/// What may stand between a skill and its years behind it: "SQL: 3 years", "Django (at least 1 year)".
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    let least = "(?:at least|minimum(?: of)?|min[.]?|mindestens|al menos|como minimo|minimo|>=?)?";
    Regex::new(&format!(
        r"^(?:\s*[a-z0-9./#+]+){{0,3}}?\s*(?:[:(]\s*|\b(?:of|for|von|de|experience)\s+){least}\s*$"
    ))
    .expect("the pattern is tested")
});

/// What ends the reach of years before it: "5 years in sales, with good English".
static END_OF_REACH: LazyLock<Regex> = LazyLock::new(|| {
    let begins = "with|plus|mit|con|strong|good|excellent|and (?:a |an )?(?:strong|good|excellent|ability|knowledge)|\
                  gute|sehr gute|idealerweise|buen|ideally|preferably";
    Regex::new(&format!(r",\s*(?:{begins})\b|\bsowie\b|\bas well as\b|\b(?:y|und) (?:buen|manejo|dominio|habilidad|capacidad|conocimiento|gute|sehr gute)"))
        .expect("it is tested")
});

/// The years asked of each of `hits`, which are places in the folded `sentence` in reading order.
pub fn of_hits(sentence: &str, clauses: &Clauses, hits: &[Range<usize>]) -> Vec<Option<Experience>> {
    let mut asked = vec![None; hits.len()];
    // The patterns are slow beside this look, and few sentences speak of years.
    if !["year", "yr", "jahr", "ano"].iter().any(|word| sentence.contains(word)) {
        return asked;
    }
    let speaks_of_experience = OF_EXPERIENCE.is_match(sentence);
    let stated: Vec<(Range<usize>, Experience)> = YEARS
        .captures_iter(sentence)
        .filter_map(|found| stated(sentence, &found, speaks_of_experience))
        .collect();
    for (position, (at, experience)) in stated.iter().enumerate() {
        let until = stated.get(position + 1).map_or(sentence.len(), |(next, _)| next.start);
        for hit in reach(sentence, clauses, hits, at, until) {
            asked[hit] = Some(*experience);
        }
    }
    asked
}

/// Years of experience and where they are said.
fn stated(
    sentence: &str,
    found: &Captures<'_>,
    speaks_of_experience: bool,
) -> Option<(Range<usize>, Experience)> {
    let at = found.get(0).expect("the whole match").range();
    let before = &sentence[floor(sentence, at.start.saturating_sub(NEAR_BYTES))..at.start];
    let after = &sentence[at.end..];
    if OF_ELSE_BEFORE.is_match(before) || OF_ELSE_AFTER.is_match(after) {
        return None;
    }
    let of_experience = speaks_of_experience
        || OF_A_SKILL_AFTER.is_match(after)
        || AT_LEAST_BEFORE.is_match(before)
        || BETWEEN.is_match(before);
    if !of_experience {
        return None;
    }
    if found.name("several").is_some() {
        return Some((at, Experience::Several));
    }
    let number = &found["number"];
    let years = NUMBERS
        .iter()
        .find(|(word, _)| *word == number)
        .map_or_else(|| number.parse().unwrap_or(0), |(_, years)| *years);
    (1..=MOST_YEARS).contains(&years).then_some((at, Experience::AtLeast(years)))
}

/// The hits that years said `at` are of: those behind them in their clause; else the ones just before.
fn reach(
    sentence: &str,
    clauses: &Clauses,
    hits: &[Range<usize>],
    at: &Range<usize>,
    until: usize,
) -> Range<usize> {
    let clause = clauses.at(at.start);
    let first = hits.partition_point(|hit| hit.start < at.end);
    let mut last = first;
    let (mut reached, mut read) = (at.end + REACH_BYTES, at.end);
    while let Some(hit) = hits.get(last).filter(|hit| hit.start < until.min(reached)) {
        if clauses.at(hit.start) != clause || END_OF_REACH.is_match(&sentence[read..hit.end]) {
            break;
        }
        (reached, read) = (hit.end + LIST_BYTES, hit.end);
        last += 1;
    }
    if last > first || OF_A_SKILL_AFTER.is_match(&sentence[at.end..]) {
        return first..last;
    }
    let list = list_before(sentence, hits, at.start);
    let is_of_it =
        hits[list.clone()].last().is_some_and(|hit| BETWEEN.is_match(&sentence[hit.end..at.start]));
    if is_of_it { list } else { 0..0 }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
