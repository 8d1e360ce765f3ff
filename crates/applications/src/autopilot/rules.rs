//! What the autopilot may do: the person's rules against a job or a filled form, and in words why it holds back. Nothing
//! here reads or writes.

use chrono::TimeDelta;
use domain::autopilot::AutopilotRules;
use domain::{AnswerOrigin, Job, Snapshot, State};
use store::applications::ApplicationRecord;
use store::autopilot::AutopilotUse;

use crate::actions::{self, ActionError};
use crate::meaning::Meaning;

/// When a limit that was reached is looked at again.
const LIMIT_AGAIN: TimeDelta = TimeDelta::minutes(10);
/// When an employer that has enough is looked at again.
const EMPLOYER_AGAIN: TimeDelta = TimeDelta::hours(24);

/// Why it does not act: a stable word, a sentence, and whether it may look at the same again.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// For programs.
    pub code: &'static str,
    /// For the person.
    pub sentence: String,
    /// After how long it looks again; `None` is never.
    pub again: Option<TimeDelta>,
}

impl Held {
    pub(super) fn for_good(code: &'static str, sentence: impl Into<String>) -> Self {
        Self { code, sentence: sentence.into(), again: None }
    }

    pub(super) fn for_now(code: &'static str, sentence: impl Into<String>, again: TimeDelta) -> Self {
        Self { code, sentence: sentence.into(), again: Some(again) }
    }
}

/// Whether an application to `job` may be begun.
pub(super) fn may_start(
    rules: &AutopilotRules,
    job: &Job,
    score: f64,
    used: &AutopilotUse,
) -> Result<(), Held> {
    if !rules.source_ids.contains(&job.source_id) {
        return Err(Held::for_now("source_not_allowed", "You do not allow this board.", LIMIT_AGAIN));
    }
    if score < rules.min_score {
        return Err(Held::for_now("score", low(score, rules), LIMIT_AGAIN));
    }
    match actions::check_job(job) {
        Err(ActionError::JobClosed) => {
            return Err(Held::for_good("job_closed", ActionError::JobClosed.to_string()));
        }
        Err(refused) => return Err(Held::for_good("automation_forbidden", refused.to_string())),
        Ok(()) => {}
    }
    within_employer_limit(rules, &job.posting.company, used)
}

fn within_employer_limit(rules: &AutopilotRules, company: &str, used: &AutopilotUse) -> Result<(), Held> {
    match used.employer < i64::from(rules.employer_limit) {
        true => Ok(()),
        false => Err(Held::for_now(
            "employer_limit",
            format!("{company} has had {} within 30 days, as many as you allow.", count(used.employer)),
            EMPLOYER_AGAIN,
        )),
    }
}

/// Whether a filled form may be approved without the person.
pub(super) fn may_approve(
    rules: &AutopilotRules,
    record: &ApplicationRecord,
    job: Option<&Job>,
    score: Option<f64>,
    used: &AutopilotUse,
) -> Result<(), Held> {
    let application = &record.application;
    let said = application.reason.as_ref().map(|reason| reason.message.clone());
    if application.status != State::Ready {
        let sentence = said.unwrap_or_else(|| application.next_step.clone());
        return Err(Held::for_good("needs_you", sentence));
    }
    if let Some(sentence) = said {
        return Err(Held::for_good("form_changed", sentence));
    }
    let Some(snapshot) = &record.snapshot else {
        return Err(Held::for_good("nothing_filled", "Nothing was filled. Look at it yourself."));
    };
    all_known(snapshot)?;
    let open = job.filter(|job| job.is_open());
    let Some(job) = open else {
        return Err(Held::for_good("job_closed", "The job was closed meanwhile. Decide yourself."));
    };
    if !rules.source_ids.contains(&job.source_id) {
        return Err(Held::for_good("source_not_allowed", "You no longer allow this board."));
    }
    let score = score.unwrap_or(0.0);
    if score < rules.min_score {
        return Err(Held::for_good("score", low(score, rules)));
    }
    if used.approved >= i64::from(rules.daily_limit) {
        let sentence = format!(
            "{} forms were approved within 24 hours, as many as you allow. Approve it yourself, or wait.",
            rules.daily_limit
        );
        return Err(Held::for_now("daily_limit", sentence, LIMIT_AGAIN));
    }
    within_employer_limit(rules, &application.company, used)
}

/// Whether every answer is the person's own, given before and to the same question.
fn all_known(snapshot: &Snapshot) -> Result<(), Held> {
    for answer in &snapshot.answers {
        let label = domain::text::shorten(&answer.label, 80);
        if answer.needs_person() {
            return Err(Held::for_good("questions_open", format!("“{label}” has no answer yet.")));
        }
        if answer.value.is_none() {
            continue;
        }
        match &answer.origin {
            AnswerOrigin::Person => {
                let sentence =
                    format!("You were asked “{label}”, so look at the whole and approve it yourself.");
                return Err(Held::for_good("was_asked", sentence));
            }
            AnswerOrigin::Bank { by_likeness: true, .. } => {
                let sentence = format!("“{label}” was answered from a question in other words. Look at it.");
                return Err(Held::for_good("recognised", sentence));
            }
            AnswerOrigin::Bank { .. } if answer.meaning == Meaning::Essay.as_str() => {
                let sentence = format!("“{label}” wants your own words for this employer.");
                return Err(Held::for_good("own_words", sentence));
            }
            AnswerOrigin::Unanswered { .. } => {
                return Err(Held::for_good("not_known", format!("It is not known who answered “{label}”.")));
            }
            AnswerOrigin::Profile { .. }
            | AnswerOrigin::Bank { .. }
            | AnswerOrigin::Document
            | AnswerOrigin::Rule { .. } => {}
        }
    }
    Ok(())
}

fn low(score: f64, rules: &AutopilotRules) -> String {
    format!("It matches {} of 100, less than your {}.", points(score), points(rules.min_score))
}

pub(super) fn points(score: f64) -> f64 {
    (score * 100.0).round()
}

fn count(applications: i64) -> String {
    match applications {
        1 => "one application".to_owned(),
        many => format!("{many} applications"),
    }
}
