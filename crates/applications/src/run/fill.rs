//! Filling a form: every answer is typed in, and then read back.
//!
//! What the page holds at the end equals the snapshot, field by field, or the run stops. Traps and hidden fields
//! hold what they held before.

use std::collections::HashSet;
use std::time::Duration;

use browser::{Field, SentByPerson};
use domain::{FieldAnswer, Snapshot};

use super::Run;
use super::by_hand;
use super::compare::{self, check_traps, holds, take_preset};
use super::find::Place;
use super::papers::Papers;
use super::stop::Stop;
use crate::resolve::{self, Question};

/// How often answering may bring up new questions.
const MAX_ROUNDS: usize = 3;
/// How often values that a page changed by itself are put right.
const MAX_CORRECTIONS: usize = 3;
/// How long a site may take to read a file it was given, as long as it has a request under way.
pub(super) const READ_DEADLINE: Duration = Duration::from_secs(4);
/// A site that reads a file has begun to ask its server, or has written what it read by itself, after this time. What
/// changes later is seen by the last look before it is sent.
const READING_TIME: Duration = Duration::from_millis(500);
/// How often a person may take one run over.
pub(super) const MAX_TAKE_OVERS: usize = 50;
/// Longest part of a label in a step.
pub(super) const LABEL_CHARS: usize = 60;

/// How filling ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filled {
    /// Everything is on the page and was read back.
    All,
    /// The page asks something more that only the person can answer.
    QuestionsOpen,
}

/// A form being filled.
pub(super) struct Filling {
    pub place: Place,
    pub papers: Papers,
}

impl Filling {
    pub fn new(place: Place, papers: Papers) -> Self {
        Self { place, papers }
    }

    /// An answer for every question the form shows now.
    pub fn resolve(&self, run: &Run<'_>) -> Snapshot {
        let asked: Vec<Question> =
            resolve::questions(&self.place.form.fields).into_iter().map(|(_, question)| question).collect();
        self.snapshot(resolve::resolve(&asked, run.known(&self.papers)))
    }

    fn snapshot(&self, answers: Vec<FieldAnswer>) -> Snapshot {
        let sent = |made: &Option<resolve::Made>| {
            let id = made.as_ref().map(|made| made.id);
            id.filter(|id| answers.iter().any(|answer| answer.document_id == Some(*id)))
        };
        Snapshot {
            form_url: self.place.url.to_string(),
            resume_id: sent(&self.papers.resume),
            cover_letter_id: sent(&self.papers.cover_letter),
            answers,
        }
    }

    /// Types every answer in. Questions that appear meanwhile are answered as well; values the form presets or
    /// completes come into the snapshot, because they are sent too.
    pub async fn fill_all(&mut self, run: &Run<'_>, snapshot: &mut Snapshot) -> Result<Filled, Stop> {
        let before = self.place.form.clone();
        let mut done = HashSet::new();
        let mut rounds = 0..MAX_ROUNDS;
        let mut take_overs = 0..MAX_TAKE_OVERS;
        let mut corrections = 0..MAX_CORRECTIONS;
        let mut attached_at = None;
        while rounds.next().is_some() {
            while let Some(sent) = self.fill_new(run, snapshot, &mut done, &mut attached_at).await? {
                take_overs.next().ok_or_else(by_hand::taken_over_too_often)?;
                self.take_in_by_hand(run, snapshot, &mut done, &sent).await?;
            }
            if snapshot.open_questions().next().is_some() {
                return Ok(Filled::QuestionsOpen);
            }
            if let Some(at) = attached_at.take() {
                tokio::time::sleep_until(at + READING_TIME).await;
                self.place.page.wait_quiet(READ_DEADLINE).await?;
            }
            self.read_again().await?;
            if self.take_in_new(run, snapshot) {
                if snapshot.open_questions().next().is_some() {
                    return Ok(Filled::QuestionsOpen);
                }
                continue;
            }
            check_traps(&before, &self.place.form, snapshot)?;
            // What a site read from the resume by itself, and what it made of what was typed.
            let strayed = compare::strayed(&before, &self.place.form, snapshot);
            if !strayed.is_empty() && corrections.next().is_some() {
                self.empty(&strayed, snapshot).await?;
                done.retain(|field| !strayed.contains(field));
                rounds = 0..MAX_ROUNDS;
                continue;
            }
            self.compare(snapshot)?;
            // What is on the page of the last step is what is approved or sent: nobody else's hands any more.
            let by_hand = match self.place.form.is_next_step {
                true => run.wait_for_person().await,
                false => run.hands_off().await,
            };
            match by_hand {
                None => return Ok(Filled::All),
                Some(sent) => {
                    self.take_in_by_hand(run, snapshot, &mut done, &sent).await?;
                    rounds = 0..MAX_ROUNDS;
                }
            }
        }
        Err(Stop::review(
            "form_keeps_asking",
            "The form keeps asking more while it is filled. Apply there yourself, or drop it.",
        ))
    }

