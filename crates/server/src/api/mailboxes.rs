//! Mailboxes that are watched for answers of employers.

use axum::extract::State;
use axum::http::StatusCode;
use domain::MailboxId;
use secrecy::SecretString;
use serde::Deserialize;
use store::mail::{Mailbox, MailboxPlace};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Id, Items, Json};
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::mail::allowed_maildir;
use crate::problem::{ApiResult, Problem};

/// The longest host, account or folder name.
const MAX_NAME_CHARS: usize = 500;
/// The longest password of a mailbox.
const MAX_PASSWORD_CHARS: usize = 1000;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(remove)).routes(routes!(sync))
}

/// A mailbox to watch.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum NewMailbox {
    /// On a mail server. It is only read: no message is marked, moved or deleted.
    Imap {
        host: String,
        /// 993 for TLS from the start, 143 for STARTTLS.
        port: u16,
        username: String,
        /// Kept sealed, never shown again.
        password: String,
    },
    /// A folder on the machine Jobwire runs on.
    Maildir { path: String },
}

/// The person's mailboxes.
#[utoipa::path(get, path = "/mailboxes", tag = "tracking", responses((status = 200, body = Items<Mailbox>)))]
async fn list(State(app): State<App>, current: CurrentUser) -> ApiResult<axum::Json<Items<Mailbox>>> {
    Ok(axum::Json(Items { items: app.store.mailboxes(current.id()).await? }))
}

/// Watch a mailbox. The same place again replaces the password.
#[utoipa::path(post, path = "/mailboxes", tag = "tracking", request_body = NewMailbox,
    responses((status = 201, body = Mailbox), (status = 422, body = Problem), (status = 409, body = Problem)))]
async fn add(
    State(app): State<App>,
    current: CurrentUser,
    Json(new): Json<NewMailbox>,
) -> ApiResult<(StatusCode, axum::Json<Mailbox>)> {
    let (place, password) = match new {
        NewMailbox::Imap { host, port, username, password } => {
            let host = checked("host", &host)?.to_lowercase();
            if port == 0 {
                return Err(Problem::invalid("port", "Give the server's port, usually 993."));
            }
            if password.is_empty() || password.chars().count() > MAX_PASSWORD_CHARS {
                return Err(Problem::invalid("password", "Give the mailbox's password or app password."));
            }
            let username = checked("username", &username)?;
            (MailboxPlace::Imap { host, port, username }, Some(SecretString::from(password)))
        }
        NewMailbox::Maildir { path } => {
            let path = checked("path", &path)?;
            let path = allowed_maildir(&app, &current.user, &path).await?;
            (MailboxPlace::Maildir { path }, None)
        }
    };
    let mut tx = app.store.begin().await?;
    let mailbox = tx.add_mailbox(current.id(), &place, password.as_ref()).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, axum::Json(mailbox)))
}

/// No longer watch a mailbox, and forget its password. What was read from it stays.
#[utoipa::path(delete, path = "/mailboxes/{id}", tag = "tracking", params(("id" = MailboxId, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
async fn remove(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<MailboxId>,
) -> ApiResult<StatusCode> {
    let mut tx = app.store.begin().await?;
    if !tx.remove_mailbox(current.id(), id).await? {
        return Err(Problem::not_found("mailbox"));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Read a mailbox now.
#[utoipa::path(post, path = "/mailboxes/{id}/sync", tag = "tracking", params(("id" = MailboxId, Path)),
    responses((status = 202), (status = 404, body = Problem)))]
async fn sync(State(app): State<App>, current: CurrentUser, Id(id): Id<MailboxId>) -> ApiResult<StatusCode> {
    let mut tx = app.store.begin().await?;
    if !tx.request_mailbox(current.id(), id).await? {
        return Err(Problem::not_found("mailbox"));
    }
    tx.commit().await?;
    Ok(StatusCode::ACCEPTED)
}

/// A name without the blanks around it, neither empty nor endless.
fn checked(field: &'static str, value: &str) -> ApiResult<String> {
    let value = value.trim();
    match value.chars().count() {
        0 => Err(Problem::invalid(field, "Fill this in.")),
        long if long > MAX_NAME_CHARS => Err(Problem::invalid(field, "This is too long.")),
        _ if value.chars().any(char::is_control) => {
            Err(Problem::invalid(field, "This holds characters that cannot be in a name."))
        }
        _ => Ok(value.to_owned()),
    }
}
