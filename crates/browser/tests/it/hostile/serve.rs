//! The site that serves the hostile pages.

use std::convert::Infallible;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;

use super::pages::{ASKING, DECEITFUL, ENDLESS, GREEDY, OPENING, WAYS, form};
use crate::canaries::{Canaries, Ports};

/// Serves the table; a page is found by its name. Each first tries to get around the proxy.
pub async fn serve(canaries: &Canaries) -> SocketAddr {
    async fn answer(State(canaries): State<Ports>, uri: Uri) -> Response {
        let path: String = url::form_urlencoded::parse(format!("p={}", &uri.path()[1..]).as_bytes())
            .map(|(_, name)| name.into_owned())
            .collect();
        let html =
            |text: String| {
                let attempts = canaries.attempts();
                axum::response::Html(canaries.put_into(&format!(
                    "<!doctype html><meta charset=utf-8><script>{attempts}</script>{text}"
                )))
            };
        match path.as_str() {
            "empty" => return html("<p>Empty</p>".into()).into_response(),
            "worker.js" => {
                let script = "onfetch = (event) => event.respondWith(new Response('taken'))";
                return ([(header::CONTENT_TYPE, "text/javascript")], script).into_response();
            }
            "never answers" => std::future::pending::<()>().await,
            "body without an end" => {
                let start = futures::stream::iter([Ok::<_, Infallible>(Bytes::from(form!("")))]);
                let rest = futures::stream::repeat(Bytes::from("<p>more</p>".repeat(500))).map(Ok);
                return ([(header::CONTENT_TYPE, "text/html")], Body::from_stream(start.chain(rest)))
                    .into_response();
            }
            "bomb in a small package" => {
                let headers = [(header::CONTENT_TYPE, "text/html"), (header::CONTENT_ENCODING, "gzip, gzip")];
                return (headers, include_bytes!("../pages/bomb.gz.gz").as_slice()).into_response();
            }
            "is a download" => {
                return ([(header::CONTENT_DISPOSITION, "attachment; filename=evil.exe")], vec![0; 1000])
                    .into_response();
            }
            "asks for a login" => {
                return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Basic realm=x")])
                    .into_response();
            }
            _ => {}
        }
        let all = WAYS.iter().chain(&ENDLESS).chain(&GREEDY).chain(&OPENING).chain(&ASKING).chain(&DECEITFUL);
        match all.into_iter().find(|hostile| hostile.name == path) {
            None => StatusCode::NOT_FOUND.into_response(),
            Some(hostile) => match hostile.page.strip_prefix("=> ") {
                Some(target) => {
                    (StatusCode::FOUND, [(header::LOCATION, canaries.put_into(&target.replace(' ', "%20")))])
                        .into_response()
                }
                None => html(hostile.page.to_owned()).into_response(),
            },
        }
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(answer).with_state(canaries.ports);
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}
