//! Which skills a text names and how much it wants them.
//!
//! Skills come from the project's own table (`data/skills.txt`). How much a posting wants one is told
//! by its headings and sentences (see `need`).

use std::ops::Range;
use std::sync::LazyLock;

use crate::lexicon::{EntryId, Hit, Lexicon};
use crate::need::{Need, Sections};
use crate::words::Folded;

/// A posting with more distinct skills than this is a list of keywords; the rest is not kept.
pub const MAX_SKILLS: usize = 60;
/// How near context must stand to a word that needs it, in bytes of folded text.
const CONTEXT_BYTES: usize = 48;

/// The group of phrases that look like a skill and are none ("teaching hospital").
const NO_SKILL: &str = "none";

/// The table of skills.
pub static SKILLS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("data/skills.txt")));

/// A skill a posting names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SkillNeed {
    /// The skill.
    pub skill: EntryId,
    /// How much it is wanted.
    pub need: Need,
}

impl SkillNeed {
    /// How much it counts in the skills part. What nearly every posting asks of nearly everybody
    /// (teamwork, communication) counts less.
    pub fn weight(self) -> f64 {
        let share = match SKILLS.groups[usize::from(SKILLS.group(self.skill))] {
            "people" => 0.35,
            "office" => 0.6,
            _ => 1.0,
        };
        share * self.need.weight()
    }
}

/// The skills a text names, each once with its strongest need, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamedSkills {
    needs: Box<[SkillNeed]>,
    /// For each need the words in the text that name it, one per line.
    words: Box<str>,
}

impl NamedSkills {
    /// The skills alone.
    pub fn needs(&self) -> &[SkillNeed] {
        &self.needs
    }

    /// The skills with the words in the text that name them.
    pub fn with_words(&self) -> impl Iterator<Item = (SkillNeed, &str)> {
        self.needs.iter().copied().zip(self.words.split('\n'))
    }

    /// Bytes on the heap.
    pub fn heap_bytes(&self) -> usize {
        self.needs.len() * size_of::<SkillNeed>() + self.words.len()
    }
}

/// The skills `text` names.
pub fn extract(text: &str) -> NamedSkills {
    extract_folded(text, &Folded::of(text))
}

/// [`extract`] for a text that is folded already.
pub fn extract_folded(text: &str, folded: &Folded) -> NamedSkills {
    let mut found: Vec<Place> = Vec::new();
    for place in places(text, folded) {
        if let Some(known) = found.iter_mut().find(|known| known.found.skill == place.found.skill) {
            if place.found.need > known.found.need {
                *known = place;
            }
        } else if found.len() < MAX_SKILLS {
            found.push(place);
        }
    }
    let words: Vec<String> = found.iter().map(|place| text[place.bytes.clone()].replace('\n', " ")).collect();
    NamedSkills { needs: found.iter().map(|place| place.found).collect(), words: words.join("\n").into() }
}

/// A place in a text where a skill is named that is asked for or part of the work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The skill, and how much it is wanted here.
    pub found: SkillNeed,
    /// The bytes of the text that name it.
    pub bytes: Range<usize>,
}

/// Every place where `text` names a skill, in reading order. `folded` is the same text, folded.
pub fn places(text: &str, folded: &Folded) -> Vec<Place> {
    let hits = SKILLS.find(&folded.text);
    let mut sections = Sections::new(&folded.text);
    let meant = (0..hits.len()).filter(|position| is_meant(text, folded, &hits, *position));
    meant
        .filter_map(|position| {
            let hit = hits[position];
            let need = sections.need_at(hit.start)?;
            let bytes = folded.original_range(text, hit.start, hit.end);
            Some(Place { found: SkillNeed { skill: SKILLS.entry_of(hit.alias), need }, bytes })
        })
        .collect()
}

/// What a person means by one entry of their skill list: the whole entry, or the skills inside it.
pub fn of_stated(stated: &str) -> Vec<EntryId> {
    if let Some(skill) = SKILLS.named(stated) {
        let is_skill = SKILLS.groups[usize::from(SKILLS.group(skill))] != NO_SKILL;
        return if is_skill { vec![skill] } else { Vec::new() };
    }
    let folded = Folded::of(stated);
    extract_folded(stated, &folded).needs.iter().map(|found| found.skill).collect()
}

