//! Accounts: register, sign in and out, API tokens.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use domain::TokenId;
use serde::{Deserialize, Serialize};
use store::users::{ApiToken, User};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Id, Items, Json};
use crate::accounts::{self, CurrentUser, SESSION};
use crate::app::App;
use crate::demo;
use crate::guard;
use crate::problem::{ApiResult, Problem};

/// The shortest password (OWASP ASVS 5.0, 6.2.1 asks for at least 8).
const MIN_PASSWORD: usize = 10;
/// The longest; argon2 takes any, but a body of megabytes is no password.
const MAX_PASSWORD: usize = 256;
/// The longest e-mail address (RFC 5321).
const MAX_EMAIL: usize = 254;
/// The longest token name.
const MAX_TOKEN_NAME: usize = 80;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(register))
        .routes(routes!(login))
        .routes(routes!(logout))
        .routes(routes!(me))
        .routes(routes!(tokens, create_token))
        .routes(routes!(delete_token))
}

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    /// E-mail address.
    email: String,
    /// At least 10 characters.
    password: String,
}

/// A person.
#[derive(Serialize, ToSchema)]
struct SignedIn {
    user: User,
}

/// The person and how this server runs.
#[derive(Serialize, ToSchema)]
struct Me {
    user: User,
    /// Whether the demo employers run.
    demo: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewToken {
    /// What the token is for.
    name: String,
}

/// An API token with the token itself, which is shown this once.
#[derive(Serialize, ToSchema)]
struct CreatedToken {
    #[serde(flatten)]
    entry: ApiToken,
    /// Send it as `Authorization: Bearer …`.
    token: String,
}

/// Make an account and sign in.
#[utoipa::path(post, path = "/auth/register", tag = "auth", request_body = Credentials,
    responses((status = 201, body = SignedIn), (status = 422, body = Problem), (status = 409, body = Problem)))]
async fn register(
    State(app): State<App>,
    headers: HeaderMap,
    Json(credentials): Json<Credentials>,
) -> ApiResult<impl IntoResponse> {
    guard::check_origin(&app.settings, &headers)?;
    check_credentials(&credentials)?;
    if app.demo && app.store.count_users().await? > 0 {
        let detail = "The demo is for one person: sign in with the account you made, or start with an empty data folder.";
        return Err(Problem::conflict("demo-single-user", "The demo has its account", detail));
    }
    let hash = accounts::hash_password(credentials.password).await?;
    let mut tx = app.store.begin().await?;
    let user = tx.create_user(&credentials.email, &hash).await.map_err(|error| match error {
        store::StoreError::Exists { .. } => Problem::conflict(
            "email-taken",
            "There is an account already",
            "Sign in with this address instead.",
        ),
        other => other.into(),
    })?;
    let (token, token_hash) = accounts::new_token("");
    let expires_at = tx.now() + SESSION;
    tx.create_session(user.id(), &token_hash, expires_at).await?;
    tx.follow_imports(user.id()).await?;
    if app.demo {
        demo::welcome(&app, &mut tx, &user).await?;
    }
    tx.commit().await?;
    Ok((StatusCode::CREATED, with_cookie(&token, &headers), axum::Json(SignedIn { user })))
}

/// Sign in.
#[utoipa::path(post, path = "/auth/login", tag = "auth", request_body = Credentials,
    responses((status = 200, body = SignedIn), (status = 401, body = Problem)))]
