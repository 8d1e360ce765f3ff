//! The forms of the families that show everything on one page.

use super::drawn;
use super::model::{Asked, Kin, Look, Replica};
use super::pieces::{self, Drawn, Style, complaint, control, label, trap};
use crate::forms::{Control, FormField, Group, Refill};
use crate::html::escape;
use std::fmt::Write as _;

fn nothing(_: &Asked) -> String {
    String::new()
}

/// The fields of these groups, each in the family's manner.
fn all(replica: &Replica, groups: &[Group], draw: &dyn Fn(&Asked) -> String) -> String {
    replica.fields.iter().filter(|asked| groups.contains(&asked.field.group)).map(draw).collect()
}

const ABOUT: &[Group] = &[Group::About, Group::Links, Group::Extra];
const OWN: &[Group] = &[Group::Question, Group::Voluntary];
const CONSENT: &[Group] = &[Group::Consent];

/// The form itself, from `<form` on.
pub(super) fn form(replica: &Replica, refill: &Refill) -> String {
    match replica.kin {
        Kin::Greenhouse | Kin::GreenhouseEmbedded => greenhouse(replica, refill),
        Kin::GreenhouseLegacy => legacy(replica, refill),
        Kin::Lever => lever(replica, refill),
        Kin::Ashby => ashby(replica),
        Kin::Workable => workable(replica, refill),
        Kin::Recruitee => recruitee(replica, refill),
        Kin::Teamtailor => teamtailor(replica, refill),
        Kin::Personio => personio(replica, refill),
        Kin::Bamboohr => bamboo(replica, refill),
        Kin::Smartrecruiters | Kin::Icims | Kin::Workday => String::new(),
    }
}

/// What a page says above a refused form.
fn summary(replica: &Replica, refill: &Refill) -> String {
    if refill.errors.is_empty() {
        return String::new();
    }
    let text = replica.say(
        "Please correct the fields marked below.",
        "Bitte prüfen Sie die markierten Felder.",
        "Corrige los campos marcados.",
        "Veuillez corriger les champs indiqués.",
    );
    format!("<p class=\"notice\" role=\"alert\">{text}</p>")
}

fn submit_words(replica: &Replica) -> &str {
    replica.say("Submit application", "Bewerbung absenden", "Enviar candidatura", "Envoyer ma candidature")
}

/// The single box with its text behind it.
fn consent(replica: &Replica, asked: &Asked, refill: &Refill, style: &Style<'_>, class: &str) -> String {
    let words = format!("{}{}", escape(&asked.field.label), pieces::mark(replica, asked));
    if let Some(own) = drawn::agreement(replica, asked, &pieces::common(replica, asked, style), &words) {
        return format!("<div class=\"{class}\">{own}{}</div>", complaint(asked, refill));
    }
    format!(
        "<div class=\"{class}\">{}<label for=\"{}\" class=\"{}\">{}{}</label>{}</div>",
        control(replica, asked, refill, style),
        escape(&asked.id),
        pieces::mark_class(replica, asked).trim(),
        escape(&asked.field.label),
        pieces::mark(replica, asked),
        complaint(asked, refill)
    )
}

/// The field in the shape the older drawings take: yes and no as such where the family presses buttons for them.
fn plain(replica: &Replica, asked: &Asked) -> FormField {
    let lang = replica.tongue.of_server();
    let buttons = FormField { control: Control::YesNo, ..asked.field.clone() };
    let is_yes_no = asked.options() == buttons.options(lang).as_slice() && asked.look == Look::Buttons;
    if is_yes_no { buttons } else { asked.field.clone() }
}

