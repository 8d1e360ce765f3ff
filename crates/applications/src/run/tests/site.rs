//! A site without pages: asks one or two questions, holds one request, and shows what the employer answered.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use browser::{Observation, ReleaseError};
use chrono::TimeDelta;
use domain::{AnswerOrigin, ApplicationId, FieldAnswer, Snapshot, Timestamp};
use testkit::FrozenClock;

use super::super::gate::{Caused, CodeAsked, Gate, nothing_seen};
use super::super::stop::Stop;
use super::super::{Ended, Run, Site};
use super::employer::{Answer, Behaviour, Ledger};

/// As the browser has it: an older decision is refused.
const DECISION_VALID: Duration = Duration::from_secs(2);
/// How often Chromium sends a request again whose connection broke (measured: three in all).
const SENT_AGAIN: u32 = 2;

/// The defences outside of the database. Tests take one away to see that its absence is noticed.
#[derive(Clone, Copy, Debug)]
pub(in crate::run) struct Defences {
    /// Requests are held until the release is written down.
    pub gate: bool,
    /// A broken connection is not made again by the browser itself.
    pub freeze: bool,
    /// An old decision no longer releases.
    pub old_decisions_refused: bool,
}

impl Defences {
    pub const ALL: Self = Self { gate: true, freeze: true, old_decisions_refused: true };
}

/// What pressing the button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum Click {
    Sends,
    /// The page's own checks refuse it, and it says why.
    Complains,
    NothingHappens,
    CannotBePressed,
    BrowserDies,
    /// Sent in a way that cannot be held.
    Ungated,
}

/// Whether the decision to release is too old by now.
#[derive(Clone)]
pub(in crate::run) enum Age {
    /// By the machine's own clock, as the browser measures.
    Real,
    /// By a clock of the test that never jumps: when the run went on from the point before it decided.
    Virtual { clock: FrozenClock, decided: Arc<Mutex<Option<Timestamp>>> },
}

impl Age {
    fn is_over(&self, decided_at: Instant) -> bool {
        match self {
            Self::Real => decided_at.elapsed() > DECISION_VALID,
            Self::Virtual { clock, decided } => {
                let decided = *decided.lock().unwrap_or_else(PoisonError::into_inner);
                decided.is_none_or(|at| domain::Clock::now(clock) - at > TimeDelta::seconds(2))
            }
        }
    }
}

/// The line to the employer.
pub(in crate::run) trait Line: Send {
    fn send(&mut self, id: ApplicationId);
    fn answer(&mut self) -> Answer;
    /// What is sent from now on carries the code.
    fn code_typed(&mut self);
}

/// The employer in the same process.
#[derive(Clone)]
pub(in crate::run) struct InMemory {
    pub ledger: Ledger,
    pub behaviour: Behaviour,
}

impl Line for InMemory {
    fn send(&mut self, id: ApplicationId) {
        self.ledger.arrive(id, self.behaviour);
    }

    fn answer(&mut self) -> Answer {
        self.behaviour.answer()
    }

    fn code_typed(&mut self) {
        self.behaviour = self.behaviour.with_code();
    }
}

/// A site to be worked on once.
pub(in crate::run) struct TestSite<L> {
    pub line: L,
    pub click: Click,
    pub defences: Defences,
    pub age: Age,
    /// Asks what only the person can answer.
    pub asks: bool,
    /// Another version is another form.
    pub version: u32,
    /// How often the button was pressed.
    pub pressed: Arc<AtomicU32>,
}

impl<L: Line> Site for TestSite<L> {
    async fn work(self, run: &mut Run<'_>) -> Result<Ended, Stop> {
        run.step("Opening a browser", "", 5, None).await?;
        run.context.pass("P2").await;
        run.context.pass("P3").await;
        let snapshot = self.snapshot(run);
        if snapshot.open_questions().next().is_some() {
            return run.ask(&snapshot).await;
        }
        run.step("Attached resume.pdf", "", 80, None).await?;
        run.context.pass("P5").await;
        run.context.pass("P4").await;
        let mut gate = TestGate {
            id: run.record.application.id,
            line: self.line,
            click: self.click,
            defences: self.defences,
            age: self.age,
            pressed: self.pressed,
            is_open: true,
            left: false,
            asks_code: false,
        };
        run.filled(&mut gate, &snapshot).await
    }
}

impl<L> TestSite<L> {
    fn snapshot(&self, run: &Run<'_>) -> Snapshot {
        let stated = run.record.snapshot.iter().flat_map(|snapshot| &snapshot.answers);
        let stated = stated.filter(|answer| answer.field == "why").find_map(|answer| answer.value.clone());
        let mut answers = vec![question("email", Some("robin@mail.example".to_owned()))];
        if self.asks {
            answers.push(question("why", stated));
        }
        if self.version > 0 {
            answers.push(question(&format!("extra {}", self.version), Some("yes".to_owned())));
        }
        let form_url = "https://jobs.example/1".to_owned();
        Snapshot { form_url, answers, resume_id: None, cover_letter_id: None }
    }
}

