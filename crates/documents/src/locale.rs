//! The words a document is written in: headings, months and the phrases between stated facts.

use serde::{Deserialize, Serialize};

/// The language a document is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// Spanish.
    Spanish,
}

/// The headings of a resume and the words for "to the present".
pub(crate) struct Words {
    pub work: &'static str,
    pub volunteer: &'static str,
    pub education: &'static str,
    pub skills: &'static str,
    pub languages: &'static str,
    pub certificates: &'static str,
    pub projects: &'static str,
    pub present: &'static str,
    pub months: [&'static str; 12],
    pub code: &'static str,
}

const ENGLISH: Words = Words {
    work: "Experience",
    volunteer: "Volunteering",
    education: "Education",
    skills: "Skills",
    languages: "Languages",
    certificates: "Certificates",
    projects: "Projects",
    present: "Present",
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    code: "en",
};

const GERMAN: Words = Words {
    work: "Berufserfahrung",
    volunteer: "Ehrenamt",
    education: "Ausbildung",
    skills: "Kenntnisse",
    languages: "Sprachen",
    certificates: "Zertifikate",
    projects: "Projekte",
    present: "heute",
    months: ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
    code: "de",
};

const SPANISH: Words = Words {
    work: "Experiencia",
    volunteer: "Voluntariado",
    education: "Formación",
    skills: "Competencias",
    languages: "Idiomas",
    certificates: "Certificados",
    projects: "Proyectos",
    present: "actualidad",
    months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
    code: "es",
};

impl Locale {
    /// The locale of an ISO 639-1 code or a language tag such as `de-AT`; English for all others.
    pub fn from_code(code: &str) -> Self {
        match code.get(..2).unwrap_or("").to_ascii_lowercase().as_str() {
            "de" => Self::German,
            "es" => Self::Spanish,
            _ => Self::English,
        }
    }

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        self.words().code
    }

    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::German => &GERMAN,
            Self::Spanish => &SPANISH,
        }
    }

    /// An ISO 8601 date as people write it: `2021-03` gives `Mar 2021`. Anything else stays as it is.
    pub fn date(self, iso: &str) -> String {
        let mut parts = iso.splitn(3, '-');
        let (year, month) =
            (parts.next().unwrap_or(""), parts.next().and_then(|month| month.parse::<usize>().ok()));
        match month.and_then(|month| self.words().months.get(month.checked_sub(1)?)) {
            Some(name) if year.len() == 4 => format!("{name} {year}"),
            _ => iso.to_owned(),
        }
    }

    /// A span of time: `Mar 2021 – Present`. Without a start only the end is written.
    pub fn span(self, start: &str, end: &str) -> String {
        match (start.is_empty(), end.is_empty()) {
            (true, true) => String::new(),
            (true, false) => self.date(end),
            (false, true) => format!("{} – {}", self.date(start), self.words().present),
            (false, false) if start == end => self.date(start),
            (false, false) => format!("{} – {}", self.date(start), self.date(end)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_people_of_each_language_do() {
        assert_eq!(Locale::English.span("2021-03-15", ""), "Mar 2021 – Present");
        assert_eq!(Locale::from_code("de-AT").span("2019", "2021-03"), "2019 – März 2021");
        assert_eq!(Locale::Spanish.span("", "2015"), "2015");
        assert_eq!(Locale::English.date("Spring 2019"), "Spring 2019");
    }
}
