//! The score: parts, each from 0 to 1, added up with their weights. Plain arithmetic on what
//! was prepared; no clock, no text.

use chrono::Duration;
use domain::matching::PartName;
use domain::{Level, RemotePolicy, RemotePreference, ScorePart, Timestamp};

use crate::corpus::{Corpus, TitleIdf};
use crate::features::JobFeatures;
use crate::lexicon::EntryId;
use crate::places::{WantedPlace, Whereabouts};
use crate::profile::PreparedProfile;
use crate::skills::{SkillNeed, need_codes};
use crate::text::{TextLikeness, TextProbe};
use crate::title::TitleProbe;
use crate::weights::{COUNT, PARTS};

/// A part of which nothing is known neither lifts nor lowers.
pub const NEUTRAL: f64 = 0.5;
/// After this many days a posting is worth half as fresh.
const HALF_LIFE_DAYS: f64 = 30.0;
/// How many required skills' weight of doubt a posting that names few skills starts with.
const SKILL_DOUBT: f64 = 2.0;
/// The weight of skills in common after which more of them say little new.
const COMMON_SKILL: f64 = 0.5;

/// A profile weighed by a corpus.
#[derive(Debug)]
pub struct Probe<'p> {
    /// The profile.
    pub profile: &'p PreparedProfile,
    /// Its wanted titles.
    pub title: TitleProbe,
    /// Its text.
    pub text: TextProbe,
    pub(crate) corpus: &'p Corpus,
}

/// The value of each part in the order of [`PARTS`], each from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Values(pub [f64; COUNT]);

impl<'p> Probe<'p> {
    /// Weighs what the profile says by how telling it is among the jobs of `corpus`.
    pub fn new(profile: &'p PreparedProfile, corpus: &'p Corpus) -> Self {
        Self {
            profile,
            title: TitleProbe::new(&profile.title_features, corpus),
            text: TextProbe::new(&profile.text, corpus),
            corpus,
        }
    }

    /// The value of every part for one job.
    pub fn values(&self, job: &JobFeatures, idf: &impl TitleIdf, now: Timestamp) -> Values {
        let profile = self.profile;
        Values::new([
            if profile.titles.is_empty() { NEUTRAL } else { self.title.best(&job.title_features, idf).1 },
            self.skills_value(job),
            if profile.text.is_empty() { NEUTRAL } else { self.text.compare(&job.text).mixed() },
            level_value(profile, job.level),
            place_value(profile, job.remote, |wanted| job.place.against(wanted)),
            pay_value(profile, job).unwrap_or(NEUTRAL),
            Freshness::value(job.published_at(), job.valid_through, now),
            profile.taste.as_ref().map_or(NEUTRAL, |taste| taste.value(job)),
        ])
    }

    /// The score of one job.
    pub fn score(&self, job: &JobFeatures, idf: &impl TitleIdf, now: Timestamp) -> f64 {
        self.values(job, idf, now).sum(self.profile)
    }

    /// The score of one job if it is at least `least`. It is at most `most`, which supposes that its text is as
    /// alike as the bits of its families let it be ([`TextLikeness::at_most_of`]). The families themselves are looked at,
    /// then all of it, only where the score could still be reached.
    pub(crate) fn score_at_least(
        &self,
        job: &JobFeatures,
        idf: &impl TitleIdf,
        now: Timestamp,
        most: f64,
        least: f64,
    ) -> Option<f64> {
        /// Sums in another order differ by less.
        const ROUNDING: f64 = 1e-9;
        let profile = self.profile;
        let mut most = most + ROUNDING;
        if !profile.text.is_empty() {
            let supposed = TextLikeness::at_most_of(&profile.text, job.text.role_bits()).mixed();
            let text = TextLikeness::at_most(&profile.text, &job.text).mixed();
            most -= profile.weights.of(PartName::Text) * (supposed - text);
        }
        if most < least {
            return None;
        }
        Some(self.score(job, idf, now)).filter(|score| *score >= least)
    }

    fn skills_value(&self, job: &JobFeatures) -> f64 {
        // The same for every job, and the least there is, so that the first skill stated lowers nothing.
        if self.profile.skills.is_empty() {
            return 0.0;
        }
        let needs = weighed_needs(job, self.corpus);
        share_of_needs(needs.map(|(skill, weight)| (weight, self.profile.credit(skill))))
    }
}

