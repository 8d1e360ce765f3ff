//! The answer bank: what the person answered once, found again for the next form.
//!
//! First the same question; then one whose meaning leaves no room; then, for harmless questions, one in other words.
//! Legal and sensitive questions are only ever the same question, or the same topic in the same country.

use browser::FieldKind;
use domain::{Answer, AnswerOrigin};

use super::{Found, Known, Question, SURE, choice, topic, whose};
use crate::meaning::{Meaning, plain};

/// How forms and people say that they do not say, without accents.
const DECLINING: [&str; 24] = [
    "prefer not to",
    "preferred not to",
    "rather not",
    "do not wish",
    "don t wish",
    "do not want to",
    "don t want to",
    "decline to",
    "choose not to",
    "chose not to",
    "not to disclose",
    "not to answer",
    "not to say",
    "not declared",
    "undisclosed",
    "keine angabe",
    "mochte ich nicht",
    "mochte nicht",
    "prefiero no",
    "no deseo",
    "no contestar",
    "ne souhaite pas",
    "prefere ne pas",
    "ne pas repondre",
];

/// How the caption of a box agrees to what stands above it, without accents. It asks nothing more.
const AGREEING: [&str; 20] = [
    "i agree",
    "i accept",
    "i consent",
    "i acknowledge",
    "i confirm",
    "i understand",
    "agree",
    "accept",
    "yes",
    "ich stimme zu",
    "ich bin einverstanden",
    "einverstanden",
    "ich akzeptiere",
    "ja",
    "acepto",
    "estoy de acuerdo",
    "si",
    "j accepte",
    "je suis d accord",
    "oui",
];

/// Whether a text says that its writer prefers not to say.
pub fn is_declining(text: &str) -> bool {
    let text = plain(text);
    DECLINING.iter().any(|phrase| text.contains(phrase))
}

/// What the bank answers; `None` when it holds nothing for this question, an error when what it holds does not help.
pub(super) fn remembered(
    question: &Question,
    meaning: Meaning,
    confidence: f64,
    country: Option<&str>,
    known: Known<'_>,
) -> Option<Result<Found, String>> {
    let label = words_of(&question.label, question.kind);
    let fits_country = |answer: &Answer| match (&answer.country, meaning.depends_on_country()) {
        (None, false) => true,
        // An answer given without a country to a question that depends on one holds nowhere else.
        (None, true) => country.is_none(),
        (Some(stated), _) => country == Some(stated.as_str()),
    };
    let fitting = || known.answers.iter().filter(|answer| fits_country(answer));
    let takes = |answer: &&Answer| choice::can_take(question, &answer.text);
    let same =
        || fitting().find(|answer| words_of(&answer.question, question.kind) == label && !label.is_empty());
    let topic = || {
        let leaves_no_room = confidence >= SURE && answers_alike(meaning);
        let as_own = |answer: &&Answer| {
            whose::is_own(question, meaning) == whose::is_own_by(&answer.question, "", meaning)
        };
        let alike = fitting().filter(|answer| leaves_no_room && answer.meaning == meaning.as_str());
        alike.filter(as_own).find(takes)
    };
    let likeness = || {
        let alike =
            |answer: &&Answer| topic::is_same(&question.label, meaning, &answer.question, &answer.meaning);
        fitting().filter(|answer| !answer.declines).filter(alike).find(takes)
    };
    let declined = || {
        let equal_opportunity = meaning.group() == Meaning::Eeo;
        fitting().find(|answer| {
            equal_opportunity && answer.declines && answer.question == Answer::EQUAL_OPPORTUNITY
        })
    };
    let (answer, by_likeness) = match same().or_else(topic).or_else(declined) {
        Some(answer) => (answer, false),
        None => (likeness()?, true),
    };
    if answer.declines && !choice::can_take(question, &answer.text) {
        return Some(not_said(question, answer));
    }
    Some(Ok(found(question, answer, answer.text.clone(), by_likeness)))
}

