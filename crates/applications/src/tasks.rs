//! The background task of this stage: running one application.

use ::tasks::{Outcome, Task};
use domain::{ApplicationId, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::context::Context;
use crate::run::{Ended, run};

/// Fills, and when approved sends, one application. Whether it is tried again is written in the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunApplication {
    /// Which.
    pub application_id: ApplicationId,
}

impl Task for RunApplication {
    const KIND: &'static str = "run_application";
    /// For a database that does not answer; everything else is decided by the run itself.
    const MAX_ATTEMPTS: i32 = 3;

    fn unique_key(&self) -> String {
        format!("run_application:{}", self.application_id)
    }
}

/// Runs the task: waits until no other run of this process is on the same site, then does it.
pub async fn handle(context: &Context, task: RunApplication) -> Outcome {
    let site = match site_of(context, task.application_id).await {
        Ok(site) => site,
        Err(error) => return Outcome::Retry { why: error.to_string() },
    };
    let _held = context.sites.hold(&site).await;
    match run(context, task.application_id).await {
        Ok(Ended::Later(at)) => Outcome::or_retry(run_at(context, task, at).await),
        Ok(_) => Outcome::Done,
        Err(error) => Outcome::Retry { why: error.to_string() },
    }
}

async fn run_at(context: &Context, task: RunApplication, at: Timestamp) -> store::Result<()> {
    let mut tx = context.store.begin().await?;
    ::tasks::enqueue(&mut tx, &task, at).await?;
    tx.commit().await
}

/// The host the application begins at; the application's own id when there is none to be spared.
async fn site_of(context: &Context, id: ApplicationId) -> store::Result<String> {
    let record = {
        let mut tx = context.store.begin().await?;
        tx.application_by_id(id).await?
    };
    let job = match record {
        Some(record) => context.store.job(record.application.job_id).await?,
        None => None,
    };
    let host = job
        .and_then(|job| Url::parse(&job.posting.apply_url).ok())
        .and_then(|url| url.host_str().map(str::to_owned));
    Ok(host.unwrap_or_else(|| id.to_string()))
}
