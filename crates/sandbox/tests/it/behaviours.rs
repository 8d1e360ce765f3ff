use crate::support::{Employers, PATIENCE, until};
use reqwest::StatusCode;
use reqwest::header::LOCATION;
use serde_json::json;
use std::time::Instant;

async fn misbehaving(company: &str, behaviour: &str) -> (Employers, serde_json::Value) {
    let employers = Employers::open().await;
    let job = employers.open_job(company).await;
    employers.control("/_control/behaviour", json!({ "company": company, "behaviour": behaviour })).await;
    (employers, job)
}

#[tokio::test]
async fn the_connection_closes_without_a_byte_before_or_after_the_ledger() {
    for (behaviour, kept) in [("accept_then_close", 1), ("close_before_accept", 0)] {
        for company in ["quillmoor", "brightkelp", "mossglint", "fahrenquell"] {
            let (employers, job) = misbehaving(company, "ok").await;
            let filled = employers.filled(&job, "ada@example.org").await;
            employers
                .control("/_control/behaviour", json!({ "company": company, "behaviour": behaviour }))
                .await;
            let error = employers.send(&filled).await.expect_err("no answer comes");
            assert!(!error.is_timeout(), "{company} {behaviour}: the socket stayed open");
            assert_eq!(employers.ledger_on_disk().len(), kept, "{company} {behaviour}");
            employers.control("/_control/behaviour", json!({ "company": company, "behaviour": "ok" })).await;
            assert!(employers.send(&filled).await.is_ok(), "{company} recovers");
        }
    }
}

#[tokio::test]
async fn the_ledger_is_written_before_a_slow_answer_comes() {
    let (employers, job) = misbehaving("lumbertide", "ok").await;
    let filled = employers.filled(&job, "ada@example.org").await;
    let slow = json!({ "company": "lumbertide", "behaviour": "slow", "delay_ms": 1500 });
    employers.control("/_control/behaviour", slow).await;
    let started = Instant::now();
    let (answer, waited) = tokio::join!(employers.send(&filled), async {
        until("the ledger line", async || (employers.ledger_on_disk().len() == 1).then_some(())).await;
        started.elapsed()
    });
    assert!(waited.as_millis() < 1500, "the line came after {waited:?}");
    assert!(started.elapsed().as_millis() >= 1500 && started.elapsed() < PATIENCE);
    assert_eq!(answer.unwrap().status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn refusals_keep_nothing_and_errors_after_acceptance_keep_one() {
    for (behaviour, status, kept) in [
        ("refuse_422", StatusCode::UNPROCESSABLE_ENTITY, 0),
        ("captcha", StatusCode::PRECONDITION_REQUIRED, 0),
        ("login_wall", StatusCode::UNAUTHORIZED, 0),
        ("expired", StatusCode::NOT_FOUND, 0),
        ("accept_then_500", StatusCode::INTERNAL_SERVER_ERROR, 1),
        ("confirm_by_email_only", StatusCode::OK, 1),
    ] {
        let (employers, job) = misbehaving("brightkelp", "ok").await;
        let filled = employers.filled(&job, "ada@example.org").await;
        employers
            .control("/_control/behaviour", json!({ "company": "Brightkelp", "behaviour": behaviour }))
            .await;
        let answer = employers.send(&filled).await.unwrap();
        assert_eq!(answer.status(), status, "{behaviour}");
        let page = answer.text().await.unwrap().to_lowercase();
        assert!(
            !page.contains("thank you") && !page.contains("received"),
            "{behaviour} sounds like a confirmation"
        );
        assert_eq!(employers.ledger_on_disk().len(), kept, "{behaviour}");
    }
}

#[tokio::test]
async fn a_captcha_and_a_login_are_seen_before_anything_is_typed() {
    for company in ["quillmoor", "brightkelp", "mossglint", "pike-and-plume"] {
        let (employers, job) = misbehaving(company, "captcha").await;
        let apply = job["apply_url"].as_str().unwrap();
        assert!(employers.text(apply).await.contains("class=\"h-captcha\""), "{company}");
        employers
            .control("/_control/behaviour", json!({ "company": company, "behaviour": "login_wall" }))
            .await;
        let wall = employers.get(apply).await;
        assert_eq!(wall.status(), StatusCode::SEE_OTHER, "{company}");
        let page = employers.text(wall.headers()[LOCATION].to_str().unwrap()).await;
        assert!(page.contains("type=\"password\""), "{company}");
    }
}

#[tokio::test]
async fn one_job_may_misbehave_alone() {
    let employers = Employers::open().await;
    let (bad, good) = (employers.open_job("lumbertide").await, employers.open_job("lumbertide").await);
    employers.control("/_control/behaviour", json!({ "job": bad["id"], "behaviour": "expired" })).await;
    assert_eq!(employers.get(bad["url"].as_str().unwrap()).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(employers.get(good["url"].as_str().unwrap()).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn an_unknown_company_or_behaviour_is_refused() {
    let employers = Employers::open().await;
    for body in [
        json!({ "company": "nobody", "behaviour": "ok" }),
        json!({ "behaviour": "ok" }),
        json!({ "company": "quillmoor", "behaviour": "dance" }),
    ] {
        let answer =
            employers.http.post(employers.url("/_control/behaviour")).json(&body).send().await.unwrap();
        assert!(answer.status().is_client_error(), "{body}");
    }
}
