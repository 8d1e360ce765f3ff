//! The answers a person gives to the questions of a form: checked against it, and kept for other forms.

use browser::FieldKind;
use domain::{AnswerOrigin, FieldAnswer, Snapshot, UserId};
use store::Tx;
use store::answers::NewAnswer;

use super::{ActionError, Result};
use crate::country;
use crate::meaning::Meaning;
use crate::resolve::{self, Question};

/// Longest answer that is taken.
const MAX_ANSWER_CHARS: usize = 20_000;

/// An answer to one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenAnswer {
    /// [`FieldAnswer::field`].
    pub field: String,
    /// The answer; several choices are separated by line breaks. Empty leaves the field empty.
    pub value: String,
}

/// Puts the answers into the snapshot; gives the places of those that were answered.
pub(super) fn take_in(snapshot: &mut Snapshot, given: &[GivenAnswer]) -> Result<Vec<usize>> {
    let (mut changed, mut wrong) = (Vec::new(), Vec::new());
    for one in given {
        let Some(index) = snapshot.answers.iter().position(|answer| answer.field == one.field) else {
            wrong.push((one.field.clone(), "The form has no such field.".to_owned()));
            continue;
        };
        let answer = &mut snapshot.answers[index];
        match fitting(answer, &one.value) {
            Ok(value) => {
                answer.document_id = answer.document_id.filter(|_| answer.kind == "file" && value.is_some());
                answer.value = value;
                answer.origin = AnswerOrigin::Person;
                changed.push(index);
            }
            Err(sentence) => wrong.push((one.field.clone(), sentence)),
        }
    }
    match wrong.is_empty() {
        true => Ok(changed),
        false => Err(ActionError::InvalidAnswers(wrong)),
    }
}

/// The answer as the form takes it, or why it does not fit. Nothing is an answer of its own.
fn fitting(answer: &FieldAnswer, value: &str) -> std::result::Result<Option<String>, String> {
    if value.trim().is_empty() {
        return Ok(None);
    }
    if value.chars().count() > MAX_ANSWER_CHARS {
        return Err(format!("The answer is longer than {MAX_ANSWER_CHARS} characters."));
    }
    let kind: FieldKind = serde_json::from_value(answer.kind.clone().into()).unwrap_or(FieldKind::Text);
    if kind == FieldKind::File {
        return Err("Files are chosen from your documents and cannot be typed.".to_owned());
    }
    let question = Question {
        field: answer.field.clone(),
        label: answer.label.clone(),
        kind,
        required: answer.required,
        options: answer.options.clone(),
        multiple: matches!(kind, FieldKind::MultiSelect | FieldKind::CheckboxGroup)
            || (kind == FieldKind::Combobox && value.contains(resolve::CHOICE_SEPARATOR)),
        max_length: None,
        autocomplete: String::new(),
        section: String::new(),
    };
    resolve::fit(&question, value).map(Some)
}

/// Keeps an answer for other forms, a legal one for its country.
pub(super) async fn remember(
    tx: &mut Tx,
    user_id: UserId,
    answer: &FieldAnswer,
    of_job: Option<&str>,
) -> Result<()> {
    let (Some(text), false) = (&answer.value, answer.label.trim().is_empty()) else { return Ok(()) };
    let meaning = Meaning::parse(&answer.meaning).unwrap_or(Meaning::Unknown);
    let country = match meaning.depends_on_country() {
        true => country::named_in(&answer.label).or(of_job),
        false => None,
    };
    tx.remember_answer(
        user_id,
        NewAnswer {
            question: &answer.label,
            meaning: meaning.as_str(),
            country,
            text,
            declines: resolve::is_declining(text),
        },
    )
    .await?;
    Ok(())
}
