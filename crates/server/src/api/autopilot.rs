//! The autopilot: what a person allows, what it did, and why it held back.

use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::autopilot::{AutopilotEntry, AutopilotMode, AutopilotRules};
use serde::{Deserialize, Serialize};
use store::autopilot::{Autopilot, AutopilotUse};
use store::{Page, PageRequest};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Json, Paging, Query};
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

/// The most boards that are allowed by name.
const MAX_SOURCES: usize = 200;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(autopilot, put_autopilot)).routes(routes!(log))
}

/// The autopilot as it is.
#[derive(Serialize, ToSchema)]
struct AutopilotAnswer {
    mode: AutopilotMode,
    rules: AutopilotRules,
    /// Send it back when changing it.
    version: i64,
    /// Only jobs that became known after this are begun by themselves.
    on_since: Option<DateTime<Utc>>,
    /// Applications it began within 24 hours.
    started: i64,
    /// Forms it approved within 24 hours.
    approved: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PutAutopilot {
    mode: AutopilotMode,
    rules: AutopilotRules,
    /// The version this change was made on.
    version: i64,
}

impl AutopilotAnswer {
    fn of(pilot: Autopilot, used: AutopilotUse) -> Self {
        Self {
            mode: pilot.mode,
            rules: pilot.rules,
            version: pilot.version,
            on_since: pilot.on_since,
            started: used.started,
            approved: used.approved,
        }
    }
}

/// The autopilot; off at first.
#[utoipa::path(get, path = "/autopilot", tag = "applications", responses((status = 200, body = AutopilotAnswer)))]
async fn autopilot(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<AutopilotAnswer>> {
    let pilot = app.store.autopilot(current.id()).await?;
    let used = app.store.autopilot_used(current.id()).await?;
    Ok(axum::Json(AutopilotAnswer::of(pilot, used)))
}

/// Turn the autopilot on or off, pause it, or change what it may do. Unless it is on afterwards, what it approved and
/// is not on its way yet waits for the person again.
#[utoipa::path(put, path = "/autopilot", tag = "applications", request_body = PutAutopilot,
    responses((status = 200, body = AutopilotAnswer), (status = 409, body = Problem), (status = 422, body = Problem)))]
async fn put_autopilot(
    State(app): State<App>,
    current: CurrentUser,
    Json(new): Json<PutAutopilot>,
) -> ApiResult<axum::Json<AutopilotAnswer>> {
    check(&new.rules)?;
    let followed = app.store.sources_of(current.id()).await?;
    let mut rules = new.rules;
    rules.source_ids.sort();
    rules.source_ids.dedup();
    // A board that is no longer watched is no longer allowed either.
    rules.source_ids.retain(|id| followed.iter().any(|source| source.id == *id));
    if new.mode == AutopilotMode::On {
        if rules.source_ids.is_empty() {
            return Err(Problem::invalid(
                "rules.source_ids",
                "Choose at least one board it may apply through.",
            ));
        }
        let resume = app.store.profile(current.id()).await?.profile.resume;
        if resume.basics.name.trim().is_empty() || resume.basics.email.trim().is_empty() {
            return Err(Problem::conflict(
                "profile-incomplete",
                "Your profile is not complete",
                "Your profile needs at least your name and e-mail address before anything is sent in your name.",
            ));
        }
    }
    let mut tx = app.store.begin().await?;
    let pilot = tx.put_autopilot(current.id(), new.mode, &rules, new.version).await?;
    tx.commit().await?;
    let used = app.store.autopilot_used(current.id()).await?;
    Ok(axum::Json(AutopilotAnswer::of(pilot, used)))
}

fn check(rules: &AutopilotRules) -> ApiResult<()> {
    if !(AutopilotRules::LOWEST_SCORE..=1.0).contains(&rules.min_score) {
        return Err(Problem::invalid("rules.min_score", "Choose a least score from 50 to 100."));
    }
    if !(1..=AutopilotRules::MOST_A_DAY).contains(&rules.daily_limit) {
        return Err(Problem::invalid("rules.daily_limit", "Choose 1 to 25 applications a day."));
    }
    if !(1..=AutopilotRules::MOST_PER_EMPLOYER).contains(&rules.employer_limit) {
        return Err(Problem::invalid("rules.employer_limit", "Choose 1 to 5 applications per employer."));
    }
    if rules.source_ids.len() > MAX_SOURCES {
        return Err(Problem::invalid("rules.source_ids", "Choose at most 200 boards."));
    }
    Ok(())
}

/// What it did and why it held back, newest first.
#[utoipa::path(get, path = "/autopilot/log", tag = "applications", params(Paging), responses((status = 200, body = Page<AutopilotEntry>)))]
async fn log(
    State(app): State<App>,
    current: CurrentUser,
    Query(paging): Query<Paging>,
) -> ApiResult<axum::Json<Page<AutopilotEntry>>> {
    let request = PageRequest { limit: paging.limit.unwrap_or(0), cursor: paging.cursor };
    Ok(axum::Json(app.store.autopilot_log(current.id(), &request).await?))
}
