//! A description taken apart once: its lines, and the statements in them, each with what a reader sees
//! around it. A statement is a sentence, or a line of a list.

use domain::text::fold;

/// How much of a text is looked through; the longest real one seen has 12,000.
const TEXT_CHARS: usize = 20_000;
/// A longer line before a colon is a sentence, not a label.
const LABEL_WORDS: usize = 5;
/// A longer line is no heading.
const HEADING_WORDS: usize = 8;

/// A full stop behind one of these ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "st", "sr", "jr", "dr", "mr", "mrs", "ms", "no", "approx", "inc", "e.g", "i.e", "u.s", "u.k", "p.a",
    "ca", "bzw", "inkl", "ggf", "z.b", "min", "max", "str",
];

/// Headings above what is only welcome.
const WELCOME_HEADINGS: &[&str] = &[
    "nice to have",
    "nice to haves",
    "good to have",
    "great to haves",
    "preferred",
    "preferred qualifications",
    "preferred skills",
    "preferred experience",
    "preferred requirements",
    "desired",
    "desired skills",
    "desired qualifications",
    "desirable",
    "desirable skills",
    "desirable experience",
    "bonus",
    "bonus points",
    "pluses",
    "optional",
    "wünschenswert",
    "von vorteil",
    "deseable",
    "se valorará",
    "valorable",
];

/// Headings above what is needed, or another subject.
const OTHER_HEADINGS: &[&str] = &[
    "requirements",
    "required",
    "required skills",
    "required qualifications",
    "qualifications",
    "minimum qualifications",
    "basic qualifications",
    "additional information",
    "essential",
    "responsibilities",
    "benefits",
    "what we offer",
    "about us",
    "about you",
    "skills",
    "experience",
    "anforderungen",
    "dein profil",
    "ihr profil",
    "wir bieten",
    "requisitos",
    "ofrecemos",
];

/// One sentence, or one line of a list.
pub(super) struct Statement<'t> {
    /// As written.
    pub raw: &'t str,
    /// Folded, with a space at both ends, so that whole words can be looked for.
    pub words: String,
    /// Whether the heading above lists what is only welcome.
    pub is_welcome_only: bool,
}

/// A description, taken apart.
pub(super) struct Text<'t> {
    /// The part that is looked through.
    pub whole: &'t str,
    /// Its lines that are not empty, trimmed.
    pub lines: Vec<&'t str>,
    /// Its statements, in order.
    pub statements: Vec<Statement<'t>>,
}

impl<'t> Text<'t> {
    /// Takes a description apart.
    pub fn of(text: &'t str) -> Self {
        let end = text.char_indices().nth(TEXT_CHARS).map_or(text.len(), |(at, _)| at);
        let whole = &text[..end];
        let lines: Vec<&str> =
            whole.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
        let mut statements = Vec::new();
        let mut is_welcome_only = false;
        for line in &lines {
            is_welcome_only = heading(line).unwrap_or(is_welcome_only);
            statements.extend(sentences(line).map(|raw| Statement {
                raw,
                words: format!(" {} ", fold(raw)),
                is_welcome_only,
            }));
        }
        Self { whole, lines, statements }
    }

    /// What stands behind a label: on its line after a colon, or on the next line.
    pub fn labelled<'a>(&'a self, labels: &'a [&str]) -> impl Iterator<Item = &'t str> + 'a {
        self.lines.iter().enumerate().filter_map(move |(index, line)| {
            let (label, value) = line.split_once(':').unwrap_or((line, ""));
            let is_short = label.split_whitespace().count() <= LABEL_WORDS;
            if !is_short || !labels.contains(&fold(label).as_str()) {
                return None;
            }
            // Boards that lose a text's bold type break the line between a label and its colon.
            let bare = |value: &'t str| {
                value.trim_matches(|mark: char| mark.is_whitespace() || mark == '*' || mark == ':')
            };
            let value = bare(value);
            if !value.is_empty() { Some(value) } else { self.lines.get(index + 1).map(|next| bare(next)) }
        })
    }
}

/// Whether the words, padded by [`Statement::words`], have one of the phrases as whole words.
pub(super) use crate::terms::has;

/// Whether a line is a heading, and if so, whether what follows is only welcome.
fn heading(line: &str) -> Option<bool> {
    let is_marked = line.ends_with(':') || line.starts_with('#') || line.starts_with("**");
    if line.split_whitespace().count() > HEADING_WORDS {
        return None;
    }
    let folded = fold(line);
    if WELCOME_HEADINGS.contains(&folded.as_str()) {
        return Some(true);
    }
    let padded = format!(" {folded} ");
    (is_marked || OTHER_HEADINGS.contains(&folded.as_str()))
        .then(|| is_marked && has(&padded, WELCOME_HEADINGS) && !has(&padded, &["required"]))
}

/// The sentences of a line.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = sentence_end(rest).unwrap_or(rest.len());
        let (sentence, after) = rest.split_at(end);
        rest = after.trim_start();
        Some(sentence.trim())
    })
    .filter(|sentence| !sentence.is_empty())
}

/// Where the first sentence ends, its mark included.
fn sentence_end(text: &str) -> Option<usize> {
    text.match_indices(['.', '!', '?', ';', '•']).find_map(|(at, mark)| {
        let after = at + mark.len();
        let is_apart = mark == "•" || text[after..].starts_with(char::is_whitespace);
        if !is_apart || (mark == "." && is_abbreviation(&text[..at])) {
            return None;
        }
        Some(after)
    })
}

fn is_abbreviation(before: &str) -> bool {
    let word =
        before.rsplit(|letter: char| letter.is_whitespace() || letter == '(').next().unwrap_or_default();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    is_initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_statements() {
        let text = Text::of("We are based in St. Helier. Pay: £9.50 ph; weekly pay!\n- one\n- two");
        let raw: Vec<&str> = text.statements.iter().map(|statement| statement.raw).collect();
        assert_eq!(raw, ["We are based in St. Helier.", "Pay: £9.50 ph;", "weekly pay!", "- one", "- two"]);
    }

    #[test]
    fn a_label_names_what_follows_on_its_line_or_below() {
        let text = Text::of("**Location:** Ulm\nHours\n37.5\nLocation:\n\nBonn");
        assert_eq!(text.labelled(&["location"]).collect::<Vec<_>>(), ["Ulm", "Bonn"]);
        assert_eq!(text.labelled(&["hours"]).collect::<Vec<_>>(), ["37.5"]);
    }

    #[test]
    fn a_heading_says_that_what_follows_is_only_welcome() {
        let text = Text::of("Requirements:\nGerman\nNice to have\nSpanish\n# Benefits\nTea");
        let welcome: Vec<&str> = text
            .statements
            .iter()
            .filter_map(|statement| statement.is_welcome_only.then_some(statement.raw))
            .collect();
        assert_eq!(welcome, ["Nice to have", "Spanish"]);
    }
}
