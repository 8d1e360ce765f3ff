//! The pages around the careers sites: the start page, the job board that only forwards, and what every site needs.

use crate::catalogue::places::find_cities;
use crate::catalogue::prose::html;
use crate::catalogue::{COMPANIES, Posting};
use crate::html::{Page, escape};
use crate::routes::{App, Base, HTML};
use crate::world::Found;
use crate::{careers, urls};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::fmt::Write as _;
use std::sync::Arc;

/// The invented job board.
const JOBBOARD: &str = "Workwharf";
/// Reached under this name, the board is a site of its own, as real ones are; the employers stay where they are.
const JOBBOARD_HOST: &str = "workwharf.test";
/// The board lists one posting in so many.
const JOBBOARD_SHARE: u64 = 5;
/// Its colour.
const JOBBOARD_COLOR: &str = "#0f4c81";
/// A location field offers at most so many towns.
const MAX_SUGGESTIONS: usize = 8;

/// `GET /`
pub(crate) async fn home(State(app): State<Arc<App>>, Base(base): Base) -> Html<String> {
    let mut cards = String::new();
    for company in COMPANIES {
        let (postings, _) = app.world.board(company);
        let _ = write!(
            cards,
            "<li class=\"card\" style=\"--brand: {}\"><h2><a href=\"{}\">{}</a></h2><p class=\"tagline\">{}</p>\
             <p class=\"meta\"><span class=\"pill\">{}</span><span>{} open</span><a href=\"{}\">board</a></p></li>",
            company.color,
            urls::site("", company),
            escape(company.name),
            escape(company.tagline),
            company.family.kind().replace('_', "-"),
            postings.len(),
            escape(&urls::board(&base, company)),
        );
    }
    let body = format!(
        "<main class=\"home\"><p class=\"banner\">Everything here is invented: no company, posting or answer is real.</p>\
         <h1>Demo employers</h1><p class=\"lead\">{} companies, {} open postings, {} applications accepted so far. New postings open every few seconds. \
         <a href=\"/jobboard/\">{JOBBOARD}</a> is a job board that forwards to them; <a href=\"/boards.json\">boards.json</a> lists them for programs.</p>\
         <ul class=\"cards\">{cards}</ul></main>",
        COMPANIES.len(),
        app.world.open_count(),
        app.ledger.count(),
    );
    Html(
        Page {
            lang: "en",
            title: "Demo employers",
            style: "site.css",
            color: "#333d4d",
            head: "",
            body: &body,
        }
        .render(),
    )
}

/// `GET /assets/{name}`
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let css = "text/css; charset=utf-8";
    let script = "text/javascript; charset=utf-8";
    let (kind, text) = match name.as_str() {
        "site.css" => (css, include_str!("assets/site.css")),
        "greenhouse.css" => (css, include_str!("assets/greenhouse.css")),
        "lever.css" => (css, include_str!("assets/lever.css")),
        "ashby.css" => (css, include_str!("assets/ashby.css")),
        "page.css" => (css, include_str!("assets/page.css")),
        "base.css" => (css, include_str!("assets/base.css")),
        "greenhouse.js" => (script, include_str!("assets/greenhouse.js")),
        "lever.js" => (script, include_str!("assets/lever.js")),
        "captcha.js" => (script, include_str!("assets/captcha.js")),
        "ashby.js" => (script, include_str!("assets/ashby.js")),
        "replica.css" => (css, include_str!("assets/replica.css")),
        "replica.js" => (script, include_str!("assets/replica.js")),
        "replica-shadow.js" => (script, include_str!("assets/replica-shadow.js")),
        "replica-steps.js" => (script, include_str!("assets/replica-steps.js")),
        "replica-banner.js" => (script, include_str!("assets/replica-banner.js")),
        "replica-follow.js" => (script, include_str!("assets/replica-follow.js")),
        "replica-habits.js" => (script, include_str!("assets/replica-habits.js")),
        "replica-parse.js" => (script, include_str!("assets/replica-parse.js")),
        "replica-account.js" => (script, include_str!("assets/replica-account.js")),
        _ => return not_found().await,
    };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "max-age=60")], text).into_response()
}

/// A search for towns.
#[derive(Debug, Deserialize)]
pub(crate) struct TownQuery {
    q: Option<String>,
}

/// `GET /places?q=ber`
pub(crate) async fn places(Query(query): Query<TownQuery>) -> Json<Vec<&'static str>> {
    let query = query.q.unwrap_or_default();
    Json(if query.trim().is_empty() { Vec::new() } else { find_cities(&query, MAX_SUGGESTIONS) })
}

/// Where a sign-in leads to.
#[derive(Debug, Deserialize)]
pub(crate) struct Next {
    next: Option<String>,
}

/// `GET /signin`
pub(crate) async fn sign_in(Query(next): Query<Next>) -> Html<String> {
    Html(sign_in_page(next.next.as_deref().unwrap_or("/"), ""))
}

/// `POST /signin`: nobody has an account here.
pub(crate) async fn sign_in_refused() -> Response {
    (
        StatusCode::UNAUTHORIZED,
        Html(sign_in_page(
            "/",
            "<p class=\"field-error\" role=\"alert\">The email or password is wrong.</p>",
        )),
    )
        .into_response()
}

