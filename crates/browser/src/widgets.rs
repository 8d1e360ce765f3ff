//! Answering what has more than one control: dates, telephone numbers with a country, places to drop a file on.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use crate::cdp::NORMAL;
use crate::error::BrowserError;
use crate::fill::{FillError, Filled};
use crate::form::Field;
use crate::frames::Frame;
use crate::page::Page;
use crate::waiting::LOOK_PAUSE;

/// Months a calendar is led on or back. Five years; a date further away is not picked by clicking.
const CALENDAR_STEPS: usize = 60;
/// How long a calendar may take to open or to turn its page.
const CALENDAR_WAIT: Duration = Duration::from_secs(2);
/// How long a click may take to make the page ask for a file.
const CHOOSER_WAIT: Duration = Duration::from_secs(5);

#[derive(Deserialize)]
struct DatePlan {
    how: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    parts: Vec<DatePart>,
}

#[derive(Deserialize)]
struct DatePart {
    id: u64,
    text: String,
    select: bool,
}

#[derive(Debug, Deserialize)]
struct Calendar {
    open: bool,
    year: i32,
    month: i32,
    before: Option<u64>,
    after: Option<u64>,
    days: Vec<CalendarDay>,
}

#[derive(Debug, Deserialize)]
struct CalendarDay {
    id: u64,
    day: i32,
}

#[derive(Deserialize)]
struct PhonePlan {
    how: String,
    #[serde(default)]
    country: u64,
    #[serde(default)]
    label: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct Dialled {
    at: usize,
    code: String,
}

impl Page {
    /// A date as `YYYY-MM-DD`, in whatever way the page takes it.
    pub(crate) async fn fill_date(
        &self,
        frame: &Frame,
        field: &Field,
        date: &str,
    ) -> Result<Filled, FillError> {
        let id = field.handle.id;
        let agrees = |held: &[String]| held.first().is_some_and(|held| held == date);
        let plan: DatePlan = self.run(frame, "date_plan", json!([id, date])).await?;
        match plan.how.as_str() {
            "assign" => {
                self.run::<bool>(frame, "assign", json!([id, date])).await?;
            }
            "parts" => {
                for part in &plan.parts {
                    self.fill_part(frame, part).await?;
                }
            }
            "type" => {
                self.fill_text(frame, field, &plan.text).await?;
                self.leave(frame, id).await?;
                let filled = self.read_back(frame, id, agrees).await?;
                if agrees(&filled.read_back) || plan.text.is_empty() {
                    return Ok(filled);
                }
                self.pick_day(frame, id, date).await?;
            }
            "calendar" => self.pick_day(frame, id, date).await?,
            _ => return Err(FillError::FieldGone),
        }
        self.read_back(frame, id, agrees).await
    }

    async fn fill_part(&self, frame: &Frame, part: &DatePart) -> Result<(), FillError> {
        if part.select {
            return match self.run::<bool>(frame, "choose_part", json!([part.id, part.text])).await? {
                true => Ok(()),
                false => Err(FillError::NoSuchOption { wanted: part.text.clone(), offered: Vec::new() }),
            };
        }
        self.click_field(frame, part.id, None).await?;
        self.run::<bool>(frame, "focus", json!([part.id])).await?;
        Ok(self.type_text(&part.text).await?)
    }

    /// Leaves a field whose calendar may hang open over the ones below it.
    async fn leave(&self, frame: &Frame, id: u64) -> Result<(), FillError> {
        self.run::<bool>(frame, "next_frames", json!([])).await?;
        if self.run::<Calendar>(frame, "calendar", json!([id])).await?.open {
            self.press_escape().await?;
        }
        self.run::<bool>(frame, "blur", json!([id])).await?;
        Ok(())
    }

    async fn pick_day(&self, frame: &Frame, id: u64, date: &str) -> Result<(), FillError> {
        let numbers: Vec<i32> = date.split('-').filter_map(|part| part.parse().ok()).collect();
        let [year, month, day] = numbers[..] else {
            return Err(FillError::NoSuchOption { wanted: date.to_owned(), offered: Vec::new() });
        };
        self.click_field(frame, id, None).await?;
        let mut shown = self.wait_calendar(frame, id, |calendar| calendar.open).await?;
        for _ in 0..CALENDAR_STEPS {
            let away = (year - shown.year) * 12 + month - shown.month;
            let turn = match away {
                0 => break,
                1.. => shown.after,
                _ => shown.before,
            };
            let (Some(turn), true) = (turn, shown.open) else { break };
            let point = self.point_of(frame, turn).await?;
            self.click_at(point).await?;
            let before = (shown.year, shown.month);
            shown = self.wait_calendar(frame, id, |now| (now.year, now.month) != before).await?;
        }
        let right_page = shown.open && (shown.year, shown.month) == (year, month);
        let found = shown.days.iter().find(|one| right_page && one.day == day);
        let Some(found) = found else {
            let offered = vec![format!("{}-{:02}", shown.year, shown.month)];
            self.leave(frame, id).await?;
            return Err(FillError::NoSuchOption { wanted: date.to_owned(), offered });
        };
        let point = self.point_of(frame, found.id).await?;
        Ok(self.click_at(point).await?)
    }

