//! What becomes of an application when something is in the way: every ending has a name, and nothing is sent twice.

use applications::actions::{self, ActionError, Resolution};
use applications::{Ended, reconcile};
use chrono::TimeDelta;
use domain::{AnswerOrigin, State};
use serde_json::Value;

use crate::support::{World, answers_for, the_person};

/// The ending of the first run of an application to a job that behaves like this.
async fn first_run(world: &World, company: &str, behaviour: &str) -> (State, String) {
    let job = world.open_job(company).await;
    world.behave(&job, behaviour).await;
    let id = world.apply_to(&job).await;
    world.run(id).await;
    let application = world.record(id).await.application;
    (application.status, application.reason.expect("a reason").code)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_a_person_can_do_is_named() {
    let world = World::new().await;
    let failed = |code: &str| (State::FailedBeforeSend, code.to_owned());
    assert_eq!(first_run(&world, "brightkelp", "captcha").await, failed("captcha"));
    assert_eq!(first_run(&world, "brightkelp", "login_wall").await, failed("login_required"));
    assert_eq!(first_run(&world, "brightkelp", "expired").await, failed("job_closed"));
    assert_eq!(first_run(&world, "quillmoor", "expired").await, failed("job_closed"));
    assert_eq!(first_run(&world, "mossglint", "expired").await, failed("job_closed"));
    assert!(world.ledger().await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_questions_are_asked_once_and_remembered() {
    let world = World::new().await;
    let id = world.apply_to(&world.open_job("mossglint").await).await;
    assert_eq!(world.run(id).await, Ended::In(State::Draft));
    let asked = world.record(id).await;
    assert_eq!(asked.application.reason.as_ref().unwrap().code, "questions_open");
    assert_eq!(actions::allowed_actions(&asked), ["answer", "cancel"]);
    let steps = world.store.run_steps(world.user, id).await.unwrap();
    assert!(steps.iter().all(|step| !step.step.starts_with("Answered")), "nothing is typed before all is known");
    let given = answers_for(&asked);
    let bad = actions::answer(&world.store, world.user, id, &[actions::GivenAnswer { value: "Perhaps".into(), ..given[0].clone() }], true).await;
    assert!(matches!(bad, Err(ActionError::InvalidAnswers(wrong)) if wrong[0].0 == given[0].field));
    let queued = actions::answer(&world.store, world.user, id, &given, true).await.unwrap();
    assert_eq!(queued.application.status, State::Queued);
    assert_eq!(world.run(id).await, Ended::In(State::Ready));
    let ready = world.record(id).await;
    let origin_of = |field: &str| ready.snapshot.as_ref().unwrap().answers.iter().find(|a| a.field == field).unwrap().origin.clone();
    assert_eq!(origin_of(&given[0].field), AnswerOrigin::Person);
    let remembered = world.store.answers(world.user).await.unwrap();
    assert_eq!(remembered.len(), given.len());
    assert!(remembered.iter().any(|answer| answer.meaning == "work_authorization" && answer.country.is_some()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_holds_for_what_was_seen_and_nothing_else() {
    let world = World::new().await;
    let id = world.apply_to(&world.open_job("quillmoor").await).await;
    let ready = world.until_ready(id).await;
    let stale = actions::approve(&world.store, world.user, id, "0000").await;
    assert!(matches!(stale, Err(ActionError::SnapshotChanged)));
    world.approve(id).await;
    // Between the approval and the sending the person's address changes: what would be sent is something else now.
    let mut profile = the_person();
    profile.resume.basics.phone = "+49 30 5550199".to_owned();
    world.put_profile(&profile).await;
    assert_eq!(world.run(id).await, Ended::In(State::Ready));
    let changed = world.record(id).await;
    assert_eq!(changed.application.reason.as_ref().unwrap().code, "form_changed");
    assert_ne!(changed.snapshot_sha256, ready.snapshot_sha256);
    assert!(world.ledger().await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_of_the_form_is_shown_and_can_be_mended() {
    let world = World::new().await;
    let mut profile = the_person();
    profile.resume.basics.phone = "12".to_owned();
    world.put_profile(&profile).await;
    let id = world.apply_to(&world.open_job("brightkelp").await).await;
    world.until_ready(id).await;
    world.approve(id).await;
    assert_eq!(world.run(id).await, Ended::In(State::RejectedByForm));
    let refused = world.record(id).await;
    let message = refused.application.reason.clone().unwrap().message;
    assert!(message.contains("phone number"), "{message}");
    assert!(world.ledger().await.is_empty());
    assert!(world.store.attempts(world.user, id).await.unwrap()[0].voided_at.is_some(), "the site named the field");
    let answer = actions::GivenAnswer { field: "phone".into(), value: "+49 30 5550100".into() };
    actions::answer(&world.store, world.user, id, &[answer], false).await.unwrap();
    assert_eq!(world.run(id).await, Ended::In(State::Ready));
    world.approve(id).await;
    assert_eq!(world.run(id).await, Ended::In(State::Submitted));
    assert_eq!(world.ledger().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_have_arrived_is_never_sent_again_by_itself() {
    let world = World::new().await;
    let job = world.open_job("brightkelp").await;
    let id = world.apply_to(&job).await;
    world.until_ready(id).await;
    world.behave(&job, "accept_then_close").await;
    world.approve(id).await;
    assert_eq!(world.run(id).await, Ended::In(State::Unconfirmed));
    assert_eq!(world.ledger().await.len(), 1, "one POST, however often the browser would have repeated it");
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    let retried = actions::retry(&world.store, world.user, id).await;
    assert!(matches!(retried, Err(ActionError::NotAllowed { .. })));
    assert_eq!(reconcile(&world.store).await.unwrap(), Default::default());
    world.store.clock.advance(TimeDelta::minutes(31));
    assert_eq!(reconcile(&world.store).await.unwrap().to_review, 1);
    assert_eq!(reconcile(&world.store).await.unwrap(), Default::default(), "twice changes nothing");
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    let sent = actions::resolve(&world.store, world.user, id, Resolution::Sent, "They wrote to me.").await.unwrap();
    assert_eq!(sent.application.status, State::Submitted);
    assert_eq!(world.ledger().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_board_leads_through_two_redirects_and_a_new_tab_to_the_form() {
    let world = World::new().await;
    let job: Value = world.open_job("brightkelp").await;
    let board = format!("{}/jobboard/jobs/{}", world.sandbox.url(), job["id"].as_str().unwrap());
    let id = world.apply_at(&job, &board).await;
    let ready = world.until_ready(id).await;
    assert_eq!(ready.snapshot.unwrap().form_url, job["apply_url"].as_str().unwrap());
}
