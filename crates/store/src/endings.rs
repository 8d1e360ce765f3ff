//! Sessions and API tokens that end, and the tickets that open one live connection of a session.

use domain::{Timestamp, TokenId, UserId};

use crate::{Hint, Result, Store, Tx};

impl Tx {
    /// Ends a session and every other session that has expired. Every process closes what was opened with it.
    pub async fn end_session(&mut self, token_sha256: &str) -> Result<()> {
        let now = self.now();
        on_tx!(self, conn => sqlx::query("DELETE FROM sessions WHERE token_sha256 = $1 OR expires_at < $2")
            .bind(token_sha256).bind(now).execute(&mut *conn).await?.rows_affected());
        self.tell_of_end(token_sha256).await
    }

    /// Deletes an API token, and says whether there was one. Every process closes what was opened with it.
    pub async fn delete_token(&mut self, user_id: UserId, id: TokenId) -> Result<bool> {
        let ended: Option<String> = on_tx!(self, conn => sqlx::query_scalar(
            "DELETE FROM api_tokens WHERE user_id = $1 AND id = $2 RETURNING token_sha256")
            .bind(user_id.0).bind(id.0).fetch_optional(&mut *conn).await?);
        match ended {
            Some(token_sha256) => {
                self.tell_of_end(&token_sha256).await?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    async fn tell_of_end(&mut self, token_sha256: &str) -> Result<()> {
        let now = self.now();
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO ended_sessions (token_sha256, ended_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(token_sha256).bind(now).execute(&mut *conn).await?.rows_affected());
        self.wake(Hint::SessionEnded { token_sha256: token_sha256.to_owned() });
        Ok(())
    }

    /// Makes a ticket for one live connection of this session or API token.
    pub async fn create_ticket(
        &mut self,
        ticket_sha256: &str,
        session_sha256: &str,
        expires_at: Timestamp,
    ) -> Result<()> {
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO tickets (ticket_sha256, session_sha256, expires_at) VALUES ($1, $2, $3)")
            .bind(ticket_sha256).bind(session_sha256).bind(expires_at).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// Uses a ticket up, and gives the hash of the session it is for; `None` when there is none, it was used, or its time
    /// is over.
    pub async fn use_ticket(&mut self, ticket_sha256: &str) -> Result<Option<String>> {
        let now = self.now();
        let used: Option<(String, Timestamp)> = on_tx!(self, conn => sqlx::query_as(
            "DELETE FROM tickets WHERE ticket_sha256 = $1 RETURNING session_sha256, expires_at")
            .bind(ticket_sha256).fetch_optional(&mut *conn).await?);
        Ok(used.filter(|(_, expires_at)| *expires_at > now).map(|(session, _)| session))
    }

    /// Forgets endings from before `before`, and tickets whose time is over.
    pub async fn forget_endings(&mut self, before: Timestamp) -> Result<()> {
        let now = self.now();
        on_tx!(self, conn => sqlx::query("DELETE FROM ended_sessions WHERE ended_at < $1")
            .bind(before).execute(&mut *conn).await?.rows_affected());
        on_tx!(self, conn => sqlx::query("DELETE FROM tickets WHERE expires_at < $1")
            .bind(now).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }
}

impl Store {
    /// The hashes of the sessions and API tokens that ended at `since` or later.
    pub async fn sessions_ended_since(&self, since: Timestamp) -> Result<Vec<String>> {
        Ok(on_read!(self, pool => sqlx::query_scalar(
            "SELECT token_sha256 FROM ended_sessions WHERE ended_at >= $1")
            .bind(since).fetch_all(pool).await?))
    }
}
