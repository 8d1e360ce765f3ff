//! The door to the WebSocket: who may connect.

use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use crate::accounts::{bearer, identify};
use crate::app::App;
use crate::guard;
use crate::problem::{ApiResult, Problem};

/// Upgrades the connection of a signed-in person. With a cookie the page's origin is checked, because
/// browsers send cookies with WebSocket requests of any site.
pub async fn connect(
    State(app): State<App>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> ApiResult<Response> {
    let current = identify(&app, &headers).await?;
    if bearer(&headers).is_none() {
        guard::check_origin(&app.settings, &headers)?;
    }
    let upgrade = upgrade.map_err(|_| {
        let detail =
            "This address is a WebSocket. Connect to it with ws:// or wss://; docs/EVENTS.md describes it.";
        Problem::not_understood(StatusCode::UPGRADE_REQUIRED, "upgrade-required", detail)
    })?;
    let revoked = app.connections.token(&current.token_sha256);
    let (hub, stop, user_id) = (app.hub.clone(), app.stop.clone(), current.id());
    Ok(upgrade
        .read_buffer_size(realtime::READ_BUFFER_BYTES)
        .write_buffer_size(realtime::WRITE_BUFFER_BYTES)
        .max_message_size(realtime::MAX_MESSAGE_BYTES)
        .max_frame_size(realtime::MAX_MESSAGE_BYTES)
        .on_upgrade(move |socket| realtime::serve(socket, hub, user_id, stop, revoked)))
}
