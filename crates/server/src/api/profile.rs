//! The profile: what the person states and looks for.

use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::{DocumentId, Profile, Resume};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::documents::NewDocument;
use store::profiles::StoredProfile;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Json;
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

/// The largest resume.
const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(profile, put_profile)).routes(routes!(upload_resume))
}

/// The profile as stored.
#[derive(Serialize, ToSchema)]
pub(super) struct ProfileAnswer {
    profile: Profile,
    /// Send it back when changing the profile.
    version: i64,
    /// The resume as it was uploaded.
    resume_document_id: Option<DocumentId>,
    updated_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PutProfile {
    profile: Profile,
    /// The version this change was made on.
    version: i64,
}

/// The profile after a resume was read.
#[derive(Serialize, ToSchema)]
struct ResumeAnswer {
    profile: Profile,
    version: i64,
    /// What the person should look at.
    warnings: Vec<String>,
    document_id: DocumentId,
}

/// A resume file.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the multipart form")]
struct ResumeForm {
    /// PDF, DOCX or JSON Resume, at most 10 MB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

impl From<StoredProfile> for ProfileAnswer {
    fn from(stored: StoredProfile) -> Self {
        Self {
            profile: stored.profile,
            version: stored.version,
            resume_document_id: stored.resume_document_id,
            updated_at: stored.updated_at,
        }
    }
}

/// The profile; an empty one of version 0 at first.
#[utoipa::path(get, path = "/profile", tag = "profile", responses((status = 200, body = ProfileAnswer)))]
async fn profile(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<ProfileAnswer>> {
    Ok(axum::Json(app.store.profile(current.id()).await?.into()))
}

/// Replace the profile. Matches are scored again at once.
#[utoipa::path(put, path = "/profile", tag = "profile", request_body = PutProfile,
    responses((status = 200, body = ProfileAnswer), (status = 409, body = Problem)))]
async fn put_profile(
    State(app): State<App>,
    current: CurrentUser,
    Json(new): Json<PutProfile>,
) -> ApiResult<axum::Json<ProfileAnswer>> {
    let mut tx = app.store.begin().await?;
    let stored = tx.put_profile(current.id(), &new.profile, new.version, None).await?;
    tx.commit().await?;
    Ok(axum::Json(stored.into()))
}

/// Fill the profile from a resume. What the person is looking for stays as it is.
#[utoipa::path(post, path = "/profile/resume", tag = "profile",
    request_body(content = inline(ResumeForm), content_type = "multipart/form-data"),
    responses((status = 200, body = ResumeAnswer), (status = 413, body = Problem), (status = 422, body = Problem)))]
async fn upload_resume(
    State(app): State<App>,
    current: CurrentUser,
    form: Result<Multipart, MultipartRejection>,
) -> ApiResult<axum::Json<ResumeAnswer>> {
    let form = form.map_err(|refused| broken_upload(&refused.body_text()))?;
    let (file_name, bytes) = uploaded_file(form).await?;
    let name = file_name.clone();
    let (parsed, bytes) = tokio::task::spawn_blocking(move || (documents::read_resume(&bytes, &name), bytes))
        .await
        .map_err(|error| Problem::internal(&error))?;
    let parsed = parsed.map_err(|error| {
        let status = match error {
            documents::ResumeError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            documents::ResumeError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Problem::new(status, error.slug(), "The resume could not be read", error.to_string())
    })?;
    let before = app.store.profile(current.id()).await?;
    let resume = without_zeros(&parsed.resume)?;
    let profile = Profile { resume, preferences: before.profile.preferences };
    let mut tx = app.store.begin().await?;
    let media_type = media_type(parsed.kind);
    let document = NewDocument {
        kind: "resume",
        file_name: &file_name,
        media_type,
        content: &bytes,
        application_id: None,
    };
    let document_id = tx.add_document(current.id(), document).await?;
    let stored = tx.put_profile(current.id(), &profile, before.version, Some(document_id)).await?;
    tx.commit().await?;
    let warnings = parsed.warnings;
    Ok(axum::Json(ResumeAnswer { profile: stored.profile, version: stored.version, warnings, document_id }))
}

/// The resume without zero characters, which PostgreSQL cannot keep and no resume needs.
fn without_zeros(resume: &Resume) -> ApiResult<Resume> {
    fn clean(value: &mut Value) {
        match value {
            Value::String(text) => text.retain(|character| character != '\0'),
            Value::Array(items) => items.iter_mut().for_each(clean),
            Value::Object(fields) => fields.values_mut().for_each(clean),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut value = serde_json::to_value(resume).map_err(|error| Problem::internal(&error))?;
    clean(&mut value);
    serde_json::from_value(value).map_err(|error| Problem::internal(&error))
}

fn media_type(kind: documents::ResumeKind) -> &'static str {
    match kind {
        documents::ResumeKind::Pdf => "application/pdf",
        documents::ResumeKind::Docx => {
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        }
        documents::ResumeKind::JsonResume => "application/json",
        documents::ResumeKind::Text => "text/plain",
    }
}

async fn uploaded_file(mut form: Multipart) -> ApiResult<(String, Vec<u8>)> {
    while let Some(field) = form.next_field().await.map_err(broke_off)? {
        if field.name() == Some("file") {
            let name: String = field.file_name().unwrap_or("resume").chars().take(200).collect();
            return Ok((name, content(field).await?));
        }
    }
    Err(Problem::invalid("file", "Choose a file to upload: PDF, DOCX or JSON Resume."))
}

/// The file, or the refusal of one that is too large once it was read to its end.
async fn content(mut field: Field<'_>) -> ApiResult<Vec<u8>> {
    let (mut content, mut size) = (Vec::new(), 0);
    while let Some(chunk) = field.chunk().await.map_err(broke_off)? {
        size += chunk.len();
        if size <= MAX_FILE_BYTES {
            content.extend_from_slice(&chunk);
        }
    }
    if size <= MAX_FILE_BYTES { Ok(content) } else { Err(too_large()) }
}

fn broke_off(error: MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => broken_upload(&error.body_text()),
    }
}

fn too_large() -> Problem {
    let detail = "The file is larger than 10 MB. Save the resume without large pictures and try again.";
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The file is too large", detail)
}

fn broken_upload(why: &str) -> Problem {
    let detail = format!("The upload was not understood or broke off: {why}. Try again.");
    Problem::new(StatusCode::BAD_REQUEST, "broken-upload", "The upload broke off", detail)
}
