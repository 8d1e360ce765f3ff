//! The addresses the demo employers answer, and what every answer has in common.

use crate::behaviour::Behaviours;
use crate::catalogue::Family;
use crate::codes::Codes;
use crate::forms::MAX_FILE_BYTES;
use crate::ledger::Ledger;
use crate::mail::Scheduler;
use crate::world::World;
use crate::{Clock, SANDBOX_HEADER, boards, captcha, careers, control, intake, replica, site};
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use std::sync::Arc;

/// Everything the handlers share.
pub(crate) struct App {
    pub seed: u64,
    /// The address the employers are known by where no request says another, as in mail.
    pub base: String,
    pub world: World,
    pub ledger: Ledger,
    pub scheduler: Arc<Scheduler>,
    pub behaviours: Behaviours,
    /// Codes that were mailed.
    pub codes: Codes,
    /// The forms tests had made.
    pub replicas: replica::Replicas,
    pub clock: Clock,
}

/// A form may hold two files and some text.
const MAX_FORM_BYTES: usize = 2 * MAX_FILE_BYTES + 1024 * 1024;

/// All routes.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(site::home))
        .route("/boards.json", get(boards::all))
        .route("/assets/{name}", get(site::asset))
        .route("/places", get(site::places))
        .route("/signin", get(site::sign_in).post(site::sign_in_refused))
        .route("/captcha", get(captcha::frame))
        .route("/captcha/token", get(captcha::token))
        .route("/assessment/{id}", get(site::assessment))
        .route("/jobboard/", get(site::jobboard))
        .route("/jobboard/jobs/{id}", get(site::jobboard_job))
        .route("/jobboard/out/{id}", get(site::jobboard_out))
        .route("/jobboard/click/{id}", get(site::jobboard_click))
        .merge(greenhouse())
        .merge(lever())
        .merge(ashby())
        .merge(pages())
        .merge(control::routes())
        .merge(replica::routes())
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .fallback(site::not_found)
        .layer(map_response(|mut response: Response| async move {
            response.headers_mut().insert(SANDBOX_HEADER, HeaderValue::from_static("1"));
            response
        }))
        .with_state(app)
}

fn greenhouse() -> Router<Arc<App>> {
    let family = Family::Greenhouse;
    Router::new()
        .route("/greenhouse/v1/boards/{token}/jobs", get(boards::greenhouse_jobs))
        .route("/greenhouse/v1/boards/{token}/jobs/{id}", get(boards::greenhouse_job))
        .route("/greenhouse/{company}", get(move |s, b, p, q, h| careers::list(family, s, b, p, q, h)))
        .route(
            "/greenhouse/{company}/jobs/{id}",
            get(move |s, b, p, h| careers::form(family, s, b, p, h))
                .post(move |s, b, c, p, h, m| intake::submit(family, s, b, c, p, h, m)),
        )
        .route(
            "/greenhouse/{company}/jobs/{id}/confirmation",
            get(move |s, b, p, q| careers::thanks(family, s, b, p, q)),
        )
}

fn lever() -> Router<Arc<App>> {
    let family = Family::Lever;
    Router::new()
        .route("/lever/v0/postings/{site}", get(boards::lever_postings))
        .route("/lever/v0/postings/{site}/{id}", get(boards::lever_posting))
        .route("/lever/{company}", get(move |s, b, p, q, h| careers::list(family, s, b, p, q, h)))
        .route("/lever/{company}/{id}", get(move |s, b, p, h| careers::job(family, s, b, p, h)))
        .route(
            "/lever/{company}/{id}/apply",
            get(move |s, b, p, h| careers::form(family, s, b, p, h))
                .post(move |s, b, c, p, h, m| intake::submit(family, s, b, c, p, h, m)),
        )
        .route("/lever/{company}/{id}/thanks", get(move |s, b, p, q| careers::thanks(family, s, b, p, q)))
}

fn ashby() -> Router<Arc<App>> {
    let family = Family::Ashby;
    Router::new()
        .route("/ashby/posting-api/job-board/{name}", get(boards::ashby_board))
        .route("/ashby/{company}", get(move |s, b, p, q, h| careers::list(family, s, b, p, q, h)))
        .route("/ashby/{company}/{id}", get(move |s, b, p, h| careers::job(family, s, b, p, h)))
        .route("/ashby/{company}/{id}/application", get(move |s, b, p, h| careers::form(family, s, b, p, h)))
        .route(
            "/ashby/{company}/{id}/application/submit",
            post(move |s, b, c, p, h, m| intake::submit(family, s, b, c, p, h, m)),
        )
}

fn pages() -> Router<Arc<App>> {
    let family = Family::JsonLd;
    let thanks = move |s, b, p, q| careers::thanks(family, s, b, p, q);
    Router::new()
        .route("/careers/{company}/", get(move |s, b, p, q, h| careers::list(family, s, b, p, q, h)))
        .route("/careers/{company}/jobs/{id}", get(move |s, b, p, h| careers::job(family, s, b, p, h)))
        .route(
            "/careers/{company}/jobs/{id}/apply",
            get(move |s, b, p, h| careers::form(family, s, b, p, h))
                .post(move |s, b, c, p, h, m| intake::submit(family, s, b, c, p, h, m)),
        )
        .route("/careers/{company}/jobs/{id}/thank-you", get(thanks))
        .route("/careers/{company}/jobs/{id}/danke", get(thanks))
        .route("/careers/{company}/jobs/{id}/gracias", get(thanks))
}

/// The scheme and host a request was made to, so that links work under every name this server is reached by.
#[derive(Debug, Clone)]
pub(crate) struct Base(pub String);

impl FromRequestParts<Arc<App>> for Base {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Self::Rejection> {
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let sound = |host: &&str| host.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(c));
        Ok(Self(host.filter(sound).map_or_else(|| app.base.clone(), |host| format!("http://{host}"))))
    }
}

/// An answer that a client may keep: with validators, and 304 when the client's copy is still right.
pub(crate) fn conditional(
    asked: &HeaderMap,
    content_type: &'static str,
    body: String,
    changed: DateTime<Utc>,
) -> Response {
    let digest = hex::encode(&Sha256::digest(body.as_bytes())[..8]);
    let etag = format!("W/\"{digest}\"");
    let modified = changed.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let unchanged = match asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) {
        Some(known) => {
            known.trim() == "*"
                || known
                    .split(',')
                    .any(|tag| tag.trim().trim_start_matches("W/") == etag.trim_start_matches("W/"))
        }
        None => asked
            .get(header::IF_MODIFIED_SINCE)
            .and_then(|value| value.to_str().ok())
            .and_then(|since| DateTime::parse_from_rfc2822(since).ok())
            .is_some_and(|since| since.timestamp() >= changed.timestamp()),
    };
    let headers = [
        (header::ETAG, etag),
        (header::LAST_MODIFIED, modified),
        (header::CACHE_CONTROL, "max-age=0, private, must-revalidate".to_owned()),
    ];
    if unchanged {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(header::CONTENT_TYPE, content_type)], body).into_response()
}

/// The content type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// The content type of the board APIs.
pub(crate) const JSON: &str = "application/json; charset=utf-8";
