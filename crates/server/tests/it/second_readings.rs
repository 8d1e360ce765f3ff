//! Second readings by a language model, through the API, with a model server on this machine that does as it is told:
//! by the test, or by whoever wrote the posting (`obedient`).

use std::time::Duration;

use domain::matching::PartName;
use domain::{Match, Posting, ReasonKind};
use reqwest::Method;
use serde_json::{Value, json};
use store::matches::MatchChanges;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::program::{Options, Person, Server};

mod attacks;

/// How long a reading may take here.
const READ_WITHIN: Duration = Duration::from_secs(30);
/// What of the person no model may be told.
const SECRETS: [&str; 5] =
    ["ada.canary@mail.example", "5550177", "Canarystreet", "ada.example/canary", "pay-canary"];
/// The posting's words the honest model quotes, and the statement it compares them with.
const QUOTE: &str = "You will move services to Rust";
const STATEMENT: &str = "At Muster Software: Moved 12 services to Rust";

fn options(role: &'static str, model: &MockServer) -> Options {
    with_model(Options::new(role), model)
}

fn with_model(mut options: Options, model: &MockServer) -> Options {
    let url = format!("{}/v1", model.uri());
    options.env = vec![
        ("JOBWIRE_LANGUAGE_MODEL_URL", url.leak()),
        ("JOBWIRE_LANGUAGE_MODEL", "small"),
        ("JOBWIRE_LANGUAGE_MODEL_SECONDS", "20"),
        ("JOBWIRE_LOG", "trace"),
    ];
    options
}

/// An answer of the API around what the model wrote.
fn says(content: &str) -> ResponseTemplate {
    let message = json!({"role": "assistant", "content": content});
    ResponseTemplate::new(200).set_body_json(json!({"choices": [{"index": 0, "message": message}]}))
}

async fn model_that(respond: impl Respond + 'static) -> MockServer {
    let model = MockServer::start().await;
    Mock::given(method("POST")).and(path("/v1/chat/completions")).respond_with(respond).mount(&model).await;
    model
}

/// What a model was told.
fn told(request: &Request) -> Value {
    let body: Value = request.body_json().expect("JSON");
    serde_json::from_str(body["messages"][1]["content"].as_str().expect("a text")).expect("JSON")
}

/// The number of the statement that is exactly this.
fn number(told: &Value, says: &str) -> Value {
    let statements = told["statements"].as_array().expect("a list");
    let found = statements.iter().find(|one| one["says"] == says);
    found.map(|one| one["number"].clone()).unwrap_or(Value::Null)
}

/// One point for the job, one against it, and one that says what nobody said.
struct Honest;

impl Respond for Honest {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let told = told(request);
        says(
            &json!({"points": [
                {"kind": "for", "quote": QUOTE, "statement": number(&told, STATEMENT),
                    "sentence": "The posting wants services in Rust, and you moved 12."},
                {"kind": "against", "quote": "3 years of Kubernetes", "statement": null,
                    "sentence": "Your profile does not state Kubernetes."},
                {"kind": "open", "quote": "On call", "statement": null, "sentence": "Ask what they pay for it."},
            ]})
            .to_string(),
        )
    }
}

fn posting(title: &str, description: &str) -> Posting {
    let mut posting = testkit::a_posting();
    posting.title = title.to_owned();
    posting.description = description.to_owned();
    posting.language = None;
    posting
}

fn honest_posting() -> Posting {
    posting("Engineer", &format!("{QUOTE}.\n\n- 3 years of Kubernetes\n- On call"))
}

