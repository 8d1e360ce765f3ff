//! Input no handler wants: each gets a problem with a stable slug and a sentence, and nothing is lost.

use std::io::Write as _;

use reqwest::header::{ALLOW, CONTENT_TYPE};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use zip::write::SimpleFileOptions;

use crate::program::{Answer, Credential, Options, Person, Server};
use crate::requests::{Body, operations, resume, rows_of};
use crate::socket::Socket;

/// A Word file of 100 kB that unpacks to 100 MB.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", SimpleFileOptions::default()).expect("an entry");
    let megabyte = vec![b' '; 1024 * 1024];
    for _ in 0..100 {
        archive.write_all(&megabyte).expect("memory");
    }
    let bytes = archive.finish().expect("an archive").into_inner();
    assert!(bytes.len() < 200_000);
    bytes
}

#[tokio::test]
async fn a_file_that_is_no_resume_is_named_and_the_profile_stays() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    assert!(ada.upload("resume.json", resume("Ada Example").into_bytes()).await.status.is_success());
    let before = ada.get("/api/v1/profile").await;
    let huge = |bytes: usize| [b"%PDF-1.7\n".as_slice(), &vec![b'x'; bytes]].concat();
    let files: [(&str, Vec<u8>, u16, &str); 8] = [
        ("cv.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog".to_vec(), 422, "unreadable-pdf"),
        ("cv.pdf", Vec::new(), 422, "empty-file"),
        ("cv.exe", b"MZ\x90\x00\x03\x00\x00\x00".to_vec(), 422, "unsupported-type"),
        ("cv.docx", bomb(), 422, "archive-bomb"),
        ("cv.docx", b"PK\x03\x04 not much of an archive".to_vec(), 422, "unreadable-docx"),
        ("cv.json", br#"{"basics": {"name": "#.to_vec(), 422, "invalid-json"),
        ("cv.pdf", huge(20 * 1024 * 1024), 413, "too-large"),
        ("cv.pdf", huge(11 * 1024 * 1024), 413, "too-large"),
    ];
    for (name, content, status, slug) in files {
        let answer = ada.upload(name, content).await;
        assert_eq!(answer.problem(), (status, slug.to_owned()), "{name}: {}", answer.text());
    }
    let path = "/api/v1/profile/resume";
    let nothing = Form::new().part("picture", Part::bytes(vec![1, 2, 3]));
    let answer = Answer::of(ada.request(Method::POST, path).multipart(nothing)).await;
    assert_eq!(answer.problem(), (422, "invalid-input".to_owned()));
    let answer = ada.send(Method::POST, path, Some(&json!({"file": "…"}))).await;
    assert_eq!(answer.problem(), (400, "broken-upload".to_owned()));
    let cut = ada.request(Method::POST, path).header(CONTENT_TYPE, "multipart/form-data; boundary=x");
    let answer =
        Answer::of(cut.body("--x\r\ncontent-disposition: form-data; name=\"file\"\r\n\r\nhalf")).await;
    assert_eq!(answer.problem(), (400, "broken-upload".to_owned()));
    assert_eq!(ada.get("/api/v1/profile").await, before, "the profile was touched");
    assert!(ada.upload("resume.json", resume("Ada Example").into_bytes()).await.status.is_success());
}

#[tokio::test]
async fn a_browser_that_sends_everything_first_hears_why_it_was_too_large() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let mut stream = TcpStream::connect(ada.base.replace("http://", "")).await.expect("the server listens");
    let file = [vec![b'x'; 20 * 1024 * 1024], b"\r\n--x--\r\n".to_vec()].concat();
    stream.write_all(upload_head(&ada, file.len()).as_bytes()).await.expect("sent");
    stream.write_all(&file).await.expect("the whole file can be sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("the answer is whole");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("larger than 10 MB"), "{answer}");
}

/// The head of an upload of this many bytes, up to the file itself; there is no end of the form.
fn upload_head(person: &Person, size: usize) -> String {
    let Credential::Session(cookie) = &person.credential else { panic!("signed in with a cookie") };
    let form = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"cv.json\"\r\n\r\n";
    format!(
        "POST /api/v1/profile/resume HTTP/1.1\r\nhost: {}\r\norigin: {}\r\ncookie: jobwire_session={cookie}\r\n\
         connection: close\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: {}\r\n\r\n{form}",
        person.base.replace("http://", ""),
        person.base,
        form.len() + size
    )
}

