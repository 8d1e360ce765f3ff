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
mod tables;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use rows::Digest;
pub use tables::{Fate, Reset, TABLES, Table};

use self::link::{Link, Place};
use self::rows::{Column, Digester, Row, Shape, Value};
use crate::StoreError;
use crate::engine::MIGRATIONS;
use crate::secrets::Keyring;

/// How far the transfer into this database has come. While it is there, nothing else may open the database.
pub(crate) const PROGRESS: &str = "transfer_progress";
/// What the source holds, since the transfer into this database was begun.
const SOURCE: &str = "transfer_source";
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

/// Where everything is read from.
struct Source {
    link: Link,
    shapes: Vec<Shape>,
    key_check: String,
    shown: String,
    /// What others had committed before the snapshot.
    commits_before: i64,
}

impl Source {
    async fn open(place: &Place, keyring: &Keyring, key_file: &Path) -> Result<Self> {
        let shown = place.shown();
        if let Some(path) = place.file() {
            expect_file_at_rest(path)?;
        }
        let mut link = place.open_source().await?;
        expect_no_server(&mut link, &shown).await?;
        let commits_before = link.foreign_commits().await?;
        link.begin_snapshot().await?;
        let history = link.schema_history().await?;
        if history.is_empty() {
            return refuse(format!("{shown} is no Jobwire database. Look at the address in --from."));
        }
        if history != own_history() {
            return refuse(other_schema(&shown, &history));
        }
        let names = link.table_names().await?;
        if let Some(name) = tables::unknown_table(&names) {
            return refuse(format!(
                "{shown} has a table {name}, which would be left behind. Remove it, or ask for help."
            ));
        }
        if link.meta(PROGRESS).await?.is_some() {
            return refuse(format!("{shown} is itself only half filled by a migration. End that one first."));
        }
        let key_check = link.meta("key_check").await?.unwrap_or_default();
        if !keyring.matches(&key_check) {
            return refuse(format!(
                "The key file {} does not belong to {shown}. The app.key in the data folder of the source must come \
                 along: name the folder it is in with --data-dir.",
                key_file.display()
            ));
        }
        let mut shapes = Vec::new();
        for table in TABLES.iter().filter(|table| table.is_carried()) {
            shapes.push(link.shape(table).await?);
        }
        Ok(Self { link, shapes, key_check, shown, commits_before })
    }

    /// What should arrive, and how many texts are mended for it.
    async fn digests(&mut self) -> Result<(Vec<Digest>, u64)> {
        let mut all = Vec::new();
        let mut mended = 0;
        for shape in &self.shapes {
            let digest =
                digest(&mut self.link, shape, |row| mended += rows::make_portable(shape, row)).await?;
            all.push(digest);
        }
        Ok((all, mended))
    }

    /// Ends the snapshot, and makes sure that nothing came behind it that would be left behind.
    async fn expect_unchanged(&mut self) -> Result<()> {
        self.link.commit().await?;
        if self.link.foreign_commits().await? != self.commits_before || self.link.has_server().await? {
            return refuse(format!(
                "{} was changed while it was read. Stop what uses it. {ANOTHER_TARGET}",
                self.shown
            ));
        }
        Ok(())
    }
}

fn expect_file_at_rest(path: &Path) -> Result<()> {
    let shown = path.display();
    if !path.is_file() {
        return refuse(format!("The file {shown} does not exist. Look at the address in --from."));
    }
    match link::process_with(path) {
        Ok(None) => Ok(()),
        Ok(Some(process)) => refuse(format!(
            "The file {shown} is in use by process {process}. Stop that, then run this again: what it still writes would \
             be left behind."
        )),
        Err(error) => refuse(format!("The file {shown} cannot be read: {error}.")),
    }
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

/// Whether a transfer into the target has begun.
enum Begun {
    /// By this run.
    Now,
    /// By one that did not come to its end.
    Earlier,
    /// By one that did.
    AndEnded,
}

/// What is to be done next in the target, as it is noted there.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Mark {
    /// Which table, counted among those that are carried.
    table: usize,
    /// Whether its rows are there, and only their links to each other are to be set.
    links: bool,
    /// The key of the last row that was done.
    after: Option<serde_json::Value>,
    /// How many rows of the table are done.
    rows: u64,
}

