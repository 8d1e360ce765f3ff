//! Drafts of answers in a person's own words, by a language model the operator set up.
//!
//! A draft is written when a person asks for one, shown to them, and forgotten: it is no answer, it is stored nowhere,
//! and no run and no autopilot knows that drafts exist. What the person makes of it they give like any other answer.
//! Only questions that want a text of their own are drafted; legal, personal and pay questions, choices and consents
//! never are. What a model is told and what is believed of it is in `documents::draft`.

mod model;

use std::collections::HashSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use documents::draft::{self, Draft, DraftRequest, Refused, SkillsIn};
use domain::{ApplicationId, FieldAnswer, State, UserId};
use regex::Regex;
use store::applications::ApplicationRecord;
use store::{Store, StoreError};
use tokio::sync::{Semaphore, SemaphorePermit};

pub use model::{MAX_ANSWER_BYTES, Model, ModelError, ModelSettings};

use crate::actions;
use crate::meaning::{Meaning, plain};

/// How many drafts one process asks for at the same time. A local model answers one after the other anyway.
pub const MAX_AT_ONCE: usize = 2;

/// Words of legal, personal and pay questions, and of questions about an answer before them. The meanings say so too;
/// here a word too many costs a draft, and a word too few could cost a false statement.
static NEVER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\bvisas?\b|sponsor|authori[sz]|permit|convict|criminal|felony|vorstraf|disab|behinder|discapaci|handicap|veteran|gender|geschlecht|\bgenero\b|\bsexe\b|ethni|\brac(e|ial)\b|\breligi|salar|compensation|\bpay\b|gehalt|verguetung|vergutung|remunera|\bsueldo|citizen|nationali|staatsangeh|accommodat|medical|health|krank|\bage\b|\bborn\b|\bbirth|pregnan|marital|consent|\bagree|einwillig|\bif (yes|so|no|not|applicable|you answered)\b|\b(falls|wenn) (ja|nein)\b|\bsi (oui|non|la respuesta|es asi)\b|\ben caso (afirmativo|de)",
    )
    .expect("the pattern is a literal")
});

/// Why there is no draft. Each sentence is for the person.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no such application of theirs.
    #[error("There is no such application.")]
    NotFound,
    /// Answers are not taken now.
    #[error("This is not possible while the application is \"{}\".", state.as_str().replace('_', " "))]
    NotAllowed {
        /// The state it is in.
        state: State,
    },
    /// The form has no such field.
    #[error("The form has no such field.")]
    NoSuchField,
    /// The question is answered, or is not one for a draft.
    #[error(
        "A draft is written only for an open question that wants your own words. Answer this one yourself."
    )]
    NotForThis,
    /// The profile states nothing a draft could be made of.
    #[error("Your profile states nothing a draft could be made of. Add your work or a summary to it first.")]
    EmptyProfile,
    /// Others are being written.
    #[error("Another draft is being written. Try again when it is done.")]
    Busy,
    /// The model gave no answer.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The model's answer is no draft.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes drafts, one per person and [`MAX_AT_ONCE`] in all at a time.
pub struct Writer {
    model: Arc<Model>,
    skills_in: SkillsIn,
    places: Semaphore,
    /// Whose drafts are being written. A name is taken out by the [`Turn`] that put it in, also when the request that
    /// holds it is dropped.
    writing: Mutex<HashSet<UserId>>,
}

impl Writer {
    /// A writer with this model; `skills_in` is the vocabulary of skills a draft is checked with.
    pub fn new(model: Arc<Model>, skills_in: SkillsIn) -> Self {
        Self { model, skills_in, places: Semaphore::new(MAX_AT_ONCE), writing: Mutex::default() }
    }

    /// The model that writes.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Asks the model for a draft of the answer to one open question. Changes nothing.
    pub async fn write(
        &self,
        store: &Store,
        user_id: UserId,
        id: ApplicationId,
        field: &str,
    ) -> Result<Draft, DraftError> {
        let record = store.application(user_id, id).await?.ok_or(DraftError::NotFound)?;
        let state = record.application.status;
        if !takes_answers(&record) {
            return Err(DraftError::NotAllowed { state });
        }
        let snapshot = record.snapshot.as_ref().ok_or(DraftError::NotAllowed { state })?;
        let asked = snapshot.answers.iter().find(|answer| answer.field == field);
        let asked = asked.ok_or(DraftError::NoSuchField)?;
        if !wants_own_words(asked) {
            return Err(DraftError::NotForThis);
        }
        let profile = store.profile(user_id).await?.profile;
        let request = DraftRequest {
            question: asked.label.clone(),
            job_title: record.application.job_title.clone(),
            company: record.application.company.clone(),
            statements: draft::statements(&profile.resume),
        };
        if request.statements.is_empty() {
            return Err(DraftError::EmptyProfile);
        }
        let _turn = self.turn(user_id)?;
        let answer =
            self.model.ask("draft", DraftRequest::system(), &request.data(), &DraftRequest::schema()).await?;
        request.read(&answer, self.skills_in).map_err(|refused| {
            // What it wrote is the person's; the log says only that it was refused.
            tracing::info!("a draft was refused");
            refused.into()
        })
    }

