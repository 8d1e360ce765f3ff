//! A cover letter from stated facts alone: which position comes closest, which skills the posting
//! names, what was achieved there. No praise, no promise, nothing the profile does not say.

use domain::profile::Work;
use domain::{Posting, Resume};
use serde::{Deserialize, Serialize};

use crate::locale::Locale;
use crate::relevance::{Asked, matched_skills};

/// How many matched skills a letter names.
const SKILLS_NAMED: usize = 6;
/// How many highlights a letter tells.
const HIGHLIGHTS_TOLD: usize = 3;
/// The longest highlight that reads well in a letter.
const LONGEST_HIGHLIGHT: usize = 260;

/// A cover letter, ready to print or to paste.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The language it is written in.
    pub locale: Locale,
    /// The employer it goes to.
    pub company: String,
    /// What it is about.
    pub subject: String,
    /// The salutation.
    pub greeting: String,
    /// What it says.
    pub paragraphs: Vec<Paragraph>,
    /// The closing formula.
    pub closing: String,
    /// Who signs.
    pub name: String,
}

/// A paragraph, possibly with a list below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// The text.
    pub text: String,
    /// The list; every item is a highlight of the resume, word for word.
    pub items: Vec<String>,
}

impl Letter {
    /// The letter as plain text, for a text field of a form.
    pub fn text(&self) -> String {
        let mut parts = vec![self.greeting.clone()];
        for paragraph in &self.paragraphs {
            let items = paragraph.items.iter().map(|item| format!("\n- {item}"));
            parts.push(format!("{}{}", paragraph.text, items.collect::<String>()));
        }
        parts.push(format!("{}\n{}", self.closing, self.name).trim_end().to_owned());
        parts.join("\n\n")
    }
}

/// A letter of `resume` for `job`.
pub fn cover_letter(resume: &Resume, job: &Posting, locale: Locale) -> Letter {
    let asked = Asked::of(job);
    let mut skills = matched_skills(resume, job);
    skills.retain(|skill| reads_as_a_name(skill));
    let phrases = Phrases { locale };
    let closest = closest(resume, &asked);
    let mut paragraphs = vec![Paragraph { text: phrases.opening(job, resume, closest), items: Vec::new() }];
    if let Some(text) = phrases.skills(&skills, resume) {
        paragraphs.push(Paragraph { text, items: Vec::new() });
    }
    if let Some(work) = closest {
        let items = told(work, &asked, &resume.stated_skills());
        if !items.is_empty() {
            paragraphs.push(Paragraph { text: phrases.highlights(work), items });
        }
    }
    if let Some(text) = phrases.languages(resume, &asked) {
        paragraphs.push(Paragraph { text, items: Vec::new() });
    }
    paragraphs.push(Paragraph { text: phrases.end(resume), items: Vec::new() });
    Letter {
        locale,
        company: job.company.trim().to_owned(),
        subject: phrases.subject(job),
        greeting: phrases.greeting(job),
        paragraphs,
        closing: phrases.closing().to_owned(),
        name: resume.basics.name.trim().to_owned(),
    }
}

/// Whether a skill can stand in a sentence. Skill lists of resumes hold single everyday words as well
/// ("read", "office"), which the posting is sure to use too; a name has a capital, a sign, a digit or a second word.
fn reads_as_a_name(skill: &str) -> bool {
    !skill.trim().chars().all(char::is_lowercase)
}

/// The position that has most to do with the posting; of equals the newest.
fn closest<'a>(resume: &'a Resume, asked: &Asked) -> Option<&'a Work> {
    let skills = resume.stated_skills();
    let named = resume.work.iter().filter(|work| !work.position.trim().is_empty());
    // `max_by_key` keeps the last of equals, so the newest comes last.
    named.rev().max_by_key(|work| {
        let told = format!("{} {}", work.summary, work.highlights.join(" "));
        asked.title_overlap(&work.position) * 6 + asked.relevance(&told, &skills).min(12)
    })
}

/// The highlights of a position that have most to do with the posting.
fn told(work: &Work, asked: &Asked, skills: &[String]) -> Vec<String> {
    let fits = |highlight: &&String| (12..=LONGEST_HIGHLIGHT).contains(&highlight.chars().count());
    let mut highlights: Vec<&String> = work.highlights.iter().filter(fits).collect();
    highlights.sort_by_cached_key(|highlight| std::cmp::Reverse(asked.relevance(highlight, skills)));
    highlights.into_iter().take(HIGHLIGHTS_TOLD).cloned().collect()
}

