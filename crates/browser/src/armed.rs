//! The submit gate as its callers use it: arm, click once, decide about the request, watch what comes of it.
//!
//! It refuses to click twice, to reload, to go back, and to let the same request pass twice. Dropped without a
//! release it closes the way out first and ends the session: it fails closed.

use std::sync::Arc;
use std::time::{Duration, Instant as Monotonic};

use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::Instant;
use url::Url;

use crate::cdp::{CallError, QUICK};
use crate::error::BrowserError;
use crate::fill::FillError;
use crate::form::{FieldHandle, host_of};
use crate::gate::{Gate, Held, Notice, same_site};
use crate::hub::Kind;
use crate::page::Page;
use crate::session::{Inner, Session};

/// A click that causes no request within this time has sent nothing.
const NOTHING_SENT_AFTER: Duration = Duration::from_secs(10);
/// Longest time between the caller's decision and the release: a process that was frozen in between must not send.
const DECISION_VALID: Duration = Duration::from_secs(2);
/// Notices kept for the caller; there are two kinds and each is given once.
const NOTICES: usize = 8;

/// What the gate watches for.
#[derive(Debug, Clone, Default)]
pub struct ArmPolicy {
    /// Hosts the form may be sent to, beside those of the page and its frames. Their whole sites are watched.
    pub submit_hosts: Vec<String>,
    /// Values only this application carries, such as the e-mail address. A request to anyone that carries one of
    /// them is held like one to the employer.
    pub tell_tales: Vec<String>,
}

/// What happened at the gate.
#[derive(Debug)]
pub enum GateEvent {
    /// The first request that may be the submission waits. Record the release, then release or refuse it.
    Paused(PausedRequest),
    /// Nothing that could submit left within ten seconds of the click, and nothing will: the gate is shut now.
    NothingSent {
        /// Bytes that went to the watched hosts since arming, all of them reading.
        bytes_out: u64,
    },
    /// The page sends in a way that cannot be held: treat it as released.
    Ungated {
        /// What was seen.
        how: &'static str,
    },
    /// The browser ended. What was not released was not sent.
    BrowserGone,
}

/// A request held at the gate. Dropped undecided, it is refused.
#[derive(Debug)]
pub struct PausedRequest {
    /// The method.
    pub method: String,
    /// The host it goes to.
    pub host: String,
    /// sha256 over method, URL and body.
    pub fingerprint: String,
    held: Box<Held>,
    inner: DebugInner,
    decided: bool,
}

/// Why a request was not released. In every case it was refused and never left.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// The decision is too old.
    #[error("the decision is older than two seconds")]
    TooLate,
    /// The request is no longer there: the page gave up or the browser ended.
    #[error("the request is no longer there")]
    RequestGone,
    /// The browser did not confirm. The request may have left: treat it as sent.
    #[error("the browser did not confirm the release")]
    Unconfirmed,
}

/// An armed gate. One click, one release.
pub struct Armed {
    pub(crate) inner: Arc<Inner>,
    page: Page,
    notices: mpsc::Receiver<Notice>,
    clicked_at: Option<Instant>,
    /// Not before this is it certain that nothing leaves any more.
    patient_until: Option<Instant>,
    pub(crate) url_before: Option<Url>,
    pub(crate) text_before: String,
    /// Nothing more is to be protected: released, ungated, or shut.
    settled: bool,
}

