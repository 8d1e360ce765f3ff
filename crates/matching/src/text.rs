//! How alike a resume and a description are as texts: rare words both use, jobs both name.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::corpus::Corpus;
use crate::lanes::Lanes;
use crate::lexicon::EntryId;
use crate::roles;
use crate::words::{self, Folded};

/// Bits of a term's hash that are kept; the other eight of its 32 hold how often it stands there.
pub const KEY_BITS: u32 = 24;
/// The most distinct terms kept of a description; half of the real ones have fewer than 170.
const MAX_TERMS: usize = 240;
/// A likeness that was computed otherwise differs by less.
const ROUNDING: f64 = 1e-6;
/// The most distinct terms kept of a resume.
const MAX_PROFILE_TERMS: usize = 800;

/// What is kept of a description: about 800 bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TextFeatures {
    /// `hash << 8 | count`, sorted.
    terms: Box<[u32]>,
    norm: f32,
    roles: Box<[(EntryId, u8)]>,
}

impl TextFeatures {
    /// Counts the words of a folded text.
    pub fn of(folded: &Folded) -> Self {
        let terms: Box<[u32]> = count_terms(&folded.text, MAX_TERMS)
            .into_iter()
            .map(|(key, count)| key << (32 - KEY_BITS) | u32::from(count))
            .collect();
        let squares: f32 = terms.iter().map(|term| tf((term & 0xff) as u8).powi(2)).sum();
        Self { terms, norm: squares.sqrt(), roles: roles::of_text(&folded.text).into() }
    }

    /// The hashed terms.
    pub fn keys(&self) -> impl Iterator<Item = u32> {
        self.terms.iter().map(|term| term >> (32 - KEY_BITS))
    }

    /// The families it names, briefly.
    pub(crate) fn role_bits(&self) -> RoleBits {
        RoleBits { bits: bits_of(&self.roles), squares: squares(&self.roles) as f32 }
    }

    /// Bytes on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.terms.len() * size_of::<u32>() + self.roles.len() * size_of::<(EntryId, u8)>()
    }
}

/// What a resume says, as a bag of terms, with the words as the person wrote them.
#[derive(Clone, Debug, Default)]
pub struct TextProfile {
    terms: Vec<(u32, u8)>,
    spelling: HashMap<u32, String>,
    roles: NamedRoles,
}

/// The families of jobs a resume names, with how often.
#[derive(Clone, Debug, Default)]
struct NamedRoles {
    counts: Vec<(EntryId, u8)>,
    squares: f64,
}

/// The families of jobs that a description names as bits, some of them on the same, and the sum of the squares of how
/// often.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RoleBits {
    bits: u128,
    squares: f32,
}

fn bit_of(role: EntryId) -> u32 {
    u32::from(role) % u128::BITS
}

fn bits_of(roles: &[(EntryId, u8)]) -> u128 {
    roles.iter().fold(0, |bits, (role, _)| bits | 1 << bit_of(*role))
}

/// How alike a description could be of which only the [`RoleBits`] are known.
#[derive(Debug)]
pub(crate) struct TextAtMost {
    bits: u128,
    /// What the families of each bit have in the sum of the squares.
    shares: [f64; u128::BITS as usize],
}

impl TextAtMost {
    pub fn new(profile: &TextProfile) -> Self {
        let NamedRoles { counts, squares } = &profile.roles;
        let mut shares = [0.0; u128::BITS as usize];
        for (role, count) in counts {
            shares[bit_of(*role) as usize] += f64::from(tf(*count)).powi(2) / squares;
        }
        Self { bits: bits_of(counts), shares }
    }

    /// No less than [`TextLikeness::mixed`] finds. What the description names and the profile does not is not in common.
    pub fn of(&self, text: RoleBits) -> f64 {
        let mut common = text.bits & self.bits;
        if common == 0 {
            return TextLikeness { terms: 1.0, roles: 0.0 }.mixed();
        }
        let other = f64::from((text.bits & !self.bits).count_ones());
        let mut own = 0.0;
        while common != 0 {
            own += self.shares[common.trailing_zeros() as usize];
            common &= common - 1;
        }
        let roles = (own * (1.0 - other / f64::from(text.squares))).sqrt();
        TextLikeness { terms: 1.0, roles: (roles + ROUNDING).min(1.0) }.mixed()
    }
}

