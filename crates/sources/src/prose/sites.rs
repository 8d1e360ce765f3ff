//! The words by which a text says where a job is: labels, sentences, what a name is made of, and the names
//! that are no place.

use std::sync::LazyLock;

use regex::Regex;

/// Labels of a place of work.
pub(super) const LABELS: &[&str] = &[
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
pub(super) static BASED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?i:post[- ]?holders?|role|post|posts|position|job|vacancy|vacancies|you|candidate|applicant|developer|engineer|nurse|our team|the team|this team|team that|team which|service team))",
        r"(?: (?:\w+[ -]){0,3}?)?(?i:(?:is|are|will be|be|is currently|are currently|will initially be|will be initially|will primarily be|is in|is to work)",
        r"(?: currently| initially| primarily| mainly| predominantly)? (?:based|located|working(?: [\d.]{1,4} hours (?:per|a) week)?)",
        r"(?: on site)? (?:in|at|from|out of))(?i: the| our)? (?P<place>\p{Lu}.*)",
    ))
    .expect("the regex is a literal")
});
pub(super) static GERMAN_BASED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:(?i:die stelle|der arbeitsort|dein arbeitsplatz|ihr arbeitsplatz|dein arbeitsort)) ist (?:in|am Standort) (?P<place>\p{Lu}.*)")
        .expect("the regex is a literal")
});
pub(super) static SPANISH_BASED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:(?i:el puesto|la posición|trabajarás|la vacante))(?: \w+){0,2}? en (?:nuestra oficina de |nuestras oficinas de )?(?P<place>\p{Lu}.*)")
        .expect("the regex is a literal")
});
/// "Join our team in …", "in our … office".
pub(super) static OUR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?i:join|joining|support|strengthen) (?i:our|the|their)(?: [\w&,'-]+){0,6}? (?i:team|division|department|office|practice) (?:in|based in|based at) (?:the |our )?(?P<place>\p{Lu}.*)",
        r"|(?i:in|from|at) our (?P<office>\p{Lu}[\w'-]+(?: \p{Lu}[\w'-]+){0,2}(?:, [A-Z]{2})?) (?i:office|headquarters|hq)\b",
        r"|(?i:in|at) our offices? in (?:downtown |central )?(?P<offices>\p{Lu}.*)",
        r"|in unserem Büro in (?P<buero>\p{Lu}.*)|en nuestra oficina de (?P<oficina>\p{Lu}.*))",
    ))
    .expect("the regex is a literal")
});
/// An opening somewhere: "an opportunity to join the team, currently based at …". The seat of a company that
/// looks for somebody stands before the words for the opening.
pub(super) static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?i:join|looking|recruit|recruiting|opportunity|vacancy|seeking|appoint)\b(?P<between>.*?)",
        r"(?:\bbased (?:at|in)|\b(?i:team|ward|unit|department) at|\bto work at) (?:the |our )?(?P<place>\p{Lu}.*)",
    ))
    .expect("the regex is a literal")
});
/// An opening at a site: only a name with the word of a building may follow.
pub(super) static OPENING_AT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?i:join|looking|recruit|recruiting|opportunity|vacancy|seeking|appoint|arisen)\b(?P<between>.*?)",
        r"\b(?:at|within) (?:the |The |our )?(?P<place>\p{Lu}.*)",
    ))
    .expect("the regex is a literal")
});
/// Between the opening and the place: it is where the employer sits.
pub(super) const EMPLOYERS: &[&str] = &[
    "company",
    "charity",
    "startup",
    "start up",
    "firm",
    "agency",
    "organisation",
    "organization",
    "trust",
    "provider",
    "business",
    "project",
    "skills",
    "experience",
    "clients",
    "customers",
    "patients",
    "services",
    "offices",
    "honorary",
];
/// Words of a site: what has one of them is a building or its grounds.
pub(super) const SITES: &[&str] = &[
    "hospital",
    "centre",
    "center",
    "clinic",
    "house",
    "hmp",
    "school",
    "campus",
    "infirmary",
    "park",
    "court",
    "lodge",
    "prison",
    "airport",
    "laboratory",
    "laboratories",
    "hospice",
];

/// A form's line: where a candidate has to be able to come to.
pub(super) static COMMUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<place>\p{Lu}[^:]{2,60}): Reliably commute").expect("the regex is a literal")
});

/// A run of words that name something: capitals and numbers, and the small words between them.
pub(super) static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:[\p{Lu}\d][\w'’.-]*\w|\p{Lu}|\d+)",
        r"(?:(?:,? | ?- ?|, ?| ?/ ?| & | \()(?:(?:of|the|and|AND|on|upon|in|or|de|del|la|am|an der|bei|und|oder|y|under|le) (?:the )?)?(?:[\p{Lu}\d][\w'’.-]*\w|\p{Lu}|\d+)\)?)*",
    ))
    .expect("the regex is a literal")
});

/// Words of an organisation; its name is no place.
pub(super) const ORGANISATIONS: &[&str] = &[
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
pub(super) const FOLLOWERS: &[&str] = &[
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
    "has",
    "have",
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
pub(super) const NO_PLACES: &[&str] = &[
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
pub(super) const FRAGMENTS: &[&str] = &[
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
pub(super) const PLACE_CHARS: usize = 80;
/// The most places of one text; more are a list of something else.
pub(super) const MOST_PLACES: usize = 6;
