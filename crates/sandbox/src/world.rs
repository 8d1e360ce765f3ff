//! Which postings are open now.
//!
//! The world is rebuilt from its journal at every start, so an address an applicant holds keeps its meaning after a restart.
//! The journal holds only ordinal numbers and times; the texts follow from the seed.

use crate::Error;
use crate::catalogue::dice::Dice;
use crate::catalogue::{COMPANIES, Company, Posting, Wish, posting};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

/// How many postings are open when a world begins: twenty-two for each company.
pub(crate) const POSTINGS_AT_START: u64 = 308;
/// No more postings than this are open at once; the oldest closes when another opens.
pub(crate) const MAX_OPEN: usize = 420;
/// So many closed postings keep a page that says they are closed; earlier ones are unknown again.
const MAX_CLOSED_KEPT: usize = 2_000;
/// The ages of the first postings lie within this many minutes, a little over five weeks.
const OLDEST_MINUTES: usize = 38 * 24 * 60;

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Event {
    Founded {
        at: DateTime<Utc>,
    },
    Opened {
        ordinal: u64,
        at: DateTime<Utc>,
        #[serde(default)]
        wish: Wish,
    },
    Closed {
        ordinal: u64,
        at: DateTime<Utc>,
    },
}

/// What is known about an address.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    Open(Arc<Posting>),
    Closed(Arc<Posting>),
}

/// The open and the recently closed postings.
#[derive(Debug)]
pub(crate) struct World {
    seed: u64,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    journal: File,
    open: BTreeMap<u64, Arc<Posting>>,
    closed: VecDeque<Arc<Posting>>,
    by_id: HashMap<String, u64>,
    next: u64,
    closings: u64,
    /// When each company's board last changed.
    changed: HashMap<&'static str, DateTime<Utc>>,
}

impl World {
    /// Opens the world of this seed in the folder, and founds it the first time.
    pub(crate) fn open(data_dir: &Path, seed: u64, now: DateTime<Utc>) -> Result<Self, Error> {
        let path = data_dir.join(format!("world-{seed}.jsonl"));
        let events: Vec<Event> = crate::lines::read(&path)?;
        let journal = crate::lines::appender(&path)?;
        let mut state = State {
            journal,
            open: BTreeMap::new(),
            closed: VecDeque::new(),
            by_id: HashMap::new(),
            next: 0,
            closings: 0,
            changed: HashMap::new(),
        };
        if events.is_empty() {
            state.write(&Event::Founded { at: now })?;
            state.apply(seed, &Event::Founded { at: now });
        }
        for event in &events {
            state.apply(seed, event);
        }
        Ok(Self { seed, state: Mutex::new(state) })
    }

    /// Opens one more posting; closes the oldest when too many are open.
    pub(crate) fn open_one(&self, wish: Wish, now: DateTime<Utc>) -> Result<Arc<Posting>, Error> {
        let mut state = self.lock();
        if state.open.len() >= MAX_OPEN
            && let Some(oldest) = state.oldest(1).first().copied()
        {
            state.record(self.seed, Event::Closed { ordinal: oldest, at: now })?;
        }
        let ordinal = state.next;
        state.record(self.seed, Event::Opened { ordinal, at: now, wish })?;
        Ok(state.open.get(&ordinal).cloned().expect("a posting just opened is open"))
    }

    /// Closes one of the older half of the open postings, and says which.
    pub(crate) fn close_one(&self, now: DateTime<Utc>) -> Result<Option<Arc<Posting>>, Error> {
        let mut state = self.lock();
        let candidates = state.oldest(state.open.len() / 2);
        if candidates.is_empty() {
            return Ok(None);
        }
        let ordinal = *Dice::new(self.seed, state.closings, "close").pick(&candidates);
        let posting = state.open.get(&ordinal).cloned();
        state.record(self.seed, Event::Closed { ordinal, at: now })?;
        Ok(posting)
    }

