//! Which answer each question of a form gets, and where it comes from.
//!
//! Pure: a form's questions and what the person stated in, answers out. An answer is something the person said: in
//! the profile, in the answer bank, or for this very application. It refuses to invent. Legal and sensitive
//! questions are answered only from what was stated for that question, or for its meaning and country; a choice
//! always equals an offered option. What is required and not known waits for the person.

mod bank;
mod choice;
mod facts;
mod topic;
mod whose;

use browser::{Field, FieldKind};
use domain::{Answer, AnswerOrigin, DocumentId, FieldAnswer, Profile};

pub use bank::is_declining;
pub use choice::{CHOICE_SEPARATOR, TICKED, checked, choose, fit};

use crate::country;
use crate::meaning::{self, Meaning, plain};

/// A question of a form, as far as answering needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Unique within the form: its technical name, or its label.
    pub field: String,
    /// As the form asks it.
    pub label: String,
    /// How it is answered.
    pub kind: FieldKind,
    /// Whether the form insists.
    pub required: bool,
    /// The offered choices.
    pub options: Vec<String>,
    /// Takes several answers.
    pub multiple: bool,
    /// The longest text it takes.
    pub max_length: Option<u32>,
    /// The page's own `autocomplete` token.
    pub autocomplete: String,
    /// The heading it stands under.
    pub section: String,
}

/// A document made for the application.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The stored file.
    pub id: DocumentId,
    /// Its name.
    pub file_name: String,
    /// Its text, for a form that wants it typed.
    pub text: Option<String>,
}

/// All that may be said in the person's name.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The profile.
    pub profile: &'a Profile,
    /// The answer bank.
    pub answers: &'a [Answer],
    /// What the person answered for this application.
    pub stated: &'a [FieldAnswer],
    /// The country of the job, where it is known.
    pub country: Option<&'a str>,
    /// The resume to send.
    pub resume: Option<&'a Made>,
    /// The cover letter to send.
    pub cover_letter: Option<&'a Made>,
}

/// A value and where it comes from.
struct Found {
    value: String,
    origin: AnswerOrigin,
    document_id: Option<DocumentId>,
}

/// Below this a meaning is too unsure to answer by it.
const SURE: f64 = 0.8;
/// Longest label that is used as a field's name when it has none.
const NAME_CHARS: usize = 80;

/// The questions of a form that a person would answer: visible, no traps, nothing greyed out, no passwords.
pub fn questions(fields: &[Field]) -> Vec<(usize, Question)> {
    let mut seen = std::collections::HashMap::<String, usize>::new();
    let mut asked = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let untouchable =
            !field.visible || field.honeypot || field.disabled || field.kind == FieldKind::Password;
        if untouchable {
            continue;
        }
        let own = if field.name.is_empty() {
            domain::text::shorten(&field.label, NAME_CHARS)
        } else {
            field.name.clone()
        };
        let count = seen.entry(own.clone()).or_insert(0);
        *count += 1;
        let name = if *count == 1 { own } else { format!("{own}#{count}") };
        asked.push((index, Question::of(field, name)));
    }
    asked
}

impl Question {
    fn of(field: &Field, name: String) -> Self {
        Self {
            field: name,
            label: field.label.clone(),
            kind: field.kind,
            required: field.required,
            options: field.options.clone(),
            multiple: field.multiple
                || matches!(field.kind, FieldKind::MultiSelect | FieldKind::CheckboxGroup),
            max_length: field.max_length,
            autocomplete: field.autocomplete.clone(),
            section: field.section.clone(),
        }
    }

    /// What it asks, and how sure that is. The page's own token beats the label.
    pub fn meaning(&self) -> (Meaning, f64) {
        if let Some(found) = meaning::of_token(&self.autocomplete) {
            return found;
        }
        meaning::of(&self.label, Some(self.kind), &self.options)
    }
}

/// An answer for every question, in the form's order.
pub fn resolve(asked: &[Question], known: Known<'_>) -> Vec<FieldAnswer> {
    asked.iter().map(|question| answer(question, known)).collect()
}

/// The answer to one question.
pub(crate) fn answer(question: &Question, known: Known<'_>) -> FieldAnswer {
    let (meaning, confidence) = question.meaning();
    let found = find(question, meaning, confidence, known).and_then(|found| shaped(question, found));
    let (value, document_id, origin) = match found {
        Ok(found) => (Some(found.value), found.document_id, found.origin),
        Err(why) => (None, None, AnswerOrigin::Unanswered { why }),
    };
    FieldAnswer {
        field: question.field.clone(),
        label: question.label.clone(),
        kind: kind_word(question.kind),
        meaning: meaning.as_str().to_owned(),
        required: question.required,
        sensitive: meaning.is_sensitive(),
        options: question.options.clone(),
        value,
        document_id,
        origin,
    }
}

