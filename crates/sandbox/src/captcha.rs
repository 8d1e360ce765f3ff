//! A security check in the manner of the common one: a box in a frame, and a token in the form once a person clicked it.

use crate::behaviour::Captcha;
use crate::forms::Sent;
use crate::html::Page;
use axum::extract::Query;
use axum::response::Html;
use serde::Deserialize;

/// The form's field for the token.
const FIELD: &str = "h-captcha-response";
/// Every token begins with it.
const TOKEN: &str = "P1_";
/// The cookie of somebody who passed the check before a form.
pub(crate) const PASSED: &str = "captcha_passed=1";

/// The widget inside a form.
pub(crate) fn widget(captcha: Captcha) -> String {
    // Over the page, at a known place: whoever tests it finds the box there.
    const PLACE: &str = " style=\"position:fixed;top:16px;left:16px;margin:0;z-index:9\"";
    let (frame, hidden, place) = match captcha {
        Captcha::Unsolvable => ("/captcha", "", ""),
        Captcha::Solvable => ("/captcha?solvable=1", "", PLACE),
        Captcha::OnSubmit => ("/captcha?solvable=1", " hidden data-on-submit", PLACE),
    };
    format!(
        "<div class=\"h-captcha\"{place} data-sitekey=\"10000000-ffff-ffff-ffff-000000000001\"{hidden}>\
         <iframe title=\"Widget containing checkbox for hCaptcha security challenge\" src=\"{frame}\" width=\"303\" height=\"78\"></iframe>\
         <textarea name=\"{FIELD}\" hidden></textarea></div><script src=\"/assets/captcha.js\" defer></script>"
    )
}

/// The page that stands before a form until the check is passed.
pub(crate) fn interstitial() -> String {
    let body = format!(
        "<main class=\"message\"><h1>Just a moment</h1><p>We check that you are a person before you go on.</p>{}</main>",
        widget(Captcha::Solvable).replace("class=\"h-captcha\"", "class=\"h-captcha\" data-then=\"reload\"")
    );
    Page { lang: "en", title: "Just a moment", style: "site.css", color: "#333d4d", head: "", body: &body }
        .render()
}

/// Whether a form carries a token.
pub(crate) fn is_solved(sent: &Sent) -> bool {
    sent.values.get(FIELD).is_some_and(|all| all.iter().any(|value| value.starts_with(TOKEN)))
}

/// Which frame.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    solvable: Option<String>,
}

/// `GET /captcha`: the inside of the check; only a real click on the box solves it, and that only if it can be solved.
pub(crate) async fn frame(Query(asked): Query<Asked>) -> Html<String> {
    let script = match asked.solvable {
        Some(_) => {
            "<script>document.getElementById('checkbox').addEventListener('click', async (event) => {\
             if (!event.isTrusted) return;\
             const token = await (await fetch('/captcha/token')).text();\
             parent.postMessage({ captcha: token }, '*'); });</script>"
        }
        None => "",
    };
    let body = format!(
        "<main class=\"captcha-inside\"><label><input type=\"checkbox\" id=\"checkbox\" aria-label=\"I am human\"> I am human</label></main>{script}"
    );
    Html(
        Page {
            lang: "en",
            title: "Security check",
            style: "site.css",
            color: "#333d4d",
            head: "",
            body: &body,
        }
        .render(),
    )
}

/// `GET /captcha/token`
pub(crate) async fn token() -> String {
    format!("{TOKEN}{}", uuid::Uuid::new_v4().simple())
}
