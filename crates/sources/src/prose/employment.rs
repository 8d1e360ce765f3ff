//! The form of employment. A fixed term is told rather than the hours, since it is what surprises.
//! "Full or part time" is neither, and "permanent" says nothing of the hours.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use domain::EmploymentType;
use domain::text::fold;
use regex::Regex;

use super::text::{Statement, Text, has};

/// Words of a title that name the form beyond doubt. "Contract Manager" is not a contract.
const TITLES: &[(EmploymentType, &[&str])] = &[
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

/// Labels of the form of employment.
const LABELS: &[&str] = &[
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
const VALUE_WORDS: usize = 10;

const FULL_TIME: &[&str] = &["full time", "fulltime", "vollzeit", "jornada completa", "tiempo completo"];
const PART_TIME: &[&str] =
    &["part time", "parttime", "teilzeit", "media jornada", "jornada parcial", "tiempo parcial"];
const CONTRACT: &[&str] = &[
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
const INTERNSHIP: &[&str] = &["internship", "apprenticeship", "praktikum", "ausbildung", "prácticas", "beca"];
const TEMPORARY: &[&str] = &["temporary", "temp", "seasonal", "zeitarbeit", "aushilfe"];

/// A full-time or part-time job in a sentence: the job is its subject or its object.
static JOB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:(?:role|position|post|job|vacancy|this) (?:is|will be)(?: an?| offered as)?(?: \w+){0,2}",
        r"|(?:looking for|seeking|recruiting for|recruiting|recruit|require|hiring|hire|opportunity for|opportunity to offer",
        r"|vacancy for|applications for|arisen for|exists for|offer|have|suchen|buscamos)(?: an?| eine?n?| un| una)(?: \w+){0,2}",
        r"|for an?(?: \w+){0,1}|appointment of an?",
        r"|stelle ist in|in|puesto a|puesto de) (full ?time|part ?time|vollzeit|teilzeit|jornada completa|media jornada) ",
    ))
    .expect("the regex is a literal")
});
/// A full-time or part-time job named by its noun.
static NOUN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (full ?time|part ?time)(?: \w+){0,4}? (?:role|position|post|job|opportunity|vacancy|contract|basis|apprenticeship",
        r"|monday|mon|permanent|fixed term|hours a week|hrs) ",
    ))
    .expect("the regex is a literal")
});
/// A fixed term in a sentence.
static TERM: LazyLock<Regex> = LazyLock::new(|| {
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
static TEMPORARY_JOB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:this is a(?: \w+){0,2} temporary|temporary (?:position|post|role|contract|basis)|seasonal (?:position|role|job)",
        r"|in zeitarbeit|saisonstelle|trabajo de temporada) ",
    ))
    .expect("the regex is a literal")
});

/// Hours a week, as written.
static HOURS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:-\s*)?(?:hours?|hrs?|stunden|std\.?|horas)\s*",
        r"(?:/|per|a|each|p/|pro|in der|die|por|a la|semanales|\s)\s*(?:week|wk|woche|semana)",
    ))
    .expect("the regex is a literal")
});
/// Weekly hours that make a full-time job in Europe and America.
const FULL_HOURS: RangeInclusive<f64> = 37.0..=45.0;
/// Weekly hours of a part-time job.
const PART_HOURS: RangeInclusive<f64> = 8.0..=32.0;

