//! Dates and spans of time as resumes write them, in English, German and Spanish.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A span of time found in a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    /// Where it stands.
    pub range: Range<usize>,
    /// ISO 8601, possibly `YYYY` or `YYYY-MM`; empty when only the end is stated.
    pub start: String,
    /// The same; empty for "to the present" and when only the start is stated.
    pub end: String,
}

const MONTHS: &str = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|mär|okt|dez|ene|abr|ago|dic)";

const PRESENT: &str = r"(?:present|current|currently|now|today|ongoing|date|heute|jetzt|aktuell|derzeit|dato|laufend|actualidad|actual|presente|hoy|la fecha|till now|until now)";

static POINT: LazyLock<String> = LazyLock::new(|| {
    format!(
        r"(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)\d{{2}}|(?:19|20)\d{{2}}[/.-](?:0[1-9]|1[0-2])(?:[/.-](?:0[1-9]|[12]\d|3[01]))?|(?:0?[1-9]|1[0-2])[/.-](?:19|20)\d{{2}}|(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+)?{MONTHS}\b\.?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\s*,)?(?:\s*(?:de|of|del)\s+)?[\s,./'’-]*(?:19|20)\d{{2}}|{MONTHS}\b\.?\s*['’´`]\s*\d{{2}}|(?:spring|summer|fall|autumn|winter)\s+(?:19|20)\d{{2}}|(?:19|20)\d{{2}}|(?:0[1-9]|1[0-2])/\d{{2}})"
    )
});

static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    let point = POINT.as_str();
    let dash = r"[\s\x1f\)]*(?:[-–—−‒~→\u{f0e0}\u{e000}-\u{f8ff}]+|\bto\b|\bbis\b|\buntil\b|\btill\b|\bthrough\b|\bhasta\b|\ba\b|\bal\b|\s+)[\s\x1f\(]*";
    let pattern = format!(
        r"(?i)\b(?P<from>{point}){dash}(?:(?P<to>{point})|(?:the\s+|la\s+|bis\s+)?(?P<present>{PRESENT}))\b|\b(?:since|seit|desde|from|ab)\s+(?P<since>{point})\b|\b(?P<open>{point})\s*[-–—]+\s*$"
    );
    Regex::new(&pattern).expect("the pattern is made of literals")
});

static SINGLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b{}\b", POINT.as_str())).expect("the pattern is made of literals")
});

/// `Aug 2013 - Dec` and the year only once: months that share the year behind them.
static SHARED_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?i)\b(?P<from>{MONTHS})\.?\s*(?:[-–—]|to|bis|a)\s*(?P<to>{MONTHS})\.?\s+(?P<year>(?:19|20)\d{{2}})\b"
    );
    Regex::new(&pattern).expect("the pattern is made of literals")
});

/// The first span in `text`.
pub(super) fn span(text: &str) -> Option<Span> {
    let shared = SHARED_YEAR.captures(text).map(|captures| {
        let month = |name: &str| iso(&format!("{} {}", &captures[name], &captures["year"]));
        Span { range: whole(&captures), start: month("from"), end: month("to") }
    });
    let full = SPAN.captures(text).map(|captures| {
        let point = |name: &str| captures.name(name).map_or(String::new(), |found| iso(found.as_str()));
        let start = ["from", "since", "open"].iter().map(|name| point(name)).find(|start| !start.is_empty());
        Span { range: whole(&captures), start: start.unwrap_or_default(), end: point("to") }
    });
    // Two dates side by side are a span only when they are in order: some files lose the dash.
    let full = full.filter(|span| {
        span.end.is_empty() || span.start <= span.end || text[span.range.clone()].contains(['-', '–', '—'])
    });
    match (shared, full) {
        (Some(shared), Some(full)) if full.range.start < shared.range.start => Some(full),
        (Some(shared), _) => Some(shared),
        (None, full) => full,
    }
}

/// The first single date in `text`, as a span that only ends.
pub(super) fn single(text: &str) -> Option<Span> {
    let found = SINGLE.find(text)?;
    Some(Span { range: found.range(), start: String::new(), end: iso(found.as_str()) })
}

