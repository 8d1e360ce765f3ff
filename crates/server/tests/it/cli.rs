//! The engines as plain tools, as a person runs them: files in, one JSON object per line out.

use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::program::{Options, Server, jobwire, shared};

async fn run(folder: &Path, arguments: &[&str]) -> Output {
    let output = jobwire(folder, arguments).await;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "jobwire {}: {errors}", arguments.join(" "));
    output
}

/// Standard output as one JSON object per line.
fn objects(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("the output is text");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("this line is no JSON: {line}")))
        .collect()
}

fn shown(path: &Path) -> String {
    path.to_str().expect("a plain path").to_owned()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[tokio::test]
async fn every_command_explains_itself() {
    let folder = folder();
    let root = String::from_utf8(run(folder.path(), &["--help"]).await.stdout).expect("text");
    assert!(root.contains("A self-hosted, real-time job search"), "{root}");
    let commands: Vec<&str> = root
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        // A long explanation goes on below, indented further.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    for known in ["serve", "import", "titles", "match", "jobs", "form", "resume"] {
        assert!(commands.contains(&known), "{known} is missing in {commands:?}");
    }
    for command in commands {
        let help = String::from_utf8(run(folder.path(), &[command, "--help"]).await.stdout).expect("text");
        assert!(help.contains("Usage: jobwire"), "{command}: {help}");
    }
}

#[tokio::test]
async fn what_cannot_be_done_is_said_in_a_sentence() {
    let folder = folder();
    std::fs::write(folder.path().join("page.html"), "<p>not a resume").expect("written");
    std::fs::write(folder.path().join("jobs.jsonl"), "").expect("written");
    for (arguments, words) in [
        (vec!["import", "nosuch.jsonl"], "nosuch.jsonl cannot be read"),
        (vec!["match", "--profile", "nosuch.pdf", "--jobs", "jobs.jsonl"], "nosuch.pdf cannot be read"),
        (vec!["match", "--profile", "page.html", "--jobs", "jobs.jsonl"], "is not a kind of file"),
        (
            vec!["match", "--profiles", "jobs.jsonl", "--jobs", "jobs.jsonl", "--parts", "luck"],
            "no part called luck",
        ),
        (vec!["jobs", "dedupe", "nosuch.jsonl"], "nosuch.jsonl cannot be read"),
        (vec!["resume", "parse", "page.html"], "is not a kind of file"),
        (vec!["form", "inspect", "nosuch.html"], "nosuch.html"),
        (vec!["import", "https://127.0.0.1/jobs"], "127.0.0.1"),
    ] {
        let output = jobwire(folder.path(), &arguments).await;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {errors}");
        assert!(errors.contains(words), "{arguments:?}: {errors}");
        assert!(output.stdout.is_empty() && !errors.contains("panicked"), "{arguments:?}: {errors}");
    }
}

#[tokio::test]
async fn the_real_postings_are_taken_in_once_and_everybody_sees_them() {
    let options = Options::new("web");
    let folder = options.folder.clone();
    let postings = shown(&shared("postings/postings_with_desc.jsonl"));
    let first = run(folder.path(), &["import", &postings]).await;
    let report = String::from_utf8(first.stdout).expect("text");
    assert!(report.contains("10283 postings from postings_with_desc.jsonl"), "{report}");
    assert!(report.contains("9014 new, 1268 duplicates of others, 0 changed, 0 as they were"), "{report}");
    assert!(report.contains("1 could not be taken") && report.contains("It names no employer."), "{report}");
    let progress = String::from_utf8(first.stderr).expect("text");
    assert!(progress.matches(" read: ").count() > 5, "progress is shown: {progress}");
    let server = Server::start(options).await;
    let ada = server.register("ada@mail.example").await;
    let page = ada.get("/api/v1/jobs?limit=200&q=nurse").await;
    assert_eq!(page["items"].as_array().expect("a list").len(), 200);
    assert!(page["next_cursor"].is_string());
    drop(server);
    let again = run(folder.path(), &["import", &postings]).await;
    let report = String::from_utf8(again.stdout).expect("text");
    assert!(report.contains("0 new, 0 duplicates of others, 0 changed, 10282 as they were"), "{report}");
}

#[tokio::test]
async fn a_broken_file_of_postings_gives_what_is_good_in_it() {
    let folder = folder();
    let lines = concat!(
        r#"{"id": "1", "title": "Nurse", "company": "Clinic", "location": "Bonn", "description": "Care."}"#,
        "\nnot json\n",
        r#"{"id": "2", "title": "", "company": "Clinic"}"#,
        "\n",
        r#"{"id": "3", "title": "Cook", "company": "Clinic", "location": "Bonn", "description": "Soup."}"#,
        "\n",
    );
    std::fs::write(folder.path().join("jobs.jsonl"), lines).expect("written");
    let report = String::from_utf8(run(folder.path(), &["import", "jobs.jsonl"]).await.stdout).expect("text");
    assert!(report.contains("2 new") && report.contains("2 could not be taken"), "{report}");
    assert!(
        report.contains("line 2: The line is not JSON") && report.contains("line 3: It has no title"),
        "{report}"
    );
}

