//! Skills in sentences: precision and recall against the labels in `bench/matching/labels`.
//!
//! A skill counts as found when the extractor names it within the bytes of the sentence, with the whole posting
//! before it, so that headings say what they say. What is labelled as unwanted must not be found.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::ops::Range;

use matching::experience::Experience;
use matching::need::Need;
use matching::skills::{SKILLS, places};
use matching::words::Folded;

use crate::data;

/// How often the sentences are drawn anew for the intervals.
const RESAMPLES: usize = 2000;

/// A sentence with what a person read in it.
struct Sentence {
    is_held_out: bool,
    language: String,
    text: String,
    bytes: Range<usize>,
    labels: Vec<Skill>,
}

/// A skill as labelled or as found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Skill {
    name: String,
    /// Nothing when it is named and not wanted.
    need: Option<Need>,
    /// As written in the labels: "5y", "several" or nothing.
    years: String,
}

/// Rightly found, found, and to be found.
#[derive(Clone, Copy, Default)]
struct Counts {
    right: f64,
    found: f64,
    labelled: f64,
}

impl Counts {
    fn precision(self) -> f64 {
        self.right / self.found
    }

    fn recall(self) -> f64 {
        self.right / self.labelled
    }
}

/// Counts what was found in a sentence against its labels.
type Count = fn(&Sentence, &[Skill]) -> Counts;

/// Prints precision and recall per language, apart for the development part and the held-out one. With `misses`
/// what went wrong in the development part, and nothing at all of the held-out one.
pub fn measure(misses: bool) {
    let sentences: Vec<(Sentence, Vec<Skill>)> = postings()
        .into_iter()
        .chain(own_sentences())
        .map(|sentence| {
            let found = found_in(&sentence);
            (sentence, found)
        })
        .collect();
    if misses {
        for (sentence, found) in sentences.iter().filter(|(sentence, _)| !sentence.is_held_out) {
            print_misses(sentence, found);
        }
    }
    let parts: &[(&str, bool)] =
        if misses { &[("development", false)] } else { &[("development", false), ("held out", true)] };
    for (part, is_held_out) in parts {
        let of_part: Vec<_> =
            sentences.iter().filter(|(sentence, _)| sentence.is_held_out == *is_held_out).collect();
        for language in ["en", "de", "es"] {
            let of_language: Vec<_> =
                of_part.iter().filter(|(sentence, _)| sentence.language == language).copied().collect();
            report(&format!("{part}, {language}"), &of_language);
        }
        report(&format!("{part}, all"), &of_part);
    }
}

fn report(name: &str, sentences: &[&(Sentence, Vec<Skill>)]) {
    println!("{name}: {} sentences", sentences.len());
    let measures: [(&str, Count); 3] =
        [("skills", of_skills), ("with the need", of_needs), ("years", of_years)];
    for (what, count) in measures {
        let counts: Vec<Counts> = sentences.iter().map(|(sentence, found)| count(sentence, found)).collect();
        let all = sum(counts.iter());
        if all.labelled + all.found == 0.0 {
            continue;
        }
        let shown = |figure: fn(Counts) -> f64| {
            let (low, high) = interval(&counts, figure);
            match figure(all) {
                value if value.is_finite() => format!("{value:.3} [{low:.3}, {high:.3}]"),
                _ => "of nothing".to_owned(),
            }
        };
        println!(
            "  {what:14} precision {} recall {} ({} of {} found, {} labelled)",
            shown(Counts::precision),
            shown(Counts::recall),
            all.right,
            all.found,
            all.labelled
        );
    }
}

/// Skills found at all; those that are not wanted must not be.
fn of_skills(sentence: &Sentence, found: &[Skill]) -> Counts {
    matched(sentence, found, |label| label.need.is_some(), |label, found| label.name == found.name)
}

/// Skills found with the right need.
fn of_needs(sentence: &Sentence, found: &[Skill]) -> Counts {
    let agree = |label: &Skill, found: &Skill| label.name == found.name && label.need == found.need;
    matched(sentence, found, |label| label.need.is_some(), agree)
}

/// Years found for the right skill with the right number.
fn of_years(sentence: &Sentence, found: &[Skill]) -> Counts {
    let agree = |label: &Skill, found: &Skill| label.name == found.name && label.years == found.years;
    matched(sentence, found, |label| !label.years.is_empty(), agree)
}

fn matched(
    sentence: &Sentence,
    found: &[Skill],
    counts: impl Fn(&Skill) -> bool,
    agree: impl Fn(&Skill, &Skill) -> bool,
) -> Counts {
    let labels: Vec<&Skill> = sentence.labels.iter().filter(|label| counts(label)).collect();
    let found: Vec<&Skill> = found.iter().filter(|skill| counts(skill)).collect();
    let right = found.iter().filter(|skill| labels.iter().any(|label| agree(label, skill))).count();
    Counts { right: right as f64, found: found.len() as f64, labelled: labels.len() as f64 }
}

fn sum<'c>(counts: impl Iterator<Item = &'c Counts>) -> Counts {
    counts.fold(Counts::default(), |all, one| Counts {
        right: all.right + one.right,
        found: all.found + one.found,
        labelled: all.labelled + one.labelled,
    })
}