impl Mark {
    /// Where to go on after these rows.
    fn behind(&self, shape: &Shape, rows: &[Row]) -> Self {
        let was_last = rows.len() < shape.table.batch_rows;
        match (was_last, rows.last()) {
            (true, _) | (_, None) if shape.linked().is_some() && !self.links => {
                Self { table: self.table, links: true, ..Self::default() }
            }
            (true, _) | (_, None) => Self { table: self.table + 1, ..Self::default() },
            (false, Some(row)) => {
                let after = rows::key_to_json(&shape.key_of(row));
                Self { after, rows: self.rows + rows.len() as u64, ..self.clone() }
            }
        }
    }
}

/// Where everything is written to.
struct Target {
    link: Link,
    shown: String,
}

impl Target {
    async fn open(place: &Place, source: &Source, keyring: &Keyring) -> Result<Self> {
        let shown = place.shown();
        if let Some(path) = place.file() {
            expect_place_for_file(path)?;
        }
        let mut target = Self { link: place.open_target().await?, shown };
        let (link, shown) = (&mut target.link, &target.shown);
        let names = link.table_names().await?;
        let history = link.schema_history().await?;
        if names.iter().any(|name| name != tables::SCHEMA_HISTORY) && history.is_empty() {
            return refuse(format!("{shown} holds tables that are not Jobwire's. {ANOTHER_TARGET}"));
        }
        if !own_history().starts_with(&history) {
            return refuse(other_schema(shown, &history));
        }
        expect_no_server(link, shown).await?;
        if !target.has_begun(&names).await? {
            target.expect_empty(&names).await?;
            target.link.make_schema().await?;
            target.expect_key(keyring).await?;
        }
        for shape in &source.shapes {
            let own = target.link.shape(shape.table).await?;
            if !same_columns(&own.columns, &shape.columns) || own.key.len() != shape.key.len() {
                let table = shape.table.name;
                return refuse(format!(
                    "{} has another table {table} than the source. {ANOTHER_TARGET}",
                    target.shown
                ));
            }
        }
        Ok(target)
    }

    /// Whether a transfer into it was begun, be it that it has ended.
    async fn has_begun(&mut self, names: &[String]) -> Result<bool> {
        if !names.iter().any(|name| name == "meta") {
            return Ok(false);
        }
        Ok(self.link.meta(SOURCE).await?.is_some())
    }

    async fn expect_empty(&mut self, names: &[String]) -> Result<()> {
        for table in TABLES {
            let must_be_empty = matches!(table.fate, Fate::Carried | Fate::CarriedAndLinked(_));
            let is_there = names.iter().any(|name| name == table.name);
            if must_be_empty && is_there && self.link.count(table).await? > 0 {
                let (shown, name) = (&self.shown, table.name);
                return refuse(format!("{shown} is not empty: there are rows in {name}. {ANOTHER_TARGET}"));
            }
        }
        Ok(())
    }

    /// A server that was started on the empty target has made a check of its own key.
    async fn expect_key(&mut self, keyring: &Keyring) -> Result<()> {
        match self.link.meta("key_check").await? {
            Some(check) if !keyring.matches(&check) => refuse(format!(
                "{} was opened with another key file. Copy the app.key of the source into the data folder of the server \
                 in place of the one there, then name a new, empty database in --to.",
                self.shown
            )),
            _ => Ok(()),
        }
    }

    /// Notes what the source holds, unless that was done by an earlier run.
    async fn begin(&mut self, digests: &[Digest]) -> Result<Begun> {
        let own = to_json(digests)?;
        match (self.link.meta(SOURCE).await?, self.link.meta(PROGRESS).await?) {
            (Some(noted), None) if noted == own => return Ok(Begun::AndEnded),
            (Some(noted), Some(_)) if noted == own => return Ok(Begun::Earlier),
            (Some(_), None) => {
                let shown = &self.shown;
                return refuse(format!(
                    "{shown} is not empty: another migration has filled it. {ANOTHER_TARGET}"
                ));
            }
            (Some(_), Some(_)) => {
                return refuse(format!(
                    "{} was begun to be filled from another source, or the source was used since. {ANOTHER_TARGET}",
                    self.shown
                ));
            }
            (None, _) => {}
        }
        self.link.begin().await?;
        let names: Vec<String> = TABLES.iter().map(|table| table.name.to_owned()).collect();
        self.expect_empty(&names).await?;
        for table in TABLES {
            if table.name != "meta" {
                self.link.clear(table).await?;
            }
        }
        for key in ["epoch", "key_check"] {
            self.link.remove_meta(key).await?;
        }
        let is_first = self.link.add_meta(SOURCE, &own).await?
            && self.link.add_meta(PROGRESS, &to_json(&Mark::default())?).await?;
        self.expect_alone(is_first)?;
        self.link.commit().await?;
        expect_no_server(&mut self.link, &self.shown).await?;
        Ok(Begun::Now)
    }

