//! Where the work is done: on site, at home, or both. A place alone says nothing about it.

use domain::RemotePolicy;
use domain::text::fold;

use super::text::{Statement, Text, has};

/// Phrases that state where the work is done, folded.
const STATEMENTS: &[(RemotePolicy, &[&str])] = &[
    (
        RemotePolicy::Hybrid,
        &[
            "role is hybrid",
            "position is hybrid",
            "job is hybrid",
            "post is hybrid",
            "is a hybrid role",
            "is a hybrid position",
            "hybrid role",
            "hybrid position",
            "hybrid working model",
            "hybrid work model",
            "sie arbeiten hybrid",
            "du arbeitest hybrid",
            "arbeiten hybrid",
            "stelle ist hybrid",
            "hybrides arbeitsmodell",
            "hybriden arbeitsmodell",
            "tage in der woche an unserem standort",
            "tage pro woche im büro",
            "tage in der woche im büro",
            "modelo híbrido",
            "modalidad híbrida",
            "trabajo híbrido",
            "días a la semana en la oficina",
            "días a la semana en nuestra oficina",
            "días por semana en la oficina",
        ],
    ),
    (
        RemotePolicy::Remote,
        &[
            "fully remote",
            "100 remote",
            "completely remote",
            "entirely remote",
            "role is remote",
            "position is remote",
            "job is remote",
            "this is a remote",
            "remote role",
            "remote position",
            "remote first role",
            "telecommuter position",
            "performed remotely",
            "you will work remotely",
            "you can work remotely",
            "welcome to work remotely",
            "work from anywhere in",
            "vollständig remote",
            "komplett remote",
            "remote stelle",
            "ortsunabhängig",
            "100 remoto",
            "totalmente remoto",
            "completamente remoto",
            "puesto remoto",
            "puesto es remoto",
            "trabajo 100 remoto",
            "puedes trabajar desde cualquier lugar",
        ],
    ),
    (
        RemotePolicy::OnSite,
        &[
            "role is based on site",
            "role is on site",
            "position is on site",
            "job is on site",
            "fully on site",
            "on site only",
            "onsite only",
            "on site role",
            "on site position",
            "no telecommuting",
            "no remote work",
            "no remote working",
            "not a remote role",
            "not a remote position",
            "not recruiting remotely",
            "ability to work on site at",
            "kein homeoffice",
            "kein home office",
            "remote arbeit ist nicht möglich",
            "homeoffice ist nicht möglich",
            "stelle ist vor ort",
            "100 presencial",
            "trabajo presencial",
            "puesto presencial",
            "modalidad presencial",
        ],
    ),
];

/// Words that make a statement one of what may be, or of other jobs than this.
const HEDGES: &[&str] = &[
    "may",
    "might",
    "could",
    "possible",
    "possibly",
    "potential",
    "potentially",
    "considered",
    "unless",
    "occasionally",
    "experience",
    "previous",
    "roles that",
    "roles with",
    "some roles",
    "certain roles",
    "other roles",
    "positions that",
    "some positions",
    "wenn",
    "falls",
    "möglicherweise",
    "eventuell",
    "gegebenenfalls",
    "posibilidad",
    "podría",
];

/// What leaves "on site" not the whole of it.
const SOME_REMOTE: &[&str] =
    &["some remote", "with remote", "and remote", "occasional remote", "partly remote"];

/// Hashtags of a network that many employers end their texts with.
const TAGS: &[(&str, RemotePolicy)] = &[
    ("#li-remote", RemotePolicy::Remote),
    ("#li-hybrid", RemotePolicy::Hybrid),
    ("#li-onsite", RemotePolicy::OnSite),
    ("#li-on-site", RemotePolicy::OnSite),
];

/// Labels of a place of work; some employers write the policy there.
const LABELS: &[&str] = &[
    "location",
    "locations",
    "location s",
    "work location",
    "job location",
    "position location",
    "workplace",
    "workplace type",
    "location type",
    "work model",
    "work arrangement",
    "place of work",
    "remote",
    "remote work",
    "position",
    "arbeitsort",
    "arbeitsmodell",
    "standort",
    "einsatzort",
    "ort",
    "ubicación",
    "lugar de trabajo",
    "modalidad",
    "modalidad de trabajo",
];
/// A longer value of a label is a sentence.
const VALUE_WORDS: usize = 16;
/// How many days a week in the office still leave some at home.
const OFFICE_DAYS: &[&str] =
    &["1", "2", "3", "4", "one", "two", "three", "four", "once", "twice", "couple of", "half"];
const A_WEEK: &[&str] = &[
    "day a week",
    "days a week",
    "day per week",
    "days per week",
    "days each week",
    "days every week",
    "day week",
    "days week",
];
const OFFICE: &[&str] = &[
    "in the office",
    "in office",
    "in our",
    "from the office",
    "from our",
    "at our",
    "in the hq",
    "on site",
    "onsite",
    "at the office",
];

/// Where the work is done, when the text states it plainly and only one way.
pub(super) fn remote(text: &Text) -> RemotePolicy {
    let lower = text.whole.to_lowercase();
    let tags = TAGS.iter().filter(|(tag, _)| lower.contains(tag)).map(|(_, policy)| *policy);
    let labels = text.labelled(LABELS).filter_map(of_value);
    let stated = text.statements.iter().filter_map(of_statement);
    let mut all = tags.chain(labels).chain(stated);
    let Some(first) = all.next() else {
        return RemotePolicy::Unknown;
    };
    if all.all(|other| other == first) { first } else { RemotePolicy::Unknown }
}

