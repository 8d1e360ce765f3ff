//! What a field asks: measured on labels of real forms, on labels of our own in four languages, and on real pages.
//!
//! The real labels are not ours to keep: `data/shared_labels.tsv` holds the first half of a hash of each label and
//! what it was found to mean by hand. A third of them, by their hash, was never looked at while the phrases were
//! written, and was read by hand before the phrases were tried on it.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use applications::meaning::{self, Meaning};
use applications::resolve::{Known, Question, resolve};
use browser::{FieldKind, SessionConfig};
use domain::Answer;
use net::Egress;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::support::{asks, the_person};

/// Just under what was measured in November 2026.
const DEVELOPMENT_FLOOR: f64 = 0.98;
const HELD_OUT_FLOOR: f64 = 0.965;
const OWN_LABELS_FLOOR: f64 = 0.98;
const PAGES_FLOOR: f64 = 0.955;

fn shared(path: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/forms").join(path);
    assert!(
        file.exists(),
        "{} is missing: this test needs the shared data beside the repository",
        file.display()
    );
    file
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// A label of the shared data with its meaning by hand.
struct Labelled {
    label: String,
    meaning: Meaning,
    is_held_out: bool,
}

fn shared_labels() -> Vec<Labelled> {
    let by_hand: HashMap<&str, &str> =
        include_str!("data/shared_labels.tsv").lines().filter_map(|line| line.split_once('\t')).collect();
    let labels = text(&shared("question_labels.jsonl"));
    labels
        .lines()
        .map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            let label = line["label"].as_str().unwrap().to_owned();
            let hash = Sha256::digest(label.as_bytes());
            let word = by_hand[&hex::encode(&hash[..8]).as_str()];
            let number = u32::from_be_bytes(hash[..4].try_into().unwrap());
            Labelled { label, meaning: Meaning::parse(word).unwrap(), is_held_out: number % 3 == 0 }
        })
        .collect()
}

/// The printed word: the wider meaning; what is not understood is printed as `other`.
fn printed(label: &str) -> Meaning {
    match meaning::of(label, None, &[]).0.group() {
        Meaning::Unknown => Meaning::Other,
        known => known,
    }
}

fn accuracy(labels: &[&Labelled]) -> f64 {
    let right = labels.iter().filter(|one| printed(&one.label) == one.meaning).count();
    right as f64 / labels.len() as f64
}

#[test]
fn real_labels_are_understood_also_those_never_seen() {
    let labels = shared_labels();
    assert_eq!(labels.len(), 951);
    let (held_out, development): (Vec<_>, Vec<_>) = labels.iter().partition(|one| one.is_held_out);
    let (seen, unseen) = (accuracy(&development), accuracy(&held_out));
    println!("development {seen:.3} of {}, held out {unseen:.3} of {}", development.len(), held_out.len());
    assert!(seen >= DEVELOPMENT_FLOOR && unseen >= HELD_OUT_FLOOR, "{seen:.3} {unseen:.3}");
}

#[test]
fn the_right_to_work_and_sponsorship_are_never_confused() {
    use Meaning::{Sponsorship, WorkAuthorization};
    let confused = |asked: Meaning, found: Meaning| {
        (asked == Sponsorship && found == WorkAuthorization)
            || (asked == WorkAuthorization && found == Sponsorship)
    };
    let of_real_forms: Vec<String> = shared_labels()
        .into_iter()
        .filter(|one| confused(one.meaning, printed(&one.label)))
        .map(|one| one.label)
        .collect();
    assert!(of_real_forms.is_empty(), "{of_real_forms:#?}");
    let mut understood = 0;
    let tricky: Vec<_> =
        include_str!("data/right_to_work.tsv").lines().filter_map(|line| line.split_once('\t')).collect();
    for (asked, label) in &tricky {
        let asked = if *asked == "sponsorship" { Sponsorship } else { WorkAuthorization };
        let found = printed(label);
        assert!(!confused(asked, found), "{label}: {}", found.as_str());
        understood += usize::from(found == asked);
    }
    assert!(understood == tricky.len(), "{understood} of {}", tricky.len());
}

