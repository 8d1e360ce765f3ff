//! The boards a person follows.

use axum::extract::State;
use axum::http::StatusCode;
use domain::Fact;
use domain::{Source, SourceId};
use serde::Deserialize;
use store::sources::NewSource;
use url::Url;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Id, Items, Json};
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(remove)).routes(routes!(sync))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddSource {
    /// The address of a board, as a person would copy it from the browser.
    url: String,
}

/// The boards the person follows.
#[utoipa::path(get, path = "/sources", tag = "sources", responses((status = 200, body = Items<Source>)))]
async fn list(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<Items<Source>>> {
    Ok(axum::Json(Items { items: app.store.sources_of(current.id()).await? }))
}

/// Follow a board; what it is is found out from its address.
#[utoipa::path(post, path = "/sources", tag = "sources", request_body = AddSource,
    responses((status = 201, body = Source), (status = 422, body = Problem)))]
async fn add(
    State(app): State<App>,
    current: CurrentUser,
    Json(new): Json<AddSource>,
) -> ApiResult<(StatusCode, axum::Json<Source>)> {
    let source = source_of(&app, &web_address(&new.url)?)?;
    let mut tx = app.store.begin().await?;
    let id = tx.add_source(&source).await?;
    tx.follow_source(current.id(), id).await?;
    // One that is known already, perhaps gone, is looked at again.
    tx.request_sync(id).await?;
    tx.tell(&Fact::ProfileChanged { user_id: current.id() }).await?;
    tx.commit().await?;
    let source = app.store.source(id).await?.ok_or_else(|| Problem::not_found("source"))?;
    Ok((StatusCode::CREATED, axum::Json(source)))
}

/// No longer follow a board; its matches go away.
#[utoipa::path(delete, path = "/sources/{id}", tag = "sources", params(("id" = SourceId, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn remove(State(app): State<App>, current: CurrentUser, Id(id): Id<SourceId>) -> ApiResult<StatusCode> {
    let mut tx = app.store.begin().await?;
    if !tx.unfollow_source(current.id(), id).await? {
        return Err(Problem::not_found("source"));
    }
    tx.tell(&Fact::ProfileChanged { user_id: current.id() }).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Read a board now.
#[utoipa::path(post, path = "/sources/{id}/sync", tag = "sources", params(("id" = SourceId, Path)),
    responses((status = 202), (status = 404, body = Problem)))]
async fn sync(State(app): State<App>, current: CurrentUser, Id(id): Id<SourceId>) -> ApiResult<StatusCode> {
    if !app.store.follows(current.id(), id).await? {
        return Err(Problem::not_found("source"));
    }
    let mut tx = app.store.begin().await?;
    tx.request_sync(id).await?;
    tx.commit().await?;
    Ok(StatusCode::ACCEPTED)
}

/// An address as a person writes it, with or without `https://`.
fn web_address(text: &str) -> ApiResult<Url> {
    let text = text.trim();
    let written = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    Url::parse(&written).map_err(|_| {
        Problem::invalid("url", "This is not a web address. Copy it from the browser's address bar.")
    })
}

/// What to watch for an address.
pub fn source_of(app: &App, url: &Url) -> ApiResult<NewSource> {
    let board = ::sources::recognise(url, app.egress.allow())
        .map_err(|error| Problem::invalid("url", error.to_string()))?;
    Ok(board.into_source())
}
