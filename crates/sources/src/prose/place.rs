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
        r"(?:(?i:post[- ]?holders?|role|post|posts|position|job|vacancy|vacancies|you|candidate|applicant|developer|engineer|nurse|our team|the team|this team|team that|team which|service team))",
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
    "departments",
    "pathway",
    "pathways",
    "camhs",
    "healthcare",
    "practices",
    "assessment",
    "pathology",
    "therapy",
    "therapies",
    "development",
    "family",
    "neighbourhoods",
    "mdt",
    "programme",
    "programmes",
];
/// Words that may follow a name without being part of it.
const FOLLOWERS: &[&str] = &[
    "and",
    "but",
    "with",
    "where",
    "which",
    "who",
    "that",
    "to",
    "on",
    "as",
    "for",
    "covering",
    "working",
    "from",
    "near",
    "or",
    "is",
    "are",
    "will",
    "you",
    "we",
    "while",
    "although",
    "however",
    "alongside",
    "serving",
    "supporting",
    "providing",
    "within",
    "until",
    "when",
    "once",
    "this",
    "there",
    "if",
    "due",
    "so",
    "under",
    "reporting",
    "mit",
    "und",
    "für",
    "con",
    "y",
    "para",
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
/// Single words that begin a name and are none alone.
const FRAGMENTS: &[&str] = &[
    "centre",
    "center",
    "head",
    "central",
    "north",
    "south",
    "east",
    "west",
    "hospital",
    "clinic",
    "community",
    "district",
    "macmillan",
    "specialist",
    "acute",
    "care",
    "mental",
    "health",
    "office",
    "hq",
    "st",
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
        .filter_map(|found| {
            let name = NAME.find(found.as_str())?.as_str();
            ends_here(&found.as_str()[name.len()..]).then_some(name)
        })
        .flat_map(alternatives)
        .collect()
}

/// Whether a name ends before this: "Pathology department" goes on after its capitals.
fn ends_here(after: &str) -> bool {
    let next = after.trim_start_matches(' ').split([' ', ',', '.']).next().unwrap_or_default();
    let is_marked = !after.starts_with(' ');
    is_marked || !next.starts_with(char::is_alphabetic) || FOLLOWERS.contains(&next)
}

/// "Skipton and Keighley" are two places; an organisation behind a comma is none.
fn alternatives(name: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split(',').take_while(|part| !is_organisation(part)).collect();
    let mut spaced = parts.join(",");
    for or in [" AND ", " or ", " und ", " oder "] {
        spaced = spaced.replace(or, " and ");
    }
    spaced.split(" and ").filter_map(place).collect()
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
            ("You join a team that is based in Newmarket Hospital.", &["Newmarket Hospital"]),
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
            "You will be based in Pathology department.",
            "The role is based at Mountain Healthcare’s unit.",
            "Location: NJ - Remote",
            "Location: we are near the station and have a car park",
        ] {
            assert_eq!(facts("", text).places, Vec::<String>::new(), "{text}");
        }
    }
}
