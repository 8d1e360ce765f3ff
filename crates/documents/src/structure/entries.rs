//! Positions and schools: where one entry ends and the next begins, and what its first lines say.

use std::sync::LazyLock;

use domain::profile::{Education, Work};
use regex::Regex;

use super::{dates, lexicon};
use crate::line::{Line, STYLE, TAB, clean};

/// How many lines above the date may belong to an entry's head.
const MAX_BEFORE: usize = 3;
/// How many lines below it.
const MAX_AFTER: usize = 2;
/// The longest line that can be part of a head.
const LONGEST_HEAD: usize = 110;

/// Whether a line can be part of an entry's head: short and no sentence.
fn is_head(line: &Line) -> bool {
    let text = clean(&line.text);
    // A full stop after a short word ends an abbreviation: `Inc.`, `S.L.`, `e.V.`.
    let last = text.rsplit(' ').next().unwrap_or("");
    let ends = text.ends_with(';') || (text.ends_with('.') && last.chars().count() > 5);
    !line.bullet
        && text.chars().count() <= LONGEST_HEAD
        && !lexicon::is_sentence(&text)
        && !ends
        && text.chars().any(char::is_alphanumeric)
}

/// Whether a line names when an entry was.
fn is_dated(line: &Line, bullets_too: bool) -> bool {
    let text = line.text.trim_start();
    let Some(span) = dates::span(text) else { return false };
    let rest = clean(&format!("{} {}", &text[..span.range.start], &text[span.range.end..]));
    let at_edge = span.range.start <= 3 || text.len() - span.range.end <= 12;
    let parts = rest.chars().count() <= LONGEST_HEAD && !lexicon::is_sentence(&rest);
    let bold_start = text.contains([TAB, STYLE]);
    let shaped = if parts { at_edge || bold_start || rest.len() <= 60 } else { span.range.start <= 3 };
    shaped && (!line.bullet || (bullets_too && at_edge))
}

/// The entries of a section: for each the lines of its head and of its body.
fn split(lines: &[Line]) -> Vec<(Vec<Line>, Vec<Line>)> {
    let bullets_too = !lines.iter().any(|line| is_dated(line, false));
    let dated: Vec<usize> = (0..lines.len()).filter(|at| is_dated(&lines[*at], bullets_too)).collect();
    let Some(&first) = dated.first() else {
        return split_undated(lines);
    };
    // What stands above the first date is its head; later entries are built alike.
    let before = if first <= MAX_BEFORE && lines[..first].iter().all(is_head) { first } else { 0 };
    let mut starts: Vec<usize> = Vec::with_capacity(dated.len());
    for (index, &at) in dated.iter().enumerate() {
        let floor = index.checked_sub(1).map_or(0, |index| dated[index] + 1);
        let heads = (floor..at).rev().take(before).take_while(|line| is_head(&lines[*line])).count();
        starts.push(at - heads);
    }
    let mut entries = Vec::with_capacity(starts.len());
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(lines.len());
        let head_end = head_end(lines, start, dated[index], end);
        let (head, told) = cut_long(&lines[start..head_end]);
        let body = told.into_iter().chain(lines[head_end..end].iter().cloned());
        entries.push((head, body.collect()));
    }
    entries
}

/// A head without the text that runs on behind its date, and that text.
fn cut_long(head: &[Line]) -> (Vec<Line>, Vec<Line>) {
    let mut kept = Vec::with_capacity(head.len());
    let mut told = Vec::new();
    for line in head {
        let span =
            dates::span(&line.text).filter(|_| clean(&line.text).chars().count() > LONGEST_HEAD * 3 / 2);
        let Some(span) = span else {
            kept.push(line.clone());
            continue;
        };
        let rest = &line.text[span.range.end..];
        // Behind the date the employer may be set off by gaps; what follows the last gap is told.
        let cut = rest.rfind(TAB).unwrap_or(0);
        kept.push(Line { text: format!("{}{}", &line.text[..span.range.end], &rest[..cut]), ..line.clone() });
        told.push(Line { text: rest[cut..].trim().to_owned(), bullet: false, ..line.clone() });
    }
    (kept, told)
}

/// Where the head that is dated at `at` ends: it goes on while title or employer are missing.
fn head_end(lines: &[Line], start: usize, at: usize, end: usize) -> usize {
    let mut head_end = at + 1;
    for next in (at + 1..end).take(MAX_AFTER) {
        let fields = fields(&lines[start..head_end]);
        let missing = fields.title.is_empty() || fields.company.is_empty();
        let line = &lines[next];
        let wanted = lexicon::has_title(&line.text) && fields.title.is_empty()
            || (fields.company.is_empty()
                && (lexicon::has_company(&line.text)
                    || line.bold
                    || lines[start].indented == line.indented && !line.indented))
            || (fields.title.is_empty() && fields.company.is_empty());
        // Below a gap the telling begins, unless the date stands alone.
        let apart = line.gap_above && !(fields.title.is_empty() && fields.company.is_empty());
        if !missing || !wanted || apart || !is_head(line) || clean(&line.text).chars().count() > 80 {
            break;
        }
        head_end = next + 1;
    }
    head_end
}

