//! The numbers of a job search, and how they are counted.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Stage, State};

/// A person's numbers. Rates are from 0 to 1 and `None` where there is nothing to divide by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Analytics {
    /// Open jobs that matched.
    pub matches: u64,
    /// Applications begun, whatever became of them.
    pub applications: u64,
    /// Applications that were sent.
    pub applied: u64,
    /// Sent applications with any answer beyond an acknowledgement.
    pub answered: u64,
    /// `answered / applied`.
    pub response_rate: Option<f64>,
    /// Applications that reached an interview.
    pub interviews: u64,
    /// Applications that reached an offer.
    pub offers: u64,
    /// Applications that were rejected.
    pub rejected: u64,
    /// Median hours from sending to the first answer beyond an acknowledgement.
    pub median_hours_to_answer: Option<f64>,
    /// How many applications are in each state and stage; the funnel.
    pub funnel: Vec<FunnelStep>,
    /// Applications sent and answers received per day, oldest first, at most 30 days.
    pub daily: Vec<DailyCount>,
    /// When this was counted.
    pub counted_at: Option<DateTime<Utc>>,
}

/// One step of the funnel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FunnelStep {
    /// `matched`, `started`, `applied`, `acknowledged`, `interview`, `offer`.
    pub name: String,
    /// How many applications got at least this far.
    pub count: u64,
}

/// The numbers of one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DailyCount {
    /// The day (UTC) as `YYYY-MM-DD`.
    pub day: String,
    /// Applications sent.
    pub applied: u64,
    /// Answers received.
    pub answered: u64,
}

/// An application as far as counting needs it.
#[derive(Clone, Debug)]
pub struct Counted {
    /// Our side.
    pub state: State,
    /// The employer's side.
    pub stage: Stage,
    /// Whether an interview was set and not called off.
    pub has_interview: bool,
    /// When it was sent.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When the first answer beyond an acknowledgement came.
    pub answered_at: Option<DateTime<Utc>>,
}

/// How many days the daily counts go back.
const DAYS: i64 = 30;

/// Counts a person's applications as of `now`.
pub fn count(matches: u64, applications: &[Counted], now: DateTime<Utc>) -> Analytics {
    let many = |test: &dyn Fn(&Counted) -> bool| applications.iter().filter(|one| test(one)).count() as u64;
    let applied = many(&|one| one.submitted_at.is_some());
    let answered = many(&|one| one.submitted_at.is_some() && one.answered_at.is_some());
    let acknowledged = many(&|one| !matches!(one.stage, Stage::None | Stage::Withdrawn | Stage::NoResponse));
    let interviews = many(&|one| one.has_interview || matches!(one.stage, Stage::Interview | Stage::Offer));
    let offers = many(&|one| one.stage == Stage::Offer);
    let step = |name: &str, count| FunnelStep { name: name.to_owned(), count };
    Analytics {
        matches,
        applications: applications.len() as u64,
        applied,
        answered,
        response_rate: (applied > 0).then(|| answered as f64 / applied as f64),
        interviews,
        offers,
        rejected: many(&|one| one.stage == Stage::Rejected),
        median_hours_to_answer: median_hours(applications),
        funnel: vec![
            step("matched", matches),
            step("started", many(&|one| one.state != State::Cancelled)),
            step("applied", applied),
            step("acknowledged", acknowledged),
            step("interview", interviews),
            step("offer", offers),
        ],
        daily: daily(applications, now),
        counted_at: Some(now),
    }
}

fn median_hours(applications: &[Counted]) -> Option<f64> {
    let mut hours: Vec<f64> = applications
        .iter()
        .filter_map(|one| Some((one.answered_at? - one.submitted_at?).num_seconds() as f64 / 3600.0))
        .filter(|hours| *hours >= 0.0)
        .collect();
    hours.sort_by(f64::total_cmp);
    let middle = hours.len() / 2;
    match hours.len() {
        0 => None,
        length if length % 2 == 1 => Some(hours[middle]),
        _ => Some((hours[middle - 1] + hours[middle]) / 2.0),
    }
}

fn daily(applications: &[Counted], now: DateTime<Utc>) -> Vec<DailyCount> {
    let on = |at: Option<DateTime<Utc>>, day| at.is_some_and(|at| at.date_naive() == day);
    (0..DAYS)
        .rev()
        .map(|back| {
            let day = (now - chrono::TimeDelta::days(back)).date_naive();
            DailyCount {
                day: day.to_string(),
                applied: applications.iter().filter(|one| on(one.submitted_at, day)).count() as u64,
                answered: applications.iter().filter(|one| on(one.answered_at, day)).count() as u64,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(stage: Stage, sent: Option<&str>, answered: Option<&str>) -> Counted {
        let time = |text: &str| text.parse().unwrap();
        let state = if sent.is_some() { State::Submitted } else { State::Draft };
        Counted {
            state,
            stage,
            has_interview: false,
            submitted_at: sent.map(time),
            answered_at: answered.map(time),
        }
    }

    #[test]
    fn rates_are_of_what_was_sent() {
        let applications = [
            counted(Stage::None, None, None),
            counted(Stage::Acknowledged, Some("2026-11-01T08:00:00Z"), None),
            counted(Stage::Interview, Some("2026-11-01T08:00:00Z"), Some("2026-11-01T10:00:00Z")),
            counted(Stage::Rejected, Some("2026-11-01T08:00:00Z"), Some("2026-11-02T08:00:00Z")),
            counted(Stage::Rejected, Some("2026-11-01T08:00:00Z"), Some("2026-11-01T12:00:00Z")),
        ];
        let numbers = count(9, &applications, "2026-11-02T09:00:00Z".parse().unwrap());
        assert_eq!((numbers.applications, numbers.applied, numbers.answered), (5, 4, 3));
        assert_eq!(numbers.response_rate, Some(0.75));
        assert_eq!(numbers.median_hours_to_answer, Some(4.0));
        assert_eq!((numbers.interviews, numbers.rejected), (1, 2));
        assert_eq!(numbers.daily.len(), 30);
        assert_eq!((numbers.daily[28].applied, numbers.daily[29].answered), (4, 1));
    }

    #[test]
    fn nothing_sent_has_no_rate() {
        let numbers = count(0, &[], "2026-11-02T09:00:00Z".parse().unwrap());
        assert_eq!((numbers.response_rate, numbers.median_hours_to_answer), (None, None));
    }
}
