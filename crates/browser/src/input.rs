//! Trusted input: the mouse and the keyboard as a person's hands would move them. Enter is never pressed: in a form
//! it may submit.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::cdp::{NORMAL, QUICK};
use crate::error::BrowserError;
use crate::frames::Frame;
use crate::page::Page;

/// Longest text typed key by key; longer ones are inserted at once, as a paste.
const TYPED_LIMIT: usize = 120;
/// Time for a scroll through several processes to settle.
const SCROLL_PAUSE: Duration = Duration::from_millis(60);
/// Longest wait for an element to stand still: pages glide to a place and fold parts away.
const STILL_WAIT: Duration = Duration::from_millis(1500);
/// Frames nested in frames of other processes.
const NESTING_LIMIT: usize = 8;

/// A place in the page's viewport.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub x: f64,
    pub y: f64,
}

/// Where a click on an element arrives.
#[derive(Debug, Deserialize)]
pub(crate) struct Aimed {
    /// The element is on the page.
    pub there: bool,
    /// Nothing lies over it.
    #[serde(default)]
    pub ok: bool,
    /// What lies over it.
    #[serde(default)]
    pub by: String,
    #[serde(default)]
    x: f64,
    #[serde(default)]
    y: f64,
}

impl Aimed {
    pub fn point(&self) -> Point {
        Point { x: self.x, y: self.y }
    }
}

impl Page {
    /// Scrolls an element into view, waits until it stands still, and returns its middle in the page's own
    /// coordinates.
    pub(crate) async fn point_of(&self, frame: &Frame, id: u64) -> Result<Point, BrowserError> {
        if frame.id == self.target_id() {
            let aimed = self.aim(frame, id).await?;
            return aimed.there.then(|| aimed.point()).ok_or(BrowserError::PageGone);
        }
        let object = self.object(frame, id).await?;
        let until = Instant::now() + STILL_WAIT;
        let mut point = self.bring(frame, &object).await?;
        loop {
            self.run::<bool>(frame, "next_frames", json!([])).await?;
            let now = self.bring(frame, &object).await?;
            if now == point || Instant::now() >= until {
                return Ok(now);
            }
            point = now;
        }
    }

    /// As [`Page::point_of`], with what lies over it: for elements of the page's own document, which knows both.
    pub(crate) async fn aim(&self, frame: &Frame, id: u64) -> Result<Aimed, BrowserError> {
        self.run(frame, "aim", json!([id, STILL_WAIT.as_millis() as u64])).await
    }

    /// Scrolls an element into view and tells where its middle is at this moment.
    async fn bring(&self, frame: &Frame, object: &str) -> Result<Point, BrowserError> {
        let session = Some(frame.session.as_str());
        let element = json!({ "objectId": object });
        self.inner.call(session, "DOM.scrollIntoViewIfNeeded", element.clone(), NORMAL).await?;
        if frame.session != self.session_id() {
            tokio::time::sleep(SCROLL_PAUSE).await;
        }
        let quads = self.inner.call(session, "DOM.getContentQuads", element, NORMAL).await?;
        let inside = middle(&quads["quads"][0]).ok_or(BrowserError::PageGone)?;
        let offset = self.offset_of(&frame.session).await?;
        Ok(Point { x: inside.x + offset.x, y: inside.y + offset.y })
    }

    /// Where the viewport of another process's frame begins in the page.
    async fn offset_of(&self, session: &str) -> Result<Point, BrowserError> {
        let mut offset = Point { x: 0.0, y: 0.0 };
        let mut at = session.to_owned();
        for _ in 0..NESTING_LIMIT {
            if at == self.session_id() {
                return Ok(offset);
            }
            let (frame_id, parent) = {
                let state = self.inner.hub.state();
                let target = state.target(&at).ok_or(BrowserError::PageGone)?;
                let parent = target.parent.clone().ok_or(BrowserError::PageGone)?;
                (target.target_id.clone(), parent)
            };
            let owner = self
                .inner
                .call(Some(&parent), "DOM.getFrameOwner", json!({ "frameId": frame_id }), QUICK)
                .await?;
            let model = self
                .inner
                .call(
                    Some(&parent),
                    "DOM.getBoxModel",
                    json!({ "backendNodeId": owner["backendNodeId"] }),
                    QUICK,
                )
                .await?;
            let corner = &model["model"]["content"];
            offset.x += corner[0].as_f64().unwrap_or(0.0);
            offset.y += corner[1].as_f64().unwrap_or(0.0);
            at = parent;
        }
        Err(BrowserError::PageGone)
    }

