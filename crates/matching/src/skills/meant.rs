//! Whether a word that is also a name means the skill: "Go" beside "Python", and not in "go the extra mile".

use crate::clauses::is_list;
use crate::lexicon::Hit;
use crate::words::Folded;

use super::{EntryId, NO_SKILL, OFFICE, SKILLS, group_of};

/// How near context must stand to a word that needs it, in bytes of folded text.
const CONTEXT_BYTES: usize = 48;

/// Where aliases stand that mean their skill.
pub fn meant(text: &str, folded: &Folded) -> Vec<Hit> {
    let hits = SKILLS.find(&folded.text);
    let is_meant = |position: &usize| is_meant(text, folded, &hits, *position);
    (0..hits.len()).filter(is_meant).map(|position| hits[position]).collect()
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
    let Some(words) = SOMETHING_ELSE.iter().find(|words| words.name == name) else { return false };
    let line_start = folded[..hit.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = folded[hit.end..].find('\n').map_or(folded.len(), |at| hit.end + at);
    let before = folded[line_start..hit.start].trim_end();
    let after = &folded[hit.end..line_end];
    words.ahead.iter().any(|word| before.ends_with(word))
        || words.behind.iter().any(|word| after.starts_with(word))
        || words.around.iter().any(|word| folded[line_start..line_end].contains(word))
}

/// The words beside which a name means something else.
struct Otherwise {
    name: &'static str,
    /// Right ahead of it.
    ahead: &'static [&'static str],
    /// Right behind it.
    behind: &'static [&'static str],
    /// Anywhere in its line.
    around: &'static [&'static str],
}

#[rustfmt::skip]
const SOMETHING_ELSE: &[Otherwise] = &[
    Otherwise {
        name: "SAS",
        ahead: &[],
        behind: &[" scandinavian"],
        around: &[
            "airline", "airport", "flight", "cabin crew", "aircraft", "lufthansa", "flug", "aerolinea", "aeropuerto",
            "vuelo",
        ],
    },
    Otherwise { name: "R", ahead: &[], behind: &["&", " & d", "+"], around: &[] },
    Otherwise {
        name: "C",
        ahead: &[
            "hepatitis", "vitamin", "vitamina", "class", "klasse", "clase", "category", "categoria", "carnet", "carne",
            "permiso", "licence", "license", "fuhrerschein", "grade", "band", "section", "type", "schedule", "a to",
            "a/b or", "a b or",
        ],
        behind: &[" level", " suite", " section", " of e", " diff", "/ce", " + e", "+e", "&", " + cap"],
        around: &[],
    },
    Otherwise {
        name: "Go",
        ahead: &[],
        behind: &[" to ", " live", " ahead", " further", " beyond", " the extra"],
        around: &[],
    },
    Otherwise {
        name: "Spring",
        ahead: &["this", "next", "early", "late", "of"],
        behind: &[
            " 20", " term", " semester", " break", " summer", " and summer", "/summer", " cleaning", " season",
            " harvest",
        ],
        around: &[],
    },
    Otherwise {
        name: "Rust",
        ahead: &[],
        behind: &[" removal", " protection", " prevention", " proof"],
        around: &["corrosion"],
    },
    Otherwise { name: "Swift", ahead: &[], behind: &[" payment", " message", " code", " network"], around: &[] },
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
