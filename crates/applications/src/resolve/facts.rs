//! Answers that stand in the profile, word for word.

use domain::profile::{Basics, Location, Work};
use domain::{AnswerOrigin, Profile, Resume};

use super::choice::CHOICE_SEPARATOR;
use super::{Found, Question, whose};
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
        Meaning::Github => network(basics, git_host(&question.label)),
        Meaning::Website | Meaning::Portfolio => found("basics.url", &basics.url),
        Meaning::Location => location(&basics.location),
        Meaning::City => town(question, &basics.location),
        Meaning::Region => found("basics.location.region", &basics.location.region),
        Meaning::Country => country_of(question, &basics.location),
        Meaning::Address | Meaning::AddressLine1 => address(question, &basics.location),
        Meaning::PostalCode => found("basics.location.postalCode", &basics.location.postal_code),
        Meaning::CurrentCompany => {
            worked(question, resume).and_then(|(at, work)| found(&format!("work[{at}].name"), &work.name))
        }
        Meaning::CurrentTitle => {
            let work = worked(question, resume);
            work.and_then(|(at, work)| found(&format!("work[{at}].position"), &work.position))
        }
        Meaning::Grade | Meaning::Degree | Meaning::FieldOfStudy | Meaning::School => {
            education(meaning, question, resume)
        }
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

/// The newest position; the newest that has ended where the one before the present one is asked.
fn worked<'a>(question: &Question, resume: &'a Resume) -> Option<(usize, &'a Work)> {
    let before = whose::asks_the_one_before(&question.label);
    resume.work.iter().enumerate().find(|(_, work)| !before || !work.end_date.trim().is_empty())
}

/// The two places for code are asked for in the same words.
fn git_host(label: &str) -> &'static str {
    let label = plain(label).replace(' ', "");
    if label.contains("gitlab") && !label.contains("github") { "gitlab" } else { "github" }
}

fn network(basics: &Basics, name: &str) -> Option<Found> {
    let known = basics.profiles.iter().enumerate().find(|(_, profile)| {
        plain(&profile.network).replace(' ', "") == name
            || profile.url.to_lowercase().contains(&format!("{name}.com/"))
    });
    let (index, profile) = known?;
    found(&format!("basics.profiles[{index}].url"), &profile.url)
}

/// The town. A field that suggests while one types finds it more surely with its country.
fn town(question: &Question, place: &Location) -> Option<Found> {
    match question.kind {
        browser::FieldKind::Typeahead | browser::FieldKind::Combobox if question.options.is_empty() => {
            location(place)
        }
        _ => found("basics.location.city", &place.city),
    }
}

/// Town and country.
fn location(place: &Location) -> Option<Found> {
    if place.city.trim().is_empty() {
        return None;
    }
    let country = country::name_of(&place.country_code).unwrap_or_default();
    let full: Vec<&str> = [place.city.trim(), country].into_iter().filter(|part| !part.is_empty()).collect();
    found("basics.location", &full.join(", "))
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

/// The street, or the whole address where the label asks for all of it.
fn address(question: &Question, place: &Location) -> Option<Found> {
    let label = plain(&question.label);
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

/// Part by part from the newest school; a question about education as a whole is left to the person.
fn education(meaning: Meaning, question: &Question, resume: &Resume) -> Option<Found> {
    const YES_OR_NO: [&str; 9] = [
        "do you ",
        "have you ",
        "did you ",
        "are you ",
        "haben sie ",
        "besitzen sie ",
        "tiene",
        "avez vous",
        "has ",
    ];
    let label = plain(&question.label);
    if YES_OR_NO.iter().any(|opening| label.starts_with(opening)) {
        return None;
    }
    let newest = resume.education.first()?;
    match meaning {
        Meaning::Grade => found("education[0].score", &newest.score),
        Meaning::Degree => found("education[0].studyType", &newest.study_type),
        Meaning::FieldOfStudy => found("education[0].area", &newest.area),
        Meaning::School => found("education[0].institution", &newest.institution),
        _ => None,
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
