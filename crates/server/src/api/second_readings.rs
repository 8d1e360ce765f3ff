//! Second readings of jobs by the language model, where the operator set one up. No score and no order is touched.

use axum::extract::State;
use axum::http::StatusCode;
use documents::second_reading::statements;
use domain::second_reading::TOP_FEW;
use domain::{JobId, ReadingOutcome, SecondReading, UserId};
use serde::Serialize;
use store::second_readings::StoredReading;
use store::{PageRequest, Store};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Id;
use super::jobs::visible_job;
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};
use crate::second_reading::{Reader, told_sha256};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(readings, read_top, stop)).routes(routes!(read, throw_away))
}

/// The person's second readings, and whether there can be more.
#[derive(Serialize, ToSchema)]
struct SecondReadings {
    /// The model that would be asked; none where none is set up.
    model: Option<String>,
    /// How many of the best matches are read again together.
    top: u32,
    /// The one asked for last first; at most fifty.
    items: Vec<SecondReading>,
}

/// The second readings, the one asked for last first.
#[utoipa::path(get, path = "/second-readings", tag = "matching", responses((status = 200, body = SecondReadings)))]
async fn readings(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<SecondReadings>> {
    Ok(axum::Json(all(&app, current.id()).await?))
}

/// Have the best matches read again by the language model, one after the other; those that are read and fresh stay.
#[utoipa::path(post, path = "/second-readings", tag = "matching", responses((status = 202, body = SecondReadings),
    (status = 409, body = Problem), (status = 429, body = Problem)))]
async fn read_top(
    State(app): State<App>,
    current: CurrentUser,
) -> ApiResult<(StatusCode, axum::Json<SecondReadings>)> {
    let user = current.id();
    let reader = reader_for(&app, user).await?;
    let request = PageRequest { limit: TOP_FEW, cursor: None };
    let best = app.store.matches(user, 0.0, &request).await?.items;
    let known = with_age(&app.store, user).await?;
    let is_read = |job_id: JobId| {
        let of_job = known.iter().find(|one| one.job_id == job_id);
        of_job.is_some_and(|one| matches!(one.outcome, ReadingOutcome::Read { .. }) && !one.is_stale)
    };
    let wanted: Vec<JobId> =
        best.iter().map(|found| found.job_id).filter(|job_id| !is_read(*job_id)).collect();
    reader.ask(&app.store, user, &wanted).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(all(&app, user).await?)))
}

/// Stop what is in line or being read.
#[utoipa::path(delete, path = "/second-readings", tag = "matching", responses((status = 204)))]
async fn stop(State(app): State<App>, current: CurrentUser) -> ApiResult<StatusCode> {
    let mut tx = app.store.begin().await?;
    tx.stop_second_readings(current.id()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Have one job read again by the language model.
#[utoipa::path(post, path = "/jobs/{id}/second-reading", tag = "matching", params(("id" = JobId, Path)),
    responses((status = 202, body = SecondReadings), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 429, body = Problem)))]
async fn read(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<JobId>,
) -> ApiResult<(StatusCode, axum::Json<SecondReadings>)> {
    visible_job(&app, &current, id).await?;
    reader_for(&app, current.id()).await?.ask(&app.store, current.id(), &[id]).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(all(&app, current.id()).await?)))
}

/// Stop the second reading of a job, or throw it away.
#[utoipa::path(delete, path = "/jobs/{id}/second-reading", tag = "matching", params(("id" = JobId, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn throw_away(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<JobId>,
) -> ApiResult<StatusCode> {
    visible_job(&app, &current, id).await?;
    let mut tx = app.store.begin().await?;
    tx.drop_second_reading(current.id(), id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What reads for this person, if anything can be read for them.
async fn reader_for(app: &App, user: UserId) -> ApiResult<&Reader> {
    let reader = app.reader.as_deref().ok_or_else(|| {
        let detail = "No language model is set up on this server. The score and its reasons need none.";
        Problem::conflict("no-language-model", "No language model", detail)
    })?;
    let resume = app.store.profile(user).await?.profile.resume;
    if statements(&resume).is_empty() {
        let detail = "Your profile states nothing a job could be compared with. Add your work or a summary to it first.";
        return Err(Problem::conflict("profile-incomplete", "The profile says too little", detail));
    }
    Ok(reader)
}

async fn all(app: &App, user: UserId) -> ApiResult<SecondReadings> {
    let model = app.reader.as_deref().map(|reader| reader.model_name().to_owned());
    Ok(SecondReadings { model, top: TOP_FEW, items: with_age(&app.store, user).await? })
}

/// The readings, each with whether the posting or the profile has changed since.
async fn with_age(store: &Store, user: UserId) -> ApiResult<Vec<SecondReading>> {
    let stated = statements(&store.profile(user).await?.profile.resume);
    let mut readings = Vec::new();
    for StoredReading { mut reading, told_sha256: told, .. } in store.second_readings(user).await? {
        if !told.is_empty() {
            let job = store.job(reading.job_id).await?;
            reading.is_stale = job.is_none_or(|job| told_sha256(&job, &stated) != told);
        }
        readings.push(reading);
    }
    Ok(readings)
}
