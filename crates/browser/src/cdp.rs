//! A thin client of the DevTools protocol over Chromium's debugging pipe.
//!
//! Messages are JSON ended by a NUL byte. Every call has its own deadline. The end of the pipe is the end of the
//! browser: all waiting calls fail at that moment instead of running into their deadlines. This module knows the
//! framing and nothing about pages.

use std::collections::HashMap;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::pipe;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

/// Deadline of a call that only reads or sets something.
pub(crate) const QUICK: Duration = Duration::from_secs(5);
/// Deadline of a call that makes the renderer work: scripts, input, screenshots.
pub(crate) const NORMAL: Duration = Duration::from_secs(15);
/// Deadline of a call that waits for the network.
pub(crate) const SLOW: Duration = Duration::from_secs(30);

/// Messages waiting to be written; a browser that stops reading for so long is gone.
const OUTGOING_LIMIT: usize = 4096;
/// One message from the browser; the largest real ones are screenshots of a few megabytes.
const MESSAGE_LIMIT: usize = 64 * 1024 * 1024;

/// Why a call has no result.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum CallError {
    /// The pipe has ended.
    #[error("the browser is gone")]
    Gone,
    /// The page or frame the call was for has ended or crashed.
    #[error("the page is gone")]
    TargetGone,
    /// No answer in time.
    #[error("{0} was not answered in time")]
    Timeout(&'static str),
    /// The browser refused.
    #[error("{method}: {message}")]
    Refused { method: &'static str, message: String },
}

/// Something the browser says unasked.
#[derive(Debug)]
pub(crate) struct Event {
    pub session: Option<String>,
    pub method: String,
    pub params: Value,
}

struct Waiting {
    session: Option<String>,
    method: &'static str,
    answer: oneshot::Sender<Result<Value, CallError>>,
}

struct Shared {
    next_id: AtomicU64,
    waiting: Mutex<HashMap<u64, Waiting>>,
    outgoing: mpsc::Sender<Vec<u8>>,
    gone: CancellationToken,
}

/// A handle on the connection; clones speak over the same pipe.
#[derive(Clone)]
pub(crate) struct Cdp(Arc<Shared>);

impl Cdp {
    /// Starts speaking. `on_event` runs on the reading task, in order, and must not block.
    pub fn start(
        to_browser: OwnedFd,
        from_browser: OwnedFd,
        on_event: impl Fn(&Cdp, Event) + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let writer = pipe::Sender::from_owned_fd(to_browser)?;
        let reader = pipe::Receiver::from_owned_fd(from_browser)?;
        let (outgoing, queue) = mpsc::channel(OUTGOING_LIMIT);
        let cdp = Cdp(Arc::new(Shared {
            next_id: AtomicU64::new(1),
            waiting: Mutex::default(),
            outgoing,
            gone: CancellationToken::new(),
        }));
        tokio::spawn(write_all(writer, queue, cdp.0.gone.clone()));
        tokio::spawn(cdp.clone().read_all(reader, on_event));
        Ok(cdp)
    }

    /// Ends when the browser is gone.
    pub fn gone(&self) -> &CancellationToken {
        &self.0.gone
    }

    /// Calls and waits for the result, no longer than `deadline`.
    pub async fn call(
        &self,
        session: Option<&str>,
        method: &'static str,
        params: Value,
        deadline: Duration,
    ) -> Result<Value, CallError> {
        let (answer, result) = oneshot::channel();
        let id = self.0.next_id.fetch_add(1, Ordering::Relaxed);
        self.waiting().insert(id, Waiting { session: session.map(str::to_owned), method, answer });
        self.send(id, session, method, params);
        // A pipe that ended between the insert and here has already cleared the table, or clears it now.
        if self.0.gone.is_cancelled() {
            self.waiting().remove(&id);
            return Err(CallError::Gone);
        }
        match tokio::time::timeout(deadline, result).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(CallError::Gone),
            Err(_) => {
                self.waiting().remove(&id);
                Err(CallError::Timeout(method))
            }
        }
    }

    /// Says something whose answer does not matter. Messages keep their order.
    pub fn post(&self, session: Option<&str>, method: &'static str, params: Value) {
        let id = self.0.next_id.fetch_add(1, Ordering::Relaxed);
        self.send(id, session, method, params);
    }

    /// Fails every call waiting for `session`.
    pub fn forget_session(&self, session: &str) {
        let mut waiting = self.waiting();
        let ids: Vec<u64> = waiting
            .iter()
            .filter(|(_, call)| call.session.as_deref() == Some(session))
            .map(|(id, _)| *id)
            .collect();
        for id in ids {
            if let Some(call) = waiting.remove(&id) {
                let _ = call.answer.send(Err(CallError::TargetGone));
            }
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Waiting>> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, id: u64, session: Option<&str>, method: &'static str, params: Value) {
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        if self.0.outgoing.try_send(bytes).is_err() {
            self.end();
        }
    }

    fn end(&self) {
        self.0.gone.cancel();
        // Dropping the senders fails every waiting call.
        self.waiting().clear();
    }

    async fn read_all(self, mut reader: pipe::Receiver, on_event: impl Fn(&Cdp, Event) + Send + Sync) {
        let mut buffer = Vec::with_capacity(64 * 1024);
        let mut searched = 0;
        loop {
            let read = tokio::select! {
                read = reader.read_buf(&mut buffer) => read,
                () = self.0.gone.cancelled() => break,
            };
            if !matches!(read, Ok(count) if count > 0) || buffer.len() > MESSAGE_LIMIT {
                break;
            }
            while let Some(end) = buffer[searched..].iter().position(|byte| *byte == 0) {
                let end = searched + end;
                if let Ok(message) = serde_json::from_slice::<Value>(&buffer[..end]) {
                    self.receive(message, &on_event);
                }
                buffer.drain(..=end);
                searched = 0;
            }
            searched = buffer.len();
        }
        self.end();
    }

    fn receive(&self, mut message: Value, on_event: &impl Fn(&Cdp, Event)) {
        if let Some(id) = message["id"].as_u64() {
            let Some(call) = self.waiting().remove(&id) else {
                return;
            };
            let result = match message.get("error") {
                Some(error) => Err(CallError::Refused {
                    method: call.method,
                    message: error["message"].as_str().unwrap_or("refused").to_owned(),
                }),
                None => Ok(message["result"].take()),
            };
            let _ = call.answer.send(result);
        } else if let Some(method) = message["method"].as_str() {
            let event = Event {
                method: method.to_owned(),
                session: message["sessionId"].as_str().map(str::to_owned),
                params: message["params"].take(),
            };
            on_event(self, event);
        }
    }
}

async fn write_all(mut writer: pipe::Sender, mut queue: mpsc::Receiver<Vec<u8>>, gone: CancellationToken) {
    loop {
        let message = tokio::select! {
            message = queue.recv() => message,
            () = gone.cancelled() => None,
        };
        let Some(message) = message else { return };
        if writer.write_all(&message).await.is_err() {
            gone.cancel();
            return;
        }
    }
}
