//! The one writer of SQLite: transactions that wait for each other are made true by one commit.
//!
//! A commit waits for the disk, and one such wait is enough for all that are ready. So transactions run one after the
//! other inside one transaction of SQLite, each behind a savepoint: one that is given up takes nothing of the others along.
//! Who has finished is answered when everything is on the disk, never before (group commit).
//!
//! The commit queues for the writer when the first of a group has finished: behind those who wait already, ahead of those
//! who come later. A group is as large as the queue was, nobody waits for a stream without end, and a transaction that
//! is alone is committed at once.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{Executor as _, Sqlite};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use crate::engine::BUSY_TIMEOUT;
use crate::{Result, StoreError};

/// The one writer. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Writer {
    pool: SqlitePool,
    group: Arc<Mutex<Group>>,
}

/// What is made true, or not, by the same commit.
#[derive(Default)]
struct Group {
    /// Has the transaction of SQLite that is open. Its savepoint is behind all who have finished.
    connection: Option<PoolConnection<Sqlite>>,
    finished: Vec<Finished>,
}

/// A transaction that waits for the commit.
struct Finished {
    /// Is done right after the commit, in the order in which transactions finished, and before anybody is answered.
    afterwards: Box<dyn FnOnce() + Send>,
    answer: oneshot::Sender<Result<()>>,
}

/// A transaction that may write: everybody else waits. Dropped without [`finish`](Self::finish) it leaves no trace.
pub(crate) struct Writing {
    writer: Writer,
    /// `None` when it was finished or given up.
    group: Option<OwnedMutexGuard<Group>>,
}

impl Writer {
    pub(crate) fn new(pool: SqlitePool) -> Self {
        Self { pool, group: Arc::default() }
    }

    /// The one connection that writes, for what is done while nobody else does: migrations, and closing it.
    pub(crate) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// Waits until nobody writes, and begins.
    pub(crate) async fn begin(&self) -> Result<Writing> {
        let waiting = tokio::time::timeout(BUSY_TIMEOUT, self.group.clone().lock_owned());
        let group = waiting.await.map_err(|_| sqlx::Error::PoolTimedOut)?;
        let opening = Writing { writer: self.clone(), group: Some(group) }.open();
        // Once begun it is brought to its end: whoever stops waiting for it must not leave the group without a savepoint.
        tokio::spawn(opening).await.unwrap_or_else(|_| Err(StoreError::program_ends()))
    }

    /// Makes true what the group holds, and answers.
    async fn end(self) {
        let mut group = self.group.lock_owned().await;
        if group.finished.is_empty() {
            // The group has failed meanwhile, or was committed by the end of one that had.
            return;
        }
        if let Err(error) = group.run("COMMIT").await {
            return group.fail(&error).await;
        }
        group.connection = None;
        let (afterwards, answers): (Vec<_>, Vec<_>) =
            group.finished.drain(..).map(|one| (one.afterwards, one.answer)).unzip();
        afterwards.into_iter().for_each(|afterwards| afterwards());
        for answer in answers {
            // Who waited for it may be gone.
            let _ = answer.send(Ok(()));
        }
    }
}

impl Writing {
    async fn open(mut self) -> Result<Self> {
        let group = self.group.as_mut().expect("it has just begun");
        let opened = match group.connection {
            // What others have finished is kept, whatever becomes of this one.
            Some(_) => group.run("RELEASE member; SAVEPOINT member").await,
            None => {
                group.connection = Some(self.writer.pool.acquire().await?);
                group.run("BEGIN IMMEDIATE; SAVEPOINT member").await
            }
        };
        match opened {
            Ok(()) => Ok(self),
            Err(error) => {
                let mut group = self.group.take().expect("it has just begun");
                group.fail(&error).await;
                Err(error)
            }
        }
    }

    /// Waits until everything is on the disk, with what others did meanwhile. What is done `afterwards` is done even when
    /// nobody waits for this any more.
    pub(crate) async fn finish(mut self, afterwards: impl FnOnce() + Send + 'static) -> Result<()> {
        let mut group = self.group.take().expect("it ends only once");
        let (answer, answered) = oneshot::channel();
        group.finished.push(Finished { afterwards: Box::new(afterwards), answer });
        if group.finished.len() == 1 {
            tokio::spawn(self.writer.clone().end());
        }
        drop(group);
        answered.await.unwrap_or_else(|_| Err(StoreError::program_ends()))
    }
}

impl Group {
    async fn run(&mut self, statements: &'static str) -> Result<()> {
        let connection = self.connection.as_mut().expect("a transaction is open");
        connection.execute(statements).await?;
        Ok(())
    }

    /// Takes back what the present transaction did. Where that cannot be, SQLite has ended the whole by itself, as on a
    /// full disk, and nobody's is kept.
    async fn undo(&mut self) {
        if !self.finished.is_empty() {
            if let Err(error) = self.run("ROLLBACK TO member").await {
                self.fail(&error).await;
            }
            return;
        }
        self.roll_back().await;
    }

    /// Nothing is kept, and everybody who has finished is told so.
    async fn fail(&mut self, error: &StoreError) {
        self.roll_back().await;
        for one in self.finished.drain(..) {
            // Who waited for it may be gone.
            let _ = one.answer.send(Err(error.for_all()));
        }
    }

    async fn roll_back(&mut self) {
        let rolled_back = self.run("ROLLBACK").await;
        let connection = self.connection.take();
        if let (Err(_), Some(mut connection)) = (rolled_back, connection) {
            // There was nothing to roll back, or it cannot be known: a new connection begins without one.
            connection.close_on_drop();
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let Some(mut group) = self.group.take() else { return };
        if group.connection.is_none() {
            return;
        }
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(async move { group.undo().await })),
            // The program ends; SQLite undoes what was not committed.
            Err(_) => group.connection.iter_mut().for_each(PoolConnection::close_on_drop),
        }
    }
}

impl Deref for Writing {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        self.group.as_ref().and_then(|group| group.connection.as_deref()).expect("it is open until it ends")
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        let group = self.group.as_mut().expect("it is open until it ends");
        group.connection.as_deref_mut().expect("it is open until it ends")
    }
}

#[cfg(test)]
mod tests;
