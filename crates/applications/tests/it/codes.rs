//! A site that wants a code it has mailed: the code is found in the watched mailbox and typed, and the application is
//! sent once.

use std::sync::Arc;
use std::time::Duration;

use applications::actions::GivenAnswer;
use applications::{Ended, actions, reconcile};
use browser::PersonInput;
use domain::{ApplicationId, Event, State};
use rustls::RootCertStore;
use sandbox::MAIL_SERVER;
use serde_json::{Value, json};
use store::Store;
use store::mail::MailboxPlace;
use tokio::sync::Notify;
use tokio_util::sync::{CancellationToken, DropGuard};
use tracking::email::auth::Trust;
use tracking::imap::Connector;
use tracking::watch::Watch;

use crate::crashes::{LEASE_OVER, crash_at};
use crate::support::{World, word};

/// The step while a code is awaited.
const WAITING: &str = "Waiting for the security code in your mailbox";
/// Longer than any run needs to get there.
const PATIENCE: Duration = Duration::from_secs(90);
/// Longer than a mail takes here, and than a page that was refused is looked at.
const SHORT: Duration = Duration::from_secs(6);

/// Watches the mailbox the employers write to, as the server does.
pub async fn watch_mailbox(world: &World) -> DropGuard {
    let folder = world.maildir();
    for part in ["tmp", "new", "cur"] {
        std::fs::create_dir_all(folder.join(part)).unwrap();
    }
    let mut tx = world.store.begin().await.unwrap();
    let place = MailboxPlace::Maildir { path: folder.display().to_string() };
    tx.add_mailbox(world.user, &place, None).await.unwrap();
    tx.commit().await.unwrap();
    let stop = CancellationToken::new();
    let connector = Connector::trusting(net::Egress::allowing(Vec::new()), RootCertStore::empty());
    let watch = Watch {
        store: Store::clone(&world.store),
        mailbox: world.store.watched_mailboxes().await.unwrap().remove(0),
        connector,
        trust: Trust { authserv_id: Some(MAIL_SERVER.to_owned()) },
        wake: Arc::new(Notify::new()),
        stop: stop.clone(),
    };
    tokio::spawn(watch.run());
    stop.drop_guard()
}

/// An approved application to an employer at a host of its own, which then behaves like this.
pub async fn approved(world: &World, company: &str, behaviour: &str) -> (ApplicationId, Value) {
    let job = world.open_job(company).await;
    world.state_answers(&job).await;
    let own = format!("{company}.employers.test:{}", world.sandbox.addr().port());
    let url = word(&job, "apply_url").replace(&world.sandbox.addr().to_string(), &own);
    let id = world.apply_at(&job, &url, true).await;
    world.until_ready(id).await;
    world.approve(id).await;
    world.behave(&job, behaviour).await;
    (id, job)
}

