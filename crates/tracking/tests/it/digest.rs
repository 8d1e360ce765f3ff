//! A raw message goes in, what is saved of it comes out.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{ApplicationId, EvidenceLevel, MailClass, ObservationId, ObservationStatus, Stage};
use tracking::email::auth::Trust;
use tracking::link::{Candidate, Link};
use tracking::sync::{Digest, digest};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn received() -> DateTime<Utc> {
    at("2026-03-02T09:00:00Z")
}

fn application(company: &str, title: &str, sent: &str) -> Candidate {
    Candidate {
        application_id: Some(ApplicationId::new(at(sent))),
        company: company.to_owned(),
        job_title: title.to_owned(),
        submitted_at: Some(at(sent)),
        ..Candidate::default()
    }
}

fn applications() -> Vec<Candidate> {
    vec![
        application("Brightloom GmbH", "Senior Data Engineer", "2026-03-01T10:00:00Z"),
        application("Kestrel Analytics", "Data Engineer", "2026-02-20T10:00:00Z"),
    ]
}

fn read(raw: &str) -> Digest {
    digest(raw.replace('\n', "\r\n").as_bytes(), &applications(), received(), &Trust::default())
}

const RECEIPT: &str = "From: Brightloom Careers <no-reply@us.greenhouse-mail.io>
To: ana@home.example
Subject: Thank you for applying to Brightloom
Message-ID: <r1@us.greenhouse-mail.io>
Date: Mon, 2 Mar 2026 08:59:00 +0000
Content-Type: text/plain; charset=utf-8

Hi Ana,

Thank you for applying for the Senior Data Engineer role at Brightloom. We have received your
application and will be in touch if your profile matches what we are looking for.
";

const INVITATION: &str = "From: Lena Vogt <lena@brightloom.example>
To: ana@home.example
Subject: Interview invitation: Senior Data Engineer at Brightloom
Message-ID: <i1@brightloom.example>
Date: Mon, 2 Mar 2026 08:59:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

We would like to invite you to an interview for the Senior Data Engineer position.

--b
Content-Type: text/calendar; method=REQUEST; charset=utf-8

BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:iv-1@brightloom.example
SEQUENCE:2
DTSTAMP:20260302T085900Z
DTSTART;TZID=Europe/Berlin:20260310T143000
DTEND;TZID=Europe/Berlin:20260310T151500
SUMMARY:Interview with Brightloom
LOCATION:https://meet.example.test/abc
ORGANIZER;CN=Lena Vogt:mailto:lena@brightloom.example
END:VEVENT
END:VCALENDAR

--b--
";

#[test]
fn a_receipt_is_linked_and_moves_the_stage_once() {
    let receipt = read(RECEIPT);
    assert_eq!(receipt.classified.class, MailClass::Acknowledgement);
    assert_eq!(receipt.external_id, "r1@us.greenhouse-mail.io");
    assert_eq!(receipt.observed_at, at("2026-03-02T08:59:00Z"));
    assert!(matches!(receipt.link, Link::Certain(..)), "{:?}", receipt.link);
    let moved = receipt.stage_move(Stage::None).unwrap();
    assert_eq!(moved.after, Stage::Acknowledged);
    assert_eq!(receipt.stage_move(Stage::Acknowledged), None);
    let seen = receipt.observation(ObservationId::new(received()));
    assert_eq!(seen.status, ObservationStatus::Linked);
    assert_eq!(seen.stage, Some(Stage::Acknowledged));
    assert_eq!(seen.application_id, Some(moved.application_id));
    assert!(seen.excerpt.starts_with("Hi Ana,"));
    assert_eq!(receipt.proof, None, "nobody checked the sender");
}

