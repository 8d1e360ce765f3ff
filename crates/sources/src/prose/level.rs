//! The seniority a text names where the title is silent: behind a label, or with the title's own words.

use std::sync::LazyLock;

use domain::Level;
use domain::text::fold;
use regex::Regex;

use super::text::{Text, has};
use crate::level::level as of_title;

/// Labels of a level.
const LABELS: &[&str] = &[
    "level",
    "job level",
    "experience level",
    "career level",
    "seniority",
    "seniority level",
    "karrierelevel",
    "nivel",
    "nivel de experiencia",
];
/// Labels of a title that may be more exact than the board's. The title of whom to ask has the same label.
const TITLES: &[&str] = &["job title", "position title", "title", "position", "role", "stelle", "puesto"];
/// Where a title ends and its place, team or grade begins.
const TITLE_ENDS: &[char] = &['-', '–', ',', '(', '/', '|', ':'];
/// A longer value of a label is a sentence or a list.
const VALUE_WORDS: usize = 6;

/// An employer looks for somebody of a level. "The lead pharmacist" and "junior staff" are others.
static WANTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:looking for|seeking|hiring|recruit|recruiting|bring on|as|for|wir suchen|suchen|buscamos)",
        r" (?:an?|eine?n?|una?) (?:\w+ ){0,2}?",
        r"(senior|junior|mid level|entry level|new grad|graduate|principal|lead|sénior|júnior) ",
    ))
    .expect("the regex is a literal")
});
/// Before the level: what somebody has been, or stands in for.
const OTHERS: &[&str] =
    &["experience", "previous", "previously", "worked", "suitable", "cover", "deputise", "such as"];
/// The job itself is of a level.
static IS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r" (?:this is an?|role is an?|position is an?|is an?|for our) (?:\w+ ){0,2}?(entry level|junior|mid level|early career)",
        r" (?:role|position|opportunity|job) ",
    ))
    .expect("the regex is a literal")
});

/// The level of the title, or the one the text names; two different ones are none.
pub(super) fn level(title: &str, text: &Text) -> Option<Level> {
    of_title(title).or_else(|| in_text(title, text))
}

fn in_text(title: &str, text: &Text) -> Option<Level> {
    let folded = fold(title);
    let trade = format!("{} ", fold(title.split(TITLE_ENDS).next().unwrap_or(title)));
    let labelled = text
        .labelled(LABELS)
        .filter(|value| value.split_whitespace().count() <= VALUE_WORDS && !value.contains([',', '/']))
        .filter_map(of_title);
    let entitled = text
        .labelled(TITLES)
        .filter(|value| value.split_whitespace().count() <= VALUE_WORDS && !value.contains([',', '/']))
        .filter(|value| format!(" {} ", fold(value)).contains(&format!(" {folded} ")))
        .filter_map(of_title);
    let stated = text.statements.iter().flat_map(|statement| {
        let wanted = WANTED
            .captures_iter(&statement.words)
            .filter_map(|wanted| wanted.get(1))
            .filter(|level| {
                let (before, after) = (&statement.words[..level.start()], &statement.words[level.end()..]);
                after[1..].starts_with(&trade) && trade.len() > 1 && !has(before, OTHERS)
            })
            .filter_map(|level| of_title(&format!("{} {trade}", level.as_str())))
            .collect::<Vec<_>>();
        let is = IS.captures_iter(&statement.words).filter_map(|is| of_title(&is[1])).collect::<Vec<_>>();
        wanted.into_iter().chain(is)
    });
    // "Data Scientist (Entry Level)": the title again, with what the board's field leaves out.
    let bracketed = brackets(title, text).filter_map(of_title);
    let mut all = labelled.chain(entitled).chain(stated).chain(bracketed);
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// What stands in brackets behind the title where the text repeats it.
fn brackets<'t>(title: &str, text: &Text<'t>) -> impl Iterator<Item = &'t str> {
    let opening = format!("{title} (");
    let found: Vec<&'t str> = text
        .whole
        .match_indices(&opening)
        .filter_map(|(at, _)| text.whole[at + opening.len()..].split_once(')'))
        .map(|(inside, _)| inside)
        .filter(|inside| inside.split_whitespace().count() <= 3)
        .collect();
    found.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::facts;

    #[test]
    fn the_text_names_a_level_where_the_title_does_not() {
        let cases = [
            ("Data Scientist", "We are looking for a creative Senior Data Scientist.", Some(Level::Senior)),
            ("Data Scientist", "Experience level: Mid-level", Some(Level::Mid)),
            ("Data Scientist", "You join as Data Scientist (Entry Level) in Ulm.", Some(Level::Junior)),
            ("Analyst", "This is an entry level position.", Some(Level::Junior)),
            ("Entwickler", "Wir suchen einen Junior Entwickler.", Some(Level::Junior)),
            ("Contable", "Buscamos un senior contable.", Some(Level::Senior)),
            ("Junior Analyst", "You support senior analysts.", Some(Level::Junior)),
            ("Analyst", "You support senior analysts and lead projects.", None),
            ("Aseptic Pharmacist", "You provide cover for the lead aseptic pharmacist.", None),
            ("Staff Nurse", "You are a role model for junior staff.", None),
            ("Specialist Nurse", "As a senior nurse you supervise students.", None),
            ("Physiotherapist - Ulm", "We have a vacancy for a Senior Physiotherapist.", Some(Level::Senior)),
            ("Data Analyst", "You have experience as a senior data analyst.", None),
            ("Data Engineer", "Role\nSenior data engineer", Some(Level::Senior)),
            ("Staff Nurse", "For visits contact:\nJob title: Lead Nurse", None),
            ("Analyst", "Position title: Analyst I, II, III", None),
            ("Analyst", "We are looking for a junior analyst.\nSeniority: senior", None),
        ];
        for (title, text, level) in cases {
            assert_eq!(facts(title, text).level, level, "{title}: {text}");
        }
    }
}
