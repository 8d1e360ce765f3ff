//! Lever-like: a form page of its own, inputs with names and without ids, questions on cards, sent as a plain form.

use super::controls::{captcha, flag, honeypot, star, summary};
use super::{Control, FormField, Group, Refill};
use crate::behaviour::Captcha;
use crate::careers::{facts, header};
use crate::catalogue::{Lang, Posting};
use crate::html::{Page, escape};
use crate::urls;
use std::fmt::Write as _;

/// The page `/apply`.
pub(crate) fn apply_page(
    base: &str,
    posting: &Posting,
    fields: &[FormField],
    refill: &Refill,
    with_captcha: Option<Captcha>,
) -> String {
    let lang = posting.company.lang;
    let group = |wanted: Group| -> String {
        fields.iter().filter(|field| field.group == wanted).map(|field| draw(field, lang, refill)).collect()
    };
    let body = format!(
        "{head}<main class=\"application-page\"><div class=\"posting-head\"><h1>{title}</h1>{facts}</div>\
         <form id=\"application-form\" method=\"post\" enctype=\"multipart/form-data\" action=\"{action}\">{summary}{honeypot}\
         <section class=\"section application-form\"><h4>{about_heading}</h4><ul>{about}</ul></section>\
         <section class=\"section application-form\"><h4>{links_heading}</h4><ul>{links}</ul></section>\
         {cards}\
         <section class=\"section application-form\"><h4>{more}</h4><ul>{extra}</ul></section>\
         {consent}{captcha}<div class=\"submit-row\"><button id=\"btn-submit\" type=\"submit\" class=\"postings-btn\" data-qa=\"btn-submit\">{submit}</button>\
         <button id=\"hcaptchaSubmitBtn\" type=\"submit\" class=\"hidden\" hidden tabindex=\"-1\"></button></div></form></main>",
        head = header(base, posting.company),
        title = escape(&posting.title),
        facts = facts(posting),
        action = urls::submit("", posting),
        summary = summary(
            !refill.errors.is_empty(),
            lang.say(
                "Please correct the fields marked below.",
                "Bitte prüfen Sie die markierten Felder.",
                "Corrige los campos marcados."
            )
        ),
        honeypot = honeypot(),
        about_heading = lang.say("Submit your application", "Ihre Bewerbung", "Envía tu candidatura"),
        about = group(Group::About),
        links_heading = lang.say("Links", "Links", "Enlaces"),
        links = group(Group::Links),
        cards = cards(fields, lang, refill),
        more = lang.say("Additional information", "Weitere Angaben", "Información adicional"),
        extra = group(Group::Extra),
        consent = group(Group::Consent),
        captcha = captcha(with_captcha),
        submit = lang.say("Submit application", "Bewerbung absenden", "Enviar candidatura"),
    );
    let title = format!("{} - {}", posting.company.name, posting.title);
    let head = "<script src=\"/assets/lever.js\" defer></script>\n";
    Page {
        lang: lang.code(),
        title: &title,
        style: "lever.css",
        color: posting.company.color,
        head,
        body: &body,
    }
    .render()
}

/// The employer's own questions, one section for each card.
fn cards(fields: &[FormField], lang: Lang, refill: &Refill) -> String {
    let mut out = String::new();
    let mut card = "";
    for field in fields.iter().filter(|field| field.group == Group::Question) {
        let id = field.name.split(['[', ']']).nth(1).unwrap_or("");
        if id != card {
            if !card.is_empty() {
                out.push_str("</ul></section>");
            }
            card = id;
            let heading = lang.say("Questions", "Fragen", "Preguntas");
            let _ = write!(
                out,
                "<section class=\"section application-form\" data-qa=\"additional-cards\"><h4>{heading}</h4><input type=\"hidden\" name=\"cards[{id}][baseTemplate]\" value=\"{{}}\"><ul>"
            );
        }
        out.push_str(&draw(field, lang, refill));
    }
    if !card.is_empty() {
        out.push_str("</ul></section>");
    }
    out
}

