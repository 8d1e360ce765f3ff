//! Which postings are the same vacancy: published twice, or for several places.
//!
//! Same means: same employer, a title that says the same, the same terms, and a text that at most leaves
//! something out that the other says. Names of the posting's own place, dates and estimates of the board are
//! not compared, so one vacancy in several cities is one. Where one text says something *else* than the other
//! (a ward, a team, a person to ask, hours, an amount) they stay apart, because a vacancy hidden is lost.
//!
//! Two steps, so that it is cheap where postings come in: only postings of the same [`Print::key`] are ever the
//! same vacancy, and among those [`Print::is_same_as`] decides.

use std::collections::HashMap;

use crate::text::{MONTHS, fold};
use crate::{EmploymentType, Pay, Posting, RemotePolicy};

/// What may be missing of a text that is the same otherwise, as a share of the longer text's words.
const LEFT_OUT: f64 = 0.15;
/// With fewer words a text cannot vouch for itself: then it has to be the same to the word.
const SHORT_TEXT: usize = 20;
/// A shorter word of a place is too common a syllable to be left out of texts.
const SHORTEST_PLACE_WORD: usize = 3;
/// A number of at least so many digits is a reference; letters after it tell the place of an advert.
const REFERENCE_DIGITS: usize = 3;
/// The most letters after a reference that tell no more than the place.
const REFERENCE_SUFFIX: usize = 2;
/// How many words around a month can be its day or year.
const DATE_REACH: usize = 2;

/// What only one of two texts says makes them two vacancies when it is one of these words, or a number that is
/// no length of experience: shifts and amounts are of one post.
const TELLING: &[&str] = &[
    "bank",
    "evening",
    "evenings",
    "locum",
    "night",
    "nights",
    "permanent",
    "secondment",
    "temporary",
    "unit",
    "ward",
    "weekend",
    "weekends",
];
/// Words of no weight of their own, left out of titles and texts.
const STOP_WORDS: &[&str] = &[
    "a", "and", "are", "as", "at", "be", "by", "for", "from", "have", "in", "is", "of", "on", "or", "our",
    "that", "the", "this", "to", "we", "will", "with", "you", "your", "der", "die", "das", "und", "in",
    "mit", "wir", "du", "sie", "el", "la", "los", "las", "de", "y", "en", "con",
];
/// Marks of gender in titles.
const GENDER_MARKS: &[&str] = &["m", "w", "f", "d", "x", "mwd", "gn"];
/// Words of places that are also words of the work, and therefore always compared.
const PLACE_AND_WORK: &[&str] =
    &["ward", "unit", "team", "department", "dept", "clinic", "service", "services", "community", "ltd"];
/// What the employer's name may have and lack.
const LEGAL_FORMS: &[&str] = &[
    "ag",
    "bv",
    "co",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "kg",
    "limited",
    "llc",
    "ltd",
    "plc",
    "sa",
    "se",
    "sl",
    "the",
];
/// How adverts shorten the months.
const SHORT_MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"];

/// What is compared of a posting.
#[derive(Clone, Debug, PartialEq)]
pub struct Print {
    key: String,
    /// Each word with its how-manieth occurrence, sorted.
    words: Box<[Word]>,
    /// The words of the posting's own place, sorted.
    place: Box<[u32]>,
    terms: Terms,
}

/// A word of a text, in order of its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    hash: u32,
    occurrence: u16,
    is_telling: bool,
}

/// What a posting states apart from its text. Two statements that differ make two vacancies; silence none.
#[derive(Clone, Debug, PartialEq)]
struct Terms {
    pay: Option<Pay>,
    employment_type: Option<EmploymentType>,
    remote: RemotePolicy,
}

impl Print {
    /// Takes a posting's print.
    pub fn of(posting: &Posting) -> Self {
        let place = place_words(posting);
        let text = fold(&unglued(without_estimate(&posting.description)));
        Self {
            key: format!("{}|{}", company_key(&posting.company), title_key(&posting.title, &place)),
            words: counted(&text_words(&text)),
            place: hashes(&place),
            terms: Terms {
                pay: posting.pay.clone(),
                employment_type: posting.employment_type,
                remote: posting.remote,
            },
        }
    }

