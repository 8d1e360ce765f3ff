//! How much a posting wants what it names.
//!
//! A heading ("Requirements", "Von Vorteil", "Ofrecemos") and the words of a sentence ([`cues`]) decide whether
//! a thing is required, nice to have, only mentioned, or not meant at all. English, German, Spanish.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::{Deserialize, Serialize};

use crate::clauses::Clauses;
use crate::cues;
use crate::experience::{self, Experience};

/// The longest line that can be a heading, in bytes.
const MAX_HEADING_BYTES: usize = 80;

/// How much a posting wants a skill, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Need {
    /// It would be welcome.
    Nice,
    /// The text names it without saying.
    Mentioned,
    /// It is asked for.
    Required,
}

impl Need {
    /// From the least to the most wanted.
    pub(crate) const ALL: [Self; 3] = [Self::Nice, Self::Mentioned, Self::Required];

    /// How much a skill of this need counts in the skills part.
    pub fn weight(self) -> f64 {
        match self {
            Self::Nice => 0.35,
            Self::Mentioned => 0.6,
            Self::Required => 1.0,
        }
    }
}

/// What a heading says about the lines below it, or a sentence about a skill in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// How much what is named there is wanted.
    Need(Need),
    /// Benefits, the company about itself: skills named there are not asked for.
    Aside,
}

const HEADINGS: &[(Section, &[&str])] = &[
    (
        Section::Need(Need::Nice),
        &[
            "nice to have",
            "desirable",
            "preferred",
            "bonus",
            "good to have",
            "would be a plus",
            "what would be great",
            "von vorteil",
            "wunschenswert",
            "optional",
            "deseable",
            "se valora",
            "valorable",
            "pluses",
            "extra credit",
        ],
    ),
    (
        Section::Need(Need::Required),
        &[
            "requirement",
            "essential",
            "qualification",
            "must have",
            "what you bring",
            "what you'll bring",
            "what we're looking for",
            "what we are looking for",
            "who you are",
            "about you",
            "your profile",
            "you have",
            "skills",
            "person specification",
            "you will need",
            "you'll need",
            "minimum",
            "experience",
            "anforderung",
            "ihr profil",
            "dein profil",
            "das bringst du mit",
            "das bringen sie mit",
            "voraussetzung",
            "was du mitbringst",
            "qualifikation",
            "kenntnisse",
            "requisito",
            "perfil",
            "que buscamos",
            "lo que necesitas",
            "te pedimos",
            "conocimientos",
            "necesario",
        ],
    ),
    (
        Section::Aside,
        &[
            "benefit",
            "what we offer",
            "we offer",
            "perks",
            "about us",
            "about the company",
            "who we are",
            "why join",
            "why work",
            "our company",
            "equal opportunit",
            "diversity",
            "wir bieten",
            "das bieten wir",
            "unser angebot",
            "uber uns",
            "wer wir sind",
            "ofrecemos",
            "beneficios",
            "sobre nosotros",
            "quienes somos",
            "how to apply",
        ],
    ),
    (
        Section::Need(Need::Mentioned),
        &[
            "responsibilit",
            "duties",
            "what you will do",
            "what you'll do",
            "the role",
            "your role",
            "aufgaben",
            "tasks",
            "funciones",
            "responsabilidades",
            "tareas",
            "job description",
            "overview",
            "main duties",
        ],
    ),
];

/// What a text says of a skill where it names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How much it is wanted; nothing when it is not asked for.
    pub need: Option<Need>,
    /// For how long somebody should have done it, where that is said.
    pub experience: Option<Experience>,
}

/// What a folded text says of each of `hits`, which are places in it in reading order.
pub fn read(text: &str, hits: &[Range<usize>]) -> Vec<Reading> {
    let mut readings = Vec::with_capacity(hits.len());
    let mut section = Section::Need(Need::Mentioned);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = &hits[readings.len()..];
        let in_line = &rest[..rest.partition_point(|hit| hit.start < start + line.len())];
        let mut of_line = section;
        match heading(line, in_line.first().map(|hit| hit.start - start)) {
            Some(Heading::Below(told)) => (section, of_line) = (told, told),
            Some(Heading::Beside(told)) => of_line = told,
            None => {}
        }
        if !in_line.is_empty() {
            read_line(line, start, in_line, of_line, &mut readings);
        }
        start += line.len();
    }
    readings
}

