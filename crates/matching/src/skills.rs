//! Which skills a text names and how much it wants them.
//!
//! Skills come from the project's own table (`data/skills.txt`). A heading ("Requirements",
//! "Von Vorteil", "Ofrecemos") and the words of a sentence decide whether a skill is required, nice
//! to have, only mentioned, or not meant at all.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::lexicon::{EntryId, Hit, Lexicon};
use crate::words::Folded;

/// A posting with more distinct skills than this is a list of keywords; the rest is not kept.
pub const MAX_SKILLS: usize = 60;
/// How near context must stand to a word that needs it, in bytes of folded text.
const CONTEXT_BYTES: usize = 48;
/// The longest line that can be a heading, in bytes.
const MAX_HEADING_BYTES: usize = 80;

/// The group of phrases that look like a skill and are none ("teaching hospital").
const NO_SKILL: &str = "none";

/// The table of skills.
pub static SKILLS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("data/skills.txt")));

/// How much a posting wants a skill, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It would be welcome.
    Nice,
    /// The text names it without saying.
    Mentioned,
    /// It is asked for.
    Required,
}

impl Need {
    /// How much a skill of this need counts in the skills part.
    pub fn weight(self) -> f64 {
        match self {
            Self::Nice => 0.35,
            Self::Mentioned => 0.6,
            Self::Required => 1.0,
        }
    }
}

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
    let hits = SKILLS.find(&folded.text);
    let mut found: Vec<(SkillNeed, Hit)> = Vec::new();
    let mut sections = Sections::new(&folded.text);
    for (position, hit) in hits.iter().enumerate() {
        if !is_meant(text, folded, &hits, position) {
            continue;
        }
        let Some(need) = sections.need_at(*hit) else { continue };
        let skill = SKILLS.entry_of(hit.alias);
        if let Some(known) = found.iter_mut().find(|(known, _)| known.skill == skill) {
            if need > known.0.need {
                *known = (SkillNeed { skill, need }, *hit);
            }
        } else if found.len() < MAX_SKILLS {
            found.push((SkillNeed { skill, need }, *hit));
        }
    }
    let words: Vec<String> =
        found.iter().map(|(_, hit)| folded.original(text, hit.start, hit.end).replace('\n', " ")).collect();
    NamedSkills { needs: found.iter().map(|(need, _)| *need).collect(), words: words.join("\n").into() }
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

/// What a heading says about the lines below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
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

const NICE_WORDS: &[&str] = &[
    "is a plus",
    "a plus",
    "desirable",
    "nice to have",
    "an advantage",
    "advantageous",
    "preferred",
    "beneficial",
    "a bonus",
    "ideally",
    "von vorteil",
    "wunschenswert",
    "idealerweise",
    "wunschen",
    "deseable",
    "se valora",
    "valorable",
    "seria un plus",
    "ventaja",
];
const NEED_WORDS: &[&str] = &[
    "must",
    "required",
    "essential",
    "require",
    "you need",
    "you have",
    "you'll have",
    "you will have",
    "proven",
    "experience in",
    "experience with",
    "experience of",
    "knowledge of",
    "proficien",
    "fluent in",
    "expertise in",
    "familiar with",
    "degree in",
    "qualified",
    "registration",
    "erfahrung",
    "kenntnisse",
    "sicherer umgang",
    "vorausgesetzt",
    "voraussetzung",
    "erforderlich",
    "zwingend",
    "beherrsch",
    "imprescindible",
    "experiencia",
    "conocimiento",
    "requisito",
    "necesario",
    "dominio",
];
const NO_WORDS: &[&str] = &[
    "not required",
    "not essential",
    "not necessary",
    "not needed",
    "nicht erforderlich",
    "nicht notwendig",
    "nicht notig",
    "no es necesari",
    "no se requiere",
    "training will be given",
    "we will train",
    "will be trained",
    "training provided",
    "training is provided",
];

/// The cue words of all three lists in one automaton; the list is told by the index.
static CUES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(NO_WORDS.iter().chain(NICE_WORDS).chain(NEED_WORDS))
        .expect("the lists are short")
});

/// Walks a folded text along with the hits, which come in reading order.
struct Sections<'t> {
    text: &'t str,
    section: Section,
    line: std::ops::Range<usize>,
    sentence: std::ops::Range<usize>,
    sentence_need: Option<Section>,
}

impl<'t> Sections<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            section: Section::Need(Need::Mentioned),
            line: 0..0,
            sentence: 0..0,
            sentence_need: None,
        }
    }

    /// How much the skill at `hit` is wanted; nothing when it is not asked for.
    fn need_at(&mut self, hit: Hit) -> Option<Need> {
        while hit.start >= self.line.end && self.line.end < self.text.len() {
            self.next_line();
        }
        if !self.sentence.contains(&hit.start) {
            self.enter_sentence(hit.start);
        }
        if is_negated(&self.text[self.sentence.start..hit.start]) {
            return None;
        }
        match self.sentence_need.unwrap_or(self.section) {
            Section::Need(need) => Some(need),
            Section::Aside => None,
        }
    }

    fn next_line(&mut self) {
        let start = self.line.end;
        let end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at + 1);
        self.line = start..end;
        if let Some(section) = heading(&self.text[start..end]) {
            self.section = section;
        }
    }

    fn enter_sentence(&mut self, at: usize) {
        let line = &self.text[self.line.clone()];
        let offset = at - self.line.start;
        let start = line[..offset].rfind(". ").map_or(0, |dot| dot + 2);
        let end = line[offset..].find(". ").map_or(line.len(), |dot| offset + dot + 1);
        self.sentence = self.line.start + start..self.line.start + end;
        self.sentence_need = cue(&line[start..end]);
    }
}

/// What the cue words of a sentence say; the first list that has a word in it decides.
fn cue(sentence: &str) -> Option<Section> {
    let first = CUES.find_overlapping_iter(sentence).map(|found| found.pattern().as_usize()).min()?;
    Some(if first < NO_WORDS.len() {
        Section::Aside
    } else if first < NO_WORDS.len() + NICE_WORDS.len() {
        Section::Need(Need::Nice)
    } else {
        Section::Need(Need::Required)
    })
}

/// The phrases of all headings in one automaton, in their order: the first list found decides.
static HEADING_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let phrases = HEADINGS.iter().flat_map(|(_, phrases)| *phrases);
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(phrases).expect("the lists are short")
});

fn heading(line: &str) -> Option<Section> {
    let line = line.trim().trim_start_matches(['*', '#', '•', ' ']);
    let looks_like_heading = !line.is_empty()
        && line.len() <= MAX_HEADING_BYTES
        && (line.ends_with(':') || !line.ends_with(['.', ',', ';']))
        && line.split(' ').count() <= 7;
    if !looks_like_heading {
        return None;
    }
    let first = HEADING_WORDS.find_overlapping_iter(line).map(|found| found.pattern().as_usize()).min()?;
    let mut past = 0;
    HEADINGS.iter().find_map(|(section, phrases)| {
        past += phrases.len();
        (first < past).then_some(*section)
    })
}

/// Whether the words just before a skill say that it is not wanted: "no Java needed".
fn is_negated(before: &str) -> bool {
    let near = before.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(3);
    let mut negated = false;
    for word in near {
        match word {
            // "Not only Java".
            "only" | "just" | "nur" | "solo" => return false,
            "no" | "without" | "kein" | "keine" | "keinerlei" | "ohne" | "sin" => negated = true,
            _ => {}
        }
    }
    negated
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