    /// One click of the left button. Its three events are handled in their order; the last one is waited for.
    pub(crate) async fn click_at(&self, point: Point) -> Result<(), BrowserError> {
        for kind in ["mouseMoved", "mousePressed"] {
            let event = mouse_event(kind, point);
            self.inner.cdp.post(Some(self.session_id()), "Input.dispatchMouseEvent", event);
        }
        self.mouse("mouseReleased", point, NORMAL).await
    }

    /// One click whose effect may hold up its own acknowledgement: only sent, in order, not waited for to the end.
    pub(crate) async fn click_and_let_go(&self, point: Point) -> Result<(), BrowserError> {
        self.mouse("mouseMoved", point, NORMAL).await?;
        self.mouse("mousePressed", point, NORMAL).await?;
        self.inner.cdp.post(
            Some(self.session_id()),
            "Input.dispatchMouseEvent",
            mouse_event("mouseReleased", point),
        );
        Ok(())
    }

    async fn mouse(&self, kind: &'static str, point: Point, deadline: Duration) -> Result<(), BrowserError> {
        self.call("Input.dispatchMouseEvent", mouse_event(kind, point), deadline).await?;
        Ok(())
    }

    /// Types into whatever has the focus. Line breaks are only inserted, never keyed.
    pub(crate) async fn type_text(&self, text: &str) -> Result<(), BrowserError> {
        let typed = text.chars().count() <= TYPED_LIMIT && !text.contains(['\n', '\r', '\t']);
        if !typed {
            self.call("Input.insertText", json!({ "text": text }), NORMAL).await?;
            return Ok(());
        }
        for letter in text.chars() {
            let letter = letter.to_string();
            self.key(json!({
                "type": "keyDown", "key": letter, "text": letter, "unmodifiedText": letter
            }));
            self.key(json!({ "type": "keyUp", "key": letter }));
        }
        self.settle().await
    }

    /// Deletes what is selected.
    pub(crate) async fn press_backspace(&self) -> Result<(), BrowserError> {
        self.press("Backspace", "Backspace", 8).await
    }

    /// Closes an open list.
    pub(crate) async fn press_escape(&self) -> Result<(), BrowserError> {
        self.press("Escape", "Escape", 27).await
    }

    /// Ticks the box that has the keyboard.
    pub(crate) async fn press_space(&self) -> Result<(), BrowserError> {
        self.press(" ", "Space", 32).await
    }

    async fn press(&self, key: &'static str, name: &'static str, code: u32) -> Result<(), BrowserError> {
        for kind in ["keyDown", "keyUp"] {
            self.key(json!({
                "type": kind, "key": key, "code": name, "windowsVirtualKeyCode": code
            }));
        }
        self.settle().await
    }

    fn key(&self, event: Value) {
        self.inner.cdp.post(Some(self.session_id()), "Input.dispatchKeyEvent", event);
    }

    /// Waits until everything posted before has been handled by the page: keys are acknowledged in order, and a
    /// bare Shift changes nothing.
    async fn settle(&self) -> Result<(), BrowserError> {
        self.call(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": "Shift", "code": "ShiftLeft", "windowsVirtualKeyCode": 16 }),
            NORMAL,
        )
        .await?;
        Ok(())
    }
}

fn mouse_event(kind: &str, point: Point) -> Value {
    let moved = kind == "mouseMoved";
    json!({
        "type": kind, "x": point.x, "y": point.y,
        "button": if moved { "none" } else { "left" },
        "buttons": u8::from(kind == "mousePressed"),
        "clickCount": u8::from(!moved),
    })
}

/// The middle of a quadrilateral of eight numbers.
fn middle(quad: &Value) -> Option<Point> {
    let numbers: Vec<f64> = quad.as_array()?.iter().filter_map(Value::as_f64).collect();
    if numbers.len() != 8 {
        return None;
    }
    let mean = |from: usize| (0..4).map(|corner| numbers[from + 2 * corner]).sum::<f64>() / 4.0;
    Some(Point { x: mean(0), y: mean(1) })
}
