//! Everything the live page shows, with the position in the log it was read at.

use axum::extract::State;
use domain::{Analytics, Application, Match};
use realtime::Cursor;
use serde::Serialize;
use store::PageRequest;
use store::interviews::ListedInterview;
use store::users::User;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::ApiResult;

/// Rows per list.
const ROWS: u32 = 50;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(snapshot))
}

/// Everything the live page shows.
#[derive(Serialize, ToSchema)]
struct LiveSnapshot {
    /// Subscribe with it: what happens after it is replayed.
    cursor: Cursor,
    user: User,
    profile_version: i64,
    is_matching: bool,
    /// The best 50.
    matches: Vec<Match>,
    /// Where further matches begin: the cursor for `GET /matching/scores`; `null` where these are all.
    matches_next_cursor: Option<String>,
    /// The 50 that changed last.
    applications: Vec<Application>,
    /// By date.
    interviews: Vec<ListedInterview>,
    analytics: Analytics,
}

/// Everything the live page shows. The cursor is read before the data, so that nothing falls in between.
#[utoipa::path(get, path = "/snapshot", tag = "realtime", responses((status = 200, body = LiveSnapshot)))]
async fn snapshot(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<LiveSnapshot>> {
    let id = current.id();
    let position = app.store.log_position(id).await?;
    let cursor = Cursor { epoch: app.store.epoch().to_owned(), seq: position.last };
    let page = PageRequest { limit: ROWS, cursor: None };
    let matches = app.store.matches(id, 0.0, &page).await?;
    Ok(axum::Json(LiveSnapshot {
        cursor,
        profile_version: app.store.profile(id).await?.version,
        is_matching: app.store.matching(id).await?.is_matching,
        matches: matches.items,
        matches_next_cursor: matches.next_cursor,
        applications: app.store.applications(id, &Default::default(), &page).await?.items,
        interviews: app.store.interviews(id, &page).await?.items,
        analytics: app.store.analytics(id, app.now()).await?,
        user: current.user,
    }))
}
