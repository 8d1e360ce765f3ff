//! Facts between the stages, waiting for the pipeline.

use domain::Fact;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Result, Store, StoreError, Tx};

/// How many facts one transaction takes.
const FACTS_PER_BATCH: i64 = 100;

impl Store {
    /// Whether facts wait.
    pub async fn has_facts(&self) -> Result<bool> {
        let one: Option<i32> = on_read!(self, pool => sqlx::query_scalar("SELECT 1 FROM facts LIMIT 1")
            .fetch_optional(pool).await?);
        Ok(one.is_some())
    }
}

impl Tx {
    /// Takes the oldest facts away. They are gone only when this transaction commits, together with
    /// the tasks that were made of them.
    pub async fn take_facts(&mut self) -> Result<Vec<Fact>> {
        let sql = match &self.engine {
            crate::tx::TxEngine::Sqlite(_) => {
                "DELETE FROM facts WHERE id IN (SELECT id FROM facts ORDER BY id LIMIT $1) RETURNING id, fact"
            }
            crate::tx::TxEngine::Postgres(_) => {
                "DELETE FROM facts WHERE id IN (SELECT id FROM facts ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING id, fact"
            }
        };
        let mut rows: Vec<(Uuid, Json<serde_json::Value>)> = on_tx!(self, conn => sqlx::query_as(sql)
            .bind(FACTS_PER_BATCH).fetch_all(&mut *conn).await?);
        rows.sort_by_key(|(id, _)| *id);
        rows.into_iter()
            .map(|(_, Json(value))| {
                serde_json::from_value(value).map_err(|error| StoreError::Corrupt {
                    what: format!("a fact of another version ({error})"),
                })
            })
            .collect()
    }
}
