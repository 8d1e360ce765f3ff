//! Greenhouse-like: posting and form on one page, comboboxes that take only chosen options, sent by script.

use super::controls::{captcha, flag, honeypot, star};
use super::{Control, FormField, Group, Refill, option_value};
use crate::behaviour::Captcha;
use crate::careers::{facts, header, structured_data};
use crate::catalogue::prose::html;
use crate::catalogue::{Lang, Posting};
use crate::html::{Page, escape};
use crate::urls;
use std::fmt::Write as _;

/// The page of a posting with its form.
pub(crate) fn job_page(
    base: &str,
    posting: &Posting,
    fields: &[FormField],
    refill: &Refill,
    with_captcha: Option<Captcha>,
) -> String {
    let lang = posting.company.lang;
    let mut form = String::new();
    for field in fields.iter().filter(|field| field.group != Group::Voluntary) {
        form.push_str(&draw(field, lang, refill));
    }
    let body = format!(
        "{head}<main class=\"job-post-container\"><div class=\"job__title\"><h1>{title}</h1>{facts}\
         <a class=\"apply-button\" href=\"#application-form\">{apply}</a></div>\
         <div class=\"job__description body\">{text}</div>\
         <section class=\"application--container\"><h2>{heading}</h2><p class=\"hint\"><span class=\"required\">*</span> {required}</p>\
         <form id=\"application-form\" class=\"application--form\" method=\"post\" enctype=\"multipart/form-data\" action=\"{action}\" novalidate>\
         {honeypot}<div class=\"application--questions\">{form}</div>{voluntary}{captcha}<div class=\"form-problem\" role=\"alert\" hidden></div>\
         <div class=\"application--submit\"><button type=\"submit\" id=\"submit_app\" class=\"btn btn--pill\">{submit}</button></div></form></section></main>",
        head = header(base, posting.company),
        title = escape(&posting.title),
        facts = facts(posting),
        apply = lang.say("Apply", "Bewerben", "Inscribirse"),
        text = html(&posting.sections),
        heading =
            lang.say("Apply for this job", "Bewerben Sie sich auf diese Stelle", "Inscríbete en esta oferta"),
        required = lang.say("indicates a required field", "Pflichtfeld", "campo obligatorio"),
        action = urls::submit("", posting),
        honeypot = honeypot(),
        voluntary = voluntary(fields, lang, refill),
        captcha = captcha(with_captcha),
        submit = lang.say("Submit application", "Bewerbung absenden", "Enviar candidatura"),
    );
    let title = format!(
        "{} {} {}",
        lang.say("Job Application for", "Bewerbung als", "Candidatura para"),
        posting.title,
        lang.say("at", "bei", "en")
    ) + " "
        + posting.company.name;
    let head =
        format!("{}<script src=\"/assets/greenhouse.js\" defer></script>\n", structured_data(base, posting));
    Page {
        lang: lang.code(),
        title: &title,
        style: "greenhouse.css",
        color: posting.company.color,
        head: &head,
        body: &body,
    }
    .render()
}

/// The questions that are asked for statistics. Race appears only after "No" to the one before it.
fn voluntary(fields: &[FormField], lang: Lang, refill: &Refill) -> String {
    let mut out = String::new();
    for field in fields.iter().filter(|field| field.group == Group::Voluntary) {
        let hidden = field.name == "race";
        let _ = write!(
            out,
            "<div class=\"eeoc__question__wrapper\" data-question=\"{}\"{}>{}</div>",
            field.name,
            flag(hidden, " hidden"),
            draw(field, lang, refill)
        );
    }
    if out.is_empty() {
        return out;
    }
    format!(
        "<div class=\"eeoc__container\"><h3>Voluntary Self-Identification</h3><p>For government reporting purposes, we ask candidates to respond to the survey below. \
         Completion of the form is entirely voluntary. Whatever your decision, it will not be considered in the hiring process.</p>{out}</div>"
    )
}

