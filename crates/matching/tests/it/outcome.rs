//! What becomes of any posting for any profile, whatever is in them.

use domain::{Job, Profile};
use matching::{Index, JobFeatures, PreparedProfile, Verdict, stored};

use crate::support::now;

/// No reason is longer: a person reads it in one go, and a posting cannot fill the screen with its own words.
const LONGEST_REASON: usize = 1_000;
const MOST_REASONS: usize = 20;

/// Scores a job and checks what must hold for any: the score is a number from 0 to 1 and comes again, it has reasons in
/// words, or a wish rules the job out and says so. Panics where that does not hold.
pub fn of(job: &Job, profile: &Profile) -> Verdict {
    let features = JobFeatures::of(job);
    assert_eq!(stored::read(&stored::write(&features)).as_ref(), Some(&features), "it is kept as it is");
    let mut index = Index::new();
    index.upsert(job);
    let prepared = PreparedProfile::new(profile);
    let verdict = index.score_one(&prepared, job.id, now()).expect("it is in the index");
    assert_eq!(index.score_one(&prepared, job.id, now()).as_ref(), Some(&verdict), "the same again");
    match &verdict {
        Verdict::Filtered(filtered) => assert!(!filtered.text.is_empty()),
        Verdict::Fits(found) => {
            assert!((0.0..=1.0).contains(&found.match_score), "{}", found.match_score);
            let sum: f64 = found.parts.iter().map(|part| part.value * part.weight).sum();
            assert!((sum - found.match_score).abs() < 1e-9, "{sum} is not {}", found.match_score);
            assert!((1..=MOST_REASONS).contains(&found.reasons.len()), "{:?}", found.reasons);
            for reason in &found.reasons {
                assert!(reason.text.ends_with('.') || reason.text.ends_with('”'), "{:?}", reason.text);
                assert!(reason.text.chars().count() <= LONGEST_REASON, "{:?}", reason.text);
            }
        }
    }
    verdict
}
