//! Measures the matcher on the shared sets: NDCG@10 of jobs for resumes, MAP of titles for titles.
//!
//! `cargo run -p matching --example measure [fit]` from anywhere; the sets lie beside the project. `measure weights FILE…`
//! measures title encoders that are not shipped.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use domain::Timestamp;
use matching::corpus::Corpus;
use matching::dedupe::{Print, clusters};
use matching::encoder::{Encoder, TitleVector, Weights};
use matching::lines;
use matching::score::Probe;
use matching::text::TextFeatures;
use matching::title::{Likeness, TitleFeatures, TitleProbe};
use matching::{JobFeatures, PreparedProfile};

type Judgements = HashMap<String, HashMap<String, f64>>;

fn main() {
    let wants = |name: &str| std::env::args().any(|argument| argument == name);
    if wants("duplicates") {
        return duplicates();
    }
    if wants("weights") {
        return std::env::args().skip(2).for_each(|file| weights(&file));
    }
    titles();
    proxy(wants("fit"));
}

/// MAP of the nearness alone, with the weights of a file.
fn weights(file: &str) {
    let read = Weights::read(&fs::read(file).expect("the file can be read")).expect("it holds weights");
    let encoder = Encoder::new(read);
    for language in ["english", "german", "spanish", "chinese"] {
        let rows = |name: &str| -> Vec<(String, TitleVector)> {
            let rows = data(&format!("title_match/{language}/{name}.tsv"));
            let pairs = rows.lines().skip(1).filter_map(|line| line.split_once('\t'));
            pairs.map(|(id, title)| (id.to_owned(), encoder.encode(title))).collect()
        };
        let (queries, corpus) = (rows("queries"), rows("corpus"));
        let judged = judgements(&format!("title_match/{language}/qrels.tsv"));
        let each = queries.iter().map(|(query, vector)| {
            let scores: Vec<f64> = corpus.iter().map(|(_, title)| f64::from(vector.cosine(title))).collect();
            average_precision(&ranked(&scores), &corpus, &judged[query])
        });
        print!("{language} {:.3} ", each.sum::<f64>() / queries.len() as f64);
    }
    println!("{file}");
}

/// Clusters of the real postings against the naive truth: same company, title and text.
fn duplicates() {
    let now: Timestamp = "2022-01-01T00:00:00Z".parse().unwrap();
    let lines: Vec<String> = data("postings/postings_with_desc.jsonl").lines().map(str::to_owned).collect();
    let jobs: Vec<_> =
        lines.iter().map(|line| lines::job(line, now).expect("the set is well formed").job.posting).collect();
    let started = Instant::now();
    let prints: Vec<Print> = jobs.iter().map(Print::of).collect();
    let clusters = clusters(&prints);
    println!("{} postings are {} vacancies, found in {:.2?}", jobs.len(), clusters.len(), started.elapsed());
    let mut cluster_of = vec![0; jobs.len()];
    clusters
        .iter()
        .enumerate()
        .for_each(|(cluster, members)| members.iter().for_each(|member| cluster_of[*member] = cluster));
    let mut exact: HashMap<(&str, String, String), Vec<usize>> = HashMap::new();
    for (index, job) in jobs.iter().enumerate() {
        let text = matching::words::fold(&job.description);
        exact.entry((&job.company, matching::words::fold(&job.title), text)).or_default().push(index);
    }
    let (mut pairs, mut found) = (0, 0);
    for members in exact.values() {
        for (position, one) in members.iter().enumerate() {
            for other in &members[..position] {
                pairs += 1;
                found += usize::from(cluster_of[*one] == cluster_of[*other]);
            }
        }
    }
    println!("exact pairs {pairs}, of them in one cluster {found}");
    let several = clusters.iter().filter(|members| members.len() > 1);
    println!(
        "{} clusters of more than one, {} postings in them",
        several.clone().count(),
        several.clone().map(Vec::len).sum::<usize>()
    );
    let differing = several.filter(|members| jobs[members[0]].description != jobs[members[1]].description);
    for members in differing.step_by(12).take(25) {
        println!("\n== {} members", members.len());
        for member in members.iter().take(2) {
            let job = &jobs[*member];
            println!(
                "{} | {} | {} | {:.300}",
                job.company,
                job.title,
                job.location,
                job.description.replace('\n', " ")
            );
        }
    }
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
        corpus.iter().for_each(|(_, title)| frequencies.add(title, &TextFeatures::default(), &[]));
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
            "titles {language:8} MAP mixed {:.3} | words {:.3} nearness {:.3} roles {:.3}",
            map(&|likeness| likeness.mixed()),
            map(&|likeness| likeness.words),
            map(&|likeness| likeness.nearness),
            map(&|likeness| likeness.roles.unwrap_or(0.0)),
        );
    }
}

