//! What a form field asks, told from its label, in one vocabulary.
//!
//! Pure and table-driven: four languages, most telling phrase first. It refuses to guess: what no phrase
//! explains is [`Meaning::Unknown`]. The right to work and the need of sponsorship are never confused, because
//! the same "yes" means opposite things there.

mod phrases;

use std::sync::LazyLock;

use browser::FieldKind;
use regex::Regex;

macro_rules! meanings {
    ($($(#[$doc:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// What a field asks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Meaning {
            $($(#[$doc])* $name,)*
        }

        impl Meaning {
            /// Every meaning.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word of the vocabulary.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

meanings! {
    /// Given and family name in one field.
    FullName = "full_name",
    /// Given name.
    FirstName = "first_name",
    /// Middle name or initial.
    MiddleName = "middle_name",
    /// Family name.
    LastName = "last_name",
    /// The name a person wants to be called by.
    PreferredName = "preferred_name",
    /// Pronouns.
    Pronouns = "pronouns",
    /// E-mail address.
    Email = "email",
    /// Telephone number.
    Phone = "phone",
    /// Street, postal code or a whole postal address.
    Address = "address",
    /// Where the person lives: town, region, country.
    Location = "location",
    /// LinkedIn profile.
    Linkedin = "linkedin",
    /// GitHub profile.
    Github = "github",
    /// Web site, portfolio or other links.
    Website = "website",
    /// The resume.
    Resume = "resume",
    /// The cover letter.
    CoverLetter = "cover_letter",
    /// Present or last employer.
    CurrentCompany = "current_company",
    /// Present or last job title.
    CurrentTitle = "current_title",
    /// School, degree, grade.
    Education = "education",
    /// A licence, certificate or registration.
    Credential = "credential",
    /// Languages spoken.
    Language = "language",
    /// Whether, or for how many years, the person has done something.
    ExperienceConfirm = "experience_confirm",
    /// A text in the person's own words.
    Essay = "essay",
    /// How the person came upon the job.
    HowHeard = "how_heard",
    /// Who recommended the person.
    Referral = "referral",
    /// Pay wanted.
    Salary = "salary",
    /// First possible day.
    StartDate = "start_date",
    /// Period of notice.
    NoticePeriod = "notice_period",
    /// Willingness to move.
    Relocation = "relocation",
    /// Willingness to come to an office.
    OfficeAttendance = "office_attendance",
    /// Whether the place of work suits.
    WorkLocationOk = "work_location_ok",
    /// The right to work in a country.
    WorkAuthorization = "work_authorization",
    /// The need of a visa or sponsorship.
    Sponsorship = "sponsorship",
    /// Export control and citizenship.
    ExportControl = "export_control",
    /// Former work for the same employer.
    PriorEmployment = "prior_employment",
    /// A former application to the same employer.
    PriorApplication = "prior_application",
    /// Relatives, offices or interests that conflict.
    ConflictOfInterest = "conflict_of_interest",
    /// Agreements that restrict the person.
    Noncompete = "noncompete",
    /// Being of age.
    Age18 = "age_18",
    /// Agreement to terms or to the use of data.
    Consent = "consent",
    /// Equal-opportunity questions: gender, origin, disability, service.
    Eeo = "eeo",
    /// Understood, and none of the above.
    Other = "other",
    /// No question at all: a bare mark, an id, several labels run together.
    NotALabel = "not_a_label",
    /// Not understood.
    Unknown = "unknown",
}

impl Meaning {
    /// The meaning of a word of the vocabulary.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|meaning| meaning.as_str() == word)
    }

    /// Legal and sensitive questions: answered only by what the person stated, never by a rule.
    pub fn is_sensitive(self) -> bool {
        matches!(
            self,
            Self::WorkAuthorization
                | Self::Sponsorship
                | Self::ExportControl
                | Self::PriorEmployment
                | Self::ConflictOfInterest
                | Self::Noncompete
                | Self::Age18
                | Self::Eeo
                | Self::Pronouns
                | Self::Salary
                | Self::Credential
        )
    }

    /// Whether the answer depends on the country it is asked for.
    pub fn depends_on_country(self) -> bool {
        matches!(self, Self::WorkAuthorization | Self::Sponsorship)
    }

    /// The standard `autocomplete` token of the same meaning, where there is one.
    pub fn autocomplete_token(self) -> Option<&'static str> {
        Some(match self {
            Self::FullName => "name",
            Self::FirstName => "given-name",
            Self::MiddleName => "additional-name",
            Self::LastName => "family-name",
            Self::PreferredName => "nickname",
            Self::Email => "email",
            Self::Phone => "tel",
            Self::CurrentCompany => "organization",
            Self::CurrentTitle => "organization-title",
            Self::Website => "url",
            _ => return None,
        })
    }
}

/// Confidence of a label that the page itself explains with an `autocomplete` token.
const BY_TOKEN: f64 = 0.99;
/// Confidence of a meaning told by the kind of input alone.
const BY_KIND: f64 = 0.6;
/// Confidence of a text question told by its first word alone.
const BY_OPENING: f64 = 0.6;
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
    let words = text.split(' ').count();
    for rule in RULES.iter() {
        if rule.pattern.is_match(&text) && !rule.except.as_ref().is_some_and(|except| except.is_match(&text))
        {
            if rule.short_only && words > SHORT_LABEL_WORDS {
                continue;
            }
            let found = settle(rule.meaning, kind, options);
            let weight = if words > SHORT_LABEL_WORDS { IN_A_SENTENCE } else { 1.0 };
            return (found, rule.confidence * weight);
        }
    }
    if let Some(found) = by_kind(kind) {
        return found;
    }
    match OPENINGS.is_match(&text) && options.is_empty() {
        true => (Meaning::Essay, BY_OPENING),
        false => (Meaning::Unknown, 0.0),
    }
}

/// What an `autocomplete` token of the page says, which beats its label.
pub fn of_token(autocomplete: &str) -> Option<(Meaning, f64)> {
    let token = autocomplete.split_whitespace().last()?;
    let meaning = match token {
        "name" => Meaning::FullName,
        "given-name" => Meaning::FirstName,
        "additional-name" => Meaning::MiddleName,
        "family-name" => Meaning::LastName,
        "nickname" => Meaning::PreferredName,
        "email" => Meaning::Email,
        "tel" | "tel-national" => Meaning::Phone,
        "organization" => Meaning::CurrentCompany,
        "organization-title" => Meaning::CurrentTitle,
        "street-address" | "address-line1" | "address-line2" | "postal-code" => Meaning::Address,
        "address-level1" | "address-level2" | "country" | "country-name" => Meaning::Location,
        "url" => Meaning::Website,
        _ => return None,
    };
    Some((meaning, BY_TOKEN))
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

/// A meaning that does not fit what the field takes is not the meaning.
fn settle(meaning: Meaning, kind: Option<FieldKind>, options: &[String]) -> Meaning {
    match (meaning, kind) {
        (Meaning::Essay, _) if is_yes_no(options) => Meaning::ExperienceConfirm,
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
    let run_together = SEVERAL.iter().filter(|part| plain.contains(*part)).count() >= 3;
    !plain.chars().any(char::is_alphabetic) || is_id || run_together
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
