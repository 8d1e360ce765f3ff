//! Extractors whose refusals are problems a person can read.

use axum::RequestExt as _;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use futures::StreamExt as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::PageRequest;
use utoipa::IntoParams;

use crate::problem::Problem;

/// The largest body of a request without a file.
const MAX_BODY_BYTES: usize = 1024 * 1024;
/// How much of a larger body is taken off the wire. Clients look for an answer only after they have sent
/// everything; beyond this the connection is cut.
pub const MAX_SENT_BYTES: usize = 64 * 1024 * 1024;

/// A JSON body. Text with a zero character is refused here: PostgreSQL cannot keep it.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        if !says_json(request.headers()) {
            let detail = "Send the body as JSON, with the header content-type: application/json.";
            return Err(Problem::not_understood(StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid-json", detail));
        }
        let body = whole_body(request).await?;
        if holds_zero(&body) {
            let detail = "A text in the body holds a zero character. Remove it and try again.";
            return Err(Problem::not_understood(StatusCode::UNPROCESSABLE_ENTITY, "invalid-json", detail));
        }
        Ok(Self(axum::Json::from_bytes(&body)?.0))
    }
}

/// The body; one that is too large is refused after it was read to its end.
async fn whole_body(request: Request) -> Result<Vec<u8>, Problem> {
    let mut chunks = request.into_limited_body().into_data_stream();
    let (mut body, mut size) = (Vec::new(), 0);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| {
            tracing::debug!(%error, "a body broke off");
            let detail = "The body broke off or is far too large. Check it and send it again.";
            Problem::not_understood(StatusCode::BAD_REQUEST, "broken-body", detail)
        })?;
        size += chunk.len();
        if size <= MAX_BODY_BYTES {
            body.extend_from_slice(&chunk);
        }
    }
    if size > MAX_BODY_BYTES {
        let detail = "The body is larger than 1 MB. Shorten the longest texts in it and try again.";
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
            "The body is too large",
            detail,
        ));
    }
    Ok(body)
}

fn says_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// Whether a text in this JSON holds the zero character, which JSON can only write as `\u0000`.
fn holds_zero(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        if rest[at..].starts_with(br"\u0000") {
            return true;
        }
        // A backslash and what it stands before belong together, so that `\\u0000` is six characters.
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

/// A query string.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            let detail = "The address's query holds a zero character. Remove it and try again.";
            return Err(Problem::not_understood(StatusCode::BAD_REQUEST, "invalid-query", detail));
        }
        Ok(Self(axum::extract::Query::from_request_parts(parts, state).await?.0))
    }
}

/// An id in the path. What is no id is simply not found.
pub struct Id<T>(pub T);

impl<T: From<uuid::Uuid>, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Path::<uuid::Uuid>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(id)) => Ok(Self(T::from(id))),
            Err(_) => Err(Problem::not_found("thing")),
        }
    }
}

/// Which page of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many rows, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl From<Paging> for PageRequest {
    fn from(paging: Paging) -> Self {
        Self { limit: paging.limit.unwrap_or(0), cursor: paging.cursor }
    }
}

/// A list that is never long enough for pages.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Items<T> {
    /// The rows.
    pub items: Vec<T>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_is_seen_and_six_characters_that_look_like_one_are_not() {
        for (json, holds) in [
            (r#"{"a":"b\u0000c"}"#, true),
            (r#"{"a":"\\\u0000"}"#, true),
            (r#"{"a":"\\u0000"}"#, false),
            (r#"{"a":"\u0001\\"}"#, false),
            (r#"{"a":"\"#, false),
            ("", false),
        ] {
            assert_eq!(holds_zero(json.as_bytes()), holds, "{json}");
        }
    }
}