/// The live steps that were told.
pub fn steps(world: &World) -> Vec<String> {
    let told = world.told.lock().unwrap();
    let step = |event: &Event| match event {
        Event::ApplicationProgress(progress) => Some(progress.step.clone()),
        _ => None,
    };
    told.iter().filter_map(step).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_is_mailed_after_the_click_is_typed_and_the_application_sent_once() {
    let world = World::new().await;
    let _watching = watch_mailbox(&world).await;
    let (id, job) = approved(&world, "quillmoor", "email_code").await;
    assert_eq!(world.run(id).await, Ended::In(State::Submitted), "{:?}", steps(&world));
    assert_eq!(world.accepted(&job).await, 1);
    let steps = steps(&world);
    assert!(steps.iter().any(|step| step == WAITING), "{steps:?}");
    let attempts = world.store.attempts(world.user, id).await.unwrap();
    let outcomes: Vec<_> = attempts.iter().map(|one| one.outcome.as_deref().unwrap_or_default()).collect();
    assert_eq!(outcomes, ["code_asked", "submitted"]);
    assert!(attempts[0].voided_at.is_some() && attempts[1].voided_at.is_none());
    // The same answers were approved once, and the code is nowhere.
    let entry = world.ledger().await.remove(0);
    let code = entry["answers"].as_array().unwrap().iter().find(|answer| answer["name"] == "security_code");
    assert!(code.is_none(), "the employer keeps it out of the answers");
    let events = world.store.events_after(world.user, 0, 1_000).await.unwrap();
    assert!(events.iter().all(|event| event.kind.as_str() != "application_failed"), "nothing failed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_strangers_code_is_not_typed_and_the_run_says_what_is_missing() {
    let mut world = World::new().await;
    world.context.waits.code = SHORT;
    let _watching = watch_mailbox(&world).await;
    let (foreign, foreign_job) = approved(&world, "quillmoor", "email_code_foreign").await;
    assert_eq!(world.run(foreign).await, Ended::In(State::FailedBeforeSend));
    assert_eq!(world.reason(foreign).await, "email_code");
    let steps = steps(&world);
    assert!(!steps.iter().any(|step| step == "Typed the security code"), "{steps:?}");
    assert_eq!(world.accepted(&foreign_job).await, 0);
    let mails = std::fs::read_dir(world.maildir().join("new")).unwrap().count();
    assert_eq!(mails, 1, "a mail with a code was there");
    // Nothing is lost: tried again, and with the right mail, it is sent.
    world.behave(&foreign_job, "email_code").await;
    world.context.waits.code = Duration::from_secs(60);
    actions::retry(&world.store, world.user, foreign).await.unwrap();
    assert_eq!(world.run(foreign).await, Ended::In(State::Submitted));
    assert_eq!(world.accepted(&foreign_job).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_code_nothing_is_sent_and_nothing_lost() {
    let mut world = World::new().await;
    world.context.waits.code = SHORT;
    let (id, job) = approved(&world, "quillmoor", "email_code_lost").await;
    assert_eq!(world.run(id).await, Ended::In(State::FailedBeforeSend));
    let reason = world.record(id).await.application.reason.unwrap();
    assert_eq!(reason.code, "email_code");
    assert!(reason.message.contains("Connect the mailbox"), "{}", reason.message);
    assert_eq!(world.accepted(&job).await, 0);
    assert!(actions::allowed_actions(&world.record(id).await).contains(&"retry"));
}

/// The code of the mail that came, read by the person themselves.
async fn code_in_the_mail(world: &World) -> String {
    let new = world.maildir().join("new");
    let found = async {
        loop {
            let mails = std::fs::read_dir(&new).into_iter().flatten().flatten();
            for mail in mails.filter_map(|file| std::fs::read(file.path()).ok()) {
                let mail = tracking::email::parse(&mail);
                if let Some(code) = tracking::code::find(&mail) {
                    return code.as_typed().to_owned();
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, found).await.expect("the employer has mailed a code")
}

/// The person takes over as they are asked and types the code; with `enter` they also send it, and keep the page.
async fn type_code(world: &World, id: ApplicationId, enter: bool) {
    let asked = async {
        while !steps(world).iter().any(|step| step == WAITING) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.expect("the person is told");
    let code = code_in_the_mail(world).await;
    let run = world.context.live.of(world.user, id).expect("it can be watched");
    run.take_over().await.expect("it can be taken over");
    // The page has its first box focused and goes on to the next by itself.
    for sign in code.chars() {
        run.input(PersonInput::Text { text: sign.to_string() }).await.expect("the person has the page");
    }
    if enter {
        let (key, code) = ("Enter".to_owned(), "Enter".to_owned());
        let press = PersonInput::KeyDown { key, code, modifiers: Default::default() };
        run.input(press).await.expect("the person has the page");
        return;
    }
    run.give_back();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_mailbox_the_person_types_the_code_and_gives_back() {
    let world = World::new().await;
    let (id, job) = approved(&world, "quillmoor", "email_code").await;
    let (ended, ()) = tokio::join!(world.run(id), type_code(&world, id, false));
    assert_eq!(ended, Ended::In(State::Submitted), "{:?}", world.record(id).await.application.reason);
    assert_eq!(world.accepted(&job).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_person_sends_with_the_code_is_held_and_recorded_like_any_release() {
    let world = World::new().await;
    let (id, job) = approved(&world, "quillmoor", "email_code").await;
    let (ended, ()) = tokio::join!(world.run(id), type_code(&world, id, true));
    assert_eq!(ended, Ended::In(State::Submitted), "{:?}", world.record(id).await.application.reason);
    assert_eq!(world.accepted(&job).await, 1);
    let attempts = world.store.attempts(world.user, id).await.unwrap();
    assert!(attempts.len() == 2 && attempts.iter().all(|one| one.released_at.is_some()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_with_the_code_typed_begins_anew_and_is_sent_once() {
    let world = World::new().await;
    let _watching = watch_mailbox(&world).await;
    let (id, job) = approved(&world, "quillmoor", "email_code").await;
    crash_at(&world, id, "code typed").await;
    assert_eq!(world.record(id).await.application.status, State::Preparing);
    assert_eq!(world.accepted(&job).await, 0);
    world.store.clock.advance(LEASE_OVER);
    assert_eq!(reconcile(&world.store).await.unwrap().requeued, 1);
    assert_eq!(world.run(id).await, Ended::In(State::Submitted), "{:?}", steps(&world));
    assert_eq!(world.accepted(&job).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_confirms_an_account_is_typed() {
    let world = World::new().await;
    let _watching = watch_mailbox(&world).await;
    let form = world
        .control("/_control/forms", json!({ "family": "workday", "seed": 1_001, "language": "en" }))
        .await;
    world.behave(&form, "email_code").await;
    let own = format!("tidewharf.employers.test:{}", world.sandbox.addr().port());
    let url = word(&form, "apply_url").replace(&world.sandbox.addr().to_string(), &own);
    let job = json!({ "id": form["id"], "title": form["title"], "company_name": form["company"], "url": form["url"] });
    let id = world.apply_at(&job, &url, true).await;
    assert_eq!(world.run(id).await, Ended::In(State::Draft), "it asks whether it may make an account");
    let open = world.record(id).await.snapshot.unwrap();
    let open: Vec<_> = open.open_questions().collect();
    let given = GivenAnswer { field: open[0].field.clone(), value: "Yes".to_owned() };
    actions::answer(&world.store, world.user, id, &[given], true).await.unwrap();
    world.run(id).await;
    let steps = steps(&world);
    assert!(steps.iter().any(|step| step == "Typed the security code"), "{steps:?}");
    assert!(steps.iter().any(|step| step == "Found the form"), "{steps:?}");
}
