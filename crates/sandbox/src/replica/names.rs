//! The technical names each family gives its fields.

use super::model::Kin;
use crate::catalogue::dice::Dice;
use crate::forms::{Control, Group};

/// The name of a field every form of the family has.
pub(super) fn basic(kin: Kin, asks: &str, newer: bool) -> String {
    let name = match (kin, asks) {
        (Kin::Greenhouse | Kin::GreenhouseEmbedded, "location") => "candidate-location",
        (Kin::Greenhouse | Kin::GreenhouseEmbedded, "linkedin") => "question_4000001",
        (Kin::GreenhouseLegacy, "linkedin") => "job_application[answers_attributes][90][text_value]",
        (Kin::GreenhouseLegacy, "website") => "job_application[answers_attributes][91][text_value]",
        (Kin::GreenhouseLegacy, other) => return format!("job_application[{other}]"),
        (Kin::Lever, "full_name") => "name",
        (Kin::Lever, "current_company") => "org",
        (Kin::Lever, "linkedin") => "urls[LinkedIn]",
        (Kin::Lever, "github") => "urls[GitHub]",
        (Kin::Lever, "social") => "urls[Twitter]",
        (Kin::Ashby, "full_name") => "_systemfield_name",
        (Kin::Ashby, "email") => "_systemfield_email",
        (Kin::Ashby, "resume") => "_systemfield_resume",
        (Kin::Ashby, "location") => "_systemfield_location",
        (Kin::Ashby, "phone") => "5f0c6f3e-7d0a-4b57-9d6e-0c41b0d3a111",
        (Kin::Ashby, "linkedin") => "0d9a2b11-3c47-4f0a-8f53-5e4b2a9c7222",
        (Kin::Ashby, "social") => "b7c1d8f0-52aa-4c39-9c6b-7a1f0e2d4333",
        (Kin::Workable, "first_name") => "firstname",
        (Kin::Workable, "last_name") => "lastname",
        (Kin::Workable, "street") => "address",
        (Kin::Smartrecruiters, "first_name") => "firstName",
        (Kin::Smartrecruiters, "last_name") => "lastName",
        (Kin::Smartrecruiters, "phone") => "phoneNumber",
        (Kin::Smartrecruiters, "city") => "location.city",
        (Kin::Smartrecruiters, "linkedin") => "web.linkedin",
        (Kin::Smartrecruiters, "website") => "web.website",
        (Kin::Recruitee, "full_name") => "candidate.name",
        (Kin::Recruitee, "resume") => "candidate.cv",
        (Kin::Recruitee, "cover_letter") => "candidate.coverLetterFile",
        (Kin::Recruitee, "linkedin") => "candidate.openQuestionAnswers.90.content",
        (Kin::Recruitee, other) => return format!("candidate.{other}"),
        (Kin::Teamtailor, "resume") => "candidate[resume_remote_url]",
        (Kin::Teamtailor, "cover_letter") => "candidate[job_applications_attributes][0][cover_letter]",
        (Kin::Teamtailor, other) => return format!("candidate[{other}]"),
        (Kin::Personio, "salary") => "salary_expectations",
        (Kin::Personio, "start_date") => "available_from",
        (Kin::Personio, "resume") => "documents[cv]",
        (Kin::Personio, "cover_letter") => "documents[cover-letter]",
        (Kin::Bamboohr, "first_name") => "firstName",
        (Kin::Bamboohr, "last_name") => "lastName",
        (Kin::Bamboohr, "street") => "streetAddress",
        (Kin::Bamboohr, "postal_code") => "zip",
        (Kin::Bamboohr, "country") => "countryId",
        (Kin::Bamboohr, "start_date") => "dateAvailable",
        (Kin::Bamboohr, "salary") => "desiredPay",
        (Kin::Bamboohr, "linkedin") => "linkedinUrl",
        (Kin::Bamboohr, "website") => "websiteUrl",
        (Kin::Bamboohr, "resume") => "resumeFileId",
        (Kin::Bamboohr, "cover_letter") => "coverLetterFileId",
        (Kin::Icims, "first_name") => "PersonProfileFields.FirstName",
        (Kin::Icims, "last_name") => "PersonProfileFields.LastName",
        (Kin::Icims, "email") => "PersonProfileFields.Email",
        (Kin::Icims, "phone") => "-1_PersonProfileFields.PhoneNumber",
        (Kin::Icims, "street") => "-1_PersonProfileFields.AddressStreet1",
        (Kin::Icims, "city") => "-1_PersonProfileFields.AddressCity",
        (Kin::Icims, "postal_code") => "-1_PersonProfileFields.AddressZip",
        (Kin::Icims, "country") => "-1_PersonProfileFields.AddressCountry",
        (Kin::Icims, "how_heard") => "rcf2061",
        (Kin::Icims, "resume") => "PortalProfileFields.Resume",
        (Kin::Workday, asks) => return workday(asks, newer),
        (_, other) => other,
    };
    name.to_owned()
}