impl Session {
    /// Puts the gate up around the whole browser: every page, frame and worker, those to come included.
    pub async fn arm(&self, page: &Page, policy: ArmPolicy) -> Result<Armed, BrowserError> {
        let frames = page.frames().await?;
        let mut hosts = policy.submit_hosts;
        hosts.extend(frames.iter().map(|frame| host_of(&frame.url)));
        hosts.retain(|host| !host.is_empty());
        let rule: crate::proxy::HostRule =
            Arc::new(move |host: &str| hosts.iter().any(|known| same_site(known, host)));
        let (sender, notices) = mpsc::channel(NOTICES);
        let tell_tales =
            policy.tell_tales.into_iter().filter(|value| value.len() >= SHORTEST_TELL_TALE).collect();
        let watched = frames.iter().map(|frame| frame.id.clone()).take(1).collect();
        let armed = Armed {
            inner: Arc::clone(&self.inner),
            page: page.clone(),
            notices,
            clicked_at: None,
            patient_until: None,
            url_before: page.url().await.ok(),
            text_before: page.text().await?,
            settled: false,
        };
        self.inner.proxy.arm(Arc::clone(&rule));
        let sessions: Vec<(String, Kind)> = {
            let mut state = self.inner.hub.state();
            let proxy = Arc::clone(&self.inner.proxy);
            state.gate = Some(Gate::new(rule, tell_tales, watched, proxy, sender));
            state.targets.iter().map(|target| (target.session.clone(), target.kind)).collect()
        };
        for (session, kind) in sessions {
            for (method, params) in Gate::guards() {
                match self.inner.call(Some(&session), method, params, QUICK).await {
                    Ok(_) => {}
                    // Some workers have no such command; their requests pass the page's gate or meet the proxy.
                    Err(_) if kind == Kind::Worker => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(armed)
    }
}

/// A shorter value would be found everywhere.
pub(crate) const SHORTEST_TELL_TALE: usize = 6;

impl Armed {
    /// Presses the button, once and for all: a second call is refused.
    pub async fn click(&mut self, submit: &FieldHandle) -> Result<(), FillError> {
        if self.clicked_at.is_some() {
            return Err(FillError::NotFillable { why: "the button was already pressed" });
        }
        let _turn = self.page.turn().await?;
        let frame = self.page.frame(&submit.frame).await?;
        // Whatever else floats over it was put away before: that may send something, and nothing else may now.
        let point = self.page.beside_bars(&frame, submit.id).await?;
        self.clicked_at = Some(Instant::now());
        if let Some(gate) = self.inner.hub.state().gate.as_mut() {
            gate.clicked();
        }
        self.page.click_and_let_go(point).await?;
        Ok(())
    }

    /// Somebody else has to do something before the page sends anything: the gate stands at least until then.
    pub fn be_patient_until(&mut self, until: Instant) {
        self.patient_until = Some(until);
    }

    /// Whether the button was pressed.
    pub fn is_clicked(&self) -> bool {
        self.clicked_at.is_some()
    }

    /// Waits for what the click causes. May be called again when it was left in between.
    pub async fn next(&mut self) -> GateEvent {
        let usual = self.clicked_at.unwrap_or_else(Instant::now) + NOTHING_SENT_AFTER;
        let until = self.patient_until.map_or(usual, |patient| patient.max(usual));
        let gone = self.inner.cdp.gone().clone();
        let notice = tokio::select! {
            biased;
            notice = self.notices.recv() => notice,
            () = gone.cancelled() => {
                self.inner.proxy.close();
                return GateEvent::BrowserGone;
            }
            () = tokio::time::sleep_until(until) => None,
        };
        match notice {
            Some(Notice::Held(held)) => GateEvent::Paused(PausedRequest {
                method: held.method.clone(),
                host: held.host.clone(),
                fingerprint: held.fingerprint.clone(),
                held: Box::new(held),
                inner: DebugInner(Arc::clone(&self.inner)),
                decided: false,
            }),
            Some(Notice::Ungated(how)) => {
                self.settled = true;
                GateEvent::Ungated { how }
            }
            None => self.nothing_sent(),
        }
    }

    fn nothing_sent(&mut self) -> GateEvent {
        // A request that arrived at this very moment is in the channel; shutting the gate fails it.
        if let Some(gate) = self.inner.hub.state().gate.as_mut() {
            gate.refuse(&self.inner.cdp);
        }
        self.settled = true;
        GateEvent::NothingSent { bytes_out: self.inner.proxy.bytes_out_since_armed() }
    }
}

impl Drop for Armed {
    fn drop(&mut self) {
        let released = {
            let mut state = self.inner.hub.state();
            match state.gate.as_mut() {
                Some(gate) if gate.is_released() => true,
                Some(gate) => {
                    if !self.settled {
                        // First the way out, then the requests: the other order would leave a gap.
                        self.inner.proxy.close();
                    }
                    gate.refuse(&self.inner.cdp);
                    false
                }
                None => false,
            }
        };
        if !released && !self.settled {
            self.inner.shut("an armed form was abandoned before its release");
        }
    }
}

impl PausedRequest {
    /// Lets the request go. `decided_at` is when the caller began to record the release: more than two seconds
    /// later the request is refused instead, because the record may since have been taken back.
    pub async fn release(mut self, decided_at: Monotonic) -> Result<(), ReleaseError> {
        self.decided = true;
        let inner = Arc::clone(&self.inner.0);
        let released = {
            let mut state = inner.hub.state();
            let gate = state.gate.as_mut().ok_or(ReleaseError::RequestGone)?;
            if decided_at.elapsed() > DECISION_VALID {
                gate.refuse(&inner.cdp);
                return Err(ReleaseError::TooLate);
            }
            gate.release(&self.held.request_id)
        };
        let held = released.ok_or(ReleaseError::RequestGone)?;
        let answer = inner
            .cdp
            .call(
                held.session.as_deref(),
                "Fetch.continueRequest",
                json!({ "requestId": held.request_id }),
                QUICK,
            )
            .await;
        if let Some(gate) = inner.hub.state().gate.as_mut() {
            gate.drain(&inner.cdp);
        }
        match answer {
            Ok(_) => Ok(()),
            Err(CallError::Refused { .. }) => Err(ReleaseError::RequestGone),
            Err(_) => Err(ReleaseError::Unconfirmed),
        }
    }

    /// Stops the request and everything after it.
    pub fn refuse(self) {
        // Dropping it undecided is the refusal.
    }
}

impl Drop for PausedRequest {
    fn drop(&mut self) {
        if self.decided {
            return;
        }
        let inner = &self.inner.0;
        if let Some(gate) = inner.hub.state().gate.as_mut() {
            gate.refuse(&inner.cdp);
        }
    }
}

/// Keeps `PausedRequest` printable without printing the session.
struct DebugInner(Arc<Inner>);

impl std::fmt::Debug for DebugInner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("..")
    }
}
