//! Sources.

use domain::SourceId;
use sqlx::types::Json;

use crate::{Result, Tx};

impl Tx {
    /// Inserts a source that is never fetched: for tests.
    pub async fn insert_plain_source(&mut self, id: SourceId, url: &str) -> Result<()> {
        let now = self.now();
        let hosts: Vec<String> = Vec::new();
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO sources (id, kind, name, url, allowed_hosts, enabled, health, created_at)
             VALUES ($1, 'import', $2, $2, $3, $4, 'new', $5)")
            .bind(id.0).bind(url).bind(Json(hosts)).bind(false).bind(now).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }
}
