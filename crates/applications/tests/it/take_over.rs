//! What a person types while they have the page is their answer, whatever the run was about to do.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;

use applications::live::{LiveRun, TakeOverError};
use browser::{LiveError, Modifiers, PersonInput};
use domain::{AnswerOrigin, ApplicationId, FieldAnswer, State};
use serde_json::json;
use store::applications::ApplicationRecord;

use crate::support::{World, word};

/// Fields from the top of the form, and what stands above them.
const TABS: usize = 12;
/// What they write: good for a name and for an address.
const BY_HAND: &str = "by.hand@example.org";

/// The person: goes through the form by keyboard, on or back, writes into whatever takes text, and gives back at once.
async fn write_everywhere(run: &LiveRun, is_back: bool) {
    for _ in 0..TABS {
        let (key, code) = ("Tab".to_owned(), "Tab".to_owned());
        let modifiers = Modifiers { shift: is_back, ..Modifiers::default() };
        for input in [
            PersonInput::KeyDown { key: key.clone(), code: code.clone(), modifiers },
            PersonInput::KeyUp { key, code, modifiers },
            PersonInput::Text { text: BY_HAND.into() },
        ] {
            run.input(input).await.expect("the person has the page");
        }
    }
    run.give_back();
}

/// The person takes over in the one moment in which the run has looked for them and is about to act: when it passes this
/// point after `before` times.
fn takes_over_at(world: &mut World, id: ApplicationId, at: &'static str, before: usize, is_back: bool) {
    let (live, user, passes) = (world.context.live.clone(), world.user, AtomicUsize::new(0));
    world.context.crash_point = Some(Arc::new(move |point| {
        let is_then = point == at && passes.fetch_add(1, SeqCst) == before;
        let live = live.clone();
        Box::pin(async move {
            if is_then {
                let run = live.of(user, id).expect("it is under way");
                run.take_over().await.expect("it can be taken over");
                tokio::spawn(async move { write_everywhere(&run, is_back).await });
            }
        })
    }));
}

/// The run, the moment it can be watched.
fn begun(world: &World, id: ApplicationId) -> impl Future<Output = LiveRun> + Send + 'static {
    let (live, user) = (world.context.live.clone(), world.user);
    async move {
        loop {
            match live.of(user, id) {
                Some(run) => return run,
                None => tokio::task::yield_now().await,
            }
        }
    }
}

/// The labels, in lower case, of what the person wrote.
fn written(record: &ApplicationRecord) -> Vec<String> {
    let answers = &record.snapshot.as_ref().expect("it was filled").answers;
    let is_theirs = |answer: &&FieldAnswer| {
        answer.origin == AnswerOrigin::Person && answer.value.as_deref() == Some(BY_HAND)
    };
    answers.iter().filter(is_theirs).map(|answer| answer.label.to_lowercase()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_field_that_the_person_filled_is_filled_over_by_the_run() {
    let mut world = World::new().await;
    let (id, job) = world.approved("brightkelp").await;
    // The resume is before the name.
    takes_over_at(&mut world, id, "before a field", 1, false);
    let ended = world.run(id).await;
    let record = world.record(id).await;
    assert_eq!(record.application.status, State::Ready, "{ended:?}: what changed is approved anew");
    let written = written(&record);
    assert!(written.iter().any(|label| label == "full name"), "{written:?} {:#?}", record.snapshot);
    assert_eq!(world.accepted(&job).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_before_the_page_is_open_gets_it_once_it_is() {
    let world = World::new().await;
    let (id, job) = world.approved("brightkelp").await;
    let begun = begun(&world, id);
    let person = tokio::spawn(async move {
        let run = begun.await;
        run.take_over().await.expect("it can be taken over");
        write_everywhere(&run, false).await;
    });
    let ended = world.run(id).await;
    person.await.expect("the person had the page");
    let record = world.record(id).await;
    assert_eq!(record.application.status, State::Ready, "{ended:?}: what changed is approved anew");
    let written = written(&record);
    assert!(written.iter().any(|label| label == "full name"), "{written:?} {:#?}", record.snapshot);
    assert_eq!(world.accepted(&job).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_for_a_page_that_never_opens_is_told_that_the_run_is_over() {
    let world = World::new().await;
    let job = world.open_job("brightkelp").await;
    let id = world.apply_at(&job, &format!("{}/nothing-here", word(&job, "url")), true).await;
    let begun = begun(&world, id);
    let person = tokio::spawn(async move { begun.await.take_over().await });
    let ended = world.run(id).await;
    let refused = person.await.expect("they are told").expect_err("there is no page");
    assert!(matches!(refused, TakeOverError::Browser(LiveError::Ended)), "{ended:?}: {refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_step_that_the_person_changed_is_not_left_before_it_was_looked_at() {
    let mut world = World::new().await;
    let form = json!({ "family": "icims", "seed": 3, "language": "en" });
    let form = world.control("/_control/forms", form).await;
    let job = json!({ "id": form["id"], "title": form["title"], "company_name": form["company"], "url": form["url"] });
    let id = world.apply_at(&job, word(&form, "apply_url"), true).await;
    takes_over_at(&mut world, id, "before the next step", 0, true);
    let ended = world.run(id).await;
    let record = world.record(id).await;
    assert!(record.snapshot.is_some(), "{ended:?} {:?}", record.application);
    assert!(!written(&record).is_empty(), "{ended:?} {:#?}", record.snapshot);
}
