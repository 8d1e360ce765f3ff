//! What a session may use: by the kernel and by the watchdog, with and without a cgroup.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use browser::{BrowserError, KernelLimits, MemoryHeldBy, Page, Session, SessionConfig, reap_orphans};

use crate::again;
use crate::site::{Site, Visit, config};
use crate::watch::{MARGIN, Seen, Watch, left_behind, processes};

const MB: u64 = 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(30);
/// Set for the process that plays the server and is killed.
const ROLE: &str = "JOBWIRE_TEST_OPEN_IN";
const OPEN: &str = "the browser is open";

/// A page that takes new memory in this many workers without an end.
fn eater(workers: u32) -> String {
    format!(
        "<h1>Eats</h1><script>const code = 'const kept = []; setInterval(() => {{ for (let i = 0; i < 8; i++) \
         kept.push(new Uint8Array(8e6).fill(1)); }}, 1)'; const url = URL.createObjectURL(new Blob([code])); \
         for (let i = 0; i < {workers}; i++) new Worker(url);</script>"
    )
}

/// A page that eats, in itself and in frames of other origins, which have processes of their own.
async fn greedy_site() -> Site {
    let site = Site::serving([("/quiet", "<h1>Quiet</h1>")]).await;
    let port = site.address.port();
    let frames: String =
        (0..3).map(|i| format!("<iframe src='http://f{i}.demo.test:{port}/part'></iframe>")).collect();
    site.add("/part", &eater(2));
    site.add("/", &format!("{}{frames}", eater(2)));
    site
}

