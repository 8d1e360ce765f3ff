//! Observations: what was seen in mailboxes and on pages, each taken in once, and what they may be about.

use domain::event::ObservationRecorded;
use domain::{
    ApplicationId, Event, Invitation, MailboxId, Observation, ObservationId, ObservationStatus, Stage,
    Timestamp, UserId,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Page, PageRequest, Result, Store, StoreError, Tx, words};

/// How many applications a mail is compared with, the latest first.
pub const MAX_CANDIDATES: i64 = 500;
/// How many known messages of an application are looked at.
const MAX_KNOWN_MESSAGES: i64 = 2_000;

/// An application a mail may be about.
#[derive(Clone, Debug, PartialEq)]
pub struct MailCandidate {
    /// Which.
    pub application_id: ApplicationId,
    /// The employer.
    pub company: String,
    /// The job's title.
    pub job_title: String,
    /// The page of the posting.
    pub job_url: String,
    /// The address given in the form, when the form asked for one.
    pub email: Option<String>,
    /// When it was sent, or let go without a certain outcome.
    pub sent_at: Timestamp,
    /// Identifiers of messages that belong to it.
    pub known_messages: Vec<String>,
}

/// What is known of an observation beside what its owner sees.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservationRecord {
    /// What its owner sees.
    pub observation: Observation,
    /// The dates of its calendar files.
    pub invitations: Vec<Invitation>,
}

#[derive(sqlx::FromRow)]
struct ObservationRow {
    id: Uuid,
    channel: String,
    external_id: String,
    sender: String,
    subject: String,
    excerpt: String,
    class: String,
    confidence: f64,
    evidence: Json<Vec<String>>,
    application_id: Option<Uuid>,
    status: String,
    stage: Option<String>,
    invitations: Json<Vec<Invitation>>,
    observed_at: Timestamp,
}

macro_rules! columns {
    () => {
        "id, channel, external_id, sender, subject, excerpt, class, confidence, evidence, application_id, status,
         stage, invitations, observed_at"
    };
}

impl ObservationRow {
    fn record(self) -> Result<ObservationRecord> {
        let stage = match self.stage {
            Some(word) => Some(
                Stage::parse(&word).ok_or_else(|| StoreError::unknown_word("observations.stage", &word))?,
            ),
            None => None,
        };
        let observation = Observation {
            id: ObservationId(self.id),
            channel: words::parse("observations.channel", &self.channel)?,
            external_id: self.external_id,
            sender: self.sender,
            subject: self.subject,
            excerpt: self.excerpt,
            class: words::parse("observations.class", &self.class)?,
            confidence: self.confidence,
            evidence: self.evidence.0,
            application_id: self.application_id.map(ApplicationId),
            status: words::parse("observations.status", &self.status)?,
            stage,
            observed_at: self.observed_at,
        };
        Ok(ObservationRecord { observation, invitations: self.invitations.0 })
    }
}

