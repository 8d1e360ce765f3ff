//! Applications: apply, review, answer, approve, decide.

use applications::actions::{self, ActionError, ApplyOptions, GivenAnswer, Resolution};
use applications::drafts;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::{
    Application, ApplicationId, BatchId, Evidence, Interview, Job, JobId, Observation, Snapshot,
    State as ApplicationState,
};
use serde::{Deserialize, Serialize};
use store::applications::{ApplicationFilter, ApplicationRecord};
use store::attempts::{Attempt, RunStep};
use store::documents::Document;
use store::{Page, PageRequest};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Id, Items, Json, Query};
use super::jobs::visible_job;
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, FieldError, Problem};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(apply))
        .routes(routes!(list))
        .routes(routes!(detail))
        .routes(routes!(approve))
        .routes(routes!(answer))
        .routes(routes!(cancel))
        .routes(routes!(retry))
        .routes(routes!(resolve))
        .routes(routes!(withdraw))
        .routes(routes!(steps))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Apply {
    job_id: JobId,
    /// Tailor the resume and write a letter for this job.
    #[serde(default)]
    auto_customize: bool,
    /// Follow links that lead away from the posting's site.
    #[serde(default)]
    follow_external_links: bool,
    /// Apply although there is an application to the same vacancy in another place.
    #[serde(default)]
    another_place: bool,
}

/// The application after what was asked.
#[derive(Serialize, ToSchema)]
struct ApplicationAnswer {
    success: bool,
    application: Application,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ApplicationQuery {
    /// Only in this state.
    status: Option<ApplicationState>,
    /// Only of this batch.
    batch_id: Option<BatchId>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// Everything about an application.
#[derive(Serialize, ToSchema)]
struct ApplicationDetail {
    application: Application,
    job: Option<Job>,
    /// What will be or was sent.
    snapshot: Option<Snapshot>,
    /// What an approval is bound to.
    snapshot_sha256: Option<String>,
    /// Whether the person approved exactly this.
    approved: bool,
    evidence: Vec<Evidence>,
    attempts: Vec<Attempt>,
    documents: Vec<Document>,
    /// What was seen of the employer's answer, newest first.
    observations: Vec<Observation>,
    /// By date.
    interviews: Vec<Interview>,
    /// What the person may do now.
    allowed: Vec<&'static str>,
    /// The fields a draft can be asked for now; none when no language model is set up.
    draftable: Vec<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Approve {
    /// The hash of what was seen.
    snapshot_sha256: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Answers {
    answers: Vec<FieldValue>,
    /// Keep them for other forms.
    #[serde(default)]
    remember: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FieldValue {
    /// The field's name in the snapshot.
    field: String,
    /// The answer; several choices are separated by line breaks.
    value: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Resolve {
    outcome: Outcome,
    /// Why, in the person's words; kept in the timeline.
    #[serde(default)]
    note: String,
}

/// What the person knows about an application of which we are not sure.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// It arrived.
    Sent,
    /// It did not arrive: send it again.
    NotSent,
    /// Leave it.
    Drop,
}

impl From<ActionError> for Problem {
    fn from(error: ActionError) -> Self {
        let sentence = error.to_string();
        match error {
            ActionError::NotFound => Self::not_found("application or job"),
            ActionError::NotAllowed { .. } => {
                Self::conflict("not-possible-now", "Not possible now", sentence)
            }
            ActionError::SnapshotChanged => Self::conflict("snapshot-changed", "The form changed", sentence),
            ActionError::JobClosed => Self::conflict("job-closed", "The job is closed", sentence),
            ActionError::AppliedElsewhere { .. } => {
                Self::conflict("applied-elsewhere", "You applied in another place", sentence)
            }
            ActionError::AutomationForbidden { .. } => Self::new(
                StatusCode::FORBIDDEN,
                "automation-forbidden",
                "This site forbids automation",
                sentence,
            ),
            ActionError::InvalidAnswers(fields) => {
                let mut problem = Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "invalid-answers",
                    "Some answers do not fit",
                    sentence,
                );
                problem.errors =
                    fields.into_iter().map(|(field, message)| FieldError { field, message }).collect();
                problem
            }
            ActionError::BatchSize { .. } => Self::invalid("job_ids", sentence),
            ActionError::NothingToBegin { .. } => {
                Self::conflict("nothing-to-begin", "Nothing to begin", sentence)
            }
            ActionError::Changed => Self::conflict("stale-version", "Changed in the meantime", sentence),
            ActionError::Store(error) => error.into(),
        }
    }
}

impl From<ApplicationRecord> for ApplicationAnswer {
    fn from(record: ApplicationRecord) -> Self {
        Self { success: true, application: record.application }
    }
}

/// Apply for a job. A second time for the same job gives the application there is; for the same vacancy in another
/// place it is refused until `another_place` says that both are wanted.
#[utoipa::path(post, path = "/applications/apply", tag = "applications", request_body = Apply,
    responses((status = 201, body = ApplicationAnswer), (status = 200, body = ApplicationAnswer), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn apply(
    State(app): State<App>,
    current: CurrentUser,
    Json(request): Json<Apply>,
) -> ApiResult<Response> {
    visible_job(&app, &current, request.job_id).await?;
    let options = ApplyOptions {
        auto_customize: request.auto_customize,
        follow_external_links: request.follow_external_links,
        another_place: request.another_place,
    };
    let (record, is_new) = actions::apply(&app.store, current.id(), request.job_id, options).await?;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, axum::Json(ApplicationAnswer::from(record))).into_response())
}

/// The applications, newest change first.
#[utoipa::path(get, path = "/applications", tag = "applications", params(ApplicationQuery), responses((status = 200, body = Page<Application>)))]
async fn list(
    State(app): State<App>,
    current: CurrentUser,
    Query(query): Query<ApplicationQuery>,
) -> ApiResult<axum::Json<Page<Application>>> {
    let filter = ApplicationFilter { state: query.status, batch_id: query.batch_id };
    let request = PageRequest { limit: query.limit.unwrap_or(0), cursor: query.cursor };
    Ok(axum::Json(app.store.applications(current.id(), &filter, &request).await?))
}

/// Everything about an application.
#[utoipa::path(get, path = "/applications/{id}", tag = "applications", params(("id" = ApplicationId, Path)),
    responses((status = 200, body = ApplicationDetail), (status = 404, body = Problem)))]
async fn detail(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ApplicationId>,
) -> ApiResult<axum::Json<ApplicationDetail>> {
    let user = current.id();
    let record = app.store.application(user, id).await?.ok_or_else(|| Problem::not_found("application"))?;
    let draftable = app.drafts.as_ref().map(|_| drafts::draftable(&record)).unwrap_or_default();
    Ok(axum::Json(ApplicationDetail {
        draftable,
        job: app.store.job(record.application.job_id).await?,
        evidence: app.store.evidence(user, id).await?,
        attempts: app.store.attempts(user, id).await?,
        documents: app.store.documents_of(user, id).await?,
        observations: app.store.observations_of(user, id).await?,
        interviews: app.store.interviews_of(user, id).await?,
        allowed: actions::allowed_actions(&record),
        approved: record.approved_sha256.is_some() && record.approved_sha256 == record.snapshot_sha256,
        snapshot: record.snapshot,
        snapshot_sha256: record.snapshot_sha256,
        application: record.application,
    }))
}

/// Approve exactly what was seen; it is filled once more and sent if it is still the same.
#[utoipa::path(post, path = "/applications/{id}/approve", tag = "applications", params(("id" = ApplicationId, Path)), request_body = Approve,
    responses((status = 200, body = ApplicationAnswer), (status = 409, body = Problem)))]
