//! Matching: start, stop, scores, feedback.

use std::collections::BTreeMap;

use ::matching::weights::PARTS;
use axum::extract::State;
use axum::http::StatusCode;
use domain::matching::{PartName, WhatIf};
use domain::profile::MOST_WEIGHT;
use domain::{JobId, Match, Preferences};
use serde::{Deserialize, Serialize};
use store::feedback::{Feedback, Verdict};
use store::matches::Matching;
use store::{Page, PageRequest, StoreError};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Json, Paging, Query};
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
        .routes(routes!(feedback, said))
        .routes(routes!(weights))
        .routes(routes!(what_if))
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
struct SayFeedback {
    job_id: JobId,
    verdict: Said,
}

/// What the person says about a match.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Said {
    /// Do not show this job again.
    Hide,
    /// More jobs like it.
    More,
    /// Fewer jobs like it.
    Less,
    /// Takes back what was said of this job.
    Undo,
    /// Nothing more from this employer: it joins the excluded companies of the profile.
    NotThisCompany,
    /// Takes that back.
    ThisCompanyAgain,
}

#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PartWeights {
    /// How much each part counts: 1 as usual, 0 not at all, at most 3. A part that is not named counts as usual.
    weights: BTreeMap<PartName, f64>,
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

/// Hide a job, ask for more or less like it, exclude its employer, or take that back.
#[utoipa::path(post, path = "/matching/feedback", tag = "matching", request_body = SayFeedback,
    responses((status = 204), (status = 404, body = Problem)))]
async fn feedback(
    State(app): State<App>,
    current: CurrentUser,
    Json(feedback): Json<SayFeedback>,
) -> ApiResult<StatusCode> {
    let job = visible_job(&app, &current, feedback.job_id).await?;
    let verdict = match feedback.verdict {
        Said::Hide => Some(Verdict::Hide),
        Said::More => Some(Verdict::More),
        Said::Less => Some(Verdict::Less),
        Said::Undo => None,
        Said::NotThisCompany => {
            change_preferences(&app, &current, |preferences| {
                if !preferences.excluded_companies.contains(&job.posting.company) {
                    preferences.excluded_companies.push(job.posting.company.clone());
                }
            })
            .await?;
            return Ok(StatusCode::NO_CONTENT);
        }
        Said::ThisCompanyAgain => {
            change_preferences(&app, &current, |preferences| {
                preferences.excluded_companies.retain(|company| *company != job.posting.company);
            })
            .await?;
            return Ok(StatusCode::NO_CONTENT);
        }
    };
    let mut tx = app.store.begin().await?;
    tx.put_feedback(current.id(), feedback.job_id, verdict).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Move how much each part of a score counts; the next ranking follows at once.
#[utoipa::path(put, path = "/matching/weights", tag = "matching", request_body = PartWeights,
    responses((status = 200, body = PartWeights), (status = 422, body = Problem)))]
async fn weights(
    State(app): State<App>,
    current: CurrentUser,
    Json(moved): Json<PartWeights>,
) -> ApiResult<axum::Json<PartWeights>> {
    if let Some((part, factor)) =
        moved.weights.iter().find(|(_, factor)| !(0.0..=MOST_WEIGHT).contains(*factor))
    {
        let detail = format!(
            "{part:?} was {factor}. A weight is from 0 (does not count) to {MOST_WEIGHT}; 1 is usual."
        );
        return Err(Problem::invalid("weights", detail));
    }
    if PARTS.iter().all(|part| moved.weights.get(part) == Some(&0.0)) {
        let detail =
            "Every part counts 0, so every job would be the same. Let at least one count.".to_owned();
        return Err(Problem::invalid("weights", detail));
    }
    change_preferences(&app, &current, |preferences| preferences.weights = moved.weights.clone()).await?;
    Ok(axum::Json(moved))
}

/// Changes what the person is looking for, on whatever version of the profile is there.
async fn change_preferences(
    app: &App,
    current: &CurrentUser,
    change: impl Fn(&mut Preferences),
) -> ApiResult<()> {
    /// Somebody else would have to change the profile this often in between.
    const TRIES: usize = 3;
    let mut tried = 1;
    loop {
        let stored = app.store.profile(current.id()).await?;
        let mut profile = stored.profile;
        change(&mut profile.preferences);
        let mut tx = app.store.begin().await?;
        match tx.put_profile(current.id(), &profile, stored.version, None).await {
            Err(StoreError::Stale { .. }) if tried < TRIES => tried += 1,
            other => {
                other?;
                tx.commit().await?;
                return Ok(());
            }
        }
    }
}

/// What the person said about jobs, the newest first.
#[utoipa::path(get, path = "/matching/feedback", tag = "matching", params(Paging), responses((status = 200, body = Page<Feedback>)))]
async fn said(
    State(app): State<App>,
    current: CurrentUser,
    Query(query): Query<Paging>,
) -> ApiResult<axum::Json<Page<Feedback>>> {
    Ok(axum::Json(app.store.feedback(current.id(), &query.into()).await?))
}

/// Which missing skill, if learned, would lift the most matches over a line: that of good ones, or a lower one where few are good.
#[utoipa::path(get, path = "/matching/what-if", tag = "matching", responses((status = 200, body = WhatIf)))]
async fn what_if(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<WhatIf>> {
    Ok(axum::Json(app.live.what_if(current.id()).await?))
}
