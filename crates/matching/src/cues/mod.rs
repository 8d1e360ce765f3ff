//! What the words of a sentence say of the skills it names: "required", "a plus", "not needed". English, German,
//! Spanish.
//!
//! A cue counts within its clause. Words such as "knowledge of" only ask and yield to every other cue.

mod words;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::clauses::{Clauses, is_list, list_before};
use crate::experience::Experience;
use crate::need::{Need, Section};
use words::{CUES, Cue};

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
/// heading of its `section`. Who asks for `years` of a thing asks for it.
pub fn of_hits(
    sentence: &str,
    clauses: &Clauses,
    hits: &[Range<usize>],
    years: &[Option<Experience>],
    section: Section,
) -> Vec<Section> {
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
    let heard = |(said, years): (Option<Said>, &Option<Experience>)| match said {
        Some(Said::Firm(told)) => told,
        Some(Said::Asked) => asked,
        None if years.is_some() => asked,
        None => section,
    };
    said.into_iter().zip(years).map(heard).collect()
}

/// It is welcome.
const NICE: Said = Said::Firm(Section::Need(Need::Nice));

/// What a cue says when it stands alone in brackets behind a skill.
fn alone(cue: Cue) -> Option<Said> {
    match cue {
        Cue::Not => Some(Said::Firm(Section::Aside)),
        Cue::Leading | Cue::Welcome => Some(NICE),
        Cue::Must => Some(Said::Firm(Section::Need(Need::Required))),
        Cue::Offered | Cue::Learned | Cue::Ask | Cue::Nothing => None,
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
    let is_asked = |mark: &Mark| mark.cue == Cue::Ask;
    let offer = marks.iter().find(|mark| matches!(mark.cue, Cue::Offered | Cue::Learned));
    match offer {
        // "Excellent communication skills, and the opportunity to develop them" asks and then offers.
        Some(offer)
            if at < offer.start && marks.iter().any(|mark| is_asked(mark) && mark.start < offer.start) =>
        {
            Some(Said::Asked)
        }
        Some(offer) if offer.cue == Cue::Offered => Some(Said::Firm(Section::Aside)),
        Some(_) => Some(Said::Firm(Section::Need(Need::Mentioned))),
        None => marks.iter().any(is_asked).then_some(Said::Asked),
    }
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
