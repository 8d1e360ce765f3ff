//! Commands on an open connection: what is new, and the wait for more.

use std::collections::BTreeMap;
use std::time::Duration;

use async_imap::Session;
use async_imap::imap_proto::{AttributeValue, MailboxDatum, Outcome, Response, ResponseCode, Status};
use chrono::NaiveDate;
use tokio::time::{Instant, timeout, timeout_at};

use super::connect::{broken, late, strange};
use super::text::{encoded_folder, internal_date, quoted, set};
use super::wire::Guarded;
use super::{
    ANSWER_TIMEOUT, Account, Batch, COMMAND_TIMEOUT, Cursor, FetchedMail, ImapError, MAX_ANSWER_BYTES,
    MAX_BATCH, MAX_BATCH_BYTES, MAX_WAIT, POLL_EVERY, Woken, is_passing, told,
};
use crate::email::MAX_MAIL_BYTES;

/// Small messages are fetched together up to this many bytes.
const GROUP_BYTES: usize = 4 * 1024 * 1024;
/// How many numbers one search covers, so that its answer stays one line of bounded length.
const SEARCH_WINDOW: u32 = 50_000;
/// How many searches without a hit one fetch makes; the next one goes on.
const MAX_WINDOWS: usize = 100;
/// Room in an answer for what stands around one message.
const AROUND_BYTES: usize = 16 * 1024;

/// A connection that is logged in. It only reads.
pub struct Connection {
    account: Account,
    session: Session<Guarded>,
    /// How many messages the folder had when it was last searched.
    known: u32,
    /// How many it has by the server's latest word.
    exists: u32,
    /// The server said BYE.
    closing: bool,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").field("account", &self.account).finish_non_exhaustive()
    }
}

/// What a search found.
struct Found {
    uids: Vec<u32>,
    /// Every number up to here was looked at.
    up_to: u32,
    /// Nothing is left to be searched.
    is_all: bool,
}

/// How a command ended.
enum Verdict {
    Done,
    Refused(String),
}

/// What EXAMINE tells.
#[derive(Default)]
struct Opened {
    uid_validity: Option<u32>,
    uid_next: Option<u32>,
}

impl Connection {
    pub(super) fn new(account: &Account, session: Session<Guarded>) -> Self {
        Self { account: account.clone(), session, known: 0, exists: 0, closing: false }
    }

    /// Fetches what came after `cursor`, `limit` messages at most. A first reading leaves mail from
    /// before `since` alone.
    pub async fn fetch(
        &mut self,
        cursor: Cursor,
        since: Option<NaiveDate>,
        limit: usize,
    ) -> Result<Batch, ImapError> {
        let opened = self.open().await?;
        let uid_validity =
            opened.uid_validity.ok_or_else(|| strange(&self.account, "does not number its messages"))?;
        let started_over = cursor != Cursor::default() && cursor.uid_validity != uid_validity;
        let from = if cursor.uid_validity == uid_validity { cursor.last_uid } else { 0 };
        let mut batch =
            Batch { cursor: Cursor { uid_validity, last_uid: from }, started_over, ..Batch::default() };
        if opened.uid_next.is_some_and(|next| next <= from.saturating_add(1)) {
            self.known = self.exists;
            return Ok(batch);
        }
        let found = self.search(from, since, opened.uid_next).await?;
        let limit = limit.clamp(1, MAX_BATCH);
        let chosen: Vec<u32> = found.uids.iter().copied().take(limit).collect();
        if !chosen.is_empty() {
            self.fetch_chosen(&chosen, &mut batch).await?;
        }
        let left = found.uids.last().is_some_and(|last| *last > batch.cursor.last_uid);
        batch.more = left || !found.is_all;
        if !left {
            // What is older than `since` or was deleted is passed over for good.
            batch.cursor.last_uid = batch.cursor.last_uid.max(found.up_to);
        }
        Ok(batch)
    }

