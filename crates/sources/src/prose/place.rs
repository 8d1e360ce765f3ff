//! The places of work a text names: behind a label, or where it says that this job is based there.
//! The seat of the company, its other offices and the towns nearby are none.

use domain::text::fold;

use super::sites::{
    BASED, COMMUTE, EMPLOYERS, FOLLOWERS, FRAGMENTS, GERMAN_BASED, LABELS, MOST_PLACES, NAME, NO_PLACES,
    OPENING, OPENING_AT, ORGANISATIONS, OUR, PLACE_CHARS, SITES, SPANISH_BASED,
};
use super::text::{Statement, Text, has};
use crate::terms;

/// The places of work the text names, as written, each once.
pub(super) fn places(text: &Text) -> Vec<String> {
    let labelled = text.labelled(LABELS).filter_map(of_value).flat_map(halves);
    let stated = text.statements.iter().flat_map(of_statement);
    let mut places: Vec<String> = Vec::new();
    for place in labelled.chain(stated) {
        if places.iter().any(|known| is_within(&place, known)) {
            continue;
        }
        // "Moorgreen Hospital, Hedge End" says more than "Moorgreen Hospital".
        places.retain(|known| !is_within(known, &place));
        places.push(place);
    }
    if places.len() > MOST_PLACES { Vec::new() } else { places }
}

/// Whether the words of a place stand in another.
fn is_within(place: &str, other: &str) -> bool {
    format!(" {} ", fold(other)).contains(&format!(" {} ", fold(place)))
}

/// The place behind a label: all of it has to be a name, since a sentence is something else.
fn of_value(value: &str) -> Option<String> {
    let words = format!(" {} ", fold(value));
    if has(&words, &["remote", "home working", "or"]) && !value.starts_with("Hybrid remote in ") {
        return None;
    }
    let value = value.trim_end_matches(['.', ',', ' ']);
    let value = value.strip_prefix("Hybrid remote in ").unwrap_or(value);
    let value = value.split(['(', ';']).next().unwrap_or(value).trim();
    let value = value.split(" / ").next().unwrap_or(value).trim();
    let name = NAME.find(value)?.as_str();
    if name.len() < value.len() {
        return None;
    }
    place(value)
}

/// "Wells House and Ulm Park" are two places, "Tyne and Wear" is one.
fn halves(place: String) -> Vec<String> {
    match place.split_once(" and ") {
        Some((one, other)) if one.contains(' ') && other.contains(' ') => {
            vec![one.to_owned(), other.to_owned()]
        }
        _ => vec![place],
    }
}

/// A site with the town it is in, but not the ward in it: "Ulm Hospital in Ulm" is "Ulm Hospital, Ulm".
fn sited(name: &str) -> String {
    let mut name = name;
    if let Some((site, _)) = name.split_once(" on ")
        && has(&format!(" {} ", fold(site)), SITES)
    {
        name = site;
    }
    let name = name.strip_prefix("the ").unwrap_or(name);
    match name.split_once(" in ") {
        Some((site, part)) if part.starts_with("the ") => site.trim_end_matches(',').to_owned(),
        Some((site, town)) if has(&format!(" {} ", fold(site)), SITES) => format!("{site}, {town}"),
        _ => name.to_owned(),
    }
}

/// The name before the full stop of a sentence that has no space behind it: "Ulm Hospital.We offer".
fn sentence(name: &str) -> &str {
    const LEAST_LETTERS: usize = 4;
    let ends = name.match_indices('.').map(|(at, _)| at).find(|at| {
        let word = name[..*at].rsplit(' ').next().unwrap_or_default();
        word.chars().count() >= LEAST_LETTERS && name[at + 1..].starts_with(char::is_uppercase)
    });
    ends.map_or(name, |at| &name[..at])
}

fn of_statement(statement: &Statement) -> Vec<String> {
    const HEDGES: &[&str] = &["may", "might", "could", "headquartered", "founded", "company", "if", "prefer"];
    if has(&statement.words, HEDGES) {
        return Vec::new();
    }
    let raw = statement.raw.trim_end_matches(['.', '!', ';']);
    let texts = [&*BASED, &*GERMAN_BASED, &*SPANISH_BASED, &*OUR, &*COMMUTE];
    let stated = texts.iter().filter_map(|regex| regex.captures(raw)).filter_map(|found| {
        let name =
            ["place", "office", "offices", "buero", "oficina"].iter().find_map(|name| found.name(name));
        name_at(name?.as_str())
    });
    let opening = [&*OPENING, &*OPENING_AT].into_iter().filter_map(|regex| {
        let found = regex.captures(raw)?;
        let between = format!(" {} ", fold(&found["between"]));
        let sites = alternatives(name_at(found.name("place")?.as_str())?);
        // "Barking, Havering and Redbridge University Hospitals" are one employer, not three sites.
        let are_sites = sites.iter().all(|site| has(&format!(" {} ", fold(site)), SITES));
        (are_sites && !has(&between, EMPLOYERS)).then_some(sites)
    });
    stated.flat_map(alternatives).chain(opening.flatten()).collect()
}

/// The name a text begins with, when it ends where its capitals end.
fn name_at(text: &str) -> Option<&str> {
    let name = NAME.find(text)?.as_str();
    ends_here(&text[name.len()..]).then_some(name)
}

/// Whether a name ends before this: "Pathology department" goes on after its capitals.
fn ends_here(after: &str) -> bool {
    let next = after.trim_start_matches(' ').split([' ', ',', '.']).next().unwrap_or_default();
    let is_marked = !after.starts_with(' ');
    is_marked || !next.starts_with(char::is_alphabetic) || FOLLOWERS.contains(&next)
}

