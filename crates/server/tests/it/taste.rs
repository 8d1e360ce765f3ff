//! What a person says of jobs and how they move what counts, over HTTP.

use domain::{Posting, UserId};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::{a_posting, seed_job};

use crate::program::{Person, Server};

const FEEDBACK: &str = "/api/v1/matching/feedback";
const WEIGHTS: &str = "/api/v1/matching/weights";

async fn say(person: &Person, job: &str, verdict: &str) -> StatusCode {
    let body = json!({"job_id": job, "verdict": verdict});
    person.send(Method::POST, FEEDBACK, Some(&body)).await.status
}

/// The id of a job of a board that the person follows.
async fn a_job_for(server: &Server, person: &Person, company: &str) -> String {
    let store = server.store().await;
    let job = seed_job(&store, Posting { company: company.into(), ..a_posting() }).await;
    let me = person.get("/api/v1/auth/me").await;
    let user: UserId = serde_json::from_value(me["user"]["id"].clone()).expect("an id");
    let mut tx = store.begin().await.expect("a transaction");
    tx.follow_source(user, job.source_id).await.expect("followed");
    tx.commit().await.expect("committed");
    job.id.to_string()
}

async fn preferences(person: &Person) -> Value {
    person.get("/api/v1/profile").await["profile"]["preferences"].clone()
}

#[tokio::test]
async fn what_was_said_is_listed_replaced_and_taken_back_and_is_nobody_elses() {
    let server = Server::web().await;
    let (ada, bo) = (server.register("ada@mail.example").await, server.register("bo@mail.example").await);
    let job = a_job_for(&server, &ada, "Nordwind Example").await;
    for verdict in ["more", "less"] {
        assert_eq!(say(&ada, &job, verdict).await, StatusCode::NO_CONTENT);
        let said = ada.get(FEEDBACK).await["items"].clone();
        assert_eq!(said.as_array().map(Vec::len), Some(1), "{said}");
        assert_eq!((&said[0]["verdict"], &said[0]["company"]), (&json!(verdict), &json!("Nordwind Example")));
        assert_eq!(ada.get(&format!("/api/v1/jobs/{job}")).await["feedback"], verdict);
    }
    assert_eq!(say(&bo, &job, "more").await, StatusCode::NOT_FOUND, "a board that Bo does not follow");
    assert_eq!(bo.get(FEEDBACK).await["items"], json!([]));
    assert_eq!(say(&ada, &job, "undo").await, StatusCode::NO_CONTENT);
    assert_eq!(ada.get(FEEDBACK).await["items"], json!([]));
    assert_eq!(ada.get(&format!("/api/v1/jobs/{job}")).await["feedback"], Value::Null);
}

#[tokio::test]
async fn an_excluded_company_joins_the_preferences_once_and_leaves_them_again() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let job = a_job_for(&server, &ada, "Nordwind Example").await;
    for _ in 0..2 {
        assert_eq!(say(&ada, &job, "not_this_company").await, StatusCode::NO_CONTENT);
    }
    assert_eq!(preferences(&ada).await["excluded_companies"], json!(["Nordwind Example"]));
    assert_eq!(say(&ada, &job, "this_company_again").await, StatusCode::NO_CONTENT);
    assert_eq!(preferences(&ada).await["excluded_companies"], json!([]));
}

#[tokio::test]
async fn weights_are_kept_with_the_preferences_and_refused_when_they_mean_nothing() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let moved = json!({"weights": {"pay": 3.0, "freshness": 0.0}});
    assert_eq!(ada.ok(Method::PUT, WEIGHTS, Some(&moved)).await, moved);
    assert_eq!(preferences(&ada).await["weights"], moved["weights"]);
    let parts = ["title", "skills", "text", "level", "place", "pay", "freshness", "taste"];
    let nothing: Value = parts.iter().map(|part| ((*part).to_owned(), json!(0.0))).collect();
    for wrong in [json!({"pay": 3.1}), json!({"pay": -1}), nothing] {
        let (status, slug) = ada.send(Method::PUT, WEIGHTS, Some(&json!({"weights": wrong}))).await.problem();
        assert_eq!((status, slug.as_str()), (422, "invalid-input"), "{wrong}");
    }
    assert_eq!(preferences(&ada).await["weights"], moved["weights"], "nothing is lost");
}
