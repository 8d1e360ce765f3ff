//! Whether two questions ask the same in other words.
//!
//! Pure, and careful: a wrong "the same" puts a wrong answer before an employer. Both must mean the same, agree in
//! every word that tells something, and share most of the rest. Legal and sensitive questions, and those that want
//! the person's own words, are never recognised by likeness.

use std::collections::BTreeSet;

use crate::meaning::{Meaning, plain};

/// The share of words two questions must have in common, filling ones included (Dice's coefficient).
pub(super) const ALIKE: f64 = 0.7;

/// Words that only hold a question together.
const HOLDING: &str = " a an the of for in on at to with and or any this that these those what which is are am be been do does did \
    you your yours have has had will would can could may should please kindly let us know tell me i my we our it its as by from about \
    if so there currently current enter provide state specify indicate select choose following question answer \
    der die das den dem ein eine einen in im am an auf zu zum zur mit und oder fur von bei ist sind haben hast sie ihr ihre ihren du dein deine wir uns welche welcher welches was bitte \
    el la los las un una de del en y o para por con su sus tu tus es son tiene tienes que cual cuales por favor \
    le les du des et ou pour avec votre vos ton tes est sont avez as que quel quelle quels quelles ";
/// Words that may be missing on one side without changing what is asked.
const FILLING: &str = " how many role position job work working able team company stelle position puesto poste professional overall total exactly ";
/// Words that turn a question round.
const TURNING: [&str; 12] =
    ["not", "no", "never", "without", "except", "kein", "keine", "nicht", "ohne", "sin", "sans", "pas"];
/// What marks a question as legal or sensitive, whatever it was taken to mean.
const SENSITIVE: [&str; 37] = [
    "salary",
    "compensation",
    "gehalt",
    "salario",
    "salaire",
    "sponsor",
    "visa",
    "authoriz",
    "authoris",
    "right to work",
    "citizen",
    "nationalit",
    "gender",
    "geschlecht",
    "race",
    "ethnic",
    "veteran",
    "disab",
    "behinder",
    "demographic",
    "orientation",
    "religio",
    "origin",
    "birth",
    "geburt",
    "genetic",
    "criminal",
    "convict",
    "felon",
    "arrest",
    "medical",
    "health",
    "pregnan",
    "marital",
    "clearance",
    "age of",
    "years old",
];

/// Whether a question with this label asks what `known` asked, in other words. Both meanings are words of the
/// vocabulary.
pub(super) fn is_same(label: &str, meaning: Meaning, known: &str, known_meaning: &str) -> bool {
    if known_meaning != meaning.as_str() || !may_be_recognised(meaning) {
        return false;
    }
    let (one, other) = (plain(label), plain(known));
    let sensitive = |text: &str| SENSITIVE.iter().any(|word| text.contains(word));
    if sensitive(&one) || sensitive(&other) {
        return false;
    }
    let (one, other) = (words(&one), words(&other));
    let telling = |words: &BTreeSet<String>| -> BTreeSet<String> {
        words.iter().filter(|word| !listed(FILLING, word)).cloned().collect()
    };
    let turned = |words: &BTreeSet<String>| TURNING.iter().any(|word| words.contains(*word));
    let told = telling(&one);
    if told.is_empty() || told != telling(&other) || turned(&one) != turned(&other) {
        return false;
    }
    let shared = one.intersection(&other).count();
    2.0 * shared as f64 / (one.len() + other.len()) as f64 >= ALIKE
}

fn may_be_recognised(meaning: Meaning) -> bool {
    let own_words = matches!(
        meaning.group(),
        Meaning::Essay | Meaning::Consent | Meaning::NotALabel | Meaning::CoverLetter
    );
    !(meaning.is_sensitive() || meaning.depends_on_country() || own_words)
}

/// The words of a question without those that only hold it together, plurals folded.
fn words(plain: &str) -> BTreeSet<String> {
    let folded = plain.split(' ').filter(|word| !word.is_empty() && !listed(HOLDING, word)).map(|word| {
        match word.strip_suffix('s') {
            Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
            _ => word.to_owned(),
        }
    });
    folded.collect()
}

fn listed(list: &str, word: &str) -> bool {
    list.contains(&format!(" {word} "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning;

    fn same(one: &str, other: &str) -> bool {
        let (meaning, _) = meaning::of(one, None, &[]);
        let (known, _) = meaning::of(other, None, &[]);
        is_same(one, meaning, other, known.as_str())
    }

    #[test]
    fn the_same_in_other_words_is_recognised() {
        for (one, other) in [
            ("How many years of experience do you have with Python?", "Years of experience with Python"),
            ("Are you able to travel for this role?", "Are you able to travel?"),
            ("Are you willing to travel up to 50%?", "Would you be willing to travel up to 50%?"),
            ("Do you own a car?", "Do you currently own a car?"),
        ] {
            assert!(same(one, other), "{one} / {other}");
            assert!(same(other, one), "{other} / {one}");
        }
    }

    #[test]
    fn what_differs_in_one_telling_word_is_another_question() {
        for (one, other) in [
            (
                "How many years of experience do you have with Python?",
                "How many years of experience do you have with Java?",
            ),
            (
                "How many years of professional backend engineering experience with Go?",
                "How many years of professional frontend engineering experience with Go?",
            ),
            ("Do you have experience with Python?", "How many years of experience do you have with Python?"),
            ("Do you own a car?", "Do you not own a car?"),
            ("Can you work 5 days a week on site?", "Can you work 3 days a week on site?"),
            ("Why do you want to work at Acme?", "Why do you want to work at Globex?"),
            ("Have you worked here before?", "Have you applied here before?"),
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }

    #[test]
    fn legal_and_sensitive_questions_are_never_recognised_by_likeness() {
        for (one, other) in [
            (
                "Are you legally authorized to work in Germany?",
                "Are you currently legally authorized to work in Germany?",
            ),
            ("Will you require visa sponsorship?", "Will you currently require visa sponsorship?"),
            ("What is your gender?", "Which is your gender?"),
            ("Were you ever convicted of a felony?", "Have you been convicted of a felony?"),
            ("What is your expected salary?", "What is your current expected salary?"),
            ("Why do you want to work here?", "Please tell us why you want to work here"),
        ] {
            assert!(!same(one, other), "{one} / {other}");
        }
    }
}
