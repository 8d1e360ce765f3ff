//! From letters on a page to lines in the order a person reads them.
//!
//! Letters become rows by their baseline, rows split into fragments at wide gaps, and a gutter that
//! stays empty over several rows makes two columns, each read on its own. A gap is a blank when it
//! is wider than kerning ever is.

use super::content::Glyph;
use crate::line::{Line, STYLE, TAB, strip_bullet};

/// A gap wider than this part of the font size is a blank: kerning stays below 0.1, the narrowest
/// justified blanks we saw are 0.17.
const BLANK: f32 = 0.14;
/// A gap wider than this many font sizes separates two fragments.
const WIDE: f32 = 1.3;
/// Baselines closer than this part of the font size are one row.
const SAME_ROW: f32 = 0.35;
/// How many rows each side of a gutter needs before it makes columns.
const COLUMN_ROWS: usize = 4;
/// How many letters each side of a gutter needs.
const COLUMN_CHARS: usize = 40;
/// A column of fewer letters a line is narrow: of lists more than of paragraphs.
const NARROW: f32 = 38.0;
/// How often a page may be cut.
const MAX_CUTS: usize = 12;

#[derive(Clone, Debug)]
struct Fragment {
    text: String,
    x0: f32,
    x1: f32,
    y: f32,
    size: f32,
    bold: bool,
}

type Row = Vec<Fragment>;

/// The size most letters have.
pub(super) fn usual_size<'a>(glyphs: impl Iterator<Item = &'a Glyph>) -> f32 {
    let mut counts = std::collections::BTreeMap::<i32, usize>::new();
    for glyph in glyphs {
        *counts.entry((glyph.size * 2.0).round() as i32).or_default() += 1;
    }
    let usual = counts.into_iter().max_by_key(|(_, count)| *count);
    usual.map_or(10.0, |(size, _)| (size as f32 / 2.0).max(1.0))
}

/// The lines of a page in reading order; `usual` is the size most letters of the document have.
pub(super) fn lines(glyphs: Vec<Glyph>, usual: f32) -> Vec<Line> {
    let rows: Vec<Row> = rows(glyphs).into_iter().map(fragments).filter(|row| !row.is_empty()).collect();
    let mut regions = Vec::new();
    order(rows, &mut regions, MAX_CUTS);
    regions.into_iter().flat_map(|rows| region_lines(rows, usual)).collect()
}

/// Letters grouped by baseline, top to bottom.
fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if row[0].y - glyph.y <= SAME_ROW * glyph.size.max(row[0].size) => row.push(glyph),
            _ => rows.push(vec![glyph]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    rows
}

/// A row's letters as words and fragments.
fn fragments(glyphs: Vec<Glyph>) -> Row {
    let mut row: Row = Vec::new();
    let mut blank = false;
    let mut style = None;
    let mut last: Option<Glyph> = None;
    for glyph in glyphs {
        if glyph.text.trim().is_empty() {
            blank = true;
            continue;
        }
        // Bold is sometimes printed as the same letter twice.
        let twice = last
            .as_ref()
            .is_some_and(|last| last.text == glyph.text && (last.x0 - glyph.x0).abs() < 0.12 * glyph.size);
        if twice {
            continue;
        }
        let gap = last.as_ref().map_or(f32::MAX, |last| glyph.x0 - last.x1);
        let size = last.as_ref().map_or(glyph.size, |last| last.size.min(glyph.size));
        let this_style = (glyph.bold, glyph.italic, (glyph.size * 2.0) as i32);
        match row.last_mut() {
            Some(fragment) if gap <= WIDE * size => {
                let spaced = blank || gap > BLANK * size;
                if style.is_some_and(|style| style != this_style) && spaced {
                    fragment.text.push(STYLE);
                }
                if spaced && !fragment.text.ends_with(' ') {
                    fragment.text.push(' ');
                }
                fragment.text.push_str(&glyph.text);
                fragment.x1 = fragment.x1.max(glyph.x1);
                fragment.size = fragment.size.max(glyph.size);
                fragment.bold &= glyph.bold;
            }
            _ => row.push(Fragment {
                text: glyph.text.clone(),
                x0: glyph.x0,
                x1: glyph.x1,
                y: glyph.y,
                size: glyph.size,
                bold: glyph.bold,
            }),
        }
        blank = false;
        style = Some(this_style);
        last = Some(glyph);
    }
    row
}

