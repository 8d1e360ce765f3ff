//! Tickets for the WebSocket.

use axum::extract::State;
use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::{CurrentUser, new_token};
use crate::app::App;
use crate::problem::ApiResult;

/// How long a ticket may be used: the time to open one connection.
const TICKET: TimeDelta = TimeDelta::seconds(30);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create_ticket))
}

/// Lets one connection in.
#[derive(Serialize, ToSchema)]
struct Ticket {
    /// To be sent as the WebSocket subprotocol `ticket.` + this, beside `jobs.v1`.
    ticket: String,
    /// When it is of no use any more; 30 s from now.
    expires_at: DateTime<Utc>,
}

/// Make a ticket that opens one live connection, for clients that can send neither cookie nor header.
#[utoipa::path(post, path = "/realtime/ticket", tag = "realtime", responses((status = 201, body = Ticket)))]
async fn create_ticket(
    State(app): State<App>,
    current: CurrentUser,
) -> ApiResult<(StatusCode, axum::Json<Ticket>)> {
    let (ticket, hash) = new_token("");
    let mut tx = app.store.begin().await?;
    let expires_at = tx.now() + TICKET;
    tx.create_ticket(&hash, &current.token_sha256, expires_at).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(Ticket { ticket, expires_at })))
}