fn ranked(scores: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|one, other| scores[*other].total_cmp(&scores[*one]).then(one.cmp(other)));
    order
}

fn average_precision(order: &[usize], corpus: &[(String, impl Sized)], judged: &HashMap<String, f64>) -> f64 {
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
const SIGNALS: usize = 8;

struct Query {
    id: String,
    headline: String,
    rows: Vec<[f64; SIGNALS]>,
    scores: Vec<f64>,
    values: Vec<[f64; 4]>,
}

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
    jobs.iter().for_each(|(_, job)| corpus.add(&job.title_features, &job.text, job.skills.needs()));
    let judged = judgements("match_proxy/qrels.tsv");
    let mut signals: Vec<Query> = Vec::new();
    for line in data("match_proxy/queries.jsonl").lines() {
        let query = lines::profile(line).expect("the set is well formed");
        let profile = PreparedProfile::new(&query.profile);
        let probe = Probe::new(&profile, &corpus);
        let mut rows = Vec::new();
        let mut scores = Vec::new();
        let mut parts = Vec::new();
        for (_, job) in &jobs {
            let values = probe.values(job, &corpus, now);
            let title = probe.title.compare(&job.title_features, &corpus).next().unwrap_or_default();
            let text = probe.text.compare(&job.text);
            rows.push([
                title.words,
                title.nearness,
                title.roles.unwrap_or(-1.0),
                values.0[1],
                text.terms,
                text.roles,
                values.0[3],
                title.coverage,
            ]);
            scores.push(values.sum(&profile));
            parts.push([values.0[0], values.0[1], values.0[2], values.0[3]]);
        }
        signals.push(Query {
            headline: query.profile.resume.basics.label.clone(),
            rows,
            scores,
            values: parts,
            id: query.id,
        });
    }
    // Queries without a job of grade 3 cannot be answered and are left out of the mean.
    let judged_three =
        |query: &str| judged.get(query).is_some_and(|grades| grades.values().any(|grade| *grade >= 3.0));
    signals.retain(|query| judged_three(&query.id));
    println!("{} of the queries have a job of grade 3", signals.len());
    let mean_of = |queries: &[usize], score: &dyn Fn(usize, usize) -> f64| -> f64 {
        let each = queries.iter().map(|query| {
            let scores: Vec<f64> = (0..jobs.len()).map(|job| score(*query, job)).collect();
            ndcg(&ranked(&scores), &ids, &judged[&signals[*query].id])
        });
        each.sum::<f64>() / queries.len() as f64
    };
    let all: Vec<usize> = (0..signals.len()).collect();
    println!(
        "proxy NDCG@10 grade 3, the score as shipped: {:.4}",
        mean_of(&all, &|query, job| signals[query].scores[job])
    );
    let baseline = Bm25::new(&docs);
    let bm25: Vec<Vec<f64>> = signals.iter().map(|query| baseline.scores(&query.headline)).collect();
    println!("  BM25 of titles, same run {:.4}", mean_of(&all, &|query, job| bm25[query][job]));
    let names = [
        "title words",
        "title nearness",
        "title roles",
        "skills",
        "text terms",
        "text roles",
        "level",
        "coverage",
    ];
    for (index, name) in names.iter().enumerate() {
        println!("  {name:12} alone {:.4}", mean_of(&all, &|query, job| signals[query].rows[job][index]));
    }
    for shares in [
        [0.46, 0.14, 0.12, 0.08],
        [0.50, 0.10, 0.12, 0.08],
        [0.46, 0.18, 0.12, 0.04],
        [0.50, 0.14, 0.12, 0.04],
        [0.54, 0.10, 0.12, 0.04],
        [0.56, 0.14, 0.06, 0.04],
        [0.60, 0.05, 0.12, 0.03],
    ] {
        let score = |query: usize, job: usize| {
            shares.iter().zip(signals[query].values[job]).map(|(share, value)| share * value).sum::<f64>()
        };
        println!("  title, skills, text, level {shares:?}: {:.4}", mean_of(&all, &score));
    }
    if !fit {
        return;
    }
    let scored = |queries: &[usize], choice: &Choice| {
        mean_of(queries, &|query, job| choice.score(&signals[query].rows[job]))
    };
    let (even, odd): (Vec<usize>, Vec<usize>) = all.iter().partition(|query| *query % 2 == 0);
    for (name, train, test) in [("even", &even, &odd), ("odd", &odd, &even), ("all", &all, &all)] {
        let (choice, fitted) = coordinate_ascent(&|choice| scored(train, choice));
        println!(
            "fitted on {name} queries {fitted:.4}, on the others {:.4}: {choice:?}",
            scored(test, &choice)
        );
    }
}

