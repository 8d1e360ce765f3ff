use domain::{
    ApplicationId, Channel, Invitation, MailClass, Observation, ObservationId, ObservationStatus, Stage,
};
use secrecy::{ExposeSecret as _, SecretString};
use store::mail::{MAX_MAILBOXES, MailboxCursor, MailboxPlace};
use store::{PageRequest, StoreError};
use testkit::{TestStore, a_posting, a_sent_application, a_user, stores};

fn imap(username: &str) -> MailboxPlace {
    MailboxPlace::Imap { host: "imap.example".to_owned(), port: 993, username: username.to_owned() }
}

fn seen(store: &TestStore, external_id: &str, application_id: Option<ApplicationId>) -> Observation {
    let now = store.clock().now();
    Observation {
        id: ObservationId::new(now),
        channel: Channel::Email,
        external_id: external_id.to_owned(),
        sender: "Nordlicht <jobs@nordlicht.example>".to_owned(),
        subject: "Your application".to_owned(),
        excerpt: "Thank you for applying".to_owned(),
        class: MailClass::Acknowledgement,
        confidence: 0.9,
        evidence: vec!["thank you for applying".to_owned()],
        application_id,
        status: if application_id.is_some() {
            ObservationStatus::Linked
        } else {
            ObservationStatus::Unlinked
        },
        stage: Some(Stage::Acknowledged),
        observed_at: now,
    }
}

fn invitation(sequence: i32) -> Invitation {
    Invitation {
        uid: "1@nordlicht.example".to_owned(),
        sequence,
        summary: format!("Interview, version {sequence}"),
        starts_at: "2026-12-01T09:00:00Z".parse().unwrap(),
        ends_at: None,
        time_zone: Some("Europe/Berlin".to_owned()),
        location: "https://meet.example/1".to_owned(),
        organizer: "Nordlicht".to_owned(),
        cancelled: false,
    }
}

#[tokio::test]
async fn a_mailbox_is_added_once_and_its_password_opens_for_its_owner_only() {
    for store in stores().await {
        let (one, two) = (a_user(&store, "a@mail.example").await, a_user(&store, "b@mail.example").await);
        let (first, second) = (SecretString::from("first"), SecretString::from("second"));
        let mut tx = store.begin().await.unwrap();
        let added = tx.add_mailbox(one, &imap("a"), Some(&first)).await.unwrap();
        let again = tx.add_mailbox(one, &imap("a"), Some(&second)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((added.id, added.has_password, added.status.as_str()), (again.id, true, "new"));
        assert_eq!(store.mailboxes(one).await.unwrap().len(), 1);
        assert_eq!(store.mailboxes(two).await.unwrap(), []);

        let id = domain::MailboxId(added.id);
        let password = store.mailbox_password(one, id).await.unwrap().unwrap();
        assert_eq!(password.expose_secret(), "second");
        assert!(store.mailbox_password(two, id).await.unwrap().is_none(), "another user's mailbox");
        let mut tx = store.begin().await.unwrap();
        assert!(!tx.request_mailbox(two, id).await.unwrap());
        assert!(!tx.remove_mailbox(two, id).await.unwrap());
        assert!(tx.remove_mailbox(one, id).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(store.watched_mailboxes().await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_mailbox_remembers_how_far_it_was_read_and_why_it_cannot_be() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mut tx = store.begin().await.unwrap();
        let added = tx.add_mailbox(user, &imap("a"), None).await.unwrap();
        let id = domain::MailboxId(added.id);
        assert!(tx.mailbox_failed(id, "The password is wrong.").await.unwrap());
        assert!(!tx.mailbox_failed(id, "The password is wrong.").await.unwrap(), "no news");
        tx.commit().await.unwrap();
        let failing = store.mailboxes(user).await.unwrap().remove(0);
        assert_eq!(
            (failing.status.as_str(), failing.problem.as_deref()),
            ("failing", Some("The password is wrong."))
        );

        let cursor = MailboxCursor { uid_validity: u32::MAX, last_uid: 7 };
        let mut tx = store.begin().await.unwrap();
        tx.mailbox_was_read(id, cursor).await.unwrap();
        tx.commit().await.unwrap();
        let watched = store.watched_mailboxes().await.unwrap().remove(0);
        assert_eq!((watched.place, watched.user_id), (imap("a"), user));
        assert!(!watched.is_asked_for);
        assert_eq!(store.mailbox_cursor(id).await.unwrap(), cursor);
        let healthy = store.mailboxes(user).await.unwrap().remove(0);
        assert_eq!((healthy.status.as_str(), healthy.problem), ("healthy", None));
        assert!(healthy.last_synced_at.is_some());
        let mut tx = store.begin().await.unwrap();
        assert!(tx.request_mailbox(user, id).await.unwrap());
        tx.commit().await.unwrap();
        assert!(store.watched_mailboxes().await.unwrap()[0].is_asked_for, "its owner asks for a reading");
    }
}

#[tokio::test]
async fn nobody_has_more_mailboxes_than_the_limit() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mut tx = store.begin().await.unwrap();
        for number in 0..MAX_MAILBOXES {
            tx.add_mailbox(user, &imap(&number.to_string()), None).await.unwrap();
        }
        let refused = tx.add_mailbox(user, &imap("one more"), None).await;
        assert!(matches!(refused, Err(StoreError::Limit { .. })));
        tx.add_mailbox(user, &imap("0"), None).await.expect("one that is there may be changed");
    }
}

#[tokio::test]
async fn a_message_is_taken_in_once_and_recorded_with_its_event() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mut tx = store.begin().await.unwrap();
        assert!(tx.add_observation(user, None, &seen(&store, "m1", None), &[]).await.unwrap());
        assert!(!tx.add_observation(user, None, &seen(&store, "m1", None), &[]).await.unwrap());
        tx.commit().await.unwrap();
        assert!(store.knows_message(user, "m1").await.unwrap());
        assert_eq!(store.observations(user, None, &PageRequest::default()).await.unwrap().items.len(), 1);
        let suggested = Some(ObservationStatus::Suggested);
        assert_eq!(store.observations(user, suggested, &PageRequest::default()).await.unwrap().items, []);
        assert_eq!(store.log_position(user).await.unwrap().last, 1, "one event on {}", store.engine_name());
    }
}