/// The 95 % bootstrap interval over the sentences.
fn interval(counts: &[Counts], figure: fn(Counts) -> f64) -> (f64, f64) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("it is below a length")
    };
    let mut figures: Vec<f64> = (0..RESAMPLES)
        .map(|_| figure(sum((0..counts.len()).map(|_| &counts[next(counts.len())]))))
        .filter(|figure| figure.is_finite())
        .collect();
    figures.sort_by(f64::total_cmp);
    let at = |share: f64| figures.get((figures.len() as f64 * share) as usize).copied().unwrap_or(f64::NAN);
    (at(0.025), at(0.975))
}

fn print_misses(sentence: &Sentence, found: &[Skill]) {
    let mut told = Vec::new();
    for label in &sentence.labels {
        match (found.iter().find(|skill| skill.name == label.name), label.need) {
            (None, Some(_)) => told.push(format!("missed {}", label.name)),
            (Some(_), None) => told.push(format!("not wanted: {}", label.name)),
            (Some(skill), Some(_)) if skill != label => {
                told.push(format!(
                    "{}: {:?} {} is {:?} {}",
                    label.name, skill.need, skill.years, label.need, label.years
                ));
            }
            _ => {}
        }
    }
    let is_labelled = |skill: &&Skill| sentence.labels.iter().any(|label| label.name == skill.name);
    told.extend(
        found.iter().filter(|skill| !is_labelled(skill)).map(|skill| format!("too much: {}", skill.name)),
    );
    if !told.is_empty() {
        println!("{}\n    {}", sentence.text[sentence.bytes.clone()].replace('\n', " "), told.join("; "));
    }
}

/// What the extractor names within the sentence, each skill once with its strongest need.
fn found_in(sentence: &Sentence) -> Vec<Skill> {
    let mut found: BTreeMap<&str, Skill> = BTreeMap::new();
    for place in places(&sentence.text, &Folded::of(&sentence.text)) {
        if !sentence.bytes.contains(&place.bytes.start) {
            continue;
        }
        let name = SKILLS.name(place.found.skill);
        let years = match place.found.experience {
            Some(Experience::AtLeast(years)) => format!("{years}y"),
            Some(Experience::Several) => "several".to_owned(),
            None => String::new(),
        };
        let skill = Skill { name: name.to_owned(), need: Some(place.found.need), years };
        let known = found.entry(name).or_insert_with(|| skill.clone());
        if skill.need > known.need {
            *known = skill;
        }
    }
    found.into_values().collect()
}

/// The sentences of real postings.
fn postings() -> Vec<Sentence> {
    let descriptions: HashMap<String, String> =
        ["match_proxy/docs.jsonl", "postings/postings_with_desc.jsonl"]
            .into_iter()
            .flat_map(descriptions)
            .collect();
    let row = |cells: &[&str]| {
        let bytes = cells[2].parse().expect("a byte")..cells[3].parse().expect("a byte");
        let text = descriptions.get(cells[1]).expect("the posting is in the shared data").clone();
        assert!(text.get(bytes.clone()).is_some(), "{} has no such bytes", cells[1]);
        Sentence {
            is_held_out: cells[0] == "held_out",
            language: "en".into(),
            text,
            bytes,
            labels: labels(cells[4]),
        }
    };
    rows("skills.tsv", row)
}

fn descriptions(file: &str) -> Vec<(String, String)> {
    let read = |line: &str| {
        let posting: serde_json::Value = serde_json::from_str(line).expect("a posting is a JSON object");
        let field = |names: [&str; 2]| {
            names.iter().find_map(|name| posting[name].as_str()).expect("a posting has it").to_owned()
        };
        (field(["id", "doc_id"]), field(["description", "text"]))
    };
    data(file).lines().map(read).collect()
}

/// The German and Spanish sentences of this project.
fn own_sentences() -> Vec<Sentence> {
    rows("skills_de_es.tsv", |cells| Sentence {
        is_held_out: cells[0] == "held_out",
        language: cells[1].into(),
        text: cells[2].into(),
        bytes: 0..cells[2].len(),
        labels: labels(cells[3]),
    })
}

fn rows(file: &str, row: impl Fn(&[&str]) -> Sentence) -> Vec<Sentence> {
    let path = format!("{}/../../bench/matching/labels/{file}", env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path} cannot be read: {error}"));
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| row(&line.split('\t').collect::<Vec<_>>())).collect()
}

fn labels(cell: &str) -> Vec<Skill> {
    let label = |written: &str| {
        let (name, wanted) = written.trim().split_once('=').expect("a label has a need");
        let (need, years) = wanted.split_once(' ').unwrap_or((wanted, ""));
        let need = match need {
            "required" => Some(Need::Required),
            "nice" => Some(Need::Nice),
            "mentioned" => Some(Need::Mentioned),
            "unwanted" => None,
            other => panic!("{other} is no need"),
        };
        // A skill that the table does not have keeps its own name and is missed.
        let name = SKILLS.named(name).map_or(name, |skill| SKILLS.name(skill));
        Skill { name: name.to_owned(), need, years: years.to_owned() }
    };
    cell.split(';').filter(|written| !written.trim().is_empty()).map(label).collect()
}
