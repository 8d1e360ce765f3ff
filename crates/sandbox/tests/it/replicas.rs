use crate::support::{Employers, PDF};
use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn made(employers: &Employers, order: Value) -> Value {
    let answer =
        employers.http.post(employers.url("/_control/forms")).json(&order).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK, "{order}");
    answer.json().await.expect("a form")
}

async fn families(employers: &Employers) -> Vec<String> {
    let all = employers.json("/_control/forms/families").await;
    all.as_array().unwrap().iter().map(|family| family.as_str().unwrap().to_owned()).collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

/// A sound answer to a field, as a browser would send it.
fn value_of(field: &Value) -> String {
    match text(field, "kind") {
        "email" => "ada@example.org".to_owned(),
        "phone" => "+49 30 1234567".to_owned(),
        "url" => "https://example.org/ada".to_owned(),
        "number" => "5".to_owned(),
        "date" => match text(field, "day") {
            "dotted" => "31.01.2027".to_owned(),
            "american" => "01/31/2027".to_owned(),
            _ => "2027-01-31".to_owned(),
        },
        "town" => "Berlin, Germany".to_owned(),
        "consent" => "1".to_owned(),
        "one" | "many" => field["options"][0].as_str().unwrap().to_owned(),
        _ => "Ada".to_owned(),
    }
}

fn filled(form: &Value, without: Option<&str>) -> Form {
    let mut body = Form::new();
    for field in form["fields"].as_array().unwrap() {
        let name = text(field, "name").to_owned();
        if without == Some(&name) {
            continue;
        }
        body = match text(field, "kind") {
            "file" => body.part(name, Part::bytes(PDF.to_vec()).file_name("Ada_Example_Resume.pdf")),
            _ => body.text(name, value_of(field)),
        };
    }
    body
}

async fn send(employers: &Employers, form: &Value, body: Form) -> reqwest::Response {
    let url = format!("{}/submit", text(form, "url"));
    employers.http.post(url).header("accept", "application/json").multipart(body).send().await.unwrap()
}

#[tokio::test]
async fn every_family_takes_a_whole_form_and_names_what_is_missing() {
    let employers = Employers::open().await;
    for family in families(&employers).await {
        for seed in 0..6 {
            let form = made(&employers, json!({ "family": family, "seed": seed })).await;
            let before = employers.ledger().await.len();
            for field in form["fields"].as_array().unwrap().iter().filter(|field| field["required"] == true) {
                let name = text(field, "name");
                let answer = send(&employers, &form, filled(&form, Some(name))).await;
                assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{family} {seed} {name}");
                let told: Value = answer.json().await.unwrap();
                assert_eq!(told["errors"].as_object().unwrap().keys().collect::<Vec<_>>(), [name]);
            }
            let trapped = filled(&form, None).text(text(&form, "trap").to_owned(), "x");
            assert_eq!(send(&employers, &form, trapped).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
            let sprung = employers.json("/_control/forms/sprung").await;
            assert_eq!(sprung.as_array().unwrap().last(), Some(&form["id"]), "{family} {seed}");
            assert_eq!(employers.ledger().await.len(), before, "nothing refused is kept");
            assert_eq!(
                send(&employers, &form, filled(&form, None)).await.status(),
                StatusCode::OK,
                "{family} {seed}"
            );
            let ledger = employers.ledger().await;
            let entry = ledger.last().unwrap();
            assert_eq!((&entry["job_id"], &entry["company"]), (&form["id"], &json!("replica")));
            let kept = entry["answers"].as_array().unwrap().len() + entry["files"].as_array().unwrap().len();
            assert_eq!(kept, form["fields"].as_array().unwrap().len(), "{family} {seed}");
        }
    }
}

#[tokio::test]
async fn the_same_seed_is_the_same_form_and_other_seeds_are_others() {
    let employers = Employers::open().await;
    for family in families(&employers).await {
        let mut forms = BTreeSet::new();
        let mut languages = BTreeSet::new();
        for seed in 0..24 {
            let order = json!({ "family": family, "seed": seed });
            let form = made(&employers, order.clone()).await;
            assert_eq!(form["fields"], made(&employers, order).await["fields"]);
            forms.insert(form["fields"].to_string());
            languages.insert(text(&form, "language").to_owned());
        }
        assert_eq!(forms.len(), 24, "{family}");
        assert_eq!(languages.len(), 4, "{family} speaks {languages:?}");
    }
}

#[tokio::test]
async fn some_forms_write_what_they_misread_in_the_resume_over_their_fields() {
    let employers = Employers::open().await;
    for family in families(&employers).await {
        let mut reading = 0;
        for seed in 0..20 {
            let form = made(&employers, json!({ "family": family, "seed": seed })).await;
            if form["reads_after"].is_null() {
                continue;
            }
            reading += 1;
            let place = text(&form, "url").find("/replica/").unwrap();
            let read = employers.json(&format!("{}/parsed", &text(&form, "url")[place..])).await;
            let fields = form["fields"].as_array().unwrap();
            let email = fields.iter().find(|field| field["asks"] == "email").unwrap();
            assert!(text(&read, text(email, "name")).contains('@'), "{family} {seed}: {read}");
            // One thing is read that nobody would answer.
            let social = fields.iter().find(|field| field["asks"] == "social").unwrap();
            assert!(read[text(social, "name")].is_string(), "{family} {seed}: {read}");
            let page = employers.http.get(format!("{}/apply", text(&form, "url"))).send().await.unwrap();
            assert!(page.text().await.unwrap().contains("replica-parse.js"), "{family} {seed}");
        }
        let reads = ["lever", "ashby", "workable"].contains(&family.as_str());
        assert_eq!(reading > 0, reads, "{family}: {reading} of 20");
    }
}

#[tokio::test]
async fn names_of_fields_are_unique_within_a_form() {
    let employers = Employers::open().await;
    for family in families(&employers).await {
        for seed in 0..40 {
            let form = made(&employers, json!({ "family": family, "seed": seed })).await;
            let fields = form["fields"].as_array().unwrap();
            let names: BTreeSet<_> = fields.iter().map(|field| text(field, "name")).collect();
            assert_eq!(names.len(), fields.len(), "{family} {seed}");
        }
    }
}

/// Every page on which a family shows fields: steps drawn by script are in one page, iCIMS has one page for each.
async fn shown(employers: &Employers, form: &Value) -> String {
    let path = text(form, "url").replace(&employers.url(""), "");
    match text(form, "family") {
        "icims" => {
            let mut all = String::new();
            for step in 0..form["steps"].as_u64().unwrap() {
                all += &employers.text(&format!("{path}/step?step={step}")).await;
            }
            all
        }
        _ => employers.text(&format!("{path}/apply")).await,
    }
}

#[tokio::test]
async fn the_pages_have_the_marks_of_their_families() {
    let employers = Employers::open().await;
    let marks: [(&str, &[&str]); 13] = [
        (
            "greenhouse",
            &["id=\"application-form\"", "id=\"first_name\"", "id=\"submit_app\"", "select__control"],
        ),
        ("greenhouse_embedded", &["id=\"application-form\"", "id=\"submit_app\""]),
        (
            "greenhouse_legacy",
            &["id=\"application_form\"", "name=\"job_application[first_name]\"", "id=\"submit_app\""],
        ),
        ("lever", &["id=\"btn-submit\"", "id=\"resume-upload-input\"", "id=\"hcaptchaSubmitBtn\""]),
        ("ashby", &["ashby-application-form-container", "data-field-path=\"_systemfield_name\""]),
        ("workable", &["data-ui=\"apply-button\"", "fieldset data-ui=\"QA_"]),
        ("smartrecruiters", &["<spl-input", "<spl-dropzone", "data-test=\"footer-next\""]),
        ("recruitee", &["name=\"candidate.name\"", "candidate.openQuestionAnswers."]),
        ("teamtailor", &["name=\"candidate[first_name]\"", "candidate[answers_attributes]"]),
        ("personio", &["name=\"first_name\"", "custom_attribute_"]),
        ("bamboohr", &["name=\"firstName\"", "customQuestions["]),
        ("icims", &["iCIMS_MainWrapper", "name=\"PersonProfileFields.FirstName\""]),
        (
            "workday",
            &["click_filter", "beecatcher", "createAccountSubmitButton", "progressBar", "verifyPassword"],
        ),
    ];
    for (family, marks) in marks {
        let form = made(&employers, json!({ "family": family, "seed": 3 })).await;
        let page = shown(&employers, &form).await;
        for mark in marks {
            assert!(page.contains(mark), "{family} lacks {mark}");
        }
        assert!(page.contains(text(&form, "trap")), "{family} has no trap");
    }
    for (family, frame) in [("greenhouse_embedded", "grnhse_iframe"), ("icims", "icims_content_iframe")] {
        let form = made(&employers, json!({ "family": family, "seed": 3 })).await;
        let page = employers.text(&text(&form, "url").replace(&employers.url(""), "")).await;
        assert!(page.contains(frame), "{family} has no frame");
    }
}

/// The real question objects that stand beside the repository.
fn question_objects() -> Vec<Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/forms/question_objects.jsonl");
    let lines = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("the shared data has to be beside the repository: {}: {error}", path.display())
    });
    lines.lines().map(|line| serde_json::from_str(line).expect("an object on each line")).collect()
}

