//! The application form of a posting: which fields it has, how each family draws them, and what counts as an answer.
//!
//! The fields are values, made once from the posting; the pages, the published question lists and the check of what was sent
//! all read the same values, so they cannot disagree.

mod ashby;
mod basics;
mod check;
mod controls;
mod greenhouse;
mod lever;
mod page;
mod questions;

pub(crate) use ashby::{application_page as ashby_page, draw as ashby_field};
pub(crate) use check::{
    Accepted, Answer, Checked, FileSeen, MAX_FILE_BYTES, Sent, Upload, check, option_value,
};
pub(crate) use greenhouse::{draw as greenhouse_field, job_page as greenhouse_page};
pub(crate) use lever::{apply_page as lever_page, draw as lever_field};
pub(crate) use page::apply_page as generic_page;
pub(crate) use questions::fields;

use std::collections::BTreeMap;

/// What a field takes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Control {
    Text,
    Email,
    Phone,
    Url,
    Number,
    Date,
    Essay,
    File,
    /// One of the known towns, chosen from suggestions.
    Town,
    YesNo,
    One(Vec<String>),
    Many(Vec<String>),
    /// A box that must be ticked when required.
    Consent,
}

impl Control {
    /// The kind of control in one word, for the test controls.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Control::Text => "text",
            Control::Email => "email",
            Control::Phone => "phone",
            Control::Url => "url",
            Control::Number => "number",
            Control::Date => "date",
            Control::Essay => "essay",
            Control::File => "file",
            Control::Town => "town",
            Control::YesNo => "yes_no",
            Control::One(_) => "one",
            Control::Many(_) => "many",
            Control::Consent => "consent",
        }
    }
}

/// The part of the form a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    About,
    Links,
    Question,
    /// A last field for whatever the applicant wants to add.
    Extra,
    /// Equal-opportunity questions; never required.
    Voluntary,
    Consent,
}

/// One field of a form.
#[derive(Debug, Clone)]
pub(crate) struct FormField {
    pub name: String,
    pub label: String,
    pub required: bool,
    pub control: Control,
    pub group: Group,
}

impl FormField {
    /// The options of a choice, in the order offered; empty for anything else.
    pub(crate) fn options(&self, lang: crate::catalogue::Lang) -> Vec<String> {
        match &self.control {
            Control::YesNo => {
                vec![lang.say("Yes", "Ja", "Sí").to_owned(), lang.say("No", "Nein", "No").to_owned()]
            }
            Control::One(options) | Control::Many(options) => options.clone(),
            Control::Text
            | Control::Email
            | Control::Phone
            | Control::Url
            | Control::Number
            | Control::Date
            | Control::Essay
            | Control::File
            | Control::Town
            | Control::Consent => Vec::new(),
        }
    }
}

/// What a form shows again after it was refused: the values and the complaint at each field.
#[derive(Debug, Default)]
pub(crate) struct Refill {
    pub values: BTreeMap<String, Vec<String>>,
    pub errors: BTreeMap<String, String>,
}

impl Refill {
    /// The first value given for a field, or nothing.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// The complaint at a field, or nothing.
    pub(crate) fn error(&self, name: &str) -> &str {
        self.errors.get(name).map_or("", String::as_str)
    }

    /// Whether a choice was made.
    pub(crate) fn chose(&self, name: &str, option: &str) -> bool {
        self.values.get(name).is_some_and(|values| values.iter().any(|value| value == option))
    }

    /// The complaint at a field as HTML; empty when there is none.
    fn complaint(&self, name: &str) -> String {
        self.errors.get(name).map_or_else(String::new, |error| {
            format!(
                "<p class=\"field-error\" role=\"alert\" data-error-for=\"{}\">{}</p>",
                crate::html::escape(name),
                crate::html::escape(error)
            )
        })
    }
}

/// The name of the field no person sees. Whoever fills it is a program that fills everything.
pub(crate) const HONEYPOT: &str = "contact_me_by_fax";
