//! The lock at the request: what may leave the browser after the submit button was pressed.
//!
//! Pure bookkeeping over the browser's events; [`crate::Armed`] is the door for callers. From the moment the gate
//! stands, the first request that could submit the application is held. Once the caller has released it, the same
//! request never passes a second time, and other follow-ups (an upload, then the form) do. When it was refused,
//! nothing passes any more.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::mpsc;
use url::Url;

use crate::cdp::Cdp;
use crate::fingerprint::{SeenBody, carries, fingerprint};
use crate::hub::verdict_of;
use crate::proxy::{HostRule, Proxy};

/// Requests held while the caller decides; a page that makes more is failed.
const HELD_LIMIT: usize = 64;
/// Requests whose answers are followed.
const SENT_LIMIT: usize = 256;
/// A socket message longer than this is more than a heartbeat.
const HEARTBEAT_BYTES: usize = 64;

/// A request that the gate let through, and how it was answered.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SentRequest {
    /// The method.
    pub method: String,
    /// The host it went to.
    pub host: String,
    /// sha256 over method, URL and body.
    pub fingerprint: String,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// Chromium's or the proxy's word for what went wrong.
    pub failed: Option<String>,
    /// False only when the proxy saw that nothing of it can have reached the host.
    pub may_have_left: bool,
    #[serde(skip)]
    network_id: String,
}

/// A request that waits.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub session: Option<String>,
    pub request_id: String,
    pub network_id: String,
    pub method: String,
    pub host: String,
    pub fingerprint: String,
}

impl Held {
    fn fail(&self, cdp: &Cdp) {
        cdp.post(
            self.session.as_deref(),
            "Fetch.failRequest",
            json!({ "requestId": self.request_id, "errorReason": "BlockedByClient" }),
        );
    }
}

/// What the gate tells its owner.
#[derive(Debug)]
pub(crate) enum Notice {
    Held(Held),
    Ungated(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Waiting,
    Deciding,
    Released,
    Refused,
}

pub(crate) struct Gate {
    rule: HostRule,
    tell_tales: Vec<String>,
    /// Frames whose navigation may be the submission: the one with the form and the page's own.
    watched_frames: Vec<String>,
    proxy: Arc<Proxy>,
    notices: mpsc::Sender<Notice>,
    phase: Phase,
    clicked: bool,
    held: Vec<Held>,
    passed: HashSet<String>,
    in_flight: Vec<(String, String)>,
    pub sent: Vec<SentRequest>,
    pub duplicates_blocked: u32,
    pub beacons: u32,
    ungated: bool,
}

impl Gate {
    pub fn new(
        rule: HostRule,
        tell_tales: Vec<String>,
        watched_frames: Vec<String>,
        proxy: Arc<Proxy>,
        notices: mpsc::Sender<Notice>,
    ) -> Self {
        Self {
            rule,
            tell_tales,
            watched_frames,
            proxy,
            notices,
            phase: Phase::Waiting,
            clicked: false,
            held: Vec::new(),
            passed: HashSet::new(),
            in_flight: Vec::new(),
            sent: Vec::new(),
            duplicates_blocked: 0,
            beacons: 0,
            ungated: false,
        }
    }

