//! What becomes of an application when something is in the way: every ending has a name, and nothing is sent twice.

use std::time::Duration;

use applications::actions::{self, ActionError, GivenAnswer, Resolution};
use applications::{Ended, reconcile};
use chrono::TimeDelta;
use domain::{ApplicationId, EvidenceLevel, State};
use serde_json::Value;

use crate::support::{World, the_person};

/// The ending of the first run of an application to a job that behaves like this.
async fn first_run(world: &World, company: &str, behaviour: &str) -> String {
    let job = world.open_job(company).await;
    world.behave(&job, behaviour).await;
    let id = world.apply_to(&job).await;
    assert_eq!(world.run(id).await, Ended::In(State::FailedBeforeSend), "{company} {behaviour}");
    let stopped = world.record(id).await;
    assert_eq!(actions::allowed_actions(&stopped), ["retry", "resolve_sent", "cancel"]);
    let reason = stopped.application.reason.expect("a reason").code;
    // Where Jobwire could not, the person may have applied by themselves.
    let told = actions::resolve(&world.store, world.user, id, Resolution::Sent, "")
        .await
        .expect("it is theirs to say");
    assert_eq!(told.application.status, State::Submitted);
    assert_eq!(told.application.evidence_level, Some(EvidenceLevel::ByYou));
    reason
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_a_person_can_do_is_named() {
    let world = World::new().await;
    assert_eq!(first_run(&world, "brightkelp", "login_wall").await, "login_required");
    assert!(world.ledger().await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_is_gone_is_named() {
    let world = World::new().await;
    let (greenhouse, ashby) =
        tokio::join!(first_run(&world, "quillmoor", "expired"), first_run(&world, "mossglint", "expired"));
    assert_eq!((greenhouse.as_str(), ashby.as_str()), ("job_closed", "job_closed"));
    let job = world.open_job("brightkelp").await;
    let gone = format!("{}/nowhere/apply", world.sandbox.url());
    let id = world.apply_at(&job, &gone, true).await;
    assert_eq!(world.run(id).await, Ended::In(State::FailedBeforeSend));
    assert_eq!(world.reason(id).await, "job_closed", "the site answers 404");
    assert!(world.ledger().await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_holds_for_what_was_seen_and_nothing_else() {
    let world = World::new().await;
    let job = world.open_job("brightkelp").await;
    world.state_answers(&job).await;
    let id = world.apply_to(&job).await;
    let ready = world.until_ready(id).await;
    let stale = actions::approve(&world.store, world.user, id, "0000").await;
    assert!(matches!(stale, Err(ActionError::SnapshotChanged)));
    world.approve(id).await;
    // Between the approval and the sending the person's address changes: what would be sent is something else now.
    let mut profile = the_person();
    profile.resume.basics.phone = "+49 30 5550199".to_owned();
    world.put_profile(&profile).await;
    assert_eq!(world.run(id).await, Ended::In(State::Ready));
    assert_eq!(world.reason(id).await, "form_changed");
    assert_ne!(world.record(id).await.snapshot_sha256, ready.snapshot_sha256);
    assert!(world.ledger().await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_of_the_form_is_shown_and_can_be_mended() {
    let world = World::new().await;
    let mut profile = the_person();
    profile.resume.basics.phone = "12".to_owned();
    world.put_profile(&profile).await;
    let (id, _) = world.approved("brightkelp").await;
    assert_eq!(world.run(id).await, Ended::In(State::RejectedByForm));
    let refused = world.record(id).await;
    let message = refused.application.reason.clone().unwrap().message;
    assert!(message.contains("Please enter a valid phone number."), "the page's own words: {message}");
    assert!(world.ledger().await.is_empty());
    assert!(
        world.store.attempts(world.user, id).await.unwrap()[0].voided_at.is_some(),
        "the site named the field"
    );
    let answer = GivenAnswer { field: "phone".into(), value: "+49 30 5550100".into() };
    actions::answer(&world.store, world.user, id, &[answer], false).await.unwrap();
    assert_eq!(world.run(id).await, Ended::In(State::Ready));
    world.approve(id).await;
    assert_eq!(world.run(id).await, Ended::In(State::Submitted));
    assert_eq!(world.ledger().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refusal_without_a_word_about_the_fields_is_the_persons_to_decide() {
    let world = World::new().await;
    let (id, job) = world.approved("mossglint").await;
    world.behave(&job, "refuse_422").await;
    assert_eq!(world.run(id).await, Ended::In(State::RejectedByForm));
    let message = world.record(id).await.application.reason.unwrap().message;
    assert!(message.contains("could not process your application"), "the page's own words: {message}");
    assert!(world.ledger().await.is_empty());
    assert_eq!(world.run(id).await, Ended::NothingToDo, "not by itself");
}

/// Sends an application to an employer that behaves like this when it arrives.
async fn left_open(world: &World, company: &str, behaviour: &str) -> (ApplicationId, Value) {
    let (id, job) = world.approved(company).await;
    world.behave(&job, behaviour).await;
    assert_eq!(world.run(id).await, Ended::In(State::Unconfirmed), "{behaviour}");
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    let retried = actions::retry(&world.store, world.user, id).await;
    assert!(matches!(retried, Err(ActionError::NotAllowed { .. })));
    // The person may know that it arrived; that it did not is asked only after the checking.
    assert_eq!(actions::allowed_actions(&world.record(id).await), ["resolve_sent"]);
    let too_early = actions::resolve(&world.store, world.user, id, Resolution::NotSent, "").await;
    assert!(matches!(too_early, Err(ActionError::NotAllowed { .. })));
    (id, job)
}

/// After half an hour the person is asked, and only they decide.
async fn comes_before_the_person(world: &World, count: u32) {
    assert_eq!(reconcile(&world.store).await.unwrap(), Default::default());
    world.store.clock.advance(TimeDelta::minutes(31));
    assert_eq!(reconcile(&world.store).await.unwrap().to_review, count);
    assert_eq!(reconcile(&world.store).await.unwrap(), Default::default(), "twice changes nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrived_without_an_answer_is_never_sent_again_by_itself() {
    let world = World::new().await;
    let ((cut, cut_job), (failed, failed_job)) = tokio::join!(
        left_open(&world, "brightkelp", "accept_then_close"),
        left_open(&world, "mossglint", "accept_then_500"),
    );
    assert_eq!(world.reason(cut).await, "connection_broke_off");
    assert_eq!(world.reason(failed).await, "server_error");
    assert_eq!(
        world.ledger().await.len(),
        2,
        "one POST each, however often the browser would have repeated it"
    );
    comes_before_the_person(&world, 2).await;
    for id in [cut, failed] {
        assert_eq!(world.run(id).await, Ended::NothingToDo);
        let asked = world.record(id).await;
        assert_eq!(actions::allowed_actions(&asked), ["resolve_sent", "resolve_not_sent", "cancel"]);
        let sent = actions::resolve(&world.store, world.user, id, Resolution::Sent, "They wrote to me.")
            .await
            .unwrap();
        assert_eq!(sent.application.status, State::Submitted);
        assert_eq!(world.record(id).await.application.evidence_level, Some(EvidenceLevel::ByYou));
    }
    assert_eq!((world.accepted(&cut_job).await, world.accepted(&failed_job).await), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_never_arrived_is_sent_again_on_the_persons_word_alone() {
    let mut world = World::new().await;
    world.context.browser.limits.observation = Duration::from_secs(9);
    let ((lost, job), (silent, _)) = tokio::join!(
        left_open(&world, "brightkelp", "close_before_accept"),
        left_open(&world, "lumbertide", "slow"),
    );
    assert_eq!(world.accepted(&job).await, 0, "the employer dropped it");
    assert_eq!(world.reason(silent).await, "no_answer");
    comes_before_the_person(&world, 2).await;
    let queued = actions::resolve(&world.store, world.user, lost, Resolution::NotSent, "").await.unwrap();
    assert_eq!(queued.application.status, State::Queued);
    world.behave(&job, "ok").await;
    assert_eq!(world.run(lost).await, Ended::In(State::Submitted));
    assert_eq!(world.accepted(&job).await, 1);
}