/// Whether a found alias means the skill. Words such as `Go` or `Excel` must have their case and
/// another skill of the same group, or words such as "programming", close by.
fn is_meant(text: &str, folded: &Folded, hits: &[Hit], position: usize) -> bool {
    let hit = hits[position];
    let alias = &SKILLS.aliases[usize::from(hit.alias)];
    if SKILLS.groups[usize::from(SKILLS.group(alias.entry))] == NO_SKILL {
        return false;
    }
    if !alias.needs_context {
        return true;
    }
    if folded.original(text, hit.start, hit.end) != alias.text {
        return false;
    }
    let beside = |other: &Hit| {
        let near = other.start < hit.end + CONTEXT_BYTES && hit.start < other.end + CONTEXT_BYTES;
        let other_alias = &SKILLS.aliases[usize::from(other.alias)];
        if !near || !is_akin(alias.entry, other_alias.entry) {
            return false;
        }
        // Two doubtful words vouch for each other only side by side in a list: "Excel, Word".
        !other_alias.needs_context
            || (folded.original(text, other.start, other.end) == other_alias.text
                && is_list(&folded.text, hit, *other))
    };
    let before = hits[..position].iter().rev().take(3).any(beside);
    before || hits[position + 1..].iter().take(3).any(beside) || has_context_word(&folded.text, hit)
}

/// Whether two skills are named together: of one group, or a program of the office beside others.
fn is_akin(one: EntryId, other: EntryId) -> bool {
    let name = |skill| SKILLS.groups[usize::from(SKILLS.group(skill))];
    let (one, other) = (name(one), name(other));
    one == other || (one == "office" && matches!(other, "it" | "finance"))
}

fn is_list(folded: &str, one: Hit, other: Hit) -> bool {
    let (first, second) = if one.start < other.start { (one, other) } else { (other, one) };
    let between = folded.get(first.end..second.start).unwrap_or_default().trim();
    matches!(
        between,
        "" | "," | "/" | "and" | "or" | "und" | "oder" | "y" | "o" | "&" | ", and" | ", or" | "•" | ";" | "+"
    )
}

fn has_context_word(folded: &str, hit: Hit) -> bool {
    const CONTEXT: &[&str] = &[
        "programming",
        "language",
        "developer",
        "entwickler",
        "desarrollador",
        "microsoft",
        "ms office",
        "framework",
        "backend",
        "experience with",
        "experience in",
        "erfahrung mit",
        "erfahrung in",
        "kenntnisse in",
        "conocimientos de",
        "experiencia en",
        "experiencia con",
        "knowledge of",
        "proficien",
        "umgang mit",
        "skills in",
        "coding",
        "spreadsheet",
        "programmier",
        "programacion",
        "written in",
        "in python",
        "statistic",
        "macros",
        "software",
    ];
    let mut from = hit.start.saturating_sub(CONTEXT_BYTES);
    while !folded.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = (hit.end + CONTEXT_BYTES / 2).min(folded.len());
    while !folded.is_char_boundary(to) {
        to += 1;
    }
    let line_start = folded[from..hit.start].rfind('\n').map_or(from, |at| from + at);
    let line_end = folded[hit.end..to].find('\n').map_or(to, |at| hit.end + at);
    let around = &folded[line_start..line_end];
    CONTEXT.iter().any(|word| around.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(&'static str, Need)> {
        extract(text).needs.iter().map(|found| (SKILLS.name(found.skill), found.need)).collect()
    }

    #[test]
    fn common_words_need_their_context() {
        assert!(names("Go the extra mile and excel in your career. Spring is coming.").is_empty());
        assert_eq!(names("Backend services in Go, Python and R").len(), 3);
        assert_eq!(names("You have experience in R."), [("R", Need::Required)]);
    }

    #[test]
    fn headings_and_sentences_say_how_much_a_skill_is_wanted() {
        let text =
            "Requirements\n- Python\n- SQL\nNice to have\n- Docker\nWhat we offer\n- Yoga and Excel training";
        assert_eq!(
            names(text),
            [("Python", Need::Required), ("SQL", Need::Required), ("Docker", Need::Nice)]
        );
        assert_eq!(names("Kenntnisse in SAP sind von Vorteil."), [("SAP", Need::Nice)]);
        assert!(names("No Java needed.").is_empty());
    }
}