/// "Skipton and Keighley" are two places; an organisation behind a comma is none.
fn alternatives(name: &str) -> Vec<String> {
    let name = sited(sentence(name));
    let parts: Vec<&str> = name.split(',').take_while(|part| !is_organisation(part)).collect();
    let mut spaced = parts.join(",");
    for or in [" AND ", " or ", " und ", " oder "] {
        spaced = spaced.replace(or, " and ");
    }
    spaced.split(" and ").filter_map(place).collect()
}

fn half(part: &str) -> &str {
    part.split(['(', ')']).next().unwrap_or(part).trim()
}

fn is_organisation(part: &str) -> bool {
    has(&format!(" {} ", fold(part)), ORGANISATIONS)
}

/// A name as a place: without the parts that name an organisation, or nothing.
fn place(name: &str) -> Option<String> {
    let parts: Vec<&str> = name
        .split(',')
        .map(str::trim)
        .take_while(|part| !is_organisation(part))
        // A bracket that the name has only one half of.
        .map(|part| if part.contains('(') == part.contains(')') { part } else { half(part) })
        .filter(|part| !part.is_empty())
        .collect();
    let first = *parts.first()?;
    let folded = fold(first);
    let is_acronym = first.chars().all(|letter| letter.is_uppercase() || !letter.is_alphabetic());
    let is_none = NO_PLACES.iter().any(|none| folded == *none || folded.starts_with(&format!("{none} ")));
    let place = parts.join(", ");
    (!is_acronym
        && !FRAGMENTS.contains(&folded.as_str())
        && !first.ends_with("’s")
        && !first.ends_with("'s")
        && !is_none
        && !terms::is_policy_only(&place)
        && folded.chars().any(char::is_alphabetic)
        && place.chars().count() <= PLACE_CHARS)
        .then_some(place)
}

#[cfg(test)]
mod tests {
    use crate::prose::facts;

    #[test]
    fn the_place_of_this_job_counts() {
        let cases: &[(&str, &[&str])] = &[
            (
                "You will be based at Regent House, Heaton Lane, Stockport.",
                &["Regent House, Heaton Lane, Stockport"],
            ),
            (
                "This post will be based at The West Cumberland Hospital, Whitehaven.",
                &["West Cumberland Hospital, Whitehaven"],
            ),
            (
                "This post will be based at Queens Hospital, University Hospitals of Ulm and Bonn NHS Foundation Trust.",
                &["Queens Hospital"],
            ),
            (
                "An opportunity to join our team at Withington Community Hospital has arisen.",
                &["Withington Community Hospital"],
            ),
            ("You join a team that is based in Newmarket Hospital.", &["Newmarket Hospital"]),
            ("The role will be based at Skipton and Keighley.", &["Skipton", "Keighley"]),
            ("Location: Norcross, GA (hybrid)", &["Norcross, GA"]),
            ("Location\nGlyn House, Blythe Bridge", &["Glyn House, Blythe Bridge"]),
            ("Work Location: Hybrid remote in Seattle, WA 98101", &["Seattle, WA 98101"]),
            ("You work in our London office.", &["London"]),
            ("**Location**\n: Rhodes Wood Hospital, Hatfield", &["Rhodes Wood Hospital, Hatfield"]),
            (
                "You will be working 37.5 hours per week at Cygnet Views, located in Matlock",
                &["Cygnet Views"],
            ),
            ("We are looking for a nurse to join our busy ward at York Hospital.", &["York Hospital"]),
            (
                "A vacancy has arisen at the Royal Cornwall Hospital in Truro.We are proud of it.",
                &["Royal Cornwall Hospital, Truro"],
            ),
            (
                "A vacancy has arisen at the Royal Cornwall Hospital on Gwithian Unit.",
                &["Royal Cornwall Hospital"],
            ),
            ("Location: South East Hants and Fareham & Gosport", &["South East Hants", "Fareham & Gosport"]),
            ("Location: Tyne and Wear", &["Tyne and Wear"]),
            ("You will be based at St James Hospital, in the Research Centre.", &["St James Hospital"]),
            ("Arbeitsort: Frankfurt am Main", &["Frankfurt am Main"]),
            ("Die Stelle ist in Leipzig.", &["Leipzig"]),
            ("Lugar de trabajo: Valencia", &["Valencia"]),
            ("Trabajarás en nuestra oficina de Madrid.", &["Madrid"]),
        ];
        for (text, places) in cases {
            assert_eq!(facts("", text).places, *places, "{text}");
        }
    }

    #[test]
    fn other_places_are_none() {
        for text in [
            "We are a fully remote company based in Miami.",
            "Join a company based in Park House, Miami.",
            "Acme, based in Ulm, is looking for a nurse.",
            "Headquartered in Dallas, we have offices in Berlin and Rome.",
            "The post holder will be based in the community.",
            "The post-holder will be based within the MDT.",
            "Work Location: One location",
            "Location: Remote",
            "You will be based in Pathology department.",
            "The role is based at Mountain Healthcare’s unit.",
            "Location: NJ - Remote",
            "An exciting opportunity to join a service provider at Queens Hospital.",
            "We are looking for a nurse to join University Hospital Southampton NHS Foundation Trust.",
            "A vacancy has arisen within Gastrointestinal Surgery.",
            "An opportunity to be appointed as Honorary Lecturer at Hull York Medical School.",
            "Location: we are near the station and have a car park",
        ] {
            assert_eq!(facts("", text).places, Vec::<String>::new(), "{text}");
        }
    }
}
