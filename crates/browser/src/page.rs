//! One page: going somewhere, looking at it, and the frames below it.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::time::Instant;
use url::Url;

use crate::cdp::{NORMAL, QUICK, SLOW};
use crate::error::BrowserError;
use crate::fill::FillError;
use crate::hub::Document;
use crate::session::Inner;

/// A tab. Clones are handles on the same tab.
#[derive(Clone)]
pub struct Page {
    pub(crate) inner: Arc<Inner>,
    session: String,
    target_id: String,
}

/// Where a navigation has led.
#[derive(Debug, Clone)]
pub struct Navigated {
    /// The status of the document; 0 when there was none (for example `about:blank`).
    pub status: u16,
    /// The address after redirects.
    pub url: Url,
}

/// The picture format of a screenshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    /// Small; for live steps.
    Jpeg,
    /// Lossless; for evidence.
    Png,
}

/// Something a person has to deal with before a form can be sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Barriers {
    /// A visible captcha that is not solved.
    pub captcha: bool,
    /// The page says when its captcha is solved.
    #[serde(default)]
    pub captcha_tells: bool,
    /// A visible password field: the page wants a login.
    pub password: bool,
}

impl Page {
    pub(crate) fn new(inner: Arc<Inner>, session: String, target_id: String) -> Self {
        Self { inner, session, target_id }
    }

    pub(crate) fn session_id(&self) -> &str {
        &self.session
    }

    pub(crate) fn target_id(&self) -> &str {
        &self.target_id
    }

    /// Goes to `url`, waits until the document is parsed, at most `deadline`.
    ///
    /// Only http and https within the policy: Chromium itself would also open `file:` and `chrome:` when told to.
    pub async fn navigate(&self, url: &Url, deadline: Duration) -> Result<Navigated, BrowserError> {
        net::policy::check_url(url, &self.inner.egress)?;
        let _turn = self.turn().await?;
        let until = Instant::now() + deadline;
        let answer = self.call("Page.navigate", json!({ "url": url.as_str() }), deadline.min(SLOW)).await?;
        if let Some(error) = answer["errorText"].as_str() {
            return self.failed_document(url, answer["loaderId"].as_str().unwrap_or_default(), error);
        }
        self.wait_parsed(until).await?;
        let loader = answer["loaderId"].as_str().unwrap_or_default();
        let document = self.document(loader);
        if let Some(verdict) = document.verdict {
            return Err(BrowserError::Unreachable { detail: format!("the egress policy says: {verdict}") });
        }
        Ok(Navigated { status: document.status, url: self.url().await? })
    }

    /// An answer without a page is still an answer: a status with an empty body, or a question for a password.
    fn failed_document(&self, url: &Url, loader: &str, error: &str) -> Result<Navigated, BrowserError> {
        let document = self.document(loader);
        match error {
            _ if document.verdict.is_some() => {}
            "net::ERR_INVALID_AUTH_CREDENTIALS" => return Ok(Navigated { status: 401, url: url.clone() }),
            "net::ERR_HTTP_RESPONSE_CODE_FAILURE" if document.status >= 400 => {
                return Ok(Navigated { status: document.status, url: url.clone() });
            }
            _ => {}
        }
        let detail = match document.verdict {
            Some(verdict) => format!("the egress policy says: {verdict}"),
            None => error.to_owned(),
        };
        Err(BrowserError::Unreachable { detail })
    }

    /// Shows a document given as text, for looking at a saved page. What it links to is only loaded as far as the
    /// policy lets it.
    pub async fn load_html(&self, html: &str) -> Result<(), BrowserError> {
        let content = json!({ "frameId": self.target_id, "html": html });
        self.call("Page.setDocumentContent", content, SLOW).await?;
        self.wait_parsed(Instant::now() + SLOW).await
    }

    /// Clicks the first visible element that matches `selector` and whose caption matches the regular expression
    /// `caption`; for links and buttons that lead to a form. False when there is none.
    pub async fn click_on(&self, selector: &str, caption: &str) -> Result<bool, BrowserError> {
        let _turn = self.turn().await?;
        self.click_found(selector, caption).await
    }

    /// The same, unless a person has had the page since it was last asked what they did: then nothing is clicked, and it
    /// is `None`.
    pub async fn click_on_untouched(
        &self,
        selector: &str,
        caption: &str,
    ) -> Result<Option<bool>, BrowserError> {
        let Some(_turn) = self.untouched_turn().await? else { return Ok(None) };
        self.click_found(selector, caption).await.map(Some)
    }

