//! Batches: several applications begun at once, paused, resumed and looked at together.

use applications::actions::ApplyOptions;
use applications::batch::{self, Begun, MAX_JOBS, Skipped};
use axum::extract::State;
use axum::http::StatusCode;
use domain::{Application, ApplicationId, Batch, BatchId, JobId};
use serde::{Deserialize, Serialize};
use store::applications::ApplicationFilter;
use store::{MAX_LIMIT, Page, PageRequest};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Id, Json, Paging, Query};
use super::jobs::visible_job;
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

/// All of a batch is one page of applications.
const _: () = assert!(MAX_JOBS <= MAX_LIMIT as usize);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(list))
        .routes(routes!(detail))
        .routes(routes!(pause))
        .routes(routes!(resume))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ApplyBatch {
    /// 1 to 50, each once.
    job_ids: Vec<JobId>,
    #[serde(default)]
    auto_customize: bool,
    #[serde(default)]
    follow_external_links: bool,
}

#[derive(Serialize, ToSchema)]
struct BatchAnswer {
    batch_id: BatchId,
    batch: Batch,
    /// In the order of the jobs.
    applications: Vec<Application>,
    /// Chosen jobs that are not part of it.
    skipped: Vec<SkippedJob>,
}

/// A chosen job that is not part of the batch.
#[derive(Serialize, ToSchema)]
struct SkippedJob {
    job_id: JobId,
    /// `already_applied`, `applied_elsewhere`, `job_closed` or `automation_forbidden`.
    code: &'static str,
    /// Why, and what to do.
    message: String,
    /// The application there is already.
    application_id: Option<ApplicationId>,
}

/// A batch and its applications.
#[derive(Serialize, ToSchema)]
struct BatchDetail {
    batch: Batch,
    /// Newest change first.
    applications: Vec<Application>,
}

impl From<Skipped> for SkippedJob {
    fn from(skipped: Skipped) -> Self {
        let Skipped { job_id, code, message, application_id } = skipped;
        Self { job_id, code, message, application_id }
    }
}

impl From<Begun> for BatchAnswer {
    fn from(begun: Begun) -> Self {
        Self {
            batch_id: begun.batch.id,
            batch: begun.batch,
            applications: begun.applications,
            skipped: begun.skipped.into_iter().map(SkippedJob::from).collect(),
        }
    }
}

/// Apply for several jobs at once. Each is reviewed and approved by itself.
#[utoipa::path(post, path = "/applications/batch", tag = "applications", request_body = ApplyBatch,
    responses((status = 202, body = BatchAnswer), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn begin(
    State(app): State<App>,
    current: CurrentUser,
    Json(request): Json<ApplyBatch>,
) -> ApiResult<(StatusCode, axum::Json<BatchAnswer>)> {
    batch::check_size(request.job_ids.len())?;
    for job_id in &request.job_ids {
        visible_job(&app, &current, *job_id).await?;
    }
    let options = ApplyOptions {
        auto_customize: request.auto_customize,
        follow_external_links: request.follow_external_links,
        another_place: false,
    };
    let begun = batch::begin(&app.store, current.id(), &request.job_ids, options).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(begun.into())))
}

/// The batches, newest first.
#[utoipa::path(get, path = "/batches", tag = "applications", params(Paging), responses((status = 200, body = Page<Batch>)))]
async fn list(
    State(app): State<App>,
    current: CurrentUser,
    Query(paging): Query<Paging>,
) -> ApiResult<axum::Json<Page<Batch>>> {
    let request = PageRequest { limit: paging.limit.unwrap_or(0), cursor: paging.cursor };
    Ok(axum::Json(app.store.batches(current.id(), &request).await?))
}

/// A batch with its applications.
#[utoipa::path(get, path = "/batches/{id}", tag = "applications", params(("id" = BatchId, Path)),
    responses((status = 200, body = BatchDetail), (status = 404, body = Problem)))]
async fn detail(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<BatchId>,
) -> ApiResult<axum::Json<BatchDetail>> {
    let batch = app.store.batch(current.id(), id).await?.ok_or_else(|| Problem::not_found("batch"))?;
    let filter = ApplicationFilter { state: None, batch_id: Some(id) };
    let all = PageRequest { limit: MAX_LIMIT, cursor: None };
    let applications = app.store.applications(current.id(), &filter, &all).await?.items;
    Ok(axum::Json(BatchDetail { batch, applications }))
}

/// Pause a batch. Runs under way come to their next state; nothing of it is begun or sent until it is resumed, approved
/// forms neither.
#[utoipa::path(post, path = "/batches/{id}/pause", tag = "applications", params(("id" = BatchId, Path)),
    responses((status = 200, body = Batch), (status = 404, body = Problem)))]
async fn pause(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<BatchId>,
) -> ApiResult<axum::Json<Batch>> {
    Ok(axum::Json(batch::pause(&app.store, current.id(), id).await.map_err(of_batch)?))
}

/// Go on with a paused batch.
#[utoipa::path(post, path = "/batches/{id}/resume", tag = "applications", params(("id" = BatchId, Path)),
    responses((status = 200, body = Batch), (status = 404, body = Problem)))]
async fn resume(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<BatchId>,
) -> ApiResult<axum::Json<Batch>> {
    Ok(axum::Json(batch::resume(&app.store, current.id(), id).await.map_err(of_batch)?))
}

fn of_batch(error: applications::actions::ActionError) -> Problem {
    match error {
        applications::actions::ActionError::NotFound => Problem::not_found("batch"),
        other => other.into(),
    }
}
