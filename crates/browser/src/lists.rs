//! Lists that a page draws itself: opening them, reading what they offer, clicking one option, closing them again.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use crate::error::BrowserError;
use crate::fill::{FillError, field_holds};
use crate::form::{Field, FieldKind, TargetOf};
use crate::frames::Frame;
use crate::page::Page;
use crate::waiting::LOOK_PAUSE;

/// How long an opened list may take to show its options while a form is read.
const OPEN_WAIT: Duration = Duration::from_millis(700);
/// A list that was only opened, shows nothing and asks nobody for this long waits for letters.
const EMPTY_AFTER: Duration = Duration::from_millis(150);
/// How long a list may take to show its options when one of them is to be clicked.
const OPTIONS_WAIT: Duration = Duration::from_secs(5);
/// A list that shows nothing although the page has been quiet for this long has nothing to show. Longer than the
/// usual pause between the last key and the request for suggestions.
const NOTHING_COMES: Duration = Duration::from_millis(1200);
/// How long a list may take to close after one of its suggestions was clicked.
const TAKEN_WAIT: Duration = Duration::from_secs(2);
/// How long the page looks at its list by itself before it is asked again.
const LIST_LOOK: Duration = Duration::from_millis(75);
/// Chosen answers taken away from one list.
const CHIPS_LIMIT: usize = 50;
/// Times a list is opened for one answer: something may come over it.
const OPENINGS: usize = 3;
/// Times the letters of a typeahead are shortened until it suggests something.
const SHORTENINGS: usize = 3;

/// The options a drawn list shows now.
#[derive(Debug, Deserialize)]
pub(crate) struct OpenList {
    pub open: bool,
    /// They were the same twice.
    #[serde(default)]
    settled: bool,
    pub options: Vec<OpenOption>,
}

/// Something a drawn list shows as chosen.
#[derive(Deserialize)]
struct Chip {
    label: String,
    /// What takes it away again.
    off: Option<u64>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OpenOption {
    pub id: u64,
    pub label: String,
}

impl Page {
    pub(crate) async fn read_list(&self, frame: &Frame, field: &mut Field) -> Result<(), BrowserError> {
        // A list that does not open is a field that suggests while one types.
        if self.open_list(frame, field.handle.id).await.is_err() {
            field.kind = FieldKind::Typeahead;
            return Ok(());
        }
        let list = self.wait_options(frame, field.handle.id, OPEN_WAIT, EMPTY_AFTER).await?;
        field.options = list.options.into_iter().map(|option| option.label).collect();
        if field.options.is_empty() {
            field.kind = FieldKind::Typeahead;
        }
        self.close_list(frame, field.handle.id).await
    }

    pub(crate) async fn open_list(&self, frame: &Frame, id: u64) -> Result<(), BrowserError> {
        let target: TargetOf = self.run(frame, "target", json!([id, null])).await?;
        let target = target.id.ok_or(BrowserError::PageGone)?;
        let point = match self.uncovered(frame, target).await {
            Ok(point) => point,
            Err(FillError::Browser(error)) => return Err(error),
            // Some lists open by what seems to lie over them.
            Err(_) => self.point_of(frame, target).await?,
        };
        self.click_at(point).await
    }

    /// Waits until the list shows options and shows the same ones twice, at most `wait`; or until nothing has come and
    /// nothing was asked for during `empty_after`.
    pub(crate) async fn wait_options(
        &self,
        frame: &Frame,
        id: u64,
        wait: Duration,
        empty_after: Duration,
    ) -> Result<OpenList, BrowserError> {
        let began = Instant::now();
        loop {
            let left = wait.saturating_sub(began.elapsed());
            let look = json!([id, left.min(LIST_LOOK).as_millis() as u64]);
            let list: OpenList = self.run(frame, "settled_options", look).await?;
            let is_empty = list.options.is_empty();
            if list.settled || left <= LIST_LOOK || (is_empty && self.nothing_comes(began, empty_after)) {
                return Ok(list);
            }
        }
    }

