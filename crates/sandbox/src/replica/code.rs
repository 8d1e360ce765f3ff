//! The code with which a new account is confirmed, where a test wants one.

use super::COMPANY;
use super::desk::{Place, find};
use super::model::Replica;
use crate::codes;
use crate::routes::App;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Mails a code for a new account, if the replica was told to want one; says whether it does.
pub(super) async fn is_wanted(app: &Arc<App>, replica: &Replica, base: &str, email: &str) -> bool {
    let Some(from) = app.behaviours.of(COMPANY, &replica.id).behaviour.code_from() else { return false };
    codes::send(app, base, opens(&replica.id, email), replica.company.clone(), email.to_owned(), from).await;
    true
}

/// What the code page sends.
#[derive(Debug, Deserialize)]
pub(super) struct Typed {
    email: String,
    code: String,
}

pub(super) async fn verify(
    State(app): State<Arc<App>>,
    Path(place): Place,
    Json(typed): Json<Typed>,
) -> Response {
    let replica = match find(&app, &place).await {
        Ok(replica) => replica,
        Err(response) => return response,
    };
    match app.codes.redeem(&opens(&replica.id, &typed.email), &typed.code) {
        true => Json(json!({ "success": true })).into_response(),
        false => (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": "This code is not right." })))
            .into_response(),
    }
}

fn opens(replica: &str, email: &str) -> String {
    format!("account {replica} {}", email.to_lowercase())
}
