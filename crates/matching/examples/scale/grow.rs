//! More postings and more people than the shared data has, made of what it has.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use domain::{Profile, RemotePreference};
use matching::{lines, words};
use serde_json::{Value, json};

/// The share of a new text that comes from the posting that gave the title; the rest is another one's of the same source.
const OWN_SHARE: f64 = 0.7;
/// Every so many people state places; every so many want remote work; every so many exclude an employer.
const WITH_PLACES: usize = 3;
const WITH_REMOTE: usize = 7;
const WITH_EXCLUSIONS: usize = 11;

/// Writes `count` postings, one JSON object per line: the real ones first, then made ones.
pub fn write(count: usize, file: &str) {
    let real: Vec<Value> = shared_lines("postings/postings_with_desc.jsonl")
        .iter()
        .map(|line| serde_json::from_str(line).expect("the set is well formed"))
        .collect();
    let mut out = BufWriter::new(File::create(file).expect("the file can be made"));
    let mut texts = HashSet::new();
    let mut number = 0;
    while texts.len() < count {
        let posting = if number < real.len() { real[number].clone() } else { recombined(&real, number) };
        number += 1;
        // A text that came before, real or made, would be the same to everybody.
        if texts.insert(words::hash(21, text(&posting, "description").as_bytes())) {
            writeln!(out, "{posting}").expect("the disk has room");
        }
    }
    out.flush().expect("the disk has room");
    eprintln!("{count} postings with distinct texts, made of {}", real.len());
}

fn recombined(real: &[Value], number: usize) -> Value {
    let pick = |part: u64| (words::hash(part, &number.to_le_bytes()) % real.len() as u64) as usize;
    let own = &real[pick(31)];
    let other = (0..real.len())
        .map(|step| &real[(pick(32) + step) % real.len()])
        .find(|other| other["source"] == own["source"])
        .unwrap_or(own);
    let mut sentences: Vec<&str> = Vec::new();
    for (posting, share) in [(own, OWN_SHARE), (other, 1.0 - OWN_SHARE)] {
        let of_it = text(posting, "description").split_inclusive(['.', '\n']);
        sentences.extend(of_it.enumerate().filter_map(|(at, sentence)| {
            let draw = words::hash(33, format!("{number} {at}").as_bytes()) % 1000;
            ((draw as f64) < share * 1000.0).then_some(sentence)
        }));
    }
    let mut posting = own.clone();
    posting["id"] = json!(format!("made-{number}"));
    posting["company"] = real[pick(34)]["company"].clone();
    posting["location"] = real[pick(35)]["location"].clone();
    posting["description"] = json!(sentences.concat());
    posting
}

/// `count` profiles, made of the resumes of the resume-to-posting set.
pub fn people(count: usize) -> Vec<Profile> {
    let resumes: Vec<Value> = shared_lines("match_proxy/queries.jsonl")
        .iter()
        .map(|line| serde_json::from_str(line).expect("the set is well formed"))
        .collect();
    let places = ["London", "Manchester", "New York", "Berlin", "Chicago, IL", "Leeds", "San Francisco"];
    let made = (0..count).map(|number| {
        let pick =
            |part: u64| &resumes[(words::hash(part, &number.to_le_bytes()) % resumes.len() as u64) as usize];
        let (own, other) = (pick(41), pick(42));
        let half = |resume: &Value, part: usize| -> String {
            let sentences = text(resume, "text").split_inclusive(['.', '\n']);
            sentences.enumerate().filter(|(at, _)| (at + number) % 2 == part).map(|(_, one)| one).collect()
        };
        let line = json!({
            "id": number.to_string(),
            "headline": text(own, "headline"),
            "text": format!("{}{}", half(own, 0), half(other, 1)),
        });
        let mut profile = lines::profile(&line.to_string()).expect("it is a profile").profile;
        if number.is_multiple_of(WITH_PLACES) {
            profile.preferences.places = vec![places[number % places.len()].to_owned()];
        }
        if number.is_multiple_of(WITH_REMOTE) {
            profile.preferences.remote = RemotePreference::Preferred;
        }
        if number.is_multiple_of(WITH_EXCLUSIONS) {
            profile.preferences.excluded_companies = vec!["Google".to_owned()];
        }
        profile
    });
    made.collect()
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

fn shared_lines(path: &str) -> Vec<String> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(path);
    let whole = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("the shared data is missing at {}: {error}", path.display()));
    whole.lines().map(str::to_owned).collect()
}
