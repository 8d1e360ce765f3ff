//! The live shell around the index: loads jobs from the store, scores them when a person starts
//! matching, changes their profile, or a job opens, changes or closes, and saves what changed together
//! with the event that says so.
//!
//! The index is a copy that can be rebuilt at any time; the store is the truth. A person is scored over
//! the jobs of the boards they follow and no others.

mod jobs;
mod pass;
mod person;
mod scorings;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, RwLock, RwLockReadGuard};

use domain::event::MATCHES_PER_EVENT;
use domain::matching::WhatIf;
use domain::{JobId, Match, UserId};
use store::matches::MatchChanges;
use store::shards::{HeldShards, Shard, ShardSet};
use store::{Store, StoreError, Tx};
use tokio::sync::Mutex;

use self::jobs::{Jobs, in_background, read};
use self::pass::Waiting;
use self::person::{Kept, Person, Prepared};
use self::scorings::Scorings;

/// How many matches are kept for a person. Nobody reads further, and a change has to stay quick.
pub const MATCHES_KEPT: usize = 500;
/// How many of them are saved first and told whole, so that the first screen does not wait for the rest.
const FIRST_SCREEN: usize = MATCHES_PER_EVENT;

/// The live shell. Share it in an `Arc`.
pub struct Live {
    store: Store,
    jobs: RwLock<Jobs>,
    /// One person is scored by one task at a time; what it needs is prepared once per change.
    people: Mutex<HashMap<UserId, Arc<Mutex<Person>>>>,
    waiting: Waiting,
    scorings: Scorings,
    /// Whose matches this process may write; nothing where it is the only one.
    shards: Option<Arc<HeldShards>>,
}

/// Why a person, or everybody, was not scored.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// Another worker scores them: the lease of their shard is gone.
    #[error("another worker holds the shard")]
    NotHeld,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a person's matches change.
#[derive(Debug, Default, PartialEq)]
struct Difference {
    upserted: Vec<Match>,
    removed: Vec<JobId>,
}

impl Live {
    /// A shell without jobs, of the only process that scores people; [`load`](Self::load) reads them.
    pub fn new(store: Store) -> Self {
        Self {
            store,
            jobs: RwLock::default(),
            people: Mutex::default(),
            waiting: Waiting::default(),
            scorings: Scorings::default(),
            shards: None,
        }
    }

    /// The same for one of several: it writes matches only of people whose shard it holds at that moment.
    pub fn sharing(store: Store, shards: Arc<HeldShards>) -> Self {
        Self { shards: Some(shards), ..Self::new(store) }
    }

