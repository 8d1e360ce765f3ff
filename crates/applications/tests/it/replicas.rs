//! Forms of every family, made from seeds, filled by the same run a person starts, and compared value by value with the
//! truth their maker told.
//!
//! A sample runs always. All of them: `JOBWIRE_REPLICAS=200 cargo test -p applications --test it replicas -- --nocapture
//! --test-threads 2`, from another seed with `JOBWIRE_REPLICAS_SEED`. Each family prints what it counted.

use std::collections::BTreeMap;

use applications::actions;
use applications::meaning;
use domain::{Event, FieldAnswer, Profile, State};
use serde_json::{Value, json};
use store::answers::NewAnswer;

use crate::support::{World, the_person, word};

/// Families of the replicas; the full number of forms is dealt to them evenly.
const FAMILIES: usize = 13;
/// Forms of a family in the sample.
const SAMPLE: u64 = 1;
/// Where seeds begin if nobody says otherwise.
const FIRST_SEED: u64 = 1_000;
/// One form in so many is asked something that was never answered before.
const HELD_BACK: u64 = 4;
/// One form in so many asks real questions.
const REAL: u64 = 3;
/// Real questions in one form.
const REAL_QUESTIONS: usize = 6;
/// Live steps told of a form that was not sent.
const LAST_STEPS: usize = 4;
/// What is asked before an account is made.
const ACCOUNTS: &str = "May Jobwire make accounts at employers' application sites with your e-mail address, and agree to their terms of use?";
/// A form may ask the person so often.
const MOST_ROUNDS: usize = 5;

/// What was counted over the forms of a family.
#[derive(Default)]
struct Count {
    forms: usize,
    sent: usize,
    /// Forms whose every answer was known.
    known: usize,
    /// Of those, filled without a question to the person.
    alone: usize,
    required: usize,
    right: usize,
    asked: usize,
    optional: usize,
    optional_right: usize,
    /// Values at the employer that are not the truth.
    wrong: Vec<String>,
    /// Required fields neither right nor asked, and runs that ended elsewhere.
    missed: Vec<String>,
}

impl Count {
    fn line(&self, family: &str) -> String {
        format!(
            "{family:20} forms {:3}  sent {:3}  filled without help {:3} of {:3}  required {:4}: right {:4}, asked {:3}, missed {:3}  optional right {:4} of {:4}  wrong {:3}",
            self.forms,
            self.sent,
            self.alone,
            self.known,
            self.required,
            self.right,
            self.asked,
            self.required - self.right - self.asked,
            self.optional_right,
            self.optional,
            self.wrong.len()
        )
    }
}

fn number_of(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// The person of these tests: the profile also has what addresses ask.
fn the_applicant() -> Profile {
    let mut profile = the_person();
    let place = &mut profile.resume.basics.location;
    place.address = "Musterweg 1".to_owned();
    place.postal_code = "10115".to_owned();
    place.region = "Berlin".to_owned();
    profile
}

/// The true answer to a field, from what its maker says it asks; `None` where the applicant has nothing to say.
fn truth(field: &Value) -> Option<String> {
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
        "custom" if is_choice => option(0),
        "custom" => match word(field, "kind") {
            "number" => text("5"),
            "date" => text("2027-02-01"),
            "consent" => text("yes"),
            "email" => text("robin@mail.example"),
            "phone" => text("+49 30 5550100"),
            "url" => text("https://robin.example"),
            "file" => None,
            _ => text("As discussed"),
        },
        _ => None,
    }
}

/// Whether a value is the true one, as a person would say.
fn is_true(field: &Value, value: &str) -> bool {
    let Some(truth) = truth(field) else { return false };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    match word(field, "asks") {
        "phone" => digits(value) == digits(&truth),
        "location" => matches!(value, "Berlin" | "Berlin, Germany" | "Berlin, Deutschland"),
        "consent" => matches!(value, "1" | "1000" | "yes" | "true" | "on"),
        "custom" if word(field, "kind") == "consent" => matches!(value, "1" | "1000" | "yes" | "true" | "on"),
        "custom" if word(field, "kind") == "phone" => digits(value) == digits(&truth),
        _ => value.trim() == truth,
    }
}

/// The truth as the applicant tells it when asked: a day in the shape any date field takes.
fn told(field: &Value) -> Option<String> {
    truth(field)
}

