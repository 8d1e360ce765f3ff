//! The best of many without looking at all of them whole: those that could score most come first, and the scores found so
//! far tell when the rest cannot reach them.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// The scores of the best that were found so far.
pub(crate) struct Reached {
    limit: usize,
    /// The worst of them is the first.
    scores: BinaryHeap<Reverse<Score>>,
}

/// Scores are numbers from 0 to 1: they have an order.
#[derive(PartialEq)]
struct Score(f64);

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Reached {
    pub fn new(limit: usize) -> Self {
        Self { limit, scores: BinaryHeap::new() }
    }

    pub fn add(&mut self, score: f64) {
        self.scores.push(Reverse(Score(score)));
        if self.scores.len() > self.limit {
            self.scores.pop();
        }
    }

    /// What a job has to score to be among the best; nothing while there is room.
    pub fn least(&self) -> f64 {
        match self.scores.peek() {
            Some(Reverse(Score(worst))) if self.scores.len() >= self.limit => *worst,
            _ if self.limit == 0 => f64::INFINITY,
            _ => f64::NEG_INFINITY,
        }
    }
}

/// Brings those that are so to the front, in their order, and gives them.
pub(crate) fn those_first<T>(items: &mut [T], is_so: impl Fn(&T) -> bool) -> &mut [T] {
    let mut count = 0;
    for at in 0..items.len() {
        if is_so(&items[at]) {
            items.swap(at, count);
            count += 1;
        }
    }
    &mut items[..count]
}

/// Brings those that could score most to the front, and says how many they are: twice as many as are wanted.
pub(crate) fn promising_first(at_most: &mut [(f64, usize)], limit: usize) -> usize {
    let count = limit.saturating_mul(2);
    if count >= at_most.len() {
        return at_most.len();
    }
    at_most.select_nth_unstable_by(count, |one, other| other.0.total_cmp(&one.0));
    count
}
