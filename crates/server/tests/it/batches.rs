//! Batches through the API: their size, what is left out, pausing and resuming, and what is told live.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use store::applications::Move;
use testkit::{a_posting, seed_job};

use crate::program::{Options, Person, Server};
use crate::socket::Socket;

/// So many jobs on boards that the person follows.
async fn jobs(server: &Server, person: &Person, count: usize) -> Vec<String> {
    let store = server.store().await;
    let me = person.get("/api/v1/auth/me").await;
    let user_id = domain::UserId(me["user"]["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"));
    let mut ids = Vec::new();
    for number in 0..count {
        let mut posting = a_posting();
        posting.external_id = format!("b{number}");
        posting.title = format!("Engineer {number}");
        posting.url = format!("https://jobs.nordlicht.example/b{number}");
        let job = seed_job(&store, posting).await;
        let mut tx = store.begin().await.expect("a transaction");
        tx.follow_source(user_id, job.source_id).await.expect("followed");
        tx.commit().await.expect("saved");
        ids.push(job.id.to_string());
    }
    ids
}

async fn begin(person: &Person, job_ids: &[String]) -> Value {
    person.ok(Method::POST, "/api/v1/applications/batch", Some(&json!({ "job_ids": job_ids }))).await
}

fn id_of(batch: &Value) -> String {
    batch["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn fifty_jobs_are_taken_and_fifty_one_are_refused() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let chosen = jobs(&server, &ada, 51).await;
    let body = json!({ "job_ids": chosen });
    let refused = ada.send(Method::POST, "/api/v1/applications/batch", Some(&body)).await;
    assert_eq!(refused.problem(), (422, "invalid-input".to_owned()));
    let problem = refused.json();
    assert_eq!(problem["errors"][0]["field"], "job_ids");
    let sentence = problem["detail"].as_str().unwrap();
    assert!(sentence.contains("1 to 50") && sentence.contains("51"), "{sentence}");
    assert_eq!(ada.get("/api/v1/batches").await["items"], json!([]), "nothing of it was begun");
    assert_eq!(ada.get("/api/v1/applications").await["items"], json!([]));

    let begun = begin(&ada, &chosen[..50]).await;
    assert_eq!(begun["applications"].as_array().unwrap().len(), 50);
    assert_eq!(begun["skipped"], json!([]));
    let batch = &begun["batch"];
    assert_eq!((&batch["jobs"], &batch["percent"]), (&json!(50), &json!(0)));
    assert_eq!(batch["states"], json!([{"status": "queued", "count": 50}]));
    let detail = ada.get(&format!("/api/v1/batches/{}", id_of(batch))).await;
    assert_eq!(detail["applications"].as_array().unwrap().len(), 50);
    assert_eq!(&detail["batch"], batch);
    assert_eq!(&ada.get("/api/v1/batches").await["items"][0], batch);
}

#[tokio::test]
async fn what_cannot_be_begun_is_named_and_stops_nothing() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    // Before there are boards: a new account follows everything that was imported so far.
    let bo = server.register("bo@mail.example").await;
    let chosen = jobs(&server, &ada, 3).await;
    let first = ada.ok(Method::POST, "/api/v1/applications/apply", Some(&json!({"job_id": chosen[0]}))).await;
    let twice = [&chosen[..], &chosen[1..]].concat();
    let begun = begin(&ada, &twice).await;
    assert_eq!(begun["applications"].as_array().unwrap().len(), 2, "each job once");
    let skipped = &begun["skipped"][0];
    assert_eq!((&skipped["job_id"], &skipped["code"]), (&json!(chosen[0]), &json!("already_applied")));
    assert_eq!(skipped["application_id"], first["application"]["id"]);
    // A batch of which nothing can be begun is none.
    let again =
        ada.send(Method::POST, "/api/v1/applications/batch", Some(&json!({ "job_ids": chosen }))).await;
    assert_eq!(again.problem(), (409, "nothing-to-begin".to_owned()));
    assert_eq!(ada.get("/api/v1/batches").await["items"].as_array().unwrap().len(), 1);
    let foreign =
        bo.send(Method::POST, "/api/v1/applications/batch", Some(&json!({ "job_ids": chosen }))).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

/// The next event of this kind.
async fn next(socket: &mut Socket, kind: &str) -> Value {
    loop {
        let event = socket.event().await;
        if event["type"] == kind {
            return event["data"].clone();
        }
    }
}

async fn is_paused_and_resumed(options: Options) {
    let server = Server::start(options).await;
    let ada = server.register("ada@mail.example").await;
    let chosen = jobs(&server, &ada, 3).await;
    let mut socket = Socket::subscribe(&ada, Value::Null).await;
    let begun = begin(&ada, &chosen).await;
    let batch = id_of(&begun["batch"]);
    let told = next(&mut socket, "batch_update").await;
    assert_eq!(told, begun["batch"]);

    let path = |rest: &str| format!("/api/v1/batches/{batch}{rest}");
    let filled = fill(&server, begun["applications"][0]["id"].as_str().unwrap()).await;
    let told = next(&mut socket, "batch_update").await;
    assert_eq!((&told["percent"], &told["paused_at"]), (&json!(33), &Value::Null));

    let paused = ada.ok(Method::POST, &path("/pause"), None).await;
    assert_eq!(paused["allowed"], json!(["resume"]));
    let held = next(&mut socket, "application_status_change").await;
    assert_eq!((&held["status"], &held["previous_status"]), (&json!("queued"), &Value::Null));
    assert_eq!(held["reason"]["code"], "paused");
    assert_eq!(next(&mut socket, "batch_update").await, paused);
    assert_eq!(ada.ok(Method::POST, &path("/pause"), None).await, paused, "a second pause changes nothing");

    // What is approved meanwhile waits as well, and says so.
    let application = format!("/api/v1/applications/{}", begun["applications"][0]["id"].as_str().unwrap());
    let seen = json!({ "snapshot_sha256": filled });
    let approved = ada.ok(Method::POST, &format!("{application}/approve"), Some(&seen)).await;
    assert_eq!(approved["application"]["status"], "queued");
    assert_eq!(approved["application"]["reason"]["code"], "paused");
    assert_eq!(approved["application"]["next_step"], "Waits until you resume its batch.");

    // The pause outlives the server.
    let server = server.kill_and_restart().await;
    let ada = ada.at(&server);
    let detail = ada.get(&path("")).await;
    assert_eq!(detail["batch"]["allowed"], json!(["resume"]));
    for member in detail["applications"].as_array().unwrap() {
        assert_eq!((&member["status"], &member["reason"]["code"]), (&json!("queued"), &json!("paused")));
    }
    let mut socket = Socket::subscribe(&ada, Value::Null).await;
    let resumed = ada.ok(Method::POST, &path("/resume"), None).await;
    assert_eq!((&resumed["paused_at"], &resumed["allowed"]), (&Value::Null, &json!(["pause"])));
    assert_eq!(next(&mut socket, "batch_update").await, resumed);
    for member in ada.get(&path("")).await["applications"].as_array().unwrap() {
        assert_eq!((&member["status"], &member["reason"]), (&json!("queued"), &Value::Null));
    }
}

/// Fills an application as a run does; gives the hash to approve.
async fn fill(server: &Server, application: &str) -> String {
    let store = server.store().await;
    let mut tx = store.begin().await.unwrap();
    let record = tx.application_by_id(application.parse().unwrap()).await.unwrap().unwrap();
    let running = tx.move_application(&record, Move::to(domain::State::Preparing)).await.unwrap();
    let snapshot = domain::Snapshot {
        form_url: "https://jobs.nordlicht.example/b0/apply".to_owned(),
        answers: Vec::new(),
        resume_id: None,
        cover_letter_id: None,
    };
    let sha256 = tx.put_snapshot(&running, &snapshot).await.unwrap();
    tx.move_application(&running, Move::to(domain::State::Ready)).await.unwrap();
    tx.commit().await.unwrap();
    sha256
}

#[tokio::test]
async fn a_batch_is_paused_and_resumed_and_the_page_hears_of_it_on_sqlite() {
    is_paused_and_resumed(Options::new("web")).await;
}

#[tokio::test]
async fn a_batch_is_paused_and_resumed_and_the_page_hears_of_it_on_postgres() {
    is_paused_and_resumed(Options::postgres("web").await).await;
}
