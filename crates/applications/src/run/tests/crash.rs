//! R2 and R5: real processes on a real database, killed with `kill -9` at every point of the protocol, or frozen there
//! until somebody else has taken over. The employer's books decide.
//!
//! `JOBWIRE_CRASH_ROUNDS=n` repeats every case; `JOBWIRE_CRASH_JOURNAL=FILE` notes what is done, so that a run that
//! was ended goes on where it was (`script/torture crash`).

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use chrono::TimeDelta;
use domain::{ApplicationId, State, UserId};
use store::Store;
use testkit::{TestStore, a_posting, a_user, seed_job};

use super::super::run_on;
use super::actors::context;
use super::employer::Behaviour;
use super::line::Employer;
use super::process::{Order, Place, Process, site};
use crate::actions::{self, ApplyOptions, Resolution};

/// Every point, and the moment before each commit of the protocol.
const POINTS: [&str; 18] = [
    "before P1",
    "P1",
    "P2",
    "P3",
    "P5",
    "P4",
    "P6",
    "before P7",
    "P7",
    "P8",
    "P9",
    "P10",
    "before P11",
    "P11",
    "P12",
    "P13",
    "before P14",
    "P14",
];
/// Those at which a frozen process holds up nobody.
const FROZEN_AT: [&str; 12] = ["P1", "P2", "P3", "P5", "P4", "P7", "P8", "P9", "P10", "P11", "P12", "P13"];
/// From here on the employer may have it.
const RELEASED_FROM: usize = 13;
/// A dead worker's lease is over.
const LEASE_OVER: TimeDelta = TimeDelta::seconds(61);
/// And what is unconfirmed is before the person.
const REVIEW: TimeDelta = TimeDelta::minutes(32);
/// Longer than a decision holds.
const TOO_OLD: Duration = Duration::from_millis(2_100);

pub(in crate::run) struct Stage {
    pub store: TestStore,
    /// The same, with the machine's clock.
    today: Store,
    pub place: Place,
    pub employer: Employer,
}

/// One application of one case.
#[derive(Clone, Copy)]
pub(in crate::run) struct Subject {
    pub user: UserId,
    pub id: ApplicationId,
    behaviour: Behaviour,
}

impl Stage {
    pub async fn on(engine: usize) -> Self {
        let store = match engine {
            0 => testkit::sqlite().await,
            _ => testkit::stores().await.remove(engine),
        };
        let place = Place { url: store.url().to_owned(), key_file: store.folder().join("app.key") };
        let employer = Employer::open(store.folder());
        let today = place.open(TimeDelta::zero()).await;
        Self { store, today, place, employer }
    }

    /// An application that is approved and in line, by what really brings one there.
    pub async fn approved(&self, behaviour: Behaviour) -> Subject {
        let store = &self.today;
        let user = a_user(store, &format!("{}@mail.example", uuid::Uuid::new_v4())).await;
        let key = uuid::Uuid::new_v4();
        let posting = domain::Posting {
            external_id: key.to_string(),
            url: format!("https://jobs.example/{key}"),
            apply_url: format!("https://jobs.example/{key}/apply"),
            ..a_posting()
        };
        let job = seed_job(store, posting).await;
        let options =
            ApplyOptions { auto_customize: false, follow_external_links: true, another_place: false };
        let (record, _) = actions::apply(store, user, job.id, options).await.unwrap();
        let subject = Subject { user, id: record.application.id, behaviour };
        self.run(store, subject).await;
        let ready = store.application(user, subject.id).await.unwrap().unwrap();
        actions::approve(store, user, subject.id, &ready.snapshot_sha256.unwrap()).await.unwrap();
        subject
    }

    async fn run(&self, store: &Store, subject: Subject) {
        let context = context(store, "the next process");
        run_on(&context, subject.id, site(self.employer.address, subject.behaviour)).await.unwrap();
    }

    pub fn order(&self, subject: Subject, stands_at: &str) -> Order {
        Order {
            place: self.place.clone(),
            id: subject.id,
            behaviour: Behaviour::ALL.iter().position(|one| *one == subject.behaviour).unwrap(),
            employer: self.employer.address,
            stands_at: stands_at.to_owned(),
            seconds_ahead: 0,
        }
    }

    pub async fn state(&self, subject: Subject) -> State {
        let record = self.store.application(subject.user, subject.id).await.unwrap();
        record.expect("no application is lost").application.status
    }

