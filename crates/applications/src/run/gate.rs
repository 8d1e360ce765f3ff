//! The browser as the submit protocol sees it: a filled page with one way out.
//!
//! `send` knows no page and no button; what a click does, what is held and what came of it is asked for here. The
//! tests of the protocol put an employer without pages in the browser's place.

use std::time::{Duration, Instant};

use browser::{
    ArmPolicy, Armed, FieldHandle, FillError, GateEvent, Observation, PausedRequest, ReleaseError, Session,
};

use super::boxes::Boxes;
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
    /// Nothing left: a captcha has come up, which a person has to solve first.
    Captcha,
    /// The browser ended. What was not released was not sent.
    BrowserGone,
}

/// What the page shows of a code that it wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodeAsked {
    /// No boxes for one, beside those the form began with.
    Not,
    /// Boxes that wait for it.
    Empty,
    /// A whole code stands in them, and not the one that was sent before.
    Typed,
    /// A request waits at the gate already.
    Held,
    /// The browser ended.
    Gone,
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
    /// Hosts whose page this is.
    fn sites(&self) -> Vec<String>;
    /// Somebody else has to do something first: the gate stands so much longer before it is certain that nothing leaves.
    fn be_patient(&mut self, time: Duration);
    /// What the page shows of a code that it wants.
    fn code(&mut self) -> impl Future<Output = CodeAsked> + Send;
    /// Types a code; says whether it fits into the boxes.
    fn type_code(&mut self, code: &str) -> impl Future<Output = Result<bool, Stop>> + Send;
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
    /// It was armed before: the form was sent once and asks for a code.
    is_again: bool,
    /// What the gate has told before it was asked what the click caused.
    early: Option<Caused>,
    /// A captcha was told, or stood there before the click.
    captcha_known: bool,
    /// The code that was sent before and refused.
    code_sent: Option<String>,
}

/// How often it is looked whether the click has brought up a captcha.
const CAPTCHA_EVERY: Duration = Duration::from_millis(700);

impl<'p> InBrowser<'p> {
    pub fn new(session: Session, place: &'p Place) -> Self {
        Self {
            paused: None,
            armed: None,
            session,
            place,
            text_before: String::new(),
            is_again: false,
            early: None,
            captcha_known: false,
            code_sent: None,
        }
    }

    /// The browser, to be closed.
    pub fn into_session(self) -> Session {
        self.session
    }

    /// The button to be pressed. Where a code is asked it may be another than before.
    async fn button(&self) -> Result<Option<FieldHandle>, Stop> {
        if !self.is_again {
            return Ok(self.place.form.submit.clone());
        }
        let forms = self.place.page.read_forms().await?;
        let with_boxes = forms.iter().find(|form| Boxes::of(std::slice::from_ref(form)).is_some());
        Ok(with_boxes.or(forms.first()).and_then(|form| form.submit.clone()))
    }

    fn noted(&mut self, event: GateEvent) -> Caused {
        match event {
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

    /// The boxes for a code that were not in the form when it was filled.
    async fn boxes(&self) -> Option<Boxes> {
        if Boxes::of(std::slice::from_ref(&self.place.form)).is_some() {
            return None;
        }
        Boxes::of(&self.place.page.read_forms().await.ok()?)
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
        // A gate that stands goes first: the next one must not be taken for it.
        self.is_again = self.armed.take().is_some();
        self.paused = None;
        self.early = None;
        match &self.place.form.submit {
            _ if self.is_again => self.code_sent = self.boxes().await.and_then(|boxes| boxes.typed()),
            // What floats over the button goes now: from here on nothing but the form may send.
            Some(submit) => self.place.page.make_way(submit).await.map_err(not_clicked)?,
            None => {}
        }
        self.captcha_known = self.place.page.barriers().await?.captcha;
        self.text_before = self.place.page.text().await?;
        self.armed = Some(self.session.arm(&self.place.page, policy).await?);
        Ok(())
    }

    async fn click(&mut self) -> Result<(), Stop> {
        let submit = self.button().await?;
        let (Some(armed), Some(submit)) = (&mut self.armed, &submit) else {
            return Err(Self::gone());
        };
        armed.click(submit).await.map_err(not_clicked)
    }

    async fn caused(&mut self) -> Caused {
        if let Some(early) = self.early.take() {
            return early;
        }
        loop {
            let Some(armed) = &mut self.armed else { return Caused::BrowserGone };
            let event = tokio::select! {
                biased;
                event = armed.next() => event,
                () = tokio::time::sleep(CAPTCHA_EVERY), if !self.captcha_known => {
                    if self.place.page.barriers().await.is_ok_and(|barriers| barriers.captcha) {
                        self.captcha_known = true;
                        return Caused::Captcha;
                    }
                    continue;
                }
            };
            return self.noted(event);
        }
    }

    fn sites(&self) -> Vec<String> {
        vec![self.place.host().to_owned(), self.place.form.frame_host.clone()]
    }

    fn be_patient(&mut self, time: Duration) {
        if let Some(armed) = &mut self.armed {
            armed.be_patient_until(tokio::time::Instant::now() + time);
        }
    }

    async fn code(&mut self) -> CodeAsked {
        if self.session.is_gone() {
            return CodeAsked::Gone;
        }
        // A page may send the code by itself once it is whole, and a person may press the button.
        if let Some(armed) = self.armed.as_mut().filter(|armed| !armed.is_clicked())
            && self.early.is_none()
            && let Ok(event) = tokio::time::timeout(Duration::ZERO, armed.next()).await
        {
            let caused = self.noted(event);
            self.early = Some(caused);
        }
        if self.early.is_some() {
            return CodeAsked::Held;
        }
        match self.boxes().await.map(|boxes| boxes.typed()) {
            None => CodeAsked::Not,
            Some(typed) if typed.is_none() || typed == self.code_sent => CodeAsked::Empty,
            Some(_) => CodeAsked::Typed,
        }
    }

    async fn type_code(&mut self, code: &str) -> Result<bool, Stop> {
        match self.boxes().await {
            Some(boxes) => boxes.type_in(&self.place.page, code).await,
            None => Ok(false),
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
