//! What a new answer of a board means for the jobs that are known from it.

use std::collections::{HashMap, HashSet};

use domain::{JobId, Posting};

pub use store::jobs::KnownJob as Known;

use crate::board::Parsed;
use crate::identity::content_hash;

/// A board with at least this many open jobs that suddenly shows none is taken for broken at first.
pub const SUSPICIOUS_FROM: usize = 5;
/// How often in a row such a board must show none before its jobs are closed.
pub const EMPTY_ANSWERS_NEEDED: u32 = 2;

/// What has to be done. Every posting of the answer is in exactly one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncPlan {
    /// Seen for the first time.
    pub open: Vec<Posting>,
    /// Open and different now.
    pub changed: Vec<(JobId, Posting)>,
    /// Closed before, published again.
    pub reopen: Vec<(JobId, Posting)>,
    /// No longer published.
    pub close: Vec<JobId>,
    /// Open and the same as before.
    pub unchanged: usize,
    /// How often in a row the board has shown nothing although it had many jobs; 0 when it did not.
    pub empty_seen: u32,
}

impl SyncPlan {
    /// Whether the answer was so unlikely that it has to be seen again, unconditionally.
    pub fn is_suspicious(&self) -> bool {
        self.empty_seen > 0 && self.close.is_empty()
    }
}

/// Decides. `empty_seen` is what the plan before this one said.
///
/// Jobs close only when the answer was complete: a cut-off or partly unreadable answer proves nothing
/// about what it does not mention.
pub fn plan(previous: &[Known], parsed: &Parsed, empty_seen: u32) -> SyncPlan {
    let known: HashMap<&str, &Known> = previous.iter().map(|job| (job.external_id.as_str(), job)).collect();
    let mut plan = SyncPlan::default();
    for posting in &parsed.postings {
        match known.get(posting.external_id.as_str()) {
            None => plan.open.push(posting.clone()),
            Some(job) if job.closed => plan.reopen.push((job.job_id, posting.clone())),
            Some(job) if job.content_hash == content_hash(posting) => plan.unchanged += 1,
            Some(job) => plan.changed.push((job.job_id, posting.clone())),
        }
    }
    if !parsed.is_whole() {
        return SyncPlan { empty_seen, ..plan };
    }
    let published: HashSet<&str> = parsed
        .postings
        .iter()
        .map(|posting| posting.external_id.as_str())
        .chain(parsed.rejected.iter().filter_map(|rejected| rejected.external_id.as_deref()))
        .chain(parsed.still_listed.iter().map(String::as_str))
        .collect();
    let is_open = |job: &&Known| !job.closed;
    let open_before = previous.iter().filter(is_open).count();
    if published.is_empty() && open_before >= SUSPICIOUS_FROM {
        plan.empty_seen = empty_seen + 1;
        if plan.empty_seen < EMPTY_ANSWERS_NEEDED {
            return plan;
        }
    }
    let gone = previous.iter().filter(is_open).filter(|job| !published.contains(job.external_id.as_str()));
    plan.close = gone.map(|job| job.job_id).collect();
    plan
}
