//! The documents of a page, in whatever process Chromium runs them, and running our script in each.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::cdp::{NORMAL, QUICK};
use crate::error::BrowserError;
use crate::hub::Kind;
use crate::page::Page;
use crate::waiting::LOOK_PAUSE;

/// The script that reads forms, put once into an isolated world of each document.
const LIBRARY: &str = concat!(
    "if (!globalThis.__jobwire) {\n",
    include_str!("script/look.js"),
    include_str!("script/names.js"),
    include_str!("script/fields.js"),
    include_str!("script/widgets.js"),
    include_str!("script/overlays.js"),
    include_str!("script/doors.js"),
    "}\nglobalThis.__jobwire",
);
/// Asks the library one question.
const ASK: &str = "function (question, given) { return this[question](...given); }";
/// The name of that world; the page's scripts live in another one.
const WORLD: &str = "jobwire";
/// Frames below one page that are looked at.
const FRAMES_LIMIT: usize = 64;
/// Times a document may be exchanged for another one under one look at it.
const EXCHANGES: usize = 4;
/// Documents whose library is remembered; beyond that it is asked for anew.
const LIBRARIES_KEPT: usize = 256;

/// A document of the page, wherever Chromium runs it.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub session: String,
    pub id: String,
    pub url: String,
    /// Which document is in it: Chromium's own name for its loading.
    pub document: String,
}

/// The browser's handles on the libraries, by frame: the document each was put into, and the handle.
///
/// A handle ends with its document and never means another one, so that a navigation cannot make the page's own
/// scripts answer.
#[derive(Default)]
pub(crate) struct Libraries(Mutex<HashMap<(String, String), (String, String)>>);

impl Libraries {
    fn of(&self, frame: &Frame) -> Option<String> {
        let key = (frame.session.clone(), frame.id.clone());
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (document, handle) = known.get(&key)?;
        (*document == frame.document).then(|| handle.clone())
    }

    fn keep(&self, frame: &Frame, handle: &str) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= LIBRARIES_KEPT {
            known.clear();
        }
        known.insert((frame.session.clone(), frame.id.clone()), (frame.document.clone(), handle.to_owned()));
    }

    fn forget(&self, frame: &Frame) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(&(frame.session.clone(), frame.id.clone()));
    }
}

impl Page {
    /// All documents of the page, its own first, whatever process they run in.
    pub(crate) async fn frames(&self) -> Result<Vec<Frame>, BrowserError> {
        let sessions: Vec<String> = self
            .inner
            .hub
            .state()
            .below(self.session_id())
            .iter()
            .filter(|target| target.kind != Kind::Worker)
            .map(|target| target.session.clone())
            .collect();
        if sessions.is_empty() {
            self.check_alive()?;
            return Err(BrowserError::PageGone);
        }
        let mut frames = Vec::new();
        for session in sessions {
            let tree = self.inner.call(Some(&session), "Page.getFrameTree", json!({}), QUICK).await;
            match tree {
                Ok(tree) => collect_frames(&session, &tree["frameTree"], &mut frames),
                // A frame of another process may go away at any time; the page itself may not.
                Err(error) if session == self.session_id() => return Err(error),
                Err(_) => {}
            }
        }
        Ok(frames)
    }

    /// The page's own document.
    pub(crate) async fn main_frame(&self) -> Result<Frame, BrowserError> {
        let tree = self.call("Page.getFrameTree", json!({}), QUICK).await?;
        let mut frames = Vec::new();
        collect_frames(self.session_id(), &json!({ "frame": tree["frameTree"]["frame"] }), &mut frames);
        frames.pop().ok_or(BrowserError::PageGone)
    }

    pub(crate) async fn frame(&self, id: &str) -> Result<Frame, BrowserError> {
        self.frames().await?.into_iter().find(|frame| frame.id == id).ok_or(BrowserError::PageGone)
    }

    /// Runs one function of the library in a frame.
    pub(crate) async fn run<T: DeserializeOwned>(
        &self,
        frame: &Frame,
        function: &str,
        arguments: Value,
    ) -> Result<T, BrowserError> {
        let answer = self.evaluate(frame, function, &arguments, true).await?;
        serde_json::from_value(answer["result"]["value"].clone())
            .map_err(|error| BrowserError::Protocol { detail: format!("{function}: {error}") })
    }

