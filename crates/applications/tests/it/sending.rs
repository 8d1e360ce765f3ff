//! The happy way through every family of forms.

use std::collections::HashSet;
use std::sync::Arc;

use ::tasks::Outcome;
use applications::actions::ApplyOptions;
use applications::tasks::{self, RunApplication};
use applications::{Ended, actions, batch};
use domain::{AnswerOrigin, ApplicationId, Event, EvidenceKind, EvidenceLevel, Snapshot, State};

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::support::{World, answers_for, word};

/// From the posting over the person's answers and approval to the employer's ledger.
async fn is_asked_approved_and_sent_once(world: &World, company: &str) {
    let job = world.open_job(company).await;
    let id = world.apply_to(&job).await;
    assert_eq!(world.run(id).await, Ended::In(State::Draft), "{company}");
    let asked = world.record(id).await;
    actions::answer(&world.store, world.user, id, &answers_for(&asked), true).await.unwrap();
    let ended = world.run(id).await;
    let ready = world.record(id).await;
    assert_eq!(ended, Ended::In(State::Ready), "{company}: {:?}", ready.application.reason);
    every_answer_has_its_source(ready.snapshot.as_ref().unwrap());
    assert!(world.ledger().await.is_empty(), "nothing is sent before the approval");
    is_sent_once(world, id, company).await;
    assert_eq!(world.accepted(&job).await, 1);
    let told: Vec<String> = (world.told.lock().unwrap().iter())
        .map(|event| match event {
            Event::ApplicationProgress(step) => step.step.clone(),
            other => panic!("not a step: {other:?}"),
        })
        .collect();
    for step in ["Found the form", "Filled; waits for your approval", "Sending"] {
        assert!(told.iter().any(|one| one == step), "{company}: {step} among {told:?}");
    }
}

fn every_answer_has_its_source(snapshot: &Snapshot) {
    assert!(snapshot.resume_id.is_some());
    for answer in &snapshot.answers {
        match &answer.origin {
            AnswerOrigin::Profile { .. } | AnswerOrigin::Document | AnswerOrigin::Rule { .. } => {
                assert!(answer.value.is_some() && !answer.sensitive, "{answer:?}");
            }
            AnswerOrigin::Bank { .. } => assert!(answer.value.is_some(), "{answer:?}"),
            AnswerOrigin::Person => {}
            AnswerOrigin::Unanswered { why } => {
                assert!(answer.value.is_none() && !answer.required && !why.is_empty(), "{answer:?}");
            }
        }
    }
    let from =
        |wanted: fn(&AnswerOrigin) -> bool| snapshot.answers.iter().any(|answer| wanted(&answer.origin));
    assert!(from(|origin| matches!(origin, AnswerOrigin::Profile { path } if path == "basics.email")));
    assert!(from(|origin| *origin == AnswerOrigin::Document));
    assert!(from(|origin| *origin == AnswerOrigin::Person));
}