#[tokio::test]
async fn an_upload_that_breaks_off_changes_nothing() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let mut stream = TcpStream::connect(ada.base.replace("http://", "")).await.expect("the server listens");
    stream.write_all(upload_head(&ada, 100_000).as_bytes()).await.expect("sent");
    stream.write_all(br#"{"basics": "#).await.expect("sent");
    drop(stream);
    assert_eq!(ada.get("/api/v1/profile").await["version"], 0);
    assert!(ada.upload("resume.json", resume("Ada Example").into_bytes()).await.status.is_success());
}

#[tokio::test]
async fn every_body_that_is_not_the_right_json_is_refused_in_words() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let rows = rows_of(&server, &ada, "ada").await;
    let mut walked = 0;
    for operation in operations(&ada).await {
        let Body::Json(right) = operation.body(&rows) else { continue };
        walked += 1;
        let name = operation.name();
        let request = || ada.request(operation.method.clone(), &operation.path_with(&rows));
        let with = |text: String| request().header(CONTENT_TYPE, "application/json").body(text);
        let cut_off = right.to_string().trim_end_matches('}').to_owned();
        let broken = Answer::of(with(cut_off)).await;
        assert_eq!(broken.problem(), (400, "invalid-json".to_owned()), "{name}: {}", broken.text());
        let other = Answer::of(with("42".to_owned())).await;
        assert_eq!(other.problem(), (422, "invalid-json".to_owned()), "{name}: {}", other.text());
        let unnamed = Answer::of(request().body(right.to_string())).await;
        assert_eq!(unnamed.problem(), (415, "invalid-json".to_owned()), "{name}: {}", unnamed.text());
        let mut misspelt = right.clone();
        misspelt["jobid"] = "x".into();
        let misspelt = Answer::of(with(misspelt.to_string())).await;
        assert_eq!(misspelt.problem(), (422, "invalid-json".to_owned()), "{name}: {}", misspelt.text());
        assert!(misspelt.text().contains("jobid"), "the field is named: {}", misspelt.text());
        let mut large = right.clone();
        large["jobid"] = "x".repeat(2 * 1024 * 1024).into();
        let large = Answer::of(with(large.to_string())).await;
        assert_eq!(large.problem(), (413, "too-large".to_owned()), "{name}: {}", large.text());
    }
    assert!(walked >= 12, "only {walked} operations take JSON");
}

#[tokio::test]
async fn values_out_of_bounds_name_their_field() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let long = |length: usize| "x".repeat(length);
    let account = |email: &str, password: &str| json!({"email": email, "password": password});
    let bodies: [(Method, &str, Value, &str); 14] = [
        (Method::POST, "auth/register", account("no address", "long enough"), "email"),
        (
            Method::POST,
            "auth/register",
            account(&format!("{}@mail.example", long(300)), "long enough"),
            "email",
        ),
        (Method::POST, "auth/register", account("bo@mail.example", "short"), "password"),
        (Method::POST, "auth/register", account("bo@mail.example", &long(257)), "password"),
        (Method::POST, "auth/tokens", json!({"name": " "}), "name"),
        (Method::POST, "auth/tokens", json!({"name": long(81)}), "name"),
        (Method::PUT, "answers", json!({"question": "", "text": "yes"}), "question"),
        (Method::PUT, "answers", json!({"question": long(10_001), "text": "yes"}), "question"),
        (Method::PUT, "answers", json!({"question": "Tea?", "text": long(10_001)}), "text"),
        (Method::POST, "sources", json!({"url": "http://"}), "url"),
        (Method::POST, "sources", json!({"url": "ftp://board.example/jobs"}), "url"),
        (Method::POST, "sources", json!({"url": "http://169.254.169.254/latest"}), "url"),
        (Method::POST, "applications/batch", json!({"job_ids": []}), "job_ids"),
        (
            Method::POST,
            "applications/batch",
            json!({"job_ids": vec!["019aaaaa-0000-7000-8000-000000000000"; 51]}),
            "job_ids",
        ),
    ];
    for (method, path, body, field) in bodies {
        let answer = ada.send(method, &format!("/api/v1/{path}"), Some(&body)).await;
        assert_eq!(answer.problem(), (422, "invalid-input".to_owned()), "{path}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["field"], field, "{path}: {}", answer.text());
    }
    let queries = [
        "jobs?limit=many",
        "jobs?limit=-1",
        "jobs?remote=moon",
        "jobs?source_id=7",
        "matching/scores?min_score=high",
        "applications?status=flying",
        "applications?batch_id=7",
        "tracking/events?application_id=7",
    ];
    for query in queries {
        let answer = ada.send(Method::GET, &format!("/api/v1/{query}"), None).await;
        assert_eq!(answer.problem(), (400, "invalid-query".to_owned()), "{query}: {}", answer.text());
    }
}

