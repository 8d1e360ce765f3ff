//! Begins applications to new matches and approves filled forms, for those who turned it on and within what they
//! allowed.
//!
//! A reconciler: it looks at what is, does the next thing, and can be run any number of times, by any number of
//! workers. Each act is one transaction that holds the person's autopilot: the limits are counted, the application
//! is begun or approved, and the log is written together or not at all. It goes the same way as a person: one
//! application per job, an approval bound to the hash of what was filled. It refuses to approve what was asked,
//! drafted or recognised only by likeness; that is for the person.

mod rules;

use domain::autopilot::AutopilotAct;
use domain::{ApplicationId, Job, JobId, State, UserId};
use store::applications::{ApplicationRecord, Move, NewApplication};
use store::autopilot::{Autopilot, NewEntry};
use store::{Store, StoreError, Tx};

pub use self::rules::Held;
use self::rules::{may_approve, may_start, points};
use crate::actions::ActionError;

/// Matches looked at in one turn; the next turn sees the rest.
const CANDIDATES_PER_TURN: u32 = 100;
/// Waiting applications looked at in one turn.
const WAITING_PER_TURN: u32 = 50;
/// What one turn did, over everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Piloted {
    /// Applications begun.
    pub started: u32,
    /// Forms approved.
    pub approved: u32,
    /// Times it held back and said why.
    pub held_back: u32,
}

/// Does for everybody whose autopilot is on what can be done now.
pub async fn reconcile(store: &Store) -> Result<Piloted, StoreError> {
    let mut done = Piloted::default();
    for user_id in store.autopilots_on().await? {
        for id in store.autopilot_waiting(user_id, WAITING_PER_TURN).await? {
            match look_at(store, user_id, id, &mut done).await {
                Ok(()) => {}
                // The person has moved it at this very moment; the next turn looks again.
                Err(StoreError::Stale { .. } | StoreError::IllegalMove(_)) => {}
                Err(error) => return Err(error),
            }
        }
        start_new(store, user_id, &mut done).await?;
    }
    Ok(done)
}

async fn start_new(store: &Store, user_id: UserId, done: &mut Piloted) -> Result<(), StoreError> {
    let pilot = store.autopilot(user_id).await?;
    let Some(since) = pilot.on_since else { return Ok(()) };
    let candidates = store.autopilot_candidates(user_id, &pilot.rules, since, CANDIDATES_PER_TURN).await?;
    for (job_id, score) in candidates {
        let Some(job) = store.job(job_id).await? else { continue };
        if !start(store, user_id, &job, score, done).await? {
            break;
        }
    }
    Ok(())
}

/// Begins one application, or says why not. `false` when there is nothing more to begin today.
async fn start(
    store: &Store,
    user_id: UserId,
    job: &Job,
    score: f64,
    done: &mut Piloted,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let Some(pilot) = tx.hold_autopilot(user_id).await? else { return Ok(false) };
    let used = tx.autopilot_use(user_id, &job.posting.company, None).await?;
    if used.started >= i64::from(pilot.rules.daily_limit) {
        return day_is_full(store, tx, user_id, &pilot, done).await;
    }
    let mut held = may_start(&pilot.rules, job, score, &used).err();
    if held.is_none() {
        held = where_to_apply(&mut tx, user_id, job).await?;
    }
    let posting = &job.posting;
    if held.is_none() {
        let new = NewApplication {
            job_id: job.id,
            job_key: &job.key(),
            job_title: &posting.title,
            company: &posting.company,
            auto_customize: pilot.rules.auto_customize,
            follow_external_links: pilot.rules.follow_external_links,
            batch_id: None,
            another_place: false,
        };
        let (record, is_new) = tx.create_application(user_id, new).await?;
        if is_new {
            tx.set_by_autopilot(record.application.id).await?;
            let now = tx.now();
            let queued = tx.move_application(&record, Move::to(State::Queued).until(now)).await?;
            let sentence = format!(
                "It matches {} of 100, at least your {}.",
                points(score),
                points(pilot.rules.min_score)
            );
            let key = format!("start:{}", job.id);
            let id = Some(queued.application.id);
            let entry = entry(AutopilotAct::Started, "match", &sentence, Some(job), id, &key);
            tx.note_autopilot(user_id, None, entry).await?;
            tx.commit().await?;
            done.started += 1;
            return Ok(true);
        }
        held = Some(Held::for_good("already_applied", "There is an application to this job already."));
    }
    if let Some(held) = held {
        let key = format!("job:{}:{}", job.id, held.code);
        let until = held.again.map(|pause| tx.now() + pause);
        let line = entry(AutopilotAct::HeldBack, held.code, &held.sentence, Some(job), None, &key);
        tx.note_autopilot(user_id, None, NewEntry { until, ..line }).await?;
        tx.commit().await?;
        done.held_back += 1;
    }
    Ok(true)
}