fn greenhouse(replica: &Replica, refill: &Refill) -> String {
    let lang = replica.tongue.of_server();
    let voluntary = all(replica, &[Group::Voluntary], &|asked| {
        format!(
            "<div class=\"eeoc__question__wrapper\">{}</div>",
            crate::forms::greenhouse_field(&asked.field, lang, refill)
        )
    });
    let rest = all(
        replica,
        &[Group::About, Group::Links, Group::Extra, Group::Question, Group::Consent],
        &|asked| crate::forms::greenhouse_field(&asked.field, lang, refill),
    );
    let voluntary = if voluntary.is_empty() {
        voluntary
    } else {
        format!("<div class=\"eeoc__container\"><h3>Voluntary Self-Identification</h3>{voluntary}</div>")
    };
    format!(
        "<section class=\"application--container\"><h2>{heading}</h2><form id=\"application-form\" class=\"application--form\" method=\"post\" enctype=\"multipart/form-data\" action=\"{action}\" novalidate>\
         {trap}<div class=\"application--questions\">{rest}</div>{voluntary}<div class=\"form-problem\" role=\"alert\" hidden></div>\
         <div class=\"application--submit\"><button type=\"submit\" id=\"submit_app\" class=\"btn btn--pill\">{submit}</button></div></form></section>",
        heading = replica.say(
            "Apply for this job",
            "Auf diese Stelle bewerben",
            "Inscríbete en esta oferta",
            "Postuler à cette offre"
        ),
        action = replica.at("", "submit"),
        trap = trap(replica),
        submit = submit_words(replica),
    )
}

fn legacy(replica: &Replica, refill: &Refill) -> String {
    let style = Style { class: "", attributes: &nothing, drawn: Drawn::Select2, label_for: true };
    let draw = |asked: &Asked| {
        let wrong = if refill.error(&asked.field.name).is_empty() { "" } else { " field_with_errors" };
        format!(
            "<div class=\"field{wrong}\">{}<br>{}{}</div>",
            label(replica, asked, "", &style),
            control(replica, asked, refill, &style),
            complaint(asked, refill)
        )
    };
    format!(
        "<div id=\"application\"><h2 class=\"heading\">{heading}</h2><form id=\"application_form\" method=\"post\" enctype=\"multipart/form-data\" action=\"{action}\" class=\"legacy\">{summary}{trap}\
         <div id=\"main_fields\">{about}</div><div id=\"custom_fields\">{own}</div>{consent}\
         <div id=\"submit_buttons\"><input type=\"submit\" id=\"submit_app\" class=\"button\" value=\"{submit}\"></div></form></div>",
        heading = replica.say("Apply for this Job", "Jetzt bewerben", "Solicita este empleo", "Postuler"),
        action = replica.at("", "submit"),
        summary = summary(replica, refill),
        trap = trap(replica),
        about = all(replica, ABOUT, &draw),
        own = all(replica, OWN, &draw),
        consent =
            all(replica, CONSENT, &|asked| consent(replica, asked, refill, &style, "field consent-field")),
        submit = submit_words(replica),
    )
}

fn lever(replica: &Replica, refill: &Refill) -> String {
    let lang = replica.tongue.of_server();
    let draw = |asked: &Asked| crate::forms::lever_field(&plain(replica, asked), lang, refill);
    let section = |heading: &str, fields: String| match fields.is_empty() {
        true => String::new(),
        false => format!(
            "<section class=\"section application-form\"><h4>{heading}</h4><ul>{fields}</ul></section>"
        ),
    };
    format!(
        "<form id=\"application-form\" method=\"post\" enctype=\"multipart/form-data\" action=\"{action}\">{summary}{trap}{about}{links}{own}{consent}\
         <div class=\"submit-row\"><button id=\"btn-submit\" type=\"submit\" class=\"postings-btn\" data-qa=\"btn-submit\">{submit}</button>\
         <button id=\"hcaptchaSubmitBtn\" type=\"submit\" class=\"hidden\" hidden tabindex=\"-1\"></button></div></form>",
        action = replica.at("", "submit"),
        summary = summary(replica, refill),
        trap = trap(replica),
        about = section(
            replica.say(
                "Submit your application",
                "Ihre Bewerbung",
                "Envía tu candidatura",
                "Votre candidature"
            ),
            all(replica, &[Group::About], &draw)
        ),
        links =
            section(replica.say("Links", "Links", "Enlaces", "Liens"), all(replica, &[Group::Links], &draw)),
        own = section(replica.say("Questions", "Fragen", "Preguntas", "Questions"), all(replica, OWN, &draw)),
        consent = all(replica, CONSENT, &draw),
        submit = submit_words(replica),
    )
}

