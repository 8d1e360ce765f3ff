//! What every parser takes and gives, and the one place where what a board says becomes a
//! [`domain::Posting`]: limits, fallbacks and refusals are the same for all boards.

use domain::text::shorten;
use domain::{Ats, EmploymentType, Pay, Posting, RemotePolicy, Timestamp};
use serde::Serialize;
use url::Url;

use crate::{html, prose, terms};

/// The most postings taken from one answer; the largest public board known has about 6,000.
pub const MAX_POSTINGS: usize = 20_000;
/// The most places of one posting.
const MAX_PLACES: usize = 50;
/// The most characters of a title, a company or a place.
const MAX_NAME_CHARS: usize = 300;
/// The most characters of an id or an address.
const MAX_ID_CHARS: usize = 2_000;

/// What a parser knows besides the body.
#[derive(Clone, Debug)]
pub struct Context {
    /// The employer, where the board does not name it with each posting.
    pub company: String,
    /// Where the body came from; relative addresses are resolved against it.
    pub page_url: Url,
}

/// What a body held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The postings, in the board's order, each external id once.
    pub postings: Vec<Posting>,
    /// What looked like a posting but could not be taken.
    pub rejected: Vec<Rejected>,
    /// External ids that are published but were not read again; they are open as far as anybody knows.
    pub still_listed: Vec<String>,
    /// Pages that belong to the answer and have to be read too before it is whole.
    pub follow: Vec<Url>,
    /// The next page of a list, to be read like this one.
    pub next_page: Option<Url>,
    /// Whether nothing is missing besides what `follow` and `next_page` lead to.
    pub complete: bool,
}

/// Something that looked like a posting but could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejected {
    /// The board's id, when at least that could be read.
    pub external_id: Option<String>,
    /// A sentence for people.
    pub why: String,
}

/// The body is not what this kind of board publishes at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A web page came where data was expected.
    #[error("a web page came instead of job data")]
    WebPage,
    /// Not JSON.
    #[error("the answer is not JSON: {0}")]
    NotJson(String),
    /// JSON of another shape.
    #[error("the answer is JSON, but not a job board's: {0}")]
    OtherShape(&'static str),
}

/// A posting as a parser found it, before limits and fallbacks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub external_id: Option<String>,
    pub ats: Ats,
    pub title: Option<String>,
    pub company: Option<String>,
    pub location: Option<String>,
    pub places: Vec<String>,
    pub remote: RemotePolicy,
    pub employment_type: Option<EmploymentType>,
    pub pay: Option<Pay>,
    pub description: String,
    pub language: Option<String>,
    pub url: Option<String>,
    pub apply_url: Option<String>,
    pub posted_at: Option<Timestamp>,
    pub valid_through: Option<Timestamp>,
}

/// Whether a posting must have an address to be of use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Address {
    Needed,
    Optional,
}

impl Draft {
    /// The posting, or why it cannot be taken.
    pub(crate) fn finish(self, context: &Context, address: Address) -> Result<Posting, Rejected> {
        let external_id = self.external_id.filter(|id| id.chars().count() <= MAX_ID_CHARS);
        let refuse = |why: &str| Rejected { external_id: external_id.clone(), why: why.to_owned() };
        let id = external_id.clone().ok_or_else(|| refuse("It has no id."))?;
        let title = name(self.title).ok_or_else(|| refuse("It has no title."))?;
        let company = name(self.company)
            .or_else(|| name(Some(context.company.clone())))
            .ok_or_else(|| refuse("It names no employer."))?;
        let url = self.url.and_then(|url| web_address(&url, &context.page_url));
        if url.is_none() && address == Address::Needed {
            return Err(refuse("It has no address of its own."));
        }
        let apply_url =
            self.apply_url.and_then(|url| web_address(&url, &context.page_url)).or_else(|| url.clone());
        let stated = prose::facts(&title, &self.description);
        let mut places = places(self.location.as_deref(), self.places);
        if places.is_empty() {
            places = stated.places;
        }
        let remote = settle_remote(self.remote, &places, &title, stated.remote);
        let ats = apply_url.as_ref().or(url.as_ref()).map_or(Ats::Other, Ats::of_url);
        Ok(Posting {
            external_id: id,
            ats: if ats == Ats::Other { self.ats } else { ats },
            level: stated.level,
            company,
            location: places.first().cloned().unwrap_or_default(),
            places,
            remote,
            employment_type: self.employment_type.or(stated.employment_type),
            pay: self.pay.or(stated.pay),
            languages: stated.languages,
            visa: stated.visa,
            clearance: stated.clearance,
            language: self.language.or_else(|| terms::language(&self.description)),
            description: self.description,
            url: url.map(String::from).unwrap_or_default(),
            apply_url: apply_url.map(String::from).unwrap_or_default(),
            posted_at: self.posted_at,
            valid_through: self.valid_through,
            title,
        })
    }
}