    fn expect_alone(&self, is_alone: bool) -> Result<()> {
        if is_alone {
            return Ok(());
        }
        refuse(format!("Another migration is filling {}. Let it come to its end, or stop it.", self.shown))
    }

    /// Copies from where it stopped to the end.
    async fn fill(
        &mut self,
        source: &mut Source,
        digests: &[Digest],
        tell: &mut impl FnMut(Progress),
    ) -> Result<()> {
        let mut noted = self.link.meta(PROGRESS).await?.unwrap_or_default();
        let mut mark: Mark = serde_json::from_str(&noted).map_err(|_| unreadable())?;
        while let Some(shape) = source.shapes.get(mark.table) {
            let after = match &mark.after {
                Some(key) => Some(rows::key_from_json(shape, key).ok_or_else(unreadable)?),
                None => None,
            };
            let batch = source.link.rows_after(shape, after.as_ref()).await?;
            let next = mark.behind(shape, &batch);
            if !batch.is_empty() {
                let text = to_json(&next)?;
                let done = mark.rows + batch.len() as u64;
                self.write(shape, &mark, batch, (&noted, &text)).await?;
                noted = text;
                if !mark.links {
                    tell(Progress::Copied {
                        table: shape.table.name,
                        rows: done,
                        of: digests[mark.table].rows,
                    });
                }
            }
            mark = next;
        }
        Ok(())
    }

    /// Writes a batch, and notes in the same transaction that it is there.
    async fn write(
        &mut self,
        shape: &Shape,
        mark: &Mark,
        mut batch: Vec<Row>,
        note: (&str, &str),
    ) -> Result<()> {
        for row in &mut batch {
            rows::make_portable(shape, row);
        }
        self.link.begin().await?;
        let is_alone = self.link.change_meta(PROGRESS, note.0, note.1).await?;
        self.expect_alone(is_alone)?;
        match (shape.linked(), mark.links) {
            (Some(linked), true) => {
                batch.retain(|row| !matches!(row[linked], Value::Uuid(None)));
                self.link.link(shape, linked, &batch).await?;
            }
            (Some(linked), false) => {
                for row in &mut batch {
                    row[linked] = Value::Uuid(None);
                }
                self.link.insert(shape, &batch).await?;
            }
            (None, _) => self.link.insert(shape, &batch).await?,
        }
        self.link.commit().await
    }

    /// What arrived.
    async fn digests(&mut self, shapes: &[Shape]) -> Result<Vec<Digest>> {
        let mut all = Vec::new();
        for shape in shapes {
            all.push(digest(&mut self.link, shape, |_| ()).await?);
        }
        Ok(all)
    }

    /// Makes it a database that a server opens, with a log that begins anew for whoever followed it at the old place.
    async fn end(&mut self, key_check: &str) -> Result<()> {
        let epoch = format!("{:016x}", rand::random::<u64>());
        self.link.begin().await?;
        self.link.remove_meta(PROGRESS).await?;
        let is_alone =
            self.link.add_meta("epoch", &epoch).await? && self.link.add_meta("key_check", key_check).await?;
        self.expect_alone(is_alone)?;
        self.link.commit().await
    }
}

fn expect_place_for_file(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return refuse(format!("The folder {} does not exist. Make it, or change --to.", folder.display()));
    }
    match path.exists().then(|| link::process_with(path)).transpose() {
        Ok(None | Some(None)) => Ok(()),
        Ok(Some(Some(process))) => refuse(format!(
            "The file {} is in use by process {process}. Stop that, then run this again.",
            path.display()
        )),
        Err(error) => refuse(format!("The file {} cannot be read: {error}.", path.display())),
    }
}

/// Whether both tables have the same columns, in whatever order they came about.
fn same_columns(one: &[Column], two: &[Column]) -> bool {
    one.len() == two.len() && one.iter().all(|column| two.contains(column))
}

fn to_json(value: &(impl Serialize + ?Sized)) -> Result<String> {
    serde_json::to_string(value).map_err(|_| unreadable())
}

fn unreadable() -> TransferError {
    TransferError::Refused(format!(
        "What is noted of an earlier run in the target cannot be read. {ANOTHER_TARGET}"
    ))
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
