//! The documents of a page, in whatever process Chromium runs them, and running our script in each.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::cdp::{NORMAL, QUICK};
use crate::error::BrowserError;
use crate::hub::Kind;
use crate::page::{LOOK_PAUSE, Page};

/// The script that reads forms, run in an isolated world.
const LIBRARY: &str = concat!(
    "if (!globalThis.__jobwire) {\n",
    include_str!("script/look.js"),
    include_str!("script/names.js"),
    include_str!("script/fields.js"),
    include_str!("script/widgets.js"),
    include_str!("script/overlays.js"),
    include_str!("script/doors.js"),
    "}\n",
);
/// The name of that world; the page's scripts live in another one.
const WORLD: &str = "jobwire";
/// Frames below one page that are looked at.
const FRAMES_LIMIT: usize = 64;
/// Times a document may be exchanged for another one under one look at it.
const EXCHANGES: usize = 4;

/// A document of the page, wherever Chromium runs it.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub session: String,
    pub id: String,
    pub url: String,
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
            match self.evaluate_once(frame, function, arguments, by_value).await {
                Err(BrowserError::Protocol { detail }) if is_exchanged(&detail) => {}
                answer => return answer,
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
        Err(BrowserError::PageGone)
    }

    async fn evaluate_once(
        &self,
        frame: &Frame,
        function: &str,
        arguments: &Value,
        by_value: bool,
    ) -> Result<Value, BrowserError> {
        // Asked for each time: a navigation ends a world, and the same name gives the same world until then.
        let world = self
            .inner
            .call(
                Some(&frame.session),
                "Page.createIsolatedWorld",
                json!({ "frameId": frame.id, "worldName": WORLD }),
                NORMAL,
            )
            .await?;
        let expression = format!("{{ {LIBRARY}\n__jobwire.{function}(...{arguments}) }}");
        let params = json!({
            "expression": expression,
            "contextId": world["executionContextId"],
            "returnByValue": by_value,
            "awaitPromise": true,
        });
        let answer = self.inner.call(Some(&frame.session), "Runtime.evaluate", params, NORMAL).await;
        if matches!(answer, Err(BrowserError::Timeout { .. })) {
            // A page that spins is stopped, so that the next call has a chance.
            self.inner.cdp.post(Some(&frame.session), "Runtime.terminateExecution", json!({}));
        }
        let answer = answer?;
        match answer["exceptionDetails"]["exception"]["description"].as_str() {
            None => Ok(answer),
            Some(thrown) => Err(BrowserError::Protocol {
                detail: format!("{function}: {}", thrown.chars().take(300).collect::<String>()),
            }),
        }
    }
}

/// The document went away between two messages: another one has come, or comes.
fn is_exchanged(detail: &str) -> bool {
    [
        "Cannot find context",
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
    });
    for child in tree["childFrames"].as_array().into_iter().flatten() {
        collect_frames(session, child, frames);
    }
}
