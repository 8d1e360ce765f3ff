//! Starts employers for one test and fills their forms.

use reqwest::multipart::{Form, Part};
use sandbox::{Config, MailPace, Sandbox};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// No test waits longer than this for something to happen.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Employers that run for one test.
pub struct Employers {
    pub sandbox: Sandbox,
    pub http: reqwest::Client,
    pub dir: TempDir,
}

/// The settings most tests want: nothing changes by itself, mail is sent by hand.
pub fn quiet(dir: &Path) -> Config {
    Config {
        listen: "127.0.0.1:0".parse().expect("an address"),
        data_dir: dir.join("data"),
        mail_dir: dir.join("mail"),
        seed: 7,
        open_every: Duration::ZERO,
        close_every: Duration::ZERO,
        mail_pace: MailPace {
            acknowledgement: Duration::from_secs(3600),
            outcomes: false,
            ..MailPace::default()
        },
    }
}

/// A client that shows redirects instead of following them.
pub fn client() -> reqwest::Client {
    // Another test of this process may have installed it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .build()
        .expect("a client")
}

impl Employers {
    pub async fn open() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let dir = TempDir::new().expect("a folder");
        Self::in_folder(dir, change).await
    }

    pub async fn in_folder(dir: TempDir, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = quiet(dir.path());
        change(&mut config);
        let sandbox = Sandbox::start(config).await.expect("the employers start");
        Self { sandbox, http: client(), dir }
    }

    /// Stops these and starts others on the same folder.
    pub async fn restart(self, change: impl FnOnce(&mut Config)) -> Self {
        self.sandbox.shutdown().await.expect("a clean end");
        Self::in_folder(self.dir, change).await
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url())
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        let url = if path.starts_with("http") { path.to_owned() } else { self.url(path) };
        self.http.get(url).send().await.expect("an answer")
    }

    pub async fn json(&self, path: &str) -> Value {
        self.get(path).await.json().await.expect("JSON")
    }

    pub async fn text(&self, path: &str) -> String {
        self.get(path).await.text().await.expect("text")
    }

    pub async fn control(&self, path: &str, body: Value) -> Value {
        let answer = self.http.post(self.url(path)).json(&body).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path} answered {}", answer.status());
        answer.json().await.expect("JSON")
    }

    pub async fn open_job(&self, company: &str) -> Value {
        self.control("/_control/jobs", json!({ "company": company })).await
    }

    pub async fn ledger(&self) -> Vec<Value> {
        self.json("/_control/ledger").await.as_array().expect("a list").clone()
    }

    /// The lines of the ledger as they are on the disk.
    pub fn ledger_on_disk(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.dir.path().join("data/ledger.jsonl")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).expect("whole lines")).collect()
    }

    pub fn maildir(&self, address: &str) -> PathBuf {
        sandbox::maildir_of(&self.dir.path().join("mail"), address)
    }

    /// A filled form of a job.
    pub async fn filled(&self, job: &Value, email: &str) -> Filled {
        let form = self.json(&format!("/_control/jobs/{}/form", job["id"].as_str().expect("an id"))).await;
        Filled::new(&form, email)
    }

    /// Sends a form as its page would, with or without a wish for JSON.
    pub async fn send(&self, filled: &Filled) -> Result<reqwest::Response, reqwest::Error> {
        self.http.post(&filled.submit_url).multipart(filled.form()).send().await
    }
}

/// Values for every field of a form.
#[derive(Clone)]
pub struct Filled {
    pub submit_url: String,
    pub values: Vec<(String, String)>,
    pub files: Vec<(String, String, Vec<u8>)>,
    pub fields: Vec<Value>,
}

/// A file that begins as every PDF does.
pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n";

impl Filled {
    fn new(form: &Value, email: &str) -> Self {
        let fields = form["fields"].as_array().expect("fields").clone();
        let mut filled = Self {
            submit_url: form["submit_url"].as_str().expect("an address").to_owned(),
            values: Vec::new(),
            files: Vec::new(),
            fields: fields.clone(),
        };
        for field in &fields {
            let name = field["name"].as_str().expect("a name").to_owned();
            let option = field["options"][0].as_str().unwrap_or_default().to_owned();
            let value = match field["kind"].as_str().expect("a kind") {
                "file" => {
                    filled.files.push((name, "Ada_Example_Resume.pdf".to_owned(), PDF.to_vec()));
                    continue;
                }
                "email" => email.to_owned(),
                "phone" => "+49 30 1234567".to_owned(),
                "url" => "https://example.org/ada".to_owned(),
                "number" => "5".to_owned(),
                "date" => "2027-02-01".to_owned(),
                "town" => "Berlin, Germany".to_owned(),
                "consent" => "1".to_owned(),
                "yes_no" | "one" | "many" => option,
                _ => text_for(&name).to_owned(),
            };
            filled.values.push((name, value));
        }
        filled
    }

    pub fn set(&mut self, name: &str, value: &str) {
        for (field, there) in &mut self.values {
            if field == name {
                value.clone_into(there);
            }
        }
    }

    pub fn without(&mut self, name: &str) {
        self.values.retain(|(field, _)| field != name);
        self.files.retain(|(field, ..)| field != name);
    }

    /// The first field of this kind.
    pub fn first(&self, kind: &str) -> String {
        let field = self.fields.iter().find(|field| field["kind"] == kind).expect("a field of this kind");
        field["name"].as_str().expect("a name").to_owned()
    }

    pub fn form(&self) -> Form {
        let mut form = Form::new();
        for (name, value) in &self.values {
            form = form.text(name.clone(), value.clone());
        }
        for (name, file, bytes) in &self.files {
            form = form.part(name.clone(), Part::bytes(bytes.clone()).file_name(file.clone()));
        }
        form
    }
}

fn text_for(name: &str) -> &'static str {
    match name {
        "first_name" | "first-name" | "vorname" | "nombre" => "Ada",
        "last_name" | "surname" | "nachname" | "apellidos" => "Example",
        "name" | "_systemfield_name" => "Ada Example",
        _ => "Some words",
    }
}

/// Waits until something is true.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let waiting = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("{what} did not happen"))
}
