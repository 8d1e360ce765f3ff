//! A run in a process of its own, which stands where it is told to and is killed, frozen, or let go on from outside.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use chrono::TimeDelta;
use domain::{ApplicationId, Clock, SystemClock, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Store, StoreOptions};

use super::super::run_on;
use super::actors::context;
use super::employer::Behaviour;
use super::line::Wire;
use super::site::{Age, Click, Defences, TestSite};

/// Where the process finds its order.
const ORDER: &str = "JOBWIRE_CRASH_ORDER";
/// What it says when it stands at a point.
const AT: &str = "stands at ";
/// Before a point that is passed a second time.
const AGAIN: &str = "again ";
/// What it says at its end.
const ENDED: &str = "has ended";

/// The machine's clock, and how far it is ahead.
#[derive(Clone, Copy, Debug)]
pub(in crate::run) struct Ahead(pub TimeDelta);

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        SystemClock.now() + self.0
    }
}

/// A database that several processes open.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::run) struct Place {
    pub url: String,
    pub key_file: PathBuf,
}

impl Place {
    /// Opens it with a clock that is this much ahead.
    pub async fn open(&self, ahead: TimeDelta) -> Store {
        let options =
            StoreOptions { clock: Arc::new(Ahead(ahead)), ..StoreOptions::new(&self.url, &self.key_file) };
        Store::open(options).await.unwrap()
    }
}

/// What the process has to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::run) struct Order {
    pub place: Place,
    pub id: ApplicationId,
    pub behaviour: usize,
    pub employer: SocketAddr,
    /// The point at which it stands until it is told to go on.
    pub stands_at: String,
    /// How far its clock is ahead of the machine's.
    pub seconds_ahead: i64,
}

impl Order {
    pub fn site(&self) -> TestSite<Wire> {
        site(self.employer, Behaviour::ALL[self.behaviour])
    }
}

/// A site behind a real connection.
pub(in crate::run) fn site(employer: SocketAddr, behaviour: Behaviour) -> TestSite<Wire> {
    TestSite {
        line: Wire::to(employer, behaviour),
        click: Click::Sends,
        defences: Defences::ALL,
        age: Age::Real,
        asks: false,
        version: 0,
        pressed: Default::default(),
    }
}

/// The process itself: the test binary, started anew for just this.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the process that the crash tests start and kill"]
async fn a_run_in_a_process_of_its_own() {
    let order = std::env::var(ORDER).expect("the crash tests start this");
    let order: Order = serde_json::from_str(&order).unwrap();
    let store = order.place.open(TimeDelta::seconds(order.seconds_ahead)).await;
    let mut context = context(&store, &format!("process {}", std::process::id()));
    let again = order.stands_at.strip_prefix(AGAIN);
    let stands_at = again.unwrap_or(&order.stands_at).to_owned();
    let passes = Arc::new(std::sync::atomic::AtomicI32::new(i32::from(again.is_some())));
    let again = again.is_some();
    let log = order.place.url.strip_prefix("sqlite://").map(|path| format!("{path}-wal"));
    context.crash_point = Some(Arc::new(move |point| {
        note(point, log.as_deref());
        // Counted down from one where the first time is passed by. Told to go on, it stands nowhere again: a site that
        // asks for a code has a second attempt, with the same points.
        let stands_here = point == stands_at && passes.fetch_sub(1, SeqCst) == 0;
        let said = format!("{}{point}", if again { AGAIN } else { "" });
        Box::pin(async move {
            if stands_here {
                println!("{AT}{said}");
                let told = tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new()));
                let _ = told.await;
            }
        })
    }));
    let ended = run_on(&context, order.id, order.site()).await;
    println!("{ENDED}: {ended:?}");
}

/// Notes how long the log is at this point, where notes are wanted (`powercut.c` notes what of it is on disk).
fn note(point: &str, log: Option<&str>) {
    let (Some(notes), Some(log)) = (std::env::var_os("JOBWIRE_POWERCUT_NOTES"), log) else { return };
    let length = std::fs::metadata(log).unwrap().len();
    let mut notes = std::fs::OpenOptions::new().create(true).append(true).open(notes).unwrap();
    writeln!(notes, "at {point} {length}").unwrap();
}

/// A process at work. Dropped, it is killed.
pub(in crate::run) struct Process {
    child: Child,
    says: Lines<BufReader<ChildStdout>>,
}

impl Process {
    /// Starts it and waits until it stands where it was told to.
    pub fn start(order: &Order) -> Self {
        Self::start_with(order, &[]).until(&order.stands_at)
    }

    /// Waits until it stands there.
    pub fn until(mut self, point: &str) -> Self {
        let at = format!("{AT}{point}");
        let stands = self.says.by_ref().map_while(Result::ok).any(|line| line.contains(&at));
        assert!(stands, "the process ended before {point}");
        self
    }

    /// Starts it with more in its environment and waits for nothing.
    pub fn start_with(order: &Order, environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "run::tests::process::a_run_in_a_process_of_its_own",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .env(ORDER, serde_json::to_string(order).unwrap())
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let says = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, says }
    }

    /// `kill -9`, and waits until it is gone.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// `kill -STOP` or `kill -CONT`.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Lets it go on, and waits for its end.
    pub fn go_on(mut self) {
        let mut stdin = self.child.stdin.take().unwrap();
        stdin.write_all(b"go on\n").unwrap();
        assert!(self.says.by_ref().map_while(Result::ok).any(|line| line.contains(ENDED)), "it did not end");
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Killed already is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
