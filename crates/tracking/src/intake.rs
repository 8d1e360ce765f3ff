//! Taking a message in: the observation, the stage it moves, the interviews it sets, their lines in the
//! timeline and their events, all in one transaction. A message that was taken in before changes nothing,
//! so a mailbox may be read again from the start at any time.

use domain::event::NotificationLevel;
use domain::{
    ApplicationId, Channel, Event, EvidenceKind, Invitation, MailClass, MailboxId, Observation,
    ObservationId, ObservationStatus, State, Timestamp, UserId,
};
use store::applications::{ApplicationRecord, Move};
use store::attempts::NewEvidence;
use store::observations::MailCandidate;
use store::{Store, StoreError, Tx};
use url::{Host, Url};

use crate::email::auth::Trust;
use crate::link::{Candidate, is_relay};
use crate::sync::{self, Digest};
use crate::wanted;

/// What became of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum TakenIn {
    /// It is new.
    New(Box<Observation>),
    /// It was taken in before.
    Known,
    /// It says nothing about applications; nothing of it is kept.
    NotOurs,
}

/// Why a person's decision about a mail was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// There is no such observation, or it is another person's.
    #[error("there is no such mail")]
    NoObservation,
    /// There is no such application, or it is another person's.
    #[error("there is no such application")]
    NoApplication,
    /// It was linked without a doubt, or decided before.
    #[error("this mail already belongs to an application")]
    Decided,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a raw message of a person's mailbox in. `received_at` is when the mailbox got it.
pub async fn take_in(
    store: &Store,
    user_id: UserId,
    mailbox_id: MailboxId,
    raw: &[u8],
    received_at: Timestamp,
    trust: &Trust,
) -> Result<TakenIn, StoreError> {
    // Read before the message is looked at: whatever an employer answers was let go before.
    let candidates: Vec<Candidate> =
        store.mail_candidates(user_id).await?.into_iter().map(candidate).collect();
    let digest = sync::digest(raw, &candidates, received_at.min(store.clock().now()), trust);
    wanted::keep_code(store, user_id, &digest, received_at, trust).await?;
    if !digest.is_worth_keeping() {
        return Ok(TakenIn::NotOurs);
    }
    let mut tx = store.begin().await?;
    let observation = digest.observation(ObservationId::new(tx.now()));
    let invitations = &digest.invitations;
    if !tx.add_observation(user_id, Some(mailbox_id), &observation, invitations).await? {
        return Ok(TakenIn::Known);
    }
    if let Some(record) = linked_application(&mut tx, user_id, &observation).await? {
        apply(&mut tx, &record, &digest, &observation, invitations).await?;
    }
    tx.commit().await?;
    Ok(TakenIn::New(Box::new(observation)))
}

/// The application an observation was linked to without a doubt.
async fn linked_application(
    tx: &mut Tx,
    user_id: UserId,
    observation: &Observation,
) -> Result<Option<ApplicationRecord>, StoreError> {
    let Some(id) = observation.application_id.filter(|_| observation.status == ObservationStatus::Linked)
    else {
        return Ok(None);
    };
    Ok(tx.application_by_id(id).await?.filter(|record| record.user_id == user_id))
}

async fn apply(
    tx: &mut Tx,
    record: &ApplicationRecord,
    digest: &Digest,
    observation: &Observation,
    invitations: &[Invitation],
) -> Result<(), StoreError> {
    add_mail_line(tx, record, observation).await?;
    settle_doubt(tx, record, digest, observation).await?;
    if let Some(stage_move) = digest.stage_move(record.application.stage) {
        tx.move_stage(record.user_id, record.application.id, stage_move.heard, Channel::Email).await?;
        notify(tx, record, observation).await?;
    }
    put_interviews(tx, record, observation.id, invitations).await
}

/// While it is not known whether an application arrived, an answer to it is evidence. It settles the
/// question only when it provably comes from the employer; a forged "thank you" must not hide that
/// nothing was sent.
async fn settle_doubt(
    tx: &mut Tx,
    record: &ApplicationRecord,
    digest: &Digest,
    observation: &Observation,
) -> Result<(), StoreError> {
    if !matches!(record.application.status, State::Unconfirmed | State::NeedsReview) {
        return Ok(());
    }
    let id = record.application.id;
    let summary = match digest.proof {
        Some(_) => {
            format!("{} wrote “{}”, signed by their own domain.", observation.sender, observation.subject)
        }
        None => format!(
            "{} wrote “{}”. That is a sign that it arrived, but anybody can write such a mail.",
            observation.sender, observation.subject
        ),
    };
    let evidence = NewEvidence {
        kind: EvidenceKind::Mail,
        summary: &summary,
        document_id: None,
        channel: Channel::Email,
    };
    tx.add_evidence(id, evidence).await?;
    if let Some(level) = digest.proof {
        tx.set_evidence_level(record, level).await?;
        tx.move_application(record, Move::to(State::Submitted).by(Channel::Email)).await?;
    }
    Ok(())
}

