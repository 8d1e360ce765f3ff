//! Moments in which a page can send something that no gate sees. They are written down before they begin, so that a
//! run that dies in one of them is not tried again by itself.

use super::ApplicationRecord;
use crate::{Result, StoreError, Tx, words};

/// Why something may leave past the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ungated {
    /// The person has the mouse and the keyboard, or what they did has not been looked at yet.
    Person,
    /// The form was sent from one step to the next, and the next has not come yet.
    NextStep,
}

impl Tx {
    /// Writes down that from now on something may leave past the gate. A person's moment covers a step's.
    ///
    /// [`StoreError::Stale`] when the lease is lost or the run is not filling the form any more.
    pub async fn begin_ungated(&mut self, record: &ApplicationRecord, why: Ungated) -> Result<()> {
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE applications SET ungated = CASE WHEN ungated = 'person' THEN ungated ELSE $3 END
             WHERE id = $1 AND lease_fence = $2 AND lease_until IS NOT NULL AND state = 'preparing'")
            .bind(record.application.id.0).bind(record.fence).bind(words::word(&why))
            .execute(&mut *conn).await?.rows_affected());
        match rows {
            0 => Err(StoreError::Stale { what: "the application" }),
            _ => Ok(()),
        }
    }

    /// It is known what left meanwhile, and the application was not in it. Another moment than `why` goes on.
    pub async fn end_ungated(&mut self, record: &ApplicationRecord, why: Ungated) -> Result<()> {
        on_tx!(self, conn => sqlx::query(
            "UPDATE applications SET ungated = NULL WHERE id = $1 AND lease_fence = $2 AND ungated = $3")
            .bind(record.application.id.0).bind(record.fence).bind(words::word(&why))
            .execute(&mut *conn).await?.rows_affected());
        Ok(())
    }
}