/// Without any date an entry begins at a bold or titled line that follows a list or a gap.
fn split_undated(lines: &[Line]) -> Vec<(Vec<Line>, Vec<Line>)> {
    let mut entries: Vec<(Vec<Line>, Vec<Line>)> = Vec::new();
    let mut after_body = true;
    for line in lines {
        let names = lexicon::has_title(&line.text) || lexicon::has_company(&line.text);
        let head = is_head(line)
            && clean(&line.text).chars().count() <= 80
            && !line.text.trim_end().ends_with(':')
            && (line.bold || line.heading || names);
        match entries.last_mut() {
            Some((heads, _)) if head && !after_body && heads.len() < MAX_AFTER => heads.push(line.clone()),
            _ if head => {
                entries.push((vec![line.clone()], Vec::new()));
                after_body = false;
            }
            Some((_, body)) => {
                body.push(line.clone());
                after_body = true;
            }
            None => {}
        }
    }
    entries
}

#[derive(Default)]
struct Fields {
    title: String,
    company: String,
    location: String,
    start: String,
    end: String,
}

/// Title, employer, place and dates of an entry's head.
fn fields(head: &[Line]) -> Fields {
    let mut fields = Fields::default();
    let mut parts: Vec<String> = Vec::new();
    for line in head {
        let mut text = line.text.clone();
        if fields.start.is_empty()
            && fields.end.is_empty()
            && let Some(span) = dates::span(&text)
                .or_else(|| dates::single(&text).filter(|_| head.len() == 1 || dates::span(&text).is_none()))
        {
            text = format!("{}{TAB}{}", &text[..span.range.start], &text[span.range.end..]);
            (fields.start, fields.end) = (span.start, span.end);
        }
        parts.extend(pieces(&text));
    }
    place_parts(&mut fields, parts);
    fields
}

/// The pieces of a head line between its separators.
fn pieces(text: &str) -> Vec<String> {
    const SEPARATORS: [&str; 10] =
        [" | ", " • ", " · ", " – ", " — ", " - ", " @ ", " at ", " bei ", "ï¼\u{200b}"];
    let mut text = text.replace([STYLE, '●', '｜', '\u{ff0d}', '\u{f0b7}'], "\t").replace(['(', ')'], "\t");
    for separator in SEPARATORS {
        text = text.replace(separator, "\t");
    }
    // `Contable en Naranjal`: only behind a job, where it cannot be part of a degree or a name.
    if let Some((before, after)) = text.split_once(" en ")
        && lexicon::has_title(before)
        && after.starts_with(char::is_uppercase)
    {
        text = format!("{before}{TAB}{after}");
    }
    let trimmed = text.split(TAB).map(|part| {
        let part = clean(part);
        let part = part.trim_matches(|c: char| ",;:|-–—/*\u{ff0d}".contains(c) || c.is_whitespace());
        part.trim_start_matches(['.', ' ']).to_owned()
    });
    trimmed.filter(|part| part.chars().any(char::is_alphabetic)).collect()
}

/// Says for each part whether it is a title, an employer or a place.
fn place_parts(fields: &mut Fields, parts: Vec<String>) {
    let mut rest = Vec::new();
    for part in parts {
        if is_place(&part) {
            push(&mut fields.location, &part);
            continue;
        }
        let segments: Vec<&str> =
            part.split(", ").map(str::trim).filter(|segment| !segment.is_empty()).collect();
        for segment in segments.into_iter().filter(|segment| !lexicon::is_sentence(segment)) {
            let title =
                lexicon::has_title(segment) && !(lexicon::has_company(segment) && !fields.title.is_empty());
            if is_place(segment) || (segment == "City" || segment == "State") {
                push(&mut fields.location, segment);
            } else if title && fields.title.is_empty() {
                fields.title = segment.to_owned();
            } else {
                rest.push(segment.to_owned());
            }
        }
    }
    let marked = rest.iter().position(|part| lexicon::has_company(part) && !lexicon::has_title(part));
    if let Some(at) = marked.or((!rest.is_empty()).then_some(0)) {
        fields.company = rest.remove(at);
    }
    if fields.title.is_empty() && !rest.is_empty() {
        fields.title = rest.remove(0);
    }
    // A short rest is a place nobody told us; a long one is not part of the head.
    if let Some(place) =
        rest.first().filter(|part| fields.location.is_empty() && part.split(' ').count() <= 3)
    {
        fields.location = place.clone();
    }
    // Employers and places that lost their separator.
    if fields.title.is_empty() && lexicon::has_title(&fields.company) {
        std::mem::swap(&mut fields.title, &mut fields.company);
    }
}