fn sign_in_page(next: &str, complaint: &str) -> String {
    let body = format!(
        "<main class=\"message\"><h1>Sign in to apply</h1><p>You need an account to apply for this job.</p>{complaint}\
         <form method=\"post\" action=\"/signin\" class=\"signin\"><input type=\"hidden\" name=\"next\" value=\"{}\">\
         <label for=\"username\">Email</label><input id=\"username\" name=\"username\" type=\"email\" autocomplete=\"username\" required>\
         <label for=\"password\">Password</label><input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required>\
         <button type=\"submit\">Sign in</button></form><p><a href=\"/signin\">Create an account</a></p></main>",
        escape(next)
    );
    Page { lang: "en", title: "Sign in", style: "site.css", color: "#333d4d", head: "", body: &body }.render()
}

/// `GET /assessment/{id}`
pub(crate) async fn assessment(State(app): State<Arc<App>>, Path(id): Path<uuid::Uuid>) -> Response {
    let Some(entry) = app.ledger.entries().into_iter().find(|entry| entry.id == id) else {
        return not_found().await;
    };
    let body = format!(
        "<main class=\"message\"><h1>Assessment: {}</h1><p>{} has invited you to this assessment. The demo ends here; nothing needs to be done.</p></main>",
        escape(&entry.job.title),
        escape(&entry.company_name)
    );
    Html(
        Page { lang: "en", title: "Assessment", style: "site.css", color: "#333d4d", head: "", body: &body }
            .render(),
    )
    .into_response()
}

/// `GET /jobboard/`
pub(crate) async fn jobboard(State(app): State<Arc<App>>) -> Html<String> {
    let mut listed: Vec<Arc<Posting>> = COMPANIES
        .iter()
        .flat_map(|company| app.world.board(company).0)
        .filter(|posting| posting.ordinal % JOBBOARD_SHARE == 0)
        .collect();
    listed.sort_by_key(|posting| std::cmp::Reverse((posting.opened_at, posting.ordinal)));
    let mut rows = String::new();
    for posting in &listed {
        let _ = write!(
            rows,
            "<li class=\"row\"><a href=\"/jobboard/jobs/{}\">{}</a><span>{}</span><span>{}</span></li>",
            posting.id,
            escape(&posting.title),
            escape(posting.company.name),
            escape(&posting.location())
        );
    }
    let body = format!(
        "{}<main class=\"home\"><h1>{} jobs today</h1><ul class=\"rows\">{rows}</ul></main>",
        jobboard_head(),
        listed.len()
    );
    Html(
        Page { lang: "en", title: JOBBOARD, style: "site.css", color: JOBBOARD_COLOR, head: "", body: &body }
            .render(),
    )
}

fn jobboard_head() -> String {
    format!(
        "<header class=\"board-head\"><a href=\"/jobboard/\">{JOBBOARD}</a><span>Jobs from everywhere, in one place</span></header>"
    )
}

/// `GET /jobboard/jobs/{id}`
pub(crate) async fn jobboard_job(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let Some(Found::Open(posting)) = app.world.find(&id) else {
        return not_found().await;
    };
    let body = format!(
        "{}<main class=\"home listing\"><h1>{}</h1><p class=\"lead\">{}</p>{}\
         <p><a class=\"apply-button\" id=\"apply\" target=\"_blank\" rel=\"noopener\" href=\"/jobboard/out/{}\">Apply</a></p>\
         <article>{}</article></main>",
        jobboard_head(),
        escape(&posting.title),
        escape(posting.company.name),
        careers::facts(&posting),
        posting.id,
        html(&posting.sections),
    );
    let title = format!("{} at {} - {JOBBOARD}", posting.title, posting.company.name);
    Html(
        Page {
            lang: posting.company.lang.code(),
            title: &title,
            style: "site.css",
            color: JOBBOARD_COLOR,
            head: "",
            body: &body,
        }
        .render(),
    )
    .into_response()
}

/// `GET /jobboard/out/{id}`: the first of two redirects.
pub(crate) async fn jobboard_out(Path(id): Path<String>) -> Response {
    found(&format!("/jobboard/click/{id}?source=workwharf"))
}

/// `GET /jobboard/click/{id}`: the second, to the employer's own form.
pub(crate) async fn jobboard_click(
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path(id): Path<String>,
) -> Response {
    let on_its_own = base.strip_prefix("http://").is_some_and(|host| {
        host.split(':').next().is_some_and(|name| name.eq_ignore_ascii_case(JOBBOARD_HOST))
    });
    let employers = if on_its_own { &app.base } else { &base };
    match app.world.find(&id) {
        Some(Found::Open(posting) | Found::Closed(posting)) => found(&urls::apply(employers, &posting)),
        None => not_found().await,
    }
}

/// 302, which `Redirect` has no name for.
fn found(target: &str) -> Response {
    match axum::http::HeaderValue::from_str(target) {
        Ok(location) => (StatusCode::FOUND, [(header::LOCATION, location)]).into_response(),
        Err(_) => Redirect::to("/").into_response(),
    }
}

/// The page for every address that means nothing.
pub(crate) async fn not_found() -> Response {
    let body = "<main class=\"message\"><h1>Page not found</h1><p>There is nothing at this address. The job may have been taken down.</p><p><a href=\"/\">Demo employers</a></p></main>";
    let page =
        Page { lang: "en", title: "Page not found", style: "site.css", color: "#333d4d", head: "", body }
            .render();
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, HTML)], page).into_response()
}
