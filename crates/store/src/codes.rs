//! Security codes that arrive by mail: who waits for one, from whom it is taken, and the code itself until it is typed.
//!
//! A code is kept only for a form that asks for one, sealed with its owner's key, and forgotten when it is used or too
//! old. It is in no event and no log.

use chrono::TimeDelta;
use domain::{ApplicationId, Timestamp, UserId};
use secrecy::SecretString;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Result, Store, Tx};

/// The reason of a form that has refused an application only to ask for a code.
pub const CODE_ASKED: &str = "code_asked";
/// How long a request stands. Sites' own codes hold for ten minutes; the wait for one is shorter.
pub const REQUEST_LIVES: TimeDelta = TimeDelta::minutes(15);
/// The most requests of one person that are looked at for one mail.
const MAX_OPEN: i64 = 100;

/// Names a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeRequestId(pub Uuid);

/// Somebody waits for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRequest {
    /// Its id.
    pub id: CodeRequestId,
    /// The application whose form asks.
    pub application_id: ApplicationId,
    /// The employer.
    pub company: String,
    /// Domains a sender may be at, or below.
    pub senders: Vec<String>,
    /// Since when.
    pub asked_at: Timestamp,
}

/// A code that came.
#[derive(Clone, Debug)]
pub struct ArrivedCode {
    /// What is typed.
    pub code: SecretString,
    /// The mail it was in.
    pub mail_id: String,
    /// When the mailbox got it.
    pub received_at: Timestamp,
}

type RequestRow = (Uuid, Uuid, String, Json<Vec<String>>, Timestamp);

fn place(id: CodeRequestId) -> String {
    format!("code_requests|code|{}", id.0)
}

impl Tx {
    /// Waits for a code from now on: from these senders, for this application. Requests that have run out go.
    pub async fn request_code(
        &mut self,
        user_id: UserId,
        application_id: ApplicationId,
        senders: &[String],
    ) -> Result<CodeRequestId> {
        let now = self.now();
        let id = CodeRequestId(Uuid::new_v4());
        on_tx!(self, conn => sqlx::query("DELETE FROM code_requests WHERE user_id = $1 AND (expires_at <= $2 OR application_id = $3)")
            .bind(user_id.0).bind(now).bind(application_id.0).execute(&mut *conn).await?.rows_affected());
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO code_requests (id, user_id, application_id, senders, asked_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(id.0).bind(user_id.0).bind(application_id.0).bind(Json(senders)).bind(now).bind(now + REQUEST_LIVES)
            .execute(&mut *conn).await?.rows_affected());
        Ok(id)
    }

    /// Nobody waits any more. What came goes with the request.
    pub async fn end_code_request(&mut self, id: CodeRequestId) -> Result<()> {
        on_tx!(self, conn => sqlx::query("DELETE FROM code_requests WHERE id = $1")
            .bind(id.0).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// The requests of a person that a mail may be for, the oldest first.
    pub async fn code_requests(&mut self, user_id: UserId) -> Result<Vec<CodeRequest>> {
        let now = self.now();
        let rows: Vec<RequestRow> = on_tx!(self, conn => sqlx::query_as(
            "SELECT r.id, r.application_id, a.company, r.senders, r.asked_at FROM code_requests r
             JOIN applications a ON a.id = r.application_id
             WHERE r.user_id = $1 AND r.expires_at > $2 ORDER BY r.asked_at, r.id LIMIT $3")
            .bind(user_id.0).bind(now).bind(MAX_OPEN).fetch_all(&mut *conn).await?);
        let requests = rows.into_iter().map(|(id, application_id, company, senders, asked_at)| CodeRequest {
            id: CodeRequestId(id),
            application_id: ApplicationId(application_id),
            company,
            senders: senders.0,
            asked_at,
        });
        Ok(requests.collect())
    }

    /// Keeps the code of a mail for whoever waits for it; a later mail replaces an earlier one. `false` when there is no
    /// such request any more or it has a later code.
    pub async fn keep_code(
        &mut self,
        user_id: UserId,
        id: CodeRequestId,
        mail_id: &str,
        code: &SecretString,
        received_at: Timestamp,
    ) -> Result<bool> {
        let sealed = self.user_key(user_id).await?.seal(&place(id), code)?;
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE code_requests SET mail_id = $3, code = $4, received_at = $5
             WHERE id = $1 AND user_id = $2 AND (received_at IS NULL OR received_at <= $5)")
            .bind(id.0).bind(user_id.0).bind(mail_id).bind(sealed).bind(received_at)
            .execute(&mut *conn).await?.rows_affected());
        Ok(rows == 1)
    }

    /// Takes the code that came out of the request, so that it is typed once.
    pub async fn take_code(&mut self, user_id: UserId, id: CodeRequestId) -> Result<Option<ArrivedCode>> {
        let now = self.now();
        let row: Option<(Vec<u8>, String, Timestamp)> = on_tx!(self, conn => sqlx::query_as(
            "SELECT code, mail_id, received_at FROM code_requests
             WHERE id = $1 AND user_id = $2 AND expires_at > $3 AND code IS NOT NULL")
            .bind(id.0).bind(user_id.0).bind(now).fetch_optional(&mut *conn).await?);
        let Some((sealed, mail_id, received_at)) = row else { return Ok(None) };
        let code = self.user_key(user_id).await?.open(&place(id), &sealed)?;
        on_tx!(self, conn => sqlx::query("UPDATE code_requests SET code = NULL WHERE id = $1")
            .bind(id.0).execute(&mut *conn).await?.rows_affected());
        Ok(Some(ArrivedCode { code, mail_id, received_at }))
    }
}

impl Store {
    /// Whether a code has come that was not taken yet.
    pub async fn has_code(&self, id: CodeRequestId) -> Result<bool> {
        let one: Option<i32> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT 1 FROM code_requests WHERE id = $1 AND code IS NOT NULL").bind(id.0).fetch_optional(pool).await?);
        Ok(one.is_some())
    }

    /// Whether any of a person's mailboxes is being watched without trouble.
    pub async fn watches_a_mailbox(&self, user_id: UserId) -> Result<bool> {
        Ok(self.mailboxes(user_id).await?.iter().any(|mailbox| mailbox.status != "failing"))
    }
}