fn ashby(replica: &Replica) -> String {
    let lang = replica.tongue.of_server();
    let draw = |asked: &Asked| crate::forms::ashby_field(&plain(replica, asked), lang);
    let own = all(replica, &[Group::Question, Group::Voluntary, Group::Consent], &draw);
    format!(
        "<div class=\"ashby-application-form-container\" id=\"form\" data-action=\"{action}\"><div class=\"ashby-application-form-section-container\">{about}</div>\
         <div class=\"ashby-application-form-section-container\">{own}</div>{trap}\
         <div class=\"ashby-application-form-blocked-application-container\" role=\"alert\" hidden></div>\
         <button type=\"button\" class=\"ashby-application-form-submit-button\">{submit}</button></div>",
        action = replica.at("", "submit"),
        about = all(replica, ABOUT, &draw),
        trap = trap(replica),
        submit = submit_words(replica),
    )
}

fn workable(replica: &Replica, refill: &Refill) -> String {
    let ui = |asked: &Asked| format!("data-ui=\"{}\"", escape(&asked.field.name));
    let style =
        Style { class: "styles--input", attributes: &ui, drawn: Drawn::ReadOnly, label_for: replica.newer };
    let draw = |asked: &Asked| {
        format!(
            "<div class=\"styles--group\" data-role=\"question\">{}{}{}</div>",
            label(replica, asked, "styles--label", &style),
            control(replica, asked, refill, &style),
            complaint(asked, refill)
        )
    };
    let own = all(replica, OWN, &|asked| {
        format!(
            "<fieldset data-ui=\"{}\" class=\"styles--fieldset\">{}</fieldset>",
            escape(&asked.field.name),
            draw(asked)
        )
    });
    format!(
        "<main data-ui=\"application-form\"><form data-ui=\"application-form\" data-send=\"fetch\" data-redraws data-upload-to=\"{upload}\" action=\"{action}\" method=\"post\" novalidate>{trap}\
         <section><h2>{heading}</h2>{about}</section><section>{own}</section>{consent}\
         <div class=\"form-problem\" role=\"alert\" hidden></div><button type=\"submit\" data-ui=\"apply-button\">{submit}</button></form></main>",
        upload = replica.at("", "upload"),
        action = replica.at("", "submit"),
        trap = trap(replica),
        heading = replica.say(
            "Personal information",
            "Persönliche Angaben",
            "Información personal",
            "Informations personnelles"
        ),
        about = all(replica, ABOUT, &draw),
        consent = all(replica, CONSENT, &|asked| consent(replica, asked, refill, &style, "styles--group")),
        submit = submit_words(replica),
    )
}

fn recruitee(replica: &Replica, refill: &Refill) -> String {
    let test = |asked: &Asked| format!("data-testid=\"{}-input\"", escape(&asked.id));
    let style = Style { class: "sc-input", attributes: &test, drawn: Drawn::Filter, label_for: true };
    let draw = |asked: &Asked| {
        format!(
            "<div class=\"sc-field\">{}{}{}</div>",
            label(replica, asked, "sc-label", &style),
            control(replica, asked, refill, &style),
            complaint(asked, refill)
        )
    };
    let mut legends = String::new();
    for (heading, groups) in [
        (replica.say("My information", "Meine Angaben", "Mis datos", "Mes informations"), ABOUT),
        (replica.say("Questions", "Fragen", "Preguntas", "Questions"), OWN),
    ] {
        let _ = write!(legends, "<section><h3>{heading}</h3>{}</section>", all(replica, groups, &draw));
    }
    format!(
        "<form id=\"offer-application-form\" data-send=\"fetch\" data-done=\"replace\" action=\"{action}\" method=\"post\" novalidate>{trap}{legends}{consent}\
         <div class=\"form-problem\" role=\"alert\" hidden></div><button type=\"submit\" data-testid=\"submit-application-form-button\">{submit}</button></form>",
        action = replica.at("", "submit"),
        trap = trap(replica),
        consent = all(replica, CONSENT, &|asked| consent(replica, asked, refill, &style, "sc-field")),
        submit = replica.say("Send", "Senden", "Enviar", "Envoyer"),
    )
}

