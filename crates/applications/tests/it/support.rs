//! Employers, a person and a browser for one test.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use applications::actions::{self, ApplyOptions, GivenAnswer};
use applications::{Context, Ended};
use browser::SessionConfig;
use domain::profile::{Language, NetworkProfile};
use domain::{ApplicationId, Ats, Event, Posting, Profile, State, UserId};
use net::Egress;
use sandbox::{Config, MailPace, Sandbox};
use serde_json::{Value, json};
use store::applications::ApplicationRecord;
use testkit::{TestStore, a_posting, a_profile, a_user, seed_job};

/// Everything one test needs.
pub struct World {
    pub store: TestStore,
    pub sandbox: Sandbox,
    pub context: Context,
    pub user: UserId,
    pub events: Arc<Mutex<Vec<Event>>>,
    http: reqwest::Client,
    _folder: tempfile::TempDir,
}

/// The Chromium of this machine.
fn chromium() -> PathBuf {
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
        let egress = Egress::allowing(vec![sandbox.addr()]);
        let browser = SessionConfig::new(chromium(), egress, folder.path().join("profiles"));
        let events = Arc::new(Mutex::new(Vec::new()));
        let heard = events.clone();
        let progress = Arc::new(move |_, event| heard.lock().unwrap().push(event));
        let context = Context::new(store.store.clone(), browser, progress, "worker");
        let user = a_user(&store, "robin@mail.example").await;
        let world = Self { store, sandbox, context, user, events, http, _folder: folder };
        world.put_profile(&the_person()).await;
        world
    }

    pub async fn new() -> Self {
        Self::on(testkit::sqlite().await).await
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

    pub async fn behave(&self, job: &Value, behaviour: &str) {
        self.control("/_control/behaviour", json!({ "job": job["id"], "behaviour": behaviour })).await;
    }

    /// A posting of `company` that asks something of `asking`, when a part of a question is given.
    pub async fn open_job(&self, company: &str) -> Value {
        self.control("/_control/jobs", json!({ "company": company })).await
    }

    /// Begins an application to a job of the employers and puts it in line.
    pub async fn apply_to(&self, job: &Value) -> ApplicationId {
        self.apply_at(job, job["apply_url"].as_str().unwrap()).await
    }

    pub async fn apply_at(&self, job: &Value, apply_url: &str) -> ApplicationId {
        let text = |key: &str| job[key].as_str().unwrap().to_owned();
        let posting = Posting {
            external_id: text("id"),
            ats: Ats::Other,
            title: text("title"),
            company: text("company_name"),
            location: String::new(),
            places: Vec::new(),
            url: text("url"),
            apply_url: apply_url.to_owned(),
            ..a_posting()
        };
        let job = seed_job(&self.store, posting).await;
        let options = ApplyOptions { auto_customize: true, follow_external_links: true };
        let (record, is_new) = actions::apply(&self.store, self.user, job.id, options, None).await.unwrap();
        assert!(is_new);
        record.application.id
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
