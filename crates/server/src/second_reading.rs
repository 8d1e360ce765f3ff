//! Second readings: a job is read again by the language model, in the background, for one person.
//!
//! Only where the operator set a model up, and only when the person asks. What is told and what is believed is in
//! `documents::second_reading`; where it is kept, in `store::second_readings`. No score and no order is read or written
//! here.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use applications::drafts::{Model, ModelError};
use axum::http::StatusCode;
use chrono::TimeDelta;
use documents::draft::SkillsIn;
use documents::second_reading::{ReadingRequest, statements};
use domain::{Job, JobId, ReadingOutcome, UserId};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{Store, StoreError};
use tasks::{Outcome, Task};
use uuid::Uuid;

use crate::problem::{ApiResult, Problem};

/// Jobs each person may have read again per hour: a limit to what a hosted model costs.
const READINGS_PER_HOUR: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not zero");
/// How many jobs one process has read at the same time, each for another person.
pub const READINGS_AT_ONCE: usize = 2;
/// How soon a reading that was stopped ends.
const STOP_LOOK_EVERY: Duration = Duration::from_millis(500);
/// What the person can do after a reading came to nothing.
const NEXT: &str = "The score and its reasons are as they were. You can have the job read again.";

/// What reads jobs again, and how many each person may ask for.
pub struct Reader {
    model: Arc<Model>,
    skills_in: SkillsIn,
    limiter: DefaultKeyedRateLimiter<UserId>,
}

/// Read one job again for one person.
#[derive(Serialize, Deserialize)]
pub struct ReadAgain {
    user_id: UserId,
    job_id: JobId,
    asked_id: Uuid,
}

impl Task for ReadAgain {
    const KIND: &'static str = "read_again";
    const MAX_ATTEMPTS: i32 = 3;
    fn unique_key(&self) -> String {
        // Of this asking: one that was stopped may still be in line.
        format!("read_again:{}", self.asked_id)
    }

    fn lane(&self) -> Option<tasks::Lane> {
        // One after the other for each person.
        Some(tasks::Lane { name: format!("read_again:{}", self.user_id), pause: TimeDelta::zero() })
    }
}

impl Reader {
    /// A reader with this model; `skills_in` is the vocabulary of skills a point is checked with.
    pub fn new(model: Arc<Model>, skills_in: SkillsIn) -> Self {
        Self { model, skills_in, limiter: RateLimiter::keyed(Quota::per_hour(READINGS_PER_HOUR)) }
    }

    /// The model's name.
    pub fn model_name(&self) -> &str {
        self.model.name()
    }

    /// Puts those of `jobs` in line that are not in line already; says how many.
    pub async fn ask(&self, store: &Store, user_id: UserId, jobs: &[JobId]) -> ApiResult<usize> {
        let mut tx = store.begin().await?;
        let mut asked = 0;
        // In the order given: of tasks of one instant any may be first.
        for (place, job_id) in (0..).zip(jobs) {
            if let Some(asked_id) = tx.ask_second_reading(user_id, *job_id, self.model_name()).await? {
                let now = tx.now() + TimeDelta::milliseconds(place);
                tasks::enqueue(&mut tx, &ReadAgain { user_id, job_id: *job_id, asked_id }, now).await?;
                asked += 1;
            }
        }
        self.count(user_id, asked)?;
        tx.commit().await?;
        Ok(asked)
    }

    /// Counts readings for a person.
    fn count(&self, user_id: UserId, asked: usize) -> ApiResult<()> {
        let Some(asked) = u32::try_from(asked).ok().and_then(NonZeroU32::new) else { return Ok(()) };
        self.limiter.retain_recent();
        match self.limiter.check_key_n(&user_id, asked) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => {
                let detail = "You had many jobs read again this hour. Wait some minutes, then ask again.";
                let title = "Too many second readings";
                Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many-readings", title, detail))
            }
        }
    }

    async fn read(&self, request: &ReadingRequest) -> Result<String, ModelError> {
        let (system, data) = (request.system(), request.data());
        self.model.ask("second_reading", &system, &data, &ReadingRequest::schema()).await
    }
}

/// Of what a model would be told now about this job and a profile with these statements.
pub fn told_sha256(job: &Job, statements: &[String]) -> String {
    digest(&ReadingRequest::new(&job.posting, statements.to_vec()))
}

fn digest(request: &ReadingRequest) -> String {
    hex::encode(Sha256::digest(request.data()))
}

/// Reads one job again, unless it was stopped meanwhile.
pub async fn handle(store: &Store, reader: Option<&Reader>, task: ReadAgain) -> Outcome {
    match read_again(store, reader, &task).await {
        Ok(true) => Outcome::Done,
        Ok(false) => Outcome::NotNeeded,
        Err(error) => Outcome::Retry { why: error.to_string() },
    }
}

