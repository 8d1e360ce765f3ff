//! The HTTP API at `/api/v1`. Each module is one group; a handler checks, calls the stage or the store,
//! and answers. Every row it touches is asked for with the signed-in person's id.

pub mod analytics;
pub mod answers;
pub mod applications;
pub mod asyncapi;
pub mod auth;
pub mod autopilot;
pub mod batches;
pub mod documents;
pub mod drafts;
pub mod extract;
pub mod interviews;
pub mod jobs;
pub mod mailboxes;
pub mod matching;
pub mod profile;
pub mod review;
pub mod second_readings;
pub mod snapshot;
pub mod sources;
pub mod system;
pub mod tickets;
pub mod tracking;

use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::problem::Problem;
use crate::{guard, language_model, pages, run_socket, socket};

/// The longest a request may take; reading a resume is the slowest.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
/// The longest a request for a draft may take: as long as a model may be given, and a little for ourselves.
const DRAFT_TIMEOUT: Duration = Duration::from_secs(language_model::MAX_SECONDS + 10);

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Jobwire",
        description = "The live data of a job search. The WebSocket is described in docs/EVENTS.md."
    ),
    components(schemas(
        domain::Envelope,
        domain::Event,
        domain::EventType,
        realtime::ClientMessage,
        realtime::ServerMessage,
        Problem
    ))
)]
struct Description;

/// Every route of the API, without state.
fn routes() -> OpenApiRouter<App> {
    let api = OpenApiRouter::new()
        .merge(auth::routes())
        .merge(profile::routes())
        .merge(answers::routes())
        .merge(jobs::routes())
        .merge(sources::routes())
        .merge(matching::routes())
        .merge(second_readings::routes())
        .merge(applications::routes())
        .merge(batches::routes())
        .merge(review::routes())
        .merge(autopilot::routes())
        .merge(documents::routes())
        .merge(tracking::routes())
        .merge(tickets::routes())
        .merge(mailboxes::routes())
        .merge(interviews::routes())
        .merge(analytics::routes())
        .merge(snapshot::routes())
        .routes(routes!(system::health))
        .layer(middleware::from_fn_with_state(REQUEST_TIMEOUT, within))
        .merge(drafts::routes().layer(middleware::from_fn_with_state(DRAFT_TIMEOUT, within)));
    OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1", api)
}

/// The OpenAPI document, as served and as the front end's types are generated from.
pub fn openapi() -> OpenApi {
    described(routes().into_openapi())
}

/// Names every operation by its method and address, which no two share; handlers of the same name in
/// different groups would otherwise.
fn described(mut document: OpenApi) -> OpenApi {
    document.info.license = None;
    for (path, item) in &mut document.paths.paths {
        let words = path.trim_start_matches("/api/v1/").replace(['{', '}', '.'], "_");
        let words: Vec<&str> = words.split(['/', '_']).filter(|word| !word.is_empty()).collect();
        let operations = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}_{}", words.join("_")));
            }
        }
    }
    document
}

/// The whole web application.
pub fn router(app: App) -> Router {
    let (api, description) = routes().split_for_parts();
    let description = described(description);
    let events = asyncapi::asyncapi(&serde_json::to_value(&description).unwrap_or_default());
    let api = api.layer(DefaultBodyLimit::max(extract::MAX_SENT_BYTES));
    let pages = Router::new()
        .merge(api)
        .route("/api/v1/openapi.json", get(move || std::future::ready(Json(description.clone()))))
        .route("/api/v1/asyncapi.json", get(move || std::future::ready(Json(events.clone()))))
        .route("/api/docs", get(|| std::future::ready(Html(include_str!("docs.html")))))
        .route("/api/docs.js", get(docs_script))
        .route("/healthz", get(|| std::future::ready("ok")))
        .route("/readyz", get(system::ready))
        .route("/metrics", get(system::metrics))
        .fallback(pages::page)
        .method_not_allowed_fallback(wrong_method)
        .layer(cors(&app))
        .layer(CompressionLayer::new());
    // A browser asks nobody before it opens a WebSocket, and its messages are no body.
    let sockets = Router::new()
        .route("/ws/realtime/", get(socket::connect))
        .route("/ws/applications/{id}/run", get(run_socket::connect))
        .method_not_allowed_fallback(wrong_method);
    pages
        .merge(sockets)
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Problem::internal(&"a handler panicked").into_response()
        }))
        .layer(middleware::from_fn_with_state(app.clone(), guard::check_host))
        .with_state(app)
}

async fn wrong_method() -> Problem {
    Problem::method_not_allowed()
}

/// Ends a request that takes longer than this.
async fn within(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::timed_out().into_response(),
    }
}

async fn docs_script() -> impl axum::response::IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript")], include_str!("docs.js"))
}

fn cors(app: &App) -> CorsLayer {
    let origins: Vec<HeaderValue> =
        app.settings.cors_origins().iter().filter_map(|origin| origin.parse().ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_credentials(true)
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION])
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tower::ServiceExt as _;

    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let document = serde_json::to_value(openapi()).unwrap();
        let mut names = std::collections::BTreeSet::new();
        for operation in
            document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap())
        {
            let name = operation.1["operationId"].as_str().unwrap().to_owned();
            assert!(names.insert(name.clone()), "{name} is there twice");
        }
        assert!(names.contains("post_applications_id_approve"), "{names:?}");
        // Two types of one name would be one schema: the form's snapshot and the page's are two.
        let schemas = &document["components"]["schemas"];
        assert!(schemas["Snapshot"]["properties"]["answers"].is_object());
        assert!(schemas["LiveSnapshot"]["properties"]["cursor"].is_object());
    }

    #[tokio::test]
    async fn a_request_that_takes_too_long_ends_in_a_problem() {
        let router = Router::<()>::new()
            .route("/slow", get(std::future::pending::<()>))
            .route("/quick", get(|| std::future::ready("done")))
            .layer(middleware::from_fn_with_state(Duration::from_millis(20), within));
        for (path, status, kind) in
            [("/slow", 408, "application/problem+json"), ("/quick", 200, "text/plain; charset=utf-8")]
        {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), status, "{path}");
            assert_eq!(response.headers()[header::CONTENT_TYPE], kind, "{path}");
        }
    }
}
