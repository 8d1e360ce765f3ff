//! How long what happens takes to reach everybody's list, up to the socket: the whole server, people who are connected, and
//! requests as a page sends them.
//!
//! `cargo run --release -p server --example live -- FILE FOLDER`, where `scale prepare FILE PEOPLE FOLDER` (an example of
//! `matching`) has made the folder. Prints one JSON object. A time begins when a request is sent, or before the commit that
//! publishes postings, and ends when the frame is read. The clients share the machine with the server.

mod clients;

use std::time::{Duration, Instant};

use domain::{Job, JobId, SourceId, Timestamp};
use matching::lines;
use reqwest::Method;
use serde_json::{Value, json};
use server::serve::Role;
use server::settings::Settings;
use store::{Store, StoreOptions};
use uuid::Uuid;

use clients::{Clients, Heard};

/// The last postings of the file, which `scale prepare` left out: so many are published one by one, the rest at once.
const TIMES: usize = 60;
const FLOOD: usize = 500;
/// When nothing was heard for so long, everything has been.
const QUIET: Duration = Duration::from_millis(700);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, folder] = arguments.as_slice() else { panic!("live FILE FOLDER") };
    // The clients' requests need one; the server installs the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure(file, folder));
}

async fn measure(file: &str, folder: &str) {
    let port =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
    let settings = Settings { port: Some(port), data_dir: folder.into(), ..Settings::default() };
    let store =
        Store::open(StoreOptions::new(settings.database_url(), settings.key_file())).await.expect("it opens");
    let board = store.all_sources().await.expect("the sources").first().expect("a board").id;
    let mut people = Clients::of(&store, board, port).await;
    tokio::spawn(server::serve::beside(settings, store.clone(), Role::All).1);
    people.connect().await;
    let new = last_postings(file, board, store.clock().now());
    let (flood, single) = new.split_at(FLOOD);

    let (mut begun, mut first, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for who in 0..people.len() {
        let sent = Instant::now();
        let answer = people.ask(who, Method::POST, "matching/start", &json!({})).await;
        begun.push(people.until(who, |event| event["type"] == "matching_started").await - sent);
        let update = people.until_update(who).await;
        first.push(update.at - sent);
        assert_eq!(
            update.event["data"]["scored"], answer["total"],
            "all were scored before the first is shown"
        );
        // The first screen is told whole; what comes after it is told in one update that says there is more to read.
        let mut last = update;
        while last.event["data"]["truncated"] == false {
            last = people.until_update(who).await;
        }
        all.push(last.at - sent);
    }
    people.quiet(QUIET).await;
    eprintln!("{} people are matched", people.len());

    let (mut opened, mut opened_last) = (Vec::new(), Vec::new());
    for job in single {
        let sent = Instant::now();
        publish(&store, std::slice::from_ref(job)).await;
        let times = times_of(&people.quiet(QUIET).await, sent);
        opened_last.extend(times.iter().max());
        opened.extend(times);
    }
    let (mut closed, mut closed_last) = (Vec::new(), Vec::new());
    for job in single {
        let sent = Instant::now();
        close(&store, job.id).await;
        let times = times_of(&people.quiet(QUIET).await, sent);
        closed_last.extend(times.iter().max());
        closed.extend(times);
    }
    let (mut profile, mut feedback, mut stopped) = (Vec::new(), Vec::new(), Vec::new());
    for who in 0..people.len().min(TIMES) {
        let mut stored = people.ask(who, Method::GET, "profile", &Value::Null).await;
        stored["profile"]["preferences"]["excluded_words"] = json!(["trainee", "senior"]);
        let body = json!({"profile": stored["profile"], "version": stored["version"]});
        let sent = Instant::now();
        people.ask(who, Method::PUT, "profile", &body).await;
        profile.push(people.until_update(who).await.at - sent);
        people.quiet(QUIET).await;
        let best = people.ask(who, Method::GET, "matching/scores?limit=1", &Value::Null).await;
        let said = json!({"job_id": best["items"][0]["job_id"], "verdict": "more"});
        let sent = Instant::now();
        people.ask(who, Method::POST, "matching/feedback", &said).await;
        feedback.push(people.until_update(who).await.at - sent);
        people.quiet(QUIET).await;
        let sent = Instant::now();
        people.ask(who, Method::POST, "matching/stop", &json!({})).await;
        stopped.push(people.until(who, |event| event["type"] == "matching_stopped").await - sent);
        people.ask(who, Method::POST, "matching/start", &json!({})).await;
        people.quiet(QUIET).await;
    }
    let sent = Instant::now();
    publish(&store, flood).await;
    let flooded = people.quiet(4 * QUIET).await;
    let updates = flooded.len() as f64 / people.len() as f64;
    let figures = json!({
        "people": people.len(),
        "matching_started_ms": spread(begun),
        "start_to_first_matches_ms": spread(first),
        "start_to_all_ms": spread(all),
        "posting_opened_ms": spread(opened),
        "posting_opened_last_person_ms": spread(opened_last),
        "posting_closed_ms": spread(closed),
        "posting_closed_last_person_ms": spread(closed_last),
        "profile_changed_ms": spread(profile),
        "feedback_ms": spread(feedback),
        "stopped_ms": spread(stopped),
        "flood_of_500_ms": spread(times_of(&flooded, sent)),
        "updates_of_the_flood_for_each": updates,
    });
    println!("{figures}");
    std::process::exit(0);
}

/// The postings that are still to be published, on this board.
fn last_postings(file: &str, board: SourceId, now: Timestamp) -> Vec<Job> {
    let whole = std::fs::read_to_string(file).expect("the grown set can be read");
    let lines: Vec<&str> = whole.lines().collect();
    let of_line = |(number, line): (usize, &&str)| {
        let job = lines::job(line, now).expect("the set is well formed").job;
        Job { id: JobId(Uuid::from_u64_pair(u64::MAX, number as u64)), source_id: board, ..job }
    };
    lines[lines.len() - TIMES - FLOOD..].iter().enumerate().map(of_line).collect()
}

/// As the reader of a board does: the rows, and the fact that they changed, in one commit.
async fn publish(store: &Store, jobs: &[Job]) {
    let mut tx = store.begin().await.expect("it begins");
    for job in jobs {
        tx.insert_plain_job(job).await.expect("a job");
    }
    let ids: Vec<JobId> = jobs.iter().map(|job| job.id).collect();
    tx.tell_jobs_changed(&ids).await.expect("told");
    tx.commit().await.expect("it commits");
}

async fn close(store: &Store, job: JobId) {
    let mut tx = store.begin().await.expect("it begins");
    tx.close_job(job).await.expect("closed");
    tx.tell_jobs_changed(&[job]).await.expect("told");
    tx.commit().await.expect("it commits");
}

fn times_of(heard: &[Heard], since: Instant) -> Vec<Duration> {
    heard.iter().filter(|heard| heard.is_update()).map(|heard| heard.at - since).collect()
}

fn spread(mut times: Vec<Duration>) -> Value {
    times.sort_unstable();
    let at = |share: usize| {
        let time = times.get(times.len() * share / 100).or(times.last());
        time.map(|time| (time.as_secs_f64() * 1e4).round() / 10.0)
    };
    json!({"p50": at(50), "p95": at(95), "worst": at(100), "count": times.len()})
}
