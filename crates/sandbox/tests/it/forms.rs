use crate::support::{Employers, Filled, PDF};
use reqwest::StatusCode;
use reqwest::header::LOCATION;
use serde_json::{Value, json};

const FAMILIES: [&str; 6] =
    ["quillmoor", "brightkelp", "mossglint", "fahrenquell", "naranjal-norte", "pike-and-plume"];

#[tokio::test]
async fn a_whole_form_is_accepted_and_every_answer_is_in_the_ledger() {
    let employers = Employers::open().await;
    for (number, company) in FAMILIES.into_iter().enumerate() {
        let job = employers.open_job(company).await;
        let filled = employers.filled(&job, "Ada@Example.org").await;
        let answer = employers.send(&filled).await.unwrap();
        let page = follow(&employers, answer).await;
        assert!(
            page.contains("Thank you for applying")
                || page.contains("Vielen Dank")
                || page.contains("Gracias"),
            "{company}: {page}"
        );

        let ledger = employers.ledger_on_disk();
        assert_eq!(ledger.len(), number + 1, "{company}");
        let entry = ledger.last().unwrap();
        assert_eq!((&entry["job_id"], &entry["company"]), (&job["id"], &json!(company)));
        assert_eq!(entry["email"], "ada@example.org");
        assert_eq!(entry["name"], "Ada Example");
        assert_eq!(entry["files"][0]["size"], PDF.len());
        assert_eq!(entry["files"][0]["sha256"].as_str().unwrap().len(), 64);
        let answered: Vec<_> = entry["answers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|answer| answer["name"].as_str().unwrap())
            .collect();
        for (name, _) in &filled.values {
            assert!(answered.contains(&name.as_str()), "{company} lost {name}");
        }
        assert_eq!(employers.ledger().await, ledger);
    }
}

/// The page an accepted form leads to.
async fn follow(employers: &Employers, answer: reqwest::Response) -> String {
    match answer.status() {
        StatusCode::SEE_OTHER => {
            let target = answer.headers()[LOCATION].to_str().unwrap().to_owned();
            employers.text(&target).await
        }
        StatusCode::OK => answer.text().await.unwrap(),
        other => panic!("{other}: {}", answer.text().await.unwrap()),
    }
}

#[tokio::test]
async fn the_greenhouse_script_is_told_where_to_go() {
    let employers = Employers::open().await;
    let job = employers.open_job("quillmoor").await;
    let filled = employers.filled(&job, "ada@example.org").await;
    let answer = employers
        .http
        .post(&filled.submit_url)
        .header("accept", "application/json")
        .multipart(filled.form())
        .send()
        .await
        .unwrap();
    let body: Value = answer.json().await.unwrap();
    let target = body["redirect"].as_str().unwrap();
    assert!(target.ends_with("/confirmation"));
    assert!(employers.text(target).await.contains("Thank you for applying"));
}

#[tokio::test]
async fn a_second_application_is_kept_too_and_the_page_says_so() {
    let employers = Employers::open().await;
    let job = employers.open_job("lumbertide").await;
    let filled = employers.filled(&job, "ada@example.org").await;
    follow(&employers, employers.send(&filled).await.unwrap()).await;
    let page = follow(&employers, employers.send(&filled).await.unwrap()).await;
    assert!(page.contains("You have already applied"));
    let again: Vec<_> =
        employers.ledger().await.iter().map(|entry| entry["again"].as_bool().unwrap()).collect();
    assert_eq!(again, [false, true]);
}

async fn errors(employers: &Employers, filled: &Filled) -> Value {
    let answer = employers
        .http
        .post(&filled.submit_url)
        .header("accept", "application/json")
        .multipart(filled.form())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    answer.json::<Value>().await.unwrap()["errors"].clone()
}

#[tokio::test]
async fn each_wrong_answer_is_named_at_its_field_and_nothing_is_kept() {
    let employers = Employers::open().await;
    for company in FAMILIES {
        let job = employers.open_job(company).await;
        let good = employers.filled(&job, "ada@example.org").await;
        let required: Vec<_> = good
            .fields
            .iter()
            .filter(|field| field["required"] == true)
            .map(|field| field["name"].as_str().unwrap().to_owned())
            .collect();
        for name in required {
            let mut bad = good.clone();
            bad.without(&name);
            let errors = errors(&employers, &bad).await;
            assert_eq!(errors.as_object().unwrap().keys().collect::<Vec<_>>(), [&name], "{company}");
        }
        let mut bad = good.clone();
        let (email, phone, file) = (good.first("email"), good.first("phone"), good.first("file"));
        bad.set(&email, "ada@nowhere");
        bad.set(&phone, "call me");
        bad.files.iter_mut().for_each(|(_, name, bytes)| {
            (*name, *bytes) = ("resume.pdf".to_owned(), b"not a document".to_vec())
        });
        let errors = errors(&employers, &bad).await;
        for name in [&email, &phone, &file] {
            assert!(errors[name].is_string(), "{company}: no complaint at {name} in {errors}");
        }
    }
    assert!(employers.ledger().await.is_empty() && employers.ledger_on_disk().is_empty());
}

#[tokio::test]
async fn an_option_that_is_not_offered_and_a_town_nobody_chose_are_refused() {
    let employers = Employers::open().await;
    for company in ["quillmoor", "mossglint"] {
        let job = employers.open_job(company).await;
        let mut filled = employers.filled(&job, "ada@example.org").await;
        let town = filled.first("town");
        filled.set(&town, "Ber");
        assert!(errors(&employers, &filled).await[&town].is_string());
    }
    let job = employers.open_job("quillmoor").await;
    let mut filled = employers.filled(&job, "ada@example.org").await;
    filled.set("country", "Atlantis");
    assert_eq!(errors(&employers, &filled).await["country"], "Please choose one of the options.");
}

#[tokio::test]
async fn an_empty_or_a_too_large_resume_is_refused() {
    let employers = Employers::open().await;
    let job = employers.open_job("brightkelp").await;
    for (bytes, complaint) in [
        (Vec::new(), "This file is empty."),
        ([PDF, &vec![0; 10 * 1024 * 1024]].concat(), "This file is larger than 10 MB."),
    ] {
        let mut filled = employers.filled(&job, "ada@example.org").await;
        filled.files[0].2 = bytes;
        assert_eq!(errors(&employers, &filled).await["resume"], complaint);
    }
}

#[tokio::test]
async fn a_refused_page_shows_the_complaint_and_what_was_typed() {
    let employers = Employers::open().await;
    let job = employers.open_job("fahrenquell").await;
    let mut filled = employers.filled(&job, "ada@example").await;
    filled.set("wohnort", "Ulm & Umgebung");
    let answer = employers.send(&filled).await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("data-error-for=\"email\">Bitte geben Sie eine gültige E-Mail-Adresse ein."),
        "{page}"
    );
    assert!(page.contains("value=\"Ulm &amp; Umgebung\""));
}

