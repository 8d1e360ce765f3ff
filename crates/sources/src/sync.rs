//! Reading a board: fetch, parse, plan, and save everything in one transaction with its facts.
//!
//! The fetch and the parsing happen outside the transaction; what is known is read inside it, so that
//! two readings of one board are applied one after the other and running twice changes nothing.

use domain::{Clock, JobId, Posting, Source, SourceHealth, SourceId, SourceKind};
use net::{Client, GetRequest, Response};
use store::sources::{SyncEnd, SyncState};
use store::{Store, Tx};
use url::Url;

use crate::board::{Context, Parsed, Rejected, Unreadable};
use crate::health::{self, Reading, Trouble};
use crate::pages::{self, Gathered};
use crate::plan::{SyncPlan, plan};
use crate::{identity, parse};

/// How many refused postings a report carries; the count is of all.
pub const MAX_REJECTED_REPORTED: usize = 50;
/// Boards are slow before they are large: Ashby takes 10 s for its first byte.
pub const BOARD_TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);

/// What a reading did.
#[derive(Clone, Debug, PartialEq)]
pub struct SyncReport {
    /// The source as it is now, for whoever watches it.
    pub source: Source,
    /// Jobs seen for the first time.
    pub opened: u64,
    /// Of those, how many repeat another job.
    pub duplicates: u64,
    /// Jobs that say something else now.
    pub changed: u64,
    /// Closed jobs that are published again.
    pub reopened: u64,
    /// Jobs that are no longer published.
    pub closed: u64,
    /// Jobs that are as they were.
    pub unchanged: u64,
    /// How many postings could not be taken.
    pub rejected_count: u64,
    /// The first of them, and why.
    pub rejected: Vec<Rejected>,
    /// Why the board could not be read, or not to the end.
    pub trouble: Option<Trouble>,
}

impl SyncReport {
    /// Whether anything is other than it was before: worth telling whoever watches the source.
    pub fn has_news(&self) -> bool {
        self.opened + self.changed + self.reopened + self.closed > 0
            || self.trouble.is_some()
            || self.unchanged == 0
    }
}

/// Reads a source once. `None` when there is no such source, or it is paused or never fetched.
pub async fn sync(
    store: &Store,
    client: &Client,
    source_id: SourceId,
    clock: &dyn Clock,
) -> store::Result<Option<SyncReport>> {
    let Some(state) = store.sync_state(source_id).await? else {
        return Ok(None);
    };
    if !state.source.enabled || state.source.kind == SourceKind::Import {
        return Ok(None);
    }
    let Ok(url) = Url::parse(&state.source.url) else {
        let problem = "The stored address is not one. Remove this source and add it again.".to_owned();
        return fail(store, source_id, &Trouble::Blocked { problem }, clock).await.map(Some);
    };
    let request = GetRequest {
        etag: state.etag.clone(),
        last_modified: state.last_modified.clone(),
        ..board_request(url.clone(), &state)
    };
    let response = match health::read(client.get(request).await) {
        Reading::Unchanged => return unchanged(store, &state, &url, clock).await.map(Some),
        Reading::Trouble(trouble) => return fail(store, source_id, &trouble, clock).await.map(Some),
        Reading::Answer(response) => response,
    };
    let validators = (response.etag.clone(), response.last_modified.clone());
    let context = Context { company: state.source.name.clone(), page_url: page_of(&state, &url, &response) };
    let gathered = match read_body(state.source.kind, response, context.clone()).await {
        Ok(parsed) if parsed.is_whole() => Gathered { parsed, trouble: None },
        Ok(parsed) => {
            let known = known_addresses(store, source_id).await?;
            pages::gather(client, &state, &context, parsed, &known, clock.now()).await
        }
        Err(error) => {
            let trouble = health::unreadable(state.source.kind, &error);
            return fail(store, source_id, &trouble, clock).await.map(Some);
        }
    };
    apply(store, source_id, &url, gathered, validators, clock).await.map(Some)
}