/// Waits for the session's end and returns the reason.
async fn reason(session: &Session, page: &Page) -> String {
    let began = Instant::now();
    while !session.is_gone() {
        assert!(began.elapsed() < PATIENCE, "nobody ends the session");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    loop {
        match page.title().await {
            Err(BrowserError::Gone { why: Some(why) }) => return why,
            other => assert!(began.elapsed() < PATIENCE, "the end has no name: {other:?}"),
        }
        tokio::task::yield_now().await;
    }
}

/// Opens the site's page, waits until that ends the session, and gives the reason and what was seen from outside.
async fn ended(site: &Site, config: SessionConfig, folder: &Path) -> (String, Seen) {
    let watch = Watch::over(folder);
    let session = Session::open(config).await.unwrap();
    let page = session.new_page().await.unwrap();
    // It may be ended before it is loaded.
    let _ = page.navigate(&site.url("/"), PATIENCE).await;
    let why = reason(&session, &page).await;
    let held_by = session.memory_held_by().clone();
    session.close().await;
    let seen = watch.end();
    println!("{held_by}: {why}; {seen}");
    (why, seen)
}

async fn memory_is_held(kernel_limits: KernelLimits) {
    let site = greedy_site().await;
    let neighbour = Visit::to(&site, "/quiet").await;
    let (mut config, folder) = config(&[site.address]);
    config.kernel_limits = kernel_limits;
    config.limits.memory_bytes = 600 * MB;
    let (why, seen) = ended(&site, config, folder.path()).await;
    assert!(why.contains("memory"), "{why}");
    // On a busy machine the last look from outside may come well before the end; the reason tells that it ate.
    assert!(seen.memory > 150 * MB, "it was not watched: {seen}");
    assert!(seen.memory <= 600 * MB + MARGIN, "{seen}");
    assert_eq!(left_behind(folder.path()), 0);
    assert!(neighbour.page.text().await.unwrap().contains("Quiet"), "the neighbour suffered");
    neighbour.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_eats_in_many_processes_is_ended_and_its_neighbour_lives() {
    memory_is_held(KernelLimits::Auto).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_cgroup_it_is_ended_too() {
    memory_is_held(KernelLimits::PerProcess).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_cgroup_no_process_gets_more_memory_than_it_may() {
    // Nothing is touched, so the watchdog has nothing to see: the kernel alone refuses.
    let site = Site::serving([(
        "/",
        "<script>const kept = []; const take = (size) => { try { kept.push(new Uint8Array(size)); return 'given '; } \
         catch (error) { return error.name + ' '; } }; \
         document.title = take(200e6) + take(1100e6);</script>",
    )])
    .await;
    for (memory_bytes, expected) in [(700 * MB, "given RangeError"), (3000 * MB, "given given")] {
        let (mut config, _folder) = config(&[site.address]);
        config.kernel_limits = KernelLimits::PerProcess;
        config.limits.memory_bytes = memory_bytes;
        let session = Session::open(config).await.unwrap();
        let page = session.new_page().await.unwrap();
        page.navigate(&site.url("/"), PATIENCE).await.unwrap();
        assert_eq!(page.title().await.unwrap().trim(), expected, "with {} MB", memory_bytes / MB);
        session.close().await;
    }
}

/// Where a cgroup lies, from a process's `/proc/…/cgroup`.
fn folder_of(group: &str) -> PathBuf {
    let path = group.lines().find_map(|line| line.strip_prefix("0::/")).unwrap();
    Path::new("/sys/fs/cgroup").join(path)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_process_of_a_session_is_within_the_limits() {
    for kernel_limits in [KernelLimits::Auto, KernelLimits::PerProcess] {
        let (mut config, folder) = config(&[]);
        config.kernel_limits = kernel_limits;
        let file_limit = config.limits.disk_bytes.to_string();
        let session = Session::open(config).await.unwrap();
        let read = |pid: u32, file: &str| std::fs::read_to_string(format!("/proc/{pid}/{file}"));
        let own_group = read(std::process::id(), "cgroup").unwrap();
        let in_cgroup = *session.memory_held_by() == MemoryHeldBy::Cgroup;
        assert!(kernel_limits == KernelLimits::Auto || !in_cgroup);
        // For its renderer; the others are looked at even where none can be drawn.
        let _ = session.new_page().await;
        let (members, _) = processes(folder.path());
        assert!(members.len() > 3, "{members:?}");
        let (mut groups, mut scored) = (std::collections::BTreeSet::new(), 0);
        for pid in members {
            let (Ok(limits), Ok(score), Ok(group)) =
                (read(pid, "limits"), read(pid, "oom_score_adj"), read(pid, "cgroup"))
            else {
                continue;
            };
            let limit = |name: &str| {
                let line = limits.lines().find_map(|line| line.strip_prefix(name));
                line.and_then(|rest| rest.split_whitespace().nth(1)).unwrap_or_default().to_owned()
            };
            assert_eq!(limit("Max core file size"), "0");
            assert_eq!(limit("Max file size"), file_limit);
            // Chromium limits its renderers to 4 GB or more by itself.
            let held_alone = limit("Max data size").parse::<u64>().is_ok_and(|bytes| bytes < 3000 * MB);
            assert_eq!(held_alone, !in_cgroup, "{limits}");
            // Chromium sets its first processes back to 0 where it can; they are not what grows.
            let command = read(pid, "cmdline").unwrap_or_default();
            let grows = ["--type=renderer", "--type=gpu", "--type=utility"];
            if grows.iter().any(|kind| command.contains(kind)) {
                assert!(score.trim().parse::<i32>().unwrap() >= 200, "{pid}: {score}");
                scored += 1;
            }
            assert_eq!(group != own_group, in_cgroup, "{group}");
            groups.insert(group);
        }
        assert_eq!(groups.len(), 1, "{groups:?}");
        assert!(scored > 1, "{scored}");
        let cgroup = groups.first().filter(|_| in_cgroup).map(String::as_str).map(folder_of);
        if let Some(cgroup) = &cgroup {
            // As if a page had filled it: what is used is more than what it may use from now on.
            std::fs::write(cgroup.join("memory.max"), "20M").unwrap();
            let error = loop {
                match session.new_page().await {
                    Err(error @ BrowserError::Gone { .. }) => break error,
                    other => println!("{:?}", other.err()),
                }
            };
            assert!(error.to_string().contains("memory"), "{error}");
        }
        session.close().await;
        assert!(!cgroup.is_some_and(|cgroup| cgroup.exists()), "its cgroup is left");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_starts_workers_without_an_end_is_ended() {
    let site = Site::serving([(
        "/",
        "<script>const url = URL.createObjectURL(new Blob(['setInterval(() => 0, 1e6)'])); \
         setInterval(() => { for (let i = 0; i < 5; i++) new Worker(url); }, 20);</script>",
    )])
    .await;
    let (mut config, folder) = config(&[site.address]);
    config.limits.tasks = 180;
    // Held by the watchdog: where a cgroup holds it, Chromium may crash over a thread it does not get.
    config.kernel_limits = KernelLimits::PerProcess;
    let (why, seen) = ended(&site, config, folder.path()).await;
    assert!(why.contains("threads"), "{why}");
    // A watchdog's look every quarter of a second, and some 200 workers started in each.
    assert!((100..360).contains(&seen.tasks), "{seen}");
}

/// A page that keeps what it can: files, a database, a cache. Its title says what it was told in the end.
const HOARDER: &str = "<script>(async () => { \
    const part = new Uint8Array(4e6); for (let i = 0; i < part.length; i += 65536) crypto.getRandomValues(part.subarray(i, i + 65536)); \
    const root = await navigator.storage.getDirectory(); \
    const base = await new Promise((done, fail) => { const open = indexedDB.open('x'); open.onupgradeneeded = () => open.result.createObjectStore('s', { autoIncrement: true }); open.onsuccess = () => done(open.result); open.onerror = fail; }); \
    const cache = await caches.open('x'); let n = 0; const told = new Set(); \
    const ways = [ \
      async () => { const file = await (await root.getFileHandle('f' + n, { create: true })).createWritable(); await file.write(part); await file.close(); }, \
      () => new Promise((done, fail) => { const change = base.transaction('s', 'readwrite'); change.objectStore('s').add(part); change.oncomplete = done; change.onabort = () => fail(change.error); }), \
      () => cache.put('/kept' + n, new Response(part)), \
    ]; \
    for (let failed = 0; failed < 9; n++) { try { await ways[n % 3](); document.title = 'kept ' + n; } catch (error) { failed++; told.add(error && error.name); } } \
    document.title = 'told: ' + [...told].join(' '); })().catch((error) => { document.title = 'failed: ' + error; });</script>";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_site_may_keep_has_an_end() {
    let site = Site::serving([("/", HOARDER)]).await;
    let (config, folder) = config(&[site.address]);
    let limit = config.limits.disk_bytes;
    let watch = Watch::over(folder.path());
    let session = Session::open(config).await.unwrap();
    let page = session.new_page().await.unwrap();
    page.navigate(&site.url("/"), PATIENCE).await.unwrap();
    let began = Instant::now();
    let told = loop {
        let title = page.title().await.unwrap();
        if title.starts_with("told") || title.starts_with("failed") {
            break title;
        }
        assert!(began.elapsed() < PATIENCE, "{title}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    session.close().await;
    let seen = watch.end();
    println!("{told} after {:?}; {seen}", began.elapsed());
    assert!(told.contains("QuotaExceededError"), "{told}");
    assert!((30 * MB..limit).contains(&seen.disk), "{seen}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_fills_the_disk_is_ended() {
    let site = Site::serving([("/", HOARDER)]).await;
    let (mut config, folder) = config(&[site.address]);
    config.limits.disk_bytes = 40 * MB;
    let (why, seen) = ended(&site, config, folder.path()).await;
    assert!(why.contains("disk"), "{why}");
    // Looked at from outside ten times a second, the peak itself may be missed.
    assert!((20 * MB..140 * MB).contains(&seen.disk), "{seen}");
}

/// This test starts itself a second time in the role of the server. Chromium is stopped, so that it cannot notice
/// by itself that its controller has gone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_browser_does_not_outlive_a_server_that_is_killed() {
    if let Some(folder) = std::env::var_os(ROLE) {
        let (mut settings, _own) = config(&[]);
        settings.profile_parent = folder.into();
        let _session = Session::open(settings).await.unwrap();
        println!("{OPEN}");
        return tokio::time::sleep(PATIENCE).await;
    }
    let (settings, folder) = config(&[]);
    let test = "limits::a_stopped_browser_does_not_outlive_a_server_that_is_killed";
    let environment = [(ROLE, settings.profile_parent.as_os_str())];
    let (mut server, is_open) = again::until(test, &environment, OPEN).await;
    let (members, _) = processes(folder.path());
    let main = members.iter().min().copied();
    for pid in &members {
        let guard =
            std::fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "sh");
        if !guard {
            let pid = nix::unistd::Pid::from_raw(*pid as i32);
            nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGSTOP).unwrap();
        }
    }
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(is_open && main.is_some(), "no browser was opened");
    let killed = Instant::now();
    while left_behind(&settings.profile_parent) > 0 {
        assert!(killed.elapsed() < Duration::from_secs(10), "Chromium outlived its server");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    println!("{} processes ended {:?} after their server", members.len(), killed.elapsed());
    let reaped = reap_orphans(&settings.profile_parent);
    assert_eq!((reaped.processes, reaped.profiles), (0, 1), "{reaped:?}");
    let (config, _folder) = config(&[]);
    let session = Session::open(config).await.unwrap();
    let by_cgroup = *session.memory_held_by() == MemoryHeldBy::Cgroup;
    session.close().await;
    assert_eq!(reaped.groups > 0, by_cgroup, "{reaped:?}");
}
