//! Interviews, as a list and as a calendar.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};
use store::PageRequest;
use store::interviews::ListedInterview;
use store::{MAX_LIMIT, Page};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Paging, Query};
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::ApiResult;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(calendar))
}

/// The interviews, by date.
#[utoipa::path(get, path = "/interviews", tag = "interviews", params(Paging), responses((status = 200, body = Page<ListedInterview>)))]
async fn list(
    State(app): State<App>,
    current: CurrentUser,
    Query(paging): Query<Paging>,
) -> ApiResult<axum::Json<Page<ListedInterview>>> {
    Ok(axum::Json(app.store.interviews(current.id(), &paging.into()).await?))
}

/// The interviews as a calendar file (RFC 5545).
#[utoipa::path(get, path = "/interviews/calendar.ics", tag = "interviews", responses((status = 200, content_type = "text/calendar", body = String)))]
async fn calendar(State(app): State<App>, current: CurrentUser) -> ApiResult<Response> {
    let request = PageRequest { limit: MAX_LIMIT, cursor: None };
    let interviews = app.store.interviews(current.id(), &request).await?.items;
    let mut calendar = Calendar::new();
    calendar.name("Interviews");
    for listed in interviews {
        calendar.push(event(&listed, app.now()));
    }
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"interviews.ics\""),
    ];
    Ok((headers, calendar.done().to_string()).into_response())
}

/// An hour where the invitation names no end: what most programs assume.
const USUAL_LENGTH: chrono::TimeDelta = chrono::TimeDelta::hours(1);

fn event(listed: &ListedInterview, now: domain::Timestamp) -> Event {
    let interview = &listed.interview;
    let mut event = Event::new();
    event
        .uid(&interview.uid)
        .timestamp(now)
        .summary(&format!("{}: {}", listed.company, interview.summary))
        .description(&listed.job_title)
        .location(&interview.location)
        .starts(interview.starts_at)
        .ends(interview.ends_at.unwrap_or(interview.starts_at + USUAL_LENGTH))
        .status(if interview.cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    if let Some(zone) = &interview.time_zone {
        event.append_property(Property::new("X-JOBWIRE-TIME-ZONE", zone));
    }
    event.done()
}
