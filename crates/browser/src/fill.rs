//! Answering one question: with trusted input, without Enter, and reading back what the page then holds.

use std::time::Duration;

use bytes::Bytes;
use serde_json::json;
use tokio::time::Instant;

use crate::cdp::NORMAL;
use crate::error::BrowserError;
use crate::form::{Field, FieldKind, TargetOf};
use crate::frames::Frame;
use crate::page::Page;
use crate::waiting::LOOK_PAUSE;

/// How long a page may take to show the name of a file it was given.
const FILE_WAIT: Duration = Duration::from_secs(10);
/// How long a page may take to show an answer it was given.
const VALUE_WAIT: Duration = Duration::from_millis(800);
/// Clicks on the same answer: a page that moved away under the first one gets a second.
const CLICKS: usize = 2;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FillValue {
    /// Text, a number, or a date as `YYYY-MM-DD`. In a field that suggests nothing, what was typed stays.
    Text(String),
    /// One of the offered options, by its exact label. In a field that suggests, one of the suggestions.
    Choice(String),
    /// Several of them; none clears the field.
    Choices(Vec<String>),
    /// A single box.
    Checked(bool),
    /// A file under the name the employer shall see.
    File {
        /// The name, without a folder.
        name: String,
        /// What is in it.
        content: Bytes,
    },
}

/// What the page holds after an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Read from the page, not from what was typed.
    pub read_back: Vec<String>,
    /// The size of the file the page holds; unknown where the page takes it away from its field at once.
    pub bytes: Option<u64>,
}

/// Why a question was not answered. The form may then hold a part of the answer.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// No option has exactly this label.
    #[error("\"{wanted}\" is not offered")]
    NoSuchOption {
        /// What was asked for.
        wanted: String,
        /// What the page offers.
        offered: Vec<String>,
    },
    /// The field is hidden, a trap, greyed out, or a password.
    #[error("this field is not filled: {why}")]
    NotFillable {
        /// Which of these.
        why: &'static str,
    },
    /// This kind of field does not take this kind of answer.
    #[error("a {kind:?} field does not take this kind of answer")]
    WrongKind {
        /// The field's kind.
        kind: FieldKind,
    },
    /// Something lies over the field.
    #[error("the field is covered by {by}")]
    Covered {
        /// What lies there.
        by: String,
    },
    /// The page never showed the name of the file.
    #[error("the page did not show that it took {name}")]
    FileNotShown {
        /// The file's name.
        name: String,
    },
    /// A person has had the page and nobody has looked at what they did.
    #[error("a person has had the page meanwhile")]
    ByHand,
    /// The field is no longer on the page.
    #[error("the field is no longer on the page")]
    FieldGone,
    /// The browser failed.
    #[error(transparent)]
    Browser(BrowserError),
}

impl From<BrowserError> for FillError {
    fn from(error: BrowserError) -> Self {
        match error {
            BrowserError::PageGone => FillError::FieldGone,
            other => FillError::Browser(other),
        }
    }
}

impl Page {
    /// Answers one field. Choices need the exact label of an option. Hidden fields and traps are refused.
    pub async fn fill(&self, field: &Field, value: &FillValue) -> Result<Filled, FillError> {
        refuse(field)?;
        let _turn = self.turn().await?;
        self.fill_now(field, value).await
    }

    /// The same, unless a person has had the page since it was last asked what they did: then the field keeps what it
    /// holds, which may be theirs, and it is [`FillError::ByHand`].
    pub async fn fill_untouched(&self, field: &Field, value: &FillValue) -> Result<Filled, FillError> {
        refuse(field)?;
        let _turn = self.untouched_turn().await?.ok_or(FillError::ByHand)?;
        self.fill_now(field, value).await
    }

