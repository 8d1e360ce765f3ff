//! Forms of every family, made from seeds, filled by the same run a person starts, and compared value by value with the
//! truth their maker told.
//!
//! A sample runs always. All of them: `JOBWIRE_REPLICAS=200 cargo test -p applications --test it replicas -- --nocapture
//! --test-threads 2`, from another seed with `JOBWIRE_REPLICAS_SEED`. Each family prints what it counted.

mod case;

use std::collections::BTreeMap;

use applications::actions;
use domain::{Event, FieldAnswer, State};
use serde_json::{Value, json};

use crate::support::{World, word};
use case::{Case, is_document, is_true, the_applicant, told, truth};

/// Families of the replicas; the full number of forms is dealt to them evenly.
const FAMILIES: usize = 13;
/// Forms of a family in the sample.
const SAMPLE: u64 = 1;
/// Live steps told of a form that was not sent.
const LAST_STEPS: usize = 4;
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

/// One form through the whole of it.
async fn one(family: &str, seed: u64, count: &mut Count) {
    let world = World::new().await;
    world.put_profile(&the_applicant()).await;
    let case = Case::new(&world, family, seed).await;
    case.fill_the_bank(&world).await;
    let job = json!({ "id": case.form["id"], "title": case.form["title"], "company_name": case.form["company"], "url": case.form["url"] });
    let id = world.apply_at(&job, word(&case.form, "apply_url"), true).await;
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
    let trap = word(&case.form, "trap");
    let sprung = world.get("/_control/forms/sprung").await;
    if sprung != json!([]) || filled.iter().any(|answer| answer.field == trap) {
        count.wrong.push(format!("{family} {seed}: the trap {trap} was touched"));
    }
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

async fn family(family: &str, first_seed: u64) -> Count {
    let forms = number_of("JOBWIRE_REPLICAS").map_or(SAMPLE, |all| all.div_ceil(FAMILIES as u64));
    let first = number_of("JOBWIRE_REPLICAS_SEED").unwrap_or(first_seed);
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
    ($($name:ident from $seed:literal),* $(,)?) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let count = family(stringify!($name), $seed).await;
            assert!(count.wrong.is_empty(), "{:#?}", count.wrong);
            assert_eq!(count.right + count.asked, count.required, "{:#?}", count.missed);
            assert_eq!(count.sent, count.forms, "{:#?}", count.missed);
        }
    )*};
}

/// Seeds tried until a form has the habit that is wanted.
const MOST_SEEDS: u64 = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_site_reads_from_the_resume_by_itself_is_corrected() {
    let world = World::new().await;
    let mut seed = 0;
    loop {
        seed += 1;
        assert!(seed < MOST_SEEDS, "no form reads the resume after the other fields were filled");
        let form = world.control("/_control/forms", json!({ "family": "ashby", "seed": seed })).await;
        if form["reads_after"].as_u64().is_some_and(|after| after > 1_000) {
            break;
        }
    }
    let mut count = Count::default();
    one("ashby", seed, &mut count).await;
    assert!(count.wrong.is_empty() && count.missed.is_empty(), "{:#?} {:#?}", count.wrong, count.missed);
    assert_eq!((count.sent, count.alone), (1, 1));
}

// Where each begins differs, so that the sample has all languages, real questions and one never answered before.
families!(
    greenhouse from 1_003,
    greenhouse_legacy from 1_002,
    greenhouse_embedded from 1_001,
    lever from 1_001,
    ashby from 1_001,
    workable from 1_000,
    smartrecruiters from 1_002,
    recruitee from 1_001,
    teamtailor from 1_001,
    personio from 1_000,
    bamboohr from 1_001,
    icims from 1_001,
    workday from 1_001,
);