async fn login(
    State(app): State<App>,
    headers: HeaderMap,
    Json(credentials): Json<Credentials>,
) -> ApiResult<impl IntoResponse> {
    guard::check_origin(&app.settings, &headers)?;
    app.logins.check(&credentials.email)?;
    let known = app.store.user_by_email(&credentials.email).await?;
    let (user, hash) = known.map_or((None, None), |(user, hash)| (Some(user), Some(hash)));
    let password: String = credentials.password.chars().take(MAX_PASSWORD + 1).collect();
    let fits = accounts::check_password(password, hash).await;
    let user = user.filter(|_| fits).ok_or_else(|| {
        let detail = "Address and password do not fit together. Check both and try again.";
        Problem::new(StatusCode::UNAUTHORIZED, "wrong-credentials", "Not signed in", detail)
    })?;
    let (token, token_hash) = accounts::new_token("");
    let mut tx = app.store.begin().await?;
    let expires_at = tx.now() + SESSION;
    tx.create_session(user.id(), &token_hash, expires_at).await?;
    tx.commit().await?;
    Ok((with_cookie(&token, &headers), axum::Json(SignedIn { user })))
}

/// Sign out; every live connection of the session is closed.
#[utoipa::path(post, path = "/auth/logout", tag = "auth", responses((status = 204)))]
async fn logout(
    State(app): State<App>,
    headers: HeaderMap,
    current: CurrentUser,
) -> ApiResult<impl IntoResponse> {
    let mut tx = app.store.begin().await?;
    tx.end_session(&current.token_sha256).await?;
    tx.commit().await?;
    Ok((StatusCode::NO_CONTENT, with_cookie("", &headers)))
}

/// Who is signed in.
#[utoipa::path(get, path = "/auth/me", tag = "auth", responses((status = 200, body = Me), (status = 401, body = Problem)))]
async fn me(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<Me>> {
    Ok(axum::Json(Me { user: current.user, demo: app.demo }))
}

/// The API tokens; the tokens themselves are not shown again.
#[utoipa::path(get, path = "/auth/tokens", tag = "auth", responses((status = 200, body = Items<ApiToken>)))]
async fn tokens(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<Items<ApiToken>>> {
    Ok(axum::Json(Items { items: app.store.tokens(current.id()).await? }))
}

/// Make an API token; it is shown this once.
#[utoipa::path(post, path = "/auth/tokens", tag = "auth", request_body = NewToken, responses((status = 201, body = CreatedToken)))]
async fn create_token(
    State(app): State<App>,
    current: CurrentUser,
    Json(new): Json<NewToken>,
) -> ApiResult<(StatusCode, axum::Json<CreatedToken>)> {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > MAX_TOKEN_NAME {
        return Err(Problem::invalid("name", "Give the token a name of 1 to 80 characters."));
    }
    let (token, hash) = accounts::new_api_token();
    let mut tx = app.store.begin().await?;
    let entry = tx.create_token(current.id(), name, &hash).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(CreatedToken { entry, token })))
}

/// Delete an API token; connections made with it are closed.
#[utoipa::path(delete, path = "/auth/tokens/{id}", tag = "auth", params(("id" = TokenId, Path)), responses((status = 204), (status = 404, body = Problem)))]
async fn delete_token(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<TokenId>,
) -> ApiResult<StatusCode> {
    let mut tx = app.store.begin().await?;
    if !tx.delete_token(current.id(), id).await? {
        return Err(Problem::not_found("token"));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check_credentials(credentials: &Credentials) -> ApiResult<()> {
    let email = credentials.email.trim();
    let looks_right = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if !looks_right || email.len() > MAX_EMAIL || email.contains(char::is_whitespace) {
        return Err(Problem::invalid(
            "email",
            "This is not an e-mail address. It looks like name@example.org.",
        ));
    }
    let length = credentials.password.chars().count();
    if !(MIN_PASSWORD..=MAX_PASSWORD).contains(&length) {
        return Err(Problem::invalid(
            "password",
            "Choose a password of 10 to 256 characters; a short sentence is good.",
        ));
    }
    Ok(())
}

fn with_cookie(token: &str, headers: &HeaderMap) -> AppendHeaders<[(header::HeaderName, String); 1]> {
    let secure = headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes().starts_with(b"https://"));
    AppendHeaders([(header::SET_COOKIE, accounts::session_cookie(token, secure))])
}
