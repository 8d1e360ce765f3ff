//! Careers pages whose list leads to pages with structured data.

use chrono::TimeDelta;
use domain::SourceHealth;
use testkit::sqlite;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::boards::{answers, read, watch};

fn list(ids: &[u32]) -> String {
    let link = |id: &u32| format!("<a href=\"/careers/nordlicht/jobs/{id}\">Job {id}</a>");
    format!(
        "<html><body>{}<a href=\"/careers/nordlicht/\">Home</a></body></html>",
        ids.iter().map(link).collect::<String>()
    )
}

fn posting(id: u32, title: &str) -> String {
    format!(
        "<html><head><script type=\"application/ld+json\">{{\"@type\":\"JobPosting\",\"title\":\"{title}\",\"identifier\":\"same\",\
         \"hiringOrganization\":{{\"name\":\"Nordlicht GmbH\"}},\"description\":\"<p>Number {id}</p>\"}}</script></head></html>"
    )
}

async fn page(server: &MockServer, at: &str, html: String) {
    Mock::given(path(at))
        .respond_with(ResponseTemplate::new(200).set_body_raw(html, "text/html"))
        .mount(server)
        .await;
}

async fn job_page(server: &MockServer, id: u32, title: &str) {
    page(server, &format!("/careers/nordlicht/jobs/{id}"), posting(id, title)).await;
}

const LIST: &str = "/careers/nordlicht/";

#[tokio::test]
async fn postings_behind_a_list_open_change_and_close() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, LIST).await;
    page(&server, LIST, list(&[1, 2, 3])).await;
    for number in 1..=3 {
        job_page(&server, number, &format!("Grower {number}")).await;
    }
    let first = read(&store, &server, id).await;
    assert_eq!(
        (first.opened, first.source.health, first.source.name.as_str()),
        (3, SourceHealth::Healthy, "Nordlicht GmbH")
    );

    // 1 left the list, 2 changed, 3 is on the list although its page is gone, 4 is new.
    server.reset().await;
    page(&server, LIST, list(&[2, 3, 4])).await;
    job_page(&server, 2, "Head Grower 2").await;
    job_page(&server, 4, "Grower 4").await;
    let second = read(&store, &server, id).await;
    assert_eq!((second.opened, second.changed, second.closed), (1, 1, 2));
    assert_eq!(second.source.open_jobs, 2);
}

#[tokio::test]
async fn known_pages_are_looked_at_again_in_turn_and_new_ones_at_once() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, LIST).await;
    let ids: Vec<u32> = (1..=12).collect();
    page(&server, LIST, list(&ids)).await;
    for number in &ids {
        job_page(&server, *number, &format!("Grower {number}")).await;
    }
    assert_eq!(read(&store, &server, id).await.opened, 12);
    let fetched = async || server.received_requests().await.unwrap().len();
    let mut before = fetched().await;
    for _ in 0..3 {
        store.clock.advance(TimeDelta::minutes(1));
        let report = read(&store, &server, id).await;
        assert_eq!((report.unchanged, report.closed), (12, 0));
        assert_eq!(fetched().await - before, 1 + sources::pages::REREAD_PAGES);
        before = fetched().await;
    }
    let looked_at: std::collections::HashSet<String> = server.received_requests().await.unwrap()[13..]
        .iter()
        .map(|request| request.url.path().to_owned())
        .collect();
    assert_eq!(looked_at.len(), 13, "within three minutes every page was looked at again");
}

#[tokio::test]
async fn a_list_of_several_pages_is_read_to_its_end() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, LIST).await;
    page(&server, LIST, list(&[1]) + "<a rel=\"next\" href=\"/careers/nordlicht/2\">Next</a>").await;
    page(
        &server,
        "/careers/nordlicht/2",
        list(&[2]) + "<a rel=\"next\" href=\"/careers/nordlicht/\">Next</a>",
    )
    .await;
    job_page(&server, 1, "One").await;
    job_page(&server, 2, "Two").await;
    let report = read(&store, &server, id).await;
    assert_eq!((report.opened, report.trouble), (2, None));
}

#[tokio::test]
async fn a_page_that_fails_closes_nothing_and_a_plea_for_rest_is_heard() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, LIST).await;
    page(&server, LIST, list(&[1, 2])).await;
    job_page(&server, 1, "One").await;
    job_page(&server, 2, "Two").await;
    read(&store, &server, id).await;
    server.reset().await;
    page(&server, LIST, list(&[1, 3])).await;
    Mock::given(path("/careers/nordlicht/jobs/3"))
        .respond_with(ResponseTemplate::new(500))
        .mount(&server)
        .await;
    job_page(&server, 1, "One").await;
    let report = read(&store, &server, id).await;
    assert_eq!((report.closed, report.source.open_jobs, report.source.health), (0, 2, SourceHealth::Healthy));
    server.reset().await;
    page(&server, LIST, list(&[1, 3])).await;
    Mock::given(path("/careers/nordlicht/jobs/3"))
        .respond_with(ResponseTemplate::new(429))
        .mount(&server)
        .await;
    let report = read(&store, &server, id).await;
    assert_eq!((report.closed, report.source.health), (0, SourceHealth::Limited));
}

#[tokio::test]
async fn a_page_without_postings_says_what_to_do() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let id = watch(&store, &server, LIST).await;
    answers(
        &server,
        ResponseTemplate::new(200).set_body_raw("<html><body><div id=app></div></body></html>", "text/html"),
    )
    .await;
    let source = read(&store, &server, id).await.source;
    assert_eq!(source.health, SourceHealth::Failing);
    assert!(source.problem.unwrap().starts_with("No postings in schema.org form were found"));
}

#[tokio::test]
async fn one_posting_is_a_board_of_its_own() {
    let (store, server) = (sqlite().await, MockServer::start().await);
    let at = "/careers/nordlicht/jobs/7";
    let id = watch(&store, &server, at).await;
    job_page(&server, 7, "Grower 7").await;
    assert_eq!(read(&store, &server, id).await.opened, 1);
    answers(
        &server,
        ResponseTemplate::new(200).set_body_raw("<html>This job is closed.</html>", "text/html"),
    )
    .await;
    assert_eq!(read(&store, &server, id).await.closed, 1);
}
