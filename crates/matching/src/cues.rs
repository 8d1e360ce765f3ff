//! What the words of a sentence say of the skills it names: "required", "a plus", "not needed". English, German,
//! Spanish.
//!
//! A cue counts within its clause. Words such as "knowledge of" only ask and yield to every other cue.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::clauses::{Clauses, is_list, list_before};
use crate::need::{Need, Section};

/// What a cue says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cue {
    /// It is not asked for: "not required".
    Not,
    /// It is a benefit, or will be taught: "we offer".
    Offered,
    /// What follows is welcome: "ideally".
    Leading,
    /// What stands with it is welcome: "a plus".
    Welcome,
    /// It is asked for, whatever else is said: "must".
    Must,
    /// It is asked for unless something else is said: "knowledge of".
    Ask,
    /// What sounds like asking and is not: "a diverse skill set".
    Nothing,
}

const CUES: &[(Cue, &[&str])] = &[
    (
        Cue::Not,
        &[
            "not required",
            "not essential",
            "not necessary",
            "not needed",
            "not a must",
            "not mandatory",
            "no experience",
            "no prior experience",
            "no previous experience",
            "no need to know",
            "no need for",
            "don't need",
            "do not need",
            "isn't needed",
            "isn't required",
            "training will be given",
            "we will train",
            "we'll train",
            "will be trained",
            "training provided",
            "training is provided",
            "training will be provided",
            "nicht erforderlich",
            "nicht zwingend",
            "nicht notwendig",
            "nicht notig",
            "nicht vorausgesetzt",
            "keine voraussetzung",
            "keine bedingung",
            "kein muss",
            "kein problem",
            "brauchst du nicht",
            "brauchen sie nicht",
            "benotigst du nicht",
            "benotigen sie nicht",
            "musst du nicht",
            "mussen sie nicht",
            "lernst du",
            "lernen sie bei uns",
            "wir lernen dich",
            "wir bilden dich",
            "bringen wir dir bei",
            "no es necesari",
            "no son necesari",
            "no se requier",
            "no se exige",
            "no se precisa",
            "no se necesita",
            "no hace falta",
            "no es imprescindible",
            "no es requisito",
            "no necesitas",
            "te formamos",
            "te ensenamos",
        ],
    ),
    (
        Cue::Offered,
        &[
            "we offer",
            "we provide",
            "you will receive training",
            "opportunity to develop",
            "opportunities to develop",
            "develop your",
            "to develop skills",
            "help you",
            "support you to",
            "supported to gain",
            "be supported",
            "free access to",
            "discounts",
            "reimbursement",
            "insurance paid",
            "wir bieten",
            "bieten wir",
            "erwarten dich",
            "erwarten sie",
            "erwartet dich",
            "zuschuss",
            "ofrecemos",
            "se ofrece",
            "te ofrec",
        ],
    ),
    (
        Cue::Leading,
        &[
            "ideally",
            "preferably",
            "desirably",
            "idealerweise",
            "vorzugsweise",
            "bestenfalls",
            "im idealfall",
            "gern im ",
            "gern mit ",
            "gerne im ",
            "gerne mit ",
            "idealmente",
            "preferiblemente",
            "preferentemente",
            "a ser posible",
        ],
    ),
    (
        Cue::Welcome,
        &[
            "a plus",
            "plus:",
            "*plus",
            "a big plus",
            "pluspunkt",
            "ein plus",
            "un plus",
            "desirable",
            "desired",
            "nice to have",
            "good to have",
            "great to have",
            "an advantage",
            "advantageous",
            "preferred",
            "we prefer",
            "would prefer",
            "beneficial",
            "a bonus",
            "bonus points",
            "is helpful",
            "be helpful",
            "is useful",
            "be useful",
            "of value",
            "a benefit",
            "an asset",
            "would be great",
            "don't worry if",
            "not a requirement but",
            "appreciated",
            "optional",
            "von vorteil",
            "vorteilhaft",
            "wunschenswert",
            "erwunscht",
            "gewunscht",
            "wunschen",
            "gern gesehen",
            "gerne gesehen",
            "hilfreich",
            "freuen wir uns",
            "rundet dein profil",
            "runden ihr profil",
            "deseable",
            "se valora",
            "valoramos",
            "valorable",
            "se tendra en cuenta",
            "suma puntos",
            "ventaja",
            "recomendable",
        ],
    ),
    (
        Cue::Must,
        &[
            "must ",
            "a must",
            "required",
            "requires",
            "essential",
            "mandatory",
            "necessary",
            "obligatory",
            "you need",
            "is needed",
            "are needed",
            "vorausgesetzt",
            "voraussetzung",
            "setzen wir voraus",
            "erforderlich",
            "notwendig",
            "zwingend",
            "unerlasslich",
            "unabdingbar",
            "unverzichtbar",
            "pflicht",
            "sind notig",
            "ist notig",
            "mussen sie",
            "imprescindible",
            "indispensable",
            "obligatori",
            "se requier",
            "se exige",
            "se precisa",
            "se necesita",
            "necesari",
            "requisito",
        ],
    ),
    (
        Cue::Ask,
        &[
            "you have",
            "you'll have",
            "you will have",
            "should have",
            "should be",
            "will have",
            "who has",
            "who have",
            "you are a ",
            "you are an ",
            "you can ",
            "we're looking for",
            "we are looking for",
            "looking to recruit",
            "looking to appoint",
            "looking for a",
            "seeking",
            "we seek",
            "applicants with",
            "candidates with",
            "candidate will",
            "welcomed from",
            "applications are invited from",
            "applications are welcome",
            "proven",
            "demonstrable",
            "experience in",
            "experience with",
            "experience of",
            "experience using",
            "experience working",
            "experience as",
            "experience within",
            "paid experience",
            "years of",
            "years experience",
            "years' experience",
            "experienced in",
            "experienced with",
            "experienced ",
            "knowledge of",
            "understanding of",
            "understanding in",
            "proficien",
            "fluent",
            "expertise in",
            "expert in",
            "familiar with",
            "familiarity with",
            "comfortable with",
            "command of",
            "background in",
            "degree in",
            "skilled",
            "skills",
            "ability to",
            "able to",
            "abilities",
            "qualified",
            "qualification",
            "certified",
            "certificate",
            "certification",
            "registration",
            "registered with",
            "licence",
            "license",
            "trained in",
            "willingness to",
            "erfahrung",
            "kenntnis",
            "sicherer umgang",
            "sicher im umgang",
            "beherrsch",
            "vertraut",
            "versiert",
            "abgeschlossen",
            "ausbildung als",
            "ausbildung zum",
            "ausbildung zur",
            "weiterbildung",
            "studium",
            "studiert",
            "bringst du",
            "du bringst",
            "bringen sie mit",
            "sie bringen",
            "du hast",
            "sie haben",
            "sie verfugen",
            "du verfugst",
            "sie besitzen",
            "du besitzt",
            "du kannst",
            "sie konnen",
            "du programmierst",
            "kennst dich",
            "kennen sich",
            "zeichnen sie aus",
            "zeichnet sie aus",
            "wir erwarten",
            "wir suchen",
            "fahigkeit",
            "befahigung",
            "freude an",
            "experiencia",
            "conocimiento",
            "nociones",
            "dominio",
            "dominas",
            "domina ",
            "manejo",
            "nivel alto",
            "nivel medio",
            "nivel avanzado",
            "buen nivel",
            "fluido",
            "capacidad",
            "capaz de",
            "habilidad",
            "dotes de",
            "formacion en",
            "titulo",
            "titulacion",
            "titulad",
            "certificado",
            "carnet",
            "licencia",
            "buscamos",
            "pedimos",
            "necesitamos",
            "contar con",
            "haber trabajado",
        ],
    ),
    (
        Cue::Nothing,
        &[
            "skill set",
            "improve their skills",
            "improve your skills",
            "share skills",
            "sharing skills",
            "deeper understanding of",
            "deep understanding of our",
            "expertise and advice",
            "clinical skills training",
            "unbefristet",
        ],
    ),
];

