//! What a person's "more like this" and "less like this" say about the jobs they have not judged.
//!
//! A judged job is taken apart into traits that a person would name (employer, family of jobs, level, where the work is
//! done, skills) and the place of its title among all titles. A logistic regression with a strong prior towards nothing
//! weighs them: a trait that was never judged counts nothing, one that liked and disliked jobs share counts little. It is
//! small enough to be learnt anew at each judgement, and the same judgements give the same taste in any order.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{Level, ReasonKind, RemotePolicy};

use crate::encoder::{DIMENSIONS, TitleVector};
use crate::explain::all_of;
use crate::features::JobFeatures;
use crate::roles::ROLES;
use crate::skills::SKILLS;
use crate::words;

/// The most judgements that are learnt from, the newest first. More add little and have to be read each time.
pub const MAX_JUDGEMENTS: usize = 200;
/// How many judgements count half as much as any number.
const HALF_CONVINCED: f64 = 8.0;
/// What a taste counts beside all other parts together, when very many jobs were judged.
const MOST: f64 = 0.8;
/// The prior: how many judgements against it a trait needs to be believed.
const PRIOR: f32 = 0.15;
/// Steps of the descent; the loss of 200 judgements no longer changes in its third digit.
const STEPS: usize = 300;
/// How much each kind of trait may say: one job has many skills and one employer.
const EMPLOYER: f32 = 0.8;
const LEVEL: f32 = 0.8;
const REMOTE: f32 = 0.8;
const FAMILIES: f32 = 0.8;
const SKILL: f32 = 0.8;
const TITLE: f32 = 1.6;
/// From here on a job is called to the person's taste, and up to the other bound against it.
const LIKED: f64 = 0.55;
const DISLIKED: f64 = 0.45;
/// A trait that says less than this is no reason.
const TELLING: f32 = 0.08;
/// The most traits named as a reason.
const MAX_NAMED: usize = 3;
const LEVELS: usize = 6;
const REMOTES: usize = 4;

/// One job and what the person said of it.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The job.
    pub job: Arc<JobFeatures>,
    /// "More like this"; else "less like this".
    pub is_liked: bool,
}

/// What was learnt.
#[derive(Clone, Debug)]
pub struct Taste {
    judged: usize,
    /// Skills, families, levels, kinds of remote work, then the employers, each at its place.
    traits: Vec<f32>,
    employers: HashMap<Arc<str>, usize>,
    direction: [f32; DIMENSIONS],
    titles: Vec<(Box<str>, TitleVector, bool)>,
}

/// A job as numbers: where its traits stand and what they may say.
struct Row {
    traits: Vec<(usize, f32)>,
    title: [f32; DIMENSIONS],
}

impl Taste {
    /// Learns from what was judged; nothing without judgements.
    pub fn learn(judgements: &[Judgement]) -> Option<Self> {
        let mut judgements: Vec<&Judgement> = judgements.iter().take(MAX_JUDGEMENTS).collect();
        if judgements.is_empty() {
            return None;
        }
        judgements.sort_by_key(|judgement| judgement.job.id);
        let mut taste = Self {
            judged: judgements.len(),
            traits: Vec::new(),
            employers: HashMap::new(),
            direction: [0.0; DIMENSIONS],
            titles: Vec::new(),
        };
        for judgement in &judgements {
            let next = first_employer() + taste.employers.len();
            taste.employers.entry(judgement.job.company.clone()).or_insert(next);
            let vector = judgement.job.title_features.vector().clone();
            taste.titles.push((judgement.job.title.clone(), vector, judgement.is_liked));
        }
        taste.traits = vec![0.0; first_employer() + taste.employers.len()];
        let rows: Vec<(Row, f32)> = judgements
            .iter()
            .map(|judgement| (taste.row(&judgement.job), if judgement.is_liked { 1.0 } else { -1.0 }))
            .collect();
        taste.descend(&rows);
        Some(taste)
    }

    /// How much it counts beside all other parts together: more with each judgement.
    pub fn share(&self) -> f64 {
        let judged = f64::from(u32::try_from(self.judged).unwrap_or(u32::MAX));
        MOST * judged / (judged + HALF_CONVINCED)
    }

    /// How many jobs it was learnt from.
    pub fn judged(&self) -> usize {
        self.judged
    }

    /// How much a job is to the person's taste, from 0 to 1; a half when nothing is known.
    pub fn value(&self, job: &JobFeatures) -> f64 {
        let mut sum = TITLE * along(job.title_features.vector(), &self.direction);
        self.each_trait(job, |at, size| sum += size * self.traits[at]);
        f64::from(1.0 / (1.0 + (-sum).exp()))
    }

