//! What is asked and what comes back.

use std::time::Duration;

use bytes::Bytes;
use url::Url;

use crate::policy::Denied;

/// The limits of a [`crate::Client`]; a request may set a smaller or larger time and size for itself.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Time to open a connection, TLS included.
    pub connect_timeout: Duration,
    /// Time for the whole exchange: names, redirects, body.
    pub timeout: Duration,
    /// Bytes of a body after decompression.
    pub max_bytes: usize,
    /// Redirects followed; each is judged like the first address.
    pub max_redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(20),
            // The largest board answer seen is 9 MB (a Greenhouse board with descriptions).
            max_bytes: 16 * 1024 * 1024,
            max_redirects: 5,
        }
    }
}

/// A GET with the validators of a conditional request.
#[derive(Debug, Clone)]
pub struct GetRequest {
    /// What to fetch.
    pub url: Url,
    /// Sent as `If-None-Match`; an unchanged page answers 304.
    pub etag: Option<String>,
    /// Sent as `If-Modified-Since`.
    pub last_modified: Option<String>,
    /// When given, no other host is asked, on any hop. Exact names.
    pub allowed_hosts: Option<Vec<String>>,
    /// Replaces the client's overall timeout.
    pub timeout: Option<Duration>,
    /// Replaces the client's body limit.
    pub max_bytes: Option<usize>,
}

impl GetRequest {
    /// A plain GET with the client's limits.
    pub fn new(url: Url) -> Self {
        Self { url, etag: None, last_modified: None, allowed_hosts: None, timeout: None, max_bytes: None }
    }
}

/// A POST of a JSON body. It has no `Debug`: the token and the body may be secret.
pub struct JsonPost {
    /// Where to send it. A redirect answer is returned, never followed: a body is sent to one place.
    pub url: Url,
    /// The serialised JSON.
    pub body: Bytes,
    /// Sent as `Authorization: Bearer`.
    pub bearer: Option<String>,
    /// When given, no other host is asked.
    pub allowed_hosts: Option<Vec<String>>,
    /// Replaces the client's overall timeout.
    pub timeout: Option<Duration>,
    /// Replaces the client's limit for the answer.
    pub max_bytes: Option<usize>,
}

impl JsonPost {
    /// A POST of `body` with the client's limits.
    pub fn new(url: Url, body: impl Into<Bytes>) -> Self {
        Self { url, body: body.into(), bearer: None, allowed_hosts: None, timeout: None, max_bytes: None }
    }
}

/// An answer. Status codes are data: 404 and 503 arrive here, not as errors.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status of the last hop.
    pub status: u16,
    /// Where the answer came from after redirects.
    pub final_url: Url,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// `ETag`, to be sent back next time.
    pub etag: Option<String>,
    /// `Last-Modified`, to be sent back next time.
    pub last_modified: Option<String>,
    /// How long the server asks to be left alone. A date is measured against the answer's own `Date`.
    pub retry_after: Option<Duration>,
    /// `Location`, when a redirect was not followed.
    pub location: Option<String>,
    /// The body, decompressed, at most the limit.
    pub body: Bytes,
}

/// Why there is no answer. A variant per thing a caller would do differently.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The policy refuses the address or a redirect's; asking again will not help.
    #[error("not fetched: {reason}")]
    Blocked {
        /// What was wrong with it.
        #[source]
        reason: Denied,
    },
    /// The time was over before the answer was whole.
    #[error("no whole answer within {0:?}")]
    Timeout(Duration),
    /// The body is larger than the limit; what was read is thrown away.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The limit that was reached.
        limit: usize,
    },
    /// No connection: no such name, refused, unreachable, TLS failed.
    #[error("no connection to {host}: {detail}")]
    Connect {
        /// The host that was asked.
        host: String,
        /// The innermost cause.
        detail: String,
    },
    /// A connection that does not speak HTTP properly, breaks off, or redirects for ever.
    #[error("{host} answered badly: {detail}")]
    Protocol {
        /// The host that was asked.
        host: String,
        /// The innermost cause.
        detail: String,
    },
}

impl From<Denied> for FetchError {
    fn from(reason: Denied) -> Self {
        FetchError::Blocked { reason }
    }
}