    /// Waits for the person while a captcha stands in the form, and looks at what they did besides.
    pub async fn pass_captcha(&mut self, run: &Run<'_>, snapshot: &mut Snapshot) -> Result<(), Stop> {
        let Some(mut sent) = run.pass_captcha(92).await? else { return Ok(()) };
        let mut done: HashSet<String> = snapshot.answers.iter().map(|answer| answer.field.clone()).collect();
        for _ in 0..MAX_TAKE_OVERS {
            self.take_in_by_hand(run, snapshot, &mut done, &sent).await?;
            self.read_again().await?;
            self.compare(snapshot)?;
            let again = match self.place.form.is_next_step {
                true => run.wait_for_person().await,
                false => run.hands_off().await,
            };
            match again {
                None => return Ok(()),
                Some(more) => sent = more,
            }
        }
        Err(by_hand::taken_over_too_often())
    }

    /// What was checked is still there: a last look, without opening any list, right before it is sent.
    pub async fn still_holds(&self, snapshot: &Snapshot) -> Result<(), Stop> {
        let now = self.place.page.read_forms().await?.into_iter().next();
        let now = now.ok_or_else(|| {
            Stop::try_again("form_gone", "The form disappeared before it was sent. Nothing was sent.")
        })?;
        match compare::changed(&now, snapshot) {
            None => Ok(()),
            Some(label) => Err(Stop::try_again(
                "not_as_typed",
                format!("\"{label}\" changed after it was filled. Nothing was sent."),
            )),
        }
    }

    async fn read_again(&mut self) -> Result<(), Stop> {
        let now = self.place.page.read_form_again(&self.place.form).await?;
        self.place.form = now.ok_or_else(|| {
            Stop::try_again("form_gone", "The form disappeared while it was filled. Nothing was sent.")
        })?;
        Ok(())
    }

    /// What the person changed on the page while they had it is their answer. Whoever may have sent the form by hand
    /// is asked; it is not sent once more.
    pub async fn take_in_by_hand(
        &mut self,
        run: &Run<'_>,
        snapshot: &mut Snapshot,
        done: &mut HashSet<String>,
        sent: &SentByPerson,
    ) -> Result<(), Stop> {
        by_hand::refuse_sent(sent)?;
        let now = self.place.page.read_form().await?;
        self.place.form = now.ok_or_else(by_hand::form_left)?;
        for (index, question) in resolve::questions(&self.place.form.fields) {
            let answer = snapshot.answers.iter_mut().find(|answer| answer.field == question.field);
            let Some(answer) = answer else { continue };
            if by_hand::take_in(&self.place.form.fields[index], answer, done.contains(&question.field))? {
                done.insert(question.field);
            }
        }
        run.looked_at().await
    }

    /// Answers questions that were not there before; says whether there were any with something to type.
    fn take_in_new(&self, run: &Run<'_>, snapshot: &mut Snapshot) -> bool {
        let asked: Vec<Question> =
            resolve::questions(&self.place.form.fields).into_iter().map(|(_, question)| question).collect();
        let is_known =
            |question: &Question| snapshot.answers.iter().any(|answer| answer.field == question.field);
        let new: Vec<Question> = asked.iter().filter(|question| !is_known(question)).cloned().collect();
        let resolved = resolve::resolve(&new, run.known(&self.papers));
        let to_type = resolved.iter().any(|answer| answer.value.is_some() || answer.needs_person());
        // A question that went away is answered no more, unless its answer is still in the form: some pages hide the
        // input of a file once they have it.
        let still_sent = |answer: &FieldAnswer| {
            answer.value.is_some()
                && (answer.kind == "file"
                    || self.held_by(answer).is_some_and(|field| !field.value.is_empty()))
        };
        let mut answers = snapshot.answers.clone();
        answers.retain(|answer| {
            asked.iter().any(|question| question.field == answer.field) || still_sent(answer)
        });
        // New questions come where the form has them: after the question before them.
        for answer in resolved {
            let place = asked.iter().position(|question| question.field == answer.field).unwrap_or(0);
            let before = asked[..place]
                .iter()
                .rev()
                .find_map(|question| answers.iter().position(|known| known.field == question.field));
            answers.insert(before.map_or(0, |index| index + 1), answer);
        }
        *snapshot = self.snapshot(answers);
        to_type
    }

    /// The field of an answer, shown or not.
    fn held_by(&self, answer: &FieldAnswer) -> Option<&Field> {
        let fields = &self.place.form.fields;
        let shown = resolve::questions(fields)
            .into_iter()
            .find(|(_, question)| question.field == answer.field)
            .map(|(index, _)| index);
        let hidden = || {
            fields.iter().position(|field| {
                !field.visible && !field.honeypot && !field.name.is_empty() && field.name == answer.field
            })
        };
        shown.or_else(hidden).map(|index| &fields[index])
    }

    /// The page holds exactly what the snapshot says; presets of the form come into it.
    fn compare(&self, snapshot: &mut Snapshot) -> Result<(), Stop> {
        let asked = resolve::questions(&self.place.form.fields);
        for answer in &mut snapshot.answers {
            let field = asked
                .iter()
                .find(|(_, question)| question.field == answer.field)
                .map(|(index, _)| &self.place.form.fields[*index]);
            let Some(field) = field else { continue };
            match &answer.value {
                None => take_preset(field, answer),
                Some(value) if holds(field, value) => {}
                Some(value) => {
                    tracing::info!(label = answer.label, held = ?field.value, "the page holds something else than was typed");
                    return Err(Stop::try_again(
                        "not_as_typed",
                        format!(
                            "\"{}\" does not hold \"{}\" after it was filled. Nothing was sent.",
                            answer.label,
                            domain::text::shorten(value, LABEL_CHARS)
                        ),
                    ));
                }
            }
        }
        Ok(())
    }
}
