//! The form on a page, as a person would describe it: what is asked, how, and what is offered.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::time::Instant;

use crate::embed;
use crate::error::BrowserError;
use crate::frames::Frame;
use crate::page::{Barriers, Page};

/// Lists opened while one form is read.
const OPENED_LIMIT: usize = 60;
/// How long all frames together may take to be read; one that spins does not hold up the form beside it.
const FRAMES_TIME: Duration = Duration::from_secs(20);

/// How a field is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// One line holding an e-mail address.
    Email,
    /// A telephone number.
    Tel,
    /// A web address.
    Url,
    /// A number.
    Number,
    /// A date as `YYYY-MM-DD`.
    Date,
    /// A password: never filled from a profile.
    Password,
    /// Several lines of text.
    Textarea,
    /// A native list, one answer.
    Select,
    /// A native list, several answers.
    MultiSelect,
    /// A drawn list whose options are known.
    Combobox,
    /// A drawn list that suggests options for what is typed.
    Typeahead,
    /// One of several.
    RadioGroup,
    /// A single box.
    Checkbox,
    /// Several boxes under one question.
    CheckboxGroup,
    /// Two or three buttons that answer a question.
    YesNoButtons,
    /// A file.
    File,
    /// Something drawn natively that none of the above describes: a time, a colour, a range.
    Other,
}

/// Names a field until its page is left. Opaque.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FieldHandle {
    pub(crate) frame: String,
    pub(crate) id: u64,
}

/// One question of a form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// Names the field towards the page.
    pub handle: FieldHandle,
    /// What is asked, without the mark of a required field. May be empty.
    pub label: String,
    /// The technical name: `name`, the ATS's own path, or the id.
    pub name: String,
    /// How it is answered.
    pub kind: FieldKind,
    /// By attribute or by the mark in the label.
    pub required: bool,
    /// The exact labels that can be chosen. For a typeahead those it shows without typing, usually none.
    pub options: Vec<String>,
    /// What it holds: nothing, one answer, or several. A ticked single box holds `on`.
    pub value: Vec<String>,
    /// Whether a person can see it.
    pub visible: bool,
    /// Why a person cannot see it: `display`, `opacity`, `clipped`, `size`, `off-screen`, `aria-hidden`, `inert`,
    /// `covered`, `unreachable`, or one of these with its frame. Empty when they can.
    pub hidden_by: String,
    /// A trap for robots. Never touched.
    pub honeypot: bool,
    /// Text that explains the question.
    pub help: String,
    /// What the page complains about.
    pub error: String,
    /// The heading or the group it stands under.
    pub section: String,
    /// The longest text it takes.
    pub max_length: Option<u32>,
    /// The `autocomplete` token, when the page gives one.
    pub autocomplete: String,
    /// What stands in the empty field.
    pub placeholder: String,
    /// File types a file field takes, as the page writes them.
    pub accept: String,
    /// Takes several answers.
    pub multiple: bool,
    /// Greyed out by the page.
    pub disabled: bool,
}

/// The form of a page that looks most like an application.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormModel {
    /// The document it stands in.
    pub frame: String,
    /// The host of that document; it differs from the page's when the form is embedded.
    pub frame_host: String,
    /// The heading over the form.
    pub title: String,
    /// The questions in the order of the page, traps included and marked.
    pub fields: Vec<Field>,
    /// The button that sends it, if one was found.
    pub submit: Option<FieldHandle>,
    /// What that button says.
    pub submit_label: String,
    /// The button only leads to the next step.
    pub is_next_step: bool,
    /// Which of its steps the page says this is.
    pub step: Option<FormStep>,
    /// What a person has to do first.
    pub barriers: Barriers,
}

/// A step of a form with several pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormStep {
    /// Counted from one.
    pub number: u32,
    /// How many there are.
    pub total: u32,
    /// What it is called; may be empty.
    pub label: String,
}

#[derive(Deserialize)]
pub(crate) struct RawForm {
    pub fields: Vec<RawField>,
    pub score: i64,
    pub submit: Option<u64>,
    submit_label: String,
    is_next: bool,
    title: String,
    step: Option<FormStep>,
    /// The frames inside it.
    pub frames: Vec<RawPlace>,
    /// The last step, which only shows once more what is sent.
    #[serde(default)]
    pub review: bool,
}

