//! The browser as the submit protocol sees it: a filled page with one way out.
//!
//! `send` knows no page and no button; what a click does, what is held and what came of it is asked for here. The
//! tests of the protocol put an employer without pages in the browser's place.

use std::time::Instant;

use browser::{ArmPolicy, Armed, FillError, GateEvent, Observation, PausedRequest, ReleaseError, Session};

use super::find::Place;
use super::stop::Stop;
use super::verdict::is_conclusive;

/// What the click has caused.
pub(super) enum Caused {
    /// The request waits at the gate.
    Held {
        /// sha256 over method, URL and body.
        fingerprint: String,
    },
    /// The page sends in a way that cannot be held.
    Ungated {
        /// What was seen.
        how: &'static str,
    },
    /// Nothing left and nothing will.
    Nothing,
    /// The browser ended. What was not released was not sent.
    BrowserGone,
}

/// A filled page with one way out. Dropped before [`release`](Self::release), nothing leaves.
pub(super) trait Gate: Send {
    /// The host the form is sent to.
    fn host(&self) -> String;
    /// Whether there is anything to press.
    fn can_be_sent(&self) -> Result<(), Stop>;
    /// From now on no request leaves without [`release`](Self::release).
    fn arm(&mut self, tell_tales: Vec<String>) -> impl Future<Output = Result<(), Stop>> + Send;
    /// Presses the button, once.
    fn click(&mut self) -> impl Future<Output = Result<(), Stop>> + Send;
    /// Waits for what the click causes.
    fn caused(&mut self) -> impl Future<Output = Caused> + Send;
    /// Lets the held request go, unless the decision is too old.
    fn release(&mut self, decided_at: Instant) -> impl Future<Output = Result<(), ReleaseError>> + Send;
    /// Shuts the way out for good: what waits there never leaves.
    fn abandon(&mut self);
    /// Watches what comes of it until that is conclusive or every chance was given.
    fn watch(&mut self) -> impl Future<Output = Observation> + Send;
    /// What the page shows now.
    fn look(&mut self) -> impl Future<Output = Observation> + Send;
}

/// The real one.
pub(super) struct InBrowser<'p> {
    // Declared in the order in which they have to go: the request, the gate, the browser.
    paused: Option<PausedRequest>,
    armed: Option<Armed>,
    session: Session,
    place: &'p Place,
    text_before: String,
}

impl<'p> InBrowser<'p> {
    pub fn new(session: Session, place: &'p Place) -> Self {
        Self { paused: None, armed: None, session, place, text_before: String::new() }
    }

    /// The browser, to be closed.
    pub fn into_session(self) -> Session {
        self.session
    }

    fn gone() -> Stop {
        Stop::try_again("browser_gone", "The browser ended before anything was sent.")
    }
}

impl Gate for InBrowser<'_> {
    fn host(&self) -> String {
        self.place.host().to_owned()
    }

    fn can_be_sent(&self) -> Result<(), Stop> {
        match self.place.form.submit {
            Some(_) => Ok(()),
            None => Err(Stop::fail(
                "no_button",
                "The form has no button to send it. Apply on the employer's site yourself.",
            )),
        }
    }

    async fn arm(&mut self, tell_tales: Vec<String>) -> Result<(), Stop> {
        let submit_hosts = vec![self.place.host().to_owned(), self.place.form.frame_host.clone()];
        let policy = ArmPolicy { submit_hosts, tell_tales };
        // What floats over the button goes now: from here on nothing but the form may send.
        if let Some(submit) = &self.place.form.submit {
            self.place.page.make_way(submit).await.map_err(not_clicked)?;
        }
        self.text_before = self.place.page.text().await?;
        self.armed = Some(self.session.arm(&self.place.page, policy).await?);
        Ok(())
    }

    async fn click(&mut self) -> Result<(), Stop> {
        let (Some(armed), Some(submit)) = (&mut self.armed, &self.place.form.submit) else {
            return Err(Self::gone());
        };
        armed.click(submit).await.map_err(not_clicked)
    }

    async fn caused(&mut self) -> Caused {
        let Some(armed) = &mut self.armed else { return Caused::BrowserGone };
        match armed.next().await {
            GateEvent::Paused(request) => {
                let fingerprint = request.fingerprint.clone();
                self.paused = Some(request);
                Caused::Held { fingerprint }
            }
            GateEvent::Ungated { how } => Caused::Ungated { how },
            GateEvent::NothingSent { .. } => Caused::Nothing,
            GateEvent::BrowserGone => Caused::BrowserGone,
        }
    }

    async fn release(&mut self, decided_at: Instant) -> Result<(), ReleaseError> {
        let request = self.paused.take().ok_or(ReleaseError::RequestGone)?;
        request.release(decided_at).await
    }

    fn abandon(&mut self) {
        self.paused = None;
        self.armed = None;
    }

    async fn watch(&mut self) -> Observation {
        let text_before = &self.text_before;
        match &mut self.armed {
            Some(armed) => armed.outcome(|glance| is_conclusive(text_before, glance)).await,
            None => nothing_seen(),
        }
    }

    async fn look(&mut self) -> Observation {
        match &mut self.armed {
            Some(armed) => armed.outcome(|_| true).await,
            None => nothing_seen(),
        }
    }
}

fn not_clicked(error: FillError) -> Stop {
    Stop::try_again("not_clicked", format!("The button could not be pressed: {error}. Nothing was sent."))
}

/// An observation of nothing: no answer, no page.
pub(super) fn nothing_seen() -> Observation {
    Observation {
        status: None,
        failed: None,
        broke_off: false,
        sent: Vec::new(),
        duplicates_blocked: 0,
        final_url: None,
        navigated: false,
        text_before: String::new(),
        text_after: String::new(),
        field_errors: Vec::new(),
        banners: Vec::new(),
        dialogs: Vec::new(),
        form_still_there: false,
        screenshot: None,
        html: None,
        browser_gone: true,
    }
}
