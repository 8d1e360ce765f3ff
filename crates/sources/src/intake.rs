//! Taking in a file: its postings become jobs of a source that is never fetched.

use std::collections::HashMap;
use std::io::{self, BufRead};

use domain::{JobId, Source, SourceHealth, SourceId, SourceKind};
use serde::Serialize;
use store::jobs::{JobContent, KnownJob};
use store::sources::{NewSource, SyncEnd};
use store::{Store, StoreError, Tx};
use tokio::sync::mpsc;

use crate::identity;
use crate::import::{self, Bad};

/// Postings per transaction.
pub const BATCH: usize = 500;
/// How many bad entries a report carries; the count is of all.
pub const MAX_BAD_REPORTED: usize = 1000;
/// Batches that may be read ahead of the database.
const BATCHES_AHEAD: usize = 2;

/// How far an import is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Entries read so far.
    pub read: u64,
    /// Of those, jobs that were not known.
    pub new: u64,
    /// Of those, jobs that repeat another one.
    pub duplicate: u64,
    /// Entries that could not be taken.
    pub bad: u64,
}

/// What an import did. `new + duplicate + changed + unchanged + bad_count` is `total`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportReport {
    /// The source the jobs belong to.
    pub source: Source,
    /// Jobs that were not known.
    pub new: u64,
    /// Entries that repeat another job, under another id or from another board.
    pub duplicate: u64,
    /// Jobs known from an earlier import that say something else now.
    pub changed: u64,
    /// Jobs known from an earlier import that are as they were.
    pub unchanged: u64,
    /// How many entries could not be taken.
    pub bad_count: u64,
    /// The first of them, and why.
    pub bad: Vec<Bad>,
    /// Entries in all.
    pub total: u64,
}

/// Why an import stopped. What was taken in before stays, and the import can be run again.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read or holds no postings.
    #[error("{0}")]
    File(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Entry = Result<JobContent, Bad>;

/// Takes in the postings of a file, in transactions of [`BATCH`]. `name` tells imports apart: the same
/// name again updates the jobs of the earlier one. Nothing is closed by an import.
pub async fn import(
    store: &Store,
    reader: impl BufRead + Send + 'static,
    name: &str,
    mut progress: impl FnMut(Progress),
) -> Result<ImportReport, ImportError> {
    let (batches, mut waiting) = mpsc::channel::<Vec<Entry>>(BATCHES_AHEAD);
    let file = name.to_owned();
    // Reading and hashing run beside the database. They end when the receiver is dropped.
    let reading = tokio::task::spawn_blocking(move || read_batches(reader, &file, &batches));
    let mut intake: Option<Intake> = None;
    while let Some(batch) = waiting.recv().await {
        let intake = match &mut intake {
            Some(intake) => intake,
            // The source appears with its first postings: a file without any leaves no trace.
            none => none.insert(Intake::begin(store, name).await?),
        };
        intake.take(store, batch).await?;
        progress(intake.progress());
    }
    reading.await.unwrap_or_else(|failed| Err(io::Error::other(failed)))?;
    let intake = match intake {
        Some(intake) => intake,
        None => Intake::begin(store, name).await?,
    };
    Ok(intake.report)
}

fn read_batches(
    reader: impl BufRead + Send,
    name: &str,
    batches: &mpsc::Sender<Vec<Entry>>,
) -> io::Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    for entry in import::read(reader, name)? {
        batch.push(entry.map(identity::content));
        if batch.len() == BATCH && batches.blocking_send(std::mem::take(&mut batch)).is_err() {
            return Ok(());
        }
    }
    if !batch.is_empty() {
        // The receiver is only gone when the import failed, and then nobody wants the rest.
        let _ = batches.blocking_send(batch);
    }
    Ok(())
}

struct Intake {
    source_id: SourceId,
    known: HashMap<String, KnownJob>,
    report: ImportReport,
}

impl Intake {
    async fn begin(store: &Store, name: &str) -> store::Result<Self> {
        let mut tx = store.begin().await?;
        let new = NewSource {
            kind: SourceKind::Import,
            name: name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned(),
            url: format!("import:{name}"),
            allowed_hosts: Vec::new(),
        };
        let source_id = tx.add_source(&new).await?;
        let known = tx.known_jobs(source_id).await?;
        let source = finish(&mut tx, source_id).await?;
        tx.commit().await?;
        Ok(Self {
            source_id,
            known: known.into_iter().map(|job| (job.external_id.clone(), job)).collect(),
            report: ImportReport {
                source,
                new: 0,
                duplicate: 0,
                changed: 0,
                unchanged: 0,
                bad_count: 0,
                bad: Vec::new(),
                total: 0,
            },
        })
    }

    /// One transaction: either the whole batch is there, or none of it.
    async fn take(&mut self, store: &Store, batch: Vec<Entry>) -> store::Result<()> {
        let mut tx = store.begin().await?;
        let mut touched: Vec<JobId> = Vec::new();
        for entry in batch {
            self.report.total += 1;
            match entry {
                Ok(content) => self.take_one(&mut tx, &content, &mut touched).await?,
                Err(bad) => {
                    self.report.bad_count += 1;
                    if self.report.bad.len() < MAX_BAD_REPORTED {
                        self.report.bad.push(bad);
                    }
                }
            }
        }
        tx.tell_jobs_changed(&touched).await?;
        self.report.source = finish(&mut tx, self.source_id).await?;
        tx.commit().await
    }

    async fn take_one(
        &mut self,
        tx: &mut Tx,
        content: &JobContent,
        touched: &mut Vec<JobId>,
    ) -> store::Result<()> {
        let id = &content.posting.external_id;
        match self.known.get_mut(id) {
            Some(job) if job.content_hash == content.content_hash && !job.closed => {
                self.report.unchanged += 1
            }
            Some(job) => {
                touched.push(job.job_id);
                touched.extend(tx.change_job(job.job_id, content).await?);
                (job.content_hash, job.closed) = (content.content_hash.clone(), false);
                self.report.changed += 1;
            }
            None => {
                let Some(opened) = tx.open_job(self.source_id, content).await? else {
                    // Another import of the same name runs beside this one and was first.
                    self.report.unchanged += 1;
                    return Ok(());
                };
                match opened.duplicate_of {
                    Some(shown) => {
                        self.report.duplicate += 1;
                        touched.extend(opened.widens.then_some(shown));
                    }
                    None => {
                        self.report.new += 1;
                        touched.push(opened.job_id);
                    }
                }
                let content_hash = content.content_hash.clone();
                let known =
                    KnownJob { job_id: opened.job_id, external_id: id.clone(), content_hash, closed: false };
                self.known.insert(id.clone(), known);
            }
        }
        Ok(())
    }

    fn progress(&self) -> Progress {
        let report = &self.report;
        Progress { read: report.total, new: report.new, duplicate: report.duplicate, bad: report.bad_count }
    }
}

async fn finish(tx: &mut Tx, source_id: SourceId) -> store::Result<Source> {
    let end = SyncEnd {
        health: SourceHealth::Healthy,
        problem: None,
        failures: 0,
        empty_seen: 0,
        etag: None,
        last_modified: None,
        read_whole: true,
        name: None,
        next_sync_at: None,
    };
    tx.finish_sync(source_id, &end).await?.ok_or(StoreError::Stale { what: "the source" })
}
