//! What a posting says in its sentences only. Boards without a field for pay or place of work have
//! employers write it into the text. Only plain statements count: a missing fact hides nothing, a wrong
//! one hides the job from somebody. A text that contradicts itself states nothing.
//!
//! One file per fact, in English, German and Spanish. `cargo run -p sources --example facts` measures
//! them on labelled postings.

mod clearance;
mod employment;
mod forms;
mod languages;
mod level;
mod pay;
mod place;
mod remote;
mod sites;
mod text;
mod visa;

use domain::{Clearance, EmploymentType, LanguageNeed, Level, Pay, RemotePolicy, Visa};

use text::Text;

/// What a title and a description state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Where the work is done.
    pub remote: RemotePolicy,
    /// Form of employment, from the title or the text.
    pub employment_type: Option<EmploymentType>,
    /// Seniority, from the title or the text.
    pub level: Option<Level>,
    /// Pay.
    pub pay: Option<Pay>,
    /// Places of work, as written.
    pub places: Vec<String>,
    /// Languages the work asks for.
    pub languages: Vec<LanguageNeed>,
    /// What is said about a permit to work.
    pub visa: Option<Visa>,
    /// Checks a candidate has to pass.
    pub clearance: Vec<Clearance>,
}

/// How much of a title is looked through; the longest real one seen has 80.
const TITLE_CHARS: usize = 500;

/// Reads a title and a description as plain text.
pub fn facts(title: &str, description: &str) -> Facts {
    let title = title.char_indices().nth(TITLE_CHARS).map_or(title, |(end, _)| &title[..end]);
    let text = Text::of(description);
    Facts {
        remote: remote::remote(&text),
        employment_type: employment::employment(title, &text),
        level: level::level(title, &text),
        pay: pay::pay(&text),
        places: place::places(&text),
        languages: languages::languages(&text),
        visa: visa::visa(&text),
        clearance: clearance::clearance(&text),
    }
}
