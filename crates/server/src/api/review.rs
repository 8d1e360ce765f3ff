//! What a person compares before they approve: the documents that will be sent beside what they state.

use applications::review::{self, Printed};
use axum::extract::State;
use documents::{Locale, cover_letter, read_resume};
use domain::review::Review;
use domain::{ApplicationId, DocumentId, Job, UserId};
use store::applications::ApplicationRecord;
use store::documents::Document;
use store::profiles::StoredProfile;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Id;
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(documents_review))
}

/// The documents that will be sent, line by line beside what the profile states. About exactly the content whose
/// hash it carries; empty before the form was filled.
#[utoipa::path(get, path = "/applications/{id}/review", tag = "applications", params(("id" = ApplicationId, Path)),
    responses((status = 200, body = Review), (status = 404, body = Problem)))]
async fn documents_review(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ApplicationId>,
) -> ApiResult<axum::Json<Review>> {
    let user_id = current.id();
    let record =
        app.store.application(user_id, id).await?.ok_or_else(|| Problem::not_found("application"))?;
    let Some(snapshot) = &record.snapshot else { return Ok(axum::Json(Review::default())) };
    let resume = stored(&app, user_id, snapshot.resume_id).await?;
    let letter = stored(&app, user_id, snapshot.cover_letter_id).await?;
    let profile = app.store.profile(user_id).await?;
    let job = app.store.job(record.application.job_id).await?;
    let made = tokio::task::spawn_blocking(move || compare(&record, &profile, job.as_ref(), resume, letter));
    Ok(axum::Json(made.await.map_err(|error| Problem::internal(&error))?))
}

type Stored = Option<(Document, Vec<u8>)>;

async fn stored(app: &App, user_id: UserId, id: Option<DocumentId>) -> ApiResult<Stored> {
    Ok(match id {
        Some(id) => app.store.document(user_id, id).await?,
        None => None,
    })
}

/// Reads the printed files back and compares. Takes processor time: run it beside the server's threads.
fn compare(
    record: &ApplicationRecord,
    profile: &StoredProfile,
    job: Option<&Job>,
    resume: Stored,
    letter: Stored,
) -> Review {
    let stated = &profile.profile.resume;
    let resume = resume.and_then(|(document, content)| {
        let text = text_of(&document, &content);
        let printed = printed(&document, text.as_deref());
        match (document.kind.as_str(), job) {
            ("resume", _) => Some(review::own_file(&printed)),
            (_, Some(job)) => Some(review::resume(
                stated,
                &job.posting,
                record.application.auto_customize,
                &printed,
                profile.resume_document_id,
            )),
            (_, None) => None,
        }
    });
    let cover_letter = letter.zip(job).map(|((document, content), job)| {
        let text = text_of(&document, &content);
        let locale = Locale::from_code(job.posting.language.as_deref().unwrap_or_default());
        let clean = documents::without_placeholders(stated);
        review::letter(
            &clean,
            &cover_letter(&clean, &job.posting, locale),
            &printed(&document, text.as_deref()),
        )
    });
    Review { snapshot_sha256: record.snapshot_sha256.clone(), resume, cover_letter }
}

fn printed<'a>(document: &'a Document, text: Option<&'a str>) -> Printed<'a> {
    Printed { id: DocumentId(document.id), file_name: &document.file_name, text }
}

/// A file that cannot be read back is shown as it is, and said to be uncompared.
fn text_of(document: &Document, content: &[u8]) -> Option<String> {
    read_resume(content, &document.file_name).ok().map(|read| read.text)
}
