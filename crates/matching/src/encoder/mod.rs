//! A title as a vector: titles of the same work lie close, in English, German and Spanish, whatever their letters.
//!
//! Each piece of a title ([`pieces`]) has a vector, and their sum is the title's. The vectors were trained so that the
//! names of one occupation lie together (`cargo xtask train`; `docs/decisions/0008-title-encoder.md` has what was tried and
//! measured). The names are those of the ESCO classification of the European Commission; the weights hold no name.
//!
//! A title is then drawn towards the occupations it is nearest to. A piece that was never seen gets a vector of its own
//! that is like no other, so that two titles with the same strange word, or in another script, are still alike.

pub mod pieces;
pub mod weights;

use std::sync::LazyLock;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use weights::Weights;

/// Numbers in a vector. With 256 of them the titles' MAP is .004 higher, with 64 it is .02 lower.
pub const DIMENSIONS: usize = 128;
/// How many of the nearest occupations draw a title towards them.
const NEAREST: usize = 20;
/// How much nearer an occupation has to be to count e times as much.
const WARMTH: f32 = 0.05;
/// How strongly they draw, where 1 is as strong as the title itself.
const DRAW: f32 = 0.5;
/// How long the vector of a piece is that was never seen. Those of trained ones are around 1.
const STRANGE: f32 = 0.25;

/// The weights that are shipped.
static SHIPPED: LazyLock<Encoder> = LazyLock::new(|| {
    let weights = Weights::read(include_bytes!("../data/titles.bin"));
    Encoder::new(weights.expect("a test reads the shipped weights"))
});

/// Makes vectors of titles.
#[derive(Debug)]
pub struct Encoder {
    weights: Weights,
}

/// Where a title lies among all others.
#[derive(Clone, Debug, PartialEq)]
pub struct TitleVector {
    parts: [i8; DIMENSIONS],
    norm: f32,
}

impl Encoder {
    /// The encoder that is shipped.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// An encoder with these weights.
    pub fn new(weights: Weights) -> Self {
        Self { weights }
    }

    /// The vector of a title. Nothing but white space and marks lies at the origin, like nothing.
    pub fn encode(&self, title: &str) -> TitleVector {
        self.encode_pieces(&pieces::pieces(title))
    }

    /// The same of pieces.
    pub fn encode_pieces(&self, pieces: &[u32]) -> TitleVector {
        let mut sum = [0.0; DIMENSIONS];
        let known = pieces.iter().filter(|piece| self.weights.add(**piece, &mut sum)).count();
        if known < pieces.len() {
            pieces
                .iter()
                .filter(|piece| !self.weights.knows(**piece))
                .for_each(|piece| add_strange(*piece, &mut sum));
        }
        // A title of strange pieces alone is near no occupation but by chance.
        if known * 2 < pieces.len() { TitleVector::of(&sum) } else { self.drawn_to_occupations(normal(sum)) }
    }

    fn drawn_to_occupations(&self, vector: [f32; DIMENSIONS]) -> TitleVector {
        let plain = TitleVector::of(&vector);
        let mut nearest: Vec<(f32, &TitleVector)> = self
            .weights
            .occupations()
            .iter()
            .map(|occupation| (plain.cosine(occupation), occupation))
            .collect();
        if nearest.len() > NEAREST {
            nearest.select_nth_unstable_by(NEAREST, |one, other| other.0.total_cmp(&one.0));
            nearest.truncate(NEAREST);
            // The sum below is then the same whatever order they were found in.
            nearest.sort_unstable_by(|one, other| other.0.total_cmp(&one.0));
        }
        let Some(best) = nearest.first().map(|(best, _)| *best).filter(|best| *best > 0.0) else {
            return plain;
        };
        let shares: Vec<f32> = nearest.iter().map(|(near, _)| ((near - best) / WARMTH).exp()).collect();
        let all: f32 = shares.iter().sum();
        let mut drawn = vector;
        for ((_, occupation), share) in nearest.iter().zip(&shares) {
            let weight = DRAW * share / all / occupation.norm;
            drawn.iter_mut().zip(occupation.parts).for_each(|(sum, part)| *sum += weight * f32::from(part));
        }
        TitleVector::of(&drawn)
    }
}

impl Default for TitleVector {
    fn default() -> Self {
        Self { parts: [0; DIMENSIONS], norm: 0.0 }
    }
}

impl Serialize for TitleVector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.parts.map(i8::cast_unsigned))
    }
}

impl<'de> Deserialize<'de> for TitleVector {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        let parts: [u8; DIMENSIONS] =
            bytes.try_into().map_err(|_| D::Error::invalid_length(bytes.len(), &"a byte for each number"))?;
        Ok(Self::of_parts(parts.map(u8::cast_signed)))
    }
}