/// An inner frame and how many fields stand before it.
#[derive(Deserialize)]
pub(crate) struct RawPlace {
    pub id: u64,
    pub at: usize,
}

#[derive(Deserialize)]
pub(crate) struct RawField {
    id: u64,
    /// The frame it stands in, when that is not the form's own.
    #[serde(default)]
    pub frame: Option<String>,
    pub label: String,
    pub name: String,
    pub kind: FieldKind,
    pub required: bool,
    options: Vec<String>,
    value: Vec<String>,
    pub visible: bool,
    pub hidden_by: String,
    pub honeypot: bool,
    help: String,
    error: String,
    pub section: String,
    max_length: Option<u32>,
    autocomplete: String,
    placeholder: String,
    accept: String,
    multiple: bool,
    disabled: bool,
}

impl Page {
    /// Reads the form that looks most like an application, in any frame; `None` when the page has no form.
    /// Drawn lists are opened to read their options and closed again.
    pub async fn read_form(&self) -> Result<Option<FormModel>, BrowserError> {
        let Some(mut form) = self.read_forms().await?.into_iter().next() else {
            return Ok(None);
        };
        self.read_lists(&mut form).await?;
        Ok(Some(form))
    }

    /// As [`read_form`](Self::read_form); lists whose options `before` knows stay closed.
    pub async fn read_form_again(&self, before: &FormModel) -> Result<Option<FormModel>, BrowserError> {
        let Some(mut form) = self.read_forms().await?.into_iter().next() else {
            return Ok(None);
        };
        for field in form.fields.iter_mut().filter(|field| field.is_closed_list()) {
            // A page that draws itself anew gives its fields new handles.
            let same = |old: &&Field| {
                old.label == field.label
                    && (old.handle == field.handle || (!old.name.is_empty() && old.name == field.name))
            };
            if let Some(old) = before.fields.iter().find(same) {
                field.options.clone_from(&old.options);
                field.kind = old.kind;
            }
        }
        self.read_lists(&mut form).await?;
        Ok(Some(form))
    }

    /// Opens the drawn lists whose options are not known, reads them and closes them again.
    pub async fn read_lists(&self, form: &mut FormModel) -> Result<(), BrowserError> {
        let _turn = self.turn().await?;
        let lists = form.fields.iter_mut().filter(|field| field.is_closed_list()).take(OPENED_LIMIT);
        let mut opened = false;
        for field in lists {
            let frame = self.frame(&field.handle.frame).await?;
            self.read_list(&frame, field).await?;
            opened = true;
        }
        if opened {
            // Leaving a list may empty it: text that was typed and not chosen does not stay.
            let held = self.read_values(&form.frame).await?;
            for field in &mut form.fields {
                if let Some((_, value)) = held.iter().find(|(handle, _)| *handle == field.handle) {
                    field.value.clone_from(value);
                }
            }
        }
        Ok(())
    }

    /// Every form of the page, the one that looks most like an application first. Only looks: drawn lists stay
    /// closed and their options unknown.
    pub async fn read_forms(&self) -> Result<Vec<FormModel>, BrowserError> {
        let barriers = self.barriers().await?;
        let mut forms = self.scan().await?;
        forms.sort_by_key(|(_, form)| std::cmp::Reverse(form.score));
        Ok(forms.into_iter().map(|(frame, form)| form.named(&frame, barriers)).collect())
    }

    /// What every field of the form in `frame` holds now, for the comparison with what was approved. Fields of the
    /// page's other frames follow: some of them may belong to the form.
    pub async fn read_values(&self, frame: &str) -> Result<Vec<(FieldHandle, Vec<String>)>, BrowserError> {
        #[derive(Deserialize)]
        struct Held {
            id: u64,
            value: Vec<String>,
        }
        let mut frames = self.frames().await?;
        let own = frames.iter().position(|one| one.id == frame).ok_or(BrowserError::PageGone)?;
        frames[..=own].rotate_right(1);
        let mut values = Vec::new();
        for (at, frame) in frames.iter().enumerate() {
            let held = match self.run::<Vec<Held>>(frame, "values", json!([])).await {
                Ok(held) => held,
                Err(error) if at == 0 => return Err(error),
                // Another frame may go away at any time.
                Err(_) => continue,
            };
            values.extend(held.into_iter().map(|held| {
                let handle = FieldHandle { frame: frame.id.clone(), id: held.id };
                (handle, held.value)
            }));
        }
        Ok(values)
    }

