//! The places of work a text names: behind a label, or where it says that this job is based there.
//! The seat of the company, its other offices and the towns nearby are none.

use std::sync::LazyLock;

use domain::text::fold;
use regex::Regex;

use super::text::{Statement, Text, has};
use crate::terms;

/// Labels of a place of work.
const LABELS: &[&str] = &[
    "location",
    "locations",
    "location s",
    "work location",
    "job location",
    "position location",
    "office location",
    "place of work",
    "base",
    "based at",
    "based in",
    "workplace",
    "arbeitsort",
    "arbeitsplatz",
    "standort",
    "einsatzort",
    "dienstort",
    "ubicación",
    "lugar de trabajo",
    "lugar",
    "localidad",
    "centro de trabajo",
];

/// This job, or whoever gets it, is somewhere.
static BASED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?i:post[- ]?holders?|role|post|posts|position|job|vacancy|vacancies|you|candidate|applicant|developer|engineer|nurse))",
        r"(?: (?:\w+[ -]){0,3}?)?(?i:(?:is|are|will be|be|is currently|are currently|will initially be|will be initially|will primarily be|is in|is to work)",
        r"(?: currently| initially| primarily| mainly| predominantly)? (?:based|located|working)",
        r"(?: on site)? (?:in|at|from|out of))(?i: the| our)? (?P<place>\p{Lu}.*)",
    ))
    .expect("the regex is a literal")
});
static GERMAN_BASED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:(?i:die stelle|der arbeitsort|dein arbeitsplatz|ihr arbeitsplatz|dein arbeitsort)) ist (?:in|am Standort) (?P<place>\p{Lu}.*)")
        .expect("the regex is a literal")
});
static SPANISH_BASED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:(?i:el puesto|la posición|trabajarás|la vacante))(?: \w+){0,2}? en (?:nuestra oficina de |nuestras oficinas de )?(?P<place>\p{Lu}.*)")
        .expect("the regex is a literal")
});
/// "Join our team in …", "in our … office".
static OUR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?i:join|joining|support|strengthen) (?i:our|the|their)(?: [\w&,'-]+){0,6}? (?i:team|division|department|office|practice) (?:in|based in|based at) (?:the |our )?(?P<place>\p{Lu}.*)",
        r"|(?i:in|from|at) our (?P<office>\p{Lu}[\w'-]+(?: \p{Lu}[\w'-]+){0,2}(?:, [A-Z]{2})?) (?i:office|headquarters|hq)\b",
        r"|(?i:in|at) our offices? in (?:downtown |central )?(?P<offices>\p{Lu}.*)",
        r"|in unserem Büro in (?P<buero>\p{Lu}.*)|en nuestra oficina de (?P<oficina>\p{Lu}.*))",
    ))
    .expect("the regex is a literal")
});
/// A form's line: where a candidate has to be able to come to.
static COMMUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<place>\p{Lu}[^:]{2,60}): Reliably commute").expect("the regex is a literal")
});

/// A run of words that name something: capitals and numbers, and the small words between them.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:[\p{Lu}\d][\w'’.-]*\w|\p{Lu}|\d+)",
        r"(?:(?:,? | ?- ?|, ?| ?/ ?| & | \()(?:(?:of|the|and|AND|on|upon|in|or|de|del|la|am|an der|bei|und|oder|y|under|le) (?:the )?)?(?:[\p{Lu}\d][\w'’.-]*\w|\p{Lu}|\d+)\)?)*",
    ))
    .expect("the regex is a literal")
});