#[test]
fn a_question_after_both_at_once_is_too_unsure_to_be_answered_by_its_meaning() {
    for label in [
        "Are you authorized to work without sponsorship?",
        "Are you legally authorized to work in the US without requiring a visa, now or in the future?",
        "Dürfen Sie in Österreich arbeiten, ohne dass wir ein Visum beantragen?",
        "¿Estás autorizada para trabajar en Estados Unidos sin patrocinio?",
        "Êtes-vous autorisée à travailler au Canada sans parrainage ?",
    ] {
        let (found, confidence) = meaning::of(label, None, &[]);
        assert_eq!(found, Meaning::WorkAuthorization, "{label}");
        assert!(confidence < 0.8, "{label}: {confidence}");
    }
}

/// (language, label, meaning)
fn own_labels() -> Vec<(&'static str, &'static str, Meaning)> {
    [include_str!("data/labels_before.tsv"), include_str!("data/labels_after.tsv")]
        .into_iter()
        .flat_map(str::lines)
        .map(|line| {
            let mut parts = line.split('\t');
            let (language, label, word) = (parts.next(), parts.next(), parts.next());
            let word = word.unwrap_or_else(|| panic!("{line}"));
            let meaning =
                Meaning::parse(word).unwrap_or_else(|| panic!("{word} is no word of the vocabulary"));
            (language.unwrap(), label.unwrap(), meaning)
        })
        .collect()
}

#[test]
fn labels_in_four_languages_are_understood_to_the_part() {
    let labels = own_labels();
    let mut by_language: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (language, label, asked) in &labels {
        let (found, _) = meaning::of(label, None, &[]);
        let (right, all) = by_language.entry(language).or_default();
        *all += 1;
        if found == *asked {
            *right += 1;
        } else {
            println!("{language} {label}: {} instead of {}", found.as_str(), asked.as_str());
        }
    }
    println!("{by_language:?}");
    assert_eq!(by_language.len(), 4);
    for (language, (right, all)) in by_language {
        assert!(right as f64 / all as f64 >= OWN_LABELS_FLOOR, "{language}: {right} of {all}");
    }
}

#[test]
fn what_is_not_understood_is_said_to_be_so() {
    for label in
        ["Blorf", "Kundennummer der Filiale", "Warehouse bay", "Zeta?", "Nombre del perro de la vecina"]
    {
        let (found, confidence) = meaning::of(label, None, &[]);
        assert!(found == Meaning::Unknown || confidence < 0.8, "{label}: {} {confidence}", found.as_str());
    }
    assert_eq!(meaning::of("", None, &[]).0, Meaning::NotALabel);
    assert_eq!(meaning::of("CHECKOUT_LABEL_MISSING", None, &[]).0, Meaning::NotALabel);
    assert_eq!(meaning::of("Additional Information", None, &[]).0, Meaning::AdditionalInformation);
}

#[test]
fn the_vocabulary_is_large_documented_and_without_doubles() {
    let guide = text(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guides/field-meanings.md"));
    let mut words: Vec<&str> = Meaning::ALL.iter().map(|meaning| meaning.as_str()).collect();
    for meaning in Meaning::ALL {
        assert!(
            guide.contains(&format!("| `{}` |", meaning.as_str())),
            "{} is not in the guide",
            meaning.as_str()
        );
        assert_eq!(Meaning::parse(meaning.as_str()), Some(*meaning));
        assert_eq!(meaning.group().group(), meaning.group(), "{}", meaning.as_str());
    }
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Meaning::ALL.len());
    assert!(words.len() >= 60);
}