#[tokio::test]
async fn candidates_are_what_left_the_machine_with_the_messages_that_belong_to_it() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let other = a_user(&store, "b@mail.example").await;
        let record = a_sent_application(&store, user, a_posting()).await;
        let id = record.application.id;
        let mut tx = store.begin().await.unwrap();
        tx.add_observation(user, None, &seen(&store, "m1", Some(id)), &[]).await.unwrap();
        tx.commit().await.unwrap();
        let candidates = store.mail_candidates(user).await.unwrap();
        assert_eq!((candidates.len(), candidates[0].application_id), (1, id));
        assert_eq!(candidates[0].known_messages, ["m1"]);
        assert_eq!(candidates[0].company, record.application.company);
        assert_eq!(store.mail_candidates(other).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_person_decides_about_an_observation_of_their_own_only() {
    for store in stores().await {
        let (user, other) = (a_user(&store, "a@mail.example").await, a_user(&store, "b@mail.example").await);
        let record = a_sent_application(&store, user, a_posting()).await;
        let mail = seen(&store, "m1", None);
        let mut tx = store.begin().await.unwrap();
        tx.add_observation(user, None, &mail, &[invitation(0)]).await.unwrap();
        assert!(tx.observation(other, mail.id).await.unwrap().is_none());
        assert_eq!(tx.observation(user, mail.id).await.unwrap().unwrap().invitations, [invitation(0)]);
        let application = Some(record.application.id);
        let refused = tx.settle_observation(other, mail.id, ObservationStatus::Confirmed, application).await;
        assert!(matches!(refused, Err(StoreError::Stale { .. })));
        tx.settle_observation(user, mail.id, ObservationStatus::Confirmed, application).await.unwrap();
        tx.commit().await.unwrap();
        let of = store.observations_of(user, record.application.id).await.unwrap();
        assert_eq!((of.len(), of[0].status), (1, ObservationStatus::Confirmed));
    }
}

#[tokio::test]
async fn an_older_invitation_never_overwrites_a_newer_one() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let record = a_sent_application(&store, user, a_posting()).await;
        let mail = seen(&store, "m1", Some(record.application.id));
        let mut tx = store.begin().await.unwrap();
        tx.add_observation(user, None, &mail, &[]).await.unwrap();
        let never_set = Invitation { cancelled: true, ..invitation(0) };
        assert_eq!(tx.put_interview(&record, mail.id, &never_set).await.unwrap(), None);
        let set = tx.put_interview(&record, mail.id, &invitation(1)).await.unwrap().unwrap();
        assert_eq!(tx.put_interview(&record, mail.id, &invitation(1)).await.unwrap(), None, "the same again");
        assert_eq!(tx.put_interview(&record, mail.id, &invitation(0)).await.unwrap(), None, "an older one");
        let moved = tx.put_interview(&record, mail.id, &invitation(2)).await.unwrap().unwrap();
        assert_eq!((moved.id, moved.summary.as_str()), (set.id, "Interview, version 2"));
        let off = Invitation { cancelled: true, ..invitation(2) };
        assert!(tx.put_interview(&record, mail.id, &off).await.unwrap().unwrap().cancelled);
        assert_eq!(
            tx.put_interview(&record, mail.id, &invitation(2)).await.unwrap(),
            None,
            "it stays called off"
        );
        tx.commit().await.unwrap();
        let listed = store.interviews(user, &PageRequest::default()).await.unwrap().items;
        assert_eq!((listed.len(), listed[0].company.as_str()), (1, record.application.company.as_str()));
        let stranger = a_user(&store, "b@mail.example").await;
        assert_eq!(store.interviews(stranger, &PageRequest::default()).await.unwrap().items, []);
        assert_eq!(store.interviews_of(stranger, record.application.id).await.unwrap(), []);
    }
}
