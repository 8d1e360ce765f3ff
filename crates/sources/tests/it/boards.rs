//! Whole readings of boards that behave, and of boards that do not, against a real database.

use std::net::SocketAddr;
use std::time::Duration;

use chrono::TimeDelta;
use domain::Fact;
use domain::{SourceHealth, SourceId};
use serde_json::{Value, json};
use sources::SyncReport;
use sources::health::Trouble;
use store::Store;
use store::jobs::JobFilter;
use store::sources::NewSource;
use testkit::{TestStore, sqlite, stores};
use wiremock::matchers::{header, headers, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub const ANSWER_LIMIT: usize = 100_000;

/// A client that reaches `server` only, and soon loses patience.
pub fn client(server: &MockServer) -> net::Client {
    let limits =
        net::Limits { timeout: Duration::from_millis(400), max_bytes: ANSWER_LIMIT, ..sources::limits() };
    net::Client::new(net::Egress::allowing(vec![*server.address()]), limits)
}

/// Watches the board at this path of `server`.
pub async fn watch(store: &Store, server: &MockServer, path: &str) -> SourceId {
    let url = format!("{}{path}", server.uri()).parse().unwrap();
    let allow: Vec<SocketAddr> = vec![*server.address()];
    let board = sources::recognise(&url, &allow).unwrap();
    let mut tx = store.begin().await.unwrap();
    let id = tx.add_source(&board.into_source()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub async fn read(store: &TestStore, server: &MockServer, id: SourceId) -> SyncReport {
    sources::sync(store, &client(server), id, &store.clock).await.unwrap().expect("the source is watched")
}

/// Replaces what the board answers.
pub async fn answers(server: &MockServer, template: ResponseTemplate) {
    server.reset().await;
    Mock::given(method("GET")).respond_with(template).mount(server).await;
}

fn jobs(ids: &[u32]) -> Value {
    let job = |id: &u32| {
        json!({"id": id, "title": format!("Grower {id}"), "company_name": "Nordlicht GmbH", "location": {"name": "Jork"},
               "absolute_url": format!("https://boards.greenhouse.io/nordlicht/jobs/{id}"),
               "content": format!("&lt;p&gt;You grow tree number {id}.&lt;/p&gt;")})
    };
    json!({"jobs": ids.iter().map(job).collect::<Vec<_>>(), "meta": {"total": ids.len()}})
}

fn ok(ids: &[u32]) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(jobs(ids))
}

async fn titles(store: &Store) -> Vec<String> {
    let page = store.jobs(&JobFilter::default(), &store::PageRequest::default()).await.unwrap();
    let mut titles: Vec<String> = page.items.into_iter().map(|job| job.posting.title).collect();
    titles.sort();
    titles
}

const BOARD: &str = "/greenhouse/v1/boards/nordlicht/jobs";

#[tokio::test]
async fn jobs_open_change_close_and_return_with_their_facts_on_both_engines() {
    for store in stores().await {
        let server = MockServer::start().await;
        let id = watch(&store, &server, BOARD).await;
        answers(&server, ok(&[1, 2, 3])).await;
        let first = read(&store, &server, id).await;
        assert_eq!(
            (first.opened, first.source.open_jobs, first.source.health),
            (3, 3, SourceHealth::Healthy)
        );
        assert_eq!((first.source.name.as_str(), first.trouble), ("Nordlicht GmbH", None));

        // The same again, as after a crash between the commit and the end of the task: nothing happens.
        let again = read(&store, &server, id).await;
        assert_eq!((again.opened, again.changed, again.closed, again.unchanged), (0, 0, 0, 3));

        let mut changed = jobs(&[1, 3, 4]);
        changed["jobs"][1]["title"] = json!("Head Grower 3");
        answers(&server, ResponseTemplate::new(200).set_body_json(changed)).await;
        let second = read(&store, &server, id).await;
        assert_eq!((second.opened, second.changed, second.closed, second.unchanged), (1, 1, 1, 1));
        assert_eq!(titles(&store).await, ["Grower 1", "Grower 4", "Head Grower 3"]);

        answers(&server, ok(&[1, 2])).await;
        let third = read(&store, &server, id).await;
        assert_eq!((third.reopened, third.closed), (1, 2));
        assert_eq!(titles(&store).await, ["Grower 1", "Grower 2"], "{}", store.engine_name());
        assert_eq!(changed_jobs(&store).await, 3 + 3 + 3);
    }
}

/// How many jobs the pipeline was told about.
async fn changed_jobs(store: &Store) -> usize {
    let facts = store.begin().await.unwrap().take_facts().await.unwrap();
    let count = |fact: &Fact| if let Fact::JobsChanged { job_ids } = fact { job_ids.len() } else { 0 };
    facts.iter().map(count).sum()
}

#[tokio::test]
async fn a_board_that_did_not_change_is_not_sent_again() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, BOARD).await;
    answers(
        &server,
        ok(&[1])
            .insert_header("etag", "\"v1\"")
            .insert_header("last-modified", "Tue, 24 Nov 2026 07:00:00 GMT"),
    )
    .await;
    read(&store, &server, id).await;
    server.reset().await;
    Mock::given(path(BOARD))
        .and(header("if-none-match", "\"v1\""))
        .and(headers("if-modified-since", vec!["Tue", "24 Nov 2026 07:00:00 GMT"]))
        .respond_with(ResponseTemplate::new(304))
        .expect(2)
        .mount(&server)
        .await;
    for _ in 0..2 {
        store.clock.advance(TimeDelta::minutes(15));
        let report = read(&store, &server, id).await;
        assert_eq!((report.unchanged, report.opened, report.source.health), (1, 0, SourceHealth::Healthy));
        assert_eq!(report.source.last_synced_at, Some(domain::Clock::now(&store.clock)));
    }
}

