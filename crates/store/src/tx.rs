//! A transaction: rows and events together, published after commit.

use std::sync::Arc;

use domain::Fact;
use domain::{BatchId, Envelope, Event, Timestamp, UserId};
use sqlx::{Postgres, Transaction};

use crate::engine::Engine;
use crate::writer::Writing;
use crate::{LogEntry, Result, Store, StoreError};

/// Something was committed; look at the log or the tables. May be lost, late, or out of order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// A person's log grew.
    Events {
        /// Whose log.
        user_id: UserId,
        /// What was added, in order; empty where it was too large to be carried along, and has to be read.
        entries: Arc<[LogEntry]>,
    },
    /// A session or an API token ended; what was opened with it has to be closed.
    SessionEnded {
        /// The hash of its token.
        token_sha256: String,
    },
    /// There are facts for the pipeline.
    Facts,
    /// There are tasks to run.
    Tasks,
}

/// A transaction. Dropped without [`commit`](Self::commit) it leaves no trace.
pub struct Tx {
    pub(crate) engine: TxEngine,
    pub(crate) store: Store,
    /// What was added to logs, in order.
    recorded: Vec<(UserId, LogEntry)>,
    /// Whom to wake after commit, each once.
    wakes: Vec<Hint>,
    /// The batches of which an application changed, for one event each at the end.
    touched_batches: Vec<(UserId, BatchId)>,
    now: Timestamp,
}

pub(crate) enum TxEngine {
    Sqlite(Writing),
    Postgres(Transaction<'static, Postgres>),
}

/// Gives the next number and appends the event under it; the text of the envelope is `{"seq":` and the number in front of
/// what is bound.
const RECORD_SQLITE: &str = r#"
    INSERT INTO user_seq (user_id, seq) VALUES ($1, 1) ON CONFLICT (user_id) DO UPDATE SET seq = user_seq.seq + 1;
    INSERT INTO events (user_id, seq, at, type, body)
      SELECT user_id, seq, $2, $3, '{"seq":' || seq || ',' || $4 FROM user_seq WHERE user_id = $1
      RETURNING seq"#;
/// The same for PostgreSQL, which takes one statement at a time.
const RECORD_POSTGRES: &str = r#"
    WITH next AS (
      INSERT INTO user_seq (user_id, seq) VALUES ($1, 1) ON CONFLICT (user_id) DO UPDATE SET seq = user_seq.seq + 1
      RETURNING seq)
    INSERT INTO events (user_id, seq, at, type, body)
      SELECT $1, next.seq, $2, $3, '{"seq":' || next.seq || ',' || $4 FROM next
      RETURNING seq"#;

impl Store {
    /// Begins a transaction that may write. On SQLite there is one writer at a time; others wait, and share a commit.
    pub async fn begin(&self) -> Result<Tx> {
        let engine = match self.engine() {
            Engine::Sqlite { writer, .. } => TxEngine::Sqlite(writer.begin().await?),
            Engine::Postgres(pool) => TxEngine::Postgres(pool.begin().await?),
        };
        Ok(Tx {
            engine,
            store: self.clone(),
            recorded: Vec::new(),
            wakes: Vec::new(),
            touched_batches: Vec::new(),
            now: self.clock().now(),
        })
    }
}

impl Tx {
    /// The instant this transaction began: every row and event of it carries this time.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Appends a durable event to a person's log and gives it the next number.
    ///
    /// The counter's row stays locked until commit, so numbers are given in the order of commits
    /// and a reader can never pass a hole.
    pub async fn record(&mut self, user_id: UserId, event: Event) -> Result<i64> {
        let kind = event.event_type();
        debug_assert!(kind.is_durable(), "{} is ephemeral", kind.as_str());
        let at = self.now;
        let envelope = Envelope { seq: None, at, event };
        let text = serde_json::to_string(&envelope).map_err(|error| StoreError::Corrupt {
            what: format!("an event that cannot be written ({error})"),
        })?;
        // The database puts the number in front, so that one round trip is enough.
        let rest = &text[1..];
        let statement = match self.engine {
            TxEngine::Sqlite(_) => RECORD_SQLITE,
            TxEngine::Postgres(_) => RECORD_POSTGRES,
        };
        let seq: i64 = on_tx!(self, conn => sqlx::query_scalar(statement)
            .bind(user_id.0).bind(at).bind(kind.as_str()).bind(rest)
            .fetch_one(&mut *conn).await?);
        let body = format!("{{\"seq\":{seq},{rest}").into();
        self.recorded.push((user_id, LogEntry { seq, kind, body }));
        Ok(seq)
    }

    /// Leaves a fact for the pipeline, which turns it into tasks after commit.
    pub async fn tell(&mut self, fact: &Fact) -> Result<()> {
        let id = domain::TaskId::new(self.now);
        let at = self.now;
        on_tx!(self, conn => sqlx::query("INSERT INTO facts (id, at, fact) VALUES ($1, $2, $3)")
            .bind(id.0).bind(at).bind(sqlx::types::Json(fact))
            .execute(&mut *conn).await?.rows_affected());
        self.wake(Hint::Facts);
        Ok(())
    }

    /// Makes everything true at once, then wakes whoever listens.
    pub async fn commit(mut self) -> Result<()> {
        self.tell_of_batches().await?;
        let Self { engine, store, recorded, wakes, .. } = self;
        let wake = move || by_person(recorded).chain(wakes).for_each(|hint| store.committed(hint));
        match engine {
            TxEngine::Sqlite(writing) => writing.finish(wake).await,
            TxEngine::Postgres(transaction) => {
                transaction.commit().await?;
                wake();
                Ok(())
            }
        }
    }

    /// An application of the batch changed in this transaction, and an event said so.
    pub(crate) fn touch_batch(&mut self, user_id: UserId, id: BatchId) {
        if !self.touched_batches.contains(&(user_id, id)) {
            self.touched_batches.push((user_id, id));
        }
    }

    pub(crate) fn take_touched_batches(&mut self) -> Vec<(UserId, BatchId)> {
        std::mem::take(&mut self.touched_batches)
    }

    /// Remembers whom to wake after commit.
    pub(crate) fn wake(&mut self, hint: Hint) {
        if !self.wakes.contains(&hint) {
            self.wakes.push(hint);
        }
    }

    /// The value under `key`.
    pub(crate) async fn meta(&mut self, key: &str) -> Result<Option<String>> {
        Ok(on_tx!(self, conn => sqlx::query_scalar("SELECT value FROM meta WHERE key = $1")
            .bind(key).fetch_optional(&mut *conn).await?))
    }

    /// The value under `key`, which is set to `value` when there is none.
    pub(crate) async fn meta_or_insert(&mut self, key: &str, value: &str) -> Result<String> {
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(key).bind(value).execute(&mut *conn).await?.rows_affected());
        Ok(on_tx!(self, conn => sqlx::query_scalar("SELECT value FROM meta WHERE key = $1")
            .bind(key).fetch_one(&mut *conn).await?))
    }
}

/// One hint for each person, with what was added to their log.
fn by_person(mut recorded: Vec<(UserId, LogEntry)>) -> impl Iterator<Item = Hint> {
    // Stable: the entries of one person stay in order.
    recorded.sort_by_key(|(user_id, _)| *user_id);
    let mut rest = recorded.into_iter().peekable();
    std::iter::from_fn(move || {
        let (user_id, first) = rest.next()?;
        let mut entries = vec![first];
        while let Some((_, entry)) = rest.next_if(|(other, _)| *other == user_id) {
            entries.push(entry);
        }
        Some(Hint::Events { user_id, entries: entries.into() })
    })
}
