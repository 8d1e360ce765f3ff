//! What a person ruled out. A filter is never outvoted by a good score, and it always says why.

use domain::{RemotePolicy, RemotePreference};
use serde::{Deserialize, Serialize};

use crate::features::JobFeatures;
use crate::places::{Whereabouts, contains_words};
use crate::profile::PreparedProfile;
use crate::words;

/// The wish that ruled a job out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilteredBy {
    /// It is no longer published.
    Closed,
    /// The employer is excluded.
    ExcludedCompany,
    /// The title has an excluded word.
    ExcludedWord,
    /// It is at a place that is not wanted.
    Place,
    /// Only remote work is wanted and it is not, or the other way round.
    Remote,
    /// The most it pays is below the floor.
    PayFloor,
}

/// Why a job is not in the ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filtered {
    /// The wish.
    pub by: FilteredBy,
    /// A sentence for the person.
    pub text: String,
    /// The words in the posting that caused it.
    pub evidence: Vec<String>,
}

/// The first wish that rules the job out, if one does. Cheap: no sentence is made.
pub fn ruled_out(profile: &PreparedProfile, job: &JobFeatures) -> Option<FilteredBy> {
    ruled_out_by(
        profile,
        job.closed_at.is_some(),
        job.remote,
        || is_company_excluded(profile, job),
        || job.place.against(&profile.places),
        job,
    )
}

/// The same where some of it is known already.
pub(crate) fn ruled_out_by(
    profile: &PreparedProfile,
    is_closed: bool,
    remote: RemotePolicy,
    is_company_excluded: impl FnOnce() -> bool,
    whereabouts: impl FnOnce() -> Whereabouts,
    job: &JobFeatures,
) -> Option<FilteredBy> {
    if is_closed {
        return Some(FilteredBy::Closed);
    }
    if !profile.excluded_companies.is_empty() && is_company_excluded() {
        return Some(FilteredBy::ExcludedCompany);
    }
    // Asked here, so that a title is not fetched from memory for those who exclude nothing.
    if !profile.excluded_words.is_empty() && excluded_word(profile, job).is_some() {
        return Some(FilteredBy::ExcludedWord);
    }
    let at_a_place = matches!(remote, RemotePolicy::OnSite | RemotePolicy::Hybrid);
    match profile.remote {
        RemotePreference::Only if at_a_place => return Some(FilteredBy::Remote),
        RemotePreference::OnSite if remote == RemotePolicy::Remote => return Some(FilteredBy::Remote),
        _ => {}
    }
    let elsewhere = !profile.places.is_empty()
        && remote != RemotePolicy::Remote
        && whereabouts() == Whereabouts::Elsewhere;
    if elsewhere {
        return Some(FilteredBy::Place);
    }
    let too_little = profile.pay_floor.is_some_and(|floor| job.pay.is_some_and(|pay| pay.is_below(&floor)));
    too_little.then_some(FilteredBy::PayFloor)
}

/// [`ruled_out`] with the sentence and its evidence.
pub fn filtered(profile: &PreparedProfile, job: &JobFeatures) -> Option<Filtered> {
    let by = ruled_out(profile, job)?;
    let (text, evidence) = match by {
        FilteredBy::Closed => ("It is no longer published.".to_owned(), Vec::new()),
        FilteredBy::ExcludedCompany => {
            let company = excluded_company(profile, job).unwrap_or_default();
            (format!("You excluded the company “{company}”."), vec![job.company.to_string()])
        }
        FilteredBy::ExcludedWord => {
            let word = excluded_word(profile, job).unwrap_or_default();
            (format!("Its title has the word “{word}”, which you excluded."), vec![job.title.to_string()])
        }
        FilteredBy::Place => {
            let wanted: Vec<&str> = profile.places.iter().map(|place| place.written.as_str()).collect();
            let text =
                format!("It is in {}, and you want {}.", job.place.written, crate::explain::any_of(&wanted));
            (text, vec![job.place.written.to_string()])
        }
        FilteredBy::Remote => {
            let text = match job.remote {
                RemotePolicy::Remote => "It is remote, and you want work at a place.",
                RemotePolicy::Hybrid => {
                    "It is partly at the employer's place, and you want only remote work."
                }
                RemotePolicy::OnSite | RemotePolicy::Unknown => {
                    "It is at the employer's place, and you want only remote work."
                }
            };
            (text.to_owned(), vec![job.place.written.to_string()])
        }
        FilteredBy::PayFloor => {
            let pay = job.pay.map(|pay| pay.shown()).unwrap_or_default();
            (format!("It pays {pay}, which is below the least you accept."), vec![pay])
        }
    };
    let evidence = evidence.into_iter().filter(|words| !words.is_empty()).collect();
    Some(Filtered { by, text, evidence })
}

/// Whether the employer is one that the person excluded.
pub(crate) fn is_company_excluded(profile: &PreparedProfile, job: &JobFeatures) -> bool {
    excluded_company(profile, job).is_some()
}

fn excluded_company<'p>(profile: &'p PreparedProfile, job: &JobFeatures) -> Option<&'p str> {
    if profile.excluded_companies.is_empty() {
        return None;
    }
    let company = words::fold(&job.company);
    let excluded =
        profile.excluded_companies.iter().find(|excluded| contains_words(&company, &excluded.folded))?;
    Some(&excluded.written)
}

fn excluded_word<'p>(profile: &'p PreparedProfile, job: &JobFeatures) -> Option<&'p str> {
    let title = words::fold(&job.title);
    let excluded = profile.excluded_words.iter().find(|excluded| contains_words(&title, &excluded.folded))?;
    Some(&excluded.written)
}
