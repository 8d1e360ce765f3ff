//! Measures the matcher on the shared sets: NDCG@10 of jobs for resumes, MAP of titles for titles.
//!
//! `cargo run -p matching --example measure [fit]` from anywhere; the sets lie beside the project. `measure skills`
//! tells precision and recall of the skills found, `measure duplicates` of the pairs found to be one vacancy; with
//! `misses` what is wrong in the development part of their labels. `measure weights FILE…` measures title encoders that
//! are not shipped.

mod bm25;
mod duplicates;
mod fit;
mod proxy;
mod skills;
mod titles;

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

type Judgements = HashMap<String, HashMap<String, f64>>;

fn main() {
    let wants = |name: &str| std::env::args().any(|argument| argument == name);
    if wants("duplicates") {
        return duplicates::measure(wants("misses"));
    }
    if wants("skills") {
        return skills::measure(wants("misses"));
    }
    if wants("weights") {
        return std::env::args().skip(2).for_each(|file| titles::measure_weights(&file));
    }
    titles::measure();
    proxy::measure(wants("fit"));
}

/// The text of a file of the shared sets.
fn data(path: &str) -> String {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(path);
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("the shared data is missing at {}: {error}", path.display()))
}

fn judgements(path: &str) -> Judgements {
    let mut judged = Judgements::new();
    for line in data(path).lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        judged.entry(cells[0].into()).or_default().insert(cells[2].into(), cells[3].parse().unwrap());
    }
    judged
}

/// The positions of scores, the best first; equal ones in their order.
fn ranked(scores: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]).then(one.cmp(other)));
    order
}
