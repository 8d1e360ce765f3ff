//! Opening, looking, ending.

use std::time::{Duration, Instant};

use browser::{BrowserError, ImageFormat, LaunchError, Session, reap_orphans};
use url::Url;

use crate::site::{Site, Visit, config};

const PATIENCE: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_opened_read_and_photographed_and_nothing_is_left_behind() {
    let site = Site::with_redirects(
        [("/jobs", "<title>Jobs at Norden</title><h1>Open positions</h1>")],
        [("/careers", "/jobs")],
    )
    .await;
    let (config, folder) = config(&[site.address]);
    let session = Session::open(config).await.unwrap();
    let page = session.new_page().await.unwrap();
    let there = page.navigate(&site.url("/careers"), PATIENCE).await.unwrap();

    assert_eq!((there.status, there.url), (200, site.url("/jobs")));
    assert_eq!(page.title().await.unwrap(), "Jobs at Norden");
    assert!(page.text().await.unwrap().contains("Open positions"));
    assert!(page.html().await.unwrap().contains("<h1>"));
    assert!(page.wait_quiet(PATIENCE).await.unwrap());
    let picture = page.screenshot(ImageFormat::Jpeg, false).await.unwrap();
    assert_eq!(picture[..3], [0xff, 0xd8, 0xff]);
    let picture = page.screenshot(ImageFormat::Png, true).await.unwrap();
    assert_eq!(&picture[1..4], b"PNG");
    assert_ne!(session.sandboxed(), Some(false));

    session.close().await;
    let left: Vec<_> = std::fs::read_dir(folder.path().join("profiles")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_permitted_addresses_are_opened() {
    let site = Site::with_redirects(
        [("/", "home")],
        [("/inside", "http://169.254.169.254/"), ("/file", "file:///etc/passwd")],
    )
    .await;
    let visit = Visit::to(&site, "/").await;
    for forbidden in [
        "file:///etc/passwd",
        "chrome://version",
        "view-source:http://careers.example/",
        "http://127.0.0.1:1/",
        "http://localhost/",
        "data:text/html,x",
    ] {
        let answer = visit.page.navigate(&Url::parse(forbidden).unwrap(), PATIENCE).await;
        assert!(matches!(answer, Err(BrowserError::Blocked(_))), "{forbidden}");
    }
    // An empty answer is an answer: the posting is gone, not the site.
    assert_eq!(visit.page.navigate(&site.url("/gone"), PATIENCE).await.unwrap().status, 404);
    for path in ["/inside", "/file"] {
        let answer = visit.page.navigate(&site.url(path), PATIENCE).await;
        assert!(matches!(answer, Err(BrowserError::Unreachable { .. })), "{path}: {answer:?}");
    }
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_to_a_new_tab_is_followed_and_dialogs_do_not_hold_up_the_page() {
    let site = Site::serving([
        ("/", "<a href=/apply target=_blank>Apply now</a><script>alert('welcome')</script>"),
        ("/apply", "<title>Apply</title><script>document.title += confirm('sure?')</script>"),
    ])
    .await;
    let visit = Visit::to(&site, "/").await;
    assert!(visit.page.click_on("a,button", "^apply").await.unwrap());
    let newest = visit.session.settled_page(PATIENCE).await.unwrap();
    assert_eq!(newest.url().await.unwrap().path(), "/apply");
    assert_eq!(newest.title().await.unwrap(), "Applyfalse");
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_spins_times_out_and_the_lifetime_ends_the_session() {
    let site = Site::serving([("/", "<script>setTimeout(() => { while (true); }, 1500)</script>")]).await;
    let (mut config, _folder) = config(&[site.address]);
    config.limits.lifetime = Duration::from_secs(8);
    let session = Session::open(config).await.unwrap();
    let page = session.new_page().await.unwrap();
    page.navigate(&site.url("/"), PATIENCE).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1700)).await;
    let began = Instant::now();
    let error = page.text().await.unwrap_err();
    assert!(matches!(error, BrowserError::Timeout { .. } | BrowserError::Gone { .. }), "{error:?}");
    while !session.is_gone() {
        assert!(began.elapsed() < Duration::from_secs(10), "the session outlives its time");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let error = page.text().await.unwrap_err();
    assert!(
        matches!(&error, BrowserError::Gone { why: Some(why) } if why.contains("longest permitted time")),
        "{error:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_eats_memory_is_ended() {
    let site = Site::serving([(
        "/",
        "<script>const kept = []; setInterval(() => { for (let i = 0; i < 4; i++) kept.push(new Uint8Array(16e6).fill(1)); }, 20)</script>",
    )])
    .await;
    let (mut config, _folder) = config(&[site.address]);
    config.limits.memory_bytes = 500 * 1024 * 1024;
    let session = Session::open(config).await.unwrap();
    let page = session.new_page().await.unwrap();
    // It may be ended before it has come.
    let _ = page.navigate(&site.url("/"), PATIENCE).await;
    let began = Instant::now();
    while !session.is_gone() {
        assert!(began.elapsed() < PATIENCE, "the watchdog sleeps");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let error = page.title().await.unwrap_err();
    assert!(matches!(&error, BrowserError::Gone { why: Some(why) } if why.contains("memory")), "{error:?}");
}

#[tokio::test]
async fn a_missing_browser_is_said_to_be_missing() {
    let (mut config, _folder) = config(&[]);
    config.chromium = "/nowhere/chromium".into();
    let error = Session::open(config).await.err().unwrap();
    assert!(matches!(error, BrowserError::Launch(LaunchError::NotInstalled { .. })));
    assert!(error.to_string().contains("apt install chromium"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_dead_server_left_is_reaped_and_what_lives_is_not() {
    let site = Site::serving([("/", "home")]).await;
    let visit = Visit::to(&site, "/").await;
    let parent = visit.folder.path().join("profiles");
    assert_eq!(reap_orphans(&parent).profiles, 0, "the living session was reaped");

    let session = std::fs::read_dir(&parent).unwrap().next().unwrap().unwrap();
    // As if the server that opened it had died.
    std::fs::write(session.path().join("owner"), "1 1").unwrap();
    let reaped = reap_orphans(&parent);
    assert!(reaped.processes > 0, "{reaped:?}");
    let began = Instant::now();
    while !visit.session.is_gone() {
        assert!(began.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    visit.session.close().await;
}