/// All cues in one automaton; the longest counts, so that "required" is not heard in "not required".
static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(CUES.iter().flat_map(|(_, words)| *words))
        .expect("the lists are short")
});

/// The cue of each word of the automaton.
static CUE_OF_WORD: LazyLock<Vec<Cue>> =
    LazyLock::new(|| CUES.iter().flat_map(|(cue, words)| words.iter().map(|_| *cue)).collect());

/// What the cues of a clause come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// Whatever the heading says.
    Firm(Section),
    /// It is asked for, if the heading does not say that what follows is only welcome.
    Asked,
}

/// A cue in a sentence.
#[derive(Clone, Copy, Debug)]
struct Mark {
    cue: Cue,
    start: usize,
    clause: usize,
}

/// What is said of each of `hits`, which are places in a sentence in reading order: by the sentence itself, else by the
/// heading of its `section`.
pub fn of_hits(sentence: &str, clauses: &Clauses, hits: &[Range<usize>], section: Section) -> Vec<Section> {
    let clause_of: Vec<usize> = hits.iter().map(|hit| clauses.at(hit.start)).collect();
    let mut said = vec![None; hits.len()];
    let mut of_list: Vec<(Range<usize>, Said)> = Vec::new();
    let mut marks: Vec<Mark> = Vec::new();
    for found in WORDS.find_iter(sentence) {
        let (cue, start) = (CUE_OF_WORD[found.pattern().as_usize()], found.start());
        let mut clause = clauses.at(start);
        if !clause_of.contains(&clause) {
            // "Python (required)" is said of Python alone; "…, but not required" of the clause before.
            if let Some(bracket) = clauses.bracket(clause) {
                let verdict = alone(cue);
                of_list.extend(verdict.map(|verdict| (list_before(sentence, hits, bracket), verdict)));
                continue;
            }
            let nearest = clause_of.iter().rev().find(|of_hit| **of_hit < clause).or(clause_of.first());
            clause = nearest.copied().unwrap_or(clause);
        }
        marks.push(Mark { cue, start, clause });
    }
    let mut carried: Option<Said> = None;
    for (index, hit) in hits.iter().enumerate() {
        let of_clause: Vec<Mark> =
            marks.iter().copied().filter(|mark| mark.clause == clause_of[index]).collect();
        let in_clause: Vec<&Range<usize>> = hits
            .iter()
            .zip(&clause_of)
            .filter(|(_, clause)| **clause == clause_of[index])
            .map(|(hit, _)| hit)
            .collect();
        let verdict = decide(&of_clause, &in_clause, hit.start);
        said[index] = verdict.or(carried);
        // What was said ahead of a list goes on behind a semicolon: "Knowledge of SQL; Java".
        if verdict.is_some() && clauses.bracket(clause_of[index]).is_none() {
            let is_ahead = of_clause.iter().any(|mark| mark.start < hit.start && mark.cue != Cue::Not);
            carried = verdict.filter(|_| is_ahead);
        }
    }
    for (list, verdict) in of_list {
        said[list].fill(Some(verdict));
    }
    negate(sentence, hits, &mut said);
    // "Knowledge of Docker" below "nice to have" asks for nothing.
    let asked = match section {
        Section::Need(Need::Nice) => section,
        _ => Section::Need(Need::Required),
    };
    let heard = |said: Option<Said>| match said {
        Some(Said::Firm(told)) => told,
        Some(Said::Asked) => asked,
        None => section,
    };
    said.into_iter().map(heard).collect()
}