fn question(field: &str, value: Option<String>) -> FieldAnswer {
    FieldAnswer {
        field: field.to_owned(),
        label: field.to_owned(),
        kind: "text".to_owned(),
        meaning: "unknown".to_owned(),
        required: true,
        sensitive: false,
        options: Vec::new(),
        value,
        document_id: None,
        origin: AnswerOrigin::Person,
    }
}

/// The gate of a [`TestSite`].
struct TestGate<L> {
    id: ApplicationId,
    line: L,
    click: Click,
    defences: Defences,
    age: Age,
    pressed: Arc<AtomicU32>,
    is_open: bool,
    left: bool,
    asks_code: bool,
}

impl<L: Line> TestGate<L> {
    fn send(&mut self) {
        self.left = true;
        self.line.send(self.id);
    }
}

impl<L: Line> Gate for TestGate<L> {
    fn host(&self) -> String {
        "jobs.example".to_owned()
    }

    fn can_be_sent(&self) -> Result<(), Stop> {
        Ok(())
    }

    async fn arm(&mut self, _tell_tales: Vec<String>) -> Result<(), Stop> {
        self.left = false;
        Ok(())
    }

    fn sites(&self) -> Vec<String> {
        vec![self.host()]
    }

    fn be_patient(&mut self, _time: Duration) {}

    async fn code(&mut self) -> CodeAsked {
        match self.asks_code {
            // The person types it at once.
            true => {
                self.line.code_typed();
                CodeAsked::Typed
            }
            false => CodeAsked::Not,
        }
    }

    async fn type_code(&mut self, _code: &str) -> Result<bool, Stop> {
        Ok(true)
    }

    async fn click(&mut self) -> Result<(), Stop> {
        self.pressed.fetch_add(1, Ordering::SeqCst);
        match self.click {
            Click::CannotBePressed => {
                return Err(Stop::try_again("not_clicked", "The button could not be pressed."));
            }
            Click::Ungated => self.send(),
            Click::Sends if !self.defences.gate => self.send(),
            Click::Sends | Click::Complains | Click::NothingHappens | Click::BrowserDies => {}
        }
        Ok(())
    }

    async fn caused(&mut self) -> Caused {
        match self.click {
            Click::Sends => Caused::Held { fingerprint: "request".to_owned() },
            Click::Ungated => Caused::Ungated { how: "a socket" },
            Click::BrowserDies => Caused::BrowserGone,
            Click::Complains | Click::NothingHappens | Click::CannotBePressed => Caused::Nothing,
        }
    }

    async fn release(&mut self, decided_at: Instant) -> Result<(), ReleaseError> {
        if self.left {
            return Ok(());
        }
        if self.defences.old_decisions_refused && self.age.is_over(decided_at) {
            self.is_open = false;
            return Err(ReleaseError::TooLate);
        }
        if !self.is_open {
            return Err(ReleaseError::RequestGone);
        }
        self.send();
        Ok(())
    }

    fn abandon(&mut self) {
        self.is_open = false;
    }

    async fn watch(&mut self) -> Observation {
        if !self.left {
            return Observation { failed: Some("never left".to_owned()), ..self.look().await };
        }
        let mut answer = self.line.answer();
        if !self.defences.freeze {
            for _ in 0..SENT_AGAIN {
                if answer == Answer::Broken {
                    self.line.send(self.id);
                    answer = self.line.answer();
                }
            }
        }
        let page = self.look().await;
        match answer {
            Answer::Broken => {
                Observation { failed: Some("net::ERR_EMPTY_RESPONSE".to_owned()), broke_off: true, ..page }
            }
            Answer::Status(status, text) => {
                let is_refused = matches!(status, 422 | 428);
                self.asks_code = status == 428;
                let wrong = (status == 422).then(|| ("E-mail".to_owned(), "is not known here".to_owned()));
                Observation {
                    status: Some(status),
                    text_after: text.to_owned(),
                    field_errors: wrong.into_iter().collect(),
                    form_still_there: is_refused,
                    ..page
                }
            }
        }
    }

    async fn look(&mut self) -> Observation {
        let complaint = (self.click == Click::Complains).then(|| "E-mail is required".to_owned());
        Observation {
            text_before: "Apply".to_owned(),
            text_after: "Apply".to_owned(),
            banners: complaint.into_iter().collect(),
            browser_gone: false,
            ..nothing_seen()
        }
    }
}