/// A request to a board within its limits.
pub(crate) fn board_request(url: Url, state: &SyncState) -> GetRequest {
    GetRequest { allowed_hosts: Some(state.allowed_hosts.clone()), ..GetRequest::new(url) }
}

/// The limits that the client of [`sync`] is to be made with.
pub fn limits() -> net::Limits {
    net::Limits { timeout: BOARD_TIMEOUT, ..net::Limits::default() }
}

/// Parses off the async threads: a large board takes tens of milliseconds.
pub(crate) async fn read_body(
    kind: SourceKind,
    response: Response,
    context: Context,
) -> Result<Parsed, Unreadable> {
    let parsing = tokio::task::spawn_blocking(move || parse(kind, &response.body, &context));
    parsing.await.unwrap_or(Err(Unreadable::OtherShape("reading it failed")))
}

/// Relative links are relative to where the page really came from; a posting's own page keeps the
/// address it is known by.
fn page_of(state: &SyncState, url: &Url, response: &Response) -> Url {
    if state.source.kind == SourceKind::JsonLd { response.final_url.clone() } else { url.clone() }
}

async fn known_addresses(store: &Store, source_id: SourceId) -> store::Result<Vec<String>> {
    let mut tx = store.begin().await?;
    let known = tx.known_jobs(source_id).await?;
    Ok(known.into_iter().filter(|job| !job.closed).map(|job| job.external_id).collect())
}

async fn unchanged(
    store: &Store,
    state: &SyncState,
    url: &Url,
    clock: &dyn Clock,
) -> store::Result<SyncReport> {
    let mut tx = store.begin().await?;
    let end = SyncEnd {
        health: SourceHealth::Healthy,
        problem: None,
        failures: 0,
        empty_seen: state.empty_seen,
        etag: state.etag.clone(),
        last_modified: state.last_modified.clone(),
        read_whole: true,
        name: None,
        next_sync_at: Some(clock.now() + health::interval(url)),
    };
    let source = tx.finish_sync(state.source.id, &end).await?;
    tx.commit().await?;
    let mut report = SyncReport::of(source.unwrap_or_else(|| state.source.clone()));
    report.unchanged = report.source.open_jobs;
    Ok(report)
}

/// Keeps a failure. Jobs stay as they are: a board that cannot be read says nothing about them.
async fn fail(
    store: &Store,
    source_id: SourceId,
    trouble: &Trouble,
    clock: &dyn Clock,
) -> store::Result<SyncReport> {
    let mut tx = store.begin().await?;
    let state = locked(&mut tx, source_id).await?;
    let prognosis = health::after(trouble, state.failures, clock.now());
    let end = SyncEnd {
        health: prognosis.health,
        problem: Some(prognosis.problem),
        failures: prognosis.failures,
        empty_seen: state.empty_seen,
        etag: state.etag,
        last_modified: state.last_modified,
        read_whole: false,
        name: None,
        next_sync_at: prognosis.next_sync_at,
    };
    let source = tx.finish_sync(source_id, &end).await?;
    tx.commit().await?;
    let source = source.unwrap_or(state.source);
    tracing::info!(source = %source.name, problem = source.problem.as_deref().unwrap_or_default(), "could not be read");
    Ok(SyncReport { trouble: Some(trouble.clone()), ..SyncReport::of(source) })
}

