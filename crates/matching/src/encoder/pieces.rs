//! A title in pieces: its words and their letters, hashed. The encoder is trained on these and asked with these.

use crate::title::title_words;
use crate::words;

/// Letters in a row that make a piece. Shorter ones stand in every title, longer ones in few.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=5;
/// The same in scripts whose words are not set apart and whose letters are words (MAP of Chinese titles .233; with three
/// letters .214).
const IDEOGRAPHS: std::ops::RangeInclusive<usize> = 1..=2;
/// Where the ideographs and their syllabaries begin.
const FIRST_IDEOGRAPH: char = '\u{2e80}';
/// Words of the level alone: it is a part of the score of its own.
const LEVELS: &[&str] = &["junior", "jr", "senior", "sr"];
/// The most pieces of one title; the longest real ones have 160.
const MAX_PIECES: usize = 400;

/// The pieces of a title, hashed, sorted, each once. The same in every process and release: weights are kept by them.
pub fn pieces(title: &str) -> Vec<u32> {
    of_folded(&words::fold(title))
}

/// The same of a title that is folded already.
pub fn of_folded(folded: &str) -> Vec<u32> {
    let mut pieces = Vec::new();
    for word in title_words(folded).filter(|word| !LEVELS.contains(word)) {
        let root = root(word);
        pieces.push(piece(4, root.as_bytes()));
        let is_ideographic = root.chars().any(|letter| letter >= FIRST_IDEOGRAPH);
        let sizes = if is_ideographic { IDEOGRAPHS } else { LETTERS };
        words::char_ngrams(root, sizes, |letters| pieces.push(piece(5, letters)));
        if pieces.len() > MAX_PIECES {
            break;
        }
    }
    pieces.truncate(MAX_PIECES);
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

fn piece(kind: u64, bytes: &[u8]) -> u32 {
    (words::hash(kind, bytes) & 0xffff_ffff) as u32
}

/// A word without the vowel that says in Spanish whether a man or a woman does the work. With more cut off, German loses
/// (`-in`, `-e`: MAP .387 instead of .395).
fn root(word: &str) -> &str {
    if word.len() < 5 || !word.is_ascii() {
        return word;
    }
    let one = word.strip_suffix('s').filter(|one| one.ends_with(['a', 'o'])).unwrap_or(word);
    one.strip_suffix(['a', 'o']).unwrap_or(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_gender_add_no_piece() {
        assert_eq!(pieces("Enfermera (m/w/d), Full Time"), pieces("enfermeros"));
    }

    #[test]
    fn words_without_spaces_have_pieces_of_one_letter() {
        let common = |one: &str, other: &str| {
            let other = pieces(other);
            pieces(one).into_iter().filter(|piece| other.contains(piece)).count()
        };
        assert!(common("软件工程师", "工程师") > common("软件工程师", "犬类美容师"));
    }

    #[test]
    fn nothing_has_none_and_much_has_its_limit() {
        assert!(pieces("").is_empty() && pieces("(m/w/d), 40").is_empty());
        let endless: String = (0..500).map(|number| format!("word{number:x}x ")).collect();
        assert!(pieces(&endless).len() <= MAX_PIECES);
    }
}
