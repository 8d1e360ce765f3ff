//! The languages a text asks for. A language counts where the text speaks of ability in it; a grade at
//! school, a market or the language of the advert is none.

use std::sync::LazyLock;

use domain::LanguageNeed;
use regex::Regex;

use super::text::{Statement, Text, has};

/// Languages by their ISO 639-1 code and their folded names in English, German and Spanish.
const LANGUAGES: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "english",
            "englisch",
            "englische",
            "englischen",
            "englischer",
            "englischkenntnisse",
            "englischkenntnissen",
            "inglés",
            "ingles",
        ],
    ),
    (
        "de",
        &[
            "german",
            "deutsch",
            "deutsche",
            "deutschen",
            "deutscher",
            "deutschkenntnisse",
            "deutschkenntnissen",
            "alemán",
        ],
    ),
    (
        "es",
        &["spanish", "spanisch", "spanische", "spanischen", "spanischkenntnisse", "español", "castellano"],
    ),
    ("fr", &["french", "französisch", "französische", "französischen", "französischkenntnisse", "francés"]),
    ("it", &["italian", "italienisch", "italienischkenntnisse", "italiano"]),
    ("pt", &["portuguese", "portugiesisch", "portugués"]),
    ("nl", &["dutch", "niederländisch", "holandés", "neerlandés"]),
    ("pl", &["polish", "polnisch", "polaco"]),
    ("cs", &["czech", "tschechisch", "checo"]),
    ("sv", &["swedish", "schwedisch", "sueco"]),
    ("da", &["danish", "dänisch", "danés"]),
    ("nb", &["norwegian", "norwegisch", "noruego"]),
    ("fi", &["finnish", "finnisch", "finés", "finlandés"]),
    ("ru", &["russian", "russisch", "ruso"]),
    ("uk", &["ukrainian", "ukrainisch", "ucraniano"]),
    ("tr", &["turkish", "türkisch", "turco"]),
    ("ar", &["arabic", "arabisch", "árabe"]),
    ("he", &["hebrew", "hebräisch", "hebreo"]),
    ("hi", &["hindi"]),
    ("zh", &["chinese", "mandarin", "cantonese", "chinesisch", "chino", "mandarín"]),
    ("ja", &["japanese", "japanisch", "japonés"]),
    ("ko", &["korean", "koreanisch", "coreano"]),
    ("cy", &["welsh", "walisisch", "galés"]),
    ("ca", &["catalan", "katalanisch", "catalán"]),
    ("eu", &["basque", "baskisch", "euskera"]),
    ("el", &["greek", "griechisch", "griego"]),
    ("ro", &["romanian", "rumänisch", "rumano"]),
    ("hu", &["hungarian", "ungarisch", "húngaro"]),
];

/// Words of ability, near the language.
const ABILITY: &[&str] = &[
    "fluent",
    "fluency",
    "fluently",
    "speak",
    "speaks",
    "speaker",
    "speaking",
    "spoken",
    "written",
    "verbally in",
    "communicate in",
    "communication skills in",
    "communication in",
    "proficient",
    "proficiency",
    "command of",
    "mastery in",
    "mastery of",
    "knowledge of the",
    "knowledge of",
    "native",
    "bilingual",
    "language skills",
    "skills",
    "level",
    "conversational",
    "a2",
    "b1",
    "b2",
    "c1",
    "c2",
    "kenntnisse",
    "sprachkenntnisse",
    "fließend",
    "fließende",
    "fließendes",
    "verhandlungssicher",
    "verhandlungssichere",
    "verhandlungssicheres",
    "wort und schrift",
    "muttersprache",
    "muttersprachlich",
    "niveau",
    "sehr gut",
    "sehr gute",
    "sehr gutes",
    "sprichst",
    "sprechen",
    "nivel",
    "fluido",
    "dominio",
    "hablado",
    "escrito",
    "hablar",
    "hablas",
    "nativo",
    "bilingüe",
    "conocimientos de",
    "idioma",
    "idiomas",
];

/// Words beside which a language's name means something else.
const OTHER_SUBJECTS: &[&str] = &[
    "gcse",
    "gcses",
    "grade",
    "grades",
    "a level",
    "maths",
    "mathematics",
    "literature",
    "teacher of",
    "teach english",
    "welcome to apply",
    "equally welcome",
    "gesellschaft",
    "markt",
    "market",
    "markets",
    "sign language",
    "language arts",
    "natural language",
    "evaluation",
    "classes",
    "lessons",
    "course",
    "courses",
];

/// Words that say the language is only welcome.
const WELCOME: &[&str] = &[
    "plus",
    "advantage",
    "advantageous",
    "desirable",
    "desired",
    "preferred",
    "prefer",
    "preferably",
    "nice to have",
    "beneficial",
    "bonus",
    "an asset",
    "is welcome",
    "ideally",
    "helpful",
    "von vorteil",
    "vorteilhaft",
    "wünschenswert",
    "idealerweise",
    "gerne auch",
    "hilfreich",
    "valorable",
    "se valora",
    "se valorará",
    "se valorarán",
    "deseable",
    "un plus",
];

/// Words that say the language is needed, whatever the rest of the sentence welcomes.
const REQUIRED: &[&str] = &[
    "required",
    "must",
    "essential",
    "mandatory",
    "need",
    "erforderlich",
    "zwingend",
    "voraussetzung",
    "vorausgesetzt",
    "imprescindible",
    "obligatorio",
    "necesario",
];