    /// The best form and the frame it is in. Without opening any list: fit for looking at a form while it is sent.
    async fn best_form(&self) -> Result<Option<(Frame, RawForm)>, BrowserError> {
        let mut best: Option<(Frame, RawForm)> = None;
        for (frame, form) in self.scan().await? {
            // The first of equals: forms are in the order of the page.
            if best.as_ref().is_none_or(|(_, so_far)| form.score > so_far.score) {
                best = Some((frame, form));
            }
        }
        Ok(best)
    }

    async fn scan(&self) -> Result<Vec<(Frame, RawForm)>, BrowserError> {
        let frames = self.frames().await?;
        let mut scanned = Vec::new();
        let until = Instant::now() + FRAMES_TIME;
        for frame in &frames {
            // A frame that goes away or cannot be read has no form for us; the page itself has to answer.
            let scan = self.run::<Vec<RawForm>>(frame, "scan", json!([]));
            if frame.id == self.target_id() {
                scanned.push((frame.clone(), scan.await?));
            } else if let Ok(Ok(forms)) = tokio::time::timeout_at(until, scan).await {
                scanned.push((frame.clone(), forms));
            }
        }
        embed::seat_forms(&mut scanned, &self.seats(&frames).await);
        let forms = scanned
            .into_iter()
            .flat_map(|(frame, forms)| forms.into_iter().map(move |form| (frame.clone(), form)))
            .filter(|(_, form)| !form.fields.is_empty() || form.review);
        Ok(forms.collect())
    }

    /// The field-level complaints of the best form, as (label, message), and whether a form is still there.
    pub(crate) async fn complaints(&self) -> Result<(Vec<(String, String)>, bool), BrowserError> {
        let Some((_, form)) = self.best_form().await? else {
            return Ok((Vec::new(), false));
        };
        let there = form.submit.is_some() && form.fields.iter().any(|field| field.visible);
        let complaints = form
            .fields
            .into_iter()
            .filter(|field| !field.error.is_empty() && field.visible)
            .map(|field| (field.label, field.error))
            .collect();
        Ok((complaints, there))
    }
}

impl Field {
    /// A drawn list whose options are only drawn when it is open.
    fn is_closed_list(&self) -> bool {
        self.kind == FieldKind::Combobox
            && self.options.is_empty()
            && self.visible
            && !self.honeypot
            && !self.disabled
    }
}

#[derive(Deserialize)]
pub(crate) struct TargetOf {
    pub id: Option<u64>,
}

impl RawForm {
    fn named(self, frame: &Frame, barriers: Barriers) -> FormModel {
        FormModel {
            frame: frame.id.clone(),
            frame_host: host_of(&frame.url),
            title: self.title,
            fields: self.fields.into_iter().map(|field| field.named(frame)).collect(),
            submit: self.submit.map(|id| FieldHandle { frame: frame.id.clone(), id }),
            submit_label: self.submit_label,
            is_next_step: self.is_next,
            step: self.step,
            barriers,
        }
    }
}

impl RawField {
    fn named(self, frame: &Frame) -> Field {
        Field {
            handle: FieldHandle { frame: self.frame.unwrap_or_else(|| frame.id.clone()), id: self.id },
            label: self.label,
            name: self.name,
            kind: self.kind,
            required: self.required,
            options: self.options,
            value: self.value,
            visible: self.visible,
            hidden_by: self.hidden_by,
            honeypot: self.honeypot,
            help: self.help,
            error: self.error,
            section: self.section,
            max_length: self.max_length,
            autocomplete: self.autocomplete,
            placeholder: self.placeholder,
            accept: self.accept,
            multiple: self.multiple,
            disabled: self.disabled,
        }
    }
}

pub(crate) fn host_of(url: &str) -> String {
    url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}
