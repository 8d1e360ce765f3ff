//! Waiting, with the browser open, for what only the person or their mailbox can give.
//!
//! The lease is kept, and the time counts towards no limit of the run or its browser; each wait has a limit of its own
//! and a named end. Captchas are neither clicked nor filled by Jobwire: the person takes over, solves them, gives back.

use std::time::Duration;

use browser::{Page, SentByPerson};
use domain::State;
use secrecy::ExposeSecret as _;
use store::codes::CodeRequestId;
use tokio::time::Instant;
use url::Url;

use super::Run;
use super::by_hand;
use super::find;
use super::gate::{Caused, CodeAsked, Gate};
use super::sender::senders;
use super::stop::Stop;
use super::verdict::confirmation;

/// How long Jobwire waits for what it cannot do itself.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
    /// For a code that was mailed. Mail arrives within a minute or two; sites' codes hold for ten.
    pub code: Duration,
    /// For a person who solves a captcha.
    pub captcha: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Self { code: Duration::from_secs(5 * 60), captcha: Duration::from_secs(10 * 60) }
    }
}

/// Captchas that a person is asked to solve on the way to one form.
const MOST_CAPTCHAS: usize = 5;
/// Pause between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// The step while a captcha waits for the person.
pub(super) const SOLVE: &str = "A captcha is here: take over and solve it";
/// The step while a code is awaited.
pub(super) const CODE: &str = "Waiting for the security code in your mailbox";
/// The reason of a run that ended without its code.
pub(super) const NO_CODE: &str = "email_code";

impl Run<'_> {
    /// From now on a code is taken from the mail of the site at `hosts`.
    pub(super) async fn request_code(&mut self, hosts: &[String]) -> Result<(), Stop> {
        if self.code_request.is_some() {
            return Ok(());
        }
        let mut tx = self.context.store.begin().await?;
        let (user, id) = (self.record.user_id, self.record.application.id);
        self.code_request = Some(tx.request_code(user, id, &senders(hosts)).await?);
        Ok(tx.commit().await?)
    }

    /// The code that came by mail, once.
    pub(super) async fn take_code(&self) -> Result<Option<String>, Stop> {
        let Some(request) = self.code_request else { return Ok(None) };
        if !self.context.store.has_code(request).await? {
            return Ok(None);
        }
        let mut tx = self.context.store.begin().await?;
        let taken = tx.take_code(self.record.user_id, request).await?;
        tx.commit().await?;
        Ok(taken.map(|arrived| arrived.code.expose_secret().to_owned()))
    }

    /// Tells that a code is awaited, and how it can come.
    pub(super) async fn tell_code_wait(&self, percent: u8, page: Option<&Page>) -> Result<(), Stop> {
        let detail = match self.context.store.watches_a_mailbox(self.record.user_id).await? {
            true => "It is typed as soon as it is there. You may also take over and type it.",
            false => "No mailbox is watched: take over and type it yourself.",
        };
        self.step(CODE, detail, percent, page).await
    }

    /// What a run is told that waited for a code in vain.
    pub(super) fn no_code(&self) -> Stop {
        Stop::fail(
            NO_CODE,
            "The site has mailed a security code and takes nothing in without it. None came from the site's own address in \
             time. Connect the mailbox it was sent to, or try again and type the code in the live view. Nothing was sent.",
        )
    }

    fn tick(&self, time: Duration) {
        if let Some(live) = &self.live {
            live.has_waited(time);
        }
    }

    fn is_taken(&self) -> bool {
        self.live.as_ref().is_some_and(|live| live.is_taken())
    }

    /// Waits while a visible captcha is not solved, wherever in the browser the person goes with it. `None` when there is
    /// none; else what they sent meanwhile.
    pub(super) async fn pass_captcha(&self, percent: u8) -> Result<Option<SentByPerson>, Stop> {
        let page = self.newest_page()?;
        if !page.barriers().await?.captcha {
            return Ok(None);
        }
        self.step(SOLVE, "Jobwire never solves captchas.", percent, Some(&page)).await?;
        let _waiting = self.live.as_ref().map(|live| live.wait(false));
        let mut sent = SentByPerson::default();
        let mut was_given_back = false;
        let until = Instant::now() + self.context.waits.captcha;
        loop {
            let looked_at = Instant::now();
            tokio::time::sleep(LOOK_EVERY).await;
            if self.is_taken() {
                continue;
            }
            if let Some(more) = self.wait_for_person().await {
                was_given_back = true;
                sent.forms += more.forms;
                sent.requests += more.requests;
                sent.hosts.extend(more.hosts);
            }
            self.tick(looked_at.elapsed());
            let barriers = self.newest_page()?.barriers().await?;
            // Some captchas do not say when they are solved: then it is the person's giving back that does.
            if !barriers.captcha || (was_given_back && !barriers.captcha_tells) {
                return Ok(Some(sent));
            }
            if Instant::now() >= until {
                return Err(unsolved());
            }
        }
    }

    /// Finds the form; captchas on the way there are the person's.
    pub(super) async fn find(&self, start: &Url) -> Result<find::Place, Stop> {
        let session = self.session.as_ref().expect("it was opened before");
        let follow = self.record.application.follow_external_links;
        let page = find::open(session, start).await?;
        if let Some(live) = &self.live {
            live.opened();
        }
        let mut place = find::form(session, page, start, follow).await;
        for _ in 0..MOST_CAPTCHAS {
            match &place {
                Err(Stop::Because { code: find::CAPTCHA, .. }) => {}
                _ => break,
            }
            self.pass_captcha_before_form().await?;
            place = find::from_here(session, start, follow).await;
        }
        place
    }

    /// A captcha that stands before the form: there is no form yet that could be sent, unless the person went on to it
    /// and did that themselves.
    pub(super) async fn pass_captcha_before_form(&self) -> Result<(), Stop> {
        if self.pass_captcha(15).await?.is_some() {
            self.look_behind_person().await?;
        }
        Ok(())
    }

    /// After a person had the page before any form was filled: what they sent was no application, unless the site now
    /// thanks for one.
    pub(super) async fn look_behind_person(&self) -> Result<(), Stop> {
        let text = self.newest_page()?.text().await?;
        if confirmation("", &text).is_some() {
            return Err(by_hand::form_left());
        }
        self.looked_at().await
    }

    fn newest_page(&self) -> Result<Page, Stop> {
        let page = self.session.as_ref().and_then(browser::Session::newest_page);
        page.ok_or_else(|| Stop::try_again("browser_gone", "The browser ended early. Nothing was sent."))
    }
}