    /// Why a job is or is not to the person's taste: a sentence, and the words of the posting behind it. `None` when the
    /// judgements say nothing of it.
    pub fn reason(&self, job: &JobFeatures) -> Option<(ReasonKind, String, Vec<String>)> {
        let value = self.value(job);
        let is_for = match value {
            LIKED.. => true,
            ..=DISLIKED => false,
            _ => return None,
        };
        let sign = if is_for { 1.0 } else { -1.0 };
        let mut telling: Vec<(f32, usize)> = Vec::new();
        self.each_trait(job, |at, size| telling.push((sign * size * self.traits[at], at)));
        telling.retain(|(says, _)| *says >= TELLING);
        telling.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        telling.truncate(MAX_NAMED);
        let title = sign * TITLE * along(job.title_features.vector(), &self.direction);
        let strongest = telling.first().map_or(0.0, |(says, _)| *says);
        let traits: Vec<String> = telling.into_iter().map(|(_, at)| name(at, job)).collect();
        let asked = if is_for { "more" } else { "less" };
        let kind = if is_for { ReasonKind::For } else { ReasonKind::Against };
        if title < strongest {
            let named = all_of(&traits.iter().map(String::as_str).collect::<Vec<_>>());
            return Some((kind, format!("You asked for {asked} like it: {named}."), traits));
        }
        let nearest = self.nearest(job, is_for)?;
        let text = if words::fold(nearest) == words::fold(&job.title) {
            format!("You asked for {asked} like it.")
        } else {
            format!("Its title is near “{nearest}”, of which you asked for {asked}.")
        };
        Some((kind, text, vec![job.title.to_string()]))
    }

    /// The title of the liked or disliked job that is nearest.
    fn nearest(&self, job: &JobFeatures, is_liked: bool) -> Option<&str> {
        let near = |vector: &TitleVector| vector.cosine(job.title_features.vector());
        let judged = self.titles.iter().filter(|(_, _, liked)| *liked == is_liked);
        let nearest = judged.max_by(|one, other| near(&one.1).total_cmp(&near(&other.1)));
        nearest.map(|(title, _, _)| &**title)
    }

    fn row(&self, job: &JobFeatures) -> Row {
        let mut traits = Vec::new();
        self.each_trait(job, |at, size| traits.push((at, size)));
        Row { traits, title: job.title_features.vector().floats() }
    }

    /// Calls `each` with the place of every trait of a job and how much it may say.
    fn each_trait(&self, job: &JobFeatures, mut each: impl FnMut(usize, f32)) {
        let skills = job.skills.needs();
        let size = SKILL / root_of(skills.len());
        skills.iter().for_each(|skill| each(usize::from(skill.skill), size));
        let families = job.title_features.roles();
        let size = FAMILIES / root_of(families.len());
        families.iter().for_each(|family| each(first_family() + usize::from(*family), size));
        if let Some(level) = job.level {
            each(first_level() + level as usize, LEVEL);
        }
        if job.remote != RemotePolicy::Unknown {
            each(first_remote() + job.remote as usize, REMOTE);
        }
        if let Some(at) = self.employers.get(&job.company) {
            each(*at, EMPLOYER);
        }
    }

    /// Gradient descent on the mean logistic loss with the prior's square.
    fn descend(&mut self, rows: &[(Row, f32)]) {
        let count = rows.len() as f32;
        let square = |row: &Row| row.traits.iter().map(|(_, size)| size * size).sum::<f32>() + TITLE * TITLE;
        let steepest = rows.iter().map(|(row, _)| square(row)).fold(0.0, f32::max);
        // The loss curves at most this much, so that no step goes too far.
        let step = 1.0 / (PRIOR / count + steepest / 4.0);
        for _ in 0..STEPS {
            let mut traits = vec![0.0; self.traits.len()];
            let mut direction = [0.0; DIMENSIONS];
            for (row, wanted) in rows {
                let sum = row.traits.iter().map(|(at, size)| size * self.traits[*at]).sum::<f32>()
                    + TITLE
                        * row.title.iter().zip(&self.direction).map(|(one, other)| one * other).sum::<f32>();
                let slope = -wanted / (1.0 + (wanted * sum).exp()) / count;
                row.traits.iter().for_each(|(at, size)| traits[*at] += slope * size);
                direction.iter_mut().zip(&row.title).for_each(|(sum, number)| *sum += slope * TITLE * number);
            }
            let weights = self.traits.iter_mut().chain(&mut self.direction);
            for (weight, slope) in weights.zip(traits.iter().chain(&direction)) {
                *weight -= step * (slope + PRIOR / count * *weight);
            }
        }
    }
}