    /// How many open jobs the index holds.
    pub fn len(&self) -> usize {
        self.read().len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many open jobs a person can see: those of the boards they follow.
    pub async fn visible(self: &Arc<Self>, user_id: UserId) -> Result<u64, StoreError> {
        self.catch_up().await?;
        let followed = self.store.followed_ids(user_id).await?;
        Ok(self.read().count_of(&followed))
    }

    /// Scores every job for a person and saves the best [`MATCHES_KEPT`]; nothing happens when their
    /// matching does not run.
    pub async fn score_user(self: &Arc<Self>, user_id: UserId) -> Result<(), ScoreError> {
        self.catch_up().await?;
        let scoring = self.scorings.begin();
        let person = self.person(user_id).await;
        let mut person = person.lock().await;
        if !self.store.matching(user_id).await?.is_matching {
            return Ok(());
        }
        let prepared = self.prepare(user_id, &mut person).await?;
        let now = self.store.clock().now();
        let (live, wanted) = (self.clone(), prepared.clone());
        let ranking = in_background(move || {
            let may_see = |source| wanted.follows(source);
            live.read().index.rank_among(&wanted.profile, now, MATCHES_KEPT, FIRST_SCREEN, may_see)
        })
        .await;
        let before = self.store.matched_jobs(user_id).await?;
        let before: Vec<JobId> = before.into_iter().map(|(id, _)| id).collect();
        person.kept = None;
        let total = u64::try_from(ranking.total).unwrap_or(u64::MAX);
        let has_more = ranking.fitting > ranking.matches.len() + ranking.further.len();
        let mut scores = scores_of(&ranking.matches);
        let further: HashSet<JobId> = ranking.further.iter().copied().collect();
        let removed = before.iter().filter(|id| !scores.contains_key(id) && !further.contains(id));
        let first = Difference { removed: removed.copied().collect(), upserted: ranking.matches };
        let mut revision = self.save(user_id, &prepared, first, total).await?;
        if !further.is_empty() {
            scoring.let_first_screen_be_drawn().await;
            if !self.store.matching(user_id).await?.is_matching {
                // Stopped meanwhile; what is stored is not all that fits.
                return Ok(());
            }
            let (live, profile) = (self.clone(), prepared.profile.clone());
            let rest =
                in_background(move || live.read().index.explained(&profile, ranking.further, now)).await;
            scores.extend(scores_of(&rest));
            // What closed meanwhile is explained no more, and nothing kept says later that it was a match.
            let removed = before.iter().filter(|id| further.contains(id) && !scores.contains_key(id));
            let rest = Difference { removed: removed.copied().collect(), upserted: rest };
            revision = self.save(user_id, &prepared, rest, total).await?;
        }
        person.kept = Some(Kept::new(scores, revision, has_more));
        Ok(())
    }

    /// Which missing skill would lift the most of a person's jobs over a line.
    pub async fn what_if(self: &Arc<Self>, user_id: UserId) -> Result<WhatIf, StoreError> {
        self.catch_up().await?;
        let person = self.person(user_id).await;
        let prepared = self.prepare(user_id, &mut *person.lock().await).await?;
        let now = self.store.clock().now();
        let live = self.clone();
        Ok(in_background(move || {
            let may_see = |source| prepared.follows(source);
            live.read().index.what_if(&prepared.profile, now, |job| may_see(job.source_id))
        })
        .await)
    }

    async fn save(
        &self,
        user_id: UserId,
        prepared: &Prepared,
        difference: Difference,
        total: u64,
    ) -> Result<i64, ScoreError> {
        let mut tx = self.store.begin().await?;
        if !self.held(&mut tx).await?.contains(Shard::of(user_id)) {
            return Err(ScoreError::NotHeld);
        }
        let revision = tx.apply_match_changes(user_id, &difference.told(prepared, total)).await?;
        tx.commit().await?;
        Ok(revision)
    }

    /// Whose matches may be written until `tx` ends.
    async fn held(&self, tx: &mut Tx) -> Result<ShardSet, StoreError> {
        match &self.shards {
            None => Ok(ShardSet::ALL),
            Some(shards) => tx.held_shards(shards.owner()).await,
        }
    }

    /// Lets go of what is remembered of people that another worker scores now.
    pub async fn forget_others(&self) {
        let Some(held) = self.shards.as_ref().map(|shards| shards.get()) else { return };
        self.people.lock().await.retain(|user_id, _| held.contains(Shard::of(*user_id)));
    }

    async fn person(&self, user_id: UserId) -> Arc<Mutex<Person>> {
        self.scorings.somebody_waits();
        self.people.lock().await.entry(user_id).or_default().clone()
    }

    fn read(&self) -> RwLockReadGuard<'_, Jobs> {
        read(&self.jobs)
    }
}

impl Difference {
    /// As the store takes it: over `total` jobs, for the profile as it was prepared.
    fn told(self, prepared: &Prepared, total: u64) -> MatchChanges {
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        MatchChanges {
            upserted: self.upserted,
            removed: self.removed,
            hidden: prepared.hidden.clone(),
            scored: total,
            total,
            profile_version: prepared.version,
        }
    }
}

fn scores_of(matches: &[Match]) -> HashMap<JobId, f64> {
    matches.iter().map(|found| (found.job_id, found.match_score)).collect()
}
