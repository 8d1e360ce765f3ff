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
use crate::gate::{Gate, Held, Notice, SentRequest, same_site};
use crate::hub::Kind;
use crate::page::{ImageFormat, Page};
use crate::session::{Inner, Session};

/// A click that causes no request within this time has sent nothing.
const NOTHING_SENT_AFTER: Duration = Duration::from_secs(10);
/// Longest time between the caller's decision and the release: a process that was frozen in between must not send.
const DECISION_VALID: Duration = Duration::from_secs(2);
/// No negative verdict before this much observation: confirmations were seen up to 7 s late.
const OBSERVE_AT_LEAST: Duration = Duration::from_secs(8);
/// Longest observation.
const OBSERVE_AT_MOST: Duration = Duration::from_secs(45);
/// Pause between two looks at the page that may hold the confirmation.
const OBSERVE_EVERY: Duration = Duration::from_millis(250);
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
    held: Held,
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

/// What came of the submission.
#[derive(Debug, Clone)]
pub struct Observation {
    /// The status of the released request's answer.
    pub status: Option<u16>,
    /// Why it has none.
    pub failed: Option<String>,
    /// The connection ended before an answer: the site may have the application or not.
    pub broke_off: bool,
    /// Every request that passed the gate, the released one first.
    pub sent: Vec<SentRequest>,
    /// Repetitions of a passed request that were stopped.
    pub duplicates_blocked: u32,
    /// The address of the newest page at the end.
    pub final_url: Option<Url>,
    /// The address changed.
    pub navigated: bool,
    /// The text before the click.
    pub text_before: String,
    /// The text at the end.
    pub text_after: String,
    /// Complaints at fields, as (label, message).
    pub field_errors: Vec<(String, String)>,
    /// Complaints of the page as a whole.
    pub banners: Vec<String>,
    /// What dialogs said.
    pub dialogs: Vec<String>,
    /// A form with its button is still shown.
    pub form_still_there: bool,
    /// The whole page as PNG.
    pub screenshot: Option<Vec<u8>>,
    /// The document.
    pub html: Option<String>,
    /// The browser ended before the observation did.
    pub browser_gone: bool,
}

/// A glance at the page during the observation, for the caller's own judgement.
#[derive(Debug, Clone)]
pub struct Glance {
    /// The status of the released request's answer so far.
    pub status: Option<u16>,
    /// The address now.
    pub url: Option<Url>,
    /// The text now.
    pub text: String,
}

/// An armed gate. One click, one release.
pub struct Armed {
    inner: Arc<Inner>,
    page: Page,
    notices: mpsc::Receiver<Notice>,
    clicked_at: Option<Instant>,
    url_before: Option<Url>,
    text_before: String,
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
const SHORTEST_TELL_TALE: usize = 6;

impl Armed {
    /// Presses the button, once and for all: a second call is refused.
    pub async fn click(&mut self, submit: &FieldHandle) -> Result<(), FillError> {
        if self.clicked_at.is_some() {
            return Err(FillError::NotFillable { why: "the button was already pressed" });
        }
        let frame = self.page.frame(&submit.frame).await?;
        let point = self.page.point_of(&frame, submit.id).await?;
        self.page.check_hit(&frame, submit.id).await?;
        self.clicked_at = Some(Instant::now());
        if let Some(gate) = self.inner.hub.state().gate.as_mut() {
            gate.clicked();
        }
        self.page.click_and_let_go(point).await?;
        Ok(())
    }

    /// Waits for what the click causes.
    pub async fn next(&mut self) -> GateEvent {
        let until = self.clicked_at.unwrap_or_else(Instant::now) + NOTHING_SENT_AFTER;
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
                held,
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

    /// Watches the page until `conclusive` says so, or until the site has been given every chance: at least eight
    /// seconds, at most forty-five. Then collects the evidence.
    pub async fn outcome(&mut self, conclusive: impl Fn(&Glance) -> bool) -> Observation {
        let began = Instant::now();
        let mut text_after = self.text_before.clone();
        let mut final_url = self.url_before.clone();
        loop {
            if let Some(page) = self.newest() {
                if let Ok(text) = page.text().await {
                    text_after = text;
                }
                if let Ok(url) = page.url().await {
                    final_url = Some(url);
                }
            }
            let released = self.released();
            let glance = Glance {
                status: released.as_ref().and_then(|sent| sent.status),
                url: final_url.clone(),
                text: text_after.clone(),
            };
            let answered =
                released.as_ref().is_none_or(|sent| sent.status.is_some() || sent.failed.is_some());
            let long_enough = began.elapsed() >= OBSERVE_AT_LEAST && answered;
            if conclusive(&glance)
                || long_enough
                || began.elapsed() >= OBSERVE_AT_MOST
                || self.inner.cdp.gone().is_cancelled()
            {
                break;
            }
            tokio::time::sleep(OBSERVE_EVERY).await;
        }
        self.collect(text_after, final_url).await
    }

    async fn collect(&self, text_after: String, final_url: Option<Url>) -> Observation {
        let released = self.released();
        let (sent, duplicates_blocked, dialogs) = {
            let state = self.inner.hub.state();
            let gate = state.gate.as_ref();
            (
                gate.map(|gate| gate.sent.clone()).unwrap_or_default(),
                gate.map_or(0, |gate| gate.duplicates_blocked),
                state.dialogs.clone(),
            )
        };
        let mut observation = Observation {
            status: released.as_ref().and_then(|sent| sent.status),
            broke_off: released.as_ref().is_some_and(SentRequest::broke_off),
            failed: released.and_then(|sent| sent.failed),
            sent,
            duplicates_blocked,
            navigated: final_url != self.url_before,
            final_url,
            text_before: self.text_before.clone(),
            text_after,
            field_errors: Vec::new(),
            banners: Vec::new(),
            dialogs,
            form_still_there: false,
            screenshot: None,
            html: None,
            browser_gone: self.inner.cdp.gone().is_cancelled(),
        };
        if let Some(page) = self.newest() {
            if let Ok((errors, there)) = page.complaints().await {
                observation.field_errors = errors;
                observation.form_still_there = there;
            }
            observation.banners = page.banners().await.unwrap_or_default();
            observation.screenshot = page.screenshot(ImageFormat::Png, true).await.ok();
            observation.html = page.html().await.ok();
        }
        observation
    }

    fn released(&self) -> Option<SentRequest> {
        let state = self.inner.hub.state();
        state.gate.as_ref()?.sent.first().cloned()
    }

    /// The page the confirmation appears on: a tab the form opened, else the form's own.
    fn newest(&self) -> Option<Page> {
        let state = self.inner.hub.state();
        let newest = state.targets.iter().rfind(|target| target.kind == Kind::Page)?;
        Some(Page::new(Arc::clone(&self.inner), newest.session.clone(), newest.target_id.clone()))
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
