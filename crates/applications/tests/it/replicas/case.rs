//! What a form asks, what the applicant of these tests would truly answer, and what of it the answer bank holds.

use std::collections::HashSet;

use applications::meaning;
use domain::text::fold;
use domain::{FieldAnswer, Profile};
use serde_json::{Value, json};
use store::answers::NewAnswer;

use crate::support::{World, country_in, the_person, word};

/// One form in so many is asked something that was never answered before.
const HELD_BACK: u64 = 4;
/// Real questions in one form.
const REAL_QUESTIONS: usize = 6;
/// One form in so many asks real questions.
const REAL: u64 = 3;
/// What the profile answers, and what is plainly true of us: never in the bank.
const NOT_BANKED: [&str; 17] = [
    "first_name",
    "last_name",
    "full_name",
    "email",
    "phone",
    "location",
    "city",
    "region",
    "street",
    "postal_code",
    "country",
    "linkedin",
    "github",
    "website",
    "current_company",
    "current_title",
    "how_heard",
];
/// How the applicant came to every job, as it is offered.
const JOB_BOARD: &str = "job board";
/// What is asked before an account is made.
const ACCOUNTS: &str = "May Jobwire make accounts at employers' application sites with your e-mail address, and agree to their terms of use?";

/// The person of these tests: the profile also has what addresses ask.
pub(super) fn the_applicant() -> Profile {
    let mut profile = the_person();
    let place = &mut profile.resume.basics.location;
    place.address = "Musterweg 1".to_owned();
    place.postal_code = "10115".to_owned();
    place.region = "Berlin".to_owned();
    profile
}

/// The true answer to a field, from what its maker says it asks; `None` where the applicant has nothing to say.
pub(super) fn truth(field: &Value) -> Option<String> {
    let option = |number: usize| field["options"][number].as_str().map(str::to_owned);
    let text = |text: &str| Some(text.to_owned());
    let is_choice = matches!(word(field, "kind"), "one" | "many");
    match word(field, "asks") {
        "first_name" => text("Robin"),
        "last_name" => text("Example"),
        "full_name" => text("Robin Example"),
        "email" => text("robin@mail.example"),
        "phone" => text("+49 30 5550100"),
        "location" => text("Berlin, Germany"),
        "city" | "region" => text("Berlin"),
        "street" => text("Musterweg 1"),
        "postal_code" => text("10115"),
        "country" => field["options"]
            .as_array()?
            .iter()
            .filter_map(Value::as_str)
            .find(|name| matches!(*name, "Germany" | "Deutschland" | "Alemania" | "Allemagne"))
            .map(str::to_owned),
        "linkedin" => text("https://linkedin.com/in/robin-example"),
        "github" => text("https://github.com/robin-example"),
        "website" => text("https://robin.example"),
        "current_company" => text("Muster Software"),
        "current_title" => text("Software Engineer"),
        "preferred_name" => text("Robin"),
        "salary" => text("65000"),
        "start_date" => text("2027-02-01"),
        "notice_period" if is_choice => option(2),
        "notice_period" => text("Two months"),
        "how_heard" => option(1),
        "work_authorization" | "relocation" | "office_attendance" | "age_18" | "credential" => option(0),
        "sponsorship" | "prior_employment" => option(1),
        "years" if is_choice => option(2),
        "years" => text("5"),
        "essay" => text("I have done this work for years."),
        "language" | "team" | "phone_kind" => option(0),
        "degree" => option(1),
        "gender" => option(3),
        "disability" => option(2),
        "consent" => text("yes"),
        // Through us: a person says that of every question after it.
        "custom" if is_choice && asks_how_heard(word(field, "label")) => {
            let mut offered = field["options"].as_array()?.iter().filter_map(Value::as_str);
            offered.find(|one| one.to_lowercase().contains(JOB_BOARD)).map(str::to_owned)
        }
        "custom" if is_choice => option(0),
        "custom" => match word(field, "kind") {
            "number" => text("5"),
            "date" => text("2027-02-01"),
            "consent" => text("yes"),
            "email" => text("robin@mail.example"),
            "phone" => text("+49 30 5550100"),
            "url" => text("https://robin.example"),
            "file" => None,
            _ if asks_place(field) => text("Berlin, Germany"),
            _ if asks_how_heard(word(field, "label")) => text("Job board"),
            _ if word(field, "label").to_lowercase().contains("current company") => text("Muster Software"),
            _ => text("As discussed"),
        },
        _ => None,
    }
}

/// Whether a real question asks in free text where the applicant lives, which they say the same everywhere.
fn asks_place(field: &Value) -> bool {
    let label = word(field, "label").to_lowercase();
    word(field, "kind") == "text"
        && ["are you based", "currently based", "currently located", "do you live"]
            .iter()
            .any(|part| label.contains(part))
}

