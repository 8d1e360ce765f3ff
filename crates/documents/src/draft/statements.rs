//! What a person states about themselves, one sentence each, without anything that reaches or identifies them.

use std::sync::LazyLock;

use domain::Resume;
use domain::profile::{Basics, Work};
use regex::Regex;

use crate::Locale;
use serde_json::{Value, json};

/// The most statements a model is told: a long resume has sixty.
pub const MAX_STATEMENTS: usize = 80;
/// The longest statement; what is longer is cut off.
pub const MAX_STATEMENT_CHARS: usize = 500;

/// The most characters of all statements together: some 3,000 tokens, so that a small local model with a context of
/// 4,096 (the default of Ollama) is not told half of them.
pub const MAX_TOLD_CHARS: usize = 9_000;

/// What is shorter is not taken out of a text: it could be any word.
const SHORTEST_SECRET: usize = 4;

/// E-mail addresses, links and telephone numbers in running text.
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
        [^\s<>()\[\],;]+@[^\s<>()\[\],;]+
        | \b(?:https?://|www\.)\S+
        | \b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/\S+
        | (?:\+|\b00|\b0)\d[\d\s().\-/]{5,}\d
        | \(?\b\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b",
    )
    .expect("the pattern is a literal")
});

/// What `resume` states, newest first within each part: the headline, the summary, work, projects, education, skills,
/// certificates, languages, unpaid work. Name, contact and address are left out, in running text too.
pub fn statements(resume: &Resume) -> Vec<String> {
    let basics = &resume.basics;
    let mut all = Statements { basics, list: Vec::new() };
    all.add("Headline", &basics.label);
    all.add("Summary", &basics.summary);
    for work in &resume.work {
        all.position("Worked", work);
    }
    for project in &resume.projects {
        let head = format!("Project {}", project.name);
        all.add(
            &head,
            &joined(&[&project.description, &Locale::English.span(&project.start_date, &project.end_date)]),
        );
        project.highlights.iter().for_each(|highlight| all.add(&head, highlight));
        all.add(&format!("{head} used"), &project.keywords.join(", "));
    }
    for school in &resume.education {
        let span = Locale::English.span(&school.start_date, &school.end_date);
        all.add("Education", &joined(&[&school.study_type, &school.area, &school.institution, &span]));
    }
    for skill in &resume.skills {
        let head =
            if skill.level.is_empty() { "Skills".to_owned() } else { format!("Skills ({})", skill.level) };
        match skill.keywords.is_empty() {
            true => all.add(&head, &skill.name),
            false => all.add(&head, &format!("{}: {}", skill.name, skill.keywords.join(", "))),
        }
    }
    for certificate in &resume.certificates {
        let date = Locale::English.date(&certificate.date);
        all.add("Certificate", &joined(&[&certificate.name, &certificate.issuer, &date]));
    }
    for language in &resume.languages {
        all.add("Language", &joined(&[&language.language, &language.fluency]));
    }
    for work in &resume.volunteer {
        all.position("Unpaid", work);
    }
    let mut told = 0;
    let fitting = all.list.into_iter().take(MAX_STATEMENTS).take_while(|statement| {
        told += statement.chars().count();
        told <= MAX_TOLD_CHARS
    });
    fitting.collect()
}

struct Statements<'a> {
    basics: &'a Basics,
    list: Vec<String>,
}

impl Statements<'_> {
    fn add(&mut self, head: &str, text: &str) {
        let text = without_contact(text, self.basics);
        if !text.is_empty() {
            self.list.push(domain::text::shorten(&format!("{head}: {text}"), MAX_STATEMENT_CHARS));
        }
    }

    fn position(&mut self, how: &str, work: &Work) {
        let span = Locale::English.span(&work.start_date, &work.end_date);
        self.add(how, &joined(&[&work.position, &work.name, &span]));
        let head = if work.name.is_empty() { &work.position } else { &work.name };
        let head = format!("At {head}");
        self.add(&head, &work.summary);
        work.highlights.iter().for_each(|highlight| self.add(&head, highlight));
    }
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// `text` on one line, without what reaches the person: a model needs none of it.
fn without_contact(text: &str, basics: &Basics) -> String {
    let mut text = CONTACT.replace_all(text, " ").into_owned();
    let place = &basics.location;
    let own = [&basics.name, &basics.email, &basics.phone, &basics.url, &place.address, &place.postal_code];
    let accounts = basics.profiles.iter().flat_map(|account| [&account.url, &account.username]);
    for secret in own.into_iter().chain(accounts).map(|secret| secret.trim()) {
        if secret.chars().count() < SHORTEST_SECRET {
            continue;
        }
        // Whole words only: "Anna" is no part of "Annalen". A number may begin with a sign, where no word begins.
        let edge = |end: Option<char>| if end.is_some_and(char::is_alphanumeric) { r"\b" } else { "" };
        let (first, last) = (edge(secret.chars().next()), edge(secret.chars().last()));
        if let Ok(pattern) = Regex::new(&format!("(?i){first}{}{last}", regex::escape(secret))) {
            text = pattern.replace_all(&text, " ").into_owned();
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Statements as a model is told them: with the numbers it names them by, from 1.
pub(crate) fn numbered(statements: &[String]) -> Vec<Value> {
    let numbered = statements.iter().enumerate();
    numbered.map(|(index, statement)| json!({"number": index + 1, "says": statement})).collect()
}