/// What can be chosen: how a title's likeness is mixed, and what each part counts.
#[derive(Clone, Copy, Debug)]
struct Choice([f64; 9]);

impl Choice {
    /// Words, coverage, families in the title; title, skills, text, level; terms in the text; the title's curve.
    const START: Self = Self([0.1, 0.1, 0.1, 0.46, 0.11, 0.10, 0.15, 0.4, 1.0]);
    /// The least and the most of each: the set judges by occupation alone, and a person asks for more than that.
    const BOUNDS: [(f64, f64); 9] = [
        (0.0, 0.5),
        (0.0, 0.5),
        (0.0, 0.3),
        (0.3, 0.6),
        (0.08, 0.2),
        (0.08, 0.2),
        (0.08, 0.2),
        (0.2, 0.6),
        (0.7, 2.0),
    ];

    fn score(&self, row: &[f64; SIGNALS]) -> f64 {
        let [words, coverage, roles, title, skills, text, level, terms, curve] = self.0;
        let letters = words * row[0] + coverage * row[7] + (1.0 - words - coverage).max(0.0) * row[1];
        let of_title = (1.0 - roles) * letters + roles * if row[2] < 0.0 { letters } else { row[2] };
        let of_text = terms * (1.0 - (-row[4] / 0.10).exp()) + (1.0 - terms) * row[5];
        title * of_title.powf(curve) + skills * row[3] + text * of_text + level * row[6]
    }
}

/// The baseline: BM25 (k1 1.2, b 0.75) over lower-case words of titles.
struct Bm25 {
    titles: Vec<Vec<String>>,
    frequencies: HashMap<String, f64>,
    length: f64,
}

impl Bm25 {
    fn words(text: &str) -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn new(docs: &str) -> Self {
        let title = |line: &str| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["title"]
                .as_str()
                .unwrap_or("")
                .to_owned()
        };
        let titles: Vec<Vec<String>> = docs.lines().map(|line| Self::words(&title(line))).collect();
        let mut frequencies = HashMap::new();
        for title in &titles {
            for word in title.iter().collect::<std::collections::HashSet<_>>() {
                *frequencies.entry(word.clone()).or_insert(0.0) += 1.0;
            }
        }
        let length = titles.iter().map(Vec::len).sum::<usize>() as f64 / titles.len() as f64;
        Self { titles, frequencies, length }
    }

    fn scores(&self, query: &str) -> Vec<f64> {
        let query = Self::words(query);
        let all = self.titles.len() as f64;
        let score = |title: &Vec<String>| -> f64 {
            let of_word = |word: &String| {
                let tf = title.iter().filter(|other| *other == word).count() as f64;
                let df = self.frequencies.get(word).copied().unwrap_or(0.0);
                let idf = (1.0 + (all - df + 0.5) / (df + 0.5)).ln();
                idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * title.len() as f64 / self.length))
            };
            query.iter().map(of_word).sum()
        };
        self.titles.iter().map(score).collect()
    }
}

/// The best choice found by changing one number after the other.
fn coordinate_ascent(measure: &dyn Fn(&Choice) -> f64) -> (Choice, f64) {
    /// What is not better by this much is noise.
    const STEP: f64 = 0.001;
    let mut choice = Choice::START;
    let mut best = measure(&choice);
    for _ in 0..3 {
        for at in 0..choice.0.len() {
            let (least, most) = Choice::BOUNDS[at];
            for step in 0..=8 {
                let mut tried = choice;
                tried.0[at] = least + (most - least) * f64::from(step) / 8.0;
                let value = measure(&tried);
                if value > best + STEP {
                    (best, choice) = (value, tried);
                }
            }
        }
    }
    (choice, best)
}