fn is_document(field: &Value) -> bool {
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

/// A form, and what of it the answer bank does not know.
struct Case {
    form: Value,
    held_back: Option<String>,
}

impl Case {
    async fn new(world: &World, family: &str, seed: u64) -> Self {
        let mut order = json!({ "family": family, "seed": seed });
        if seed % REAL == 1 {
            order["questions"] = real_questions(seed).into();
            order["language"] = "en".into();
        }
        let form = world.control("/_control/forms", order).await;
        let asked_of_the_bank = |field: &&Value| {
            field["required"] == true && word(field, "asks") == "custom" && truth(field).is_some()
        };
        let held_back = (seed % HELD_BACK == 3)
            .then(|| form["fields"].as_array().unwrap().iter().find(asked_of_the_bank))
            .flatten()
            .map(|field| word(field, "label").to_owned());
        Self { form, held_back }
    }

    fn fields(&self) -> &[Value] {
        self.form["fields"].as_array().expect("a list of fields")
    }

    /// Answers beforehand whatever is not in the profile, the one question held back aside.
    async fn fill_the_bank(&self, world: &World) {
        let mut tx = world.store.begin().await.unwrap();
        for field in self.fields().iter().filter(|field| !is_document(field)) {
            let label = word(field, "label");
            let Some(text) = told(field).filter(|_| self.held_back.as_deref() != Some(label)) else {
                continue;
            };
            let (meaning, _) = meaning::of(label, None, &[]);
            let country = meaning.depends_on_country().then_some("DE").filter(|_| {
                ["Germany", "Deutschland", "Alemania", "Allemagne"].iter().any(|name| label.contains(name))
            });
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
    fn is_known(&self) -> bool {
        let sayable =
            |field: &Value| field["required"] != true || is_document(field) || truth(field).is_some();
        self.held_back.is_none() && self.fields().iter().all(sayable)
    }

    /// The field of an answer, by its label.
    fn field_of(&self, answer: &FieldAnswer) -> Option<&Value> {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let named = self.fields().iter().find(|field| word(field, "name") == answer.field);
        named.or_else(|| {
            self.fields().iter().find(|field| plain(word(field, "label")) == plain(&answer.label))
        })
    }
}

/// One form through the whole of it.
async fn one(family: &str, seed: u64, count: &mut Count) {
    let world = World::new().await;
    world.put_profile(&the_applicant()).await;
    let case = Case::new(&world, family, seed).await;
    case.fill_the_bank(&world).await;
    let job = json!({ "id": case.form["id"], "title": case.form["title"], "company_name": case.form["company"], "url": case.form["url"] });
    let id = world.apply_at(&job, word(&case.form, "apply_url"), true, None).await;
    let mut asked = BTreeMap::new();
    let mut rounds = 0;
    let at_the_end = loop {
        let ended = applications::run(&world.context, id).await;
        let record = world.record(id).await;
        rounds += 1;
        match record.application.status {
            State::Draft if rounds <= MOST_ROUNDS => {
                let mut given = Vec::new();
                for question in record.snapshot.iter().flat_map(|snapshot| snapshot.open_questions()) {
                    let field = case.field_of(question);
                    asked.insert(
                        field.map_or(question.label.clone(), |field| word(field, "name").to_owned()),
                        question.label.clone(),
                    );
                    if let Some(value) = field.and_then(told) {
                        given.push(actions::GivenAnswer { field: question.field.clone(), value });
                    }
                }
                if given.is_empty()
                    || actions::answer(&world.store, world.user, id, &given, false).await.is_err()
                {
                    break record;
                }
            }
            State::Ready if rounds <= MOST_ROUNDS => world.approve(id).await,
            _ => {
                if let Err(error) = ended {
                    count.missed.push(format!("{family} {seed}: {error}"));
                }
                break record;
            }
        }
    };
    let sent = world.ledger().await.into_iter().find(|entry| entry["job_id"] == case.form["id"]);
    count.forms += 1;
    count.known += usize::from(case.is_known());
    count.sent += usize::from(sent.is_some());
    count.alone += usize::from(case.is_known() && asked.is_empty() && sent.is_some());
    if sent.is_none() || at_the_end.application.status != State::Submitted {
        let why = at_the_end
            .application
            .reason
            .map_or(String::new(), |reason| format!("{}: {}", reason.code, reason.message));
        count.missed.push(format!(
            "{family} {seed} ({}): ended {:?} {why}; asked {:?}; last steps {:?}",
            word(&case.form, "language"),
            at_the_end.application.status,
            asked.values().collect::<Vec<_>>(),
            last_steps(&world)
        ));
    } else if case.is_known() && !asked.is_empty() {
        count.missed.push(format!(
            "{family} {seed} ({}): asked {:?}",
            word(&case.form, "language"),
            asked.values().collect::<Vec<_>>()
        ));
    }
    let filled = at_the_end.snapshot.map_or_else(Vec::new, |snapshot| snapshot.answers);
    judge(&case, sent.as_ref(), &filled, &asked, family, seed, count);
}

/// The last live steps, for whoever reads why a form was not sent.
fn last_steps(world: &World) -> Vec<String> {
    let told = world.told.lock().unwrap();
    let step = |event: &Event| match event {
        Event::ApplicationProgress(progress) => Some(progress.step.clone()),
        _ => None,
    };
    told.iter().rev().filter_map(step).take(LAST_STEPS).collect()
}

/// Compares every field with what arrived; of a form that was not sent, with what was filled in.
fn judge(
    case: &Case,
    sent: Option<&Value>,
    filled: &[FieldAnswer],
    asked: &BTreeMap<String, String>,
    family: &str,
    seed: u64,
    count: &mut Count,
) {
    for field in case.fields() {
        let name = word(field, "name");
        let values: Vec<String> = match sent {
            Some(entry) => ["answers", "files"]
                .iter()
                .flat_map(|part| entry[part].as_array().into_iter().flatten())
                .filter(|kept| kept["name"] == name && kept["value"].is_string() || kept["field"] == name)
                .map(|kept| kept["value"].as_str().or(kept["name"].as_str()).unwrap_or_default().to_owned())
                .collect(),
            None => filled
                .iter()
                .filter(|answer| case.field_of(answer).is_some_and(|of| of["name"] == name))
                .filter_map(|answer| answer.value.clone())
                .collect(),
        };
        let is_right = match (is_document(field), values.as_slice()) {
            (_, []) => false,
            (true, [one]) => !one.trim().is_empty(),
            (false, all) => all.iter().all(|value| is_true(field, value)),
            (true, _) => false,
        };
        if !values.is_empty() && !is_right {
            count.wrong.push(format!(
                "{family} {seed} ({}): {} [{}] has {values:?} in place of {:?}",
                word(&case.form, "language"),
                word(field, "label"),
                word(field, "asks"),
                truth(field)
            ));
        }
        if field["required"] != true {
            count.optional += usize::from(is_document(field) || truth(field).is_some());
            count.optional_right += usize::from(is_right);
            continue;
        }
        count.required += 1;
        if asked.contains_key(name) {
            count.asked += 1;
        } else if is_right {
            count.right += 1;
        } else {
            count.missed.push(format!("{family} {seed}: {} [{}]", word(field, "label"), word(field, "asks")));
        }
    }
}

async fn family(family: &str) -> Count {
    let forms = number_of("JOBWIRE_REPLICAS").map_or(SAMPLE, |all| all.div_ceil(FAMILIES as u64));
    let first = number_of("JOBWIRE_REPLICAS_SEED").unwrap_or(FIRST_SEED);
    let mut count = Count::default();
    for seed in first..first + forms {
        one(family, seed, &mut count).await;
    }
    println!("{}", count.line(family));
    for line in count
        .wrong
        .iter()
        .map(|line| format!("WRONG  {line}"))
        .chain(count.missed.iter().map(|line| format!("MISSED {line}")))
    {
        println!("       {line}");
    }
    count
}

macro_rules! families {
    ($($name:ident),* $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let count = family(stringify!($name)).await;
            assert!(count.wrong.is_empty(), "{:#?}", count.wrong);
            assert_eq!(count.right + count.asked, count.required, "{:#?}", count.missed);
            assert_eq!(count.sent, count.forms, "{:#?}", count.missed);
        }
    )*};
}

families!(
    greenhouse,
    greenhouse_legacy,
    greenhouse_embedded,
    lever,
    ashby,
    workable,
    smartrecruiters,
    recruitee,
    teamtailor,
    personio,
    bamboohr,
    icims,
    workday,
);