/// One field, in the manner of the family.
pub(crate) fn draw(field: &FormField, lang: Lang, refill: &Refill) -> String {
    let name = escape(&field.name);
    let glyph = if field.required { "<span class=\"required\">\u{2731}</span>" } else { "" };
    let inner = match &field.control {
        Control::File => upload(&name, field.required, lang),
        Control::YesNo => choices(field, &field.options(lang), "radio", refill),
        Control::One(options) if options.len() <= 3 => choices(field, options, "radio", refill),
        Control::One(options) => dropdown(field, options, lang, refill),
        Control::Many(options) => choices(field, options, "checkbox", refill),
        Control::Consent => return consent(field, refill),
        Control::Essay => format!(
            "<textarea name=\"{name}\" rows=\"5\"{}>{}</textarea>",
            flag(field.required, " required"),
            escape(refill.value(&field.name))
        ),
        Control::Text
        | Control::Email
        | Control::Phone
        | Control::Url
        | Control::Number
        | Control::Date
        | Control::Town => input(field, refill),
    };
    let complaint = refill.complaint(&field.name);
    // A choice of several inputs cannot stand inside one label.
    let grouped = matches!(field.control, Control::YesNo | Control::Many(_))
        || matches!(&field.control, Control::One(options) if options.len() <= 3);
    let class = if field.group == Group::Question {
        "application-question custom-question"
    } else {
        "application-question"
    };
    let label = format!(
        "<div class=\"application-label\"><div class=\"text\">{}{glyph}</div></div>",
        escape(&field.label)
    );
    if grouped || field.control == Control::File {
        format!("<li class=\"{class}\">{label}<div class=\"application-field\">{inner}{complaint}</div></li>")
    } else {
        format!(
            "<li class=\"{class}\"><label>{label}<div class=\"application-field\">{inner}</div></label>{complaint}</li>"
        )
    }
}

fn input(field: &FormField, refill: &Refill) -> String {
    let kind = match field.control {
        Control::Email => "email",
        Control::Date => "date",
        _ => "text",
    };
    let qa = match field.name.as_str() {
        "name" | "email" | "phone" | "org" | "location" => format!(" data-qa=\"{}-input\"", field.name),
        _ => String::new(),
    };
    format!(
        "<input type=\"{kind}\" name=\"{}\" value=\"{}\"{qa}{}>",
        escape(&field.name),
        escape(refill.value(&field.name)),
        flag(field.required, " required")
    )
}

fn upload(name: &str, required: bool, lang: Lang) -> String {
    format!(
        "<label class=\"resume-upload\"><span class=\"visible-resume-upload\">{attach}</span>\
         <input id=\"resume-upload-input\" class=\"application-file-input invisible-resume-upload\" name=\"{name}\" type=\"file\" data-qa=\"input-resume\" accept=\".pdf,.doc,.docx\"{}>\
         <span class=\"resume-upload-success\" hidden>{done}</span><span class=\"filename\"></span></label>",
        flag(required, " required"),
        attach = lang.say("Attach resume/CV", "Lebenslauf anhängen", "Adjuntar currículum"),
        done = lang.say("Success!", "Hochgeladen:", "Adjuntado:"),
    )
}

fn choices(field: &FormField, options: &[String], kind: &str, refill: &Refill) -> String {
    let name = escape(&field.name);
    let mut out = format!("<ul data-qa=\"multiple-choice\" data-required=\"{}\">", field.required);
    for option in options {
        let _ = write!(
            out,
            "<li><label><input type=\"{kind}\" name=\"{name}\" value=\"{value}\"{}{}><span class=\"application-answer-alternative\">{value}</span></label></li>",
            flag(refill.chose(&field.name, option), " checked"),
            flag(field.required && kind == "radio", " required"),
            value = escape(option)
        );
    }
    out.push_str("</ul>");
    out
}

fn dropdown(field: &FormField, options: &[String], lang: Lang, refill: &Refill) -> String {
    let mut out = format!(
        "<div class=\"application-dropdown\"><select name=\"{}\"{}><option value=\"\">{}</option>",
        escape(&field.name),
        flag(field.required, " required"),
        lang.say("Select...", "Auswählen...", "Selecciona...")
    );
    for option in options {
        let _ = write!(
            out,
            "<option value=\"{value}\"{}>{value}</option>",
            flag(refill.chose(&field.name, option), " selected"),
            value = escape(option)
        );
    }
    out.push_str("</select></div>");
    out
}

fn consent(field: &FormField, refill: &Refill) -> String {
    format!(
        "<div class=\"section consent-block\"><label><input type=\"checkbox\" name=\"{}\" value=\"1\"{}{}><span>{}{}</span></label>{}</div>",
        escape(&field.name),
        flag(field.required, " required"),
        flag(!refill.value(&field.name).is_empty(), " checked"),
        escape(&field.label),
        star(field.required),
        refill.complaint(&field.name)
    )
}
