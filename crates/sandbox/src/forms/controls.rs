//! Pieces of forms that more than one family draws.

use super::HONEYPOT;
use crate::behaviour::Captcha;
use crate::html::escape;

/// The field no person sees: off the screen, out of the tab order, unknown to autofill.
pub(super) fn honeypot() -> String {
    format!(
        "<div class=\"extra\" aria-hidden=\"true\"><label for=\"{HONEYPOT}\">Leave this field empty</label>\
         <input type=\"text\" id=\"{HONEYPOT}\" name=\"{HONEYPOT}\" tabindex=\"-1\" autocomplete=\"off\" value=\"\"></div>"
    )
}

/// The security check, in the manner of the common one.
pub(super) fn captcha(shown: Option<Captcha>) -> String {
    shown.map(crate::captcha::widget).unwrap_or_default()
}

/// A complaint about the form as a whole, when some field was refused.
pub(super) fn summary(refused: bool, text: &str) -> String {
    if refused { format!("<p class=\"notice\" role=\"alert\">{}</p>", escape(text)) } else { String::new() }
}

/// A star with its meaning, when the field is required.
pub(super) fn star(required: bool) -> &'static str {
    if required { "<span class=\"required\" aria-hidden=\"true\">*</span>" } else { "" }
}

/// An attribute that is there or not.
pub(super) fn flag(on: bool, attribute: &'static str) -> &'static str {
    if on { attribute } else { "" }
}
