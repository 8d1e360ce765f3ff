//! How often what `sources::prose` reads is right, fact by fact, against the labels in
//! `bench/matching/labels`. The rules of the labels are in the README beside them.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use domain::text::fold;
use domain::{Clearance, EmploymentType, LanguageNeed, Level, Pay, RemotePolicy, Visa};
use serde::Deserialize;
use sources::prose::{self, Facts};

/// The facts, in the order they are shown.
pub const FACTS: [&str; 8] =
    ["remote", "employment", "level", "pay", "places", "languages", "visa", "clearance"];

/// Whether the parser was written with a posting in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// It may be looked at.
    Development,
    /// It is only counted.
    HeldOut,
    /// It was labelled by readers who had seen neither the parser nor the other labels.
    SecondReaders,
    /// It was labelled by others again, when the parser had been mended after the second readers.
    ThirdReaders,
}

/// What a person read in one posting.
#[derive(Debug, Deserialize)]
pub struct Label {
    /// The posting's id in the shared data.
    pub id: String,
    /// Its part of the sample.
    pub part: Part,
    #[serde(default)]
    remote: Vec<RemotePolicy>,
    #[serde(default)]
    employment: Vec<Employment>,
    #[serde(default)]
    level: Vec<Level>,
    #[serde(default)]
    pay: Vec<Pay>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default)]
    languages: Vec<LanguageNeed>,
    #[serde(default)]
    visa: Vec<Visa>,
    #[serde(default)]
    clearance: Vec<Vec<Clearance>>,
}

/// A form of employment, or what texts say beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Employment {
    Form(EmploymentType),
    Other(Permanent),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Permanent {
    Permanent,
}

/// One fact over many postings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How often the texts state it.
    pub stated: usize,
    /// How often it was found.
    pub found: usize,
    /// How often what was found is right.
    pub right: usize,
}

impl Tally {
    /// The share of what was found that is right; 1 when nothing was.
    pub fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    /// The share of what is stated that was found.
    pub fn recall(&self) -> f64 {
        share(self.right, self.stated)
    }