/// Which place of a vacancy is wanted, and whether one is enough, is for the person to say.
async fn where_to_apply(tx: &mut Tx, user_id: UserId, job: &Job) -> Result<Option<Held>, StoreError> {
    if let Some((application_id, place)) = tx.applied_elsewhere(user_id, job.id).await? {
        let why = ActionError::AppliedElsewhere { application_id, place };
        return Ok(Some(Held::for_good("applied_elsewhere", why.to_string())));
    }
    let sentence = "This vacancy is in several places. Choose one and apply there.";
    Ok(tx.is_in_several_places(job.id).await?.then(|| Held::for_good("several_places", sentence)))
}

/// Says once a day that the day is full.
async fn day_is_full(
    store: &Store,
    mut tx: Tx,
    user_id: UserId,
    pilot: &Autopilot,
    done: &mut Piloted,
) -> Result<bool, StoreError> {
    let key = format!("day:{}", tx.now().date_naive());
    if store.autopilot_noted(user_id, &key).await? {
        return Ok(false);
    }
    let sentence = format!(
        "{} applications were begun within 24 hours, as many as you allow. Further matches wait.",
        pilot.rules.daily_limit
    );
    let line = entry(AutopilotAct::HeldBack, "daily_limit", &sentence, None, None, &key);
    tx.note_autopilot(user_id, None, line).await?;
    tx.commit().await?;
    done.held_back += 1;
    Ok(false)
}

/// Approves one filled form, or says why not.
async fn look_at(
    store: &Store,
    user_id: UserId,
    id: ApplicationId,
    done: &mut Piloted,
) -> Result<(), StoreError> {
    let (score, job) = score_of(store, user_id, id).await?;
    let mut tx = store.begin().await?;
    let Some(pilot) = tx.hold_autopilot(user_id).await? else { return Ok(()) };
    let Some(record) = tx.application_by_id(id).await?.filter(|record| record.user_id == user_id) else {
        return Ok(());
    };
    let company = &record.application.company;
    let used = tx.autopilot_use(user_id, company, Some(id)).await?;
    let seen = record.snapshot_sha256.clone().unwrap_or_default();
    let decided = may_approve(&pilot.rules, &record, job.as_ref(), score, &used);
    let state = Some(record.application.status);
    match decided {
        Ok(()) => {
            tx.approve_by_autopilot(&record, &seen).await?;
            tx.clear_tries(&record).await?;
            let now = tx.now();
            tx.move_application(&record, Move::to(State::Queued).until(now)).await?;
            let key = format!("approve:{id}:{seen}");
            let sentence = "Every answer is known, so the form is sent as it was filled.";
            let line = of_application(AutopilotAct::Approved, "all_known", sentence, &record, &seen, &key);
            tx.note_autopilot(user_id, state, line).await?;
            done.approved += 1;
        }
        Err(held) => {
            let key = format!("application:{id}:{}:{}", record.application.status.as_str(), held.code);
            let until = held.again.map(|pause| tx.now() + pause);
            let line =
                of_application(AutopilotAct::HeldBack, held.code, &held.sentence, &record, &seen, &key);
            tx.note_autopilot(user_id, state, NewEntry { until, ..line }).await?;
            done.held_back += 1;
        }
    }
    tx.commit().await
}

async fn score_of(
    store: &Store,
    user_id: UserId,
    id: ApplicationId,
) -> Result<(Option<f64>, Option<Job>), StoreError> {
    let Some(record) = store.application(user_id, id).await? else { return Ok((None, None)) };
    let job_id: JobId = record.application.job_id;
    let score = store.match_of(user_id, job_id).await?.map(|found| found.match_score);
    Ok((score, store.job(job_id).await?))
}

fn entry<'a>(
    act: AutopilotAct,
    code: &'a str,
    sentence: &'a str,
    job: Option<&'a Job>,
    application_id: Option<ApplicationId>,
    key: &'a str,
) -> NewEntry<'a> {
    NewEntry {
        act,
        code,
        sentence,
        job_id: job.map(|job| job.id),
        application_id,
        seen_sha256: None,
        job_title: job.map_or("", |job| job.posting.title.as_str()),
        company: job.map_or("", |job| job.posting.company.as_str()),
        key,
        until: None,
    }
}

fn of_application<'a>(
    act: AutopilotAct,
    code: &'a str,
    sentence: &'a str,
    record: &'a ApplicationRecord,
    seen_sha256: &'a str,
    key: &'a str,
) -> NewEntry<'a> {
    let application = &record.application;
    NewEntry {
        act,
        code,
        sentence,
        job_id: Some(application.job_id),
        application_id: Some(application.id),
        seen_sha256: Some(seen_sha256),
        job_title: &application.job_title,
        company: &application.company,
        key,
        until: None,
    }
}
