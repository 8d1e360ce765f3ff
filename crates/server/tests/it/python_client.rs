//! The client in `examples/python`, which subscribes, is cut, and goes on.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::live::change;
use crate::program::{Credential, Options, Person, Server};
use testkit::Proxy;

/// How long an event may take: the client waits a while after a cut.
const HEAR_WITHIN: Duration = Duration::from_secs(30);

/// A Python that has the package: the one on the PATH, or the system's.
async fn python() -> &'static str {
    for python in ["python3", "/usr/bin/python3"] {
        let has = Command::new(python).args(["-c", "import websockets"]).stderr(Stdio::null()).status().await;
        if has.is_ok_and(|has| has.success()) {
            return python;
        }
    }
    panic!("No Python has the package websockets; script/bootstrap installs it.")
}

struct Client {
    _child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Client {
    async fn start(base: &str, person: &Person, cursor: &Path) -> Self {
        let Credential::Token(token) = &person.credential else { panic!("a token") };
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/python/live_events.py");
        let mut child = Command::new(python().await)
            .args([script, base])
            .arg(cursor)
            .env("JOBWIRE_TOKEN", token)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("python3 can be run");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        Self { _child: child, lines }
    }

    /// The version that the next event tells of.
    async fn version(&mut self) -> i64 {
        let line = tokio::time::timeout(HEAR_WITHIN, self.lines.next_line()).await.expect("in time");
        let line = line.expect("text").expect("the client runs; what it wrote is above");
        let event: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(event["type"], "profile_updated", "{event}");
        event["data"]["version"].as_i64().expect("a version")
    }
}

#[tokio::test]
async fn a_client_in_another_language_is_cut_and_misses_nothing() {
    let server = Server::start(Options::new("web")).await;
    let line = Proxy::to(server.address()).await;
    let base = format!("http://{}", line.address());
    let ada = server.register("ada@mail.example").await.with_token().await;
    let folder = tempfile::tempdir().expect("a folder");
    let cursor = folder.path().join("cursor.json");
    let mut client = Client::start(&base, &ada, &cursor).await;
    while !cursor.exists() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    change(&ada, 0).await;
    assert_eq!(client.version().await, 1);
    line.cut();
    change(&ada, 1).await;
    assert_eq!(client.version().await, 2, "after a cut");
    let server = server.kill_and_restart().await;
    line.lead_to(server.address());
    let ada = ada.at(&server);
    change(&ada, 2).await;
    change(&ada, 3).await;
    assert_eq!((client.version().await, client.version().await), (3, 4), "after the server was killed");
    // Its place is kept after an event is printed; killed in between, it would print that one again.
    while !std::fs::read_to_string(&cursor).is_ok_and(|kept| kept.contains(r#""seq": 4"#)) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(client);
    change(&ada, 4).await;
    let mut client = Client::start(&base, &ada, &cursor).await;
    assert_eq!(client.version().await, 5, "after its own restart");
}
