//! Positions: where one entry ends and the next begins, and what its first lines say.

use domain::profile::Work;

use super::{dates, lexicon};
use crate::line::{Line, STYLE, TAB, clean};

/// How many lines above the date may belong to an entry's head.
const MAX_BEFORE: usize = 3;
/// How many lines below it.
const MAX_AFTER: usize = 2;
/// The longest line that can be part of a head.
pub(super) const LONGEST_HEAD: usize = 110;

/// Whether a line can be part of an entry's head: short and no sentence.
fn is_head(line: &Line) -> bool {
    let text = clean(&line.text);
    // A full stop after a short word ends an abbreviation: `Inc.`, `S.L.`, `e.V.`.
    let last = text.rsplit(' ').next().unwrap_or("");
    let ends = text.ends_with(';') || (text.ends_with('.') && last.chars().count() > 5);
    !line.bullet
        && text.chars().count() <= LONGEST_HEAD
        && !lexicon::is_sentence(&text)
        && !is_labelled(&text)
        && !ends
        && text.chars().any(char::is_alphanumeric)
}

/// Whether a line is a labelled part of an entry's body, as `Technologies used: …` is.
fn is_labelled(text: &str) -> bool {
    const LABELS: &str = " technologies technology description responsibilities responsible project projects achievements achievement tools stack duties environment main key major areas team studied supervisor technologien aufgaben projekt werkzeuge beschreibung tecnologías funciones proyecto tareas logros ";
    let label = text
        .split_once(':')
        .filter(|(label, _)| label.split(' ').count() <= 4)
        .map(|(label, _)| label.to_lowercase());
    label.is_some_and(|label| label.split(' ').any(|word| LABELS.contains(&format!(" {word} "))))
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

/// Whether a line is a date and a job, `2014 Junior Developer @ Example`.
fn begins_with_date(line: &Line) -> bool {
    let at_start = dates::single(&line.text).is_some_and(|span| span.range.start <= 1);
    at_start && is_head(line) && lexicon::has_title(&line.text)
}

/// Whether a line without a date names a job and its employer or place, as heads do.
fn names_both(line: &Line) -> bool {
    let parts = pieces(&line.text);
    let mut segments = parts.iter().flat_map(|part| part.split(", "));
    let employer = segments.clone().any(|part| lexicon::has_company(part) && !lexicon::has_title(part));
    let place = segments.clone().count() > 2 && segments.any(|part| lexicon::country(part).is_some());
    is_head(line)
        && clean(&line.text).chars().count() <= 80
        && !line.text.contains(". ")
        && lexicon::has_title(&line.text)
        && (employer || place)
}

/// The entries of a section: for each the lines of its head and of its body.
fn split(lines: &[Line]) -> Vec<(Vec<Line>, Vec<Line>)> {
    let bullets_too = !lines.iter().any(|line| is_dated(line, false));
    let with_date = |at: usize| is_dated(&lines[at], bullets_too) || begins_with_date(&lines[at]);
    let near_date = |at: usize| (at.saturating_sub(2)..(at + 3).min(lines.len())).any(with_date);
    let mut dated: Vec<usize> = (0..lines.len())
        .filter(|at| with_date(*at) || (names_both(&lines[*at]) && !near_date(*at)))
        .collect();
    // A line that begins with a year may be followed by one with the whole span: one entry.
    let mut last = None;
    dated.retain(|at| {
        let follows = last == at.checked_sub(1)
            && last.is_some_and(|last: usize| dates::span(&lines[last].text).is_none());
        last = Some(*at);
        !follows
    });
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
        let missing = fields.title.is_empty() || fields.company.is_empty() || !fields.sure;
        let line = &lines[next];
        let wanted = lexicon::has_title(&line.text) && fields.title.is_empty()
            || (fields.company.is_empty()
                && (lexicon::has_company(&line.text)
                    || line.bold
                    || lines[start].indented == line.indented && !line.indented))
            || (!fields.sure && lexicon::has_company(&line.text) && !lexicon::has_title(&line.text))
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
    /// Whether a word says that the employer is one.
    sure: bool,
}

/// Title, employer, place and dates of an entry's head.
fn fields(head: &[Line]) -> Fields {
    let mut fields = Fields::default();
    let mut parts: Vec<String> = Vec::new();
    let spanned = head.iter().any(|line| dates::span(&line.text).is_some());
    for line in head {
        let mut text = line.text.clone();
        if fields.start.is_empty()
            && fields.end.is_empty()
            && let Some(span) = dates::span(&text).or_else(|| dates::single(&text).filter(|_| !spanned))
        {
            text = format!("{}{TAB}{}", &text[..span.range.start], &text[span.range.end..]);
            (fields.start, fields.end) = (span.start, span.end);
        }
        // A year in front of a line whose span stands elsewhere only repeats it.
        if let Some(year) = dates::single(&text).filter(|year| spanned && year.range.start <= 1) {
            text.replace_range(year.range, "");
        }
        parts.extend(pieces(&text));
    }
    // What stands in brackets and begins small, `(part time)`, is no name.
    let aside = |part: &str| {
        let bracketed = || head.iter().any(|line| line.text.contains(&format!("({part}")));
        part.starts_with(char::is_lowercase) && bracketed() && !lexicon::has_title(part)
    };
    parts.retain(|part| !aside(part));
    place_parts(&mut fields, parts);
    fields
}

/// The pieces of a head line between its separators.
pub(super) fn pieces(text: &str) -> Vec<String> {
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
        // A stray full stop goes, the one of `.NET` stays.
        part.strip_prefix(". ").unwrap_or(part).trim().to_owned()
    });
    trimmed.filter(|part| part.chars().any(char::is_alphabetic)).collect()
}

/// Says for each part whether it is a title, an employer or a place.
fn place_parts(fields: &mut Fields, parts: Vec<String>) {
    let mut rest = Vec::new();
    let mut more_titles = Vec::new();
    for part in parts {
        if is_place(&part) {
            push(&mut fields.location, &part);
            continue;
        }
        let segments: Vec<&str> =
            part.split(", ").map(str::trim).filter(|segment| !segment.is_empty()).collect();
        for segment in segments.into_iter().filter(|segment| !lexicon::is_sentence(segment)) {
            let title = lexicon::has_title(segment);
            if is_place(segment) || (segment == "City" || segment == "State") {
                push(&mut fields.location, segment);
            } else if title && fields.title.is_empty() {
                fields.title = segment.to_owned();
            } else if title && !lexicon::has_company(segment) {
                more_titles.push(segment.to_owned());
            } else {
                rest.push(segment.to_owned());
            }
        }
    }
    let employer = |part: &String| {
        let named = !part.starts_with(char::is_lowercase);
        named && lexicon::has_company(part) && !lexicon::has_title(part)
    };
    let marked = rest.iter().position(employer);
    fields.sure = marked.is_some();
    // A single name without any mark is taken for the job: that is what a line of its own names.
    let alone = marked.is_none() && fields.title.is_empty() && rest.len() == 1;
    if let Some(at) = marked.or((!rest.is_empty() && !alone).then_some(0)) {
        fields.company = rest.remove(at);
    }
    if fields.title.is_empty() && !rest.is_empty() {
        fields.title = rest.remove(0);
    }
    // Two titles side by side, `Manager | Coordinator`, are one position, unless nothing names the employer.
    if fields.company.is_empty() && rest.is_empty() && more_titles.len() == 1 {
        fields.company = more_titles.remove(0);
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
pub(super) fn is_place(part: &str) -> bool {
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
