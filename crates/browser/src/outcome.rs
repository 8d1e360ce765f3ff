//! Watching what comes of a submission, and collecting the evidence. It only looks: it never reloads, goes back or
//! clicks, because each of these can send a form again.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use crate::armed::Armed;
use crate::gate::SentRequest;
use crate::hub::Kind;
use crate::page::{ImageFormat, Page};

/// No negative verdict before this much observation: confirmations were seen up to 7 s late.
const OBSERVE_AT_LEAST: Duration = Duration::from_secs(8);
/// When it is certain that nothing was sent, only the page's own complaint is waited for.
const OBSERVE_UNSENT: Duration = Duration::from_secs(1);
/// Longest pause between two looks at the page that may hold the confirmation.
const OBSERVE_EVERY: Duration = Duration::from_millis(250);
/// Shortest one, when the browser tells of traffic all the time.
const OBSERVE_PAUSE: Duration = Duration::from_millis(40);

/// What came of the submission.
#[derive(Debug, Clone)]
pub struct Observation {
    /// The status of the released request's answer.
    pub status: Option<u16>,
    /// Why it has none.
    pub failed: Option<String>,
    /// The connection ended before an answer: the site may have the application or not.
    pub broke_off: bool,
    /// Every request that passed the gate, the released one first.
    pub sent: Vec<SentRequest>,
    /// Repetitions of a passed request that were stopped.
    pub duplicates_blocked: u32,
    /// The address of the newest page at the end.
    pub final_url: Option<Url>,
    /// The address changed.
    pub navigated: bool,
    /// The text before the click.
    pub text_before: String,
    /// The text at the end.
    pub text_after: String,
    /// Complaints at fields, as (label, message).
    pub field_errors: Vec<(String, String)>,
    /// Complaints of the page as a whole.
    pub banners: Vec<String>,
    /// What dialogs said.
    pub dialogs: Vec<String>,
    /// A form with its button is still shown.
    pub form_still_there: bool,
    /// The whole page as PNG.
    pub screenshot: Option<Vec<u8>>,
    /// The document.
    pub html: Option<String>,
    /// The browser ended before the observation did.
    pub browser_gone: bool,
}

/// A glance at the page during the observation, for the caller's own judgement.
#[derive(Debug, Clone)]
pub struct Glance {
    /// The status of the released request's answer so far.
    pub status: Option<u16>,
    /// The address now.
    pub url: Option<Url>,
    /// The text now.
    pub text: String,
}

impl Armed {
    /// Watches the page until `conclusive` says so, or until the site has been given every chance: at least eight
    /// seconds, at most as long as the session's limits say. Then collects the evidence.
    pub async fn outcome(&mut self, conclusive: impl Fn(&Glance) -> bool) -> Observation {
        let began = Instant::now();
        let mut changes = self.inner.hub.watch();
        let mut text_after = self.text_before.clone();
        let mut final_url = self.url_before.clone();
        loop {
            if let Some(page) = self.newest() {
                if let Ok(text) = page.text().await {
                    text_after = text;
                }
                if let Ok(url) = page.url().await {
                    final_url = Some(url);
                }
            }
            let released = self.released();
            let glance = Glance {
                status: released.as_ref().and_then(|sent| sent.status),
                url: final_url.clone(),
                text: text_after.clone(),
            };
            let answered =
                released.as_ref().is_none_or(|sent| sent.status.is_some() || sent.failed.is_some());
            let certainly_unsent =
                released.as_ref().is_some_and(|sent| sent.failed.is_some() && !sent.may_have_left);
            let enough = if certainly_unsent { OBSERVE_UNSENT } else { OBSERVE_AT_LEAST };
            let long_enough = answered && began.elapsed() >= enough;
            // A page that thanks before the site has answered may be mistaken: the answer is waited for.
            let worth_judging = answered || began.elapsed() >= OBSERVE_AT_LEAST;
            if (worth_judging && conclusive(&glance))
                || long_enough
                || began.elapsed() >= self.inner.observation
                || self.inner.cdp.gone().is_cancelled()
            {
                break;
            }
            tokio::time::sleep(OBSERVE_PAUSE).await;
            // An answer or a new page is worth a look at once.
            let _ = tokio::time::timeout(OBSERVE_EVERY - OBSERVE_PAUSE, changes.changed()).await;
        }
        self.collect(text_after, final_url).await
    }

    async fn collect(&self, text_after: String, final_url: Option<Url>) -> Observation {
        let released = self.released();
        let (sent, duplicates_blocked, dialogs) = {
            let state = self.inner.hub.state();
            let gate = state.gate.as_ref();
            (
                gate.map(|gate| gate.sent.clone()).unwrap_or_default(),
                gate.map_or(0, |gate| gate.duplicates_blocked),
                state.dialogs.clone(),
            )
        };
        let mut observation = Observation {
            status: released.as_ref().and_then(|sent| sent.status),
            broke_off: released.as_ref().is_some_and(SentRequest::broke_off),
            failed: released.and_then(|sent| sent.failed),
            sent,
            duplicates_blocked,
            navigated: final_url != self.url_before,
            final_url,
            text_before: self.text_before.clone(),
            text_after,
            field_errors: Vec::new(),
            banners: Vec::new(),
            dialogs,
            form_still_there: false,
            screenshot: None,
            html: None,
            browser_gone: self.inner.cdp.gone().is_cancelled(),
        };
        if let Some(page) = self.newest() {
            if let Ok((errors, there)) = page.complaints().await {
                observation.field_errors = errors;
                observation.form_still_there = there;
            }
            observation.banners = page.banners().await.unwrap_or_default();
            observation.screenshot = page.screenshot(ImageFormat::Png, true).await.ok();
            observation.html = page.html().await.ok();
        }
        observation
    }

    fn released(&self) -> Option<SentRequest> {
        let state = self.inner.hub.state();
        state.gate.as_ref()?.sent.first().cloned()
    }

    /// The page the confirmation appears on: a tab the form opened, else the form's own.
    fn newest(&self) -> Option<Page> {
        let state = self.inner.hub.state();
        let newest = state.targets.iter().rfind(|target| target.kind == Kind::Page)?;
        Some(Page::new(Arc::clone(&self.inner), newest.session.clone(), newest.target_id.clone()))
    }
}
