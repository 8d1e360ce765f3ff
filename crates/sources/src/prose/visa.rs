//! What a text says about a permit to work: the employer sponsors one, sponsors none, or asks for it.

use std::sync::LazyLock;

use domain::Visa;
use regex::Regex;

use super::text::{Statement, Text, has};

/// The employer sponsors nobody.
static NOT_SPONSORED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:unable to(?: \w+){0,6} sponsor(?:ship)?|(?:can|do|does|will|could)(?: |)not(?: \w+){0,5} sponsor(?:ship|s)?",
        r"|not (?:able|in a position) to(?: \w+){0,5} sponsor(?:ship)?|no(?: \w+){0,5} sponsorships?",
        r"|without(?: \w+){0,4} sponsorship|not eligible for(?: \w+){0,3} sponsorship|not requiring(?: \w+){0,2} sponsorship",
        r"|sponsorships?(?: \w+){0,6} not(?: be)? (?:able|available|offered|provided|possible|supported)",
        r"|not (?:offer|provide|support)(?: \w+){0,4} sponsorship|sponsorship we will not",
        r"|keine?n?(?: \w+){0,2} visum|kein visasponsoring|kein visa sponsoring|no (?:ofrecemos|patrocinamos)(?: \w+){0,3} vis(?:a|ado)s?",
        r"|sin patrocinio) ",
    ))
    .expect("the regex is a literal")
});

/// The employer sponsors, or considers who needs it.
static SPONSORED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:(?:visa|h1b|h 1b|green card|skilled worker|tier 2)(?: visa)? sponsorship(?: \w+){0,3} (?:available|offered|provided|possible|assistance|support)",
        r"|(?:offer|offers|offering|provide|provides)(?: \w+){0,3} (?:visa|h1b|h 1b) sponsorship",
        r"|(?:will|can|do|we) sponsor(?: \w+){0,3} (?:visas?|h1b|h 1b|work permits?)",
        r"|(?:h1b|h 1b|green card)(?: visa)? sponsorship",
        r"|require(?: \w+){0,4} sponsorship(?: \w+){0,8} (?:are welcome|welcome|will be considered|be considered)",
        r"|unterstützen(?: \w+){0,4} (?:visum|visumsantrag)|(?:ofrecemos|patrocinamos)(?: \w+){0,3} vis(?:a|ado)s?) ",
    ))
    .expect("the regex is a literal")
});

/// The candidate has to be allowed to work there.
const RIGHT_TO_WORK: &[&str] = &[
    "right to work in",
    "right to work within",
    "and right to work",
    "eligible to work in",
    "eligible to legally work in",
    "legally eligible to work",
    "eligibility to work in",
    "authorized to work in",
    "authorised to work in",
    "authorization to work in",
    "authorisation to work in",
    "entitled to work in",
    "permission to work in",
    "legally work in",
    "lawfully work in",
    "gültige arbeitserlaubnis",
    "arbeitserlaubnis für",
    "arbeitserlaubnis in",
    "permiso de trabajo en",
    "permiso de trabajo vigente",
    "permiso para trabajar en",
];

/// Sponsoring of something else than a permit to work.
const OTHER_SUBJECTS: &[&str] = &[
    "export",
    "registration",
    "training",
    "qualification",
    "qualifications",
    "events",
    "course",
    "courses",
    "degree",
];

/// Words of a recruiter's own work with the permits of others.
const RECRUITERS: &[&str] =
    &["checklist", "an individual", "individuals", "providing advice", "advising", "new starters"];

/// A sentence with one of these offers nothing.
const NEGATIONS: &[&str] =
    &["no", "not", "nor", "cannot", "unable", "without", "unfortunately", "kein", "keine", "nicht", "sin"];

/// What the text says, when it says one thing.
pub(super) fn visa(text: &Text) -> Option<Visa> {
    let says = |test: fn(&Statement) -> bool| text.statements.iter().any(test);
    match (says(sponsors_none), says(sponsors)) {
        (true, true) => None,
        (true, false) => Some(Visa::NotSponsored),
        (false, true) => Some(Visa::Sponsored),
        (false, false) => says(asks_for_permit).then_some(Visa::RightToWork),
    }
}

fn asks_for_permit(statement: &Statement) -> bool {
    has(&statement.words, RIGHT_TO_WORK) && !has(&statement.words, RECRUITERS)
}

fn sponsors_none(statement: &Statement) -> bool {
    // A form's "must be authorized to work without sponsorship: No" denies what it says.
    let is_denied = statement.words.ends_with(" no ");
    NOT_SPONSORED.is_match(&statement.words) && !has(&statement.words, OTHER_SUBJECTS) && !is_denied
}

fn sponsors(statement: &Statement) -> bool {
    SPONSORED.is_match(&statement.words)
        && !has(&statement.words, NEGATIONS)
        && !has(&statement.words, OTHER_SUBJECTS)
        && !statement.raw.ends_with('?')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::facts;

    #[test]
    fn what_is_said_of_a_permit_counts() {
        use Visa::{NotSponsored, RightToWork, Sponsored};
        let cases = [
            ("We are unable to sponsor candidates for this position.", Some(NotSponsored)),
            ("Authorization to work in the U.S. without restriction or sponsorship.", Some(NotSponsored)),
            ("No work Visa sponsorships available at this time.", Some(NotSponsored)),
            (
                "If you require a Certificate of Sponsorship, we will not be able to provide this.",
                Some(NotSponsored),
            ),
            ("Wir können kein Visum sponsern: kein Visa-Sponsoring.", Some(NotSponsored)),
            ("No patrocinamos visados.", Some(NotSponsored)),
            ("Visa sponsorship is available.", Some(Sponsored)),
            ("H1B Visa sponsorship and assistance", Some(Sponsored)),
            (
                "Applications from job seekers who require Skilled Worker sponsorship to work in the UK are welcome.",
                Some(Sponsored),
            ),
            ("Wir unterstützen Sie beim Visum.", Some(Sponsored)),
            ("Ofrecemos visado y mudanza.", Some(Sponsored)),
            ("Applicants must have the right to work in the EU.", Some(RightToWork)),
            ("Eine gültige Arbeitserlaubnis wird vorausgesetzt.", Some(RightToWork)),
            ("Imprescindible permiso de trabajo en España.", Some(RightToWork)),
            ("No relocation assistance or visa sponsorship available", Some(NotSponsored)),
            ("Must be authorized to work without sponsorship: No", None),
            ("You flag where an individual may not have right to work in the UK.", None),
            ("Providing advice on pay and eligibility to work in the UK.", None),
            ("Sponsorship of professional qualifications", None),
            ("We sponsor a football club and offer no bonus.", None),
            ("Will you now or in the future require visa sponsorship?", None),
            ("Visa is a leader in digital payments.", None),
            ("Visa sponsorship is available. We cannot sponsor visas.", None),
        ];
        for (text, visa) in cases {
            assert_eq!(facts("", text).visa, visa, "{text}");
        }
    }
}
