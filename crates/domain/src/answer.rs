//! Answers to form questions, and where each came from.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AnswerId, DocumentId};

/// An answer the person gave once, kept for the next form that asks the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Answer {
    /// Its id.
    pub id: AnswerId,
    /// The question as it was asked.
    pub question: String,
    /// What the question means, in the vocabulary of field meanings (e.g. `work_authorization`).
    pub meaning: String,
    /// The country the answer holds for (ISO 3166-1 alpha-2), for legal questions.
    pub country: Option<String>,
    /// The answer.
    pub text: String,
    /// Whether the person prefers not to say. Where a form offers such a choice it is taken, and a question that may
    /// stay empty stays empty.
    #[serde(default)]
    #[schema(required)]
    pub declines: bool,
    /// When the person gave it.
    pub stated_at: DateTime<Utc>,
}

impl Answer {
    /// The question under which a person states once that they prefer not to answer any equal-opportunity question.
    pub const EQUAL_OPPORTUNITY: &'static str =
        "Equal-opportunity questions (gender, origin, disability, military service)";
    /// What stands for an answer that is not given.
    pub const DECLINED: &'static str = "Prefer not to say";
}

/// The answer proposed for one field of one form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FieldAnswer {
    /// The field's stable name within the form (its `name`, `id` or path).
    pub field: String,
    /// The question as the form asks it.
    pub label: String,
    /// What kind of input it is: `text`, `select`, `file`, …
    pub kind: String,
    /// What the question means, in the vocabulary of field meanings; `unknown` when it cannot be told.
    pub meaning: String,
    /// Whether the form insists on an answer.
    pub required: bool,
    /// Whether it is a legal or sensitive question, answered only by what the person stated.
    pub sensitive: bool,
    /// The offered choices, when there are any.
    pub options: Vec<String>,
    /// What will be entered; `None` leaves the field empty. For a file, its name.
    pub value: Option<String>,
    /// The file to upload, for a file field.
    pub document_id: Option<DocumentId>,
    /// Where the value comes from.
    pub origin: AnswerOrigin,
}

/// Where an answer comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum AnswerOrigin {
    /// The profile; `path` is the JSON Resume path, e.g. `basics.email`.
    Profile {
        /// JSON Resume path.
        path: String,
    },
    /// An answer the person gave before.
    Bank {
        /// Which.
        answer_id: AnswerId,
        /// When it was given.
        stated_at: DateTime<Utc>,
        /// The question it was given to, when that was put in other words.
        #[serde(default)]
        #[schema(required)]
        asked: Option<String>,
        /// Whether the two questions were only recognised as the same by their words.
        #[serde(default)]
        #[schema(required)]
        by_likeness: bool,
    },
    /// A document made for this application.
    Document,
    /// The person, for this application.
    Person,
    /// A fixed rule that needs no knowledge of the person, e.g. "how did you hear about us".
    Rule {
        /// Which rule, as a sentence.
        rule: String,
    },
    /// Nobody: the person has to answer.
    Unanswered {
        /// Why Jobwire does not answer by itself, as a sentence.
        why: String,
    },
}

impl FieldAnswer {
    /// Whether the person has to answer before the form can be sent.
    pub fn needs_person(&self) -> bool {
        self.required && self.value.as_deref().is_none_or(|value| value.trim().is_empty())
    }
}
