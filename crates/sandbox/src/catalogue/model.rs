//! The nouns of the demo employers' world.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The language an employer publishes and writes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Lang {
    En,
    De,
    Es,
}

impl Lang {
    /// The text in this language.
    pub(crate) fn say<'a>(self, en: &'a str, de: &'a str, es: &'a str) -> &'a str {
        match self {
            Lang::En => en,
            Lang::De => de,
            Lang::Es => es,
        }
    }

    /// The code for HTML's `lang` attribute.
    pub(crate) fn code(self) -> &'static str {
        self.say("en", "de", "es")
    }
}

/// In whose manner an employer publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Family {
    Greenhouse,
    Lever,
    Ashby,
    JsonLd,
}

impl Family {
    /// The name in `/boards.json`.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Family::Greenhouse => "greenhouse",
            Family::Lever => "lever",
            Family::Ashby => "ashby",
            Family::JsonLd => "json_ld",
        }
    }
}

/// A field of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Field {
    Software,
    Data,
    Design,
    Product,
    Nursing,
    Health,
    Finance,
    Marketing,
    Sales,
    Support,
    Logistics,
    Engineering,
    Teaching,
    Hospitality,
    People,
}

impl Field {
    /// Whether the work can be done away from the workplace.
    pub(crate) fn can_be_remote(self) -> bool {
        !matches!(
            self,
            Field::Nursing
                | Field::Health
                | Field::Logistics
                | Field::Engineering
                | Field::Teaching
                | Field::Hospitality
        )
    }
}

/// A town an employer works in. All are real towns; the employers in them are not.
#[derive(Debug, PartialEq)]
pub(crate) struct Place {
    pub city: &'static str,
    pub region: &'static str,
    pub country: &'static str,
    pub country_code: &'static str,
    pub timezone: &'static str,
    pub currency: &'static str,
    /// What a thousand US dollars of the US market are worth here, in thousands of the local currency.
    pub pay_factor: f64,
}

impl Place {
    /// "Leeds, United Kingdom" or, in North America, "Austin, TX".
    pub(crate) fn label(&self, lang: Lang) -> String {
        if self.country_code == "US" || self.country_code == "CA" {
            format!("{}, {}", self.city, self.region)
        } else {
            format!("{}, {}", self.city, self.country_in(lang))
        }
    }

    /// The country's name as it stands in a sentence: "the United States", "der Schweiz".
    pub(crate) fn country_with_article(&self, lang: Lang) -> String {
        let country = self.country_in(lang);
        match (lang, self.country_code) {
            (Lang::En, "US" | "GB" | "NL" | "AE") => format!("the {country}"),
            (Lang::De, "CH") => format!("der {country}"),
            (Lang::En | Lang::De | Lang::Es, _) => country.to_owned(),
        }
    }

    /// The country's name in a language, as far as employers of that language have sites there.
    pub(crate) fn country_in(&self, lang: Lang) -> &'static str {
        match (lang, self.country_code) {
            (Lang::De, "DE") => "Deutschland",
            (Lang::De, "AT") => "Österreich",
            (Lang::De, "CH") => "Schweiz",
            (Lang::Es, "ES") => "España",
            (Lang::Es, "MX") => "México",
            (Lang::En | Lang::De | Lang::Es, _) => self.country,
        }
    }
}

/// An invented employer.
#[derive(Debug)]
pub(crate) struct Company {
    pub slug: &'static str,
    pub name: &'static str,
    pub family: Family,
    pub lang: Lang,
    /// Its colour on its own pages.
    pub color: &'static str,
    pub tagline: &'static str,
    pub about: &'static str,
    pub fields: &'static [Field],
    /// Indices into the places are by city name.
    pub cities: &'static [&'static str],
    pub benefits: &'static [&'static str],
    /// Whether it says what it pays; some never do.
    pub tells_pay: bool,
    /// The mailbox its own mail comes from, and the name beside it.
    pub mail_from: &'static str,
    pub mail_name: &'static str,
    /// Who signs the mail: a function, never a person.
    pub signature: &'static str,
}

/// Where the work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Workplace {
    OnSite,
    Hybrid,
    Remote,
}

/// The kind of contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Employment {
    FullTime,
    PartTime,
    Contract,
    Internship,
}

/// What a pay figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interval {
    Year,
    Hour,
}

/// A pay range in hundredths of the currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pay {
    pub currency: &'static str,
    pub min_cents: i64,
    pub max_cents: i64,
    pub interval: Interval,
}

/// One part of a posting's text.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// Empty for the opening paragraphs.
    pub heading: String,
    pub paragraphs: Vec<String>,
    pub items: Vec<String>,
}

/// A vacancy as an employer publishes it.
#[derive(Debug, Clone)]
pub(crate) struct Posting {
    pub ordinal: u64,
    pub id: String,
    pub company: &'static Company,
    pub title: String,
    pub field: Field,
    pub team: String,
    pub department: String,
    pub place: &'static Place,
    pub more_places: Vec<&'static Place>,
    pub workplace: Workplace,
    pub employment: Employment,
    pub pay: Option<Pay>,
    pub skills: Vec<String>,
    pub sections: Vec<Section>,
    pub requisition: String,
    pub opened_at: DateTime<Utc>,
}

impl Posting {
    /// The place as boards write it, with remote work named.
    pub(crate) fn location(&self) -> String {
        match self.workplace {
            Workplace::Remote => {
                let lang = self.company.lang;
                format!("{}{}", lang.say("Remote - ", "Remote, ", "Remoto, "), self.place.country_in(lang))
            }
            Workplace::OnSite | Workplace::Hybrid => self.place.label(self.company.lang),
        }
    }
}
