//! The live shell around the index: loads jobs from the store, scores them when a person starts
//! matching, changes their profile, or a job opens, changes or closes, and saves what changed together
//! with the event that says so.
//!
//! The index is a copy that can be rebuilt at any time; the store is the truth. A person is scored over
//! the jobs of the boards they follow and no others.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use domain::matching::WhatIf;
use domain::{Job, JobId, Match, SourceId, UserId};
use store::feedback::FeedbackStamp;
use store::matches::MatchChanges;
use store::{Store, StoreError};
use tokio::sync::Mutex;

use crate::taste::{Judgement, MAX_JUDGEMENTS, Taste};
use crate::{Index, JobFeatures, PreparedProfile, Verdict};

/// How many matches are kept for a person. Nobody reads further, and a change has to stay quick.
pub const MATCHES_KEPT: usize = 500;
/// How many of them are saved first, so that the first screen does not wait for the rest.
const FIRST_SCREEN: usize = 50;
/// How many jobs are read from the store in one go.
const LOAD_PAGE: u32 = 500;

/// The live shell. Share it in an `Arc`.
pub struct Live {
    store: Store,
    jobs: RwLock<Jobs>,
    /// One person is scored by one task at a time; the profile is prepared once per version.
    people: Mutex<HashMap<UserId, Arc<Mutex<Option<Prepared>>>>>,
}

#[derive(Default)]
struct Jobs {
    index: Index,
    source_of: HashMap<JobId, SourceId>,
    /// The newest job that was read; ids sort by time.
    last: Option<JobId>,
}

#[derive(Clone)]
struct Prepared {
    version: i64,
    feedback: FeedbackStamp,
    profile: Arc<PreparedProfile>,
}

/// How a person's matches change.
#[derive(Debug, Default, PartialEq)]
struct Difference {
    upserted: Vec<Match>,
    removed: Vec<JobId>,
}

impl Live {
    /// A shell without jobs; [`load`](Self::load) reads them.
    pub fn new(store: Store) -> Self {
        Self { store, jobs: RwLock::default(), people: Mutex::default() }
    }

    /// Reads the jobs that opened since the last call (all of them at first) and says how many.
    pub async fn load(self: &Arc<Self>) -> Result<usize, StoreError> {
        let mut count = 0;
        loop {
            let after = self.read().last;
            let page = self.store.open_jobs_after(after, LOAD_PAGE).await?;
            if page.is_empty() {
                return Ok(count);
            }
            count += page.len();
            self.take_in(page).await;
        }
    }

