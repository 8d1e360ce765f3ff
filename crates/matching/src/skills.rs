//! Which skills a text names and how much it wants them.
//!
//! Skills come from the project's own table (`data/skills.txt`). How much a posting wants one is told
//! by its headings and sentences (see `need`).

use std::ops::Range;
use std::sync::LazyLock;

use crate::clauses::is_list;
use crate::experience::Experience;
use crate::lexicon::{EntryId, Hit, Lexicon};
use crate::need::{self, Need};
use crate::words::Folded;

/// A posting with more distinct skills than this is a list of keywords; the rest is not kept.
pub const MAX_SKILLS: usize = 60;
/// How near context must stand to a word that needs it, in bytes of folded text.
const CONTEXT_BYTES: usize = 48;

/// The group of phrases that look like a skill and are none ("teaching hospital").
const NO_SKILL: &str = "none";
/// The group of the programs everybody in an office uses.
const OFFICE: &str = "office";

/// The table of skills.
pub static SKILLS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("data/skills.txt")));

/// A skill a posting names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Every place where `text` names a skill, in reading order. `folded` is the same text, folded.
pub fn places(text: &str, folded: &Folded) -> Vec<Place> {
    let hits = SKILLS.find(&folded.text);
    let meant: Vec<Hit> = (0..hits.len())
        .filter(|position| is_meant(text, folded, &hits, *position))
        .map(|position| hits[position])
        .collect();
    let bytes: Vec<Range<usize>> = meant.iter().map(|hit| hit.start..hit.end).collect();
    let readings = need::read(&folded.text, &bytes);
    let place = |(hit, reading): (&Hit, need::Reading)| {
        let (skill, experience) = (SKILLS.entry_of(hit.alias), reading.experience);
        let bytes = folded.original_range(text, hit.start, hit.end);
        Some(Place { found: SkillNeed { skill, need: reading.need?, experience }, bytes })
    };
    meant.iter().zip(readings).filter_map(place).collect()
}

/// What a person means by one entry of their skill list: the whole entry, or the skills inside it.
pub fn of_stated(stated: &str) -> Vec<EntryId> {
    if let Some(skill) = SKILLS.named(stated) {
        return if group_of(skill) != NO_SKILL { vec![skill] } else { Vec::new() };
    }
    let folded = Folded::of(stated);
    extract_folded(stated, &folded).needs.iter().map(|found| found.skill).collect()
}

/// Whether a found alias means the skill. Words such as `Go` or `Excel` must have their case and
/// another skill of the same group, or words such as "programming", close by.
fn is_meant(text: &str, folded: &Folded, hits: &[Hit], position: usize) -> bool {
    let hit = hits[position];
    let alias = &SKILLS.aliases[usize::from(hit.alias)];
    if group_of(alias.entry) == NO_SKILL {
        return false;
    }
    if !alias.needs_context {
        return !alias.before_skills || is_before_skills(&folded.text, hit);
    }
    let has_its_case = |hit: Hit| {
        let alias = &SKILLS.aliases[usize::from(hit.alias)];
        folded.original(text, hit.start, hit.end) == alias.text
    };
    if is_something_else(alias.text, &folded.text, hit) {
        return false;
    }
    if alias.before_skills {
        return has_its_case(hit) && is_before_skills(&folded.text, hit);
    }
    let beside = |other: &Hit| {
        let near = other.start < hit.end + CONTEXT_BYTES && hit.start < other.end + CONTEXT_BYTES;
        let other_alias = &SKILLS.aliases[usize::from(other.alias)];
        if !near || !is_akin(alias.entry, other_alias.entry) {
            return false;
        }
        let is_in_list = stand_in_list(&folded.text, hit, *other);
        if other_alias.needs_context {
            // Two doubtful words vouch for each other only side by side in a list: "Excel, Word". Programs of the
            // office do so in small letters too.
            let are_written_so = has_its_case(hit) && has_its_case(*other) || group_of(alias.entry) == OFFICE;
            return are_written_so && is_in_list;
        }
        // "python, git" needs no capital letter.
        !other_alias.before_skills && (has_its_case(hit) || is_in_list)
    };
    let before = hits[..position].iter().rev().take(3).any(beside);
    before
        || hits[position + 1..].iter().take(3).any(beside)
        || (has_its_case(hit) && has_context_word(&folded.text, hit))
}