/// Nobody has solved the captcha.
pub(super) fn unsolved() -> Stop {
    Stop::fail(
        "captcha",
        "The site shows a captcha, which only a person may solve, and nobody did in time. Nothing was sent. Try again and \
         solve it in the live view, or apply on the employer's site yourself.",
    )
}

/// A captcha has come up after the button was pressed, and nothing has left. The gate stands: once the person has solved
/// it, what the page then sends is held like anything else.
pub(super) async fn captcha_at_gate(run: &Run<'_>, gate: &mut impl Gate) -> Result<Caused, Stop> {
    run.step(SOLVE, "Nothing has left yet. Jobwire never solves captchas.", 96, None).await?;
    gate.be_patient(run.context.waits.captcha);
    let waiting = run.live.as_ref().map(|live| live.wait(true));
    let caused = loop {
        let looked_at = Instant::now();
        let caused = tokio::time::timeout(LOOK_EVERY, gate.caused()).await;
        if !run.is_taken() {
            run.tick(looked_at.elapsed());
        }
        if let Ok(caused) = caused {
            break caused;
        }
    };
    drop(waiting);
    Ok(caused)
}

/// Waits until the code is in its boxes or a request with it waits at the gate, which stands all the while: whatever the
/// page or the person sends is held. `Err` when none came.
pub(super) async fn code_at_gate(run: &Run<'_>, gate: &mut impl Gate) -> Result<(), Stop> {
    debug_assert_eq!(run.record.application.status, State::Preparing);
    run.tell_code_wait(96, None).await?;
    let _waiting = run.live.as_ref().map(|live| live.wait(true));
    let until = Instant::now() + run.context.waits.code;
    loop {
        let looked_at = Instant::now();
        let is_taken = run.is_taken();
        match gate.code().await {
            CodeAsked::Held => return Ok(()),
            CodeAsked::Typed if !is_taken => return Ok(()),
            CodeAsked::Gone => {
                return Err(Stop::try_again("browser_gone", "The browser ended before anything was sent."));
            }
            CodeAsked::Empty if !is_taken => {
                if let Some(code) = run.take_code().await?
                    && gate.type_code(&code).await?
                {
                    run.step("Typed the security code", "", 97, None).await?;
                    return Ok(());
                }
            }
            CodeAsked::Typed | CodeAsked::Empty | CodeAsked::Not => {}
        }
        if Instant::now() >= until && !is_taken {
            return Err(run.no_code());
        }
        tokio::time::sleep(LOOK_EVERY).await;
        if !is_taken {
            run.tick(looked_at.elapsed());
        }
    }
}

/// The request under which a run takes its code; see [`Run::request_code`].
pub(super) type Request = Option<CodeRequestId>;
