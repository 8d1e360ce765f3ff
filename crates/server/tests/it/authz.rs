//! Who may do what: every described operation as nobody and as another person, and the guards in front.

use std::collections::BTreeMap;

use reqwest::header::{HOST, ORIGIN, SET_COOKIE};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite;

use crate::program::{Answer, Credential, PASSWORD, Person, Server};
use crate::requests::{Body, Operation, Rows, operations, rows_of};
use crate::socket::Socket;

/// What must never be seen by anybody but its owner.
pub const SECRET: &str = "ada-xq7";

async fn ask(person: &Person, operation: &Operation, rows: &Rows) -> Answer {
    let request = person.request(operation.method.clone(), &operation.path_with(rows));
    Answer::of(operation.body(rows).put(request)).await
}

#[tokio::test]
async fn nobody_gets_no_further_than_the_door() {
    let server = Server::web().await;
    let ada = server.register("ada-xq7@mail.example").await;
    let rows = rows_of(&server, &ada, SECRET).await;
    let ended = server.register("bo@mail.example").await;
    ended.ok(Method::POST, "/api/v1/auth/logout", None).await;
    let deleted = ada.with_token().await;
    let tokens = ada.get("/api/v1/auth/tokens").await;
    for token in tokens["items"].as_array().expect("a list").iter().filter(|token| token["name"] == "test") {
        let path = format!("/api/v1/auth/tokens/{}", token["id"].as_str().expect("an id"));
        ada.ok(Method::DELETE, &path, None).await;
    }
    let strangers = [
        Credential::None,
        Credential::Session("no-such-session".to_owned()),
        Credential::Token("jw_no-such-token".to_owned()),
        Credential::Session(expired_session(&server, &ada).await),
        ended.credential.clone(),
        deleted.credential.clone(),
    ];
    let before = everything_of(&ada, &rows).await;
    let described = operations(&ada).await;
    for stranger in strangers.map(|credential| Person::new(&server.base, credential)) {
        for operation in described.iter().filter(|operation| !operation.is_public()) {
            let answer = ask(&stranger, operation, &rows).await;
            let shown = format!("{} as {:?}", operation.name(), stranger.credential);
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{shown}");
            assert_eq!(answer.problem().1, "signed-out", "{shown}");
        }
        assert_eq!(refused(Socket::open(&stranger, Some(&server.base)).await), StatusCode::UNAUTHORIZED);
    }
    assert_same(&before, &everything_of(&ada, &rows).await);
}

