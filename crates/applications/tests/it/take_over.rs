//! What a person types while they have the page is their answer, whatever the run was about to do.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;

use applications::live::LiveRun;
use browser::PersonInput;
use domain::{AnswerOrigin, State};

use crate::support::World;

/// Fields from the top of the form, and what stands above them.
const TABS: usize = 12;
const BY_HAND: &str = "by hand";

/// The person: goes through the form by keyboard, writes into whatever takes text, and gives back at once.
async fn write_everywhere(run: &LiveRun) {
    for _ in 0..TABS {
        let (key, code) = ("Tab".to_owned(), "Tab".to_owned());
        let modifiers = Default::default();
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_field_that_the_person_filled_is_filled_over_by_the_run() {
    let mut world = World::new().await;
    let (id, job) = world.approved("brightkelp").await;
    // The person takes over in the one moment in which the run has looked for them and is about to fill the name: the
    // resume is before it.
    let (live, user, fields) = (world.context.live.clone(), world.user, AtomicUsize::new(0));
    let fields = Arc::new(fields);
    world.context.crash_point = Some(Arc::new(move |point| {
        let is_then = point == "before a field" && fields.fetch_add(1, SeqCst) == 1;
        let live = live.clone();
        Box::pin(async move {
            if is_then {
                let run = live.of(user, id).expect("it is under way");
                run.take_over().await.expect("it can be taken over");
                tokio::spawn(async move { write_everywhere(&run).await });
            }
        })
    }));
    let ended = world.run(id).await;
    let record = world.record(id).await;
    assert_eq!(record.application.status, State::Ready, "{ended:?}: what changed is approved anew");
    let answers = &record.snapshot.as_ref().expect("it was filled").answers;
    let told: Vec<String> = answers
        .iter()
        .map(|answer| {
            format!("{}: {} ({:?})", answer.label, answer.value.as_deref().unwrap_or("–"), answer.origin)
        })
        .collect();
    let theirs = answers
        .iter()
        .filter(|answer| answer.origin == AnswerOrigin::Person && answer.value.as_deref() == Some(BY_HAND));
    let labels: Vec<String> = theirs.map(|answer| answer.label.to_lowercase()).collect();
    assert!(labels.iter().any(|label| label == "full name"), "{told:#?}");
    assert_eq!(world.accepted(&job).await, 0);
}