/// Whether a value is the true one, as a person would say.
pub(super) fn is_true(field: &Value, value: &str) -> bool {
    let Some(truth) = truth(field) else { return false };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    match word(field, "asks") {
        "phone" => digits(value) == digits(&truth),
        asks if asks == "location" || asks_place(field) => {
            matches!(value, "Berlin" | "Berlin, Germany" | "Berlin, Deutschland")
        }
        "consent" => matches!(value, "1" | "1000" | "yes" | "true" | "on"),
        "custom" if word(field, "kind") == "consent" => matches!(value, "1" | "1000" | "yes" | "true" | "on"),
        "custom" if word(field, "kind") == "phone" => digits(value) == digits(&truth),
        _ => value.trim() == truth,
    }
}

/// The truth as the applicant tells it when asked: a day in the shape any date field takes.
pub(super) fn told(field: &Value) -> Option<String> {
    truth(field)
}

pub(super) fn is_document(field: &Value) -> bool {
    matches!(word(field, "asks"), "resume" | "cover_letter")
}

/// Real questions for a form, a few of the data beside the repository.
fn real_questions(seed: u64) -> Vec<Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/forms/question_objects.jsonl");
    let lines = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("the shared data has to be beside the repository: {}: {error}", path.display())
    });
    let all: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    let begin = seed as usize * REAL_QUESTIONS;
    (0..REAL_QUESTIONS).map(|number| all[(begin + number) % all.len()].clone()).collect()
}

/// Those that the form does not ask in the same words by itself, and that leave room for the truth: a person has one answer
/// to one question, in whatever words.
fn not_asked_yet(questions: Vec<Value>, form: &Value) -> Vec<Value> {
    let own = form["fields"].as_array().expect("a list of fields").iter();
    let mut asked: HashSet<String> = own.map(|field| fold(word(field, "label"))).collect();
    let is_new = |one: &Value| asked.insert(fold(word(&one["question"], "label")));
    let has_room = |one: &Value| {
        let whole = one.to_string().to_lowercase();
        let is_choice = whole.contains("\"values\":[{") || whole.contains("\"options\":[\"");
        !(is_choice && asks_how_heard(word(&one["question"], "label"))) || whole.contains(JOB_BOARD)
    };
    questions.into_iter().filter(has_room).filter(is_new).collect()
}

/// Whether a question is how the applicant came to the job. Through us, they say every time.
fn asks_how_heard(label: &str) -> bool {
    label.contains("hear about") || label.contains("learn about")
}

/// The question as the person saw it when they answered it: in one line, whole.
fn as_shown(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A form, and what of it the answer bank does not know.
pub(super) struct Case {
    pub form: Value,
    held_back: Option<String>,
}

impl Case {
    pub async fn new(world: &World, family: &str, seed: u64) -> Self {
        let mut order = json!({ "family": family, "seed": seed });
        if seed % REAL == 1 {
            order["language"] = "en".into();
            order["questions"] = json!([]);
            let own = world.control("/_control/forms", order.clone()).await;
            order["questions"] = not_asked_yet(real_questions(seed), &own).into();
        }
        let form = world.control("/_control/forms", order).await;
        let asked_of_the_bank = |field: &&Value| {
            field["required"] == true && word(field, "asks") == "custom" && truth(field).is_some()
        };
        let held_back = (seed % HELD_BACK == 3)
            .then(|| form["fields"].as_array().unwrap().iter().find(asked_of_the_bank))
            .flatten()
            .map(|field| as_shown(word(field, "label")));
        Self { form, held_back }
    }

    pub fn fields(&self) -> &[Value] {
        self.form["fields"].as_array().expect("a list of fields")
    }

    /// Answers beforehand whatever is not in the profile, the one question held back aside.
    pub async fn fill_the_bank(&self, world: &World) {
        let mut tx = world.store.begin().await.unwrap();
        let banked = |field: &&Value| !is_document(field) && !NOT_BANKED.contains(&word(field, "asks"));
        for field in self.fields().iter().filter(banked) {
            let shown = as_shown(word(field, "label"));
            let label = shown.as_str();
            let Some(text) = told(field).filter(|_| self.held_back.as_deref() != Some(label)) else {
                continue;
            };
            let (meaning, _) = meaning::of(label, None, &[]);
            // As it is kept when the person answers it: for the country it names.
            let country = meaning.depends_on_country().then(|| country_in(label)).flatten();
            let new = NewAnswer {
                question: label,
                meaning: meaning.as_str(),
                country,
                text: &text,
                declines: false,
            };
            tx.remember_answer(world.user, new).await.unwrap();
        }
        if word(&self.form, "family") == "workday" {
            let new = NewAnswer {
                question: ACCOUNTS,
                meaning: "other",
                country: None,
                text: "Yes",
                declines: false,
            };
            tx.remember_answer(world.user, new).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Whether the person can say all that is required.
    pub fn is_known(&self) -> bool {
        let sayable =
            |field: &Value| field["required"] != true || is_document(field) || truth(field).is_some();
        self.held_back.is_none() && self.fields().iter().all(sayable)
    }

    /// The field of an answer, by its label.
    pub fn field_of(&self, answer: &FieldAnswer) -> Option<&Value> {
        let named = self.fields().iter().find(|field| word(field, "name") == answer.field);
        named.or_else(|| {
            self.fields().iter().find(|field| as_shown(word(field, "label")) == as_shown(&answer.label))
        })
    }
}
