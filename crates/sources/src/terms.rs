//! What the words of a posting mean: where the work is done, the form of employment, the language. English, German and Spanish words; anything else is left unknown rather than guessed.

use domain::text::fold;
use domain::{EmploymentType, RemotePolicy};
use whatlang::Lang;

/// How much of a text is looked at to tell its language; more does not make it surer.
const LANGUAGE_SAMPLE_CHARS: usize = 400;
/// Texts shorter than this are not judged: a title alone is often English in a German posting.
const LANGUAGE_LEAST_CHARS: usize = 40;

const HYBRID: &[&str] = &[
    "hybrid",
    "hybrides",
    "hibrido",
    "híbrido",
    "híbrida",
    "teilweise remote",
    "partly remote",
    "partially remote",
];
const REMOTE: &[&str] = &[
    "remote",
    "remoto",
    "remota",
    "home office",
    "homeoffice",
    "teletrabajo",
    "work from home",
    "telecommute",
    "work from anywhere",
    "distributed",
    "fully remote",
    "wfh",
    "ortsunabhängig",
    "anywhere",
];
const ON_SITE: &[&str] = &["on site", "onsite", "in office", "vor ort", "presencial", "in person"];

/// Where the work is done, from a place or a field that names the policy. "Hybrid" beats "remote",
/// since "hybrid remote" means some days in the office.
pub fn remote(text: &str) -> RemotePolicy {
    let words = padded(text);
    if has(&words, HYBRID) {
        RemotePolicy::Hybrid
    } else if has(&words, ON_SITE) {
        RemotePolicy::OnSite
    } else if has(&words, REMOTE) {
        RemotePolicy::Remote
    } else {
        RemotePolicy::Unknown
    }
}

/// Whether a place is nothing but a policy ("Hybrid", "Remote") and names no place at all.
pub fn is_policy_only(place: &str) -> bool {
    let folded = fold(place);
    [HYBRID, REMOTE, ON_SITE].iter().any(|words| words.contains(&folded.as_str()))
}

const EMPLOYMENT: &[(EmploymentType, &[&str])] = &[
    (
        EmploymentType::Internship,
        &[
            "intern",
            "internship",
            "praktikum",
            "praktikant",
            "prácticas",
            "practicas",
            "becario",
            "beca",
            "trainee",
            "apprenticeship",
            "apprentice",
            "ausbildung",
            "werkstudent",
            "working student",
            "pasantía",
        ],
    ),
    (EmploymentType::FullTime, &["full time", "fulltime", "vollzeit", "jornada completa", "tiempo completo"]),
    (
        EmploymentType::PartTime,
        &[
            "part time",
            "parttime",
            "teilzeit",
            "media jornada",
            "tiempo parcial",
            "jornada parcial",
            "minijob",
        ],
    ),
    (
        EmploymentType::FullTime,
        &["permanent", "perm", "festanstellung", "unbefristet", "unbefristete", "indefinido", "regular"],
    ),
    (
        EmploymentType::Contract,
        &[
            "contract",
            "contractor",
            "freelance",
            "freelancer",
            "befristet",
            "befristete",
            "fixed term",
            "freiberuflich",
            "autónomo",
            "b2b",
            "1099",
            "obra y servicio",
        ],
    ),
    (
        EmploymentType::Temporary,
        &[
            "temporary",
            "temp",
            "seasonal",
            "aushilfe",
            "zeitarbeit",
            "temporal",
            "per diem",
            "locum",
            "casual",
        ],
    ),
];

/// The form of employment a board's field names.
pub fn employment(text: &str) -> Option<EmploymentType> {
    let words = padded(text);
    EMPLOYMENT.iter().find(|(_, names)| has(&words, names)).map(|(kind, _)| *kind)
}

