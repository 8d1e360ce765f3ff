//! A code is kept for the form that waits for it, from whom it was asked, and is seen nowhere else.

use chrono::TimeDelta;
use domain::{ApplicationId, MailboxId, Posting, UserId};
use secrecy::ExposeSecret as _;
use store::codes::CodeRequestId;
use store::mail::MailboxPlace;
use store::{PageRequest, Store};
use testkit::{TestStore, a_posting, a_sent_application, a_user, sqlite};
use tracking::email::auth::Trust;
use tracking::intake;

const CODE: &str = "a1B2c3D4";

fn mail(id: &str, from: &str, company: &str, checked: &str) -> Vec<u8> {
    format!(
        "{checked}Message-ID: <{id}@x.example>\r\nFrom: Careers <{from}>\r\nTo: a@mail.example\r\n\
         Subject: Security code for your application to {company}\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n\
         Copy and paste this code into the security code field on your application: {CODE}\r\n"
    )
    .into_bytes()
}

struct World {
    store: TestStore,
    user: UserId,
    mailbox: MailboxId,
}

impl World {
    async fn new() -> Self {
        let store = sqlite().await;
        let user = a_user(&store, "a@mail.example").await;
        let mut tx = store.begin().await.unwrap();
        let place = MailboxPlace::Maildir { path: "/nowhere".to_owned() };
        let mailbox = MailboxId(tx.add_mailbox(user, &place, None).await.unwrap().id);
        tx.commit().await.unwrap();
        Self { store, user, mailbox }
    }

    async fn application(&self, company: &str) -> ApplicationId {
        let posting = Posting { external_id: company.to_owned(), company: company.to_owned(), ..a_posting() };
        a_sent_application(&self.store, self.user, posting).await.application.id
    }

    async fn ask(&self, application: ApplicationId, senders: &[&str]) -> CodeRequestId {
        let senders: Vec<String> = senders.iter().map(|sender| (*sender).to_owned()).collect();
        let mut tx = self.store.begin().await.unwrap();
        let id = tx.request_code(self.user, application, &senders).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn receive(&self, raw: &[u8], age: TimeDelta, trust: &Trust) {
        let store: &Store = &self.store;
        let at = store.clock().now() - age;
        intake::take_in(store, self.user, self.mailbox, raw, at, trust).await.unwrap();
    }
}

#[tokio::test]
async fn a_code_is_kept_for_whoever_asked_that_sender_and_shown_nowhere() {
    let world = World::new().await;
    let id = world.ask(world.application("Acme").await, &["greenhouse-mail.io"]).await;
    world
        .receive(
            &mail("1", "no-reply@us.greenhouse-mail.io", "Acme", ""),
            TimeDelta::zero(),
            &Trust::default(),
        )
        .await;
    let mut tx = world.store.begin().await.unwrap();
    let taken = tx.take_code(world.user, id).await.unwrap().expect("it was asked for");
    drop(tx);
    assert_eq!((taken.code.expose_secret(), taken.mail_id.as_str()), (CODE, "1@x.example"));
    let events = world.store.events_after(world.user, 0, 1_000).await.unwrap();
    assert!(
        events.iter().any(|event| event.kind.as_str() == "observation_recorded"),
        "the mail itself is told"
    );
    assert!(events.iter().all(|event| !event.text().contains(CODE)));
    let seen = world.store.observations(world.user, None, &PageRequest::default()).await.unwrap();
    assert!(!format!("{seen:?}").contains(CODE));
}

#[tokio::test]
async fn a_code_nobody_asked_that_sender_for_is_not_kept() {
    let server = Trust { authserv_id: Some("mx.home.example".to_owned()) };
    let good = "Authentication-Results: mx.home.example; dkim=pass header.d=greenhouse-mail.io\r\n";
    let bad = "Authentication-Results: mx.home.example; dkim=fail header.d=greenhouse-mail.io\r\n";
    let (now, trust) = (TimeDelta::zero(), Trust::default());
    let own = "no-reply@us.greenhouse-mail.io";
    let cases: &[(&str, &str, TimeDelta, &Trust, bool)] = &[
        (own, "", now, &trust, true),
        (own, good, now, &server, true),
        ("no-reply@evil.example", "", now, &trust, false),
        ("no-reply@notgreenhouse-mail.io", "", now, &trust, false),
        ("no-reply@greenhouse-mail.io.evil.example", "", now, &trust, false),
        // Its own server says that it is forged, or nothing.
        (own, bad, now, &server, false),
        (own, "", now, &server, false),
        // The code of an earlier try.
        (own, "", TimeDelta::minutes(10), &trust, false),
    ];
    for (number, (from, checked, age, trust, kept)) in cases.iter().enumerate() {
        let world = World::new().await;
        let application = world.application("Acme").await;
        world.receive(&mail("0", from, "Acme", checked), *age, trust).await;
        let id = world.ask(application, &["greenhouse-mail.io"]).await;
        assert!(!world.store.has_code(id).await.unwrap(), "what came before it was asked for is not kept");
        world.receive(&mail("1", from, "Acme", checked), *age, trust).await;
        assert_eq!(world.store.has_code(id).await.unwrap(), *kept, "case {number}: {from} {checked}");
    }
}

#[tokio::test]
async fn of_two_that_wait_for_one_sender_the_named_employer_gets_it() {
    let world = World::new().await;
    let acme = world.ask(world.application("Acme").await, &["greenhouse-mail.io"]).await;
    let other = world.ask(world.application("Brightkelp").await, &["greenhouse-mail.io"]).await;
    let from = "no-reply@us.greenhouse-mail.io";
    world.receive(&mail("1", from, "us", ""), TimeDelta::zero(), &Trust::default()).await;
    let has = async |id| world.store.has_code(id).await.unwrap();
    assert_eq!((has(acme).await, has(other).await), (false, false), "it does not say whose it is");
    world.receive(&mail("2", from, "Brightkelp", ""), TimeDelta::zero(), &Trust::default()).await;
    assert_eq!((has(acme).await, has(other).await), (false, true));
}
