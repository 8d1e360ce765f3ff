//! What each part of a score counts. One table; a person may move it.

use std::collections::BTreeMap;

use domain::matching::PartName;
use domain::profile::MOST_WEIGHT;

/// How many parts there are.
pub const COUNT: usize = 8;

/// Every part in the order in which scores list them.
pub const PARTS: [PartName; COUNT] = [
    PartName::Title,
    PartName::Skills,
    PartName::Text,
    PartName::Level,
    PartName::Place,
    PartName::Pay,
    PartName::Freshness,
    PartName::Taste,
];

/// The share of each part, in the order of [`PARTS`]; they sum up to 1.
///
/// Title, skills, text and level relative to each other were fitted on the shared resume-to-posting set with
/// `examples/measure fit`, within bounds: that set judges by occupation alone, so it would give skills almost nothing, and
/// a person asks for skills too. Fitted on every other resume, NDCG@10 on the rest is .722 and .787; BM25 over titles has
/// .690 over all. The level weighs enough that a new graduate reads junior jobs before staff jobs next door. The other
/// parts cannot be measured there and are what a person would say.
///
/// A taste counts nothing until something was judged, and then as much as [`Taste::share`](crate::taste::Taste::share)
/// says.
const SHARES: [f64; COUNT] = [0.47, 0.09, 0.11, 0.15, 0.09, 0.05, 0.04, 0.0];

/// The shares of the parts in a score; they sum up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights([f64; COUNT]);

impl Default for Weights {
    fn default() -> Self {
        Self(SHARES)
    }
}

impl Weights {
    /// Shares in the proportions given; negative or not finite counts as 0. `None` when nothing is left.
    pub fn new(proportions: [f64; COUNT]) -> Option<Self> {
        let kept = proportions.map(|share| if share.is_finite() { share.max(0.0) } else { 0.0 });
        let sum: f64 = kept.iter().sum();
        (sum > 0.0 && sum.is_finite()).then(|| Self(kept.map(|share| share / sum)))
    }

    /// The usual shares of `parts` alone, scaled to 1. `None` when there are no parts.
    pub fn only(parts: &[PartName]) -> Option<Self> {
        let mut proportions = [0.0; COUNT];
        for (share, (usual, part)) in proportions.iter_mut().zip(SHARES.iter().zip(PARTS)) {
            if parts.contains(&part) {
                *share = *usual;
            }
        }
        Self::new(proportions)
    }

    /// The usual shares, each as often as the person wants; the usual ones when nothing would be left. `taste` is what a
    /// taste counts beside all others.
    pub fn moved(factors: &BTreeMap<PartName, f64>, taste: f64) -> Self {
        let mut proportions = SHARES;
        proportions[index(PartName::Taste)] = taste;
        for (proportion, part) in proportions.iter_mut().zip(PARTS) {
            let factor = factors.get(&part).copied().filter(|factor| factor.is_finite()).unwrap_or(1.0);
            *proportion *= factor.clamp(0.0, MOST_WEIGHT);
        }
        Self::new(proportions).unwrap_or_default()
    }

    /// The share of one part.
    pub fn of(&self, part: PartName) -> f64 {
        self.0[index(part)]
    }

    /// All shares in the order of [`PARTS`].
    pub fn shares(&self) -> [f64; COUNT] {
        self.0
    }
}

/// Where a part stands in [`PARTS`].
pub fn index(part: PartName) -> usize {
    match part {
        PartName::Title => 0,
        PartName::Skills => 1,
        PartName::Text => 2,
        PartName::Level => 3,
        PartName::Place => 4,
        PartName::Pay => 5,
        PartName::Freshness => 6,
        PartName::Taste => 7,
    }
}

/// The part of a name as the command line and the API write it.
pub fn part_named(name: &str) -> Option<PartName> {
    serde_json::from_value(serde_json::Value::String(name.trim().to_lowercase())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_sums_up_to_one_and_every_part_stands_where_its_index_says() {
        assert!((SHARES.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        for (position, part) in PARTS.into_iter().enumerate() {
            assert_eq!(index(part), position);
        }
    }

    #[test]
    fn moved_weights_share_the_whole_and_nothing_is_never_left() {
        let moved = Weights::moved(&BTreeMap::from([(PartName::Pay, 3.0), (PartName::Title, 0.0)]), 0.2);
        assert!((moved.shares().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(moved.of(PartName::Title), 0.0);
        assert!((moved.of(PartName::Pay) / moved.of(PartName::Freshness) - 0.15 / 0.04).abs() < 1e-9);
        assert_eq!(Weights::moved(&BTreeMap::new(), 0.0), Weights::default());
        let none = PARTS.into_iter().map(|part| (part, 0.0)).collect();
        assert_eq!(Weights::moved(&none, 0.5), Weights::default());
        let strange =
            BTreeMap::from([(PartName::Pay, f64::NAN), (PartName::Text, -5.0), (PartName::Level, 1e9)]);
        assert!(Weights::moved(&strange, 0.0).shares().iter().all(|share| (0.0..=1.0).contains(share)));
    }
}
