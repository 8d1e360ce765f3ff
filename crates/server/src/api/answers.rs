//! The answer bank.

use axum::extract::State;
use axum::http::StatusCode;
use domain::{Answer, AnswerId};
use serde::Deserialize;
use store::answers::NewAnswer;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Id, Items, Json};
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

/// The longest question and answer that are remembered.
const MAX_TEXT: usize = 10_000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(answers, put_answer)).routes(routes!(change_answer, delete_answer))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PutAnswer {
    /// The question as asked.
    question: String,
    /// What it means, in the vocabulary of field meanings; found out from the question when absent.
    meaning: Option<String>,
    /// The country it holds for, for legal questions.
    country: Option<String>,
    /// The answer. Left out by who prefers not to say.
    #[serde(default)]
    text: String,
    /// The person prefers not to say: where a form offers such a choice it is taken.
    #[serde(default)]
    declines: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChangeAnswer {
    /// The answer. Left out by who prefers not to say.
    #[serde(default)]
    text: String,
    /// The person prefers not to say: where a form offers such a choice it is taken.
    #[serde(default)]
    declines: bool,
}

/// The text that is kept, if it is one.
fn kept(text: String, declines: bool) -> ApiResult<String> {
    let text = if declines { Answer::DECLINED.to_owned() } else { text };
    match text.trim().is_empty() || text.len() > MAX_TEXT {
        true => Err(Problem::invalid("text", "Write 1 to 10,000 characters.")),
        false => Ok(text),
    }
}

/// What the person answered once, newest first.
#[utoipa::path(get, path = "/answers", tag = "profile", responses((status = 200, body = Items<Answer>)))]
async fn answers(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<Items<Answer>>> {
    Ok(axum::Json(Items { items: app.store.answers(current.id()).await? }))
}

/// Remember an answer; the same question in the same country is answered anew.
#[utoipa::path(put, path = "/answers", tag = "profile", request_body = PutAnswer,
    responses((status = 200, body = Answer), (status = 422, body = Problem)))]
async fn put_answer(
    State(app): State<App>,
    current: CurrentUser,
    Json(new): Json<PutAnswer>,
) -> ApiResult<axum::Json<Answer>> {
    if new.question.trim().is_empty() || new.question.len() > MAX_TEXT {
        return Err(Problem::invalid("question", "Write 1 to 10,000 characters."));
    }
    let text = kept(new.text, new.declines)?;
    let meaning = new
        .meaning
        .unwrap_or_else(|| applications::meaning::of(&new.question, None, &[]).0.as_str().to_owned());
    let mut tx = app.store.begin().await?;
    let answer = NewAnswer {
        question: &new.question,
        meaning: &meaning,
        country: new.country.as_deref(),
        text: &text,
        declines: new.declines,
    };
    let answer = tx.remember_answer(current.id(), answer).await?;
    tx.commit().await?;
    Ok(axum::Json(answer))
}

/// Answer a remembered question anew.
#[utoipa::path(put, path = "/answers/{id}", tag = "profile", params(("id" = AnswerId, Path)), request_body = ChangeAnswer,
    responses((status = 200, body = Answer), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn change_answer(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<AnswerId>,
    Json(new): Json<ChangeAnswer>,
) -> ApiResult<axum::Json<Answer>> {
    let text = kept(new.text, new.declines)?;
    let mut tx = app.store.begin().await?;
    let answer = tx.change_answer(current.id(), id, &text, new.declines).await?;
    tx.commit().await?;
    answer.map(axum::Json).ok_or_else(|| Problem::not_found("answer"))
}

/// Forget an answer.
#[utoipa::path(delete, path = "/answers/{id}", tag = "profile", params(("id" = AnswerId, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn delete_answer(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<AnswerId>,
) -> ApiResult<StatusCode> {
    let mut tx = app.store.begin().await?;
    let gone = tx.forget_answer(current.id(), id).await?;
    tx.commit().await?;
    if gone { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found("answer")) }
}