/// The standard tokens that the fields of a page are expected to have, and those that were found.
fn compare(page: &str, expected: &[String], found: &[String]) -> (usize, usize, usize) {
    let count = |words: &[String]| {
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        words.iter().for_each(|word| *counts.entry(word.clone()).or_default() += 1);
        counts
    };
    let (wanted, had) = (count(expected), count(found));
    let less = |a: &BTreeMap<String, i64>, b: &BTreeMap<String, i64>| -> BTreeMap<String, i64> {
        a.iter()
            .map(|(word, n)| (word.clone(), n - b.get(word).unwrap_or(&0)))
            .filter(|(_, n)| *n > 0)
            .collect()
    };
    let (missed, extra) = (less(&wanted, &had), less(&had, &wanted));
    if !missed.is_empty() || !extra.is_empty() {
        println!("{page}: missed {missed:?}, extra {extra:?}");
    }
    let sum = |counts: &BTreeMap<String, i64>| counts.values().sum::<i64>() as usize;
    (expected.len() - sum(&missed), sum(&extra), sum(&missed))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_fields_of_real_shops_are_found_as_a_browser_shows_them() {
    let folder = tempfile::Builder::new().prefix("jobwire-test-").tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o711)).unwrap();
    let chromium = crate::support::chromium();
    let config = SessionConfig::new(chromium, Egress::public(), folder.path().join("profiles"));
    let pages: Vec<Value> = serde_json::from_str(&text(&shared("firefox/expected.json"))).unwrap();
    assert_eq!(pages.len(), 20);
    let tokens: Vec<&str> = Meaning::ALL.iter().filter_map(|meaning| meaning.autocomplete_token()).collect();
    let (mut right, mut extra, mut missed) = (0, 0, 0);
    for page in &pages {
        let name = page["fixture"].as_str().unwrap().trim_start_matches("fixtures/third_party/");
        let sections = page["sections"].as_array().unwrap();
        let expected: Vec<String> = sections
            .iter()
            .flat_map(|section| section["fields"].as_array().unwrap())
            .map(|field| field.as_str().unwrap().to_owned())
            .collect();
        let mut out = Vec::new();
        let file = shared(&format!("firefox/{name}"));
        applications::cli::inspect(file.to_str().unwrap(), &config, &mut out).await.unwrap();
        let found: Vec<String> = String::from_utf8(out)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["meaning"].as_str().unwrap().to_owned())
            .filter(|word| tokens.contains(&word.as_str()))
            .collect();
        let (r, e, m) = compare(name, &expected, &found);
        (right, extra, missed) = (right + r, extra + e, missed + m);
    }
    let f1 = 2.0 * right as f64 / (2 * right + extra + missed) as f64;
    println!("{right} right, {extra} extra, {missed} missed: F1 {f1:.3}");
    assert!(f1 >= PAGES_FLOOR, "F1 {f1:.3}");
}

fn answered(question: Question, answers: &[Answer]) -> Option<String> {
    let profile = the_person();
    let known =
        Known { profile: &profile, answers, stated: &[], country: None, resume: None, cover_letter: None };
    resolve(&[question], known).remove(0).value
}

#[test]
fn the_parts_of_an_address_are_answered_part_by_part() {
    let place = the_person().resume.basics.location;
    assert!(!place.city.is_empty(), "the person lives somewhere");
    let stated = |part: &str| Some(part.to_owned()).filter(|part| !part.is_empty());
    for (label, part) in [
        ("City", &place.city),
        ("Home Address City", &place.city),
        ("Ville", &place.city),
        ("State / Province", &place.region),
        ("Postleitzahl", &place.postal_code),
        ("Straße und Hausnummer", &place.address),
    ] {
        assert_eq!(answered(asks(label, FieldKind::Text, &[]), &[]), stated(part), "{label}");
    }
    let lives_in = answered(asks("Country", FieldKind::Select, &["Austria", "Deutschland", "Germany"]), &[]);
    assert!(lives_in.is_some_and(|country| country.starts_with('G') || country.starts_with('D')));
}

#[test]
fn payment_and_passwords_are_never_filled() {
    for label in ["Card number", "Name on card", "CVV", "Expiration date", "IBAN", "Password", "Kartennummer"]
    {
        let (found, _) = meaning::of(label, None, &[]);
        assert!(found.is_never_filled(), "{label}: {}", found.as_str());
        assert_eq!(answered(asks(label, FieldKind::Text, &[]), &[]), None, "{label}");
    }
}

#[test]
fn an_equal_opportunity_answer_is_reused_for_its_own_question_only() {
    let stated = json!([{
        "id": Uuid::from_u128(1),
        "question": "Gender",
        "meaning": "gender",
        "country": null,
        "text": "Female",
        "stated_at": "2026-11-24T08:00:00Z",
    }]);
    let stated: Vec<Answer> = serde_json::from_value(stated).unwrap();
    let options = ["Male", "Female", "I don't wish to answer"];
    let again = asks("What is your gender identity?", FieldKind::Select, &options);
    assert_eq!(answered(again, &stated).as_deref(), Some("Female"));
    let other = asks("Veteran status", FieldKind::Select, &["Yes", "No", "Female"]);
    assert_eq!(answered(other, &stated), None);
}