/// Approves, sends, and looks for the proof.
async fn is_sent_once(world: &World, id: ApplicationId, company: &str) {
    world.approve(id).await;
    let ended = world.run(id).await;
    let sent = world.record(id).await;
    assert_eq!(ended, Ended::In(State::Submitted), "{company}: {:?}", sent.application.reason);
    assert_eq!(sent.application.evidence_level, Some(EvidenceLevel::Verified), "{company}");
    assert_eq!(world.ledger().await.len(), 1, "{company}");
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    assert_eq!(world.ledger().await.len(), 1);
    let kept = world.store.evidence(world.user, id).await.unwrap();
    let kinds: HashSet<_> = kept.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [EvidenceKind::Screenshot, EvidenceKind::PageText, EvidenceKind::Response].into());
    let picture = kept.iter().find(|one| one.kind == EvidenceKind::Screenshot).unwrap().document_id.unwrap();
    let (_, content) = world.store.document(world.user, picture).await.unwrap().unwrap();
    assert!(content.starts_with(b"\x89PNG"), "the confirmation page as a picture");
    let text = &kept.iter().find(|one| one.kind == EvidenceKind::PageText).unwrap().summary;
    assert!(!text.trim().is_empty(), "the confirmation page as text");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_greenhouse_form_is_filled_approved_and_sent_once() {
    is_asked_approved_and_sent_once(&World::new().await, "quillmoor").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lever_form_is_filled_approved_and_sent_once() {
    is_asked_approved_and_sent_once(&World::new().await, "brightkelp").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ashby_form_is_filled_approved_and_sent_once() {
    is_asked_approved_and_sent_once(&World::new().await, "mossglint").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_german_page_is_filled_approved_and_sent_once() {
    is_asked_approved_and_sent_once(&World::new().await, "fahrenquell").await;
}

/// On PostgreSQL, as a hosted service runs it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_board_leads_through_two_redirects_and_a_new_tab_to_another_sites_form() {
    let mut both = testkit::stores().await;
    let world = World::on(both.remove(1)).await;
    let job = world.open_job("brightkelp").await;
    world.state_answers(&job).await;
    let id = world.apply_at(&job, &world.on_the_board(&job), true).await;
    let ready = world.until_ready(id).await;
    assert_eq!(ready.snapshot.unwrap().form_url, word(&job, "apply_url"));
    is_sent_once(&world, id, "brightkelp").await;
    assert_eq!(world.accepted(&job).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_to_other_sites_are_followed_only_when_allowed() {
    let world = World::new().await;
    let job = world.open_job("brightkelp").await;
    let id = world.apply_at(&job, &world.on_the_board(&job), false).await;
    assert_eq!(world.run(id).await, Ended::In(State::FailedBeforeSend));
    let stopped = world.record(id).await;
    let reason = stopped.application.reason.clone().unwrap();
    assert_eq!(reason.code, "external_link_not_allowed");
    assert!(reason.message.contains("workwharf.test"), "{}", reason.message);
    assert!(stopped.snapshot.is_none(), "the other site's form was not even read");
}

/// Browsers open at once in the batch.
const AT_ONCE: usize = 2;

/// Runs the background task of every application, a few at a time, as the server does.
async fn run_all(world: &World, ids: &[ApplicationId]) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for id in ids.iter().copied() {
        let (context, places) = (world.context.clone(), places.clone());
        let mut tx = world.store.begin().await.unwrap();
        let task = RunApplication::of(&mut tx, id).await.unwrap();
        drop(tx);
        running.spawn(async move {
            let _place = places.acquire_owned().await.unwrap();
            tasks::handle(&context, task).await
        });
    }
    while let Some(ended) = running.join_next().await {
        assert!(matches!(ended.unwrap(), Outcome::Done));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_of_five_goes_to_five_employers_once_each() {
    let world = World::new().await;
    let (mut chosen, mut jobs) = (Vec::new(), Vec::new());
    for company in ["quillmoor", "brightkelp", "mossglint", "fahrenquell", "tarnwick-health"] {
        let job = world.open_job(company).await;
        world.state_answers(&job).await;
        let host = format!("{company}.employers.test");
        let url = word(&job, "apply_url").replace("127.0.0.1", &host);
        chosen.push(world.seed(&job, &url).await.id);
        jobs.push(job);
    }
    let options = ApplyOptions { auto_customize: true, follow_external_links: true, another_place: false };
    let begun = batch::begin(&world.store, world.user, &chosen, options).await.unwrap();
    let batch = begun.batch.id;
    let ids: Vec<ApplicationId> = begun.applications.iter().map(|one| one.id).collect();
    run_all(&world, &ids).await;
    for id in &ids {
        let ready = world.record(*id).await;
        assert_eq!(ready.application.status, State::Ready, "{:?}", ready.application.reason);
        assert_eq!(ready.application.batch_id, Some(batch));
        world.approve(*id).await;
    }
    assert!(world.ledger().await.is_empty());
    run_all(&world, &ids).await;
    for (id, job) in ids.iter().zip(&jobs) {
        let sent = world.record(*id).await;
        assert_eq!(sent.application.status, State::Submitted, "{:?}", sent.application.reason);
        assert_eq!(world.accepted(job).await, 1);
    }
    assert_eq!(world.ledger().await.len(), 5);
}
