//! One connection to a database of either engine: what it holds, rows by rows. All SQL of a transfer is here.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::types::{Json, JsonRawValue};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _};

use super::rows::{Column, Kind, Row, Shape, Value};
use super::tables::{SCHEMA_HISTORY, Table};
use super::{Result, TransferError};
use crate::engine::{APPLICATION_NAME, BUSY_TIMEOUT};

/// What PostgreSQL calls the connections of a transfer.
const TRANSFER_NAME: &str = "jobwire migrate";
/// The bytes of a SQLite file on which every open connection in WAL mode holds a read lock (`SHARED_FIRST` and
/// `SHARED_SIZE` in SQLite's `os.h`).
const SQLITE_SHARED_LOCK: (i64, i64) = (0x4000_0002, 510);
/// PostgreSQL takes 65,535 parameters in one statement, SQLite 32,766.
const MAX_PARAMETERS: usize = 30_000;

/// Where a database is.
#[derive(Clone)]
pub enum Place {
    /// A file.
    Sqlite(Box<SqliteConnectOptions>),
    /// A database of a server.
    Postgres(Box<PgConnectOptions>),
}

/// An open connection.
pub enum Link {
    /// To a file.
    Sqlite(SqliteConnection),
    /// To a server.
    Postgres(PgConnection),
}

/// Runs `$body` with `$conn` being the connection, whichever engine it is.
macro_rules! on_link {
    ($link:expr, $conn:ident => $body:expr) => {
        match $link {
            Link::Sqlite($conn) => $body,
            Link::Postgres($conn) => $body,
        }
    };
}

/// The value of a column of this type.
macro_rules! decode {
    ($row:expr, $at:expr, $kind:expr) => {
        match $kind {
            Kind::Uuid => Value::Uuid($row.try_get($at)?),
            Kind::Text => Value::Text($row.try_get($at)?),
            Kind::Time => Value::Time($row.try_get($at)?),
            Kind::Json => {
                let raw: Option<Json<Box<JsonRawValue>>> = $row.try_get($at)?;
                Value::Json(raw.map(|Json(raw)| raw))
            }
            Kind::Bytes => Value::Bytes($row.try_get($at)?),
            Kind::Bool => Value::Bool($row.try_get($at)?),
            Kind::Int => Value::Int($row.try_get($at)?),
            Kind::Big => Value::Big($row.try_get($at)?),
            Kind::Double => Value::Double($row.try_get($at)?),
        }
    };
}

/// Binds a value of whatever type.
macro_rules! bind {
    ($query:expr, $value:expr) => {
        match $value {
            Value::Uuid(value) => $query.bind(*value),
            Value::Text(value) => $query.bind(value.as_deref()),
            Value::Time(value) => $query.bind(*value),
            Value::Json(value) => $query.bind(value.as_ref().map(Json)),
            Value::Bytes(value) => $query.bind(value.as_deref()),
            Value::Bool(value) => $query.bind(*value),
            Value::Int(value) => $query.bind(*value),
            Value::Big(value) => $query.bind(*value),
            Value::Double(value) => $query.bind(*value),
        }
    };
}

