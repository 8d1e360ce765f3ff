//! The door to the WebSocket: who may connect.
//!
//! | who | shows | origin |
//! |---|---|---|
//! | a page of Jobwire's | the session cookie | its own, or one in `CORS_ALLOWED_ORIGINS` |
//! | a program | `Authorization: Bearer …` | any or none |
//! | who can send neither | a ticket as a second subprotocol, once | any or none |

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, Version, header};
use axum::response::Response;
use realtime::{Ends, WireEnd};
use store::Tx;

use crate::accounts::{CurrentUser, bearer, identify, identify_by_hash, token_sha256};
use crate::app::App;
use crate::guard;
use crate::problem::{ApiResult, Problem};

/// The protocol spoken; clients that send a ticket have to name it, because browsers want one of theirs chosen.
pub const PROTOCOL: &str = "jobs.v1";
/// What a ticket begins with among the subprotocols.
const TICKET_PREFIX: &str = "ticket.";

/// Upgrades the connection of a signed-in person. With a cookie the page's origin is checked, because
/// browsers send cookies with WebSocket requests of any site.
pub async fn connect(
    State(app): State<App>,
    ConnectInfo(wire): ConnectInfo<WireEnd>,
    version: Version,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> ApiResult<Response> {
    let current = match ticket(&headers) {
        Some(ticket) => by_ticket(&app, ticket).await?,
        None => identify(&app, &headers).await?,
    };
    if bearer(&headers).is_none() && ticket(&headers).is_none() {
        guard::check_origin(&app.settings, &headers)?;
    }
    let upgrade = upgrade.map_err(|_| {
        let detail =
            "This address is a WebSocket. Connect to it with ws:// or wss://; docs/EVENTS.md describes it.";
        Problem::not_understood(StatusCode::UPGRADE_REQUIRED, "upgrade-required", detail)
    })?;
    // With HTTP/2, which this route does not speak, other requests would be on the same wire.
    let wire = (version == Version::HTTP_11).then_some(wire);
    let connection = app
        .connections
        .open(&current.token_sha256, wire.clone())
        .ok_or_else(Problem::too_many_connections)?;
    let lasts = current.expires_at.map(|at| (at - app.now()).to_std().unwrap_or_default());
    let ends = Ends { ended: connection.ended(), stop: app.stop.clone(), lasts };
    let (hub, user_id) = (app.hub.clone(), current.id());
    Ok(upgrade
        .protocols([PROTOCOL])
        .read_buffer_size(realtime::READ_BUFFER_BYTES)
        .write_buffer_size(realtime::WRITE_BUFFER_BYTES)
        .max_message_size(realtime::MAX_MESSAGE_BYTES)
        .max_frame_size(realtime::MAX_MESSAGE_BYTES)
        .on_upgrade(move |socket| realtime::serve(socket, wire, hub, user_id, ends, connection)))
}

/// The ticket among the subprotocols, if there is one.
fn ticket(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .find_map(|protocol| protocol.trim().strip_prefix(TICKET_PREFIX))
}

/// Whom a ticket lets in; it is used up by that.
async fn by_ticket(app: &App, ticket: &str) -> ApiResult<CurrentUser> {
    let mut tx: Tx = app.store.begin().await?;
    let session = tx.use_ticket(&token_sha256(ticket)).await?;
    tx.commit().await?;
    let session = session.ok_or_else(|| {
        let detail =
            "The ticket was used, or its time is over. Get a new one with POST /api/v1/realtime/ticket.";
        Problem::new(StatusCode::UNAUTHORIZED, "ticket-used-up", "Not let in", detail)
    })?;
    identify_by_hash(app, session).await
}
