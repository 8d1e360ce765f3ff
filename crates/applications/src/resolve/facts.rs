//! Answers that stand in the profile, word for word.

use domain::profile::{Basics, Location, Work};
use domain::{AnswerOrigin, Profile, Resume};

use super::choice::CHOICE_SEPARATOR;
use super::{Found, Question};
use crate::country;
use crate::meaning::{Meaning, plain};

/// What the profile states about `meaning`, in the shape the question wants.
pub(super) fn of(meaning: Meaning, question: &Question, profile: &Profile) -> Option<Found> {
    let resume = &profile.resume;
    let basics = &resume.basics;
    let (given, family) = resume.name_parts();
    match meaning {
        Meaning::FullName => found("basics.name", &basics.name),
        // A name of one word cannot be told apart; the person says which it is.
        Meaning::FirstName if !family.is_empty() => found("basics.name", given),
        Meaning::LastName => found("basics.name", family),
        Meaning::Email => found("basics.email", &basics.email),
        Meaning::Phone => found("basics.phone", &basics.phone),
        Meaning::Linkedin => network(basics, "linkedin"),
        Meaning::Github => network(basics, "github"),
        Meaning::Website => found("basics.url", &basics.url),
        Meaning::Location => location(question, &basics.location),
        Meaning::Address => address(question, &basics.location),
        Meaning::CurrentCompany => newest(resume).and_then(|work| found("work[0].name", &work.name)),
        Meaning::CurrentTitle => newest(resume).and_then(|work| found("work[0].position", &work.position)),
        Meaning::Education => education(question, resume),
        _ => None,
    }
}

fn found(path: &str, value: &str) -> Option<Found> {
    let value = value.trim();
    (!value.is_empty()).then(|| Found {
        value: value.to_owned(),
        origin: AnswerOrigin::Profile { path: path.to_owned() },
        document_id: None,
    })
}

/// The present position; a past one is "most recent" only when the question says so, which the label rules accept.
fn newest(resume: &Resume) -> Option<&Work> {
    resume.work.first()
}

fn network(basics: &Basics, name: &str) -> Option<Found> {
    let known = basics.profiles.iter().enumerate().find(|(_, profile)| {
        plain(&profile.network).replace(' ', "") == name
            || profile.url.to_lowercase().contains(&format!("{name}.com/"))
    });
    let (index, profile) = known?;
    found(&format!("basics.profiles[{index}].url"), &profile.url)
}

/// Town, region and country as the label asks for them.
fn location(question: &Question, place: &Location) -> Option<Found> {
    let label = plain(&question.label);
    let asks = |words: &[&str]| words.iter().any(|word| format!(" {label} ").contains(&format!(" {word} ")));
    let asks_town = asks(&[
        "city",
        "town",
        "location",
        "stadt",
        "ort",
        "wohnort",
        "ciudad",
        "ubicacion",
        "ville",
        "live",
        "based",
        "located",
        "reside",
    ]);
    if asks(&["country", "land", "pais", "pays"]) && !asks_town {
        return country_of(question, place);
    }
    if asks(&["state", "province", "region", "provincia", "bundesland"]) && !asks_town {
        return found("basics.location.region", &place.region);
    }
    if place.city.trim().is_empty() {
        return None;
    }
    let country = country::name_of(&place.country_code).unwrap_or_default();
    let full: Vec<&str> = [place.city.trim(), country].into_iter().filter(|part| !part.is_empty()).collect();
    let value = match asks(&["wohnort", "stadt", "ort", "town", "ciudad", "ville"])
        && question.kind != browser::FieldKind::Typeahead
    {
        true => place.city.trim().to_owned(),
        false => full.join(", "),
    };
    found("basics.location", &value)
}

fn country_of(question: &Question, place: &Location) -> Option<Found> {
    let names = country::names_of(&place.country_code);
    if question.options.is_empty() {
        return found("basics.location.countryCode", names.first()?);
    }
    let offered = question.options.iter().find(|option| {
        let option = plain(option);
        option == plain(&place.country_code) || names.iter().any(|name| plain(name) == option)
    });
    found("basics.location.countryCode", offered?)
}

fn address(question: &Question, place: &Location) -> Option<Found> {
    let label = plain(&question.label);
    let is_code = ["zip", "postal", "postcode", "post code", "plz", "postleitzahl", "codigo postal"]
        .iter()
        .any(|word| label.contains(word));
    if is_code {
        return found("basics.location.postalCode", &place.postal_code);
    }
    let town = format!("{} {}", place.postal_code.trim(), place.city.trim());
    let whole: Vec<&str> =
        [place.address.trim(), town.trim()].into_iter().filter(|part| !part.is_empty()).collect();
    let wants_whole =
        ["full", "complete", "current address", "home address"].iter().any(|word| label.contains(word));
    match (place.address.trim().is_empty(), wants_whole) {
        (true, _) => None,
        (false, true) => found("basics.location", &whole.join(", ")),
        (false, false) => found("basics.location.address", &place.address),
    }
}

fn education(question: &Question, resume: &Resume) -> Option<Found> {
    let newest = resume.education.first()?;
    let label = plain(&question.label);
    let asks = |words: &[&str]| words.iter().any(|word| label.contains(word));
    if asks(&["gpa", "grade", "note"]) {
        return found("education[0].score", &newest.score);
    }
    if asks(&["degree", "abschluss", "titulacion", "diplom", "level"]) {
        return found("education[0].studyType", &newest.study_type);
    }
    if asks(&["field of study", "major", "discipline", "studienfach", "area"]) {
        return found("education[0].area", &newest.area);
    }
    match asks(&["school", "universit", "college", "institution", "hochschule", "universidad", "ecole"]) {
        true => found("education[0].institution", &newest.institution),
        false => None,
    }
}

/// Every offered language that the person states to speak well.
pub(super) fn languages(profile: &Profile, options: &[String]) -> Option<Found> {
    let fluent: Vec<&str> = profile
        .resume
        .languages
        .iter()
        .filter(|language| is_fluent(&language.fluency))
        .map(|language| language.language.as_str())
        .collect();
    let spoken: Vec<&str> = options
        .iter()
        .filter(|option| fluent.iter().any(|language| same_language(option, language)))
        .map(String::as_str)
        .collect();
    found("languages", &spoken.join(&CHOICE_SEPARATOR.to_string()))
}

fn is_fluent(fluency: &str) -> bool {
    const WORDS: [&str; 14] = [
        "native",
        "fluent",
        "bilingual",
        "proficient",
        "full professional",
        "muttersprach",
        "fliessend",
        "verhandlungssicher",
        "nativo",
        "fluido",
        "materna",
        "c1",
        "c2",
        "courant",
    ];
    let fluency = plain(fluency);
    WORDS.iter().any(|word| fluency.contains(word))
}

/// Languages as they are named in each other.
const LANGUAGES: [&[&str]; 8] = [
    &["english", "englisch", "ingles", "anglais"],
    &["german", "deutsch", "aleman", "allemand"],
    &["spanish", "spanisch", "espanol", "espagnol"],
    &["french", "franzosisch", "frances", "francais"],
    &["italian", "italienisch", "italiano", "italien"],
    &["portuguese", "portugiesisch", "portugues", "portugais"],
    &["dutch", "niederlandisch", "neerlandes", "neerlandais"],
    &["polish", "polnisch", "polaco", "polonais"],
];

fn same_language(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    one == other
        || LANGUAGES.iter().any(|names| names.contains(&one.as_str()) && names.contains(&other.as_str()))
}
