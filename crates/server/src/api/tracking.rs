//! What happened: the summary, the timeline, and observations to confirm.

use axum::extract::State;
use domain::ApplicationId;
use serde::Deserialize;
use store::insight::{TimelineEntry, TrackingSummary};
use store::{Page, PageRequest};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Query;
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::ApiResult;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(summary)).routes(routes!(timeline))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TimelineQuery {
    /// Only of this application.
    application_id: Option<ApplicationId>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// How many applications are where.
#[utoipa::path(get, path = "/tracking/summary", tag = "tracking", responses((status = 200, body = TrackingSummary)))]
async fn summary(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<TrackingSummary>> {
    Ok(axum::Json(app.store.tracking_summary(current.id()).await?))
}

/// What happened, newest first.
#[utoipa::path(get, path = "/tracking/events", tag = "tracking", params(TimelineQuery), responses((status = 200, body = Page<TimelineEntry>)))]
async fn timeline(
    State(app): State<App>,
    current: CurrentUser,
    Query(query): Query<TimelineQuery>,
) -> ApiResult<axum::Json<Page<TimelineEntry>>> {
    let request = PageRequest { limit: query.limit.unwrap_or(0), cursor: query.cursor };
    Ok(axum::Json(app.store.timeline(current.id(), query.application_id, &request).await?))
}
