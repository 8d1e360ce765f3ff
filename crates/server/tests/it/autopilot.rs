//! What a person lets Jobwire do by itself, what they answered before, and the review, through the API.

use reqwest::Method;
use serde_json::{Value, json};

use crate::program::{Person, Server};
use crate::requests::{resume, rows_of, rules};

async fn put(person: &Person, mode: &str, rules: &Value, version: i64) -> (u16, String, Value) {
    let body = json!({"mode": mode, "rules": rules, "version": version});
    let answer = person.send(Method::PUT, "/api/v1/autopilot", Some(&body)).await;
    match answer.status.is_success() {
        true => (200, String::new(), answer.json()),
        false => {
            let (status, slug) = answer.problem();
            (status, slug, answer.json())
        }
    }
}

#[tokio::test]
async fn the_autopilot_is_off_and_goes_on_only_with_a_board_and_a_profile() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let before = ada.get("/api/v1/autopilot").await;
    assert_eq!((&before["mode"], &before["version"]), (&json!("off"), &json!(0)));
    let (status, _, answer) = put(&ada, "on", &rules(), 0).await;
    assert_eq!((status, &answer["errors"][0]["field"]), (422, &json!("rules.source_ids")));
    let bob = server.register("bob@mail.example").await;
    let foreign = rows_of(&server, &bob, "bobs").await.source;
    let mut wanted = rules();
    wanted["source_ids"] = json!([foreign]);
    let (status, _, _) = put(&ada, "on", &wanted, 0).await;
    assert_eq!(status, 422, "somebody else's board is no board of hers");
    let own = rows_of(&server, &ada, "adas").await.source;
    wanted["source_ids"] = json!([own, own]);
    ada.ok(Method::PUT, "/api/v1/profile", Some(&json!({"profile": {}, "version": 1}))).await;
    assert_eq!(put(&ada, "on", &wanted, 0).await.1, "profile-incomplete");
    assert!(ada.upload("cv.json", resume("Ada Example").into_bytes()).await.status.is_success());
    let (status, _, on) = put(&ada, "on", &wanted, 0).await;
    assert_eq!((status, &on["mode"], &on["rules"]["source_ids"]), (200, &json!("on"), &json!([own])));
    assert_eq!(put(&ada, "off", &wanted, 0).await.1, "stale-version");
    let (_, _, paused) = put(&ada, "paused", &wanted, 1).await;
    assert_eq!(paused["on_since"], on["on_since"]);
    let (_, _, off) = put(&ada, "off", &wanted, 2).await;
    assert_eq!(off["on_since"], Value::Null);
    assert_eq!(ada.get("/api/v1/autopilot/log").await["items"], json!([]));
}

#[tokio::test]
async fn rules_beyond_their_limits_are_refused_by_name() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    for (field, wrong) in [
        ("min_score", json!(0.2)),
        ("min_score", json!(1.1)),
        ("daily_limit", json!(0)),
        ("daily_limit", json!(26)),
        ("employer_limit", json!(6)),
    ] {
        let mut rules = rules();
        rules[field] = wrong.clone();
        let (status, _, answer) = put(&ada, "off", &rules, 0).await;
        let named = &answer["errors"][0]["field"];
        assert_eq!((status, named), (422, &json!(format!("rules.{field}"))), "{wrong}");
    }
}

#[tokio::test]
async fn a_remembered_answer_is_changed_and_may_be_none() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let gender = json!({"question": "Gender", "text": "Female"});
    let first = ada.ok(Method::PUT, "/api/v1/answers", Some(&gender)).await;
    assert_eq!(first["declines"], json!(false));
    let path = format!("/api/v1/answers/{}", first["id"].as_str().unwrap());
    let second = ada.ok(Method::PUT, &path, Some(&json!({"text": "Woman"}))).await;
    assert_eq!((&second["text"], &second["question"]), (&json!("Woman"), &json!("Gender")));
    let third = ada.ok(Method::PUT, &path, Some(&json!({"declines": true}))).await;
    assert_eq!((&third["text"], &third["declines"]), (&json!("Prefer not to say"), &json!(true)));
    let empty = ada.send(Method::PUT, &path, Some(&json!({"text": " "}))).await;
    assert_eq!(empty.problem(), (422, "invalid-input".to_owned()));
    let items = ada.get("/api/v1/answers").await["items"].clone();
    assert_eq!(items, json!([third]));
    let bob = server.register("bob@mail.example").await;
    let answer = bob.send(Method::PUT, &path, Some(&json!({"text": "x"}))).await;
    assert_eq!(answer.problem(), (404, "not-found".to_owned()));
}

#[tokio::test]
async fn the_review_shows_the_stored_files_beside_the_profile() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let rows = rows_of(&server, &ada, "Ada Example").await;
    let path = format!("/api/v1/applications/{}/review", rows.application);
    let before = ada.get(&path).await;
    assert_eq!(before, json!({"snapshot_sha256": null, "resume": null, "cover_letter": null}));
    let sha256 = fill(&server, &rows.application).await;
    let review = ada.get(&path).await;
    assert_eq!(review["snapshot_sha256"], json!(sha256));
    let resume = &review["resume"];
    assert_eq!((&resume["is_tailored"], &resume["as_printed"]), (&json!(false), &json!(true)), "{resume}");
    assert_eq!(resume["original_id"], json!(rows.document));
    let texts: Vec<&str> =
        resume["rows"].as_array().unwrap().iter().filter_map(|row| row["sent"]["text"].as_str()).collect();
    assert!(texts.contains(&"Ada Example") && texts.contains(&"PostgreSQL"), "{texts:?}");
    assert!(resume["rows"].as_array().unwrap().iter().all(|row| row["sent"]["mark"] == "same"));
    // The profile goes on; what lies in the file stays, and the review says that they differ.
    let changed = json!({"profile": {"resume": {"basics": {"name": "Ada Other"}}}, "version": 1});
    ada.ok(Method::PUT, "/api/v1/profile", Some(&changed)).await;
    assert_eq!(ada.get(&path).await["resume"]["as_printed"], json!(false));
}

/// Prints the profile and leaves the application with it, as a run does.
async fn fill(server: &Server, application: &str) -> String {
    let store = server.store().await;
    let id = application.parse().unwrap();
    let mut tx = store.begin().await.unwrap();
    let record = tx.application_by_id(id).await.unwrap().unwrap();
    let profile = store.profile(record.user_id).await.unwrap();
    let content = documents::render_resume(&profile.profile.resume, documents::Locale::English).unwrap();
    let new = store::documents::NewDocument {
        kind: "tailored_resume",
        file_name: "resume.pdf",
        media_type: "application/pdf",
        content: &content,
        application_id: Some(id),
    };
    let resume_id = Some(tx.add_document(record.user_id, new).await.unwrap());
    let form_url = "https://jobs.example/1".to_owned();
    let snapshot = domain::Snapshot { form_url, answers: Vec::new(), resume_id, cover_letter_id: None };
    let sha256 = tx.put_snapshot(&record, &snapshot).await.unwrap();
    tx.commit().await.unwrap();
    sha256
}
