//! The levers tests pull: read the ledger, open and close postings, send mail now, and misbehave.

use crate::behaviour::Setting;
use crate::catalogue::Wish;
use crate::catalogue::companies::company;
use crate::ledger::Entry;
use crate::mail::Kind;
use crate::routes::{App, Base};
use crate::world::Found;
use crate::{forms, urls};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Everything under `/_control/`.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/_control/ledger", get(ledger))
        .route("/_control/jobs", post(open))
        .route("/_control/jobs/{id}/close", post(close))
        .route("/_control/jobs/{id}/form", get(form))
        .route("/_control/mail", post(mail))
        .route("/_control/behaviour", post(behave))
}

async fn ledger(State(app): State<Arc<App>>) -> Json<Vec<Entry>> {
    Json(app.ledger.entries())
}

async fn open(State(app): State<Arc<App>>, Base(base): Base, wish: Option<Json<Wish>>) -> Response {
    let wish = wish.map(|Json(wish)| wish).unwrap_or_default();
    if let Some(name) = &wish.company
        && company(name).is_none()
    {
        return refuse(StatusCode::NOT_FOUND, &format!("there is no company {name}; see /boards.json"));
    }
    match app.world.open_one(wish, (app.clock)()) {
        Ok(posting) => Json(json!({
            "id": posting.id,
            "company": posting.company.slug,
            "company_name": posting.company.name,
            "kind": posting.company.family.kind(),
            "title": posting.title,
            "url": urls::job(&base, &posting),
            "apply_url": urls::apply(&base, &posting),
            "submit_url": urls::submit(&base, &posting),
            "board_url": urls::board(&base, posting.company),
        }))
        .into_response(),
        Err(error) => refuse(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// What the form of a posting asks, so that a test can tell whether all of it was answered.
async fn form(State(app): State<Arc<App>>, Base(base): Base, Path(id): Path<String>) -> Response {
    let Some(Found::Open(posting)) = app.world.find(&id) else {
        return refuse(StatusCode::NOT_FOUND, &format!("no open job has the id {id}"));
    };
    let lang = posting.company.lang;
    let fields: Vec<_> = forms::fields(app.seed, &posting)
        .iter()
        .map(|field| {
            json!({
                "name": field.name,
                "label": field.label,
                "required": field.required,
                "kind": field.control.word(),
                "options": field.options(lang),
            })
        })
        .collect();
    Json(json!({ "submit_url": urls::submit(&base, &posting), "language": lang.code(), "fields": fields }))
        .into_response()
}

async fn close(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    match app.world.close(&id, (app.clock)()) {
        Ok(true) => Json(json!({ "closed": id })).into_response(),
        Ok(false) => refuse(StatusCode::NOT_FOUND, &format!("no open job has the id {id}")),
        Err(error) => refuse(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// Which application, and what to write about it.
#[derive(Debug, Deserialize)]
struct MailOrder {
    email: String,
    kind: Kind,
    /// The job's id; without it and without `application`, the newest application of the address.
    job: Option<String>,
    application: Option<uuid::Uuid>,
}

async fn mail(State(app): State<Arc<App>>, Json(order): Json<MailOrder>) -> Response {
    let entries = app.ledger.entries();
    let wanted = |entry: &&Entry| {
        entry.email.eq_ignore_ascii_case(&order.email)
            && order.job.as_ref().is_none_or(|job| *job == entry.job_id)
            && order.application.is_none_or(|application| application == entry.id)
    };
    let Some(entry) = entries.iter().rev().find(wanted).cloned() else {
        return refuse(StatusCode::NOT_FOUND, "no accepted application is like that");
    };
    let work = tokio::task::spawn_blocking(move || app.scheduler.send_now(&entry, order.kind));
    match work.await {
        Ok(Ok(delivered)) => Json(json!(delivered)).into_response(),
        Ok(Err(error)) => refuse(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(error) => refuse(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// Who should behave how.
#[derive(Debug, Deserialize)]
struct BehaviourOrder {
    company: Option<String>,
    /// One job's id, instead of a whole company.
    job: Option<String>,
    #[serde(flatten)]
    setting: Setting,
}

async fn behave(State(app): State<Arc<App>>, Json(order): Json<BehaviourOrder>) -> Response {
    let who = match (&order.job, order.company.as_deref()) {
        (Some(job), _) => job.clone(),
        (None, Some(name)) => match company(name) {
            Some(company) => company.slug.to_owned(),
            None => {
                return refuse(
                    StatusCode::NOT_FOUND,
                    &format!("there is no company {name}; see /boards.json"),
                );
            }
        },
        (None, None) => return refuse(StatusCode::BAD_REQUEST, "name a company or a job"),
    };
    app.behaviours.set(&who, order.setting);
    Json(json!({ "who": who, "behaviour": order.setting.behaviour })).into_response()
}

fn refuse(status: StatusCode, sentence: &str) -> Response {
    (status, Json(json!({ "error": sentence }))).into_response()
}
