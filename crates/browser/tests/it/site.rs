//! A careers site made of the pages a test gives it, which counts what is sent to it; and a browser to visit it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use browser::{FormModel, Page, Session, SessionConfig};
use net::Egress;
use url::Url;

/// A request that changes something, as the site received it.
#[derive(Debug, Clone)]
pub struct Received {
    pub path: String,
    pub body: String,
}

#[derive(Default)]
struct Shared {
    pages: Mutex<HashMap<String, String>>,
    redirects: HashMap<String, String>,
    received: Mutex<Vec<Received>>,
}

/// A running site.
pub struct Site {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

impl Site {
    /// Serves these pages by path. POST answers with the page `/thanks`, or "thank you for applying".
    pub async fn serving<const N: usize>(pages: [(&str, &str); N]) -> Self {
        Self::with_redirects(pages, []).await
    }

    pub async fn with_redirects<const N: usize, const M: usize>(
        pages: [(&str, &str); N],
        redirects: [(&str, &str); M],
    ) -> Self {
        let own = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
        };
        let shared = Arc::new(Shared {
            pages: Mutex::new(own(&pages)),
            redirects: own(&redirects),
            received: Mutex::default(),
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, shared }
    }

    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    /// One more page; for pages that name the site's own address.
    pub fn add(&self, path: &str, page: &str) {
        self.shared.pages.lock().unwrap().insert(path.to_owned(), page.to_owned());
    }

    /// What was sent to the site so far.
    pub fn received(&self) -> Vec<Received> {
        self.shared.received.lock().unwrap().clone()
    }
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    _headers: HeaderMap,
    body: Bytes,
) -> Response {
    if method != Method::GET {
        shared.received.lock().unwrap().push(Received {
            path: uri.path().to_owned(),
            body: String::from_utf8_lossy(&body).into_owned(),
        });
        if uri.path() == "/refuse" {
            return (StatusCode::UNPROCESSABLE_ENTITY, html("<div role=alert>Email is not valid</div>"))
                .into_response();
        }
        return html("<h1>Thank you for applying</h1>").into_response();
    }
    if let Some(target) = shared.redirects.get(uri.path()) {
        return (StatusCode::FOUND, [(header::LOCATION, target.clone())]).into_response();
    }
    let page = shared.pages.lock().unwrap().get(uri.path()).cloned();
    match page {
        Some(page) => html(&page).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn html(body: &str) -> axum::response::Html<String> {
    axum::response::Html(format!("<!doctype html><meta charset=utf-8><body>{body}"))
}

/// The Chromium of this machine.
pub fn chromium() -> PathBuf {
    std::env::var_os("JOBWIRE_CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from)
}

/// Settings for a browser that reaches the given sites and nothing else on this machine.
pub fn config(allow: &[SocketAddr]) -> (SessionConfig, tempfile::TempDir) {
    let folder = tempfile::Builder::new().prefix("jobwire-test-").tempdir().unwrap();
    // Chromium's own account has to be able to pass through.
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o711)).unwrap();
    let egress = Egress::allowing(allow.to_vec())
        .with_name("*.demo.test", allow.first().copied().unwrap_or_else(|| "127.0.0.1:9".parse().unwrap()))
        .unwrap();
    let config = SessionConfig::new(chromium(), egress, folder.path().join("profiles"));
    (config, folder)
}

/// An open browser on a page, and the folder its profile lives in.
pub struct Visit {
    pub session: Session,
    pub page: Page,
    pub folder: tempfile::TempDir,
}

impl Visit {
    /// Opens a browser on `path` of `site`.
    pub async fn to(site: &Site, path: &str) -> Self {
        Self::at(&[site.address], site.url(path)).await
    }

    pub async fn at(allow: &[SocketAddr], url: Url) -> Self {
        let (config, folder) = config(allow);
        let session = Session::open(config).await.unwrap();
        let page = session.new_page().await.unwrap();
        page.navigate(&url, Duration::from_secs(15)).await.unwrap();
        Self { session, page, folder }
    }

    pub async fn form(&self) -> FormModel {
        self.page.read_form().await.unwrap().expect("a form")
    }
}
