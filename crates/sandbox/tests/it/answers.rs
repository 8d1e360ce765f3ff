//! What every answer has in common, and the answers to what is unchanged or unknown.

use crate::support::Employers;
use reqwest::StatusCode;
use reqwest::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use serde_json::Value;

#[tokio::test]
async fn every_answer_says_that_it_comes_from_the_sandbox() {
    let employers = Employers::open().await;
    for path in
        ["/", "/boards.json", "/lever/v0/postings/none", "/nowhere", "/assets/base.css", "/_control/ledger"]
    {
        assert_eq!(employers.get(path).await.headers()[sandbox::SANDBOX_HEADER], "1", "{path}");
    }
}

#[tokio::test]
async fn an_unchanged_board_answers_304_and_a_changed_one_does_not() {
    let employers = Employers::open().await;
    for (path, company) in [
        ("/greenhouse/v1/boards/quillmoor/jobs?content=true", "quillmoor"),
        ("/lever/v0/postings/lumbertide?mode=json", "lumbertide"),
        ("/ashby/posting-api/job-board/kestrelbay?includeCompensation=true", "kestrelbay"),
        ("/careers/fahrenquell/", "fahrenquell"),
    ] {
        let first = employers.get(path).await;
        let (etag, modified) = (first.headers()[ETAG].clone(), first.headers()[LAST_MODIFIED].clone());
        let asked = |name: reqwest::header::HeaderName, value: reqwest::header::HeaderValue| {
            employers.http.get(employers.url(path)).header(name, value).send()
        };
        let same = asked(IF_NONE_MATCH, etag.clone()).await.unwrap();
        assert_eq!(same.status(), StatusCode::NOT_MODIFIED, "{path}");
        assert!(same.headers().contains_key(ETAG));
        assert_eq!(
            asked(IF_MODIFIED_SINCE, modified).await.unwrap().status(),
            StatusCode::NOT_MODIFIED,
            "{path}"
        );
        employers.open_job(company).await;
        assert_eq!(asked(IF_NONE_MATCH, etag).await.unwrap().status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn unknown_boards_and_jobs_answer_as_the_real_ones_do() {
    let employers = Employers::open().await;
    let greenhouse = employers.get("/greenhouse/v1/boards/nobody/jobs").await;
    assert_eq!(greenhouse.status(), StatusCode::NOT_FOUND);
    assert_eq!(greenhouse.json::<Value>().await.unwrap()["error"], "Job not found");
    let lever = employers.get("/lever/v0/postings/nobody").await;
    assert_eq!(lever.status(), StatusCode::NOT_FOUND);
    assert_eq!(lever.json::<Value>().await.unwrap()["error"], "Document not found");
    let ashby = employers.get("/ashby/posting-api/job-board/nobody").await;
    assert_eq!((ashby.status(), ashby.text().await.unwrap().as_str()), (StatusCode::NOT_FOUND, "Not Found"));
    // A company is on its own board only.
    assert_eq!(employers.get("/lever/v0/postings/quillmoor").await.status(), StatusCode::NOT_FOUND);
}
