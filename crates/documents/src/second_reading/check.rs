//! Whether one point of a second reading has its evidence.
//!
//! The quote has to stand in the posting. The sentence may hold words of the quote, of the statement and of our own
//! vocabulary, in the posting's language. A point that speaks for a job may claim no number, degree or skill that its
//! statement does not hold. Words that command a machine, links and letters in disguise are refused wherever they stand.

use std::collections::HashSet;
use std::sync::LazyLock;

use domain::{PointKind, ReadingPoint};
use regex::Regex;

use super::vocabulary::is_a_verdict;
use super::{Claimed, MAX_SENTENCE_CHARS, QUOTE_CHARS, ReadingRequest, Refused, on_one_line};
use crate::draft::{self, SkillsIn};
use crate::wording::{CONTACT, words};

/// Words that speak to a machine, in the languages of the postings, without case and accents. They are about what it
/// should forget or write: who asks people for something ("tell us about a project") is not meant. A word too many costs
/// a reading, a word too few shows a stranger's order as a quote.
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    let forget = r"(?:ignor(?:e|es|ing|a|ar|ad|en|iere?|ieren|ez|er)|disregard|forget|override|bypass|vergiss|vergessen|missachte|uberschreibe|olvida|olvide|descarta|oublie[zr]?|haz caso omiso)";
    let rules = r"(?:instruct|instruc|anweisung|vorgabe|rule|regel|regla|regle|prompt|previous|prior\b|above|before|vorher|bisher|anterior|tod[oa]s?\b|alles?\b|everything|\ball\b|consigne)";
    let write = r"(?:say|state|claim|write|answer|reply|respond|output|print|give|assign|rate|score|rank|mark|recommend|sag|sage|sagen|schreib|schreibe|antworte|gib|nenne|behaupte|bewerte|markiere|empfiehl|di|diga|escribe|escriba|responde|responda|califica|puntua|marca|recomienda|dis|ecris|reponds)";
    let of_whom = r"(?:(?:this|the|that|der|die|dieser?|den|diesen|el|la|este|esta|ce|le) (?:candidat[eo]?|applicant|kandidat(?:in|en)?|bewerber(?:in)?|candidata|person|persona|personne|user|profile?|perfil)\b|score|punktzahl|points?\b|punkten?\b|puntos|puntuacion|json|(?:every|all) other|other jobs?\b|alle anderen|anderen? stellen|otros puestos|demas|otras ofertas|\bvoice\b|pirate|pirat|voz de)";
    let tell = r"(?:print|show|reveal|output|repeat|tell|leak|zeige?|wiederhole|drucke|verrate|nenne|imprime|imprima|muestra|revela|repite|affiche|revele)";
    let secret = r"(?:e-?mails?\b|mailadresse|correo|(?:the|this|das|el|le) (?:profil|profile|perfil)\b|statements?\b|aussagen|declaraciones|prompt|instruct|anweisung|instrucc)";
    let who = r"(?:an? |the |eine? |einem? |una? |un |la |el |das |die |der )?(?:ai|ki|ia|a\.i\.|llm|gpt\S*|chatbot|chatgpt|bot|assistant|assistent|asistente|language model|sprachmodell|modelo de lenguaje)";
    let to_whom = r"(?:dear|attention|hey|hello|note to|if you are|you are now|you are|as|an|liebe[sr]?|bist du|du bist|sie sind|eres|si eres|querid[oa]|hola|atencion|achtung)";
    let ends = r"(?:[,.:;!)]|$| (?:reading|reads|screening|processing|reviewing|that|who|which|assistant|liest|que))";
    let pattern = format!(
        r"\b{forget}\b.{{0,60}}?{rules}|\b{write}\b.{{0,60}}?{of_whom}|\b(?:say|claim|behaupte|sage?|di|diga|dis)\b.{{0,10}}?\b(?:that|dass|que)\b|\b(?:answer|reply|respond|output|print|antworte|responde)\b.{{0,20}}?\b(?:exactly|only|nur|genau|exactamente|solo)\b|\b{tell}\b.{{0,60}}?{secret}|\b(?:system|developer) (?:prompt|message|note|instruction)|\b{to_whom}:?\s+{who}{ends}|\bassistant\s*:|[{{}}<>`\\]|\[/?(?:inst|system|user)|###|\b[a-z_]+\(\)"
    );
    Regex::new(&pattern).expect("the pattern is made of literals")
});
/// What looks like the name of a host.
static HOST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b[a-z0-9-]{2,}\.[a-z]{2,}\b").expect("the pattern is a literal"));
/// Names of tools that look so.
const NO_HOSTS: &[&str] = &[
    "node.js",
    "vue.js",
    "next.js",
    "nuxt.js",
    "express.js",
    "react.js",
    "angular.js",
    "three.js",
    "d3.js",
    "asp.net",
    "vb.net",
    "socket.io",
];
/// Letters of the Latin alphabet that look like others: the dotless i, kra and the long s.
const LIKE_OTHERS: [char; 3] = ['ı', 'ĸ', 'ſ'];
/// How much of a posting beside a quote is looked at for an order: a line.
const BESIDE_CHARS: usize = 80;
/// How short the stem of a word may become when its ending is taken off.
const SHORTEST_STEM: usize = 4;
/// Endings that do not change what a word says, the longest first.
const ENDINGS: [&str; 9] = ["ing", "ed", "es", "en", "em", "s", "e", "d", "n"];