#[tokio::test]
async fn a_board_that_is_gone_keeps_its_jobs_and_is_left_alone_until_a_person_asks() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, BOARD).await;
    answers(&server, ok(&[1, 2])).await;
    read(&store, &server, id).await;
    answers(
        &server,
        ResponseTemplate::new(404).set_body_json(json!({"status": 404, "error": "Job not found"})),
    )
    .await;
    let report = read(&store, &server, id).await;
    assert_eq!(
        (report.source.health, report.source.next_sync_at, report.source.open_jobs),
        (SourceHealth::Gone, None, 2)
    );
    assert!(report.source.problem.unwrap().contains("404"));
    store.clock.advance(TimeDelta::days(30));
    assert_eq!(store.due_sources(domain::Clock::now(&store.clock), 10).await.unwrap(), []);

    let mut tx = store.begin().await.unwrap();
    tx.request_sync(id).await.unwrap();
    tx.commit().await.unwrap();
    answers(&server, ok(&[1, 2])).await;
    let report = read(&store, &server, id).await;
    assert_eq!((report.source.health, report.source.problem), (SourceHealth::Healthy, None));
}

#[tokio::test]
async fn a_board_that_asks_for_rest_gets_it() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, BOARD).await;
    answers(&server, ResponseTemplate::new(429).insert_header("retry-after", "120")).await;
    let source = read(&store, &server, id).await.source;
    let wait = source.next_sync_at.unwrap() - domain::Clock::now(&store.clock);
    assert_eq!((source.health, wait), (SourceHealth::Limited, TimeDelta::seconds(120)));
    assert_eq!(
        source.problem.unwrap(),
        "The board asked us to slow down (429). Nothing to do: it is read again in 2 minutes."
    );
}

