//! What a form field asks, told from its label, in one vocabulary.
//!
//! Pure and table-driven: four languages, most telling phrase first. It refuses to guess: what no phrase
//! explains is [`Meaning::Unknown`]. The right to work and the need of sponsorship are never confused, because
//! the same "yes" means opposite things there.

mod page;
mod parts;
mod phrases;
mod right_to_work;
mod vocabulary;

use std::sync::LazyLock;

use browser::FieldKind;
use regex::Regex;

pub use page::{Reading, of_field, of_page};
pub use vocabulary::Meaning;

/// Confidence of a label that the page itself explains with an `autocomplete` token.
const BY_TOKEN: f64 = 0.99;
/// Confidence of a meaning told by the kind of input alone.
const BY_KIND: f64 = 0.6;
/// Confidence of a text question told by its first word alone.
const BY_OPENING: f64 = 0.6;
/// Confidence of a question told only by asking whether something was done.
const BY_DEED: f64 = 0.5;
/// A label of more words than this is a sentence, in which a word may stand for anything.
const SHORT_LABEL_WORDS: usize = 8;
/// What a match inside a long sentence is worth.
const IN_A_SENTENCE: f64 = 0.9;

/// What a field with this label asks, and how sure that is, from 0 to 1.
pub fn of(label: &str, kind: Option<FieldKind>, options: &[String]) -> (Meaning, f64) {
    let text = plain(label);
    if is_no_label(label, &text) {
        return by_kind(kind).unwrap_or((Meaning::NotALabel, 0.9));
    }
    if let Some(found) = right_to_work::told_apart(&text) {
        return found;
    }
    if let Some((found, confidence)) = by_phrase(&text) {
        return (settle(parts::of(found, &text), kind, options, &text), confidence);
    }
    // "Country (we ship to this one only)": what is explained stands before the explanation.
    if let Some((head, _)) = label.split_once(['(', ':', '*', '\n']) {
        let text = plain(head);
        if let Some((found, confidence)) = by_phrase(&text).filter(|_| !text.is_empty()) {
            return (settle(parts::of(found, &text), kind, options, &text), confidence * IN_A_SENTENCE);
        }
    }
    if let Some(found) = by_kind(kind) {
        return found;
    }
    // "Pricing: describe what you built": the question may follow its topic.
    let ending = plain(label.rsplit(':').next().unwrap_or_default());
    let is_essay = [&text, &ending].into_iter().any(|words| OPENINGS.is_match(words));
    if is_essay && options.is_empty() {
        return (Meaning::Essay, BY_OPENING);
    }
    if DEEDS.is_match(&text) {
        return (Meaning::ExperienceConfirm, BY_DEED);
    }
    (Meaning::Unknown, 0.0)
}

fn by_phrase(text: &str) -> Option<(Meaning, f64)> {
    let words = text.split(' ').count();
    let is_sentence = words > SHORT_LABEL_WORDS;
    let found = RULES.iter().find(|rule| {
        !(rule.short_only && is_sentence)
            && rule.pattern.is_match(text)
            && !rule.except.as_ref().is_some_and(|except| except.is_match(text))
    })?;
    let weight = if is_sentence { IN_A_SENTENCE } else { 1.0 };
    Some((found.meaning, found.confidence * weight))
}

/// What an `autocomplete` token of the page says, which beats its label.
pub fn of_token(autocomplete: &str) -> Option<(Meaning, f64)> {
    let token = autocomplete.split_whitespace().last()?;
    Meaning::of_autocomplete(token).map(|meaning| (meaning, BY_TOKEN))
}

struct Rule {
    meaning: Meaning,
    confidence: f64,
    pattern: Regex,
    except: Option<Regex>,
    short_only: bool,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let compile = |pattern: &str| Regex::new(pattern).expect("the phrase table is a literal");
    phrases::TABLE
        .iter()
        .copied()
        .flatten()
        .map(|row| Rule {
            meaning: row.meaning,
            confidence: row.confidence,
            pattern: compile(&row.any_of.join("|")),
            except: (!row.except.is_empty()).then(|| compile(&row.except.join("|"))),
            short_only: row.short_only,
        })
        .collect()
});

/// The first words of a question that wants a text.
static OPENINGS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(phrases::OPENINGS).expect("the pattern is a literal"));

/// The first words of a question whether the person has done something.
static DEEDS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(phrases::DEEDS).expect("the pattern is a literal"));

/// A meaning that does not fit what the field takes is not the meaning.
fn settle(meaning: Meaning, kind: Option<FieldKind>, options: &[String], text: &str) -> Meaning {
    let is_sentence = text.split(' ').count() > 2 * SHORT_LABEL_WORDS;
    match (meaning.group(), kind) {
        (Meaning::Essay, _) if is_yes_no(options) => Meaning::ExperienceConfirm,
        // A single box holds no text: "send me an e-mail", "same as my address".
        (Meaning::Email | Meaning::Phone, Some(FieldKind::Checkbox)) => Meaning::FutureContact,
        // A long sentence beside a box is something to agree to.
        (group, Some(FieldKind::Checkbox)) if group.is_written() && is_sentence => Meaning::Consent,
        (group, Some(FieldKind::Checkbox)) if group.is_written() => Meaning::Other,
        _ => meaning,
    }
}

/// Whether the options are a yes and a no, perhaps with more words behind.
pub(crate) fn is_yes_no(options: &[String]) -> bool {
    let is = |words: &[&str], option: &String| {
        let folded = plain(option);
        words.iter().any(|word| folded == *word || folded.starts_with(&format!("{word} ")))
    };
    options.iter().any(|option| is(&phrases::YES, option))
        && options.iter().any(|option| is(&phrases::NO, option))
}

/// The words for yes and no in every language we read, without accents.
pub(crate) fn yes_words() -> &'static [&'static str] {
    &phrases::YES
}

/// See [`yes_words`].
pub(crate) fn no_words() -> &'static [&'static str] {
    &phrases::NO
}

fn by_kind(kind: Option<FieldKind>) -> Option<(Meaning, f64)> {
    match kind? {
        FieldKind::Email => Some((Meaning::Email, BY_KIND)),
        FieldKind::Tel => Some((Meaning::Phone, BY_KIND)),
        _ => None,
    }
}

fn is_no_label(label: &str, plain: &str) -> bool {
    const SEVERAL: [&str; 5] = ["first name", "last name", "email", "phone", "resume"];
    let is_id = label.len() >= 32 && label.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    // The name of a text that was never put in its place.
    let is_key = label.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.contains('_') && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    });
    let run_together = SEVERAL.iter().filter(|part| plain.contains(*part)).count() >= 3;
    !plain.chars().any(char::is_alphabetic) || is_id || is_key || run_together
}

/// Lower case, without accents, marks or extra spaces: what the phrase tables are written in.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in domain::text::fold(text).chars() {
        match character {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'í' | 'ì' | 'î' | 'ï' => out.push('i'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => out.push('o'),
            'ú' | 'ù' | 'û' | 'ü' => out.push('u'),
            'ñ' => out.push('n'),
            'ç' => out.push('c'),
            'ß' => out.push_str("ss"),
            'œ' => out.push_str("oe"),
            other => out.push(other),
        }
    }
    out
}
