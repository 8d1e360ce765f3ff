//! How much a posting wants what it names.
//!
//! A heading ("Requirements", "Von Vorteil", "Ofrecemos") and the words of a sentence decide whether
//! a thing is required, nice to have, only mentioned, or not meant at all. English, German, Spanish.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde::{Deserialize, Serialize};

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
    /// How much a skill of this need counts in the skills part.
    pub fn weight(self) -> f64 {
        match self {
            Self::Nice => 0.35,
            Self::Mentioned => 0.6,
            Self::Required => 1.0,
        }
    }
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

/// Walks along a folded text; whoever asks must ask in reading order.
pub struct Sections<'t> {
    text: &'t str,
    section: Section,
    line: std::ops::Range<usize>,
    sentence: std::ops::Range<usize>,
    sentence_need: Option<Section>,
}

impl<'t> Sections<'t> {
    /// Begins at the start of a folded text.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            section: Section::Need(Need::Mentioned),
            line: 0..0,
            sentence: 0..0,
            sentence_need: None,
        }
    }

    /// How much the skill at this byte is wanted; nothing when it is not asked for.
    pub fn need_at(&mut self, at: usize) -> Option<Need> {
        while at >= self.line.end && self.line.end < self.text.len() {
            self.next_line();
        }
        if !self.sentence.contains(&at) {
            self.enter_sentence(at);
        }
        if is_negated(&self.text[self.sentence.start..at]) {
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
