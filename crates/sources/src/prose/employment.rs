//! The form of employment. A fixed term is told rather than the hours, since it is what surprises.
//! "Full or part time" is neither, and "permanent" says nothing of the hours.

use domain::EmploymentType;
use domain::text::fold;

use super::forms::{
    APPRENTICESHIPS, CONTRACT, EITHER, EITHER_TERM, FULL_HOURS, FULL_TIME, HOURS, INTERNSHIP, JOB, LABELS,
    LATER, NOUN, OPEN, OTHER_PERMANENT, PART_HOURS, PART_TIME, PERMANENT, SERVICES, TEMPORARY, TEMPORARY_JOB,
    TERM, TITLES, VALUE_WORDS,
};
use super::text::{Statement, Text, has};

/// The form of employment a title names, or the text.
pub(super) fn employment(title: &str, text: &Text) -> Option<EmploymentType> {
    in_title(title).or_else(|| in_text(text))
}

fn in_title(title: &str) -> Option<EmploymentType> {
    let mut words = format!(" {} ", fold(title));
    // Whoever runs the apprenticeships is none.
    for staff in APPRENTICESHIPS {
        words = words.replace(&format!(" {staff} "), " ");
    }
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
    /// The text calls the job permanent.
    is_permanent: bool,
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
        let is_any_term = self.is_any_term || self.is_permanent;
        if self.contract && !is_any_term {
            return Some(EmploymentType::Contract);
        }
        if self.temporary && !is_any_term {
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
        if has(&words, EITHER) {
            self.is_open = true;
        } else {
            self.hours_of(has(&words, FULL_TIME), has(&words, PART_TIME));
        }
        let is_permanent = has(&words, &["permanent", "unbefristet", "indefinido"])
            || (value.contains('/') && has(&words, FULL_TIME));
        if is_permanent && has(&words, CONTRACT) {
            self.is_any_term = true;
            self.is_open = true;
        }
        // "Full time contract" says nothing of a term.
        let is_term = |item: &str| {
            let item = format!(" {} ", fold(item));
            has(&item, CONTRACT) && !(has(&item, FULL_TIME) || has(&item, PART_TIME))
        };
        self.contract |= value.split(',').any(is_term) && !is_permanent && !has(&words, &["contract to"]);
        self.internship |= has(&words, INTERNSHIP);
        self.temporary |= has(&words, TEMPORARY) && !is_permanent;
    }

    /// A line that is nothing but the form: "Full time", "Permanent, Part-time".
    fn take_line(&mut self, line: &str) {
        let words = format!(" {} ", fold(line));
        let begins = |names: &[&str]| names.iter().any(|name| words[1..].starts_with(&format!("{name} ")));
        if line.split_whitespace().count() <= 4 && !line.ends_with(':') && !has(&words, OPEN) {
            self.hours_of(begins(FULL_TIME), begins(PART_TIME));
        }
    }

    fn take_statement(&mut self, statement: &Statement) {
        let words = &statement.words;
        let both = (has(words, FULL_TIME) && has(words, PART_TIME)) || has(words, EITHER);
        let is_term = TERM.is_match(words) && !has(words, SERVICES);
        let is_any_term = EITHER_TERM.is_match(words);
        self.contract |= is_term && !is_any_term;
        self.is_any_term |= is_any_term;
        self.temporary |= TEMPORARY_JOB.is_match(words) && !has(words, &["or", "may"]);
        self.is_permanent |= has(words, PERMANENT) && !has(words, LATER) && !has(words, OTHER_PERMANENT);
        if both {
            let is_offer =
                JOB.is_match(words) || NOUN.is_match(words) || has(words, OPEN) || words.len() < 60;
            self.is_open |= is_offer && !has(words, &["regular temporary"]) && !is_heading(statement);
            return;
        }
        if has(words, OPEN) || has(words, &["job share", "job shares"]) {
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
            // "25-37.5 hours" are a choice.
            let before = &statement.raw[..hours.get(1).expect("the group always takes part").start()];
            if before.trim_end().ends_with(['-', '–', '/']) || before.trim_end().ends_with(" to") {
                continue;
            }
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

#[cfg(test)]
mod tests {
    use domain::EmploymentType;

    use crate::prose::facts;

    #[test]
    fn the_form_of_employment_is_read_in_three_languages() {
        use EmploymentType::{Contract, FullTime, Internship, PartTime, Temporary};
        let cases = [
            ("", "This is a full-time position.", FullTime),
            ("", "We are looking for a full time analyst.", FullTime),
            ("", "You work 37.5 hours per week.", FullTime),
            ("", "Job Type: Full-time", FullTime),
            ("", "Full Time / Part Time\nFull time", FullTime),
            ("", "Die Stelle ist in Vollzeit zu besetzen.", FullTime),
            ("", "Jornada: completa\nJornada completa", FullTime),
            ("", "We can offer a part time post.", PartTime),
            ("", "Hours: 22.5 hours per week", PartTime),
            ("", "Arbeitszeit: Teilzeit", PartTime),
            ("", "Jornada: media jornada", PartTime),
            ("", "A full time, fixed term (for 1 year) position.", Contract),
            ("", "The post is to cover maternity leave.", Contract),
            ("", "A fixed term post, with a view to being made permanent after 12 months.", Contract),
            ("", "Job Type: Contract", Contract),
            ("", "Die Stelle ist befristet.", Contract),
            ("", "Ofrecemos un contrato temporal de seis meses.", Contract),
            ("", "This is a temporary position.", Temporary),
            ("UX Researcher Intern", "", Internship),
            ("Pflegekraft in Teilzeit", "", PartTime),
            ("Python/Django contractor", "", Contract),
        ];
        for (title, text, kind) in cases {
            assert_eq!(facts(title, text).employment_type, Some(kind), "{title}: {text}");
        }
    }

    #[test]
    fn what_leaves_the_choice_or_is_of_another_subject_is_none() {
        for (title, text) in [
            ("Contract Manager", ""),
            ("", "Hours:\nFull/Part-Time - Flexible hours including days and weekends"),
            ("", "Opportunities for part-time/job shares."),
            ("Talent for Care - Apprenticeship Programme Facilitator", ""),
            ("", "We have full and part time hours available."),
            ("", "This can be either a full or part time position."),
            ("", "The value of the new 10 year contract is about £50m per year."),
            ("", "We were awarded a 5 year contract to provide community services."),
            ("", "There are various hours on Substantive & Fixed Term (5 months) contracts."),
            ("", "We have a great full time designer."),
            ("", "Contract type: full time / part time / bank"),
            ("", "Employment type: Fulltime/Contract"),
            ("", "There are various hours available on permanent and fixed term contracts."),
            ("", "This is a permanent position. It is a fixed term contract."),
            ("", "1 post substantive\n1 post 12 month fixed term"),
            ("", "The induction programme is full-time."),
            ("", "We have a great team of full-time designers and temporary staff."),
            ("", "25-37.5 hours per week"),
            ("", "Benefits for full-time salaried employees"),
            ("", "This is a permanent job."),
        ] {
            assert_eq!(facts(title, text).employment_type, None, "{title}: {text}");
        }
    }
}
