//! Boards are read side by side.

use std::sync::Arc;
use std::time::Duration;

use events::Hub;
use serde_json::json;
use server::boards::Readers;
use testkit::TestStore;
use tokio::sync::Notify;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Longer than any wait of these tests, shorter than the patience with a board.
const NO_ANSWER_FOR: Duration = Duration::from_secs(25);
/// How long a quick board may take on a busy machine.
const READ_WITHIN: Duration = Duration::from_secs(15);

fn board(name: &str) -> String {
    format!("/greenhouse/v1/boards/{name}/jobs")
}

async fn answers(server: &MockServer, name: &str, after: Duration) {
    let job = json!({"id": 1, "title": "Grower", "company_name": name, "location": {"name": "Jork"},
        "absolute_url": format!("https://boards.greenhouse.io/{name}/jobs/1"), "content": "You grow trees."});
    let body = json!({"jobs": [job], "meta": {"total": 1}});
    let answer = ResponseTemplate::new(200).set_body_json(body).set_delay(after);
    Mock::given(method("GET")).and(path(board(name))).respond_with(answer).mount(server).await;
}

async fn watch(store: &TestStore, server: &MockServer, name: &str) {
    let url = format!("{}{}", server.uri(), board(name)).parse().expect("an address");
    let board = sources::recognise(&url, &[*server.address()]).expect("a board");
    let mut tx = store.begin().await.expect("a transaction");
    tx.add_source(&board.into_source()).await.expect("added");
    tx.commit().await.expect("committed");
}

fn readers(store: &TestStore, server: &MockServer) -> (Readers, Arc<Notify>) {
    let client = net::Client::new(net::Egress::allowing(vec![*server.address()]), sources::limits());
    let freed = Arc::new(Notify::new());
    let hub = Hub::new((**store).clone());
    (Readers::new((**store).clone(), hub, client, "worker".to_owned(), freed.clone()), freed)
}

async fn open_jobs(store: &TestStore) -> u64 {
    store.all_sources().await.expect("read").iter().map(|source| source.open_jobs).sum()
}

#[tokio::test]
async fn a_board_that_does_not_answer_keeps_no_other_waiting() {
    for store in testkit::stores().await {
        let server = MockServer::start().await;
        answers(&server, "silent", NO_ANSWER_FOR).await;
        answers(&server, "quick", Duration::ZERO).await;
        let (readers, freed) = readers(&store, &server);
        watch(&store, &server, "silent").await;
        readers.reconcile().await.expect("started");
        // Only now, so that the silent one is being read.
        watch(&store, &server, "quick").await;
        readers.reconcile().await.expect("started");
        let ended = tokio::time::timeout(READ_WITHIN, freed.notified()).await;
        ended.expect("the quick board is read while the silent one is waited for");
        assert_eq!(open_jobs(&store).await, 1, "{}", store.engine_name());
    }
}

#[tokio::test]
async fn more_boards_than_slots_are_all_read_once_and_the_end_is_waited_for() {
    const BOARDS: u64 = 20;
    let store = testkit::sqlite().await;
    let server = MockServer::start().await;
    for number in 0..BOARDS {
        let name = format!("board{number}");
        answers(&server, &name, Duration::from_millis(20)).await;
        watch(&store, &server, &name).await;
    }
    let (readers, freed) = readers(&store, &server);
    let reading = async {
        while open_jobs(&store).await < BOARDS {
            readers.reconcile().await.expect("started");
            freed.notified().await;
        }
    };
    tokio::time::timeout(READ_WITHIN, reading).await.expect("all are read");
    readers.join().await;
    let asked = server.received_requests().await.expect("they are recorded").len();
    assert_eq!(asked, 20, "a board that was read is not due, as time stands still");
}
