//! The HTTP client: follows redirects itself so that every hop is judged, and reads bodies with a limit.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{self, HeaderMap};
use url::Url;

use crate::egress::{Egress, VetError};
use crate::policy::{self, Denied};
use crate::request::{FetchError, GetRequest, JsonPost, Limits, Response};

/// How this program introduces itself to boards.
const USER_AGENT: &str = concat!("Jobwire/", env!("CARGO_PKG_VERSION"));

/// Idle connections kept per host: boards are asked one after the other.
const IDLE_PER_HOST: usize = 4;

/// A client that reaches only what its [`Egress`] allows. Clones share connections.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    egress: Egress,
    limits: Limits,
}

impl Client {
    /// A client for `egress` within `limits`.
    pub fn new(egress: Egress, limits: Limits) -> Self {
        // Another part of the program may have installed the same provider already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(limits.connect_timeout)
            .pool_max_idle_per_host(IDLE_PER_HOST)
            .dns_resolver(Arc::new(GuardedResolver(egress.clone())))
            .build()
            .expect("the builder has no option that can fail once a TLS provider is installed");
        Self { http, egress, limits }
    }

    /// Fetches, following judged redirects. Never logs or returns an error with a path or a query in it.
    pub async fn get(&self, request: GetRequest) -> Result<Response, FetchError> {
        let timeout = request.timeout.unwrap_or(self.limits.timeout);
        let work = self.follow(&request);
        match tokio::time::timeout(timeout, work).await {
            Ok(done) => done,
            Err(_) => Err(FetchError::Timeout(timeout)),
        }
    }

    /// Sends JSON once. A redirect is returned as an answer with its `location`.
    pub async fn post_json(&self, post: JsonPost) -> Result<Response, FetchError> {
        let timeout = post.timeout.unwrap_or(self.limits.timeout);
        let limit = post.max_bytes.unwrap_or(self.limits.max_bytes);
        let work = async {
            self.judge(&post.url, post.allowed_hosts.as_deref())?;
            let mut request = self
                .http
                .post(post.url.clone())
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::ACCEPT, "application/json")
                .body(post.body);
            if let Some(token) = &post.bearer {
                request = request.bearer_auth(token);
            }
            let answer = request.send().await.map_err(|error| classify(error, &post.url, timeout))?;
            read(answer, post.url, limit, timeout).await
        };
        match tokio::time::timeout(timeout, work).await {
            Ok(done) => done,
            Err(_) => Err(FetchError::Timeout(timeout)),
        }
    }

    async fn follow(&self, request: &GetRequest) -> Result<Response, FetchError> {
        let timeout = request.timeout.unwrap_or(self.limits.timeout);
        let limit = request.max_bytes.unwrap_or(self.limits.max_bytes);
        let mut url = request.url.clone();
        for _ in 0..=self.limits.max_redirects {
            self.judge(&url, request.allowed_hosts.as_deref())?;
            let answer = self
                .http
                .get(url.clone())
                .headers(validators(request))
                .send()
                .await
                .map_err(|error| classify(error, &url, timeout))?;
            match redirect_target(&url, answer.status().as_u16(), answer.headers()) {
                Some(next) => url = next,
                None => return read(answer, url, limit, timeout).await,
            }
        }
        Err(FetchError::Protocol {
            host: host_of(&url),
            detail: format!("more than {} redirects", self.limits.max_redirects),
        })
    }

    fn judge(&self, url: &Url, allowed_hosts: Option<&[String]>) -> Result<(), FetchError> {
        let verdict = self.verdict(url, allowed_hosts);
        match &verdict {
            Ok(()) => tracing::debug!(host = host_of(url), "allowed"),
            Err(error) => tracing::info!(host = host_of(url), %error, "refused"),
        }
        verdict
    }

    fn verdict(&self, url: &Url, allowed_hosts: Option<&[String]>) -> Result<(), FetchError> {
        policy::check_url(url, &self.egress)?;
        let host = host_of(url);
        if let Some(allowed) = allowed_hosts
            && !allowed.iter().any(|name| name.eq_ignore_ascii_case(&host))
        {
            return Err(Denied::HostNotListed(host).into());
        }
        Ok(())
    }
}

/// Gives reqwest only vetted addresses. Literal addresses never come here: `check_url` has judged those.
struct GuardedResolver(Egress);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let egress = self.0.clone();
        Box::pin(async move {
            // The port is unknown here. A mapped name is vetted with its own port, which `check_url` has compared
            // with the URL's; any other name must be public in all its addresses.
            let port = egress.port_of(name.as_str()).unwrap_or(policy::PUBLIC_PORTS[1]);
            let addresses = egress.vet(name.as_str(), port).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

fn validators(request: &GetRequest) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let pairs = [(header::IF_NONE_MATCH, &request.etag), (header::IF_MODIFIED_SINCE, &request.last_modified)];
    for (name, value) in pairs {
        // A validator that cannot be a header value is not one the server gave us; the fetch is then unconditional.
        if let Some(value) = value.as_ref().and_then(|text| text.parse().ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

fn redirect_target(from: &Url, status: u16, headers: &HeaderMap) -> Option<Url> {
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    from.join(&text(headers, &header::LOCATION)?).ok()
}

async fn read(
    mut answer: reqwest::Response,
    url: Url,
    limit: usize,
    timeout: Duration,
) -> Result<Response, FetchError> {
    let status = answer.status().as_u16();
    let headers = answer.headers().clone();
    if answer.content_length().is_some_and(|length| length > limit as u64) {
        return Err(FetchError::TooLarge { limit });
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| classify(error, &url, timeout))? {
        if body.len() + chunk.len() > limit {
            return Err(FetchError::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Response {
        status,
        final_url: url,
        content_type: text(&headers, &header::CONTENT_TYPE),
        etag: text(&headers, &header::ETAG),
        last_modified: text(&headers, &header::LAST_MODIFIED),
        retry_after: retry_after(&headers),
        location: text(&headers, &header::LOCATION),
        body: body.freeze(),
    })
}

/// Seconds, or a date relative to the answer's own `Date`, so that neither clock needs to be right.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, &header::RETRY_AFTER)?;
    if let Ok(seconds) = value.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = chrono::DateTime::parse_from_rfc2822(&value).ok()?;
    let now = chrono::DateTime::parse_from_rfc2822(&text(headers, &header::DATE)?).ok()?;
    Some((until - now).to_std().unwrap_or(Duration::ZERO))
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn classify(error: reqwest::Error, url: &Url, timeout: Duration) -> FetchError {
    if let Some(VetError::Denied(reason)) = find_cause::<VetError>(&error) {
        return FetchError::Blocked { reason: reason.clone() };
    }
    if error.is_timeout() {
        return FetchError::Timeout(timeout);
    }
    let host = host_of(url);
    let detail = innermost(&error);
    if error.is_connect() {
        FetchError::Connect { host, detail }
    } else {
        FetchError::Protocol { host, detail }
    }
}

fn find_cause<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut current = Some(error);
    while let Some(cause) = current {
        if let Some(found) = cause.downcast_ref::<T>() {
            return Some(found);
        }
        current = cause.source();
    }
    None
}

/// The innermost cause only: the outer ones of reqwest carry the whole URL.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &(dyn StdError + 'static) = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    if cause.is::<reqwest::Error>() {
        return "the exchange failed".to_owned();
    }
    cause.to_string()
}
