//! What the browser has told us: its pages, frames and workers, their traffic, their dialogs.
//!
//! Events arrive here in order on the reading task. The hub changes its state and posts the answers that cannot
//! wait (a new page's settings, a dialog's dismissal, the gate's verdict); it never waits for anything.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::by_hand::Counting;
use crate::cast::{Casting, RawFrame};
use crate::cdp::{Cdp, Event};
use crate::gate::Gate;

/// Requests remembered as under way per page; more make no difference to "quiet".
const PENDING_LIMIT: usize = 4096;
/// Documents per page whose answers are remembered; only the last one is ever asked for.
const DOCUMENTS_KEPT: usize = 64;
/// Dialogs whose text is kept.
const DIALOGS_KEPT: usize = 20;
/// Tabs open at the same time; a site that opens more has them closed.
const TABS_LIMIT: usize = 12;
/// Tabs, frames and workers looked after. What a page makes beyond that stays where it began: stopped.
const TARGETS_LIMIT: usize = 400;

/// What a flattened session belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Page,
    Frame,
    Worker,
}

#[derive(Debug)]
pub(crate) struct Target {
    pub session: String,
    pub target_id: String,
    pub kind: Kind,
    /// The session it was opened from; pages have none.
    pub parent: Option<String>,
    pub crashed: bool,
    /// Status and proxy verdict of documents, by loader id.
    pub documents: HashMap<String, Document>,
    pending: HashSet<String>,
    last_traffic: Instant,
}

/// How a document was answered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub status: u16,
    /// Our own proxy answered, with this verdict.
    pub verdict: Option<String>,
}

#[derive(Default)]
pub(crate) struct State {
    /// In the order in which they appeared.
    pub targets: Vec<Target>,
    pub dialogs: Vec<String>,
    pub gate: Option<Gate>,
    /// The window for choosing a file that a page last wanted to open.
    pub chooser: Option<Chooser>,
    /// The tab that is driven: the one opened last, or the one last told to do something.
    pub driven: Option<String>,
    /// The stream of pictures.
    pub casting: Casting,
    /// What has been sent since a person took over; `None` while nobody has.
    pub person: Option<Counting>,
}

/// A page asks for a file.
#[derive(Debug, Clone)]
pub(crate) struct Chooser {
    pub session: String,
    /// The browser's own number of the file field.
    pub node: u64,
}

/// Shared knowledge about one browser.
#[derive(Clone)]
pub(crate) struct Hub {
    state: Arc<Mutex<State>>,
    changed: Arc<watch::Sender<u64>>,
}

impl Hub {
    pub fn new() -> Self {
        Self { state: Arc::default(), changed: Arc::new(watch::Sender::new(0)) }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes after each event that changed something.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Takes one event.
    pub fn on_event(&self, cdp: &Cdp, event: Event) {
        let Event { session, method, params } = event;
        let mut state = self.state();
        match method.as_str() {
            "Target.attachedToTarget" => state.attached(cdp, session, &params),
            "Target.detachedFromTarget" => state.detached(cdp, &params),
            "Inspector.targetCrashed" => state.crashed(cdp, session.as_deref()),
            "Page.javascriptDialogOpening" => state.dialog(cdp, session.as_deref(), &params),
            "Page.screencastFrame" => {
                if let Some(session) = session {
                    state.casting.on_frame(cdp, RawFrame { session, params });
                }
                return;
            }
            "Page.fileChooserOpened" => {
                let node = params["backendNodeId"].as_u64();
                if let (Some(session), Some(node)) = (session, node) {
                    state.chooser = Some(Chooser { session, node });
                }
            }
            "Fetch.requestPaused" => {
                let main_frame =
                    session.as_deref().and_then(|session| state.target(session)).is_some_and(|target| {
                        target.kind == Kind::Page && params["frameId"] == target.target_id.as_str()
                    });
                if let Some(gate) = state.gate.as_mut() {
                    gate.on_paused(cdp, session, &params, main_frame);
                } else {
                    let id = json!({ "requestId": params["requestId"] });
                    cdp.post(session.as_deref(), "Fetch.continueRequest", id);
                }
            }
            _ if method.starts_with("Network.") => state.traffic(session, &method, &params),
            _ => return,
        }
        drop(state);
        self.changed.send_modify(|version| *version += 1);
    }
}

impl State {
    pub fn target(&self, session: &str) -> Option<&Target> {
        self.targets.iter().find(|target| target.session == session)
    }

    fn target_mut(&mut self, session: &str) -> Option<&mut Target> {
        self.targets.iter_mut().find(|target| target.session == session)
    }

    /// The sessions of a page and of all frames and workers below it.
    pub fn below(&self, page: &str) -> Vec<&Target> {
        let mut known: Vec<&str> = vec![page];
        let mut found = Vec::new();
        for target in &self.targets {
            let inside = target.parent.as_deref().is_some_and(|parent| known.contains(&parent));
            if target.session == page || inside {
                known.push(&target.session);
                found.push(target);
            }
        }
        found
    }

    /// Since when nothing has moved in a page, or `None` while a request is under way.
    pub fn quiet_since(&self, page: &str) -> Option<Instant> {
        let targets = self.below(page);
        if targets.iter().any(|target| !target.pending.is_empty()) {
            return None;
        }
        targets.iter().map(|target| target.last_traffic).max()
    }