/// The words by which a question is known again: of a box without its caption, where that only agrees.
fn words_of(label: &str, kind: FieldKind) -> String {
    let words = plain(label);
    if kind != FieldKind::Checkbox {
        return words;
    }
    let asked = AGREEING.iter().find_map(|caption| words.strip_suffix(caption)?.strip_suffix(' '));
    asked.map_or_else(|| words.clone(), str::to_owned)
}

fn found(question: &Question, answer: &Answer, value: String, by_likeness: bool) -> Found {
    let asked = (plain(&answer.question) != plain(&question.label)).then(|| answer.question.clone());
    Found {
        value,
        origin: AnswerOrigin::Bank { answer_id: answer.id, stated_at: answer.stated_at, asked, by_likeness },
        document_id: None,
    }
}

/// The choice of a form that says nothing, in the form's own words.
fn not_said(question: &Question, answer: &Answer) -> Result<Found, String> {
    match question.options.iter().find(|option| is_declining(option)) {
        Some(option) => Ok(found(question, answer, option.clone(), false)),
        None if question.required => {
            Err("You prefer not to say, but the form insists and offers no such choice.".to_owned())
        }
        None => Err("You prefer not to say, so it stays empty.".to_owned()),
    }
}

/// Meanings whose every question wants the same answer, however it is worded.
fn answers_alike(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::WorkAuthorization
            | Meaning::Sponsorship
            | Meaning::Age18
            | Meaning::NoticePeriod
            | Meaning::Pronouns
            | Meaning::HowHeard
            | Meaning::PreferredName
            | Meaning::MiddleName
            | Meaning::HonorificPrefix
            | Meaning::Birthday
            | Meaning::PhoneType
            | Meaning::Gender
            | Meaning::Transgender
            | Meaning::SexualOrientation
            | Meaning::Race
            | Meaning::Hispanic
            | Meaning::Veteran
            | Meaning::Disability
            | Meaning::FullName
            | Meaning::FirstName
            | Meaning::LastName
            | Meaning::Email
            | Meaning::Phone
            | Meaning::Linkedin
            | Meaning::Github
            | Meaning::Website
            | Meaning::Portfolio
            | Meaning::CurrentCompany
            | Meaning::CurrentTitle
    )
}

#[cfg(test)]
mod tests {
    use domain::{AnswerId, Profile};

    use super::*;
    use crate::resolve::answer as answer_to;

    fn question(label: &str, required: bool, options: &[&str]) -> Question {
        Question {
            field: "f".to_owned(),
            label: label.to_owned(),
            kind: if options.is_empty() { FieldKind::Text } else { FieldKind::Select },
            required,
            options: options.iter().map(|option| (*option).to_owned()).collect(),
            multiple: false,
            max_length: None,
            autocomplete: String::new(),
            section: String::new(),
        }
    }

    fn stated(question: &str, text: &str, country: Option<&str>) -> Answer {
        Answer {
            id: AnswerId(uuid::Uuid::from_u128(7)),
            question: question.to_owned(),
            meaning: crate::meaning::of(question, None, &[]).0.as_str().to_owned(),
            country: country.map(str::to_owned),
            text: text.to_owned(),
            declines: is_declining(text),
            stated_at: "2026-11-20T08:00:00Z".parse().unwrap(),
        }
    }

    fn answered(question: &Question, answers: &[Answer], country: Option<&str>) -> domain::FieldAnswer {
        let profile = Profile::default();
        let known =
            Known { profile: &profile, answers, stated: &[], country, resume: None, cover_letter: None };
        answer_to(question, known)
    }

