//! A filled life: something in every table, and in some of them more than one batch of it.

use chrono::TimeDelta;
use domain::autopilot::{AutopilotAct, AutopilotMode, AutopilotRules};
use domain::{ApplicationId, Channel, EvidenceKind, Fact, Job, JobId, Posting, ReadingOutcome, UserId};
use store::attempts::{NewEvidence, NewStep};
use store::autopilot::NewEntry;
use store::documents::NewDocument;
use store::features::NewFeatures;
use store::feedback::Verdict;
use store::mail::MailboxPlace;
use store::shards::ShardSet;
use store::sources::NewSource;
use store::tasks::{Lane, NewTask};
use store::{Store, Tx};

/// Jobs beside those that were there: more than two batches.
const JOBS: u32 = 1_100;
/// Screenshots: more than two batches.
const SCREENSHOTS: u32 = 40;
/// What is sealed.
pub const MAILBOX_PASSWORD: &str = "the mailbox's password";
pub const SITE_PASSWORD: &str = "the site's password";
/// The process that dies with the laptop.
pub const OWNER: &str = "1.1.laptop";

/// Adds what the requests of a person alone do not bring about.
pub async fn fill(store: &Store, user_id: UserId) {
    let jobs = many_jobs(store).await;
    let sent = testkit::a_released_application(store, user_id, posting("sent")).await;
    let mut tx = store.begin().await.unwrap();
    let id = sent.application.id;
    proof(&mut tx, user_id, id).await;
    let step = |screenshot_id| NewStep { step: "sending", detail: "", percent: 90, screenshot_id };
    let screenshot = picture(&mut tx, user_id, id, 0).await;
    tx.add_step(&sent, 1, step(Some(screenshot))).await.unwrap();
    tx.add_step(&sent, 1, step(None)).await.unwrap();
    tx.add_timeline(&sent, Channel::User, "note", "A note", "with a \"detail\"").await.unwrap();
    tx.lease_application(id, OWNER, tx.now() + TimeDelta::minutes(1)).await.unwrap();
    let code = tx.request_code(user_id, id, &["mail.example".to_owned()]).await.unwrap();
    tx.keep_code(user_id, code, "<1@mail.example>", &"123456".into(), tx.now()).await.unwrap();
    autopilot(&mut tx, user_id, id).await;
    tx.put_feedback(user_id, jobs[0], Some(Verdict::More)).await.unwrap();
    tx.start_matching(user_id, 3).await.unwrap();
    let changed_at = tx.now();
    tx.put_features(-7, &[NewFeatures { id: jobs[0], changed_at, features: vec![0, 255, 7] }]).await.unwrap();
    let asked = tx.ask_second_reading(user_id, jobs[0], "small").await.unwrap().unwrap();
    let outcome = ReadingOutcome::Failed { why: "It said nothing.".to_owned() };
    tx.move_second_reading(user_id, jobs[0], asked, &outcome, "00").await.unwrap();
    let place = MailboxPlace::Imap { host: "mail.example".to_owned(), port: 993, username: "ada".to_owned() };
    tx.add_mailbox(user_id, &place, Some(&MAILBOX_PASSWORD.into())).await.unwrap();
    tx.keep_site_password(user_id, "jobs.example", SITE_PASSWORD).await.unwrap();
    tx.tell(&Fact::ProfileChanged { user_id }).await.unwrap();
    tx.commit().await.unwrap();
    held_by_the_laptop(store).await;
}

fn posting(external_id: &str) -> Posting {
    // Employers of their own: none is a vacancy that was there before.
    let company = format!("Employer {external_id}");
    Posting { external_id: external_id.to_owned(), company, ..testkit::a_posting() }
}

async fn many_jobs(store: &Store) -> Vec<JobId> {
    let source_id = testkit::seed_source(store).await;
    let mut tx = store.begin().await.unwrap();
    let now = tx.now();
    let mut ids = Vec::new();
    for number in 0..JOBS {
        let id = JobId::new(now);
        let posting = posting(&number.to_string());
        tx.insert_plain_job(&Job {
            id,
            source_id,
            posting,
            first_seen_at: now,
            changed_at: now,
            closed_at: None,
        })
        .await
        .unwrap();
        ids.push(id);
    }
    tx.commit().await.unwrap();
    ids
}

async fn picture(tx: &mut Tx, user_id: UserId, id: ApplicationId, number: u32) -> domain::DocumentId {
    // As long as a small picture, and every byte is in it.
    let content: Vec<u8> = (0..20_000_u32).map(|at| ((at + number) % 256) as u8).collect();
    let new = NewDocument {
        kind: "screenshot",
        file_name: "page.png",
        media_type: "image/png",
        content: &content,
        application_id: Some(id),
    };
    tx.add_document(user_id, new).await.unwrap()
}

async fn proof(tx: &mut Tx, user_id: UserId, id: ApplicationId) {
    for number in 1..=SCREENSHOTS {
        let document_id = Some(picture(tx, user_id, id, number).await);
        let summary = "The page says thank you.";
        let kind = EvidenceKind::Screenshot;
        tx.add_evidence(id, NewEvidence { kind, summary, document_id, channel: Channel::Web }).await.unwrap();
    }
}

async fn autopilot(tx: &mut Tx, user_id: UserId, id: ApplicationId) {
    tx.put_autopilot(user_id, AutopilotMode::Paused, &AutopilotRules::default(), 0).await.unwrap();
    let entry = NewEntry {
        act: AutopilotAct::HeldBack,
        code: "limit",
        sentence: "Enough for today.",
        job_id: None,
        application_id: Some(id),
        seen_sha256: None,
        job_title: "Engineer",
        company: "Employer",
        key: "one",
        until: None,
    };
    tx.note_autopilot(user_id, None, entry).await.unwrap();
}

/// A board that is being read, and a running task in a lane, by a process that will not be there.
async fn held_by_the_laptop(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    let board = NewSource {
        kind: domain::SourceKind::Greenhouse,
        name: "Board".to_owned(),
        url: "https://boards.example/board".to_owned(),
        allowed_hosts: vec!["boards.example".to_owned()],
    };
    tx.add_source(&board).await.unwrap();
    let soon = tx.now() + TimeDelta::minutes(1);
    let lane = Lane { name: "jobs.example".to_owned(), pause: TimeDelta::seconds(1) };
    let new = NewTask {
        kind: "laptop",
        payload: &serde_json::json!({"a": 1}),
        unique_key: "laptop",
        lane: Some(&lane),
        shards: None,
        run_at: tx.now(),
        max_attempts: 3,
    };
    tx.add_task(new).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.take_due_sources(OWNER, soon, 10).await.unwrap().len(), 1);
    let claimed = tx.claim_task(OWNER, &["laptop"], ShardSet::ALL, soon).await.unwrap();
    assert!(claimed.is_some(), "the laptop runs it");
    tx.share_shards(OWNER).await.unwrap();
    tx.commit().await.unwrap();
    assert!(store.lease_owners().await.unwrap().contains(&OWNER.to_owned()));
}
