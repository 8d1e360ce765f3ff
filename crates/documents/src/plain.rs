//! Plain text as lines.

use crate::limits::MAX_LINES;
use crate::line::{Line, TAB, strip_bullet};

/// The shortest line that may have been broken at a margin.
const FULL_LINE: usize = 60;

/// The lines of a plain text or Markdown file.
pub(crate) fn read(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut blank = true;
    let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0).min(120);
    let mut above = 0;
    for raw in text.lines().take(MAX_LINES) {
        let width = raw.trim_end().chars().count();
        let (stripped, bullet) = strip_bullet(raw);
        let (stripped, heading) = markdown_heading(stripped);
        if stripped.trim().is_empty() || stripped.chars().all(|c| "-=_*—–".contains(c)) {
            blank = true;
            above = 0;
            continue;
        }
        let lower = stripped.chars().next().is_some_and(char::is_lowercase);
        let continues = !bullet && !blank && above >= FULL_LINE && (lower || above * 10 >= widest * 9);
        lines.push(Line {
            text: gaps(stripped),
            bold: false,
            size: 1.0,
            bullet,
            heading,
            gap_above: std::mem::take(&mut blank),
            continues,
            indented: raw.starts_with([' ', '\t']),
        });
        above = width;
    }
    lines
}

/// The text behind `##`, and whether there was one.
fn markdown_heading(text: &str) -> (&str, bool) {
    let rest = text.trim_start_matches('#');
    let heading = rest.len() < text.len() && rest.starts_with(' ');
    if heading { (rest.trim(), true) } else { (text.trim(), false) }
}

/// Three or more blanks are a gap.
fn gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blanks = 0;
    for character in text.chars() {
        if character == ' ' {
            blanks += 1;
            continue;
        }
        if blanks > 0 {
            out.push(if blanks >= 3 { TAB } else { ' ' });
        }
        blanks = 0;
        out.push(character);
    }
    out
}
