//! The plain form of a company that built its own careers page: labels, native inputs, sent as it is.

use super::controls::{captcha, flag, honeypot, star, summary};
use super::{Control, FormField, Refill};
use crate::behaviour::Captcha;
use crate::careers::{facts, header, structured_data};
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
    let rows: String = fields.iter().map(|field| draw(field, lang, refill)).collect();
    let heading = lang.say("Your application", "Ihre Bewerbung", "Tu candidatura");
    let body = format!(
        "{head}<main class=\"application-page\"><p class=\"back\"><a href=\"{job}\">&larr; {back}</a></p><h1>{heading}</h1><h2>{title}</h2>{facts}\
         <form method=\"post\" enctype=\"multipart/form-data\" action=\"{action}\" class=\"apply\">{summary}{honeypot}{rows}{captcha}\
         <p class=\"hint\"><span class=\"required\">*</span> {required}</p><button type=\"submit\">{submit}</button></form></main>",
        head = header(base, posting.company),
        job = urls::job("", posting),
        back = lang.say("Back to the posting", "Zurück zur Anzeige", "Volver a la oferta"),
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
        captcha = captcha(with_captcha),
        required = lang.say("required", "Pflichtfeld", "obligatorio"),
        submit = lang.say("Send application", "Bewerbung absenden", "Enviar candidatura"),
    );
    let title = format!("{heading}: {} - {}", posting.title, posting.company.name);
    Page {
        lang: lang.code(),
        title: &title,
        style: "page.css",
        color: posting.company.color,
        head: &structured_data(base, posting),
        body: &body,
    }
    .render()
}

fn draw(field: &FormField, lang: Lang, refill: &Refill) -> String {
    let id = escape(&field.name);
    let required = flag(field.required, " required");
    let value = escape(refill.value(&field.name));
    let kind = match &field.control {
        Control::YesNo => return group(field, &field.options(lang), "radio", refill),
        Control::Many(options) => return group(field, options, "checkbox", refill),
        Control::Consent => {
            return format!(
                "<div class=\"row consent\"><label for=\"{id}\"><input type=\"checkbox\" id=\"{id}\" name=\"{id}\" value=\"1\"{}{required}><span>{}{}</span></label>{}</div>",
                flag(!value.is_empty(), " checked"),
                escape(&field.label),
                star(field.required),
                refill.complaint(&field.name)
            );
        }
        Control::One(options) => return row(field, &select(field, options, lang, refill), refill),
        Control::Essay => {
            return row(
                field,
                &format!("<textarea id=\"{id}\" name=\"{id}\" rows=\"6\"{required}>{value}</textarea>"),
                refill,
            );
        }
        Control::File => {
            return row(
                field,
                &format!(
                    "<input type=\"file\" id=\"{id}\" name=\"{id}\" accept=\".pdf,.docx,application/pdf\"{required}>"
                ),
                refill,
            );
        }
        Control::Email => "email",
        Control::Phone => "tel",
        Control::Number => "number",
        Control::Date => "date",
        Control::Url => "url",
        Control::Text | Control::Town => "text",
    };
    row(
        field,
        &format!("<input type=\"{kind}\" id=\"{id}\" name=\"{id}\" value=\"{value}\"{required}>"),
        refill,
    )
}

fn row(field: &FormField, input: &str, refill: &Refill) -> String {
    format!(
        "<div class=\"row\"><label for=\"{}\">{}{}</label>{input}{}</div>",
        escape(&field.name),
        escape(&field.label),
        star(field.required),
        refill.complaint(&field.name)
    )
}

fn select(field: &FormField, options: &[String], lang: Lang, refill: &Refill) -> String {
    let id = escape(&field.name);
    let mut out = format!(
        "<select id=\"{id}\" name=\"{id}\"{}><option value=\"\">{}</option>",
        flag(field.required, " required"),
        lang.say("Please choose", "Bitte wählen", "Elige una opción")
    );
    for option in options {
        let _ = write!(
            out,
            "<option{}>{}</option>",
            flag(refill.chose(&field.name, option), " selected"),
            escape(option)
        );
    }
    out.push_str("</select>");
    out
}

fn group(field: &FormField, options: &[String], kind: &str, refill: &Refill) -> String {
    let id = escape(&field.name);
    let mut out =
        format!("<fieldset class=\"row\"><legend>{}{}</legend>", escape(&field.label), star(field.required));
    for (number, option) in options.iter().enumerate() {
        let _ = write!(
            out,
            "<label class=\"choice\" for=\"{id}-{number}\"><input type=\"{kind}\" id=\"{id}-{number}\" name=\"{id}\" value=\"{value}\"{}{}><span>{value}</span></label>",
            flag(refill.chose(&field.name, option), " checked"),
            flag(field.required && kind == "radio", " required"),
            value = escape(option)
        );
    }
    let _ = write!(out, "{}</fieldset>", refill.complaint(&field.name));
    out
}
