//! Jobs of the boards a person follows.

use axum::extract::State;
use domain::{Application, Job, JobId, Match, RemotePolicy, SourceId};
use serde::{Deserialize, Serialize};
use store::feedback::Verdict;
use store::jobs::JobFilter;
use store::vacancies::VacancyPlace;
use store::{Page, PageRequest};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Id, Query};
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(jobs)).routes(routes!(job))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct JobQuery {
    /// Words that all have to occur.
    #[serde(default)]
    q: String,
    /// Only open ones, unless `false`.
    open: Option<bool>,
    /// Only this arrangement.
    remote: Option<RemotePolicy>,
    /// Only from this source.
    source_id: Option<SourceId>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// A job with what the person has to do with it.
#[derive(Serialize, ToSchema)]
struct JobDetail {
    job: Job,
    /// Its score for this person.
    #[serde(rename = "match")]
    found: Option<Match>,
    /// The person's application to it.
    application: Option<Application>,
    /// Their application to the same vacancy in another place.
    applied_elsewhere: Option<Application>,
    /// The places of the vacancy, this one among them; more than one when it is published for several.
    places: Vec<VacancyPlace>,
    /// What the person said of it.
    feedback: Option<Verdict>,
    /// The description as HTML that is safe to show.
    description_html: String,
}

/// Search jobs, newest first.
#[utoipa::path(get, path = "/jobs", tag = "jobs", params(JobQuery), responses((status = 200, body = Page<Job>)))]
async fn jobs(
    State(app): State<App>,
    current: CurrentUser,
    Query(query): Query<JobQuery>,
) -> ApiResult<axum::Json<Page<Job>>> {
    let filter = JobFilter {
        query: query.q,
        remote: query.remote,
        source_id: query.source_id,
        followed_by: Some(current.id()),
        include_closed: !query.open.unwrap_or(true),
    };
    let request = PageRequest { limit: query.limit.unwrap_or(0), cursor: query.cursor };
    Ok(axum::Json(app.store.jobs(&filter, &request).await?))
}

/// A job with its score and the person's application.
#[utoipa::path(get, path = "/jobs/{id}", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = 200, body = JobDetail), (status = 404, body = Problem)))]
async fn job(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<JobId>,
) -> ApiResult<axum::Json<JobDetail>> {
    let job = visible_job(&app, &current, id).await?;
    let found = app.store.match_of(current.id(), id).await?;
    let application =
        app.store.application_to(current.id(), &job.key()).await?.map(|record| record.application);
    let applied_elsewhere = app.store.application_elsewhere(current.id(), id).await?;
    let places = app.store.vacancy_places(current.id(), id).await?;
    let feedback = app.store.feedback_of(current.id(), id).await?;
    let description_html = paragraphs(&job.posting.description);
    Ok(axum::Json(JobDetail {
        job,
        found,
        application,
        applied_elsewhere,
        places,
        feedback,
        description_html,
    }))
}

/// A job of a board the person follows, or one they applied to.
pub(super) async fn visible_job(app: &App, current: &CurrentUser, id: JobId) -> ApiResult<Job> {
    let job = app.store.job(id).await?.ok_or_else(|| Problem::not_found("job"))?;
    let follows = app.store.follows(current.id(), job.source_id).await?;
    let visible = follows || app.store.application_to(current.id(), &job.key()).await?.is_some();
    visible.then_some(job).ok_or_else(|| Problem::not_found("job"))
}

/// Plain text with `- ` lists as HTML, everything in it escaped.
fn paragraphs(text: &str) -> String {
    let escape = |line: &str| {
        line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    let mut in_list = false;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let item = line.strip_prefix("- ");
        if item.is_some() != in_list {
            html.push_str(if in_list { "</ul>" } else { "<ul>" });
            in_list = !in_list;
        }
        match item {
            Some(item) => html.push_str(&format!("<li>{}</li>", escape(item))),
            None => html.push_str(&format!("<p>{}</p>", escape(line))),
        }
    }
    if in_list {
        html.push_str("</ul>");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_html_in_which_nothing_of_the_text_is_markup() {
        let html = paragraphs("Hello <b>you</b>\n\n- one\n- two & \"three\"\nBye");
        assert_eq!(
            html,
            "<p>Hello &lt;b&gt;you&lt;/b&gt;</p><ul><li>one</li><li>two &amp; &quot;three&quot;</li></ul><p>Bye</p>"
        );
        assert_eq!(paragraphs("- a"), "<ul><li>a</li></ul>");
    }
}
