//! How a run is written down when it ends before anything is sent.

use chrono::TimeDelta;
use domain::{Snapshot, State};
use store::applications::{Move, Ungated};

use super::stop::{Stop, Then};
use super::{Ended, MAX_TRIES, Run, RunError};

/// Pause before the second try; it doubles.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(20);
/// Longest part of a page's complaint that is told.
const COMPLAINT_CHARS: usize = 400;

/// What the person is told about a run that ended while something could leave past the gate: a slug and a sentence.
pub(crate) fn may_have_left(why: Ungated) -> (&'static str, &'static str) {
    match why {
        Ungated::Person => (
            "interrupted_by_hand",
            "The run ended while you had the page. If you sent the application there, say so; if you did not, it can \
             be filled again. Jobwire has sent nothing.",
        ),
        Ungated::NextStep => (
            "interrupted_between_steps",
            "The run ended between two steps of the form. Look in your mailbox or at the employer's site: if it was \
             sent, say so; if it was not, it can be filled again.",
        ),
    }
}

impl Run<'_> {
    /// The person has to answer first.
    pub(super) async fn ask(&mut self, snapshot: &Snapshot) -> Result<Ended, Stop> {
        let open: Vec<&str> = snapshot.open_questions().map(|answer| answer.label.as_str()).collect();
        let message = match open.as_slice() {
            [only] => format!("One question needs your answer: {only}"),
            several => format!("{} questions need your answers.", several.len()),
        };
        let mut tx = self.context.store.begin().await?;
        tx.put_snapshot(&self.record, snapshot).await?;
        tx.clear_tries(&self.record).await?;
        let record = tx
            .move_application(&self.record, Move::to(State::Draft).because("questions_open", message))
            .await?;
        tx.drop_lease(&record).await?;
        tx.commit().await?;
        Ok(Ended::In(State::Draft))
    }

    /// A step of the form was not let pass; the person sees what the page complains about.
    pub(super) async fn refused(&mut self, snapshot: &Snapshot, complaint: &str) -> Result<Ended, Stop> {
        let message = format!(
            "The form does not accept these answers: {}",
            domain::text::shorten(complaint, COMPLAINT_CHARS)
        );
        let mut tx = self.context.store.begin().await?;
        tx.put_snapshot(&self.record, snapshot).await?;
        tx.clear_tries(&self.record).await?;
        let change = Move::to(State::Draft).because("refused_by_page", message);
        let record = tx.move_application(&self.record, change).await?;
        tx.drop_lease(&record).await?;
        tx.commit().await?;
        Ok(Ended::In(State::Draft))
    }

    /// Filled; the person looks at it.
    pub(super) async fn wait_for_approval(&mut self, snapshot: &Snapshot) -> Result<Ended, Stop> {
        self.step("Filled; waits for your approval", "", 100, None).await?;
        let mut change = Move::to(State::Ready);
        if self.approved.is_some() {
            change = change.because(
                "form_changed",
                "The form or the answers changed after you approved. Nothing was sent. Look at it again.",
            );
        }
        let mut tx = self.context.store.begin().await?;
        tx.put_snapshot(&self.record, snapshot).await?;
        tx.clear_tries(&self.record).await?;
        let record = tx.move_application(&self.record, change).await?;
        tx.drop_lease(&record).await?;
        tx.commit().await?;
        self.context.pass("P6").await;
        Ok(Ended::In(State::Ready))
    }

    /// Writes down how the run ended and closes the browser, whatever happened.
    pub(super) async fn finish(&mut self, ended: Result<Ended, Stop>) -> Result<Ended, RunError> {
        if let Some(session) = self.session.take() {
            session.close().await;
        }
        match ended {
            Ok(ended) => Ok(ended),
            Err(Stop::Store(error)) => Err(error.into()),
            Err(Stop::Because { code, message, then }) => self.stop(code, message, then).await,
        }
    }

    async fn stop(&mut self, code: &'static str, message: String, then: Then) -> Result<Ended, RunError> {
        let tries = self.record.prepare_tries;
        let mut tx = self.context.store.begin().await?;
        let now = tx.now();
        let before = tx.application_by_id(self.record.application.id).await?;
        let ungated = before.and_then(|record| record.ungated).filter(|_| then != Then::Review);
        if let Some(why) = ungated {
            let (code, message) = may_have_left(why);
            let change = Move::to(State::NeedsReview).because(code, message);
            let record = tx.move_application(&self.record, change).await?;
            tx.drop_lease(&record).await?;
            tx.commit().await?;
            return Ok(Ended::In(State::NeedsReview));
        }
        let change = match then {
            Then::TryAgain if tries < MAX_TRIES => {
                let pause = FIRST_PAUSE * (1 << (tries - 1).clamp(0, 4));
                Move::to(State::Queued).until(now + pause)
            }
            Then::TryAgain | Then::Fail => Move::to(State::FailedBeforeSend),
            Then::Review => Move::to(State::NeedsReview),
        };
        let to = change.to;
        let until = change.next_action_at;
        let record = tx.move_application(&self.record, change.because(code, message)).await?;
        tx.drop_lease(&record).await?;
        tx.commit().await?;
        Ok(until.map_or(Ended::In(to), Ended::Later))
    }
}
