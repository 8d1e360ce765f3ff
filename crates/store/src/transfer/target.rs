//! Where everything is written to, and how far that has come.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::link::{self, Link, Place};
use super::rows::{self, Column, Digest, Row, Shape, Value};
use super::source::Source;
use super::tables::{self, Fate, TABLES};
use super::{
    ANOTHER_TARGET, PROGRESS, Progress, Result, TransferError, digest, expect_no_server, other_schema,
    own_history, refuse,
};
use crate::secrets::Keyring;

/// What the source holds, since the transfer into this database was begun.
const SOURCE: &str = "transfer_source";

/// Whether a transfer into the target has begun.
pub(super) enum Begun {
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
pub(super) struct Target {
    link: Link,
    shown: String,
}

impl Target {
    pub(super) async fn open(place: &Place, source: &Source, keyring: &Keyring) -> Result<Self> {
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
    pub(super) async fn begin(&mut self, digests: &[Digest]) -> Result<Begun> {
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
    pub(super) async fn fill(
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
    pub(super) async fn digests(&mut self, shapes: &[Shape]) -> Result<Vec<Digest>> {
        let mut all = Vec::new();
        for shape in shapes {
            all.push(digest(&mut self.link, shape, |_| ()).await?);
        }
        Ok(all)
    }

    /// Makes it a database that a server opens, with a log that begins anew for whoever followed it at the old place.
    pub(super) async fn end(&mut self, key_check: &str) -> Result<()> {
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
