//! The numbers.

use axum::extract::State;
use domain::Analytics;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::ApiResult;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(analytics))
}

/// The numbers of the person's job search, counted now.
#[utoipa::path(get, path = "/analytics", tag = "analytics", responses((status = 200, body = Analytics)))]
async fn analytics(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<Analytics>> {
    Ok(axum::Json(app.store.analytics(current.id(), app.now()).await?))
}