    #[test]
    fn a_question_in_other_words_is_answered_with_its_date_and_the_question_it_was_given_to() {
        let bank = [stated("How many years of experience do you have with Python?", "6", None)];
        let answer = answered(&question("Years of experience with Python", true, &[]), &bank, None);
        assert_eq!(answer.value.as_deref(), Some("6"));
        let AnswerOrigin::Bank { asked, by_likeness, stated_at, .. } = answer.origin else { panic!() };
        assert_eq!(asked.as_deref(), Some("How many years of experience do you have with Python?"));
        assert!(by_likeness);
        assert_eq!(stated_at.to_rfc3339(), "2026-11-20T08:00:00+00:00");
        let java = answered(&question("Years of experience with Java", true, &[]), &bank, None);
        assert_eq!(java.value, None);
    }

    #[test]
    fn the_right_to_work_is_known_by_its_topic_in_its_country_alone() {
        let bank = [stated("Are you legally authorized to work in Germany?", "Yes", Some("DE"))];
        let question =
            question("Do you have the right to work in the country of this job?", true, &["Yes", "No"]);
        let here = answered(&question, &bank, Some("DE"));
        assert_eq!(here.value.as_deref(), Some("Yes"), "{here:?}");
        assert!(matches!(here.origin, AnswerOrigin::Bank { by_likeness: false, .. }));
        assert_eq!(answered(&question, &bank, Some("US")).value, None);
    }

    #[test]
    fn the_applicants_own_number_is_no_answer_for_somebody_elses() {
        let bank = [stated("Phone number", "+49 30 5550100", None)];
        let own = answered(&question("Mobile phone", true, &[]), &bank, None);
        assert_eq!(own.value.as_deref(), Some("+49 30 5550100"));
        let other = answered(&question("Emergency contact phone", true, &[]), &bank, None);
        assert_eq!(other.value, None, "{other:?}");
        let under = Question { section: "Emergency contact".to_owned(), ..question("Phone", true, &[]) };
        assert_eq!(answered(&under, &bank, None).value, None);
    }

    #[test]
    fn the_caption_of_a_box_asks_nothing_more() {
        let box_of = |label: &str| Question { kind: FieldKind::Checkbox, ..question(label, true, &[]) };
        let bank = [stated("I have read the privacy notice of Acme.", "yes", None)];
        for label in [
            "I have read the privacy notice of Acme. I agree",
            "I have read the privacy notice of Acme. Ich stimme zu",
            "I have read the privacy notice of Acme.",
        ] {
            assert_eq!(answered(&box_of(label), &bank, None).value.as_deref(), Some("yes"), "{label}");
        }
        for label in ["I have read the privacy notice of Globex. I agree", "I agree"] {
            assert_eq!(answered(&box_of(label), &bank, None).value, None, "{label}");
        }
        // The other way round as well: it was answered with its caption.
        let bank = [stated("Data protection J'accepte", "yes", None)];
        assert_eq!(answered(&box_of("Data protection"), &bank, None).value.as_deref(), Some("yes"));
    }

    #[test]
    fn who_prefers_not_to_say_gets_the_forms_own_words_for_it() {
        let bank = [Answer {
            meaning: "eeo".to_owned(),
            question: Answer::EQUAL_OPPORTUNITY.to_owned(),
            ..stated("x", Answer::DECLINED, None)
        }];
        let gender = ["Female", "Male", "I don't wish to answer"];
        let answer = answered(&question("Gender", true, &gender), &bank, None);
        assert_eq!(answer.value.as_deref(), Some("I don't wish to answer"), "{answer:?}");
        let insists = answered(&question("Gender", true, &gender[..2]), &bank, None);
        assert_eq!(insists.value, None, "{insists:?}");
        assert!(insists.needs_person());
        let optional = answered(&question("Gender", false, &gender[..2]), &bank, None);
        assert_eq!(optional.value, None);
        // Nothing was said about other things.
        assert_eq!(answered(&question("What is your notice period?", true, &[]), &bank, None).value, None);
        // An own answer to the very question goes before.
        let both = [stated("Gender", "Female", None), bank[0].clone()];
        assert_eq!(
            answered(&question("Gender", true, &gender), &both, None).value.as_deref(),
            Some("Female")
        );
    }
}
