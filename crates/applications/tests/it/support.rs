//! Employers, a person and a browser for one test.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use applications::actions::{self, ApplyOptions, GivenAnswer};
use applications::meaning::{self, Meaning};
use applications::resolve::Question;
use applications::{Context, Ended};
use browser::{FieldKind, SessionConfig};
use domain::profile::{Language, NetworkProfile};
use domain::{ApplicationId, Ats, Event, Job, Posting, Profile, State, UserId};
use net::Egress;
use sandbox::{Config, MailPace, Sandbox};
use serde_json::{Value, json};
use store::answers::NewAnswer;
use store::applications::ApplicationRecord;
use testkit::{TestStore, a_posting, a_profile, a_user, seed_job};

/// The name under which the job board is a site of its own.
pub const BOARD_HOST: &str = "workwharf.test";

/// Everything one test needs.
pub struct World {
    pub store: TestStore,
    pub sandbox: Sandbox,
    pub context: Context,
    pub user: UserId,
    /// The live steps, in the order they were told.
    pub told: Arc<Mutex<Vec<Event>>>,
    http: reqwest::Client,
    folder: tempfile::TempDir,
}

/// The Chromium of this machine.
pub fn chromium() -> PathBuf {
    std::env::var_os("JOBWIRE_CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from)
}

/// A person who has stated what most forms ask.
pub fn the_person() -> Profile {
    let mut profile = a_profile();
    let basics = &mut profile.resume.basics;
    basics.url = "https://robin.example".to_owned();
    basics.profiles = vec![
        NetworkProfile {
            network: "LinkedIn".to_owned(),
            url: "https://linkedin.com/in/robin-example".to_owned(),
            ..Default::default()
        },
        NetworkProfile {
            network: "GitHub".to_owned(),
            url: "https://github.com/robin-example".to_owned(),
            ..Default::default()
        },
    ];
    profile.resume.languages =
        vec![Language { language: "English".to_owned(), fluency: "Fluent".to_owned() }];
    profile
}

impl World {
    pub async fn on(store: TestStore) -> Self {
        let folder = tempfile::Builder::new().prefix("jobwire-test-").tempdir().unwrap();
        // Chromium's own account has to be able to pass through.
        std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o711)).unwrap();
        let config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            data_dir: folder.path().join("employers"),
            mail_dir: folder.path().join("mail"),
            seed: 7,
            open_every: Duration::ZERO,
            close_every: Duration::ZERO,
            mail_pace: MailPace {
                acknowledgement: Duration::from_secs(3600),
                outcomes: false,
                ..MailPace::default()
            },
        };
        let sandbox = Sandbox::start(config).await.unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().unwrap();
        let egress = Egress::allowing(vec![sandbox.addr()])
            .with_name(BOARD_HOST, sandbox.addr())
            .and_then(|egress| egress.with_name("*.employers.test", sandbox.addr()))
            .unwrap();
        let browser = SessionConfig::new(chromium(), egress, folder.path().join("profiles"));
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = told.clone();
        let progress = Arc::new(move |_, event| heard.lock().unwrap().push(event));
        let context = Context::new(store.store.clone(), browser, progress, "worker");
        let user = a_user(&store, "robin@mail.example").await;
        let world = Self { store, sandbox, context, user, told, http, folder };
        world.put_profile(&the_person()).await;
        world
    }

    pub async fn new() -> Self {
        Self::on(testkit::sqlite().await).await
    }

    /// The mailbox of the person, to which the employers write.
    pub fn maildir(&self) -> PathBuf {
        sandbox::maildir_of(&self.folder.path().join("mail"), "robin@mail.example")
    }

    pub async fn put_profile(&self, profile: &Profile) {
        let seen = self.store.profile(self.user).await.unwrap().version;
        let mut tx = self.store.begin().await.unwrap();
        tx.put_profile(self.user, profile, seen, None).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn control(&self, path: &str, body: Value) -> Value {
        let url = format!("{}{path}", self.sandbox.url());
        let answer = self.http.post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path} answered {}", answer.status());
        answer.json().await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Value {
        self.http.get(format!("{}{path}", self.sandbox.url())).send().await.unwrap().json().await.unwrap()
    }

    pub async fn ledger(&self) -> Vec<Value> {
        self.get("/_control/ledger").await.as_array().unwrap().clone()
    }

    /// How often the employer has taken an application to this job in.
    pub async fn accepted(&self, job: &Value) -> usize {
        self.ledger().await.iter().filter(|entry| entry["job_id"] == job["id"]).count()
    }

    pub async fn behave(&self, job: &Value, behaviour: &str) {
        self.control("/_control/behaviour", json!({ "job": job["id"], "behaviour": behaviour })).await;
    }

    /// A new posting of `company`.
    pub async fn open_job(&self, company: &str) -> Value {
        self.control("/_control/jobs", json!({ "company": company })).await
    }

    /// Where the job board shows this job, under a name of its own.
    pub fn on_the_board(&self, job: &Value) -> String {
        format!("http://{BOARD_HOST}:{}/jobboard/jobs/{}", self.sandbox.addr().port(), word(job, "id"))
    }

    /// Begins an application to a job of the employers and puts it in line.
    pub async fn apply_to(&self, job: &Value) -> ApplicationId {
        self.apply_at(job, word(job, "apply_url"), true).await
    }

    pub async fn apply_at(&self, job: &Value, apply_url: &str, follow_external_links: bool) -> ApplicationId {
        let job = self.seed(job, apply_url).await;
        let options = ApplyOptions { auto_customize: true, follow_external_links, another_place: false };
        let (record, is_new) = actions::apply(&self.store, self.user, job.id, options).await.unwrap();
        assert!(is_new);
        record.application.id
    }

    /// A job of the employers as a board would have told of it.
    pub async fn seed(&self, job: &Value, apply_url: &str) -> Job {
        let posting = Posting {
            external_id: word(job, "id").to_owned(),
            ats: Ats::Other,
            title: word(job, "title").to_owned(),
            company: word(job, "company_name").to_owned(),
            location: String::new(),
            places: Vec::new(),
            url: word(job, "url").to_owned(),
            apply_url: apply_url.to_owned(),
            ..a_posting()
        };
        seed_job(&self.store, posting).await
    }

    /// Answers beforehand what the form of `job` will ask, so that it is filled at once.
    pub async fn state_answers(&self, job: &Value) {
        let form = self.get(&format!("/_control/jobs/{}/form", word(job, "id"))).await;
        let mut tx = self.store.begin().await.unwrap();
        for field in form["fields"].as_array().unwrap().iter().filter(|field| field["required"] == true) {
            let label = word(field, "label");
            let (meaning, _) = meaning::of(label, None, &[]);
            let text = match word(field, "kind") {
                "yes_no" | "many" => word(&field["options"], 0),
                "one" if meaning.group() != Meaning::Location => word(&field["options"], 0),
                "number" => "5",
                "date" => "2027-02-01",
                "consent" => "yes",
                "essay" => "I have done this work for years.",
                "text" if matches!(meaning, Meaning::Salary | Meaning::NoticePeriod) => "As agreed",
                _ => continue,
            };
            let country = meaning.depends_on_country().then(|| country_in(label)).flatten();
            let new =
                NewAnswer { question: label, meaning: meaning.as_str(), country, text, declines: false };
            tx.remember_answer(self.user, new).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    pub async fn run(&self, id: ApplicationId) -> Ended {
        applications::run(&self.context, id).await.unwrap()
    }

    pub async fn record(&self, id: ApplicationId) -> ApplicationRecord {
        self.store.application(self.user, id).await.unwrap().unwrap()
    }

    /// Runs, answers whatever is open with something that fits, and runs again until it waits for approval.
    pub async fn until_ready(&self, id: ApplicationId) -> ApplicationRecord {
        for _ in 0..4 {
            let ended = self.run(id).await;
            let record = self.record(id).await;
            match record.application.status {
                State::Ready => return record,
                State::Draft => {
                    let given = answers_for(&record);
                    actions::answer(&self.store, self.user, id, &given, true).await.unwrap();
                }
                other => panic!("{ended:?} {other:?} {:?}", record.application.reason),
            }
        }
        panic!("the form keeps asking: {:?}", self.record(id).await.application.reason);
    }

    pub async fn approve(&self, id: ApplicationId) {
        let seen = self.record(id).await.snapshot_sha256.unwrap();
        actions::approve(&self.store, self.user, id, &seen).await.unwrap();
    }

    /// An application to a new job of `company`, filled and approved, and the job.
    pub async fn approved(&self, company: &str) -> (ApplicationId, Value) {
        let job = self.open_job(company).await;
        self.state_answers(&job).await;
        let id = self.apply_to(&job).await;
        self.until_ready(id).await;
        self.approve(id).await;
        (id, job)
    }

    /// The slug of the reason the application is in its state.
    pub async fn reason(&self, id: ApplicationId) -> String {
        self.record(id).await.application.reason.expect("a reason").code
    }
}

/// A text in a JSON value.
pub fn word(value: &Value, key: impl serde_json::value::Index) -> &str {
    value[key].as_str().expect("a text")
}

/// The country a question names, of those the employers are in.
pub fn country_in(label: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 12] = [
        ("United States", "US"),
        ("United Kingdom", "GB"),
        ("Canada", "CA"),
        ("Ireland", "IE"),
        ("Netherlands", "NL"),
        ("Portugal", "PT"),
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("Alemania", "DE"),
        ("Allemagne", "DE"),
        ("Österreich", "AT"),
        ("France", "FR"),
    ];
    NAMES.iter().find(|(name, _)| label.contains(name)).map(|(_, code)| *code)
}

/// Answers that a person could give to the open questions.
pub fn answers_for(record: &ApplicationRecord) -> Vec<GivenAnswer> {
    let snapshot = record.snapshot.as_ref().unwrap();
    snapshot
        .open_questions()
        .map(|question| {
            let value = match question.kind.as_str() {
                "checkbox" => "yes".to_owned(),
                "number" => "5".to_owned(),
                "date" => "2027-02-01".to_owned(),
                "url" => "https://robin.example".to_owned(),
                _ => question.options.first().cloned().unwrap_or_else(|| "As soon as possible".to_owned()),
            };
            GivenAnswer { field: question.field.clone(), value }
        })
        .collect()
}

/// A required question as a form asks it.
pub fn asks(label: &str, kind: FieldKind, options: &[&str]) -> Question {
    Question {
        field: label.to_owned(),
        label: label.to_owned(),
        kind,
        required: true,
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        multiple: false,
        max_length: None,
        autocomplete: String::new(),
        section: String::new(),
    }
}
