//! How the system is.

use axum::extract::State;
use axum::http::StatusCode;
use domain::event::HealthUpdate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

/// How the parts of the system are.
#[derive(Serialize, ToSchema)]
pub struct SystemHealth {
    /// Whether every part is healthy.
    healthy: bool,
    services: Vec<HealthUpdate>,
}

/// How the parts of the system are.
#[utoipa::path(get, path = "/system/health", tag = "system", responses((status = 200, body = SystemHealth)))]
pub async fn health(State(app): State<App>, _: CurrentUser) -> ApiResult<axum::Json<SystemHealth>> {
    let services = app.health.services();
    Ok(axum::Json(SystemHealth { healthy: app.health.is_healthy(), services }))
}

/// 200 when requests can be served.
pub async fn ready(State(app): State<App>) -> ApiResult<&'static str> {
    app.store.ping().await.map_err(|error| {
        tracing::warn!(%error, "not ready");
        let detail = "The database does not answer.";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not-ready", "Not ready", detail)
    })?;
    Ok("ready")
}

/// Prometheus text. Counts only, nothing of any person.
pub async fn metrics(State(app): State<App>) -> ApiResult<String> {
    let tasks = app.store.task_counts().await?;
    let rows = [
        ("jobwire_tasks_waiting", "Tasks that wait for their time or a worker.", tasks.waiting),
        ("jobwire_tasks_running", "Tasks that are being run.", tasks.running),
        ("jobwire_tasks_failed", "Tasks that were given up.", tasks.failed),
        ("jobwire_open_jobs", "Open jobs in the live index.", app.live.len() as i64),
        (
            "jobwire_connected_people",
            "People with a live connection to this node.",
            app.hub.connected().len() as i64,
        ),
    ];
    let text = rows
        .map(|(name, help, value)| format!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n"));
    Ok(text.concat())
}
