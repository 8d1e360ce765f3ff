//! Starts and kills the real binary, and speaks HTTP with it.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, ORIGIN, SET_COOKIE};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use store::{Store, StoreOptions};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// The program under test.
pub const JOBWIRE: &str = env!("CARGO_BIN_EXE_jobwire");
/// How long a start may take on a busy machine.
const START_WITHIN: Duration = Duration::from_secs(30);
/// How long an answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// A browser that does not exist: these tests need none, and it would cost seconds.
const NO_CHROMIUM: &str = "/nonexistent/chromium";

/// A running server with a data folder of its own.
pub struct Server {
    child: Child,
    pub base: String,
    options: Options,
}

/// How a server is started.
#[derive(Clone)]
pub struct Options {
    /// The working folder; `data` in it is the data folder.
    pub folder: Arc<TempDir>,
    /// `web` does no background work, so nothing but the requests changes anything.
    pub role: &'static str,
    /// PostgreSQL; SQLite in the data folder when `None`.
    pub database_url: Option<String>,
    /// The data folder, where it is not `data`.
    pub data_dir: Option<PathBuf>,
    /// More environment.
    pub env: Vec<(&'static str, &'static str)>,
}

impl Options {
    pub fn new(role: &'static str) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder can be made"));
        Self { folder, role, database_url: None, data_dir: None, env: Vec::new() }
    }

    /// On a PostgreSQL database of its own.
    pub async fn postgres(role: &'static str) -> Self {
        let fresh = testkit::stores().await.pop().expect("PostgreSQL is the last");
        let options = Self { database_url: Some(fresh.url().to_owned()), ..Self::new(role) };
        // The key belongs to the database, which was made with it.
        std::fs::create_dir(options.data_dir()).expect("a folder");
        std::fs::copy(fresh.folder().join("app.key"), options.data_dir().join("app.key")).expect("a key");
        options
    }

    /// Another node on the same PostgreSQL, with the same key.
    pub fn beside(&self) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a temporary folder can be made"));
        let other = Self { folder, ..self.clone() };
        std::fs::create_dir(other.data_dir()).expect("a folder");
        std::fs::copy(self.data_dir().join("app.key"), other.data_dir().join("app.key")).expect("a key");
        other
    }

    /// With a Redis through which nodes hear each other.
    pub fn with_redis(self, redis: &testkit::Redis) -> Self {
        let mut env = self.env;
        env.push(("REDIS_URL", redis.url().leak()));
        Self { env, ..self }
    }

    pub fn data_dir(&self) -> PathBuf {
        self.data_dir.clone().unwrap_or_else(|| self.folder.path().join("data"))
    }

    /// The command that starts the server, with an environment that holds nothing of this machine's.
    pub fn command(&self) -> Command {
        let mut command = Command::new(JOBWIRE);
        command.args(["serve", "--port", "0", "--role", self.role]).arg("--data-dir").arg(self.data_dir());
        if let Some(url) = &self.database_url {
            command.args(["--database-url", url]);
        }
        clean(&mut command, self.folder.path());
        command.env("JOBWIRE_CHROMIUM", NO_CHROMIUM).envs(self.env.iter().copied());
        command
    }
}

fn clean(command: &mut Command, folder: &Path) {
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin").current_dir(folder);
    command.stdin(Stdio::null()).kill_on_drop(true);
}

impl Server {
    /// A server that only answers requests.
    pub async fn web() -> Self {
        Self::start(Options::new("web")).await
    }

    pub async fn start(options: Options) -> Self {
        let command = options.command();
        Self::spawn(options, command).await
    }

    /// Starts the server inside another program, which gets `place` and the server's command line as
    /// its last arguments and becomes the server.
    pub async fn start_inside(options: Options, program: &str, arguments: &[&str], place: &Path) -> Self {
        let inner = options.command();
        let mut command = Command::new(program);
        command.args(arguments).arg(place).arg(inner.as_std().get_program()).args(inner.as_std().get_args());
        clean(&mut command, options.folder.path());
        command.env("JOBWIRE_CHROMIUM", NO_CHROMIUM);
        Self::spawn(options, command).await
    }

