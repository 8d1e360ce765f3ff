//! Accounts, sessions and API tokens.
//!
//! Only hashes of session and API tokens are stored; whoever reads the database cannot sign in with it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{SessionId, Timestamp, TokenId, UserId};
use uuid::Uuid;

use crate::secrets::UserKey;
use crate::{Result, Store, StoreError, Tx};

/// An account.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct User {
    /// Its id.
    pub id: Uuid,
    /// The address as the person wrote it.
    pub email: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl User {
    /// The id with its type.
    pub fn id(&self) -> UserId {
        UserId(self.id)
    }
}

/// A bearer token of a program; the token itself is shown once and never stored.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct ApiToken {
    /// Its id.
    pub id: Uuid,
    /// What the person calls it.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_used_at: Option<DateTime<Utc>>,
}

fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

impl Tx {
    /// Makes an account with its own data key.
    pub async fn create_user(&mut self, email: &str, password_hash: &str) -> Result<User> {
        let id = UserId::new(self.now());
        let wrapped = self.store.keyring().new_user_key(&id.to_string())?;
        let user = User { id: id.0, email: email.trim().to_owned(), created_at: self.now() };
        let inserted = on_tx!(self, conn => sqlx::query(
            "INSERT INTO users (id, email, email_key, password_hash, wrapped_key, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (email_key) DO NOTHING")
            .bind(id.0).bind(&user.email).bind(email_key(email)).bind(password_hash).bind(wrapped)
            .bind(user.created_at).execute(&mut *conn).await?.rows_affected());
        match inserted {
            0 => Err(StoreError::Exists { what: "an account with this address" }),
            _ => Ok(user),
        }
    }

    /// Starts a login session.
    pub async fn create_session(
        &mut self,
        user_id: UserId,
        token_sha256: &str,
        expires_at: Timestamp,
    ) -> Result<SessionId> {
        let id = SessionId::new(self.now());
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO sessions (id, user_id, token_sha256, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(id.0).bind(user_id.0).bind(token_sha256).bind(now).bind(expires_at)
            .execute(&mut *conn).await?.rows_affected());
        Ok(id)
    }

    /// Makes an API token.
    pub async fn create_token(
        &mut self,
        user_id: UserId,
        name: &str,
        token_sha256: &str,
    ) -> Result<ApiToken> {
        let token = ApiToken {
            id: TokenId::new(self.now()).0,
            name: name.to_owned(),
            created_at: self.now(),
            last_used_at: None,
        };
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO api_tokens (id, user_id, name, token_sha256, created_at) VALUES ($1, $2, $3, $4, $5)")
            .bind(token.id).bind(user_id.0).bind(name).bind(token_sha256).bind(token.created_at)
            .execute(&mut *conn).await?.rows_affected());
        Ok(token)
    }

    /// Notes that a token was used.
    pub async fn touch_token(&mut self, token_sha256: &str) -> Result<()> {
        let now = self.now();
        on_tx!(self, conn => sqlx::query("UPDATE api_tokens SET last_used_at = $2 WHERE token_sha256 = $1")
            .bind(token_sha256).bind(now).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// The user's own data key, to seal a secret inside this transaction.
    pub async fn user_key(&mut self, user_id: UserId) -> Result<UserKey> {
        let wrapped: Vec<u8> = on_tx!(self, conn => sqlx::query_scalar("SELECT wrapped_key FROM users WHERE id = $1")
            .bind(user_id.0).fetch_one(&mut *conn).await?);
        self.store.keyring().user_key(&user_id.to_string(), &wrapped)
    }
}

impl Store {
    /// An account and its password hash by address.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<(User, String)>> {
        let row: Option<(Uuid, String, Timestamp, String)> = on_read!(self, pool => sqlx::query_as(
            "SELECT id, email, created_at, password_hash FROM users WHERE email_key = $1")
            .bind(email_key(email)).fetch_optional(pool).await?);
        Ok(row.map(|(id, email, created_at, hash)| (User { id, email, created_at }, hash)))
    }

    /// An account by id.
    pub async fn user(&self, id: UserId) -> Result<Option<User>> {
        Ok(on_read!(self, pool => sqlx::query_as("SELECT id, email, created_at FROM users WHERE id = $1")
            .bind(id.0).fetch_optional(pool).await?))
    }

    /// How many accounts there are.
    pub async fn count_users(&self) -> Result<i64> {
        Ok(on_read!(self, pool => sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(pool).await?))
    }

    /// Whose session this is, unless it has expired by `now`; with its end.
    pub async fn session_user(
        &self,
        token_sha256: &str,
        now: Timestamp,
    ) -> Result<Option<(User, Timestamp)>> {
        let found = self.inner().sessions.get(self, token_sha256.to_owned()).await?;
        Ok(found.filter(|(_, expires_at)| *expires_at > now))
    }

    /// The sessions of these tokens, expired ones too.
    pub(crate) async fn sessions(self, tokens: Vec<String>) -> Result<HashMap<String, (User, Timestamp)>> {
        let rows: Vec<(String, Uuid, String, Timestamp, Timestamp)> = rows_of!(
            self,
            &tokens,
            "SELECT s.token_sha256, u.id, u.email, u.created_at, s.expires_at
             FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_sha256"
        );
        let session = |(token, id, email, created_at, expires_at)| {
            (token, (User { id, email, created_at }, expires_at))
        };
        Ok(rows.into_iter().map(session).collect())
    }

    /// Whose API token this is.
    pub async fn token_user(&self, token_sha256: &str) -> Result<Option<User>> {
        self.inner().token_users.get(self, token_sha256.to_owned()).await
    }

    /// Whose API tokens these are.
    pub(crate) async fn token_users(self, tokens: Vec<String>) -> Result<HashMap<String, User>> {
        let rows: Vec<(String, Uuid, String, Timestamp)> = rows_of!(
            self,
            &tokens,
            "SELECT t.token_sha256, u.id, u.email, u.created_at
             FROM api_tokens t JOIN users u ON u.id = t.user_id WHERE t.token_sha256"
        );
        let user = |(token, id, email, created_at)| (token, User { id, email, created_at });
        Ok(rows.into_iter().map(user).collect())
    }

    /// A person's API tokens, oldest first.
    pub async fn tokens(&self, user_id: UserId) -> Result<Vec<ApiToken>> {
        Ok(on_read!(self, pool => sqlx::query_as(
            "SELECT id, name, created_at, last_used_at FROM api_tokens WHERE user_id = $1 ORDER BY id")
            .bind(user_id.0).fetch_all(pool).await?))
    }

    /// The user's own data key, to open a secret.
    pub async fn user_key(&self, user_id: UserId) -> Result<UserKey> {
        let wrapped: Vec<u8> = on_read!(self, pool => sqlx::query_scalar("SELECT wrapped_key FROM users WHERE id = $1")
            .bind(user_id.0).fetch_one(pool).await?);
        self.keyring().user_key(&user_id.to_string(), &wrapped)
    }
}
