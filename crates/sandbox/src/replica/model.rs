//! The nouns of replicas: families, languages, fields with their true meaning.

use crate::forms::{Control, FormField};
use serde::{Deserialize, Serialize};

/// The language of a replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tongue {
    En,
    De,
    Es,
    Fr,
}

impl Tongue {
    pub(crate) const ALL: [Self; 4] = [Self::En, Self::De, Self::Es, Self::Fr];

    /// The text in this language.
    pub(crate) fn say<'a>(self, en: &'a str, de: &'a str, es: &'a str, fr: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::De => de,
            Self::Es => es,
            Self::Fr => fr,
        }
    }

    /// The code for HTML's `lang` attribute.
    pub(crate) fn code(self) -> &'static str {
        self.say("en", "de", "es", "fr")
    }

    /// The language the server complains in. Like many of the imitated ones it has no French.
    pub(crate) fn of_server(self) -> crate::catalogue::Lang {
        match self {
            Self::En | Self::Fr => crate::catalogue::Lang::En,
            Self::De => crate::catalogue::Lang::De,
            Self::Es => crate::catalogue::Lang::Es,
        }
    }
}

/// In whose manner a form is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kin {
    Greenhouse,
    GreenhouseLegacy,
    GreenhouseEmbedded,
    Lever,
    Ashby,
    Workable,
    Smartrecruiters,
    Recruitee,
    Teamtailor,
    Personio,
    Bamboohr,
    Icims,
    Workday,
}

impl Kin {
    pub(crate) const ALL: [Self; 13] = [
        Self::Greenhouse,
        Self::GreenhouseLegacy,
        Self::GreenhouseEmbedded,
        Self::Lever,
        Self::Ashby,
        Self::Workable,
        Self::Smartrecruiters,
        Self::Recruitee,
        Self::Teamtailor,
        Self::Personio,
        Self::Bamboohr,
        Self::Icims,
        Self::Workday,
    ];

    /// The word in addresses and on the control API.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Greenhouse => "greenhouse",
            Self::GreenhouseLegacy => "greenhouse_legacy",
            Self::GreenhouseEmbedded => "greenhouse_embedded",
            Self::Lever => "lever",
            Self::Ashby => "ashby",
            Self::Workable => "workable",
            Self::Smartrecruiters => "smartrecruiters",
            Self::Recruitee => "recruitee",
            Self::Teamtailor => "teamtailor",
            Self::Personio => "personio",
            Self::Bamboohr => "bamboohr",
            Self::Icims => "icims",
            Self::Workday => "workday",
        }
    }

    /// Whether the form is told in several steps.
    pub(crate) fn has_steps(self) -> bool {
        matches!(self, Self::Smartrecruiters | Self::Icims | Self::Workday)
    }
}

/// How a choice is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// A native list.
    Select,
    /// A list the page draws itself.
    Drawn,
    Radios,
    /// Buttons side by side.
    Buttons,
}

/// How a day is written into its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Day {
    /// The browser's own date field.
    Native,
    /// Typed as 31.01.2027.
    Dotted,
    /// Typed as 01/31/2027.
    American,
}

impl Day {
    /// What the empty field shows.
    pub(crate) fn hint(self, tongue: Tongue) -> &'static str {
        match self {
            Self::Native => "",
            Self::Dotted => tongue.say("DD.MM.YYYY", "TT.MM.JJJJ", "DD.MM.AAAA", "JJ.MM.AAAA"),
            Self::American => "MM/DD/YYYY",
        }
    }

    /// The day as the check wants it; what is no day stays as it is and fails there.
    pub(crate) fn to_iso(self, text: &str) -> String {
        let format = match self {
            Self::Native => return text.to_owned(),
            Self::Dotted => "%d.%m.%Y",
            Self::American => "%m/%d/%Y",
        };
        chrono::NaiveDate::parse_from_str(text.trim(), format)
            .map_or_else(|_| format!("?{text}"), |day| day.format("%Y-%m-%d").to_string())
    }
}

/// One field of a replica.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub field: FormField,
    /// What it asks, finer than a meaning: `city`, `postal_code`, `first_name`.
    pub asks: String,
    /// The element's id.
    pub id: String,
    /// A sentence below the label; often empty.
    pub help: String,
    pub look: Look,
    pub day: Day,
    /// Counted from zero; always zero in forms of one step.
    pub step: usize,
    /// Asked only of those who gave the first answer to the question with this label.
    pub follows: Option<String>,
}

impl Asked {
    /// A field with nothing special about it.
    pub(crate) fn plain(field: FormField, asks: &str) -> Self {
        Self {
            field,
            asks: asks.to_owned(),
            id: String::new(),
            help: String::new(),
            look: Look::Select,
            day: Day::Native,
            step: 0,
            follows: None,
        }
    }

    /// The options offered, if any.
    pub(crate) fn options(&self) -> &[String] {
        match &self.field.control {
            Control::One(options) | Control::Many(options) => options,
            _ => &[],
        }
    }

    /// The word of Jobwire's vocabulary for what is asked.
    pub(crate) fn meaning(&self) -> &str {
        match self.asks.as_str() {
            "street" | "postal_code" => "address",
            "city" | "region" | "country" => "location",
            "degree" | "school" => "education",
            "years" => "experience_confirm",
            "gender" | "veteran" | "disability" => "eeo",
            "phone_kind" | "sample" => "custom",
            "social" => "website",
            other => other,
        }
    }
}

/// A form that was made.
#[derive(Debug, Clone)]
pub(crate) struct Replica {
    pub id: String,
    pub kin: Kin,
    pub seed: u64,
    pub tongue: Tongue,
    pub company: String,
    pub title: String,
    pub color: &'static str,
    pub fields: Vec<Asked>,
    /// Headings of the steps; one when there are no steps.
    pub steps: Vec<String>,
    /// How required fields are marked.
    pub mark: Mark,
    /// The name of the field no person sees, and how it is kept from them.
    pub trap: &'static str,
    pub trap_style: &'static str,
    /// The newer or the older habits of the family.
    pub newer: bool,
    /// After so many milliseconds the form writes over its fields what it read from the resume.
    pub reads_after: Option<u64>,
}

/// How a form says that a field is required.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Star,
    Glyph,
    Word,
    /// A stylesheet draws the star.
    Drawn,
    /// Only the attribute says so.
    Attribute,
}

impl Replica {
    /// Addresses below the replica's own.
    pub(crate) fn at(&self, base: &str, page: &str) -> String {
        let slash = if page.is_empty() { "" } else { "/" };
        format!("{base}/replica/{}/{}{slash}{page}", self.kin.word(), self.id)
    }

    /// The text in the replica's language.
    pub(crate) fn say<'a>(&self, en: &'a str, de: &'a str, es: &'a str, fr: &'a str) -> &'a str {
        self.tongue.say(en, de, es, fr)
    }
}
