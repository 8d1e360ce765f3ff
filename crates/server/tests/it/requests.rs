//! Every operation of the served OpenAPI, with a right request for each.

use domain::{
    Channel, Invitation, MailClass, Match, Observation, ObservationId, ObservationStatus, SourceId, Stage,
};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use store::Store;
use store::applications::NewApplication;
use store::mail::MailboxPlace;
use store::matches::MatchChanges;

use crate::program::{PASSWORD, Person, Server};

/// An operation as described.
#[derive(Clone, Debug)]
pub struct Operation {
    pub method: Method,
    /// With `{id}` where an id belongs.
    pub path: String,
    pub takes_body: bool,
}

/// A right body.
pub enum Body {
    None,
    Json(Value),
    Resume,
}

/// The ids of one person's rows, one of each kind.
pub struct Rows {
    pub source: String,
    pub job: String,
    pub application: String,
    pub batch: String,
    pub document: String,
    pub token: String,
    pub answer: String,
    pub mailbox: String,
    pub observation: String,
    pub interview: String,
}

/// Nobody needs to be signed in for these.
pub const PUBLIC: [&str; 2] = ["POST /api/v1/auth/register", "POST /api/v1/auth/login"];

impl Operation {
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub fn is_public(&self) -> bool {
        PUBLIC.contains(&self.name().as_str())
    }

    pub fn changes(&self) -> bool {
        self.method != Method::GET
    }

    /// The path with the id of a row.
    pub fn path_with(&self, rows: &Rows) -> String {
        if !self.path.contains('{') {
            return self.path.clone();
        }
        let kind = self.path.split('/').take_while(|part| *part != "{id}").last().expect("a part before it");
        let id = match kind {
            "sources" => &rows.source,
            "jobs" => &rows.job,
            "applications" => &rows.application,
            "batches" => &rows.batch,
            "documents" => &rows.document,
            "tokens" => &rows.token,
            "answers" => &rows.answer,
            "mailboxes" => &rows.mailbox,
            "observations" => &rows.observation,
            "interviews" => &rows.interview,
            _ => panic!("{}: add a row of this kind to requests.rs", self.name()),
        };
        let path = self.path.replace("{id}", id);
        assert!(!path.contains('{'), "{}: only {{id}} is known to requests.rs", self.name());
        path
    }

    /// A right body, about these rows where it is about any.
    pub fn body(&self, rows: &Rows) -> Body {
        if !self.takes_body {
            return Body::None;
        }
        let name = self.name();
        let body =
            match name.strip_prefix(self.method.as_str()).and_then(|rest| rest.strip_prefix(" /api/v1")) {
                Some("/auth/register") => json!({"email": "cleo@mail.example", "password": PASSWORD}),
                Some("/auth/login") => json!({"email": "nobody@mail.example", "password": PASSWORD}),
                Some("/auth/tokens") => json!({"name": "another"}),
                Some("/profile") => json!({"profile": {"resume": {}, "preferences": {}}, "version": 0}),
                Some("/profile/resume") => return Body::Resume,
                Some("/answers") => json!({"question": "Do you like tea?", "text": "Yes"}),
                Some("/answers/{id}") => json!({"declines": true}),
                Some("/autopilot") => json!({"mode": "paused", "rules": rules(), "version": 0}),
                Some("/sources") => json!({"url": "https://boards.greenhouse.io/example"}),
                Some("/matching/start") => json!({}),
                Some("/matching/weights") => json!({"weights": {"pay": 2.0}}),
                Some("/matching/feedback") => json!({"job_id": rows.job, "verdict": "hide"}),
                Some("/applications/apply") => json!({"job_id": rows.job, "auto_customize": true}),
                Some("/applications/batch") => json!({"job_ids": [rows.job]}),
                Some("/applications/{id}/approve") => json!({"snapshot_sha256": "00"}),
                Some("/applications/{id}/answers") => json!({"answers": [{"field": "a", "value": "b"}]}),
                Some("/applications/{id}/draft") => json!({"field": "a"}),
                Some("/applications/{id}/resolve") => json!({"outcome": "drop", "note": ""}),
                Some("/mailboxes") => json!({"kind": "maildir", "path": "/nonexistent/maildir"}),
                Some("/observations/{id}/confirm") => json!({"application_id": rows.application}),
                _ => panic!("{name} takes a body: say in requests.rs what a right one is"),
            };
        Body::Json(body)
    }
}

/// Rules of an autopilot that allow nothing yet.
pub fn rules() -> Value {
    json!({"min_score": 0.8, "source_ids": [], "daily_limit": 2, "employer_limit": 1,
        "auto_customize": true, "follow_external_links": true})
}

impl Body {
    pub fn put(self, request: RequestBuilder) -> RequestBuilder {
        match self {
            Self::None => request,
            Self::Json(body) => request.json(&body),
            Self::Resume => {
                let part = Part::bytes(resume("Some Body").into_bytes()).file_name("resume.json");
                request.multipart(Form::new().part("file", part))
            }
        }
    }
}

/// Every operation the server describes. Signing out comes last: it ends what the walk needs.
pub async fn operations(somebody: &Person) -> Vec<Operation> {
    let description = somebody.get("/api/v1/openapi.json").await;
    let paths = description["paths"].as_object().expect("paths");
    let mut all: Vec<Operation> = paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().expect("methods").iter();
            methods.map(|(method, operation)| Operation {
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                takes_body: operation.get("requestBody").is_some(),
            })
        })
        .collect();
    assert!(all.len() >= 35, "the description has lost operations: {}", all.len());
    all.sort_by_key(|operation| operation.path.ends_with("/logout"));
    all
}