/// Reads a line that begins at `start` of the text, sentence by sentence.
fn read_line(line: &str, start: usize, hits: &[Range<usize>], section: Section, readings: &mut Vec<Reading>) {
    let mut done = 0;
    for sentence in sentences(line) {
        let rest = &hits[done..];
        let count = rest.partition_point(|hit| hit.start < start + sentence.end);
        if count == 0 {
            continue;
        }
        let from = start + sentence.start;
        let text = &line[sentence];
        // A name may end behind its sentence ("Vue. js"); the places are cut to it.
        let within = |at: usize| (at - from).min(text.len());
        let in_sentence: Vec<Range<usize>> =
            rest[..count].iter().map(|hit| within(hit.start)..within(hit.end)).collect();
        let clauses = Clauses::of(text);
        let years = experience::of_hits(text, &clauses, &in_sentence);
        let said = cues::of_hits(text, &clauses, &in_sentence, &years, section);
        readings.extend(said.into_iter().zip(years).map(|(said, experience)| {
            let need = match said {
                Section::Need(need) => Some(need),
                Section::Aside => None,
            };
            Reading { need, experience }
        }));
        done += count;
    }
}

/// The sentences of a line.
fn sentences(line: &str) -> impl Iterator<Item = Range<usize>> {
    /// What ends with a dot inside a sentence.
    const SHORT: &[&str] = &[
        "e.g", "i.e", "eg", "incl", "z.b", "z. b", "bzw", "ca", "inkl", "mind", "min", "p. ej", "p.ej",
        "max", "approx",
    ];
    let is_end = |at: usize| {
        let before = &line[..at];
        let is_short = SHORT.iter().any(|short| {
            before.strip_suffix(short).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric()))
        });
        !is_short && !before.ends_with(" z") && !before.ends_with(" p")
    };
    let mut ends: Vec<usize> = [". ", "! ", "? "]
        .iter()
        .flat_map(|mark| line.match_indices(mark))
        .filter(|(at, _)| is_end(*at))
        .map(|(at, mark)| at + mark.len())
        .collect();
    ends.sort_unstable();
    ends.push(line.len());
    let mut start = 0;
    ends.into_iter().map(move |end| std::mem::replace(&mut start, end)..end)
}

/// Where a heading speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    /// Of the lines below it.
    Below(Section),
    /// Of the rest of its own line: "Required: Python".
    Beside(Section),
}

/// The phrases of all headings in one automaton, in their order: the first list found decides.
static HEADING_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let phrases = HEADINGS.iter().flat_map(|(_, phrases)| *phrases);
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(phrases).expect("the lists are short")
});

/// What a line says as a heading. A line that names a skill, from `first_hit` on, is one only with a colon.
fn heading(line: &str, first_hit: Option<usize>) -> Option<Heading> {
    /// The most words of a heading, and of one that ends with a colon.
    const MOST_WORDS: usize = 7;
    const MOST_WORDS_WITH_COLON: usize = 10;
    let trimmed = line.trim().trim_matches(['*', '#', ' ']);
    let words = trimmed.split(' ').count();
    let may_be_heading =
        !trimmed.is_empty() && trimmed.len() <= MAX_HEADING_BYTES && !trimmed.contains("degree");
    if trimmed.ends_with(':') {
        return (may_be_heading && words <= MOST_WORDS_WITH_COLON)
            .then(|| section_of(trimmed))?
            .map(Heading::Below);
    }
    if let Some((ahead, _)) = line.split_once(':')
        && ahead.len() <= MAX_HEADING_BYTES
        && ahead.split(' ').count() <= MOST_WORDS
        && first_hit.is_none_or(|hit| hit > ahead.len())
    {
        return section_of(ahead).map(Heading::Beside);
    }
    let stands_alone = first_hit.is_none() && words <= MOST_WORDS && !trimmed.ends_with(['.', ',', ';']);
    (may_be_heading && stands_alone).then(|| section_of(trimmed))?.map(Heading::Below)
}

fn section_of(heading: &str) -> Option<Section> {
    let first = HEADING_WORDS.find_overlapping_iter(heading).map(|found| found.pattern().as_usize()).min()?;
    let mut past = 0;
    HEADINGS.iter().find_map(|(section, phrases)| {
        past += phrases.len();
        (first < past).then_some(*section)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        let line = "you know tools, e.g. docker. sql is a plus! ca. 3 jahre";
        let texts: Vec<&str> = sentences(line).map(|sentence| &line[sentence]).collect();
        assert_eq!(texts, ["you know tools, e.g. docker. ", "sql is a plus! ", "ca. 3 jahre"]);
    }

    #[test]
    fn a_line_that_names_a_skill_is_no_heading() {
        let nice = Section::Need(Need::Nice);
        assert_eq!(heading("preferred qualifications", None), Some(Heading::Below(nice)));
        assert_eq!(heading("experience with docker preferred", Some(16)), None);
        assert_eq!(heading("nice to have: docker", Some(14)), Some(Heading::Beside(nice)));
    }
}