    /// Employer and title: postings of different keys are different vacancies.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether both prints are of one vacancy.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.key == other.key
            && !self.words.is_empty()
            && !other.words.is_empty()
            && self.terms.agree_with(&other.terms)
            && self.has_same_text(other)
    }

    fn has_same_text(&self, other: &Self) -> bool {
        let is_place = |word: &&Word| {
            self.place.binary_search(&word.hash).is_ok() || other.place.binary_search(&word.hash).is_ok()
        };
        let (mut here, mut there) = apart(&self.words, &other.words);
        here.retain(|word| !is_place(word));
        there.retain(|word| !is_place(word));
        let left_out = match (here.is_empty(), there.is_empty()) {
            (true, true) => return true,
            (true, false) => there,
            (false, true) => here,
            (false, false) => return false,
        };
        let shorter = self.words.len().min(other.words.len());
        let longer = self.words.len().max(other.words.len());
        shorter >= SHORT_TEXT
            && number(left_out.len()) <= number(longer) * LEFT_OUT
            && !left_out.iter().any(|word| word.is_telling)
    }
}

impl Terms {
    fn agree_with(&self, other: &Self) -> bool {
        let pay = self.pay.is_none() || other.pay.is_none() || self.pay == other.pay;
        let form = self.employment_type.is_none()
            || other.employment_type.is_none()
            || self.employment_type == other.employment_type;
        let apart = [self.remote, other.remote];
        pay && form && !(apart.contains(&RemotePolicy::Remote) && apart.contains(&RemotePolicy::OnSite))
    }
}

/// The groups of the same vacancy, each sorted, in the order of their first member. Every print is in exactly
/// one group. A posting joins the first group whose first member is the same, as it does where postings come in
/// one by one and are compared with those that are shown.
pub fn clusters(prints: &[Print]) -> Vec<Vec<usize>> {
    let mut of_key: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, print) in prints.iter().enumerate() {
        let known = of_key.entry(print.key()).or_default();
        let home = known.iter().find(|group| prints[groups[**group][0]].is_same_as(print)).copied();
        match home {
            Some(group) => groups[group].push(index),
            None => {
                known.push(groups.len());
                groups.push(vec![index]);
            }
        }
    }
    groups
}

