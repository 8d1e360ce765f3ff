//! The ledger of accepted applications: the truth tests count.
//!
//! A line is on the disk before the applicant hears "thank you". It is never changed and never removed.

use crate::Error;
use crate::catalogue::{Family, Lang, Posting};
use crate::forms::{Accepted, Answer, FileSeen};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::Mutex;

/// The name of the ledger in the data folder.
pub(crate) const LEDGER_FILE: &str = "ledger.jsonl";

/// The posting an application was for, with all that later mail needs, so that mail does not depend on the world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct JobSeen {
    pub id: String,
    pub ordinal: u64,
    pub title: String,
    pub url: String,
    pub city: String,
    pub timezone: String,
    pub language: Lang,
    pub kind: Family,
}

/// One accepted application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub id: uuid::Uuid,
    pub at: DateTime<Utc>,
    /// The company's slug.
    pub company: String,
    pub company_name: String,
    pub job_id: String,
    pub job: JobSeen,
    pub email: String,
    pub name: String,
    pub answers: Vec<Answer>,
    pub files: Vec<FileSeen>,
    /// Whether the same address had applied to the same job before.
    pub again: bool,
}

/// The ledger, open for appending.
#[derive(Debug)]
pub(crate) struct Ledger {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    entries: Vec<Entry>,
    /// How often an address applied to a job.
    seen: HashMap<(String, String), usize>,
}

impl Ledger {
    /// Opens the ledger of the folder and reads what it holds.
    pub(crate) fn open(data_dir: &Path) -> Result<Self, Error> {
        let path = data_dir.join(LEDGER_FILE);
        let entries: Vec<Entry> = crate::lines::read(&path)?;
        let file = crate::lines::appender(&path)?;
        let mut seen = HashMap::new();
        for entry in &entries {
            *seen.entry((entry.email.clone(), entry.job_id.clone())).or_insert(0) += 1;
        }
        Ok(Self { state: Mutex::new(State { file, entries, seen }) })
    }

    /// Appends an application; when this returns, the line is on the disk.
    pub(crate) fn append(
        &self,
        posting: &Posting,
        url: String,
        accepted: Accepted,
        now: DateTime<Utc>,
    ) -> Result<Entry, Error> {
        let job = JobSeen {
            id: posting.id.clone(),
            ordinal: posting.ordinal,
            title: posting.title.clone(),
            url,
            city: posting.place.city.to_owned(),
            timezone: posting.place.timezone.to_owned(),
            language: posting.company.lang,
            kind: posting.company.family,
        };
        self.write(posting.company.slug, posting.company.name, job, accepted, now)
    }

    /// Appends an application to a replica.
    pub(crate) fn append_replica(
        &self,
        id: &str,
        company_name: &str,
        title: &str,
        url: String,
        accepted: Accepted,
        now: DateTime<Utc>,
    ) -> Result<Entry, Error> {
        let job = JobSeen {
            id: id.to_owned(),
            ordinal: 0,
            title: title.to_owned(),
            url,
            city: String::new(),
            timezone: "UTC".to_owned(),
            language: Lang::En,
            kind: Family::JsonLd,
        };
        self.write(crate::replica::COMPANY, company_name, job, accepted, now)
    }

    fn write(
        &self,
        company: &str,
        company_name: &str,
        job: JobSeen,
        accepted: Accepted,
        now: DateTime<Utc>,
    ) -> Result<Entry, Error> {
        let mut state = self.state.lock().expect("no holder of the ledger's lock panics");
        let key = (accepted.email.clone(), job.id.clone());
        let entry = Entry {
            id: uuid::Uuid::new_v4(),
            at: now,
            company: company.to_owned(),
            company_name: company_name.to_owned(),
            job_id: job.id.clone(),
            job,
            email: accepted.email,
            name: accepted.name,
            answers: accepted.answers,
            files: accepted.files,
            again: state.seen.contains_key(&key),
        };
        crate::lines::append_synced(&mut state.file, &entry)
            .map_err(|source| Error::Write { what: "ledger", source })?;
        *state.seen.entry(key).or_insert(0) += 1;
        state.entries.push(entry.clone());
        Ok(entry)
    }

    /// All entries, in the order accepted.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.state.lock().expect("no holder of the ledger's lock panics").entries.clone()
    }

    /// How many applications were accepted.
    pub(crate) fn count(&self) -> usize {
        self.state.lock().expect("no holder of the ledger's lock panics").entries.len()
    }
}
