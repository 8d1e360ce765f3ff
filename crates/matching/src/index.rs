//! The live index: every job taken apart, in memory, ranked for a profile in one pass.
//!
//! It keeps no description and no profile. Scores depend on which jobs are in it (through how
//! common words are) but never on the order they came in.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use domain::matching::WhatIf;
use domain::{Job, JobId, Match, SourceId, Timestamp};
use rayon::prelude::*;

use crate::best::{Reached, promising_first, those_first};
use crate::corpus::{Corpus, TitleTables};
use crate::explain::explain;
use crate::features::JobFeatures;
use crate::filter::{Filtered, FilteredBy, filtered};
use crate::glance::{Bounds, Glance, Look};
use crate::one_job::OneJob;
use crate::places::PlacePool;
use crate::profile::PreparedProfile;
use crate::score::{AtMost, Probe};
use crate::what_if;

/// So many jobs are looked at by one core: a millisecond, in which another has barely woken up.
const LOOKED_AT_ALONE: usize = 8192;

/// Jobs ready to be ranked. Cheap to change; a rank is one pass.
#[derive(Debug, Default)]
pub struct Index {
    jobs: Vec<JobFeatures>,
    /// Of each job, in the same order.
    glances: Vec<Glance>,
    position: HashMap<JobId, usize>,
    corpus: Corpus,
    companies: HashSet<Arc<str>>,
    places: PlacePool,
}

/// The jobs that fit a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The best, in falling order of score.
    pub matches: Vec<Match>,
    /// Those that come next, best first, where their reasons were left for later ([`Index::explained`]).
    pub further: Vec<JobId>,
    /// How many jobs were looked at.
    pub total: usize,
    /// How many of them were not ruled out.
    pub fitting: usize,
    /// How many each wish ruled out.
    pub filtered: BTreeMap<FilteredBy, usize>,
}

/// What one job is for a profile.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It has a score.
    Fits(Box<Match>),
    /// A wish rules it out.
    Filtered(Filtered),
}

