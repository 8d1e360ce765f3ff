//! Text made comparable: lower case, without accents, split into words, stems and character pieces.
//!
//! Everything here is the same for English, German and Spanish and knows no job. Hashes are fixed
//! (FNV-1a), so a score never depends on the machine, the run or the order things came in.

use std::ops::Range;
use std::sync::LazyLock;

/// The most characters of one text that are looked at; more than any real posting has
/// (the longest of ten thousand real ones has 25,000).
pub const MAX_TEXT_CHARS: usize = 40_000;

/// A text in lower case without accents that remembers where each byte came from.
///
/// Line ends stay, other white space and hyphens become one space, `+ # . / &` stay for names such
/// as `c++` and `ci/cd`.
#[derive(Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    origin: Vec<u32>,
}

impl Folded {
    /// Folds the first [`MAX_TEXT_CHARS`] characters of `text`.
    pub fn of(text: &str) -> Self {
        let size = text.len().min(MAX_TEXT_CHARS) + 1;
        let mut bytes = Bytes { text: Vec::with_capacity(size), origin: Vec::with_capacity(size) };
        for (at, character) in text.char_indices().take(MAX_TEXT_CHARS) {
            bytes.push(u32::try_from(at).unwrap_or(u32::MAX), character);
        }
        let text = String::from_utf8(bytes.text).expect("only whole characters were pushed");
        Self { text, origin: bytes.origin }
    }

    /// What stands in the original between two byte positions of the folded text.
    pub fn original<'t>(&self, original: &'t str, start: usize, end: usize) -> &'t str {
        original.get(self.original_range(original, start, end)).unwrap_or_default()
    }

    /// The bytes of the original that became those between two byte positions of the folded text.
    pub fn original_range(&self, original: &str, start: usize, end: usize) -> Range<usize> {
        let from = self.origin.get(start).map_or(original.len(), |at| *at as usize);
        let last = end.checked_sub(1).and_then(|last| self.origin.get(last));
        let to = last.map_or(from, |at| {
            let at = *at as usize;
            at + original[at..].chars().next().map_or(0, char::len_utf8)
        });
        from..to.max(from)
    }
}

/// A folded text in the making.
struct Bytes {
    text: Vec<u8>,
    origin: Vec<u32>,
}

impl Bytes {
    #[inline]
    fn push(&mut self, at: u32, character: char) {
        if let Ok(ascii) = u8::try_from(character).map(|byte| byte.to_ascii_lowercase())
            && ascii.is_ascii()
        {
            let is_space = (ascii < b' ' && ascii != b'\n') || matches!(ascii, b' ' | b'-' | b'_' | 0x7f);
            self.push_byte(at, if is_space { b' ' } else { ascii });
        } else {
            self.push_other(at, character);
        }
    }

    /// Letters lose their accents, apostrophes become one kind, every other sign becomes a space.
    fn push_other(&mut self, at: u32, character: char) {
        match character {
            'ß' => {
                self.push_byte(at, b's');
                self.push_byte(at, b's');
            }
            '’' | '‘' | '´' => self.push_byte(at, b'\''),
            letter if letter.is_alphanumeric() => {
                for lower in letter.to_lowercase() {
                    unicode_normalization::char::decompose_compatible(lower, |part| self.push_part(at, part));
                }
            }
            mark if unicode_normalization::char::is_combining_mark(mark) => {}
            _ => self.push_byte(at, b' '),
        }
    }

    fn push_part(&mut self, at: u32, part: char) {
        if part.is_ascii() {
            self.push(at, part);
        } else if part.is_alphanumeric() {
            let mut buffer = [0; 4];
            for byte in part.encode_utf8(&mut buffer).bytes() {
                self.text.push(byte);
                self.origin.push(at);
            }
        }
    }

    /// Pushes an ASCII character; a space only after something else.
    #[inline]
    fn push_byte(&mut self, at: u32, byte: u8) {
        if byte == b' ' && matches!(self.text.last(), Some(b' ' | b'\n') | None) {
            return;
        }
        self.text.push(byte);
        self.origin.push(at);
    }
}

/// `text` folded, as a plain string on one line.
pub fn fold(text: &str) -> String {
    Folded::of(text).text.replace('\n', " ").trim().to_owned()
}

/// The words of a folded text: runs of letters and digits, with `c++`, `c#` and `.net` whole.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !(c.is_alphanumeric() || c == '+' || c == '#'))
        .map(|word| word.trim_start_matches(['+', '#']))
        .filter(|word| !word.is_empty())
}

