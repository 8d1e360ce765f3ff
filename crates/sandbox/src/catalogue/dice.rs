//! A small random generator whose sequence never changes.
//!
//! Job ids live in the ledger and in other programs' databases, so the same seed must give the same postings after every
//! upgrade. The generators of `rand` do not promise that; SplitMix64 is fixed by its published constants.

/// A deterministic stream of numbers, named by a seed, a number and a purpose.
#[derive(Debug, Clone)]
pub(crate) struct Dice {
    state: u64,
}

impl Dice {
    /// A stream that is the same for the same three values, and unrelated to the stream of any other purpose.
    pub(crate) fn new(seed: u64, number: u64, purpose: &str) -> Self {
        let mut dice = Self { state: seed };
        let mut state = dice.next();
        for byte in number.to_le_bytes().iter().chain(purpose.as_bytes()) {
            // FNV-1a, whose prime this is.
            state = (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        dice.state = state;
        dice.next();
        dice
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 when the limit is 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        if limit == 0 {
            return 0;
        }
        usize::try_from(self.next() % limit as u64).expect("a number below a usize fits a usize")
    }

    /// True in `percent` of a hundred cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the items; the slice must not be empty.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One of some texts; there must be at least one.
    pub(crate) fn word(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }

    /// Up to `count` different items in a new order.
    pub(crate) fn some<T: Clone>(&mut self, items: &[T], count: usize) -> Vec<T> {
        let mut pool = items.to_vec();
        let count = count.min(pool.len());
        for place in 0..count {
            let other = place + self.below(pool.len() - place);
            pool.swap(place, other);
        }
        pool.truncate(count);
        pool
    }

    /// A UUID of version 4 drawn from this stream.
    pub(crate) fn uuid(&mut self) -> uuid::Uuid {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.next().to_le_bytes());
        bytes[8..].copy_from_slice(&self.next().to_le_bytes());
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}
