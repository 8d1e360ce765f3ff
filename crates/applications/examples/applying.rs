//! The benchmark of filling and sending: five forms by Jobwire and by a hand-written script that knows them, in turns in
//! one run; then four at once, with the memory they take.
//!
//! `cargo run --release -p applications --example applying` (needs Node.js, the front end's packages and Chromium).
//! Both start a browser of their own for each form, and the clock runs from there until the confirmation is seen (by
//! Jobwire: until it is written down as evidence). `JOBWIRE_ROUNDS` is how often each form is sent (3); with
//! `JOBWIRE_STEPS` each run's steps are told with their times.

#[allow(dead_code)]
#[path = "../tests/it/replicas/case.rs"]
mod case;
#[allow(dead_code)]
#[path = "../tests/it/support.rs"]
mod support;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use applications::Ended;
use case::{Case, told};
use domain::{ApplicationId, Event, State};
use serde_json::{Value, json};
use support::{World, chromium, word};

const FAMILIES: [&str; 5] = ["greenhouse", "lever", "ashby", "workable", "recruitee"];
/// Forms of this seed ask nothing that the bank does not hold.
const SEED: u64 = 12;
/// At most so many times the script's time.
const MOST_TIMES: f64 = 1.5;
/// Most memory of each run beyond the first.
const MOST_MIB: f64 = 350.0;
/// Runs at once in the second part.
const AT_ONCE: usize = 4;
/// How often the memory is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);