/// A JSON Resume of this person.
pub fn resume(name: &str) -> String {
    let work = json!([{"name": "Muster Software", "position": "Backend Engineer", "startDate": "2020-03"}]);
    json!({
        "basics": {"name": name, "label": "Backend Engineer", "email": "someone@mail.example"},
        "work": work, "skills": [{"name": "Rust"}, {"name": "PostgreSQL"}],
    })
    .to_string()
}

/// Gives a person one row of every kind, some through requests and some as the stages would write them.
pub async fn rows_of(server: &Server, person: &Person, secret: &str) -> Rows {
    let text = |value: &Value| value.as_str().expect("an id").to_owned();
    let uploaded = person.upload("resume.json", resume(secret).into_bytes()).await;
    assert!(uploaded.status.is_success(), "{}", uploaded.text());
    let answer = json!({"question": format!("What is your secret, {secret}?"), "text": secret});
    let answer = person.ok(Method::PUT, "/api/v1/answers", Some(&answer)).await;
    let token = person.ok(Method::POST, "/api/v1/auth/tokens", Some(&json!({"name": secret}))).await;
    let me = person.get("/api/v1/auth/me").await;
    let user_id = domain::UserId(me["user"]["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"));
    let store = server.store().await;
    let (source, job) = followed_job(&store, user_id, secret).await;
    let (application, batch, observation, interview) =
        application_with_mail(&store, user_id, &job, secret).await;
    let mut tx = store.begin().await.expect("a transaction");
    let place = MailboxPlace::Maildir { path: format!("/nonexistent/{secret}") };
    let mailbox = tx.add_mailbox(user_id, &place, None).await.expect("a mailbox");
    tx.commit().await.expect("it is saved");
    store.close().await;
    let mailbox = text(&serde_json::to_value(&mailbox).expect("JSON")["id"]);
    Rows {
        source: source.to_string(),
        job: job.id.to_string(),
        application,
        batch,
        document: text(&uploaded.json()["document_id"]),
        token: text(&token["id"]),
        answer: text(&answer["id"]),
        mailbox,
        observation,
        interview,
    }
}

/// A scored job of a board that only this person follows.
async fn followed_job(store: &Store, user_id: domain::UserId, secret: &str) -> (SourceId, domain::Job) {
    let mut posting = testkit::a_posting();
    posting.title = format!("Engineer of {secret}");
    let job = testkit::seed_job(store, posting).await;
    let mut tx = store.begin().await.expect("a transaction");
    tx.follow_source(user_id, job.source_id).await.expect("followed");
    let scored_at = tx.now();
    let found = Match {
        job_id: job.id,
        job_title: job.posting.title.clone(),
        company: job.posting.company.clone(),
        location: job.posting.location.clone(),
        match_score: 0.5,
        parts: Vec::new(),
        reasons: Vec::new(),
        url: job.posting.url.clone(),
        posted_at: None,
        scored_at,
    };
    let changes = MatchChanges { upserted: vec![found], scored: 1, total: 1, ..MatchChanges::default() };
    tx.apply_match_changes(user_id, &changes).await.expect("scored");
    tx.commit().await.expect("it is saved");
    (job.source_id, job)
}

/// An application, a mail about it, and the interview the mail invites to.
async fn application_with_mail(
    store: &Store,
    user_id: domain::UserId,
    job: &domain::Job,
    secret: &str,
) -> (String, String, String, String) {
    let mut tx = store.begin().await.expect("a transaction");
    let batch = tx.create_batch(user_id).await.expect("a batch");
    let new = NewApplication {
        job_id: job.id,
        job_key: &job.key(),
        job_title: &job.posting.title,
        company: &job.posting.company,
        auto_customize: false,
        follow_external_links: false,
        batch_id: Some(batch),
        another_place: false,
    };
    let (record, _) = tx.create_application(user_id, new).await.expect("an application");
    let now = tx.now();
    let observation = Observation {
        id: ObservationId::new(now),
        channel: Channel::Email,
        external_id: format!("<{secret}@mail.example>"),
        sender: "jobs@nordlicht.example".to_owned(),
        subject: format!("An interview, {secret}"),
        excerpt: String::new(),
        class: MailClass::Interview,
        confidence: 0.9,
        evidence: Vec::new(),
        application_id: Some(record.application.id),
        status: ObservationStatus::Suggested,
        stage: Some(Stage::Interview),
        observed_at: now,
    };
    tx.add_observation(user_id, None, &observation, &[]).await.expect("an observation");
    let invitation = Invitation {
        uid: format!("{secret}@calendar.example"),
        sequence: 0,
        summary: format!("Talk with {secret}"),
        starts_at: now,
        ends_at: None,
        time_zone: None,
        location: String::new(),
        organizer: String::new(),
        cancelled: false,
    };
    let interview = tx.put_interview(&record, observation.id, &invitation).await.expect("it can be saved");
    tx.commit().await.expect("it is saved");
    let interview = interview.expect("it is new").id.to_string();
    (record.application.id.to_string(), batch.to_string(), observation.id.to_string(), interview)
}
