//! The documents of one application: made once, stored, and used again by later runs, so that what was approved is
//! what is sent.

use documents::{DocumentKind, Locale, cover_letter, file_name, render_letter, render_resume, tailor};
use domain::{DocumentId, Timestamp};
use store::documents::{Document, NewDocument};

use super::Run;
use super::stop::Stop;
use crate::resolve::Made;

const PDF: &str = "application/pdf";

/// The documents to send.
pub(super) struct Papers {
    pub resume: Option<Made>,
    pub cover_letter: Option<Made>,
}

impl Papers {
    pub fn summary(&self) -> String {
        let names =
            [&self.resume, &self.cover_letter].into_iter().flatten().map(|made| made.file_name.as_str());
        names.collect::<Vec<_>>().join(", ")
    }
}

/// The documents of this application, made now if there are none yet or the profile has changed since.
pub(super) async fn for_application(run: &Run<'_>) -> Result<Papers, Stop> {
    let record = &run.record;
    let stored = run.context.store.documents_of(record.user_id, record.application.id).await?;
    let resume = &run.profile.profile.resume;
    let locale = Locale::from_code(run.job.posting.language.as_deref().unwrap_or_default());
    let letter = cover_letter(resume, &run.job.posting, locale);
    let letter_text = Some(letter.text());
    let fresh = |kind: &str| newest(&stored, kind, run.profile.updated_at);
    if !record.application.auto_customize
        && let Some(original) = original(run).await?
    {
        return Ok(Papers { resume: Some(original), cover_letter: None });
    }
    let made_resume = match fresh("tailored_resume") {
        Some(document) => made(document, None),
        None => {
            let tailored = match record.application.auto_customize {
                true => tailor(resume, &run.job.posting).resume,
                false => resume.clone(),
            };
            let content = print(move || render_resume(&tailored, locale)).await?;
            store(run, "tailored_resume", file_name(resume, DocumentKind::Resume), &content, None).await?
        }
    };
    if !record.application.auto_customize {
        return Ok(Papers { resume: Some(made_resume), cover_letter: None });
    }
    let made_letter = match fresh("cover_letter") {
        Some(document) => made(document, letter_text),
        None => {
            let sender = resume.clone();
            let content = print(move || render_letter(&letter, &sender, None)).await?;
            store(run, "cover_letter", file_name(resume, DocumentKind::CoverLetter), &content, letter_text)
                .await?
        }
    };
    Ok(Papers { resume: Some(made_resume), cover_letter: Some(made_letter) })
}

/// The resume as the person uploaded it, when employers take that kind of file.
async fn original(run: &Run<'_>) -> Result<Option<Made>, Stop> {
    let Some(id) = run.profile.resume_document_id else { return Ok(None) };
    let found = run.context.store.document(run.record.user_id, id).await?;
    let usable = |document: &Document| {
        let name = document.file_name.to_lowercase();
        document.media_type == PDF || name.ends_with(".pdf") || name.ends_with(".docx")
    };
    Ok(found.filter(|(document, _)| usable(document)).map(|(document, _)| made(&document, None)))
}

fn newest<'a>(
    stored: &'a [Document],
    kind: &str,
    profile_changed_at: Option<Timestamp>,
) -> Option<&'a Document> {
    let newest = stored.iter().rfind(|document| document.kind == kind)?;
    profile_changed_at.is_none_or(|changed| newest.created_at >= changed).then_some(newest)
}

fn made(document: &Document, text: Option<String>) -> Made {
    Made { id: DocumentId(document.id), file_name: document.file_name.clone(), text }
}

/// Typesetting takes whole processor seconds; the other runs go on meanwhile.
async fn print(
    render: impl FnOnce() -> Result<Vec<u8>, documents::RenderError> + Send + 'static,
) -> Result<Vec<u8>, Stop> {
    let printed = tokio::task::spawn_blocking(render).await;
    match printed {
        Ok(Ok(content)) => Ok(content),
        Ok(Err(error)) => {
            Err(Stop::fail("document_not_made", format!("{error} Correct the profile and try again.")))
        }
        Err(error) => {
            Err(Stop::try_again("document_not_made", format!("The document could not be made: {error}")))
        }
    }
}

async fn store(
    run: &Run<'_>,
    kind: &str,
    name: String,
    content: &[u8],
    text: Option<String>,
) -> Result<Made, Stop> {
    let mut tx = run.context.store.begin().await?;
    let new = NewDocument {
        kind,
        file_name: &name,
        media_type: PDF,
        content,
        application_id: Some(run.record.application.id),
    };
    let id = tx.add_document(run.record.user_id, new).await?;
    tx.commit().await?;
    Ok(Made { id, file_name: name, text })
}
