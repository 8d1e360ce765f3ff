//! R3: the whole run with its real browser in a process of its own, killed with `kill -9` at the points of the protocol
//! or at any moment. The employers' ledger decides.
//!
//! `JOBWIRE_CRASH_ROUNDS=n` kills at every point and n times as often at any moment; `JOBWIRE_CRASH_JOURNAL=FILE` notes
//! what is done, so that a run that was ended goes on where it was; `JOBWIRE_CRASH_PART=k/n` is the k-th of n processes
//! that share the rounds, counted from 0 (`script/torture browser`).

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use applications::actions::{self, Resolution};
use applications::{Context, reconcile, run};
use browser::SessionConfig;
use chrono::TimeDelta;
use domain::{ApplicationId, State, UserId};
use net::Egress;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Store, StoreOptions};
use testkit::FrozenClock;

use crate::support::{World, chromium};

/// Where the process finds its order.
const ORDER: &str = "JOBWIRE_KILLED_ORDER";
/// What it says when it stands at its point.
const STANDS: &str = "stands there";
/// Longer than a dead worker's lease.
pub const LEASE_OVER: TimeDelta = TimeDelta::seconds(61);
/// What is unconfirmed is before the person.
const REVIEW: TimeDelta = TimeDelta::minutes(31);
/// Every point of the protocol.
const POINTS: [&str; 14] =
    ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12", "P13", "P14"];
/// In the usual test run: the request held, and let go. `frontend/e2e/crash.e2e.ts` kills the whole server.
const USUAL_POINTS: [&str; 2] = ["P10", "P12"];
/// A run takes about this long, so a kill within it may strike anywhere.
const RUN_TAKES_MS: u64 = 7_000;
/// Kills at any moment, for each round.
const AT_ANY_MOMENT: u64 = 50;

#[derive(Serialize, Deserialize)]
struct Order {
    url: String,
    key_file: PathBuf,
    user: UserId,
    id: ApplicationId,
    now: String,
    employers: SocketAddr,
    profiles: PathBuf,
    /// Where it stands until it is killed; nowhere when it is killed at any moment.
    stands_at: Option<String>,
    /// Before it stands there, the person takes over.
    taken_over: bool,
}

/// The process itself: the test binary, started anew for just this.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the process that the tests start and kill"]
async fn a_run_with_its_browser_in_a_process_of_its_own() {
    let order: Order = serde_json::from_str(&std::env::var(ORDER).expect("the tests start this")).unwrap();
    let options = StoreOptions {
        clock: Arc::new(FrozenClock::at(&order.now)),
        ..StoreOptions::new(order.url, order.key_file)
    };
    let store = Store::open(options).await.unwrap();
    let browser = SessionConfig::new(chromium(), Egress::allowing(vec![order.employers]), order.profiles);
    let owner = format!("process {}", std::process::id());
    let mut context = Context::new(store, browser, Arc::new(|_, _| {}), owner);
    let stands_at = order.stands_at;
    let (live, user, taken_over) = (context.live.clone(), order.user, order.taken_over);
    context.crash_point = Some(Arc::new(move |point| {
        let stands_here = stands_at.as_deref() == Some(point);
        let live = live.clone();
        Box::pin(async move {
            if stands_here && taken_over {
                live.of(user, order.id).expect("it is under way").take_over().await.unwrap();
            }
            if stands_here {
                println!("{STANDS}");
                std::future::pending::<()>().await;
            }
        })
    }));
    let _ = run(&context, order.id).await;
}

