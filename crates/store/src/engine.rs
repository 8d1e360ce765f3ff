//! The two engines, and the macros that run one statement on either.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use domain::{Clock, State, SystemClock, Timestamp, UserId};
use sqlx::Executor as _;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::sync::broadcast;

use crate::gathered::Gathered;
use crate::log::LogPosition;
use crate::secrets::Keyring;
use crate::tx::Hint;
use crate::users::User;
use crate::writer::Writer;
use crate::{Result, StoreError};

/// Runs `$body` with `$conn` being the transaction's connection, whichever engine it is.
macro_rules! on_tx {
    ($tx:expr, $conn:ident => $body:expr) => {
        match &mut $tx.engine {
            $crate::tx::TxEngine::Sqlite(transaction) => {
                let $conn = &mut **transaction;
                $body
            }
            $crate::tx::TxEngine::Postgres(transaction) => {
                let $conn = &mut **transaction;
                $body
            }
        }
    };
}

/// Runs `$body` with `$pool` being a pool for reading, whichever engine it is.
macro_rules! on_read {
    ($store:expr, $pool:ident => $body:expr) => {
        match $store.engine() {
            $crate::engine::Engine::Sqlite { read: $pool, .. } => $body,
            $crate::engine::Engine::Postgres($pool) => $body,
        }
    };
}

/// How many hints may wait for a slow listener before it has to look at the log by itself.
const HINT_BACKLOG: usize = 4096;
/// Readers at once. SQLite in WAL mode lets them run beside the one writer.
const READ_CONNECTIONS: u32 = 4;
/// Connections to PostgreSQL per process.
const POSTGRES_CONNECTIONS: u32 = 12;
/// How long a statement waits for a lock or a connection before it fails.
pub(crate) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// PostgreSQL takes back what a transaction did that is left alone for ten seconds, and ends its connection: a process that
/// is frozen or cut off in the middle of one would keep the rows from everybody else for as long as it likes. No pause
/// between two statements is nearly as long, and every lease is longer.
const LEFT_ALONE: &str = "SET idle_in_transaction_session_timeout = '10s'";
/// What PostgreSQL calls our connections. From it a transfer knows whether a server runs.
pub(crate) const APPLICATION_NAME: &str = "jobwire";
/// The steps in which the schema is made.
pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

pub(crate) enum Engine {
    Sqlite { writer: Writer, read: SqlitePool },
    Postgres(PgPool),
}

/// The database. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    engine: Engine,
    /// What happened anywhere, as far as it is known here.
    hints: broadcast::Sender<Hint>,
    /// What was committed here.
    commits: broadcast::Sender<Hint>,
    epoch: String,
    keyring: Keyring,
    clock: Arc<dyn Clock>,
    /// Whose sessions are asked for just now, by the hash of the token.
    pub(crate) sessions: Arc<Gathered<Store, String, (User, Timestamp)>>,
    /// Whose API tokens, likewise.
    pub(crate) token_users: Arc<Gathered<Store, String, User>>,
    /// Where whose log is, likewise.
    pub(crate) log_positions: Arc<Gathered<Store, UserId, LogPosition>>,
}

/// How to open a store.
pub struct StoreOptions {
    /// `sqlite://PATH` or `postgres://…`.
    pub url: String,
    /// The file with the root key for secrets at rest; made on first start.
    pub key_file: PathBuf,
    /// Where the time of rows comes from.
    pub clock: Arc<dyn Clock>,
}

impl StoreOptions {
    /// A store in the SQLite file or PostgreSQL database `url`, with the machine's clock.
    pub fn new(url: impl Into<String>, key_file: impl Into<PathBuf>) -> Self {
        Self { url: url.into(), key_file: key_file.into(), clock: Arc::new(SystemClock) }
    }
}

impl Store {
    /// Opens the database, makes it when it is a SQLite file that does not exist, and brings its
    /// schema up to date.
    pub async fn open(options: StoreOptions) -> Result<Self> {
        let engine = Engine::open(&options.url).await?;
        match &engine {
            Engine::Sqlite { writer, .. } => MIGRATIONS.run(writer.pool()).await?,
            Engine::Postgres(pool) => MIGRATIONS.run(pool).await?,
        }
        let keyring = Keyring::open(&options.key_file)?;
        let (hints, _) = broadcast::channel(HINT_BACKLOG);
        let (commits, _) = broadcast::channel(HINT_BACKLOG);
        let unfinished = Inner {
            engine,
            hints,
            commits,
            epoch: String::new(),
            keyring,
            clock: options.clock,
            sessions: Gathered::new(|store, tokens| Box::pin(store.sessions(tokens))),
            token_users: Gathered::new(|store, tokens| Box::pin(store.token_users(tokens))),
            log_positions: Gathered::new(|store, users| Box::pin(store.log_positions(users))),
        };
        let mut store = Self { inner: Arc::new(unfinished) };
        let epoch = store.prepare_meta().await?;
        store.give_shards().await?;
        Arc::get_mut(&mut store.inner).expect("the store was not shared yet").epoch = epoch;
        Ok(store)
    }

