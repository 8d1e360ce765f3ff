//! How alike two job titles are: their words, where they lie among all work ([`encoder`](crate::encoder)), and the family
//! of jobs they name.

use serde::{Deserialize, Serialize};

use crate::corpus::TitleIdf;
use crate::encoder::{Encoder, TitleVector, pieces};
use crate::lanes::Lanes;
use crate::lexicon::EntryId;
use crate::{roles, words};

/// The most wanted titles that are compared; more would be a person without a wish.
pub const MAX_WANTED: usize = 8;
/// The longest title that is looked at, in words. Real ones have at most 20.
const MAX_WORDS: usize = 24;

/// Words that are in titles but not about the work: gender marks, hours, contract, pay bands.
const NOISE: &[&str] = &[
    "band",
    "fixed",
    "full",
    "fulltime",
    "gn",
    "hours",
    "hrs",
    "hybrid",
    "immediate",
    "job",
    "m",
    "mwd",
    "part",
    "parttime",
    "permanent",
    "ref",
    "remote",
    "teilzeit",
    "temp",
    "temporary",
    "term",
    "time",
    "vollzeit",
    "w",
    "week",
    "wte",
    "x",
];

/// The parts of a title's likeness, each from 0 to 1, and how they are mixed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// Same words, rare ones count more.
    pub words: f64,
    /// How much of the wanted title's words the other has, rare ones count more.
    pub coverage: f64,
    /// How close they lie.
    pub nearness: f64,
    /// Same family of jobs; `None` when one of the two names none that is known.
    pub roles: Option<f64>,
}

impl Likeness {
    /// Measured with `examples/measure`, before the table of skills grew. Words and coverage bring resumes to postings
    /// (NDCG@10 .732 with the weights of [`weights`](crate::weights), .706 with a tenth of words alone) and cost titles
    /// little (MAP in English, German and Spanish .558, .417, .415 against .565, .421, .411); with twice as much of them
    /// titles lose .02.
    const WORDS: f64 = 0.2;
    const COVERAGE: f64 = 0.2;
    const ROLES: f64 = 0.2;

    /// One number from 0 to 1.
    pub fn mixed(self) -> f64 {
        let nearness = 1.0 - Self::WORDS - Self::COVERAGE;
        let letters = Self::WORDS * self.words + Self::COVERAGE * self.coverage + nearness * self.nearness;
        (1.0 - Self::ROLES) * letters + Self::ROLES * self.roles.unwrap_or(letters)
    }
}

/// What is kept of a title to compare it: about 170 bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TitleFeatures {
    features: Box<[u16]>,
    words: u8,
    vector: TitleVector,
}

impl TitleFeatures {
    /// Takes a title apart.
    pub fn of(title: &str) -> Self {
        let folded = words::fold(title);
        let mut stems: Vec<u16> =
            title_words(&folded).map(|word| feature(words::stem(word).as_bytes())).collect();
        stems.sort_unstable();
        stems.dedup();
        let words = u8::try_from(stems.len()).unwrap_or(u8::MAX);
        let features = stems.into_iter().chain(roles::of_title(&folded)).collect();
        Self { features, words, vector: Encoder::shipped().encode_pieces(&pieces::of_folded(&folded)) }
    }

    /// Hashed stems, sorted.
    pub fn words(&self) -> &[u16] {
        &self.features[..usize::from(self.words)]
    }

    /// Families of jobs, sorted.
    pub fn roles(&self) -> &[EntryId] {
        &self.features[usize::from(self.words)..]
    }

    /// Where it lies among all titles.
    pub fn vector(&self) -> &TitleVector {
        &self.vector
    }

    /// Bytes on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.features.len() * size_of::<u16>()
    }
}

/// What two titles are compared by, wherever it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Title<'t> {
    /// Hashed stems, sorted.
    pub words: &'t [u16],
    /// Families of jobs, sorted.
    pub roles: &'t [EntryId],
    /// Where it lies among all titles.
    pub vector: &'t TitleVector,
}

impl<'t> From<&'t TitleFeatures> for Title<'t> {
    fn from(title: &'t TitleFeatures) -> Self {
        Self { words: title.words(), roles: title.roles(), vector: &title.vector }
    }
}

/// The words of a folded title that say what the work is.
pub fn title_words(folded: &str) -> impl Iterator<Item = &str> {
    words::words(folded)
        .filter(|word| {
            let letters = word.chars().any(char::is_alphabetic);
            letters
                && (word.len() > 1 || matches!(*word, "c" | "r"))
                && !words::is_stop_word(word)
                && !NOISE.contains(word)
        })
        .take(MAX_WORDS)
}

fn feature(bytes: &[u8]) -> u16 {
    (words::hash(1, bytes) & 0xffff) as u16
}

/// Wanted titles, ready to be compared with many.
#[derive(Debug)]
pub struct TitleProbe {
    words: Lanes<MAX_WANTED>,
    word_norms: [f32; MAX_WANTED],
    vectors: Vec<TitleVector>,
    roles: Vec<Vec<EntryId>>,
}