#[tokio::test]
async fn real_question_objects_become_fields_of_every_family() {
    let employers = Employers::open().await;
    let objects = question_objects();
    assert!(objects.len() > 50);
    for family in families(&employers).await {
        let form =
            made(&employers, json!({ "family": family, "seed": 5, "language": "en", "questions": objects }))
                .await;
        let custom: Vec<_> =
            form["fields"].as_array().unwrap().iter().filter(|field| field["asks"] == "custom").collect();
        assert_eq!(custom.len(), objects.len(), "{family}");
        let page = shown(&employers, &form).await;
        for field in custom {
            assert!(
                page.contains(&escaped(text(field, "label"))),
                "{family} does not ask {}",
                field["label"]
            );
            for option in field["options"].as_array().unwrap() {
                // Drawn lists hold their options as JSON inside an attribute.
                let quoted = serde_json::to_string(option).unwrap();
                let written = [option.as_str().unwrap(), &quoted].map(escaped);
                assert!(written.iter().any(|text| page.contains(text)), "{family} does not offer {option}");
            }
        }
        assert_eq!(send(&employers, &form, filled(&form, None)).await.status(), StatusCode::OK, "{family}");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[tokio::test]
async fn an_upload_made_beforehand_counts_as_the_file() {
    let employers = Employers::open().await;
    let form = made(&employers, json!({ "family": "workable", "seed": 1 })).await;
    let part = Part::bytes(PDF.to_vec()).file_name("Ada_Example_Resume.pdf");
    let url = format!("{}/upload", text(&form, "url"));
    let told: Value = employers
        .http
        .post(url)
        .multipart(Form::new().part("file", part))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let body = filled(&form, Some("resume")).text("resume", text(&told, "token").to_owned());
    assert_eq!(send(&employers, &form, body).await.status(), StatusCode::OK);
    assert_eq!(employers.ledger().await[0]["files"][0]["name"], "Ada_Example_Resume.pdf");
}

#[tokio::test]
async fn an_account_is_made_once_and_opens_with_its_password_only() {
    let employers = Employers::open().await;
    let form = made(&employers, json!({ "family": "workday", "seed": 1 })).await;
    let url = format!("{}/account", text(&form, "url"));
    let account = |create: bool, password: &'static str, bee: &'static str| {
        let body = json!({ "create": create, "email": "ada@example.org", "password": password, "verify": password, "agreed": true, "beecatcher": bee });
        employers.http.post(&url).json(&body).send()
    };
    let status = async |create, password, bee| account(create, password, bee).await.unwrap().status();
    assert_eq!(status(false, "Open#Sesame7", "").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(true, "weak", "").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(true, "Open#Sesame7", "filled").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(true, "Open#Sesame7", "").await, StatusCode::OK);
    assert_eq!(status(true, "Open#Sesame7", "").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(false, "Wrong#Sesame7", "").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(false, "Open#Sesame7", "").await, StatusCode::OK);
}