/// The sentences between the facts.
struct Phrases {
    locale: Locale,
}

impl Phrases {
    fn subject(&self, job: &Posting) -> String {
        let title = job.title.trim();
        match self.locale {
            Locale::English => format!("Application: {title}"),
            Locale::German => format!("Bewerbung: {title}"),
            Locale::Spanish => format!("Candidatura: {title}"),
        }
    }

    fn greeting(&self, job: &Posting) -> String {
        let company = job.company.trim();
        match (self.locale, company) {
            (Locale::English, "") => "Dear hiring team,".to_owned(),
            (Locale::English, _) => format!("Dear hiring team at {company},"),
            (Locale::German, _) => "Sehr geehrte Damen und Herren,".to_owned(),
            (Locale::Spanish, "") => "Estimado equipo de selección:".to_owned(),
            (Locale::Spanish, _) => format!("Estimado equipo de selección de {company}:"),
        }
    }

    fn closing(&self) -> &'static str {
        match self.locale {
            Locale::English => "Kind regards,",
            Locale::German => "Mit freundlichen Grüßen",
            Locale::Spanish => "Atentamente,",
        }
    }

    /// What is applied for, the newest position, and the closest one when that is another.
    fn opening(&self, job: &Posting, resume: &Resume, closest: Option<&Work>) -> String {
        let title = job.title.trim();
        let mut text = match self.locale {
            Locale::English => format!("I am applying for the position of {title}."),
            Locale::German => format!("hiermit bewerbe ich mich auf die Stelle „{title}“."),
            Locale::Spanish => format!("Les presento mi candidatura al puesto de {title}."),
        };
        let newest = resume.work.iter().find(|work| !work.position.trim().is_empty());
        if let Some(newest) = newest {
            text.push(' ');
            text.push_str(&self.position(newest));
        }
        if let Some(closest) =
            closest.filter(|closest| newest.is_some_and(|newest| !std::ptr::eq(newest, *closest)))
        {
            text.push(' ');
            text.push_str(&self.closest(closest));
        }
        text
    }

    /// `work` in a sentence; "currently" only when the resume gives a start and no end.
    fn position(&self, work: &Work) -> String {
        let (position, employer) = (work.position.trim(), work.name.trim());
        let current = !work.start_date.is_empty() && work.end_date.is_empty();
        let span = self.span(work);
        match (self.locale, current, employer) {
            (Locale::English, true, "") => format!("I currently work as {position}."),
            (Locale::English, true, _) => format!("I currently work as {position} at {employer}."),
            (Locale::English, false, "") => format!("Most recently I worked as {position}{span}."),
            (Locale::English, false, _) => {
                format!("Most recently I worked as {position} at {employer}{span}.")
            }
            (Locale::German, true, "") => format!("Zurzeit arbeite ich als {position}."),
            (Locale::German, true, _) => format!("Zurzeit arbeite ich als {position} bei {employer}."),
            (Locale::German, false, "") => format!("Zuletzt war ich als {position} tätig{span}."),
            (Locale::German, false, _) => {
                format!("Zuletzt war ich als {position} bei {employer} tätig{span}.")
            }
            (Locale::Spanish, true, "") => format!("Actualmente trabajo como {position}."),
            (Locale::Spanish, true, _) => format!("Actualmente trabajo como {position} en {employer}."),
            (Locale::Spanish, false, "") => format!("Mi puesto más reciente fue {position}{span}."),
            (Locale::Spanish, false, _) => {
                format!("Mi puesto más reciente fue {position} en {employer}{span}.")
            }
        }
    }

    fn closest(&self, work: &Work) -> String {
        let (position, employer, span) = (work.position.trim(), work.name.trim(), self.span(work));
        let at = |word: &str| if employer.is_empty() { String::new() } else { format!(" {word} {employer}") };
        match self.locale {
            Locale::English => format!("Closest to this role is my work as {position}{}{span}.", at("at")),
            Locale::German => {
                format!("Am nächsten kommt dieser Stelle meine Tätigkeit als {position}{}{span}.", at("bei"))
            }
            Locale::Spanish => {
                format!("Lo más cercano a este puesto es mi trabajo como {position}{}{span}.", at("en"))
            }
        }
    }

    fn span(&self, work: &Work) -> String {
        let span = self.locale.span(&work.start_date, &work.end_date);
        if span.is_empty() { span } else { format!(" ({span})") }
    }

    /// The skills the posting names, or else the first the resume states.
    fn skills(&self, matched: &[String], resume: &Resume) -> Option<String> {
        if matched.is_empty() {
            let stated = resume.stated_skills();
            let list =
                self.list(&stated.iter().take(SKILLS_NAMED).map(String::as_str).collect::<Vec<_>>())?;
            return Some(match self.locale {
                Locale::English => format!("My skills include {list}."),
                Locale::German => format!("Zu meinen Kenntnissen gehören {list}."),
                Locale::Spanish => format!("Entre mis competencias están {list}."),
            });
        }
        let list = self.list(&matched.iter().take(SKILLS_NAMED).map(String::as_str).collect::<Vec<_>>())?;
        let one = matched.len() == 1;
        Some(match (self.locale, one) {
            (Locale::English, true) => format!("Of what your posting names, I bring {list}."),
            (Locale::English, false) => format!("Of the skills your posting names, I bring {list}."),
            (Locale::German, _) => {
                format!("Von den Kenntnissen, die Sie in der Ausschreibung nennen, bringe ich {list} mit.")
            }
            (Locale::Spanish, _) => format!("De lo que pide su oferta, aporto {list}."),
        })
    }

    /// What stands above the highlights of `work`.
    fn highlights(&self, work: &Work) -> String {
        let place = if work.name.trim().is_empty() { work.position.trim() } else { work.name.trim() };
        match self.locale {
            Locale::English => format!("From my work at {place}:")
                .replace("at ", if work.name.trim().is_empty() { "as " } else { "at " }),
            Locale::German => format!(
                "Aus meiner Tätigkeit {} {place}:",
                if work.name.trim().is_empty() { "als" } else { "bei" }
            ),
            Locale::Spanish => {
                format!("De mi trabajo {} {place}:", if work.name.trim().is_empty() { "como" } else { "en" })
            }
        }
    }

    /// The languages the posting names and the resume states.
    fn languages(&self, resume: &Resume, asked: &Asked) -> Option<String> {
        let named = resume.languages.iter().filter(|language| asked.names(&language.language));
        let each: Vec<String> = named
            .map(|language| match language.fluency.trim() {
                "" => language.language.trim().to_owned(),
                fluency => format!("{} ({fluency})", language.language.trim()),
            })
            .collect();
        let list = self.list(&each.iter().map(String::as_str).collect::<Vec<_>>())?;
        Some(match self.locale {
            Locale::English => format!("Languages you ask for: {list}."),
            Locale::German => format!("Sprachen, die Sie nennen: {list}."),
            Locale::Spanish => format!("Idiomas que piden: {list}."),
        })
    }

    /// Where the rest stands and how the person is reached.
    fn end(&self, resume: &Resume) -> String {
        let basics = &resume.basics;
        let ways: Vec<&str> =
            [basics.email.trim(), basics.phone.trim()].into_iter().filter(|way| !way.is_empty()).collect();
        let reach = ways.join(match self.locale {
            Locale::English => " or ",
            Locale::German => " oder ",
            Locale::Spanish => " o ",
        });
        let (rest, reached) = match self.locale {
            Locale::English => (
                "My resume is attached. I would be glad to talk with you about the position.",
                "You can reach me at",
            ),
            Locale::German => (
                "Meinen Lebenslauf finden Sie anbei. Über ein Gespräch freue ich mich.",
                "Sie erreichen mich unter",
            ),
            Locale::Spanish => (
                "Adjunto mi currículum. Me gustaría conversar con ustedes sobre el puesto.",
                "Pueden localizarme en",
            ),
        };
        if reach.is_empty() { rest.to_owned() } else { format!("{rest} {reached} {reach}.") }
    }

    /// `a, b and c`.
    fn list(&self, items: &[&str]) -> Option<String> {
        let and = match self.locale {
            Locale::English => "and",
            Locale::German => "und",
            Locale::Spanish => "y",
        };
        match items {
            [] => None,
            [one] => Some((*one).to_owned()),
            [first @ .., last] => Some(format!("{} {and} {last}", first.join(", "))),
        }
    }
}
