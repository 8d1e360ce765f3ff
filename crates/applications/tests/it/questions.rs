//! What the person is asked, and what is said in their name.

use applications::actions::{self, ActionError, GivenAnswer};
use applications::resolve::{Known, Question, resolve};
use applications::{DryRunError, DryRunInput, Ended, dry_run};
use browser::FieldKind;
use domain::{Answer, AnswerId, AnswerOrigin, FieldAnswer, State};
use uuid::Uuid;

use crate::support::{World, answers_for, asks, the_person, word};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_questions_are_asked_once_and_remembered() {
    let world = World::new().await;
    let id = world.apply_to(&world.open_job("mossglint").await).await;
    assert_eq!(world.run(id).await, Ended::In(State::Draft));
    let asked = world.record(id).await;
    assert_eq!(asked.application.reason.as_ref().unwrap().code, "questions_open");
    assert_eq!(actions::allowed_actions(&asked), ["answer", "cancel"]);
    let steps = world.store.run_steps(world.user, id).await.unwrap();
    assert!(
        steps.iter().all(|step| !step.step.starts_with("Answered")),
        "nothing is typed before all is known"
    );
    for question in asked.snapshot.as_ref().unwrap().open_questions() {
        let is_choice = ["yes_no_buttons", "radio_group", "checkbox_group"].contains(&question.kind.as_str());
        assert_eq!(is_choice, !question.options.is_empty(), "{question:?}");
        assert!(matches!(&question.origin, AnswerOrigin::Unanswered { why } if !why.is_empty()));
    }
    let given = answers_for(&asked);
    let right = given
        .iter()
        .find(|one| {
            question_of(&asked.snapshot.as_ref().unwrap().answers, one).meaning == "work_authorization"
        })
        .unwrap();
    let bad = GivenAnswer { value: "Perhaps".into(), ..right.clone() };
    let bad = actions::answer(&world.store, world.user, id, &[bad], true).await;
    assert!(matches!(bad, Err(ActionError::InvalidAnswers(wrong)) if wrong[0].0 == right.field));

    let queued = actions::answer(&world.store, world.user, id, &given, true).await.unwrap();
    assert_eq!(queued.application.status, State::Queued);
    assert_eq!(world.run(id).await, Ended::In(State::Ready));
    let ready = world.record(id).await;
    let filled = question_of(&ready.snapshot.as_ref().unwrap().answers, right).clone();
    assert_eq!(filled.origin, AnswerOrigin::Person);
    let remembered = world.store.answers(world.user).await.unwrap();
    assert_eq!(remembered.len(), given.len());
    assert!(
        remembered.iter().any(|answer| answer.meaning == "work_authorization" && answer.country.is_some())
    );

    // The next time the same is asked, it is known.
    let form = asked.snapshot.as_ref().unwrap().form_url.clone();
    let input = DryRunInput {
        profile: &the_person(),
        answers: &remembered,
        country: None,
        follow_external_links: true,
    };
    let report = dry_run(&world.context.browser, &form, input).await.unwrap();
    assert_eq!(report.open_questions, 0);
    for answer in &given {
        let again = report.fields.iter().find(|field| field.answer.field == answer.field).unwrap();
        assert!(matches!(again.answer.origin, AnswerOrigin::Bank { .. }), "{:?}", again.answer);
    }
    let email = report.fields.iter().find(|field| field.answer.meaning == "email").unwrap();
    assert_eq!(email.answer.value.as_deref(), Some("robin@mail.example"));
    assert!(report.untouched.contains(&"contact_me_by_fax".to_owned()), "the trap is named and left alone");
    assert!(world.ledger().await.is_empty(), "a dry run sends nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_names_what_is_in_the_way() {
    let world = World::new().await;
    let job = world.open_job("brightkelp").await;
    world.behave(&job, "captcha").await;
    let (profile, config) = (the_person(), &world.context.browser);
    let input = DryRunInput { profile: &profile, answers: &[], country: None, follow_external_links: false };
    let stopped = dry_run(config, word(&job, "apply_url"), input).await;
    assert!(matches!(stopped, Err(DryRunError::Stopped { code: "captcha", .. })), "{stopped:?}");
    let forbidden = dry_run(config, "https://www.linkedin.com/jobs/view/1", input).await;
    assert!(matches!(forbidden, Err(DryRunError::Stopped { code: "automation_forbidden", .. })));
    assert!(matches!(dry_run(config, "file:///etc/passwd", input).await, Err(DryRunError::BadAddress(_))));
    assert!(matches!(dry_run(config, "nonsense", input).await, Err(DryRunError::BadAddress(_))));
}

fn question_of<'a>(answers: &'a [FieldAnswer], given: &GivenAnswer) -> &'a FieldAnswer {
    answers.iter().find(|answer| answer.field == given.field).unwrap()
}

