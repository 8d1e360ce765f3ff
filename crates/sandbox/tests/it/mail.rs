use crate::support::{Employers, until};
use mail_parser::{Message, MessageParser, MimeHeaders};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// The messages in a Maildir, oldest first, read and unread.
fn mails(maildir: &Path) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    for folder in ["new", "cur"] {
        let entries = std::fs::read_dir(maildir.join(folder)).into_iter().flatten();
        files.extend(entries.map(|entry| entry.expect("an entry").path()));
    }
    files.sort_by_key(|path| std::fs::metadata(path).and_then(|data| data.modified()).ok());
    files.iter().map(|path| std::fs::read(path).expect("a mail")).collect()
}

fn parse(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).expect("a message")
}

fn words(message: &Message) -> String {
    let body = message.body_text(0).or_else(|| message.body_html(0)).expect("a body");
    format!("{} {body}", message.subject().expect("a subject"))
}

async fn applied(employers: &Employers, company: &str, email: &str) -> Value {
    let job = employers.open_job(company).await;
    let filled = employers.filled(&job, email).await;
    let answer = employers.send(&filled).await.expect("an answer");
    assert!(answer.status().is_success() || answer.status().is_redirection(), "{}", answer.status());
    job
}

#[tokio::test]
async fn the_acknowledgement_comes_by_itself() {
    let employers =
        Employers::with(|config| config.mail_pace.acknowledgement = Duration::from_millis(50)).await;
    let job = applied(&employers, "quillmoor", "Ada@Example.org").await;
    let maildir = employers.maildir("ada@example.org");
    let mail = until("a mail", async || mails(&maildir).into_iter().next()).await;
    let message = parse(&mail);
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(from.address(), Some("no-reply@greenhouse-mail.example"));
    assert_eq!(from.name(), Some("Quillmoor Recruiting"));
    assert_eq!(message.to().unwrap().first().unwrap().address(), Some("ada@example.org"));
    assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert!(message.message_id().is_some() && message.date().is_some());
    let text = words(&message);
    assert!(text.contains(job["title"].as_str().unwrap()) && text.contains("Quillmoor"), "{text}");
    assert!(std::fs::read_dir(maildir.join("tmp")).unwrap().next().is_none(), "tmp is left empty");
}

#[tokio::test]
async fn each_kind_of_mail_says_what_it_is_in_the_employers_language() {
    let employers = Employers::open().await;
    for (company, kind, signs) in [
        (
            "quillmoor",
            "rejection",
            &["not to move forward", "other candidates", "position has been filled"][..],
        ),
        ("quillmoor", "assessment", &["assessment", "take-home exercise"]),
        (
            "quillmoor",
            "interview",
            &["invite you to interview", "team would like to meet you", "schedule an interview"],
        ),
        (
            "quillmoor",
            "acknowledgement",
            &["received your application", "arrived safely", "Thanks for applying"],
        ),
        ("lindenruh-kliniken", "acknowledgement", &["eingegangen", "Eingang Ihrer Bewerbung"]),
        ("lindenruh-kliniken", "rejection", &["leider", "Leider"]),
        ("lindenruh-kliniken", "interview", &["Vorstellungsgespräch", "persönlichen Gespräch"]),
        ("verdeluna", "rejection", &["Lamentamos", "cubierta"]),
        ("verdeluna", "interview", &["entrevista"]),
    ] {
        let email = format!("{kind}.{company}@example.org");
        applied(&employers, company, &email).await;
        employers.control("/_control/mail", json!({ "email": email, "kind": kind })).await;
        let all = mails(&employers.maildir(&email));
        assert_eq!(all.len(), 1, "{company} {kind}");
        let text = words(&parse(&all[0])).replace("\r\n", " ");
        assert!(signs.iter().any(|sign| text.contains(sign)), "{company} {kind}: {text}");
    }
}