    async fn spawn(options: Options, mut command: Command) -> Self {
        let log = options.folder.path().join("stderr.log");
        let stderr = std::fs::File::options().create(true).append(true).open(&log).expect("a log file");
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::from(stderr))
            .spawn()
            .expect("the built binary can be started");
        let mut lines = BufReader::new(child.stdout.take().expect("its output is a pipe")).lines();
        let ready = async {
            while let Some(line) = lines.next_line().await.expect("its output is text") {
                if let Some(url) = line.strip_prefix("Jobwire is ready at ") {
                    return Some(url.replace("localhost", "127.0.0.1"));
                }
            }
            None
        };
        let base = tokio::time::timeout(START_WITHIN, ready).await.expect("it starts in time");
        let Some(base) = base else {
            panic!("The server did not start:\n{}", std::fs::read_to_string(&log).unwrap_or_default());
        };
        // Nobody reads on; a full pipe must not stop the server.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { child, base, options }
    }

    /// Kills the server as a power cut would, and starts it again on the same data.
    pub async fn kill_and_restart(mut self) -> Self {
        self.child.kill().await.expect("the server runs");
        Self::start(self.options).await
    }

    /// Kills the server as a power cut would.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("the server runs");
    }

    /// Asks the server to end, waits until it has, and says whether it ended well.
    pub async fn terminate(mut self) -> bool {
        self.signal("-TERM").await;
        let ended = tokio::time::timeout(START_WITHIN, self.child.wait()).await;
        ended.expect("it ends in time").expect("it can be waited for").success()
    }

    /// Sends the process a signal, such as `-STOP`.
    pub async fn signal(&self, signal: &str) {
        let pid = self.pid().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().await.expect("kill can be run");
        assert!(sent.success());
    }

    /// Where it listens.
    pub fn address(&self) -> std::net::SocketAddr {
        self.base.strip_prefix("http://").and_then(|address| address.parse().ok()).expect("an address")
    }

    pub fn pid(&self) -> u32 {
        self.child.id().expect("the server runs")
    }

    /// Whether the process is still there.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().expect("it can be asked").is_none()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.options.folder.path().join("stderr.log")).unwrap_or_default()
    }

    /// The server's database, opened a second time: for rows that come from elsewhere than a request.
    pub async fn store(&self) -> Store {
        let data = self.options.data_dir();
        let sqlite = format!("sqlite://{}", data.join("jobwire.db").display());
        let url = self.options.database_url.clone().unwrap_or(sqlite);
        Store::open(StoreOptions::new(url, data.join("app.key"))).await.expect("the database opens twice")
    }

    /// Somebody without a session.
    pub fn nobody(&self) -> Person {
        Person::new(&self.base, Credential::None)
    }

    /// Makes an account and signs in.
    pub async fn register(&self, email: &str) -> Person {
        let body = json!({"email": email, "password": PASSWORD});
        let answer = self.nobody().send(Method::POST, "/api/v1/auth/register", Some(&body)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        Person::new(&self.base, Credential::Session(answer.session_cookie()))
    }
}

/// The password of every account.
pub const PASSWORD: &str = "a short sentence";

/// How somebody shows who they are.
#[derive(Clone, Debug)]
pub enum Credential {
    None,
    /// The value of the session cookie.
    Session(String),
    /// An API token.
    Token(String),
}

/// Somebody who makes requests.
#[derive(Clone)]
pub struct Person {
    http: reqwest::Client,
    pub base: String,
    pub credential: Credential,
}

impl Person {
    pub fn new(base: &str, credential: Credential) -> Self {
        // Another test of this process may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().timeout(ANSWER_WITHIN).build();
        Self { http: http.expect("a client can be made"), base: base.to_owned(), credential }
    }

    /// The same person with a new API token instead of the session.
    pub async fn with_token(&self) -> Self {
        let made = self.ok(Method::POST, "/api/v1/auth/tokens", Some(&json!({"name": "test"}))).await;
        let token = made["token"].as_str().expect("the token is shown once").to_owned();
        Self { credential: Credential::Token(token), ..self.clone() }
    }

