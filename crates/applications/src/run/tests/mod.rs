//! Tests of the submit protocol without a browser: the real run, the real store, and an employer, a gate and a clock
//! of the test. The same protocol in a real Chromium is in `tests/it`.

mod actors;
mod case;
mod crash;
mod employer;
mod line;
mod lost;
mod model;
mod pairs;
mod paused;
mod power;
mod process;
mod site;
mod zombies;

/// Numbers that only depend on the seed (splitmix64).
#[derive(Clone, Debug)]
pub(super) struct Rolls(u64);

impl Rolls {
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
