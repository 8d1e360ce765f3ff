//! Batches: begun together, paused and resumed together.
//!
//! A pause is a row, so it holds over restarts and for every process. What is in line stays in line and says why;
//! whatever comes into line later (an approval, another try) waits there too; and the two transactions that let an
//! application out, arming and releasing, refuse while the batch is paused.
//!
//! The lock is the application's own row: a pause takes the rows of all members before it writes, and whoever sends
//! holds its row before it looks whether there is a pause. So a release is either before the pause or refused.

use domain::batch::PAUSED;
use domain::{Application, Batch, BatchId, Channel, Event, Fact, State, Timestamp, UserId};
use uuid::Uuid;

use crate::applications::ApplicationRecord;
use crate::tx::TxEngine;
use crate::{Page, PageRequest, Result, Store, StoreError, Tx};

/// What the person is told about an application in a paused batch.
const PAUSED_SENTENCE: &str =
    "Its batch is paused. It goes on when you resume the batch; nothing is sent before.";

#[derive(sqlx::FromRow)]
struct BatchRow {
    id: Uuid,
    user_id: Uuid,
    created_at: Timestamp,
    paused_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    batch_id: Uuid,
    state: String,
    percent: i32,
}

impl BatchRow {
    fn with(&self, members: &[MemberRow]) -> Result<Batch> {
        let mine = members.iter().filter(|member| member.batch_id == self.id);
        let members: Vec<(State, u8)> = mine
            .map(|member| {
                let state = State::parse(&member.state)
                    .ok_or_else(|| StoreError::unknown_word("applications.state", &member.state))?;
                Ok((state, u8::try_from(member.percent).unwrap_or(100)))
            })
            .collect::<Result<_>>()?;
        Ok(Batch::of(BatchId(self.id), self.created_at, self.paused_at, &members))
    }
}

impl Store {
    /// One of a person's batches.
    pub async fn batch(&self, user_id: UserId, id: BatchId) -> Result<Option<Batch>> {
        let row: Option<BatchRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT id, user_id, created_at, paused_at FROM batches WHERE user_id = $1 AND id = $2")
            .bind(user_id.0).bind(id.0).fetch_optional(pool).await?);
        let Some(row) = row else { return Ok(None) };
        let members: Vec<MemberRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT batch_id, state, percent FROM applications WHERE batch_id = $1")
            .bind(id.0).fetch_all(pool).await?);
        Ok(Some(row.with(&members)?))
    }

    /// A person's batches, newest first.
    pub async fn batches(&self, user_id: UserId, request: &PageRequest) -> Result<Page<Batch>> {
        let rows: Vec<BatchRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT id, user_id, created_at, paused_at FROM batches WHERE user_id = $1
             ORDER BY id DESC LIMIT $2 OFFSET $3")
            .bind(user_id.0).bind(request.limit() + 1).bind(request.offset()).fetch_all(pool).await?);
        let page = Page::cut(rows, request);
        let Some(oldest) = page.items.last().map(|row| row.id) else {
            return page.try_map(|row| row.with(&[]));
        };
        let members: Vec<MemberRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT batch_id, state, percent FROM applications WHERE user_id = $1 AND batch_id >= $2")
            .bind(user_id.0).bind(oldest).fetch_all(pool).await?);
        page.try_map(|row| row.with(&members))
    }
}

impl Tx {
    /// Makes an empty batch; its applications are begun in the same transaction.
    pub async fn create_batch(&mut self, user_id: UserId) -> Result<BatchId> {
        let id = BatchId::new(self.now());
        let now = self.now();
        on_tx!(self, conn => sqlx::query("INSERT INTO batches (id, user_id, created_at) VALUES ($1, $2, $3)")
            .bind(id.0).bind(user_id.0).bind(now).execute(&mut *conn).await?.rows_affected());
        Ok(id)
    }