#[tokio::test]
async fn match_ranks_the_real_postings_for_a_real_resume() {
    let folder = folder();
    let resume = shown(&shared("resumes/pdf/ACCOUNTANT-14449423.pdf"));
    let jobs = shown(&shared("postings/postings_with_desc.jsonl"));
    let ranked = run(folder.path(), &["match", "--profile", &resume, "--jobs", &jobs, "--top", "5"]).await;
    let ranked = objects(&ranked);
    assert_eq!(ranked.len(), 5);
    let scores: Vec<f64> = ranked.iter().map(|found| found["score"].as_f64().expect("a score")).collect();
    assert!(
        scores.is_sorted_by(|a, b| a >= b) && scores.iter().all(|score| (0.0..=1.0).contains(score)),
        "{scores:?}"
    );
    for found in &ranked {
        let reasons = found["reasons"].as_array().expect("reasons");
        assert!(reasons.iter().any(|reason| reason["part"] == "title" && reason["kind"] == "for"), "{found}");
    }
    let titles = ["match", "--profile", &resume, "--jobs", &jobs, "--top", "3", "--parts", "title"];
    for found in objects(&run(folder.path(), &titles).await) {
        let parts = found["reasons"].as_array().expect("reasons").iter().map(|reason| &reason["part"]);
        assert!(parts.clone().all(|part| part == "title"), "only the title counts: {found}");
    }
}

#[tokio::test]
async fn titles_finds_the_same_title_first() {
    let folder = folder();
    std::fs::write(folder.path().join("q.tsv"), "id\ttitle\na\tbroadcast engineer\nb\tnurse\n")
        .expect("written");
    let corpus = shown(&shared("title_match/english/corpus.tsv"));
    let ranked =
        run(folder.path(), &["titles", "--queries", "q.tsv", "--corpus", &corpus, "--top", "4"]).await;
    let ranked = objects(&ranked);
    assert_eq!(
        ranked.iter().map(|line| line["query_id"].as_str().expect("an id")).collect::<Vec<_>>(),
        ["a", "b"]
    );
    for line in &ranked {
        let scores = line["ranking"].as_array().expect("a ranking").iter();
        let scores: Vec<f64> = scores.map(|entry| entry["score"].as_f64().expect("a score")).collect();
        assert!(scores.len() == 4 && scores.is_sorted_by(|a, b| a >= b), "{line}");
    }
    let best = ranked[0]["ranking"][0]["id"].as_str().expect("an id");
    let titles = std::fs::read_to_string(shared("title_match/english/corpus.tsv")).expect("text");
    assert!(titles.lines().any(|line| line == format!("{best}\tbroadcast engineer")), "{best}");
}

#[tokio::test]
async fn dedupe_puts_the_same_vacancy_into_one_cluster() {
    let folder = folder();
    let text =
        "You care for people in our clinic, by day and by night, with a team of twelve nurses. ".repeat(4);
    let job = |id: &str, title: &str, text: &str| serde_json::json!({"id": id, "title": title, "company": "Clinic", "location": "Bonn", "description": text});
    let lines = [
        job("1", "Nurse", &text),
        job("2", "Cook", "Soup for a hundred people a day."),
        job("3", "Nurse", &text),
    ];
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(folder.path().join("jobs.jsonl"), lines).expect("written");
    let clusters = objects(&run(folder.path(), &["jobs", "dedupe", "jobs.jsonl"]).await);
    let mut ids: Vec<Value> = clusters.iter().map(|line| line["ids"].clone()).collect();
    ids.sort_by_key(Value::to_string);
    assert_eq!(ids, [serde_json::json!(["1", "3"]), serde_json::json!(["2"])]);
    let real = shown(&shared("postings/postings_with_desc.jsonl"));
    let clusters = objects(&run(folder.path(), &["jobs", "dedupe", &real]).await);
    let ids: usize = clusters.iter().map(|line| line["ids"].as_array().expect("a list").len()).sum();
    assert_eq!(ids, 10_283, "every posting is in one cluster");
    assert!(clusters.len() < 9_300, "{} clusters", clusters.len());
}

