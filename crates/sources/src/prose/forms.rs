//! The words for forms of employment, in English, German and Spanish: names, labels, and sentences that
//! offer a job of a form.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use domain::EmploymentType;
use regex::Regex;

/// Words of a title that name the form beyond doubt. "Contract Manager" is not a contract.
pub(super) const TITLES: &[(EmploymentType, &[&str])] = &[
    (
        EmploymentType::Internship,
        &[
            "intern",
            "internship",
            "co op",
            "praktikum",
            "praktikant",
            "praktikantin",
            "prácticas",
            "practicas",
            "becario",
            "becaria",
            "apprenticeship",
            "apprentice",
            "ausbildung",
            "werkstudent",
            "werkstudentin",
            "working student",
            "pasantía",
        ],
    ),
    (EmploymentType::PartTime, &["part time", "teilzeit", "media jornada", "jornada parcial", "minijob"]),
    (EmploymentType::FullTime, &["full time", "vollzeit", "jornada completa", "tiempo completo"]),
    (EmploymentType::Contract, &["fixed term", "maternity cover", "freelance", "contractor", "befristet"]),
];

/// Titles of those who run apprenticeships.
pub(super) const APPRENTICESHIPS: &[&str] = &[
    "apprenticeship programme",
    "apprenticeship program",
    "apprenticeship manager",
    "apprenticeship coordinator",
    "apprenticeship co ordinator",
];

/// Labels of the form of employment.
pub(super) const LABELS: &[&str] = &[
    "job type",
    "job types",
    "employment type",
    "type of employment",
    "position type",
    "role type",
    "type",
    "contract",
    "contract type",
    "contract types",
    "type of contract",
    "tenure",
    "hours",
    "full or part time",
    "full time part time",
    "working time",
    "anstellungsart",
    "beschäftigungsart",
    "arbeitszeit",
    "vertragsart",
    "tipo de contrato",
    "contrato",
    "jornada",
    "tipo de empleo",
];
/// A longer value of a label is a sentence.
pub(super) const VALUE_WORDS: usize = 10;

/// Either, in the words that leave one of them out.
pub(super) const EITHER: &[&str] = &[
    "full or part time",
    "full and part time",
    "full part time",
    "part or full time",
    "part and full time",
    "voll oder teilzeit",
    "voll und teilzeit",
    "jornada completa o parcial",
];
pub(super) const FULL_TIME: &[&str] =
    &["full time", "fulltime", "vollzeit", "jornada completa", "tiempo completo"];
pub(super) const PART_TIME: &[&str] =
    &["part time", "parttime", "teilzeit", "media jornada", "jornada parcial", "tiempo parcial"];
pub(super) const CONTRACT: &[&str] = &[
    "contract",
    "contractor",
    "fixed term",
    "freelance",
    "befristet",
    "befristete",
    "freiberuflich",
    "temporal",
    "autónomo",
];
pub(super) const INTERNSHIP: &[&str] =
    &["internship", "apprenticeship", "praktikum", "ausbildung", "prácticas", "beca"];
pub(super) const TEMPORARY: &[&str] = &["temporary", "temp", "seasonal", "zeitarbeit", "aushilfe"];

/// A full-time or part-time job in a sentence: the job is its subject or its object.
pub(super) static JOB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:(?:role|position|post|job|vacancy|this) (?:is|will be)(?: an?| offered as)?(?: \w+){0,2}",
        r"|(?:looking for|seeking|recruiting for|recruiting|recruit|require|hiring|hire|opportunity for|opportunity to offer",
        r"|vacancy for|applications for|arisen for|exists for|offer|suchen|buscamos)(?: an?| eine?n?| un| una)(?: \w+){0,2}",
        r"|for an?(?: \w+){0,1}|appointment of an?",
        r"|stelle ist in|arbeitest in|arbeiten in|puesto a|puesto de) (full ?time|part ?time|vollzeit|teilzeit|jornada completa|media jornada) ",
    ))
    .expect("the regex is a literal")
});
/// A full-time or part-time job named by its noun.
pub(super) static NOUN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (full ?time|part ?time)(?: \w+){0,4}? (?:role|position|post|job|opportunity|vacancy|contract|basis|apprenticeship",
        r"|monday|mon|permanent|fixed term|hours a week|hrs) ",
    ))
    .expect("the regex is a literal")
});
/// A fixed term in a sentence.
/// A contract for services, not for work.
pub(super) const SERVICES: &[&str] =
    &["value of", "awarded", "won", "contract to provide", "contract to deliver"];