async fn read_again(store: &Store, reader: Option<&Reader>, task: &ReadAgain) -> Result<bool, StoreError> {
    let Some(job) = store.job(task.job_id).await? else { return Ok(false) };
    let Some(reader) = reader else {
        let why = format!("No language model is set up where the work is done. {NEXT}");
        return save(store, task, &ReadingOutcome::Failed { why }, "").await;
    };
    // Also when it is being read already: then whoever read it is gone.
    if !save(store, task, &ReadingOutcome::Reading, "").await? {
        return Ok(false);
    }
    let resume = store.profile(task.user_id).await?.profile.resume;
    let request = ReadingRequest::new(&job.posting, statements(&resume));
    let answer = tokio::select! {
        answer = reader.read(&request) => answer,
        stopped = stopped(store, task) => { stopped?; return Ok(false) }
    };
    let outcome = match answer.map(|answer| request.read(&answer, reader.skills_in)) {
        Ok(Ok(found)) => ReadingOutcome::Read {
            read_at: domain::Clock::now(&**store.clock()),
            points: found.points,
            left_out: found.left_out,
        },
        Ok(Err(refused)) => {
            // What it wrote is nobody's; the log says only that it was thrown away.
            tracing::info!("a second reading was thrown away");
            ReadingOutcome::Refused { why: format!("{refused} {NEXT}") }
        }
        Err(error) => ReadingOutcome::Failed {
            why: format!("{error} {NEXT} Whoever runs this server finds more with `jobwire doctor`."),
        },
    };
    save(store, task, &outcome, &digest(&request)).await
}

/// Ends the readings whose work was given up, so that none is said to go on for ever.
pub async fn end_given_up(store: &Store) -> Result<(), StoreError> {
    for (user_id, job_id, asked_id) in store.open_second_readings().await? {
        let task = ReadAgain { user_id, job_id, asked_id };
        if store.is_given_up(&task.unique_key()).await? {
            let why = format!("It was tried three times and broke off each time. {NEXT}");
            save(store, &task, &ReadingOutcome::Failed { why }, "").await?;
        }
    }
    Ok(())
}

/// Ends when the person stopped this reading.
async fn stopped(store: &Store, task: &ReadAgain) -> Result<(), StoreError> {
    loop {
        tokio::time::sleep(STOP_LOOK_EVERY).await;
        let stored = store.second_reading(task.user_id, task.job_id).await?;
        if stored.is_none_or(|stored| stored.asked_id != task.asked_id) {
            return Ok(());
        }
    }
}

async fn save(
    store: &Store,
    task: &ReadAgain,
    outcome: &ReadingOutcome,
    told: &str,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let saved = tx.move_second_reading(task.user_id, task.job_id, task.asked_id, outcome, told).await?;
    tx.commit().await?;
    Ok(saved)
}

#[cfg(test)]
mod tests {
    use domain::ReadingState;
    use testkit::{a_posting, a_user, seed_job, stores};

    use super::*;

    #[tokio::test]
    async fn a_reading_whose_work_was_given_up_says_so_and_one_in_line_stays() {
        for store in stores().await {
            let user_id = a_user(&store, "a@mail.example").await;
            let mut jobs = Vec::new();
            for _ in 0..2 {
                let job_id = seed_job(&store, a_posting()).await.id;
                let mut tx = store.begin().await.unwrap();
                let asked_id =
                    tx.ask_second_reading(user_id, job_id, "small").await.unwrap().expect("in line");
                let now = tx.now();
                tasks::enqueue(&mut tx, &ReadAgain { user_id, job_id, asked_id }, now).await.unwrap();
                tx.commit().await.unwrap();
                jobs.push(job_id);
            }
            let mut tx = store.begin().await.unwrap();
            let until = tx.now() + TimeDelta::minutes(1);
            let all = store::shards::ShardSet::ALL;
            let task =
                tx.claim_task("1.worker", &[ReadAgain::KIND], all, until).await.unwrap().expect("a task");
            tx.fail_task(&task, "it broke off").await.unwrap();
            tx.commit().await.unwrap();
            end_given_up(&store).await.unwrap();
            let mut states = Vec::new();
            for job_id in jobs {
                let stored = store.second_reading(user_id, job_id).await.unwrap().expect("kept");
                states.push(stored.reading.outcome.state());
            }
            states.sort_by_key(|state| state.as_str());
            assert_eq!(states, [ReadingState::Failed, ReadingState::Waiting]);
        }
    }
}
