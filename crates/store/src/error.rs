//! What can go wrong in the store.

use domain::IllegalMove;

/// The result of a store function.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// What can go wrong in the store. A missing row is not an error but `None`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row changed since the caller read it, or a lease was lost; read again and decide anew.
    #[error("{what} changed in the meantime")]
    Stale {
        /// What changed.
        what: &'static str,
    },
    /// A move that the submit protocol does not allow.
    #[error(transparent)]
    IllegalMove(#[from] IllegalMove),
    /// A unique value exists already.
    #[error("{what} exists already")]
    Exists {
        /// What exists.
        what: &'static str,
    },
    /// The application's batch is paused: nothing of it is sent now.
    #[error("its batch is paused: resume the batch to go on")]
    Paused,
    /// One more would be too many.
    #[error("there are {limit} {what} already; remove one first")]
    Limit {
        /// What there are too many of.
        what: &'static str,
        /// The most there may be.
        limit: i64,
    },
    /// The disk is full. Nothing of the transaction was kept; free some space and try again.
    #[error("the disk is full: nothing was saved; free some space and try again")]
    DiskFull,
    /// Writes that were to be made true by one commit were taken back together. Nothing of them was kept; try again.
    #[error("nothing was saved: {reason}; try again")]
    TakenBack {
        /// Why.
        reason: String,
    },
    /// A sealed value could not be opened with the present key.
    #[error("a stored secret cannot be opened with the present key file")]
    Sealed,
    /// A row holds something this version cannot read.
    #[error("the database holds {what}, which this version cannot read")]
    Corrupt {
        /// What was found.
        what: String,
    },
    /// The key file is missing its protection or is of the wrong form.
    #[error("{0}")]
    KeyFile(String),
    /// A transfer into this database was begun and not ended.
    #[error(
        "This database is only half filled: a `jobwire migrate --from … --to …` into it has not ended. Run that command \
         again, it goes on where it was; or start with another database"
    )]
    HalfFilled,
    /// Anything else the database says.
    #[error("the database failed: {0}")]
    Database(#[source] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

/// `SQLITE_FULL`, and PostgreSQL's `disk_full`.
const DISK_FULL_CODES: [&str; 2] = ["13", "53100"];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Database(database) = &error
            && database.code().is_some_and(|code| DISK_FULL_CODES.contains(&code.as_ref()))
        {
            return Self::DiskFull;
        }
        Self::Database(error)
    }
}

impl StoreError {
    /// The same for everybody whose write it took back.
    pub(crate) fn for_all(&self) -> Self {
        match self {
            Self::DiskFull => Self::DiskFull,
            other => Self::TakenBack { reason: other.to_string() },
        }
    }

    /// Nobody is there any more to write.
    pub(crate) fn program_ends() -> Self {
        Self::TakenBack { reason: "the program ends".to_owned() }
    }

    /// Whether a unique index refused the row.
    pub(crate) fn is_unique_violation(error: &sqlx::Error) -> bool {
        matches!(error, sqlx::Error::Database(database) if database.is_unique_violation())
    }

    /// A row that holds an unknown word.
    pub(crate) fn unknown_word(column: &str, word: &str) -> Self {
        Self::Corrupt { what: format!("the word {word:?} in {column}") }
    }
}
