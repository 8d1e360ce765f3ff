//! What the page holds against what was answered: plain decisions, on which `fill` acts.
//!
//! A page changes things by itself while it is filled: what it reads in the resume, above all.

use std::collections::HashSet;

use browser::{Field, FieldKind, FormModel};
use domain::{AnswerOrigin, FieldAnswer, Snapshot};

use super::stop::Stop;
use crate::resolve::{self, CHOICE_SEPARATOR, TICKED};

/// The order in which answers are filled: a site may read a resume as soon as it has it, and write over the rest.
pub(super) fn files_first(answers: &[FieldAnswer]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..answers.len()).collect();
    order.sort_by_key(|index| answers[*index].kind != "file");
    order
}

/// The questions that hold something else than they were answered with, and those that nobody answered and that the
/// page filled by itself since `before`. Those keep what the page began with, and lists keep what they came to.
pub(super) fn strayed(before: &FormModel, now: &FormModel, snapshot: &Snapshot) -> HashSet<String> {
    let began_empty = |field: &str| {
        let asked = resolve::questions(&before.fields);
        let found = asked.iter().find(|(_, question)| question.field == field);
        found.is_some_and(|(index, _)| before.fields[*index].value.is_empty())
    };
    let has_file = snapshot.answers.iter().any(|answer| answer.kind == "file" && answer.value.is_some());
    let mut strayed = HashSet::new();
    for (index, question) in resolve::questions(&now.fields) {
        let field = &now.fields[index];
        let Some(answer) = snapshot.answers.iter().find(|answer| answer.field == question.field) else {
            continue;
        };
        let is_astray = match &answer.value {
            Some(value) => !holds(field, value),
            None => {
                has_file && is_written(field.kind) && !field.value.is_empty() && began_empty(&question.field)
            }
        };
        if is_astray {
            strayed.insert(question.field);
        }
    }
    strayed
}

/// The label of a question that holds something else than its answer: than the latest, where steps ask by the same name.
pub(super) fn changed(now: &FormModel, snapshot: &Snapshot) -> Option<String> {
    let asked = resolve::questions(&now.fields);
    let astray = asked.iter().find(|(index, question)| {
        let answer = snapshot.answers.iter().rev().find(|answer| answer.field == question.field);
        let value = answer.and_then(|answer| answer.value.as_deref());
        value.is_some_and(|value| !holds(&now.fields[*index], value))
    });
    astray.map(|(_, question)| question.label.clone())
}

/// What can be emptied again by the keyboard.
fn is_written(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Text
            | FieldKind::Email
            | FieldKind::Tel
            | FieldKind::Url
            | FieldKind::Number
            | FieldKind::Textarea
    )
}

