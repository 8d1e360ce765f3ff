//! Moving an application: our side through [`Tx::move_application`], the employer's through
//! [`Tx::move_stage`]. Both write the row, the event and the timeline in one transaction.

use domain::event::{ApplicationCompleted, ApplicationFailed, ApplicationStatusChange};
use domain::{
    Application, ApplicationId, BatchId, Channel, Event, EvidenceLevel, Fact, Stage, State, StateReason,
    Timestamp, UserId,
};

use super::{ApplicationRecord, ApplicationRow, columns};
use crate::codes::CODE_ASKED;
use crate::{Result, StoreError, Tx};

/// A change of state.
pub struct Move {
    /// The new state.
    pub to: State,
    /// Who causes it.
    pub source: Channel,
    /// Why, where that needs saying.
    pub reason: Option<StateReason>,
    /// When something has to happen by itself.
    pub next_action_at: Option<Timestamp>,
}

impl Move {
    /// A move by Jobwire itself without a reason or a deadline.
    pub fn to(state: State) -> Self {
        Self { to: state, source: Channel::System, reason: None, next_action_at: None }
    }

    /// The same move with a reason.
    pub fn because(self, code: &str, message: impl Into<String>) -> Self {
        Self { reason: Some(StateReason { code: code.to_owned(), message: message.into() }), ..self }
    }

    /// The same move, caused by `source`.
    pub fn by(self, source: Channel) -> Self {
        Self { source, ..self }
    }

    /// The same move with a time at which something has to happen by itself.
    pub fn until(self, at: Timestamp) -> Self {
        Self { next_action_at: Some(at), ..self }
    }
}