impl Place {
    /// Reads an address, of which nothing is repeated in the error: there may be a password in it.
    pub fn read(url: &str, flag: &str) -> Result<Self> {
        let refuse = || {
            TransferError::Refused(format!(
                "{flag} takes an address such as sqlite://data/jobwire.db or postgres://user:password@host/database."
            ))
        };
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url).map_err(|_| refuse())?;
            return Ok(Self::Postgres(Box::new(options.application_name(TRANSFER_NAME))));
        }
        if !url.starts_with("sqlite:") || url.contains(":memory:") {
            return Err(refuse());
        }
        let options = SqliteConnectOptions::from_str(url).map_err(|_| refuse())?;
        Ok(Self::Sqlite(Box::new(options.busy_timeout(BUSY_TIMEOUT).foreign_keys(true))))
    }

    /// Without any password.
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(options) => format!("sqlite://{}", options.get_filename().display()),
            Self::Postgres(options) => {
                let database = options.get_database().unwrap_or(options.get_username());
                format!("postgres://{}:{}/{database}", options.get_host(), options.get_port())
            }
        }
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(options) => Some(options.get_filename()),
            Self::Postgres(_) => None,
        }
    }

    /// Whether both addresses lead to one database, as far as addresses tell.
    pub fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sqlite(one), Self::Sqlite(two)) => whole(one.get_filename()) == whole(two.get_filename()),
            (Self::Postgres(one), Self::Postgres(two)) => {
                let place = |options: &PgConnectOptions| {
                    let database = options.get_database().unwrap_or(options.get_username()).to_owned();
                    (
                        options.get_host().to_owned(),
                        options.get_port(),
                        options.get_socket().cloned(),
                        database,
                    )
                };
                place(one) == place(two)
            }
            (Self::Sqlite(_), Self::Postgres(_)) | (Self::Postgres(_), Self::Sqlite(_)) => false,
        }
    }

    /// Opens it for reading only. Before that it is asked who has the file: see [`process_with`].
    pub async fn open_source(&self) -> Result<Link> {
        match self {
            Self::Sqlite(options) => {
                self.connect_file(options.clone().read_only(true).pragma("query_only", "ON")).await
            }
            Self::Postgres(options) => self.connect_server(options).await,
        }
    }

    /// Opens it for writing; a file is made when there is none.
    pub async fn open_target(&self) -> Result<Link> {
        match self {
            Self::Sqlite(options) => {
                let options = options.clone().create_if_missing(true);
                let kept = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
                self.connect_file(kept).await
            }
            Self::Postgres(options) => self.connect_server(options).await,
        }
    }

    async fn connect_file(&self, options: SqliteConnectOptions) -> Result<Link> {
        Ok(Link::Sqlite(options.connect().await.map_err(|error| self.cannot_be_opened(&error))?))
    }

    async fn connect_server(&self, options: &PgConnectOptions) -> Result<Link> {
        Ok(Link::Postgres(options.connect().await.map_err(|error| self.cannot_be_opened(&error))?))
    }

    fn cannot_be_opened(&self, error: &sqlx::Error) -> TransferError {
        let shown = self.shown();
        TransferError::Refused(format!(
            "{shown} cannot be opened ({error}). Look at the address, and whether it is there."
        ))
    }
}

