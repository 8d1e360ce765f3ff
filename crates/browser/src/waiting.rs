//! Waiting for a page: until it is read, drawn, quiet or idle, or shows something. Every wait has an end.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use crate::cdp::NORMAL;
use crate::error::BrowserError;
use crate::page::Page;

/// Pause between two looks at something that changes by itself.
pub(crate) const LOOK_PAUSE: Duration = Duration::from_millis(40);

/// Nothing moves and nothing is drawn for this long: the page is quiet. Scripts that draw a form begin within a few
/// frames of what they wait for.
const QUIET: Duration = Duration::from_millis(120);
/// How long a document may take to say when it has last changed.
const FRAME_ANSWERS: Duration = Duration::from_millis(300);
/// A page that goes on drawing (a clock, a ticker) is not waited for longer than this once its traffic is quiet.
const DRAWING_LIMIT: Duration = Duration::from_secs(1);

impl Page {
    /// Waits until the page is quiet: loaded, no request under way, and neither traffic nor a change in a document for a
    /// moment, at most `deadline`. False when it never became quiet, which some pages never do.
    pub async fn wait_quiet(&self, deadline: Duration) -> Result<bool, BrowserError> {
        let until = Instant::now() + deadline;
        let mut quiet_at = None;
        while Instant::now() < until {
            let quiet = self.inner.hub.state().quiet_since(self.session_id());
            let next_look = match quiet {
                Some(since) if since.elapsed() < QUIET => since + QUIET,
                Some(_) => {
                    let quiet_at = *quiet_at.get_or_insert_with(Instant::now);
                    match tokio::time::timeout_at(until, self.is_loaded()).await {
                        Ok(true) if quiet_at.elapsed() >= DRAWING_LIMIT => return Ok(true),
                        Ok(true) => match self.drawn_ago(until).await? {
                            ago if ago >= QUIET => return Ok(true),
                            ago => Instant::now() + (QUIET - ago),
                        },
                        Ok(false) => Instant::now() + LOOK_PAUSE,
                        // It spins, and the deadline has come.
                        Err(_) => {
                            self.interrupt();
                            until
                        }
                    }
                }
                None => {
                    quiet_at = None;
                    Instant::now() + LOOK_PAUSE
                }
            };
            self.check_alive()?;
            tokio::time::sleep_until(next_look.min(until)).await;
        }
        Ok(false)
    }

    /// How long ago any document of the page has last changed.
    async fn drawn_ago(&self, until: Instant) -> Result<Duration, BrowserError> {
        let mut least = Duration::MAX;
        for frame in self.frames().await? {
            let unchanged = self.run::<u64>(&frame, "unchanged_for", json!([]));
            // A frame that goes away or spins is not waited for.
            let answers = until.min(Instant::now() + FRAME_ANSWERS);
            if let Ok(Ok(ms)) = tokio::time::timeout_at(answers, unchanged).await {
                least = least.min(Duration::from_millis(ms));
            }
        }
        Ok(least)
    }

    /// Waits until no request of the page is under way, at most `deadline`: what a click or a file has set off.
    pub async fn wait_idle(&self, deadline: Duration) -> Result<(), BrowserError> {
        let until = Instant::now() + deadline;
        while Instant::now() < until {
            if self.inner.hub.state().quiet_since(self.session_id()).is_some() {
                return Ok(());
            }
            self.check_alive()?;
            tokio::time::sleep(LOOK_PAUSE).await;
        }
        Ok(())
    }

    /// Waits until something visible matches `selector` in any frame, at most `deadline`. False when nothing did.
    pub async fn wait_for(&self, selector: &str, deadline: Duration) -> Result<bool, BrowserError> {
        let until = Instant::now() + deadline;
        while Instant::now() < until {
            for frame in self.frames().await? {
                if self.run::<bool>(&frame, "exists", json!([selector])).await.unwrap_or(false) {
                    return Ok(true);
                }
            }
            self.check_alive()?;
            tokio::time::sleep(LOOK_PAUSE).await;
        }
        Ok(false)
    }

    /// Waits until a new page has drawn itself. Sent elsewhere before that, Chromium 156 loses the renderer in two
    /// of three cases ("rejected by interface blink.mojom.Widget", measured; 16 of 16 survive after this).
    pub(crate) async fn wait_drawn(&self) -> Result<(), BrowserError> {
        let drawn = json!({
            "expression": "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))",
            "awaitPromise": true,
        });
        self.call("Runtime.evaluate", drawn, NORMAL).await?;
        Ok(())
    }

    /// Waits until the document is read; scripts of it may still run.
    pub(crate) async fn wait_parsed(&self, until: Instant) -> Result<(), BrowserError> {
        loop {
            let Ok(ready) = tokio::time::timeout_at(until, self.ready()).await else {
                self.interrupt();
                return Err(BrowserError::Timeout { what: "loading the page" });
            };
            match ready {
                Ok(state) if state != "loading" => return Ok(()),
                Err(error @ BrowserError::Gone { .. }) => return Err(error),
                Err(BrowserError::PageGone) => self.check_alive()?,
                // The document is just being exchanged.
                _ => {}
            }
            if Instant::now() >= until {
                return Err(BrowserError::Timeout { what: "loading the page" });
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
    }
}
