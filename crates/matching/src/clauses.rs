//! A sentence in pieces within which words belong together.
//!
//! "Required: SQL; Docker is a plus (Swarm is not needed)" are three: what one of them says of a skill, it does not
//! say of the skills in the others. It works on folded text and knows no grammar.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

const OPENING: &[&str] = &["(", "["];
const CLOSING: &[&str] = &[")", "]"];
/// What begins another clause. Not the comma: it stands in lists.
const DIVIDERS: &[&str] = &[
    ";",
    " but ",
    " although ",
    " though ",
    " however ",
    " to join ",
    " join our ",
    " for our ",
    " aber ",
    " jedoch ",
    " fur unser",
    " in unser",
    " pero ",
    " aunque ",
    " para nuestr",
];

static MARKS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(OPENING.iter().chain(CLOSING).chain(DIVIDERS))
        .expect("the lists are short")
});

/// Which clause each byte of a sentence stands in.
pub struct Clauses {
    /// Where a piece begins, and the clause it belongs to; a clause goes on after its brackets.
    pieces: Vec<(usize, usize)>,
    /// For each clause that is in brackets, where they open.
    brackets: Vec<Option<usize>>,
}

impl Clauses {
    /// Takes a folded sentence apart.
    pub fn of(sentence: &str) -> Self {
        let mut clauses = Self { pieces: vec![(0, 0)], brackets: vec![None] };
        let mut open: Vec<usize> = vec![0];
        for found in MARKS.find_iter(sentence) {
            let mark = found.pattern().as_usize();
            if mark < OPENING.len() {
                open.push(clauses.begin(found.end(), Some(found.start())));
            } else if mark < OPENING.len() + CLOSING.len() {
                // A list may be numbered "a)", which closes nothing.
                if open.len() > 1 {
                    open.pop();
                    clauses.pieces.push((found.end(), open[open.len() - 1]));
                }
            } else {
                let innermost = open.len() - 1;
                let bracket = clauses.brackets[open[innermost]];
                open[innermost] = clauses.begin(found.end(), bracket);
            }
        }
        clauses
    }

    fn begin(&mut self, at: usize, bracket: Option<usize>) -> usize {
        self.brackets.push(bracket);
        self.pieces.push((at, self.brackets.len() - 1));
        self.brackets.len() - 1
    }

    /// The clause a byte stands in; they are numbered in reading order.
    pub fn at(&self, byte: usize) -> usize {
        let after = self.pieces.partition_point(|(start, _)| *start <= byte);
        self.pieces[after.saturating_sub(1)].1
    }

    /// Where the brackets open that a clause stands in.
    pub fn bracket(&self, clause: usize) -> Option<usize> {
        self.brackets[clause]
    }
}

/// Whether nothing but what joins a list stands between two places: "Python, SQL", "Python and SQL".
pub fn is_list(folded: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    let between = folded.get(first.end..second.start).unwrap_or_default().trim();
    matches!(
        between,
        "" | ","
            | "/"
            | "and"
            | "or"
            | "und"
            | "oder"
            | "y"
            | "o"
            | "e"
            | "&"
            | ", and"
            | ", or"
            | "and/or"
            | ";"
            | "+"
    )
}

/// The hit before `at` that stands nearest, and those that are one list with it.
pub fn list_before(folded: &str, hits: &[Range<usize>], at: usize) -> Range<usize> {
    let end = hits.partition_point(|hit| hit.end <= at);
    let mut start = end.saturating_sub(1);
    while start > 0 && is_list(folded, &hits[start - 1], &hits[start]) {
        start -= 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_a_clause_of_their_own_and_the_one_around_goes_on() {
        let sentence = "sql (docker is a plus) and java; but no c";
        let clauses = Clauses::of(sentence);
        let at = |word: &str| clauses.at(sentence.find(word).expect("it is there"));
        assert_eq!(at("sql"), at("java"));
        assert_ne!(at("sql"), at("docker"));
        assert_ne!(at("java"), at("no c"));
        assert_eq!(clauses.bracket(at("docker")), sentence.find('('));
    }
}