    /// What every page, frame and worker is told while the gate stands.
    pub fn guards() -> [(&'static str, Value); 2] {
        [
            ("Network.setBypassServiceWorker", json!({ "bypass": true })),
            ("Fetch.enable", json!({ "patterns": [{ "urlPattern": "*", "requestStage": "Request" }] })),
        ]
    }

    pub fn clicked(&mut self) {
        self.clicked = true;
    }

    pub fn is_released(&self) -> bool {
        self.phase == Phase::Released
    }

    /// A request has come to the gate.
    pub fn on_paused(&mut self, cdp: &Cdp, session: Option<String>, params: &Value, main_frame: bool) {
        let request = &params["request"];
        let method = request["method"].as_str().unwrap_or_default().to_owned();
        let url = request["url"].as_str().unwrap_or_default();
        let host = host_of(url);
        let body = SeenBody::of(request);
        let held = Held {
            session,
            request_id: text(&params["requestId"]),
            network_id: text(&params["networkId"]),
            fingerprint: fingerprint(&method, url, content_type(request), &body),
            host,
            method,
        };
        let reads_only = matches!(held.method.as_str(), "GET" | "HEAD" | "OPTIONS");
        if reads_only {
            let navigates = params["resourceType"] == "Document"
                && (main_frame
                    || self.watched_frames.iter().any(|frame| params["frameId"] == frame.as_str()));
            let tells = self.tell_tales.iter().any(|value| carries(url.as_bytes(), value));
            if self.clicked && (navigates || tells) && self.phase != Phase::Released {
                return self.judge(cdp, held);
            }
            return proceed(cdp, &held);
        }
        // A request to somebody else passes, unless it carries what only the application knows or hides its body.
        let concerns_us =
            (self.rule)(&held.host) || body.hidden || self.tell_tales.iter().any(|value| body.carries(value));
        if concerns_us {
            self.judge(cdp, held);
        } else {
            self.beacons += 1;
            proceed(cdp, &held);
        }
    }

    fn judge(&mut self, cdp: &Cdp, held: Held) {
        match self.phase {
            Phase::Waiting => {
                self.phase = Phase::Deciding;
                let notice = Notice::Held(held.clone());
                self.held.push(held);
                if self.notices.try_send(notice).is_err() {
                    self.refuse(cdp);
                }
            }
            Phase::Deciding if self.held.len() < HELD_LIMIT => self.held.push(held),
            Phase::Deciding | Phase::Refused => held.fail(cdp),
            Phase::Released => self.follow_up(cdp, held),
        }
    }

    /// Opens the way for the request that waits for the caller; the caller then lets it go.
    /// `None` when it is no longer there to be released.
    pub fn release(&mut self, request_id: &str) -> Option<Held> {
        if self.phase != Phase::Deciding {
            return None;
        }
        let first = self.held.first()?.clone();
        if first.request_id != request_id {
            return None;
        }
        self.phase = Phase::Released;
        self.held.remove(0);
        self.note_passing(&first);
        Some(first)
    }

    /// Judges what came while the caller decided, after the released request is on its way.
    pub fn drain(&mut self, cdp: &Cdp) {
        for held in std::mem::take(&mut self.held) {
            self.follow_up(cdp, held);
        }
    }

    /// Nothing that changes anything passes from now on.
    pub fn refuse(&mut self, cdp: &Cdp) {
        if self.phase == Phase::Released {
            return;
        }
        self.phase = Phase::Refused;
        for held in std::mem::take(&mut self.held) {
            held.fail(cdp);
        }
    }

    fn follow_up(&mut self, cdp: &Cdp, held: Held) {
        if self.passed.contains(&held.fingerprint) {
            self.duplicates_blocked += 1;
            tracing::warn!(host = held.host, "a repeated submission was blocked");
            return held.fail(cdp);
        }
        self.note_passing(&held);
        proceed(cdp, &held);
    }

    fn note_passing(&mut self, held: &Held) {
        if held.method != "GET" {
            let shares = self.in_flight.iter().any(|(_, host)| *host == held.host);
            match shares {
                true => self.proxy.expect_also(&held.host),
                false => self.proxy.expect(&held.host),
            }
            self.in_flight.push((held.network_id.clone(), held.host.clone()));
        }
        self.passed.insert(held.fingerprint.clone());
        if self.sent.len() < SENT_LIMIT {
            self.sent.push(SentRequest {
                method: held.method.clone(),
                host: held.host.clone(),
                fingerprint: held.fingerprint.clone(),
                status: None,
                failed: None,
                may_have_left: true,
                network_id: held.network_id.clone(),
            });
        }
    }

    /// A network event of any page, frame or worker.
    pub fn on_traffic(&mut self, method: &str, params: &Value) {
        let id = params["requestId"].as_str().unwrap_or_default();
        match method {
            "Network.requestWillBeSent" if params["redirectResponse"].is_object() => {
                self.answered(id, &params["redirectResponse"]);
            }
            "Network.responseReceived" => self.answered(id, &params["response"]),
            "Network.loadingFailed" => {
                self.failed(id, text(&params["errorText"]));
                self.landed(id);
            }
            "Network.webSocketCreated" if self.clicked => {
                self.notice_ungated("the page opened a socket after the click");
            }
            "Network.webSocketFrameSent" if self.clicked => {
                let payload = params["response"]["payloadData"].as_str().unwrap_or("");
                if payload.len() > HEARTBEAT_BYTES
                    || self.tell_tales.iter().any(|value| carries(payload.as_bytes(), value))
                {
                    self.notice_ungated("the page sent through a socket after the click");
                }
            }
            _ => {}
        }
    }

    fn answered(&mut self, id: &str, response: &Value) {
        let verdict = verdict_of(response);
        let status = response["status"].as_u64().unwrap_or(0) as u16;
        match verdict {
            Some(verdict) => self.failed(id, verdict),
            None => {
                if let Some(sent) = self.open_entry(id) {
                    sent.status = Some(status);
                }
            }
        }
        self.landed(id);
    }

    fn failed(&mut self, id: &str, why: String) {
        let proxy = Arc::clone(&self.proxy);
        if let Some(sent) = self.open_entry(id) {
            sent.may_have_left = proxy.may_be_touched(&sent.host);
            sent.failed = Some(why);
        }
    }

    fn open_entry(&mut self, id: &str) -> Option<&mut SentRequest> {
        self.sent
            .iter_mut()
            .find(|sent| sent.network_id == id && sent.status.is_none() && sent.failed.is_none())
    }

    fn landed(&mut self, id: &str) {
        let Some(at) = self.in_flight.iter().position(|(network_id, _)| network_id == id) else {
            return;
        };
        let (_, host) = self.in_flight.remove(at);
        if !self.in_flight.iter().any(|(_, other)| *other == host) {
            self.proxy.thaw(&host);
        }
    }

    fn notice_ungated(&mut self, how: &'static str) {
        if !self.ungated && self.phase == Phase::Waiting {
            self.ungated = true;
            // The owner reads the channel or is gone, and a gone owner has closed the session.
            let _ = self.notices.try_send(Notice::Ungated(how));
        }
    }
}

impl SentRequest {
    /// The connection ended before the answer: the site may have it or not.
    pub fn broke_off(&self) -> bool {
        self.status.is_none() && self.failed.is_some() && self.may_have_left
    }
}

fn proceed(cdp: &Cdp, held: &Held) {
    cdp.post(held.session.as_deref(), "Fetch.continueRequest", json!({ "requestId": held.request_id }));
}

fn host_of(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

fn content_type(request: &Value) -> &str {
    request["headers"]
        .as_object()
        .and_then(|headers| headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type")))
        .and_then(|(_, value)| value.as_str())
        .unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Whether two hosts belong to the same site, by their last labels. Where this is too generous (`co.uk`, shared
/// hosting) the gate holds one request too many, which is the safe side.
pub(crate) fn same_site(one: &str, other: &str) -> bool {
    one == other || (site(one).is_some() && site(one) == site(other))
}

fn site(host: &str) -> Option<&str> {
    if host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[') {
        return None;
    }
    let (rest, _) = host.rsplit_once('.')?;
    Some(match rest.rfind('.') {
        Some(dot) => &host[dot + 1..],
        None => host,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_its_hosts() {
        assert!(same_site("boards.acme.example", "api.acme.example"));
        assert!(same_site("acme.example", "www.acme.example"));
        assert!(!same_site("acme.example", "notacme.example"));
        assert!(!same_site("127.0.0.1", "10.0.0.1"));
        assert!(same_site("127.0.0.1", "127.0.0.1"));
        assert!(!same_site("localhost", "otherhost"));
    }
}
