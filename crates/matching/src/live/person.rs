//! What is remembered of a person whose matching runs: their profile made ready, and which matches are stored.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::{JobId, SourceId, UserId};
use store::StoreError;
use store::followers::Stamp;

use super::jobs::in_background;
use super::{Live, MATCHES_KEPT};
use crate::taste::{Judgement, MAX_JUDGEMENTS, Taste};
use crate::{JobFeatures, PreparedProfile};

/// When so many of the kept matches have gone, those that come after them are looked for.
const FEWEST_KEPT: usize = MATCHES_KEPT * 9 / 10;

/// See the module; both parts are made again when they are missing.
#[derive(Default)]
pub(super) struct Person {
    prepared: Option<Prepared>,
    /// The stored matches.
    pub kept: Option<Kept>,
}

/// A profile made ready, and what it was made of.
#[derive(Clone)]
pub(super) struct Prepared {
    /// What it was made of.
    pub stamp: Stamp,
    /// The profile's version.
    pub version: i64,
    /// The profile with the person's taste.
    pub profile: Arc<PreparedProfile>,
    /// The boards they follow, sorted.
    pub followed: Arc<[SourceId]>,
    /// The jobs they hid.
    pub hidden: Arc<HashSet<JobId>>,
}

impl Prepared {
    /// Whether the person follows a board.
    pub fn follows(&self, source: SourceId) -> bool {
        self.followed.binary_search(&source).is_ok()
    }
}

/// The scores of the stored matches.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    scores: HashMap<JobId, f64>,
    /// Of the stored matches when these were all of them.
    pub revision: i64,
    /// Whether more jobs fit than are kept.
    has_more: bool,
}

/// Jobs that are matches now, with their scores, and matches that are none any more.
#[derive(Debug, Default)]
pub(super) struct Scores {
    pub found: Vec<(JobId, f64)>,
    pub removed: Vec<JobId>,
}

impl Kept {
    pub fn new(scores: HashMap<JobId, f64>, revision: i64, has_more: bool) -> Self {
        Self { scores, revision, has_more }
    }

    pub fn has(&self, job: JobId) -> bool {
        self.scores.contains_key(&job)
    }

    /// A job that is not kept and scores no more than this changes nothing.
    pub fn least(&self) -> f64 {
        if self.scores.len() < MATCHES_KEPT {
            return f64::NEG_INFINITY;
        }
        self.scores.values().copied().fold(f64::INFINITY, f64::min)
    }

    /// Takes changes over and lets go of the worst that are now too many. Says what that means for the store: what is to
    /// be written, best first, and what is to be removed.
    pub fn settle(&mut self, changed: Scores) -> Scores {
        let Scores { mut found, mut removed } = changed;
        for id in &removed {
            self.scores.remove(id);
        }
        let new: HashSet<JobId> = found.iter().map(|(id, _)| *id).filter(|id| !self.has(*id)).collect();
        self.scores.extend(found.iter().copied());
        let too_many = self.scores.len().saturating_sub(MATCHES_KEPT);
        if too_many > 0 {
            self.has_more = true;
            let mut order: Vec<(JobId, f64)> = self.scores.iter().map(|(id, score)| (*id, *score)).collect();
            order.select_nth_unstable_by(MATCHES_KEPT, best_first);
            let gone: HashSet<JobId> = order.split_off(MATCHES_KEPT).into_iter().map(|(id, _)| id).collect();
            self.scores.retain(|id, _| !gone.contains(id));
            found.retain(|(id, _)| !gone.contains(id));
            removed.extend(gone.difference(&new));
        }
        found.sort_unstable_by(best_first);
        Scores { found, removed }
    }

    /// Whether so many have gone that others would take their places.
    pub fn is_thin(&self) -> bool {
        self.has_more && self.scores.len() < FEWEST_KEPT
    }
}

fn best_first(one: &(JobId, f64), other: &(JobId, f64)) -> Ordering {
    other.1.total_cmp(&one.1).then(one.0.cmp(&other.0))
}

impl Live {
    /// The person's profile as it is now, made ready once per change.
    pub(super) async fn prepare(&self, user_id: UserId, person: &mut Person) -> Result<Prepared, StoreError> {
        let stamp = self.store.stamp_of(user_id).await?;
        self.prepare_for(user_id, person, stamp).await
    }

    /// The same where the stamp is known. The stamp was read before what it stands for: a change in between is seen the
    /// next time.
    pub(super) async fn prepare_for(
        &self,
        user_id: UserId,
        person: &mut Person,
        stamp: Stamp,
    ) -> Result<Prepared, StoreError> {
        if let Some(prepared) = person.prepared.as_ref().filter(|prepared| prepared.stamp == stamp) {
            return Ok(prepared.clone());
        }
        let (stored, judged, hidden, mut followed) = tokio::try_join!(
            self.store.profile(user_id),
            self.store.judged_jobs(user_id, MAX_JUDGEMENTS),
            self.store.hidden_jobs(user_id),
            self.store.followed_ids(user_id),
        )?;
        // Both databases order bytes as we do; what is searched by halves must not depend on that.
        followed.sort_unstable();
        let profile = in_background(move || {
            let judgements: Vec<Judgement> = judged
                .iter()
                .map(|(job, is_liked)| Judgement { job: Arc::new(JobFeatures::of(job)), is_liked: *is_liked })
                .collect();
            PreparedProfile::new(&stored.profile).with_taste(Taste::learn(&judgements))
        })
        .await;
        let prepared = Prepared {
            stamp,
            version: stored.version,
            profile: Arc::new(profile),
            followed: followed.into(),
            hidden: hidden.into(),
        };
        Ok(person.prepared.insert(prepared).clone())
    }

    /// The stored matches of a person, read again when somebody else has changed them.
    pub(super) async fn keep(
        &self,
        user_id: UserId,
        person: &mut Person,
        revision: i64,
    ) -> Result<(), StoreError> {
        if person.kept.as_ref().is_some_and(|kept| kept.revision == revision) {
            return Ok(());
        }
        let scores: HashMap<JobId, f64> = self.store.matched_jobs(user_id).await?.into_iter().collect();
        // Whether more fitted when these were stored is not known; looking once too often is no harm.
        let has_more = scores.len() >= MATCHES_KEPT;
        person.kept = Some(Kept::new(scores, revision, has_more));
        Ok(())
    }
}