    /// How many open jobs the index holds.
    pub fn len(&self) -> usize {
        self.read().source_of.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many open jobs a person can see: those of the boards they follow.
    pub async fn visible(&self, user_id: UserId) -> Result<u64, StoreError> {
        let followed = self.followed(user_id).await?;
        Ok(self.read().visible(&followed))
    }

    /// Scores every job for a person and saves the best [`MATCHES_KEPT`]; nothing happens when their
    /// matching does not run.
    pub async fn score_user(self: &Arc<Self>, user_id: UserId) -> Result<(), StoreError> {
        self.load().await?;
        let person = self.person(user_id).await;
        let mut prepared = person.lock().await;
        if !self.store.matching(user_id).await?.is_matching {
            return Ok(());
        }
        let Prepared { version, profile, .. } = self.prepare(user_id, &mut prepared).await?;
        let followed = self.followed(user_id).await?;
        let now = self.store.clock().now();
        let live = self.clone();
        let (matches, total) = in_background(move || {
            let jobs = live.read();
            let ranking =
                jobs.index.rank_among(&profile, now, MATCHES_KEPT, |job| jobs.may_see(job, &followed));
            (ranking.matches, ranking.total)
        })
        .await;
        let before = self.store.matched_jobs(user_id).await?;
        let changes = difference(&before, matches);
        self.save_in_portions(user_id, changes, version, total).await
    }

    /// Scores these jobs, which opened, changed or closed, for everybody whose matching runs.
    pub async fn score_jobs(self: &Arc<Self>, ids: &[JobId]) -> Result<(), StoreError> {
        let open = self.store.open_jobs_among(ids).await?;
        let opened: HashSet<JobId> = open.iter().map(|job| job.id).collect();
        let gone: Vec<JobId> = ids.iter().filter(|id| !opened.contains(id)).copied().collect();
        self.forget(&gone);
        self.take_in(open).await;
        for user_id in self.store.matching_users().await? {
            self.score_jobs_for(user_id, ids).await?;
        }
        Ok(())
    }

    /// Which missing skill would lift the most of a person's jobs over a line.
    pub async fn what_if(self: &Arc<Self>, user_id: UserId) -> Result<WhatIf, StoreError> {
        self.load().await?;
        let person = self.person(user_id).await;
        let Prepared { profile, .. } = self.prepare(user_id, &mut *person.lock().await).await?;
        let followed = self.followed(user_id).await?;
        let now = self.store.clock().now();
        let live = self.clone();
        Ok(in_background(move || {
            let jobs = live.read();
            jobs.index.what_if(&profile, now, |job| jobs.may_see(job, &followed))
        })
        .await)
    }

    async fn score_jobs_for(self: &Arc<Self>, user_id: UserId, ids: &[JobId]) -> Result<(), StoreError> {
        let person = self.person(user_id).await;
        let mut prepared = person.lock().await;
        let Prepared { version, profile, .. } = self.prepare(user_id, &mut prepared).await?;
        let followed = self.followed(user_id).await?;
        let before = self.store.matched_jobs(user_id).await?;
        let now = self.store.clock().now();
        let (changes, total) = {
            let jobs = self.read();
            let verdict = |id: JobId| match jobs.may_see(id, &followed) {
                true => jobs.index.score_one(&profile, id, now),
                false => None,
            };
            (changed_among(&before, ids, verdict), jobs.visible(&followed))
        };
        if changes == Difference::default() {
            return Ok(());
        }
        self.save(user_id, changes, version, total).await
    }

    async fn save_in_portions(
        &self,
        user_id: UserId,
        mut changes: Difference,
        version: i64,
        total: usize,
    ) -> Result<(), StoreError> {
        let total = total as u64;
        if changes.upserted.len() > FIRST_SCREEN {
            let rest = changes.upserted.split_off(FIRST_SCREEN);
            self.save(user_id, changes, version, total).await?;
            changes = Difference { upserted: rest, removed: Vec::new() };
        }
        self.save(user_id, changes, version, total).await
    }

    async fn save(
        &self,
        user_id: UserId,
        changes: Difference,
        version: i64,
        total: u64,
    ) -> Result<(), StoreError> {
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        let changes = MatchChanges {
            upserted: changes.upserted,
            removed: changes.removed,
            scored: total,
            total,
            profile_version: version,
        };
        let mut tx = self.store.begin().await?;
        tx.apply_match_changes(user_id, &changes).await?;
        tx.commit().await
    }

    async fn person(&self, user_id: UserId) -> Arc<Mutex<Option<Prepared>>> {
        self.people.lock().await.entry(user_id).or_default().clone()
    }

    async fn prepare(&self, user_id: UserId, kept: &mut Option<Prepared>) -> Result<Prepared, StoreError> {
        let stored = self.store.profile(user_id).await?;
        let feedback = self.store.feedback_stamp(user_id).await?;
        if let Some(prepared) = kept.as_ref()
            && (prepared.version, prepared.feedback) == (stored.version, feedback)
        {
            return Ok(prepared.clone());
        }
        let judged = self.store.judged_jobs(user_id, MAX_JUDGEMENTS).await?;
        let version = stored.version;
        let profile = in_background(move || {
            let judgements: Vec<Judgement> = judged
                .iter()
                .map(|(job, is_liked)| Judgement { job: Arc::new(JobFeatures::of(job)), is_liked: *is_liked })
                .collect();
            PreparedProfile::new(&stored.profile).with_taste(Taste::learn(&judgements))
        })
        .await;
        let prepared = Prepared { version, feedback, profile: Arc::new(profile) };
        Ok(kept.insert(prepared).clone())
    }

    async fn followed(&self, user_id: UserId) -> Result<HashSet<SourceId>, StoreError> {
        Ok(self.store.sources_of(user_id).await?.into_iter().map(|source| source.id).collect())
    }

    /// Takes jobs apart on another thread and puts them into the index.
    async fn take_in(self: &Arc<Self>, open: Vec<Job>) {
        let live = self.clone();
        in_background(move || {
            let features: Vec<(SourceId, JobFeatures)> =
                open.iter().map(|job| (job.source_id, JobFeatures::of(job))).collect();
            let mut jobs = live.write();
            for (source_id, features) in features {
                jobs.last = jobs.last.max(Some(features.id));
                jobs.source_of.insert(features.id, source_id);
                jobs.index.insert(features);
            }
        })
        .await;
    }

    fn forget(&self, ids: &[JobId]) {
        let mut jobs = self.write();
        for id in ids {
            jobs.source_of.remove(id);
            jobs.index.remove(*id);
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Jobs> {
        self.jobs.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Jobs> {
        self.jobs.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Jobs {
    fn may_see(&self, job: JobId, followed: &HashSet<SourceId>) -> bool {
        self.source_of.get(&job).is_some_and(|source| followed.contains(source))
    }

    fn visible(&self, followed: &HashSet<SourceId>) -> u64 {
        self.source_of.values().filter(|source| followed.contains(source)).count() as u64
    }
}

/// What has to change so that exactly `wanted` (best first) is stored.
fn difference(before: &[(JobId, f64)], wanted: Vec<Match>) -> Difference {
    let kept: HashSet<JobId> = wanted.iter().map(|found| found.job_id).collect();
    let removed = before.iter().map(|(id, _)| *id).filter(|id| !kept.contains(id)).collect();
    Difference { upserted: wanted, removed }
}

/// What has to change when only the jobs `ids` may have changed.
fn changed_among(
    before: &[(JobId, f64)],
    ids: &[JobId],
    verdict: impl Fn(JobId) -> Option<Verdict>,
) -> Difference {
    let scores: HashMap<JobId, f64> = before.iter().copied().collect();
    let full = before.len() >= MATCHES_KEPT;
    let worst_kept = before.iter().map(|(_, score)| *score).fold(f64::INFINITY, f64::min);
    let mut changes = Difference::default();
    for id in ids {
        match verdict(*id) {
            Some(Verdict::Fits(found))
                if scores.contains_key(id) || !full || found.match_score > worst_kept =>
            {
                changes.upserted.push(*found);
            }
            _ if scores.contains_key(id) => changes.removed.push(*id),
            _ => {}
        }
    }
    changes.upserted.sort_by(|one, other| {
        other.match_score.total_cmp(&one.match_score).then(one.job_id.cmp(&other.job_id))
    });
    changes
}

/// Runs heavy work beside the async threads.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
