//! `jobwire migrate --from … --to …`: a whole life moves from a laptop to a server, however often it is interrupted, and
//! what must not be done is refused with a sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::sync::Arc;

use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret as _;
use serde_json::json;
use store::shards::ShardSet;
use store::transfer::TABLES;
use store::{Store, StoreOptions};
use tempfile::TempDir;
use testkit::{empty_postgres, run_sql};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

use crate::authz::{SECRET, everything_of};
use crate::program::{Credential, JOBWIRE, Options, PASSWORD, Person, Server, jobwire};
use crate::requests::{Rows, rows_of};

mod life;

const EMAIL: &str = "ada-xq7@mail.example";
/// What no output may hold.
const URL_PASSWORD: &str = "hunter2";

/// A laptop on which Jobwire was used and stopped.
struct Laptop {
    folder: Arc<TempDir>,
    url: String,
    rows: Rows,
    token: Person,
    session: Person,
    /// All that Ada could read there.
    seen: BTreeMap<String, String>,
}

impl Laptop {
    async fn new() -> Self {
        let options = Options::new("web");
        let folder = options.folder.clone();
        let url = format!("sqlite://{}", options.data_dir().join("jobwire.db").display());
        let server = Server::start(options.clone()).await;
        let session = server.register(EMAIL).await;
        let rows = rows_of(&server, &session, SECRET).await;
        let token = session.with_token().await;
        let store = server.store().await;
        let user = user_of(&session).await;
        life::fill(&store, user).await;
        store.close().await;
        assert!(server.terminate().await);
        // A job that repeats one which came later.
        let linked =
            "UPDATE jobs SET duplicate_of = (SELECT MAX(id) FROM jobs) WHERE id = (SELECT MIN(id) FROM jobs)";
        assert_eq!(run_sql(&url, linked).await, 1);
        let server = Server::start(options).await;
        let seen = everything_of(&session.at(&server), &rows).await;
        assert!(server.terminate().await);
        Self { folder, url, rows, token, session, seen }
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("data/app.key")
    }