#[tokio::test]
async fn form_tells_the_fields_of_a_page_and_what_labels_mean() {
    let folder = folder();
    let page = r#"<form><label for="a">First name</label><input id="a" name="first" required>
        <label for="b">Resume</label><input id="b" type="file" name="cv">
        <label for="c">Do you need a visa?</label>
        <select id="c" name="visa"><option>Yes</option><option>No</option></select><button>Send</button></form>"#;
    std::fs::write(folder.path().join("form.html"), page).expect("written");
    let fields = objects(&run(folder.path(), &["form", "inspect", "form.html"]).await);
    let told: Vec<_> =
        fields.iter().map(|field| (&field["label"], &field["meaning"], &field["required"])).collect();
    assert_eq!(fields.len(), 3, "{told:?}");
    assert_eq!((&fields[0]["meaning"], &fields[0]["required"]), (&"first_name".into(), &true.into()));
    assert_eq!((&fields[1]["meaning"], &fields[1]["type"]), (&"resume".into(), &"file".into()));
    assert_eq!(fields[2]["meaning"], "sponsorship");
    assert_eq!(fields[2]["options"].as_array().expect("options").len(), 2);
    let labels = shared("forms/question_labels.jsonl");
    let count = std::fs::read_to_string(&labels).expect("text").lines().count();
    let meanings = objects(&run(folder.path(), &["form", "meanings", &shown(&labels)]).await);
    assert_eq!(meanings.len(), count);
    assert!(meanings.iter().all(|line| line["meaning"].is_string() && line["confidence"].is_number()));
}

#[tokio::test]
async fn resume_parse_prints_json_resume() {
    let folder = folder();
    let resume = shown(&shared("resumes/pdf/ACCOUNTANT-14449423.pdf"));
    let output = run(folder.path(), &["resume", "parse", &resume]).await;
    let parsed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(parsed["basics"]["label"], "STAFF ACCOUNTANT");
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("enter it in the profile"),
        "what is missing is said"
    );
}

#[tokio::test]
async fn mail_classify_names_the_class_of_each_mail() {
    let folder = folder();
    let lines = concat!(
        r#"{"id": 1, "subject": "Your application", "sender": "jobs@clinic.example", "body": "Thank you for applying. We have received your application."}"#,
        "\n",
        r#"{"id": 2, "subject": "Your application", "sender": "jobs@clinic.example", "body": "Unfortunately we have decided not to move forward with your application."}"#,
        "\n",
    );
    std::fs::write(folder.path().join("mails.jsonl"), lines).expect("written");
    let judged = objects(&run(folder.path(), &["mail", "classify", "mails.jsonl"]).await);
    let classes: Vec<_> = judged.iter().map(|line| (&line["id"], &line["class"])).collect();
    assert_eq!(classes, [(&1.into(), &"acknowledgement".into()), (&2.into(), &"rejection".into())]);
    let missing = jobwire(folder.path(), &["mail", "classify", "mails.jsonl", "nosuch.eml"]).await;
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("nosuch.eml"), "the file is named");
    assert_eq!(objects(&missing).len(), 2, "the others are judged all the same");
}

#[tokio::test]
async fn migrate_and_doctor_say_how_things_are() {
    let folder = folder();
    let migrated = String::from_utf8(run(folder.path(), &["migrate"]).await.stdout).expect("text");
    assert!(migrated.contains("SQLite") && migrated.contains("up to date"), "{migrated}");
    assert!(folder.path().join("data/jobwire.db").exists());
    let healthy = String::from_utf8(run(folder.path(), &["doctor"]).await.stdout).expect("text");
    for thing in ["data folder", "database", "port", "browser"] {
        assert!(healthy.contains(&format!("ok    {thing}: ")), "{thing}: {healthy}");
    }
    // Another database's key.
    std::fs::remove_file(folder.path().join("data/app.key")).expect("it is there");
    let sick = jobwire(folder.path(), &["doctor"]).await;
    let said = String::from_utf8_lossy(&sick.stdout).into_owned();
    assert_eq!(sick.status.code(), Some(1), "{said}");
    assert!(said.contains("FAIL  database: The key file does not belong to this database"), "{said}");
}

#[tokio::test]
async fn a_server_whose_lines_nobody_reads_goes_on_and_ends_well() {
    let options = Options::new("all");
    let mut command = options.command();
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it can be started");
    // As `jobwire serve | head -1` does.
    let mut first = String::new();
    let mut lines = BufReader::new(server.stdout.take().expect("its output is a pipe"));
    lines.read_line(&mut first).await.expect("its output is text");
    drop(lines);
    let pid = server.id().expect("it runs").to_string();
    // It has more to say until it is ready, and at its end.
    for _ in 0..30 {
        assert!(server.try_wait().expect("it can be asked").is_none(), "it ended with its reader");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(
        tokio::process::Command::new("kill").args(["-TERM", &pid]).status().await.expect("kill").success()
    );
    let ended = tokio::time::timeout(Duration::from_secs(20), server.wait()).await;
    assert!(ended.expect("it ends in time").expect("it can be waited for").success());
}

#[tokio::test]
async fn apply_fills_nothing_from_the_command_line() {
    let folder = folder();
    std::fs::write(folder.path().join("cv.json"), crate::requests::resume("Ada Example")).expect("written");
    let url = "https://jobs.example/1";
    let careless = jobwire(folder.path(), &["apply", "--profile", "cv.json", url]).await;
    assert_eq!(careless.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&careless.stderr).contains("--dry-run"), "it says how");
    let private = ["apply", "--dry-run", "--profile", "cv.json", "http://127.0.0.1:9/job"];
    let refused = jobwire(folder.path(), &private).await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stdout.is_empty() && !refused.stderr.is_empty());
}
