//! Stored files: resumes, letters, screenshots.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use domain::DocumentId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Id, Query};
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(document))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DocumentQuery {
    /// `1` shows pictures and PDFs in place.
    inline: Option<u8>,
}

/// A stored file.
#[utoipa::path(get, path = "/documents/{id}", tag = "applications", params(("id" = DocumentId, Path), DocumentQuery),
    responses((status = 200, content_type = "application/octet-stream"), (status = 404, body = Problem)))]
async fn document(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<DocumentId>,
    Query(query): Query<DocumentQuery>,
) -> ApiResult<Response> {
    let found = app.store.document(current.id(), id).await?;
    let (document, content) = found.ok_or_else(|| Problem::not_found("document"))?;
    // Only what a browser shows without running anything is shown in place.
    let harmless = matches!(document.media_type.as_str(), "image/png" | "image/jpeg" | "application/pdf");
    let place = if query.inline == Some(1) && harmless { "inline" } else { "attachment" };
    let name: String =
        document.file_name.chars().filter(|c| c.is_ascii_alphanumeric() || ".-_ ".contains(*c)).collect();
    let headers = [
        (header::CONTENT_TYPE, document.media_type),
        (header::CONTENT_DISPOSITION, format!("{place}; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable".to_owned()),
    ];
    let mut response = (headers, content).into_response();
    // A PDF viewer inside a sandboxed frame shows nothing, so PDFs are only kept from being scripts.
    let policy = "default-src 'none'; img-src 'self' data:; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    Ok(response)
}
