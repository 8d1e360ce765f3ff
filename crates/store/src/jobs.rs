//! Jobs: what boards publish, kept once each.
//!
//! A job that is the same vacancy as another one is kept with `duplicate_of` set; see [`crate::vacancies`].

use domain::Fact;
use domain::vacancy::Print;
use domain::{Job, JobId, Posting, RemotePolicy, SourceId, Timestamp, UserId};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Page, PageRequest, Result, Store, Tx, words};

/// The most words of a search that are looked for; a longer search finds nothing more precise.
pub const MAX_SEARCH_WORDS: usize = 8;
/// How many jobs one [`Fact::JobsChanged`] names.
pub const JOBS_PER_FACT: usize = 200;

#[derive(sqlx::FromRow)]
pub(crate) struct JobRow {
    id: Uuid,
    source_id: Uuid,
    posting: Json<Posting>,
    first_seen_at: Timestamp,
    changed_at: Timestamp,
    closed_at: Option<Timestamp>,
    also_in: Json<Vec<String>>,
}

impl From<JobRow> for Job {
    fn from(mut row: JobRow) -> Self {
        // A shown job is in the places of those that repeat it, too.
        row.posting.places.append(&mut row.also_in);
        Self {
            id: JobId(row.id),
            source_id: SourceId(row.source_id),
            posting: row.posting.0,
            first_seen_at: row.first_seen_at,
            changed_at: row.changed_at,
            closed_at: row.closed_at,
        }
    }
}

/// A posting with what it is recognised by. `sources` makes these.
#[derive(Clone, Debug, PartialEq)]
pub struct JobContent {
    /// What the board says.
    pub posting: Posting,
    /// Differs when anything a reader would see differs.
    pub content_hash: String,
    /// The same for postings a reader would call the same job.
    pub dedupe_key: String,
    /// By what it is known for the same vacancy in another place, or published again.
    pub print: Print,
    /// Folded words for the search box.
    pub search_text: String,
}

/// What is known of a job when its board is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownJob {
    /// Our id.
    pub job_id: JobId,
    /// The board's id.
    pub external_id: String,
    /// [`JobContent::content_hash`] of what is stored.
    pub content_hash: String,
    /// Whether it was found closed.
    pub closed: bool,
}

/// A job that was just stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenedJob {
    /// Its id.
    pub job_id: JobId,
    /// The open job it repeats, if there is one.
    pub duplicate_of: Option<JobId>,
    /// Whether the open job is in more places by it.
    pub widens: bool,
}

/// A point in the order in which jobs are touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch {
    /// When.
    pub at: Timestamp,
    /// Which job, where several were touched at that moment.
    pub id: JobId,
}

/// A job that was opened, changed or closed, or became or ceased to be a repetition of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TouchedJob {
    id: Uuid,
    touched_at: Timestamp,
    /// When its content changed last.
    pub changed_at: Timestamp,
    /// Whether it is open and repeats no other.
    pub is_shown: bool,
}

impl TouchedJob {
    /// Where it stands in the order of touches.
    pub fn touch(&self) -> Touch {
        Touch { at: self.touched_at, id: JobId(self.id) }
    }
}

/// Which jobs a list shows. The default is every open job.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    /// Words that all have to be in title, company, place or description.
    pub query: String,
    /// Only this kind of place of work.
    pub remote: Option<RemotePolicy>,
    /// Only from this source.
    pub source_id: Option<SourceId>,
    /// Only from sources this person follows.
    pub followed_by: Option<UserId>,
    /// Closed ones too.
    pub include_closed: bool,
}