    async fn wait_calendar(
        &self,
        frame: &Frame,
        id: u64,
        until: impl Fn(&Calendar) -> bool,
    ) -> Result<Calendar, BrowserError> {
        let deadline = Instant::now() + CALENDAR_WAIT;
        loop {
            let calendar: Calendar = self.run(frame, "calendar", json!([id])).await?;
            if until(&calendar) || Instant::now() >= deadline {
                return Ok(calendar);
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
    }

    /// A telephone number with its country code; the country beside it is chosen to fit.
    pub(crate) async fn fill_phone(
        &self,
        frame: &Frame,
        field: &Field,
        number: &str,
    ) -> Result<Filled, FillError> {
        let id = field.handle.id;
        let plan: PhonePlan = self.run(frame, "phone_plan", json!([id, number])).await?;
        let same = |held: &[String]| held.first().is_some_and(|held| digits(held) == digits(number));
        match plan.how.as_str() {
            "select" => {
                self.run::<bool>(frame, "choose", json!([plan.country, [plan.label]])).await?;
                self.fill_text(frame, field, &plan.text).await?;
            }
            "list" => return self.fill_phone_with_list(frame, field, plan.country, number).await,
            _ => self.fill_text(frame, field, number).await?,
        }
        self.read_back(frame, id, same).await
    }

    /// Most such fields find the country themselves from a number that is typed in full; the others are shown it.
    async fn fill_phone_with_list(
        &self,
        frame: &Frame,
        field: &Field,
        country: u64,
        number: &str,
    ) -> Result<Filled, FillError> {
        let id = field.handle.id;
        let same = |held: &[String]| held.first().is_some_and(|held| digits(held) == digits(number));
        self.fill_text(frame, field, number).await?;
        self.run::<bool>(frame, "next_frames", json!([])).await?;
        let mut filled = self.read_back(frame, id, same).await?;
        if self.dial_fits(frame, country, number).await? {
            if same(&filled.read_back) {
                return Ok(filled);
            }
        } else {
            self.open_list(frame, country).await?;
            let list = self.wait_options(frame, country, CALENDAR_WAIT, CALENDAR_WAIT).await?;
            let labels: Vec<&str> = list.options.iter().map(|option| option.label.as_str()).collect();
            let found: Option<Dialled> = self.run(frame, "dialled", json!([number, labels])).await?;
            let Some(found) = found else {
                let offered = labels.into_iter().map(str::to_owned).collect();
                self.close_list(frame, country).await?;
                return Err(FillError::NoSuchOption { wanted: number.to_owned(), offered });
            };
            let point = self.point_of(frame, list.options[found.at].id).await?;
            self.click_at(point).await?;
            let rest: String = self.run(frame, "without_code", json!([number, found.code])).await?;
            self.fill_text(frame, field, &rest).await?;
            filled = self.read_back(frame, id, same).await?;
        }
        Ok(filled)
    }

    async fn dial_fits(&self, frame: &Frame, country: u64, number: &str) -> Result<bool, BrowserError> {
        let dial: String = self.run(frame, "dial", json!([country])).await?;
        Ok(dial.is_empty() || digits(number).starts_with(&dial))
    }

    /// A file for a page that has no file field until it is clicked.
    pub(crate) async fn drop_file(
        &self,
        frame: &Frame,
        id: u64,
        path: &std::path::Path,
    ) -> Result<(), FillError> {
        self.inner.hub.state().chooser = None;
        self.click_field(frame, id, None).await?;
        let until = Instant::now() + CHOOSER_WAIT;
        let chooser = loop {
            if let Some(chooser) = self.inner.hub.state().chooser.take() {
                break chooser;
            }
            if Instant::now() >= until {
                return Err(FillError::NotFillable { why: "it does not ask for a file when it is clicked" });
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        };
        let params = json!({ "files": [path], "backendNodeId": chooser.node });
        self.inner.call(Some(&chooser.session), "DOM.setFileInputFiles", params, NORMAL).await?;
        Ok(())
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