impl Parsed {
    /// Whether this is everything the board publishes. Only then may absence mean closed.
    pub fn is_whole(&self) -> bool {
        self.complete && self.follow.is_empty() && self.next_page.is_none()
    }

    /// Gathers what a parser made of each entry, each external id once.
    pub(crate) fn gather(entries: impl IntoIterator<Item = Result<Posting, Rejected>>) -> Self {
        let mut parsed = Self { complete: true, ..Self::default() };
        let mut seen = std::collections::HashSet::new();
        for entry in entries {
            if parsed.postings.len() >= MAX_POSTINGS {
                parsed.complete = false;
                break;
            }
            match entry {
                Ok(posting) if seen.insert(posting.external_id.clone()) => parsed.postings.push(posting),
                Ok(posting) => parsed.rejected.push(Rejected {
                    external_id: Some(posting.external_id),
                    why: "The same id appears twice in this answer; the first one counts.".to_owned(),
                }),
                Err(rejected) => {
                    // Without an id nobody can tell which known job this was, so none may be closed.
                    parsed.complete &= rejected.external_id.is_some();
                    parsed.rejected.push(rejected);
                }
            }
        }
        parsed
    }
}

/// Reads the body as JSON, and says in the caller's terms what it is when it is not.
pub(crate) fn json(body: &[u8]) -> Result<serde_json::Value, Unreadable> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    serde_json::from_str(text).map_err(|error| {
        if text.starts_with('<') { Unreadable::WebPage } else { Unreadable::NotJson(error.to_string()) }
    })
}

/// An `http` or `https` address, resolved against the page it was found on.
pub(crate) fn web_address(text: &str, base: &Url) -> Option<Url> {
    let text = html::one_line(text);
    let url = base.join(text.trim()).ok()?;
    let fits = text.chars().count() <= MAX_ID_CHARS && !text.is_empty();
    (fits && matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

fn name(text: Option<String>) -> Option<String> {
    let line = shorten(&html::one_line(&text?), MAX_NAME_CHARS);
    (!line.is_empty()).then_some(line)
}

/// Every place once, the main one first. A main place that is only a policy ("Hybrid") yields to the
/// others, and stays when there are none.
fn places(location: Option<&str>, others: Vec<String>) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    let all = location.map(str::to_owned).into_iter().chain(others);
    for place in all.filter_map(|place| name(Some(place))) {
        if places.len() < MAX_PLACES && !places.iter().any(|known| known.eq_ignore_ascii_case(&place)) {
            places.push(place);
        }
    }
    if places.len() > 1 && terms::is_policy_only(&places[0]) {
        places.remove(0);
    }
    places
}

/// The board's own word counts; without one the places tell, then the title, then a plain sentence.
fn settle_remote(field: RemotePolicy, places: &[String], title: &str, in_text: RemotePolicy) -> RemotePolicy {
    let known = |policy: &RemotePolicy| *policy != RemotePolicy::Unknown;
    let of_places = places.iter().map(|place| terms::remote(place)).find(known);
    Some(field)
        .filter(known)
        .or(of_places)
        .or_else(|| Some(terms::remote(title)).filter(known))
        .unwrap_or(in_text)
}
