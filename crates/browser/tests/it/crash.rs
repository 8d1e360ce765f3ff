//! The server is killed while a form waits at the gate.

use std::ffi::OsStr;
use std::time::{Duration, Instant};

use browser::{ArmPolicy, FillValue, GateEvent, Session, reap_orphans};
use url::Url;

use crate::again;
use crate::site::{Site, config};

/// Set for the process that plays the server and is killed.
const ROLE: &str = "JOBWIRE_TEST_HOLD_AT";
/// The folder that process keeps its profiles in.
const PROFILES: &str = "JOBWIRE_TEST_PROFILES";
const HELD: &str = "held at the gate";
const PATIENCE: Duration = Duration::from_secs(30);

/// This test starts itself a second time in the role of the server.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_killed_at_the_gate_has_sent_nothing_and_leaves_no_browser() {
    if let Ok(url) = std::env::var(ROLE) {
        return hold_at_the_gate(&Url::parse(&url).unwrap()).await;
    }
    let site = Site::serving([(
        "/",
        "<form method=post action=/apply><label>Email<input type=email name=email></label><label>Name<input></label><button>Submit application</button></form>",
    )])
    .await;
    let (settings, _folder) = config(&[site.address]);
    let test = "crash::a_server_killed_at_the_gate_has_sent_nothing_and_leaves_no_browser";
    let url = site.url("/");
    let environment = [(ROLE, OsStr::new(url.as_str())), (PROFILES, settings.profile_parent.as_os_str())];
    let (mut server, is_held) = again::until(test, &environment, HELD).await;
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(is_held, "the server never came to the gate");

    // Chromium lets the request go when its controller is gone; the way out is gone with the controller.
    let killed = Instant::now();
    while browser_lives(&settings.profile_parent) {
        assert!(killed.elapsed() < PATIENCE, "Chromium outlived its server");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    println!("Chromium ended {:?} after its server", killed.elapsed());
    assert!(site.received().is_empty());
    let reaped = reap_orphans(&settings.profile_parent);
    assert_eq!((reaped.processes, reaped.profiles), (0, 1));
}

fn browser_lives(profiles: &std::path::Path) -> bool {
    let wanted = format!("--user-data-dir={}/", profiles.display());
    std::fs::read_dir("/proc").unwrap().flatten().any(|process| {
        std::fs::read(process.path().join("cmdline"))
            .is_ok_and(|line| String::from_utf8_lossy(&line).contains(&wanted))
    })
}

async fn hold_at_the_gate(url: &Url) {
    let address = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap()).parse().unwrap();
    let (mut settings, _folder) = config(&[address]);
    settings.profile_parent = std::env::var_os(PROFILES).unwrap().into();
    let session = Session::open(settings).await.unwrap();
    let page = session.new_page().await.unwrap();
    page.navigate(url, PATIENCE).await.unwrap();
    let form = page.read_form().await.unwrap().unwrap();
    page.fill(&form.fields[0], &FillValue::Text("ada@mail.example".into())).await.unwrap();
    let mut armed = session.arm(&page, ArmPolicy::default()).await.unwrap();
    armed.click(&form.submit.unwrap()).await.unwrap();
    let event = armed.next().await;
    assert!(matches!(event, GateEvent::Paused(_)));
    println!("{HELD}");
    tokio::time::sleep(PATIENCE).await;
}