    fn command(&self, to: &str) -> Command {
        let mut command = Command::new(JOBWIRE);
        command
            .args(["migrate", "--from", &self.url, "--to", to])
            .env_clear()
            .current_dir(self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    async fn migrate(&self, to: &str) -> Output {
        jobwire(self.folder.path(), &["migrate", "--from", &self.url, "--to", to]).await
    }

    /// Runs it until it has said so many lines, and kills it as a power cut would. `true` when it had come to its end.
    async fn migrate_and_kill_after(&self, to: &str, lines: usize) -> bool {
        let mut child = self.command(to).spawn().expect("it starts");
        let mut said = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        for _ in 0..lines {
            if said.next_line().await.expect("text").is_none() {
                break;
            }
        }
        child.kill().await.expect("it can be killed");
        child.wait().await.expect("it ended").success()
    }

    /// A server on this database, with the key that came along.
    async fn server_on(&self, database_url: &str) -> Server {
        let mut options = Options::new("web");
        std::fs::create_dir(options.data_dir()).expect("a folder");
        std::fs::copy(self.key(), options.data_dir().join("app.key")).expect("a key");
        options.database_url = Some(database_url.to_owned());
        Server::start(options).await
    }
}

async fn user_of(person: &Person) -> domain::UserId {
    let me = person.get("/api/v1/auth/me").await;
    domain::UserId(me["user"]["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Checks that everything arrived, and gives each table's checksum.
fn arrived(output: &Output) -> BTreeMap<String, String> {
    let (said, errors) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{said}{errors}");
    assert!(said.contains("equal on both sides"), "{said}");
    let mut checksums = BTreeMap::new();
    for line in said.lines().filter(|line| line.ends_with(" equal") || line.ends_with(" DIFFERS")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [table, sent, arrived, sent_sum, arrived_sum, verdict] = words[..] else { panic!("{line}") };
        assert_eq!((sent, sent_sum, verdict), (arrived, arrived_sum, "equal"), "{line}");
        assert_ne!(sent, "0", "the life in these tests has something in every table: {table} is empty");
        checksums.insert(table.to_owned(), sent_sum.to_owned());
    }
    let carried: BTreeSet<&str> =
        TABLES.iter().filter(|table| table.is_carried()).map(|table| table.name).collect();
    assert_eq!(checksums.keys().map(String::as_str).collect::<BTreeSet<_>>(), carried);
    checksums
}

/// What a person read, without what is another at the new place: the log's epoch, and digits of seconds that PostgreSQL
/// does not keep.
fn comparable(seen: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let epoch = regex::Regex::new(r#""epoch":"[0-9a-f]{16}""#).expect("a literal");
    let digits = regex::Regex::new(r"(:\d\d\.\d{6})\d+").expect("a literal");
    let plain = |text: &String| digits.replace_all(&epoch.replace_all(text, ""), "$1").into_owned();
    seen.iter().map(|(name, said)| (name.clone(), plain(said))).collect()
}

#[tokio::test]
async fn a_whole_life_moves_to_a_server_and_back() {
    let laptop = Laptop::new().await;
    let database = empty_postgres().await;
    let sums = arrived(&laptop.migrate(&database).await);
    let back_again = ["migrate", "--from", &database, "--to", "sqlite://back.db"];
    assert_eq!(arrived(&jobwire(laptop.folder.path(), &back_again).await), sums);

    let server = laptop.server_on(&database).await;
    let login = json!({"email": EMAIL, "password": PASSWORD});
    let answer = server.nobody().send(Method::POST, "/api/v1/auth/login", Some(&login)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let ada = Person::new(&server.base, Credential::Session(answer.session_cookie()));
    let seen = comparable(&everything_of(&ada, &laptop.rows).await);
    for (name, said) in comparable(&laptop.seen) {
        assert_eq!(seen.get(&name), Some(&said), "{name}");
    }
    // Whoever was signed in still is, and whose program had a token still has.
    for person in [&laptop.token, &laptop.session] {
        assert_eq!(user_of(&person.at(&server)).await, user_of(&ada).await);
    }
    secrets_open_and_nothing_is_held(&server.store().await, user_of(&ada).await).await;
    assert!(server.terminate().await);
}

async fn secrets_open_and_nothing_is_held(store: &Store, user: domain::UserId) {
    let mailboxes = store.mailboxes(user).await.unwrap();
    let imap = mailboxes.iter().find(|mailbox| mailbox.has_password).expect("the mailbox came along");
    let password = store.mailbox_password(user, domain::MailboxId(imap.id)).await.unwrap();
    assert_eq!(password.expect("it is kept").expose_secret(), life::MAILBOX_PASSWORD);
    assert_eq!(
        store.site_password(user, "jobs.example").await.unwrap().as_deref(),
        Some(life::SITE_PASSWORD)
    );
    assert_eq!(store.lease_owners().await.unwrap(), Vec::<String>::new(), "nobody holds anything");
    let now = store.clock().now();
    let due = store.applications_due(now, 10).await.unwrap();
    assert_eq!(due.len(), 1, "what was being sent is looked after at once");
    let mut tx = store.begin().await.unwrap();
    let until = tx.now() + chrono::TimeDelta::minutes(1);
    let taken = tx.claim_task("server", &["laptop"], ShardSet::ALL, until).await.unwrap();
    let taken = taken.expect("what the laptop was running is taken over at once");
    assert_eq!((taken.attempt, taken.fence), (2, 2));
    tx.commit().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn the_log_goes_on_in_another_epoch() {
    let laptop = Laptop::new().await;
    let database = empty_postgres().await;
    arrived(&laptop.migrate(&database).await);
    let key = laptop.key();
    let open = async |url: &str| Store::open(StoreOptions::new(url, key.clone())).await.expect("it opens");
    let (before, after) = (open(&laptop.url).await, open(&database).await);
    assert_ne!(before.epoch(), after.epoch(), "pages that are open begin anew");
    let server = laptop.server_on(&database).await;
    let ada = laptop.token.at(&server);
    let user = user_of(&ada).await;
    let position = before.log_position(user).await.unwrap();
    assert!(position.last > 1);
    assert_eq!(after.log_position(user).await.unwrap(), position);
    ada.ok(Method::POST, "/api/v1/matching/stop", None).await;
    let last = after.log_position(user).await.unwrap().last;
    assert!(last > position.last, "numbers are given on from {}: {last}", position.last);
}

#[tokio::test]
async fn killed_anywhere_it_goes_on_and_ends_equal() {
    let laptop = Laptop::new().await;
    let whole = laptop.migrate(&empty_postgres().await).await;
    let sums = arrived(&whole);
    let lines = text(&whole.stderr).lines().count();
    assert!(lines > 35, "{lines} lines");
    for killed_after in (0..=lines).step_by(4) {
        let database = empty_postgres().await;
        let ended = laptop.migrate_and_kill_after(&database, killed_after).await;
        let again = laptop.migrate(&database).await;
        assert_eq!(arrived(&again), sums, "killed after {killed_after} lines");
        assert!(!ended || text(&again.stdout).contains("It was complete before"), "{}", text(&again.stdout));
    }
}

#[tokio::test]
async fn killed_again_and_again_it_comes_to_its_end() {
    let laptop = Laptop::new().await;
    let database = empty_postgres().await;
    // Each run says that it reads and that it goes on, then copies at least one batch.
    let mut runs = 0;
    while !laptop.migrate_and_kill_after(&database, 4).await {
        runs += 1;
        assert!(runs < 60, "every run gets further");
    }
    assert!(runs > 3, "{runs} runs were killed");
    let output = laptop.migrate(&database).await;
    arrived(&output);
    assert!(text(&output.stdout).contains("It was complete before"), "{}", text(&output.stdout));
}

#[tokio::test]
async fn what_did_not_arrive_as_it_was_is_named() {
    let laptop = Laptop::new().await;
    let database = empty_postgres().await;
    let lines = text(&laptop.migrate(&empty_postgres().await).await.stderr).lines().count();
    assert!(!laptop.migrate_and_kill_after(&database, lines - 4).await);
    assert_eq!(run_sql(&database, "UPDATE answers SET answer = answer || '.'").await, 1);

    // No server takes it for a whole one.
    let folder = laptop.folder.path();
    let half = jobwire(folder, &["serve", "--port", "0", "--database-url", &database]).await;
    assert_eq!(half.status.code(), Some(1));
    assert!(text(&half.stderr).contains("only half filled"), "{}", text(&half.stderr));

    let output = laptop.migrate(&database).await;
    let (said, errors) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{said}{errors}");
    assert!(errors.contains("does not hold what the source holds: answers differ"), "{errors}");
    let differing: Vec<&str> = said.lines().filter(|line| line.ends_with("DIFFERS")).collect();
    assert!(differing.len() == 1 && differing[0].starts_with("answers "), "{said}");
}

async fn refused(folder: &Path, arguments: &[&str], words: &str) {
    let output = jobwire(folder, &[&["migrate"], arguments].concat()).await;
    let (said, errors) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}{errors}");
    assert!(errors.contains(words), "{arguments:?} should say {words:?}: {errors}");
    assert!(said.is_empty() && !errors.contains("panicked"), "{said}{errors}");
    let sentence = errors.lines().last().unwrap_or_default();
    assert!(sentence.ends_with('.'), "the last word is a whole sentence: {errors}");
    assert!(!errors.contains(URL_PASSWORD), "{errors}");
}

#[tokio::test]
async fn what_cannot_be_moved_is_refused_with_a_next_step() {
    let laptop = Laptop::new().await;
    let folder = laptop.folder.path();
    let (from, empty) = (laptop.url.as_str(), empty_postgres().await);
    let with_password = empty.replace("jobwire@", &format!("jobwire:{URL_PASSWORD}@"));
    let nobody_there = format!("postgres://jobwire:{URL_PASSWORD}@127.0.0.1:1/x");
    for (arguments, words) in [
        (vec!["--from", "sqlite://nosuch.db", "--to", &with_password], "The file nosuch.db does not exist"),
        (vec!["--from", from, "--to", from], "are the same database"),
        (vec!["--from", &with_password, "--to", &empty], "are the same database"),
        (
            vec!["--from", "data/jobwire.db", "--to", &with_password],
            "--from takes an address such as sqlite://",
        ),
        (vec!["--from", from, "--to", "mysql://a:hunter2@b/c"], "--to takes an address such as sqlite://"),
        (
            vec!["--from", from, "--to", "postgres://a:hunter2@b:port/c"],
            "--to takes an address such as sqlite://",
        ),
        (vec!["--from", from, "--to", &nobody_there], "postgres://127.0.0.1:1/x cannot be opened"),
        (vec!["--from", &with_password, "--to", "sqlite://new.db"], "is no Jobwire database"),
        (vec!["--from", from, "--to", "sqlite://nosuch/new.db"], "The folder nosuch does not exist"),
        (
            vec!["--from", from, "--to", &with_password, "--data-dir", "elsewhere"],
            "app.key does not exist. The app.key",
        ),
    ] {
        refused(folder, &arguments, words).await;
    }
    for alone in ["--from", "--to"] {
        let output = jobwire(folder, &["migrate", alone, from]).await;
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    }
    std::fs::create_dir(folder.join("other")).expect("a folder");
    let other = ["--database-url", "sqlite://other.db", "--data-dir", "other"];
    assert!(jobwire(folder, &[&["migrate"], &other[..]].concat()).await.status.success());
    let wrong_key = ["--from", from, "--to", &empty, "--data-dir", "other"];
    refused(folder, &wrong_key, "other/app.key does not belong to sqlite://").await;
    // Nothing of all this left anything behind: it still takes a life.
    arrived(&laptop.migrate(&empty).await);
}

#[tokio::test]
async fn a_database_that_is_in_use_or_not_empty_or_of_another_schema_is_refused() {
    let laptop = Laptop::new().await;
    let folder = laptop.folder.path();
    let (from, fresh) = (laptop.url.as_str(), empty_postgres().await);

    let options = Options { folder: laptop.folder.clone(), ..Options::new("web") };
    let running = Server::start(options).await;
    let in_use = format!("is in use by process {}", running.pid());
    refused(folder, &["--from", from, "--to", &fresh], &in_use).await;
    assert!(running.terminate().await);

    let taken = Options::postgres("web").await;
    let database = taken.database_url.clone().expect("PostgreSQL");
    let running = Server::start(taken).await;
    refused(folder, &["--from", from, "--to", &database], "A Jobwire server is using postgres://").await;
    assert!(running.terminate().await);
    refused(folder, &["--from", from, "--to", &database], "was opened with another key file").await;

    let elsewhere = empty_postgres().await;
    run_sql(&elsewhere, "CREATE TABLE accounts (id int)").await;
    refused(folder, &["--from", from, "--to", &elsewhere], "holds tables that are not Jobwire's").await;

    // A laptop with an account of its own, and one that was used since it was moved.
    arrived(&laptop.migrate(&fresh).await);
    let other = Laptop::new().await;
    refused(other.folder.path(), &["--from", &other.url, "--to", &fresh], "another migration has filled it")
        .await;
    run_sql(&fresh, "UPDATE users SET email = 'used@mail.example'").await;
    refused(folder, &["--from", from, "--to", &fresh], "has all of it already and was used since").await;
    run_sql(&fresh, "DELETE FROM meta WHERE key = 'transfer_source'").await;
    refused(folder, &["--from", from, "--to", &fresh], "is not empty: there are rows in users").await;

    let last = "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";
    run_sql(from, last).await;
    refused(folder, &["--from", from, "--to", &empty_postgres().await], "Bring it up to date first").await;
    run_sql(from, "INSERT INTO _sqlx_migrations SELECT 9000, description, installed_on, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1").await;
    refused(folder, &["--from", from, "--to", &empty_postgres().await], "has the schema 9000").await;
}

#[tokio::test]
async fn a_laptop_that_crashed_moves_with_all_it_had_committed() {
    let options = Options::new("web");
    let folder = options.folder.clone();
    let url = format!("sqlite://{}", options.data_dir().join("jobwire.db").display());
    let server = Server::start(options).await;
    server.register(EMAIL).await;
    // What was committed last is in the write-ahead log alone.
    server.kill().await;
    let database = empty_postgres().await;
    let arguments = ["migrate", "--from", &url, "--to", &database];
    let output = jobwire(folder.path(), &arguments).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let users = text(&output.stdout).lines().find(|line| line.starts_with("users ")).map(str::to_owned);
    let words: Vec<String> =
        users.iter().flat_map(|line| line.split_whitespace()).map(str::to_owned).collect();
    assert_eq!(words[1..3], ["1", "1"], "{}", text(&output.stdout));
}