fn teamtailor(replica: &Replica, refill: &Refill) -> String {
    let style = Style { class: "form-input", attributes: &nothing, drawn: Drawn::Native, label_for: true };
    let draw = |asked: &Asked| {
        format!(
            "<div class=\"form-field\" data-controller=\"careersite--form-field\">{}{}{}</div>",
            label(replica, asked, "form-label", &style),
            control(replica, asked, refill, &style),
            complaint(asked, refill)
        )
    };
    format!(
        "<turbo-frame id=\"job-application\"><form id=\"new_candidate\" class=\"new_candidate\" data-send=\"fetch\" data-upload-to=\"{upload}\" action=\"{action}\" method=\"post\" novalidate>\
         <input type=\"hidden\" name=\"authenticity_token\" value=\"replica\">{trap}<h2>{heading}</h2>{about}{own}{consent}\
         <div class=\"form-problem\" role=\"alert\" hidden></div><button name=\"button\" type=\"submit\" class=\"button-big\">{submit}</button></form></turbo-frame>",
        upload = replica.at("", "upload"),
        action = replica.at("", "submit"),
        trap = trap(replica),
        heading = replica.say("Apply", "Bewerben", "Solicitar", "Postuler"),
        about = all(replica, ABOUT, &draw),
        own = all(replica, OWN, &draw),
        consent = all(replica, CONSENT, &|asked| consent(replica, asked, refill, &style, "form-field")),
        submit = submit_words(replica),
    )
}

fn personio(replica: &Replica, refill: &Refill) -> String {
    let test = |asked: &Asked| format!("data-test-id=\"{}\"", escape(&asked.field.name));
    let style = Style {
        class: "application-input",
        attributes: &test,
        drawn: Drawn::Filter,
        label_for: replica.newer,
    };
    let draw = |asked: &Asked| {
        format!(
            "<div class=\"form-group\">{}{}{}</div>",
            label(replica, asked, "form-group-label", &style),
            control(replica, asked, refill, &style),
            complaint(asked, refill)
        )
    };
    format!(
        "<form id=\"job-application-form\" data-send=\"fetch\" action=\"{action}\" method=\"post\" novalidate>{trap}<h2>{heading}</h2><div class=\"row\">{about}</div>{own}{consent}\
         <div class=\"form-problem\" role=\"alert\" hidden></div><button type=\"submit\" id=\"btn-submit-application\">{submit}</button></form>",
        action = replica.at("", "submit"),
        trap = trap(replica),
        heading = replica.say(
            "Apply for this position",
            "Bewerben Sie sich auf diese Position",
            "Solicitar este puesto",
            "Postuler à ce poste"
        ),
        about = all(replica, ABOUT, &draw),
        own = all(replica, OWN, &draw),
        consent = all(replica, CONSENT, &|asked| consent(replica, asked, refill, &style, "form-group")),
        submit = submit_words(replica),
    )
}

fn bamboo(replica: &Replica, refill: &Refill) -> String {
    let style = Style { class: "fab-TextInput", attributes: &nothing, drawn: Drawn::Button, label_for: true };
    let draw = |asked: &Asked| {
        format!(
            "<div class=\"fab-FormColumn\"><div class=\"fab-FormField\">{}{}{}</div></div>",
            label(replica, asked, "fab-Label", &style),
            control(replica, asked, refill, &style),
            complaint(asked, refill)
        )
    };
    format!(
        "<form id=\"job-application-form\" data-send=\"fetch\" data-done=\"replace\" action=\"{action}\" method=\"post\" novalidate>{trap}<h2>{heading}</h2>{about}<hr>{own}{consent}\
         <div class=\"form-problem\" role=\"alert\" hidden></div><button type=\"submit\" class=\"fab-Button\">{submit}</button></form>",
        action = replica.at("", "submit"),
        trap = trap(replica),
        heading = replica.say(
            "Apply for this job",
            "Für diese Stelle bewerben",
            "Solicita este empleo",
            "Postuler à cette offre"
        ),
        about = all(replica, ABOUT, &draw),
        own = all(replica, OWN, &draw),
        consent = all(replica, CONSENT, &|asked| consent(replica, asked, refill, &style, "fab-FormField")),
        submit = submit_words(replica),
    )
}