fn yes_no(label: &str) -> Question {
    asks(label, FieldKind::YesNoButtons, &["Yes", "No"])
}

fn said(question: &str, meaning: &str, country: Option<&str>, text: &str) -> Answer {
    Answer {
        id: AnswerId(Uuid::from_u128(1)),
        question: question.to_owned(),
        meaning: meaning.to_owned(),
        country: country.map(str::to_owned),
        text: text.to_owned(),
        declines: false,
        stated_at: "2026-11-24T08:00:00Z".parse().unwrap(),
    }
}

fn answered(question: Question, answers: &[Answer], country: Option<&str>) -> FieldAnswer {
    let profile = the_person();
    let known = Known { profile: &profile, answers, stated: &[], country, resume: None, cover_letter: None };
    resolve(&[question], known).remove(0)
}

#[test]
fn legal_and_sensitive_questions_are_never_answered_unasked() {
    for question in [
        yes_no("Are you legally authorized to work in Germany?"),
        yes_no("Will you now or in the future require sponsorship?"),
        yes_no("Are you at least 18 years of age?"),
        yes_no("Have you ever worked for Acme before?"),
        yes_no("Are you bound by a non-compete agreement?"),
        yes_no("Do you hold a current nursing registration?"),
        asks("Gender", FieldKind::Select, &["Male", "Female", "Decline To Self Identify"]),
        asks(
            "Veteran Status",
            FieldKind::Select,
            &["I am not a protected veteran", "I don't wish to answer"],
        ),
        asks("What are your salary expectations?", FieldKind::Text, &[]),
        asks("Pronouns", FieldKind::Text, &[]),
        asks("I have read the privacy notice and agree", FieldKind::Checkbox, &[]),
    ] {
        let label = question.label.clone();
        let answer = answered(question, &[], Some("DE"));
        assert_eq!(answer.value, None, "{label}");
        assert!(answer.needs_person(), "{label}");
    }
}

#[test]
fn the_right_to_work_is_stated_for_one_country() {
    let stated = [said("Are you authorized to work in Germany?", "work_authorization", Some("DE"), "Yes")];
    let asked = |label: &str, country| answered(yes_no(label), &stated, country).value;
    assert_eq!(asked("Are you legally authorized to work in Germany?", None).as_deref(), Some("Yes"));
    assert_eq!(
        asked("Are you authorized to work in the country of this job?", Some("DE")).as_deref(),
        Some("Yes")
    );
    assert_eq!(asked("Are you legally authorized to work in the United States?", Some("DE")), None);
    assert_eq!(asked("Are you authorized to work in the country of this job?", Some("US")), None);
    assert_eq!(
        asked("Will you require sponsorship to work in Germany?", Some("DE")),
        None,
        "another question"
    );
}

#[test]
fn a_choice_equals_an_offered_option_or_is_left_to_the_person() {
    let stated = [said("What is your notice period?", "notice_period", None, "Two months")];
    let asked = |options: &[&str]| {
        answered(asks("What is your notice period?", FieldKind::Select, options), &stated, None)
    };
    assert_eq!(asked(&["One month", "Two Months"]).value.as_deref(), Some("Two Months"));
    let none = asked(&["4 weeks", "8 weeks"]);
    assert!(
        matches!(&none.origin, AnswerOrigin::Unanswered { why } if why.contains("does not offer")),
        "{none:?}"
    );
}

#[test]
fn a_box_without_which_nothing_is_sent_is_not_left_empty() {
    let label = "I have read the privacy notice and agree";
    let refused = [said(label, "consent", None, "no")];
    let answer = answered(asks(label, FieldKind::Checkbox, &[]), &refused, None);
    assert!(answer.needs_person(), "{answer:?}");
    let optional = Question { required: false, ..asks(label, FieldKind::Checkbox, &[]) };
    assert_eq!(answered(optional, &refused, None).value.as_deref(), Some("no"));
}
