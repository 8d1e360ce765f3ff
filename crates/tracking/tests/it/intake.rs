use domain::{
    ApplicationId, EvidenceKind, EvidenceLevel, MailboxId, ObservationStatus, Stage, State, UserId,
};
use store::applications::Move;
use store::mail::MailboxPlace;
use store::{PageRequest, Store};
use testkit::{a_posting, a_released_application, a_sent_application, a_user, stores};
use tracking::email::auth::Trust;
use tracking::intake::{self, DecideError, TakenIn};

/// A mail about the application of [`a_posting`].
fn mail(id: &str, subject: &str, body: &str) -> Vec<u8> {
    format!(
        "Message-ID: <{id}@nordlicht.example>\r\nFrom: Nordlicht Systems <jobs@nordlicht.example>\r\n\
         To: a@mail.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    )
    .into_bytes()
}

fn acknowledgement() -> Vec<u8> {
    mail(
        "ack",
        "Your application as Backend Engineer (Rust)",
        "Thank you for applying to Nordlicht Systems. We have received your application for Backend Engineer (Rust).",
    )
}

fn invitation(uid: &str, sequence: u32, hour: u32) -> Vec<u8> {
    let day = "20261202";
    format!(
        "Message-ID: <inv{sequence}@nordlicht.example>\r\nFrom: Nordlicht Systems <jobs@nordlicht.example>\r\n\
         To: a@mail.example\r\nSubject: Interview invitation: Backend Engineer (Rust)\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         We would like to invite you to an interview for Backend Engineer (Rust) at Nordlicht Systems.\r\n\
         --b\r\nContent-Type: text/calendar; method=REQUEST; name=invite.ics\r\n\
         Content-Disposition: attachment; filename=invite.ics\r\n\r\n\
         BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:{sequence}\r\n\
         DTSTAMP:20261124T090000Z\r\nDTSTART;TZID=Europe/Berlin:{day}T{hour:02}0000\r\n\
         DTEND;TZID=Europe/Berlin:{day}T{hour:02}4500\r\nSUMMARY:Interview\r\nLOCATION:https://meet.example/1\r\n\
         ORGANIZER;CN=Nordlicht:mailto:jobs@nordlicht.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n"
    )
    .into_bytes()
}

async fn a_mailbox(store: &Store, user: UserId) -> MailboxId {
    let mut tx = store.begin().await.unwrap();
    let place = MailboxPlace::Maildir { path: "/nowhere".to_owned() };
    let mailbox = tx.add_mailbox(user, &place, None).await.unwrap();
    tx.commit().await.unwrap();
    MailboxId(mailbox.id)
}

async fn take(store: &Store, user: UserId, mailbox: MailboxId, raw: &[u8]) -> TakenIn {
    intake::take_in(store, user, mailbox, raw, store.clock().now(), &Trust::default()).await.unwrap()
}

async fn stage(store: &Store, user: UserId, id: ApplicationId) -> Stage {
    store.application(user, id).await.unwrap().unwrap().application.stage
}

fn new_one(taken: TakenIn) -> domain::Observation {
    match taken {
        TakenIn::New(observation) => *observation,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_acknowledgement_moves_its_application_once_and_says_so() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mailbox = a_mailbox(&store, user).await;
        let record = a_sent_application(&store, user, a_posting()).await;
        let id = record.application.id;
        let before = store.log_position(user).await.unwrap().last;
        let observation = new_one(take(&store, user, mailbox, &acknowledgement()).await);
        assert_eq!((observation.application_id, observation.status), (Some(id), ObservationStatus::Linked));
        assert_eq!(stage(&store, user, id).await, Stage::Acknowledged);
        let events = store.events_after(user, before, 50).await.unwrap();
        assert_eq!(events.len(), 2, "the mail and the stage");
        let timeline = store.timeline(user, Some(id), &PageRequest::default()).await.unwrap().items;
        assert!(
            timeline.iter().any(|entry| entry.kind.as_str() == "mail" && entry.title == "Receipt confirmed")
        );

        assert_eq!(take(&store, user, mailbox, &acknowledgement()).await, TakenIn::Known);
        let after = store.log_position(user).await.unwrap().last;
        assert_eq!(after, before + 2, "a second reading changes nothing on {}", store.engine_name());
    }
}

#[tokio::test]
async fn an_answer_may_come_before_we_are_sure_that_it_was_sent() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mailbox = a_mailbox(&store, user).await;
        let record = a_released_application(&store, user, a_posting()).await;
        new_one(take(&store, user, mailbox, &acknowledgement()).await);
        let now = store.application(user, record.application.id).await.unwrap().unwrap().application;
        assert_eq!((now.status, now.stage), (State::SubmittingReleased, Stage::Acknowledged));
    }
}

