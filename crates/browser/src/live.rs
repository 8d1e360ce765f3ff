//! Watching a session as it works, and taking its mouse and keyboard for a while.
//!
//! A [`LiveView`] is a handle that any task may hold: it does not keep the browser alive. [`LiveView::cast`] gives
//! pictures of the tab that is driven, newest first and the others forgotten. [`LiveView::take_over`] waits until
//! the step under way is done and then holds everything else the engine would do, until [`LiveView::give_back`].
//! Only in between is a person's input passed on, as trusted as the engine's own. The time a person needs does not
//! count towards the session's lifetime; it has a limit of its own.
//!
//! Nothing is masked: these are the person's own data on the person's own screen.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use crate::cast::{self, Cast};
use crate::cdp::QUICK;
use crate::error::BrowserError;
use crate::session::{Inner, Session};

/// How long taking over may wait for the step under way. The longest steps wait for the network.
const TAKE_OVER_WAIT: Duration = Duration::from_secs(30);
/// A person who has done nothing for so long has gone away; the run goes on.
pub(crate) const PERSON_IDLE: Duration = Duration::from_secs(5 * 60);
/// Longest time a person may keep the mouse and the keyboard in one session.
pub(crate) const PERSON_TOTAL: Duration = Duration::from_secs(30 * 60);
/// Longest text put in at once.
const TEXT_LIMIT: usize = 10_000;
/// Longest name of a key or its code; the longest real ones have about twenty letters.
const KEY_LIMIT: usize = 32;
/// Furthest coordinate or turn of the wheel that is passed on.
const REACH: f64 = 20_000.0;
/// Hosts that are remembered as having been sent something by a person.
const HOSTS_KEPT: usize = 32;

/// A button of the mouse.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MouseButton {
    /// The one that clicks.
    #[default]
    Left,
    /// The wheel.
    Middle,
    /// The one that opens a menu.
    Right,
}

/// Keys held down during another input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Modifiers {
    /// Alt.
    pub alt: bool,
    /// Control.
    pub ctrl: bool,
    /// Command or the Windows key.
    pub meta: bool,
    /// Shift.
    pub shift: bool,
}

/// What a person does in the live view. Places are in the CSS pixels of the picture's page: see
/// [`crate::CastFrame::width`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PersonInput {
    /// The mouse is somewhere else. While the one before is still on its way, this one is left out.
    MouseMove {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
        /// Whether the left button is held down: a drag.
        #[serde(default)]
        dragging: bool,
    },
    /// A button goes down.
    MouseDown {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
        /// Which one.
        #[serde(default)]
        button: MouseButton,
        /// The how manieth click in quick succession, from one.
        #[serde(default = "one")]
        clicks: u8,
    },
    /// A button comes up.
    MouseUp {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
        /// Which one.
        #[serde(default)]
        button: MouseButton,
        /// The how manieth click in quick succession, from one.
        #[serde(default = "one")]
        clicks: u8,
    },
    /// The wheel turns, or a finger drags the page.
    Wheel {
        /// From the left.
        x: f64,
        /// From the top.
        y: f64,
        /// To the right.
        #[serde(default)]
        delta_x: f64,
        /// Downwards.
        delta_y: f64,
    },
    /// A key goes down.
    KeyDown {
        /// `KeyboardEvent.key`: `a`, `Enter`, `ArrowLeft`.
        key: String,
        /// `KeyboardEvent.code`; may be empty.
        #[serde(default)]
        code: String,
        /// Keys held with it.
        #[serde(default)]
        modifiers: Modifiers,
    },
    /// A key comes up.
    KeyUp {
        /// `KeyboardEvent.key`.
        key: String,
        /// `KeyboardEvent.code`; may be empty.
        #[serde(default)]
        code: String,
        /// Keys held with it.
        #[serde(default)]
        modifiers: Modifiers,
    },
    /// Text that no single key makes: pasted, dictated, or from the keyboard of a phone.
    Text {
        /// The text.
        text: String,
    },
}

fn one() -> u8 {
    1
}

