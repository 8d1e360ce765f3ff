//! Where a job is, and whether that is where a person wants to be.
//!
//! A small gazetteer of this project (`data/places.txt`) knows that Köln is Cologne and lies in
//! Germany. What it does not know is compared as text; what cannot be told is left open rather
//! than guessed.

use std::sync::{Arc, LazyLock};

use domain::{Posting, RemotePolicy};
use serde::{Deserialize, Serialize};

use crate::lexicon::{EntryId, Lexicon};
use crate::words;

/// The gazetteer.
pub static PLACES: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("data/places.txt")));

/// A place as a posting writes it, understood as far as the gazetteer goes. Shared by all jobs
/// that write the same.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// As written.
    pub written: Box<str>,
    folded: Box<str>,
    known: Box<[EntryId]>,
    countries: Box<[Box<str>]>,
}

/// How a job's place stands to the wanted ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// In the wanted place of this index.
    Wanted(usize),
    /// The posting does not say enough.
    Unknown,
    /// Somewhere else.
    Elsewhere,
}

/// A place a person wants.
#[derive(Clone, Debug)]
pub struct WantedPlace {
    /// As the person wrote it.
    pub written: String,
    folded: String,
    known: Option<EntryId>,
}

impl WantedPlace {
    /// Understands a place as far as the gazetteer goes.
    pub fn of(written: &str) -> Self {
        let folded = words::fold(written);
        let code = written.trim();
        let known = PLACES.named(written).or_else(|| {
            let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
            is_code.then(|| country_entry(code)).flatten()
        });
        // "Munich, Germany" names the city; the longest known part before the comma wins.
        let known = known.or_else(|| PLACES.find(&folded).first().map(|hit| PLACES.entry_of(hit.alias)));
        Self { written: code.to_owned(), folded, known }
    }
}

impl Place {
    /// Understands the places of a posting.
    pub fn of(posting: &Posting) -> Self {
        let mut written: Vec<&str> =
            posting.places.iter().map(|place| place.trim()).filter(|p| !p.is_empty()).collect();
        let whole = posting.location.trim();
        if !whole.is_empty() && !written.iter().any(|place| place.contains(whole)) {
            written.insert(0, whole);
        }
        Self::parse(&written.join(" · "))
    }

    /// Understands a place as written.
    pub fn parse(written: &str) -> Self {
        let folded = words::fold(written);
        let mut known: Vec<EntryId> =
            PLACES.find(&folded).into_iter().map(|hit| PLACES.entry_of(hit.alias)).collect();
        known.sort_unstable();
        known.dedup();
        let mut countries: Vec<Box<str>> = known.iter().map(|entry| country(*entry).into()).collect();
        for part in written.split('·') {
            let code = part.rsplit([',', '(']).next().unwrap_or_default().trim().trim_end_matches(')');
            if let Some(code) = country_of_code(code, &countries) {
                countries.push(code.into());
            }
        }
        countries.sort_unstable();
        countries.dedup();
        Self {
            written: written.into(),
            folded: folded.into(),
            known: known.into(),
            countries: countries.into(),
        }
    }

    /// Whether the posting names no place at all, or only that the work is remote.
    pub fn is_unsaid(&self) -> bool {
        words::words(&self.folded)
            .all(|word| matches!(word, "remote" | "anywhere" | "worldwide" | "various" | "n" | "a"))
    }

    /// Whether the place itself says that the work is remote.
    pub fn says_remote(&self) -> bool {
        const REMOTE: &[&str] = &[
            "remote",
            "anywhere",
            "home based",
            "homeoffice",
            "home office",
            "teletrabajo",
            "remoto",
            "en remoto",
            "work from home",
        ];
        REMOTE.iter().any(|word| contains_words(&self.folded, word))
    }

    /// How this place stands to the wanted ones.
    pub fn against(&self, wanted: &[WantedPlace]) -> Whereabouts {
        let mut open = self.is_unsaid();
        for (index, place) in wanted.iter().enumerate() {
            match self.against_one(place) {
                Whereabouts::Wanted(_) => return Whereabouts::Wanted(index),
                Whereabouts::Unknown => open = true,
                Whereabouts::Elsewhere => {}
            }
        }
        if open { Whereabouts::Unknown } else { Whereabouts::Elsewhere }
    }

    fn against_one(&self, wanted: &WantedPlace) -> Whereabouts {
        if !wanted.folded.is_empty() && contains_words(&self.folded, &wanted.folded) {
            return Whereabouts::Wanted(0);
        }
        let Some(entry) = wanted.known else {
            return Whereabouts::Elsewhere;
        };
        if self.known.contains(&entry) {
            return Whereabouts::Wanted(0);
        }
        let wanted_country = country(entry);
        let same_country = self.countries.iter().any(|code| **code == *wanted_country);
        if is_country(entry) {
            return match (same_country, self.countries.is_empty()) {
                (true, _) => Whereabouts::Wanted(0),
                (false, true) => Whereabouts::Unknown,
                (false, false) => Whereabouts::Elsewhere,
            };
        }
        let area = PLACES.entries[usize::from(entry)].marked;
        let same_area = |known: &EntryId| PLACES.group(*known) == PLACES.group(entry);
        if area && self.known.iter().any(same_area) {
            return Whereabouts::Wanted(0);
        }
        let names_a_town = self.known.iter().any(|known| !is_country(*known)) || !self.names_only_countries();
        let might_be_there =
            same_country && (!names_a_town || (area && self.known.iter().all(|known| is_country(*known))));
        if might_be_there { Whereabouts::Unknown } else { Whereabouts::Elsewhere }
    }

