//! A periodic look at the page of a job that was applied for: is it still open?
//!
//! Only what a page says clearly is told, once. A page that is down or says nothing is looked at again.

use chrono::TimeDelta;
use domain::{
    Application, ApplicationId, Channel, MailClass, Observation, ObservationId, ObservationStatus, Stage,
    Timestamp,
};
use serde::{Deserialize, Serialize};
use store::{Store, StoreError};
use tasks::{Outcome, Task, enqueue};
use url::Url;

use crate::web::{self, Page, Standing};

/// When the page is looked at after sending.
pub const FIRST_LOOK: TimeDelta = TimeDelta::hours(6);
/// How long until the next look.
pub const LOOK_EVERY: TimeDelta = TimeDelta::hours(24);
/// How long after sending looks are worth while: most postings are filled within two months.
pub const LAST_LOOK: TimeDelta = TimeDelta::days(60);
/// How sure a page's clear words are.
const PAGE_CONFIDENCE: f64 = 0.9;

/// Look whether an applied-for job is still open.
#[derive(Serialize, Deserialize)]
pub struct CheckPosting {
    /// The application to the job.
    pub application_id: ApplicationId,
}

impl Task for CheckPosting {
    const KIND: &'static str = "check_posting";
    const MAX_ATTEMPTS: i32 = 5;
    fn unique_key(&self) -> String {
        format!("check_posting:{}", self.application_id)
    }
}

/// Looks once, and plans the next look unless it would tell nothing new.
pub async fn handle(store: &Store, client: &net::Client, task: CheckPosting) -> Outcome {
    Outcome::or_retry(look(store, client, task).await)
}

async fn look(store: &Store, client: &net::Client, task: CheckPosting) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    let record = tx.application_by_id(task.application_id).await?;
    tx.commit().await?;
    let Some(record) = record.filter(|record| is_worth_a_look(&record.application, store.clock().now()))
    else {
        return Ok(());
    };
    let Some(job) = store.job(record.application.job_id).await? else { return Ok(()) };
    let Ok(url) = Url::parse(&job.posting.url) else { return Ok(()) };
    let now = store.clock().now();
    let closed = match job.closed_at {
        // The board said so; its page need not be asked.
        Some(_) => Some("The job is no longer on the board.".to_owned()),
        None => closed_reason(client, url, now).await,
    };
    let mut tx = store.begin().await?;
    match closed {
        Some(reason) => {
            let observation = observation(&record.application, &job.posting.url, reason, now);
            if tx.add_observation(record.user_id, None, &observation, &[]).await? {
                let detail = &observation.excerpt;
                tx.add_timeline(&record, Channel::Web, "posting", "The job is no longer advertised", detail)
                    .await?;
            }
        }
        None => enqueue(&mut tx, &task, now + LOOK_EVERY).await?,
    }
    tx.commit().await
}

fn is_worth_a_look(application: &Application, now: Timestamp) -> bool {
    let waits = !matches!(application.stage, Stage::Rejected | Stage::Offer | Stage::Withdrawn);
    waits && application.submitted_at.is_some_and(|sent| now - sent < LAST_LOOK)
}

/// Why the page says that the job is closed; `None` when it does not say so.
async fn closed_reason(client: &net::Client, url: Url, now: Timestamp) -> Option<String> {
    // A page that cannot be had says nothing; the next look may.
    let response = client.get(net::GetRequest::new(url.clone())).await.ok()?;
    let body = String::from_utf8_lossy(&response.body);
    let page = Page { status: response.status, requested: &url, reached: &response.final_url, body: &body };
    let verdict = web::judge(&page, now);
    (verdict.standing == Standing::Closed).then_some(verdict.reason)
}

fn observation(application: &Application, url: &str, reason: String, now: Timestamp) -> Observation {
    Observation {
        id: ObservationId::new(now),
        channel: Channel::Web,
        // One for each application: a closing is told once.
        external_id: format!("closed:{}", application.id),
        sender: url.to_owned(),
        subject: format!("{} is no longer advertised", application.job_title),
        excerpt: reason.clone(),
        class: MailClass::Other,
        confidence: PAGE_CONFIDENCE,
        evidence: vec![reason],
        application_id: Some(application.id),
        status: ObservationStatus::Linked,
        stage: None,
        observed_at: now,
    }
}
