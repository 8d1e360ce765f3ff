//! What happened: the summary, the timeline, and observations to confirm.

use ::tracking::intake::{self, DecideError};
use axum::extract::State;
use domain::{ApplicationId, Observation, ObservationId, ObservationStatus};
use serde::{Deserialize, Serialize};
use store::insight::{TimelineEntry, TrackingSummary};
use store::{Page, PageRequest};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Id, Json, Query};
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(summary))
        .routes(routes!(timeline))
        .routes(routes!(observations))
        .routes(routes!(confirm))
        .routes(routes!(dismiss))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ObservationQuery {
    /// Only of this status.
    status: Option<ObservationStatus>,
    limit: Option<u32>,
    cursor: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Confirm {
    /// The application it belongs to.
    application_id: ApplicationId,
}

/// The observation after the decision.
#[derive(Serialize, ToSchema)]
struct ObservationAnswer {
    observation: Observation,
}

impl From<DecideError> for Problem {
    fn from(error: DecideError) -> Self {
        match error {
            DecideError::NoObservation => Self::not_found("mail"),
            DecideError::NoApplication => Self::not_found("application"),
            DecideError::Decided => Self::conflict(
                "decided",
                "Decided already",
                "This mail already belongs to an application, so nothing was changed.",
            ),
            DecideError::Store(error) => error.into(),
        }
    }
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

/// What was seen in mailboxes and on pages, newest first.
#[utoipa::path(get, path = "/observations", tag = "tracking", params(ObservationQuery), responses((status = 200, body = Page<Observation>)))]
async fn observations(
    State(app): State<App>,
    current: CurrentUser,
    Query(query): Query<ObservationQuery>,
) -> ApiResult<axum::Json<Page<Observation>>> {
    let request = PageRequest { limit: query.limit.unwrap_or(0), cursor: query.cursor };
    Ok(axum::Json(app.store.observations(current.id(), query.status, &request).await?))
}

/// Say which application a mail belongs to; what it says is applied to it.
#[utoipa::path(post, path = "/observations/{id}/confirm", tag = "tracking", params(("id" = ObservationId, Path)), request_body = Confirm,
    responses((status = 200, body = ObservationAnswer), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn confirm(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ObservationId>,
    Json(request): Json<Confirm>,
) -> ApiResult<axum::Json<ObservationAnswer>> {
    let observation = intake::confirm(&app.store, current.id(), id, request.application_id).await?;
    Ok(axum::Json(ObservationAnswer { observation }))
}

/// Say that a mail belongs to no application.
#[utoipa::path(post, path = "/observations/{id}/dismiss", tag = "tracking", params(("id" = ObservationId, Path)),
    responses((status = 200, body = ObservationAnswer), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn dismiss(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ObservationId>,
) -> ApiResult<axum::Json<ObservationAnswer>> {
    let observation = intake::dismiss(&app.store, current.id(), id).await?;
    Ok(axum::Json(ObservationAnswer { observation }))
}