impl Values {
    /// Values in the order of [`PARTS`], brought into their range.
    pub fn new(values: [f64; COUNT]) -> Self {
        Self(values.map(|value| value.clamp(0.0, 1.0)))
    }

    /// The weighted sum, added in the order of the parts.
    pub fn sum(&self, profile: &PreparedProfile) -> f64 {
        let weighted = self.0.iter().zip(profile.weights.shares()).map(|(value, weight)| value * weight);
        weighted.sum::<f64>().clamp(0.0, 1.0)
    }

    /// The parts as they are shown: those that count.
    pub fn parts(&self, profile: &PreparedProfile) -> Vec<ScorePart> {
        let shares = profile.weights.shares();
        let part = |((name, value), weight): ((PartName, f64), f64)| ScorePart { name, value, weight };
        PARTS.into_iter().zip(self.0).zip(shares).map(part).filter(|part| part.weight > 0.0).collect()
    }

    /// The value of one part.
    pub fn of(&self, part: PartName) -> f64 {
        self.0[crate::weights::index(part)]
    }
}

/// The value of the skills if the profile also stated `learned`.
pub fn skills_value_with(
    profile: &PreparedProfile,
    job: &JobFeatures,
    corpus: &Corpus,
    learned: EntryId,
) -> f64 {
    share_of_needs(weighed_needs(job, corpus).map(|(skill, weight)| {
        let credit = if skill == learned { 1.0 } else { profile.credit(skill) };
        (weight, credit)
    }))
}

/// The skills a job names with what each counts.
pub(crate) fn weighed_needs(job: &JobFeatures, corpus: &Corpus) -> impl Iterator<Item = (EntryId, f64)> {
    job.skills.needs().iter().map(|need| (need.skill, need.weight() * corpus.skill_idf(need.skill)))
}

/// Of what each skill counts that a posting names, and how much of it the profile earns. Half is the share of what the
/// posting asks for that the profile has, half is whether they have any telling skill in common at all. A posting that
/// names no skill is neutral. One more skill in the profile never lowers it.
///
/// Few resumes state even half of what a fitting posting lists; the root spreads that range. Alone
/// this finds more than the share (NDCG@10 0.19 against 0.14 on the shared set).
pub(crate) fn share_of_needs(needs: impl Iterator<Item = (f64, f64)>) -> f64 {
    added_up(needs).map_or(NEUTRAL, |(held, asked)| value_of_share(held, asked, in_common(held)))
}

/// What the profile has of what is asked for, and all that is asked for; nothing where that is nothing.
fn added_up(needs: impl Iterator<Item = (f64, f64)>) -> Option<(f64, f64)> {
    let (mut held, mut asked, mut is_any) = (0.0, 0.0, false);
    for (weight, credit) in needs {
        is_any = true;
        asked += weight;
        held += weight * credit;
    }
    is_any.then_some((held, asked))
}

fn value_of_share(held: f64, asked: f64, common: f64) -> f64 {
    let share = ((held + NEUTRAL * NEUTRAL * SKILL_DOUBT) / (asked + SKILL_DOUBT)).sqrt();
    (share + common) / 2.0
}

/// Whether there is any telling skill in common, and how much of that.
fn in_common(held: f64) -> f64 {
    1.0 - (-(held / COMMON_SKILL + NEUTRAL)).exp()
}

/// The most that the skills of any job could be worth for a profile, found without a logarithm or an exponential: for a
/// pass over all jobs.
#[derive(Debug)]
pub(crate) struct SkillsAtMost {
    has_skills: bool,
    /// What each skill counts among the jobs of the corpus and how much of it the profile earns, by its code.
    worth: Vec<(f64, f64)>,
    common: CommonAtMost,
}

impl SkillsAtMost {
    pub fn new(profile: &PreparedProfile, corpus: &Corpus) -> Self {
        let worth =
            |need: SkillNeed| (need.weight() * corpus.skill_idf(need.skill), profile.credit(need.skill));
        Self {
            has_skills: !profile.skills.is_empty(),
            worth: need_codes().map(worth).collect(),
            common: CommonAtMost::new(),
        }
    }

    /// Of the codes of what a job asks for; at most two hundredths above what it is.
    pub fn of(&self, needs: impl Iterator<Item = u16>) -> f64 {
        if !self.has_skills {
            return 0.0;
        }
        added_up(needs.filter_map(|code| self.worth.get(usize::from(code)).copied()))
            .map_or(NEUTRAL, |(held, asked)| value_of_share(held, asked, self.common.of(held)))
    }
}