#[tokio::test]
async fn an_invitation_becomes_an_interview_and_moves_with_its_update() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mailbox = a_mailbox(&store, user).await;
        let record = a_sent_application(&store, user, a_posting()).await;
        let id = record.application.id;
        new_one(take(&store, user, mailbox, &invitation("u1", 0, 10)).await);
        assert_eq!(stage(&store, user, id).await, Stage::Interview);
        let interviews = store.interviews_of(user, id).await.unwrap();
        assert_eq!(interviews.len(), 1);
        assert_eq!(interviews[0].starts_at.to_rfc3339(), "2026-12-02T09:00:00+00:00");
        assert_eq!(interviews[0].time_zone.as_deref(), Some("Europe/Berlin"));
        new_one(take(&store, user, mailbox, &invitation("u1", 1, 14)).await);
        let moved = store.interviews_of(user, id).await.unwrap();
        assert_eq!((moved.len(), moved[0].starts_at.to_rfc3339().as_str()), (1, "2026-12-02T13:00:00+00:00"));
        let numbers = store.analytics(user, store.clock().now()).await.unwrap();
        assert_eq!((numbers.answered, numbers.interviews, numbers.response_rate), (1, 1, Some(1.0)));
        let log = store.events_after(user, 0, 200).await.unwrap();
        let told = log.iter().filter(|entry| entry.kind == domain::EventType::InterviewScheduled);
        assert_eq!(told.count(), 2, "set and moved");
    }
}

#[tokio::test]
async fn a_rejection_ends_it_and_later_mail_does_not_bring_it_back() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mailbox = a_mailbox(&store, user).await;
        let record = a_sent_application(&store, user, a_posting()).await;
        let rejection = mail(
            "no",
            "Your application at Nordlicht Systems",
            "Thank you for your application as Backend Engineer (Rust) at Nordlicht Systems. Unfortunately we have decided not to move forward with your application.",
        );
        new_one(take(&store, user, mailbox, &rejection).await);
        new_one(take(&store, user, mailbox, &acknowledgement()).await);
        assert_eq!(stage(&store, user, record.application.id).await, Stage::Rejected);
        let after = store.application(user, record.application.id).await.unwrap().unwrap().application;
        assert!(after.next_step.starts_with("They declined"), "{}", after.next_step);
    }
}

#[tokio::test]
async fn a_weak_link_moves_nothing_until_its_owner_confirms_it() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let stranger = a_user(&store, "b@mail.example").await;
        let mailbox = a_mailbox(&store, user).await;
        let record = a_sent_application(&store, user, a_posting()).await;
        let id = record.application.id;
        // Names the employer in its text only, and no job.
        let vague = mail(
            "vague",
            "Your application",
            "We have received your application. The team of Nordlicht Systems",
        );
        let vague = String::from_utf8(vague)
            .unwrap()
            .replace("From: Nordlicht Systems <jobs@nordlicht.example>", "From: <no-reply@relay.example>");
        let observation = new_one(take(&store, user, mailbox, vague.as_bytes()).await);
        assert_eq!(
            (observation.status, observation.application_id),
            (ObservationStatus::Suggested, Some(id))
        );
        assert_eq!(stage(&store, user, id).await, Stage::None);

        let not_theirs = intake::confirm(&store, stranger, observation.id, id).await;
        assert!(matches!(not_theirs, Err(DecideError::NoObservation)));
        let confirmed = intake::confirm(&store, user, observation.id, id).await.unwrap();
        assert_eq!(confirmed.status, ObservationStatus::Confirmed);
        assert_eq!(stage(&store, user, id).await, Stage::Acknowledged);
        let again = intake::confirm(&store, user, observation.id, id).await;
        assert!(matches!(again, Err(DecideError::Decided)));
        assert!(matches!(intake::dismiss(&store, user, observation.id).await, Err(DecideError::Decided)));
    }
}

