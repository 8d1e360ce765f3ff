//! Schools: which lines belong to one, and what its degree, subject and name are.

use std::sync::LazyLock;

use domain::profile::Education;
use domain::text::fold;
use regex::Regex;

use super::entries::{LONGEST_HEAD, is_place, pieces};
use super::{dates, lexicon};
use crate::line::{Line, TAB, clean};

/// A degree in front of its subject or school.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<kind>(?i:High School Diploma|(?:Bachelor|Master|Associate)s?(?:['’]s)?(?: of (?:Science|Arts|Engineering|Education|Laws|Music|Commerce|Technology|Fine Arts|Business Administration|Applied Science|Social Work))?|B\.? ?A\.?|B\.? ?S\.?(?:c\.?)?|M\.? ?A\.?|M\.? ?S\.?(?:c\.?)?|MBA|M\.?B\.?A\.?|B\.?B\.?A\.?|Ph\.? ?D\.?|Diplom|Magister|Grado|Máster|Licenciatura|Bachelor’s degree))\s+(?P<area>\p{Lu}.*)$").expect("a literal pattern")
});

/// The schools of a section.
pub(super) fn schools(lines: &[Line]) -> Vec<Education> {
    let mut entries: Vec<Vec<Line>> = Vec::new();
    let mut has = (false, false, false);
    for line in lines {
        let text = clean(&line.text);
        let school = lexicon::has_school(&text);
        let degree = lexicon::has_degree(&text) && !lexicon::is_sentence(&text);
        let dated = dates::span(&line.text).or_else(|| dates::single(&line.text)).is_some();
        let again = (school && has.0) || (degree && has.1) || (dated && has.2);
        let begins = entries.is_empty()
            || (again && (school || degree || dated))
            || (line.gap_above && has.0 && has.2);
        if begins {
            entries.push(Vec::new());
            has = (false, false, false);
        }
        has = (has.0 || school, has.1 || degree, has.2 || dated);
        if let Some(entry) = entries.last_mut() {
            entry.push(line.clone());
        }
    }
    entries.iter().map(|lines| school(lines)).filter(is_school).collect()
}

/// Whether an entry says enough to be one: a school, a degree, or a subject with its time.
fn is_school(school: &Education) -> bool {
    let timed = !school.end_date.is_empty() || !school.start_date.is_empty();
    !school.institution.is_empty() || !school.study_type.is_empty() || (!school.area.is_empty() && timed)
}

/// One school.
fn school(lines: &[Line]) -> Education {
    let mut education = Education::default();
    let mut parts: Vec<String> = Vec::new();
    for line in lines {
        let mut text = line.text.clone();
        if education.end_date.is_empty()
            && education.start_date.is_empty()
            && let Some(span) = dates::span(&text).or_else(|| dates::single(&text))
        {
            text = format!("{}{TAB}{}", &text[..span.range.start], &text[span.range.end..]);
            (education.start_date, education.end_date) = (span.start, span.end);
        }
        if let Some(score) = score(&text) {
            text = text.replace(&score, "\t");
            education.score = clean(score.split_once([':', ' ']).map_or(score.as_str(), |(_, value)| value));
        }
        for part in pieces(&text.replace(": ", "\t").replace(" : ", "\t")) {
            parts.extend(
                part.split(", ")
                    .map(|segment| segment.trim_matches(|c: char| c == ',' || c.is_whitespace()).to_owned()),
            );
        }
    }
    for part in
        parts.into_iter().filter(|part| part.chars().count() > 1 && part.chars().count() <= LONGEST_HEAD)
    {
        let degree = lexicon::has_degree(&part);
        if fold(&part) == "high school diploma" {
            education.study_type = part;
        } else if lexicon::has_school(&part) && education.institution.is_empty() {
            let (kind, school) = degree_before_school(&part);
            education.institution = school;
            if education.study_type.is_empty() {
                education.study_type = kind;
            }
        } else if degree && education.study_type.is_empty() {
            let (kind, area) = of_area(&part);
            education.study_type = kind;
            if education.area.is_empty() {
                education.area = area;
            }
        } else if is_place(&part)
            || ["City", "State", "City , State"].contains(&part.as_str())
            || lexicon::is_sentence(&part)
        {
        } else if education.area.is_empty() {
            education.area = part;
        } else if education.institution.is_empty() && !education.study_type.is_empty() {
            education.institution = part;
        } else if education.courses.len() < 20 && part.split(' ').count() > 1 {
            education.courses.push(part);
        }
    }
    education
}

/// A part that names a school may begin with the degree: `Bachelor of Science Example University`.
fn degree_before_school(part: &str) -> (String, String) {
    match NAMED.captures(part).filter(|found| lexicon::has_school(&found["area"])) {
        Some(found) => (found["kind"].to_owned(), found["area"].to_owned()),
        None => (String::new(), part.to_owned()),
    }
}

/// `Bachelor of Science in Physics` as degree and field.
fn of_area(part: &str) -> (String, String) {
    for separator in [" in ", " der ", " en ", " im Fach "] {
        if let Some((kind, area)) = part.split_once(separator) {
            return (kind.trim().to_owned(), area.trim().to_owned());
        }
    }
    let named = NAMED.captures(part);
    let of = |area: &str| area.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("of "));
    let plain = |area: &str| !lexicon::has_degree(area) && !lexicon::has_school(area) && !of(area);
    if let Some(found) = named.filter(|found| plain(&found["area"])) {
        return (found["kind"].to_owned(), found["area"].to_owned());
    }
    (part.to_owned(), String::new())
}

/// A grade with its label, as written.
fn score(text: &str) -> Option<String> {
    static SCORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:gpa|grade|note|abschlussnote|nota media|average)\s*[:\s]\s*[0-9][0-9.,/ ]{0,8}")
            .expect("a literal pattern")
    });
    SCORE.find(text).map(|found| found.as_str().trim().to_owned())
}