pub(super) static TERM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:fixed term(?: \w+){0,4}? (?:contract|contracts|position|post|posts|basis|opportunity|role|month|months|until|year)",
        r"|(?:month|months|year) (?:fixed term|contract)|(?:a|on a|temporary) fixed term|post is fixed term|role is fixed term",
        r"|maternity cover (?:role|position|post|contract)|cover (?:a )?maternity leave|maternity leave cover",
        r"|(?:length of contract|contract length|contract dur|contract duration)|as a contractor|contractor is required|seeking an? (?:\w+ ){0,2}contractor",
        r"|this contract (?:role|position|project)|is an? (?:\w+ ){0,2}contract (?:role|position)|seeks freelance|freelance basis|self employed basis",
        r"|ist (?:zunächst )?(?:auf \w+ \w+ )?befristet|befristete stelle|befristeter vertrag|contrato temporal|contrato de duración determinada) ",
    ))
    .expect("the regex is a literal")
});
pub(super) static TEMPORARY_JOB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:this is a(?: \w+){0,2} temporary|temporary (?:position|post|role|contract|basis)|seasonal (?:position|role|job)",
        r"|in zeitarbeit|saisonstelle|trabajo de temporada) ",
    ))
    .expect("the regex is a literal")
});

/// A fixed term or a permanent job.
pub(super) static EITHER_TERM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:(?:permanent|substantive)(?: or| and)?(?: an?)? fixed term|fixed term(?: contract)? (?:or|and)(?: an?)? (?:permanent|substantive)",
        r"|befristet oder unbefristet|unbefristet oder befristet|temporal o indefinido|indefinido o temporal) ",
    ))
    .expect("the regex is a literal")
});

/// The job, or one of several, is permanent.
pub(super) const PERMANENT: &[&str] =
    &["permanent", "substantive", "unbefristet", "unbefristete", "indefinido"];
/// Permanent, but not the job.
pub(super) const OTHER_PERMANENT: &[&str] = &[
    "permanent employees",
    "permanent staff",
    "permanent resident",
    "permanent residents",
    "permanent residency",
    "permanent candidates",
];
/// A permanent job that may come after this one.
pub(super) const LATER: &[&str] = &[
    "become",
    "becoming",
    "made permanent",
    "move to",
    "extend",
    "could",
    "possible",
    "possibly",
    "possibility",
    "potential",
    "potentially",
    "may",
    "thereafter",
    "lead to",
    "view to",
    "future",
    "convert",
    "conversion",
    "precursor",
    "considered",
    "übernahme",
];

/// Hours a week, as written.
pub(super) static HOURS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:-\s*)?(?:hours?|hrs?|stunden|std\.?|horas)\s*",
        r"(?:/|per|a|each|p/|pro|in der|die|por|a la|semanales|\s)\s*(?:week|wk|woche|semana)",
    ))
    .expect("the regex is a literal")
});
/// Weekly hours that make a full-time job in Europe and America.
pub(super) const FULL_HOURS: RangeInclusive<f64> = 37.0..=45.0;
/// Weekly hours of a part-time job.
pub(super) const PART_HOURS: RangeInclusive<f64> = 8.0..=32.0;

/// Words that make hours or a form one of several, or another's.
pub(super) const OPEN: &[&str] = &[
    "up to",
    "maximum",
    "minimum",
    "min",
    "max",
    "between",
    "or",
    "either",
    "considered",
    "consider",
    "consideration",
    "option",
    "options",
    "available",
    "negotiable",
    "degree",
    "may",
    "elsewhere",
    "pro rata",
    "equivalent",
    "if",
    "programme is",
    "program is",
    "training",
    "oder",
    "wahlweise",
    "möglich",
    "posibilidad",
];
