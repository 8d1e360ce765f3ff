//! The background task of this stage: running one application.

use ::tasks::{Lane, Outcome, Task};
use chrono::TimeDelta;
use domain::{ApplicationId, Timestamp};
use serde::{Deserialize, Serialize};
use store::Tx;
use url::Url;

use crate::context::Context;
use crate::run::{Ended, run};

/// How long an employer's site is left alone between the forms of two applications. A person who goes from one posting
/// to the next needs about as long.
pub const SITE_PAUSE: TimeDelta = TimeDelta::seconds(5);

/// Fills, and when approved sends, one application. Whether it is tried again is written in the application.
///
/// Its lane is the employer's site: one form at a time there, with a pause between two applications, however many
/// processes fill forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunApplication {
    /// Which.
    pub application_id: ApplicationId,
    /// The host its form is on, as far as it is known before the run; the posting's otherwise.
    #[serde(default)]
    site: Option<String>,
}

impl RunApplication {
    /// The task of this application.
    pub async fn of(tx: &mut Tx, application_id: ApplicationId) -> store::Result<Self> {
        let address = tx.form_address(application_id).await?;
        let site = address
            .and_then(|address| Url::parse(&address).ok())
            .and_then(|url| url.host_str().map(str::to_owned));
        Ok(Self { application_id, site })
    }
}

impl Task for RunApplication {
    const KIND: &'static str = "run_application";
    /// For a database that does not answer; everything else is decided by the run itself.
    const MAX_ATTEMPTS: i32 = 3;

    fn unique_key(&self) -> String {
        format!("run_application:{}", self.application_id)
    }

    fn lane(&self) -> Option<Lane> {
        let host = self.site.as_deref()?;
        Some(Lane { name: format!("site:{host}"), pause: SITE_PAUSE })
    }
}

/// Runs the task.
pub async fn handle(context: &Context, task: RunApplication) -> Outcome {
    match run(context, task.application_id).await {
        Ok(Ended::Later(at)) => match run_at(context, task.application_id, at).await {
            Ok(()) => Outcome::NotNeeded,
            Err(error) => Outcome::Retry { why: error.to_string() },
        },
        Ok(Ended::NothingToDo) => Outcome::NotNeeded,
        Ok(Ended::In(_) | Ended::Lost) => Outcome::Done,
        Err(error) => Outcome::Retry { why: error.to_string() },
    }
}

async fn run_at(context: &Context, id: ApplicationId, at: Timestamp) -> store::Result<()> {
    let mut tx = context.store.begin().await?;
    let task = RunApplication::of(&mut tx, id).await?;
    ::tasks::enqueue(&mut tx, &task, at).await?;
    tx.commit().await
}
