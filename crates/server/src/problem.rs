//! Errors as `application/problem+json`: a stable slug for programs, a sentence for people.

use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;

/// The result of an API handler.
pub type ApiResult<T> = Result<T, Problem>;

/// What went wrong, in the shape of RFC 9457.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// `/problems/<slug>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Stable, for programs.
    pub slug: &'static str,
    /// A short heading.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what to do, for a person.
    pub detail: String,
    /// Which fields are wrong, where it is about fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// The field's name in the request.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl Problem {
    /// A problem of this status.
    pub fn new(
        status: StatusCode,
        slug: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind: format!("/problems/{slug}"),
            slug,
            title,
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
        }
    }

    /// Nothing there, or not this person's: the same answer, so that nothing can be probed.
    pub fn not_found(what: &str) -> Self {
        let detail = format!("There is no such {what}. It may have been removed.");
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
    }

    /// Nobody is signed in.
    pub fn signed_out() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "signed-out",
            "Not signed in",
            "Sign in, or send a valid API token.",
        )
    }

    /// More live connections of one session than anybody has tabs.
    pub fn too_many_connections() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too-many-connections",
            "Too many connections",
            "This session has 50 live connections open. Close some of its tabs or clients, then try again.",
        )
    }

    /// The request cannot be done as things are.
    pub fn conflict(slug: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, slug, title, detail)
    }

    /// A field is wrong.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        let mut problem = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid-input",
            "The input is not valid",
            message.clone(),
        );
        problem.errors.push(FieldError { field: field.to_owned(), message });
        problem
    }

    /// The request is not in the form this address takes.
    pub fn not_understood(status: StatusCode, slug: &'static str, detail: impl Into<String>) -> Self {
        Self::new(status, slug, "The request was not understood", detail)
    }

    /// The address is there, and does not take this method.
    pub fn method_not_allowed() -> Self {
        let detail = "This address does not take that method. The header Allow names the ones it takes.";
        Self::not_understood(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", detail)
    }

    /// The request took longer than it may.
    pub fn timed_out() -> Self {
        let detail = "The request took too long and was stopped. Try again when the server has less to do.";
        Self::new(StatusCode::REQUEST_TIMEOUT, "timed-out", "The request took too long", detail)
    }

    /// Our own fault; the details are in the log only.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed");
        let detail = "Something went wrong in Jobwire itself. Nothing was changed. Try again; if it stays, look at the log.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error", detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale { what } => Self::conflict(
                "stale-version",
                "Changed in the meantime",
                format!(
                    "{} changed in the meantime. Look at it again and repeat what you wanted.",
                    capital(what)
                ),
            ),
            StoreError::IllegalMove(refused) => Self::conflict(
                "not-possible-now",
                "Not possible now",
                format!("That is not possible in its present state: {refused}."),
            ),
            StoreError::Exists { what } => {
                Self::conflict("exists", "Exists already", format!("There is {what} already."))
            }
            StoreError::Paused => Self::conflict(
                "batch-paused",
                "The batch is paused",
                format!("{}.", capital(&error.to_string())),
            ),
            StoreError::Limit { .. } => {
                Self::conflict("too-many", "Too many", format!("{}.", capital(&error.to_string())))
            }
            StoreError::DiskFull => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "disk-full",
                "The disk is full",
                "Nothing was saved. Free some space where Jobwire's data folder is, then try again.",
            ),
            StoreError::Sealed => Self::conflict(
                "sealed",
                "A stored secret cannot be opened",
                "The key file changed since it was saved. Enter the password again.",
            ),
            StoreError::Corrupt { .. }
            | StoreError::KeyFile(_)
            | StoreError::HalfFilled
            | StoreError::TakenBack { .. }
            | StoreError::Database(_)
            | StoreError::Migration(_) => Self::internal(&error),
        }
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        let detail = format!("The body is not the JSON this request takes: {}", rejection.body_text());
        Self::not_understood(rejection.status(), "invalid-json", detail)
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        let detail = format!("The address's query was not understood: {}", rejection.body_text());
        Self::not_understood(StatusCode::BAD_REQUEST, "invalid-query", detail)
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