    /// The browser's handle on an element the library knows.
    pub(crate) async fn object(&self, frame: &Frame, id: u64) -> Result<String, BrowserError> {
        let answer = self.evaluate(frame, "element", &json!([id]), false).await?;
        answer["result"]["objectId"].as_str().map(str::to_owned).ok_or(BrowserError::PageGone)
    }

    async fn evaluate(
        &self,
        frame: &Frame,
        function: &str,
        arguments: &Value,
        by_value: bool,
    ) -> Result<Value, BrowserError> {
        for _ in 0..EXCHANGES {
            let known = self.inner.libraries.of(frame);
            let was_known = known.is_some();
            let answer = match known {
                Some(library) => self.ask(frame, &library, function, arguments, by_value).await,
                None => match self.library(frame).await {
                    Ok(library) => self.ask(frame, &library, function, arguments, by_value).await,
                    Err(error) => Err(error),
                },
            };
            match answer {
                Err(BrowserError::Protocol { detail }) if is_exchanged(&detail) => {}
                answer => return answer,
            }
            self.inner.libraries.forget(frame);
            if !was_known {
                tokio::time::sleep(LOOK_PAUSE).await;
            }
        }
        Err(BrowserError::PageGone)
    }

    /// Puts the library into the document that is in the frame now.
    async fn library(&self, frame: &Frame) -> Result<String, BrowserError> {
        // A navigation ends a world, and the same name gives the same world until then.
        let name = json!({ "frameId": frame.id, "worldName": WORLD });
        let session = Some(frame.session.as_str());
        let world = self.inner.call(session, "Page.createIsolatedWorld", name, NORMAL).await?;
        let params = json!({ "expression": LIBRARY, "contextId": world["executionContextId"] });
        let answer = self.inner.call(session, "Runtime.evaluate", params, NORMAL).await?;
        let handle = answer["result"]["objectId"].as_str().ok_or_else(|| BrowserError::Protocol {
            detail: format!("the library was not taken: {}", thrown(&answer).unwrap_or_default()),
        })?;
        self.inner.libraries.keep(frame, handle);
        Ok(handle.to_owned())
    }

    async fn ask(
        &self,
        frame: &Frame,
        library: &str,
        question: &str,
        given: &Value,
        by_value: bool,
    ) -> Result<Value, BrowserError> {
        let params = json!({
            "objectId": library,
            "functionDeclaration": ASK,
            "arguments": [{ "value": question }, { "value": given }],
            "returnByValue": by_value,
            "awaitPromise": true,
        });
        let answer = self.inner.call(Some(&frame.session), "Runtime.callFunctionOn", params, NORMAL).await;
        if matches!(answer, Err(BrowserError::Timeout { .. })) {
            // A page that spins is stopped, so that the next call has a chance.
            self.inner.cdp.post(Some(&frame.session), "Runtime.terminateExecution", json!({}));
        }
        let answer = answer?;
        match thrown(&answer) {
            None => Ok(answer),
            Some(thrown) => Err(BrowserError::Protocol { detail: format!("{question}: {thrown}") }),
        }
    }
}

fn thrown(answer: &Value) -> Option<String> {
    let said = answer["exceptionDetails"]["exception"]["description"].as_str()?;
    Some(said.chars().take(300).collect())
}

/// The document went away between two messages: another one has come, or comes.
fn is_exchanged(detail: &str) -> bool {
    [
        "Cannot find context",
        "Could not find object",
        "Invalid remote object id",
        "No frame for given id",
        "Execution context was destroyed",
        "navigated or closed",
        "Internal error",
    ]
    .iter()
    .any(|said| detail.contains(said))
}

fn collect_frames(session: &str, tree: &Value, frames: &mut Vec<Frame>) {
    if frames.len() >= FRAMES_LIMIT {
        return;
    }
    let frame = &tree["frame"];
    frames.push(Frame {
        session: session.to_owned(),
        id: frame["id"].as_str().unwrap_or_default().to_owned(),
        url: frame["url"].as_str().unwrap_or_default().to_owned(),
        document: frame["loaderId"].as_str().unwrap_or_default().to_owned(),
    });
    for child in tree["childFrames"].as_array().into_iter().flatten() {
        collect_frames(session, child, frames);
    }
}