#[tokio::test]
async fn whoever_fills_the_trap_is_refused_without_a_reason() {
    let employers = Employers::open().await;
    let job = employers.open_job("quillmoor").await;
    let mut filled = employers.filled(&job, "ada@example.org").await;
    filled.values.push(("contact_me_by_fax".to_owned(), "yes".to_owned()));
    assert_eq!(errors(&employers, &filled).await, json!({}));
    assert!(employers.ledger().await.is_empty());
    filled.set("contact_me_by_fax", "");
    assert_eq!(employers.send(&filled).await.unwrap().status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_forms_have_the_marks_of_their_families() {
    let employers = Employers::open().await;
    let page = async |company: &str| {
        let job = employers.open_job(company).await;
        employers.text(job["apply_url"].as_str().unwrap()).await
    };
    for (company, marks) in [
        (
            "ferrowave",
            &[
                "id=\"application-form\"",
                "id=\"first_name\"",
                "class=\"select__input\" id=\"country\"",
                "select__control",
                "class=\"file-upload\"",
                "id=\"submit_app\"",
                "id=\"candidate-location\"",
            ][..],
        ),
        (
            "lumbertide",
            &[
                "id=\"application-form\"",
                "name=\"urls[LinkedIn]\"",
                "id=\"resume-upload-input\"",
                "id=\"btn-submit\"",
                "id=\"hcaptchaSubmitBtn\"",
                "data-qa=\"name-input\"",
            ],
        ),
        (
            "mossglint",
            &[
                "ashby-application-form-container",
                "data-field-path=\"_systemfield_name\"",
                "ashby-application-form-question-title",
                "ashby-application-form-submit-button",
                "_systemfield_location",
            ],
        ),
        ("fahrenquell", &["name=\"vorname\"", "Lebenslauf", "Bewerbung absenden"]),
        ("naranjal-norte", &["name=\"apellidos\"", "Enviar candidatura"]),
    ] {
        let page = page(company).await;
        for mark in marks {
            assert!(page.contains(mark), "{company} lacks {mark}");
        }
        assert!(page.contains("contact_me_by_fax"), "{company} has no trap");
    }
}

#[tokio::test]
async fn the_job_board_leads_through_two_redirects_to_the_employers_form() {
    let employers = Employers::open().await;
    let board = employers.text("/jobboard/").await;
    let listing = board
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|link| link.starts_with("/jobboard/jobs/"))
        .unwrap();
    let page = employers.text(listing).await;
    assert!(page.contains("target=\"_blank\""));
    let apply = page
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|link| link.starts_with("/jobboard/out/"))
        .unwrap();
    let first = employers.get(apply).await;
    assert_eq!(first.status(), StatusCode::FOUND);
    let second = employers.get(first.headers()[LOCATION].to_str().unwrap()).await;
    assert_eq!(second.status(), StatusCode::FOUND);
    let form = employers.get(second.headers()[LOCATION].to_str().unwrap()).await;
    assert_eq!(form.status(), StatusCode::OK);
    let text = form.text().await.unwrap();
    assert!(text.contains("contact_me_by_fax"), "no form behind the redirects");

    // Under its own name the board is another site than the employer's.
    let id = listing.rsplit('/').next().unwrap();
    let click =
        employers.http.get(employers.url(&format!("/jobboard/click/{id}"))).header("host", "workwharf.test");
    let led = click.send().await.unwrap();
    assert!(led.headers()[LOCATION].to_str().unwrap().starts_with(&employers.url("/")));
}

