//! How much a stated text has to do with a posting: the words both use, and the skills it names.

use std::collections::HashSet;

use domain::{Posting, Resume};

/// The words of a posting, ready to be compared with.
pub(crate) struct Asked {
    /// Lower-case words in order, for skills of several words.
    words: Vec<String>,
    /// Words as written, for skills of one letter.
    written: HashSet<String>,
    /// Words that carry meaning.
    telling: HashSet<String>,
    /// Words of the title that carry meaning.
    title: HashSet<String>,
}

/// Words of every posting, in English, German and Spanish: they tell nothing about a job.
const EMPTY_WORDS: &str = " about above across after also and any are been being both business can company daily day ensure etc experience for from great have help high including into its join level more must new not office other our out over part people position provide required requirements responsibilities responsible role should skills some strong such support team teams that the their them these they this those through time to under use used using well were what when where which while who will with within work working would year years you your \
aber als am an auch auf aus bei bereich bin bis das dem den der des die diese durch ein eine einen einer erfahrung für haben ihre ihr im in ist mit nach oder sich sie sind sowie team über um und unser unsere unternehmen von vor wir zu zum zur \
al como con de del el en es esta este equipo empresa experiencia la las lo los más nuestra nuestro o para por que se ser sin sobre su sus trabajo un una y ";

impl Asked {
    /// The words of `posting`.
    pub fn of(posting: &Posting) -> Self {
        let whole = format!("{}\n{}", posting.title, posting.description);
        let written = tokens(&whole);
        let words: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
        Self {
            telling: words.iter().filter(|word| tells(word)).map(|word| stem(word)).collect(),
            title: tokens(&posting.title)
                .iter()
                .map(|word| word.to_lowercase())
                .filter(|word| tells(word))
                .map(|word| stem(&word))
                .collect(),
            written: written.into_iter().collect(),
            words,
        }
    }

    /// Whether the posting names `skill`.
    pub fn names(&self, skill: &str) -> bool {
        holds(&self.written, &self.words, skill)
    }

    /// How much `text` has to do with the posting: skills both name count three, other words one.
    pub fn relevance(&self, text: &str, skills: &[String]) -> usize {
        let written = tokens(text);
        let words: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
        let own: HashSet<String> = words.iter().filter(|word| tells(word)).map(|word| stem(word)).collect();
        let shared = own.intersection(&self.telling).count();
        let written: HashSet<String> = written.into_iter().collect();
        let both = |skill: &&String| holds(&written, &words, skill) && self.names(skill);
        shared + 3 * skills.iter().filter(both).count()
    }

    /// How many telling words of the posting's title `text` shares.
    pub fn title_overlap(&self, text: &str) -> usize {
        let own: HashSet<String> = tokens(text).iter().map(|word| stem(&word.to_lowercase())).collect();
        own.intersection(&self.title).count()
    }
}

/// Whether a text names `skill`: `words` are its words in lower case and `written` as they are. A
/// skill of one letter, `C` or `R`, must be written large.
fn holds(written: &HashSet<String>, words: &[String], skill: &str) -> bool {
    let wanted: Vec<String> = tokens(skill).iter().map(|word| word.to_lowercase()).collect();
    match wanted.as_slice() {
        [] => false,
        [word] if word.chars().count() == 1 => written.contains(&word.to_uppercase()),
        [word] => words.iter().any(|other| same(word, other)),
        several => {
            words.windows(several.len()).any(|window| window.iter().zip(several).all(|(a, b)| same(a, b)))
        }
    }
}

/// The skills a resume states and a posting names, in the resume's words and order.
pub fn matched_skills(resume: &Resume, posting: &Posting) -> Vec<String> {
    let asked = Asked::of(posting);
    resume.stated_skills().into_iter().filter(|skill| asked.names(skill)).collect()
}

/// Words with the signs that belong to names of tools: `C++`, `C#`, `.NET`, `Node.js`.
fn tokens(text: &str) -> Vec<String> {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#' | '.');
    let words = text.split(|c: char| !belongs(c)).map(|word| {
        let word = word.trim_end_matches('.');
        let dotted = word.strip_prefix('.').filter(|rest| !rest.starts_with(|c: char| c.is_alphabetic()));
        dotted.unwrap_or(word).to_owned()
    });
    words.filter(|word| word.chars().any(char::is_alphanumeric)).collect()
}

fn tells(word: &str) -> bool {
    word.chars().count() >= 3
        && !EMPTY_WORDS.contains(&format!(" {word} "))
        && word.chars().any(char::is_alphabetic)
}

/// A word without a plural `s`, so that `services` and `service` are one.
fn stem(word: &str) -> String {
    let long = word.chars().count() > 4 && !word.ends_with("ss");
    if long { word.strip_suffix('s').unwrap_or(word).to_owned() } else { word.to_owned() }
}

/// Whether two words name the same tool: `react`, `react.js` and `reactjs` do.
fn same(a: &str, b: &str) -> bool {
    fn bare(word: &str) -> String {
        let word = word
            .strip_suffix(".js")
            .or_else(|| word.strip_suffix("js").filter(|rest| rest.len() > 3))
            .unwrap_or(word);
        stem(word)
    }
    a == b || bare(a) == bare(b)
}