/// It is welcome.
const NICE: Said = Said::Firm(Section::Need(Need::Nice));

/// What a cue says when it stands alone in brackets behind a skill.
fn alone(cue: Cue) -> Option<Said> {
    match cue {
        Cue::Not => Some(Said::Firm(Section::Aside)),
        Cue::Leading | Cue::Welcome => Some(NICE),
        Cue::Must => Some(Said::Firm(Section::Need(Need::Required))),
        Cue::Offered | Cue::Ask | Cue::Nothing => None,
    }
}

/// What the cues of a clause say of the hit at `at`, one of `hits`, all of them in this clause.
fn decide(marks: &[Mark], hits: &[&Range<usize>], at: usize) -> Option<Said> {
    let last_hit = hits.last()?.start;
    // "Ideally" with nothing behind it is said of what stands before.
    let is_leading = |mark: &Mark| mark.cue == Cue::Leading && mark.start < last_hit;
    let cue_of = |mark: &Mark| match mark.cue {
        Cue::Leading if !is_leading(mark) => Cue::Welcome,
        cue => cue,
    };
    let ahead =
        marks.iter().rev().find(|mark| mark.start < at && (is_leading(mark) || mark.cue == Cue::Must));
    if ahead.is_some_and(is_leading) {
        return Some(NICE);
    }
    let firm: Vec<(usize, Cue)> = marks
        .iter()
        .map(|mark| (mark.start, cue_of(mark)))
        .filter(|(_, cue)| matches!(cue, Cue::Not | Cue::Welcome | Cue::Must))
        .collect();
    let has = |cue: Cue| firm.iter().any(|(_, firm)| *firm == cue);
    if has(Cue::Welcome) && !has(Cue::Must) {
        return Some(NICE);
    }
    if let Some((_, cue)) = of_side(&firm, hits, at) {
        return alone(cue);
    }
    if marks.iter().any(|mark| mark.cue == Cue::Offered) {
        return Some(Said::Firm(Section::Aside));
    }
    marks.iter().any(|mark| mark.cue == Cue::Ask).then_some(Said::Asked)
}