impl TitleProbe {
    /// Weighs the words of the first [`MAX_WANTED`] titles by how telling they are.
    pub fn new(wanted: &[TitleFeatures], idf: &impl TitleIdf) -> Self {
        let wanted = &wanted[..wanted.len().min(MAX_WANTED)];
        let mut probe = Self {
            words: Lanes::with_capacity(wanted.len() * MAX_WORDS),
            word_norms: [0.0; MAX_WANTED],
            vectors: wanted.iter().map(|title| title.vector.clone()).collect(),
            roles: wanted.iter().map(|title| title.roles().to_vec()).collect(),
        };
        for (lane, title) in wanted.iter().enumerate() {
            probe.word_norms[lane] = fill(&mut probe.words, lane, title.words(), |word| idf.word(word));
        }
        probe
    }

    /// How alike a title is to each wanted one, in their order.
    pub fn compare<'t>(
        &self,
        title: impl Into<Title<'t>>,
        idf: &impl TitleIdf,
    ) -> impl Iterator<Item = Likeness> {
        let title = title.into();
        let (words, word_norm) = dots(&self.words, title.words, |word| idf.word(word));
        self.vectors.iter().zip(&self.roles).enumerate().map(move |(lane, (vector, wanted))| Likeness {
            words: cosine(words[lane], self.word_norms[lane], word_norm),
            coverage: cosine(words[lane], self.word_norms[lane], self.word_norms[lane]),
            nearness: f64::from(vector.cosine(title.vector).max(0.0)),
            roles: (!wanted.is_empty() && !title.roles.is_empty())
                .then(|| roles::similarity(wanted, title.roles)),
        })
    }

    /// The best of the wanted titles and how alike it is, mixed. Zero without wanted titles.
    pub fn best<'t>(&self, title: impl Into<Title<'t>>, idf: &impl TitleIdf) -> (usize, f64) {
        let likenesses = self.compare(title, idf).map(Likeness::mixed).enumerate();
        likenesses.fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best })
    }
}

/// One title, ready to be compared with the wanted ones of many people. Finds what [`TitleProbe`] finds.
#[derive(Debug)]
pub struct OneTitle<'t> {
    title: &'t TitleFeatures,
    /// The words in the order of the title, with how telling they are.
    words: Vec<(u16, f32)>,
    norm: f32,
}

impl<'t> OneTitle<'t> {
    /// Weighs the words of a title by how telling they are.
    pub fn new(title: &'t TitleFeatures, idf: &impl TitleIdf) -> Self {
        let words: Vec<(u16, f32)> = title.words().iter().map(|word| (*word, idf.word(*word))).collect();
        let norm = words.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        Self { title, words, norm }
    }

    /// How alike the most alike of the first [`MAX_WANTED`] wanted titles is, mixed. Zero without any.
    pub fn best_of(&self, wanted: &[TitleFeatures], idf: &impl TitleIdf) -> f64 {
        let likenesses = wanted.iter().take(MAX_WANTED).map(|wanted| self.compare(wanted, idf).mixed());
        likenesses.fold(0.0, |best, next| if next > best { next } else { best })
    }

    fn compare(&self, wanted: &TitleFeatures, idf: &impl TitleIdf) -> Likeness {
        let wanted_norm = wanted.words().iter().map(|word| idf.word(*word).powi(2)).sum::<f32>().sqrt();
        let common = self.words.iter().filter(|(word, _)| wanted.words().binary_search(word).is_ok());
        let dot = common.map(|(_, weight)| weight * weight).sum();
        let has_roles = !wanted.roles().is_empty() && !self.title.roles().is_empty();
        Likeness {
            words: cosine(dot, wanted_norm, self.norm),
            coverage: cosine(dot, wanted_norm, wanted_norm),
            nearness: f64::from(wanted.vector.cosine(&self.title.vector).max(0.0)),
            roles: has_roles.then(|| roles::similarity(wanted.roles(), self.title.roles())),
        }
    }
}

fn fill(lanes: &mut Lanes<MAX_WANTED>, lane: usize, features: &[u16], idf: impl Fn(u16) -> f32) -> f32 {
    let mut squares = 0.0;
    for feature in features {
        let weight = idf(*feature);
        if let Some(weights) = lanes.entry(u32::from(*feature)) {
            weights[lane] = weight;
            squares += weight * weight;
        }
    }
    squares.sqrt()
}

#[inline]
fn dots(lanes: &Lanes<MAX_WANTED>, features: &[u16], idf: impl Fn(u16) -> f32) -> ([f32; MAX_WANTED], f32) {
    let (mut sums, mut squares) = ([0.0; MAX_WANTED], 0.0);
    for feature in features {
        let weight = idf(*feature);
        squares += weight * weight;
        if let Some(wanted) = lanes.get(u32::from(*feature)) {
            for (sum, wanted) in sums.iter_mut().zip(wanted) {
                *sum += wanted * weight;
            }
        }
    }
    (sums, squares.sqrt())
}

fn cosine(dot: f32, one: f32, other: f32) -> f64 {
    if one > 0.0 && other > 0.0 { f64::from(dot / (one * other)).min(1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Corpus;

    fn alike(one: &str, other: &str) -> f64 {
        let corpus = Corpus::default();
        let probe = TitleProbe::new(&[TitleFeatures::of(one)], &corpus);
        probe.best(&TitleFeatures::of(other), &corpus).1
    }

    #[test]
    fn the_same_title_is_wholly_alike_whatever_its_marks() {
        assert!((alike("Accountant", "Accountant (m/w/d) - Full Time") - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_title_in_another_language_is_nearer_than_another_job_in_the_same() {
        assert!(alike("Krankenpflegerin", "Staff Nurse") > alike("Krankenpflegerin", "Krankenhausgärtner"));
    }
}
