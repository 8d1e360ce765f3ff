//! The jobs of the live shell: read at the start, caught up with what any node stored since.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::TimeDelta;
use domain::{Job, JobId, SourceId, Timestamp};
use rayon::prelude::*;
use store::StoreError;
use store::features::{NewFeatures, OpenJob};
use store::jobs::{Touch, TouchedJob};
use uuid::Uuid;

use super::Live;
use crate::stored::{self, FINGERPRINT};
use crate::{Index, JobFeatures};

/// How many jobs are read from the store in one go.
const LOAD_PAGE: u32 = 1000;
/// How far back touched jobs are looked for: clocks of nodes differ, and a transaction may be long.
const OVERLAP: TimeDelta = TimeDelta::minutes(2);

/// The index, and how far it has followed the store.
#[derive(Default)]
pub(super) struct Jobs {
    /// The open jobs.
    pub index: Index,
    per_source: HashMap<SourceId, u64>,
    /// The newest job that was read; ids sort by time.
    last: Option<JobId>,
    /// When touches were looked for last, and all found; nothing before the first load.
    touched: Option<Timestamp>,
}

impl Live {
    /// Reads all open jobs and says how many. `tell` hears after every [`LOAD_PAGE`] how many they are so far: a job that
    /// was never read before is taken apart, which takes the better part of a millisecond.
    pub async fn load(self: &Arc<Self>, mut tell: impl FnMut(usize)) -> Result<usize, StoreError> {
        let began = self.store.clock().now();
        let mut count = 0;
        loop {
            let after = self.read().last;
            let page = self.store.open_features_after(after, *FINGERPRINT, LOAD_PAGE).await?;
            if page.is_empty() {
                self.write().touched.get_or_insert(began);
                return Ok(count);
            }
            count += page.len();
            if !self.take_in_kept(page).await {
                let jobs = self.store.open_jobs_after(after, LOAD_PAGE).await?;
                // On all cores: nothing else is to be done before the jobs are there.
                self.take_in(jobs, |jobs| jobs.par_iter().map(JobFeatures::of).collect()).await?;
            }
            tell(count);
        }
    }

    /// Follows what was opened, changed or closed since the last call, by whichever node.
    pub(super) async fn catch_up(self: &Arc<Self>) -> Result<(), StoreError> {
        let Some(since) = self.read().touched else {
            return self.load(|_| {}).await.map(drop);
        };
        let began = self.store.clock().now();
        // A clock that was ahead may have been put right meanwhile.
        let mut after = Touch { at: since.min(began) - OVERLAP, id: JobId(Uuid::nil()) };
        loop {
            let page = self.store.touched_jobs(after, LOAD_PAGE).await?;
            let Some(last) = page.last() else {
                // The clock, not the last touch: what a flood touched would be looked at again until the next touch.
                self.write().touched = Some(began);
                return Ok(());
            };
            after = last.touch();
            let (stale, gone) = self.read().compared(&page);
            let open = self.store.open_jobs_among(&stale).await?;
            self.take_in(open, one_by_one).await?;
            self.forget(&gone).await?;
        }
    }

    /// Brings these jobs up to date, whenever they were touched: a transaction may have been longer than [`OVERLAP`].
    pub(super) async fn look_at(self: &Arc<Self>, ids: &[JobId]) -> Result<(), StoreError> {
        let open = self.store.open_jobs_among(ids).await?;
        let is_shown: HashSet<JobId> = open.iter().map(|job| job.id).collect();
        let (stale, gone) = {
            let jobs = self.read();
            let known = |id: JobId| jobs.index.get(id).map(|known| known.changed_at);
            let stale = open.into_iter().filter(|job| known(job.id) != Some(job.changed_at)).collect();
            let gone = ids.iter().copied().filter(|id| !is_shown.contains(id) && known(*id).is_some());
            (stale, gone.collect::<Vec<JobId>>())
        };
        self.take_in(stale, one_by_one).await?;
        self.forget(&gone).await
    }