/// The language of a description as ISO 639-1, when it can be told.
pub fn language(text: &str) -> Option<String> {
    let sample: String = text.chars().take(LANGUAGE_SAMPLE_CHARS).collect();
    if sample.chars().count() < LANGUAGE_LEAST_CHARS {
        return None;
    }
    let info = whatlang::detect(&sample)?;
    // English, German and Spanish share words with their neighbours, so a weak guess at a rare language is worse
    // than none.
    (info.is_reliable() || info.confidence() > 0.5).then(|| two_letters(info.lang()))?.map(str::to_owned)
}

/// A language tag of a board (`en`, `en-GB`, `de_DE`) as its two letters.
pub fn language_tag(tag: &str) -> Option<String> {
    let letters: String = tag.trim().chars().take_while(char::is_ascii_alphabetic).collect();
    (letters.len() == 2).then(|| letters.to_ascii_lowercase())
}

fn two_letters(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Spa => "es",
        Lang::Fra => "fr",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Cat => "ca",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bul => "bg",
        Lang::Hrv => "hr",
        Lang::Slv => "sl",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Heb => "he",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Ind => "id",
        _ => return None,
    })
}

/// Folded, with a space at both ends, so that whole words can be looked for.
pub(crate) fn padded(text: &str) -> String {
    format!(" {} ", fold(text))
}

/// Whether one of the names stands in the padded text as whole words.
pub(crate) fn has(padded: &str, names: &[&str]) -> bool {
    names.iter().any(|name| {
        padded
            .match_indices(name)
            .any(|(at, _)| padded[..at].ends_with(' ') && padded[at + name.len()..].starts_with(' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_read_from_places_and_fields() {
        let cases = [
            ("Remote - United States", RemotePolicy::Remote),
            ("Hybrid", RemotePolicy::Hybrid),
            ("Berlin (hybrid remote)", RemotePolicy::Hybrid),
            ("OnSite", RemotePolicy::OnSite),
            ("on-site", RemotePolicy::OnSite),
            ("Madrid (híbrido)", RemotePolicy::Hybrid),
            ("100% Remoto, España", RemotePolicy::Remote),
            ("Deutschland, Home-Office", RemotePolicy::Remote),
            ("New York, NY", RemotePolicy::Unknown),
            ("TELECOMMUTE", RemotePolicy::Remote),
        ];
        for (text, policy) in cases {
            assert_eq!(remote(text), policy, "{text}");
        }
        assert!(is_policy_only("Hybrid") && is_policy_only("Remote") && !is_policy_only("Remote - US"));
    }

    #[test]
    fn employment_is_read_in_three_languages() {
        let cases = [
            ("FULL_TIME", Some(EmploymentType::FullTime)),
            ("FullTime", Some(EmploymentType::FullTime)),
            ("permanent / part-time", Some(EmploymentType::PartTime)),
            ("Teilzeit", Some(EmploymentType::PartTime)),
            ("contract, 6 months (extendable)", Some(EmploymentType::Contract)),
            ("temporary (3+ years)", Some(EmploymentType::Temporary)),
            ("unbefristet", Some(EmploymentType::FullTime)),
            ("befristet", Some(EmploymentType::Contract)),
            ("Prácticas", Some(EmploymentType::Internship)),
            ("OTHER", None),
            ("30 days", None),
        ];
        for (text, kind) in cases {
            assert_eq!(employment(text), kind, "{text}");
        }
    }

    #[test]
    fn the_language_is_told_from_a_sentence_and_not_from_a_word() {
        let german =
            "Wir suchen zum nächsten Zeitpunkt eine erfahrene Kraft für unsere Buchhaltung in Leipzig.";
        let spanish = "Buscamos una persona con experiencia para nuestro equipo de ventas en Valencia, con contrato indefinido.";
        assert_eq!(language(german).as_deref(), Some("de"));
        assert_eq!(language(spanish).as_deref(), Some("es"));
        assert_eq!(language("Engineer"), None);
        assert_eq!(language_tag("en-GB").as_deref(), Some("en"));
        assert_eq!(language_tag("english"), None);
    }
}