impl Index {
    /// An index without jobs.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many jobs it holds, closed ones too.
    pub fn len(&self) -> usize {
        self.jobs.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    /// Takes a job in, or its new content when it is in already.
    pub fn upsert(&mut self, job: &Job) {
        self.insert(JobFeatures::of(job));
    }

    /// Takes in a job that was taken apart elsewhere, for example on another thread.
    pub fn insert(&mut self, mut features: JobFeatures) {
        features.place = self.places.keep(features.place);
        features.company = match self.companies.get(&features.company) {
            Some(kept) => kept.clone(),
            None => {
                self.companies.insert(features.company.clone());
                features.company
            }
        };
        self.corpus.add(&features.title_features, &features.text, features.skills.needs());
        if let Some(position) = self.position.get(&features.id) {
            self.glances[*position] = Glance::of(&features);
            let old = std::mem::replace(&mut self.jobs[*position], features);
            self.let_go(&old);
        } else {
            self.position.insert(features.id, self.jobs.len());
            self.glances.push(Glance::of(&features));
            self.jobs.push(features);
        }
    }

    /// Marks a job as closed: it is filtered from now on and still known. Says whether it was in.
    pub fn close(&mut self, job: JobId, at: Timestamp) -> bool {
        let Some(position) = self.position.get(&job) else {
            return false;
        };
        let job = &mut self.jobs[*position];
        job.closed_at.get_or_insert(at);
        self.glances[*position] = Glance::of(job);
        true
    }

    /// Forgets a job. Says whether it was in.
    pub fn remove(&mut self, job: JobId) -> bool {
        let Some(position) = self.position.remove(&job) else {
            return false;
        };
        let old = self.jobs.swap_remove(position);
        self.glances.swap_remove(position);
        if let Some(moved) = self.jobs.get(position) {
            self.position.insert(moved.id, position);
        }
        self.let_go(&old);
        true
    }

    fn let_go(&mut self, old: &JobFeatures) {
        self.corpus.remove(&old.title_features, &old.text, old.skills.needs());
        self.places.release(&old.place);
        if Arc::strong_count(&old.company) <= 2 {
            self.companies.remove(&old.company);
        }
    }

    /// What is kept of a job.
    pub fn get(&self, job: JobId) -> Option<&JobFeatures> {
        self.position.get(&job).map(|position| &self.jobs[*position])
    }

    /// The best `limit` jobs for a profile with their reasons, and how many each wish ruled out.
    /// Equal scores come newest first, then by id, so that the order is always the same.
    pub fn rank(&self, profile: &PreparedProfile, now: Timestamp, limit: usize) -> Ranking {
        self.rank_among(profile, now, limit, limit, |_| true)
    }

    /// The same among the jobs of the boards that `may_see` lets through; the others count nowhere. Only the first
    /// `explained` get their reasons, which take as long as finding them did.
    pub fn rank_among(
        &self,
        profile: &PreparedProfile,
        now: Timestamp,
        limit: usize,
        explained: usize,
        may_see: impl Fn(SourceId) -> bool + Sync,
    ) -> Ranking {
        let probe = Probe::new(profile, &self.corpus);
        let tables = self.corpus.title_tables();
        let (best, fitting, filtered) = self.best(&probe, &tables, now, limit, may_see);
        let (first, further) = best.split_at(explained.min(best.len()));
        let matches = first.iter().map(|(_, position)| {
            let job = &self.jobs[*position];
            explain(&probe, job, probe.values(job, &self.corpus, now), &self.corpus, now)
        });
        let total = fitting + filtered.values().sum::<usize>();
        let further = further.iter().map(|(_, position)| self.jobs[*position].id).collect();
        Ranking { matches: matches.collect(), further, total, fitting, filtered }
    }

    /// The score of every job that is not ruled out, best first, without reasons.
    pub fn rank_ids(&self, profile: &PreparedProfile, now: Timestamp, limit: usize) -> Vec<(JobId, f64)> {
        let probe = Probe::new(profile, &self.corpus);
        let (best, ..) = self.best(&probe, &self.corpus.title_tables(), now, limit, |_| true);
        best.into_iter().map(|(score, position)| (self.jobs[position].id, score)).collect()
    }

    /// What one job is for a profile; nothing when the job is not in the index.
    pub fn score_one(&self, profile: &PreparedProfile, job: JobId, now: Timestamp) -> Option<Verdict> {
        let job = self.get(job)?;
        if let Some(filtered) = filtered(profile, job) {
            return Some(Verdict::Filtered(filtered));
        }
        let probe = Probe::new(profile, &self.corpus);
        let values = probe.values(job, &self.corpus, now);
        Some(Verdict::Fits(Box::new(explain(&probe, job, values, &self.corpus, now))))
    }

    /// The matches of these jobs with their reasons, in their order; those that are not in the index are left out. Wishes
    /// are not asked.
    pub fn explained(
        &self,
        profile: &PreparedProfile,
        jobs: impl IntoIterator<Item = JobId>,
        now: Timestamp,
    ) -> Vec<Match> {
        let probe = Probe::new(profile, &self.corpus);
        let jobs = jobs.into_iter().filter_map(|id| self.get(id));
        jobs.map(|job| explain(&probe, job, probe.values(job, &self.corpus, now), &self.corpus, now))
            .collect()
    }

    /// How telling the words of titles are, for [`one_job`](Self::one_job).
    pub fn title_tables(&self) -> TitleTables {
        self.corpus.title_tables()
    }

    /// A job ready to be scored for many people; nothing when it is not in the index. `tables` are the index's own,
    /// made since it changed last.
    pub fn one_job<'i>(&'i self, job: JobId, tables: &'i TitleTables, now: Timestamp) -> Option<OneJob<'i>> {
        Some(OneJob::new(self.get(job)?, &self.corpus, tables, now))
    }

    /// Which missing skill would lift the most jobs over a line (see [`WhatIf`]), among those that `may_see` lets
    /// through.
    pub fn what_if(
        &self,
        profile: &PreparedProfile,
        now: Timestamp,
        may_see: impl Fn(&JobFeatures) -> bool,
    ) -> WhatIf {
        what_if::what_if(&self.jobs, &self.corpus, profile, now, may_see)
    }

    /// Bytes the index takes for its jobs, shared strings and counts left out.
    pub fn job_bytes(&self) -> usize {
        self.jobs.iter().map(JobFeatures::bytes).sum()
    }

    /// The best jobs with their scores, how many are not ruled out, and how many each wish ruled out.
    fn best(
        &self,
        probe: &Probe<'_>,
        tables: &TitleTables,
        now: Timestamp,
        limit: usize,
        may_see: impl Fn(SourceId) -> bool + Sync,
    ) -> (Vec<(f64, usize)>, usize, BTreeMap<FilteredBy, usize>) {
        let bounds = Bounds::new(probe, tables, now);
        let (mut at_most, filtered) = self.looked_at(&bounds, may_see);
        let fitting = at_most.len();
        // The most promising tell what the others have to reach, and each that is found raises it.
        let mut scored = Vec::new();
        let mut reached = Reached::new(limit);
        let promising = promising_first(&mut at_most, limit);
        let (first, rest) = at_most.split_at_mut(promising);
        for part in [first, rest] {
            let least = reached.least();
            let part = those_first(part, |(most, _)| *most >= least);
            for (most, position) in &mut *part {
                *most = bounds.with_skills(*most, &self.glances[*position], &self.jobs[*position]);
            }
            let part = those_first(part, |(most, _)| *most >= least);
            part.sort_unstable_by(|one, other| other.0.total_cmp(&one.0));
            for (most, position) in part {
                let least = reached.least();
                if *most < least {
                    break;
                }
                let (glance, job) = (&self.glances[*position], &self.jobs[*position]);
                let at_most = AtMost { score: *most, text: bounds.text(glance) };
                if let Some(score) = probe.score_at_least(least, at_most, job, tables, now) {
                    reached.add(score);
                    scored.push((score, *position));
                }
            }
        }
        (self.cut(scored, limit), fitting, filtered)
    }

    /// What each job is worth at most, in their order, and how many each wish ruled out. Every core that is free looks at
    /// a part, with a look of its own, which remembers what it has seen.
    fn looked_at(
        &self,
        bounds: &Bounds<'_>,
        may_see: impl Fn(SourceId) -> bool + Sync,
    ) -> (Vec<(f64, usize)>, BTreeMap<FilteredBy, usize>) {
        let length = self.jobs.len().div_ceil(rayon::current_num_threads()).max(LOOKED_AT_ALONE);
        let parts = self.glances.par_chunks(length).zip(self.jobs.par_chunks(length)).enumerate();
        let looked_at = parts.map(|(part, (glances, jobs))| {
            let look = Look::new(bounds);
            let (mut at_most, mut filtered) = (Vec::with_capacity(jobs.len()), BTreeMap::new());
            for (at, (glance, job)) in glances.iter().zip(jobs).enumerate() {
                if !may_see(glance.source_id) {
                    continue;
                }
                match look.at_most(glance, job) {
                    Ok(most) => at_most.push((most, part * length + at)),
                    Err(by) => *filtered.entry(by).or_insert(0) += 1,
                }
            }
            (at_most, filtered)
        });
        looked_at.reduce(Default::default, |mut before, (mut at_most, filtered)| {
            before.0.append(&mut at_most);
            filtered.into_iter().for_each(|(by, count)| *before.1.entry(by).or_insert(0) += count);
            before
        })
    }

    fn cut(&self, mut scored: Vec<(f64, usize)>, limit: usize) -> Vec<(f64, usize)> {
        let order = |one: &(f64, usize), other: &(f64, usize)| {
            let (left, right) = (&self.jobs[one.1], &self.jobs[other.1]);
            other.0.total_cmp(&one.0).then(right.posted_at.cmp(&left.posted_at)).then(left.id.cmp(&right.id))
        };
        if limit < scored.len() {
            scored.select_nth_unstable_by(limit, order);
            scored.truncate(limit);
        }
        scored.sort_unstable_by(order);
        scored
    }
}

/// One job for one profile without an index: every word counts the same. For a single look; an
/// index knows better which words tell.
pub fn score(profile: &PreparedProfile, job: &Job, now: Timestamp) -> Verdict {
    let features = JobFeatures::of(job);
    if let Some(filtered) = filtered(profile, &features) {
        return Verdict::Filtered(filtered);
    }
    let corpus = Corpus::default();
    let probe = Probe::new(profile, &corpus);
    let values = probe.values(&features, &corpus, now);
    Verdict::Fits(Box::new(explain(&probe, &features, values, &corpus, now)))
}