/// Workday's older and newer names.
fn workday(asks: &str, newer: bool) -> String {
    let (old, new) = match asks {
        "first_name" => ("legalNameSection_firstName", "legalName--firstName"),
        "last_name" => ("legalNameSection_lastName", "legalName--lastName"),
        "street" => ("addressSection_addressLine1", "address--addressLine1"),
        "city" => ("addressSection_city", "address--city"),
        "postal_code" => ("addressSection_postalCode", "address--postalCode"),
        "country" => ("addressSection_countryRegion", "country--country"),
        "phone" => ("phone-number", "phoneNumber--phoneNumber"),
        "phone_kind" => ("phone-device-type", "phoneNumber--phoneType"),
        "how_heard" => ("sourceSection_source", "source--source"),
        "email" => ("contactEmail", "emailAddress--emailAddress"),
        "resume" => ("file-upload-input-ref", "resumeAttachments--attachments"),
        "linkedin" => ("linkedinQuestion", "socialNetworkAccounts--linkedInAccount"),
        other => (other, other),
    };
    if newer { new } else { old }.to_owned()
}

/// The name of a question the employer added.
pub(super) fn own(kin: Kin, number: usize, control: &Control, group: Group, ids: &mut Dice) -> String {
    let many = matches!(control, Control::Many(_));
    let voluntary = group == Group::Voluntary;
    match kin {
        Kin::Greenhouse | Kin::GreenhouseEmbedded => {
            let id = 30_000_000 + ids.below(9_000_000);
            format!("question_{id}{}", if many { "[]" } else { "" })
        }
        Kin::GreenhouseLegacy => {
            let kind = match control {
                Control::One(options) if options.len() == 2 => "boolean_value",
                Control::One(_) | Control::Many(_) => "answer_selected_options_attributes",
                _ => "text_value",
            };
            format!("job_application[answers_attributes][{number}][{kind}]")
        }
        Kin::Lever => format!(
            "cards[{}][field{number}]",
            uuid::Uuid::from_u128(0x5100_0000_0000_4000_8000_0000_0000_0007)
        ),
        Kin::Ashby => ids.uuid().to_string(),
        Kin::Workable => format!("QA_{}", 6_000_000 + ids.below(2_000_000)),
        Kin::Smartrecruiters => format!("screening.{}", ids.uuid()),
        Kin::Recruitee => {
            let kind = match control {
                Control::One(options) if options.len() == 2 => "flag",
                Control::Many(_) => "multiContent",
                Control::File => "file",
                _ => "content",
            };
            format!("candidate.openQuestionAnswers.{number}.{kind}")
        }
        Kin::Teamtailor => {
            let kind = match control {
                Control::One(options) if options.len() == 2 => "boolean",
                Control::One(_) | Control::Many(_) => "choices",
                Control::Number => "number",
                Control::Date => "date",
                _ => "text",
            };
            match group {
                Group::Consent => "candidate[consent_given]".to_owned(),
                _ => format!("candidate[answers_attributes][{number}][{kind}]"),
            }
        }
        Kin::Personio => match group {
            Group::Consent => "gdpr-consent".to_owned(),
            _ => format!("custom_attribute_{}", 400_000 + ids.below(90_000)),
        },
        Kin::Bamboohr => format!("customQuestions[{}]", 300 + number),
        Kin::Icims => format!("rcf{}", 3000 + number),
        Kin::Workday if voluntary => format!("personalInfoUS--{number}"),
        Kin::Workday => format!("primaryQuestionnaire--{:x}", ids.next()),
    }
}

/// The id of the element: some families use the name, some count, some give none.
pub(super) fn element_id(kin: Kin, name: &str, number: usize, newer: bool) -> String {
    match kin {
        Kin::GreenhouseLegacy => {
            let inner = name.trim_start_matches("job_application");
            let parts: Vec<&str> = inner.split(['[', ']']).filter(|part| !part.is_empty()).collect();
            if parts.len() == 1 {
                parts[0].to_owned()
            } else {
                format!("job_application_{}", parts.join("_"))
            }
        }
        Kin::Workable => format!("input_{name}_input"),
        Kin::Recruitee => format!("input-{name}-{}", number + 3),
        Kin::Teamtailor => {
            name.split(['[', ']']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
        }
        Kin::Bamboohr if !newer => format!("fab-{number}"),
        Kin::Workday if newer => name.to_owned(),
        Kin::Workday => format!("input-{}", number + 1),
        Kin::Smartrecruiters => format!("spl-form-element_{number}"),
        _ => name.to_owned(),
    }
}
