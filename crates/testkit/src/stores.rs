//! Throw-away databases.

use std::sync::Arc;

use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::{Store, StoreOptions};
use tempfile::TempDir;

use crate::FrozenClock;

/// A database of its own, with a clock that stands still. Dereferences to the [`Store`].
pub struct TestStore {
    /// The store.
    pub store: Store,
    /// Its clock.
    pub clock: FrozenClock,
    url: String,
    folder: TempDir,
}

impl std::ops::Deref for TestStore {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

impl TestStore {
    /// Opens the same database a second time, as after a restart.
    pub async fn reopen(&self) -> Store {
        Store::open(self.options()).await.expect("the database opens again")
    }

    /// The address of the database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A folder that lives as long as the store.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    fn options(&self) -> StoreOptions {
        StoreOptions {
            clock: Arc::new(self.clock.clone()),
            ..StoreOptions::new(&self.url, self.folder.path().join("app.key"))
        }
    }
}

/// One store per engine: SQLite, and PostgreSQL. Contract tests run on each.
pub async fn stores() -> Vec<TestStore> {
    vec![sqlite().await, postgres().await]
}

/// A SQLite store in a folder of its own.
pub async fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let url = format!("sqlite://{}", folder.path().join("jobwire.db").display());
    open(url, folder).await
}

/// The address of the PostgreSQL server that tests use.
pub fn postgres_url() -> String {
    std::env::var("JOBWIRE_TEST_POSTGRES_URL").expect(
        "JOBWIRE_TEST_POSTGRES_URL is not set. Run the tests with script/test, or put `script/with-postgres` \
         before your command: it starts a throw-away PostgreSQL.",
    )
}

async fn postgres() -> TestStore {
    let url = empty_postgres().await;
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    open(url, folder).await
}

/// The address of a new PostgreSQL database that holds nothing yet.
pub async fn empty_postgres() -> String {
    let server = postgres_url();
    let name = format!("jobwire_{}", uuid::Uuid::new_v4().simple());
    let mut connection =
        PgConnection::connect(&format!("{server}/postgres")).await.expect("PostgreSQL answers");
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut connection)
        .await
        .expect("a database can be made");
    format!("{server}/{name}")
}

/// Runs one statement on a database behind the store's back, and says how many rows it changed: for what no version of
/// Jobwire would do.
pub async fn run_sql(url: &str, sql: &str) -> u64 {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    if url.starts_with("postgres") {
        let mut connection = PgConnection::connect(url).await.expect("PostgreSQL answers");
        return sqlx::query(sql).execute(&mut connection).await.expect("the statement runs").rows_affected();
    }
    let mut connection = SqliteConnection::connect(url).await.expect("the file opens");
    let changed =
        sqlx::query(sql).execute(&mut connection).await.expect("the statement runs").rows_affected();
    // Closed, so that no lock is left when this returns.
    connection.close().await.expect("the file closes");
    changed
}

async fn open(url: String, folder: TempDir) -> TestStore {
    let clock = FrozenClock::new();
    let options = StoreOptions {
        clock: Arc::new(clock.clone()),
        ..StoreOptions::new(&url, folder.path().join("app.key"))
    };
    let store = Store::open(options).await.expect("a fresh database opens");
    TestStore { store, clock, url, folder }
}
