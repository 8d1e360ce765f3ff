//! One field after the other: what is typed into each, and the step that tells of it.

use std::collections::HashSet;

use browser::{Field, FieldKind, FillError, FillValue, SentByPerson};
use domain::{AnswerOrigin, DocumentId, FieldAnswer, Snapshot};
use tokio::time::Instant;

use super::Run;
use super::compare;
use super::fill::{Filling, LABEL_CHARS, READ_DEADLINE};
use super::stop::{Stop, unfillable};
use crate::resolve::{self, CHOICE_SEPARATOR, TICKED};

/// The share of the progress bar that filling takes.
const PERCENT: std::ops::Range<usize> = 45..85;

/// A field that is filled and not yet recorded.
struct Done {
    step: String,
    percent: u8,
    is_file: bool,
    /// With a picture of the page.
    shot: bool,
}

impl Filling {
    /// Types what is not typed yet; stops when the person took over, and gives what they sent.
    pub(super) async fn fill_new(
        &self,
        run: &Run<'_>,
        snapshot: &mut Snapshot,
        done: &mut HashSet<String>,
        attached_at: &mut Option<Instant>,
    ) -> Result<Option<SentByPerson>, Stop> {
        let asked = resolve::questions(&self.place.form.fields);
        let total = snapshot.answers.len().max(1);
        let order = compare::files_first(&snapshot.answers);
        let files = order.iter().filter(|index| snapshot.answers[**index].kind == "file").count();
        let mut attached = false;
        let mut done_last = None;
        for (place, index) in order.into_iter().enumerate() {
            let answer = &mut snapshot.answers[index];
            if answer.value.is_none() || done.contains(&answer.field) {
                continue;
            }
            if let Some(sent) = run.wait_for_person().await {
                self.tell(run, done_last).await?;
                return Ok(Some(sent));
            }
            done.insert(answer.field.clone());
            let Some(field) = asked
                .iter()
                .find(|(_, question)| question.field == answer.field)
                .map(|(index, _)| &self.place.form.fields[*index])
            else {
                continue;
            };
            let is_file = field.kind == FieldKind::File;
            if is_file {
                *attached_at = Some(Instant::now());
            }
            if std::mem::replace(&mut attached, is_file) && !is_file {
                self.place.page.wait_idle(READ_DEADLINE).await?;
            }
            run.context.pass("before a field").await;
            // What was done is written down while the next field is filled.
            let (filled, told) =
                tokio::join!(self.fill_one(run, field, answer), self.tell(run, done_last.take()));
            told?;
            if !filled? {
                // The person was quicker. What the field holds now may be theirs.
                done.remove(&answer.field);
                return Ok(run.wait_for_person().await);
            }
            let percent = PERCENT.start + (PERCENT.end - PERCENT.start) * (place + 1) / total;
            let step = match (is_file, answer.value.is_some()) {
                (true, _) => format!("Attached {}", answer.value.as_deref().unwrap_or_default()),
                (false, true) => format!("Answered: {}", domain::text::shorten(&answer.label, LABEL_CHARS)),
                (false, false) => {
                    format!("Could not answer: {}", domain::text::shorten(&answer.label, LABEL_CHARS))
                }
            };
            // One picture shows all the files.
            let shot = is_file && place + 1 == files;
            done_last = Some(Done { step, percent: percent.min(PERCENT.end) as u8, is_file, shot });
        }
        self.tell(run, done_last).await?;
        Ok(run.wait_for_person().await)
    }

    /// Records that a field is filled.
    async fn tell(&self, run: &Run<'_>, done: Option<Done>) -> Result<(), Stop> {
        let Some(Done { step, percent, is_file, shot }) = done else { return Ok(()) };
        run.step(&step, "", percent, shot.then_some(&self.place.page)).await?;
        if is_file {
            run.context.pass("P5").await;
        }
        Ok(())
    }

    /// Empties what nobody answered and the page filled by itself; stops when a person had the page meanwhile.
    pub(super) async fn empty(&self, strayed: &HashSet<String>, snapshot: &Snapshot) -> Result<(), Stop> {
        for (index, question) in resolve::questions(&self.place.form.fields) {
            let is_open = |answer: &FieldAnswer| answer.field == question.field && answer.value.is_none();
            if !strayed.contains(&question.field) || !snapshot.answers.iter().any(is_open) {
                continue;
            }
            let nothing = FillValue::Text(String::new());
            let field = &self.place.form.fields[index];
            match self.place.page.fill_untouched(field, &nothing).await {
                Ok(_) => {}
                Err(FillError::ByHand) => return Ok(()),
                Err(error) => return Err(unfillable(&question.label, error)),
            }
        }
        Ok(())
    }

    /// Fills a field; `false` when it was left as it is, because a person had the page meanwhile.
    async fn fill_one(&self, run: &Run<'_>, field: &Field, answer: &mut FieldAnswer) -> Result<bool, Stop> {
        let value = answer.value.clone().unwrap_or_default();
        let typed = match (field.kind, answer.document_id) {
            (FieldKind::File, Some(id)) => file(run, id).await?,
            _ => value_for(field, &value),
        };
        match self.place.page.fill_untouched(field, &typed).await {
            Ok(filled) => {
                // What the site makes of a typed place ("Berlin" becomes "Berlin, Germany") is what it is sent.
                if field.kind == FieldKind::Typeahead && !filled.read_back.is_empty() {
                    answer.value = Some(filled.read_back.join(&CHOICE_SEPARATOR.to_string()));
                }
                Ok(true)
            }
            Err(FillError::ByHand) => Ok(false),
            Err(FillError::NoSuchOption { wanted, offered }) => {
                answer.value = None;
                answer.options = offered;
                answer.origin =
                    AnswerOrigin::Unanswered { why: format!("The form does not offer \"{wanted}\".") };
                Ok(true)
            }
            Err(error) => Err(unfillable(&answer.label, error)),
        }
    }
}

async fn file(run: &Run<'_>, id: DocumentId) -> Result<FillValue, Stop> {
    let found = run.context.store.document(run.record.user_id, id).await?;
    let (document, content) = found.ok_or_else(|| {
        Stop::fail("document_gone", "A document to be sent was deleted. Try again to make it anew.")
    })?;
    Ok(FillValue::File { name: document.file_name, content: content.into() })
}

fn value_for(field: &Field, value: &str) -> FillValue {
    let several = || value.split(CHOICE_SEPARATOR).map(str::to_owned).collect();
    match field.kind {
        FieldKind::Select | FieldKind::RadioGroup | FieldKind::YesNoButtons => {
            FillValue::Choice(value.to_owned())
        }
        FieldKind::MultiSelect | FieldKind::CheckboxGroup => FillValue::Choices(several()),
        FieldKind::Combobox if field.multiple => FillValue::Choices(several()),
        FieldKind::Combobox => FillValue::Choice(value.to_owned()),
        FieldKind::Checkbox => FillValue::Checked(value == TICKED),
        FieldKind::Text
        | FieldKind::Email
        | FieldKind::Tel
        | FieldKind::Url
        | FieldKind::Number
        | FieldKind::Date
        | FieldKind::Password
        | FieldKind::Textarea
        | FieldKind::Typeahead
        | FieldKind::File
        | FieldKind::Other => FillValue::Text(value.to_owned()),
    }
}
