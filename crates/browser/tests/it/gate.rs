//! The gate: what a careers site receives, counted at the site.

use std::time::{Duration, Instant};

use browser::{ArmPolicy, Armed, FillValue, FormModel, GateEvent, Observation, ReleaseError};

use crate::site::{Site, Visit};

const FORM: &str = "<h1>Apply</h1><form method=post action=/apply enctype=multipart/form-data>\
    <label>Name<input name=name></label><label>Email<input type=email name=email required></label><button>Submit application</button></form>";

const EMAIL: &str = "ada@mail.example";

fn policy() -> ArmPolicy {
    ArmPolicy { submit_hosts: vec![], tell_tales: vec![EMAIL.to_owned()] }
}

fn thanked(text: &str) -> bool {
    text.contains("Thank you for applying")
}

/// Fills name and e-mail and arms the gate.
async fn armed(visit: &Visit) -> (Armed, FormModel) {
    let form = visit.form().await;
    for (label, value) in [("Name", "Ada"), ("Email", EMAIL)] {
        let field = form.fields.iter().find(|field| field.label == label).unwrap();
        visit.page.fill(field, &FillValue::Text(value.to_owned())).await.unwrap();
    }
    (visit.session.arm(&visit.page, policy()).await.unwrap(), form)
}

/// The whole way with a release; the site's page has the given script.
async fn submit(script: &str) -> (Site, Observation) {
    let page = format!("{FORM}<script>{script}</script>");
    let site = Site::serving([("/", page.as_str())]).await;
    let visit = Visit::to(&site, "/").await;
    let (mut armed, form) = armed(&visit).await;
    armed.click(&form.submit.unwrap()).await.unwrap();
    match armed.next().await {
        GateEvent::Paused(paused) => {
            assert!(site.received().is_empty(), "something left before the release");
            paused.release(Instant::now()).await.unwrap();
        }
        other => panic!("{other:?}"),
    }
    let observation = armed.outcome(|glance| thanked(&glance.text)).await;
    drop(armed);
    visit.session.close().await;
    (site, observation)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_released_form_is_sent_once_and_its_confirmation_is_seen() {
    let (site, seen) = submit("").await;
    assert_eq!(site.received().len(), 1);
    assert!(site.received()[0].body.contains(EMAIL));
    assert_eq!(seen.status, Some(200));
    assert!(seen.navigated && thanked(&seen.text_after) && !thanked(&seen.text_before));
    assert!(!seen.form_still_there && !seen.broke_off);
    assert_eq!(seen.final_url.unwrap().path(), "/apply");
    assert!(seen.screenshot.is_some() && seen.html.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_sends_its_form_twice_sends_it_once() {
    let (site, seen) = submit(
        "const form = document.forms[0]; form.onsubmit = async (event) => { event.preventDefault();\
         const send = () => fetch('/apply', { method: 'POST', body: new FormData(form) });\
         send().catch(() => {}); const answer = await send().catch(() => 0); setTimeout(() => send().catch(() => {}), 300);\
         document.body.innerHTML = 'Thank you for applying'; }",
    )
    .await;
    assert_eq!(site.received().len(), 1, "{:?}", site.received());
    assert!(seen.duplicates_blocked >= 1);
    assert!(thanked(&seen.text_after) && !seen.navigated);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upload_before_the_form_passes_after_the_release() {
    let (site, seen) = submit(
        "document.forms[0].onsubmit = async (event) => { event.preventDefault();\
         await fetch('/upload', { method: 'PUT', body: 'file' }); await fetch('/apply', { method: 'POST', body: new URLSearchParams(new FormData(document.forms[0])) });\
         document.body.innerHTML = 'Thank you for applying'; }",
    )
    .await;
    let paths: Vec<String> = site.received().into_iter().map(|received| received.path).collect();
    assert_eq!(paths, ["/upload", "/apply"]);
    assert_eq!(seen.sent.len(), 2);
    assert!(seen.sent.iter().all(|sent| sent.status == Some(200)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_or_abandoned_is_never_sent() {
    for refuse in [true, false] {
        let site = Site::serving([("/", FORM)]).await;
        let visit = Visit::to(&site, "/").await;
        let (mut armed, form) = armed(&visit).await;
        armed.click(&form.submit.unwrap()).await.unwrap();
        let GateEvent::Paused(paused) = armed.next().await else { panic!("nothing came to the gate") };
        if refuse {
            paused.refuse();
            tokio::time::sleep(Duration::from_millis(500)).await;
        } else {
            std::mem::forget(paused);
            drop(armed);
            let began = Instant::now();
            while !visit.session.is_gone() {
                assert!(began.elapsed() < Duration::from_secs(5), "the session outlived its gate");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        assert!(site.received().is_empty());
        visit.session.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_that_is_too_old_releases_nothing() {
    let site = Site::serving([("/", FORM)]).await;
    let visit = Visit::to(&site, "/").await;
    let (mut armed, form) = armed(&visit).await;
    armed.click(&form.submit.unwrap()).await.unwrap();
    let GateEvent::Paused(paused) = armed.next().await else { panic!("nothing came to the gate") };
    let decided = Instant::now() - Duration::from_millis(2100);
    assert!(matches!(paused.release(decided).await, Err(ReleaseError::TooLate)));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(site.received().is_empty());
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_does_not_pass_its_own_checks_sends_nothing_and_says_why() {
    let page = "<h1>Apply</h1><form method=post action=/apply novalidate onsubmit=\"document.getElementById('m').textContent='Email is required'; return false\">\
        <label>Name<input name=name></label><div><label for=e>Email</label><input id=e name=email><p id=m class=error></p></div><button>Submit application</button></form>\
        <script>addEventListener('click', () => fetch('/metrics').catch(() => 0))</script>";
    let site = Site::serving([("/", page)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let mut armed = visit.session.arm(&visit.page, policy()).await.unwrap();
    let submit = form.submit.unwrap();
    armed.click(&submit).await.unwrap();
    assert!(armed.click(&submit).await.is_err(), "it was clicked twice");
    assert!(matches!(armed.next().await, GateEvent::NothingSent { .. }));
    let seen = armed.outcome(|_| true).await;
    assert!(seen.form_still_there);
    assert_eq!(seen.field_errors, [("Email".to_owned(), "Email is required".to_owned())]);
    assert!(site.received().is_empty());
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn beacons_to_others_pass_and_data_sent_to_others_is_held() {
    let metrics = Site::serving([]).await;
    let other = metrics.address;
    let page = format!(
        "{FORM}<script>document.forms[0].onsubmit = (event) => {{ event.preventDefault();\
         const to = 'http://localhost:{port}';\
         navigator.sendBeacon(to + '/beacon', 'clicked');\
         setTimeout(() => fetch(to + '/collect', {{ method: 'POST', mode: 'no-cors', body: new URLSearchParams(new FormData(document.forms[0])) }}), 300); }}</script>",
        port = other.port()
    );
    let site = Site::serving([("/", page.as_str())]).await;
    let visit = Visit::at(&[site.address, other], site.url("/")).await;
    let (mut armed, form) = armed(&visit).await;
    armed.click(&form.submit.unwrap()).await.unwrap();
    let GateEvent::Paused(paused) = armed.next().await else { panic!("nothing came to the gate") };
    assert_eq!(paused.host, "localhost");
    let paths: Vec<String> = metrics.received().into_iter().map(|received| received.path).collect();
    assert_eq!(paths, ["/beacon"]);
    paused.refuse();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(metrics.received().len(), 1);
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_navigation_is_held_and_a_socket_is_reported() {
    let page = "<form action=/done><label>Name<input name=name></label><label>Email<input type=email name=email></label><button>Submit application</button></form>";
    let socket = format!(
        "{FORM}<script>document.forms[0].onsubmit = (event) => {{ event.preventDefault(); new WebSocket('ws://' + location.host + '/socket'); }}</script>"
    );
    let script = format!(
        "{FORM}<script>document.forms[0].onsubmit = (event) => {{ event.preventDefault();\
         fetch('/tick'); fetch('/done?' + new URLSearchParams(new FormData(document.forms[0])))\
         .then((answer) => answer.text()).then((text) => {{ document.body.textContent = text; }}); }}</script>"
    );
    let site = Site::serving([
        ("/get", page),
        ("/script", script.as_str()),
        ("/socket", socket.as_str()),
        ("/done", "Thank you for applying"),
    ])
    .await;
    let visit = Visit::to(&site, "/script").await;
    let (mut by_script, form) = armed(&visit).await;
    by_script.click(&form.submit.unwrap()).await.unwrap();
    let GateEvent::Paused(paused) = by_script.next().await else { panic!("nothing came to the gate") };
    assert_eq!(paused.method, "GET", "a read request that carries the applicant is held");
    paused.release(Instant::now()).await.unwrap();
    assert!(thanked(&by_script.outcome(|glance| thanked(&glance.text)).await.text_after));
    drop(by_script);
    visit.session.close().await;

    let visit = Visit::to(&site, "/get").await;
    let (mut by_get, form) = armed(&visit).await;
    by_get.click(&form.submit.unwrap()).await.unwrap();
    let GateEvent::Paused(paused) = by_get.next().await else { panic!("nothing came to the gate") };
    assert_eq!(paused.method, "GET");
    paused.release(Instant::now()).await.unwrap();
    let seen = by_get.outcome(|glance| thanked(&glance.text)).await;
    assert!(thanked(&seen.text_after));
    drop(by_get);
    visit.session.close().await;

    let visit = Visit::to(&site, "/socket").await;
    let (mut by_socket, form) = armed(&visit).await;
    by_socket.click(&form.submit.unwrap()).await.unwrap();
    assert!(matches!(by_socket.next().await, GateEvent::Ungated { .. }));
    drop(by_socket);
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_dies_at_the_gate_has_sent_nothing() {
    let site = Site::serving([("/", FORM)]).await;
    let visit = Visit::to(&site, "/").await;
    let (mut armed, form) = armed(&visit).await;
    armed.click(&form.submit.unwrap()).await.unwrap();
    let GateEvent::Paused(paused) = armed.next().await else { panic!("nothing came to the gate") };
    let profiles = visit.folder.path().join("profiles");
    let session = std::fs::read_dir(&profiles).unwrap().next().unwrap().unwrap();
    std::fs::write(session.path().join("owner"), "1 1").unwrap();
    assert!(browser::reap_orphans(&profiles).processes > 0);
    assert!(matches!(armed.next().await, GateEvent::BrowserGone));
    assert!(paused.release(Instant::now()).await.is_err());
    assert!(site.received().is_empty());
    drop(armed);
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_the_site_rejects_is_seen_to_be_rejected() {
    let page = FORM.replace("/apply", "/refuse");
    let site = Site::serving([("/", page.as_str())]).await;
    let visit = Visit::to(&site, "/").await;
    let (mut armed, form) = armed(&visit).await;
    armed.click(&form.submit.unwrap()).await.unwrap();
    let GateEvent::Paused(paused) = armed.next().await else { panic!("nothing came to the gate") };
    paused.release(Instant::now()).await.unwrap();
    let seen = armed.outcome(|glance| glance.status == Some(422) && glance.text.contains("not valid")).await;
    assert_eq!(seen.status, Some(422));
    assert_eq!(seen.banners, ["Email is not valid"]);
    assert!(!seen.broke_off && !seen.form_still_there);
    drop(armed);
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_that_cannot_be_reached_has_certainly_received_nothing() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let page = FORM.replace("/apply", &format!("http://{closed}/apply"));
    let careers = Site::serving([("/", page.as_str())]).await;
    let visit = Visit::at(&[careers.address, closed], careers.url("/")).await;
    let (mut armed, form) = armed(&visit).await;
    armed.click(&form.submit.unwrap()).await.unwrap();
    let GateEvent::Paused(paused) = armed.next().await else { panic!("nothing came to the gate") };
    paused.release(Instant::now()).await.unwrap();
    let seen = armed.outcome(|_| false).await;
    assert_eq!((seen.status, seen.failed.as_deref()), (None, Some("unreachable")));
    assert!(!seen.broke_off);
    drop(armed);
    visit.session.close().await;
}
