//! What one more skill would change: which missing skill would lift the most jobs over the line.
//! Where no single skill would, a lower line is looked at.
//!
//! Only the skills part of a score depends on it, so one pass over the jobs is enough: for each job that is near the line,
//! each skill it names and the profile lacks is tried alone.

use std::collections::HashMap;

use domain::Timestamp;
use domain::matching::{LINES, LiftedJob, PartName, SkillGain, WhatIf};

use crate::corpus::Corpus;
use crate::features::JobFeatures;
use crate::filter::ruled_out;
use crate::lexicon::EntryId;
use crate::profile::PreparedProfile;
use crate::score::{Probe, skills};
use crate::skills::SKILLS;

/// The most skills named.
const MOST_SKILLS: usize = 8;
/// The most examples for each.
const MOST_EXAMPLES: usize = 3;

#[derive(Default)]
struct Gain {
    asked_by: u64,
    /// The jobs it would lift: the score with it, the score now, where the job stands.
    lifted: Vec<(f64, f64, usize)>,
}

/// Looks at the jobs that `may_see` lets through and that no wish rules out.
pub(crate) fn what_if(
    jobs: &[JobFeatures],
    corpus: &Corpus,
    profile: &PreparedProfile,
    now: Timestamp,
    may_see: impl Fn(&JobFeatures) -> bool,
) -> WhatIf {
    let over = |line: f64| over_line(line, jobs, corpus, profile, now, &may_see);
    let highest = over(LINES[0]);
    if !highest.skills.is_empty() || profile.skills.is_empty() {
        return highest;
    }
    LINES[1..].iter().map(|line| over(*line)).find(|told| !told.skills.is_empty()).unwrap_or(highest)
}

fn over_line(
    line: f64,
    jobs: &[JobFeatures],
    corpus: &Corpus,
    profile: &PreparedProfile,
    now: Timestamp,
    may_see: &impl Fn(&JobFeatures) -> bool,
) -> WhatIf {
    let probe = Probe::new(profile, corpus);
    let tables = corpus.title_tables();
    let share = profile.weights.of(PartName::Skills);
    let mut over_now = 0;
    let mut gains: HashMap<EntryId, Gain> = HashMap::new();
    for (position, job) in jobs.iter().enumerate() {
        if !may_see(job) || ruled_out(profile, job).is_some() {
            continue;
        }
        let values = probe.values(job, &tables, now);
        let score = values.sum(profile);
        let is_over = score >= line;
        over_now += u64::from(is_over);
        // A profile without skills would be lifted by whichever it states first; that says nothing of the skill.
        if profile.skills.is_empty() {
            continue;
        }
        for need in job.skills.needs().iter().filter(|need| !profile.skills.contains_key(&need.skill)) {
            let gain = gains.entry(need.skill).or_default();
            gain.asked_by += 1;
            let skills = values.of(PartName::Skills);
            // All there is to gain would not be enough.
            if is_over || score + share * (1.0 - skills) < line {
                continue;
            }
            let learned = skills::value_with(profile, job, corpus, need.skill).clamp(0.0, 1.0);
            let would_be = score + share * (learned - skills);
            if would_be >= line {
                gain.lifted.push((would_be, score, position));
            }
        }
    }
    let mut gains: Vec<(EntryId, Gain)> =
        gains.into_iter().filter(|(_, gain)| !gain.lifted.is_empty()).collect();
    gains.sort_by_key(|(skill, gain)| (std::cmp::Reverse((gain.lifted.len(), gain.asked_by)), *skill));
    gains.truncate(MOST_SKILLS);
    let skills = gains.into_iter().map(|(skill, gain)| told(skill, gain, jobs)).collect();
    WhatIf { line, over_now, skills }
}

fn told(skill: EntryId, mut gain: Gain, jobs: &[JobFeatures]) -> SkillGain {
    gain.lifted.sort_by(|one, other| other.0.total_cmp(&one.0).then(jobs[one.2].id.cmp(&jobs[other.2].id)));
    let examples = gain.lifted.iter().take(MOST_EXAMPLES).map(|(would_be, score, position)| {
        let job = &jobs[*position];
        LiftedJob {
            job_id: job.id,
            job_title: job.title.to_string(),
            company: job.company.to_string(),
            score: *score,
            would_be: *would_be,
        }
    });
    SkillGain {
        skill: SKILLS.name(skill).to_owned(),
        asked_by: gain.asked_by,
        lifted: gain.lifted.len() as u64,
        examples: examples.collect(),
    }
}