/// One field, in the manner of the family.
pub(crate) fn draw(field: &FormField, lang: Lang, refill: &Refill) -> String {
    match &field.control {
        Control::File => upload(field, lang, refill),
        Control::YesNo | Control::One(_) => combobox(field, &field.options(lang), lang, refill),
        Control::Town => combobox(field, &[], lang, refill),
        Control::Many(options) => checkboxes(field, options, refill),
        Control::Consent => consent(field, refill),
        Control::Text
        | Control::Email
        | Control::Phone
        | Control::Url
        | Control::Number
        | Control::Date
        | Control::Essay => text(field, refill),
    }
}

fn label(field: &FormField) -> String {
    format!(
        "<label id=\"{id}-label\" for=\"{id}\" class=\"label\">{text}{star}</label>",
        id = escape(&field.name),
        text = escape(&field.label),
        star = star(field.required)
    )
}

fn error_slot(field: &FormField, refill: &Refill) -> String {
    let error = refill.errors.get(&field.name).map_or("", String::as_str);
    format!(
        "<p id=\"{id}-error\" class=\"helper-text helper-text--error\" role=\"alert\"{hidden}>{error}</p>",
        id = escape(&field.name),
        hidden = flag(error.is_empty(), " hidden"),
        error = escape(error)
    )
}

fn text(field: &FormField, refill: &Refill) -> String {
    let id = escape(&field.name);
    let value = escape(refill.value(&field.name));
    let required = format!("aria-required=\"{}\"", field.required);
    let complete = match field.name.as_str() {
        "first_name" => " autocomplete=\"given-name\"",
        "last_name" => " autocomplete=\"family-name\"",
        "email" => " autocomplete=\"email\"",
        "phone" => " autocomplete=\"tel\"",
        _ => "",
    };
    let kind = match field.control {
        Control::Phone => "tel",
        Control::Date => "date",
        // Greenhouse gives the rest, even mail addresses, plain text inputs.
        _ => "text",
    };
    let input = if field.control == Control::Essay {
        format!(
            "<textarea id=\"{id}\" name=\"{id}\" class=\"input input__multi-line\" rows=\"5\" {required}>{value}</textarea>"
        )
    } else {
        format!(
            "<input id=\"{id}\" name=\"{id}\" class=\"input input__single-line\" type=\"{kind}\" maxlength=\"255\" value=\"{value}\" aria-describedby=\"{id}-error\" {required}{complete}>"
        )
    };
    format!(
        "<div class=\"field-wrapper\"><div class=\"text-input-wrapper\"><div class=\"input-wrapper\">{}{input}{}</div></div></div>",
        label(field),
        error_slot(field, refill)
    )
}

/// A combobox in the manner of react-select: its value is an option that was chosen, held in a hidden input; what is typed
/// only filters, and is forgotten when the focus leaves.
fn combobox(field: &FormField, options: &[String], lang: Lang, refill: &Refill) -> String {
    let id = escape(&field.name);
    let town = field.control == Control::Town;
    let list: Vec<_> = options.iter().enumerate().map(|(number, label)| serde_json::json!({ "value": if field.name == "country" { label.clone() } else { option_value(number) }, "label": label })).collect();
    let chosen = refill.value(&field.name);
    let source = if town { " data-source=\"/places\"" } else { "" };
    format!(
        "<div class=\"field-wrapper\"><div class=\"select\"><div class=\"select__container\" data-name=\"{id}\" data-required=\"{required}\" data-options=\"{options}\" data-value=\"{chosen}\"{source}>{label}\
         <div class=\"select-shell\"><div class=\"select__control\"><div class=\"select__value-container\"><div class=\"select__placeholder\">{placeholder}</div>\
         <div class=\"select__input-container\"><input class=\"select__input\" id=\"{id}\" type=\"text\" role=\"combobox\" aria-autocomplete=\"list\" aria-expanded=\"false\" aria-haspopup=\"true\" \
         aria-labelledby=\"{id}-label\" aria-describedby=\"{id}-error\" aria-required=\"{required}\" autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" value=\"\"></div></div>\
         <div class=\"select__indicators\"><button type=\"button\" class=\"icon-button\" aria-label=\"Toggle flyout\" tabindex=\"-1\"><svg viewBox=\"0 0 20 20\" width=\"18\" height=\"18\" aria-hidden=\"true\"><path d=\"M5 7l5 6 5-6z\"/></svg></button></div></div></div>\
         </div>{error}</div></div>",
        required = field.required,
        options = escape(&serde_json::Value::Array(list).to_string()),
        chosen = escape(chosen),
        label = label(field),
        placeholder = if town {
            lang.say("Start typing...", "Ort eingeben...", "Escribe una ciudad...")
        } else {
            lang.say("Select...", "Auswählen...", "Seleccionar...")
        },
        error = error_slot(field, refill),
    )
}

