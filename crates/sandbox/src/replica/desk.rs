//! Makes replicas, shows them, takes their forms in: judged as any form, kept in the same ledger.

use super::model::{Kin, Replica, Tongue};
use super::store::Draft;
use super::{account, code, make, pages, parse, truth};
use crate::catalogue::Lang;
use crate::forms::{self, Checked, FormField, Refill, Sent};
use crate::intake;
use crate::routes::{App, Base};
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything under `/replica/`, and the lever that makes one.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/_control/forms", post(order))
        .route("/_control/forms/families", get(families))
        .route("/_control/forms/sprung", get(sprung))
        .route("/replica/{kin}/{id}", get(posting))
        .route("/replica/{kin}/{id}/apply", get(form))
        .route("/replica/{kin}/{id}/embed", get(form))
        .route("/replica/{kin}/{id}/job", get(framed_job))
        .route("/replica/{kin}/{id}/step", get(framed_step).post(take_step))
        .route("/replica/{kin}/{id}/check", post(check_step))
        .route("/replica/{kin}/{id}/upload", post(upload))
        .route("/replica/{kin}/{id}/parsed", get(parsed))
        .route("/replica/{kin}/{id}/account", post(account::open))
        .route("/replica/{kin}/{id}/account/code", post(code::verify))
        .route("/replica/{kin}/{id}/submit", post(submit))
        .route("/replica/{kin}/{id}/done", get(done))
}

/// Which form a test wants.
#[derive(Debug, Deserialize)]
struct Order {
    family: Kin,
    seed: u64,
    language: Option<Tongue>,
    /// Question objects to ask in place of the family's own.
    questions: Option<Vec<Value>>,
}

async fn order(State(app): State<Arc<App>>, Base(base): Base, Json(order): Json<Order>) -> Response {
    let made = make::replica(order.family, order.seed, order.language, order.questions.as_deref());
    let told = truth::describe(&made, &base);
    app.replicas.put(made);
    Json(told).into_response()
}

async fn families() -> Json<Vec<&'static str>> {
    Json(Kin::ALL.iter().map(|kin| kin.word()).collect())
}

/// The forms whose trap was touched, as long as there is room to remember them.
async fn sprung(State(app): State<Arc<App>>) -> Json<Vec<String>> {
    Json(app.replicas.sprung())
}

pub(super) type Place = Path<(Kin, String)>;

/// The replica of an address, or the page for addresses that mean nothing.
pub(super) async fn find(app: &App, (kin, id): &(Kin, String)) -> Result<Arc<Replica>, Response> {
    match app.replicas.get(id).filter(|replica| replica.kin == *kin) {
        Some(replica) => Ok(replica),
        None => Err(crate::site::not_found().await),
    }
}

async fn posting(State(app): State<Arc<App>>, Base(base): Base, Path(place): Place) -> Response {
    match find(&app, &place).await {
        Ok(replica) => Html(pages::posting(&replica, &base, &app.base)).into_response(),
        Err(response) => response,
    }
}

async fn form(State(app): State<Arc<App>>, Path(place): Place) -> Response {
    match find(&app, &place).await {
        Ok(replica) => Html(pages::form_page(&replica, &Refill::default())).into_response(),
        Err(response) => response,
    }
}

async fn done(State(app): State<Arc<App>>, Path(place): Place) -> Response {
    match find(&app, &place).await {
        Ok(replica) => Html(pages::thanks(&replica)).into_response(),
        Err(response) => response,
    }
}

async fn framed_job(State(app): State<Arc<App>>, Path(place): Place) -> Response {
    match find(&app, &place).await {
        Ok(replica) => Html(pages::framed_job(&replica)).into_response(),
        Err(response) => response,
    }
}

/// Where in a form of several pages somebody is.
#[derive(Debug, Deserialize)]
struct At {
    #[serde(default)]
    step: usize,
    #[serde(default)]
    draft: String,
}

