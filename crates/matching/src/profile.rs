//! A profile made ready to be compared with many jobs; made once per change of the profile.

use std::collections::BTreeMap;

use domain::matching::PartName;
use domain::profile::{Resume, Work};
use domain::{Level, Profile, RemotePreference};
use rustc_hash::FxHashMap;

use crate::lexicon::EntryId;
use crate::pay::Yearly;
use crate::places::WantedPlace;
use crate::skills::{self, SKILLS};
use crate::taste::Taste;
use crate::text::TextProfile;
use crate::title::{MAX_WANTED, TitleFeatures};
use crate::weights::Weights;
use crate::words;

/// How many of the last positions stand for a wish when none is stated.
const POSITIONS_AS_WISH: usize = 3;
/// The most roles of the resume's text that stand for a wish when there is no title at all.
const ROLES_AS_WISH: usize = 2;

/// Where the wanted titles come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WishOrigin {
    /// The person stated them.
    Stated,
    /// The headline and the last positions.
    Resume,
    /// Kinds of work the resume's text names.
    Text,
    /// There is nothing to go by.
    Nothing,
}

/// How a profile has a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holding {
    /// The resume's text names it.
    Mentioned,
    /// The list of skills, certificates or languages states it.
    Stated,
}

impl Holding {
    /// How much of a skill's weight it earns.
    pub fn credit(self) -> f64 {
        match self {
            Self::Stated => 1.0,
            Self::Mentioned => 0.8,
        }
    }
}

/// A word or name with its folded form.
#[derive(Clone, Debug)]
pub struct Wording {
    /// As the person wrote it.
    pub written: String,
    /// Folded for comparing.
    pub folded: String,
}

/// See the module.
#[derive(Clone, Debug)]
pub struct PreparedProfile {
    /// Wanted titles as written, the most wanted first.
    pub titles: Vec<String>,
    /// Where they come from.
    pub titles_from: WishOrigin,
    pub(crate) title_features: Vec<TitleFeatures>,
    /// The skills the profile has.
    pub skills: FxHashMap<EntryId, Holding>,
    pub(crate) text: TextProfile,
    /// Wanted levels, or the one the resume tells.
    pub levels: Vec<Level>,
    /// Whether the person stated the levels.
    pub levels_stated: bool,
    pub(crate) places: Vec<WantedPlace>,
    /// Where the person lives; it lifts jobs there and rules nothing out.
    pub(crate) home: Option<WantedPlace>,
    pub(crate) remote: RemotePreference,
    pub(crate) pay_floor: Option<Yearly>,
    pub(crate) excluded_companies: Vec<Wording>,
    pub(crate) excluded_words: Vec<Wording>,
    /// What each part counts.
    pub weights: Weights,
    /// What the person's judgements say.
    pub taste: Option<Taste>,
    factors: BTreeMap<PartName, f64>,
}

impl PreparedProfile {
    /// Makes a profile ready, with the weights the person moved and no taste.
    pub fn new(profile: &Profile) -> Self {
        let preferences = &profile.preferences;
        let resume = &profile.resume;
        let text = TextProfile::of(&running_text(resume));
        let (titles, titles_from) = wanted_titles(profile, &text);
        let levels_stated = !preferences.levels.is_empty();
        let levels =
            if levels_stated { preferences.levels.clone() } else { told_level(resume).into_iter().collect() };
        Self {
            title_features: titles.iter().map(|title| TitleFeatures::of(title)).collect(),
            titles,
            titles_from,
            skills: held_skills(resume),
            text,
            levels,
            levels_stated,
            places: preferences
                .places
                .iter()
                .filter(|p| !p.trim().is_empty())
                .map(|p| WantedPlace::of(p))
                .collect(),
            home: home(resume),
            remote: preferences.remote,
            pay_floor: preferences.pay_floor.as_ref().and_then(Yearly::of),
            excluded_companies: wordings(&preferences.excluded_companies),
            excluded_words: wordings(&preferences.excluded_words),
            weights: Weights::moved(&preferences.weights, 0.0),
            taste: None,
            factors: preferences.weights.clone(),
        }
    }

    /// The same profile with other weights.
    pub fn with_weights(mut self, weights: Weights) -> Self {
        self.weights = weights;
        self
    }

    /// The same profile with what the person's judgements say.
    pub fn with_taste(mut self, taste: Option<Taste>) -> Self {
        self.weights = Weights::moved(&self.factors, taste.as_ref().map_or(0.0, Taste::share));
        self.taste = taste;
        self
    }

    /// How much of a skill's weight the profile earns: nothing without it.
    pub(crate) fn credit(&self, skill: EntryId) -> f64 {
        self.skills.get(&skill).map_or(0.0, |holding| holding.credit())
    }

    /// Whether there is anything a job could be compared with.
    pub fn is_empty(&self) -> bool {
        self.titles.is_empty() && self.skills.is_empty() && self.text.is_empty()
    }
}