async fn put_interviews(
    tx: &mut Tx,
    record: &ApplicationRecord,
    observation_id: ObservationId,
    invitations: &[Invitation],
) -> Result<(), StoreError> {
    for invitation in invitations {
        tx.put_interview(record, observation_id, invitation).await?;
    }
    Ok(())
}

async fn add_mail_line(
    tx: &mut Tx,
    record: &ApplicationRecord,
    observation: &Observation,
) -> Result<(), StoreError> {
    tx.add_timeline(record, observation.channel, "mail", headline(observation.class), &observation.subject)
        .await
}

/// A notification of what a person would want to be woken for.
async fn notify(
    tx: &mut Tx,
    record: &ApplicationRecord,
    observation: &Observation,
) -> Result<(), StoreError> {
    let wakes = matches!(
        observation.class,
        MailClass::Interview | MailClass::Offer | MailClass::Assessment | MailClass::InfoRequest
    );
    if !wakes {
        return Ok(());
    }
    let application = &record.application;
    let notification = domain::event::SystemNotification {
        level: NotificationLevel::Info,
        title: format!("{}: {}", application.company, headline(observation.class)),
        message: format!("{} – “{}”", application.job_title, observation.subject),
    };
    tx.record(record.user_id, Event::SystemNotification(notification)).await.map(drop)
}

fn headline(class: MailClass) -> &'static str {
    match class {
        MailClass::Acknowledgement => "Receipt confirmed",
        MailClass::InfoRequest => "They ask for something",
        MailClass::Assessment => "A test or task",
        MailClass::Interview => "Invitation to an interview",
        MailClass::Offer => "An offer",
        MailClass::Rejection => "A rejection",
        MailClass::SecurityCode => "A code",
        MailClass::JobAlert => "Job advertisements",
        MailClass::Other => "A mail",
    }
}

/// Links an observation to an application because its owner says so, and applies what it says: the
/// stage it speaks for and the interviews it sets.
pub async fn confirm(
    store: &Store,
    user_id: UserId,
    id: ObservationId,
    application_id: ApplicationId,
) -> Result<Observation, DecideError> {
    let mut tx = store.begin().await?;
    let found = tx.observation(user_id, id).await?.ok_or(DecideError::NoObservation)?;
    let record = tx.application_by_id(application_id).await?.filter(|record| record.user_id == user_id);
    let record = record.ok_or(DecideError::NoApplication)?;
    let before = &found.observation;
    if matches!(before.status, ObservationStatus::Linked | ObservationStatus::Confirmed) {
        return Err(DecideError::Decided);
    }
    let status = ObservationStatus::Confirmed;
    let observation = tx.settle_observation(user_id, id, status, Some(application_id)).await?;
    add_mail_line(&mut tx, &record, &observation).await?;
    if let Some(heard) = observation.stage {
        tx.move_stage(user_id, application_id, heard, Channel::Email).await?;
    }
    put_interviews(&mut tx, &record, id, &found.invitations).await?;
    tx.commit().await?;
    Ok(observation)
}

/// Notes that an observation belongs to no application. What was linked without a doubt stays.
pub async fn dismiss(store: &Store, user_id: UserId, id: ObservationId) -> Result<Observation, DecideError> {
    let mut tx = store.begin().await?;
    let found = tx.observation(user_id, id).await?.ok_or(DecideError::NoObservation)?;
    if matches!(found.observation.status, ObservationStatus::Linked | ObservationStatus::Confirmed) {
        return Err(DecideError::Decided);
    }
    let observation = tx.settle_observation(user_id, id, ObservationStatus::Dismissed, None).await?;
    tx.commit().await?;
    Ok(observation)
}

fn candidate(known: MailCandidate) -> Candidate {
    Candidate {
        application_id: Some(known.application_id),
        company: known.company,
        company_domains: own_domain(&known.job_url).into_iter().collect(),
        job_title: known.job_title,
        applicant_email: known.email,
        submitted_at: Some(known.sent_at),
        ats: domain::Ats::default(),
        known_messages: known.known_messages,
    }
}

/// The domain of a posting's page, when the employer's own site shows it.
fn own_domain(job_url: &str) -> Option<String> {
    let url = Url::parse(job_url).ok()?;
    match url.host()? {
        Host::Domain(name) if !is_relay(name) => Some(name.trim_start_matches("www.").to_owned()),
        _ => None,
    }
}
