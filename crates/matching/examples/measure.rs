//! Measures the matcher on the shared sets: NDCG@10 of jobs for resumes, MAP of titles for titles.
//!
//! `cargo run -p matching --example measure [fit]` from anywhere; the sets lie beside the project.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use domain::Timestamp;
use matching::corpus::Corpus;
use matching::lines;
use matching::score::Probe;
use matching::text::TextFeatures;
use matching::title::{Likeness, TitleFeatures, TitleProbe};
use matching::{JobFeatures, PreparedProfile};

type Judgements = HashMap<String, HashMap<String, f64>>;

fn main() {
    titles();
    proxy(std::env::args().any(|argument| argument == "fit"));
}

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

fn titles() {
    for language in ["english", "german", "spanish", "chinese"] {
        let rows = |name: &str| -> Vec<(String, TitleFeatures)> {
            let rows = data(&format!("title_match/{language}/{name}.tsv"));
            let pairs = rows.lines().skip(1).filter_map(|line| line.split_once('\t'));
            pairs.map(|(id, title)| (id.to_owned(), TitleFeatures::of(title))).collect()
        };
        let (queries, corpus) = (rows("queries"), rows("corpus"));
        let judged = judgements(&format!("title_match/{language}/qrels.tsv"));
        let mut frequencies = Corpus::default();
        corpus.iter().for_each(|(_, title)| frequencies.add(title, &TextFeatures::default()));
        let all: Vec<(usize, Vec<Likeness>)> = queries
            .iter()
            .enumerate()
            .map(|(query, (_, title))| {
                let probe = TitleProbe::new(std::slice::from_ref(title), &frequencies);
                (
                    query,
                    corpus
                        .iter()
                        .map(|(_, title)| probe.compare(title, &frequencies).next().unwrap())
                        .collect(),
                )
            })
            .collect();
        let map = |mix: &dyn Fn(&Likeness) -> f64| -> f64 {
            let each = all.iter().map(|(query, likenesses)| {
                let scores: Vec<f64> = likenesses.iter().map(mix).collect();
                average_precision(&ranked(&scores), &corpus, &judged[&queries[*query].0])
            });
            each.sum::<f64>() / all.len() as f64
        };
        println!(
            "titles {language:8} MAP mixed {:.3} | words {:.3} grams {:.3} roles {:.3}",
            map(&|likeness| likeness.mixed()),
            map(&|likeness| likeness.words),
            map(&|likeness| likeness.grams),
            map(&|likeness| likeness.roles.unwrap_or(0.0)),
        );
    }
}

fn ranked(scores: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]).then(one.cmp(other)));
    order
}

fn average_precision(
    order: &[usize],
    corpus: &[(String, TitleFeatures)],
    judged: &HashMap<String, f64>,
) -> f64 {
    let (mut found, mut sum) = (0.0, 0.0);
    for (rank, position) in order.iter().enumerate() {
        if judged.get(&corpus[*position].0).is_some_and(|grade| *grade > 0.0) {
            found += 1.0;
            sum += found / (rank + 1) as f64;
        }
    }
    sum / judged.len() as f64
}

/// NDCG@10 where only grade 3 counts.
fn ndcg(order: &[usize], ids: &[String], judged: &HashMap<String, f64>) -> f64 {
    let discount = |rank: usize| 1.0 / ((rank + 2) as f64).log2();
    let relevant = judged.values().filter(|grade| **grade >= 3.0).count();
    let ideal: f64 = (0..relevant.min(10)).map(discount).sum();
    let gained = order
        .iter()
        .take(10)
        .enumerate()
        .filter(|(_, at)| judged.get(&ids[**at]).is_some_and(|grade| *grade >= 3.0));
    if ideal > 0.0 { gained.map(|(rank, _)| discount(rank)).sum::<f64>() / ideal } else { 0.0 }
}

/// Title words, grams, roles, skills, text terms, text roles, level.
const SIGNALS: usize = 7;

