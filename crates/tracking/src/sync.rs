//! One message, digested: everything that is saved of it, decided before anything is saved.
//!
//! A digest depends on nothing but its arguments, so reading the same message twice gives the same
//! answer. It writes nothing, fetches nothing and never fails: of a broken message it says what can
//! be said.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ApplicationId, Channel, EvidenceLevel, Invitation, MailClass, Observation, ObservationId,
    ObservationStatus, Stage, text,
};

use crate::classify::{Classified, MailText, classify};
use crate::code::{self, Code};
use crate::decide::{StageMove, decide, proof_of_submission};
use crate::email::{self, ParsedMail, auth};
use crate::ics::{self, CalendarEvent, Method};
use crate::link::{Candidate, Link, link};

/// How much of the text is kept with the observation.
pub const MAX_EXCERPT_CHARS: usize = 600;
/// How many invitations are kept of one message.
pub const MAX_INVITATIONS: usize = 10;
/// An event that ended longer ago than this before the mail came is history, not an interview.
const PAST: TimeDelta = TimeDelta::days(1);
/// Nobody invites to an interview further ahead than this.
const AHEAD: TimeDelta = TimeDelta::days(366);
/// Mail of an earlier time than this carries a wrong date (the first mail standard is of 1982).
const FIRST_MAIL: DateTime<Utc> = DateTime::from_timestamp(378_691_200, 0).expect("the second is in range");

/// What is saved of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// Identifies the message for good; unique per person and channel.
    pub external_id: String,
    /// Its Message-ID, kept with the application it is linked to: an answer to it is linked by it.
    pub message_id: Option<String>,
    /// The Message-IDs it answers.
    pub replies_to: Vec<String>,
    /// Who wrote it, as written.
    pub sender: String,
    /// The domain of their address.
    pub sender_domain: String,
    /// The subject.
    pub subject: String,
    /// The first words of the text.
    pub excerpt: String,
    /// What it was taken for, with the phrases that decided it and what it tells.
    pub classified: Classified,
    /// When it was written; never after it was received.
    pub observed_at: DateTime<Utc>,
    /// Which application it is about.
    pub link: Link,
    /// What its origin is worth.
    pub origin: auth::Origin,
    /// What it proves about whether the application arrived.
    pub proof: Option<EvidenceLevel>,
    /// Dates that become interviews of the linked application, at once or when the person confirms
    /// the link; one per `uid`.
    pub invitations: Vec<Invitation>,
    /// The security code it carries. Nothing else of the digest holds it.
    pub code: Option<Code>,
}

impl Digest {
    /// The application it is about, for certain or perhaps.
    pub fn application_id(&self) -> Option<ApplicationId> {
        match &self.link {
            Link::Certain(id, _) | Link::Suggested(id, _) => Some(*id),
            Link::None => None,
        }
    }

    /// The observation to save.
    pub fn observation(&self, id: ObservationId) -> Observation {
        Observation {
            id,
            channel: Channel::Email,
            external_id: self.external_id.clone(),
            sender: self.sender.clone(),
            subject: self.subject.clone(),
            excerpt: self.excerpt.clone(),
            class: self.classified.class,
            confidence: self.classified.confidence,
            evidence: self.classified.evidence.clone(),
            application_id: self.application_id(),
            status: match self.link {
                Link::Certain(..) => ObservationStatus::Linked,
                Link::Suggested(..) => ObservationStatus::Suggested,
                Link::None => ObservationStatus::Unlinked,
            },
            stage: self.classified.class.stage(),
            observed_at: self.observed_at,
        }
    }

    /// The move it makes for its application, which stands at `current`.
    pub fn stage_move(&self, current: Stage) -> Option<StageMove> {
        decide(self.classified.class, self.classified.confidence, current, &self.link)
    }

    /// Whether it says anything about applications at all. What is not about one and not linked is
    /// counted, not kept: the rest of a person's mail is none of our business.
    pub fn is_worth_keeping(&self) -> bool {
        let noise = matches!(self.classified.class, MailClass::Other | MailClass::JobAlert);
        !(noise && self.link == Link::None)
    }
}

