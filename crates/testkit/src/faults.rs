//! How often faults are tried, and when they come.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// The rounds of a test of faults. `JOBWIRE_FAULTS` is how many there are (fifty are the promise; without it there are a
/// few); `JOBWIRE_FAULTS_SEED` repeats the choices of a run, which prints it.
pub struct Faults {
    random: StdRng,
    /// How often each fault is tried.
    pub rounds: usize,
}

impl Faults {
    /// As the environment says, and so many rounds where it says nothing.
    pub fn or_rounds(few: usize) -> Self {
        let seed: u64 = number("JOBWIRE_FAULTS_SEED").unwrap_or_else(rand::random);
        let rounds = number("JOBWIRE_FAULTS").map_or(few, |rounds| rounds as usize);
        eprintln!("JOBWIRE_FAULTS={rounds} JOBWIRE_FAULTS_SEED={seed}");
        Self { random: StdRng::seed_from_u64(seed), rounds }
    }

    /// The same for something that goes on beside this: with choices of its own.
    pub fn beside(&mut self) -> Self {
        Self { random: StdRng::seed_from_u64(self.random.random()), rounds: self.rounds }
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.random.random_range(0..end)
    }

    /// Waits up to so long.
    pub async fn pause(&mut self, longest: Duration) {
        tokio::time::sleep(longest.mul_f64(self.random.random())).await;
    }
}

fn number(variable: &str) -> Option<u64> {
    let word = std::env::var(variable).ok()?;
    Some(word.parse().unwrap_or_else(|_| panic!("{variable} is a number, not {word:?}")))
}
