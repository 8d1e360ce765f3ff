//! The fields every form of a family has, whatever the posting.

use super::{Control, FormField, Group};
use crate::catalogue::dice::Dice;
use crate::catalogue::{Lang, Posting};

fn field(name: &str, label: &str, required: bool, control: Control, group: Group) -> FormField {
    FormField { name: name.to_owned(), label: label.to_owned(), required, control, group }
}

/// Name, address, place and documents, in Greenhouse's names.
pub(super) fn greenhouse() -> Vec<FormField> {
    let countries = [
        "United States",
        "United Kingdom",
        "Germany",
        "Spain",
        "Ireland",
        "Canada",
        "Netherlands",
        "France",
        "Austria",
        "Switzerland",
        "Portugal",
        "Mexico",
        "Colombia",
        "India",
        "Singapore",
        "United Arab Emirates",
        "Australia",
        "Poland",
        "Italy",
        "Sweden",
    ];
    let countries = countries.map(str::to_owned).to_vec();
    vec![
        field("first_name", "First Name", true, Control::Text, Group::About),
        field("last_name", "Last Name", true, Control::Text, Group::About),
        field("preferred_name", "Preferred First Name", false, Control::Text, Group::About),
        field("email", "Email", true, Control::Email, Group::About),
        field("country", "Country", true, Control::One(countries), Group::About),
        field("phone", "Phone", true, Control::Phone, Group::About),
        field("candidate-location", "Location (City)", true, Control::Town, Group::About),
        field("resume", "Resume/CV", true, Control::File, Group::About),
        field("cover_letter", "Cover Letter", false, Control::File, Group::About),
    ]
}

/// The equal-opportunity questions of postings in the United States.
pub(super) fn voluntary() -> Vec<FormField> {
    let decline = "Decline To Self Identify";
    let one = |options: &[&str]| Control::One(options.iter().map(|option| (*option).to_owned()).collect());
    vec![
        field("gender", "Gender", false, one(&["Male", "Female", decline]), Group::Voluntary),
        field(
            "hispanic_ethnicity",
            "Are you Hispanic/Latino?",
            false,
            one(&["Yes", "No", decline]),
            Group::Voluntary,
        ),
        field(
            "race",
            "Please identify your race",
            false,
            one(&[
                "American Indian or Alaskan Native",
                "Asian",
                "Black or African American",
                "White",
                "Native Hawaiian or Other Pacific Islander",
                "Two or More Races",
                decline,
            ]),
            Group::Voluntary,
        ),
        field(
            "veteran_status",
            "Veteran Status",
            false,
            one(&[
                "I am not a protected veteran",
                "I identify as one or more of the classifications of a protected veteran",
                "I don't wish to answer",
            ]),
            Group::Voluntary,
        ),
        field(
            "disability_status",
            "Disability Status",
            false,
            one(&[
                "Yes, I have a disability, or have had one in the past",
                "No, I do not have a disability and have not had one in the past",
                "I do not want to answer",
            ]),
            Group::Voluntary,
        ),
    ]
}

/// Lever's fixed inputs.
pub(super) fn lever(lang: Lang) -> Vec<FormField> {
    vec![
        field("resume", lang.say("Resume/CV", "Lebenslauf", "Currículum"), true, Control::File, Group::About),
        field(
            "name",
            lang.say("Full name", "Vollständiger Name", "Nombre completo"),
            true,
            Control::Text,
            Group::About,
        ),
        field("email", lang.say("Email", "E-Mail", "Correo electrónico"), true, Control::Email, Group::About),
        field("phone", lang.say("Phone", "Telefon", "Teléfono"), false, Control::Phone, Group::About),
        field(
            "location",
            lang.say("Current location", "Aktueller Wohnort", "Ubicación actual"),
            true,
            Control::Text,
            Group::About,
        ),
        field(
            "org",
            lang.say("Current company", "Derzeitiges Unternehmen", "Empresa actual"),
            false,
            Control::Text,
            Group::About,
        ),
        field("urls[LinkedIn]", "LinkedIn URL", false, Control::Url, Group::Links),
        field("urls[GitHub]", "GitHub URL", false, Control::Url, Group::Links),
        field(
            "urls[Portfolio]",
            lang.say("Portfolio URL", "Portfolio", "Portafolio"),
            false,
            Control::Url,
            Group::Links,
        ),
        field(
            "comments",
            lang.say("Anything else", "Was uns noch interessiert", "Algo más"),
            false,
            Control::Essay,
            Group::Extra,
        ),
    ]
}

/// Ashby's system fields, and two of its own.
pub(super) fn ashby(seed: u64, posting: &Posting) -> Vec<FormField> {
    let mut ids = Dice::new(seed, posting.ordinal, "ashby basics");
    vec![
        field("_systemfield_name", "Full Legal Name", true, Control::Text, Group::About),
        field("_systemfield_email", "Email", true, Control::Email, Group::About),
        field("_systemfield_resume", "Resume", true, Control::File, Group::About),
        field("_systemfield_location", "Where do you live?", true, Control::Town, Group::About),
        field(&ids.uuid().to_string(), "Phone Number", false, Control::Phone, Group::About),
        field(&ids.uuid().to_string(), "LinkedIn Profile", false, Control::Url, Group::Links),
    ]
}

/// What a company asks on a page of its own.
pub(super) fn page(lang: Lang) -> Vec<FormField> {
    let name = |en, de, es| lang.say(en, de, es);
    vec![
        field(
            name("first-name", "vorname", "nombre"),
            name("First name", "Vorname", "Nombre"),
            true,
            Control::Text,
            Group::About,
        ),
        field(
            name("surname", "nachname", "apellidos"),
            name("Surname", "Nachname", "Apellidos"),
            true,
            Control::Text,
            Group::About,
        ),
        field(
            name("e-mail", "email", "correo"),
            name("E-mail address", "E-Mail-Adresse", "Correo electrónico"),
            true,
            Control::Email,
            Group::About,
        ),
        field(
            name("telephone", "telefon", "telefono"),
            name("Telephone", "Telefonnummer", "Teléfono"),
            lang == Lang::Es,
            Control::Phone,
            Group::About,
        ),
        field(
            name("town", "wohnort", "ciudad"),
            name("Town you live in", "Wohnort", "Ciudad de residencia"),
            true,
            Control::Text,
            Group::About,
        ),
        field(
            name("cv", "lebenslauf", "curriculum"),
            name("Your CV (PDF or Word)", "Lebenslauf (PDF oder Word)", "Currículum (PDF o Word)"),
            true,
            Control::File,
            Group::About,
        ),
        field(
            name("letter", "anschreiben", "carta"),
            name("Covering letter", "Anschreiben", "Carta de presentación"),
            false,
            Control::Essay,
            Group::About,
        ),
    ]
}