#[test]
fn an_invitation_becomes_an_interview_in_its_own_zone() {
    let invited = read(INVITATION);
    assert_eq!(invited.classified.class, MailClass::Interview);
    let [invitation] = invited.invitations.as_slice() else { panic!("{:?}", invited.invitations) };
    assert_eq!(invitation.starts_at, at("2026-03-10T13:30:00Z"));
    assert_eq!(invitation.ends_at, Some(at("2026-03-10T14:15:00Z")));
    assert_eq!(invitation.time_zone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(invitation.location, "https://meet.example.test/abc");
    assert_eq!(invitation.organizer, "Lena Vogt");
    assert_eq!(invitation.sequence, 2);
    let json = serde_json::to_string(invitation).unwrap();
    assert_eq!(&serde_json::from_str::<domain::Invitation>(&json).unwrap(), invitation);
}

#[test]
fn an_older_message_never_overwrites_an_interview() {
    let invitation = read(INVITATION).invitations.remove(0);
    assert!(invitation.replaces(1, false));
    assert!(invitation.replaces(2, false));
    assert!(!invitation.replaces(3, false));
    assert!(!invitation.replaces(2, true), "the same again does not call a cancelled one back");
    let cancelled = read(&INVITATION.replace("METHOD:REQUEST\n", "METHOD:CANCEL\n")).invitations.remove(0);
    assert!(cancelled.cancelled && cancelled.replaces(2, true) && cancelled.replaces(2, false));
}

#[test]
fn an_invitation_to_something_long_past_is_no_interview() {
    let old = INVITATION.replace("20260310T", "20260210T");
    assert_eq!(read(&old).invitations, []);
    let next_year = INVITATION.replace("20260310T", "20270410T");
    assert_eq!(read(&next_year).invitations, []);
}

#[test]
fn a_calendar_sent_round_is_no_interview() {
    let event = |day: u32| {
        format!("BEGIN:VEVENT\nUID:h{day}\nDTSTART;VALUE=DATE:202603{day:02}\nSUMMARY:Holiday\nEND:VEVENT\n")
    };
    let events: String = (10..20).map(event).collect();
    let raw = format!(
        "From: a@b.example\nSubject: Our holidays\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n"
    );
    let sent_round = read(&raw);
    assert_eq!(sent_round.classified.class, MailClass::Other);
    assert_eq!(sent_round.invitations, []);
    assert!(!sent_round.is_worth_keeping());
}

#[test]
fn a_mail_proves_the_application_only_when_its_sender_was_checked() {
    let trust = Trust { authserv_id: Some("mx.home.example".to_owned()) };
    let checked = |header: &str, raw: &str| {
        let raw = format!("{header}{raw}").replace('\n', "\r\n");
        digest(raw.as_bytes(), &applications(), received(), &trust).proof
    };
    let good = "Authentication-Results: mx.home.example; dkim=pass header.d=us.greenhouse-mail.io\n";
    assert_eq!(checked(good, RECEIPT), Some(EvidenceLevel::ByMail));
    assert_eq!(checked("", RECEIPT), None);
    let foreign = "Authentication-Results: evil.example; dkim=pass header.d=us.greenhouse-mail.io\n";
    assert_eq!(checked(foreign, RECEIPT), None);
    let alert = RECEIPT.replace("Thank you for applying to Brightloom", "Job alert: 12 new jobs for you");
    assert_eq!(checked(good, &alert), None);
}

#[test]
fn a_date_from_the_future_or_from_before_mail_is_not_believed() {
    let future = RECEIPT.replace("2 Mar 2026", "2 Mar 2036");
    assert_eq!(read(&future).observed_at, received());
    let ancient = RECEIPT.replace("2 Mar 2026", "2 Mar 1971");
    assert_eq!(read(&ancient).observed_at, received());
    assert!(matches!(read(&ancient).link, Link::None), "it was written before anything was sent");
}

#[test]
fn a_mail_that_fits_two_applications_is_a_suggestion() {
    let twins: Vec<Candidate> = ["2026-03-01T10:00:00Z", "2026-02-25T10:00:00Z"]
        .into_iter()
        .map(|sent| application("Brightloom GmbH", "Senior Data Engineer", sent))
        .collect();
    let raw = RECEIPT.replace('\n', "\r\n");
    let seen = digest(raw.as_bytes(), &twins, received(), &Trust::default());
    assert!(matches!(seen.link, Link::Suggested(..)), "{:?}", seen.link);
    assert_eq!(seen.stage_move(Stage::None), None);
    // An answer to a message we know is about that one.
    let mut known = twins.clone();
    known[1].known_messages = vec!["first@brightloom.example".to_owned()];
    let reply = RECEIPT.replace("Message-ID", "In-Reply-To: <first@brightloom.example>\nMessage-ID");
    let seen = digest(reply.replace('\n', "\r\n").as_bytes(), &known, received(), &Trust::default());
    assert_eq!(seen.application_id(), known[1].application_id);
    assert!(matches!(seen.link, Link::Certain(..)), "{:?}", seen.link);
}

#[test]
fn a_mail_that_names_another_employer_is_not_linked() {
    let other = RECEIPT.replace("Brightloom", "Silverpeak");
    let seen = read(&other);
    assert!(!matches!(seen.link, Link::Certain(..)), "{:?}", seen.link);
    let too_early = digest(
        RECEIPT.replace('\n', "\r\n").as_bytes(),
        &applications(),
        received() - TimeDelta::days(60),
        &Trust::default(),
    );
    assert_eq!(too_early.link, Link::None);
}