fn push(list: &mut String, part: &str) {
    if !list.is_empty() {
        list.push_str(", ");
    }
    list.push_str(part);
}

/// Whether `part` is a place: a country, a state, `City, State`, or working from home.
fn is_place(part: &str) -> bool {
    let pieces: Vec<&str> = part.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let known = |piece: &&str| lexicon::country(piece).is_some() || lexicon::is_state(piece);
    let remote = ["remote", "home office", "remoto"].contains(&part.to_lowercase().as_str());
    let short = pieces.iter().all(|piece| piece.split(' ').count() <= 3) && !lexicon::has_title(part);
    remote
        || (short && (1..=3).contains(&pieces.len()) && pieces.iter().any(known))
        || ["City , State", "City, State", "City , State , Country"].contains(&part)
}

/// The positions of a section.
pub(super) fn work(lines: &[Line]) -> Vec<Work> {
    let entries = split(lines).into_iter().map(|(head, body)| {
        let fields = fields(&head);
        let (summary, highlights) = told(&body);
        Work {
            name: fields.company,
            position: fields.title,
            location: fields.location,
            start_date: fields.start,
            end_date: fields.end,
            summary,
            highlights,
            ..Work::default()
        }
    });
    let mut works: Vec<Work> = Vec::new();
    for work in entries.filter(|work| !work.name.is_empty() || !work.position.is_empty()) {
        let same = |known: &&mut Work| {
            (&known.name, &known.position, &known.start_date, &known.end_date)
                == (&work.name, &work.position, &work.start_date, &work.end_date)
        };
        // Some files hold a position twice: as an overview and with details.
        match works.iter_mut().find(same) {
            Some(known) if known.highlights.len() < work.highlights.len() => *known = work,
            Some(_) => {}
            None => works.push(work),
        }
    }
    works
}

/// A body as a summary and highlights: a paragraph before the list is the summary.
pub(super) fn told(body: &[Line]) -> (String, Vec<String>) {
    let texts: Vec<(String, bool)> = body
        .iter()
        .map(|line| (clean(&line.text), line.bullet))
        .filter(|(text, _)| text.chars().any(char::is_alphanumeric))
        .collect();
    let has_list = texts.iter().any(|(_, bullet)| *bullet);
    if !has_list && texts.len() > 1 {
        return (String::new(), texts.into_iter().map(|(text, _)| text).collect());
    }
    let opening = texts.iter().take_while(|(_, bullet)| !bullet).count();
    let join =
        |texts: &[(String, bool)]| texts.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" ");
    let summary = join(&texts[..opening]);
    (summary, texts[opening..].iter().map(|(text, _)| text.clone()).collect())
}

/// The schools of a section.
pub(super) fn education(lines: &[Line]) -> Vec<Education> {
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
    entries
        .iter()
        .map(|lines| school(lines))
        .filter(|school| {
            !school.institution.is_empty() || !school.study_type.is_empty() || !school.area.is_empty()
        })
        .collect()
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
        if lexicon::has_school(&part) && education.institution.is_empty() {
            split_degree(&part, &mut education);
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
        } else if education.institution.is_empty() {
            education.institution = part;
        } else if education.courses.len() < 20 && part.split(' ').count() > 1 {
            education.courses.push(part);
        }
    }
    education
}

/// A part that names a school may also name the degree: `Bachelor of Arts Example University`.
fn split_degree(part: &str, education: &mut Education) {
    education.institution = part.to_owned();
}

/// `Bachelor of Science in Physics` as degree and field.
fn of_area(part: &str) -> (String, String) {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?P<kind>(?:Bachelor|Master|Associate)s?(?:['’]s)?(?: of (?:Science|Arts|Engineering|Education|Laws|Music|Commerce|Technology|Fine Arts|Business Administration|Applied Science|Social Work))?|B\.? ?A\.?|B\.? ?S\.?(?:c\.?)?|M\.? ?A\.?|M\.? ?S\.?(?:c\.?)?|MBA|M\.?B\.?A\.?|B\.?B\.?A\.?|Ph\.? ?D\.?|Diplom|Magister|Grado|Máster|Licenciatura|Bachelor’s degree)\s+(?P<area>\p{Lu}.*)$").expect("a literal pattern")
    });
    for separator in [" in ", " der ", " en ", " im Fach "] {
        if let Some((kind, area)) = part.split_once(separator) {
            return (kind.trim().to_owned(), area.trim().to_owned());
        }
    }
    let named = NAMED.captures(part);
    let plain = |area: &str| !lexicon::has_degree(area) && !lexicon::has_school(area);
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
