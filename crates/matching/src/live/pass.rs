//! Jobs that opened, changed or closed, scored for everybody whose matching runs.
//!
//! While one pass runs, what comes in waits for the next, which takes all of it at once: a flood of postings is a handful
//! of updates for each person, and the slower a machine is, the fewer.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use domain::{JobId, Timestamp, UserId};
use store::StoreError;
use store::followers::Follower;
use store::shards::{Shard, ShardSet};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::jobs::{Jobs, in_background};
use super::person::{Kept, Person, Prepared, Scores};
use super::{Difference, Live, ScoreError};

/// How many people are scored and saved together. While they are, nothing else can score them.
const PEOPLE_AT_ONCE: usize = 200;

/// What waits for the next pass.
#[derive(Default)]
pub(super) struct Waiting {
    queue: std::sync::Mutex<Vec<Entry>>,
    /// Held by the pass that runs.
    pass: Mutex<()>,
}

/// Jobs that one call wants scored, and for whom.
struct Entry {
    jobs: Vec<JobId>,
    shards: ShardSet,
    /// Told whether it was done when another call took it along.
    done: oneshot::Sender<Result<(), ScoreError>>,
}

impl Waiting {
    fn add(&self, entries: impl IntoIterator<Item = Entry>) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).extend(entries);
    }

    fn take(&self) -> Vec<Entry> {
        std::mem::take(&mut *self.queue.lock().unwrap_or_else(PoisonError::into_inner))
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

/// What came of saving.
#[derive(Default)]
struct Saved {
    /// Whose matches have become thin.
    thin: Vec<UserId>,
    /// What was not saved, being another worker's.
    lost: ShardSet,
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
    pub async fn score_jobs(self: &Arc<Self>, ids: &[JobId]) -> Result<(), ScoreError> {
        self.score_jobs_for(ids, ShardSet::ALL).await
    }

    /// The same for everybody in these shards. Fails with [`ScoreError::NotHeld`] when one of them is another worker's by
    /// now; for the people of the others it is done then.
    pub async fn score_jobs_for(self: &Arc<Self>, ids: &[JobId], shards: ShardSet) -> Result<(), ScoreError> {
        let (done, mut told) = oneshot::channel();
        self.waiting.add([Entry { jobs: ids.to_vec(), shards, done }]);
        let _alone = self.waiting.pass.lock().await;
        if let Ok(done) = told.try_recv() {
            return done;
        }
        // Nobody has taken it along: this call takes all that waits.
        let entries = self.waiting.take();
        let jobs: BTreeSet<JobId> = entries.iter().flat_map(|entry| entry.jobs.iter().copied()).collect();
        let wanted = entries.iter().map(|entry| entry.shards).collect();
        let lost = match self.pass(&jobs.into_iter().collect::<Vec<JobId>>(), wanted).await {
            Ok(lost) => lost,
            Err(error) => {
                // The others try again themselves; nobody waits for this one's any more.
                told.close();
                self.waiting.add(entries.into_iter().filter(|entry| !entry.done.is_closed()));
                return Err(error);
            }
        };
        for entry in entries {
            let is_lost = !entry.shards.among(lost).is_empty();
            // Who does not wait any more need not know.
            let _ = entry.done.send(if is_lost { Err(ScoreError::NotHeld) } else { Ok(()) });
        }
        told.try_recv().unwrap_or(Ok(()))
    }

    /// Makes the profiles of everybody this process scores ready and reads which matches they have, so that the first
    /// posting need not wait for it.
    pub async fn warm_up(self: &Arc<Self>) -> Result<(), StoreError> {
        let held = self.shards.as_ref().map_or(ShardSet::ALL, |shards| shards.get());
        for follower in self.store.followers_of_matching(held).await? {
            self.hold(&follower).await?;
        }
        Ok(())
    }

    /// Says which shards were found to be another worker's.
    async fn pass(self: &Arc<Self>, ids: &[JobId], shards: ShardSet) -> Result<ShardSet, ScoreError> {
        let _scoring = self.scorings.begin();
        self.catch_up().await?;
        self.look_at(ids).await?;
        let everybody = self.store.followers_of_matching(shards).await?;
        let (mut thin, mut lost) = (Vec::new(), ShardSet::NONE);
        for some in everybody.chunks(PEOPLE_AT_ONCE) {
            let mut held = Vec::with_capacity(some.len());
            for follower in some {
                held.push(self.hold(follower).await?);
            }
            let saved = self.score_and_save(held, ids.to_vec()).await?;
            thin.extend(saved.thin);
            lost = lost.with(saved.lost);
        }
        for user_id in thin {
            match self.score_user(user_id).await {
                Err(ScoreError::NotHeld) => lost = lost.with(ShardSet::of(Shard::of(user_id))),
                scored => scored?,
            }
        }
        Ok(lost)
    }

    async fn hold(&self, follower: &Follower) -> Result<Held, StoreError> {
        let user_id = follower.user_id();
        let mut person = self.person(user_id).await.lock_owned().await;
        let prepared = self.prepare_for(user_id, &mut person, follower.stamp.clone()).await?;
        self.keep(user_id, &mut person, follower.revision).await?;
        Ok(Held { user_id, person, prepared })
    }

    async fn score_and_save(self: &Arc<Self>, held: Vec<Held>, ids: Vec<JobId>) -> Result<Saved, StoreError> {
        let (live, now) = (self.clone(), self.store.clock().now());
        let (mut held, changes) = in_background(move || {
            let changes = live.read().changes(&held, &ids, now);
            (held, changes)
        })
        .await;
        let mut saved = Saved::default();
        if changes.iter().all(Option::is_none) {
            return Ok(saved);
        }
        let mut changed: Vec<(&mut Held, Kept, i64)> = Vec::new();
        let mut tx = self.store.begin().await?;
        let ours = self.held(&mut tx).await?;
        for (one, change) in held.iter_mut().zip(changes) {
            let Some(Change { difference, kept, total }) = change else { continue };
            let shard = Shard::of(one.user_id);
            if !ours.contains(shard) {
                saved.lost = saved.lost.with(ShardSet::of(shard));
                continue;
            }
            let changes = difference.told(&one.prepared, total);
            let revision = tx.apply_match_changes(one.user_id, &changes).await?;
            changed.push((one, kept, revision));
        }
        tx.commit().await?;
        for (one, mut kept, revision) in changed {
            if kept.is_thin() {
                saved.thin.push(one.user_id);
            }
            // Another node has changed them in between when more than one is missing.
            let is_ours = revision == kept.revision + 1;
            kept.revision = revision;
            one.person.kept = Some(kept).filter(|_| is_ours);
        }
        Ok(saved)
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