/// Of several cues the one that is said of a hit: in "SQL is required, Java a plus" those behind it, in "required is
/// SQL, welcome is Java" those ahead of it.
fn of_side(firm: &[(usize, Cue)], hits: &[&Range<usize>], at: usize) -> Option<(usize, Cue)> {
    let (first_cue, first_hit) = (firm.first()?.0, hits.first()?.start);
    let ahead = firm.iter().rev().find(|(start, _)| *start < at);
    let behind = firm.iter().find(|(start, _)| *start > at);
    let said = if first_cue < first_hit { ahead.or(behind) } else { behind.or(ahead) };
    said.copied()
}

/// "No Java needed", "ohne Erfahrung im Einzelhandel", "no Java or C".
fn negate(sentence: &str, hits: &[Range<usize>], said: &mut [Option<Said>]) {
    let mut is_before_negated = false;
    for (index, hit) in hits.iter().enumerate() {
        let goes_on = is_before_negated && is_list(sentence, &hits[index - 1], hit);
        is_before_negated = goes_on || is_negated(&sentence[..hit.start]);
        if is_before_negated {
            said[index] = Some(Said::Firm(Section::Aside));
        }
    }
}

/// Whether the words just before a skill say that it is not wanted.
fn is_negated(before: &str) -> bool {
    /// How many words are looked at.
    const NEAR_WORDS: usize = 7;
    let near: Vec<&str> = before
        .rsplit(|c: char| !(c.is_alphanumeric() || c == ',' || c == '.' || c == ':'))
        .filter(|word| !word.is_empty())
        .take(NEAR_WORDS)
        .collect();
    let mut others = 0;
    for (back, word) in near.iter().enumerate() {
        match *word {
            // "No formal", "keine besonderen": one word more may stand between.
            "without" | "kein" | "keine" | "keinen" | "keinerlei" | "ohne" | "sin" => return others <= 1,
            "no" => return others == 0,
            "not" => return back > 0 && matches!(near[back - 1], "a" | "an"),
            "a" | "an" | "any" | "the" | "in" | "of" | "with" | "prior" | "previous" | "formal"
            | "specific" | "experience" | "knowledge" | "im" | "mit" | "von" | "der" | "den"
            | "erfahrung" | "erfahrungen" | "kenntnisse" | "vorkenntnisse" | "de" | "del" | "en" | "con"
            | "el" | "la" | "experiencia" | "previa" | "conocimiento" | "conocimientos" => {}
            _ => others += 1,
        }
        if others > 1 {
            return false;
        }
    }
    false
}