    /// What changes when the log begins anew (a restored backup, a truncated database): cursors of
    /// another epoch are worthless.
    pub fn epoch(&self) -> &str {
        &self.inner.epoch
    }

    /// Hints that something was committed. They may be lost: the log is the truth.
    pub fn hints(&self) -> broadcast::Receiver<Hint> {
        self.inner.hints.subscribe()
    }

    /// Hints of what is committed through this store and its clones, for whoever tells other processes.
    pub fn commits(&self) -> broadcast::Receiver<Hint> {
        self.inner.commits.subscribe()
    }

    /// Wakes whoever listens here: another process committed something.
    pub fn heard(&self, hint: Hint) {
        // Nobody listening is fine.
        let _ = self.inner.hints.send(hint);
    }

    /// The clock that rows are stamped with.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// Whether the database answers, for the health page.
    pub async fn ping(&self) -> Result<()> {
        on_read!(self, pool => sqlx::query("SELECT 1").execute(pool).await?.rows_affected());
        Ok(())
    }

    /// Closes every connection, those of clones too. When this returns nobody here holds the file any more.
    pub async fn close(&self) {
        match self.engine() {
            Engine::Sqlite { writer, read } => {
                read.close().await;
                writer.pool().close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }

    /// Whether the database is a file of this machine, and every process that uses it runs here.
    pub fn is_embedded(&self) -> bool {
        matches!(self.engine(), Engine::Sqlite { .. })
    }

    /// `SQLite` or `PostgreSQL`, for people.
    pub fn engine_name(&self) -> &'static str {
        match self.engine() {
            Engine::Sqlite { .. } => "SQLite",
            Engine::Postgres(_) => "PostgreSQL",
        }
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    pub(crate) fn keyring(&self) -> &Keyring {
        &self.inner.keyring
    }

    /// Wakes whoever listens here and whoever tells others.
    pub(crate) fn committed(&self, hint: Hint) {
        let _ = self.inner.commits.send(hint.clone());
        self.heard(hint);
    }

    /// Fills the table of legal moves, checks the key, and reads or makes the epoch.
    async fn prepare_meta(&self) -> Result<String> {
        let mut tx = self.begin().await?;
        if tx.meta(crate::transfer::PROGRESS).await?.is_some() {
            return Err(StoreError::HalfFilled);
        }
        let start = ("new", State::Draft.as_str());
        let moves = State::ALL
            .into_iter()
            .flat_map(|from| from.successors().iter().map(move |to| (from.as_str(), to.as_str())))
            .chain([start]);
        for (from, to) in moves {
            on_tx!(tx, conn => sqlx::query(
                "INSERT INTO legal_moves (from_state, to_state) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(from).bind(to).execute(&mut *conn).await?.rows_affected());
        }
        let fresh = format!("{:016x}", rand::random::<u64>());
        let epoch = tx.meta_or_insert("epoch", &fresh).await?;
        let check = tx.meta_or_insert("key_check", &self.keyring().new_check()?).await?;
        if !self.keyring().matches(&check) {
            return Err(StoreError::KeyFile(
                "The key file does not belong to this database. Put back the key file it was made \
                 with, or start with an empty data folder."
                    .to_owned(),
            ));
        }
        tx.commit().await?;
        Ok(epoch)
    }
}

impl Engine {
    async fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres") {
            let options = PgConnectOptions::from_str(url)?.application_name(APPLICATION_NAME);
            let pool = PgPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(BUSY_TIMEOUT)
                .after_connect(|connection, _| {
                    Box::pin(async move { connection.execute(LEFT_ALONE).await.map(drop) })
                })
                .connect_with(options)
                .await?;
            return Ok(Self::Postgres(pool));
        }
        // WAL lets readers run beside the writer; FULL makes a commit survive a power cut.
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(BUSY_TIMEOUT)
            // It is a file; asking whether it answers costs as much as a write.
            .test_before_acquire(false)
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READ_CONNECTIONS)
            .acquire_timeout(BUSY_TIMEOUT)
            .test_before_acquire(false)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::Sqlite { writer: Writer::new(write), read })
    }
}