/// What only one of two sorted lists has, and what only the other.
fn apart<'w>(one: &'w [Word], other: &'w [Word]) -> (Vec<&'w Word>, Vec<&'w Word>) {
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    let (mut here, mut there) = (Vec::new(), Vec::new());
    loop {
        match (left.peek(), right.peek()) {
            (Some(a), Some(b)) if a == b => {
                left.next();
                right.next();
            }
            (Some(a), Some(b)) if a < b => here.extend(left.next()),
            (Some(_), None) => here.extend(left.next()),
            (_, Some(_)) => there.extend(right.next()),
            (None, None) => return (here, there),
        }
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The employer's name without its legal form.
fn company_key(company: &str) -> String {
    let folded = fold(company);
    let kept: Vec<&str> = folded.split(' ').filter(|word| !LEGAL_FORMS.contains(word)).collect();
    kept.join(" ")
}

/// The words of a title that are not of its place, sorted.
fn title_key(title: &str, place: &[String]) -> String {
    let folded = fold(title);
    let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut kept: Vec<&str> = (0..all.len())
        .filter(|at| !is_reference_suffix(&all, *at))
        .map(|at| all[at])
        .filter(|word| !STOP_WORDS.contains(word) && !GENDER_MARKS.contains(word) && !is_of(place, word))
        .collect();
    // A title that is nothing but a place is a title all the same.
    if kept.is_empty() {
        kept = all;
    }
    kept.sort_unstable();
    kept.dedup();
    kept.join(" ")
}

/// "647 RI" and "647 RM" are one campaign, advertised in two towns.
fn is_reference_suffix(words: &[&str], at: usize) -> bool {
    let is_suffix =
        words[at].len() <= REFERENCE_SUFFIX && words[at].bytes().all(|byte| byte.is_ascii_alphabetic());
    let before = at.checked_sub(1).map(|before| words[before]);
    is_suffix
        && at + 1 == words.len()
        && before.is_some_and(|word| {
            word.len() >= REFERENCE_DIGITS && word.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// The words a posting writes its own place with.
fn place_words(posting: &Posting) -> Vec<String> {
    let written = format!("{} {}", posting.location, posting.places.join(" "));
    let is_name = |word: &str| {
        word.chars().count() >= SHORTEST_PLACE_WORD
            && !word.bytes().all(|byte| byte.is_ascii_digit())
            && !PLACE_AND_WORK.contains(&word)
    };
    let mut words: Vec<String> =
        fold(&written).split(' ').filter(|word| is_name(word)).map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn is_of(sorted: &[String], word: &str) -> bool {
    sorted.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
}

/// A board's guess of the pay ("$95K - $140K (Glassdoor est.)") is no statement of the employer.
fn without_estimate(description: &str) -> &str {
    let (first, rest) = description.split_once('\n').unwrap_or((description, ""));
    if first.trim_end().ends_with("est.)") { rest } else { description }
}

fn is_month(word: &str) -> bool {
    MONTHS.contains(&word) || SHORT_MONTHS.contains(&word)
}

/// The words of a folded text that say something of the vacancy.
fn text_words(folded: &str) -> Vec<&str> {
    let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let months: Vec<usize> = (0..all.len()).filter(|at| is_month(all[*at])).collect();
    let is_date = |at: usize| {
        let word = all[at];
        let is_day =
            word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).bytes().all(|byte| byte.is_ascii_digit());
        is_day && {
            let next = months.partition_point(|month| *month < at.saturating_sub(DATE_REACH));
            months.get(next).is_some_and(|month| *month <= at + DATE_REACH)
        }
    };
    (0..all.len())
        .filter(|at| !is_date(*at))
        .map(|at| all[at])
        .filter(|word| !STOP_WORDS.contains(word) && !is_month(word))
        .collect()
}

/// Boards lose the space between two lines: "committedAdult" is two words.
fn unglued(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut before = ' ';
    for character in text.chars() {
        if before.is_lowercase() && character.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(character);
        before = character;
    }
    spaced
}

fn counted(words: &[&str]) -> Box<[Word]> {
    let is_telling = |at: usize| {
        let time = words[at].strip_suffix("am").or(words[at].strip_suffix("pm")).unwrap_or(words[at]);
        let is_number = !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit());
        let is_of_years = words.get(at + 1).is_some_and(|next| next.starts_with("year"));
        TELLING.contains(&words[at]) || (is_number && !is_of_years)
    };
    let mut counted: Vec<Word> = words
        .iter()
        .enumerate()
        .map(|(at, word)| Word { hash: hash(word), occurrence: 0, is_telling: is_telling(at) })
        .collect();
    counted.sort_unstable();
    for at in 1..counted.len() {
        let before = counted[at - 1];
        if before.hash == counted[at].hash {
            counted[at].occurrence = before.occurrence.saturating_add(1);
        }
    }
    counted.into()
}

fn hashes(words: &[String]) -> Box<[u32]> {
    let mut hashes: Vec<u32> = words.iter().map(|word| hash(word)).collect();
    hashes.sort_unstable();
    hashes.into()
}

/// FNV-1a, 64 bits folded to 32: the same on every machine.
fn hash(word: &str) -> u32 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let mixed = word.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    u32::try_from((mixed ^ (mixed >> 32)) & u64::from(u32::MAX)).expect("it is masked to 32 bits")
}

#[cfg(test)]
mod tests;
