//! Where everything is read from: refused where something would be left behind, and read as it is at one moment.

use std::path::Path;

use super::link::{self, Link, Place};
use super::rows::{self, Digest, Shape};
use super::tables::{self, TABLES};
use super::{ANOTHER_TARGET, PROGRESS, Result, digest, expect_no_server, other_schema, own_history, refuse};
use crate::secrets::Keyring;

/// Where everything is read from.
pub(super) struct Source {
    pub(super) link: Link,
    pub(super) shapes: Vec<Shape>,
    pub(super) key_check: String,
    shown: String,
    /// What others had committed before the snapshot.
    commits_before: i64,
}

impl Source {
    pub(super) async fn open(place: &Place, keyring: &Keyring, key_file: &Path) -> Result<Self> {
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
    pub(super) async fn digests(&mut self) -> Result<(Vec<Digest>, u64)> {
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
    pub(super) async fn expect_unchanged(&mut self) -> Result<()> {
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