#[tokio::test]
async fn what_is_public_says_nothing_of_any_person() {
    let server = Server::web().await;
    let ada = server.register("ada-xq7@mail.example").await;
    let rows = rows_of(&server, &ada, SECRET).await;
    let nobody = Person::new(&server.base, Credential::None);
    for path in ["/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/api/docs", "/api/docs.js"] {
        let answer = Answer::of(nobody.request(Method::GET, path)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_says_nothing(path, &answer, &rows);
    }
}

#[tokio::test]
async fn another_person_sees_and_changes_nothing_of_mine() {
    let server = Server::web().await;
    let ada = server.register("ada-xq7@mail.example").await;
    // Before there are boards: a new account follows everything that was imported so far.
    let bo = server.register("bo@mail.example").await;
    let rows = rows_of(&server, &ada, SECRET).await;
    let uploaded = bo.upload("resume.json", crate::requests::resume("Bo Example").into_bytes()).await;
    assert_eq!(uploaded.status, StatusCode::OK);
    let before = everything_of(&ada, &rows).await;
    let described = operations(&ada).await;
    let mut mine = 0;
    for other in [bo.with_token().await, bo] {
        for operation in described.iter().filter(|operation| !operation.is_public()) {
            let answer = ask(&other, operation, &rows).await;
            let shown = format!("{}: {} {}", operation.name(), answer.status, answer.text());
            let about_ada = operation.path.contains('{')
                || matches!(operation.body(&rows), Body::Json(body) if body.to_string().contains(&rows.job));
            if about_ada {
                assert_eq!(answer.problem(), (404, "not-found".to_owned()), "{shown}");
                mine += 1;
            } else {
                assert!(!answer.status.is_server_error(), "{shown}");
                assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{shown}");
            }
            assert_says_nothing(&operation.name(), &answer, &rows);
        }
    }
    assert!(mine >= 30, "only {mine} operations were about the first person's rows");
    assert_same(&before, &everything_of(&ada, &rows).await);
}

#[tokio::test]
async fn the_owner_reaches_each_of_these_rows() {
    // Without this the walk as another person would pass on ids that do not exist.
    let server = Server::web().await;
    let ada = server.register("ada-xq7@mail.example").await;
    let rows = rows_of(&server, &ada, SECRET).await;
    let described = operations(&ada).await;
    let with_id = described.iter().filter(|operation| operation.path.contains('{'));
    for operation in with_id.clone().filter(|operation| operation.method != Method::DELETE) {
        let answer = ask(&ada, operation, &rows).await;
        assert_ne!(answer.status, StatusCode::NOT_FOUND, "{}: {}", operation.name(), answer.text());
    }
    for operation in with_id.filter(|operation| operation.method == Method::DELETE) {
        let answer = ask(&ada, operation, &rows).await;
        assert!(answer.status.is_success(), "{}: {}", operation.name(), answer.text());
    }
}

#[tokio::test]
async fn a_cookie_changes_things_only_from_our_own_pages() {
    let server = Server::web().await;
    let ada = server.register("ada-xq7@mail.example").await;
    let rows = rows_of(&server, &ada, SECRET).await;
    let token = ada.with_token().await;
    let before = everything_of(&ada, &rows).await;
    let described = operations(&ada).await;
    let evil = Some("https://evil.example");
    for origin in [None, Some("null"), evil, Some("http://127.0.0.1:1")] {
        for operation in described.iter().filter(|operation| operation.changes()) {
            let mut request = ada.bare_request(operation.method.clone(), &operation.path_with(&rows));
            if let Some(origin) = origin {
                request = request.header(ORIGIN, origin);
            }
            let answer = Answer::of(operation.body(&rows).put(request)).await;
            assert_eq!(answer.problem(), (403, "foreign-origin".to_owned()), "{}", operation.name());
            assert_eq!(answer.header("access-control-allow-origin"), "");
        }
        let opened = Socket::open(&ada, origin).await;
        assert_eq!(refused(opened), StatusCode::FORBIDDEN, "a socket from {origin:?}");
    }
    assert_same(&before, &everything_of(&ada, &rows).await);
    // A program with a token is no browser: it has no origin to show.
    let name = json!({"name": "made without an origin"});
    token.ok(Method::POST, "/api/v1/auth/tokens", Some(&name)).await;
    assert!(Socket::open(&token, None).await.is_ok());
}

#[tokio::test]
async fn a_listed_site_may_use_the_api_and_another_may_not() {
    let mut options = crate::program::Options::new("web");
    options.env = vec![("CORS_ALLOWED_ORIGINS", "https://app.example")];
    let server = Server::start(options).await;
    let ada = server.register("ada@mail.example").await;
    for (origin, allowed) in [("https://app.example", true), ("https://app.example.evil.example", false)] {
        let request = ada.bare_request(Method::POST, "/api/v1/matching/stop").header(ORIGIN, origin);
        let answer = Answer::of(request).await;
        assert_eq!(answer.status.is_success(), allowed, "{origin}: {}", answer.text());
        assert_eq!(answer.header("access-control-allow-origin") == origin, allowed, "{origin}");
        let preflight = ada.bare_request(Method::OPTIONS, "/api/v1/matching/stop");
        let preflight = preflight.header(ORIGIN, origin).header("access-control-request-method", "POST");
        let answer = Answer::of(preflight).await;
        assert_eq!(answer.header("access-control-allow-origin") == origin, allowed, "{origin}");
    }
}

#[tokio::test]
async fn a_foreign_host_name_is_refused_everywhere() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let paths = ["/", "/healthz", "/metrics", "/api/v1/auth/me", "/api/v1/openapi.json", "/ws/realtime/"];
    for path in paths {
        for host in ["evil.example", "localhost.evil.example:8000", "127.0.0.1.evil.example", ""] {
            let answer = Answer::of(ada.request(Method::GET, path).header(HOST, host)).await;
            assert_eq!(answer.problem(), (421, "unknown-host".to_owned()), "{path} at {host:?}");
        }
    }
    assert!(ada.get("/api/v1/auth/me").await["user"].is_object());
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let server = Server::web().await;
    let credentials = json!({"email": "ada@mail.example", "password": PASSWORD});
    let nobody = server.nobody();
    let made = nobody.send(Method::POST, "/api/v1/auth/register", Some(&credentials)).await;
    let again = nobody.send(Method::POST, "/api/v1/auth/login", Some(&credentials)).await;
    for answer in [&made, &again] {
        let cookie = answer.header(SET_COOKIE);
        for flag in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=2592000"] {
            assert!(cookie.contains(flag), "{flag} is missing in {cookie}");
        }
        assert!(answer.session_cookie().len() >= 43, "32 random bytes: {cookie}");
        assert!(!cookie.contains("Secure"), "plain HTTP on this machine would lose it: {cookie}");
        assert!(!answer.text().contains(&answer.session_cookie()));
    }
    assert_ne!(made.session_cookie(), again.session_cookie());
    // Behind a TLS proxy the page's origin is https.
    let host = server.base.replace("http://", "");
    let login = nobody.bare_request(Method::POST, "/api/v1/auth/login").json(&credentials);
    let answer = Answer::of(login.header(ORIGIN, format!("https://{host}"))).await;
    assert!(answer.header(SET_COOKIE).ends_with("; Secure"), "{}", answer.header(SET_COOKIE));
}

