//! A line of a document with the little of its looks that tells a heading from a paragraph.
//!
//! PDF, DOCX and plain text all become lines; everything after that knows no file format.

/// Between two parts of a line that stand far apart, as in `Engineer ⇥ 2019 – 2021`.
pub(crate) const TAB: char = '\t';
/// Where the style of the text changes within a line, as between a bold employer and a plain city.
pub(crate) const STYLE: char = '\u{1f}';

/// A line of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    /// The text; [`TAB`] stands for a wide gap and [`STYLE`] for a change of style.
    pub text: String,
    /// Whether all of it is bold.
    pub bold: bool,
    /// The size of its letters relative to the document's usual size.
    pub size: f32,
    /// Whether it is an item of a list.
    pub bullet: bool,
    /// Whether the document itself calls it a heading.
    pub heading: bool,
    /// Whether more space than usual stands above it.
    pub gap_above: bool,
    /// Whether it continues the line above, broken only because the margin was reached.
    pub continues: bool,
    /// Whether it begins right of where the text of its column begins.
    pub indented: bool,
}

impl Line {
    /// A line of plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), size: 1.0, ..Self::default() }
    }

    /// The text as a person reads it.
    pub fn readable(&self) -> String {
        readable(&self.text)
    }
}

/// `text` without style marks and with gaps as two spaces.
pub(crate) fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            STYLE => {}
            TAB => out.push_str("  "),
            other => out.push(other),
        }
    }
    out.trim().to_owned()
}

/// `text` with marks, gaps and runs of blanks as one space each, as it is kept in a field.
pub(crate) fn clean(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == STYLE || c == '\u{200b}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

const BULLETS: [char; 22] = [
    '•', '●', '▪', '◦', '‣', '∙', '·', '■', '□', '○', '◆', '►', '▸', '➢', '➤', '✓', '✔', '❖', '\u{f0b7}',
    '\u{f0a7}', '\u{f0d8}', '\u{f076}',
];

/// The text behind a bullet, and whether there was one. A dash counts when a blank follows it.
pub(crate) fn strip_bullet(text: &str) -> (&str, bool) {
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || c == STYLE);
    let Some(first) = trimmed.chars().next() else {
        return (trimmed, false);
    };
    let rest = &trimmed[first.len_utf8()..];
    let private = ('\u{e000}'..='\u{f8ff}').contains(&first);
    if BULLETS.contains(&first) || (private && rest.starts_with([' ', TAB])) {
        return (rest.trim_start_matches(|c: char| c.is_whitespace() || c == STYLE), true);
    }
    let dash = matches!(first, '-' | '–' | '—' | '*' | '+' | '>' | 'o' | '§' | 'Ø')
        && rest.starts_with([' ', TAB])
        && rest.trim().chars().count() > 1;
    if dash {
        return (rest.trim_start(), true);
    }
    (trimmed, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bullet_is_no_part_of_the_text() {
        assert_eq!(strip_bullet("• Built it"), ("Built it", true));
        assert_eq!(strip_bullet("- Built it"), ("Built it", true));
        assert_eq!(strip_bullet("-5 % cost"), ("-5 % cost", false));
        assert_eq!(strip_bullet("o"), ("o", false));
    }
}
