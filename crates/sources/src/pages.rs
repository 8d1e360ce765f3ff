//! A careers page is read like a person would: the list, its next pages, and each posting's page once.
//! One page after the other, never two at once on one host.

use std::collections::{HashSet, VecDeque};

use domain::{SourceKind, Timestamp};
use net::Client;
use store::sources::SyncState;
use url::Url;

use crate::board::{Context, Parsed};
use crate::health::{self, Reading, Trouble};
use crate::sync::{board_request, read_body};

/// The most pages of one list.
pub const MAX_LISTING_PAGES: usize = 20;
/// The most posting pages that are fetched in one reading; the rest follow in the next.
pub const MAX_POSTING_PAGES: usize = 60;
/// How many pages of known postings are looked at again in one reading, in turn.
pub const REREAD_PAGES: usize = 5;

/// Everything a careers page leads to.
pub(crate) struct Gathered {
    pub parsed: Parsed,
    /// Why not all of it could be read.
    pub trouble: Option<Trouble>,
}

/// Reads what `first` leads to. `known` are the addresses of open postings: they are taken to be open as
/// long as the list links to them, and are looked at again in turn.
pub(crate) async fn gather(
    client: &Client,
    state: &SyncState,
    context: &Context,
    first: Parsed,
    known: &[String],
    now: Timestamp,
) -> Gathered {
    let mut reading = Walk { client, state, context, gathered: Gathered { parsed: first, trouble: None } };
    let links = reading.listing().await;
    let known: HashSet<&str> = known.iter().map(String::as_str).collect();
    let (old, new): (Vec<Url>, Vec<Url>) = links.into_iter().partition(|link| known.contains(link.as_str()));
    let again = in_turn(&old, now);
    for link in &old {
        if !again.contains(link) {
            reading.gathered.parsed.still_listed.push(link.to_string());
        }
    }
    let budget = MAX_POSTING_PAGES.saturating_sub(again.len());
    reading.gathered.parsed.complete &= new.len() <= budget;
    for link in new.iter().take(budget) {
        reading.posting(link, false).await;
    }
    for link in &again {
        reading.posting(link, true).await;
    }
    reading.gathered
}

/// Each minute the next few.
fn in_turn(old: &[Url], now: Timestamp) -> Vec<Url> {
    if old.is_empty() {
        return Vec::new();
    }
    let turn = usize::try_from(now.timestamp() / 60).unwrap_or(0);
    let start = turn.wrapping_mul(REREAD_PAGES) % old.len();
    old.iter().cycle().skip(start).take(REREAD_PAGES.min(old.len())).cloned().collect()
}

struct Walk<'a> {
    client: &'a Client,
    state: &'a SyncState,
    context: &'a Context,
    gathered: Gathered,
}

impl Walk<'_> {
    /// The links of all pages of the list.
    async fn listing(&mut self) -> VecDeque<Url> {
        let parsed = &mut self.gathered.parsed;
        let mut links = VecDeque::from(std::mem::take(&mut parsed.follow));
        let mut next = parsed.next_page.take();
        let mut seen: HashSet<Url> = HashSet::from([self.context.page_url.clone()]);
        while let Some(url) = next.take() {
            if seen.len() >= MAX_LISTING_PAGES {
                self.gathered.parsed.complete = false;
                break;
            }
            // A last page that leads to itself or back would go round for ever.
            if !seen.insert(url.clone()) {
                break;
            }
            let Some(page) = self.page(&url).await else {
                self.gathered.parsed.complete = false;
                break;
            };
            let parsed = &mut self.gathered.parsed;
            parsed.complete &= page.complete;
            parsed.postings.extend(page.postings);
            links.extend(page.follow);
            next = page.next_page;
        }
        let mut once = HashSet::new();
        links.retain(|link| once.insert(link.clone()));
        links
    }

    async fn posting(&mut self, link: &Url, known: bool) {
        let stopped = matches!(self.gathered.trouble, Some(Trouble::Limited { .. }));
        let page = if stopped { None } else { self.page(link).await };
        let parsed = &mut self.gathered.parsed;
        match page {
            Some(page) => {
                parsed.postings.extend(page.postings);
                parsed.rejected.extend(page.rejected);
            }
            None => {
                parsed.complete = false;
                if known {
                    parsed.still_listed.push(link.to_string());
                }
            }
        }
    }

    /// A page, empty when it is gone; `None` when it could not be read.
    async fn page(&mut self, url: &Url) -> Option<Parsed> {
        let request = board_request(url.clone(), self.state);
        match health::read(self.client.get(request).await) {
            Reading::Answer(response) => {
                let context = Context { page_url: url.clone(), ..self.context.clone() };
                read_body(SourceKind::JsonLd, response, context).await.ok()
            }
            Reading::Trouble(Trouble::Gone { .. }) => Some(Parsed { complete: true, ..Parsed::default() }),
            Reading::Trouble(trouble) => {
                // Only a plea to slow down concerns the board as a whole; one broken page does not.
                if matches!(trouble, Trouble::Limited { .. }) {
                    self.gathered.trouble = Some(trouble);
                }
                None
            }
            Reading::Unchanged => None,
        }
    }
}