#[tokio::test]
async fn every_other_misbehaviour_is_named_and_tried_again_later() {
    let html = "<!doctype html><html><body>We are down for maintenance</body></html>";
    let cases = [
        (ResponseTemplate::new(503), "fault of its own (503)"),
        (ResponseTemplate::new(403), "refuses to be read (403)"),
        (ResponseTemplate::new(200).set_body_raw(html, "text/html"), "a web page instead of job data"),
        (ResponseTemplate::new(200).set_body_raw("{\"jobs\": [", "application/json"), "broken off"),
        (
            ResponseTemplate::new(200).set_body_json(json!({"error": "x"})),
            "not what a Greenhouse board publishes",
        ),
        (ResponseTemplate::new(200).set_body_string("x".repeat(ANSWER_LIMIT + 1)), "larger than 1 MB"),
        (ok(&[]).set_delay(Duration::from_secs(20)), "did not answer within"),
        (
            ResponseTemplate::new(302).insert_header("location", "http://192.168.0.1/jobs"),
            "may not be fetched",
        ),
        (
            ResponseTemplate::new(302).insert_header("location", "https://elsewhere.example/jobs"),
            "may not be fetched",
        ),
        (ResponseTemplate::new(302).insert_header("location", BOARD), "redirects"),
    ];
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, BOARD).await;
    answers(&server, ok(&[1, 2, 3, 4, 5, 6])).await;
    read(&store, &server, id).await;
    for (index, (template, part)) in cases.into_iter().enumerate() {
        answers(&server, template).await;
        let report = read(&store, &server, id).await;
        let problem = report.source.problem.unwrap_or_else(|| panic!("{part}: no problem was named"));
        assert!(problem.contains(part), "{problem}");
        assert_eq!((report.source.health, report.source.open_jobs), (SourceHealth::Failing, 6), "{problem}");
        let wait = report.source.next_sync_at.unwrap() - domain::Clock::now(&store.clock);
        assert!(
            wait >= TimeDelta::minutes(1 << index.min(8)) || wait == TimeDelta::hours(6),
            "{problem}: {wait}"
        );
    }
    answers(&server, ok(&[1])).await;
    let report = read(&store, &server, id).await;
    assert_eq!(
        (report.source.health, report.source.problem, report.closed),
        (SourceHealth::Healthy, None, 5)
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_failure_with_a_name() {
    let store = sqlite().await;
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let new = NewSource {
        kind: domain::SourceKind::Greenhouse,
        name: "Nordlicht".to_owned(),
        url: format!("http://{address}{BOARD}"),
        allowed_hosts: vec!["127.0.0.1".to_owned()],
    };
    let mut tx = store.begin().await.unwrap();
    let id = tx.add_source(&new).await.unwrap();
    tx.commit().await.unwrap();
    let client = net::Client::new(net::Egress::allowing(vec![address]), sources::limits());
    let report = sources::sync(&store, &client, id, &store.clock).await.unwrap().unwrap();
    assert_eq!(report.source.health, SourceHealth::Failing);
    assert!(matches!(report.trouble, Some(Trouble::Failing { .. })), "{:?}", report.trouble);
}

#[tokio::test]
async fn a_full_board_that_shows_nothing_once_keeps_its_jobs() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, BOARD).await;
    answers(&server, ok(&[1, 2, 3, 4, 5]).insert_header("etag", "\"v1\"")).await;
    read(&store, &server, id).await;
    answers(&server, ok(&[]).insert_header("etag", "\"v2\"")).await;
    let first = read(&store, &server, id).await;
    assert_eq!((first.closed, first.source.open_jobs), (0, 5));
    assert!(first.source.problem.unwrap().contains("no jobs at all"));
    // The answer is asked for whole again, so that a 304 cannot hide what has to be confirmed.
    assert_eq!(store.sync_state(id).await.unwrap().unwrap().etag, None);
    let second = read(&store, &server, id).await;
    assert_eq!((second.closed, second.source.open_jobs, second.source.problem), (5, 0, None));
}

#[tokio::test]
async fn the_same_job_on_two_boards_is_shown_once() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let one = watch(&store, &server, BOARD).await;
    let two = watch(&store, &server, "/greenhouse/v1/boards/agency/jobs").await;
    answers(&server, ok(&[1, 2])).await;
    read(&store, &server, one).await;
    let report = read(&store, &server, two).await;
    assert_eq!((report.opened, report.duplicates), (2, 2));
    assert_eq!(titles(&store).await, ["Grower 1", "Grower 2"]);
    answers(&server, ok(&[1])).await;
    read(&store, &server, one).await;
    assert_eq!(titles(&store).await, ["Grower 1", "Grower 2"], "the other board still has it");
}

#[tokio::test]
async fn a_paused_or_missing_source_is_not_fetched() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, BOARD).await;
    Mock::given(method("GET")).respond_with(ok(&[1])).expect(0).mount(&server).await;
    let mut tx = store.begin().await.unwrap();
    tx.set_source_enabled(id, false).await.unwrap();
    tx.commit().await.unwrap();
    let client = client(&server);
    assert_eq!(sources::sync(&store, &client, id, &store.clock).await.unwrap(), None);
    let nobody = SourceId(uuid::Uuid::from_u128(1));
    assert_eq!(sources::sync(&store, &client, nobody, &store.clock).await.unwrap(), None);
}

#[tokio::test]
async fn lever_and_ashby_boards_are_read_the_same_way() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let lever = json!([{"id": "a", "text": "Picker", "hostedUrl": "https://jobs.lever.co/nordlicht/a", "descriptionPlain": "Pick."}]);
    let ashby = json!({"jobs": [{"id": "b", "title": "Packer", "jobUrl": "https://jobs.ashbyhq.com/nordlicht/b", "descriptionPlain": "Pack."}]});
    for (path, answer, title) in [
        ("/lever/v0/postings/nordlicht", lever, "Picker"),
        ("/ashby/posting-api/job-board/nordlicht", ashby, "Packer"),
    ] {
        let id = watch(&store, &server, path).await;
        answers(&server, ResponseTemplate::new(200).set_body_json(answer)).await;
        let report = read(&store, &server, id).await;
        assert_eq!((report.opened, report.source.name.as_str()), (1, "Nordlicht"));
        assert!(titles(&store).await.contains(&title.to_owned()));
    }
}