    /// What a server does that starts `later` than now: it looks after the application until it rests.
    pub async fn look_after(&self, subject: Subject, later: TimeDelta) -> Result<(), String> {
        let store = self.place.open(later).await;
        for _ in 0..4 {
            crate::reconcile(&store).await.map_err(|error| error.to_string())?;
            if self.state(subject).await == State::Queued {
                self.run(&store, subject).await;
            }
            self.check(subject).await?;
        }
        Ok(())
    }

    /// The oracle.
    pub async fn check(&self, subject: Subject) -> Result<(), String> {
        let state = self.state(subject).await;
        let accepted = self.employer.accepted(subject.id);
        let may_have_arrived = matches!(
            state,
            State::Submitted | State::Unconfirmed | State::NeedsReview | State::SubmittingReleased
        );
        match accepted {
            2.. => Err(format!("accepted {accepted} times")),
            1 if !may_have_arrived => Err(format!("accepted, and it is {state:?}")),
            0 if state == State::Submitted => Err("\"submitted\", and the employer has nothing".to_owned()),
            _ => Ok(()),
        }
    }

    /// The person who knows the truth says it; then it ends well.
    pub async fn person_decides(&self, subject: Subject) -> Result<(), String> {
        let mut later = REVIEW;
        self.look_after(subject, later).await?;
        // What was not released is sent after the first word, and may be in doubt once more.
        for _ in 0..2 {
            if self.state(subject).await != State::NeedsReview {
                break;
            }
            let store = self.place.open(later).await;
            let arrived = self.employer.accepted(subject.id) > 0;
            let said = if arrived { Resolution::Sent } else { Resolution::NotSent };
            let done = actions::resolve(&store, subject.user, subject.id, said, "").await;
            done.map_err(|error| error.to_string())?;
            self.look_after(subject, later).await?;
            later += REVIEW;
            self.look_after(subject, later).await?;
        }
        let state = self.state(subject).await;
        let is_right = match subject.behaviour {
            Behaviour::Refuse422 => state == State::RejectedByForm,
            Behaviour::CloseBeforeAccept => state == State::NeedsReview,
            _ => state == State::Submitted && self.employer.accepted(subject.id) == 1,
        };
        if is_right { Ok(()) } else { Err(format!("it ends with {state:?}")) }
    }
}

/// What is done already, and what comes.
struct Journal {
    file: Option<PathBuf>,
    done: String,
}

impl Journal {
    fn open() -> Self {
        let file = std::env::var_os("JOBWIRE_CRASH_JOURNAL").map(PathBuf::from);
        let done = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        Self { file, done }
    }

    fn has(&self, case: &str) -> bool {
        self.done.lines().any(|line| line == case)
    }

    fn note(&self, case: &str) {
        if let Some(file) = &self.file {
            let opened = std::fs::OpenOptions::new().create(true).append(true).open(file);
            writeln!(opened.unwrap(), "{case}").unwrap();
        }
    }
}

/// In the usual test run, every point with this many of the nine behaviours: on SQLite, on PostgreSQL.
const USUAL_BEHAVIOURS: [usize; 2] = [3, 1];

/// Every case: point, behaviour, round.
fn cases(
    points: &'static [&'static str],
    engine: usize,
) -> impl Iterator<Item = (usize, &'static str, Behaviour, u32)> {
    let rounds = std::env::var("JOBWIRE_CRASH_ROUNDS").ok().map(|text| text.parse().expect("a number"));
    let behaviours = if rounds.is_some() { Behaviour::ALL.len() } else { USUAL_BEHAVIOURS[engine] };
    (0..rounds.unwrap_or(1)).flat_map(move |round| {
        points.iter().enumerate().flat_map(move |(index, point)| {
            // Each point begins with another behaviour, so that each pair comes up in some sample.
            (0..behaviours).map(move |turn| {
                (index, *point, Behaviour::ALL[(index + turn * 2) % Behaviour::ALL.len()], round)
            })
        })
    })
}