/// Words of an organisation; its name is no place.
const ORGANISATIONS: &[&str] = &[
    "trust",
    "nhs",
    "ltd",
    "limited",
    "inc",
    "llc",
    "gmbh",
    "ag",
    "group",
    "company",
    "team",
    "teams",
    "department",
    "directorate",
    "division",
    "service",
    "services",
    "network",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
];
/// A part of a name that is no place at all.
const NO_PLACES: &[&str] = &[
    "one location",
    "multiple",
    "multiple locations",
    "various",
    "varies",
    "flexible",
    "tbc",
    "tbd",
    "anywhere",
    "worldwide",
    "remote",
    "home",
    "home working",
    "hybrid",
    "your",
    "our",
    "this",
    "you",
    "we",
];
/// The most characters of one place.
const PLACE_CHARS: usize = 80;
/// The most places of one text; more are a list of something else.
const MOST_PLACES: usize = 6;

/// The places of work the text names, as written, each once.
pub(super) fn places(text: &Text) -> Vec<String> {
    let labelled = text.labelled(LABELS).filter_map(of_value);
    let stated = text.statements.iter().flat_map(of_statement);
    let mut places: Vec<String> = Vec::new();
    for place in labelled.chain(stated) {
        let folded = fold(&place);
        let is_known = places.iter().any(|known| {
            let known = format!(" {} ", fold(known));
            known.contains(&format!(" {folded} "))
        });
        if !is_known {
            places.push(place);
        }
    }
    if places.len() > MOST_PLACES { Vec::new() } else { places }
}

/// The place behind a label: all of it has to be a name, since a sentence is something else.
fn of_value(value: &str) -> Option<String> {
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

fn of_statement(statement: &Statement) -> Vec<String> {
    const HEDGES: &[&str] = &["may", "might", "could", "headquartered", "founded", "company", "if", "prefer"];
    if has(&statement.words, HEDGES) {
        return Vec::new();
    }
    let raw = statement.raw.trim_end_matches(['.', '!', ';']);
    let texts = [&*BASED, &*GERMAN_BASED, &*SPANISH_BASED, &*OUR, &*COMMUTE];
    texts
        .iter()
        .filter_map(|regex| regex.captures(raw))
        .filter_map(|found| {
            ["place", "office", "offices", "buero", "oficina"].iter().find_map(|name| found.name(name))
        })
        .filter_map(|found| NAME.find(found.as_str()))
        .flat_map(|name| alternatives(name.as_str()))
        .collect()
}

/// "Skipton and Keighley" are two places.
fn alternatives(name: &str) -> Vec<String> {
    let spaced = name
        .replace(" AND ", " and ")
        .replace(" or ", " and ")
        .replace(" und ", " and ")
        .replace(" oder ", " and ");
    spaced.split(" and ").filter_map(place).collect()
}

/// A name as a place: without the parts that name an organisation, or nothing.
fn place(name: &str) -> Option<String> {
    let parts: Vec<&str> = name
        .split(',')
        .map(str::trim)
        .take_while(|part| {
            let words = format!(" {} ", fold(part));
            !has(&words, ORGANISATIONS)
        })
        .filter(|part| !part.is_empty())
        .collect();
    let first = *parts.first()?;
    let folded = fold(first);
    let is_acronym = first.chars().all(|letter| letter.is_uppercase() || !letter.is_alphabetic());
    let is_none = NO_PLACES.iter().any(|none| folded == *none || folded.starts_with(&format!("{none} ")));
    let place = parts.join(", ");
    (!is_acronym
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
            ("The role will be based at Skipton and Keighley.", &["Skipton", "Keighley"]),
            ("Location: Norcross, GA (hybrid)", &["Norcross, GA"]),
            ("Location\nGlyn House, Blythe Bridge", &["Glyn House, Blythe Bridge"]),
            ("Work Location: Hybrid remote in Seattle, WA 98101", &["Seattle, WA 98101"]),
            ("You work in our London office.", &["London"]),
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
            "Headquartered in Dallas, we have offices in Berlin and Rome.",
            "The post holder will be based in the community.",
            "The post-holder will be based within the MDT.",
            "Work Location: One location",
            "Location: Remote",
            "Location: we are near the station and have a car park",
        ] {
            assert_eq!(facts("", text).places, Vec::<String>::new(), "{text}");
        }
    }
}