/// A word without the endings that do not change what is meant: plural, gender in German and
/// Spanish, `-ing`, a last vowel. Light on purpose: n-grams do the rest.
pub fn stem(word: &str) -> &str {
    if !word.is_ascii() || word.len() < 4 {
        return word;
    }
    let mut stem = word;
    if let Some(root) = stem.strip_suffix("innen").filter(|root| root.ends_with('r')) {
        stem = root;
    } else if let Some(root) = stem.strip_suffix("in").filter(|root| root.len() > 4 && root.ends_with("er")) {
        stem = root;
    } else if let Some(root) = stem.strip_suffix("ing").filter(|root| root.len() > 3) {
        stem = root;
    } else if stem.ends_with('s') && !stem.ends_with("ss") && !stem.ends_with("us") && !stem.ends_with("is") {
        stem = &stem[..stem.len() - 1];
    }
    if stem.len() > 4 {
        stem = stem.strip_suffix(['a', 'e', 'o']).unwrap_or(stem);
    }
    stem
}

/// FNV-1a with a seed; the only hash scores are made from.
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = bytes.iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME));
    // The low bits of FNV mix poorly; fold the high half into them.
    mixed ^ (mixed >> 29) ^ (mixed >> 47)
}

/// The next of numbers that only depend on where they began: SplitMix64, <https://prng.di.unimi.it/splitmix64.c>.
pub fn next_number(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Calls `each` with every character n-gram of `word`, padded by a space on both sides.
pub fn char_ngrams(word: &str, sizes: std::ops::RangeInclusive<usize>, mut each: impl FnMut(&[u8])) {
    let padded = format!(" {word} ");
    let mut bounds: Vec<usize> = padded.char_indices().map(|(at, _)| at).collect();
    bounds.push(padded.len());
    for size in sizes {
        for window in bounds.windows(size + 1) {
            each(&padded.as_bytes()[window[0]..window[size]]);
        }
    }
}

/// Words that say nothing about a job, in English, German and Spanish.
pub fn is_stop_word(word: &str) -> bool {
    let of_its_kind = &BY_LENGTH_AND_START[stop_slot(word)];
    of_its_kind.contains(&word)
}

const STOP_SLOTS: usize = 256;

fn stop_slot(word: &str) -> usize {
    let start = word.as_bytes().first().copied().unwrap_or(0);
    (word.len() * 31 + usize::from(start)) % STOP_SLOTS
}

/// The stop words by length and first letter: each text asks for all of its words.
static BY_LENGTH_AND_START: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let mut slots = vec![Vec::new(); STOP_SLOTS];
    STOP_WORDS.iter().for_each(|word| slots[stop_slot(word)].push(*word));
    slots
});

const STOP_WORDS: &[&str] = &[
    "a", "aber", "about", "after", "al", "all", "alle", "als", "also", "am", "an", "and", "any", "are", "as",
    "at", "auch", "auf", "aus", "be", "been", "bei", "bist", "both", "but", "by", "can", "como", "con", "da",
    "das", "de", "dein", "deine", "dem", "den", "der", "des", "desde", "die", "dies", "diese", "dir", "do",
    "du", "durch", "each", "ein", "eine", "einem", "einen", "einer", "eines", "el", "en", "entre", "er",
    "es", "esta", "este", "etc", "for", "from", "fur", "gmbh", "ha", "haben", "has", "hast", "hat", "have",
    "he", "her", "hier", "his", "how", "i", "if", "ihr", "ihre", "im", "in", "inc", "into", "is", "ist",
    "it", "its", "la", "las", "le", "ll", "lo", "los", "ltd", "mas", "may", "mehr", "mit", "more", "most",
    "muy", "nach", "nicht", "no", "not", "nuestra", "nuestro", "o", "oder", "of", "on", "one", "or", "other",
    "our", "out", "over", "para", "per", "por", "que", "re", "s", "se", "sein", "she", "sich", "sie", "sind",
    "so", "some", "sowie", "sr", "su", "such", "sus", "t", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "those", "through", "to", "tu", "u", "um", "un", "una", "und", "uns",
    "unser", "unsere", "unter", "up", "us", "ve", "very", "vom", "von", "was", "we", "were", "what", "when",
    "where", "which", "while", "who", "will", "wir", "wird", "with", "within", "would", "y", "you", "your",
    "zu", "zum", "zur",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_way_back_to_the_original() {
        let original = "Für C++‑Entwickler:\n  Größe";
        let folded = Folded::of(original);
        assert_eq!(folded.text, "fur c++ entwickler:\ngrosse");
        let at = folded.text.find("grosse").expect("it is there");
        assert_eq!(folded.original(original, at, at + 6), "Größe");
    }

    #[test]
    fn gender_and_number_do_not_change_a_stem() {
        for (one, other) in [
            ("enfermera", "enfermero"),
            ("entwicklerin", "entwickler"),
            ("entwicklerinnen", "entwickler"),
            ("presentadora", "presentador"),
            ("nurses", "nurse"),
            ("nursing", "nurse"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
    }
}