#[tokio::test]
async fn an_id_that_is_none_or_of_nobody_is_not_found() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let rows = rows_of(&server, &ada, "ada").await;
    let wrong =
        ["not-an-id", "019aaaaa-0000-7000-8000-000000000000", "%00", "1%27%20OR%201=1", "%F0%9F%92%A9"];
    for operation in operations(&ada).await.iter().filter(|operation| operation.path.contains("{id}")) {
        for id in wrong {
            let request = ada.request(operation.method.clone(), &operation.path.replace("{id}", id));
            let answer = Answer::of(operation.body(&rows).put(request)).await;
            assert_eq!(answer.problem(), (404, "not-found".to_owned()), "{} with {id}", operation.name());
        }
    }
}

#[tokio::test]
async fn an_unknown_address_or_method_is_a_problem_too() {
    let server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let rows = rows_of(&server, &ada, "ada").await;
    let described = operations(&ada).await;
    for operation in &described {
        let path = operation.path_with(&rows);
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if described.iter().any(|other| other.path == operation.path && other.method == method) {
                continue;
            }
            let answer = ada.send(method.clone(), &path, None).await;
            let expected = (405, "method-not-allowed".to_owned());
            assert_eq!(answer.problem(), expected, "{method} {path}: {}", answer.text());
            assert!(
                answer.header(ALLOW).contains(operation.method.as_str()),
                "{path}: {}",
                answer.header(ALLOW)
            );
        }
    }
    for path in ["/api/v1/nothing", "/api/v2/jobs", "/api/v1/jobs/", "/ws/other", "/assets/nothing.js"] {
        let answer = ada.send(Method::GET, path, None).await;
        assert_eq!(answer.problem(), (404, "not-found".to_owned()), "{path}");
    }
    for path in ["/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/ws/realtime/"] {
        let answer = ada.send(Method::DELETE, path, None).await;
        assert_eq!(answer.problem(), (405, "method-not-allowed".to_owned()), "{path}");
    }
}

/// PostgreSQL keeps no text with a zero in it, SQLite does: both are told the same.
async fn zeros_in_text(server: &Server) {
    let ada = server.register("ada@mail.example").await;
    let zero = "a\0b";
    let profile = json!({"resume": {"basics": {"name": zero}}, "preferences": {}});
    for (method, path, body) in [
        (Method::POST, "auth/register", json!({"email": "a\0b@mail.example", "password": "long enough"})),
        (Method::POST, "auth/login", json!({"email": "a\0b@mail.example", "password": "long enough"})),
        (Method::POST, "auth/tokens", json!({"name": zero})),
        (Method::PUT, "answers", json!({"question": zero, "text": "yes"})),
        (Method::PUT, "answers", json!({"question": "Tea?", "text": zero})),
        (Method::PUT, "answers", json!({"question": "Tea?", "text": "yes", "meaning": zero})),
        (Method::PUT, "profile", json!({"profile": profile, "version": 0})),
        (Method::POST, "sources", json!({"url": "https://boards.greenhouse.io/a\0b"})),
    ] {
        let answer = ada.send(method, &format!("/api/v1/{path}"), Some(&body)).await;
        assert_eq!(answer.problem().0, 422, "{path}: {}", answer.text());
    }
    for query in ["jobs?q=%00", "jobs?cursor=%00", "applications?cursor=%00", "matching/scores?cursor=%00"] {
        let answer = ada.send(Method::GET, &format!("/api/v1/{query}"), None).await;
        assert_eq!(answer.problem(), (400, "invalid-query".to_owned()), "{query}: {}", answer.text());
    }
    let backslashes = json!({"question": "Is \\u0000 a zero?", "text": "\\u0000 is six letters"});
    ada.ok(Method::PUT, "/api/v1/answers", Some(&backslashes)).await;
    for (name, file) in [("cv.json", resume(zero)), ("cv.txt", format!("Ada Example\n{zero}"))] {
        let answer = ada.upload(name, file.into_bytes()).await;
        assert!(answer.status.is_success() || answer.problem().0 == 422, "{name}: {}", answer.text());
        assert!(!ada.get("/api/v1/profile").await.to_string().contains(r"\u0000"), "{name}");
    }
}

