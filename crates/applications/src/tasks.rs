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

#[cfg(test)]
mod tests {
    use domain::{Posting, Snapshot};
    use testkit::{a_begun_application, a_posting, a_user, stores};

    use super::*;

    fn posting(number: u32, host: &str) -> Posting {
        let url = format!("https://{host}/{number}");
        Posting {
            external_id: number.to_string(),
            title: format!("Engineer {number}"),
            apply_url: format!("{url}/apply"),
            url,
            ..a_posting()
        }
    }

    #[tokio::test]
    async fn one_site_has_one_form_at_a_time_and_is_left_alone_between_two_applications() {
        for store in stores().await {
            let user = a_user(&store, "a@mail.example").await;
            for (number, host) in [(1, "jobs.example"), (2, "jobs.example"), (3, "other.example")] {
                let id = a_begun_application(&store, user, posting(number, host)).await.application.id;
                store.clock.advance(TimeDelta::milliseconds(1));
                let mut tx = store.begin().await.unwrap();
                let task = RunApplication::of(&mut tx, id).await.unwrap();
                let now = tx.now();
                ::tasks::enqueue(&mut tx, &task, now).await.unwrap();
                tx.commit().await.unwrap();
            }
            let claim = async || {
                let mut tx = store.begin().await.unwrap();
                let until = tx.now() + TimeDelta::seconds(60);
                let claimed = tx
                    .claim_task("worker", &[RunApplication::KIND], store::shards::ShardSet::NONE, until)
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
                claimed
            };
            let first = claim().await.unwrap();
            assert_eq!(first.lane, "site:jobs.example");
            assert_eq!(claim().await.unwrap().lane, "site:other.example", "another site need not wait");
            assert!(claim().await.is_none());
            let mut tx = store.begin().await.unwrap();
            tx.finish_task(&first).await.unwrap();
            tx.commit().await.unwrap();
            store.clock.advance(SITE_PAUSE - TimeDelta::milliseconds(1));
            assert!(claim().await.is_none());
            store.clock.advance(TimeDelta::milliseconds(1));
            assert_eq!(claim().await.unwrap().lane, "site:jobs.example");
        }
    }

    #[tokio::test]
    async fn once_the_form_is_known_its_host_is_the_site() {
        for store in stores().await {
            let user = a_user(&store, "a@mail.example").await;
            let record = a_begun_application(&store, user, posting(1, "board.example")).await;
            let mut tx = store.begin().await.unwrap();
            let snapshot = Snapshot {
                form_url: "https://forms.example/apply/1".to_owned(),
                answers: Vec::new(),
                resume_id: None,
                cover_letter_id: None,
            };
            tx.put_snapshot(&record, &snapshot).await.unwrap();
            let task = RunApplication::of(&mut tx, record.application.id).await.unwrap();
            assert_eq!(task.lane().unwrap().name, "site:forms.example");
        }
    }
}
