//! Jobs that opened, changed or closed, scored for everybody whose matching runs.
//!
//! While one pass runs, what comes in waits for the next, which takes all of it at once: a flood of postings is a handful
//! of updates for each person, and the slower a machine is, the fewer.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use domain::{JobId, Timestamp, UserId};
use store::StoreError;
use store::followers::Follower;
use tokio::sync::{Mutex, OwnedMutexGuard};

use super::jobs::{Jobs, in_background};
use super::person::{Kept, Person, Prepared, Scores};
use super::{Difference, Live};

/// How many people are scored and saved together. While they are, nothing else can score them.
const PEOPLE_AT_ONCE: usize = 200;

/// Jobs that wait for the next pass.
#[derive(Default)]
pub(super) struct Waiting {
    jobs: std::sync::Mutex<HashSet<JobId>>,
    /// Held by the pass that runs.
    pass: Mutex<()>,
}

impl Waiting {
    fn add(&self, ids: &[JobId]) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).extend(ids);
    }

    fn take(&self) -> Vec<JobId> {
        let mut ids: Vec<JobId> = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).drain().collect();
        ids.sort_unstable();
        ids
    }
}

/// A person in a pass, held until their matches are saved.
struct Held {
    user_id: UserId,
    person: OwnedMutexGuard<Person>,
    prepared: Prepared,
}

impl Held {
    fn kept(&self) -> Option<&Kept> {
        self.person.kept.as_ref()
    }
}

/// What a pass changes for a person.
struct Change {
    difference: Difference,
    /// What is stored after it.
    kept: Kept,
    /// How many jobs they can see.
    total: u64,
}

impl Live {
    /// Scores these jobs, which opened, changed or closed, for everybody whose matching runs. Returns when it is done,
    /// maybe by another call that took them along.
    pub async fn score_jobs(self: &Arc<Self>, ids: &[JobId]) -> Result<(), StoreError> {
        self.waiting.add(ids);
        let _alone = self.waiting.pass.lock().await;
        // A pass that failed has put its jobs back; none are left when one has done them.
        let ids = self.waiting.take();
        if ids.is_empty() {
            return Ok(());
        }
        let done = self.pass(&ids).await;
        if done.is_err() {
            self.waiting.add(&ids);
        }
        done
    }

    /// Makes everybody's profile ready and reads which matches they have, so that the first posting need not wait for it.
    pub async fn warm_up(self: &Arc<Self>) -> Result<(), StoreError> {
        for follower in self.store.followers_of_matching().await? {
            self.hold(&follower).await?;
        }
        Ok(())
    }

    async fn pass(self: &Arc<Self>, ids: &[JobId]) -> Result<(), StoreError> {
        self.catch_up().await?;
        self.look_at(ids).await?;
        let everybody = self.store.followers_of_matching().await?;
        let mut thin = Vec::new();
        for some in everybody.chunks(PEOPLE_AT_ONCE) {
            let mut held = Vec::with_capacity(some.len());
            for follower in some {
                held.push(self.hold(follower).await?);
            }
            thin.extend(self.score_and_save(held, ids.to_vec()).await?);
        }
        for user_id in thin {
            self.score_user(user_id).await?;
        }
        Ok(())
    }

    async fn hold(&self, follower: &Follower) -> Result<Held, StoreError> {
        let user_id = follower.user_id();
        let mut person = self.person(user_id).await.lock_owned().await;
        let prepared = self.prepare_for(user_id, &mut person, follower.stamp.clone()).await?;
        self.keep(user_id, &mut person, follower.revision).await?;
        Ok(Held { user_id, person, prepared })
    }

    /// Says whose matches have become thin.
    async fn score_and_save(
        self: &Arc<Self>,
        held: Vec<Held>,
        ids: Vec<JobId>,
    ) -> Result<Vec<UserId>, StoreError> {
        let (live, now) = (self.clone(), self.store.clock().now());
        let (mut held, changes) = in_background(move || {
            let changes = live.read().changes(&held, &ids, now);
            (held, changes)
        })
        .await;
        let mut changed: Vec<(&mut Held, Kept, i64)> = Vec::new();
        let mut tx = None;
        for (one, change) in held.iter_mut().zip(changes) {
            let Some(Change { difference, kept, total }) = change else { continue };
            let tx = match &mut tx {
                Some(tx) => tx,
                none => none.insert(self.store.begin().await?),
            };
            let version = one.prepared.version;
            let revision = tx.apply_match_changes(one.user_id, &difference.told(version, total)).await?;
            changed.push((one, kept, revision));
        }
        let Some(tx) = tx else { return Ok(Vec::new()) };
        tx.commit().await?;
        let mut thin = Vec::new();
        for (one, mut kept, revision) in changed {
            if kept.is_thin() {
                thin.push(one.user_id);
            }
            // Another node has changed them in between when more than one is missing.
            let is_ours = revision == kept.revision + 1;
            kept.revision = revision;
            one.person.kept = Some(kept).filter(|_| is_ours);
        }
        Ok(thin)
    }
}

impl Jobs {
    /// What these jobs change for each of them.
    fn changes(&self, held: &[Held], ids: &[JobId], now: Timestamp) -> Vec<Option<Change>> {
        let tables = self.index.title_tables();
        let mut changed: Vec<Scores> = held.iter().map(|_| Scores::default()).collect();
        let least: Vec<f64> =
            held.iter().map(|one| one.kept().map_or(f64::NEG_INFINITY, Kept::least)).collect();
        for id in ids {
            let job = self.index.get(*id);
            let probe = self.index.one_job(*id, &tables, now);
            for ((one, changed), least) in held.iter().zip(&mut changed).zip(&least) {
                let has = one.kept().is_some_and(|kept| kept.has(*id));
                let above = if has { f64::NEG_INFINITY } else { *least };
                let is_seen = job.is_some_and(|job| one.prepared.follows(job.source_id));
                let probe = probe.as_ref().filter(|_| is_seen);
                match probe.and_then(|probe| probe.score_above(&one.prepared.profile, above)) {
                    Some(score) => changed.found.push((*id, score)),
                    None if has => changed.removed.push(*id),
                    None => {}
                }
            }
        }
        held.iter().zip(changed).map(|(one, changed)| self.change(one, changed, now)).collect()
    }

    /// Only what ends up among the kept is explained: in a flood, most of what is good enough at first is not in the end.
    fn change(&self, one: &Held, changed: Scores, now: Timestamp) -> Option<Change> {
        let mut kept = one.kept()?.clone();
        let Scores { found, removed } = kept.settle(changed);
        if found.is_empty() && removed.is_empty() {
            return None;
        }
        let found = found.into_iter().map(|(id, _)| id);
        let upserted = self.index.explained(&one.prepared.profile, found, now);
        let total = self.count_of(&one.prepared.followed);
        Some(Change { difference: Difference { upserted, removed }, kept, total })
    }
}
