//! The score: parts, each from 0 to 1, added up with their weights. Plain arithmetic on what
//! was prepared; no clock, no text.

pub(crate) mod skills;

use chrono::Duration;
use domain::matching::PartName;
use domain::{Level, RemotePolicy, RemotePreference, ScorePart, Timestamp};

use crate::corpus::{Corpus, TitleIdf};
use crate::features::JobFeatures;
use crate::places::{WantedPlace, Whereabouts};
use crate::profile::PreparedProfile;
use crate::text::{TextLikeness, TextProbe};
use crate::title::TitleProbe;
use crate::weights::{COUNT, PARTS};

/// A part of which nothing is known neither lifts nor lowers.
pub const NEUTRAL: f64 = 0.5;
/// Sums in another order differ by less.
pub(crate) const ROUNDING: f64 = 1e-9;
/// After this many days a posting is worth half as fresh.
const HALF_LIFE_DAYS: f64 = 30.0;

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

/// What one job is worth at most, found without its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AtMost {
    /// The score, where the text is worth [`text`](Self::text).
    pub score: f64,
    /// The text.
    pub text: f64,
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
        let is_empty = self.profile.text.is_empty();
        let text = if is_empty { NEUTRAL } else { self.text.compare(&job.text).mixed() };
        self.values_with(text, job, idf, now)
    }

    /// The same where the value of the text is known.
    fn values_with(&self, text: f64, job: &JobFeatures, idf: &impl TitleIdf, now: Timestamp) -> Values {
        let profile = self.profile;
        Values::new([
            if profile.titles.is_empty() { NEUTRAL } else { self.title.best(&job.title_features, idf).1 },
            skills::value(profile, skills::weighed(job, self.corpus)),
            text,
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

    /// The score of one job if it is at least `least`. The families that its text names are looked at, then the terms, then
    /// all of it, each only where the score could still be reached.
    pub(crate) fn score_at_least(
        &self,
        least: f64,
        at_most: AtMost,
        job: &JobFeatures,
        idf: &impl TitleIdf,
        now: Timestamp,
    ) -> Option<f64> {
        let profile = self.profile;
        let mut text = NEUTRAL;
        if !profile.text.is_empty() {
            let weight = profile.weights.of(PartName::Text);
            let most_with = |text: f64| at_most.score + ROUNDING - weight * (at_most.text - text);
            if most_with(TextLikeness::at_most(&profile.text, &job.text).mixed()) < least {
                return None;
            }
            text = self.text.compare(&job.text).mixed();
            if most_with(text) < least {
                return None;
            }
        }
        Some(self.values_with(text, job, idf, now).sum(profile)).filter(|score| *score >= least)
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