impl TitleVector {
    /// The direction of a vector of [`DIMENSIONS`] numbers, a byte each.
    pub fn of(vector: &[f32]) -> Self {
        debug_assert_eq!(vector.len(), DIMENSIONS);
        let largest = vector.iter().fold(0.0f32, |largest, number| largest.max(number.abs()));
        let mut parts = [0; DIMENSIONS];
        if largest > 0.0 {
            for (part, number) in parts.iter_mut().zip(vector) {
                #[allow(clippy::cast_possible_truncation, reason = "from -127 to 127")]
                let whole = (number / largest * 127.0).round() as i8;
                *part = whole;
            }
        }
        Self::of_parts(parts)
    }

    fn of_parts(parts: [i8; DIMENSIONS]) -> Self {
        #[allow(clippy::cast_precision_loss, reason = "at most 128 times 127 squared")]
        let norm = (dot(&parts, &parts) as f32).sqrt();
        Self { parts, norm }
    }

    /// Its numbers, together of length 1.
    pub fn floats(&self) -> [f32; DIMENSIONS] {
        self.parts.map(|part| f32::from(part) / self.norm.max(1.0))
    }

    /// Whether nothing is known of the title.
    pub fn is_zero(&self) -> bool {
        self.norm == 0.0
    }

    /// The cosine of two titles, from -1 to 1; 0 when nothing is known of one.
    #[inline]
    pub fn cosine(&self, other: &Self) -> f32 {
        let norms = self.norm * other.norm;
        #[allow(clippy::cast_precision_loss, reason = "at most 128 times 127 squared")]
        let dot = dot(&self.parts, &other.parts) as f32;
        if norms > 0.0 { (dot / norms).clamp(-1.0, 1.0) } else { 0.0 }
    }
}

/// The sum of the products. Two halves of 16 numbers are added lane by lane, which a compiler turns into half the
/// instructions of a plain sum (15 ns against 33 with SSE2).
#[inline]
fn dot(one: &[i8; DIMENSIONS], other: &[i8; DIMENSIONS]) -> i32 {
    let mut lanes = [0; 8];
    let product = |one: i8, other: i8| i32::from(i16::from(one) * i16::from(other));
    let (ones, _) = one.as_chunks::<16>();
    let (others, _) = other.as_chunks::<16>();
    for (one, other) in ones.iter().zip(others) {
        for (at, lane) in lanes.iter_mut().enumerate() {
            *lane += product(one[at], other[at]) + product(one[at + 8], other[at + 8]);
        }
    }
    lanes.iter().sum()
}

fn normal(mut vector: [f32; DIMENSIONS]) -> [f32; DIMENSIONS] {
    let norm = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    if norm > 0.0 {
        vector.iter_mut().for_each(|number| *number /= norm);
    }
    vector
}

/// Adds a vector of signs that follow from the piece alone; two of them are like each other by chance only.
#[allow(clippy::cast_precision_loss, reason = "128")]
fn add_strange(piece: u32, sum: &mut [f32; DIMENSIONS]) {
    let length = STRANGE / (DIMENSIONS as f32).sqrt();
    let mut state = u64::from(piece);
    for numbers in sum.chunks_mut(64) {
        let mut bits = crate::words::next_number(&mut state);
        for number in numbers {
            *number += if bits & 1 == 1 { length } else { -length };
            bits >>= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> f32 {
        let encoder = Encoder::shipped();
        encoder.encode(one).cosine(&encoder.encode(other))
    }

    #[test]
    fn the_same_work_in_other_words_or_another_language_is_nearer_than_other_work() {
        for (one, same, other) in [
            ("Lawyer", "Attorney at law", "Plumber"),
            ("Truck driver", "Lorry driver", "Screw driver assembler"),
            ("Krankenpflegerin", "Registered nurse", "Kranführer"),
            ("Cocinero", "Chef de partie", "Cochero"),
            ("Buchhalter", "Accountant", "Buchbinder"),
            ("Abogada", "Rechtsanwältin", "Albañil"),
        ] {
            let (near, far) = (alike(one, same), alike(one, other));
            assert!(near > far, "{one}: {same} {near:.2}, {other} {far:.2}");
        }
    }

    #[test]
    fn a_title_is_itself_whatever_its_marks_and_nothing_is_like_nothing() {
        assert!(alike("Accountant", "ACCOUNTANT (m/w/d)") > 0.999);
        assert_eq!(alike("", "Accountant"), 0.0);
        assert!(Encoder::shipped().encode("  / 40").is_zero());
    }

    #[test]
    fn words_never_seen_are_alike_when_they_are_the_same() {
        assert!(alike("犬类美容师", "宠物美容师") > alike("犬类美容师", "保险经纪人") + 0.1);
        assert!(alike("Zqxwvkj", "Senior Zqxwvkj") > 0.5);
    }
}