/// A person with a profile full of what no model may be told, and these jobs as their matches, best first.
async fn somebody(server: &Server, postings: Vec<Posting>) -> (Person, Vec<String>) {
    let ada = server.register("ada@mail.example").await;
    let resume = json!({
        "basics": {
            "name": "Ada Example", "label": "Backend Engineer", "email": "ada.canary@mail.example",
            "phone": "+49 30 5550177", "url": "https://ada.example/canary",
            "summary": "Write to ada.canary@mail.example or call +49 30 5550177.",
            "location": {"address": "Canarystreet 7", "city": "Berlin"},
        },
        "work": [{"name": "Muster Software", "position": "Engineer", "highlights": ["Moved 12 services to Rust"]}],
        "skills": [{"name": "Rust"}],
    });
    let uploaded = ada.upload("cv.json", resume.to_string().into_bytes()).await;
    assert!(uploaded.status.is_success(), "{}", uploaded.text());
    let answer = json!({"question": "What pay do you expect?", "text": "pay-canary"});
    ada.ok(Method::PUT, "/api/v1/answers", Some(&answer)).await;
    let me = ada.get("/api/v1/auth/me").await;
    let user_id = domain::UserId(me["user"]["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"));
    let store = server.store().await;
    let mut matches = Vec::new();
    for (place, posting) in (0u32..).zip(postings) {
        let job = testkit::seed_job(&store, posting).await;
        let mut tx = store.begin().await.expect("a transaction");
        tx.follow_source(user_id, job.source_id).await.expect("followed");
        let scored_at = tx.now();
        tx.commit().await.expect("saved");
        matches.push(Match {
            job_id: job.id,
            job_title: job.posting.title,
            company: job.posting.company,
            location: job.posting.location,
            match_score: 0.9 - f64::from(place) / 100.0,
            parts: Vec::new(),
            reasons: vec![domain::Reason {
                part: PartName::Skills,
                kind: ReasonKind::For,
                text: "It asks for Rust, which you state.".to_owned(),
                evidence: vec!["Rust".to_owned()],
            }],
            url: job.posting.url,
            posted_at: None,
            scored_at,
        });
    }
    let ids = matches.iter().map(|found| found.job_id.to_string()).collect();
    let mut tx = store.begin().await.expect("a transaction");
    tx.apply_match_changes(user_id, &MatchChanges { upserted: matches, ..MatchChanges::default() })
        .await
        .expect("scored");
    tx.commit().await.expect("saved");
    (ada, ids)
}

fn one(id: &str) -> String {
    format!("/api/v1/jobs/{id}/second-reading")
}

const ALL: &str = "/api/v1/second-readings";

async fn reading_of(person: &Person, id: &str) -> Option<Value> {
    let all = person.get(ALL).await;
    all["items"].as_array().expect("a list").iter().find(|item| item["job_id"] == id).cloned()
}