    fn turn(&self, user_id: UserId) -> Result<Turn<'_>, DraftError> {
        let place = self.places.try_acquire().map_err(|_| DraftError::Busy)?;
        let is_first = self.writing.lock().unwrap_or_else(PoisonError::into_inner).insert(user_id);
        match is_first {
            true => Ok(Turn { writer: self, user_id, _place: place }),
            false => Err(DraftError::Busy),
        }
    }
}

/// A person's draft being written.
struct Turn<'a> {
    writer: &'a Writer,
    user_id: UserId,
    _place: SemaphorePermit<'a>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.writer.writing.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.user_id);
    }
}

/// The fields of an application a draft can be asked for now.
pub fn draftable(record: &ApplicationRecord) -> Vec<String> {
    let snapshot = record.snapshot.as_ref().filter(|_| takes_answers(record));
    let answers = snapshot.map(|snapshot| snapshot.answers.as_slice()).unwrap_or_default();
    answers.iter().filter(|answer| wants_own_words(answer)).map(|answer| answer.field.clone()).collect()
}

fn takes_answers(record: &ApplicationRecord) -> bool {
    actions::allowed_actions(record).contains(&"answer")
}

/// Whether a question is open and wants a text in the person's own words.
pub fn wants_own_words(asked: &FieldAnswer) -> bool {
    let is_open =
        asked.document_id.is_none() && asked.value.as_deref().is_none_or(|value| value.trim().is_empty());
    let is_text = asked.options.is_empty() && matches!(asked.kind.as_str(), "text" | "textarea");
    let is_own_words = match Meaning::parse(&asked.meaning).map(Meaning::group) {
        Some(Meaning::Essay) => true,
        // Not understood, but of several lines: a question of the employer's own.
        Some(Meaning::Unknown) => asked.kind == "textarea",
        _ => false,
    };
    is_open && is_text && is_own_words && !asked.sensitive && !NEVER.is_match(&plain(&asked.label))
}

#[cfg(test)]
mod tests {
    use domain::AnswerOrigin;

    use super::*;
    use crate::meaning;

    /// An open question as a form of that kind would ask it.
    fn open(label: &str, kind: &str) -> FieldAnswer {
        let field_kind = serde_json::from_value(kind.into()).expect("a kind of field");
        let (meaning, _) = meaning::of(label, Some(field_kind), &[]);
        FieldAnswer {
            field: "q".to_owned(),
            label: label.to_owned(),
            kind: kind.to_owned(),
            meaning: meaning.as_str().to_owned(),
            required: true,
            sensitive: meaning.is_sensitive(),
            options: Vec::new(),
            value: None,
            document_id: None,
            origin: AnswerOrigin::Unanswered { why: "This wants your own words.".to_owned() },
        }
    }

    #[test]
    fn open_questions_for_own_words_are_drafted() {
        for label in [
            "Why do you want to work at Nordlicht?",
            "Tell us about a project you are proud of",
            "What motivates you?",
            "Describe your experience with distributed systems",
            "Warum möchten Sie bei uns arbeiten?",
            "¿Por qué quieres trabajar con nosotros?",
            "Is there anything else you want us to know?",
        ] {
            assert!(
                wants_own_words(&open(label, "textarea")),
                "{label}: {}",
                open(label, "textarea").meaning
            );
        }
        assert!(wants_own_words(&open("Why Nordlicht?", "text")));
    }

    #[test]
    fn legal_personal_and_pay_questions_choices_and_what_is_answered_never_are() {
        for label in [
            "Please describe any criminal convictions",
            "Please explain your visa situation",
            "If yes, please explain",
            "If you answered yes above, give details",
            "Falls ja, bitte erläutern",
            "What are your salary expectations?",
            "Why do you expect this salary?",
            "Describe a disability you have",
            "Tell us about your gender identity",
            "Describe the accommodations you need",
            "Do you agree to the processing of your data?",
            "Are you authorized to work in Germany?",
            "Email",
            "Phone",
            "Address",
            "Full name",
            "Cover letter",
            "Notice period",
            "How did you hear about us?",
            "Do you have experience with Kubernetes?",
        ] {
            for kind in ["text", "textarea"] {
                assert!(!wants_own_words(&open(label, kind)), "{label}: {}", open(label, kind).meaning);
            }
        }
        let why = || open("Why do you want to work at Nordlicht?", "textarea");
        let answered = FieldAnswer { value: Some("Because.".to_owned()), ..why() };
        let choice = FieldAnswer { options: vec!["Money".to_owned()], ..why() };
        let sensitive = FieldAnswer { sensitive: true, ..why() };
        let boxed = FieldAnswer { kind: "checkbox".to_owned(), ..why() };
        for asked in [answered, choice, sensitive, boxed] {
            assert!(!wants_own_words(&asked), "{asked:?}");
        }
    }
}