/// [`in_common`] at every [`STEP`](Self::STEP) of what is held, for a bound without an exponential: it grows with what is
/// held, and what is held is rounded up.
#[derive(Debug)]
struct CommonAtMost([f64; Self::STEPS]);

impl CommonAtMost {
    const STEPS: usize = 129;
    const STEP: f64 = 1.0 / 32.0;

    fn new() -> Self {
        Self(std::array::from_fn(|step| in_common(step as f64 * Self::STEP)))
    }

    fn of(&self, held: f64) -> f64 {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative; too much saturates"
        )]
        let step = (held / Self::STEP).ceil() as usize;
        self.0.get(step).copied().unwrap_or(1.0)
    }
}

pub(crate) fn level_value(profile: &PreparedProfile, level: Option<Level>) -> f64 {
    match level {
        Some(level) if !profile.levels.is_empty() => crate::level::fit(level, &profile.levels),
        _ => NEUTRAL,
    }
}

pub(crate) fn place_value(
    profile: &PreparedProfile,
    remote: RemotePolicy,
    against: impl Fn(&[WantedPlace]) -> Whereabouts,
) -> f64 {
    let remote = match remote {
        RemotePolicy::Remote => 1.0,
        RemotePolicy::Hybrid => 0.7,
        RemotePolicy::Unknown => 0.4,
        RemotePolicy::OnSite => 0.2,
    };
    let place = if profile.places.is_empty() {
        profile.home.as_ref().map_or(NEUTRAL, |home| match against(std::slice::from_ref(home)) {
            Whereabouts::Wanted(_) => 1.0,
            Whereabouts::Unknown | Whereabouts::Elsewhere => NEUTRAL,
        })
    } else {
        match against(&profile.places) {
            Whereabouts::Wanted(_) => 1.0,
            Whereabouts::Unknown => NEUTRAL,
            // Only remote work gets here; the filter took the rest.
            Whereabouts::Elsewhere => 0.8,
        }
    };
    match profile.remote {
        RemotePreference::Any | RemotePreference::OnSite => place,
        RemotePreference::Preferred => 0.5 * place + 0.5 * remote,
        RemotePreference::Only => remote,
    }
}

/// How pay fits the floor; nothing when one of them is unknown or in another currency.
pub fn pay_value(profile: &PreparedProfile, job: &JobFeatures) -> Option<f64> {
    job.pay?.fit(&profile.pay_floor?)
}

/// How fresh jobs are at one moment. What is usual is computed once for all of them.
pub(crate) struct Freshness {
    now: Timestamp,
    by_hour: Vec<f64>,
}

impl Freshness {
    /// Older postings are computed one by one.
    const HOURS: i64 = 24 * 120;

    pub fn at(now: Timestamp) -> Self {
        Self { now, by_hour: (0..Self::HOURS).map(Self::after).collect() }
    }

    /// Of one job; see [`value`](Self::value).
    pub fn of(&self, published_at: Timestamp, valid_through: Option<Timestamp>) -> f64 {
        if valid_through.is_some_and(|end| end < self.now) {
            return 0.0;
        }
        let hours = Self::hours(published_at, self.now);
        let known = usize::try_from(hours).ok().and_then(|hours| self.by_hour.get(hours));
        known.copied().unwrap_or_else(|| Self::after(hours))
    }

    /// Halved every [`HALF_LIFE_DAYS`]; nothing once applications have ended.
    pub fn value(published_at: Timestamp, valid_through: Option<Timestamp>, now: Timestamp) -> f64 {
        if valid_through.is_some_and(|end| end < now) {
            return 0.0;
        }
        Self::after(Self::hours(published_at, now))
    }

    fn hours(published_at: Timestamp, now: Timestamp) -> i64 {
        (now - published_at).max(Duration::zero()).num_hours()
    }

    #[allow(clippy::cast_precision_loss, reason = "hours since publication are small")]
    fn after(hours: i64) -> f64 {
        0.5_f64.powf(hours as f64 / 24.0 / HALF_LIFE_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_what_is_in_common_is_never_below_it_and_little_above() {
        let table = CommonAtMost::new();
        for thousandth in 0..6_000 {
            let held = f64::from(thousandth) / 1000.0;
            let above = table.of(held) - in_common(held);
            assert!((0.0..0.04).contains(&above), "{held}: {above}");
        }
    }
}