    /// Closes the posting with this id; false when it is not open.
    pub(crate) fn close(&self, id: &str, now: DateTime<Utc>) -> Result<bool, Error> {
        let mut state = self.lock();
        let Some(ordinal) = state.by_id.get(id).copied().filter(|ordinal| state.open.contains_key(ordinal))
        else {
            return Ok(false);
        };
        state.record(self.seed, Event::Closed { ordinal, at: now })?;
        Ok(true)
    }

    /// The posting with this id, if it is or was lately open.
    pub(crate) fn find(&self, id: &str) -> Option<Found> {
        let state = self.lock();
        let ordinal = state.by_id.get(id)?;
        if let Some(posting) = state.open.get(ordinal) {
            return Some(Found::Open(Arc::clone(posting)));
        }
        state.closed.iter().find(|posting| posting.ordinal == *ordinal).cloned().map(Found::Closed)
    }

    /// A company's open postings, newest first, and when that list last changed.
    pub(crate) fn board(&self, company: &Company) -> (Vec<Arc<Posting>>, DateTime<Utc>) {
        let state = self.lock();
        let mut postings: Vec<_> =
            state.open.values().filter(|posting| posting.company.slug == company.slug).cloned().collect();
        postings.sort_by_key(|posting| std::cmp::Reverse((posting.opened_at, posting.ordinal)));
        let changed = state.changed.get(company.slug).copied().unwrap_or(DateTime::UNIX_EPOCH);
        (postings, changed)
    }

    /// How many postings are open in all.
    pub(crate) fn open_count(&self) -> usize {
        self.lock().open.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the world's lock panics")
    }
}

impl State {
    /// Writes the event down, then lets it happen.
    fn record(&mut self, seed: u64, event: Event) -> Result<(), Error> {
        self.write(&event)?;
        self.apply(seed, &event);
        Ok(())
    }

    fn write(&mut self, event: &Event) -> Result<(), Error> {
        let mut line = serde_json::to_vec(event).expect("an event of plain values is always JSON");
        line.push(b'\n');
        self.journal.write_all(&line).map_err(|source| Error::Write { what: "world journal", source })
    }

    fn apply(&mut self, seed: u64, event: &Event) {
        match event {
            Event::Founded { at } => {
                for ordinal in 0..POSTINGS_AT_START {
                    let age = Dice::new(seed, ordinal, "age").below(OLDEST_MINUTES);
                    let age = Duration::minutes(i64::try_from(age).expect("five weeks of minutes fit"));
                    self.insert(posting(seed, ordinal, *at - age, &Wish::default()), *at);
                }
            }
            Event::Opened { ordinal, at, wish } => self.insert(posting(seed, *ordinal, *at, wish), *at),
            Event::Closed { ordinal, at } => {
                if let Some(posting) = self.open.remove(ordinal) {
                    self.closings += 1;
                    self.changed.insert(posting.company.slug, *at);
                    self.closed.push_back(posting);
                }
                if self.closed.len() > MAX_CLOSED_KEPT
                    && let Some(forgotten) = self.closed.pop_front()
                {
                    self.by_id.remove(&forgotten.id);
                }
            }
        }
    }

    fn insert(&mut self, posting: Posting, at: DateTime<Utc>) {
        self.next = self.next.max(posting.ordinal + 1);
        self.changed.insert(posting.company.slug, at);
        self.by_id.insert(posting.id.clone(), posting.ordinal);
        self.open.insert(posting.ordinal, Arc::new(posting));
    }

    /// The numbers of the postings that opened first.
    fn oldest(&self, count: usize) -> Vec<u64> {
        let mut all: Vec<_> =
            self.open.values().map(|posting| (posting.opened_at, posting.ordinal)).collect();
        all.sort_unstable();
        all.into_iter().take(count).map(|(_, ordinal)| ordinal).collect()
    }
}

/// The board entries of `/boards.json`.
pub(crate) fn boards(base: &str) -> Vec<serde_json::Value> {
    COMPANIES
        .iter()
        .map(|company| {
            serde_json::json!({
                "company": company.name,
                "slug": company.slug,
                "kind": company.family.kind(),
                "url": crate::urls::board(base, company),
                "language": company.lang.code(),
            })
        })
        .collect()
}
