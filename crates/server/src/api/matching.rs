//! Matching: start, stop, scores, feedback.

use axum::extract::State;
use axum::http::StatusCode;
use domain::{JobId, Match, Preferences};
use serde::{Deserialize, Serialize};
use store::matches::Matching;
use store::{Page, PageRequest};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Json, Query};
use super::jobs::visible_job;
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(start))
        .routes(routes!(stop))
        .routes(routes!(status))
        .routes(routes!(scores))
        .routes(routes!(feedback))
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
struct StartMatching {
    /// Replaces what the person is looking for before matching starts.
    preferences: Option<Preferences>,
}

#[derive(Serialize, ToSchema)]
struct Started {
    is_matching: bool,
    /// How many open jobs are scored.
    total: u64,
}

#[derive(Serialize, ToSchema)]
struct Stopped {
    is_matching: bool,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ScoreQuery {
    /// Only matches of at least this score.
    #[serde(default)]
    min_score: f64,
    limit: Option<u32>,
    cursor: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Feedback {
    job_id: JobId,
    verdict: Verdict,
}

/// What the person says about a match.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Hide,
    More,
    Less,
    Undo,
}

/// Start matching: every open job of the followed boards is scored, and new ones as they appear.
#[utoipa::path(post, path = "/matching/start", tag = "matching", request_body = StartMatching,
    responses((status = 202, body = Started), (status = 409, body = Problem)))]
async fn start(
    State(app): State<App>,
    current: CurrentUser,
    Json(request): Json<StartMatching>,
) -> ApiResult<(StatusCode, axum::Json<Started>)> {
    let stored = app.store.profile(current.id()).await?;
    let mut profile = stored.profile.clone();
    let changed = request.preferences.is_some();
    profile.preferences = request.preferences.unwrap_or(profile.preferences);
    if ::matching::PreparedProfile::new(&profile).is_empty() {
        let detail = "There is nothing to compare jobs with yet. Drop your resume on the profile page, or enter a job title and skills.";
        return Err(Problem::conflict("profile-incomplete", "The profile is empty", detail));
    }
    let total = app.live.visible(current.id()).await?;
    let mut tx = app.store.begin().await?;
    if changed {
        tx.put_profile(current.id(), &profile, stored.version, None).await?;
    }
    tx.start_matching(current.id(), i64::try_from(total).unwrap_or(i64::MAX)).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, axum::Json(Started { is_matching: true, total })))
}

/// Stop matching; the matches stay.
#[utoipa::path(post, path = "/matching/stop", tag = "matching", responses((status = 200, body = Stopped)))]
async fn stop(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<Stopped>> {
    let mut tx = app.store.begin().await?;
    tx.stop_matching(current.id(), "user").await?;
    tx.commit().await?;
    Ok(axum::Json(Stopped { is_matching: false }))
}

/// Whether matching runs and how far it is.
#[utoipa::path(get, path = "/matching/status", tag = "matching", responses((status = 200, body = Matching)))]
async fn status(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<Matching>> {
    Ok(axum::Json(app.store.matching(current.id()).await?))
}

/// The matches, best first.
#[utoipa::path(get, path = "/matching/scores", tag = "matching", params(ScoreQuery), responses((status = 200, body = Page<Match>)))]
async fn scores(
    State(app): State<App>,
    current: CurrentUser,
    Query(query): Query<ScoreQuery>,
) -> ApiResult<axum::Json<Page<Match>>> {
    let request = PageRequest { limit: query.limit.unwrap_or(0), cursor: query.cursor };
    Ok(axum::Json(app.store.matches(current.id(), query.min_score, &request).await?))
}

/// Hide a job, ask for more or less like it, or take that back.
#[utoipa::path(post, path = "/matching/feedback", tag = "matching", request_body = Feedback,
    responses((status = 204), (status = 404, body = Problem)))]
async fn feedback(
    State(app): State<App>,
    current: CurrentUser,
    Json(feedback): Json<Feedback>,
) -> ApiResult<StatusCode> {
    visible_job(&app, &current, feedback.job_id).await?;
    let verdict = match feedback.verdict {
        Verdict::Hide => Some("hide"),
        Verdict::More => Some("more"),
        Verdict::Less => Some("less"),
        Verdict::Undo => None,
    };
    let mut tx = app.store.begin().await?;
    tx.put_feedback(current.id(), feedback.job_id, verdict).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
