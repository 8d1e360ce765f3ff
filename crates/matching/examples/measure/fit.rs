//! How the shares of the parts were chosen: coordinate ascent within bounds.

use crate::proxy::SIGNALS;

/// What can be chosen: how a title's likeness is mixed, and what each part counts.
#[derive(Clone, Copy, Debug)]
pub struct Choice([f64; 9]);

impl Choice {
    /// Words, coverage, families in the title; title, skills, text, level; terms in the text; the title's curve.
    const START: Self = Self([0.1, 0.1, 0.1, 0.46, 0.11, 0.10, 0.15, 0.4, 1.0]);
    /// The least and the most of each: the set judges by occupation alone, and a person asks for more than that.
    const BOUNDS: [(f64, f64); 9] = [
        (0.0, 0.5),
        (0.0, 0.5),
        (0.0, 0.3),
        (0.3, 0.6),
        (0.08, 0.2),
        (0.08, 0.2),
        (0.08, 0.2),
        (0.2, 0.6),
        (0.7, 2.0),
    ];

    /// The score of a job with these signals.
    pub fn score(&self, row: &[f64; SIGNALS]) -> f64 {
        let [words, coverage, roles, title, skills, text, level, terms, curve] = self.0;
        let letters = words * row[0] + coverage * row[7] + (1.0 - words - coverage).max(0.0) * row[1];
        let of_title = (1.0 - roles) * letters + roles * if row[2] < 0.0 { letters } else { row[2] };
        let of_text = terms * (1.0 - (-row[4] / 0.10).exp()) + (1.0 - terms) * row[5];
        title * of_title.powf(curve) + skills * row[3] + text * of_text + level * row[6]
    }
}

/// The best choice found by changing one number after the other.
pub fn coordinate_ascent(measure: &dyn Fn(&Choice) -> f64) -> (Choice, f64) {
    /// What is not better by this much is noise.
    const STEP: f64 = 0.001;
    let mut choice = Choice::START;
    let mut best = measure(&choice);
    for _ in 0..3 {
        for at in 0..choice.0.len() {
            let (least, most) = Choice::BOUNDS[at];
            for step in 0..=8 {
                let mut tried = choice;
                tried.0[at] = least + (most - least) * f64::from(step) / 8.0;
                let value = measure(&tried);
                if value > best + STEP {
                    (best, choice) = (value, tried);
                }
            }
        }
    }
    (choice, best)
}