fn home(resume: &Resume) -> Option<WantedPlace> {
    let location = &resume.basics.location;
    let named = [&location.city, &location.region, &location.country_code];
    named.into_iter().find(|name| !name.trim().is_empty()).map(|name| WantedPlace::of(name))
}

fn wordings(words: &[String]) -> Vec<Wording> {
    words
        .iter()
        .map(|written| Wording { written: written.trim().to_owned(), folded: words::fold(written) })
        .filter(|wording| !wording.folded.is_empty())
        .collect()
}

/// Stated titles; else the headline and the last positions; else what the text is about.
fn wanted_titles(profile: &Profile, text: &TextProfile) -> (Vec<String>, WishOrigin) {
    let clean = |titles: Vec<&str>| -> Vec<String> {
        let mut seen = std::collections::HashSet::new();
        titles
            .into_iter()
            .map(str::trim)
            .filter(|title| !title.is_empty() && seen.insert(words::fold(title)))
            .take(MAX_WANTED)
            .map(str::to_owned)
            .collect()
    };
    let stated = clean(profile.preferences.titles.iter().map(String::as_str).collect());
    if !stated.is_empty() {
        return (stated, WishOrigin::Stated);
    }
    let positions = profile.resume.work.iter().map(|work| work.position.as_str()).take(POSITIONS_AS_WISH);
    let told = clean(std::iter::once(profile.resume.basics.label.as_str()).chain(positions).collect());
    if !told.is_empty() {
        return (told, WishOrigin::Resume);
    }
    let mut roles = text.roles().to_vec();
    roles.sort_by_key(|(role, count)| (std::cmp::Reverse(*count), *role));
    let named =
        clean(roles.iter().take(ROLES_AS_WISH).map(|(role, _)| crate::roles::ROLES.name(*role)).collect());
    let origin = if named.is_empty() { WishOrigin::Nothing } else { WishOrigin::Text };
    (named, origin)
}

fn held_skills(resume: &Resume) -> FxHashMap<EntryId, Holding> {
    let mut held: FxHashMap<EntryId, Holding> = skills::named_in(&running_text(resume))
        .into_iter()
        .map(|skill| (skill, Holding::Mentioned))
        .collect();
    let stated = resume.stated_skills();
    let groups = resume.skills.iter().map(|skill| skill.name.as_str());
    let certificates = resume.certificates.iter().map(|certificate| certificate.name.as_str());
    let languages = resume.languages.iter().map(|language| language.language.as_str());
    let projects = resume.projects.iter().flat_map(|project| project.keywords.iter().map(String::as_str));
    for name in
        stated.iter().map(String::as_str).chain(groups).chain(certificates).chain(languages).chain(projects)
    {
        for skill in skills::of_stated(name) {
            held.insert(skill, Holding::Stated);
        }
    }
    debug_assert!(held.keys().all(|skill| usize::from(*skill) < SKILLS.entries.len()));
    held
}

/// Everything the resume says in sentences. The list of skills is left out: it has its own part,
/// and a longer list must not make the text less alike.
fn running_text(resume: &Resume) -> String {
    let mut lines: Vec<&str> = vec![&resume.basics.label, &resume.basics.summary];
    let work = |work: &'_ Work| -> Vec<String> {
        let mut lines = vec![work.position.clone(), work.summary.clone()];
        lines.extend(work.highlights.iter().cloned());
        lines
    };
    let worked: Vec<String> = resume.work.iter().chain(&resume.volunteer).flat_map(work).collect();
    lines.extend(worked.iter().map(String::as_str));
    for school in &resume.education {
        lines.extend([school.study_type.as_str(), school.area.as_str()]);
        lines.extend(school.courses.iter().map(String::as_str));
    }
    for project in &resume.projects {
        lines.extend([project.name.as_str(), project.description.as_str()]);
        lines.extend(project.highlights.iter().map(String::as_str));
    }
    lines.retain(|line| !line.trim().is_empty());
    lines.join("\n")
}

/// The level the headline or the newest position tells, or the one that years of work give.
fn told_level(resume: &Resume) -> Option<Level> {
    let titles = std::iter::once(resume.basics.label.as_str())
        .chain(resume.work.first().map(|work| work.position.as_str()));
    titles
        .filter_map(crate::level::of_title)
        .next()
        .or_else(|| years_of_work(resume).map(crate::level::of_years))
}

fn years_of_work(resume: &Resume) -> Option<u32> {
    let year = |date: &str| date.get(..4)?.parse::<u32>().ok().filter(|year| (1950..2100).contains(year));
    let first = resume.work.iter().filter_map(|work| year(&work.start_date)).min()?;
    let last =
        resume.work.iter().flat_map(|work| [year(&work.end_date), year(&work.start_date)]).flatten().max()?;
    Some(last.saturating_sub(first))
}