/// Digests a raw message. `received_at` is when the mail server took it in, `candidates` are the
/// person's applications, `trust` says whose check of the sender is believed.
pub fn digest(
    raw: &[u8],
    candidates: &[Candidate],
    received_at: DateTime<Utc>,
    trust: &auth::Trust,
) -> Digest {
    let mut mail = email::parse(raw);
    let (mut classified, events) = judge(&mail);
    let code = without_code(&mut mail, &mut classified);
    let link = link(&classified, &mail, candidates, received_at);
    let origin = auth::origin(&mail, trust);
    let written_at = mail.date.filter(|date| *date > FIRST_MAIL);
    Digest {
        proof: proof_of_submission(classified.class, &link, &origin),
        invitations: invitations(events, classified.class, received_at),
        observed_at: written_at.map_or(received_at, |date| date.min(received_at)),
        sender: mail.from.to_string(),
        sender_domain: mail.from.domain().to_owned(),
        excerpt: text::shorten(&mail.body, MAX_EXCERPT_CHARS),
        external_id: mail.external_id,
        message_id: mail.message_id,
        replies_to: mail.replies_to,
        subject: mail.subject,
        classified,
        link,
        origin,
        code,
    }
}

/// Takes the code out of what is kept of a mail, and gives it.
fn without_code(mail: &mut ParsedMail, classified: &mut Classified) -> Option<Code> {
    let found = code::find(mail);
    let guessed = classified.extracted.code.take().map(Code::guessed);
    for code in found.iter().chain(&guessed) {
        mail.subject = code.mask(&mail.subject);
        mail.body = code.mask(&mail.body);
        for phrase in &mut classified.evidence {
            *phrase = code.mask(phrase);
        }
    }
    found
}

/// What a message is, and the events of its calendar files.
pub fn judge(mail: &ParsedMail) -> (Classified, Vec<CalendarEvent>) {
    let events: Vec<CalendarEvent> = mail.calendars.iter().flat_map(|text| ics::read(text)).collect();
    let sender = mail.from.to_string();
    let classified = classify(&MailText {
        subject: &mail.subject,
        sender: &sender,
        body: &mail.body,
        has_invitation: ics::invites(&events),
    });
    (classified, events)
}

/// The events that may become interviews, the latest version of each, the earliest first.
fn invitations(events: Vec<CalendarEvent>, class: MailClass, received_at: DateTime<Utc>) -> Vec<Invitation> {
    if !ics::invites(&events) {
        return Vec::new();
    }
    let mut kept: Vec<Invitation> = Vec::new();
    for event in events.into_iter().filter(|event| may_be_interview(event, class, received_at)) {
        let new = invitation(event);
        match kept.iter_mut().find(|known| known.uid == new.uid) {
            Some(known) if new.replaces(known.sequence, known.cancelled) => *known = new,
            Some(_) => {}
            None => kept.push(new),
        }
    }
    kept.sort_by_key(|invitation| invitation.starts_at);
    kept.truncate(MAX_INVITATIONS);
    kept
}

fn may_be_interview(event: &CalendarEvent, class: MailClass, received_at: DateTime<Utc>) -> bool {
    let ends_at = event.ends_at.unwrap_or(event.starts_at);
    let is_near = ends_at >= received_at - PAST && event.starts_at <= received_at + AHEAD;
    let class_fits = match class {
        MailClass::Interview => true,
        MailClass::Acknowledgement | MailClass::InfoRequest | MailClass::Assessment | MailClass::Offer => {
            event.method == Method::Request
        }
        MailClass::Rejection | MailClass::SecurityCode | MailClass::JobAlert | MailClass::Other => false,
    };
    match event.method {
        Method::Request | Method::Publish => is_near && (class_fits || event.cancelled),
        Method::Cancel => true,
        Method::Reply | Method::Other => false,
    }
}

fn invitation(event: CalendarEvent) -> Invitation {
    Invitation {
        uid: email::key(&event.uid),
        // A number beyond the column is a joke or an attack; either way it is the last word.
        sequence: i32::try_from(event.sequence.max(0)).unwrap_or(i32::MAX),
        summary: event.summary,
        starts_at: event.starts_at,
        ends_at: event.ends_at,
        time_zone: event.time_zone,
        // The link is what the person needs at that hour; a place without one is the place.
        location: event.video_link.unwrap_or(event.location),
        organizer: event.organizer,
        cancelled: event.cancelled,
    }
}
