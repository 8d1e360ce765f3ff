//! Captchas are the person's: the run waits for them, and goes on from there.

use std::time::Duration;

use applications::Ended;
use browser::PersonInput;
use domain::{ApplicationId, State};
use serde_json::Value;

use crate::codes::{approved, steps};
use crate::support::World;

/// The step that asks the person.
const SOLVE: &str = "A captcha is here: take over and solve it";
/// Where the demo employers' captcha that a click solves has its box, on every page.
const BOX: (f64, f64) = (75.0, 48.0);
/// Longer than any run needs to get there.
const PATIENCE: Duration = Duration::from_secs(90);

/// Waits until the person is asked.
async fn asked(world: &World) {
    let asked = async {
        while !steps(world).iter().any(|step| step == SOLVE) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.expect("the person is asked");
}

/// The person, once asked: takes over, clicks the box, gives back. A page that sends by itself when it is solved may have
/// ended the run before they do that.
async fn solve(world: &World, id: ApplicationId) {
    let run = world.context.live.of(world.user, id).expect("it can be watched");
    run.take_over().await.expect("it can be taken over");
    let (x, y) = BOX;
    for input in [
        PersonInput::MouseMove { x, y, dragging: false },
        PersonInput::MouseDown { x, y, button: Default::default(), clicks: 1 },
        PersonInput::MouseUp { x, y, button: Default::default(), clicks: 1 },
    ] {
        run.input(input).await.expect("the person has the page");
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    run.give_back();
}

async fn sent_once(company: &str, behaviour: &str) -> (World, ApplicationId, Value) {
    let world = World::new().await;
    let (id, job) = approved(&world, company, behaviour).await;
    let ended = {
        let mut run = std::pin::pin!(world.run(id));
        tokio::select! {
            ended = &mut run => panic!("{behaviour}: {ended:?} before it was solved: {:?} {:?}", steps(&world), world.record(id).await.application.reason),
            () = asked(&world) => {}
        }
        tokio::join!(run, solve(&world, id)).0
    };
    let reason = world.record(id).await.application.reason;
    assert_eq!(ended, Ended::In(State::Submitted), "{behaviour}: {reason:?}");
    assert_eq!(world.accepted(&job).await, 1, "{behaviour}");
    (world, id, job)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_captcha_in_the_form_is_solved_by_the_person_and_the_application_sent_once() {
    sent_once("brightkelp", "captcha_solvable").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_captcha_before_the_form_is_solved_by_the_person_and_the_form_filled() {
    sent_once("brightkelp", "captcha_before").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_captcha_that_comes_with_the_click_is_solved_by_the_person_before_anything_leaves() {
    let (world, id, _) = sent_once("quillmoor", "captcha_on_submit").await;
    let attempts = world.store.attempts(world.user, id).await.unwrap();
    assert_eq!(attempts.len(), 1, "one attempt, one release");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_captcha_that_nobody_solves_is_named() {
    let mut world = World::new().await;
    world.context.waits.captcha = Duration::from_secs(3);
    for (company, behaviour) in
        [("brightkelp", "captcha"), ("brightkelp", "captcha_before"), ("quillmoor", "captcha_on_submit")]
    {
        let (id, job) = approved(&world, company, behaviour).await;
        assert_eq!(world.run(id).await, Ended::In(State::FailedBeforeSend), "{behaviour}");
        assert_eq!(world.reason(id).await, "captcha", "{behaviour}");
        assert_eq!(world.accepted(&job).await, 0, "{behaviour}");
    }
}
