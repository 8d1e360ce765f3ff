//! A whole database carried to another place, from SQLite to PostgreSQL or back: `jobwire migrate --from … --to …`.
//!
//! The source is only read, all of it as it is at one moment. The target has to be empty. How far the transfer has come is
//! noted in the target in the same transaction as the rows, so that it goes on after being killed anywhere. What was
//! carried is compared at the end, table by table, and only then the target becomes a database that a server opens.
//!
//! Nothing that belongs to a process of the old place comes along ([`tables::TABLES`] says what that is), and the log
//! gets a new epoch, so that pages that are open begin anew.

mod link;
mod rows;
mod source;
mod tables;
mod target;

use std::path::{Path, PathBuf};
use std::time::Duration;

pub use rows::Digest;
pub use tables::{Fate, Reset, TABLES, Table};

use self::link::{Link, Place};
use self::rows::{Digester, Row, Shape};
use self::source::Source;
use self::target::{Begun, Target};
use crate::StoreError;
use crate::engine::MIGRATIONS;
use crate::secrets::Keyring;

/// How far the transfer into this database has come. While it is there, nothing else may open the database.
pub(crate) const PROGRESS: &str = "transfer_progress";
/// The next step for whoever's target cannot be used.
const ANOTHER_TARGET: &str = "Name a new, empty database in --to.";

/// How often it is looked whether a server is gone, and how long between two looks: two seconds in all.
const LOOKS_FOR_SERVER: u32 = 20;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// The result of a step of a transfer.
pub type Result<T, E = TransferError> = std::result::Result<T, E>;

/// From where to where.
pub struct Plan {
    /// The address of the source.
    pub from: String,
    /// The address of the target.
    pub to: String,
    /// The key file that belongs to the source.
    pub key_file: PathBuf,
}

/// What is being done, for whoever watches.
#[derive(Clone, Copy, Debug)]
pub enum Progress {
    /// All of the source is read once.
    Reading,
    /// The transfer was begun earlier and goes on.
    GoingOn,
    /// So many of the rows of a table are in the target.
    Copied {
        /// The table.
        table: &'static str,
        /// How many are there.
        rows: u64,
        /// How many there will be.
        of: u64,
    },
    /// All of the target is read once.
    Checking,
}

/// What was found on both sides.
#[derive(Debug)]
pub struct Report {
    /// Each table that is carried.
    pub tables: Vec<Compared>,
    /// How many texts lost zero characters, which PostgreSQL does not keep.
    pub mended_texts: u64,
    /// Whether everything was there before this run.
    pub was_complete: bool,
}

/// A table on both sides.
#[derive(Debug)]
pub struct Compared {
    /// The table.
    pub table: &'static str,
    /// What the source holds, as it should be carried.
    pub source: Digest,
    /// What the target holds.
    pub target: Digest,
}

impl Compared {
    /// Whether both hold the same.
    pub fn is_equal(&self) -> bool {
        self.source == self.target
    }
}

/// Why a transfer did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// It must not be done like this. The sentence says what to do instead; nothing was changed that would be missed.
    #[error("{0}")]
    Refused(String),
    /// What arrived is not what was sent.
    #[error(
        "The target does not hold what the source holds: {} differ. It cannot be used. {ANOTHER_TARGET}",
        .0.unequal().join(", ")
    )]
    Differs(Report),
    /// A database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for TransferError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Report {
    /// The tables that differ.
    pub fn unequal(&self) -> Vec<&'static str> {
        self.tables.iter().filter(|compared| !compared.is_equal()).map(|compared| compared.table).collect()
    }
}

/// Carries everything, or goes on with it.
pub async fn transfer(plan: &Plan, mut tell: impl FnMut(Progress)) -> Result<Report> {
    let (from, to) = (Place::read(&plan.from, "--from")?, Place::read(&plan.to, "--to")?);
    if from.is_same_as(&to) {
        return refuse(format!("--from and --to are the same database, {}. {ANOTHER_TARGET}", from.shown()));
    }
    let keyring = read_key(&plan.key_file)?;
    let mut source = Source::open(&from, &keyring, &plan.key_file).await?;
    let mut target = Target::open(&to, &source, &keyring).await?;
    tell(Progress::Reading);
    let (digests, mended_texts) = source.digests().await?;
    let was_complete = match target.begin(&digests).await? {
        Begun::Now => false,
        Begun::Earlier => {
            tell(Progress::GoingOn);
            false
        }
        Begun::AndEnded => true,
    };
    if !was_complete {
        target.fill(&mut source, &digests, &mut tell).await?;
    }
    tell(Progress::Checking);
    let found = target.digests(&source.shapes).await?;
    let compare = |((shape, source), target): ((&Shape, &Digest), Digest)| Compared {
        table: shape.table.name,
        source: source.clone(),
        target,
    };
    let tables = source.shapes.iter().zip(&digests).zip(found).map(compare).collect();
    let report = Report { tables, mended_texts, was_complete };
    match (report.unequal().is_empty(), was_complete) {
        (true, true) => Ok(report),
        (true, false) => {
            source.expect_unchanged().await?;
            target.end(&source.key_check).await?;
            Ok(report)
        }
        // It arrived, and has been in use since.
        (false, true) => {
            refuse(format!("{} has all of it already and was used since. {ANOTHER_TARGET}", to.shown()))
        }
        (false, false) => Err(TransferError::Differs(report)),
    }
}

fn refuse<T>(sentence: String) -> Result<T> {
    Err(TransferError::Refused(sentence))
}

fn read_key(path: &Path) -> Result<Keyring> {
    if !path.exists() {
        return refuse(format!(
            "The key file {} does not exist. The app.key in the data folder of the source must come along: name the \
             folder it is in with --data-dir.",
            path.display()
        ));
    }
    Ok(Keyring::open(path)?)
}

/// A server that has just ended is not refused: PostgreSQL notices a moment later that its connections are closed.
async fn expect_no_server(link: &mut Link, shown: &str) -> Result<()> {
    for _ in 0..LOOKS_FOR_SERVER {
        if !link.has_server().await? {
            return Ok(());
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    refuse(format!("A Jobwire server is using {shown}. Stop it, then run this again."))
}

fn own_history() -> Vec<(i64, Vec<u8>)> {
    MIGRATIONS.iter().map(|step| (step.version, step.checksum.to_vec())).collect()
}

fn other_schema(shown: &str, history: &[(i64, Vec<u8>)]) -> String {
    let last = |history: &[(i64, Vec<u8>)]| history.last().map_or(0, |(version, _)| *version);
    let (theirs, own) = (last(history), last(&own_history()));
    let next = if theirs < own {
        "Bring it up to date first: jobwire migrate --database-url with that address"
    } else {
        "Use the version of Jobwire that made it"
    };
    format!("{shown} has the schema {theirs}, and this version of Jobwire has {own}. {next}.")
}

/// The digest of a table, each row of which is changed first.
async fn digest(link: &mut Link, shape: &Shape, mut change: impl FnMut(&mut Row)) -> Result<Digest> {
    let mut digester = Digester::default();
    let mut after: Option<Row> = None;
    loop {
        let mut batch = link.rows_after(shape, after.as_ref()).await?;
        let is_last = batch.len() < shape.table.batch_rows;
        after = batch.last().map(|row| shape.key_of(row));
        for row in &mut batch {
            change(row);
            digester.add(row);
        }
        if is_last {
            return Ok(digester.finish());
        }
    }
}
