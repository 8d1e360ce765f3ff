//! What is checked before a request reaches a handler: the host it is addressed to, the origin it comes
//! from, and the headers every answer carries.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::app::App;
use crate::problem::{ApiResult, Problem};
use crate::settings::Settings;

/// Scripts only from ourselves; pictures may be data or blobs; nothing may frame us but ourselves.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
     object-src 'none'; frame-src 'self' blob:; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

/// Refuses requests addressed to a name that is not ours (DNS rebinding), and sets the security headers.
pub async fn check_host(State(app): State<App>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !app.settings.allowed_hosts().iter().any(|allowed| allowed == without_port(host)) {
        let detail = "This server does not answer to that host name. Add it to ALLOWED_HOSTS if it should.";
        return Problem::new(StatusCode::MISDIRECTED_REQUEST, "unknown-host", "Unknown host", detail)
            .into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether the page that makes a request with a cookie is one of ours, or of a listed origin.
/// An absent origin is refused: every browser sends one with a request that changes something.
pub fn check_origin(settings: &Settings, headers: &HeaderMap) -> ApiResult<()> {
    let text =
        |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let (origin, host) = (text(header::ORIGIN), text(header::HOST));
    let own = ["http://", "https://"].iter().any(|scheme| origin.strip_prefix(scheme) == Some(host));
    if (own && !host.is_empty()) || settings.cors_origins().iter().any(|allowed| allowed == origin) {
        return Ok(());
    }
    let detail = "The request comes from another site. Use Jobwire's own pages, an API token, or list the site in CORS_ALLOWED_ORIGINS.";
    Err(Problem::new(StatusCode::FORBIDDEN, "foreign-origin", "Foreign origin", detail))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_cut_off_and_an_ipv6_address_is_not() {
        for (host, name) in [
            ("localhost:8000", "localhost"),
            ("jobs.example", "jobs.example"),
            ("[::1]:8000", "[::1]"),
            ("[::1]", "[::1]"),
        ] {
            assert_eq!(without_port(host), name);
        }
    }

    #[test]
    fn only_our_own_and_listed_origins_pass() {
        let settings =
            Settings { cors_allowed_origins: "https://app.example".to_owned(), ..Settings::default() };
        let check = |origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "localhost:8000".parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            check_origin(&settings, &headers).is_ok()
        };
        assert!(check(Some("http://localhost:8000")) && check(Some("https://app.example")));
        for foreign in [
            None,
            Some("null"),
            Some("http://localhost:8001"),
            Some("http://localhost:8000.evil.example"),
            Some("https://app.example.evil"),
        ] {
            assert!(!check(foreign), "{foreign:?}");
        }
    }
}
