//! Every table, and what becomes of it in a transfer.
//!
//! A table that is missing here stops the transfer before it begins, and a test compares the list with the schema of
//! both engines: nothing is left behind because somebody forgot it.

/// A table.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What becomes of its rows.
    pub fate: Fate,
    /// Columns that name a process of the old place or the time until which it holds something.
    pub resets: &'static [(&'static str, Reset)],
    /// How many rows are read and written at a time.
    pub batch_rows: usize,
}

/// What becomes of the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They are carried over.
    Carried,
    /// They are carried over; the column names rows of the same table, and is set when all of them are there.
    CarriedAndLinked(&'static str),
    /// They are carried over, in place of those that every new database begins with.
    CarriedInPlace,
    /// The new place makes its own.
    MadeAnew,
}

/// What becomes of a value that belongs to a process of the old place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// Nobody, never.
    Clear,
    /// A lease that is held has run out long ago, so that its work is taken over as after a crash.
    RunOut,
}

/// Rows of the most tables read and written at a time: postings are the largest of them, some 20 KB each.
const BATCH_ROWS: usize = 500;
/// Files are up to 10 MB each, and a batch is held in memory.
const BATCH_FILES: usize = 16;

const NO_LEASE: &[(&str, Reset)] = &[("lease_owner", Reset::Clear), ("lease_until", Reset::RunOut)];

const fn carried(name: &'static str) -> Table {
    Table { name, fate: Fate::Carried, resets: &[], batch_rows: BATCH_ROWS }
}

const fn made_anew(name: &'static str) -> Table {
    Table { name, fate: Fate::MadeAnew, resets: &[], batch_rows: BATCH_ROWS }
}

/// All tables; each stands below those its rows refer to.
pub const TABLES: &[Table] = &[
    // The epoch of the log has to be another one, the check of the key is carried by itself, and what notes how far
    // this transfer has come is here too.
    made_anew("meta"),
    // Who holds which people: processes that are not there.
    made_anew("shards"),
    made_anew("workers"),
    // What was let in at the old place ends with it.
    made_anew("ended_sessions"),
    made_anew("tickets"),
    carried("users"),
    carried("sessions"),
    carried("api_tokens"),
    carried("user_seq"),
    carried("events"),
    carried("facts"),
    // A task that was running is taken over by the first worker that looks.
    Table { resets: NO_LEASE, ..carried("tasks") },
    // The pause that a site was promised goes on, whoever was in the lane.
    Table { resets: &[("held_until", Reset::Clear)], ..carried("lanes") },
    // A board that was being read is read when its time comes.
    Table { resets: &[("lease_owner", Reset::Clear)], ..carried("sources") },
    carried("source_follows"),
    Table { fate: Fate::CarriedAndLinked("duplicate_of"), ..carried("jobs") },
    carried("job_features"),
    Table { batch_rows: BATCH_FILES, ..carried("documents") },
    carried("profiles"),
    carried("answers"),
    carried("matchings"),
    carried("matches"),
    carried("feedback"),
    carried("second_readings"),
    Table { fate: Fate::CarriedInPlace, ..carried("legal_moves") },
    carried("batches"),
    Table { resets: NO_LEASE, ..carried("applications") },
    carried("attempts"),
    carried("evidence"),
    carried("run_steps"),
    carried("timeline"),
    carried("autopilots"),
    carried("autopilot_log"),
    carried("code_requests"),
    carried("mailboxes"),
    carried("observations"),
    carried("interviews"),
];

/// Where the schema's own history is kept; no table of ours.
pub const SCHEMA_HISTORY: &str = "_sqlx_migrations";

impl Table {
    /// Whether its rows come along.
    pub fn is_carried(&self) -> bool {
        self.fate != Fate::MadeAnew
    }
}

/// The first table in `existing` that has no place in [`TABLES`].
pub fn unknown_table(existing: &[String]) -> Option<&String> {
    existing
        .iter()
        .find(|name| *name != SCHEMA_HISTORY && !TABLES.iter().any(|table| table.name == name.as_str()))
}
