//! Mail nobody should send. Nothing panics, nothing hangs, and what can be said is said.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use domain::{ApplicationId, MailClass, ObservationId};
use proptest::prelude::*;
use tracking::email::auth::Trust;
use tracking::email::{MAX_BODY_CHARS, MAX_LINE_CHARS};
use tracking::link::{Candidate, Link};
use tracking::sync::{Digest, digest};

fn now() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn read(raw: &[u8]) -> Digest {
    let sent: DateTime<Utc> = "2026-03-01T09:00:00Z".parse().unwrap();
    let candidates = [Candidate {
        application_id: Some(ApplicationId::new(sent)),
        company: "Brightloom".to_owned(),
        job_title: "Data Engineer".to_owned(),
        submitted_at: Some(sent),
        ..Candidate::default()
    }];
    let began = Instant::now();
    let seen = digest(raw, &candidates, now(), &Trust { authserv_id: Some("mx.home.example".to_owned()) });
    // Debug builds on a busy machine; a release build takes a tenth.
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let observation = seen.observation(ObservationId::new(now()));
    // What PostgreSQL, an index and a screen can take.
    for text in [&observation.sender, &observation.subject, &observation.excerpt, &observation.external_id] {
        assert!(!text.contains('\0') && text.chars().count() <= 2 * MAX_LINE_CHARS + 3, "{text:?}");
    }
    assert!(observation.external_id.len() <= 500 && !observation.external_id.is_empty());
    assert!(observation.observed_at <= now());
    assert!(seen.invitations.len() <= 10 && seen.invitations.iter().all(|event| event.uid.len() <= 500));
    seen
}

#[test]
fn nothing_at_all_is_about_nothing() {
    for raw in [&b""[..], b"\0\0\0\0", b"\r\n\r\n", b"\n", b":", b": :\n:", b"\xff\xfe\xfd", b"just a line"] {
        let seen = read(raw);
        assert_eq!(seen.classified.class, MailClass::Other, "{raw:?}");
        assert_eq!(seen.link, Link::None);
        assert!(!seen.is_worth_keeping());
    }
}

#[test]
fn a_mail_without_a_body_is_judged_by_its_subject() {
    let seen = read(
        b"From: Brightloom <jobs@brightloom.example>\r\nSubject: Interview invitation: Data Engineer\r\n\r\n",
    );
    assert_eq!(seen.classified.class, MailClass::Interview);
    assert_eq!(seen.excerpt, "");
    // Cut off in the middle of its headers.
    let cut = read(b"From: Brightloom <jobs@brightloom.example>\r\nSubject: Thank you for applying to Brightloom\r\nX-A: b");
    assert_eq!(cut.classified.class, MailClass::Acknowledgement);
}

#[test]
fn a_mail_without_headers_is_told_apart_by_its_bytes() {
    let (one, same, other) = (read(b"\r\nhello"), read(b"\r\nhello"), read(b"\r\nworld"));
    assert_eq!(one.external_id, same.external_id);
    assert_ne!(one.external_id, other.external_id);
    assert!(one.external_id.starts_with("sha256:"));
    assert_eq!(one.observed_at, now());
}

#[test]
fn megabytes_are_read_within_their_limits() {
    let huge_body = format!("Subject: x\r\n\r\n{}", "We regret to inform you. ".repeat(900_000));
    let seen = read(huge_body.as_bytes());
    assert_eq!(seen.classified.class, MailClass::Rejection);
    let mail = tracking::email::parse(huge_body.as_bytes());
    assert!(mail.body.chars().count() <= MAX_BODY_CHARS);
    let attachment = format!(
        "Subject: Thank you for applying to Brightloom\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nWe received your application.\r\n--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        "QUJD\r\n".repeat(3_500_000)
    );
    assert!(attachment.len() > 20_000_000);
    assert_eq!(read(attachment.as_bytes()).classified.class, MailClass::Acknowledgement);
    let html = format!("Content-Type: text/html\r\n\r\n{}", "<div><b>".repeat(2_000_000));
    read(html.as_bytes());
    let one_line = format!("Content-Type: text/html\r\n\r\n{}", "a".repeat(18_000_000));
    read(one_line.as_bytes());
}

#[test]
fn headers_of_a_megabyte_are_cut() {
    let long = "x".repeat(1_000_000);
    let many = "a@b.example, ".repeat(80_000);
    let ids = "<a@b> ".repeat(150_000);
    for raw in [
        format!("Subject: {long}\r\n\r\nhi"),
        format!("Message-ID: <{long}>\r\n\r\nhi"),
        format!("From: {long} <{long}@b.example>\r\n\r\nhi"),
        format!("To: {many}\r\nCc: {many}\r\n\r\nhi"),
        format!("References: {ids}\r\nIn-Reply-To: {ids}\r\n\r\nhi"),
        format!("Authentication-Results: mx.home.example; {}\r\n\r\nhi", "(".repeat(1_000_000)),
        format!(
            "Authentication-Results: mx.home.example; {}\r\nFrom: a@b.example\r\n\r\nhi",
            "dkim=pass;".repeat(100_000)
        ),
        format!("Content-Type: multipart/mixed; boundary={long}\r\n\r\n--{long}\r\n\r\nhi"),
        format!("{}\r\n\r\nhi", "X-A: b\r\n".repeat(150_000)),
        format!("Subject: {}\r\n\r\nhi", "=?utf-8?B?aGk=?= ".repeat(60_000)),
        format!("Subject: a\r\n{}b\r\n\r\nhi", " c\r\n".repeat(250_000)),
    ] {
        read(raw.as_bytes());
    }
}

