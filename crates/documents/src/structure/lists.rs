//! Skills, languages, certificates and projects.

use domain::profile::{Certificate, Language, Project, Skill};
use domain::text::fold;

use super::{dates, entries, lexicon};
use crate::limits::MAX_LIST;
use crate::line::{Line, STYLE, TAB, clean};

/// The longest a single skill can be; longer items are sentences about the person.
const LONGEST_SKILL: usize = 60;

/// The skills of a section: `Group: one, two` keeps its group, other lines are lists.
pub(super) fn skills(lines: &[Line]) -> Vec<Skill> {
    let mut skills: Vec<Skill> = Vec::new();
    let mut open_group: Option<usize> = None;
    for line in lines {
        let text = line.text.replace(STYLE, "");
        let (group, list) = group(&text);
        let names: Vec<String> = items(&list);
        if let Some(group) = group {
            skills.push(Skill { name: group, level: String::new(), keywords: names });
            open_group = Some(skills.len() - 1)
                .filter(|_| list.trim().is_empty() || line.text.trim_end().ends_with(','));
            continue;
        }
        match open_group {
            Some(at) if !line.gap_above || skills[at].keywords.is_empty() => {
                skills[at].keywords.extend(names)
            }
            _ => {
                open_group = None;
                skills.extend(names.into_iter().map(|name| Skill { name, ..Skill::default() }));
            }
        }
    }
    skills.retain(|skill| !skill.keywords.is_empty() || !skill.name.is_empty());
    deduplicated(skills)
}

fn deduplicated(skills: Vec<Skill>) -> Vec<Skill> {
    let mut seen = std::collections::HashSet::new();
    let mut kept = Vec::new();
    for mut skill in skills.into_iter().take(MAX_LIST) {
        let grouped = !skill.keywords.is_empty();
        skill.keywords.retain(|keyword| seen.insert(fold_skill(keyword)));
        skill.keywords.truncate(MAX_LIST);
        if if grouped { !skill.keywords.is_empty() } else { seen.insert(fold_skill(&skill.name)) } {
            kept.push(skill);
        }
    }
    kept
}

/// Case aside; `C`, `C#` and `C++` stay three skills.
fn fold_skill(name: &str) -> String {
    name.to_lowercase().replace(' ', "")
}

/// `Databases: MySQL` as its group and its list.
fn group(text: &str) -> (Option<String>, String) {
    for separator in [":", " – ", " - ", "\t"] {
        let Some((label, list)) = text.split_once(separator) else { continue };
        let label = clean(label);
        let short = label.split(' ').count() <= 5
            && !label.contains([',', ';', '('])
            && label.chars().any(char::is_alphabetic);
        let listed = list.contains([',', ';', '•', '·', '|']) || separator == ":";
        if short && listed {
            let rest = list.trim_start_matches([' ', '\t', '-', '–']).to_owned();
            return (
                Some(label.trim_matches(|c: char| "-–•".contains(c) || c.is_whitespace()).to_owned()),
                rest,
            );
        }
    }
    (None, text.to_owned())
}

/// The items of a list, split at commas and their kin, but not inside brackets.
pub(super) fn items(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0_usize;
    let commas = text.contains([',', ';', '•', '·', '|', TAB]);
    for character in text.chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let separates = matches!(character, ',' | ';' | '•' | '●' | '▪' | '·' | '|' | TAB);
        let item = items.last_mut().expect("one item is there from the beginning");
        if depth == 0 && separates {
            items.push(String::new());
        } else {
            item.push(character);
        }
    }
    let usable = items.into_iter().map(|item| tidy(&item)).filter(|item| {
        let words = item.split(' ').count();
        item.chars().any(char::is_alphanumeric)
            && item.chars().count() <= LONGEST_SKILL
            && words <= if commas { 6 } else { 7 }
            && dates::span(item).is_none()
    });
    usable.collect()
}

/// An item without the sign around it; dots inside (`Node.js`) and before (`.NET`) stay.
fn tidy(item: &str) -> String {
    let item = clean(item);
    let item = item.trim_matches(|c: char| "•●▪·-–—*:;".contains(c) || c.is_whitespace());
    let item = item.strip_prefix("and ").or_else(|| item.strip_prefix("und ")).unwrap_or(item);
    let item = item.strip_suffix('.').filter(|rest| !rest.is_empty()).unwrap_or(item);
    let opened = item.matches('(').count();
    if opened < item.matches(')').count() { item.trim_end_matches(')').to_owned() } else { item.to_owned() }
}

/// Lists of tools inside positions: `Tools summary: Spring, Kafka`. Used when there is no section.
pub(super) fn tools_within(lines: &[Line]) -> Vec<Skill> {
    const LABELS: &str = " technologies;technologies used;tools;tools summary;tech stack;stack;team stack;environment;technology;skills used;used technologies;technologien;eingesetzte technologien;tecnologías;tecnologías utilizadas;herramientas ";
    let listed = lines.iter().filter_map(|line| {
        let text = clean(&line.text);
        let (label, list) = text.split_once(':')?;
        let known = LABELS.trim().split(';').any(|known| known == fold(label));
        known.then(|| items(list))
    });
    let names = listed.flatten().map(|name| Skill { name, ..Skill::default() });
    deduplicated(names.collect())
}

