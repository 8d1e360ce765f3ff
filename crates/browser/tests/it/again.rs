//! The same test a second time, in a process of its own that plays the server and is killed.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long the process may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(30);

/// Starts `test` once more with this in its environment and waits until it says `word`; whether it did. The process is
/// the caller's to kill.
pub async fn until(test: &str, environment: &[(&str, &OsStr)], word: &'static str) -> (Child, bool) {
    let mut server = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", test])
        .envs(environment.iter().copied())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let said =
        tokio::task::spawn_blocking(move || lines.map_while(Result::ok).any(|line| line.contains(word)));
    let said = tokio::time::timeout(PATIENCE, said).await;
    (server, said.is_ok_and(|said| said.unwrap()))
}