/// The first source that knows, or why none does.
fn find(question: &Question, meaning: Meaning, confidence: f64, known: Known<'_>) -> Result<Found, String> {
    if let Some(found) = stated(question, known) {
        return found;
    }
    if question.kind == FieldKind::File {
        return document(meaning, known);
    }
    let country = country::named_in(&question.label).or(known.country);
    if let Some(found) = bank::remembered(question, meaning, confidence, country, known) {
        return found;
    }
    let is_own = whose::is_own(question, meaning);
    if meaning.is_sensitive() || meaning.group() == Meaning::Consent || confidence < SURE || !is_own {
        return Err(why_not(meaning, question, country));
    }
    let fact = match meaning {
        Meaning::CoverLetter => letter_text(known),
        Meaning::HowHeard => choice::how_heard(&question.options).map(|option| Found {
            value: option,
            origin: AnswerOrigin::Rule { rule: "Jobwire found this job on a job board.".to_owned() },
            document_id: None,
        }),
        Meaning::Language if question.multiple => facts::languages(known.profile, &question.options),
        _ => facts::of(meaning, question, known.profile),
    };
    fact.ok_or_else(|| why_not(meaning, question, country))
}

/// What the person answered for this application, if the question is still the same.
fn stated(question: &Question, known: Known<'_>) -> Option<Result<Found, String>> {
    let same = |answer: &&FieldAnswer| {
        answer.origin == AnswerOrigin::Person
            && answer.field == question.field
            && plain(&answer.label) == plain(&question.label)
    };
    let given = known.stated.iter().find(same)?;
    Some(match &given.value {
        Some(value) => {
            Ok(Found { value: value.clone(), origin: AnswerOrigin::Person, document_id: given.document_id })
        }
        None => Err("You left this empty.".to_owned()),
    })
}

fn document(meaning: Meaning, known: Known<'_>) -> Result<Found, String> {
    let made = match meaning {
        Meaning::CoverLetter => known.cover_letter,
        Meaning::Resume => known.resume,
        _ => return Err("Jobwire has no file for this question.".to_owned()),
    };
    let made = made.ok_or_else(|| "There is no such document for this application.".to_owned())?;
    Ok(Found { value: made.file_name.clone(), origin: AnswerOrigin::Document, document_id: Some(made.id) })
}

fn letter_text(known: Known<'_>) -> Option<Found> {
    let text = known.cover_letter?.text.clone()?;
    Some(Found { value: text, origin: AnswerOrigin::Document, document_id: None })
}

/// Brings a value into the form the field takes, or says why it does not fit.
fn shaped(question: &Question, found: Found) -> Result<Found, String> {
    if found.origin == AnswerOrigin::Document && question.kind == FieldKind::File {
        return Ok(found);
    }
    let value = choice::fit(question, &found.value)?;
    Ok(Found { value, ..found })
}

fn why_not(meaning: Meaning, question: &Question, country: Option<&str>) -> String {
    if !question.required && !meaning.is_sensitive() {
        return "Not required, and your profile does not say.".to_owned();
    }
    if meaning.is_never_filled() {
        return "Jobwire never types payment details or passwords.".to_owned();
    }
    match meaning.group() {
        Meaning::Eeo | Meaning::Pronouns => "Jobwire answers this only as you stated it.".to_owned(),
        Meaning::Consent => "Only you can agree to this.".to_owned(),
        Meaning::WorkAuthorization | Meaning::Sponsorship => match country.and_then(country::name_of) {
            Some(name) => format!("You have not stated this for {name} yet."),
            None => "You have not stated this for the country of this job yet.".to_owned(),
        },
        _ if meaning.is_sensitive() => {
            "A legal or personal question: Jobwire answers it only as you stated it.".to_owned()
        }
        Meaning::Essay => "This wants your own words.".to_owned(),
        Meaning::Other if meaning != Meaning::Other => "Your profile does not say.".to_owned(),
        Meaning::Unknown | Meaning::NotALabel | Meaning::Other => {
            "Jobwire does not know what this asks.".to_owned()
        }
        _ => "Your profile does not say.".to_owned(),
    }
}

fn kind_word(kind: FieldKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(word)) => word,
        _ => "other".to_owned(),
    }
}