impl Tx {
    /// Moves an application to another state: the row, the events, the timeline and, when there is
    /// work to do, the fact for the pipeline. Needs the state and fence that `record` was read with.
    ///
    /// A person's move ends the lease of whatever worker holds the application. What may have left past the gate
    /// moves to `needs_review` or `cancelled` only; anything else is [`StoreError::Stale`].
    pub async fn move_application(
        &mut self,
        record: &ApplicationRecord,
        change: Move,
    ) -> Result<ApplicationRecord> {
        let before = &record.application;
        let to = before.status.move_to(change.to)?;
        let now = self.now();
        let by_person = change.source == Channel::User;
        let (code, message) = match &change.reason {
            Some(reason) => (Some(&reason.code), Some(&reason.message)),
            None => (None, None),
        };
        let row: Option<ApplicationRow> = on_tx!(self, conn => sqlx::query_as(
            concat!("UPDATE applications SET previous_state = state, state = $4, version = version + 1,
                reason_code = $5, reason_message = $6, next_action_at = $7, updated_at = $8,
                submitted_at = CASE WHEN $4 = 'submitted' THEN COALESCE(submitted_at, $8) ELSE submitted_at END,
                lease_fence = lease_fence + $9,
                lease_until = CASE WHEN $9 = 1 THEN NULL ELSE lease_until END
              WHERE id = $1 AND state = $2 AND lease_fence = $3
                AND (ungated IS NULL OR state <> 'preparing' OR $4 IN ('needs_review', 'cancelled'))
              RETURNING ", columns!()))
            .bind(before.id.0).bind(before.status.as_str()).bind(record.fence).bind(to.as_str())
            .bind(code).bind(message).bind(change.next_action_at).bind(now).bind(i64::from(by_person))
            .fetch_optional(&mut *conn).await?);
        let mut after = row.ok_or(StoreError::Stale { what: "the application" })?.into_record()?;
        let is_held = after.application.status == State::Queued && self.is_paused(&after.application).await?;
        if is_held {
            after = self.hold(after).await?;
        }
        self.announce_move(before, &after, change.source).await?;
        Ok(after)
    }

    async fn announce_move(
        &mut self,
        before: &Application,
        after: &ApplicationRecord,
        source: Channel,
    ) -> Result<()> {
        let (user_id, application) = (after.user_id, &after.application);
        let detail = application
            .reason
            .as_ref()
            .map_or(application.next_step.as_str(), |reason| reason.message.as_str());
        self.add_timeline(after, source, "state", &headline(application.status), detail).await?;
        self.record(user_id, Event::ApplicationStatusChange(status_change(before, application, source)))
            .await?;
        if let Some(batch_id) = application.batch_id {
            self.touch_batch(user_id, batch_id);
        }
        match application.status {
            // In a paused batch it waits; resuming tells.
            State::Queued if application.is_held() => {}
            State::Queued => self.tell(&Fact::ApplicationQueued { application_id: application.id }).await?,
            State::Submitted => {
                self.tell(&Fact::ApplicationSubmitted { application_id: application.id }).await?;
                let completed = ApplicationCompleted {
                    application_id: application.id,
                    job_id: application.job_id,
                    evidence_level: application.evidence_level.unwrap_or(EvidenceLevel::Likely),
                };
                self.record(user_id, Event::ApplicationCompleted(completed)).await?;
            }
            // The run goes on with the code.
            State::RejectedByForm
                if application.reason.as_ref().is_some_and(|why| why.code == CODE_ASKED) => {}
            State::FailedBeforeSend | State::NeedsReview | State::RejectedByForm => {
                let failed = ApplicationFailed {
                    application_id: application.id,
                    job_id: application.job_id,
                    status: application.status,
                    reason: application.reason.clone().unwrap_or_else(|| StateReason {
                        code: application.status.as_str().to_owned(),
                        message: application.next_step.clone(),
                    }),
                };
                self.record(user_id, Event::ApplicationFailed(failed)).await?;
            }
            State::Draft
            | State::Preparing
            | State::Ready
            | State::SubmittingArmed
            | State::SubmittingReleased
            | State::Unconfirmed
            | State::Cancelled => {}
        }
        Ok(())
    }

    /// Sets why and how long an application waits in the state it is in. Others see that it changed.
    pub(crate) async fn set_waiting(
        &mut self,
        record: &ApplicationRecord,
        reason: Option<(&str, &str)>,
        until: Option<Timestamp>,
    ) -> Result<ApplicationRecord> {
        let (code, message) = reason.unzip();
        let now = self.now();
        let row: ApplicationRow = on_tx!(self, conn => sqlx::query_as(
            concat!("UPDATE applications SET reason_code = $2, reason_message = $3, next_action_at = $4,
                version = version + 1, updated_at = $5 WHERE id = $1 RETURNING ", columns!()))
            .bind(record.application.id.0).bind(code).bind(message).bind(until).bind(now)
            .fetch_one(&mut *conn).await?);
        row.into_record()
    }

    /// Those of a batch that are in line.
    pub(crate) async fn queued_of_batch(&mut self, id: BatchId) -> Result<Vec<ApplicationRecord>> {
        let rows: Vec<ApplicationRow> = on_tx!(self, conn => sqlx::query_as(
            concat!("SELECT ", columns!(), " FROM applications WHERE batch_id = $1 AND state = 'queued' ORDER BY id"))
            .bind(id.0).fetch_all(&mut *conn).await?);
        rows.into_iter().map(ApplicationRow::into_record).collect()
    }

    /// Says that an application changed without moving.
    pub(crate) async fn announce_unmoved(
        &mut self,
        record: &ApplicationRecord,
        source: Channel,
    ) -> Result<()> {
        let change = status_change(&record.application, &record.application, source);
        self.record(record.user_id, Event::ApplicationStatusChange(change)).await?;
        Ok(())
    }

    /// Hears of a stage from `source` and moves forward if it is further; says what the stage was
    /// before, or `None` when nothing changed. Hearing the same twice changes nothing.
    pub async fn move_stage(
        &mut self,
        user_id: UserId,
        id: ApplicationId,
        heard: Stage,
        source: Channel,
    ) -> Result<Option<Stage>> {
        let Some(record) = self.application_by_id(id).await?.filter(|record| record.user_id == user_id)
        else {
            return Ok(None);
        };
        let before = &record.application;
        let stage = before.stage.after(heard);
        if stage == before.stage {
            return Ok(None);
        }
        let now = self.now();
        let is_answer =
            !matches!(stage, Stage::None | Stage::Acknowledged | Stage::NoResponse | Stage::Withdrawn);
        let row: ApplicationRow = on_tx!(self, conn => sqlx::query_as(
            concat!("UPDATE applications SET stage = $2, version = version + 1, updated_at = $3,
                answered_at = CASE WHEN $4 THEN COALESCE(answered_at, $3) ELSE answered_at END
              WHERE id = $1 RETURNING ", columns!()))
            .bind(id.0).bind(stage.as_str()).bind(now).bind(is_answer).fetch_one(&mut *conn).await?);
        let after = row.into_record()?;
        self.add_timeline(&after, source, "stage", stage_headline(stage), "").await?;
        self.record(
            user_id,
            Event::ApplicationStatusChange(status_change(before, &after.application, source)),
        )
        .await?;
        Ok(Some(before.stage))
    }
}

fn status_change(before: &Application, after: &Application, source: Channel) -> ApplicationStatusChange {
    ApplicationStatusChange {
        application_id: after.id,
        job_id: after.job_id,
        status: after.status,
        previous_status: (before.status != after.status).then_some(before.status),
        stage: after.stage,
        previous_stage: (before.stage != after.stage).then_some(before.stage),
        source,
        reason: after.reason.clone(),
        version: after.version,
    }
}

fn headline(state: State) -> String {
    match state {
        State::Draft => "Waits for your answers",
        State::Queued => "In line",
        State::Preparing => "Filling the form",
        State::Ready => "Filled, waits for your approval",
        State::SubmittingArmed => "About to be sent",
        State::SubmittingReleased => "Sending",
        State::Unconfirmed => "Sent? We are checking",
        State::Submitted => "Sent",
        State::RejectedByForm => "Refused by the site",
        State::NeedsReview => "Needs your decision",
        State::FailedBeforeSend => "Not sent",
        State::Cancelled => "Cancelled",
    }
    .to_owned()
}

fn stage_headline(stage: Stage) -> &'static str {
    match stage {
        Stage::None => "Nothing heard",
        Stage::Acknowledged => "They have it",
        Stage::InfoRequested => "They ask for something",
        Stage::Assessment => "A test or task is to be done",
        Stage::Interview => "You are invited to an interview",
        Stage::Offer => "You have an offer",
        Stage::Rejected => "They declined",
        Stage::Withdrawn => "You withdrew",
        Stage::NoResponse => "They have not answered",
    }
}