fn along(vector: &TitleVector, direction: &[f32; DIMENSIONS]) -> f32 {
    vector.floats().iter().zip(direction).map(|(one, other)| one * other).sum()
}

fn first_family() -> usize {
    SKILLS.entries.len()
}

fn first_level() -> usize {
    first_family() + ROLES.entries.len()
}

fn first_remote() -> usize {
    first_level() + LEVELS
}

fn first_employer() -> usize {
    first_remote() + REMOTES
}

#[allow(clippy::cast_possible_truncation, reason = "the entries of a table are counted in 16 bits")]
fn name(at: usize, job: &JobFeatures) -> String {
    if at < first_family() {
        SKILLS.name(at as u16).to_owned()
    } else if at < first_level() {
        ROLES.name((at - first_family()) as u16).to_owned()
    } else if at < first_remote() {
        job.level.map(level_name).unwrap_or_default().to_owned()
    } else if at < first_employer() {
        remote_name(job.remote).to_owned()
    } else {
        job.company.to_string()
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Intern => "internships",
        Level::Junior => "junior level",
        Level::Mid => "mid level",
        Level::Senior => "senior level",
        Level::Lead => "lead level",
        Level::Executive => "executive level",
    }
}

fn remote_name(remote: RemotePolicy) -> &'static str {
    match remote {
        RemotePolicy::OnSite => "on site",
        RemotePolicy::Hybrid => "hybrid",
        RemotePolicy::Remote => "remote",
        RemotePolicy::Unknown => "",
    }
}

fn root_of(count: usize) -> f32 {
    (count.max(1) as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use domain::{Job, JobId};

    use super::*;

    fn job(number: u128, title: &str, company: &str, text: &str) -> Arc<JobFeatures> {
        let posting = serde_json::json!({"id": "1", "title": title, "company": company, "description": text});
        let now = "2026-11-24T12:00:00Z".parse().expect("the instant is a literal");
        let line = crate::lines::job(&posting.to_string(), now).expect("it is a job");
        Arc::new(JobFeatures::of(&Job { id: JobId(uuid::Uuid::from_u128(number)), ..line.job }))
    }

    fn judged(job: &Arc<JobFeatures>, is_liked: bool) -> Judgement {
        Judgement { job: job.clone(), is_liked }
    }

    #[test]
    fn a_skill_that_liked_jobs_share_lifts_others_with_it() {
        let liked = [
            job(1, "Developer", "A", "You need Python and SQL."),
            job(2, "Engineer", "B", "Python, Docker."),
        ];
        let disliked = [job(3, "Developer", "C", "Java and SQL."), job(4, "Engineer", "D", "Java, Docker.")];
        let judgements: Vec<Judgement> = liked
            .iter()
            .map(|job| judged(job, true))
            .chain(disliked.iter().map(|job| judged(job, false)))
            .collect();
        let taste = Taste::learn(&judgements).unwrap();
        let (python, java) =
            (job(5, "Developer", "E", "We use Python."), job(6, "Developer", "E", "We use Java."));
        assert!(taste.value(&python) > 0.55 && taste.value(&java) < 0.45);
        let said = |job: &Arc<JobFeatures>| taste.reason(job).map(|(_, text, _)| text);
        assert_eq!(said(&python).as_deref(), Some("You asked for more like it: Python."));
        assert_eq!(said(&java).as_deref(), Some("You asked for less like it: Java."));
        let mut turned = judgements.clone();
        turned.reverse();
        assert_eq!(Taste::learn(&turned).unwrap().value(&python), taste.value(&python), "in any order");
    }

    #[test]
    fn what_was_never_judged_is_neutral_and_nothing_judged_is_no_taste() {
        assert!(Taste::learn(&[]).is_none());
        let taste = Taste::learn(&[judged(&job(1, "Nurse", "A", ""), true)]).unwrap();
        let plumber = taste.value(&job(2, "Plumber", "B", ""));
        assert!((plumber - 0.5).abs() < 0.1, "{plumber}");
        assert!(taste.value(&job(3, "Staff Nurse", "B", "")) > plumber);
        assert!(taste.share() < 0.1, "one word is no rule: {}", taste.share());
    }
}