fn whole(captures: &Captures) -> Range<usize> {
    captures.get(0).map_or(0..0, |whole| whole.range())
}

/// A written date as ISO 8601, as precise as it was written.
pub(super) fn iso(written: &str) -> String {
    let lower = written.to_lowercase();
    let numbers: Vec<&str> = lower.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
    let year = numbers.iter().find(|n| n.len() == 4).map(|n| (*n).to_owned());
    if let Some(month) = month_of(&lower) {
        let short = || numbers.last().filter(|n| n.len() == 2).map(|n| century(n));
        return year.or_else(short).map_or(String::new(), |year| format!("{year}-{month:02}"));
    }
    let Some(year) = year else {
        // `03/19`: month and year.
        return match numbers.as_slice() {
            [month, year] if year.len() == 2 => format!("{}-{:0>2}", century(year), month),
            _ => String::new(),
        };
    };
    match numbers.as_slice() {
        [y, month] if y.len() == 4 => format!("{year}-{month:0>2}"),
        [month, _] => format!("{year}-{month:0>2}"),
        [y, month, day] if y.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        // Day and month stand in either order; the month is the one that can be a month.
        [a, b, _] if b.parse::<u8>().is_ok_and(|b| b > 12) => format!("{year}-{a:0>2}-{b:0>2}"),
        [a, _, _] if a.parse::<u8>().is_ok_and(|a| a <= 12) && !lower.contains('.') => year,
        [a, b, _] => format!("{year}-{b:0>2}-{a:0>2}"),
        _ => year,
    }
}

fn century(two: &str) -> String {
    // Nobody who applies today worked before 1950.
    if two < "50" { format!("20{two}") } else { format!("19{two}") }
}

fn month_of(lower: &str) -> Option<u8> {
    const STARTS: [(&str, u8); 22] = [
        ("jan", 1),
        ("ene", 1),
        ("feb", 2),
        ("mar", 3),
        ("mär", 3),
        ("apr", 4),
        ("abr", 4),
        ("mai", 5),
        ("may", 5),
        ("jun", 6),
        ("jul", 7),
        ("aug", 8),
        ("ago", 8),
        ("sep", 9),
        ("set", 9),
        ("oct", 10),
        ("okt", 10),
        ("nov", 11),
        ("dec", 12),
        ("dez", 12),
        ("dic", 12),
        ("mrz", 3),
    ];
    let word = lower.split(|c: char| !c.is_alphabetic()).find(|word| word.chars().count() >= 3)?;
    STARTS.iter().find(|(start, _)| word.starts_with(start)).map(|(_, month)| *month)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (String, String) {
        span(text).map_or_else(Default::default, |span| (span.start, span.end))
    }

    #[test]
    fn spans_are_read_as_people_write_them() {
        let cases = [
            ("October 2011 to August 2015", "2011-10", "2015-08"),
            ("2020 -  now:", "2020", ""),
            ("2017/04 - 2018/10 Athena", "2017-04", "2018-10"),
            ("04/2022 – 07/2022", "2022-04", "2022-07"),
            ("MAR 2022 TO PRESENT", "2022-03", ""),
            ("Jan 2015 to Mar 2019", "2015-01", "2019-03"),
            ("Aug'07- Dec'08", "2007-08", "2008-12"),
            ("seit März 2019", "2019-03", ""),
            ("Januar 2018 bis heute", "2018-01", ""),
            ("enero de 2018 - actualidad", "2018-01", ""),
            ("Jun - Sep 2019", "2019-06", "2019-09"),
            ("01.02.2018 - 31.12.2019", "2018-02-01", "2019-12-31"),
            ("2019-03-01 - 2021-05", "2019-03-01", "2021-05"),
            ("07/2010 to Current", "2010-07", ""),
            ("10/12 to 11/14", "2012-10", "2014-11"),
            ("February 2017  Present", "2017-02", ""),
            ("04/2022 07/2022 (project)", "2022-04", "2022-07"),
        ];
        for (text, start, end) in cases {
            assert_eq!(of(text), (start.to_owned(), end.to_owned()), "{text}");
        }
        assert_eq!(span("Served 2000 customers"), None);
    }
}
