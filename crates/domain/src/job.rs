//! Jobs: a vacancy as a board publishes it ([`Posting`]) and as Jobwire keeps it ([`Job`]).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Ats, JobId, SourceId};

/// A vacancy as one board publishes it at one moment, already normalised. The output of a parser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Posting {
    /// The board's own id of the vacancy; unique within the source.
    pub external_id: String,
    /// The system that takes applications, where it is known from the address.
    pub ats: Ats,
    /// Job title.
    pub title: String,
    /// The employer.
    pub company: String,
    /// The place as the board writes it; empty when it says none.
    pub location: String,
    /// Every place of work, one entry each, as written.
    pub places: Vec<String>,
    /// Where the work is done.
    pub remote: RemotePolicy,
    /// Form of employment.
    pub employment_type: Option<EmploymentType>,
    /// Seniority, from the title or the board's own field.
    pub level: Option<Level>,
    /// Pay where the posting states it.
    pub pay: Option<Pay>,
    /// Languages the posting asks for, each once.
    #[serde(default)]
    #[schema(required = true)]
    pub languages: Vec<LanguageNeed>,
    /// What it says about a permit to work.
    #[serde(default)]
    #[schema(required = true)]
    pub visa: Option<Visa>,
    /// Checks a candidate has to pass, each once.
    #[serde(default)]
    #[schema(required = true)]
    pub clearance: Vec<Clearance>,
    /// The description as plain text, paragraphs separated by blank lines, list items by `- `.
    pub description: String,
    /// ISO 639-1 language of the description, when it could be told.
    pub language: Option<String>,
    /// The page of the posting.
    pub url: String,
    /// Where an application begins; the posting's page when the board names nothing else.
    pub apply_url: String,
    /// When the board says it was published.
    pub posted_at: Option<DateTime<Utc>>,
    /// When applications end.
    pub valid_through: Option<DateTime<Utc>>,
}

/// A vacancy as Jobwire keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// The board it came from.
    pub source_id: SourceId,
    /// What the board says.
    #[serde(flatten)]
    pub posting: Posting,
    /// When Jobwire first saw it.
    pub first_seen_at: DateTime<Utc>,
    /// When its content last changed.
    pub changed_at: DateTime<Utc>,
    /// When it was found to be no longer published.
    pub closed_at: Option<DateTime<Utc>>,
}

/// Where the work is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RemotePolicy {
    /// At the employer's place.
    OnSite,
    /// Partly at home.
    Hybrid,
    /// Wholly at home.
    Remote,
    /// The posting does not say.
    #[default]
    Unknown,
}

/// Form of employment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmploymentType {
    /// Full time.
    FullTime,
    /// Part time.
    PartTime,
    /// A fixed term or a contractor's engagement.
    Contract,
    /// Through an agency or for a season.
    Temporary,
    /// Internship or apprenticeship.
    Internship,
}

/// Seniority, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Student or trainee.
    Intern,
    /// First years.
    Junior,
    /// Experienced.
    Mid,
    /// Very experienced.
    Senior,
    /// Leads a team or a subject.
    Lead,
    /// Leads an organisation.
    Executive,
}

/// A pay range. At least one bound is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Pay {
    /// Lower bound in units of the currency.
    pub min: Option<f64>,
    /// Upper bound in units of the currency.
    pub max: Option<f64>,
    /// ISO 4217 code, e.g. `EUR`.
    pub currency: String,
    /// What the amounts are paid for.
    pub period: PayPeriod,
}

/// What a pay amount is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PayPeriod {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// A language a posting asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct LanguageNeed {
    /// ISO 639-1, e.g. `de`.
    pub language: String,
    /// Whether the work needs it; otherwise it is welcome.
    pub required: bool,
}

/// What a posting says about a permit to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visa {
    /// The employer sponsors a visa, or considers who needs one.
    Sponsored,
    /// The employer sponsors none.
    NotSponsored,
    /// The candidate has to be allowed to work there; nothing is said about sponsoring.
    RightToWork,
}

/// A check a candidate has to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clearance {
    /// The register of convictions: DBS, PVG, Führungszeugnis, antecedentes penales.
    CriminalRecord,
    /// The employer's own look at the candidate's past.
    Background,
    /// The United Kingdom's baseline standard (BPSS).
    Baseline,
    /// The United Kingdom's Security Check (SC).
    SecurityCheck,
    /// The United Kingdom's Developed Vetting (DV).
    DevelopedVetting,
    /// Public Trust of the United States.
    PublicTrust,
    /// Secret, of the United States.
    Secret,
    /// Top Secret, of the United States, with or without SCI.
    TopSecret,
    /// A security clearance of another or no name.
    Security,
    /// The country's own citizens only.
    Citizenship,
}

impl PayPeriod {
    /// How many of this period make a full-time working year: 2080 hours, 260 days, 52 weeks.
    pub fn per_year(self) -> f64 {
        match self {
            Self::Hour => 2080.0,
            Self::Day => 260.0,
            Self::Week => 52.0,
            Self::Month => 12.0,
            Self::Year => 1.0,
        }
    }
}

impl Job {
    /// Whether an application is still possible as far as Jobwire knows.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// What "the same job" means for "never apply twice": the board and the board's id.
    pub fn key(&self) -> String {
        format!("{}:{}", self.source_id, self.posting.external_id)
    }
}
