//! Resumes to postings: NDCG@10 where only grade 3 counts.

use std::collections::HashMap;
use std::time::Instant;

use domain::Timestamp;
use matching::corpus::Corpus;
use matching::lines;
use matching::score::Probe;
use matching::{JobFeatures, PreparedProfile};

use crate::bm25::Bm25;
use crate::fit::{Choice, coordinate_ascent};
use crate::{Judgements, data, judgements, ranked};

/// How many signals of a job are looked at one by one.
pub const SIGNALS: usize = SIGNAL_NAMES.len();
const SIGNAL_NAMES: [&str; 8] = [
    "title words",
    "title nearness",
    "title roles",
    "skills",
    "text terms",
    "text roles",
    "level",
    "coverage",
];

/// Shares of title, skills, text and level to compare; the first are those shipped.
const SHARES: [[f64; 4]; 6] = [
    [0.47, 0.09, 0.11, 0.15],
    [0.47, 0.15, 0.11, 0.09],
    [0.52, 0.09, 0.06, 0.15],
    [0.42, 0.09, 0.16, 0.15],
    [0.56, 0.09, 0.11, 0.06],
    [0.60, 0.05, 0.12, 0.03],
];

/// A resume with what every job is worth to it.
struct Query {
    id: String,
    headline: String,
    rows: Vec<[f64; SIGNALS]>,
    scores: Vec<f64>,
    /// Title, skills, text, level.
    values: Vec<[f64; 4]>,
}

/// The whole set: the queries that can be answered, and how they were judged.
struct Set {
    ids: Vec<String>,
    judged: Judgements,
    queries: Vec<Query>,
}

impl Set {
    fn read(docs: &str) -> Self {
        let now: Timestamp = "2022-01-01T00:00:00Z".parse().unwrap();
        let started = Instant::now();
        let jobs: Vec<(String, JobFeatures)> = docs
            .lines()
            .map(|line| lines::job(line, now).expect("the set is well formed"))
            .map(|line| (line.id, JobFeatures::of(&line.job)))
            .collect();
        println!("took {} jobs apart in {:.2?} (reading JSON included)", jobs.len(), started.elapsed());
        let mut corpus = Corpus::default();
        jobs.iter().for_each(|(_, job)| corpus.add(&job.title_features, &job.text, job.skills.needs()));
        let judged = judgements("match_proxy/qrels.tsv");
        // Queries without a job of grade 3 cannot be answered and are left out of the mean.
        let can_be_answered =
            |id: &str| judged.get(id).is_some_and(|grades| grades.values().any(|grade| *grade >= 3.0));
        let queries: Vec<Query> = data("match_proxy/queries.jsonl")
            .lines()
            .map(|line| lines::profile(line).expect("the set is well formed"))
            .filter(|query| can_be_answered(&query.id))
            .map(|query| Query::of(&query, &jobs, &corpus, now))
            .collect();
        println!("{} of the queries have a job of grade 3", queries.len());
        Self { ids: jobs.into_iter().map(|(id, _)| id).collect(), judged, queries }
    }

    /// The mean NDCG@10 of `queries` when a query's job is worth `score(query, job)`.
    fn mean_of(&self, queries: &[usize], score: &dyn Fn(usize, usize) -> f64) -> f64 {
        let each = queries.iter().map(|query| {
            let scores: Vec<f64> = (0..self.ids.len()).map(|job| score(*query, job)).collect();
            ndcg(&ranked(&scores), &self.ids, &self.judged[&self.queries[*query].id])
        });
        each.sum::<f64>() / queries.len() as f64
    }
}

impl Query {
    fn of(
        query: &lines::ProfileLine,
        jobs: &[(String, JobFeatures)],
        corpus: &Corpus,
        now: Timestamp,
    ) -> Self {
        let profile = PreparedProfile::new(&query.profile);
        let probe = Probe::new(&profile, corpus);
        let headline = query.profile.resume.basics.label.clone();
        let (mut rows, mut scores, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        for (_, job) in jobs {
            let values = probe.values(job, corpus, now);
            let title = probe.title.compare(&job.title_features, corpus).next().unwrap_or_default();
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
        Self { id: query.id.clone(), headline, rows, scores, values: parts }
    }
}

/// NDCG@10 of the score as shipped, of each signal alone, and of other shares; with `fit` also of fitted ones.
pub fn measure(fit: bool) {
    let docs = data("match_proxy/docs.jsonl");
    let set = Set::read(&docs);
    let all: Vec<usize> = (0..set.queries.len()).collect();
    println!(
        "proxy NDCG@10 grade 3, the score as shipped: {:.4}",
        set.mean_of(&all, &|query, job| set.queries[query].scores[job])
    );
    let baseline = Bm25::new(&docs);
    let bm25: Vec<Vec<f64>> = set.queries.iter().map(|query| baseline.scores(&query.headline)).collect();
    println!("  BM25 of titles, same run {:.4}", set.mean_of(&all, &|query, job| bm25[query][job]));
    for (index, name) in SIGNAL_NAMES.iter().enumerate() {
        println!(
            "  {name:12} alone {:.4}",
            set.mean_of(&all, &|query, job| set.queries[query].rows[job][index])
        );
    }
    println!(
        "  text as scored (body only) {:.4}",
        set.mean_of(&all, &|query, job| set.queries[query].values[job][2])
    );
    for shares in SHARES {
        let score = |query: usize, job: usize| {
            shares.iter().zip(set.queries[query].values[job]).map(|(share, value)| share * value).sum::<f64>()
        };
        println!("  title, skills, text, level {shares:?}: {:.4}", set.mean_of(&all, &score));
    }
    if fit {
        print_fitted(&set, &all);
    }
}

fn print_fitted(set: &Set, all: &[usize]) {
    let scored = |queries: &[usize], choice: &Choice| {
        set.mean_of(queries, &|query, job| choice.score(&set.queries[query].rows[job]))
    };
    let (even, odd): (Vec<usize>, Vec<usize>) = all.iter().partition(|query| *query % 2 == 0);
    for (name, train, test) in [("even", &even[..], &odd[..]), ("odd", &odd, &even), ("all", all, all)] {
        let (choice, fitted) = coordinate_ascent(&|choice| scored(train, choice));
        println!(
            "fitted on {name} queries {fitted:.4}, on the others {:.4}: {choice:?}",
            scored(test, &choice)
        );
    }
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
