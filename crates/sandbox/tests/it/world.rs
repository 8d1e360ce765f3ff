use crate::support::{Employers, until};
use reqwest::StatusCode;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_posting_opened_by_hand_is_on_the_board_and_closes_again() {
    let employers = Employers::open().await;
    for (company, board, after_closing) in [
        ("quillmoor", "/greenhouse/v1/boards/quillmoor/jobs", StatusCode::SEE_OTHER),
        ("lumbertide", "/lever/v0/postings/lumbertide", StatusCode::NOT_FOUND),
        ("mossglint", "/ashby/posting-api/job-board/mossglint", StatusCode::OK),
        ("fahrenquell", "/careers/fahrenquell/", StatusCode::GONE),
    ] {
        let job = employers.open_job(company).await;
        let (id, url) = (job["id"].as_str().unwrap(), job["url"].as_str().unwrap());
        assert!(employers.text(board).await.contains(id), "{company}");
        assert_eq!(employers.get(url).await.status(), StatusCode::OK);
        assert_eq!(employers.get(job["apply_url"].as_str().unwrap()).await.status(), StatusCode::OK);

        employers.control(&format!("/_control/jobs/{id}/close"), json!({})).await;
        assert!(!employers.text(board).await.contains(id), "{company}");
        let page = employers.get(url).await;
        assert_eq!(page.status(), after_closing, "{company}");
    }
}

#[tokio::test]
async fn a_posting_can_be_ordered_with_a_title_and_a_place() {
    let employers = Employers::open().await;
    let wish = json!({ "company": "Mossglint", "title": "Senior Rust Backend Engineer", "city": "Berlin" });
    let job = employers.control("/_control/jobs", wish).await;
    assert_eq!(job["title"], "Senior Rust Backend Engineer");
    let board = employers.json("/ashby/posting-api/job-board/mossglint").await;
    let listed = board["jobs"].as_array().unwrap().iter().find(|listed| listed["id"] == job["id"]).unwrap();
    assert_eq!(listed["address"]["postalAddress"]["addressLocality"], "Berlin");
    assert_eq!(listed["team"], "Platform", "the text is that of the nearest role");
}

#[tokio::test]
async fn postings_open_and_close_by_themselves() {
    let employers = Employers::with(|config| {
        config.open_every = Duration::from_millis(20);
        config.close_every = Duration::from_millis(35);
    })
    .await;
    let journal = employers.dir.path().join("data/world-7.jsonl");
    until("five openings and three closings", async || {
        let text = std::fs::read_to_string(&journal).unwrap_or_default();
        let count = |event: &str| text.matches(event).count();
        (count("\"opened\"") >= 5 && count("\"closed\"") >= 3).then_some(())
    })
    .await;
    // The first posting to open by itself goes to the first company, as the dealing begins anew.
    let text = std::fs::read_to_string(&journal).unwrap();
    assert!(text.contains("\"ordinal\":308"), "{text}");
}

#[tokio::test]
async fn after_a_restart_the_same_postings_are_open() {
    let employers = Employers::open().await;
    let opened = employers.open_job("lumbertide").await;
    let closed = employers.open_job("lumbertide").await;
    employers.control(&format!("/_control/jobs/{}/close", closed["id"].as_str().unwrap()), json!({})).await;
    let before = employers.json("/lever/v0/postings/lumbertide").await;
    let employers = employers.restart(|_| {}).await;
    let after = employers.json("/lever/v0/postings/lumbertide").await;
    let ids = |board: &serde_json::Value| {
        board
            .as_array()
            .unwrap()
            .iter()
            .map(|job| (job["id"].clone(), job["createdAt"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(&before), ids(&after));
    assert!(ids(&after).iter().any(|(id, _)| *id == opened["id"]));
}
