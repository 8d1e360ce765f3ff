//! The leases of all kinds together: who holds some, and ending those of workers that are dead.

use chrono::TimeDelta;

use crate::{Result, Store, Tx};

/// How far back an ended lease is said to have run out, so that it is over whatever clock looks at it.
const OVER: TimeDelta = TimeDelta::seconds(1);

impl Store {
    /// The names of everybody who holds a lease, each once.
    pub async fn lease_owners(&self) -> Result<Vec<String>> {
        Ok(on_read!(self, pool => sqlx::query_scalar(
            "SELECT lease_owner FROM tasks WHERE state = 'running' AND lease_owner IS NOT NULL
             UNION SELECT lease_owner FROM applications WHERE lease_until IS NOT NULL AND lease_owner IS NOT NULL
             UNION SELECT lease_owner FROM sources WHERE lease_owner IS NOT NULL
             UNION SELECT lease_owner FROM shards WHERE lease_owner IS NOT NULL
             UNION SELECT owner FROM workers")
            .fetch_all(pool).await?))
    }
}

impl Tx {
    /// Ends the leases of these workers; their work is taken over as if the leases had run out.
    pub async fn end_leases_of(&mut self, owners: &[String]) -> Result<()> {
        let over = self.now() - OVER;
        for owner in owners {
            on_tx!(self, conn => sqlx::query(
                "UPDATE lanes SET held_until = $2 WHERE held_until > $2 AND task_id IN (
                   SELECT id FROM tasks WHERE lease_owner = $1 AND state = 'running')")
                .bind(owner).bind(over).execute(&mut *conn).await?.rows_affected());
            on_tx!(self, conn => sqlx::query(
                "UPDATE tasks SET lease_until = $2 WHERE lease_owner = $1 AND state = 'running' AND lease_until > $2")
                .bind(owner).bind(over).execute(&mut *conn).await?.rows_affected());
            on_tx!(self, conn => sqlx::query(
                "UPDATE applications SET lease_until = $2 WHERE lease_owner = $1 AND lease_until > $2")
                .bind(owner).bind(over).execute(&mut *conn).await?.rows_affected());
            on_tx!(self, conn => sqlx::query(
                "UPDATE sources SET next_sync_at = $2, lease_owner = NULL WHERE lease_owner = $1 AND next_sync_at > $2")
                .bind(owner).bind(over).execute(&mut *conn).await?.rows_affected());
            self.leave_shards(owner).await?;
        }
        Ok(())
    }
}