    async fn click_found(&self, selector: &str, caption: &str) -> Result<bool, BrowserError> {
        for frame in self.frames().await? {
            let found: Option<u64> = self.run(&frame, "find_text", json!([selector, caption])).await?;
            if let Some(id) = found {
                let point = match self.uncovered(&frame, id).await {
                    Ok(point) => point,
                    // A person would try it all the same.
                    Err(FillError::Covered { .. }) => self.point_of(&frame, id).await?,
                    Err(FillError::Browser(error)) => return Err(error),
                    Err(_) => return Err(BrowserError::PageGone),
                };
                self.click_at(point).await?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the page shows something that [`click_on`](Self::click_on) would click.
    pub async fn shows(&self, selector: &str, caption: &str) -> Result<bool, BrowserError> {
        for frame in self.frames().await? {
            // A frame that goes away meanwhile shows nothing.
            let found = self.run::<Option<u64>>(&frame, "find_text", json!([selector, caption])).await;
            if found.is_ok_and(|found| found.is_some()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The address of the page now.
    pub async fn url(&self) -> Result<Url, BrowserError> {
        let frames = self.frames().await?;
        let url = frames.first().map(|frame| frame.url.as_str());
        Url::parse(url.unwrap_or("about:blank"))
            .map_err(|error| BrowserError::Protocol { detail: error.to_string() })
    }

    /// The title of the page.
    pub async fn title(&self) -> Result<String, BrowserError> {
        self.run(&self.main_frame().await?, "title", json!([])).await
    }

    /// The text a person sees, of all frames.
    pub async fn text(&self) -> Result<String, BrowserError> {
        let mut text = String::new();
        for frame in self.frames().await? {
            // A frame that went away while the page was read has no text.
            if let Ok(part) = self.run::<String>(&frame, "text", json!([])).await {
                text.push_str(&part);
                text.push('\n');
            }
        }
        Ok(text)
    }

    /// The document of the main frame as it stands.
    pub async fn html(&self) -> Result<String, BrowserError> {
        self.run(&self.main_frame().await?, "html", json!([])).await
    }

    /// What stands in the way of an application here.
    pub async fn barriers(&self) -> Result<Barriers, BrowserError> {
        let mut barriers = Barriers::default();
        for frame in self.frames().await? {
            if let Ok(found) = self.run::<Barriers>(&frame, "barriers", json!([])).await {
                barriers.captcha |= found.captcha;
                barriers.captcha_tells |= found.captcha_tells;
                barriers.password |= found.password;
            }
        }
        Ok(barriers)
    }

    /// Page-level error messages.
    pub async fn banners(&self) -> Result<Vec<String>, BrowserError> {
        let mut banners = Vec::new();
        for frame in self.frames().await? {
            if let Ok(found) = self.run::<Vec<String>>(&frame, "banners", json!([])).await {
                banners.extend(found);
            }
        }
        Ok(banners)
    }

    /// A picture of the visible part, or of the whole page.
    pub async fn screenshot(&self, format: ImageFormat, whole_page: bool) -> Result<Vec<u8>, BrowserError> {
        let mut params = match format {
            ImageFormat::Jpeg => json!({ "format": "jpeg", "quality": 70, "optimizeForSpeed": true }),
            ImageFormat::Png => json!({ "format": "png", "optimizeForSpeed": true }),
        };
        params["captureBeyondViewport"] = whole_page.into();
        if whole_page {
            let size = self.call("Page.getLayoutMetrics", json!({}), QUICK).await?["cssContentSize"].take();
            let height = size["height"].as_f64().unwrap_or(0.0).min(MAX_SHOT_HEIGHT);
            params["clip"] = json!({ "x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1 });
        }
        let answer = self.call("Page.captureScreenshot", params, NORMAL).await?;
        STANDARD
            .decode(answer["data"].as_str().unwrap_or_default())
            .map_err(|error| BrowserError::Protocol { detail: error.to_string() })
    }

    /// Closes the tab.
    pub async fn close(&self) -> Result<(), BrowserError> {
        let params = json!({ "targetId": self.target_id });
        self.inner.call(None, "Target.closeTarget", params, QUICK).await?;
        Ok(())
    }

    /// Waits for the mouse and the keyboard, and makes this the tab that is driven.
    pub(crate) async fn turn(&self) -> Result<tokio::sync::OwnedMutexGuard<()>, BrowserError> {
        let turn = self.inner.engine_turn().await?;
        let mut state = self.inner.hub.state();
        if state.target(&self.session).is_some() {
            state.driven = Some(self.session.clone());
        }
        Ok(turn)
    }

    /// The same, unless a person has had them since it was last asked what they did ([`LiveView::sent`]): then what the page
    /// holds is theirs, and has to be looked at first.
    ///
    /// [`LiveView::sent`]: crate::LiveView::sent
    pub(crate) async fn untouched_turn(
        &self,
    ) -> Result<Option<tokio::sync::OwnedMutexGuard<()>>, BrowserError> {
        let turn = self.turn().await?;
        let is_touched = self.inner.hub.state().person.is_some();
        Ok((!is_touched).then_some(turn))
    }

    pub(crate) async fn call(
        &self,
        method: &'static str,
        params: Value,
        deadline: Duration,
    ) -> Result<Value, BrowserError> {
        self.inner.call(Some(&self.session), method, params, deadline).await
    }

    fn document(&self, loader: &str) -> Document {
        self.inner
            .hub
            .state()
            .target(&self.session)
            .and_then(|target| target.documents.get(loader).cloned())
            .unwrap_or_default()
    }

    /// Stops a page that spins, so that the next call has a chance.
    pub(crate) fn interrupt(&self) {
        self.inner.cdp.post(Some(&self.session), "Runtime.terminateExecution", json!({}));
    }

    pub(crate) async fn is_loaded(&self) -> bool {
        self.ready().await.is_ok_and(|state| state == "complete")
    }

    pub(crate) async fn ready(&self) -> Result<String, BrowserError> {
        self.run(&self.main_frame().await?, "ready", json!([])).await
    }

    pub(crate) fn check_alive(&self) -> Result<(), BrowserError> {
        if self.inner.cdp.gone().is_cancelled() {
            return Err(BrowserError::Gone { why: self.inner.why() });
        }
        let state = self.inner.hub.state();
        match state.target(&self.session) {
            Some(target) if !target.crashed => Ok(()),
            _ => Err(BrowserError::PageGone),
        }
    }
}

/// The tallest picture taken of a page; a longer one is cut.
const MAX_SHOT_HEIGHT: f64 = 8000.0;
