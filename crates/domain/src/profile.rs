//! A person's profile: the resume in the words of JSON Resume, and what the person is looking for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::job::{Level, Pay};
use crate::matching::PartName;

/// What a person states about themselves and what they are looking for.
///
/// Everything Jobwire says in a person's name comes from here or from their remembered answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Profile {
    /// The resume.
    pub resume: Resume,
    /// What the person is looking for.
    pub preferences: Preferences,
}

/// A resume in the shape of JSON Resume 1.0 (<https://jsonresume.org/schema>), reduced to the
/// sections that are used. Dates are ISO 8601, possibly only `YYYY` or `YYYY-MM`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Resume {
    /// Name, contact and summary.
    pub basics: Basics,
    /// Positions held, newest first.
    pub work: Vec<Work>,
    /// Unpaid positions, newest first.
    pub volunteer: Vec<Work>,
    /// Schools, newest first.
    pub education: Vec<Education>,
    /// Skills.
    pub skills: Vec<Skill>,
    /// Languages spoken.
    pub languages: Vec<Language>,
    /// Certificates and licences.
    pub certificates: Vec<Certificate>,
    /// Projects.
    pub projects: Vec<Project>,
}

/// Name, contact and summary.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Basics {
    /// The full name.
    pub name: String,
    /// The headline, usually the current or wanted job title.
    pub label: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number as the person writes it.
    pub phone: String,
    /// Personal web site.
    pub url: String,
    /// A short text about the person.
    pub summary: String,
    /// Where the person lives.
    pub location: Location,
    /// Accounts elsewhere: LinkedIn, GitHub, …
    pub profiles: Vec<NetworkProfile>,
}

/// A postal location.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Location {
    /// Street and number.
    pub address: String,
    /// Postal code.
    pub postal_code: String,
    /// City.
    pub city: String,
    /// ISO 3166-1 alpha-2 code, e.g. `DE`.
    pub country_code: String,
    /// State or region.
    pub region: String,
}

/// An account on a network.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NetworkProfile {
    /// `LinkedIn`, `GitHub`, …
    pub network: String,
    /// The user name there.
    pub username: String,
    /// The address of the profile.
    pub url: String,
}

/// A position held.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Work {
    /// The employer.
    #[serde(alias = "company", alias = "organization")]
    pub name: String,
    /// The job title.
    pub position: String,
    /// Where.
    pub location: String,
    /// The employer's web site.
    pub url: String,
    /// First day.
    pub start_date: String,
    /// Last day; empty when it is the present position.
    pub end_date: String,
    /// What the work was.
    pub summary: String,
    /// What was achieved, one line each.
    pub highlights: Vec<String>,
}

/// A school.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Education {
    /// The school.
    pub institution: String,
    /// Field of study.
    pub area: String,
    /// The degree, e.g. `Bachelor`.
    pub study_type: String,
    /// First day.
    pub start_date: String,
    /// Last day.
    pub end_date: String,
    /// Grade.
    pub score: String,
    /// Courses.
    pub courses: Vec<String>,
}

/// A skill or a group of skills.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Skill {
    /// The skill, or the group's name when there are keywords.
    pub name: String,
    /// How well, in the person's words.
    pub level: String,
    /// The skills of the group.
    pub keywords: Vec<String>,
}

/// A language spoken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Language {
    /// The language.
    pub language: String,
    /// How well, in the person's words.
    pub fluency: String,
}

/// A certificate or licence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Certificate {
    /// What it certifies.
    pub name: String,
    /// When it was issued.
    pub date: String,
    /// Who issued it.
    pub issuer: String,
    /// Where it can be checked.
    pub url: String,
}

/// A project.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Project {
    /// Its name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// What was achieved.
    pub highlights: Vec<String>,
    /// Techniques and tools used.
    pub keywords: Vec<String>,
    /// First day.
    pub start_date: String,
    /// Last day.
    pub end_date: String,
    /// Where it can be seen.
    pub url: String,
}

/// What the person is looking for. An empty list means "any".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Preferences {
    /// Wanted job titles; when empty, the headline and the last positions are used.
    pub titles: Vec<String>,
    /// Wanted places: cities, regions or countries.
    pub places: Vec<String>,
    /// Whether and how the person wants to work from home.
    pub remote: RemotePreference,
    /// Levels that fit.
    pub levels: Vec<Level>,
    /// The least pay that is acceptable. A job that states less is filtered out.
    pub pay_floor: Option<Pay>,
    /// Companies never to be shown.
    pub excluded_companies: Vec<String>,
    /// Words whose presence in a title hides the job.
    pub excluded_words: Vec<String>,
    /// How much each part of a score counts for the person: 1 as usual, 0 not at all, at most [`MOST_WEIGHT`]. A part
    /// that is not named counts as usual.
    pub weights: BTreeMap<PartName, f64>,
}

/// The most a part of a score can be made to count, as a multiple of the usual.
pub const MOST_WEIGHT: f64 = 3.0;

/// Whether and how a person wants to work from home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RemotePreference {
    /// Any arrangement.
    #[default]
    Any,
    /// Remote is liked, on-site is acceptable.
    Preferred,
    /// Only remote jobs; a job known to be on-site is filtered out.
    Only,
    /// Only jobs with a place of work in the wanted places.
    OnSite,
}

impl Resume {
    /// Every skill the person states, without duplicates (case and punctuation aside), in their order.
    pub fn stated_skills(&self) -> Vec<String> {
        let mut seen = std::collections::HashSet::new();
        let groups = self.skills.iter().flat_map(|skill| {
            let own = skill.keywords.is_empty().then_some(&skill.name);
            own.into_iter().chain(&skill.keywords)
        });
        groups
            .map(|name| name.trim())
            .filter(|name| !name.is_empty() && seen.insert(name.to_lowercase()))
            .map(str::to_owned)
            .collect()
    }

    /// Given name and family name, split at the last space; the family name is empty for one word.
    pub fn name_parts(&self) -> (&str, &str) {
        let name = self.basics.name.trim();
        name.rsplit_once(' ').map_or((name, ""), |(given, family)| (given.trim(), family))
    }
}