/// The point, if it has its evidence.
pub(super) fn point(
    request: &ReadingRequest,
    claimed: Claimed,
    skills_in: SkillsIn,
) -> Result<ReadingPoint, Refused> {
    let (quote, text) = (on_one_line(&claimed.quote), on_one_line(&claimed.sentence));
    for shown in [&quote, &text] {
        if shown.chars().any(is_disguised) {
            return Err(Refused::Disguised);
        }
        if CONTACT.is_match(shown) || HOST.find_iter(shown).any(|found| !is_a_tool(found.as_str())) {
            return Err(Refused::Contact);
        }
    }
    if ORDER.is_match(&plain(&quote)) {
        return Err(Refused::Order);
    }
    if !QUOTE_CHARS.contains(&quote.chars().count()) {
        return Err(Refused::NotQuoted);
    }
    stands_in(&quote, &request.posting)?;
    let length = text.chars().count();
    if length == 0 || length > MAX_SENTENCE_CHARS {
        return Err(Refused::Malformed);
    }
    let statement = match claimed.statement {
        // Some models say "none" with a nought.
        None | Some(0) => None,
        Some(number) => Some(request.statements.get(number - 1).ok_or(Refused::Unsaid)?),
    };
    sentence(&text, &quote, statement, request)?;
    if claimed.kind == PointKind::For {
        let statement = statement.ok_or(Refused::Unsaid)?;
        draft::claims_only(&text, std::slice::from_ref(statement), skills_in).map_err(|_| Refused::Unsaid)?;
    }
    Ok(ReadingPoint { kind: claimed.kind, text, quote, statement: statement.cloned() })
}

/// Whether every word of the sentence is in the quote, in the statement or one of ours, and one is not ours alone.
fn sentence(
    text: &str,
    quote: &str,
    statement: Option<&String>,
    request: &ReadingRequest,
) -> Result<(), Refused> {
    let mut sources: HashSet<String> = words(quote).iter().map(|word| stem(&word.key())).collect();
    sources.extend(statement.iter().flat_map(|statement| words(statement)).map(|word| stem(&word.key())));
    let mut names_evidence = false;
    for word in words(text) {
        if is_a_verdict(&plain(word.text)) {
            return Err(Refused::Verdict);
        }
        let (is_ours, is_evidence) =
            (request.tongue.has(&word.text.to_lowercase()), sources.contains(&stem(&word.key())));
        if !is_ours && !is_evidence {
            return Err(Refused::Unsaid);
        }
        names_evidence |= is_evidence && !is_ours;
    }
    // "You fit." is made of our words alone, and is a judgement.
    if names_evidence { Ok(()) } else { Err(Refused::Unsaid) }
}

/// Refuses a quote that does not stand in `text` as whole words, or stands only beside an order: an answer that a
/// posting dictates holds its own quotes.
fn stands_in(quote: &str, text: &str) -> Result<(), Refused> {
    let goes_on = |outer: Option<char>, inner: Option<char>| {
        outer.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric)
    };
    let mut fault = Refused::NotQuoted;
    for (start, found) in text.match_indices(quote) {
        let (before, after) = (&text[..start], &text[start + found.len()..]);
        if goes_on(before.chars().next_back(), found.chars().next())
            || goes_on(after.chars().next(), found.chars().next_back())
        {
            continue;
        }
        let from = before.char_indices().rev().nth(BESIDE_CHARS).map_or(0, |(index, _)| index);
        let to = after.char_indices().nth(BESIDE_CHARS).map_or(after.len(), |(index, _)| index);
        if !ORDER.is_match(&plain(&text[from..start + found.len() + to])) {
            return Ok(());
        }
        fault = Refused::BesideOrder;
    }
    Err(fault)
}

/// A letter, digit or mark that is not of the Latin alphabet as the four languages write it: it may pass for another.
fn is_disguised(character: char) -> bool {
    let is_plain = character.is_ascii() || matches!(character, '\u{c0}'..='\u{24f}' | 'ẞ' | 'ª' | 'º' | 'µ');
    let is_letter = character.is_alphanumeric() && !matches!(character, '²' | '³' | '¹' | '½' | '¼' | '¾');
    let is_mark = matches!(character, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}');
    (is_letter && !is_plain)
        || is_mark
        || LIKE_OTHERS.contains(&character)
        || crate::wording::is_unseen(character)
        || character == '\u{fffd}'
}

fn is_a_tool(host: &str) -> bool {
    NO_HOSTS.contains(&host.to_lowercase().as_str())
}

/// In lower case and without the accents of the four languages, so that one pattern finds all spellings.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'à'..='å' => plain.push('a'),
            'è'..='ë' => plain.push('e'),
            'ì'..='ï' => plain.push('i'),
            'ò'..='ö' => plain.push('o'),
            'ù'..='ü' => plain.push('u'),
            'ñ' => plain.push('n'),
            'ç' => plain.push('c'),
            'ß' => plain.push_str("ss"),
            '’' | '‘' => plain.push('\''),
            other => plain.push(other),
        }
    }
    plain
}

/// A word without an ending that does not change what it says: `moving`, `moved` and `move` are one.
fn stem(word: &str) -> String {
    // "Manager" says more than "manage", so its ending is none of these.
    let shorter = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending));
    let stem = shorter.into_iter().find(|stem| stem.chars().count() >= SHORTEST_STEM);
    stem.unwrap_or(word).to_owned()
}
