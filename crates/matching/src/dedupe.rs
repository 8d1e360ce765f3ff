//! Which postings are the same vacancy, published twice.
//!
//! Same means: same employer, titles that say the same, and texts that are nearly identical. The
//! place is not compared: one vacancy in several cities is one cluster. Where in doubt they stay
//! apart, because a vacancy hidden as a duplicate is lost.

use std::collections::HashMap;

use domain::Posting;

use crate::title::TitleFeatures;
use crate::words;

/// Words per shingle.
const SHINGLE: usize = 4;
/// The most shingles kept of a text: those of smallest hash, which are a fair sample.
const SKETCH: usize = 192;
/// Texts are nearly identical from this share of common shingles on, when the titles are the same.
const SAME_TEXT: f64 = 0.8;
/// With different titles only a text that is the same but for a word or two will do.
const SAME_TEXT_OTHER_TITLE: f64 = 0.97;
/// The share of title words that must agree when the titles are not the same (they differ in a code).
const SAME_WORDS: f64 = 0.7;
/// With this few shingles a text cannot vouch for itself.
const SHORT_TEXT: usize = 12;
/// Within one employer, a posting is compared with at most this many others.
const MAX_COMPARED: usize = 2000;

/// What is kept of a posting to find its duplicates.
#[derive(Clone, Debug)]
pub struct Print {
    company: String,
    title: TitleFeatures,
    numbers: Box<str>,
    sketch: Box<[u64]>,
}

impl Print {
    /// Takes a posting's prints.
    pub fn of(posting: &Posting) -> Self {
        let folded = words::fold(&posting.description);
        let tokens: Vec<&str> = words::words(&folded).collect();
        let size = SHINGLE.min(tokens.len().max(1));
        let mut sketch: Vec<u64> = tokens
            .windows(size)
            .map(|window| window.iter().fold(7, |hash, word| words::hash(hash, word.as_bytes())))
            .collect();
        sketch.sort_unstable();
        sketch.dedup();
        sketch.truncate(SKETCH);
        let title = words::fold(&posting.title);
        let numbers: Vec<&str> =
            words::words(&title).filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).collect();
        Self {
            numbers: numbers.join(" ").into(),
            company: company_key(&posting.company),
            title: TitleFeatures::of(&posting.title),
            sketch: sketch.into(),
        }
    }

    /// Whether both prints are of one vacancy.
    pub fn is_same_as(&self, other: &Self) -> bool {
        if self.company != other.company {
            return false;
        }
        // "Band 5" is not "Band 6".
        let same_title = self.title.words() == other.title.words() && self.numbers == other.numbers;
        let short = self.sketch.len() < SHORT_TEXT || other.sketch.len() < SHORT_TEXT;
        match (same_title, short) {
            (true, true) => self.sketch == other.sketch,
            (true, false) => overlap(&self.sketch, &other.sketch) >= SAME_TEXT,
            (false, true) => false,
            (false, false) => {
                self.title.roles() == other.title.roles()
                    && common_words(&self.title, &other.title) >= SAME_WORDS
                    && overlap(&self.sketch, &other.sketch) >= SAME_TEXT_OTHER_TITLE
            }
        }
    }
}

/// The groups of the same vacancy, each sorted, in the order of their first member. Every print is
/// in exactly one group.
pub fn clusters(prints: &[Print]) -> Vec<Vec<usize>> {
    let mut by_company: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, print) in prints.iter().enumerate() {
        by_company.entry(&print.company).or_default().push(index);
    }
    let mut parents: Vec<usize> = (0..prints.len()).collect();
    for members in by_company.values() {
        for (position, one) in members.iter().enumerate() {
            for other in members[..position].iter().rev().take(MAX_COMPARED) {
                let (left, right) = (root(&mut parents, *one), root(&mut parents, *other));
                if left != right && prints[*one].is_same_as(&prints[*other]) {
                    parents[left.max(right)] = left.min(right);
                }
            }
        }
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); prints.len()];
    for index in 0..prints.len() {
        let first = root(&mut parents, index);
        groups[first].push(index);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn root(parents: &mut [usize], mut index: usize) -> usize {
    while parents[index] != index {
        parents[index] = parents[parents[index]];
        index = parents[index];
    }
    index
}

/// The employer's name without its legal form.
fn company_key(company: &str) -> String {
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
    let folded = words::fold(company);
    let kept: Vec<&str> = words::words(&folded).filter(|word| !LEGAL_FORMS.contains(word)).collect();
    kept.join(" ")
}

/// The share of words that two titles have in common.
fn common_words(one: &TitleFeatures, other: &TitleFeatures) -> f64 {
    let common = one.words().iter().filter(|word| other.words().binary_search(word).is_ok()).count();
    let all = one.words().len() + other.words().len() - common;
    ratio(common, all)
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}

/// The share of common shingles, from the smallest hashes of both (the usual bottom-k estimate).
fn overlap(one: &[u64], other: &[u64]) -> f64 {
    let (mut left, mut right, mut seen, mut common) = (0, 0, 0, 0);
    while seen < SKETCH && (left < one.len() || right < other.len()) {
        seen += 1;
        match (one.get(left), other.get(right)) {
            (Some(a), Some(b)) if a == b => {
                common += 1;
                left += 1;
                right += 1;
            }
            (Some(a), Some(b)) if a < b => left += 1,
            (Some(_), None) => left += 1,
            _ => right += 1,
        }
    }
    ratio(common, seen)
}