    fn names_only_countries(&self) -> bool {
        let letters: usize = words::words(&self.folded).map(str::len).sum();
        let known: usize = PLACES.find(&self.folded).iter().map(|hit| hit.end - hit.start).sum();
        letters <= known
    }
}

/// Whether the work is remote, from the board's own field, the place and the title.
pub fn remote_policy(posting: &Posting, place: &Place) -> RemotePolicy {
    if posting.remote != RemotePolicy::Unknown {
        return posting.remote;
    }
    let title = words::fold(&posting.title);
    if contains_words(&title, "hybrid") || contains_words(&place.folded, "hybrid") {
        return RemotePolicy::Hybrid;
    }
    if place.says_remote() || contains_words(&title, "remote") || contains_words(&title, "homeoffice") {
        return RemotePolicy::Remote;
    }
    RemotePolicy::Unknown
}

/// Places are few compared with jobs; equal ones are kept once.
#[derive(Debug, Default)]
pub struct PlacePool(std::collections::HashSet<PooledPlace>);

#[derive(Debug)]
struct PooledPlace(Arc<Place>);

impl PartialEq for PooledPlace {
    fn eq(&self, other: &Self) -> bool {
        self.0.written == other.0.written
    }
}

impl Eq for PooledPlace {}

impl std::hash::Hash for PooledPlace {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.written.hash(state);
    }
}

impl std::borrow::Borrow<str> for PooledPlace {
    fn borrow(&self) -> &str {
        &self.0.written
    }
}

impl PlacePool {
    /// The kept place that writes the same as `place`, or `place` itself, kept from now on.
    pub fn keep(&mut self, place: Arc<Place>) -> Arc<Place> {
        if let Some(kept) = self.0.get(&*place.written) {
            return kept.0.clone();
        }
        self.0.insert(PooledPlace(place.clone()));
        place
    }

    /// Forgets a place that nothing but the pool and the caller holds any more.
    pub fn release(&mut self, place: &Arc<Place>) {
        if Arc::strong_count(place) <= 2 {
            self.0.remove(&*place.written);
        }
    }
}

/// Whether `folded` contains `phrase` as whole words.
pub fn contains_words(folded: &str, phrase: &str) -> bool {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte < 0x80);
    let bytes = folded.as_bytes();
    folded.match_indices(phrase).any(|(at, _)| {
        is_edge(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && is_edge(bytes.get(at + phrase.len()))
    })
}

fn country(entry: EntryId) -> &'static str {
    let group = PLACES.groups[usize::from(PLACES.group(entry))];
    group.split('/').next().unwrap_or(group)
}

fn is_country(entry: EntryId) -> bool {
    !PLACES.groups[usize::from(PLACES.group(entry))].contains('/')
}

fn country_entry(code: &str) -> Option<EntryId> {
    let group = PLACES.groups.iter().position(|group| *group == code)?;
    let entry = PLACES.entries.iter().position(|entry| usize::from(entry.group) == group)?;
    EntryId::try_from(entry).ok()
}

/// What two capital letters at the end of a place mean: a country's code or a state of the US.
/// Where both are possible a known city decides, then the state (except `DE`, which is Germany).
fn country_of_code(code: &str, known_countries: &[Box<str>]) -> Option<&'static str> {
    const STATES: &[&str] = &[
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DC", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS", "KY",
        "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV", "NY",
        "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY",
    ];
    let listed = PLACES.groups.iter().find(|group| **group == code).copied();
    match listed {
        Some(country) if known_countries.iter().any(|known| **known == *country) => Some(country),
        _ if STATES.contains(&code) => Some("US"),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(written: &str, wanted: &str) -> Whereabouts {
        Place::parse(written).against(&[WantedPlace::of(wanted)])
    }

    #[test]
    fn places_are_known_by_their_names_and_by_what_they_lie_in() {
        use Whereabouts::{Elsewhere, Unknown, Wanted};
        for (written, wanted, expected) in [
            ("Köln", "Cologne", Wanted(0)),
            ("Whipps Cross University Hospital, London, E11 1NR, GB", "London", Wanted(0)),
            ("Winchester, SO22 5DG, GB", "United Kingdom", Wanted(0)),
            ("Winchester, SO22 5DG, GB", "London", Elsewhere),
            ("München", "Bayern", Wanted(0)),
            ("München", "Deutschland", Wanted(0)),
            ("San Jose, CA", "USA", Wanted(0)),
            ("Toronto, ON, CA", "Canada", Wanted(0)),
            ("Germany", "Berlin", Unknown),
            ("Berlin", "Spain", Elsewhere),
            ("Kleinkleckersdorf", "Germany", Unknown),
            ("Madrid", "DE", Elsewhere),
            ("", "Berlin", Unknown),
        ] {
            assert_eq!(stands(written, wanted), expected, "{written} / {wanted}");
        }
    }
}
