//! The boards as programs read them.

use crate::catalogue::companies::company;
use crate::catalogue::{Company, Family, Posting};
use crate::routes::{App, Base, JSON, conditional};
use crate::world::{self, Found};
use crate::{forms, shapes};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /boards.json`
pub(crate) async fn all(Base(base): Base) -> Json<Vec<Value>> {
    Json(world::boards(&base))
}

/// The switches the board APIs know.
#[derive(Debug, Deserialize)]
pub(crate) struct Switches {
    content: Option<String>,
    questions: Option<String>,
    skip: Option<usize>,
    limit: Option<usize>,
    location: Option<String>,
    team: Option<String>,
    department: Option<String>,
    commitment: Option<String>,
    #[serde(rename = "includeCompensation")]
    include_compensation: Option<String>,
}

fn on(switch: Option<&str>) -> bool {
    switch.is_some_and(|value| value == "true" || value == "1")
}

fn board_of(family: Family, slug: &str) -> Option<&'static Company> {
    company(slug).filter(|company| company.slug == slug && shapes::publishes(company, family))
}

fn open_posting(app: &App, family: Family, slug: &str, id: &str) -> Option<Arc<Posting>> {
    let company = board_of(family, slug)?;
    match app.world.find(id) {
        Some(Found::Open(posting)) if posting.company.slug == company.slug => Some(posting),
        _ => None,
    }
}

/// `GET /greenhouse/v1/boards/{token}/jobs`
pub(crate) async fn greenhouse_jobs(
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path(token): Path<String>,
    Query(switches): Query<Switches>,
    headers: HeaderMap,
) -> Response {
    let Some(company) = board_of(Family::Greenhouse, &token) else {
        return greenhouse_missing();
    };
    let (postings, changed) = app.world.board(company);
    let content = on(switches.content.as_deref());
    let jobs: Vec<Value> =
        postings.iter().map(|posting| shapes::greenhouse_job(&base, posting, content)).collect();
    let body = json!({ "jobs": jobs, "meta": { "total": jobs.len() } });
    conditional(&headers, JSON, body.to_string(), changed)
}

/// `GET /greenhouse/v1/boards/{token}/jobs/{id}`
pub(crate) async fn greenhouse_job(
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path((token, id)): Path<(String, String)>,
    Query(switches): Query<Switches>,
    headers: HeaderMap,
) -> Response {
    let Some(posting) = open_posting(&app, Family::Greenhouse, &token, &id) else {
        return greenhouse_missing();
    };
    let body = if on(switches.questions.as_deref()) {
        shapes::greenhouse_job_with_questions(&base, &posting, &forms::fields(app.seed, &posting))
    } else {
        shapes::greenhouse_job(&base, &posting, true)
    };
    conditional(&headers, JSON, body.to_string(), posting.opened_at)
}

fn greenhouse_missing() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "status": 404, "error": "Job not found" }))).into_response()
}

/// `GET /lever/v0/postings/{site}`
pub(crate) async fn lever_postings(
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path(site): Path<String>,
    Query(switches): Query<Switches>,
    headers: HeaderMap,
) -> Response {
    let Some(company) = board_of(Family::Lever, &site) else {
        return lever_missing();
    };
    let (postings, changed) = app.world.board(company);
    let fits = |wanted: &Option<String>, has: &str| wanted.as_deref().is_none_or(|wanted| wanted == has);
    let list: Vec<Value> = postings
        .iter()
        .filter(|posting| {
            fits(&switches.location, &posting.location())
                && fits(&switches.team, &posting.team)
                && fits(&switches.department, &posting.department)
                && fits(
                    &switches.commitment,
                    crate::catalogue::prose::employment_text(company.lang, posting.employment),
                )
        })
        .skip(switches.skip.unwrap_or(0))
        .take(switches.limit.unwrap_or(usize::MAX))
        .map(|posting| shapes::lever_posting(&base, posting))
        .collect();
    conditional(&headers, JSON, Value::Array(list).to_string(), changed)
}

/// `GET /lever/v0/postings/{site}/{id}`
pub(crate) async fn lever_posting(
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path((site, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    match open_posting(&app, Family::Lever, &site, &id) {
        Some(posting) => {
            conditional(&headers, JSON, shapes::lever_posting(&base, &posting).to_string(), posting.opened_at)
        }
        None => lever_missing(),
    }
}

fn lever_missing() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "ok": false, "error": "Document not found" }))).into_response()
}

/// `GET /ashby/posting-api/job-board/{name}`
pub(crate) async fn ashby_board(
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path(name): Path<String>,
    Query(switches): Query<Switches>,
    headers: HeaderMap,
) -> Response {
    let Some(company) = board_of(Family::Ashby, &name) else {
        return (StatusCode::NOT_FOUND, "Not Found").into_response();
    };
    let (postings, changed) = app.world.board(company);
    let compensation = on(switches.include_compensation.as_deref());
    let jobs: Vec<Value> =
        postings.iter().map(|posting| shapes::ashby_job(&base, posting, compensation)).collect();
    conditional(&headers, JSON, json!({ "jobs": jobs, "apiVersion": "1" }).to_string(), changed)
}