async fn framed_step(State(app): State<Arc<App>>, Path(place): Place, Query(at): Query<At>) -> Response {
    match find(&app, &place).await {
        Ok(replica) => {
            Html(pages::framed_step(&replica, at.step, &at.draft, &Refill::default())).into_response()
        }
        Err(response) => response,
    }
}

/// One step of a form of several pages: kept until the last, which is judged with all the others.
async fn take_step(
    State(app): State<Arc<App>>,
    Path(place): Place,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let (replica, sent) = match opened(&app, &place, form).await {
        Ok(both) => both,
        Err(response) => return response,
    };
    let first = |name: &str| sent.values.get(name).and_then(|all| all.first()).cloned().unwrap_or_default();
    let (step, draft) = (first("step").parse::<usize>().unwrap_or(0), first("draft"));
    let mut whole = app.replicas.draft(&draft).unwrap_or_default();
    whole.add(&sent);
    if let Err(errors) = judge(&app, &replica, &whole.sent, Some(step)) {
        let refill = Refill { values: sent.values.clone(), errors };
        let page = pages::framed_step(&replica, step, &draft, &refill);
        return (StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response();
    }
    if step + 1 < replica.steps.len() {
        let draft = app.replicas.keep_draft(&draft, whole);
        return Redirect::to(&format!(
            "{}?in_iframe=1&step={}&draft={draft}",
            replica.at("", "step"),
            step + 1
        ))
        .into_response();
    }
    receive(&app, &replica, whole.sent, false).await
}

/// Says what is wrong in one step, for forms whose steps are drawn by script.
async fn check_step(
    State(app): State<Arc<App>>,
    Path(place): Place,
    Query(at): Query<At>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    match opened(&app, &place, form).await {
        Ok((replica, sent)) => match judge(&app, &replica, &sent, Some(at.step)) {
            Ok(_) => Json(json!({ "errors": {} })).into_response(),
            Err(errors) => Json(json!({ "errors": errors })).into_response(),
        },
        Err(response) => response,
    }
}

async fn submit(
    State(app): State<Arc<App>>,
    Path(place): Place,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let json = |value: &axum::http::HeaderValue| value.to_str().is_ok_and(|text| text.contains("json"));
    let as_json = place.0 == Kin::Ashby || headers.get(header::ACCEPT).is_some_and(json);
    match opened(&app, &place, form).await {
        Ok((replica, sent)) => receive(&app, &replica, sent, as_json).await,
        Err(response) => response,
    }
}

async fn opened(
    app: &App,
    place: &(Kin, String),
    form: Result<Multipart, MultipartRejection>,
) -> Result<(Arc<Replica>, Sent), Response> {
    let replica = find(app, place).await?;
    let sent = intake::read(form.map_err(IntoResponse::into_response)?).await?;
    Ok((replica, sent))
}

/// A file that is uploaded before the form is sent, as some families do; what the form sends is its token.
async fn upload(
    State(app): State<Arc<App>>,
    Path(place): Place,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    match opened(&app, &place, form).await {
        Ok((_, mut sent)) => match sent.files.pop() {
            Some(file) => {
                let name = file.name.clone();
                Json(json!({ "token": app.replicas.keep_upload(file), "name": name })).into_response()
            }
            None => (StatusCode::BAD_REQUEST, Json(json!({ "error": "no file" }))).into_response(),
        },
        Err(response) => response,
    }
}

/// What a form that reads resumes believes to have read.
async fn parsed(State(app): State<Arc<App>>, Path(place): Place) -> Response {
    match find(&app, &place).await {
        Ok(replica) => Json(parse::read_in_its_time(&replica).await).into_response(),
        Err(response) => response,
    }
}

/// Judges a form, or one step of it, as any form is judged. The error holds the complaints.
fn judge(
    app: &App,
    replica: &Replica,
    sent: &Sent,
    step: Option<usize>,
) -> Result<forms::Accepted, BTreeMap<String, String>> {
    let mut sent = sent.clone();
    app.replicas.redeem(&mut sent);
    let trapped = sent.values.get(replica.trap).is_some_and(|all| all.iter().any(|value| !value.is_empty()));
    let mut fields: Vec<FormField> = Vec::new();
    for asked in replica.fields.iter().filter(|asked| step.is_none_or(|step| asked.step == step)) {
        fields.push(asked.field.clone());
        super::habits::join_dial(&asked.field, &mut sent);
        super::drawn::join_day(&asked.field, &mut sent);
        if asked.field.control == forms::Control::Date
            && let Some(values) = sent.values.get_mut(&asked.field.name)
        {
            values
                .iter_mut()
                .filter(|value| !value.is_empty())
                .for_each(|value| *value = asked.day.to_iso(value));
        }
    }
    if trapped {
        app.replicas.spring(&replica.id);
        return Err(BTreeMap::new());
    }
    match forms::check(&fields, replica.tongue.of_server(), &sent) {
        Checked::Accepted(mut accepted) => {
            accepted.name = name_of(replica, &accepted);
            Ok(accepted)
        }
        Checked::Refused(errors) => Err(errors),
        Checked::Bot => Err(BTreeMap::new()),
    }
}

fn name_of(replica: &Replica, accepted: &forms::Accepted) -> String {
    let is_name = |name: &str| {
        replica.fields.iter().any(|asked| {
            asked.field.name == name
                && matches!(asked.asks.as_str(), "first_name" | "last_name" | "full_name")
        })
    };
    let parts: Vec<&str> = accepted
        .answers
        .iter()
        .filter(|answer| is_name(&answer.name))
        .map(|answer| answer.value.as_str())
        .collect();
    parts.join(" ")
}

async fn receive(app: &Arc<App>, replica: &Arc<Replica>, sent: Sent, as_json: bool) -> Response {
    let accepted = match judge(app, replica, &sent, None) {
        Ok(accepted) => accepted,
        Err(errors) => return refused(replica, sent, errors, as_json),
    };
    let (keeper, made) = (Arc::clone(app), Arc::clone(replica));
    let kept = tokio::task::spawn_blocking(move || {
        keeper.ledger.append_replica(
            &made.id,
            &made.company,
            &made.title,
            made.at(&keeper.base, ""),
            accepted,
            (keeper.clock)(),
        )
    })
    .await;
    match kept {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => {
            tracing::error!(%error, "an application to a replica could not be kept");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        Err(error) => {
            tracing::error!(%error, "keeping an application to a replica stopped");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    }
    let target = replica.at("", "done");
    if !as_json {
        return Redirect::to(&target).into_response();
    }
    let (heading, message) = pages::confirmation(replica);
    Json(json!({ "success": true, "redirect": target, "heading": heading, "message": message }))
        .into_response()
}

fn refused(replica: &Replica, sent: Sent, errors: BTreeMap<String, String>, as_json: bool) -> Response {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    if as_json {
        let error = match replica.tongue.of_server() {
            Lang::De => "Ihre Bewerbung konnte nicht verarbeitet werden.",
            Lang::Es => "No hemos podido procesar tu solicitud.",
            Lang::En => "There was an error. Please try again.",
        };
        return (status, Json(json!({ "success": false, "errors": errors, "error": error }))).into_response();
    }
    let refill = Refill { values: sent.values, errors };
    match replica.kin {
        Kin::Icims => {
            let page = pages::framed_step(replica, replica.steps.len() - 1, "", &refill);
            (status, Html(page)).into_response()
        }
        _ => (status, Html(pages::form_page(replica, &refill))).into_response(),
    }
}

impl Draft {
    /// Takes a step's answers in; an answer given again replaces the one before.
    fn add(&mut self, sent: &Sent) {
        for (name, values) in &sent.values {
            self.sent.values.insert(name.clone(), values.clone());
        }
        for file in sent.files.iter().filter(|file| !file.bytes.is_empty()) {
            self.sent.files.retain(|other| other.field != file.field);
            self.sent.files.push(file.clone());
        }
    }
}