fn group_of(skill: EntryId) -> &'static str {
    SKILLS.groups[usize::from(SKILLS.group(skill))]
}

/// Whether the word skills follows in the same breath: "analytical, verbal and organisational skills".
fn is_before_skills(folded: &str, hit: Hit) -> bool {
    /// How far the word may stand; a list of virtues is no longer.
    const REACH_BYTES: usize = 70;
    const SKILLS_WORDS: &[&str] =
        &["skill", "abilit", "competenc", "aptitude", "fahigkeit", "kompetenz", "habilidad", "competencia"];
    let mut to = (hit.end + REACH_BYTES).min(folded.len());
    while !folded.is_char_boundary(to) {
        to -= 1;
    }
    let breath = folded[hit.end..to].split(['\n', ';', '.', ':', '(']).next().unwrap_or_default();
    SKILLS_WORDS.iter().any(|word| breath.contains(word))
}

/// Whether a short name means another thing that is written the same way, by the words around it.
fn is_something_else(name: &str, folded: &str, hit: Hit) -> bool {
    let Some((_, ahead, behind, around)) = SOMETHING_ELSE.iter().find(|(known, ..)| *known == name) else {
        return false;
    };
    let line_start = folded[..hit.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = folded[hit.end..].find('\n').map_or(folded.len(), |at| hit.end + at);
    let before = folded[line_start..hit.start].trim_end();
    let after = &folded[hit.end..line_end];
    ahead.iter().any(|word| before.ends_with(word))
        || behind.iter().any(|word| after.starts_with(word))
        || around.iter().any(|word| folded[line_start..line_end].contains(word))
}

/// Names with the words that stand right ahead of them, right behind them, or in the same line where they mean
/// something else.
type Otherwise = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);
const SOMETHING_ELSE: &[Otherwise] = &[
    (
        "SAS",
        &[],
        &[" airline", " scandinavian", " flight"],
        &[
            "airline",
            "airport",
            "cabin crew",
            "aircraft",
            "lufthansa",
            "flug",
            "aerolinea",
            "aeropuerto",
            "vuelo",
        ],
    ),
    ("R", &[], &["&", " & d", "+"], &[]),
    (
        "C",
        &[
            "hepatitis",
            "vitamin",
            "vitamina",
            "class",
            "klasse",
            "clase",
            "category",
            "categoria",
            "carnet",
            "carne",
            "permiso",
            "licence",
            "license",
            "grade",
            "band",
            "section",
            "type",
            "schedule",
            "fuhrerschein",
            "a to",
            "a *",
            "a/b or",
            "a b or",
        ],
        &[" level", " suite", " section", " of e", " diff", "/ce", " + e", "+e", "&", " + cap"],
        &[],
    ),
    ("Go", &[], &[" to ", " live", " ahead", " further", " beyond", " the extra"], &[]),
    (
        "Spring",
        &["this", "next", "early", "late", "of"],
        &[
            " 20",
            " term",
            " semester",
            " break",
            " summer",
            " and summer",
            "/summer",
            " cleaning",
            " season",
            " harvest",
        ],
        &[],
    ),
    ("Rust", &[], &[" removal", " protection", " prevention", " proof"], &["corrosion", "metal"]),
    ("Swift", &[], &["ly", " payment", " message", " code"], &["bank", "payment", "zahlung"]),
];

/// Whether two skills are named together: of one group, or a program of the office beside others.
fn is_akin(one: EntryId, other: EntryId) -> bool {
    let (one, other) = (group_of(one), group_of(other));
    one == other || (one == OFFICE && matches!(other, "it" | "finance"))
}

fn stand_in_list(folded: &str, one: Hit, other: Hit) -> bool {
    let (first, second) = if one.start < other.start { (one, other) } else { (other, one) };
    is_list(folded, &(first.start..first.end), &(second.start..second.end))
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
        " kenntnisse",
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