    /// Takes jobs apart on another thread, puts them into the index, and keeps what was made of them.
    async fn take_in(
        self: &Arc<Self>,
        open: Vec<Job>,
        take_apart: fn(&[Job]) -> Vec<JobFeatures>,
    ) -> Result<(), StoreError> {
        if open.is_empty() {
            return Ok(());
        }
        let live = self.clone();
        let made = in_background(move || {
            let features = take_apart(&open);
            let made = features.iter().map(|features| NewFeatures {
                id: features.id,
                changed_at: features.changed_at,
                features: stored::write(features),
            });
            let made: Vec<NewFeatures> = made.collect();
            live.write().insert(features);
            made
        })
        .await;
        let mut tx = self.store.begin().await?;
        tx.put_features(*FINGERPRINT, &made).await?;
        tx.commit().await
    }

    /// Puts a page of jobs into the index if every one of them was taken apart before, and says whether it did. Bytes that
    /// cannot be read are as good as none.
    async fn take_in_kept(self: &Arc<Self>, page: Vec<OpenJob>) -> bool {
        let live = self.clone();
        in_background(move || {
            let kept = page.iter().map(|open| open.features.as_deref().and_then(stored::read));
            let Some(kept) = kept.collect::<Option<Vec<JobFeatures>>>() else { return false };
            live.write().insert(kept);
            true
        })
        .await
    }

    async fn forget(&self, ids: &[JobId]) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        self.write().remove(ids);
        let mut tx = self.store.begin().await?;
        tx.drop_features(ids).await?;
        tx.commit().await
    }

    fn write(&self) -> RwLockWriteGuard<'_, Jobs> {
        self.jobs.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Jobs {
    /// How many open jobs there are.
    pub(super) fn len(&self) -> usize {
        self.index.len()
    }

    /// How many of them are on these boards.
    pub(super) fn count_of(&self, sources: &[SourceId]) -> u64 {
        sources.iter().filter_map(|source| self.per_source.get(source)).sum()
    }

    fn insert(&mut self, features: Vec<JobFeatures>) {
        for features in features {
            self.last = self.last.max(Some(features.id));
            if self.index.get(features.id).is_none() {
                *self.per_source.entry(features.source_id).or_default() += 1;
            }
            self.index.insert(features);
        }
    }

    fn remove(&mut self, ids: &[JobId]) {
        for id in ids {
            let source = self.index.get(*id).map(|job| job.source_id);
            if let Some(count) = source.and_then(|source| self.per_source.get_mut(&source)) {
                *count -= 1;
            }
            self.index.remove(*id);
        }
    }

    /// Which touched jobs the index has not in their present content, and which it has and should not.
    fn compared(&self, touched: &[TouchedJob]) -> (Vec<JobId>, Vec<JobId>) {
        let known = |job: &TouchedJob| self.index.get(job.touch().id).map(|known| known.changed_at);
        let ids = |jobs: &mut dyn Iterator<Item = &TouchedJob>| jobs.map(|job| job.touch().id).collect();
        let stale = ids(&mut touched.iter().filter(|job| job.is_shown && known(job) != Some(job.changed_at)));
        let gone = ids(&mut touched.iter().filter(|job| !job.is_shown && known(job).is_some()));
        (stale, gone)
    }
}

/// What comes while people are served leaves them the other cores.
fn one_by_one(jobs: &[Job]) -> Vec<JobFeatures> {
    jobs.iter().map(JobFeatures::of).collect()
}

/// Looks at the jobs; a panic elsewhere has left them as they were between two changes.
pub(super) fn read(jobs: &RwLock<Jobs>) -> RwLockReadGuard<'_, Jobs> {
    jobs.read().unwrap_or_else(PoisonError::into_inner)
}

/// Runs heavy work beside the async threads.
pub(super) async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