/// In a longer sentence, what is welcome in another clause is something else.
const SHORT_WORDS: usize = 14;
/// How many words from the language its ability may stand.
const REACH_WORDS: usize = 7;

/// Parts of a sentence that may differ in how much they ask.
static CLAUSES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r",|;|\(|\)| but | aber | pero | whereas ").expect("the regex is a literal"));

/// The languages the text asks for, each once; the stricter need counts.
pub(super) fn languages(text: &Text) -> Vec<LanguageNeed> {
    let mut found: Vec<LanguageNeed> = Vec::new();
    for need in text.statements.iter().flat_map(of_statement) {
        match found.iter_mut().find(|known| known.language == need.language) {
            Some(known) => known.required |= need.required,
            None => found.push(need),
        }
    }
    found
}

fn of_statement(statement: &Statement) -> Vec<LanguageNeed> {
    let words: Vec<&str> = statement.words.split_whitespace().collect();
    let named: Vec<(usize, &str)> =
        words.iter().enumerate().filter_map(|(at, word)| Some((at, code(word, statement.raw)?))).collect();
    if named.is_empty() || has(&statement.words, OTHER_SUBJECTS) || is_choice(&words, &named) {
        return Vec::new();
    }
    // "German" with no word of ability is asked for when the clause says how much: "German is a plus".
    let clauses: Vec<String> =
        CLAUSES.split(statement.raw).map(|clause| format!(" {} ", domain::text::fold(clause))).collect();
    let is_welcome = |code: &str| {
        let mut own = clauses.iter().filter(|clause| clause.split_whitespace().any(|word| names(code, word)));
        let own = own.next().map_or(statement.words.as_str(), String::as_str);
        let is_alone = named.iter().all(|(_, other)| *other == code);
        let is_short = words.len() <= SHORT_WORDS;
        has(own, WELCOME)
            || (!has(own, REQUIRED)
                && (statement.is_welcome_only || (is_alone && is_short && has(&statement.words, WELCOME))))
    };
    named
        .iter()
        .filter(|(at, code)| is_ability(&words, *at) || (words.len() <= REACH_WORDS && is_welcome(code)))
        .map(|(_, code)| LanguageNeed { language: (*code).to_owned(), required: !is_welcome(code) })
        .collect()
}

fn code(word: &str, raw: &str) -> Option<&'static str> {
    // Everything may need polish; the language has a capital.
    if word == "polish" && !raw.contains("Polish") {
        return None;
    }
    LANGUAGES.iter().find(|(_, names)| names.contains(&word)).map(|(code, _)| *code)
}

fn names(code: &str, word: &str) -> bool {
    LANGUAGES.iter().any(|(known, names)| *known == code && names.contains(&word))
}

/// "German or English": neither of them is asked for by name.
fn is_choice(words: &[&str], named: &[(usize, &str)]) -> bool {
    named.windows(2).any(|pair| {
        let between = &words[pair[0].0 + 1..pair[1].0];
        between.len() <= 2 && between.iter().any(|word| matches!(*word, "or" | "oder" | "o"))
    })
}

/// Whether a word of ability stands near, or is part of the name ("Deutschkenntnisse").
fn is_ability(words: &[&str], at: usize) -> bool {
    let from = at.saturating_sub(REACH_WORDS);
    let until = (at + 1 + REACH_WORDS).min(words.len());
    let near = format!(" {} ", words[from..until].join(" "));
    words[at].contains("kenntnisse") || has(&near, ABILITY)
}

#[cfg(test)]
mod tests {
    use crate::prose::facts;

    #[test]
    fn languages_are_asked_for_in_three_languages() {
        let cases: &[(&str, &[(&str, bool)])] = &[
            ("Fluency in English is required, German is advantageous.", &[("en", true), ("de", false)]),
            ("Excellent command of written and spoken English", &[("en", true)]),
            ("Prefer someone fluent in English and Korean", &[("en", false), ("ko", false)]),
            ("The ability to speak Welsh is desirable.", &[("cy", false)]),
            ("Nice to have:\n- Spanish language skills", &[("es", false)]),
            ("German language skills, while not essential, would be an advantage.", &[("de", false)]),
            (
                "You have very good English language skills, advanced Python skills and solid SQL, and Rust is a plus for us.",
                &[("en", true)],
            ),
            ("Good English level is required, proficiency is preferred.", &[("en", true)]),
            (
                "Sehr gute Deutschkenntnisse in Wort und Schrift, Englisch von Vorteil",
                &[("de", true), ("en", false)],
            ),
            ("Du sprichst fließend Deutsch und Englisch.", &[("de", true), ("en", true)]),
            ("Imprescindible nivel alto de inglés; se valorará francés.", &[("en", true), ("fr", false)]),
            ("Dominio del alemán hablado y escrito.", &[("de", true)]),
        ];
        for (text, expected) in cases {
            let found = facts("", text).languages;
            let found: Vec<(&str, bool)> =
                found.iter().map(|need| (need.language.as_str(), need.required)).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn other_meanings_of_a_language_are_none() {
        for text in [
            "GCSE English Grade C or above",
            "Fluent in Python and SQL",
            "Fluent in German AND/OR English",
            "Welsh and/or English speakers are equally welcome to apply.",
            "You polish skills and products.",
            "We are the leader in the German market.",
            "Excellent written and verbal communication skills",
        ] {
            assert_eq!(facts("", text).languages, [], "{text}");
        }
    }
}
