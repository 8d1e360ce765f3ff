//! Forms that ask in several steps: each is filled, checked and left by its own button, until one has a button that
//! sends.
//!
//! Going on is not sending, but sites keep what a step was given, so a step is left only when every answer on it is
//! known and was read back. The snapshot holds the answers of all steps: that is what is approved and sent.

use std::collections::HashSet;
use std::time::Duration;

use browser::{Field, FormModel};
use domain::{AnswerOrigin, Snapshot};
use store::applications::Ungated;
use tokio::time::Instant;

use super::Run;
use super::by_hand::taken_over_too_often;
use super::fill::{Filled, Filling, MAX_TAKE_OVERS};
use super::stop::Stop;
use super::verdict::confirmation;
use crate::resolve;

/// No application asks in more steps than this.
const MOST_STEPS: usize = 12;
/// How long a site may take from one step to the next.
const NEXT_DEADLINE: Duration = Duration::from_secs(20);
/// A page that still shows the same step after this long and complains has refused it.
const COMPLAINT_AFTER: Duration = Duration::from_secs(1);
/// Pause between two looks.
const LOOK_PAUSE: Duration = Duration::from_millis(150);
/// Longest wait for a new step to come to rest.
const QUIET_DEADLINE: Duration = Duration::from_secs(4);
/// What a button is.
pub(super) const BUTTONS: &str = "button,input[type=submit],input[type=button],[role=button]";

/// How filling all steps ended.
pub(super) enum Steps {
    /// The last step is filled; its button sends.
    Filled(Snapshot),
    /// Only the person can answer what is open.
    QuestionsOpen(Snapshot),
    /// The site did not let a step pass, for this reason.
    Refused(Snapshot, String),
}

/// Where the button to the next step has led.
enum Onward {
    Next,
    /// The step stays, with complaints on it.
    Refused(Box<FormModel>),
    /// Nowhere yet: a person has had the page since it was filled.
    ByHand,
}

/// Fills every step, leaving each by its own button.
pub(super) async fn fill(run: &Run<'_>, filling: &mut Filling) -> Result<Steps, Stop> {
    let mut before: Option<Snapshot> = None;
    let mut take_overs = 0..MAX_TAKE_OVERS;
    let mut number = 1;
    // A step that a person changed after it was filled, as they left it.
    let mut by_hand: Option<Snapshot> = None;
    while number <= MOST_STEPS {
        let mut present = by_hand.take().unwrap_or_else(|| filling.resolve(run));
        let is_open = |snapshot: &Snapshot| snapshot.open_questions().next().is_some();
        // A person who took over may be answering on the page itself.
        if is_open(&present)
            && let Some(sent) = run.wait_for_person().await
        {
            filling.take_in_by_hand(run, &mut present, &mut HashSet::new(), &sent).await?;
        }
        if is_open(&present) || filling.fill_all(run, &mut present).await? == Filled::QuestionsOpen {
            return Ok(Steps::QuestionsOpen(joined(before, present)));
        }
        let is_next_step = filling.place.form.is_next_step;
        if is_next_step {
            filling.pass_captcha(run, &mut present).await?;
        }
        let whole = joined(before.clone(), present.clone());
        if !is_next_step {
            return Ok(Steps::Filled(whole));
        }
        run.step(&format!("Filled step {number}"), &filling.place.form.title, 80, Some(&filling.place.page))
            .await?;
        match onward(run, filling).await? {
            Onward::Next => {
                before = Some(whole);
                number += 1;
            }
            Onward::ByHand => {
                take_overs.next().ok_or_else(taken_over_too_often)?;
                let sent = run.wait_for_person().await.unwrap_or_default();
                let mut done = present.answers.iter().map(|answer| answer.field.clone()).collect();
                filling.take_in_by_hand(run, &mut present, &mut done, &sent).await?;
                by_hand = Some(present);
            }
            Onward::Refused(form) => return Ok(refused(whole, &form)),
        }
    }
    Err(Stop::review(
        "too_many_steps",
        "The form goes on and on without a button that sends it. Apply on the employer's site yourself.",
    ))
}

/// The answers of earlier steps and of this one.
fn joined(before: Option<Snapshot>, present: Snapshot) -> Snapshot {
    let Some(mut whole) = before else { return present };
    whole.resume_id = whole.resume_id.or(present.resume_id);
    whole.cover_letter_id = whole.cover_letter_id.or(present.cover_letter_id);
    whole.answers.extend(present.answers);
    whole
}

/// Presses the button that leads on and waits for the next step, or for complaints.
///
/// Sites keep each step, so no gate holds this click. Until the next step has come, or a complaint, it is written down
/// that the form may have been sent: whatever goes wrong in between is for the person to tell.
async fn onward(run: &Run<'_>, filling: &mut Filling) -> Result<Onward, Stop> {
    run.begin_ungated(Ungated::NextStep).await?;
    let led = press_and_wait(run, filling).await?;
    run.end_ungated(Ungated::NextStep).await?;
    Ok(led)
}