/// What left the browser while a person had it. A form that was sent by hand has passed no gate: the run must not
/// send it again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SentByPerson {
    /// Forms sent by leaving the page: requests for a new document that change something.
    pub forms: u32,
    /// Other requests that change something: uploads, drafts, and forms that are sent by a script.
    pub requests: u32,
    /// Where they went.
    pub hosts: BTreeSet<String>,
}

/// Why a person's input was not passed on.
#[derive(Debug, thiserror::Error)]
pub enum LiveError {
    /// The session has ended.
    #[error("the browser has ended: start the application again to watch it")]
    Ended,
    /// Nobody has taken over.
    #[error("the run is not paused: take over first")]
    NotTaken,
    /// The step under way does not end.
    #[error("the step under way did not end in time: try to take over again")]
    Busy,
    /// The input is not one that a person can make.
    #[error("this input is not passed on: {0}")]
    Refused(&'static str),
    /// The browser failed.
    #[error(transparent)]
    Browser(#[from] BrowserError),
}

/// Who has the mouse and the keyboard.
#[derive(Default)]
pub(crate) struct Hands {
    /// Held while a person has them; the engine's steps wait for it.
    guard: Option<OwnedMutexGuard<()>>,
    since: Option<Instant>,
    last_input: Option<Instant>,
    before: Duration,
}

impl Hands {
    /// How long a person has had them in all.
    pub fn total(&self) -> Duration {
        self.before + self.since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Whether the person has kept them too long.
    pub fn overdue(&self) -> bool {
        let idle = self.last_input.is_some_and(|last| last.elapsed() > PERSON_IDLE);
        self.guard.is_some() && (idle || self.total() > PERSON_TOTAL)
    }

    /// Hands them back to the engine. Harmless when it has them already.
    pub fn give_back(&mut self) {
        self.before = self.total();
        self.since = None;
        self.last_input = None;
        self.guard = None;
    }
}

impl SentByPerson {
    pub(crate) fn note(&mut self, kind: &str, method: &str, url: &str) {
        if matches!(method, "GET" | "HEAD" | "OPTIONS" | "") {
            return;
        }
        match kind {
            "Document" => self.forms += 1,
            _ => self.requests += 1,
        }
        if self.hosts.len() < HOSTS_KEPT {
            self.hosts.insert(crate::form::host_of(url));
        }
    }
}

/// A handle for watching and taking over. Clones are handles on the same session.
#[derive(Clone)]
pub struct LiveView {
    inner: Weak<Inner>,
}

impl Session {
    /// A handle for whoever watches.
    pub fn live(&self) -> LiveView {
        LiveView { inner: Arc::downgrade(&self.inner) }
    }
}

impl LiveView {
    /// Pictures of the tab that is driven, from now on. All viewers share one stream; it stops with the last of them.
    pub fn cast(&self) -> Result<Cast, LiveError> {
        let inner = self.session()?;
        Ok(cast::join(&inner.cdp, &inner.hub))
    }

    /// Whether a person has the mouse and the keyboard.
    pub fn is_taken(&self) -> bool {
        self.inner.upgrade().is_some_and(|inner| inner.hands().guard.is_some())
    }

    /// Waits for the step under way and pauses the run. Taking over twice is the same as once.
    pub async fn take_over(&self) -> Result<(), LiveError> {
        let inner = self.session()?;
        if inner.hands().guard.is_some() {
            return Ok(());
        }
        let turn = Arc::clone(&inner.turn).lock_owned();
        let gone = inner.cdp.gone().clone();
        let guard = tokio::select! {
            guard = tokio::time::timeout(TAKE_OVER_WAIT, turn) => guard.map_err(|_| LiveError::Busy)?,
            () = gone.cancelled() => return Err(LiveError::Ended),
        };
        inner.hub.state().person = Some(SentByPerson::default());
        let mut hands = inner.hands();
        hands.guard = Some(guard);
        hands.since = Some(Instant::now());
        hands.last_input = hands.since;
        Ok(())
    }

    /// Lets the run go on, and tells what the person has sent meanwhile.
    pub fn give_back(&self) -> Result<SentByPerson, LiveError> {
        let inner = self.session()?;
        inner.hands().give_back();
        Ok(inner.hub.state().person.take().unwrap_or_default())
    }

    /// Passes a person's input on to the tab that is driven.
    pub async fn input(&self, input: PersonInput) -> Result<(), LiveError> {
        let inner = self.session()?;
        let (method, params) = message(&input).map_err(LiveError::Refused)?;
        {
            let mut hands = inner.hands();
            if hands.guard.is_none() {
                return Err(LiveError::NotTaken);
            }
            hands.last_input = Some(Instant::now());
        }
        // One after the other: input that overtakes itself is another input.
        let _order = match input {
            PersonInput::MouseMove { .. } => match inner.person_order.try_lock() {
                Ok(order) => order,
                Err(_) => return Ok(()),
            },
            _ => inner.person_order.lock().await,
        };
        let driven = inner.hub.state().driven.clone().ok_or(BrowserError::PageGone)?;
        match inner.call(Some(&driven), method, params, QUICK).await {
            // A click may close the tab or hold up its own acknowledgement.
            Ok(_) | Err(BrowserError::PageGone | BrowserError::Timeout { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn session(&self) -> Result<Arc<Inner>, LiveError> {
        let inner = self.inner.upgrade().ok_or(LiveError::Ended)?;
        match inner.cdp.gone().is_cancelled() {
            true => Err(LiveError::Ended),
            false => Ok(inner),
        }
    }
}

impl Inner {
    pub(crate) fn hands(&self) -> std::sync::MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until no person has the mouse and the keyboard, and keeps them for one step.
    pub(crate) async fn engine_turn(&self) -> Result<OwnedMutexGuard<()>, BrowserError> {
        let gone = self.cdp.gone().clone();
        tokio::select! {
            guard = Arc::clone(&self.turn).lock_owned() => Ok(guard),
            () = gone.cancelled() => Err(BrowserError::Gone { why: self.why.get().cloned() }),
        }
    }
}

/// The browser's command for an input, or what is wrong with it.
fn message(input: &PersonInput) -> Result<(&'static str, Value), &'static str> {
    let mouse = |kind: &str, x: &f64, y: &f64, button: &str, buttons: u8, clicks: u8| {
        place(*x, *y).map(|(x, y)| {
            let params = json!({
                "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": clicks.min(3),
            });
            ("Input.dispatchMouseEvent", params)
        })
    };
    match input {
        PersonInput::MouseMove { x, y, dragging } => {
            let button = if *dragging { "left" } else { "none" };
            mouse("mouseMoved", x, y, button, u8::from(*dragging), 0)
        }
        PersonInput::MouseDown { x, y, button, clicks } => {
            mouse("mousePressed", x, y, button.name(), button.bit(), *clicks)
        }
        PersonInput::MouseUp { x, y, button, clicks } => {
            mouse("mouseReleased", x, y, button.name(), 0, *clicks)
        }
        PersonInput::Wheel { x, y, delta_x, delta_y } => {
            let (x, y) = place(*x, *y)?;
            let turned = [*delta_x, *delta_y];
            if turned.iter().any(|delta| !delta.is_finite()) {
                return Err("the wheel has no such turn");
            }
            let [delta_x, delta_y] = turned.map(|delta| delta.clamp(-REACH, REACH));
            let params =
                json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": delta_x, "deltaY": delta_y });
            Ok(("Input.dispatchMouseEvent", params))
        }
        PersonInput::KeyDown { key, code, modifiers } => key_message(true, key, code, *modifiers),
        PersonInput::KeyUp { key, code, modifiers } => key_message(false, key, code, *modifiers),
        PersonInput::Text { text } if text.chars().count() > TEXT_LIMIT => Err("the text is too long"),
        PersonInput::Text { text } => Ok(("Input.insertText", json!({ "text": text }))),
    }
}

fn place(x: f64, y: f64) -> Result<(f64, f64), &'static str> {
    let there = |at: f64| at.is_finite() && (0.0..=REACH).contains(&at);
    if there(x) && there(y) { Ok((x, y)) } else { Err("the place is outside of the page") }
}

fn key_message(
    down: bool,
    key: &str,
    code: &str,
    modifiers: Modifiers,
) -> Result<(&'static str, Value), &'static str> {
    if key.is_empty() || key.len() > KEY_LIMIT || code.len() > KEY_LIMIT {
        return Err("there is no such key");
    }
    let command = modifiers.ctrl || modifiers.meta || modifiers.alt;
    let mut letters = key.chars();
    let letter = match (letters.next(), letters.next()) {
        (Some(letter), None) => Some(letter),
        _ => None,
    };
    let text = match key {
        "Enter" => Some("\r".to_owned()),
        _ => letter.filter(|_| !command).map(String::from),
    };
    let kind = match (down, text.is_some()) {
        (false, _) => "keyUp",
        (true, true) => "keyDown",
        (true, false) => "rawKeyDown",
    };
    let mut params = json!({
        "type": kind, "key": key, "code": code, "modifiers": modifiers.bits(),
        "windowsVirtualKeyCode": virtual_key(key, letter),
    });
    if let (true, Some(text)) = (down, text) {
        params["text"] = text.as_str().into();
        params["unmodifiedText"] = text.into();
    }
    Ok(("Input.dispatchKeyEvent", params))
}

/// The number that Chromium's editing commands go by; 0 where the text alone counts.
fn virtual_key(key: &str, letter: Option<char>) -> u32 {
    match key {
        "Backspace" => 8,
        "Tab" => 9,
        "Enter" => 13,
        "Shift" => 16,
        "Control" => 17,
        "Alt" => 18,
        "Escape" => 27,
        " " => 32,
        "PageUp" => 33,
        "PageDown" => 34,
        "End" => 35,
        "Home" => 36,
        "ArrowLeft" => 37,
        "ArrowUp" => 38,
        "ArrowRight" => 39,
        "ArrowDown" => 40,
        "Delete" => 46,
        _ => letter
            .filter(char::is_ascii_alphanumeric)
            .map_or(0, |letter| u32::from(letter.to_ascii_uppercase())),
    }
}

impl MouseButton {
    fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Middle => "middle",
            Self::Right => "right",
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Left => 1,
            Self::Right => 2,
            Self::Middle => 4,
        }
    }
}

impl Modifiers {
    fn bits(self) -> u8 {
        u8::from(self.alt) + 2 * u8::from(self.ctrl) + 4 * u8::from(self.meta) + 8 * u8::from(self.shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_is_read_as_a_page_writes_it() {
        let read = |text: &str| serde_json::from_str::<PersonInput>(text).unwrap();
        assert_eq!(
            read(r#"{"type":"mouse_down","x":10,"y":20.5}"#),
            PersonInput::MouseDown { x: 10.0, y: 20.5, button: MouseButton::Left, clicks: 1 }
        );
        let key = read(r#"{"type":"key_down","key":"a","modifiers":{"ctrl":true}}"#);
        let (method, params) = message(&key).unwrap();
        assert_eq!(method, "Input.dispatchKeyEvent");
        assert_eq!((&params["type"], &params["modifiers"]), (&json!("rawKeyDown"), &json!(2)));
        assert!(params["text"].is_null(), "a command types nothing");
        let (_, params) = message(&read(r#"{"type":"key_down","key":"Enter"}"#)).unwrap();
        assert_eq!((&params["text"], &params["windowsVirtualKeyCode"]), (&json!("\r"), &json!(13)));
    }

    #[test]
    fn what_no_person_can_do_is_refused() {
        for input in [
            PersonInput::MouseMove { x: f64::NAN, y: 0.0, dragging: false },
            PersonInput::MouseMove { x: -1.0, y: 0.0, dragging: false },
            PersonInput::Wheel { x: 1.0, y: 1.0, delta_x: 0.0, delta_y: f64::INFINITY },
            PersonInput::KeyDown { key: String::new(), code: String::new(), modifiers: Modifiers::default() },
            PersonInput::Text { text: "x".repeat(TEXT_LIMIT + 1) },
        ] {
            assert!(message(&input).is_err(), "{input:?}");
        }
    }

    #[test]
    fn a_form_sent_by_hand_is_noticed_and_reading_is_not() {
        let mut sent = SentByPerson::default();
        sent.note("Document", "GET", "https://jobs.example/apply");
        assert_eq!(sent, SentByPerson::default());
        sent.note("Document", "POST", "https://jobs.example/apply");
        sent.note("Fetch", "PUT", "https://files.example/1");
        assert_eq!((sent.forms, sent.requests, sent.hosts.len()), (1, 1, 2));
    }
}