    fn attached(&mut self, cdp: &Cdp, parent: Option<String>, params: &Value) {
        let (Some(session), Some(target_id)) =
            (params["sessionId"].as_str(), params["targetInfo"]["targetId"].as_str())
        else {
            return;
        };
        let kind = match params["targetInfo"]["type"].as_str() {
            Some("page") => Kind::Page,
            Some("iframe") => Kind::Frame,
            _ => Kind::Worker,
        };
        let tabs = self.targets.iter().filter(|target| target.kind == Kind::Page).count();
        if kind == Kind::Page && tabs >= TABS_LIMIT {
            tracing::warn!("a page opens too many tabs");
            cdp.post(None, "Target.closeTarget", json!({ "targetId": target_id }));
            return;
        }
        if self.targets.len() >= TARGETS_LIMIT {
            return;
        }
        if kind == Kind::Page {
            self.driven = Some(session.to_owned());
        }
        let say = |method: &'static str, params: Value| cdp.post(Some(session), method, params);
        say("Network.enable", json!({}));
        say(
            "Target.setAutoAttach",
            json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true }),
        );
        if kind != Kind::Worker {
            say("Page.enable", json!({}));
            say("Inspector.enable", json!({}));
            say("Page.setInterceptFileChooserDialog", json!({ "enabled": true }));
        }
        if kind == Kind::Page {
            say("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
        }
        if self.gate.is_some() {
            for (method, params) in Gate::guards() {
                say(method, params);
            }
        }
        say("Runtime.runIfWaitingForDebugger", json!({}));
        self.targets.push(Target {
            session: session.to_owned(),
            target_id: target_id.to_owned(),
            kind,
            parent,
            crashed: false,
            documents: HashMap::new(),
            pending: HashSet::new(),
            last_traffic: Instant::now(),
        });
    }

    fn detached(&mut self, cdp: &Cdp, params: &Value) {
        if let Some(session) = params["sessionId"].as_str() {
            self.targets.retain(|target| target.session != session);
            cdp.forget_session(session);
            if self.driven.as_deref() == Some(session) {
                let newest = self.targets.iter().rfind(|target| target.kind == Kind::Page);
                self.driven = newest.map(|target| target.session.clone());
            }
        }
    }

    fn crashed(&mut self, cdp: &Cdp, session: Option<&str>) {
        if let Some(session) = session {
            if let Some(target) = self.target_mut(session) {
                target.crashed = true;
            }
            cdp.forget_session(session);
        }
    }

    /// Nobody is there to read a dialog: it is dismissed, except the one that asks whether to leave a page, which
    /// would hold up the way to the confirmation.
    fn dialog(&mut self, cdp: &Cdp, session: Option<&str>, params: &Value) {
        let leaving = params["type"] == "beforeunload";
        cdp.post(session, "Page.handleJavaScriptDialog", json!({ "accept": leaving }));
        if !leaving && self.dialogs.len() < DIALOGS_KEPT {
            self.dialogs.push(params["message"].as_str().unwrap_or_default().to_owned());
        }
    }

    fn traffic(&mut self, session: Option<String>, method: &str, params: &Value) {
        if let Some(gate) = self.gate.as_mut() {
            gate.on_traffic(method, params);
        }
        if let (Some(person), "Network.requestWillBeSent") = (self.person.as_mut(), method) {
            person.note(params);
        }
        let Some(target) = session.and_then(|session| self.target_mut(&session)) else {
            return;
        };
        let request = params["requestId"].as_str().unwrap_or_default();
        match method {
            "Network.requestWillBeSent" => {
                if target.pending.len() < PENDING_LIMIT {
                    target.pending.insert(request.to_owned());
                }
            }
            "Network.loadingFinished" | "Network.loadingFailed" => {
                target.pending.remove(request);
            }
            "Network.responseReceived" => {
                if params["type"] == "Document"
                    && let Some(loader) = params["loaderId"].as_str()
                {
                    let document = Document::from_response(&params["response"]);
                    if target.documents.len() >= DOCUMENTS_KEPT {
                        target.documents.clear();
                    }
                    target.documents.insert(loader.to_owned(), document);
                }
                // A stream that stays open (events, long polls) does not keep a page from being quiet.
                if params["type"] == "EventSource" {
                    target.pending.remove(request);
                }
            }
            _ => return,
        }
        target.last_traffic = Instant::now();
    }
}

impl Document {
    pub fn from_response(response: &Value) -> Self {
        Self { status: response["status"].as_u64().unwrap_or(0) as u16, verdict: verdict_of(response) }
    }
}

/// The verdict of our proxy, when it answered in the site's place. It does so only for plain HTTP; in an encrypted
/// answer the header would be the site's own invention.
pub(crate) fn verdict_of(response: &Value) -> Option<String> {
    if !response["url"].as_str()?.starts_with("http://") {
        return None;
    }
    response["headers"]
        .as_object()?
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(crate::proxy::VERDICT_HEADER))
        .and_then(|(_, value)| value.as_str())
        .map(str::to_owned)
}
