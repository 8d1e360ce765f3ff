//! Judges what was sent. A form is accepted whole or refused with one complaint for each wrong field.

use super::{Control, FormField, HONEYPOT};
use crate::catalogue::Lang;
use crate::catalogue::places::known_cities;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Resumes beyond this size are refused, as by the systems these forms imitate.
pub(crate) const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;
/// The longest text one answer may have.
const MAX_TEXT_CHARS: usize = 10_000;

/// A file as it came.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub field: String,
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Everything a form sent.
#[derive(Debug, Default, Clone)]
pub(crate) struct Sent {
    pub values: BTreeMap<String, Vec<String>>,
    pub files: Vec<Upload>,
}

/// One answer as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub name: String,
    pub label: String,
    pub value: String,
}

/// One file as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FileSeen {
    pub field: String,
    pub name: String,
    pub size: usize,
    pub sha256: String,
}

/// A form that was accepted.
#[derive(Debug)]
pub(crate) struct Accepted {
    pub email: String,
    pub name: String,
    pub answers: Vec<Answer>,
    pub files: Vec<FileSeen>,
}

/// The verdict.
#[derive(Debug)]
pub(crate) enum Checked {
    Accepted(Accepted),
    /// Complaints by field name.
    Refused(BTreeMap<String, String>),
    /// The trap field was filled; the sender is told nothing about it.
    Bot,
}

/// Judges a form.
pub(crate) fn check(fields: &[FormField], lang: Lang, sent: &Sent) -> Checked {
    if sent.values.get(HONEYPOT).is_some_and(|values| values.iter().any(|value| !value.is_empty())) {
        return Checked::Bot;
    }
    let mut errors = BTreeMap::new();
    let mut accepted =
        Accepted { email: String::new(), name: String::new(), answers: Vec::new(), files: Vec::new() };
    for field in fields {
        let outcome = if field.control == Control::File {
            check_file(field, lang, sent, &mut accepted.files)
        } else {
            check_values(field, lang, sent, &mut accepted)
        };
        if let Err(complaint) = outcome {
            errors.insert(field.name.clone(), complaint);
        }
    }
    if !errors.is_empty() {
        return Checked::Refused(errors);
    }
    accepted.name = applicant_name(&accepted.answers);
    Checked::Accepted(accepted)
}

/// The name, from one field or two.
fn applicant_name(answers: &[Answer]) -> String {
    let named = [
        "first_name",
        "last_name",
        "name",
        "_systemfield_name",
        "first-name",
        "surname",
        "vorname",
        "nachname",
        "nombre",
        "apellidos",
    ];
    let parts: Vec<_> = answers
        .iter()
        .filter(|answer| named.contains(&answer.name.as_str()))
        .map(|answer| answer.value.as_str())
        .collect();
    parts.join(" ")
}

fn check_file(field: &FormField, lang: Lang, sent: &Sent, seen: &mut Vec<FileSeen>) -> Result<(), String> {
    // A browser sends a file field nobody used as a part without name and content.
    let Some(file) = sent
        .files
        .iter()
        .find(|file| file.field == field.name && !(file.name.is_empty() && file.bytes.is_empty()))
    else {
        return if field.required { Err(required(lang)) } else { Ok(()) };
    };
    if file.bytes.is_empty() {
        return Err(lang
            .say("This file is empty.", "Diese Datei ist leer.", "Este archivo está vacío.")
            .to_owned());
    }
    if file.bytes.len() > MAX_FILE_BYTES {
        return Err(lang
            .say(
                "This file is larger than 10 MB.",
                "Diese Datei ist größer als 10 MB.",
                "El archivo supera los 10 MB.",
            )
            .to_owned());
    }
    if !is_document(&file.bytes) {
        return Err(lang
            .say(
                "Please upload a PDF or Word document.",
                "Bitte laden Sie ein PDF- oder Word-Dokument hoch.",
                "Sube un documento PDF o Word.",
            )
            .to_owned());
    }
    seen.push(FileSeen {
        field: field.name.clone(),
        name: file.name.clone(),
        size: file.bytes.len(),
        sha256: hex::encode(Sha256::digest(&file.bytes)),
    });
    Ok(())
}

/// Whether the content, not the name, is a PDF or a Word document.
fn is_document(bytes: &[u8]) -> bool {
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    bytes.starts_with(b"%PDF-") || (bytes.starts_with(b"PK\x03\x04") && has(b"word/"))
}