/// Whether the field holds `value`, as far as a person would say so.
pub(super) fn holds(field: &Field, value: &str) -> bool {
    let first = field.value.first().map(String::as_str).unwrap_or_default();
    match field.kind {
        FieldKind::Checkbox => (value == TICKED) != field.value.is_empty(),
        FieldKind::MultiSelect | FieldKind::CheckboxGroup | FieldKind::Combobox | FieldKind::Typeahead => {
            let mut wanted: Vec<&str> = value.split(CHOICE_SEPARATOR).collect();
            let mut held: Vec<&str> = field.value.iter().map(String::as_str).collect();
            wanted.sort_unstable();
            held.sort_unstable();
            wanted == held
        }
        // Pages shorten long names; that one is shown was checked when it was attached.
        FieldKind::File => !field.value.is_empty(),
        // Masks put spaces and brackets into telephone numbers.
        FieldKind::Tel => digits(first) == digits(value),
        FieldKind::Number => match (number(first), number(value)) {
            (Some(held), Some(wanted)) => held == wanted,
            _ => first == value,
        },
        _ => folded(first) == folded(value),
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn number(text: &str) -> Option<f64> {
    text.replace(',', ".").parse().ok()
}

/// Line ends and outer spaces are the page's own.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value the form came with is sent as well; the person sees it.
pub(super) fn take_preset(field: &Field, answer: &mut FieldAnswer) {
    if field.value.is_empty() {
        return;
    }
    let value = match field.kind {
        FieldKind::Checkbox => TICKED.to_owned(),
        _ => field.value.join(&CHOICE_SEPARATOR.to_string()),
    };
    answer.value = Some(value);
    answer.origin = AnswerOrigin::Rule { rule: "The form came with this value.".to_owned() };
}

/// A hidden field that an answer brought to light was none.
pub(super) fn check_traps(before: &FormModel, after: &FormModel, snapshot: &Snapshot) -> Result<(), Stop> {
    let trap =
        |field: &&Field| field.honeypot && !snapshot.answers.iter().any(|asked| asked.field == field.name);
    let touched = before.fields.iter().filter(trap).any(|field| {
        let now = after.fields.iter().find(|other| other.handle == field.handle);
        now.is_some_and(|now| now.value != field.value)
    });
    match touched {
        true => Err(Stop::review(
            "trap_touched",
            "A hidden field of the form changed while it was filled. Nothing was sent; look at the site yourself.",
        )),
        false => Ok(()),
    }
}

/// Forms and answers for tests.
#[cfg(test)]
pub(super) mod made {
    use super::*;

    pub fn field(name: &str, value: &[&str]) -> Field {
        Field {
            handle: serde_json::from_value(serde_json::json!({ "frame": "f", "id": name.len() }))
                .expect("a handle"),
            label: name.to_owned(),
            name: name.to_owned(),
            kind: FieldKind::Text,
            required: false,
            options: Vec::new(),
            value: value.iter().map(|one| (*one).to_owned()).collect(),
            visible: true,
            hidden_by: String::new(),
            honeypot: false,
            help: String::new(),
            error: String::new(),
            section: String::new(),
            max_length: None,
            autocomplete: String::new(),
            placeholder: String::new(),
            accept: String::new(),
            multiple: false,
            disabled: false,
        }
    }

    pub fn form(fields: &[(&str, &[&str])]) -> FormModel {
        FormModel {
            frame: "f".to_owned(),
            frame_host: "jobs.example".to_owned(),
            title: String::new(),
            fields: fields.iter().map(|(name, value)| field(name, value)).collect(),
            submit: None,
            submit_label: String::new(),
            is_next_step: false,
            step: None,
            barriers: browser::Barriers::default(),
        }
    }

    pub fn snapshot(answers: &[(&str, Option<&str>)]) -> Snapshot {
        let answer = |name: &str, value: Option<&str>| FieldAnswer {
            field: name.to_owned(),
            label: name.to_owned(),
            kind: if name == "resume" { "file" } else { "text" }.to_owned(),
            meaning: "other".to_owned(),
            required: false,
            sensitive: false,
            options: Vec::new(),
            value: value.map(str::to_owned),
            document_id: None,
            origin: AnswerOrigin::Person,
        };
        Snapshot {
            form_url: "https://jobs.example/1".to_owned(),
            resume_id: None,
            cover_letter_id: None,
            answers: answers.iter().map(|(name, value)| answer(name, *value)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_site_read_in_the_resume_is_astray_and_what_it_began_with_is_not() {
        let before = made::form(&[("resume", &[]), ("name", &[]), ("fax", &[]), ("source", &["web"])]);
        let now = made::form(&[
            ("resume", &["cv.pdf"]),
            ("name", &["Curriculum Vitae"]),
            ("fax", &["0049"]),
            ("source", &["web"]),
        ]);
        let answers =
            [("resume", Some("cv.pdf")), ("name", Some("Robin Example")), ("fax", None), ("source", None)];
        let given = made::snapshot(&answers);
        assert_eq!(strayed(&before, &now, &given), HashSet::from(["name".to_owned(), "fax".to_owned()]));
        // Without a file there was nothing to read: the page worked it out from the other answers.
        let without = made::snapshot(&[("name", Some("Robin Example")), ("fax", None)]);
        assert_eq!(strayed(&before, &now, &without), HashSet::from(["name".to_owned()]));
        assert_eq!(changed(&now, &given).as_deref(), Some("name"));
        assert_eq!(changed(&now, &made::snapshot(&[("source", Some("web")), ("fax", None)])), None);
        assert_eq!(files_first(&given.answers), [0, 1, 2, 3]);
        assert_eq!(files_first(&made::snapshot(&[("name", None), ("resume", None)]).answers), [1, 0]);
    }

    #[test]
    fn a_hidden_field_that_changed_is_a_trap_unless_an_answer_brought_it_to_light() {
        let trap =
            |name: &str, value: &[&str]| Field { honeypot: true, visible: false, ..made::field(name, value) };
        let with = |field: Field| FormModel { fields: vec![field], ..made::form(&[]) };
        let nobody = made::snapshot(&[]);
        assert!(check_traps(&with(trap("fax", &[])), &with(trap("fax", &[])), &nobody).is_ok());
        assert!(check_traps(&with(trap("fax", &[])), &with(trap("fax", &["1"])), &nobody).is_err());
        let answered = made::snapshot(&[("class", Some("B"))]);
        let shown = with(made::field("class", &["B"]));
        assert!(check_traps(&with(trap("class", &[])), &shown, &answered).is_ok());
        assert!(check_traps(&with(trap("class", &[])), &shown, &nobody).is_err());
    }
}