fn proxy(fit: bool) {
    let now: Timestamp = "2022-01-01T00:00:00Z".parse().unwrap();
    let docs = data("match_proxy/docs.jsonl");
    let started = Instant::now();
    let jobs: Vec<(String, JobFeatures)> = docs
        .lines()
        .map(|line| lines::job(line, now).expect("the set is well formed"))
        .map(|line| (line.id, JobFeatures::of(&line.job)))
        .collect();
    println!("took {} jobs apart in {:.2?} (reading JSON included)", jobs.len(), started.elapsed());
    let ids: Vec<String> = jobs.iter().map(|(id, _)| id.clone()).collect();
    let mut corpus = Corpus::default();
    jobs.iter().for_each(|(_, job)| corpus.add(&job.title_features, &job.text));
    let judged = judgements("match_proxy/qrels.tsv");
    let mut signals: Vec<(Vec<[f64; SIGNALS]>, Vec<bool>, Vec<f64>, String)> = Vec::new();
    for line in data("match_proxy/queries.jsonl").lines() {
        let query = lines::profile(line).expect("the set is well formed");
        let profile = PreparedProfile::new(&query.profile);
        let probe = Probe::new(&profile, &corpus);
        let mut rows = Vec::new();
        let mut has_roles = Vec::new();
        let mut scores = Vec::new();
        for (_, job) in &jobs {
            let values = probe.values(job, &corpus, now);
            let title = probe.title.compare(&job.title_features, &corpus).next().unwrap_or_default();
            let text = probe.text.compare(&job.text);
            rows.push([
                title.words,
                title.grams,
                title.roles.unwrap_or(0.0),
                values.0[1],
                text.terms,
                text.roles,
                values.0[3],
            ]);
            has_roles.push(title.roles.is_some());
            scores.push(values.sum(&profile));
        }
        signals.push((rows, has_roles, scores, query.id));
    }
    let none = HashMap::new();
    let mean = |score: &dyn Fn(usize, usize) -> f64| -> f64 {
        let each = (0..signals.len()).map(|query| {
            let scores: Vec<f64> = (0..jobs.len()).map(|job| score(query, job)).collect();
            ndcg(&ranked(&scores), &ids, judged.get(&signals[query].3).unwrap_or(&none))
        });
        each.sum::<f64>() / signals.len() as f64
    };
    println!("proxy NDCG@10 grade 3, the score as shipped: {:.4}", mean(&|query, job| signals[query].2[job]));
    for (index, name) in
        ["title words", "title grams", "title roles", "skills", "text terms", "text roles", "level"]
            .iter()
            .enumerate()
    {
        println!("  {name:12} alone {:.4}", mean(&|query, job| signals[query].0[job][index]));
    }
    if fit {
        coordinate_ascent(&|weights, spread| {
            mean(&|query, job| {
                let mut row = signals[query].0[job];
                row[4] = 1.0 - (-row[4] / spread).exp();
                row.iter().zip(weights).map(|(value, weight)| value * weight).sum()
            })
        });
    }
}

fn coordinate_ascent(measure: &dyn Fn(&[f64; SIGNALS], f64) -> f64) {
    let mut weights = [0.3, 0.3, 0.2, 0.1, 0.1, 0.1, 0.02];
    let mut spread = 0.10;
    let mut best = measure(&weights, spread);
    for round in 0..4 {
        for at in 0..SIGNALS {
            for factor in [0.0, 0.5, 0.75, 1.25, 1.5, 2.0] {
                let mut tried = weights;
                tried[at] *= factor;
                let value = measure(&tried, spread);
                if value > best + 0.0005 {
                    (best, weights) = (value, tried);
                }
            }
        }
        for tried in [0.05, 0.1, 0.2, 0.4] {
            let value = measure(&weights, tried);
            if value > best + 0.0005 {
                (best, spread) = (value, tried);
            }
        }
        let sum: f64 = weights.iter().sum();
        println!(
            "round {round}: {best:.4} spread {spread} weights {:.3?}",
            weights.map(|weight| weight / sum)
        );
    }
}