    async fn fill_now(&self, field: &Field, value: &FillValue) -> Result<Filled, FillError> {
        let frame = self.frame(&field.handle.frame).await?;
        let id = field.handle.id;
        let wanted = match (field.kind, value) {
            (FieldKind::File, FillValue::File { name, content }) => {
                return self.fill_file(&frame, id, name, content).await;
            }
            (FieldKind::Checkbox, FillValue::Checked(on)) => {
                self.tick(&frame, id, None, *on).await?;
                return self.read_back(&frame, id, |_| true).await;
            }
            (FieldKind::Date, FillValue::Text(text)) => return self.fill_date(&frame, field, text).await,
            (FieldKind::Tel, FillValue::Text(text)) => return self.fill_phone(&frame, field, text).await,
            (FieldKind::Other, FillValue::Text(text)) => {
                self.run::<bool>(&frame, "assign", json!([id, text])).await?;
                text.clone()
            }
            (FieldKind::Typeahead, FillValue::Text(text) | FillValue::Choice(text)) => {
                let free_text = matches!(value, FillValue::Text(_));
                self.suggest(&frame, field, text, free_text).await?;
                return self.read_back(&frame, id, |held| !held.is_empty()).await;
            }
            (kind, FillValue::Text(text)) if is_textual(kind) => {
                self.fill_text(&frame, field, text).await?;
                text.clone()
            }
            (kind, FillValue::Choice(label)) if is_choice(kind) => {
                return self.fill_choices(&frame, field, std::slice::from_ref(label)).await;
            }
            (
                FieldKind::MultiSelect | FieldKind::CheckboxGroup | FieldKind::Combobox,
                FillValue::Choices(labels),
            ) => return self.fill_choices(&frame, field, labels).await,
            (kind, _) => return Err(FillError::WrongKind { kind }),
        };
        self.read_back(&frame, id, |held| held.first() == Some(&wanted) || wanted.is_empty()).await
    }

    pub(crate) async fn fill_text(&self, frame: &Frame, field: &Field, text: &str) -> Result<(), FillError> {
        let id = field.handle.id;
        // A date may open a calendar when it is clicked, and is left for that.
        let grasped = field.kind != FieldKind::Date && self.run::<bool>(frame, "grasp", json!([id])).await?;
        if !grasped {
            self.click_field(frame, id, None).await?;
            self.run::<bool>(frame, "focus", json!([id])).await?;
        }
        let text = match field.kind {
            FieldKind::Textarea => text.replace("\r\n", "\n"),
            _ => text.replace(['\r', '\n', '\t'], " "),
        };
        if text.is_empty() {
            self.press_backspace().await?;
        } else {
            self.type_text(&text).await?;
        }
        Ok(())
    }

    async fn fill_choices(
        &self,
        frame: &Frame,
        field: &Field,
        labels: &[String],
    ) -> Result<Filled, FillError> {
        let id = field.handle.id;
        let known = !matches!(field.kind, FieldKind::Combobox);
        if let Some(missing) = labels.iter().find(|label| known && !field.options.contains(label)) {
            return Err(FillError::NoSuchOption { wanted: missing.clone(), offered: field.options.clone() });
        }
        match field.kind {
            FieldKind::Select | FieldKind::MultiSelect => {
                self.run::<bool>(frame, "choose", json!([id, labels])).await?;
            }
            FieldKind::Combobox => {
                let held = self.drop_chips(frame, field, labels).await?;
                for label in labels.iter().filter(|label| !held.contains(label)) {
                    self.pick(frame, field, label).await?;
                }
            }
            FieldKind::CheckboxGroup => {
                for option in &field.options {
                    self.tick(frame, id, Some(option), labels.contains(option)).await?;
                }
            }
            FieldKind::RadioGroup => self.tick(frame, id, Some(&labels[0]), true).await?,
            // Such buttons often take the answer back when pressed again.
            _ => self.press_button(frame, id, &labels[0]).await?,
        }
        let wanted = labels.to_vec();
        self.read_back(frame, id, move |held| wanted.iter().all(|one| held.contains(one))).await
    }

    async fn tick(&self, frame: &Frame, id: u64, option: Option<&str>, on: bool) -> Result<(), FillError> {
        for click in 0..CLICKS {
            let now: bool = self.run(frame, "checked", json!([id, option])).await?;
            if now == on {
                return Ok(());
            }
            match self.run::<bool>(frame, "takes_key", json!([id, option, click > 0])).await? {
                true => self.press_space().await?,
                false => self.click_field(frame, id, option).await?,
            }
            let until = Instant::now() + VALUE_WAIT;
            while Instant::now() < until {
                if self.run::<bool>(frame, "checked", json!([id, option])).await? == on {
                    return Ok(());
                }
                tokio::time::sleep(LOOK_PAUSE).await;
            }
        }
        Ok(())
    }

