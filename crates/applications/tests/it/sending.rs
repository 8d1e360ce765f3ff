//! The happy way through every family of forms.

use applications::Ended;
use domain::{EvidenceKind, EvidenceLevel, State};

use crate::support::World;

async fn is_sent_once(world: &World, company: &str) {
    let job = world.open_job(company).await;
    let id = world.apply_to(&job).await;
    let ready = world.until_ready(id).await;
    assert!(world.ledger().await.is_empty(), "nothing is sent before the approval");
    let snapshot = ready.snapshot.clone().unwrap();
    assert!(snapshot.resume_id.is_some());
    world.approve(id).await;
    let ended = world.run(id).await;
    let sent = world.record(id).await;
    assert_eq!(ended, Ended::In(State::Submitted), "{company}: {:?}", sent.application.reason);
    assert_eq!(sent.application.evidence_level, Some(EvidenceLevel::Verified));
    assert_eq!(world.ledger().await.len(), 1, "{company}");
    assert_eq!(world.run(id).await, Ended::NothingToDo);
    assert_eq!(world.ledger().await.len(), 1);
    let kinds: std::collections::HashSet<_> =
        world.store.evidence(world.user, id).await.unwrap().iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [EvidenceKind::Screenshot, EvidenceKind::PageText, EvidenceKind::Response].into());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_greenhouse_form_is_filled_approved_and_sent_once() {
    is_sent_once(&World::new().await, "quillmoor").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lever_form_is_filled_approved_and_sent_once() {
    is_sent_once(&World::new().await, "brightkelp").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ashby_form_is_filled_approved_and_sent_once() {
    is_sent_once(&World::new().await, "mossglint").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_german_page_is_filled_approved_and_sent_once() {
    is_sent_once(&World::new().await, "fahrenquell").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_way_leads_through_postgresql() {
    let mut both = testkit::stores().await;
    is_sent_once(&World::on(both.remove(1)).await, "brightkelp").await;
}
