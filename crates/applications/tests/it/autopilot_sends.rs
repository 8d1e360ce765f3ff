//! The autopilot with a real browser: what the person allowed goes out without them, and once, also when it is killed
//! on the way.

use applications::autopilot::{Piloted, reconcile as pilot};
use chrono::TimeDelta;
use domain::autopilot::{AutopilotAct, AutopilotMode, AutopilotRules};
use domain::{ApplicationId, Job, Match, Posting, SourceId, State};
use serde_json::Value;
use std::time::Duration;
use store::PageRequest;
use store::matches::MatchChanges;
use testkit::{a_posting, seed_source};

use crate::killed::{LEASE_OVER, kill, look_after, start};
use crate::support::{World, word};

/// The employer's job on a board, scored well for the person.
async fn matched(world: &World, source_id: SourceId, job: &Value) -> Job {
    world.store.clock.advance(TimeDelta::seconds(1));
    let posting = Posting {
        external_id: word(job, "id").to_owned(),
        title: word(job, "title").to_owned(),
        company: word(job, "company_name").to_owned(),
        url: word(job, "url").to_owned(),
        apply_url: word(job, "apply_url").to_owned(),
        ..a_posting()
    };
    let mut tx = world.store.begin().await.unwrap();
    let now = tx.now();
    let id = domain::JobId::new(now);
    let job = Job { id, source_id, posting, first_seen_at: now, changed_at: now, closed_at: None };
    tx.insert_plain_job(&job).await.unwrap();
    let found = Match {
        job_id: id,
        job_title: job.posting.title.clone(),
        company: job.posting.company.clone(),
        location: String::new(),
        match_score: 0.9,
        parts: Vec::new(),
        reasons: Vec::new(),
        url: job.posting.url.clone(),
        posted_at: None,
        scored_at: now,
    };
    let changes = MatchChanges { upserted: vec![found], scored: 1, total: 1, ..MatchChanges::default() };
    tx.apply_match_changes(world.user, &changes).await.unwrap();
    tx.commit().await.unwrap();
    job
}

async fn turn(world: &World) -> Piloted {
    world.store.clock.advance(TimeDelta::seconds(1));
    pilot(&world.store).await.unwrap()
}

/// Turned on, and an application that it began, filled in a browser and approved.
async fn approved_by_it(world: &World, company: &str) -> (ApplicationId, Value) {
    let source = seed_source(&world.store).await;
    let rules = AutopilotRules { min_score: 0.8, source_ids: vec![source], ..AutopilotRules::default() };
    let mut tx = world.store.begin().await.unwrap();
    tx.put_autopilot(world.user, AutopilotMode::On, &rules, 0).await.unwrap();
    tx.commit().await.unwrap();
    let at_employer = world.open_job(company).await;
    world.state_answers(&at_employer).await;
    let job = matched(world, source, &at_employer).await;
    assert_eq!(turn(world).await.started, 1);
    let begun = world.store.application_to(world.user, &job.key()).await.unwrap().unwrap();
    let id = begun.application.id;
    world.run(id).await;
    let filled = world.record(id).await;
    assert_eq!(filled.application.status, State::Ready, "{:?}", filled.application.reason);
    let done = turn(world).await;
    let log = world.store.autopilot_log(world.user, &PageRequest::default()).await.unwrap();
    assert_eq!(done.approved, 1, "{:?}", log.items.first());
    (id, at_employer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_it_approved_is_sent_without_the_person_and_said_to_be_its_own() {
    let world = World::new().await;
    let (id, job) = approved_by_it(&world, "brightkelp").await;
    world.run(id).await;
    let sent = world.record(id).await.application;
    assert_eq!((sent.status, sent.by_autopilot), (State::Submitted, true), "{:?}", sent.reason);
    assert_eq!(world.accepted(&job).await, 1);
    assert_eq!(turn(&world).await, Piloted::default());
    let log = world.store.autopilot_log(world.user, &PageRequest::default()).await.unwrap();
    let acts: Vec<AutopilotAct> = log.items.iter().map(|entry| entry.act).collect();
    assert_eq!(acts, [AutopilotAct::Approved, AutopilotAct::Started]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_with_the_request_held_it_sends_once() {
    let world = World::new().await;
    let (id, job) = approved_by_it(&world, "brightkelp").await;
    kill(start(&world, id, Some("P10"), false), Some("P10"), Duration::ZERO);
    turn(&world).await;
    look_after(&world, id, &job, LEASE_OVER).await;
    turn(&world).await;
    look_after(&world, id, &job, TimeDelta::zero()).await;
    assert_eq!(world.record(id).await.application.status, State::Submitted);
    assert_eq!(world.accepted(&job).await, 1);
}
