//! Pages that mean harm. Whatever they do, an attempt ends in time, in something that has a name, with nothing left
//! behind and nothing reached that it may not reach.

mod pages;
mod serve;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use browser::{BrowserError, FieldKind, FillError, FillValue, Session};
use url::Url;

use self::pages::End::{self, Ended, Filled, NoForm, PageGone, Timeout, Unreachable};
use self::pages::{ASKING, DECEITFUL, ENDLESS, GREEDY, Hostile, OPENING, WAYS};
use self::serve::serve;
use crate::canaries::Canaries;
use crate::site::config;
use crate::watch::{MARGIN, Watch, left_behind, own_memory};

/// What an attempt may take here; in use it is `SessionLimits::lifetime`, three minutes.
const LIFETIME: Duration = Duration::from_secs(45);
/// When it has to be over, close and all.
const OVER_AFTER: Duration = Duration::from_secs(60);
/// How long a page that can be loaded may take to load.
const PATIENT: Duration = Duration::from_secs(20);
/// How long one that never is loaded is waited for.
const IMPATIENT: Duration = Duration::from_secs(6);
const MEMORY: u64 = 900 * 1024 * 1024;
/// What the server, here with the hostile site in it, may keep of one attempt.
const SERVER_MAY_GROW: u64 = 50 * 1024 * 1024;
/// Tabs that may be open at the end: see `TABS_LIMIT`.
const TABS: usize = 12;

/// What a run does with a page, as far as this crate goes.
async fn attempt(session: &Session, url: &Url, patience: Duration) -> Result<End, BrowserError> {
    let page = session.new_page().await?;
    page.navigate(url, patience).await?;
    page.wait_quiet(Duration::from_secs(2)).await?;
    let Some(form) = page.read_form().await? else {
        return Ok(NoForm);
    };
    let mut filled = 0;
    for field in form.fields.iter().filter(|field| matches!(field.kind, FieldKind::Email | FieldKind::Text)) {
        let value = FillValue::Text("Ada".into());
        match page.fill(field, &value).await {
            Ok(held) => filled += usize::from(held.read_back == ["Ada"]),
            Err(FillError::Browser(error)) => return Err(error),
            Err(_) => {}
        }
    }
    page.text().await?;
    page.read_values(&form.frame).await?;
    Ok(Filled(filled))
}

fn named(error: &BrowserError) -> Option<End> {
    match error {
        BrowserError::Unreachable { .. } | BrowserError::Blocked(_) => Some(Unreachable),
        BrowserError::Timeout { .. } => Some(Timeout),
        BrowserError::Gone { why: Some(_) } => Some(Ended),
        BrowserError::PageGone => Some(PageGone),
        _ => None,
    }
}

/// One attempt and everything that was seen of it. The complaints, if there are any.
async fn endure_one(hostile: &Hostile, site: SocketAddr, canaries: &Canaries, patience: Duration) -> String {
    let (mut config, folder) = config(&[site]);
    config.limits.lifetime = LIFETIME;
    config.limits.memory_bytes = MEMORY;
    let disk_limit = config.limits.disk_bytes;
    let (began, memory_before, hits_before) = (Instant::now(), own_memory(), canaries.hits());
    let watch = Watch::over(folder.path());
    let session = Session::open(config).await.unwrap();
    let mut url = Url::parse(&format!("http://{site}/")).unwrap();
    url.set_path(hostile.name);
    let end = attempt(&session, &url, patience).await;
    let (tabs, denied) = (session.pages().len(), session.traffic().denied);
    session.close().await;
    let took = began.elapsed();
    let seen = watch.end();
    let grown = own_memory().saturating_sub(memory_before);
    let reached = match &end {
        Ok(end) => Some(*end),
        Err(error) => named(error),
    };
    println!(
        "{:38} {end:?} after {:.1} s, {tabs} tabs, {denied} denied; {seen}; server +{} MB",
        hostile.name,
        took.as_secs_f64(),
        grown >> 20
    );
    let loaded = matches!(reached, Some(Filled(_)));
    [
        (!reached.is_some_and(|reached| hostile.ends.contains(&reached)), "ends otherwise"),
        (took > OVER_AFTER, "takes too long"),
        (tabs > TABS, "has too many tabs"),
        (left_behind(folder.path()) > 0, "leaves processes behind"),
        (canaries.hits() > hits_before, "reached a canary"),
        (!seen.direct.is_empty(), "had a connection around the proxy"),
        (loaded && denied == 0, "was not even tried to get around the proxy"),
        (seen.memory < 20 << 20, "was not watched"),
        (seen.memory > MEMORY + MARGIN, "used too much memory"),
        (seen.disk > disk_limit, "used too much disk"),
        (grown > SERVER_MAY_GROW, "made the server grow"),
    ]
    .into_iter()
    .filter(|(wrong, _)| *wrong)
    .map(|(_, what)| format!("{} {what}: {end:?} after {took:?}, {tabs} tabs, {seen:?}\n", hostile.name))
    .collect()
}

async fn endure(table: &[Hostile], patience: Duration) {
    let canaries = Canaries::set().await;
    let site = serve(&canaries).await;
    let mut wrong = String::new();
    for hostile in table {
        wrong += &endure_one(hostile, site, &canaries, patience).await;
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_lead_astray_end_in_a_named_error() {
    endure(&WAYS, IMPATIENT).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_never_end_are_ended() {
    endure(&ENDLESS, IMPATIENT).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_grow_are_cut_short() {
    endure(&GREEDY, IMPATIENT).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_open_more_and_more_tabs_are_held_back() {
    endure(&OPENING[..1], IMPATIENT).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_open_more_and_more_frames_and_workers_are_held_back() {
    endure(&OPENING[1..], IMPATIENT).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_ask_for_things_get_nothing() {
    endure(&ASKING, PATIENT).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_deceive_are_read_as_they_look() {
    endure(&DECEITFUL, PATIENT).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_is_killed_leaves_no_process_behind() {
    let address = serve(&Canaries::set().await).await;
    let (config, folder) = config(&[address]);
    let session = Session::open(config).await.unwrap();
    let page = session.new_page().await.unwrap();
    let spinning = Url::parse(&format!("http://{address}/spins%20a%20little%20later")).unwrap();
    // On a busy machine it spins before it is seen to be loaded.
    let _ = page.navigate(&spinning, Duration::from_secs(6)).await;
    // Only the first process is killed, as a person or the kernel would do it; its renderer spins.
    let main = std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| {
            let line = std::fs::read(entry.path().join("cmdline")).ok()?;
            let line = String::from_utf8_lossy(&line).into_owned();
            let ours = line.contains(&folder.path().display().to_string()) && !line.contains("--type=");
            ours.then(|| entry.file_name().to_str().and_then(|pid| pid.parse::<i32>().ok()))?
        })
        .min()
        .unwrap();
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(main), nix::sys::signal::Signal::SIGKILL).unwrap();
    let began = Instant::now();
    while left_behind(folder.path()) > 0 {
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{} processes live on",
            left_behind(folder.path())
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(session.is_gone());
    assert!(matches!(page.text().await, Err(BrowserError::Gone { .. })));
}