async fn press_and_wait(run: &Run<'_>, filling: &mut Filling) -> Result<Onward, Stop> {
    let page = filling.place.page.clone();
    run.context.pass("before the next step").await;
    let left = looks(&filling.place.form);
    let text_before = page.text().await?;
    let caption = format!("^{}$", regex::escape(&filling.place.form.submit_label));
    let Some(is_clicked) = page.click_on_untouched(BUTTONS, &caption).await? else {
        return Ok(Onward::ByHand);
    };
    if !is_clicked {
        run.end_ungated(Ungated::NextStep).await?;
        return Err(Stop::try_again(
            "no_button",
            "The button to the next step of the form was not found. Nothing was sent.",
        ));
    }
    run.context.pass("next step").await;
    let pressed_at = Instant::now();
    loop {
        tokio::time::sleep(LOOK_PAUSE).await;
        let shown = page.read_forms().await?.into_iter().next();
        let waited = pressed_at.elapsed();
        let is_gone = shown.is_none();
        match shown {
            Some(form) if looks(&form) != left => break,
            Some(form) if waited >= COMPLAINT_AFTER && !complaints(&form).is_empty() => {
                return Ok(Onward::Refused(Box::new(form)));
            }
            _ => {}
        }
        if waited >= NEXT_DEADLINE && is_gone {
            return Err(form_gone());
        }
        if waited >= NEXT_DEADLINE {
            return Err(Stop::review(
                "step_stays",
                "The form did not go on to its next step and does not say why. Look at it in your browser: if it was \
                 sent, say so; if it was not, it can be filled again.",
            ));
        }
    }
    page.wait_quiet(QUIET_DEADLINE).await?;
    if confirmation(&text_before, &page.text().await?).is_some() {
        return Err(form_gone());
    }
    let form = page.read_form().await?.ok_or_else(form_gone)?;
    filling.place.form = form;
    Ok(Onward::Next)
}

/// A step that was not let pass. What it wants although it did not say so is asked; otherwise its complaints are told.
fn refused(mut whole: Snapshot, form: &FormModel) -> Steps {
    let mut is_asked_now = false;
    for (index, question) in resolve::questions(&form.fields) {
        let complaint = &form.fields[index].error;
        let answer = whole.answers.iter_mut().find(|answer| answer.field == question.field);
        if let Some(answer) = answer.filter(|answer| answer.value.is_none() && !complaint.is_empty()) {
            answer.required = true;
            answer.origin = AnswerOrigin::Unanswered { why: format!("The form says: {complaint}") };
            is_asked_now = true;
        }
    }
    match is_asked_now {
        true => Steps::QuestionsOpen(whole),
        false => Steps::Refused(whole, complaints(form)),
    }
}

/// A button that seemed to lead on may have sent the form: that is never tried again by itself.
fn form_gone() -> Stop {
    Stop::review(
        "form_gone",
        "The form disappeared after one of its steps, or the site thanks for it. If that sent it, say so; if it did not, it can be filled again.",
    )
}

/// What tells one step from another: what it asks and what its button says.
fn looks(form: &FormModel) -> (Vec<(String, String)>, String) {
    let asked = form.fields.iter().filter(|field| is_asked(field));
    (asked.map(|field| (field.name.clone(), field.label.clone())).collect(), form.submit_label.clone())
}

fn is_asked(field: &Field) -> bool {
    field.visible && !field.honeypot
}

fn complaints(form: &FormModel) -> String {
    let complained = form.fields.iter().filter(|field| is_asked(field) && !field.error.is_empty());
    complained.map(|field| format!("{}: {}", field.label, field.error)).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::compare::made;

    #[test]
    fn what_a_step_wants_without_saying_so_is_asked_and_what_it_dislikes_is_told() {
        let mut form = made::form(&[("resume", &[]), ("phone", &["12"])]);
        let given = made::snapshot(&[("resume", None), ("phone", Some("12"))]);
        form.fields[1].error = "Too short".to_owned();
        let Steps::Refused(_, complaint) = refused(given.clone(), &form) else { panic!("it asks") };
        assert_eq!(complaint, "phone: Too short");
        form.fields[0].error = "This field is required.".to_owned();
        let Steps::QuestionsOpen(asked) = refused(given, &form) else { panic!("it does not ask") };
        let open: Vec<_> =
            asked.open_questions().map(|answer| (answer.field.as_str(), &answer.origin)).collect();
        let why = "The form says: This field is required.".to_owned();
        assert_eq!(open, [("resume", &AnswerOrigin::Unanswered { why })]);
    }
}