/// Waits until `fits` is true of what the API lists.
async fn until(person: &Person, fits: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let looking = async {
        loop {
            let all = person.get(ALL).await["items"].as_array().expect("a list").clone();
            if fits(&all) {
                return all;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(READ_WITHIN, looking).await.expect("it comes so far in time")
}

fn has_ended(reading: &Value) -> bool {
    !matches!(reading["outcome"]["state"].as_str(), Some("waiting" | "reading"))
}

/// Has a job read again and waits for what comes of it.
async fn read_again(person: &Person, id: &str) -> Value {
    person.ok(Method::POST, &one(id), None).await;
    let of = |item: &&Value| item["job_id"] == *id;
    let all = until(person, |all| all.iter().find(of).is_some_and(has_ended)).await;
    all.into_iter().find(|item| item["job_id"] == *id).expect("it is there")
}

/// Everything the engine says: the lists of matches and jobs, each job, and the snapshot without its cursor and clock.
async fn engine_says(person: &Person, ids: &[String]) -> Vec<String> {
    let mut said = Vec::new();
    let mut paths = vec!["/api/v1/matching/scores".to_owned(), "/api/v1/jobs".to_owned()];
    paths.extend(ids.iter().map(|id| format!("/api/v1/jobs/{id}")));
    for path in paths {
        said.push(person.send(Method::GET, &path, None).await.text());
    }
    said.push(person.get("/api/v1/snapshot").await["matches"].to_string());
    said
}

#[tokio::test]
async fn without_a_model_nothing_is_read_again_and_everything_works() {
    let server = Server::start(Options::new("all")).await;
    let (ada, ids) = somebody(&server, vec![honest_posting()]).await;
    assert_eq!(ada.get(ALL).await, json!({"model": null, "top": 5, "items": []}));
    for path in [one(&ids[0]), ALL.to_owned()] {
        let answer = ada.send(Method::POST, &path, None).await;
        assert_eq!(answer.problem(), (409, "no-language-model".to_owned()));
        assert!(ada.send(Method::DELETE, &path, None).await.status.is_success(), "there is nothing to stop");
    }
    assert_eq!(ada.get("/api/v1/matching/scores").await["items"].as_array().map(Vec::len), Some(1));
}

/// On both engines: it is read in the background, with its evidence, and the engine's own words stay as they were.
#[tokio::test]
async fn a_job_is_read_again_and_score_and_order_stay_byte_for_byte() {
    let model = model_that(Honest).await;
    for options in [options("all", &model), with_model(Options::postgres("all").await, &model)] {
        let before_it = model.received_requests().await.expect("recorded").len();
        let server = Server::start(options).await;
        let (ada, ids) = somebody(&server, vec![honest_posting(), honest_posting()]).await;
        assert_eq!(ada.get(ALL).await["model"], "small");
        let before = engine_says(&ada, &ids).await;
        let reading = read_again(&ada, &ids[1]).await;
        assert_eq!((&reading["model"], &reading["is_stale"]), (&json!("small"), &json!(false)));
        assert_eq!(reading["outcome"]["state"], "read", "{reading}");
        assert_eq!(
            reading["outcome"]["points"],
            json!([
                {"kind": "for", "quote": QUOTE, "statement": STATEMENT,
                    "text": "The posting wants services in Rust, and you moved 12."},
                {"kind": "against", "quote": "3 years of Kubernetes", "statement": null,
                    "text": "Your profile does not state Kubernetes."},
            ])
        );
        assert_eq!(reading["outcome"]["left_out"], 1, "what has no evidence is left out, and said so");
        assert_eq!(engine_says(&ada, &ids).await, before, "score and order are the engine's");

        let asked = model.received_requests().await.expect("recorded").split_off(before_it);
        assert_eq!(asked.len(), 1, "it is asked once, and only for the job it was asked for");
        let whole = String::from_utf8_lossy(&asked[0].body).into_owned();
        for known in [QUOTE, STATEMENT, "Headline: Backend Engineer", "Skills: Rust"] {
            assert!(whole.contains(known), "{known} is missing in {whole}");
        }
        for secret in SECRETS {
            assert!(!whole.contains(secret), "the model was told {secret}: {whole}");
        }
        let log = server.log();
        assert!(log.contains("TRACE"), "the log leaves nothing out");
        assert!(!log.contains("you moved 12") && !log.contains("ada.canary"), "the log holds what was read");

        ada.ok(Method::DELETE, &one(&ids[1]), None).await;
        assert_eq!(reading_of(&ada, &ids[1]).await, None, "it is thrown away");
        assert_eq!(engine_says(&ada, &ids).await, before);
    }
}

#[tokio::test]
async fn it_is_stale_when_the_posting_or_what_the_profile_states_changes_and_not_otherwise() {
    let model = model_that(Honest).await;
    let server = Server::start(options("all", &model)).await;
    let (ada, ids) = somebody(&server, vec![honest_posting(), honest_posting()]).await;
    let is_stale = async |id: &str| reading_of(&ada, id).await.expect("it is there")["is_stale"] == true;
    read_again(&ada, &ids[0]).await;
    read_again(&ada, &ids[1]).await;
    ada.ok(Method::PUT, "/api/v1/matching/weights", Some(&json!({"weights": {"pay": 2.0}}))).await;
    assert!(!is_stale(&ids[0]).await, "what counts how much is none of its business");
    let store = server.store().await;
    let mut job = store.job(ids[0].parse().expect("an id")).await.expect("read").expect("there");
    job.posting.description.push_str("\n\nThe job is in Bremen.");
    let mut tx = store.begin().await.expect("a transaction");
    tx.change_job(
        job.id,
        &store::jobs::JobContent {
            print: domain::vacancy::Print::of(&job.posting),
            posting: job.posting,
            content_hash: "other".to_owned(),
            dedupe_key: "other".to_owned(),
            search_text: String::new(),
        },
    )
    .await
    .expect("changed");
    tx.commit().await.expect("saved");
    assert!(is_stale(&ids[0]).await && !is_stale(&ids[1]).await, "only of the posting that changed");
    let profile = ada.get("/api/v1/profile").await;
    let mut changed = profile["profile"].clone();
    changed["resume"]["skills"] = json!([{"name": "Rust"}, {"name": "Kubernetes"}]);
    let put = json!({"profile": changed, "version": profile["version"]});
    ada.ok(Method::PUT, "/api/v1/profile", Some(&put)).await;
    assert!(is_stale(&ids[1]).await);
    assert_eq!(read_again(&ada, &ids[1]).await["is_stale"], false, "read again it is fresh");
}

#[tokio::test]
async fn the_top_few_are_read_one_after_the_other_also_after_a_power_cut() {
    let model = MockServer::start().await;
    // The first answer never comes: the server is killed while it waits for it.
    let post = || Mock::given(method("POST")).and(path("/v1/chat/completions"));
    post().respond_with(says("{}").set_delay(Duration::from_secs(60))).mount(&model).await;
    let server = Server::start(options("all", &model)).await;
    let (ada, ids) = somebody(&server, vec![honest_posting(); 7]).await;
    let before = engine_says(&ada, &ids).await;
    let asked = ada.ok(Method::POST, ALL, None).await;
    assert_eq!(asked["items"].as_array().map(Vec::len), Some(5), "the best five: {asked}");
    let state = |item: &Value, word: &str| item["outcome"]["state"] == word;
    let all = until(&ada, |all| all.iter().any(|item| state(item, "reading"))).await;
    assert_eq!(all.iter().filter(|item| state(item, "waiting")).count(), 4, "one after the other: {all:?}");
    // It is on its way when that is said, and has to arrive before what arrives is counted anew.
    while model.received_requests().await.expect("recorded").is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let server = {
        model.reset().await;
        post().respond_with(Honest).mount(&model).await;
        server.kill_and_restart().await
    };
    let ada = ada.at(&server);
    let all = until(&ada, |all| all.iter().all(has_ended)).await;
    assert_eq!(all.len(), 5);
    assert!(all.iter().all(|item| state(item, "read")), "{all:?}");
    assert!(ids[..5].iter().all(|id| all.iter().any(|item| item["job_id"] == **id)), "those are the best");
    assert_eq!(engine_says(&ada, &ids).await, before);
    let asked = model.received_requests().await.expect("recorded").len();
    assert_eq!(asked, 5, "once each");
    ada.ok(Method::POST, ALL, None).await;
    assert!(until(&ada, |all| all.iter().all(has_ended)).await.len() == 5);
    assert_eq!(
        model.received_requests().await.expect("recorded").len(),
        asked,
        "what is fresh is not read again"
    );
}

#[tokio::test]
async fn what_is_stopped_is_stopped_and_says_so_live() {
    let model = model_that(says("{}").set_delay(Duration::from_secs(60))).await;
    let server = Server::start(options("all", &model)).await;
    let (ada, ids) = somebody(&server, vec![honest_posting(), honest_posting(), honest_posting()]).await;
    ada.ok(Method::POST, ALL, None).await;
    until(&ada, |all| all.iter().any(|item| item["outcome"]["state"] == "reading")).await;
    ada.ok(Method::DELETE, &one(&ids[0]), None).await;
    until(&ada, |all| all.len() == 2 && all.iter().any(|item| item["outcome"]["state"] == "reading")).await;
    ada.ok(Method::DELETE, ALL, None).await;
    assert_eq!(ada.get(ALL).await["items"], json!([]));
    // The place is free at once: the next one does not wait for the answers nobody wants any more.
    model.reset().await;
    Mock::given(method("POST")).respond_with(Honest).mount(&model).await;
    assert_eq!(read_again(&ada, &ids[2]).await["outcome"]["state"], "read");
    let store = server.store().await;
    let me = ada.get("/api/v1/auth/me").await;
    let user = domain::UserId(me["user"]["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"));
    let events = store.events_after(user, 0, 200).await.expect("read");
    let of = |id: &str| -> Vec<String> {
        let bodies = events.iter().filter(|event| event.kind.as_str() == "second_reading_update");
        let data =
            bodies.map(|event| serde_json::from_str::<Value>(event.text()).expect("JSON")["data"].clone());
        data.filter(|data| data["job_id"] == id).map(|data| data["state"].to_string()).collect()
    };
    assert_eq!(of(&ids[0]), [r#""waiting""#, r#""reading""#, "null"]);
    assert_eq!(of(&ids[2])[..2], [r#""waiting""#, "null"]);
    assert!(of(&ids[2]).ends_with(&[r#""reading""#.to_owned(), r#""read""#.to_owned()]));
    let words = events.iter().any(|event| event.text().contains("Kubernetes."));
    assert!(!words, "the events carry no word of it");
}

#[tokio::test]
async fn a_model_that_fails_says_what_to_do_and_there_is_an_end_to_asking() {
    for (answer, sentence) in [
        (ResponseTemplate::new(500), "answered with status 500"),
        (ResponseTemplate::new(401), "refused the key"),
        (ResponseTemplate::new(429), "takes no more questions for now"),
        (ResponseTemplate::new(307).insert_header("location", "http://evil.example"), "status 307"),
        (ResponseTemplate::new(200).set_body_string("<html>"), "was not understood"),
        (says(&"long ".repeat(50_000)), "was not understood"),
    ] {
        let model = model_that(answer).await;
        let server = Server::start(options("all", &model)).await;
        let (ada, ids) = somebody(&server, vec![honest_posting()]).await;
        let outcome = read_again(&ada, &ids[0]).await["outcome"].clone();
        assert_eq!(outcome["state"], "failed", "{sentence}");
        let why = outcome["why"].as_str().expect("a sentence");
        assert!(why.contains(sentence) && why.contains("You can have the job read again."), "{why}");
        assert!(!why.contains("127.0.0.1"), "{why}");
    }
    // Only requests are answered here: what is asked for stays in line.
    let model = model_that(Honest).await;
    let server = Server::start(options("web", &model)).await;
    let bo = server.register("bo@mail.example").await;
    let (ada, ids) = somebody(&server, vec![honest_posting()]).await;
    ada.ok(Method::POST, &one(&ids[0]), None).await;
    ada.ok(Method::POST, &one(&ids[0]), None).await;
    let mut asked = 1;
    loop {
        ada.ok(Method::DELETE, &one(&ids[0]), None).await;
        let answer = ada.send(Method::POST, &one(&ids[0]), None).await;
        if !answer.status.is_success() {
            assert_eq!(answer.problem(), (429, "too-many-readings".to_owned()));
            break;
        }
        asked += 1;
        assert!(asked <= 31, "there is no end");
    }
    assert_eq!(asked, 30, "one in line is not asked for twice");
    assert_eq!(reading_of(&ada, &ids[0]).await, None, "what was refused is not in line");
    ada.ok(Method::PUT, "/api/v1/profile", Some(&json!({"profile": {}, "version": 1}))).await;
    let answer = ada.send(Method::POST, &one(&ids[0]), None).await;
    assert_eq!(answer.problem(), (409, "profile-incomplete".to_owned()));
    let answer = bo.send(Method::POST, &one(&ids[0]), None).await;
    assert_eq!(answer.problem(), (404, "not-found".to_owned()));
}
