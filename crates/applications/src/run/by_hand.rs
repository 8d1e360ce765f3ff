//! What a person did while they had the page.

use browser::{Field, FieldKind, SentByPerson};
use domain::{AnswerOrigin, FieldAnswer};

use super::compare::holds;
use super::stop::Stop;
use crate::resolve::{CHOICE_SEPARATOR, TICKED};

/// Stops a run whose form the person may have sent: no gate has seen it, so only they can tell.
pub(super) fn refuse_sent(sent: &SentByPerson) -> Result<(), Stop> {
    if sent.forms + sent.requests == 0 {
        return Ok(());
    }
    let hosts = sent.hosts.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    Err(Stop::review(
        "sent_by_hand",
        format!(
            "While you had the page, it sent something to {hosts}. If that was the application, say so; if it was not, \
             it can be filled again. Jobwire has sent nothing."
        ),
    ))
}

/// The form is not there any more after the person had it: only they know why.
pub(super) fn form_left() -> Stop {
    Stop::review(
        "sent_by_hand",
        "The form is gone since you had the page. If you sent the application, say so; if you did not, it can be filled \
         again. Jobwire has sent nothing.",
    )
}

/// So often is no accident.
pub(super) fn taken_over_too_often() -> Stop {
    Stop::review(
        "taken_over_too_often",
        "You took this run over many times. Apply there yourself, or begin it again.",
    )
}

/// Takes what the field holds into the answer, if the person changed it; says whether they did. `typed` says whether
/// the run had filled the field before.
pub(super) fn take_in(field: &Field, answer: &mut FieldAnswer, typed: bool) -> Result<bool, Stop> {
    if field.kind == FieldKind::File {
        return own_file(field, answer, typed).map(|()| false);
    }
    let held = match field.kind {
        _ if field.value.is_empty() => None,
        FieldKind::Checkbox => Some(TICKED.to_owned()),
        _ => Some(field.value.join(&CHOICE_SEPARATOR.to_string())),
    };
    match (held, &answer.value) {
        // Not filled yet.
        (None, _) if !typed => Ok(false),
        (None, None) => Ok(false),
        (None, Some(_)) => {
            answer.value = None;
            answer.origin = AnswerOrigin::Unanswered { why: "You emptied it on the page.".to_owned() };
            Ok(true)
        }
        (Some(_), Some(value)) if holds(field, value) => Ok(true),
        (Some(held), _) => {
            answer.value = Some(held);
            answer.origin = AnswerOrigin::Person;
            Ok(true)
        }
    }
}

/// A file that Jobwire does not have cannot be shown for approval, nor attached again.
fn own_file(field: &Field, answer: &FieldAnswer, typed: bool) -> Result<(), Stop> {
    let ours = answer.value.as_deref().unwrap_or_default();
    let is_ours =
        |name: &String| typed && (name == ours || name.contains(ours) || ours.contains(name.as_str()));
    match field.value.iter().all(is_ours) {
        true => Ok(()),
        false => Err(Stop::fail(
            "own_file",
            "You attached a file on the page. Jobwire sends only documents it can show you first: apply there yourself, \
             or begin again with the resume of your profile.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(forms: u32, requests: u32) -> SentByPerson {
        SentByPerson { forms, requests, hosts: ["jobs.example".to_owned()].into() }
    }

    #[test]
    fn what_may_have_been_sent_by_hand_is_for_the_person_to_tell() {
        assert!(refuse_sent(&SentByPerson::default()).is_ok());
        for sent in [sent(1, 0), sent(0, 1)] {
            let Err(Stop::Because { code, message, then }) = refuse_sent(&sent) else { panic!("it goes on") };
            assert_eq!((code, then), ("sent_by_hand", super::super::stop::Then::Review));
            assert!(message.contains("jobs.example"), "{message}");
        }
    }
}
