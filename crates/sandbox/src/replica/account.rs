//! The page before Workday's steps: an account is made or signed in to.

use super::code;
use super::desk::{Place, find};
use crate::routes::{App, Base};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// What the page before Workday's steps sends.
#[derive(Debug, Deserialize)]
pub(super) struct Account {
    create: bool,
    email: String,
    password: String,
    #[serde(default)]
    verify: String,
    #[serde(default)]
    agreed: bool,
    #[serde(default)]
    beecatcher: String,
}

/// A password needs so many characters, and a letter, a digit and a sign.
const PASSWORD_CHARS: usize = 8;

/// Makes the account or lets it in; else says what is wrong.
pub(super) async fn open(
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path(place): Place,
    Json(asked): Json<Account>,
) -> Response {
    let replica = match find(&app, &place).await {
        Ok(replica) => replica,
        Err(response) => return response,
    };
    let strong = asked.password.chars().count() >= PASSWORD_CHARS
        && asked.password.chars().any(char::is_alphabetic)
        && asked.password.chars().any(|c| c.is_ascii_digit())
        && asked.password.chars().any(|c| !c.is_alphanumeric());
    let known = app.replicas.account(&replica.id, &asked.email);
    if !asked.beecatcher.is_empty() {
        app.replicas.spring(&replica.id);
    }
    let complaint = match (asked.create, known) {
        _ if !asked.beecatcher.is_empty() => Some("Something went wrong. Please try again."),
        _ if !asked.email.contains('@') => Some("Enter a valid email address."),
        (false, Some(password)) if password == asked.password => None,
        (false, _) => Some("You've entered the wrong email address or password."),
        (true, Some(_)) => Some("There is already an account with this email address. Sign in instead."),
        (true, None) if !strong => {
            Some("The password needs at least 8 characters, with a letter, a number and a special character.")
        }
        (true, None) if asked.verify != asked.password => Some("The passwords do not match."),
        (true, None) if !asked.agreed => Some("Please agree to the terms of use."),
        (true, None) => {
            app.replicas.keep_account(&replica.id, &asked.email, &asked.password);
            None
        }
    };
    match complaint {
        None if asked.create && code::is_wanted(&app, &replica, &base, &asked.email).await => {
            Json(json!({ "success": true, "code": true })).into_response()
        }
        None => Json(json!({ "success": true })).into_response(),
        Some(text) => (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": text }))).into_response(),
    }
}