#[tokio::test]
async fn an_interview_brings_a_calendar_request_with_zone_time_and_place() {
    let employers = Employers::open().await;
    for company in
        ["quillmoor", "brightkelp", "mossglint", "fahrenquell", "naranjal-norte", "tarnwick-health"]
    {
        let email = format!("{company}@example.org");
        let job = applied(&employers, company, &email).await;
        employers
            .control("/_control/mail", json!({ "email": email, "job": job["id"], "kind": "interview" }))
            .await;
        let all = mails(&employers.maildir(&email));
        let message = parse(&all[0]);
        let part = message.attachments().next().expect("an attachment");
        assert_eq!(part.attachment_name(), Some("invite.ics"));
        let kind = part.content_type().unwrap();
        assert_eq!((kind.ctype(), kind.subtype()), ("text", Some("calendar")));
        assert_eq!(kind.attribute("method"), Some("REQUEST"));
        let calendar = part.text_contents().expect("text").replace("\r\n ", "").replace("\n ", "");
        for line in [
            "METHOD:REQUEST",
            "BEGIN:VTIMEZONE",
            "DTSTART;TZID=",
            "DTEND;TZID=",
            "UID:",
            "ORGANIZER;",
            "LOCATION:",
            "SUMMARY:",
            "ATTENDEE;",
        ] {
            assert!(calendar.contains(line), "{company}: no {line} in {calendar}");
        }
        assert!(calendar.contains(&format!("mailto:{email}")));
        let zone = calendar.split("TZID:").nth(1).unwrap().lines().next().unwrap().trim();
        assert!(calendar.contains(&format!("DTSTART;TZID={zone}:20")), "{company}");
        assert!(words(&message).contains(zone), "{company} names the zone in the letter");
    }
}

#[tokio::test]
async fn outcomes_follow_and_nothing_comes_twice_after_a_restart() {
    let fast = |config: &mut sandbox::Config| {
        config.mail_pace = sandbox::MailPace {
            acknowledgement: Duration::from_millis(10),
            outcome: Duration::from_millis(30),
            follow_up: Duration::from_millis(30),
            outcomes: true,
        };
    };
    let employers = Employers::with(fast).await;
    let addresses: Vec<String> = (0..12).map(|number| format!("ada{number}@example.org")).collect();
    for email in &addresses {
        applied(&employers, "lumbertide", email).await;
    }
    let sent = employers.dir.path().join("data/mail-sent.jsonl");
    let mut last = 0;
    // Twelve acknowledgements and at least eight later letters: silence is rare.
    until("the letters", async || {
        let now = std::fs::read_to_string(&sent).unwrap_or_default().lines().count();
        let settled = now >= 20 && now == last;
        last = now;
        tokio::time::sleep(Duration::from_millis(80)).await;
        settled.then_some(())
    })
    .await;
    let count = |employers: &Employers| {
        addresses.iter().map(|email| mails(&employers.maildir(email)).len()).sum::<usize>()
    };
    let before = count(&employers);
    assert_eq!(before, last);

    // A reader moves a mail and flags it; the record of one mail is lost in a crash.
    let new = employers.maildir(&addresses[0]).join("new");
    let first = std::fs::read_dir(&new).unwrap().next().unwrap().unwrap();
    let flagged = format!("{}:2,S", first.file_name().to_string_lossy());
    std::fs::rename(first.path(), new.parent().unwrap().join("cur").join(flagged)).unwrap();
    let text = std::fs::read_to_string(&sent).unwrap();
    std::fs::write(&sent, &text[..text.find('\n').unwrap() - 5]).unwrap();

    let employers = employers.restart(fast).await;
    until("the record is whole again", async || {
        let lines = std::fs::read_to_string(&sent).unwrap_or_default().lines().count();
        (lines == before).then_some(())
    })
    .await;
    assert_eq!(count(&employers), before, "a mail came twice");
}

#[tokio::test]
async fn what_was_pending_at_a_crash_is_sent_after_the_restart() {
    let employers = Employers::open().await;
    applied(&employers, "mossglint", "ada@example.org").await;
    assert!(mails(&employers.maildir("ada@example.org")).is_empty());
    let employers =
        employers.restart(|config| config.mail_pace.acknowledgement = Duration::from_millis(1)).await;
    let maildir = employers.maildir("ada@example.org");
    until("the acknowledgement", async || (mails(&maildir).len() == 1).then_some(())).await;
}

#[tokio::test]
async fn mail_for_an_application_nobody_made_is_refused() {
    let employers = Employers::open().await;
    let order = json!({ "email": "nobody@example.org", "kind": "interview" });
    let answer = employers.http.post(employers.url("/_control/mail")).json(&order).send().await.unwrap();
    assert_eq!(answer.status(), reqwest::StatusCode::NOT_FOUND);
}
