//! What a person does in the live view, and what the browser is told of it.
//!
//! Pure: an input in, a command out, or what is wrong with the input.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Longest text put in at once.
const TEXT_LIMIT: usize = 10_000;
/// Longest name of a key or its code; the longest real ones have about twenty letters.
const KEY_LIMIT: usize = 32;
/// Furthest coordinate or turn of the wheel that is passed on.
const REACH: f64 = 20_000.0;

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

/// The browser's command for an input, or what is wrong with it.
pub(crate) fn message(input: &PersonInput) -> Result<(&'static str, Value), &'static str> {
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
}
