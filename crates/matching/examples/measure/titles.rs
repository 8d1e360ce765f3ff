//! Titles for titles: mean average precision against the experts' judgements, per language.

use std::collections::HashMap;
use std::fs;

use matching::corpus::Corpus;
use matching::encoder::{Encoder, TitleVector, Weights};
use matching::text::TextFeatures;
use matching::title::{Likeness, TitleFeatures, TitleProbe};

use crate::{data, judgements, ranked};

/// MAP of titles for titles in each language, mixed as shipped and signal by signal.
pub fn measure() {
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

/// MAP of the nearness alone, with the weights of a file.
pub fn measure_weights(file: &str) {
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