async fn killed_everywhere(engine: usize) {
    let stage = Stage::on(engine).await;
    let journal = Journal::open();
    let mut killed = 0;
    for (index, point, behaviour, round) in cases(&POINTS, engine) {
        let case = format!("kill {} {point} {behaviour:?} {round}", stage.store.engine_name());
        if journal.has(&case) {
            continue;
        }
        let subject = stage.approved(behaviour).await;
        Process::start(&stage.order(subject, point)).kill();
        let ended = async {
            if index < RELEASED_FROM && stage.employer.accepted(subject.id) > 0 {
                return Err("it left before it was released".to_owned());
            }
            stage.look_after(subject, LEASE_OVER).await?;
            stage.person_decides(subject).await
        };
        let ended = ended.await;
        assert_eq!(ended, Ok(()), "{case}");
        journal.note(&case);
        killed += 1;
    }
    println!("{}: killed {killed} times, no failure", stage.store.engine_name());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_killed_at_any_point_on_sqlite_sends_once_and_loses_nothing() {
    killed_everywhere(0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_killed_at_any_point_on_postgresql_sends_once_and_loses_nothing() {
    killed_everywhere(1).await;
}

/// Where a site asks for a code: the first request is settled, then a second is sent with it. What is passed a second
/// time comes after "again".
const CODE_POINTS: [&str; 11] = [
    "before code asked",
    "code asked",
    "code typed",
    "again before P7",
    "again P7",
    "again P9",
    "again P10",
    "again before P11",
    "again P11",
    "again P12",
    "again P13",
];

async fn killed_with_a_code(engine: usize) {
    let stage = Stage::on(engine).await;
    for point in CODE_POINTS {
        let subject = stage.approved(Behaviour::AsksCode).await;
        Process::start(&stage.order(subject, point)).kill();
        let may_have_left = matches!(point, "again P12" | "again P13");
        assert!(
            may_have_left || stage.employer.accepted(subject.id) == 0,
            "{point}: it left before it was released"
        );
        let ended = async {
            stage.look_after(subject, LEASE_OVER).await?;
            stage.person_decides(subject).await
        };
        assert_eq!(ended.await, Ok(()), "{point}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_killed_while_a_code_is_asked_for_sends_once_on_sqlite() {
    killed_with_a_code(0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_killed_while_a_code_is_asked_for_sends_once_on_postgresql() {
    killed_with_a_code(1).await;
}

/// Frozen until another process has taken over and, where the release was written down, the person has said what they
/// know as well.
async fn frozen_everywhere(engine: usize) {
    let stage = Stage::on(engine).await;
    let journal = Journal::open();
    let mut frozen = 0;
    for (_, point, behaviour, round) in cases(&FROZEN_AT, engine) {
        let case = format!("freeze {} {point} {behaviour:?} {round}", stage.store.engine_name());
        if journal.has(&case) {
            continue;
        }
        let subject = stage.approved(behaviour).await;
        let process = Process::start(&stage.order(subject, point));
        process.signal("-STOP");
        let ended = async {
            stage.look_after(subject, LEASE_OVER).await?;
            if point == "P11" {
                stage.person_decides(subject).await?;
                std::thread::sleep(TOO_OLD);
            }
            let before = stage.state(subject).await;
            process.signal("-CONT");
            process.go_on();
            stage.check(subject).await?;
            if stage.state(subject).await != before {
                return Err(format!("the frozen process moved it from {before:?}"));
            }
            stage.person_decides(subject).await
        };
        let ended = ended.await;
        assert_eq!(ended, Ok(()), "{case}");
        journal.note(&case);
        frozen += 1;
    }
    println!("{}: frozen {frozen} times, no failure", stage.store.engine_name());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_process_changes_nothing_after_a_takeover_on_sqlite() {
    frozen_everywhere(0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_process_changes_nothing_after_a_takeover_on_postgresql() {
    frozen_everywhere(1).await;
}

/// Where two processes can both believe that they are about to send.
const ABOUT_TO_SEND: [&str; 4] = ["P7", "P8", "P9", "P10"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_at_the_same_point_only_the_one_with_the_lease_sends() {
    let stage = Stage::on(1).await;
    for (_, point, behaviour, round) in cases(&ABOUT_TO_SEND, 1) {
        let subject = stage.approved(behaviour).await;
        let frozen = Process::start(&stage.order(subject, point));
        frozen.signal("-STOP");
        let store = stage.place.open(LEASE_OVER).await;
        crate::reconcile(&store).await.unwrap();
        let order = Order { seconds_ahead: LEASE_OVER.num_seconds(), ..stage.order(subject, point) };
        let next = Process::start(&order);
        let before = stage.store.application(subject.user, subject.id).await.unwrap().unwrap();
        frozen.signal("-CONT");
        frozen.go_on();
        let after = stage.store.application(subject.user, subject.id).await.unwrap().unwrap();
        let case = format!("{point} {behaviour:?} {round}");
        assert_eq!(after.application.version, before.application.version, "{case}: written without a lease");
        assert_eq!(stage.employer.accepted(subject.id), 0, "{case}: sent without a lease");
        next.go_on();
        stage.check(subject).await.unwrap_or_else(|why| panic!("{case}: {why}"));
        stage.person_decides(subject).await.unwrap_or_else(|why| panic!("{case}: {why}"));
    }
}