    /// Waits until the server has news, `limit` at most and never longer than [`MAX_WAIT`].
    pub async fn wait(&mut self, limit: Duration) -> Result<Woken, ImapError> {
        let until = Instant::now() + limit.min(MAX_WAIT);
        if self.exists > self.known {
            return Ok(Woken::News);
        }
        self.allow(MAX_ANSWER_BYTES);
        let tag = self.send("IDLE").await?;
        loop {
            let answer = timeout(ANSWER_TIMEOUT, self.session.read_response())
                .await
                .map_err(|_| late(&self.account, "starting to wait"))?
                .map_err(|error| broken(&self.account, &error))?
                .ok_or_else(|| ImapError::Lost(self.account.host.clone()))?;
            match answer.parsed() {
                Response::Continue(_) => break,
                Response::Done { tag: answered, .. } if *answered == tag => return self.poll(until).await,
                other => note(other, &mut self.exists, &mut self.closing),
            }
        }
        let mut woken = Woken::Quiet;
        while let Ok(heard) = timeout_at(until, self.session.read_response()).await {
            let answer = heard
                .map_err(|error| broken(&self.account, &error))?
                .ok_or_else(|| ImapError::Lost(self.account.host.clone()))?;
            note(answer.parsed(), &mut self.exists, &mut self.closing);
            if self.closing {
                return Err(ImapError::Lost(self.account.host.clone()));
            }
            if matches!(answer.parsed(), Response::MailboxData(MailboxDatum::Exists(_))) {
                woken = Woken::News;
                break;
            }
        }
        self.session
            .run_command_untagged("DONE")
            .await
            .map_err(|_| ImapError::Lost(self.account.host.clone()))?;
        self.finish(tag, "ending a wait", |_| {}).await?;
        Ok(if self.exists > self.known { Woken::News } else { woken })
    }

    /// Says goodbye. The connection is closed in any case.
    pub async fn close(mut self) {
        // Whether the server hears it changes nothing.
        let _ = timeout(ANSWER_TIMEOUT, self.session.logout()).await;
    }

    /// The wait for a server that cannot call: it is asked now and then.
    async fn poll(&mut self, until: Instant) -> Result<Woken, ImapError> {
        loop {
            let next = until.min(Instant::now() + POLL_EVERY);
            tokio::time::sleep_until(next).await;
            self.run("NOOP", MAX_ANSWER_BYTES, "being asked for news", |_| {}).await?;
            if self.exists > self.known {
                return Ok(Woken::News);
            }
            if next == until {
                return Ok(Woken::Quiet);
            }
        }
    }

    async fn open(&mut self) -> Result<Opened, ImapError> {
        let folder = quoted(&encoded_folder(&self.account.folder));
        let mut opened = Opened::default();
        self.exists = 0;
        let verdict = self
            .run(&format!("EXAMINE {folder}"), MAX_ANSWER_BYTES, "opening the folder", |answer| {
                if let Response::Data { outcome: Outcome { code: Some(code), .. }, .. } = answer {
                    match code {
                        ResponseCode::UidValidity(number) => opened.uid_validity = Some(*number),
                        ResponseCode::UidNext(number) => opened.uid_next = Some(*number),
                        _ => {}
                    }
                }
            })
            .await?;
        match verdict {
            Verdict::Done => Ok(opened),
            Verdict::Refused(told) if is_passing(&told) => Err(ImapError::Busy { told }),
            Verdict::Refused(told) => {
                Err(ImapError::NoFolder { folder: domain::text::shorten(&self.account.folder, 100), told })
            }
        }
    }

