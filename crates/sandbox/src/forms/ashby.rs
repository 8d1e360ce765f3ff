//! Ashby-like: a second tab with the form, yes and no as buttons, a town that counts only when clicked, sent by script.

use super::controls::{captcha, flag, honeypot};
use super::{Control, FormField, Group, Refill};
use crate::behaviour::Captcha;
use crate::careers::{facts, header, tabs};
use crate::catalogue::{Lang, Posting};
use crate::html::{Page, escape};
use crate::urls;
use std::fmt::Write as _;

/// The page `/application`.
pub(crate) fn application_page(
    base: &str,
    posting: &Posting,
    fields: &[FormField],
    _refill: &Refill,
    with_captcha: Option<Captcha>,
) -> String {
    let lang = posting.company.lang;
    let part = |wanted: &dyn Fn(Group) -> bool| -> String {
        fields.iter().filter(|field| wanted(field.group)).map(|field| draw(field, lang)).collect()
    };
    let questions = part(&|group| matches!(group, Group::Question | Group::Consent));
    let questions = if questions.is_empty() {
        questions
    } else {
        format!(
            "<div class=\"ashby-application-form-section-container\"><h2>A few questions</h2>{questions}</div>"
        )
    };
    let body = format!(
        "{head}<main class=\"posting\"><div class=\"posting-head\"><h1>{title}</h1>{facts}</div>{tabs}\
         <div class=\"ashby-application-form-container\" id=\"form\" data-action=\"{action}\">\
         <div class=\"ashby-application-form-autofill-pane\"><strong>Autofill from resume</strong><p>Upload your resume below; we read nothing from it that you do not see.</p></div>\
         <div class=\"ashby-application-form-section-container\">{about}</div>{questions}{honeypot}{captcha}\
         <div class=\"ashby-application-form-blocked-application-container\" role=\"alert\" hidden></div>\
         <button type=\"button\" class=\"ashby-application-form-submit-button\">Submit Application</button></div></main>",
        head = header(base, posting.company),
        title = escape(&posting.title),
        facts = facts(posting),
        tabs = tabs(posting, true),
        action = urls::submit("", posting),
        about = part(&|group| matches!(group, Group::About | Group::Links)),
        honeypot = honeypot(),
        captcha = captcha(with_captcha),
    );
    let title = format!("{} @ {}", posting.title, posting.company.name);
    let head = "<script src=\"/assets/ashby.js\" defer></script>\n";
    Page {
        lang: lang.code(),
        title: &title,
        style: "ashby.css",
        color: posting.company.color,
        head,
        body: &body,
    }
    .render()
}

/// One field, in the manner of the family.
pub(crate) fn draw(field: &FormField, lang: Lang) -> String {
    let id = escape(&field.name);
    let required = flag(field.required, " required");
    let inner = match &field.control {
        Control::YesNo => yes_no(field, lang),
        Control::One(options) => choices(field, options, "radio"),
        Control::Many(options) => choices(field, options, "checkbox"),
        Control::File => format!(
            "<div class=\"ashby-application-form-input-file\"><input type=\"file\" id=\"{id}\" name=\"{id}\" accept=\".pdf,.doc,.docx\"{required}>\
             <button type=\"button\" class=\"upload\">Upload File</button><span class=\"hint\">or drag and drop here</span><span class=\"file-name\"></span></div>"
        ),
        Control::Town => format!(
            "<div class=\"ashby-application-form-input-location\"><input type=\"text\" id=\"{id}\" role=\"combobox\" aria-autocomplete=\"list\" aria-expanded=\"false\" aria-controls=\"{id}-list\" \
             placeholder=\"Start typing...\" autocomplete=\"off\"{required}><input type=\"hidden\" name=\"{id}\" value=\"\"><div id=\"{id}-list\" class=\"options\" role=\"listbox\" hidden></div></div>"
        ),
        Control::Consent => format!(
            "<label class=\"choice\"><input type=\"checkbox\" id=\"{id}\" name=\"{id}\" value=\"true\"{required}><span>I agree</span></label>"
        ),
        Control::Essay => format!(
            "<textarea id=\"{id}\" name=\"{id}\" rows=\"5\" placeholder=\"Type here...\"{required}></textarea>"
        ),
        Control::Text | Control::Email | Control::Phone | Control::Url | Control::Number | Control::Date => {
            input(field)
        }
    };
    let mark = flag(field.required, " required-mark");
    let title = if matches!(field.control, Control::YesNo | Control::One(_) | Control::Many(_)) {
        format!(
            "<div id=\"{id}-title\" class=\"ashby-application-form-question-title{mark}\">{}</div>",
            escape(&field.label)
        )
    } else {
        format!(
            "<label id=\"{id}-title\" class=\"ashby-application-form-question-title{mark}\" for=\"{id}\">{}</label>",
            escape(&field.label)
        )
    };
    format!(
        "<div class=\"ashby-application-form-field-entry\" data-field-path=\"{id}\" data-required=\"{}\">{title}{inner}<p class=\"error\" role=\"alert\" hidden></p></div>",
        field.required
    )
}

fn input(field: &FormField) -> String {
    let id = escape(&field.name);
    let kind = match field.control {
        Control::Email => "email",
        Control::Phone => "tel",
        Control::Number => "number",
        Control::Date => "date",
        _ => "text",
    };
    let complete = match field.name.as_str() {
        "_systemfield_name" => " autocomplete=\"name\"",
        "_systemfield_email" => " autocomplete=\"email\"",
        _ => "",
    };
    format!(
        "<input type=\"{kind}\" id=\"{id}\" name=\"{id}\" placeholder=\"Type here...\"{complete}{}>",
        flag(field.required, " required")
    )
}

/// Two buttons; the hidden input holds the answer only after one was pressed.
fn yes_no(field: &FormField, lang: Lang) -> String {
    let id = escape(&field.name);
    let mut out = format!(
        "<div class=\"ashby-application-form-input-yesno\" role=\"group\" aria-labelledby=\"{id}-title\">"
    );
    for option in field.options(lang) {
        let _ = write!(
            out,
            "<button type=\"button\" class=\"ashby-application-form-input-yesno-option\" aria-pressed=\"false\">{}</button>",
            escape(&option)
        );
    }
    let _ = write!(out, "<input type=\"hidden\" name=\"{id}\" value=\"\"></div>");
    out
}

fn choices(field: &FormField, options: &[String], kind: &str) -> String {
    let id = escape(&field.name);
    let mut out = format!("<fieldset class=\"choices\" aria-labelledby=\"{id}-title\">");
    for (number, option) in options.iter().enumerate() {
        let _ = write!(
            out,
            "<label class=\"choice\" for=\"{id}-{number}\"><input type=\"{kind}\" id=\"{id}-{number}\" name=\"{id}\" value=\"{value}\"><span>{value}</span></label>",
            value = escape(option)
        );
    }
    out.push_str("</fieldset>");
    out
}