    /// Pauses a person's batch; `None` when there is none of theirs. A second time changes nothing.
    pub async fn pause_batch(&mut self, user_id: UserId, id: BatchId) -> Result<Option<Batch>> {
        self.lock_members(id).await?;
        let now = self.now();
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE batches SET paused_at = $3 WHERE id = $1 AND user_id = $2 AND paused_at IS NULL")
            .bind(id.0).bind(user_id.0).bind(now).execute(&mut *conn).await?.rows_affected());
        if rows == 1 {
            self.hold_queued(id).await?;
            self.touch_batch(user_id, id);
        }
        self.batch_of(user_id, id).await
    }

    /// Goes on with a person's batch; `None` when there is none of theirs. A second time changes nothing.
    pub async fn resume_batch(&mut self, user_id: UserId, id: BatchId) -> Result<Option<Batch>> {
        self.lock_members(id).await?;
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE batches SET paused_at = NULL WHERE id = $1 AND user_id = $2 AND paused_at IS NOT NULL")
            .bind(id.0).bind(user_id.0).execute(&mut *conn).await?.rows_affected());
        if rows == 1 {
            self.let_queued_go(id).await?;
            self.touch_batch(user_id, id);
        }
        self.batch_of(user_id, id).await
    }

    /// Before something leaves: [`StoreError::Paused`] when the application's batch is paused. The caller has
    /// changed the application's row in this transaction, which keeps a pause waiting until it ends.
    pub async fn refuse_if_paused(&mut self, record: &ApplicationRecord) -> Result<()> {
        match self.is_paused(&record.application).await? {
            true => Err(StoreError::Paused),
            false => Ok(()),
        }
    }

    pub(crate) async fn is_paused(&mut self, application: &Application) -> Result<bool> {
        let Some(id) = application.batch_id else { return Ok(false) };
        let paused: Option<i32> = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT 1 FROM batches WHERE id = $1 AND paused_at IS NOT NULL")
            .bind(id.0).fetch_optional(&mut *conn).await?);
        Ok(paused.is_some())
    }

    /// How the person's batch is within this transaction.
    pub(crate) async fn batch_of(&mut self, user_id: UserId, id: BatchId) -> Result<Option<Batch>> {
        let row: Option<BatchRow> = on_tx!(self, conn => sqlx::query_as(
            "SELECT id, user_id, created_at, paused_at FROM batches WHERE id = $1")
            .bind(id.0).fetch_optional(&mut *conn).await?);
        let Some(row) = row.filter(|row| row.user_id == user_id.0) else { return Ok(None) };
        let members: Vec<MemberRow> = on_tx!(self, conn => sqlx::query_as(
            "SELECT batch_id, state, percent FROM applications WHERE batch_id = $1")
            .bind(id.0).fetch_all(&mut *conn).await?);
        Ok(Some(row.with(&members)?))
    }

    /// Says how far each touched batch is: one event per batch and transaction, after everything else of it.
    ///
    /// An event of the person was recorded before in this transaction, so its number is locked and the counts are
    /// those of everything that was committed up to here.
    pub(crate) async fn tell_of_batches(&mut self) -> Result<()> {
        for (user_id, id) in self.take_touched_batches() {
            if let Some(batch) = self.batch_of(user_id, id).await? {
                self.record(user_id, Event::BatchUpdate(batch)).await?;
            }
        }
        Ok(())
    }

    async fn lock_members(&mut self, id: BatchId) -> Result<()> {
        if let TxEngine::Postgres(conn) = &mut self.engine {
            sqlx::query("SELECT id FROM applications WHERE batch_id = $1 ORDER BY id FOR UPDATE")
                .bind(id.0)
                .fetch_all(&mut **conn)
                .await?;
        }
        Ok(())
    }

    /// The one in line stays there, without an hour and with the reason.
    pub(crate) async fn hold(&mut self, record: ApplicationRecord) -> Result<ApplicationRecord> {
        self.set_waiting(&record, Some((PAUSED, PAUSED_SENTENCE)), None).await
    }

    async fn hold_queued(&mut self, id: BatchId) -> Result<()> {
        for record in self.queued_of_batch(id).await? {
            let held = self.hold(record).await?;
            self.announce_waiting(&held, "Waits: its batch is paused").await?;
        }
        Ok(())
    }

    async fn let_queued_go(&mut self, id: BatchId) -> Result<()> {
        let now = self.now();
        for record in self.queued_of_batch(id).await? {
            // A run that gave way to the pause has not failed.
            self.clear_tries(&record).await?;
            let freed = self.set_waiting(&record, None, Some(now)).await?;
            self.announce_waiting(&freed, "In line again: its batch goes on").await?;
            self.tell(&Fact::ApplicationQueued { application_id: freed.application.id }).await?;
        }
        Ok(())
    }

    async fn announce_waiting(&mut self, record: &ApplicationRecord, title: &str) -> Result<()> {
        let detail = record.application.next_step.clone();
        self.add_timeline(record, Channel::User, "state", title, &detail).await?;
        self.announce_unmoved(record, Channel::User).await
    }
}