impl Store {
    /// A person's observations, newest first; only those of one status when it is given.
    pub async fn observations(
        &self,
        user_id: UserId,
        status: Option<ObservationStatus>,
        request: &PageRequest,
    ) -> Result<Page<Observation>> {
        let rows: Vec<ObservationRow> = on_read!(self, pool => sqlx::query_as(
            concat!("SELECT ", columns!(), " FROM observations WHERE user_id = $1 AND ($2 IS NULL OR status = $2)
              ORDER BY observed_at DESC, id DESC LIMIT $3 OFFSET $4"))
            .bind(user_id.0).bind(status.map(|status| words::word(&status)))
            .bind(request.limit() + 1).bind(request.offset()).fetch_all(pool).await?);
        Page::cut(rows, request).try_map(|row| Ok(row.record()?.observation))
    }

    /// The observations of an application, newest first.
    pub async fn observations_of(&self, user_id: UserId, id: ApplicationId) -> Result<Vec<Observation>> {
        let rows: Vec<ObservationRow> = on_read!(self, pool => sqlx::query_as(
            concat!("SELECT ", columns!(), " FROM observations WHERE user_id = $1 AND application_id = $2
              ORDER BY observed_at DESC, id DESC"))
            .bind(user_id.0).bind(id.0).fetch_all(pool).await?);
        rows.into_iter().map(|row| Ok(row.record()?.observation)).collect()
    }

    /// The applications a mail of this person may be about: everything that left the machine.
    pub async fn mail_candidates(&self, user_id: UserId) -> Result<Vec<MailCandidate>> {
        type Row = (
            Uuid,
            String,
            String,
            Json<domain::Posting>,
            Option<Json<domain::Snapshot>>,
            Option<Timestamp>,
            Option<Timestamp>,
        );
        let rows: Vec<Row> = on_read!(self, pool => sqlx::query_as(
            "SELECT a.id, a.company, a.job_title, j.posting, a.snapshot, a.submitted_at,
               (SELECT MIN(t.released_at) FROM attempts t WHERE t.application_id = a.id) AS released_at
             FROM applications a JOIN jobs j ON j.id = a.job_id
             WHERE a.user_id = $1 AND (a.submitted_at IS NOT NULL
               OR EXISTS (SELECT 1 FROM attempts t WHERE t.application_id = a.id AND t.released_at IS NOT NULL))
             ORDER BY a.updated_at DESC LIMIT $2")
            .bind(user_id.0).bind(MAX_CANDIDATES).fetch_all(pool).await?);
        let known: Vec<(Uuid, String)> = on_read!(self, pool => sqlx::query_as(
            "SELECT application_id, external_id FROM observations
             WHERE user_id = $1 AND channel = 'email' AND application_id IS NOT NULL AND status IN ('linked', 'confirmed')
             ORDER BY observed_at DESC LIMIT $2")
            .bind(user_id.0).bind(MAX_KNOWN_MESSAGES).fetch_all(pool).await?);
        let candidates = rows.into_iter().filter_map(
            |(id, company, job_title, Json(posting), snapshot, submitted, released)| {
                // The request may have been let go a moment before the answer made it certain.
                let sent_at = released.into_iter().chain(submitted).min()?;
                let email = snapshot.and_then(|Json(snapshot)| given_email(&snapshot));
                let known_messages =
                    known.iter().filter(|(of, _)| *of == id).map(|(_, message)| message.clone()).collect();
                Some(MailCandidate {
                    application_id: ApplicationId(id),
                    company,
                    job_title,
                    job_url: posting.url,
                    email,
                    sent_at,
                    known_messages,
                })
            },
        );
        Ok(candidates.collect())
    }

    /// Whether a message was taken in before.
    pub async fn knows_message(&self, user_id: UserId, external_id: &str) -> Result<bool> {
        let found: Option<i32> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT 1 FROM observations WHERE user_id = $1 AND channel = 'email' AND external_id = $2")
            .bind(user_id.0).bind(external_id).fetch_optional(pool).await?);
        Ok(found.is_some())
    }
}

impl Tx {
    /// Takes an observation in, with its event. `false` when it was taken in before; then nothing
    /// else of it may be applied either.
    pub async fn add_observation(
        &mut self,
        user_id: UserId,
        mailbox_id: Option<MailboxId>,
        observation: &Observation,
        invitations: &[Invitation],
    ) -> Result<bool> {
        let now = self.now();
        let new = observation;
        let added = on_tx!(self, conn => sqlx::query(
            "INSERT INTO observations (id, user_id, mailbox_id, channel, external_id, sender, subject, excerpt, class,
               confidence, evidence, application_id, status, stage, invitations, observed_at, recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
             ON CONFLICT (user_id, channel, external_id) DO NOTHING")
            .bind(new.id.0).bind(user_id.0).bind(mailbox_id.map(|id| id.0)).bind(words::word(&new.channel))
            .bind(&new.external_id).bind(&new.sender).bind(&new.subject).bind(&new.excerpt).bind(words::word(&new.class))
            .bind(new.confidence).bind(Json(&new.evidence)).bind(new.application_id.map(|id| id.0))
            .bind(words::word(&new.status)).bind(new.stage.map(Stage::as_str)).bind(Json(invitations))
            .bind(new.observed_at).bind(now).execute(&mut *conn).await?.rows_affected());
        if added > 0 {
            let observation = observation.clone();
            self.record(user_id, Event::ObservationRecorded(ObservationRecorded { observation })).await?;
        }
        Ok(added > 0)
    }

    /// One observation of a person.
    pub async fn observation(
        &mut self,
        user_id: UserId,
        id: ObservationId,
    ) -> Result<Option<ObservationRecord>> {
        let row: Option<ObservationRow> = on_tx!(self, conn => sqlx::query_as(
            concat!("SELECT ", columns!(), " FROM observations WHERE user_id = $1 AND id = $2"))
            .bind(user_id.0).bind(id.0).fetch_optional(&mut *conn).await?);
        row.map(ObservationRow::record).transpose()
    }

    /// Keeps what a person decided about an observation, with its event.
    pub async fn settle_observation(
        &mut self,
        user_id: UserId,
        id: ObservationId,
        status: ObservationStatus,
        application_id: Option<ApplicationId>,
    ) -> Result<Observation> {
        let row: Option<ObservationRow> = on_tx!(self, conn => sqlx::query_as(
            concat!("UPDATE observations SET status = $3, application_id = $4 WHERE user_id = $1 AND id = $2 RETURNING ", columns!()))
            .bind(user_id.0).bind(id.0).bind(words::word(&status)).bind(application_id.map(|id| id.0))
            .fetch_optional(&mut *conn).await?);
        let observation = row.ok_or(StoreError::Stale { what: "the observation" })?.record()?.observation;
        let event = ObservationRecorded { observation: observation.clone() };
        self.record(user_id, Event::ObservationRecorded(event)).await?;
        Ok(observation)
    }
}

/// The address that was written into the form.
fn given_email(snapshot: &domain::Snapshot) -> Option<String> {
    snapshot.answers.iter().find(|answer| answer.meaning == "email")?.value.clone()
}