#[tokio::test]
async fn signing_out_ends_this_session_and_its_connections_only() {
    let server = Server::web().await;
    let here = server.register("ada@mail.example").await;
    let credentials = json!({"email": "ada@mail.example", "password": PASSWORD});
    let answer = server.nobody().send(Method::POST, "/api/v1/auth/login", Some(&credentials)).await;
    let there = Person::new(&server.base, Credential::Session(answer.session_cookie()));
    let mut socket_here = Socket::subscribe(&here, Value::Null).await;
    let mut socket_there = Socket::subscribe(&there, Value::Null).await;
    let out = here.send(Method::POST, "/api/v1/auth/logout", None).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header(SET_COOKIE).contains("Max-Age=0"), "the browser forgets it too");
    assert_eq!(socket_here.close_code().await, 4001);
    let me = here.send(Method::GET, "/api/v1/auth/me", None).await;
    assert_eq!(me.problem(), (401, "signed-out".to_owned()));
    there.get("/api/v1/auth/me").await;
    there.upload("resume.json", crate::requests::resume("Ada").into_bytes()).await;
    assert_eq!(socket_there.event().await["type"], "profile_updated");
}

#[tokio::test]
async fn passwords_cannot_be_guessed_quickly() {
    let server = Server::web().await;
    server.register("ada@mail.example").await;
    server.register("bo@mail.example").await;
    let nobody = server.nobody();
    let login = |email: &'static str, password: &'static str| {
        let (nobody, body) = (nobody.clone(), json!({"email": email, "password": password}));
        async move { nobody.send(Method::POST, "/api/v1/auth/login", Some(&body)).await }
    };
    let unknown = login("nobody@mail.example", "wrong password").await;
    let wrong = login("ada@mail.example", "wrong password").await;
    assert_eq!(unknown.text(), wrong.text(), "whether there is an account is not told");
    let mut refused = None;
    for tried in 2..20 {
        let answer = login("ada@mail.example", "wrong password").await;
        match answer.problem() {
            (401, slug) => assert_eq!(slug, "wrong-credentials"),
            (429, slug) => {
                assert_eq!(slug, "too-many-tries");
                refused = Some(tried);
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(refused, Some(11), "ten tries a minute");
    let right = login("Ada@mail.example ", PASSWORD).await;
    assert_eq!(right.problem(), (429, "too-many-tries".to_owned()), "spelling it differently does not help");
    assert_eq!(login("bo@mail.example", PASSWORD).await.status, StatusCode::OK, "others are not slowed down");
}

/// Everything a person can read, to see that nobody else changed it.
pub async fn everything_of(person: &Person, rows: &Rows) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let described = operations(person).await;
    let readings = described.iter().filter(|operation| operation.method == Method::GET);
    for operation in readings.filter(|operation| !operation.path.ends_with("/system/health")) {
        let answer = ask(person, operation, rows).await;
        assert!(answer.status.is_success(), "{}: {}", operation.name(), answer.text());
        // A calendar says when it was written.
        let mut said: String = answer.text().lines().filter(|line| !line.starts_with("DTSTAMP")).collect();
        if let Ok(mut json) = serde_json::from_str(&said) {
            forget_when_counted(&mut json);
            said = json.to_string();
        }
        all.insert(operation.name(), said);
    }
    let seen = |text: &str| all.values().any(|answer| answer.contains(text));
    assert!(seen(SECRET) && seen(&rows.application), "the owner sees these rows");
    all
}

/// The numbers are counted anew for each request, and say when.
fn forget_when_counted(json: &mut Value) {
    for part in ["", "/analytics"] {
        if let Some(counted_at) = json.pointer_mut(&format!("{part}/counted_at")) {
            *counted_at = Value::Null;
        }
    }
}

fn assert_same(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    for (name, answer) in before {
        assert_eq!(Some(answer), after.get(name), "{name} was changed by somebody else");
    }
}

fn assert_says_nothing(name: &str, answer: &Answer, rows: &Rows) {
    let text = answer.text();
    // An id that was sent may come back in a sentence; names and texts may not.
    let told = [SECRET, &rows.document, &rows.token, &rows.answer, &rows.observation, &rows.interview];
    let found = told.into_iter().find(|secret| text.contains(*secret));
    assert_eq!(found, None, "{name} tells it: {text}");
}

/// A session of this person that ended an hour ago.
async fn expired_session(server: &Server, person: &Person) -> String {
    let me = person.get("/api/v1/auth/me").await;
    let user_id = domain::UserId(me["user"]["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"));
    let (token, hash) = server::accounts::new_token("");
    let store = server.store().await;
    let mut tx = store.begin().await.expect("a transaction");
    let ended = tx.now() - chrono::TimeDelta::hours(1);
    tx.create_session(user_id, &hash, ended).await.expect("a session");
    tx.commit().await.expect("it is saved");
    token
}

/// The status a connection was refused with.
pub fn refused(opened: Result<Socket, tungstenite::Error>) -> StatusCode {
    match opened {
        Err(tungstenite::Error::Http(answer)) => {
            StatusCode::from_u16(answer.status().as_u16()).expect("a status")
        }
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("the connection was accepted"),
    }
}