/// Splits rows into regions that are each read top to bottom, cutting at gutters.
fn order(rows: Vec<Row>, regions: &mut Vec<Vec<Row>>, cuts: usize) {
    if rows.is_empty() {
        return;
    }
    let cut = if cuts == 0 { None } else { best_cut(&rows) };
    let Some(Cut { start, end, x }) = cut else {
        regions.push(rows);
        return;
    };
    let below = rows[end..].to_vec();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in &rows[start..end] {
        let (l, r): (Row, Row) = row.iter().cloned().partition(|fragment| fragment.x0 < x);
        left.extend((!l.is_empty()).then_some(l));
        right.extend((!r.is_empty()).then_some(r));
    }
    let above = rows[..start].to_vec();
    for part in [above, left, right, below] {
        order(part, regions, cuts - 1);
    }
}

struct Cut {
    start: usize,
    end: usize,
    x: f32,
}

/// The gutter that separates the most text, if any does.
fn best_cut(rows: &[Row]) -> Option<Cut> {
    let mut starts: Vec<f32> = rows.iter().flatten().map(|fragment| fragment.x0).collect();
    starts.sort_by(f32::total_cmp);
    let mut edges: Vec<(f32, usize)> = Vec::new();
    for x in starts {
        match edges.last_mut() {
            Some((edge, count)) if x - *edge < 3.0 => *count += 1,
            _ => edges.push((x, 1)),
        }
    }
    edges.retain(|(_, count)| *count >= COLUMN_ROWS);
    let candidates = edges.into_iter().skip(1).flat_map(|(x, _)| runs(rows, x - 1.0));
    candidates
        .filter_map(|cut| Some((weight(&rows[cut.start..cut.end], cut.x)?, cut)))
        .max_by_key(|(weight, _)| *weight)
        .map(|(_, cut)| cut)
}

/// The runs of rows that leave the gutter left of `x` empty.
fn runs(rows: &[Row], x: f32) -> Vec<Cut> {
    let crosses =
        |row: &Row| row.iter().any(|fragment| fragment.x0 < x && fragment.x1 > x - 0.6 * fragment.size);
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..=rows.len() {
        if at == rows.len() || crosses(&rows[at]) {
            if at > start {
                found.push(Cut { start: lead(rows, start, at, x), end: at, x });
            }
            start = at + 1;
        }
    }
    found
}

/// Where the columns begin: up to four rows of one side only, as a name above them, stay above.
fn lead(rows: &[Row], start: usize, end: usize, x: f32) -> usize {
    const MOST: usize = 4;
    let both = (start..end).find(|at| {
        rows[*at].iter().any(|fragment| fragment.x0 < x) && rows[*at].iter().any(|fragment| fragment.x0 >= x)
    });
    both.filter(|both| both - start <= MOST).unwrap_or(start)
}

/// How much text the columns hold; `None` when the two sides belong together row by row.
fn weight(rows: &[Row], x: f32) -> Option<usize> {
    let side = |right: bool| {
        rows.iter()
            .map(move |row| {
                row.iter().filter(|f| (f.x0 >= x) == right).map(|f| f.text.chars().count()).sum::<usize>()
            })
            .collect::<Vec<_>>()
    };
    let (left, right) = (side(false), side(true));
    let count = |side: &[usize]| side.iter().filter(|chars| **chars > 0).count();
    let chars = |side: &[usize]| side.iter().sum::<usize>();
    let enough = |side: &[usize]| count(side) >= COLUMN_ROWS && chars(side) >= COLUMN_CHARS;
    if !enough(&left) || !enough(&right) {
        return None;
    }
    let paired = left.iter().zip(&right).filter(|(l, r)| **l > 0 && **r > 0).count();
    let short = |side: &[usize]| chars(side) / count(side).max(1) <= 24;
    // Dates or places at the right margin, or labels at the left, belong to the text beside them.
    let belongs = |side: &[usize]| short(side) && paired * 10 >= count(side) * 8;
    let rows_alike = count(&left) * 10 >= count(&right) * 8 && count(&right) * 10 >= count(&left) * 8;
    let table = belongs(&right) || (belongs(&left) && (rows_alike || labels(rows, x)));
    (!table).then(|| chars(&left).min(chars(&right)))
}