#[tokio::test]
async fn nobody_confirms_for_an_application_of_another_person() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let other = a_user(&store, "b@mail.example").await;
        let mailbox = a_mailbox(&store, user).await;
        let theirs = a_sent_application(&store, other, a_posting()).await;
        let observation = new_one(take(&store, user, mailbox, &acknowledgement()).await);
        assert_eq!(
            observation.status,
            ObservationStatus::Unlinked,
            "the other person's application is no candidate"
        );
        let refused = intake::confirm(&store, user, observation.id, theirs.application.id).await;
        assert!(matches!(refused, Err(DecideError::NoApplication)));
        assert_eq!(stage(&store, other, theirs.application.id).await, Stage::None);
        let dismissed = intake::dismiss(&store, user, observation.id).await.unwrap();
        assert_eq!((dismissed.status, dismissed.application_id), (ObservationStatus::Dismissed, None));
    }
}

#[tokio::test]
async fn private_mail_leaves_no_trace() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mailbox = a_mailbox(&store, user).await;
        a_sent_application(&store, user, a_posting()).await;
        let private = mail("hi", "Dinner on Friday?", "Shall we cook together? Bring the wine.");
        let private = String::from_utf8(private)
            .unwrap()
            .replace("Nordlicht Systems <jobs@nordlicht.example>", "Kim <kim@mail.example>");
        assert_eq!(take(&store, user, mailbox, private.as_bytes()).await, TakenIn::NotOurs);
        assert_eq!(take(&store, user, mailbox, b"").await, TakenIn::NotOurs);
        assert_eq!(store.observations(user, None, &PageRequest::default()).await.unwrap().items, []);
        let log = store.events_after(user, 0, 200).await.unwrap();
        let told = log.iter().any(|entry| entry.kind == domain::EventType::ObservationRecorded);
        assert!(!told);
    }
}

/// A mail server's own check of the sender, put above what it received.
fn checked_by(server: &str, raw: &[u8]) -> Vec<u8> {
    let check = format!("Authentication-Results: {server}; dkim=pass header.d=nordlicht.example\r\n");
    [check.as_bytes(), raw].concat()
}

#[tokio::test]
async fn only_a_proven_mail_settles_whether_an_application_arrived() {
    let trust = Trust { authserv_id: Some("mx.mail.example".to_owned()) };
    let forged = checked_by("mx.elsewhere.example", &acknowledgement());
    let proven = checked_by("mx.mail.example", &acknowledgement());
    for (raw, status, level) in [
        (acknowledgement(), State::Unconfirmed, None),
        (forged, State::Unconfirmed, None),
        (proven, State::Submitted, Some(EvidenceLevel::ByMail)),
    ] {
        for store in stores().await {
            let user = a_user(&store, "a@mail.example").await;
            let mailbox = a_mailbox(&store, user).await;
            let record = a_released_application(&store, user, a_posting()).await;
            let mut tx = store.begin().await.unwrap();
            let record = tx.move_application(&record, Move::to(State::Unconfirmed)).await.unwrap();
            tx.commit().await.unwrap();
            intake::take_in(&store, user, mailbox, &raw, store.clock().now(), &trust).await.unwrap();
            let after = store.application(user, record.application.id).await.unwrap().unwrap().application;
            assert_eq!((after.status, after.evidence_level), (status, level));
            let evidence = store.evidence(user, after.id).await.unwrap();
            assert_eq!(
                (evidence.len(), evidence[0].kind),
                (1, EvidenceKind::Mail),
                "a hint is shown as well"
            );
        }
    }
}
