//! Whether a draft says only what is stated. A machine cannot read meaning, so it looks at what can be checked word by
//! word: links, numbers, degrees, skills and names.
//!
//! Numbers, degrees and skills must stand in the statements. A name may also be one of the job or of the question, but
//! not as the place where the person was: "at Google" is never taken from a question. What is left to the person is
//! said to them beside every draft: check every word.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::{DraftRequest, Refused, SkillsIn};
use crate::wording::{CONTACT, DOMAIN, Word, key, words};

/// Numbers as digits, with their separators.
static DIGITS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\d+(?:[.,']\d+)*").expect("the pattern is a literal"));

/// Numbers in words, with what they mean. "One" is left out: it is an article in three of the four languages.
const NUMBER_WORDS: &[(&str, &str)] = &[
    ("2", "two zwei dos deux"),
    ("3", "three drei tres trois"),
    ("4", "four vier cuatro quatre"),
    ("5", "five fünf cinco cinq"),
    ("6", "six sechs seis"),
    ("7", "seven sieben siete sept"),
    ("8", "eight acht ocho huit"),
    ("9", "nine neun nueve neuf"),
    ("10", "ten zehn diez dix"),
    ("11", "eleven elf once onze"),
    ("12", "twelve zwölf doce douze"),
    ("15", "fifteen fünfzehn quince quinze"),
    ("20", "twenty zwanzig veinte vingt"),
    ("30", "thirty dreißig treinta trente"),
    ("40", "forty vierzig cuarenta quarante"),
    ("50", "fifty fünfzig cincuenta cinquante"),
    ("100", "hundred hundreds hundert hunderte cien ciento cent centaines"),
    ("1000", "thousand thousands tausend tausende mil miles mille milliers"),
    ("1000000", "million millions millionen millones"),
    ("decade", "decade decades jahrzehnt jahrzehnte década décadas décennie"),
    ("dozen", "dozen dozens dutzend docena douzaine"),
];

/// Degrees and licences, which are claimed by a word. Each group is one claim in several spellings.
const DEGREES: &[&str] = &[
    "phd ph.d doctorate doctoral doktor promotion doctorado doctorat dr",
    "master's masters msc m.sc mba ma m.a meng máster",
    "bachelor bachelors bachelor's bsc b.sc ba b.a beng licenciatura licence",
    "diploma diplom diplôme",
    "degree graduate graduated graduating abschluss studium studiert titulación grado diplômé",
    "certified certificate certification zertifiziert zertifikat certificado certifié",
    "licensed licence license lizenz",
    "chartered",
];

/// Words before the name of a place where somebody works or studies, without an article between.
const AT: &[&str] =
    &["at", "for", "from", "by", "bei", "von", "für", "en", "para", "por", "chez", "à", "pour"];
/// Capitals that are no names.
const NO_NAMES: &[&str] = &["i", "e.g", "i.e", "z.b", "d.h", "p.ej", "ok", "cv", "mr", "ms"];
/// A title of more words than this is no title, and lends a draft no names.
const MAX_TITLE_WORDS: usize = 8;

/// Refuses what no statement says.
pub(super) fn says_only_what_is_stated(
    text: &str,
    request: &DraftRequest,
    skills_in: SkillsIn,
) -> Result<(), Refused> {
    let stated = request.statements.join("\n");
    let folded = stated.to_lowercase();
    let is_stated = |domain: regex::Match<'_>| folded.contains(&domain.as_str().to_lowercase());
    if CONTACT.is_match(text) || !DOMAIN.find_iter(text).all(is_stated) {
        return Err(Refused::Contact);
    }
    // The job is called by its names without saying anything of the person.
    let own = without(&without(text, &request.job_title), &request.company);
    let known: HashSet<String> = words(&stated).iter().map(|word| word.key()).collect();
    let written = words(&own);
    claims_only(&own, &request.statements, skills_in)?;
    names(&written, &known, request)
}

/// Refuses numbers, degrees and skills that no statement holds.
pub(crate) fn claims_only(text: &str, statements: &[String], skills_in: SkillsIn) -> Result<(), Refused> {
    let stated = statements.join("\n");
    let known: HashSet<String> = words(&stated).iter().map(|word| word.key()).collect();
    let written = words(text);
    numbers(text, &stated, &written, &known)?;
    degrees(&written, &known)?;
    skills(text, statements, &known, skills_in)
}

fn unstated(what: &str) -> Refused {
    Refused::Unstated { what: what.to_owned() }
}

fn numbers(text: &str, stated: &str, written: &[Word], known: &HashSet<String>) -> Result<(), Refused> {
    let figures = |text: &str| -> Vec<String> {
        DIGITS.find_iter(text).map(|found| found.as_str().replace([',', '\''], "")).collect()
    };
    let mut there: HashSet<String> = figures(stated).into_iter().collect();
    there.extend(known.iter().filter_map(|word| number_of(word)).map(str::to_owned));
    if let Some(number) = figures(text).into_iter().find(|number| !there.contains(number)) {
        return Err(unstated(&number));
    }
    let in_words = written
        .iter()
        .find(|word| number_of(&word.text.to_lowercase()).is_some_and(|number| !there.contains(number)));
    in_words.map_or(Ok(()), |word| Err(unstated(word.text)))
}

fn number_of(word: &str) -> Option<&'static str> {
    NUMBER_WORDS.iter().find(|(_, words)| words.split(' ').any(|one| one == word)).map(|(number, _)| *number)
}

fn degrees(written: &[Word], known: &HashSet<String>) -> Result<(), Refused> {
    for group in DEGREES {
        let is_of_group = |word: &str| group.split(' ').any(|one| one == word || key(one) == word);
        let claimed =
            written.iter().find(|word| is_of_group(&word.whole.to_lowercase()) || is_of_group(&word.key()));
        if let Some(word) = claimed
            && !known.iter().any(|known| is_of_group(known))
            // Whoever states a bachelor's has a degree.
            && !(group.starts_with("degree") && has_any_degree(known))
        {
            return Err(unstated(word.whole));
        }
    }
    Ok(())
}

fn has_any_degree(known: &HashSet<String>) -> bool {
    let mut all = DEGREES[..4].iter().flat_map(|group| group.split(' '));
    all.any(|word| known.contains(&key(word))) || known.contains("education")
}

fn skills(
    text: &str,
    statements: &[String],
    known: &HashSet<String>,
    skills_in: SkillsIn,
) -> Result<(), Refused> {
    // One by one: a vocabulary may read a long list with other eyes than a sentence.
    let there: HashSet<String> = statements.iter().flat_map(|statement| skills_in(statement)).collect();
    // A vocabulary may know a word only beside others; stated by itself it is stated all the same.
    let is_stated =
        |skill: &String| there.contains(skill) || words(skill).iter().all(|word| known.contains(&word.key()));
    match skills_in(text).into_iter().find(|skill| !is_stated(skill)) {
        Some(skill) => Err(unstated(&skill)),
        None => Ok(()),
    }
}

fn names(written: &[Word], known: &HashSet<String>, request: &DraftRequest) -> Result<(), Refused> {
    let lent = Lent::by(request);
    let is_german = is_german(written);
    for (index, word) in written.iter().enumerate() {
        let key = word.key();
        if known.contains(&key) || NO_NAMES.contains(&word.text.to_lowercase().as_str()) {
            continue;
        }
        let before = index.checked_sub(1).and_then(|index| written.get(index)).filter(|_| !word.starts);
        let is_place = before.is_some_and(|before| AT.contains(&before.text.to_lowercase().as_str()));
        let has_capital = word.text.starts_with(char::is_uppercase);
        let looks_like_a_name = word.is_odd()
            || match (is_german, word.starts) {
                (true, _) => has_capital && before.is_some_and(|before| before.text == "bei"),
                (false, false) => has_capital,
                // Any word may begin a sentence; a name the question put there is one.
                (false, true) => has_capital && lent.names_of_the_question.contains(&key),
            };
        if looks_like_a_name && !lent.lends(&key, word.starts || is_place) {
            return Err(unstated(word.text));
        }
    }
    Ok(())
}

/// Names that say nothing of the person: of the employer, of the job and of the question.
struct Lent {
    company: HashSet<String>,
    others: HashSet<String>,
    names_of_the_question: HashSet<String>,
}

impl Lent {
    fn by(request: &DraftRequest) -> Self {
        let keys = |words: &[Word]| -> HashSet<String> { words.iter().map(Word::key).collect() };
        // A longer one is a text, and could say anything.
        let short =
            |name| Some(words(name)).filter(|words| words.len() <= MAX_TITLE_WORDS).unwrap_or_default();
        let question = words(&request.question);
        let names = question.iter().filter(|word| !word.starts && word.text.starts_with(char::is_uppercase));
        Self {
            company: keys(&short(&request.company)),
            others: keys(&short(&request.job_title)).into_iter().chain(keys(&question)).collect(),
            names_of_the_question: names.map(Word::key).collect(),
        }
    }

    /// Only the employer's own name may stand where the person was, or do something to them.
    fn lends(&self, key: &str, as_a_place: bool) -> bool {
        self.company.contains(key) || (!as_a_place && self.others.contains(key))
    }
}

/// In German every noun has a capital: there only what cannot be a noun, and what stands after "bei", is a name.
fn is_german(written: &[Word]) -> bool {
    const TELLING: [&str; 5] = ["ich", "und", "der", "die", "mit"];
    let has = |one: &&&str| written.iter().any(|word| word.text.eq_ignore_ascii_case(one));
    TELLING.iter().filter(has).count() >= 2
}

/// `text` with every occurrence of `name` replaced by a word that says nothing.
fn without(text: &str, name: &str) -> String {
    let name = name.trim();
    // A title of one letter or an empty one would take away parts of words.
    if name.chars().count() < 3 || name.split_whitespace().count() > MAX_TITLE_WORDS {
        return text.to_owned();
    }
    match Regex::new(&format!("(?i){}", regex::escape(name))) {
        Ok(name) => name.replace_all(text, "it").into_owned(),
        Err(_) => text.to_owned(),
    }
}