/// Whether the left side is labels: each stands beside text, and most end in a colon or hold a year.
fn labels(rows: &[Row], x: f32) -> bool {
    let left: Vec<&Fragment> = rows.iter().flatten().filter(|fragment| fragment.x0 < x).collect();
    let label = |f: &&&Fragment| {
        f.text.trim_end().ends_with(':') || f.text.chars().filter(char::is_ascii_digit).count() >= 4
    };
    left.iter().filter(label).count() * 2 > left.len()
}

/// The rows of one region as lines.
fn region_lines(rows: Vec<Row>, usual: f32) -> Vec<Line> {
    let left = rows.iter().flatten().map(|f| f.x0).fold(f32::MAX, f32::min);
    let right = rows.iter().flatten().map(|f| f.x1).fold(0.0, f32::max);
    let mut steps: Vec<f32> = rows.windows(2).map(|pair| pair[0][0].y - pair[1][0].y).collect();
    steps.sort_by(f32::total_cmp);
    // The lower third: headings and gaps make most steps larger, never smaller.
    let step = steps.get(steps.len() / 3).copied().unwrap_or(usual * 1.2).max(usual);
    let mut lines: Vec<Line> = Vec::with_capacity(rows.len());
    for at in 0..rows.len() {
        let row = &rows[at];
        let above = at.checked_sub(1).map(|above| &rows[above]);
        let text = row.iter().map(|f| f.text.as_str()).collect::<Vec<_>>().join(&TAB.to_string());
        let (stripped, bullet) = strip_bullet(&text);
        if page_number(stripped) {
            continue;
        }
        let size = row.iter().map(|f| f.size).fold(0.0, f32::max);
        lines.push(Line {
            text: stripped.to_owned(),
            bold: row.iter().all(|f| f.bold),
            size: size / usual,
            bullet,
            heading: false,
            gap_above: above.is_none_or(|above| above[0].y - row[0].y > step * 1.35),
            continues: !bullet && above.is_some_and(|above| wrapped(above, row, right, step)),
            indented: row[0].x0 > left + usual * 0.8,
        });
    }
    lines
}

/// Whether `row` exists only because its first word found no room at the end of `above`.
fn wrapped(above: &Row, row: &Row, right: f32, step: f32) -> bool {
    let (Some(last), Some(first)) = (above.last(), row.first()) else {
        return false;
    };
    let text = first.text.trim();
    let word = text.split(' ').next().unwrap_or(text).chars().count();
    let letter = (first.x1 - first.x0) / text.chars().count().max(1) as f32;
    let no_room = last.x1 + letter * (word as f32 + 0.5) > right;
    let same_look = last.bold == first.bold && (last.size - first.size).abs() < 0.6;
    let below = above[0].y - first.y;
    let starts_right = first.x0 >= above[0].x0 - first.size * 0.5;
    // In a narrow column a list's items fill the line as well; only an unfinished sentence runs on.
    let narrow = right - above[0].x0 < letter * NARROW;
    let unfinished = text.starts_with(char::is_lowercase) || last.text.ends_with([',', '-', '–', '&']);
    let runs_on = no_room && (!narrow || unfinished);
    runs_on && same_look && below < step * 1.5 && starts_right && row.len() == 1
}

/// Whether a line is only the number of its page.
fn page_number(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let Some(rest) =
        ["page ", "seite ", "página ", "pagina "].iter().find_map(|word| text.strip_prefix(word))
    else {
        return false;
    };
    rest.chars().all(|c| c.is_ascii_digit() || " ofvonde/|".contains(c))
}