    /// The same person at a server that was started anew.
    pub fn at(&self, server: &Server) -> Self {
        self.at_address(&server.base)
    }

    /// The same person at this address.
    pub fn at_address(&self, base: &str) -> Self {
        Self { base: base.to_owned(), ..self.clone() }
    }

    /// A request as the front end makes it: with the credential, and the page's own origin.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.bare_request(method, path);
        match self.credential {
            Credential::Token(_) => request,
            Credential::None | Credential::Session(_) => request.header(ORIGIN, &self.base),
        }
    }

    /// A request without an origin.
    pub fn bare_request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.credential {
            Credential::None => request,
            Credential::Session(cookie) => request.header(COOKIE, format!("jobwire_session={cookie}")),
            Credential::Token(token) => request.header(AUTHORIZATION, format!("Bearer {token}")),
        }
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let request = self.request(method, path);
        Answer::of(match body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
    }

    /// Sends, expects success, and gives the JSON of the answer (null when it is empty).
    pub async fn ok(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let shown = format!("{method} {path}");
        let answer = self.send(method, path, body).await;
        assert!(answer.status.is_success(), "{shown}: {} {}", answer.status, answer.text());
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    pub async fn get(&self, path: &str) -> Value {
        self.ok(Method::GET, path, None).await
    }

    /// Sends `name` with this content as the resume.
    pub async fn upload(&self, name: &str, content: Vec<u8>) -> Answer {
        let part = reqwest::multipart::Part::bytes(content).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part("file", part);
        Answer::of(self.request(Method::POST, "/api/v1/profile/resume").multipart(form)).await
    }
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub async fn of(request: RequestBuilder) -> Self {
        let answer = request.send().await.expect("the server answers");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.bytes().await.expect("the answer is whole").to_vec();
        Self { status, headers, body }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("this is no JSON: {}", self.text()))
    }

    pub fn header(&self, name: impl reqwest::header::AsHeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The value of the session cookie this answer sets.
    pub fn session_cookie(&self) -> String {
        let set = self.header(SET_COOKIE);
        let value = set.strip_prefix("jobwire_session=").and_then(|rest| rest.split(';').next());
        value.unwrap_or_else(|| panic!("no session cookie in {set:?}")).to_owned()
    }

    /// Checks that this is a problem as documented, and gives its status and slug.
    pub fn problem(&self) -> (u16, String) {
        let status = self.status.as_u16();
        assert_eq!(self.header("content-type"), "application/problem+json", "{status}: {}", self.text());
        let problem = self.json();
        let slug = problem["slug"].as_str().expect("a slug").to_owned();
        assert_eq!(problem["type"], format!("/problems/{slug}"));
        assert_eq!(problem["status"], status);
        assert!(
            !slug.is_empty() && slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
            "{slug}"
        );
        assert!(!problem["title"].as_str().expect("a title").is_empty());
        let detail = problem["detail"].as_str().expect("a sentence");
        assert!(detail.len() > 15 && detail.contains(' '), "{slug}: this says too little: {detail:?}");
        (status, slug)
    }
}

/// Runs the command to its end in a folder of its own.
pub async fn jobwire(folder: &Path, arguments: &[&str]) -> Output {
    jobwire_with(folder, arguments, &[]).await
}

/// [`jobwire`] with more environment.
pub async fn jobwire_with(folder: &Path, arguments: &[&str], env: &[(&str, &str)]) -> Output {
    let mut command = Command::new(JOBWIRE);
    command.args(arguments);
    clean(&mut command, folder);
    command.envs(env.iter().copied());
    let output = tokio::time::timeout(ANSWER_WITHIN, command.output()).await;
    output.expect("the command ends in time").expect("the built binary can be started")
}

/// A file or folder of the data that lies beside the project.
pub fn shared(path: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let file = folder.join(path);
    assert!(file.exists(), "{} is missing: these tests read the real data in ../shared/data", file.display());
    file.canonicalize().expect("it exists")
}