/// Words that make hours or a form one of several, or another's.
const OPEN: &[&str] = &[
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

/// The form of employment a title names, or the text.
pub(super) fn employment(title: &str, text: &Text) -> Option<EmploymentType> {
    in_title(title).or_else(|| in_text(text))
}

fn in_title(title: &str) -> Option<EmploymentType> {
    let words = format!(" {} ", fold(title));
    let is_open = has(&words, FULL_TIME) && has(&words, PART_TIME);
    TITLES
        .iter()
        .find(|(_, names)| has(&words, names))
        .map(|(kind, _)| *kind)
        .filter(|kind| !is_open || *kind == EmploymentType::Internship)
}

/// What was found; more than one of the hours is none.
#[derive(Default)]
struct Found {
    internship: bool,
    contract: bool,
    temporary: bool,
    full_time: bool,
    part_time: bool,
    /// The text offers the reader the choice.
    is_open: bool,
    /// A contract or a permanent job, at the reader's choice.
    is_any_term: bool,
}

fn in_text(text: &Text) -> Option<EmploymentType> {
    let mut found = Found::default();
    text.labelled(LABELS).for_each(|value| found.take_value(value));
    text.lines.iter().for_each(|line| found.take_line(line));
    text.statements.iter().for_each(|statement| found.take_statement(statement));
    found.decide()
}

impl Found {
    fn decide(&self) -> Option<EmploymentType> {
        if self.internship {
            return Some(EmploymentType::Internship);
        }
        if self.contract && !self.is_any_term {
            return Some(EmploymentType::Contract);
        }
        if self.temporary && !self.is_any_term {
            return Some(EmploymentType::Temporary);
        }
        match (self.full_time, self.part_time, self.is_open) {
            (true, false, false) => Some(EmploymentType::FullTime),
            (false, true, false) => Some(EmploymentType::PartTime),
            _ => None,
        }
    }

    fn take_value(&mut self, value: &str) {
        let words = format!(" {} ", fold(value));
        if value.split_whitespace().count() > VALUE_WORDS {
            return;
        }
        self.hours_of(has(&words, FULL_TIME), has(&words, PART_TIME));
        let is_permanent = has(&words, &["permanent", "unbefristet", "indefinido"])
            || (value.contains('/') && has(&words, FULL_TIME));
        if is_permanent && has(&words, CONTRACT) {
            self.is_any_term = true;
            self.is_open = true;
        }
        self.contract |= has(&words, CONTRACT) && !is_permanent && !has(&words, &["contract to"]);
        self.internship |= has(&words, INTERNSHIP);
        self.temporary |= has(&words, TEMPORARY) && !is_permanent;
    }

    /// A line that is nothing but the form: "Full time", "Permanent, Part-time".
    fn take_line(&mut self, line: &str) {
        let words = format!(" {} ", fold(line));
        let begins = |names: &[&str]| names.iter().any(|name| words[1..].starts_with(&format!("{name} ")));
        if line.split_whitespace().count() <= 4 && !line.ends_with(':') {
            self.hours_of(begins(FULL_TIME), begins(PART_TIME));
        }
    }

    fn take_statement(&mut self, statement: &Statement) {
        let words = &statement.words;
        let both = has(words, FULL_TIME) && has(words, PART_TIME);
        let permanent = has(words, &["permanent", "substantive", "unbefristet"]);
        let is_term = TERM.is_match(words);
        self.contract |= is_term && !(permanent && has(words, &["or", "and", "oder", "und"]));
        self.is_any_term |= is_term && permanent && has(words, &["or", "and", "oder", "und"]);
        self.temporary |= TEMPORARY_JOB.is_match(words) && !has(words, &["or"]);
        if both {
            let is_offer =
                JOB.is_match(words) || NOUN.is_match(words) || has(words, OPEN) || words.len() < 60;
            self.is_open |= is_offer && !has(words, &["regular temporary"]) && !is_heading(statement);
            return;
        }
        if has(words, OPEN) {
            return;
        }
        for jobs in [&*JOB, &*NOUN] {
            if let Some(job) = jobs.captures(words) {
                let kind = &job[1];
                let is_full = FULL_TIME.contains(&kind);
                self.hours_of(is_full, !is_full);
            }
        }
        for hours in HOURS.captures_iter(statement.raw) {
            let number = hours[1].replace(',', ".").parse().unwrap_or(0.0);
            self.full_time |= FULL_HOURS.contains(&number);
            self.part_time |= PART_HOURS.contains(&number);
        }
    }

    fn hours_of(&mut self, full: bool, part: bool) {
        if full && part {
            self.is_open = true;
        } else {
            self.full_time |= full;
            self.part_time |= part;
        }
    }
}

/// "Full Time / Part Time" above an answer.
fn is_heading(statement: &Statement) -> bool {
    matches!(fold(statement.raw).as_str(), "full time part time" | "full or part time")
}