impl TextProfile {
    /// Reads the running text of a resume.
    pub fn of(text: &str) -> Self {
        let folded = Folded::of(text);
        let terms = count_terms(&folded.text, MAX_PROFILE_TERMS);
        let kept: std::collections::HashSet<u32> = terms.iter().map(|(key, _)| *key).collect();
        let mut spelling = HashMap::new();
        for word in telling_words(&folded.text) {
            let key = term_key(word);
            if kept.contains(&key) {
                spelling.entry(key).or_insert_with(|| word.to_owned());
            }
        }
        Self { terms, spelling, roles: NamedRoles::new(roles::of_text(&folded.text)) }
    }

    /// Whether the resume has no text to compare.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The families of jobs the text names, with how often.
    pub fn roles(&self) -> &[(EntryId, u8)] {
        &self.roles.counts
    }
}

impl NamedRoles {
    fn new(counts: Vec<(EntryId, u8)>) -> Self {
        Self { squares: squares(&counts), counts }
    }

    /// How alike those of a description are.
    fn cosine(&self, other: &[(EntryId, u8)]) -> f64 {
        let norms = (self.squares * squares(other)).sqrt();
        if norms <= 0.0 {
            return 0.0;
        }
        let count_in =
            |role: EntryId| other.binary_search_by_key(&role, |(known, _)| *known).ok().map(|at| other[at].1);
        let shared = self.counts.iter().filter_map(|(role, count)| Some((*count, count_in(*role)?)));
        let dot: f64 = shared.map(|(one, other)| f64::from(tf(one)) * f64::from(tf(other))).sum();
        (dot / norms).min(1.0)
    }
}

fn squares(roles: &[(EntryId, u8)]) -> f64 {
    roles.iter().map(|(_, count)| f64::from(tf(*count)).powi(2)).sum()
}

/// The two ways texts are alike, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TextLikeness {
    /// Cosine over terms, rare ones count more.
    pub terms: f64,
    /// Cosine over the families of jobs both texts name.
    pub roles: f64,
}

impl TextLikeness {
    /// One number from 0 to 1. A cosine of two long texts is small even when they are about the
    /// same; the curve spreads what happens (half of all pairs lie below 0.05) over the range.
    pub fn mixed(self) -> f64 {
        const SPREAD: f64 = 0.10;
        const TERMS: f64 = 0.4;
        TERMS * (1.0 - (-self.terms / SPREAD).exp()) + (1.0 - TERMS) * self.roles
    }

    /// Of one resume and one description. Finds what a [`TextProbe`] finds.
    pub fn between(profile: &TextProfile, text: &TextFeatures, corpus: &Corpus) -> Self {
        let (mut dot, mut squares) = (0.0, 0.0);
        let mut text_terms = text.terms.iter().peekable();
        for (key, count) in &profile.terms {
            let idf = corpus.term_idf(*key);
            let weight = tf(*count) * idf;
            squares += weight * weight;
            while text_terms.next_if(|term| *term >> (32 - KEY_BITS) < *key).is_some() {}
            if let Some(term) = text_terms.next_if(|term| *term >> (32 - KEY_BITS) == *key) {
                dot += weight * idf * tf((term & 0xff) as u8);
            }
        }
        Self::new(dot, squares.sqrt(), text, &profile.roles)
    }

    /// The most that [`between`](Self::between) could find, without looking at the terms.
    pub fn at_most(profile: &TextProfile, text: &TextFeatures) -> Self {
        Self { terms: 1.0, roles: profile.roles.cosine(&text.roles) }
    }

    fn new(dot: f32, profile_norm: f32, text: &TextFeatures, roles: &NamedRoles) -> Self {
        let norms = profile_norm * text.norm;
        let terms = if norms > 0.0 { f64::from(dot / norms).min(1.0) } else { 0.0 };
        Self { terms, roles: roles.cosine(&text.roles) }
    }
}

/// A resume's text, weighed by a corpus, ready to be compared with many descriptions.
#[derive(Debug)]
pub struct TextProbe {
    terms: Lanes<2>,
    norm: f32,
    roles: NamedRoles,
}

impl TextProbe {
    /// Weighs the resume's terms by how telling they are in `corpus`.
    pub fn new(profile: &TextProfile, corpus: &Corpus) -> Self {
        let mut terms = Lanes::with_capacity(profile.terms.len());
        let mut squares = 0.0;
        for (key, count) in &profile.terms {
            let idf = corpus.term_idf(*key);
            let weight = tf(*count) * idf;
            squares += weight * weight;
            if let Some(slot) = terms.entry(*key) {
                *slot = [weight * idf, idf];
            }
        }
        Self { terms, norm: squares.sqrt(), roles: profile.roles.clone() }
    }