async fn approve(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ApplicationId>,
    Json(request): Json<Approve>,
) -> ApiResult<axum::Json<ApplicationAnswer>> {
    let record = actions::approve(&app.store, current.id(), id, &request.snapshot_sha256).await?;
    Ok(axum::Json(record.into()))
}

/// Answer questions of the form.
#[utoipa::path(post, path = "/applications/{id}/answers", tag = "applications", params(("id" = ApplicationId, Path)), request_body = Answers,
    responses((status = 200, body = ApplicationAnswer), (status = 422, body = Problem)))]
async fn answer(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ApplicationId>,
    Json(request): Json<Answers>,
) -> ApiResult<axum::Json<ApplicationAnswer>> {
    let given: Vec<GivenAnswer> = request
        .answers
        .into_iter()
        .map(|answer| GivenAnswer { field: answer.field, value: answer.value })
        .collect();
    let record = actions::answer(&app.store, current.id(), id, &given, request.remember).await?;
    Ok(axum::Json(record.into()))
}

/// End an application before it is sent.
#[utoipa::path(post, path = "/applications/{id}/cancel", tag = "applications", params(("id" = ApplicationId, Path)),
    responses((status = 200, body = ApplicationAnswer), (status = 409, body = Problem)))]
async fn cancel(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ApplicationId>,
) -> ApiResult<axum::Json<ApplicationAnswer>> {
    Ok(axum::Json(actions::cancel(&app.store, current.id(), id).await?.into()))
}

/// Try again what was not sent.
#[utoipa::path(post, path = "/applications/{id}/retry", tag = "applications", params(("id" = ApplicationId, Path)),
    responses((status = 200, body = ApplicationAnswer), (status = 409, body = Problem)))]
async fn retry(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ApplicationId>,
) -> ApiResult<axum::Json<ApplicationAnswer>> {
    Ok(axum::Json(actions::retry(&app.store, current.id(), id).await?.into()))
}

/// Decide about an application of which Jobwire is not sure.
#[utoipa::path(post, path = "/applications/{id}/resolve", tag = "applications", params(("id" = ApplicationId, Path)), request_body = Resolve,
    responses((status = 200, body = ApplicationAnswer), (status = 409, body = Problem)))]
async fn resolve(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ApplicationId>,
    Json(request): Json<Resolve>,
) -> ApiResult<axum::Json<ApplicationAnswer>> {
    let resolution = match request.outcome {
        Outcome::Sent => Resolution::Sent,
        Outcome::NotSent => Resolution::NotSent,
        Outcome::Drop => Resolution::Drop,
    };
    let record = actions::resolve(&app.store, current.id(), id, resolution, &request.note).await?;
    Ok(axum::Json(record.into()))
}

/// Note that the person withdrew.
#[utoipa::path(post, path = "/applications/{id}/withdraw", tag = "applications", params(("id" = ApplicationId, Path)),
    responses((status = 200, body = ApplicationAnswer), (status = 409, body = Problem)))]
async fn withdraw(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ApplicationId>,
) -> ApiResult<axum::Json<ApplicationAnswer>> {
    Ok(axum::Json(actions::withdraw(&app.store, current.id(), id).await?.into()))
}

/// The live steps of all runs, oldest first.
#[utoipa::path(get, path = "/applications/{id}/steps", tag = "applications", params(("id" = ApplicationId, Path)),
    responses((status = 200, body = Items<RunStep>), (status = 404, body = Problem)))]
async fn steps(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ApplicationId>,
) -> ApiResult<axum::Json<Items<RunStep>>> {
    app.store.application(current.id(), id).await?.ok_or_else(|| Problem::not_found("application"))?;
    Ok(axum::Json(Items { items: app.store.run_steps(current.id(), id).await? }))
}