impl Store {
    /// A job by id, with its own places only.
    pub async fn job(&self, id: JobId) -> Result<Option<Job>> {
        let row: Option<JobRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT id, source_id, posting, first_seen_at, changed_at, closed_at, also_in FROM jobs WHERE id = $1")
            .bind(id.0).fetch_optional(pool).await?);
        Ok(row.map(|row| Job::from(JobRow { also_in: Json(Vec::new()), ..row })))
    }

    /// A page of jobs, newest first. The cursor is a job, so that new jobs do not shift the pages.
    pub async fn jobs(&self, filter: &JobFilter, request: &PageRequest) -> Result<Page<Job>> {
        let mut patterns = domain::text::fold(&filter.query)
            .split(' ')
            .filter(|word| !word.is_empty())
            .take(MAX_SEARCH_WORDS)
            .map(|word| format!("%{word}%"))
            .collect::<Vec<_>>();
        patterns.resize(MAX_SEARCH_WORDS, "%".to_owned());
        let before = request.cursor.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(Uuid::max());
        let remote = filter.remote.as_ref().map(words::word);
        let rows: Vec<JobRow> = on_read!(self, pool => {
            let mut query = sqlx::query_as(
                "SELECT id, source_id, posting, first_seen_at, changed_at, closed_at, also_in FROM jobs
                 WHERE id < $1 AND duplicate_of IS NULL
                   AND (closed_at IS NULL OR $2) AND ($3 IS NULL OR remote = $3) AND ($4 IS NULL OR source_id = $4)
                   AND ($5 IS NULL OR source_id IN (SELECT source_id FROM source_follows WHERE user_id = $5))
                   AND (search_text LIKE $7 OR also_in_text LIKE $7) AND (search_text LIKE $8 OR also_in_text LIKE $8)
                   AND (search_text LIKE $9 OR also_in_text LIKE $9) AND (search_text LIKE $10 OR also_in_text LIKE $10)
                   AND (search_text LIKE $11 OR also_in_text LIKE $11) AND (search_text LIKE $12 OR also_in_text LIKE $12)
                   AND (search_text LIKE $13 OR also_in_text LIKE $13) AND (search_text LIKE $14 OR also_in_text LIKE $14)
                 ORDER BY id DESC LIMIT $6")
                .bind(before).bind(filter.include_closed).bind(&remote)
                .bind(filter.source_id.map(|id| id.0)).bind(filter.followed_by.map(|id| id.0))
                .bind(request.limit() + 1);
            for pattern in &patterns {
                query = query.bind(pattern);
            }
            query.fetch_all(pool).await?
        });
        let jobs = rows.into_iter().map(Job::from).collect();
        Ok(Page::cut_after(jobs, request, |last: &Job| last.id.to_string()))
    }

    /// Open jobs that repeat no other, oldest first, after `after`: for building an index in portions.
    pub async fn open_jobs_after(&self, after: Option<JobId>, limit: u32) -> Result<Vec<Job>> {
        let after = after.map_or(Uuid::nil(), |id| id.0);
        let rows: Vec<JobRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT id, source_id, posting, first_seen_at, changed_at, closed_at, also_in FROM jobs
             WHERE id > $1 AND closed_at IS NULL AND duplicate_of IS NULL ORDER BY id LIMIT $2")
            .bind(after).bind(i64::from(limit)).fetch_all(pool).await?);
        Ok(rows.into_iter().map(Job::from).collect())
    }

    /// Jobs that were touched after `after`, the oldest touch first.
    pub async fn touched_jobs(&self, after: Touch, limit: u32) -> Result<Vec<TouchedJob>> {
        Ok(on_read!(self, pool => sqlx::query_as(
            "SELECT id, touched_at, changed_at, closed_at IS NULL AND duplicate_of IS NULL AS is_shown FROM jobs
             WHERE (touched_at, id) > ($1, $2) ORDER BY touched_at, id LIMIT $3")
            .bind(after.at).bind(after.id.0).bind(i64::from(limit)).fetch_all(pool).await?))
    }

    /// Those of `ids` that are open and repeat no other; whatever is missing is not to be shown.
    pub async fn open_jobs_among(&self, ids: &[JobId]) -> Result<Vec<Job>> {
        let mut jobs = Vec::with_capacity(ids.len());
        for id in ids {
            let row: Option<JobRow> = on_read!(self, pool => sqlx::query_as(
                "SELECT id, source_id, posting, first_seen_at, changed_at, closed_at, also_in FROM jobs
                 WHERE id = $1 AND closed_at IS NULL AND duplicate_of IS NULL")
                .bind(id.0).fetch_optional(pool).await?);
            jobs.extend(row.map(Job::from));
        }
        Ok(jobs)
    }

    /// How many open jobs there are that repeat no other.
    pub async fn count_open_jobs(&self) -> Result<u64> {
        let count: i64 = on_read!(self, pool => sqlx::query_scalar(
            "SELECT COUNT(*) FROM jobs WHERE closed_at IS NULL AND duplicate_of IS NULL")
            .fetch_one(pool).await?);
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

impl Tx {
    /// Everything known of a source's jobs, open and closed.
    pub async fn known_jobs(&mut self, source_id: SourceId) -> Result<Vec<KnownJob>> {
        let rows: Vec<(Uuid, String, String, Option<Timestamp>)> = on_tx!(self, conn => sqlx::query_as(
            "SELECT id, external_id, content_hash, closed_at FROM jobs WHERE source_id = $1")
            .bind(source_id.0).fetch_all(&mut *conn).await?);
        let known =
            |(id, external_id, content_hash, closed_at): (Uuid, String, String, Option<Timestamp>)| {
                KnownJob { job_id: JobId(id), external_id, content_hash, closed: closed_at.is_some() }
            };
        Ok(rows.into_iter().map(known).collect())
    }

    /// Stores a job seen for the first time. `None` when the source has one with this id already.
    pub async fn open_job(&mut self, source_id: SourceId, content: &JobContent) -> Result<Option<OpenedJob>> {
        let (job_id, now, posting) = (JobId::new(self.now()), self.now(), &content.posting);
        // Two boards read at the same moment may miss each other's job; it is then shown twice until one of them
        // changes.
        let home = self.home_of(source_id, content, None).await?;
        let duplicate_of = home.as_ref().map(|home| home.shown);
        let vacancy_id = home.map_or(job_id.0, |home| home.vacancy_id);
        let rows = on_tx!(self, conn => sqlx::query(
            "INSERT INTO jobs (id, source_id, external_id, title, company, location, remote, posting, search_text,
               content_hash, dedupe_key, posted_at, first_seen_at, changed_at, touched_at, duplicate_of, vacancy_key,
               vacancy_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $13, $14, $15, $16)
             ON CONFLICT (source_id, external_id) DO NOTHING")
            .bind(job_id.0).bind(source_id.0).bind(&posting.external_id).bind(&posting.title)
            .bind(&posting.company).bind(&posting.location).bind(words::word(&posting.remote)).bind(Json(posting))
            .bind(&content.search_text).bind(&content.content_hash).bind(&content.dedupe_key)
            .bind(posting.posted_at).bind(now).bind(duplicate_of.map(|id| id.0)).bind(content.print.key())
            .bind(vacancy_id).execute(&mut *conn).await?.rows_affected());
        if rows == 0 {
            return Ok(None);
        }
        let widens = match duplicate_of {
            Some(shown) => self.widen(shown, posting).await?,
            None => false,
        };
        Ok(Some(OpenedJob { job_id, duplicate_of, widens }))
    }

    /// Stores what a board says now about a job, and opens it again if it was closed. Returns the other
    /// jobs that became visible or invisible by that, or are in other places now.
    pub async fn change_job(&mut self, id: JobId, content: &JobContent) -> Result<Vec<JobId>> {
        let (now, posting) = (self.now(), &content.posting);
        let known: Option<(Uuid, Option<Uuid>)> = on_tx!(self, conn => sqlx::query_as(
            "SELECT source_id, vacancy_id FROM jobs WHERE id = $1").bind(id.0).fetch_optional(&mut *conn).await?);
        let Some((source_id, before)) = known else { return Ok(Vec::new()) };
        let before = before.unwrap_or(id.0);
        let vacancy_id = self.vacancy_after_change(id, SourceId(source_id), before, content).await?;
        let moves = vacancy_id != before;
        // What comes back or comes from elsewhere repeats the one that is shown, although it may be older.
        on_tx!(self, conn => sqlx::query(
            "UPDATE jobs SET title = $2, company = $3, location = $4, remote = $5, posting = $6, search_text = $7,
               content_hash = $8, dedupe_key = $9, posted_at = $10, changed_at = $11, touched_at = $11, closed_at = NULL,
               vacancy_key = $12, vacancy_id = $13, duplicate_of = CASE WHEN $14 OR closed_at IS NOT NULL
                 THEN (SELECT o.id FROM jobs o WHERE o.vacancy_id = $13 AND o.id <> $1 AND o.closed_at IS NULL
                   AND o.duplicate_of IS NULL ORDER BY o.id LIMIT 1) ELSE duplicate_of END
             WHERE id = $1")
            .bind(id.0).bind(&posting.title).bind(&posting.company).bind(&posting.location)
            .bind(words::word(&posting.remote)).bind(Json(posting)).bind(&content.search_text)
            .bind(&content.content_hash).bind(&content.dedupe_key).bind(posting.posted_at).bind(now)
            .bind(content.print.key()).bind(vacancy_id).bind(moves)
            .execute(&mut *conn).await?.rows_affected());
        let mut touched = Vec::new();
        if moves {
            touched = self.settle_vacancy(before).await?;
        }
        touched.extend(self.settle_vacancy(vacancy_id).await?);
        touched.retain(|other| *other != id);
        Ok(touched)
    }

    /// Closes a job, once. Returns the jobs that became visible by that, or are in other places now.
    pub async fn close_job(&mut self, id: JobId) -> Result<Vec<JobId>> {
        let now = self.now();
        let rows = on_tx!(self, conn => sqlx::query(
            "UPDATE jobs SET closed_at = $2, touched_at = $2 WHERE id = $1 AND closed_at IS NULL")
            .bind(id.0).bind(now).execute(&mut *conn).await?.rows_affected());
        if rows == 0 {
            return Ok(Vec::new());
        }
        let vacancy_id: Option<Uuid> = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT COALESCE(vacancy_id, id) FROM jobs WHERE id = $1").bind(id.0).fetch_optional(&mut *conn).await?);
        match vacancy_id {
            Some(vacancy_id) => self.settle_vacancy(vacancy_id).await,
            None => Ok(Vec::new()),
        }
    }

    /// Leaves facts that these jobs opened, changed or closed, in portions.
    pub async fn tell_jobs_changed(&mut self, ids: &[JobId]) -> Result<()> {
        for portion in ids.chunks(JOBS_PER_FACT) {
            self.tell(&Fact::JobsChanged { job_ids: portion.to_vec() }).await?;
        }
        Ok(())
    }

    /// Inserts a job as it is, without hashes for change detection: for tests and demos.
    pub async fn insert_plain_job(&mut self, job: &Job) -> Result<()> {
        let posting = &job.posting;
        let search_text = domain::text::fold(&format!(
            "{} {} {} {}",
            posting.title, posting.company, posting.location, posting.description
        ));
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO jobs (id, source_id, external_id, title, company, location, remote, posting, search_text,
               content_hash, dedupe_key, posted_at, first_seen_at, changed_at, touched_at, closed_at, vacancy_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $12, $13, $13, $14, $1)")
            .bind(job.id.0).bind(job.source_id.0).bind(&posting.external_id).bind(&posting.title)
            .bind(&posting.company).bind(&posting.location).bind(words::word(&posting.remote)).bind(Json(posting))
            .bind(search_text).bind(job.id.to_string()).bind(posting.posted_at).bind(job.first_seen_at)
            .bind(job.changed_at).bind(job.closed_at).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }
}
