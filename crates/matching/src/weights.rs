//! What each part of a score counts. One table; a person may move it.

use domain::matching::PartName;

/// Every part in the order in which scores list them.
pub const PARTS: [PartName; 7] = [
    PartName::Title,
    PartName::Skills,
    PartName::Text,
    PartName::Level,
    PartName::Place,
    PartName::Pay,
    PartName::Freshness,
];

/// The share of each part, in the order of [`PARTS`]; they sum up to 1.
///
/// Title, skills and text relative to each other were tried on the shared resume-to-posting set with
/// `examples/measure` (NDCG@10 .708; BM25 over titles .690 in the same run). That set judges by
/// occupation alone, so it would give skills almost nothing (.05 of the whole: .712, within its
/// noise of .03); a person asks for skills too, and they keep their share. The level weighs enough that a
/// new graduate reads junior jobs before staff jobs next door. That and the other parts cannot be
/// measured there and are what a person would say.
const SHARES: [f64; 7] = [0.46, 0.11, 0.10, 0.15, 0.09, 0.05, 0.04];

/// The shares of the parts in a score; they sum up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights([f64; 7]);

impl Default for Weights {
    fn default() -> Self {
        Self(SHARES)
    }
}

impl Weights {
    /// Shares in the proportions given; negative or not finite counts as 0. `None` when nothing is left.
    pub fn new(proportions: [f64; 7]) -> Option<Self> {
        let kept = proportions.map(|share| if share.is_finite() { share.max(0.0) } else { 0.0 });
        let sum: f64 = kept.iter().sum();
        (sum > 0.0 && sum.is_finite()).then(|| Self(kept.map(|share| share / sum)))
    }

    /// The usual shares of `parts` alone, scaled to 1. `None` when there are no parts.
    pub fn only(parts: &[PartName]) -> Option<Self> {
        let mut proportions = [0.0; 7];
        for (share, (usual, part)) in proportions.iter_mut().zip(SHARES.iter().zip(PARTS)) {
            if parts.contains(&part) {
                *share = *usual;
            }
        }
        Self::new(proportions)
    }

    /// The share of one part.
    pub fn of(&self, part: PartName) -> f64 {
        self.0[index(part)]
    }

    /// All shares in the order of [`PARTS`].
    pub fn shares(&self) -> [f64; 7] {
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
}
