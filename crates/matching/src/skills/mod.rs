//! Which skills a text names and how much it wants them.
//!
//! Skills come from the project's own table (`data/skills.txt`). How much a posting wants one is told
//! by its headings and sentences (see `need`).

mod meant;

use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::experience::Experience;
use crate::lexicon::{EntryId, Hit, Lexicon};
use crate::need::{self, Need};
use crate::words::Folded;
use meant::meant;

/// A posting with more distinct skills than this is a list of keywords; the rest is not kept.
pub const MAX_SKILLS: usize = 60;

/// The group of phrases that look like a skill and are none ("teaching hospital").
const NO_SKILL: &str = "none";
/// The group of the programs everybody in an office uses.
const OFFICE: &str = "office";

/// The table of skills.
pub static SKILLS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("../data/skills.txt")));

/// A skill a posting names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillNeed {
    /// The skill.
    pub skill: EntryId,
    /// How much it is wanted.
    pub need: Need,
    /// For how long somebody should have done it, where that is said.
    pub experience: Option<Experience>,
}

impl SkillNeed {
    /// How much it counts in the skills part. What nearly every posting asks of nearly everybody
    /// (teamwork, communication) counts less.
    pub fn weight(self) -> f64 {
        let share = match group_of(self.skill) {
            "people" => 0.35,
            OFFICE => 0.6,
            _ => 1.0,
        };
        share * self.need.weight()
    }

    /// Its place in [`need_codes`]. There are some 640 skills: the number fits with room.
    pub(crate) fn code(self) -> u16 {
        self.skill * Need::ALL.len() as u16 + self.need as u16
    }
}

/// Every skill with every need, in the order of their codes.
pub(crate) fn need_codes() -> impl Iterator<Item = SkillNeed> {
    let skills = 0..EntryId::try_from(SKILLS.entries.len()).unwrap_or(EntryId::MAX);
    skills.flat_map(|skill| Need::ALL.map(|need| SkillNeed { skill, need, experience: None }))
}

/// The skills a text names, each once with its strongest need, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
            let experience = known.found.experience.max(place.found.experience);
            if place.found.need > known.found.need {
                *known = place;
            }
            known.found.experience = experience;
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

/// Every place where `text` names a skill that is asked for or part of the work, in reading order. `folded` is the same
/// text, folded.
pub fn places(text: &str, folded: &Folded) -> Vec<Place> {
    let meant = meant(text, folded);
    let bytes: Vec<Range<usize>> = meant.iter().map(|hit| hit.start..hit.end).collect();
    let readings = need::read(&folded.text, &bytes);
    let place = |(hit, reading): (&Hit, need::Reading)| {
        let (skill, experience) = (SKILLS.entry_of(hit.alias), reading.experience);
        let bytes = folded.original_range(text, hit.start, hit.end);
        Some(Place { found: SkillNeed { skill, need: reading.need?, experience }, bytes })
    };
    meant.iter().zip(readings).filter_map(place).collect()
}

/// Every skill `text` names, whatever it says of it: for what a person writes of themselves, where "I can help you with
/// SQL" is no offer of the employer.
pub fn named_in(text: &str) -> Vec<EntryId> {
    let mut named: Vec<EntryId> =
        meant(text, &Folded::of(text)).iter().map(|hit| SKILLS.entry_of(hit.alias)).collect();
    named.sort_unstable();
    named.dedup();
    named
}

/// What a person means by one entry of their skill list: the whole entry, or the skills inside it.
pub fn of_stated(stated: &str) -> Vec<EntryId> {
    if let Some(skill) = SKILLS.named(stated) {
        return if group_of(skill) != NO_SKILL { vec![skill] } else { Vec::new() };
    }
    named_in(stated)
}

fn group_of(skill: EntryId) -> &'static str {
    SKILLS.groups[usize::from(SKILLS.group(skill))]
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
        assert_eq!(names("Services in Go, Python and R").len(), 3);
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
