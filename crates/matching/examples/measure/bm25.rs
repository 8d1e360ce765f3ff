//! What the matcher is measured against.

use std::collections::HashMap;

/// The baseline: BM25 (k1 1.2, b 0.75) over lower-case words of titles.
pub struct Bm25 {
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

    /// Of the titles of `docs`, one JSON object per line.
    pub fn new(docs: &str) -> Self {
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

    /// The score of every title for a query.
    pub fn scores(&self, query: &str) -> Vec<f64> {
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