fn checkboxes(field: &FormField, options: &[String], refill: &Refill) -> String {
    let id = escape(&field.name);
    let mut boxes = String::new();
    for (number, option) in options.iter().enumerate() {
        let value = option_value(number);
        let _ = write!(
            boxes,
            "<div class=\"checkbox__wrapper\"><input type=\"checkbox\" id=\"{id}_{value}\" name=\"{id}\" value=\"{value}\"{}><label for=\"{id}_{value}\">{}</label></div>",
            flag(refill.chose(&field.name, &value), " checked"),
            escape(option)
        );
    }
    format!(
        "<div class=\"field-wrapper\"><fieldset class=\"checkbox\" id=\"{id}\" data-required=\"{}\"><legend class=\"label\">{}{}</legend>{boxes}</fieldset>{}</div>",
        field.required,
        escape(&field.label),
        star(field.required),
        error_slot(field, refill)
    )
}

fn consent(field: &FormField, refill: &Refill) -> String {
    let id = escape(&field.name);
    format!(
        "<div class=\"field-wrapper\"><div class=\"checkbox__wrapper consent\"><input type=\"checkbox\" id=\"{id}\" name=\"{id}\" value=\"1000\" aria-required=\"{}\" aria-describedby=\"{id}-error\"{}>\
         <label for=\"{id}\">{}{}</label></div>{}</div>",
        field.required,
        flag(!refill.value(&field.name).is_empty(), " checked"),
        escape(&field.label),
        star(field.required),
        error_slot(field, refill)
    )
}

fn upload(field: &FormField, lang: Lang, refill: &Refill) -> String {
    let id = escape(&field.name);
    format!(
        "<div class=\"field-wrapper\"><div role=\"group\" aria-labelledby=\"upload-label-{id}\" class=\"file-upload\" data-required=\"{required}\">\
         <div id=\"upload-label-{id}\" class=\"label upload-label\">{label}{star}</div>\
         <div class=\"file-upload__wrapper\"><div class=\"button-container\"><button type=\"button\" class=\"btn btn--pill btn--outline file-upload__attach\">{attach}</button>\
         <label class=\"visually-hidden\" for=\"{id}\">{attach}</label>\
         <input id=\"{id}\" name=\"{id}\" class=\"visually-hidden\" type=\"file\" accept=\".pdf,.doc,.docx,.txt,.rtf\" aria-required=\"{required}\" tabindex=\"-1\"></div>\
         <p class=\"accepted-filetypes\">{types}</p></div></div>{error}</div>",
        required = field.required,
        label = escape(&field.label),
        star = star(field.required),
        attach = lang.say("Attach", "Datei wählen", "Adjuntar"),
        types = lang.say(
            "Accepted file types: pdf, doc, docx",
            "Erlaubt: pdf, doc, docx",
            "Formatos: pdf, doc, docx"
        ),
        error = error_slot(field, refill),
    )
}