    /// How alike a description is.
    pub fn compare(&self, text: &TextFeatures) -> TextLikeness {
        let mut dot = 0.0;
        for term in &text.terms {
            if let Some([weight, _]) = self.terms.get(term >> (32 - KEY_BITS)) {
                dot += weight * tf((term & 0xff) as u8);
            }
        }
        TextLikeness::new(dot, self.norm, text, &self.roles)
    }

    /// The telling words of the resume that made a description alike, the strongest first.
    pub fn shared_words<'p>(
        &self,
        profile: &'p TextProfile,
        text: &TextFeatures,
        limit: usize,
    ) -> Vec<&'p str> {
        /// A word that more than about a sixth of all descriptions have is no reason.
        const TELLING: f32 = 0.2;
        let mut shared: Vec<(f32, &str)> = text
            .terms
            .iter()
            .filter_map(|term| {
                let key = term >> (32 - KEY_BITS);
                let [weight, idf] = self.terms.get(key)?;
                if *idf < TELLING {
                    return None;
                }
                Some((weight * tf((term & 0xff) as u8), profile.spelling.get(&key)?.as_str()))
            })
            .collect();
        shared.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        shared.into_iter().take(limit).map(|(_, word)| word).collect()
    }
}

/// Logarithm of small counts, `1 + ln(count)`, without computing it for every term of every job.
fn tf(count: u8) -> f32 {
    const TABLE: [f32; 9] = [0.0, 1.0, 1.693, 2.099, 2.386, 2.609, 2.792, 2.946, 3.079];
    match TABLE.get(usize::from(count)) {
        Some(weight) => *weight,
        None => 1.0 + f32::from(count).ln(),
    }
}

/// Distinct terms with their counts, sorted by key. Where there are more than `limit`, the most
/// frequent stay (and among equals those of smaller hash, so that order never matters).
fn count_terms(folded: &str, limit: usize) -> Vec<(u32, u8)> {
    let mut keys: Vec<u32> = telling_words(folded).map(term_key).collect();
    keys.sort_unstable();
    let mut counts: Vec<(u32, u8)> = Vec::with_capacity(keys.len());
    for key in keys {
        match counts.last_mut() {
            Some((last, count)) if *last == key => *count = count.saturating_add(1),
            _ => counts.push((key, 1)),
        }
    }
    if counts.len() > limit {
        counts.sort_unstable_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
        counts.truncate(limit);
        counts.sort_unstable();
    }
    counts
}

fn telling_words(folded: &str) -> impl Iterator<Item = &str> {
    words::words(folded)
        .filter(|word| word.len() > 1 && !word.as_bytes()[0].is_ascii_digit() && !words::is_stop_word(word))
}

fn term_key(word: &str) -> u32 {
    (words::hash(3, words::stem(word).as_bytes()) & ((1 << KEY_BITS) - 1)) as u32
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_map;
    use proptest::prelude::*;

    use super::*;

    /// More families than bits, so that some share one.
    fn roles() -> impl Strategy<Value = Vec<(EntryId, u8)>> {
        btree_map(0..300_u16, 1..=u8::MAX, 0..20).prop_map(|roles| roles.into_iter().collect())
    }

    proptest! {
        #[test]
        fn the_most_a_text_could_be_worth_is_never_below_what_it_is(own in roles(), named in roles()) {
            let profile = TextProfile { roles: NamedRoles::new(own), ..TextProfile::default() };
            let text = TextFeatures { roles: named.into(), ..TextFeatures::default() };
            let most = TextAtMost::new(&profile).of(text.role_bits());
            prop_assert!(most >= TextLikeness::at_most(&profile, &text).mixed());
        }
    }

    #[test]
    fn a_text_that_names_other_families_too_could_be_worth_less() {
        let profile = TextProfile { roles: NamedRoles::new(vec![(1, 1), (2, 1)]), ..TextProfile::default() };
        let most = |named: &[(EntryId, u8)]| {
            TextAtMost::new(&profile)
                .of(TextFeatures { roles: named.into(), ..TextFeatures::default() }.role_bits())
        };
        assert!(most(&[(1, 1), (2, 1)]) > most(&[(1, 1)]));
        assert!(most(&[(1, 1)]) > most(&[(1, 1), (3, 1)]));
        assert!(most(&[(1, 1), (3, 1)]) > most(&[(3, 1)]));
    }
}