    fn nothing_comes(&self, since: Instant, time: Duration) -> bool {
        let quiet = self.inner.hub.state().quiet_since(self.session_id());
        since.elapsed() >= time && quiet.is_some_and(|since| since.elapsed() >= time)
    }

    /// Takes the focus away, which closes a list without choosing; Escape only if that was not enough, because a
    /// dialog around the form would close as well.
    pub(crate) async fn close_list(&self, frame: &Frame, id: u64) -> Result<(), BrowserError> {
        self.run::<bool>(frame, "blur", json!([id])).await?;
        let until = Instant::now() + LOOK_PAUSE * 3;
        while Instant::now() < until {
            if !self.run::<OpenList>(frame, "options", json!([id])).await?.open {
                return Ok(());
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
        self.press_escape().await
    }

    /// Opens a drawn list and clicks the option with this label; a long list is first narrowed by typing.
    pub(crate) async fn pick(&self, frame: &Frame, field: &Field, label: &str) -> Result<(), FillError> {
        let id = field.handle.id;
        let mut offered = Vec::new();
        for _ in 0..OPENINGS {
            self.open_list(frame, id).await?;
            let mut list = self.wait_options(frame, id, OPTIONS_WAIT, NOTHING_COMES).await?;
            offered = labels_of(&list.options);
            if exact(&list.options, label).is_none() {
                // Long lists draw only a part of themselves; those that take text can be asked for the rest.
                self.type_text(label).await?;
                list = self.wait_changed(frame, id, &offered).await?;
            }
            let Some(option) = exact(&list.options, label) else { break };
            if self.click_option(frame, option.id).await? {
                return Ok(());
            }
            // It may be closing: a click now would meet it half way.
            self.close_list(frame, id).await?;
        }
        self.close_list(frame, id).await?;
        if !field.options.is_empty() {
            offered.clone_from(&field.options);
        }
        Err(FillError::NoSuchOption { wanted: label.to_owned(), offered })
    }

    /// Takes away what a list with several answers holds beside the wanted ones; returns what it still holds.
    pub(crate) async fn drop_chips(
        &self,
        frame: &Frame,
        field: &Field,
        wanted: &[String],
    ) -> Result<Vec<String>, FillError> {
        let id = field.handle.id;
        if !field.multiple {
            return Ok(Vec::new());
        }
        for _ in 0..CHIPS_LIMIT {
            let chips: Vec<Chip> = self.run(frame, "chips", json!([id])).await?;
            let stray = chips.iter().find(|chip| !wanted.contains(&chip.label)).and_then(|chip| chip.off);
            let Some(off) = stray else {
                return Ok(chips.into_iter().map(|chip| chip.label).collect());
            };
            let point = self.point_of(frame, off).await?;
            self.click_at(point).await?;
            self.run::<bool>(frame, "next_frames", json!([])).await?;
        }
        Ok(Vec::new())
    }

    /// Types into a field that suggests, and clicks the suggestion that is meant: the exact one, else the only one
    /// that begins with the text. A field that suggests nothing at all keeps the text, if free text will do.
    pub(crate) async fn suggest(
        &self,
        frame: &Frame,
        field: &Field,
        text: &str,
        free_text: bool,
    ) -> Result<(), FillError> {
        let id = field.handle.id;
        let mut typed = text.to_owned();
        let mut offered = Vec::new();
        let mut again = true;
        for _ in 0..=SHORTENINGS {
            self.click_field(frame, id, None).await?;
            self.run::<bool>(frame, "focus", json!([id])).await?;
            self.type_text(&typed).await?;
            let list = self.wait_options(frame, id, OPTIONS_WAIT / 2, NOTHING_COMES).await?;
            if let Some(option) = suggestion(&list.options, text) {
                let option = option.id;
                match self.choose_suggestion(frame, id, option, &typed).await? {
                    true => return Ok(()),
                    false => continue,
                }
            }
            offered = labels_of(&list.options);
            if !offered.is_empty() {
                break;
            }
            // A page that was still busy leaving the field takes away what was typed into it meanwhile.
            if std::mem::take(&mut again) && !field_holds(self, frame, id, &typed).await? {
                continue;
            }
            // "Berlin, Germany" may be known as "Berlin".
            match typed.rsplit_once(',') {
                Some((shorter, _)) => typed = shorter.to_owned(),
                None => break,
            }
        }
        self.close_list(frame, id).await?;
        // Some pages take back on leaving what was typed and not chosen.
        if free_text && offered.is_empty() && field_holds(self, frame, id, &typed).await? {
            return Ok(());
        }
        Err(FillError::NoSuchOption { wanted: text.to_owned(), offered })
    }

    /// Clicks a suggestion and makes sure that it was taken: the list closes, or the field holds something else
    /// than what was typed. False when something came over it first.
    async fn choose_suggestion(
        &self,
        frame: &Frame,
        id: u64,
        option: u64,
        typed: &str,
    ) -> Result<bool, FillError> {
        if !self.click_option(frame, option).await? {
            return Ok(false);
        }
        let until = Instant::now() + TAKEN_WAIT;
        while Instant::now() < until {
            let open = self.run::<OpenList>(frame, "options", json!([id])).await?.open;
            if !open || !field_holds(self, frame, id, typed).await? {
                return Ok(true);
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
        self.close_list(frame, id).await?;
        Err(FillError::NotFillable { why: "it does not take the suggestion that was clicked" })
    }

    async fn wait_changed(&self, frame: &Frame, id: u64, before: &[String]) -> Result<OpenList, FillError> {
        let began = Instant::now();
        let until = began + OPTIONS_WAIT;
        loop {
            let list = self.wait_options(frame, id, OPTIONS_WAIT, NOTHING_COMES).await?;
            if labels_of(&list.options) != before
                || Instant::now() >= until
                || self.nothing_comes(began, NOTHING_COMES)
            {
                return Ok(list);
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
    }

    /// Clicks an option of an open list. False when something floated over it and was put away, or the list has drawn
    /// itself anew: it has to be opened again.
    async fn click_option(&self, frame: &Frame, option: u64) -> Result<bool, FillError> {
        match self.click_option_there(frame, option).await {
            Err(FillError::FieldGone) => Ok(false),
            clicked => clicked,
        }
    }

    async fn click_option_there(&self, frame: &Frame, option: u64) -> Result<bool, FillError> {
        let mut point = self.point_of(frame, option).await?;
        if self.put_away_over(frame, option, point).await? {
            return Ok(false);
        }
        if !self.is_clear(frame, option).await? {
            // Under a bar that sticks to the window's edge.
            self.run::<bool>(frame, "center", json!([option])).await?;
            point = self.point_of(frame, option).await?;
        }
        self.click_at(point).await?;
        Ok(true)
    }
}

fn labels_of(options: &[OpenOption]) -> Vec<String> {
    options.iter().map(|option| option.label.clone()).collect()
}

fn exact<'a>(options: &'a [OpenOption], label: &str) -> Option<&'a OpenOption> {
    options.iter().find(|option| option.label == label)
}

/// The suggestion a person who typed `text` means: the same words, or the only one that begins with them.
fn suggestion<'a>(options: &'a [OpenOption], text: &str) -> Option<&'a OpenOption> {
    let same = |option: &&OpenOption| option.label.eq_ignore_ascii_case(text);
    if let Some(option) = options.iter().find(same) {
        return Some(option);
    }
    let wanted = text.to_lowercase();
    let mut begins = options.iter().filter(|option| option.label.to_lowercase().starts_with(&wanted));
    match (begins.next(), begins.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}