    /// The numbers above `from`, in order, from the first window of numbers that holds any.
    async fn search(
        &mut self,
        from: u32,
        since: Option<NaiveDate>,
        uid_next: Option<u32>,
    ) -> Result<Found, ImapError> {
        let since = since.filter(|_| from == 0);
        let mut found = Found { uids: Vec::new(), up_to: from, is_all: false };
        self.known = self.exists;
        for _ in 0..MAX_WINDOWS {
            let first = found.up_to.saturating_add(1);
            let end = first.saturating_add(SEARCH_WINDOW);
            let last = uid_next.filter(|next| *next > end).map(|_| end);
            found.uids = self.search_window(first, last, since).await?;
            found.is_all = last.is_none();
            found.up_to = match last {
                Some(last) => last,
                None => uid_next.map_or(found.up_to, |next| next.saturating_sub(1)),
            };
            if found.is_all || !found.uids.is_empty() {
                break;
            }
        }
        Ok(found)
    }

    async fn search_window(
        &mut self,
        first: u32,
        last: Option<u32>,
        since: Option<NaiveDate>,
    ) -> Result<Vec<u32>, ImapError> {
        let end = last.map_or("*".to_owned(), |last| last.to_string());
        let mut command = format!("UID SEARCH UID {first}:{end}");
        if let Some(day) = since {
            command.push_str(&format!(" SINCE {}", day.format("%-d-%b-%Y")));
        }
        let mut found = Vec::new();
        let verdict = self
            .run(&command, MAX_ANSWER_BYTES, "searching", |answer| {
                if let Response::MailboxData(MailboxDatum::Search(uids)) = answer {
                    found.extend(uids);
                }
            })
            .await?;
        if let Verdict::Refused(told) = verdict {
            return Err(ImapError::Busy { told });
        }
        // `n:*` names the last message even when its number is below n.
        found.retain(|uid| *uid >= first);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    async fn fetch_chosen(&mut self, chosen: &[u32], batch: &mut Batch) -> Result<(), ImapError> {
        let sizes = self.sizes(chosen).await?;
        let size_of = |uid: &u32| sizes.get(uid).copied().unwrap_or(MAX_MAIL_BYTES);
        let mut bytes = 0;
        let mut rest = chosen;
        while !rest.is_empty() && bytes < MAX_BATCH_BYTES {
            let mut together = 0;
            let fitting = rest.iter().take_while(|uid| {
                together += size_of(uid);
                together <= GROUP_BYTES
            });
            let (group, later) = rest.split_at(fitting.count().max(1));
            bytes += group.iter().map(size_of).sum::<usize>();
            self.fetch_group(group, group.iter().map(size_of).sum(), batch).await?;
            batch.cursor.last_uid = group.last().copied().unwrap_or(batch.cursor.last_uid);
            rest = later;
        }
        batch.mails.sort_by_key(|mail| mail.uid);
        Ok(())
    }

    async fn sizes(&mut self, uids: &[u32]) -> Result<BTreeMap<u32, usize>, ImapError> {
        let mut sizes = BTreeMap::new();
        let command = format!("UID FETCH {} (UID RFC822.SIZE)", set(uids));
        self.run(&command, MAX_ANSWER_BYTES, "telling the sizes of messages", |answer| {
            if let Response::Fetch(_, attributes) = answer {
                let size = attributes.iter().find_map(|attribute| match attribute {
                    AttributeValue::Rfc822Size(size) => usize::try_from(*size).ok(),
                    _ => None,
                });
                if let (Some(uid), Some(size)) = (uid_of(attributes), size) {
                    sizes.insert(uid, size.min(MAX_MAIL_BYTES));
                }
            }
        })
        .await?;
        Ok(sizes)
    }

    /// Fetches a few messages in one command. When the server refuses them, each alone.
    async fn fetch_group(&mut self, uids: &[u32], bytes: usize, batch: &mut Batch) -> Result<(), ImapError> {
        if self.fetch_set(uids, bytes, &mut batch.mails).await? {
            return Ok(());
        }
        for uid in uids {
            if batch.mails.iter().any(|mail| mail.uid == *uid) {
                continue;
            }
            if uids.len() == 1 || !self.fetch_set(&[*uid], MAX_MAIL_BYTES, &mut batch.mails).await? {
                batch.unreadable.push(*uid);
            }
        }
        Ok(())
    }

    async fn fetch_set(
        &mut self,
        uids: &[u32],
        bytes: usize,
        mails: &mut Vec<FetchedMail>,
    ) -> Result<bool, ImapError> {
        let command = format!("UID FETCH {} (UID INTERNALDATE BODY.PEEK[]<0.{MAX_MAIL_BYTES}>)", set(uids));
        // Some servers tell sizes that are too small; what is sent is cut at its limit anyway.
        let expected = if uids.len() == 1 { MAX_MAIL_BYTES } else { 2 * bytes };
        let allowed = expected + uids.len() * AROUND_BYTES + MAX_ANSWER_BYTES;
        let verdict = self
            .run(&command, allowed, "sending messages", |answer| {
                if let Response::Fetch(_, attributes) = answer
                    && let Some(mail) = mail_of(attributes)
                    && uids.contains(&mail.uid)
                    && !mails.iter().any(|known| known.uid == mail.uid)
                {
                    mails.push(mail);
                }
            })
            .await?;
        Ok(matches!(verdict, Verdict::Done))
    }

    fn allow(&mut self, bytes: usize) {
        self.session.get_mut().allow(bytes);
    }

    async fn send(&mut self, command: &str) -> Result<async_imap::imap_proto::RequestId, ImapError> {
        match timeout(ANSWER_TIMEOUT, self.session.run_command(command)).await {
            Ok(Ok(tag)) => Ok(tag),
            Ok(Err(_)) => Err(ImapError::Lost(self.account.host.clone())),
            Err(_) => Err(late(&self.account, "taking a command")),
        }
    }

    async fn run(
        &mut self,
        command: &str,
        allowed: usize,
        during: &'static str,
        each: impl FnMut(&Response<'_>),
    ) -> Result<Verdict, ImapError> {
        self.allow(allowed);
        let tag = self.send(command).await?;
        self.finish(tag, during, each).await
    }

    /// Reads answers up to the one that ends the command `tag`.
    async fn finish(
        &mut self,
        tag: async_imap::imap_proto::RequestId,
        during: &'static str,
        mut each: impl FnMut(&Response<'_>),
    ) -> Result<Verdict, ImapError> {
        let until = Instant::now() + COMMAND_TIMEOUT;
        loop {
            let deadline = until.min(Instant::now() + ANSWER_TIMEOUT);
            let answer = timeout_at(deadline, self.session.read_response())
                .await
                .map_err(|_| late(&self.account, during))?
                .map_err(|error| broken(&self.account, &error))?
                .ok_or_else(|| ImapError::Lost(self.account.host.clone()))?;
            match answer.parsed() {
                Response::Done { tag: answered, status, outcome } if *answered == tag => {
                    return match status {
                        Status::Ok => Ok(Verdict::Done),
                        _ => Ok(Verdict::Refused(told(outcome.information.as_deref().unwrap_or_default()))),
                    };
                }
                other => {
                    note(other, &mut self.exists, &mut self.closing);
                    each(other);
                }
            }
        }
    }
}

/// Keeps what the server says unasked.
fn note(answer: &Response<'_>, exists: &mut u32, closing: &mut bool) {
    match answer {
        Response::MailboxData(MailboxDatum::Exists(number)) => *exists = *number,
        Response::Expunge(_) => *exists = exists.saturating_sub(1),
        Response::Data { status: Status::Bye, .. } => *closing = true,
        _ => {}
    }
}

fn uid_of(attributes: &[AttributeValue<'_>]) -> Option<u32> {
    attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::Uid(uid) => Some(*uid),
        _ => None,
    })
}

fn mail_of(attributes: &[AttributeValue<'_>]) -> Option<FetchedMail> {
    let raw = attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::BodySection { section: None, data: Some(data), .. } => Some(data.to_vec()),
        _ => None,
    })?;
    let received_at = attributes.iter().find_map(|attribute| match attribute {
        AttributeValue::InternalDate(date) => internal_date(date),
        _ => None,
    });
    Some(FetchedMail { uid: uid_of(attributes)?, raw, received_at })
}
