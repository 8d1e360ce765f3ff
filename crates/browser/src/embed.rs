//! Frames inside a form: what a person sees of them, and the fields they lend to the form around them.
//!
//! An editor, an upload or a consent often stands in a frame of its own, in the middle of a form. Its fields belong
//! to the questions around it. What stands in a frame that nobody can see is hidden, however it looks inside.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;

use crate::cdp::QUICK;
use crate::error::BrowserError;
use crate::form::{FieldKind, RawForm};
use crate::frames::Frame;
use crate::page::Page;

/// Frames nested in frames that are followed outwards.
const NESTING_LIMIT: usize = 16;
/// What a form in a hidden frame is worth: less than any form a person can see.
const HIDDEN_SCORE: i64 = -100;
/// A form's open questions count up to here; see `scan` in `fields.js`.
const COUNTED_QUESTIONS: usize = 20;

/// The element of the outer document that holds a frame.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Seat {
    id: u64,
    /// Why a person cannot see it; empty when they can.
    hidden: String,
    label: String,
    name: String,
    required: bool,
    #[serde(skip)]
    outer: String,
}

/// Every frame's seat, by the frame's id.
pub(crate) type Seats = HashMap<String, Seat>;

impl Page {
    /// Where the frames of the page sit in one another. Frames that go away meanwhile have no seat.
    pub(crate) async fn seats(&self, frames: &[Frame]) -> Seats {
        let mut seats = Seats::new();
        if frames.len() < 2 {
            return seats;
        }
        for outer in frames {
            let Ok(inner) = self.run::<Vec<Seat>>(outer, "inner_frames", json!([])).await else { continue };
            for mut seat in inner {
                if let Ok(frame) = self.frame_in(outer, seat.id).await {
                    seat.outer.clone_from(&outer.id);
                    seats.insert(frame, seat);
                }
            }
        }
        seats
    }

    async fn frame_in(&self, outer: &Frame, element: u64) -> Result<String, BrowserError> {
        let object = self.object(outer, element).await?;
        let node = self
            .inner
            .call(Some(&outer.session), "DOM.describeNode", json!({ "objectId": object }), QUICK)
            .await?;
        node["node"]["frameId"].as_str().map(str::to_owned).ok_or(BrowserError::PageGone)
    }
}

/// Gives the fields of frames that send nothing themselves to the form they stand in, and marks what is hidden with
/// its frame. `scanned` has the outer frames before the inner ones.
pub(crate) fn seat_forms(scanned: &mut [(Frame, Vec<RawForm>)], seats: &Seats) {
    for at in (0..scanned.len()).rev() {
        let id = scanned[at].0.id.clone();
        if let Some(reason) = hidden_with(&id, seats) {
            scanned[at].1.iter_mut().for_each(|form| hide(form, &reason));
            continue;
        }
        let Some(seat) = seats.get(&id) else { continue };
        let lends = !scanned[at].1.is_empty() && scanned[at].1.iter().all(|form| form.submit.is_none());
        if !lends {
            continue;
        }
        let forms = std::mem::take(&mut scanned[at].1);
        let outer = scanned.iter_mut().find(|(frame, _)| frame.id == seat.outer).map(|(_, forms)| forms);
        let around = outer.and_then(|outer| {
            outer
                .iter_mut()
                .filter(|form| form.frames.iter().any(|place| place.id == seat.id))
                .max_by_key(|form| (form.submit.is_some(), form.score))
        });
        match around {
            Some(around) => lend(around, seat, &id, forms),
            None => scanned[at].1 = forms,
        }
    }
}

fn lend(around: &mut RawForm, seat: &Seat, frame: &str, forms: Vec<RawForm>) {
    let mut fields: Vec<_> = forms.into_iter().flat_map(|form| form.fields).collect();
    if let [only] = fields.as_mut_slice() {
        if only.label.is_empty() || only.kind == FieldKind::Textarea {
            only.label = if seat.label.is_empty() { only.label.clone() } else { seat.label.clone() };
        }
        if only.name.is_empty() {
            only.name.clone_from(&seat.name);
        }
        only.required |= seat.required;
    }
    let place = around.frames.iter().find(|place| place.id == seat.id).map_or(0, |place| place.at);
    let place = place.min(around.fields.len());
    let section = place.checked_sub(1).map(|before| around.fields[before].section.clone());
    for field in &mut fields {
        field.frame.get_or_insert_with(|| frame.to_owned());
        if field.section.is_empty() {
            field.section = section.clone().unwrap_or_default();
        }
    }
    let count = fields.len();
    for other in &mut around.frames {
        if other.at > place || (other.at == place && other.id > seat.id) {
            other.at += count;
        }
    }
    around.score += count.min(COUNTED_QUESTIONS) as i64;
    around.fields.splice(place..place, fields);
}

fn hidden_with(frame: &str, seats: &Seats) -> Option<String> {
    let mut at = frame;
    for _ in 0..NESTING_LIMIT {
        let seat = seats.get(at)?;
        if !seat.hidden.is_empty() {
            return Some(seat.hidden.clone());
        }
        at = &seat.outer;
    }
    None
}

fn hide(form: &mut RawForm, reason: &str) {
    form.score = form.score.min(HIDDEN_SCORE);
    for field in &mut form.fields {
        field.visible = false;
        field.honeypot = true;
        field.hidden_by = format!("{reason} (its frame)");
    }
}