/// The path without links and dots; as it is where it does not exist.
fn whole(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// The process that has a SQLite file open, if any has. No connection of this process may be open to it.
pub fn process_with(path: &Path) -> std::io::Result<Option<i32>> {
    use nix::fcntl::{FcntlArg, fcntl};
    use nix::libc;
    let file = File::open(path)?;
    let (start, length) = SQLITE_SHARED_LOCK;
    let mut lock = libc::flock {
        l_type: libc::F_WRLCK as _,
        l_whence: libc::SEEK_SET as _,
        l_start: start,
        l_len: length,
        l_pid: 0,
    };
    fcntl(&file, FcntlArg::F_GETLK(&mut lock))?;
    Ok((i32::from(lock.l_type) != i32::from(libc::F_UNLCK as i16)).then_some(lock.l_pid))
}

impl Link {
    /// Whether a Jobwire server is connected to this PostgreSQL database. A file is asked by [`process_with`].
    pub async fn has_server(&mut self) -> Result<bool> {
        let Self::Postgres(conn) = self else { return Ok(false) };
        let count: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1",
        )
        .bind(APPLICATION_NAME)
        .fetch_one(conn)
        .await?;
        Ok(count > 0)
    }

    /// Grows whenever another connection to the file has committed something; always 0 on PostgreSQL.
    pub async fn foreign_commits(&mut self) -> Result<i64> {
        let Self::Sqlite(conn) = self else { return Ok(0) };
        Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(conn).await?)
    }

    /// Begins to read everything as it is at one moment.
    pub async fn begin_snapshot(&mut self) -> Result<()> {
        self.execute(match self {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        })
        .await
    }

    /// Begins to write.
    pub async fn begin(&mut self) -> Result<()> {
        self.execute(match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN",
        })
        .await
    }

    /// Ends what was begun.
    pub async fn commit(&mut self) -> Result<()> {
        self.execute("COMMIT").await
    }

    async fn execute(&mut self, sql: &'static str) -> Result<()> {
        on_link!(self, conn => sqlx::query(sql).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// Brings the schema up to date.
    pub async fn make_schema(&mut self) -> Result<()> {
        let made = on_link!(self, conn => crate::engine::MIGRATIONS.run(conn).await);
        Ok(made.map_err(crate::StoreError::from)?)
    }

    /// All tables.
    pub async fn table_names(&mut self) -> Result<Vec<String>> {
        Ok(match self {
            Self::Sqlite(conn) => sqlx::query_scalar(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
            )
            .fetch_all(conn)
            .await?,
            Self::Postgres(conn) => sqlx::query_scalar(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
            )
            .fetch_all(conn)
            .await?,
        })
    }

    /// The steps the schema was made in, by number and content.
    pub async fn schema_history(&mut self) -> Result<Vec<(i64, Vec<u8>)>> {
        if !self.table_names().await?.iter().any(|name| name == SCHEMA_HISTORY) {
            return Ok(Vec::new());
        }
        Ok(on_link!(self, conn => sqlx::query_as(
            "SELECT version, checksum FROM _sqlx_migrations WHERE success ORDER BY version").fetch_all(conn).await?))
    }

    /// A table as the schema has it.
    pub async fn shape(&mut self, table: &'static Table) -> Result<Shape> {
        let found: Vec<(String, String, i64)> = match self {
            Self::Sqlite(conn) => {
                sqlx::query_as("SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid")
                    .bind(table.name)
                    .fetch_all(conn)
                    .await?
            }
            Self::Postgres(conn) => sqlx::query_as(
                "SELECT a.attname::text, t.typname::text,
                   COALESCE(array_position(string_to_array(i.indkey::text, ' '), a.attnum::text), 0)::bigint
                 FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                 LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
                 WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
            )
            .bind(table.name)
            .fetch_all(conn)
            .await?,
        };
        let mut key: Vec<(i64, usize)> = Vec::new();
        let mut columns = Vec::new();
        for (at, (name, engines_type, place)) in found.into_iter().enumerate() {
            let unknown = || {
                let table = table.name;
                TransferError::Refused(format!(
                    "The column {name} of {table} is of a type that cannot be carried: {engines_type}."
                ))
            };
            let kind = Kind::named(&engines_type).ok_or_else(unknown)?;
            if place > 0 {
                key.push((place, at));
            }
            columns.push(Column { name, kind });
        }
        key.sort_unstable();
        Ok(Shape { table, columns, key: key.into_iter().map(|(_, at)| at).collect() })
    }

    /// How many rows a table has.
    pub async fn count(&mut self, table: &Table) -> Result<u64> {
        let sql = format!("SELECT COUNT(*) FROM {}", table.name);
        let count: i64 =
            on_link!(self, conn => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(conn).await?);
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The next rows behind a key, at most a batch of the table, in the order of their keys.
    pub async fn rows_after(&mut self, shape: &Shape, after: Option<&Row>) -> Result<Vec<Row>> {
        let columns = names(shape.columns.iter());
        let key = self.ordered_key(shape);
        let places = places(1, shape.key.len());
        let behind = after.map_or_else(String::new, |_| format!("WHERE ({key}) > ({places})"));
        let (table, limit) = (shape.table.name, shape.table.batch_rows);
        let sql = format!("SELECT {columns} FROM {table} {behind} ORDER BY {key} LIMIT {limit}");
        on_link!(self, conn => {
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for value in after.into_iter().flatten() {
                query = bind!(query, value);
            }
            let mut rows = Vec::new();
            for row in query.fetch_all(conn).await? {
                let mut values = Row::with_capacity(shape.columns.len());
                for (at, column) in shape.columns.iter().enumerate() {
                    values.push(decode!(row, at, column.kind));
                }
                rows.push(values);
            }
            Ok(rows)
        })
    }

    /// The key's columns as both engines order them: PostgreSQL would order text by the rules of a language.
    fn ordered_key(&self, shape: &Shape) -> String {
        let ordered = |at: &usize| {
            let Column { name, kind } = &shape.columns[*at];
            match (self, kind) {
                (Self::Postgres(_), Kind::Text) => format!("{name} COLLATE \"C\""),
                _ => name.clone(),
            }
        };
        shape.key.iter().map(ordered).collect::<Vec<_>>().join(", ")
    }

    /// Adds rows.
    pub async fn insert(&mut self, shape: &Shape, rows: &[Row]) -> Result<()> {
        let width = shape.columns.len();
        for rows in rows.chunks(MAX_PARAMETERS / width) {
            let tuples: Vec<String> =
                (0..rows.len()).map(|row| format!("({})", places(row * width + 1, width))).collect();
            let columns = names(shape.columns.iter());
            let sql = format!("INSERT INTO {} ({columns}) VALUES {}", shape.table.name, tuples.join(", "));
            on_link!(&mut *self, conn => {
                // Kept statements are for those that come again; the last one of a table has a length of its own.
                let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
                for value in rows.iter().flatten() {
                    query = bind!(query, value);
                }
                query.execute(conn).await?.rows_affected()
            });
        }
        Ok(())
    }

    /// Sets the column that refers to the same table, now that all its rows are there.
    pub async fn link(&mut self, shape: &Shape, linked: usize, rows: &[Row]) -> Result<()> {
        let equal = |(at, key): (usize, &usize)| format!("{} = ${}", shape.columns[*key].name, at + 2);
        let row_is = shape.key.iter().enumerate().map(equal).collect::<Vec<_>>().join(" AND ");
        let (table, column) = (shape.table.name, &shape.columns[linked].name);
        let sql = format!("UPDATE {table} SET {column} = $1 WHERE {row_is}");
        for row in rows {
            on_link!(&mut *self, conn => {
                let mut query = sqlx::query(AssertSqlSafe(sql.clone()));
                for at in std::iter::once(&linked).chain(&shape.key) {
                    query = bind!(query, &row[*at]);
                }
                query.execute(conn).await?.rows_affected()
            });
        }
        Ok(())
    }

    /// Removes all rows of a table.
    pub async fn clear(&mut self, table: &Table) -> Result<()> {
        let sql = format!("DELETE FROM {}", table.name);
        on_link!(self, conn => sqlx::query(AssertSqlSafe(sql)).execute(conn).await?.rows_affected());
        Ok(())
    }

    /// The value under a key of `meta`.
    pub async fn meta(&mut self, key: &str) -> Result<Option<String>> {
        Ok(on_link!(self, conn => sqlx::query_scalar("SELECT value FROM meta WHERE key = $1")
            .bind(key).fetch_optional(conn).await?))
    }

    /// Adds a value under a key of `meta` that has none; `false` when it has one.
    pub async fn add_meta(&mut self, key: &str, value: &str) -> Result<bool> {
        let rows = on_link!(self, conn => sqlx::query(
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(key).bind(value).execute(conn).await?.rows_affected());
        Ok(rows == 1)
    }

    /// Changes a value of `meta`, which stays locked until commit; `false` when it is another one meanwhile.
    pub async fn change_meta(&mut self, key: &str, seen: &str, value: &str) -> Result<bool> {
        let rows = on_link!(self, conn => sqlx::query("UPDATE meta SET value = $3 WHERE key = $1 AND value = $2")
            .bind(key).bind(seen).bind(value).execute(conn).await?.rows_affected());
        Ok(rows == 1)
    }

    /// Removes a value of `meta`.
    pub async fn remove_meta(&mut self, key: &str) -> Result<()> {
        on_link!(self, conn => sqlx::query("DELETE FROM meta WHERE key = $1")
            .bind(key).execute(conn).await?.rows_affected());
        Ok(())
    }
}

fn names<'a>(columns: impl Iterator<Item = &'a Column>) -> String {
    columns.map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// So many placeholders, from this number on.
fn places(from: usize, count: usize) -> String {
    (from..from + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}