#[tokio::main]
async fn main() {
    let rounds: u64 = std::env::var("JOBWIRE_ROUNDS").map_or(3, |text| text.parse().expect("a number"));
    let (mut ours, mut theirs) = (vec![Vec::new(); FAMILIES.len()], vec![Vec::new(); FAMILIES.len()]);
    for _ in 0..rounds {
        for (index, family) in FAMILIES.iter().enumerate() {
            let (mut world, id) = approved(family).await;
            ours[index].push(send(&mut world, id).await);
        }
        for (index, took) in by_hand().await.into_iter().enumerate() {
            theirs[index].push(took);
        }
    }
    println!("open to confirmation, median of {rounds}:  Jobwire  script  ratio");
    let (mut sum_ours, mut sum_theirs) = (0.0, 0.0);
    for (index, family) in FAMILIES.iter().enumerate() {
        let (our, their) = (median(&mut ours[index]), median(&mut theirs[index]));
        println!("  {family:12} {our:8.0} ms {their:8.0} ms {:6.2}", our / their);
        sum_ours += our;
        sum_theirs += their;
    }
    let ratio = sum_ours / sum_theirs;
    println!("  all five     {sum_ours:8.0} ms {sum_theirs:8.0} ms {ratio:6.2}  (limit {MOST_TIMES})");
    let (alone, took_alone) = at_once(1).await;
    let (together, took_together) = at_once(AT_ONCE).await;
    let each = (together - alone) / (AT_ONCE - 1) as f64;
    println!("memory (PSS of the whole tree): one {alone:.0} MiB, {AT_ONCE} at once {together:.0} MiB");
    println!("  each beyond the first {each:.0} MiB  (limit {MOST_MIB})");
    println!("  {AT_ONCE} at once took {took_together:.0} ms, one {took_alone:.0} ms");
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

async fn made(family: &str) -> (World, Case) {
    let world = World::new().await;
    world.put_profile(&case::the_applicant()).await;
    let case = Case::new(&world, family, SEED).await;
    (world, case)
}

/// A form whose filled version is approved already: what is left is one run from an empty browser.
async fn approved(family: &str) -> (World, ApplicationId) {
    let (world, case) = made(family).await;
    case.fill_the_bank(&world).await;
    let form = &case.form;
    let job = json!({
        "id": form["id"], "title": form["title"], "company_name": form["company"], "url": form["url"],
    });
    let id = world.apply_at(&job, word(form, "apply_url"), true).await;
    let ended = world.run(id).await;
    assert_eq!(ended, Ended::In(State::Ready), "{family}: {:?}", world.record(id).await.application.reason);
    world.approve(id).await;
    (world, id)
}

async fn send(world: &mut World, id: ApplicationId) -> f64 {
    let began = Instant::now();
    let confirmed = Arc::new(OnceLock::new());
    let clock = confirmed.clone();
    let tells = std::env::var_os("JOBWIRE_STEPS").is_some();
    let tell = move |what: &str| {
        if tells {
            eprintln!("{:>6} ms {what}", began.elapsed().as_millis());
        }
    };
    world.context.crash_point = Some(Arc::new(move |point| {
        tell(point);
        if point == "P14" {
            let _ = clock.set(began.elapsed());
        }
        Box::pin(std::future::ready(()))
    }));
    world.context.progress = Arc::new(move |_, event| {
        if let Event::ApplicationProgress(progress) = event {
            tell(&progress.step);
        }
    });
    let ended = world.run(id).await;
    assert_eq!(ended, Ended::In(State::Submitted), "{:?}", world.record(id).await.application.reason);
    confirmed.get().expect("the confirmation was seen").as_secs_f64() * 1_000.0
}

/// The same forms by the script, each of its own employer.
async fn by_hand() -> Vec<f64> {
    let mut worlds = Vec::new();
    let mut forms = Vec::new();
    for family in FAMILIES {
        let (world, case) = made(family).await;
        let values: serde_json::Map<String, Value> = case
            .fields()
            .iter()
            .filter_map(|field| Some((word(field, "name").to_owned(), told(field)?.into())))
            .collect();
        let form = &case.form;
        let fields: Vec<&Value> =
            case.fields().iter().filter(|field| word(field, "asks") != "sample").collect();
        forms.push(json!({ "family": family, "url": form["apply_url"], "fields": fields, "values": values }));
        worlds.push(world);
    }
    let resume = tempfile::Builder::new().suffix(".pdf").tempfile().expect("a file");
    resume.as_file().write_all(b"%PDF-1.4\n%%EOF\n").expect("written");
    let order = json!({ "chromium": chromium(), "resume": resume.path(), "forms": forms });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../bench/applying/by_hand.mjs");
    let ms = tokio::task::spawn_blocking(move || {
        let mut node = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js is installed");
        node.stdin.take().expect("piped").write_all(order.to_string().as_bytes()).expect("it reads");
        let output = node.wait_with_output().expect("it ends");
        assert!(output.status.success(), "the script failed: see above");
        let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        said["ms"].as_array().expect("numbers").iter().map(|one| one.as_f64().expect("a number")).collect()
    });
    let ms: Vec<f64> = ms.await.expect("it does not panic");
    drop(resume);
    for world in &worlds {
        assert_eq!(world.ledger().await.len(), 1, "the script sent each form once");
    }
    ms
}

/// So many runs at once: the peak of the memory of this process and all below it, in MiB, and how long they took in ms.
async fn at_once(count: usize) -> (f64, f64) {
    let mut ready = Vec::new();
    for family in FAMILIES.into_iter().cycle().take(count) {
        ready.push(approved(family).await);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let peak = Arc::new(AtomicU64::new(0));
    let (stopped, highest) = (stop.clone(), peak.clone());
    let watch = std::thread::spawn(move || {
        while !stopped.load(Ordering::SeqCst) {
            highest.fetch_max(memory_kib(), Ordering::SeqCst);
            std::thread::sleep(LOOK_EVERY);
        }
    });
    let began = Instant::now();
    let runs = ready.into_iter().map(|(mut world, id)| {
        tokio::spawn(async move {
            send(&mut world, id).await;
        })
    });
    for run in runs.collect::<Vec<_>>() {
        run.await.expect("every run ends well");
    }
    let took = began.elapsed().as_secs_f64() * 1_000.0;
    stop.store(true, Ordering::SeqCst);
    watch.join().expect("it does not panic");
    (peak.load(Ordering::SeqCst) as f64 / 1024.0, took)
}

/// The proportional memory of this process and everything it has started.
fn memory_kib() -> u64 {
    let own = std::process::id();
    let parents: Vec<(u32, u32)> = std::fs::read_dir("/proc")
        .expect("Linux")
        .flatten()
        .filter_map(|entry| {
            let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
            Some((pid, parent))
        })
        .collect();
    let mut family = vec![own];
    let mut next = 0;
    while let Some(parent) = family.get(next).copied() {
        family.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(pid, _)| *pid));
        next += 1;
    }
    family.iter().filter_map(|pid| pss_kib(*pid)).sum()
}

fn pss_kib(pid: u32) -> Option<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?.split_whitespace().next()?.parse().ok()
}