    async fn press_button(&self, frame: &Frame, id: u64, label: &str) -> Result<(), FillError> {
        for _ in 0..CLICKS {
            if field_holds(self, frame, id, label).await? {
                return Ok(());
            }
            self.click_field(frame, id, Some(label)).await?;
            let held = |held: &[String]| held.iter().any(|value| value == label);
            if held(&self.read_back(frame, id, held).await?.read_back) {
                return Ok(());
            }
        }
        Ok(())
    }

    pub(crate) async fn click_field(
        &self,
        frame: &Frame,
        id: u64,
        option: Option<&str>,
    ) -> Result<(), FillError> {
        let target: TargetOf = self.run(frame, "target", json!([id, option])).await?;
        let target = target.id.ok_or(FillError::FieldGone)?;
        let point = self.uncovered(frame, target).await?;
        self.click_at(point).await?;
        Ok(())
    }

    async fn fill_file(
        &self,
        frame: &Frame,
        id: u64,
        name: &str,
        content: &[u8],
    ) -> Result<Filled, FillError> {
        let path = self.inner.profile.lend(name, content).map_err(|error| BrowserError::Protocol {
            detail: format!("the file could not be handed over: {error}"),
        })?;
        if self.run::<bool>(frame, "is_drop_zone", json!([id])).await? {
            self.drop_file(frame, id, &path).await?;
        } else {
            let params = json!({ "files": [path], "objectId": self.object(frame, id).await? });
            self.inner.call(Some(&frame.session), "DOM.setFileInputFiles", params, NORMAL).await?;
        }
        let until = Instant::now() + FILE_WAIT;
        loop {
            if self.run::<bool>(frame, "shows_file", json!([id, name])).await? {
                let bytes: Option<u64> = self.run(frame, "file_size", json!([id, name])).await?;
                if bytes.is_none_or(|bytes| bytes == content.len() as u64) {
                    return Ok(Filled { read_back: vec![name.to_owned()], bytes });
                }
            }
            if Instant::now() >= until {
                return Err(FillError::FileNotShown { name: name.to_owned() });
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
    }

    /// Reads what the field holds, giving the page a moment to agree.
    pub(crate) async fn read_back(
        &self,
        frame: &Frame,
        id: u64,
        agrees: impl Fn(&[String]) -> bool,
    ) -> Result<Filled, FillError> {
        let until = Instant::now() + VALUE_WAIT;
        loop {
            let held: Option<Vec<String>> = self.run(frame, "value", json!([id])).await?;
            let held = held.ok_or(FillError::FieldGone)?;
            if agrees(&held) || Instant::now() >= until {
                return Ok(Filled { read_back: held, bytes: None });
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
    }
}

pub(crate) async fn field_holds(
    page: &Page,
    frame: &Frame,
    id: u64,
    wanted: &str,
) -> Result<bool, BrowserError> {
    let held: Option<Vec<String>> = page.run(frame, "value", json!([id])).await?;
    Ok(held.is_some_and(|held| held.iter().any(|value| value == wanted)))
}

fn refuse(field: &Field) -> Result<(), FillError> {
    let why = match field {
        Field { honeypot: true, .. } => "it is a trap for robots",
        Field { visible: false, .. } => "it is hidden",
        Field { disabled: true, .. } => "it is greyed out",
        Field { kind: FieldKind::Password, .. } => "it is a password",
        _ => return Ok(()),
    };
    Err(FillError::NotFillable { why })
}

fn is_textual(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Text
            | FieldKind::Email
            | FieldKind::Tel
            | FieldKind::Url
            | FieldKind::Number
            | FieldKind::Textarea
    )
}

fn is_choice(kind: FieldKind) -> bool {
    matches!(
        kind,
        FieldKind::Select
            | FieldKind::MultiSelect
            | FieldKind::Combobox
            | FieldKind::RadioGroup
            | FieldKind::CheckboxGroup
            | FieldKind::YesNoButtons
    )
}