    /// Wilson's 95 % interval of the precision.
    pub fn interval(&self) -> (f64, f64) {
        const Z: f64 = 1.96;
        let n = self.found as f64;
        if self.found == 0 {
            return (0.0, 1.0);
        }
        let p = self.precision();
        let middle = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + Z * Z / n;
        ((middle - half) / whole, (middle + half) / whole)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Something the parser and the label disagree about.
pub struct Miss {
    /// Which fact.
    pub fact: &'static str,
    /// The posting.
    pub id: String,
    /// Whether the parser said something wrong; otherwise it was silent.
    pub is_wrong: bool,
    /// What it found and what is right, for people.
    pub words: String,
}

/// The facts of one part of the sample.
pub struct Measured {
    /// By the names in [`FACTS`].
    pub tallies: HashMap<&'static str, Tally>,
    /// Every disagreement.
    pub misses: Vec<Miss>,
}

/// Reads the labelled postings and counts.
pub fn measure(part: Part) -> Measured {
    let labels = labels();
    let postings = postings();
    let tallies = FACTS.into_iter().map(|fact| (fact, Tally::default())).collect();
    let mut measured = Measured { tallies, misses: Vec::new() };
    for label in labels.iter().filter(|label| label.part == part) {
        let posting = postings
            .get(&label.id)
            .unwrap_or_else(|| panic!("{} is labelled, but not in the shared data", label.id));
        let found = prose::facts(&posting.title, &posting.description);
        FACTS.into_iter().for_each(|fact| measured.count(fact, label, &found));
    }
    measured
}

impl Measured {
    fn count(&mut self, fact: &'static str, label: &Label, found: &Facts) {
        let (tally, words) = compare(fact, label, found);
        let sum = self.tallies.entry(fact).or_default();
        sum.stated += tally.stated;
        sum.found += tally.found;
        sum.right += tally.right;
        if tally.right < tally.found || tally.right < tally.stated {
            let is_wrong = tally.right < tally.found;
            self.misses.push(Miss { fact, id: label.id.clone(), is_wrong, words });
        }
    }
}

/// One fact of one posting.
fn compare(fact: &str, label: &Label, found: &Facts) -> (Tally, String) {
    let words = |found: &dyn std::fmt::Debug, right: &dyn std::fmt::Debug| {
        format!("found {found:?}, right {right:?}")
    };
    match fact {
        "remote" => {
            let known = Some(found.remote).filter(|policy| *policy != RemotePolicy::Unknown);
            (one(known.as_ref(), &label.remote), words(&known, &label.remote))
        }
        "employment" => {
            let right: Vec<EmploymentType> = label
                .employment
                .iter()
                .filter_map(|form| if let Employment::Form(form) = form { Some(*form) } else { None })
                .collect();
            (one(found.employment_type.as_ref(), &right), words(&found.employment_type, &label.employment))
        }
        "level" => (one(found.level.as_ref(), &label.level), words(&found.level, &label.level)),
        "pay" => (one(found.pay.as_ref(), &label.pay), words(&found.pay, &label.pay)),
        "visa" => (one(found.visa.as_ref(), &label.visa), words(&found.visa, &label.visa)),
        "places" => {
            let is_right =
                !found.places.is_empty() && found.places.iter().all(|place| is_place(place, &label.places));
            let tally = Tally {
                stated: usize::from(!label.places.is_empty()),
                found: usize::from(!found.places.is_empty()),
                right: usize::from(is_right),
            };
            (tally, words(&found.places, &label.places))
        }
        "languages" => {
            let right = found.languages.iter().filter(|need| label.languages.contains(need)).count();
            let tally = Tally { stated: label.languages.len(), found: found.languages.len(), right };
            (tally, words(&found.languages, &label.languages))
        }
        _ => {
            let is_asked = |check: &&Clearance| label.clearance.iter().any(|either| either.contains(check));
            let right = found.clearance.iter().filter(is_asked).count();
            let tally = Tally { stated: label.clearance.len(), found: found.clearance.len(), right };
            (tally, words(&found.clearance, &label.clearance))
        }
    }
}

fn one<T: PartialEq>(found: Option<&T>, right: &[T]) -> Tally {
    Tally {
        stated: usize::from(!right.is_empty()),
        found: usize::from(found.is_some()),
        right: usize::from(found.is_some_and(|found| right.contains(found))),
    }
}

/// Whether each word of a found place stands in the labelled ones: one reader writes a town and its state apart, another
/// together.
fn is_place(found: &str, right: &[String]) -> bool {
    let right: HashSet<String> = right.iter().flat_map(|place| words_of(place)).collect();
    words_of(found).iter().all(|word| right.contains(word))
}

fn words_of(place: &str) -> Vec<String> {
    fold(place).split(' ').map(str::to_owned).collect()
}

#[derive(Deserialize)]
struct SharedPosting {
    id: String,
    title: String,
    description: String,
}

/// The labels, in the order of the file.
pub fn labels() -> Vec<Label> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../bench/matching/labels/facts.jsonl");
    lines(Path::new(file))
        .map(|line| serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}")))
        .collect()
}

fn postings() -> HashMap<String, SharedPosting> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    lines(&root.join("postings/postings_with_desc.jsonl"))
        .map(|line| {
            serde_json::from_str::<SharedPosting>(&line).expect("the shared postings have a title and a text")
        })
        .map(|posting| (posting.id.clone(), posting))
        .collect()
}

fn lines(file: &Path) -> impl Iterator<Item = String> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| {
        panic!(
            "{} is missing ({error}): the real postings are expected in ../shared/data beside the project's root",
            file.display()
        )
    });
    text.lines().map(str::to_owned).collect::<Vec<_>>().into_iter()
}
