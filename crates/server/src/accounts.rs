//! Who a request comes from: passwords, sessions, tokens.

use std::num::NonZeroU32;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::{Timestamp, UserId};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use sha2::{Digest as _, Sha256};
use store::users::User;

use crate::app::App;
use crate::guard;
use crate::problem::{ApiResult, Problem};

/// The session cookie's name.
pub const COOKIE: &str = "jobwire_session";
/// How long a session lasts.
pub const SESSION: TimeDelta = TimeDelta::days(30);
/// What API tokens begin with, so that secret scanners know them.
const TOKEN_PREFIX: &str = "jw_";
/// Bytes of randomness in a session or API token.
const TOKEN_BYTES: usize = 32;

/// The person a request comes from.
#[derive(Clone, Debug)]
pub struct CurrentUser {
    /// The account.
    pub user: User,
    /// Hash of the session or API token, to end it or to close its sockets.
    pub token_sha256: String,
    /// When the session is over; `None` for an API token.
    pub expires_at: Option<Timestamp>,
}

impl CurrentUser {
    /// The account's id.
    pub fn id(&self) -> UserId {
        self.user.id()
    }
}

/// A new random token and the hash that is stored.
pub fn new_token(prefix: &str) -> (String, String) {
    let bytes: [u8; TOKEN_BYTES] = rand::random();
    let token = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes));
    let hash = token_sha256(&token);
    (token, hash)
}

/// A new API token and its hash.
pub fn new_api_token() -> (String, String) {
    new_token(TOKEN_PREFIX)
}

/// The hash under which a token is stored.
pub fn token_sha256(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

/// Hashes a password with argon2id; takes a noticeable time by design, so it runs beside the async threads.
pub async fn hash_password(password: String) -> ApiResult<String> {
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        Ok(Err(error)) => Err(Problem::internal(&error)),
        Err(error) => Err(Problem::internal(&error)),
    }
}

/// Whether a password fits a hash. Without a hash (no such account) the same time passes.
pub async fn check_password(password: String, hash: Option<String>) -> bool {
    let known = hash.is_some();
    let check = tokio::task::spawn_blocking(move || {
        let hash = match hash {
            Some(hash) => hash,
            None => return Argon2::default().hash_password(password.as_bytes()).is_err(),
        };
        PasswordHash::new(&hash)
            .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    });
    check.await.unwrap_or(false) && known
}

/// The `Set-Cookie` value of a new session; an empty token ends it.
pub fn session_cookie(token: &str, secure: bool) -> String {
    let age = if token.is_empty() { 0 } else { SESSION.num_seconds() };
    let secure = if secure { "; Secure" } else { "" };
    format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}")
}

/// The person behind a request's headers: a bearer token, or the session cookie.
pub async fn identify(app: &App, headers: &HeaderMap) -> ApiResult<CurrentUser> {
    match (bearer(headers), cookie(headers)) {
        (Some(token), _) => by_api_token(app, token_sha256(token)).await?.ok_or_else(Problem::signed_out),
        (None, Some(token)) => by_session(app, token_sha256(token)).await?.ok_or_else(Problem::signed_out),
        (None, None) => Err(Problem::signed_out()),
    }
}

/// The person behind the hash of a session's or an API token's token.
pub async fn identify_by_hash(app: &App, token_sha256: String) -> ApiResult<CurrentUser> {
    match by_session(app, token_sha256.clone()).await? {
        Some(current) => Ok(current),
        None => by_api_token(app, token_sha256).await?.ok_or_else(Problem::signed_out),
    }
}

async fn by_api_token(app: &App, token_sha256: String) -> ApiResult<Option<CurrentUser>> {
    let user = app.store.token_user(&token_sha256).await?;
    Ok(user.map(|user| CurrentUser { user, token_sha256, expires_at: None }))
}

async fn by_session(app: &App, token_sha256: String) -> ApiResult<Option<CurrentUser>> {
    let session = app.store.session_user(&token_sha256, app.now()).await?;
    Ok(session.map(|(user, expires_at)| CurrentUser { user, token_sha256, expires_at: Some(expires_at) }))
}

/// The bearer token of a request.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}

/// Slows down guessing: so many tries per address and minute.
pub struct Logins {
    limiter: DefaultKeyedRateLimiter<String>,
}

/// Tries to sign in per address and minute.
const LOGINS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");

impl Default for Logins {
    fn default() -> Self {
        Self { limiter: RateLimiter::keyed(Quota::per_minute(LOGINS_PER_MINUTE)) }
    }
}

impl Logins {
    /// Counts a try for an address.
    pub fn check(&self, email: &str) -> ApiResult<()> {
        self.limiter.retain_recent();
        self.limiter.check_key(&email.trim().to_lowercase()).map_err(|_| {
            let detail = "There were too many tries for this address. Wait a minute and try again.";
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many-tries", "Too many tries", detail)
        })
    }
}

impl FromRequestParts<App> for CurrentUser {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        let current = identify(app, &parts.headers).await?;
        // A cookie is sent by whatever page makes the request; only our own pages may change things with it.
        let changes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        if changes && bearer(&parts.headers).is_none() {
            guard::check_origin(&app.settings, &parts.headers)?;
        }
        Ok(current)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_found_among_others_and_only_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=1; xjobwire_session=no; jobwire_session=yes".parse().unwrap());
        assert_eq!(cookie(&headers), Some("yes"));
        headers.insert(header::COOKIE, "jobwire_session_old=no".parse().unwrap());
        assert_eq!(cookie(&headers), None);
    }

    #[tokio::test]
    async fn a_password_fits_only_its_own_hash() {
        let hash = hash_password("correct horse".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(check_password("correct horse".to_owned(), Some(hash.clone())).await);
        assert!(!check_password("wrong horse".to_owned(), Some(hash)).await);
        assert!(!check_password("anything".to_owned(), None).await);
    }
}
