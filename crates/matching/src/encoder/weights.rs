//! The encoder's weights as a file: half a byte for each number, a few megabytes in all.

use super::{DIMENSIONS, TitleVector};

/// What the file begins with: its name and version.
const MAGIC: &[u8; 8] = b"JWTITLE1";
/// Numbers are whole from -7 to 7, kept as 1 to 15.
const HALF_BYTE: f32 = 7.0;
const ROW_BYTES: usize = DIMENSIONS / 2;
/// The pieces are looked up by their first bits.
const BUCKET_BITS: u32 = 12;

/// A vector for each known piece, and one for each known occupation.
#[derive(Debug)]
pub struct Weights {
    pieces: Vec<u32>,
    scales: Vec<f32>,
    rows: Vec<u8>,
    /// Where the pieces of each bucket begin.
    buckets: Vec<u32>,
    occupations: Vec<TitleVector>,
}

/// Why a file holds no weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadWeights {
    /// It is something else, or of another release.
    #[error("this is no file of title weights of this release; write it anew with `cargo xtask train`")]
    Unknown,
    /// It ends early, or goes on.
    #[error("the file of title weights is cut off or too long; write it anew with `cargo xtask train`")]
    Length,
}

impl Weights {
    /// Keeps the vector of each piece, and those of the occupations. The pieces come sorted, each once.
    pub fn new(pieces: &[(u32, Vec<f32>)], occupations: &[Vec<f32>]) -> Self {
        debug_assert!(pieces.is_sorted_by(|one, other| one.0 < other.0));
        let mut scales = Vec::with_capacity(pieces.len());
        let mut rows = Vec::with_capacity(pieces.len() * ROW_BYTES);
        for (_, vector) in pieces {
            let largest = vector.iter().fold(0.0f32, |largest, number| largest.max(number.abs()));
            let scale = largest / HALF_BYTE;
            let half = |number: f32| -> u8 {
                let whole =
                    if scale > 0.0 { (number / scale).round().clamp(-HALF_BYTE, HALF_BYTE) } else { 0.0 };
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 15")]
                let kept = (whole + HALF_BYTE + 1.0) as u8;
                kept
            };
            scales.push(scale);
            rows.extend(vector.chunks_exact(2).map(|pair| half(pair[0]) | half(pair[1]) << 4));
        }
        let pieces = pieces.iter().map(|(piece, _)| *piece).collect();
        let occupations = occupations.iter().map(|vector| TitleVector::of(vector)).collect();
        Self::with_buckets(pieces, scales, rows, occupations)
    }

    fn with_buckets(
        pieces: Vec<u32>,
        scales: Vec<f32>,
        rows: Vec<u8>,
        occupations: Vec<TitleVector>,
    ) -> Self {
        let first_in = |bucket: u32| pieces.partition_point(|piece| piece >> (32 - BUCKET_BITS) < bucket);
        let buckets = (0..=1 << BUCKET_BITS)
            .map(|bucket| u32::try_from(first_in(bucket)).expect("there are fewer pieces than hashes"))
            .collect();
        Self { pieces, scales, rows, buckets, occupations }
    }

    /// The file's bytes: magic, counts, pieces, scales, rows, occupations; little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for count in [self.pieces.len(), self.occupations.len()] {
            bytes.extend(u32::try_from(count).expect("there are few").to_le_bytes());
        }
        self.pieces.iter().for_each(|piece| bytes.extend(piece.to_le_bytes()));
        self.scales.iter().for_each(|scale| bytes.extend(scale.to_le_bytes()));
        bytes.extend(&self.rows);
        for occupation in &self.occupations {
            bytes.extend(occupation.parts.iter().map(|part| part.cast_unsigned()));
        }
        bytes
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    pub fn read(bytes: &[u8]) -> Result<Self, BadWeights> {
        let bytes = bytes.strip_prefix(MAGIC).ok_or(BadWeights::Unknown)?;
        let (counts, bytes) = bytes.split_at_checked(8).ok_or(BadWeights::Length)?;
        let counts = words(counts);
        let (pieces, occupations) = (counts[0] as usize, counts[1] as usize);
        let length = pieces.checked_mul(8 + ROW_BYTES).zip(occupations.checked_mul(DIMENSIONS));
        if length.and_then(|(pieces, occupations)| pieces.checked_add(occupations)) != Some(bytes.len()) {
            return Err(BadWeights::Length);
        }
        let (keys, bytes) = bytes.split_at(pieces * 4);
        let (scales, bytes) = bytes.split_at(pieces * 4);
        let (rows, bytes) = bytes.split_at(pieces * ROW_BYTES);
        let occupations = bytes.chunks_exact(DIMENSIONS).map(|parts| {
            let mut whole = [0; DIMENSIONS];
            whole.iter_mut().zip(parts).for_each(|(whole, part)| *whole = part.cast_signed());
            TitleVector::of_parts(whole)
        });
        let scales = words(scales).into_iter().map(f32::from_bits).collect();
        Ok(Self::with_buckets(words(keys), scales, rows.to_vec(), occupations.collect()))
    }

    /// How many pieces are known.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The known occupations.
    pub fn occupations(&self) -> &[TitleVector] {
        &self.occupations
    }

    /// Adds a piece's vector to `sum`; says whether the piece is known.
    #[inline]
    pub(super) fn add(&self, piece: u32, sum: &mut [f32; DIMENSIONS]) -> bool {
        let Some(row) = self.row(piece) else { return false };
        let scale = self.scales[row];
        let halves = &self.rows[row * ROW_BYTES..(row + 1) * ROW_BYTES];
        for (pair, byte) in sum.chunks_exact_mut(2).zip(halves) {
            pair[0] += scale * (f32::from(byte & 15) - HALF_BYTE - 1.0);
            pair[1] += scale * (f32::from(byte >> 4) - HALF_BYTE - 1.0);
        }
        true
    }

    /// Whether a piece has a vector.
    pub(super) fn knows(&self, piece: u32) -> bool {
        self.row(piece).is_some()
    }

    #[inline]
    fn row(&self, piece: u32) -> Option<usize> {
        let bucket = (piece >> (32 - BUCKET_BITS)) as usize;
        let (from, to) = (self.buckets[bucket] as usize, self.buckets[bucket + 1] as usize);
        let at = self.pieces[from..to].binary_search(&piece).ok()?;
        Some(from + at)
    }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    let word = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().expect("four bytes each"));
    bytes.chunks_exact(4).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_nothing_else() {
        let vector: Vec<f32> = (0..DIMENSIONS).map(|at| at as f32 / 10.0 - 3.0).collect();
        let weights = Weights::new(
            &[(7, vector.clone()), (u32::MAX, vec![0.0; DIMENSIONS])],
            std::slice::from_ref(&vector),
        );
        let bytes = weights.to_bytes();
        let read = Weights::read(&bytes).unwrap();
        assert_eq!(read.to_bytes(), bytes);
        let mut sum = [0.0; DIMENSIONS];
        assert!(read.add(7, &mut sum) && read.add(u32::MAX, &mut sum) && !read.add(8, &mut sum));
        let furthest = sum.iter().zip(&vector).map(|(sum, number)| (sum - number).abs()).fold(0.0, f32::max);
        assert!(furthest <= 9.7 / HALF_BYTE / 2.0 + 1e-5, "{furthest}");
        assert_eq!(Weights::read(&bytes[..bytes.len() - 1]).unwrap_err(), BadWeights::Length);
        assert_eq!(Weights::read(&bytes[..10]).unwrap_err(), BadWeights::Length);
        assert_eq!(Weights::read(b"something else").unwrap_err(), BadWeights::Unknown);
    }
}