pub fn start(world: &World, id: ApplicationId, stands_at: Option<&str>, taken_over: bool) -> Child {
    let order = Order {
        url: world.store.url().to_owned(),
        key_file: world.store.folder().join("app.key"),
        user: world.user,
        id,
        now: domain::Clock::now(&world.store.clock).to_rfc3339(),
        employers: world.sandbox.addr(),
        profiles: world.context.browser.profile_parent.clone(),
        stands_at: stands_at.map(str::to_owned),
        taken_over,
    };
    Command::new(std::env::current_exe().unwrap())
        .args([
            "killed::a_run_with_its_browser_in_a_process_of_its_own",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(ORDER, serde_json::to_string(&order).unwrap())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Kills at `point`, or after `moment` when there is none.
pub fn kill(mut process: Child, point: Option<&str>, moment: Duration) {
    if let Some(point) = point {
        let says = BufReader::new(process.stdout.take().unwrap()).lines();
        let stands = says.map_while(Result::ok).any(|line| line.contains(STANDS));
        assert!(stands, "the process ended before {point}");
    } else {
        std::thread::sleep(moment);
    }
    process.kill().unwrap();
    process.wait().unwrap();
}

/// Starts again, `later` than now, and looks after the application until it rests.
pub async fn look_after(world: &World, id: ApplicationId, job: &Value, later: TimeDelta) {
    world.store.clock.advance(later);
    for _ in 0..3 {
        reconcile(&world.store).await.unwrap();
        if world.record(id).await.application.status == State::Queued {
            world.run(id).await;
        }
        let (state, accepted) = (world.record(id).await.application.status, world.accepted(job).await);
        assert!(accepted <= 1, "accepted {accepted} times");
        assert!(state != State::Submitted || accepted == 1, "\"submitted\", and the employer has nothing");
        let may_have_arrived = matches!(
            state,
            State::Submitted | State::Unconfirmed | State::NeedsReview | State::SubmittingReleased
        );
        assert!(accepted == 0 || may_have_arrived, "accepted, and it is {state:?}");
    }
}

/// One kill, and everything after it; the person who knows the truth ends it.
async fn killed_once(world: &World, company: &str, point: Option<&str>, moment: Duration) {
    let (id, job) = world.approved(company).await;
    kill(start(world, id, point, false), point, moment);
    look_after(world, id, &job, LEASE_OVER).await;
    look_after(world, id, &job, REVIEW).await;
    if world.record(id).await.application.status == State::NeedsReview {
        let arrived = world.accepted(&job).await > 0;
        let said = if arrived { Resolution::Sent } else { Resolution::NotSent };
        actions::resolve(&world.store, world.user, id, said, "").await.unwrap();
        look_after(world, id, &job, TimeDelta::zero()).await;
    }
    assert_eq!(world.record(id).await.application.status, State::Submitted, "{point:?} {moment:?}");
    assert_eq!(world.accepted(&job).await, 1);
}

/// Approved, and killed while the person has the page: they may have sent it by hand, so only they let it go on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_killed_while_the_person_has_the_page_is_theirs_to_tell() {
    let world = World::new().await;
    let (id, job) = world.approved("brightkelp").await;
    kill(start(&world, id, Some("P5"), true), Some("P5"), Duration::ZERO);
    look_after(&world, id, &job, LEASE_OVER).await;
    assert_eq!(world.record(id).await.application.status, State::NeedsReview);
    assert_eq!(world.reason(id).await, "interrupted_by_hand");
    assert_eq!(world.accepted(&job).await, 0);
    actions::resolve(&world.store, world.user, id, Resolution::NotSent, "").await.unwrap();
    look_after(&world, id, &job, TimeDelta::zero()).await;
    assert_eq!(world.record(id).await.application.status, State::Submitted);
    assert_eq!(world.accepted(&job).await, 1);
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// Which of the processes that share the rounds this is, and how many there are.
fn part() -> (u64, u64) {
    let Ok(part) = std::env::var("JOBWIRE_CRASH_PART") else { return (0, 1) };
    let (this, all) = part.split_once('/').expect("k/n");
    (this.parse().expect("a number"), all.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_killed_with_its_browser_sends_once_and_loses_nothing() {
    let Some(rounds) = number("JOBWIRE_CRASH_ROUNDS") else {
        let world = World::new().await;
        for point in USUAL_POINTS {
            killed_once(&world, "brightkelp", Some(point), Duration::ZERO).await;
        }
        return;
    };
    let journal = std::env::var_os("JOBWIRE_CRASH_JOURNAL").map(PathBuf::from);
    let done = journal.as_ref().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
    let (this, all) = part();
    for round in (0..rounds).filter(|round| round % all == this) {
        // The moments follow from the round alone, so that a failure can be repeated.
        let moments = (0..AT_ANY_MOMENT).map(|turn| {
            let mixed = (round * AT_ANY_MOMENT + turn + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
            (None, Duration::from_millis(mixed % RUN_TAKES_MS))
        });
        let points = POINTS.iter().map(|point| (Some(*point), Duration::ZERO));
        for (turn, (point, moment)) in points.chain(moments).enumerate() {
            let case = format!("{round} {turn} {point:?} {moment:?}");
            if done.lines().any(|line| line == case) {
                continue;
            }
            println!("{case}");
            let company = ["brightkelp", "quillmoor"][turn % 2];
            // An employer's page grows with its jobs: every case begins with new ones.
            killed_once(&World::new().await, company, point, moment).await;
            if let Some(file) = &journal {
                let opened = std::fs::OpenOptions::new().create(true).append(true).open(file);
                writeln!(opened.unwrap(), "{case}").unwrap();
            }
        }
    }
}