/// The languages of a section; an item without a language's name is none.
pub(super) fn languages(lines: &[Line]) -> Vec<Language> {
    let mut found: Vec<Language> = Vec::new();
    for line in lines {
        let text = line.text.replace(STYLE, "");
        // `English ⇥ fluent` is one item.
        let pair = text.split(TAB).filter(|part| lexicon::language(part).is_some()).count() <= 1;
        let text = if pair { text.replace(TAB, " ") } else { text };
        for item in pieces(&text) {
            let Some(language) = lexicon::language(&item) else { continue };
            let known = found.iter().any(|known| known.language.eq_ignore_ascii_case(language));
            if known || found.len() >= MAX_LIST || lexicon::is_sentence(&item) {
                continue;
            }
            let rest = clean(&item.replacen(language, " ", 1));
            let fluency = rest.trim_matches(|c: char| "()[]:-–—,.;=•/".contains(c) || c.is_whitespace());
            let told =
                fluency.split(' ').count() <= 4 && !["and", "und", "y", "in", "with"].contains(&fluency);
            let fluency = if told { fluency } else { "" };
            found.push(Language { language: language.to_owned(), fluency: fluency.to_owned() });
        }
    }
    found
}

/// The items of a line of languages: at commas, unless what follows a comma names no language.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for part in text.split([',', ';', '|', TAB, '•', '·']) {
        let names = lexicon::language(part).is_some();
        match pieces.last_mut() {
            Some(last) if !names && lexicon::language(last).is_some() => {
                last.push(',');
                last.push_str(part);
            }
            _ => pieces.push(part.to_owned()),
        }
    }
    pieces
}

/// The certificates of a section, one a line.
pub(super) fn certificates(lines: &[Line]) -> Vec<Certificate> {
    let one = |line: &Line| {
        let mut text = line.text.replace(STYLE, "");
        let date = dates::span(&text).or_else(|| dates::single(&text)).map(|span| {
            text = format!("{} {}", &text[..span.range.start], &text[span.range.end..]);
            if span.end.is_empty() { span.start } else { span.end }
        });
        let text = text.replace(['(', ')'], " ");
        let (name, issuer) = [" – ", " — ", " - ", " | ", "\t", ", "]
            .iter()
            .find_map(|separator| text.split_once(separator).filter(|(name, _)| name.trim().len() > 2))
            .unwrap_or((text.as_str(), ""));
        let trim = |text: &str| {
            clean(text).trim_matches(|c: char| ",;:-–|".contains(c) || c.is_whitespace()).to_owned()
        };
        Certificate {
            name: trim(name),
            date: date.unwrap_or_default(),
            issuer: trim(issuer),
            url: String::new(),
        }
    };
    let usable = |certificate: &Certificate| {
        (3..=160).contains(&certificate.name.chars().count()) && !lexicon::is_sentence(&certificate.name)
    };
    lines.iter().map(one).filter(usable).take(MAX_LIST).collect()
}

/// The projects of a section: a line that is no list item begins one.
pub(super) fn projects(lines: &[Line]) -> Vec<Project> {
    let mut projects: Vec<(Project, Vec<Line>)> = Vec::new();
    for line in lines {
        let text = clean(&line.text);
        let short = !line.bullet && text.chars().count() <= 90 && !lexicon::is_sentence(&text);
        let after_body = projects.last().is_none_or(|(_, body)| !body.is_empty());
        if short
            && (after_body || line.bold)
            && (projects.is_empty()
                || line.bold
                || line.gap_above
                || projects.last().is_some_and(|(_, body)| body.iter().any(|line| line.bullet)))
        {
            let span = dates::span(&line.text);
            let name = span.as_ref().map_or(line.text.clone(), |span| {
                format!("{} {}", &line.text[..span.range.start], &line.text[span.range.end..])
            });
            let name =
                clean(&name).trim_matches(|c: char| ",;:-–|()".contains(c) || c.is_whitespace()).to_owned();
            let (start_date, end_date) = span.map_or_else(Default::default, |span| (span.start, span.end));
            projects.push((Project { name, start_date, end_date, ..Project::default() }, Vec::new()));
        } else if let Some((_, body)) = projects.last_mut() {
            body.push(line.clone());
        } else {
            projects.push((Project { name: String::new(), ..Project::default() }, vec![line.clone()]));
        }
    }
    let told = projects.into_iter().map(|(mut project, body)| {
        (project.description, project.highlights) = entries::told(&body);
        project
    });
    told.filter(|project| {
        !project.name.is_empty() || !project.highlights.is_empty() || !project.description.is_empty()
    })
    .take(MAX_LIST)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_split_where_a_person_would() {
        assert_eq!(
            items("SQL (MySQL, PostgreSQL), .NET, Node.js."),
            ["SQL (MySQL, PostgreSQL)", ".NET", "Node.js"]
        );
        let found = languages(&[
            Line::plain("Russian native, English: advanced, B2"),
            Line::plain("Deutsch (Muttersprache)"),
        ]);
        let read: Vec<_> = found.iter().map(|l| (l.language.as_str(), l.fluency.as_str())).collect();
        assert_eq!(read, [("Russian", "native"), ("English", "advanced, B2"), ("Deutsch", "Muttersprache")]);
    }
}