async fn apply(
    store: &Store,
    source_id: SourceId,
    url: &Url,
    gathered: Gathered,
    validators: (Option<String>, Option<String>),
    clock: &dyn Clock,
) -> store::Result<SyncReport> {
    let Gathered { parsed, trouble } = gathered;
    let mut tx = store.begin().await?;
    let state = locked(&mut tx, source_id).await?;
    let known = tx.known_jobs(source_id).await?;
    let nothing = state.source.kind == SourceKind::JsonLd && known.is_empty() && parsed.postings.is_empty();
    let trouble = trouble.or_else(|| nothing.then(health::nothing_found));
    let plan = plan(&known, &parsed, state.empty_seen);
    let name = board_name(&state, &parsed.postings);
    let mut report = SyncReport::of(state.source.clone());
    report.unchanged = (plan.unchanged + parsed.still_listed.len()) as u64;
    report.rejected_count = parsed.rejected.len() as u64;
    report.rejected = parsed.rejected.iter().take(MAX_REJECTED_REPORTED).cloned().collect();
    let (is_whole, suspicious, empty_seen) = (parsed.is_whole(), plan.is_suspicious(), plan.empty_seen);
    save(&mut tx, source_id, plan, &mut report).await?;

    let prognosis = trouble.as_ref().map(|trouble| health::after(trouble, state.failures, clock.now()));
    // Without validators the next answer comes whole. That is wanted while this one is doubted or had gaps.
    let trusted = is_whole && !suspicious && parsed.rejected.is_empty() && trouble.is_none();
    let (etag, last_modified) = if trusted { validators } else { (None, None) };
    let healthy = clock.now() + health::interval(url);
    let end = SyncEnd {
        health: prognosis.as_ref().map_or(SourceHealth::Healthy, |prognosis| prognosis.health),
        problem: prognosis.as_ref().map(|prognosis| prognosis.problem.clone()).or_else(|| doubt(suspicious)),
        failures: prognosis.as_ref().map_or(0, |prognosis| prognosis.failures),
        empty_seen,
        etag,
        last_modified,
        read_whole: is_whole,
        name,
        next_sync_at: prognosis.map_or(Some(healthy), |prognosis| prognosis.next_sync_at),
    };
    report.source = tx.finish_sync(source_id, &end).await?.unwrap_or(state.source);
    report.trouble = trouble;
    tx.commit().await?;
    tracing::debug!(source = %report.source.name, opened = report.opened, closed = report.closed, "read");
    Ok(report)
}

/// Carries out a plan and leaves the facts of it.
async fn save(
    tx: &mut Tx,
    source_id: SourceId,
    plan: SyncPlan,
    report: &mut SyncReport,
) -> store::Result<()> {
    let mut touched: Vec<JobId> = Vec::new();
    report.changed = plan.changed.len() as u64;
    report.reopened = plan.reopen.len() as u64;
    report.closed = plan.close.len() as u64;
    for posting in plan.open {
        let Some(opened) = tx.open_job(source_id, &identity::content(posting)).await? else {
            continue;
        };
        report.opened += 1;
        match opened.duplicate_of {
            Some(shown) => {
                report.duplicates += 1;
                touched.extend(opened.widens.then_some(shown));
            }
            None => touched.push(opened.job_id),
        }
    }
    for (job_id, posting) in plan.changed.into_iter().chain(plan.reopen) {
        touched.push(job_id);
        touched.extend(tx.change_job(job_id, &identity::content(posting)).await?);
    }
    for job_id in plan.close {
        touched.push(job_id);
        touched.extend(tx.close_job(job_id).await?);
    }
    tx.tell_jobs_changed(&touched).await
}

async fn locked(tx: &mut Tx, source_id: SourceId) -> store::Result<SyncState> {
    tx.lock_source(source_id).await?.ok_or(store::StoreError::Stale { what: "the source" })
}

/// On the first reading a board may tell the employer's name better than its address did.
fn board_name(state: &SyncState, postings: &[Posting]) -> Option<String> {
    let first = postings.first().filter(|_| state.source.health == SourceHealth::New)?;
    let agreed = postings.iter().all(|posting| posting.company == first.company);
    (agreed && first.company != state.source.name).then(|| first.company.clone())
}

fn doubt(suspicious: bool) -> Option<String> {
    suspicious.then(|| {
        "The board shows no jobs at all, which is unlikely. Its jobs are kept until it shows none once more.".to_owned()
    })
}

impl SyncReport {
    fn of(source: Source) -> Self {
        Self {
            source,
            opened: 0,
            duplicates: 0,
            changed: 0,
            reopened: 0,
            closed: 0,
            unchanged: 0,
            rejected_count: 0,
            rejected: Vec::new(),
            trouble: None,
        }
    }
}
