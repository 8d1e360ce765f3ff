//! A small hash table from feature to weights, one weight per lane, that fits the first-level cache.

/// Key that marks a free slot; features never have it because their hashes are cut to fewer bits.
const FREE: u32 = u32::MAX;

/// Weights of features in `L` lanes (for example one lane per wanted title).
#[derive(Clone, Debug)]
pub struct Lanes<const L: usize> {
    keys: Vec<u32>,
    weights: Vec<[f32; L]>,
    shift: u32,
}

impl<const L: usize> Lanes<L> {
    /// A table for about `expected` features.
    pub fn with_capacity(expected: usize) -> Self {
        let slots = (expected.max(4) * 2).next_power_of_two();
        Self { keys: vec![FREE; slots], weights: vec![[0.0; L]; slots], shift: 32 - slots.trailing_zeros() }
    }

    /// The weights of `key`, made if there were none. `None` when the table is full.
    pub fn entry(&mut self, key: u32) -> Option<&mut [f32; L]> {
        for step in 0..self.keys.len() {
            let slot = self.slot(key, step);
            if self.keys[slot] == FREE {
                self.keys[slot] = key;
            }
            if self.keys[slot] == key {
                return Some(&mut self.weights[slot]);
            }
        }
        None
    }

    /// The weights of `key`.
    #[inline]
    pub fn get(&self, key: u32) -> Option<&[f32; L]> {
        for step in 0..self.keys.len() {
            let slot = self.slot(key, step);
            if self.keys[slot] == key {
                return Some(&self.weights[slot]);
            }
            if self.keys[slot] == FREE {
                return None;
            }
        }
        None
    }

    #[inline]
    fn slot(&self, key: u32, step: usize) -> usize {
        let first = (key.wrapping_mul(0x9e37_79b1) >> self.shift) as usize;
        (first + step) & (self.keys.len() - 1)
    }
}