fn of_statement(statement: &Statement) -> Option<RemotePolicy> {
    let words = &statement.words;
    if has(words, HEDGES) {
        return None;
    }
    if is_some_days_in_the_office(words) {
        return Some(RemotePolicy::Hybrid);
    }
    let mut stated = STATEMENTS.iter().filter(|(_, phrases)| has(words, phrases)).map(|(policy, _)| *policy);
    // "This is not a remote position" states both by its words; what it denies is the later one.
    let last = stated.next_back()?;
    if last == RemotePolicy::OnSite && has(words, SOME_REMOTE) {
        return None;
    }
    (stated.next().is_none() || last == RemotePolicy::OnSite).then_some(last)
}

/// "Three days a week in our office". A part-time job is in the office on all of its few days.
fn is_some_days_in_the_office(words: &str) -> bool {
    let is_part_time = has(words, &["part time", "teilzeit", "hours"]);
    // Days of teaching or of a service elsewhere.
    let is_elsewhere = has(words, &["university", "support", "supporting", "clinic", "clinics"]);
    !is_part_time
        && !is_elsewhere
        && has(words, A_WEEK)
        && has(words, OFFICE)
        && A_WEEK.iter().any(|week| {
            let number = week.split(' ').next().unwrap_or_default();
            OFFICE_DAYS.iter().any(|days| words.contains(&format!(" {days} {number} ")))
        })
}

/// The policy in what a label names: "Hybrid", "Remote, USA", "Ulm (hybrid)".
fn of_value(value: &str) -> Option<RemotePolicy> {
    let words = format!(" {} ", fold(value));
    if value.split_whitespace().count() > VALUE_WORDS {
        return None;
    }
    if has(&words, &["hybrid", "hybrides", "híbrido", "híbrida"]) {
        let is_open = has(&words, &["or", "oder", "o"]);
        return (!is_open).then_some(RemotePolicy::Hybrid);
    }
    let begins =
        |phrases: &[&str]| phrases.iter().any(|phrase| words[1..].starts_with(&format!("{phrase} ")));
    let is_remote = begins(&[
        "remote",
        "100 remote",
        "fully remote",
        "position is remote",
        "work from home",
        "home based",
        "homeoffice",
        "home office",
        "remoto",
        "100 remoto",
        "teletrabajo",
    ]) || value.to_lowercase().contains("(remote)")
        || value.to_lowercase().contains("(100% remote)");
    if is_remote {
        let is_open = has(
            &words,
            &["or", "oder", "o", "office", "oficina", "büro", "on site", "onsite", "partly", "teilweise"],
        );
        return (!is_open).then_some(RemotePolicy::Remote);
    }
    let is_on_site = begins(&["on site", "onsite", "in office", "in person", "vor ort", "presencial"]);
    (is_on_site && !has(&words, &["or", "oder", "o", "remote", "remoto"])).then_some(RemotePolicy::OnSite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::facts;

    #[test]
    fn plain_statements_of_the_place_of_work_count() {
        let cases = [
            ("The role is hybrid: three days a week in our Edinburgh office.", RemotePolicy::Hybrid),
            ("You work from our HQ a minimum of 3 days per week.", RemotePolicy::Hybrid),
            ("Sie arbeiten hybrid: drei Tage in der Woche an unserem Standort Ulm.", RemotePolicy::Hybrid),
            ("Modelo híbrido: tres días a la semana en nuestra oficina de Madrid.", RemotePolicy::Hybrid),
            ("Location: Ulm (hybrid)", RemotePolicy::Hybrid),
            ("This is a fully remote role open to candidates across the country.", RemotePolicy::Remote),
            ("Work Location: Remote", RemotePolicy::Remote),
            ("Location:\nRemote, with some travel", RemotePolicy::Remote),
            ("Good pay. #LI-Remote", RemotePolicy::Remote),
            ("Du arbeitest vollständig remote.", RemotePolicy::Remote),
            ("Es un puesto remoto.", RemotePolicy::Remote),
            ("The role is based on site in Lisbon. Later it may become a hybrid role.", RemotePolicy::OnSite),
            ("This is not a remote position.", RemotePolicy::OnSite),
            ("Die Stelle ist vor Ort, kein Homeoffice.", RemotePolicy::OnSite),
            ("Modalidad: presencial", RemotePolicy::OnSite),
        ];
        for (text, policy) in cases {
            assert_eq!(facts("", text).remote, policy, "{text}");
        }
    }

    #[test]
    fn what_may_be_what_others_do_and_what_contradicts_itself_is_unknown() {
        for text in [
            "You manage remote teams and hybrid clouds.",
            "The role could be fully remote.",
            "Roles that list only a country are fully remote.",
            "Experience in a remote role is welcome.",
            "This is a fully remote role. It is a hybrid position.",
            "Location: Remote or Berlin",
            "Location: On site or remote",
            "A part time role, two days a week in our office.",
            "You will work two days a week at the University, in our department.",
            "Two days per week you provide onsite support.",
            "This role is based on site with some remote working.",
            "We are open five days a week in our office.",
        ] {
            assert_eq!(facts("", text).remote, RemotePolicy::Unknown, "{text}");
        }
    }
}
