//! Codes that are mailed before an application is taken in, and captchas that a person can solve.

use crate::support::{Employers, until};
use reqwest::StatusCode;
use reqwest::header::SET_COOKIE;
use serde_json::json;

/// The code of the only mail to this address.
fn mailed(employers: &Employers, address: &str) -> Option<String> {
    let folder = sandbox::maildir_of(&employers.dir.path().join("mail"), address).join("new");
    let mail = std::fs::read_dir(folder).ok()?.flatten().next()?;
    let text = std::fs::read_to_string(mail.path()).ok()?;
    // Long lines are broken for the way.
    let text = text.replace("=\r\n", "");
    let code = text.split("on your application: ").nth(1)?;
    Some(code.split_whitespace().next()?.to_owned())
}

#[tokio::test]
async fn an_application_is_taken_in_with_the_code_that_was_mailed_and_only_then() {
    let employers = Employers::open().await;
    let job = employers.open_job("quillmoor").await;
    employers.control("/_control/behaviour", json!({ "job": job["id"], "behaviour": "email_code" })).await;
    let mut filled = employers.filled(&job, "ada@example.org").await;
    assert_eq!(employers.send(&filled).await.unwrap().status(), StatusCode::PRECONDITION_REQUIRED);
    let code = until("the mail", async || mailed(&employers, "ada@example.org")).await;
    assert_eq!(code.len(), 8);
    filled.values.push(("security_code".to_owned(), "wrong123".to_owned()));
    assert_eq!(employers.send(&filled).await.unwrap().status(), StatusCode::PRECONDITION_REQUIRED);
    assert!(employers.ledger_on_disk().is_empty());
    filled.set("security_code", &code);
    assert!(employers.send(&filled).await.unwrap().status().is_redirection());
    assert_eq!(employers.ledger_on_disk().len(), 1);
    assert_eq!(
        employers.send(&filled).await.unwrap().status(),
        StatusCode::PRECONDITION_REQUIRED,
        "a code opens once"
    );
}

#[tokio::test]
async fn a_captcha_before_the_form_is_passed_with_its_cookie() {
    let employers = Employers::open().await;
    let job = employers.open_job("brightkelp").await;
    employers
        .control("/_control/behaviour", json!({ "job": job["id"], "behaviour": "captcha_before" }))
        .await;
    let url = job["apply_url"].as_str().unwrap();
    let page = employers.http.get(url).send().await.unwrap();
    assert!(page.headers().get(SET_COOKIE).is_none(), "only its script sets it");
    let page = page.text().await.unwrap();
    assert!(page.contains("h-captcha") && !page.contains("resume"));
    let page = employers.http.get(url).header("cookie", "captcha_passed=1").send().await.unwrap();
    assert!(page.text().await.unwrap().contains("resume"));
}
