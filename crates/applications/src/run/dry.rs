//! What an application would say, without making one.
//!
//! Goes the same way to the form and answers by the same rules as a run, and stops there: it types nothing, makes no
//! document, presses no button but those that lead to the form, and stores nothing.

use browser::{BrowserError, FormModel, Session, SessionConfig};
use documents::{DocumentKind, file_name};
use domain::{Answer, Ats, DocumentId, FieldAnswer, Profile};
use serde::Serialize;
use url::Url;
use uuid::Uuid;

use super::find;
use super::stop::Stop;
use crate::resolve::{self, Known, Made};

/// What stands in a text field for the letter that a run would write.
const LETTER: &str = "(the cover letter that is written for this job)";

/// What a dry run may know and do.
#[derive(Clone, Copy, Debug)]
pub struct DryRunInput<'a> {
    /// The profile that answers.
    pub profile: &'a Profile,
    /// The answer bank; empty when there is none.
    pub answers: &'a [Answer],
    /// Country of the job, as its two-letter code: the right to work is answered for it. The question's own
    /// words count more.
    pub country: Option<&'a str>,
    /// Follow links that lead away from the posting's site.
    pub follow_external_links: bool,
}

/// A form as a run would fill it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DryRun {
    /// Where the form was found.
    pub form_url: String,
    /// Whose form it is, by its address.
    pub ats: Ats,
    /// The heading over the form.
    pub title: String,
    /// What the button says that would send it.
    pub submit_label: String,
    /// Every question in the form's order.
    pub fields: Vec<DryField>,
    /// Required questions that only the person can answer.
    pub open_questions: usize,
    /// Hidden fields and traps, which are never touched, by their names.
    pub untouched: Vec<String>,
}

/// A question, what it means, and the answer a run would give.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DryField {
    /// The question with its meaning, its answer and where that comes from.
    #[serde(flatten)]
    pub answer: FieldAnswer,
    /// How sure the meaning is, from 0 to 1.
    pub confidence: f64,
    /// The heading it stands under.
    pub section: String,
    /// Whether the person has to answer before the form can be sent.
    pub needs_person: bool,
}

/// Why there is no form to show.
#[derive(Debug, thiserror::Error)]
pub enum DryRunError {
    /// The address is none that a browser opens.
    #[error("\"{0}\" is not a web address; give one that begins with https:// or http://")]
    BadAddress(String),
    /// The browser could not be started.
    #[error(transparent)]
    Browser(#[from] BrowserError),
    /// A run would stop before the form, for this reason.
    #[error("{message}")]
    Stopped {
        /// The stable slug.
        code: &'static str,
        /// What happened and what the person can do.
        message: String,
    },
}

impl From<Stop> for DryRunError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Because { code, message, .. } => Self::Stopped { code, message },
            Stop::Store(error) => Self::Stopped { code: "store_failed", message: error.to_string() },
        }
    }
}

/// Opens the posting or form at `url` and tells how each of its questions would be answered. Sends nothing.
pub async fn dry_run(
    config: &SessionConfig,
    url: &str,
    input: DryRunInput<'_>,
) -> Result<DryRun, DryRunError> {
    let bad = || DryRunError::BadAddress(url.to_owned());
    let start =
        Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(bad)?;
    find::refuse_forbidden(&start)?;
    let session = Session::open(config.clone()).await?;
    let place = async {
        let page = find::open(&session, &start).await?;
        find::form(&session, page, &start, input.follow_external_links).await
    };
    let place = place.await;
    session.close().await;
    let place = place?;
    if place.form.barriers.captcha {
        let message = "The form shows a captcha, which only a person may solve. A run asks you to solve it when it is sent.";
        return Err(DryRunError::Stopped { code: find::CAPTCHA, message: message.to_owned() });
    }
    Ok(answered(&place.form, &place.url, input))
}

/// The form with the answers the input gives.
fn answered(form: &FormModel, url: &Url, input: DryRunInput<'_>) -> DryRun {
    let resume = paper(input.profile, DocumentKind::Resume, None);
    let letter = paper(input.profile, DocumentKind::CoverLetter, Some(LETTER));
    let known = Known {
        profile: input.profile,
        answers: input.answers,
        stated: &[],
        country: input.country,
        resume: Some(&resume),
        cover_letter: Some(&letter),
    };
    let asked = resolve::questions(&form.fields);
    let fields: Vec<DryField> = asked
        .iter()
        .map(|(index, question)| {
            // The documents are not made, so they have no id yet.
            let answer = FieldAnswer { document_id: None, ..resolve::answer(question, known) };
            let (_, confidence) = question.meaning();
            let needs_person = answer.needs_person();
            DryField { answer, confidence, section: form.fields[*index].section.clone(), needs_person }
        })
        .collect();
    let is_asked = |index: usize| asked.iter().any(|(known, _)| *known == index);
    let untouched = form.fields.iter().enumerate().filter(|(index, _)| !is_asked(*index));
    DryRun {
        form_url: url.to_string(),
        ats: Ats::of_url(url),
        title: form.title.clone(),
        submit_label: form.submit_label.clone(),
        open_questions: fields.iter().filter(|field| field.needs_person).count(),
        fields,
        untouched: untouched.map(|(_, field)| field.name.clone()).collect(),
    }
}

/// A document that a run would make.
fn paper(profile: &Profile, kind: DocumentKind, text: Option<&str>) -> Made {
    Made {
        id: DocumentId(Uuid::nil()),
        file_name: file_name(&profile.resume, kind),
        text: text.map(str::to_owned),
    }
}