#[tokio::test]
async fn the_towns_are_found_by_their_beginning_and_without_accents() {
    let employers = Employers::open().await;
    assert_eq!(employers.json("/places?q=berl").await, json!(["Berlin, Germany"]));
    assert_eq!(employers.json("/places?q=malaga").await, json!(["Málaga, Spain"]));
    assert_eq!(employers.json("/places?q=").await, json!([]));
}

#[tokio::test]
async fn questions_differ_from_posting_to_posting() {
    let employers = Employers::open().await;
    let mut asked = std::collections::BTreeSet::new();
    let mut kinds = std::collections::BTreeSet::new();
    for company in FAMILIES.iter().chain(FAMILIES.iter()).chain(FAMILIES.iter()) {
        let job = employers.open_job(company).await;
        let filled = employers.filled(&job, "ada@example.org").await;
        asked.insert(
            filled.fields.iter().map(|field| field["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>(),
        );
        kinds.extend(filled.fields.iter().map(|field| field["kind"].as_str().unwrap().to_owned()));
    }
    assert!(asked.len() >= 15, "only {} different forms", asked.len());
    for kind in ["yes_no", "one", "number", "essay", "date", "consent", "town", "file"] {
        assert!(kinds.contains(kind), "no form asks for {kind}");
    }
}