#[tokio::test]
async fn text_with_zeros_is_refused_on_sqlite() {
    zeros_in_text(&Server::web().await).await;
}

#[tokio::test]
async fn text_with_zeros_is_refused_on_postgres() {
    zeros_in_text(&Server::start(Options::postgres("web").await).await).await;
}

#[tokio::test]
async fn a_malformed_frame_ends_its_connection_and_nothing_else() {
    let mut server = Server::web().await;
    let ada = server.register("ada@mail.example").await;
    let mut witness = Socket::subscribe(&ada, Value::Null).await;
    let subscribe = r#"{"type":"subscribe","events":"*","cursor":{"epoch":7}}"#;
    for (frame, slug) in [
        (Message::text("{not json"), "malformed-message"),
        (Message::text(r#"{"type":"dance"}"#), "malformed-message"),
        (Message::text(r#"{"type":"subscribe","events":["no_such_event"]}"#), "malformed-message"),
        (Message::text(subscribe), "malformed-message"),
        (Message::binary(vec![0xff, 0x00]), "binary-frame"),
    ] {
        let mut socket = Socket::open(&ada, Some(&ada.base)).await.expect("accepted");
        socket.send(frame).await;
        let error = socket.hear().await;
        assert_eq!((error["type"].as_str(), error["slug"].as_str()), (Some("error"), Some(slug)));
        assert!(error["message"].as_str().expect("a sentence").len() > 20, "{error}");
        assert_eq!(socket.close_code().await, 4000);
    }
    // Bytes that are no frame at all: reserved bits, no mask, a length beyond every limit.
    for bytes in
        [[0xf1, 0x80, 0, 0, 0, 0].as_slice(), b"\x81\x02hi", b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xffmask"]
    {
        let mut stream = upgraded(&ada).await;
        stream.write_all(bytes).await.expect("sent");
        let mut rest = Vec::new();
        let ended = tokio::time::timeout(std::time::Duration::from_secs(15), stream.read_to_end(&mut rest));
        // The connection may be reset rather than closed; both end it.
        let _ = ended.await.expect("the server hangs up");
    }
    let mut flood = Socket::open(&ada, Some(&ada.base)).await.expect("accepted");
    flood.send(Message::text(" ".repeat(100_000))).await;
    flood.ends().await;
    assert!(server.runs());
    assert!(ada.upload("resume.json", resume("Ada Example").into_bytes()).await.status.is_success());
    assert_eq!(witness.event().await["type"], "profile_updated", "the other connection was not touched");
    let plain = ada.send(Method::GET, "/ws/realtime/", None).await;
    assert_eq!(plain.problem().1, "upgrade-required", "{}", plain.text());
    assert!(!server.log().contains("panicked"), "{}", server.log());
}

/// A connection after the upgrade, as bare bytes.
async fn upgraded(person: &Person) -> TcpStream {
    let Credential::Session(cookie) = &person.credential else { panic!("signed in with a cookie") };
    let host = person.base.replace("http://", "");
    let mut stream = TcpStream::connect(&host).await.expect("the server listens");
    let head = format!(
        "GET /ws/realtime/ HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\ncookie: jobwire_session={cookie}\r\n\
         connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        person.base
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        answer.push(stream.read_u8().await.expect("an answer"));
    }
    let status = String::from_utf8_lossy(&answer).into_owned();
    assert!(
        status.starts_with(&format!("HTTP/1.1 {}", StatusCode::SWITCHING_PROTOCOLS.as_u16())),
        "{status}"
    );
    stream
}