fn check_values(field: &FormField, lang: Lang, sent: &Sent, accepted: &mut Accepted) -> Result<(), String> {
    let values: Vec<String> = sent
        .values
        .get(&field.name)
        .into_iter()
        .flatten()
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
        .collect();
    if values.is_empty() {
        return if field.required { Err(required(lang)) } else { Ok(()) };
    }
    let options = field.options(lang);
    let single = !matches!(field.control, Control::Many(_));
    if single && values.len() > 1 {
        return Err(lang
            .say("Please give one answer.", "Bitte geben Sie eine Antwort.", "Da una sola respuesta.")
            .to_owned());
    }
    for value in &values {
        let value =
            if options.is_empty() { check_text(field, lang, value)? } else { chosen(&options, lang, value)? };
        if field.control == Control::Email {
            accepted.email = value.to_lowercase();
        }
        accepted.answers.push(Answer { name: field.name.clone(), label: field.label.clone(), value });
    }
    Ok(())
}

/// The label of a choice, which may have been sent as its label or, in the manner of Greenhouse, as its number.
fn chosen(options: &[String], lang: Lang, value: &str) -> Result<String, String> {
    options
        .iter()
        .enumerate()
        .find(|(number, option)| option.as_str() == value || option_value(*number) == value)
        .map(|(_, option)| option.clone())
        .ok_or_else(|| {
            lang.say(
                "Please choose one of the options.",
                "Bitte wählen Sie eine der Möglichkeiten.",
                "Elige una de las opciones.",
            )
            .to_owned()
        })
}

/// The number an option is published and sent under.
pub(crate) fn option_value(number: usize) -> String {
    (1000 + number).to_string()
}

fn check_text(field: &FormField, lang: Lang, value: &str) -> Result<String, String> {
    if value.chars().count() > MAX_TEXT_CHARS {
        return Err(lang
            .say("This answer is too long.", "Diese Antwort ist zu lang.", "La respuesta es demasiado larga.")
            .to_owned());
    }
    let complaint = match field.control {
        Control::Email if !is_email(value) => lang.say(
            "Please enter a valid email address.",
            "Bitte geben Sie eine gültige E-Mail-Adresse ein.",
            "Escribe un correo electrónico válido.",
        ),
        Control::Phone if !is_phone(value) => lang.say(
            "Please enter a valid phone number.",
            "Bitte geben Sie eine gültige Telefonnummer ein.",
            "Escribe un teléfono válido.",
        ),
        Control::Url if !is_url(value) => lang.say(
            "Please enter a valid web address.",
            "Bitte geben Sie eine gültige Adresse ein.",
            "Escribe una dirección web válida.",
        ),
        Control::Number if value.replace(',', ".").parse::<f64>().is_err() => {
            lang.say("Please enter a number.", "Bitte geben Sie eine Zahl ein.", "Escribe un número.")
        }
        Control::Date if chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d").is_err() => {
            lang.say("Please enter a date.", "Bitte geben Sie ein Datum ein.", "Escribe una fecha.")
        }
        Control::Town if !known_cities().contains(&value) => lang.say(
            "Please choose a location from the list.",
            "Bitte wählen Sie einen Ort aus der Liste.",
            "Elige una ubicación de la lista.",
        ),
        _ => return Ok(value.to_owned()),
    };
    Err(complaint.to_owned())
}

fn required(lang: Lang) -> String {
    lang.say("This field is required.", "Dieses Feld ist erforderlich.", "Este campo es obligatorio.")
        .to_owned()
}

fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.rsplit_once('@') else { return false };
    let fine = |c: char| !c.is_whitespace() && !c.is_control() && !"()<>,;:\\\"[]@".contains(c);
    !local.is_empty()
        && value.len() <= 254
        && local.chars().all(fine)
        && domain.contains('.')
        && domain.chars().all(fine)
        && domain.split('.').all(|label| !label.is_empty())
}

fn is_phone(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    (6..=16).contains(&digits) && value.chars().all(|c| c.is_ascii_digit() || " +-()./".contains(c))
}

fn is_url(value: &str) -> bool {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://")).unwrap_or(value);
    rest.contains('.') && !rest.starts_with('.') && !rest.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_cannot_receive_mail_are_refused() {
        for bad in [
            "",
            "ada",
            "ada@",
            "@example.org",
            "ada@example",
            "a da@example.org",
            "ada@example..org",
            "ada@exa,mple.org",
        ] {
            assert!(!is_email(bad), "{bad:?} passed");
        }
        for good in ["ada@example.org", "ada.l+jobs@mail.example.co"] {
            assert!(is_email(good), "{good:?} refused");
        }
    }

    #[test]
    fn a_name_that_ends_in_pdf_does_not_make_a_pdf() {
        assert!(!is_document(b"hello"));
        assert!(is_document(b"%PDF-1.7 ..."));
        assert!(is_document(b"PK\x03\x04....word/document.xml"));
        assert!(!is_document(b"PK\x03\x04....xl/workbook.xml"));
    }
}