#[test]
fn parts_within_parts_end() {
    let mut nested = String::from("Subject: deep\r\n");
    for level in 0..20_000 {
        nested.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"));
    }
    nested.push_str("\r\nWe regret to inform you that we chose another candidate.");
    read(nested.as_bytes());
    let messages = format!("Subject: x\r\n{}\r\nhi", "Content-Type: message/rfc822\r\n\r\n".repeat(20_000));
    read(messages.as_bytes());
    let digests = "Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n".repeat(20_000);
    read(digests.as_bytes());
    let forwarded = b"Subject: Fwd\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\nContent-Type: text/plain\r\n\r\nWe regret to inform you that the position has been filled.";
    assert_eq!(read(forwarded).classified.class, MailClass::Rejection, "a forwarded mail is read");
    let many = format!(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n{}",
        "--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".repeat(50_000)
    );
    read(many.as_bytes());
}

#[test]
fn charsets_that_are_wrong_or_unknown_still_read() {
    let latin = b"Subject: =?iso-8859-1?Q?Vorstellungsgespr=E4ch?=\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nWir laden Sie zum Vorstellungsgespr\xe4ch ein.";
    let seen = read(latin);
    assert_eq!(seen.subject, "Vorstellungsgespräch");
    assert_eq!(seen.classified.class, MailClass::Interview);
    for (charset, body) in [
        ("x-nobody-knows", &b"We regret to inform you \xe4\xff"[..]),
        ("utf-8", b"We regret to inform you \xe4\xff\xc3"),
        ("utf-16", b"We regret to inform you"),
        ("utf-7", b"We regret +AOQ- to inform you"),
        ("", b"We regret to inform you"),
        ("=?utf-8?Q??=", b"\xed\xa0\x80 We regret to inform you"),
    ] {
        let mut raw = format!("Content-Type: text/plain; charset=\"{charset}\"\r\n\r\n").into_bytes();
        raw.extend_from_slice(body);
        read(&raw);
    }
    let broken = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!not base64";
    read(broken);
    let nul = b"From: a\0b <a\0@b.example>\r\nSubject: x\0y\r\nMessage-ID: <a\0b@c>\r\n\r\nz\0z";
    assert_eq!(read(nul).excerpt, "z z");
}

#[test]
fn hostile_calendars_end() {
    let with = |calendar: &str| {
        read(
            format!("Subject: Interview\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{calendar}")
                .as_bytes(),
        )
    };
    let event = "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260310T100000Z\r\nEND:VEVENT\r\n";
    let many =
        with(&format!("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n{}END:VCALENDAR\r\n", event.repeat(5_000)));
    assert_eq!(many.invitations.len(), 1, "one identifier is one interview");
    with(&"BEGIN:VCALENDAR\r\n".repeat(20_000));
    with(&"BEGIN:VEVENT\r\n".repeat(20_000));
    with(&format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:{}\r\n", "x\r\n ".repeat(100_000)));
    for odd in [
        "DTSTART:99999999T999999Z",
        "DTSTART:20260231T250000",
        "DTSTART;TZID=Nowhere/Land:20260310T100000",
        "DTSTART:20260310T100000Z\r\nDURATION:P99999999999999W",
        "DTSTART:20260310T100000Z\r\nDTEND:20260309T100000Z",
        "DTSTART:20260310T100000Z\r\nSEQUENCE:99999999999999999999",
        "DTSTART:20260310T100000Z\r\nSEQUENCE:-5",
        "DTSTART;TZID=Europe/Berlin:20260329T023000",
        "DTSTART:00010101T000000Z",
        "DTSTART:",
    ] {
        let seen = with(&format!(
            "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:{}\r\n{odd}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            "u".repeat(5_000)
        ));
        assert!(
            seen.invitations
                .iter()
                .all(|event| event.sequence >= 0 && event.ends_at.is_none_or(|end| end >= event.starts_at)),
            "{odd}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(raw in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read(&raw);
    }

    #[test]
    fn any_text_is_read(subject in "\\PC{0,80}", sender in "\\PC{0,40}", body in "(\\PC{0,30}\n?){0,20}") {
        read(format!("From: {sender}\r\nSubject: {subject}\r\nContent-Type: text/html\r\n\r\n{body}").as_bytes());
    }
}
