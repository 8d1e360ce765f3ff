//! From lines to a resume: sections by their headings, entries by their dates, fields by their words.
//!
//! Every string of the result stands in the lines; only blanks are evened out and dates are written
//! as ISO 8601. What cannot be told apart stays empty rather than guessed.

mod contact;
mod dates;
mod education;
mod entries;
mod headings;
mod lexicon;
mod lists;

use std::sync::LazyLock;

use domain::Resume;
use regex::Regex;

use crate::limits::MAX_LIST;
use crate::line::{Line, TAB, clean};
use crate::placeholders;
use headings::Section;

/// The resume the lines tell.
pub(crate) fn resume(lines: &[Line], links: &[String]) -> Resume {
    let lines: Vec<Line> = stacked_dates(paragraphs(lines)).into_iter().map(blanked_out).collect();
    let sections = headings::sections(&lines);
    let of = |wanted: Section| -> Vec<Line> {
        let found = sections.iter().filter(|(section, _)| *section == wanted);
        found.flat_map(|(_, lines)| lines.iter().cloned()).collect()
    };
    let mut basics = contact::basics(&of(Section::Header), &of(Section::Contact), links, &lines);
    let summary = of(Section::Summary);
    if !summary.is_empty() {
        let texts: Vec<String> = summary.iter().map(|line| clean(&line.text)).collect();
        basics.summary = texts.join(" ");
    }
    let each = |wanted: Section, read: &dyn Fn(&[Line]) -> Vec<domain::profile::Work>| {
        let found = sections.iter().filter(|(section, _)| *section == wanted);
        found.flat_map(|(_, lines)| read(lines)).take(MAX_LIST).collect::<Vec<_>>()
    };
    let work = each(Section::Work, &|lines| entries::work(lines));
    let mut skills = lists::skills(&of(Section::Skills));
    if skills.is_empty() {
        skills = lists::tools_within(&lines);
    }
    let mut languages = lists::languages(&of(Section::Languages));
    if languages.is_empty() {
        languages = lists::languages(&labelled_languages(&lines));
    }
    let education = sections.iter().filter(|(section, _)| *section == Section::Education);
    Resume {
        basics,
        work,
        volunteer: each(Section::Volunteer, &|lines| entries::work(lines)),
        education: education.flat_map(|(_, lines)| education::schools(lines)).take(MAX_LIST).collect(),
        skills,
        languages,
        certificates: lists::certificates(&of(Section::Certificates)),
        projects: lists::projects(&of(Section::Projects)),
    }
}

/// What the person should look at after reading, one sentence each.
pub(crate) fn warnings(resume: &Resume) -> Vec<String> {
    let basics = &resume.basics;
    let missing = [
        (basics.name.is_empty(), "No name was found; enter it in the profile."),
        (basics.email.is_empty(), "No e-mail address was found; enter it in the profile."),
        (
            resume.work.is_empty(),
            "No positions were found; enter them in the profile or use a heading such as \"Experience\".",
        ),
        (
            resume.skills.is_empty(),
            "No skills were found; enter them in the profile or use a heading such as \"Skills\".",
        ),
    ];
    let undated = resume.work.iter().any(|work| work.start_date.is_empty() && work.end_date.is_empty());
    let undated = (undated, "Some positions have no dates; check them in the profile.");
    let blank = placeholders::stand_in(resume);
    let blank = (
        blank,
        "Some positions hold a template's words, such as \"Company Name\"; enter the real ones. They are left out of what is sent.",
    );
    let all = missing.into_iter().chain([undated, blank]);
    all.filter(|(is_missing, _)| *is_missing).map(|(_, sentence)| sentence.to_owned()).collect()
}

/// Lines joined to paragraphs where they were broken only for want of room.
fn paragraphs(lines: &[Line]) -> Vec<Line> {
    const FULL: usize = 50;
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let lower = line.text.chars().next().is_some_and(char::is_lowercase);
        let goes_on = joined.last().is_some_and(|last| {
            let open = !last.text.trim_end().ends_with(['.', ':', ';', '!', '?']);
            (line.continues && !headings::stands_alone(line))
                || (lower
                    && open
                    && !line.bullet
                    && !line.gap_above
                    && last.text.chars().count() >= FULL
                    && last.bold == line.bold)
        });
        match joined.last_mut() {
            Some(last) if goes_on => {
                if !last.text.ends_with('-') {
                    last.text.push(' ');
                }
                last.text.push_str(line.text.trim_start());
            }
            _ => joined.push(Line { continues: false, ..line.clone() }),
        }
    }
    joined
}

/// Templates and resumes without names say `Company Name – City , State`: set apart like real ones.
fn blanked_out(line: Line) -> Line {
    static BLANK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"Company Name\s*(?:[–|/-]{0,2}\s*City\s*,\s*State(?:\s*,\s*(?:Country|USA|US|India))?)?|(?:[–|/-]{0,2}\s*)?City , State(?:\s*,\s*(?:Country|USA|US|India))?")
            .expect("a literal pattern")
    });
    if !line.text.contains("Company Name") && !line.text.contains("City , State") {
        return line;
    }
    let set_apart = |found: &regex::Captures| {
        let employer = if found[0].starts_with("Company") { "Company Name" } else { "" };
        let place = if found[0].contains("City") { "City, State" } else { "" };
        format!("{TAB}{employer}{TAB}{place}{TAB}")
    };
    let text = BLANK.replace_all(&line.text, set_apart).trim_matches([TAB, ' ']).to_owned();
    Line { text, ..line }
}

/// A span whose parts stand on three lines, `May 2019` / `to` / `July 2020`, as one line.
fn stacked_dates(lines: Vec<Line>) -> Vec<Line> {
    let is_date = |line: &Line| {
        let text = clean(&line.text);
        dates::single(&text).is_some_and(|span| span.range == (0..text.len()))
            || ["Current", "Present", "current", "present"].contains(&text.as_str())
    };
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        let between = lines.get(at + 1).map(|line| clean(&line.text).to_lowercase());
        let joins = between.is_some_and(|text| ["to", "-", "–", "bis", "a"].contains(&text.as_str()));
        if joins && is_date(&lines[at]) && lines.get(at + 2).is_some_and(is_date) {
            let text = format!("{} - {}", clean(&lines[at].text), clean(&lines[at + 2].text));
            out.push(Line { text, ..lines[at].clone() });
            at += 3;
        } else {
            out.push(lines[at].clone());
            at += 1;
        }
    }
    out
}

/// Lines such as `Residence: Holon Languages: Hebrew, English` from the label on.
fn labelled_languages(lines: &[Line]) -> Vec<Line> {
    const LABELS: [&str; 6] =
        ["Languages:", "Spoken languages:", "LANGUAGES:", "Sprachen:", "Idiomas:", "Languages "];
    let found = lines.iter().filter_map(|line| {
        let text = clean(&line.text);
        let at = LABELS.iter().find_map(|label| Some(text.find(label)? + label.len()))?;
        Some(Line::plain(text.get(at..)?))
    });
    found.collect()
}
