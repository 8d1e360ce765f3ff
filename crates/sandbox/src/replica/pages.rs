//! The pages around a replica's form.

use super::model::{Kin, Replica};
use super::{drawn, families, habits, parse, stepped};
use crate::forms::Refill;
use crate::html::{Page, escape};

/// The page of the posting: with the form where the family shows it there, else with a link to it.
pub(super) fn posting(replica: &Replica, base: &str, ats: &str) -> String {
    match replica.kin {
        Kin::Greenhouse | Kin::GreenhouseLegacy => form_page(replica, &Refill::default()),
        Kin::GreenhouseEmbedded => {
            // The company's page; the form is on the family's own host.
            let frame = format!(
                "<h2>{}</h2><div id=\"grnhse_app\"><iframe id=\"grnhse_iframe\" title=\"Greenhouse Job Board\" width=\"100%\" height=\"1800\" frameborder=\"0\" src=\"{}\"></iframe></div>",
                apply_words(replica),
                replica.at(ats, "embed")
            );
            shell(replica, "", &format!("{}{frame}", heading(replica, "p")))
        }
        Kin::Icims => {
            let frame = format!(
                "<iframe id=\"icims_content_iframe\" name=\"icims_content_iframe\" title=\"iCIMS Content iFrame\" width=\"100%\" height=\"1600\" src=\"{}?in_iframe=1\"></iframe>",
                replica.at("", "job")
            );
            shell(replica, "", &frame)
        }
        _ => {
            let attributes = match replica.kin {
                Kin::Workday => "data-automation-id=\"adventureButton\"",
                Kin::Teamtailor => "data-turbo-frame=\"job-application\"",
                Kin::Workable => "data-ui=\"overview-apply-now\"",
                _ => "class=\"apply-button\"",
            };
            let link = format!(
                "<p><a {attributes} role=\"button\" href=\"{}\">{}</a></p>",
                replica.at(base, "apply"),
                apply_words(replica)
            );
            shell(replica, "", &format!("{}{link}", heading(replica, "p")))
        }
    }
}

fn apply_words(replica: &Replica) -> &str {
    replica.say("Apply now", "Jetzt bewerben", "Inscribirse", "Postuler")
}

fn heading(replica: &Replica, tag: &str) -> String {
    let about = replica.say(
        "We are looking for somebody who likes to build things with others. You will work in a small team, plan your own week and see what you make in use. Nothing here is real: this posting exists for tests.",
        "Wir suchen jemanden, der gern mit anderen etwas baut. Sie arbeiten in einem kleinen Team und planen Ihre Woche selbst. Nichts hier ist echt: Diese Anzeige ist für Tests da.",
        "Buscamos a alguien a quien le guste construir cosas con otros. Trabajarás en un equipo pequeño y planificarás tu semana. Nada de esto es real: esta oferta existe para pruebas.",
        "Nous cherchons quelqu'un qui aime construire avec les autres, dans une petite équipe. Rien ici n'est réel : cette annonce existe pour des tests.",
    );
    format!("<h1>{}</h1><{tag} class=\"about\">{about}</{tag}>", escape(&replica.title))
}

/// What stands inside the iCIMS frame before the form.
pub(super) fn framed_job(replica: &Replica) -> String {
    let link = format!(
        "<div class=\"iCIMS_JobOptions\"><a class=\"iCIMS_ApplyOnlineButton iCIMS_PrimaryButton\" href=\"{}?in_iframe=1\">{}</a></div>",
        replica.at("", "step"),
        replica.say("Apply for this job online", "Jetzt bewerben", "Inscribirse", "Postuler")
    );
    shell(replica, "", &format!("{}{link}", heading(replica, "p")))
}

/// One step of iCIMS inside its frame.
pub(super) fn framed_step(replica: &Replica, step: usize, draft: &str, refill: &Refill) -> String {
    let script = "<script src=\"/assets/replica.js\" defer></script>\n";
    shell(replica, script, &stepped::icims(replica, step, draft, refill))
}

/// The page with the form.
pub(super) fn form_page(replica: &Replica, refill: &Refill) -> String {
    let form = match replica.kin {
        Kin::Smartrecruiters => stepped::smart(replica),
        Kin::Workday => stepped::workday(replica),
        _ => families::form(replica, refill),
    };
    let scripts: &[&str] = match replica.kin {
        Kin::Greenhouse | Kin::GreenhouseEmbedded => &["greenhouse.js"],
        Kin::Lever => &["lever.js"],
        Kin::Ashby => &["ashby.js"],
        Kin::Smartrecruiters => &["replica.js", "replica-shadow.js", "replica-steps.js"],
        Kin::Workday => &["replica.js", "replica-steps.js", "replica-account.js"],
        _ => &["replica.js"],
    };
    let mut head: String =
        scripts.iter().map(|name| format!("<script src=\"/assets/{name}\" defer></script>\n")).collect();
    let resume = replica.fields.iter().find(|asked| asked.asks == "resume");
    if let (Some(after), Some(resume)) = (replica.reads_after, resume) {
        head.push_str(&format!(
            "<script src=\"/assets/replica-parse.js\" data-resume=\"{}\" data-parsed=\"{}\" data-after=\"{}\" defer></script>\n",
            escape(&resume.field.name),
            replica.at("", "parsed"),
            parse::parts_of(after).0
        ));
    }
    head.push_str(&habits::follow_script(replica));
    head.push_str(drawn::script(replica));
    let tag = if matches!(replica.kin, Kin::Greenhouse | Kin::GreenhouseLegacy) { "div" } else { "p" };
    shell(replica, &head, &format!("{}{form}", heading(replica, tag)))
}

/// The page that confirms.
pub(super) fn thanks(replica: &Replica) -> String {
    let (heading, text) = confirmation(replica);
    shell(
        replica,
        "",
        &format!(
            "<div class=\"message confirmation\" id=\"application_confirmation\"><h1>{heading}</h1><p>{text}</p></div>"
        ),
    )
}

/// What an applicant reads when the form was accepted.
pub(super) fn confirmation(replica: &Replica) -> (String, String) {
    let heading = match replica.kin {
        // The word of one family: it does not thank.
        Kin::Workday => replica.say(
            "Application Submitted",
            "Bewerbung eingereicht",
            "Solicitud enviada",
            "Candidature envoyée",
        ),
        _ => replica.say(
            "Thank you for applying",
            "Vielen Dank für Ihre Bewerbung",
            "Gracias por tu candidatura",
            "Merci pour votre candidature",
        ),
    };
    let text = match replica.tongue {
        super::model::Tongue::En => format!("We have received your application for {}.", replica.title),
        super::model::Tongue::De => format!("Ihre Bewerbung als {} ist bei uns eingegangen.", replica.title),
        super::model::Tongue::Es => format!("Hemos recibido tu solicitud para {}.", replica.title),
        super::model::Tongue::Fr => format!("Nous avons bien reçu votre candidature pour {}.", replica.title),
    };
    (heading.to_owned(), escape(&text))
}

fn shell(replica: &Replica, head: &str, body: &str) -> String {
    let style = match replica.kin {
        Kin::Greenhouse | Kin::GreenhouseEmbedded => "greenhouse.css",
        Kin::Lever => "lever.css",
        Kin::Ashby => "ashby.css",
        _ => "replica.css",
    };
    let title = format!("{} - {}", replica.title, replica.company);
    // In the company's frame the banner is the company's.
    let is_framed = replica.kin == Kin::GreenhouseEmbedded && !head.is_empty();
    let banner = if is_framed { String::new() } else { super::banner::script(replica) };
    let head = format!("{head}{banner}");
    let body = format!(
        "<header class=\"site\"><span class=\"brand\">{}</span></header><main class=\"posting kin-{}\">{body}</main>",
        escape(&replica.company),
        replica.kin.word()
    );
    Page { lang: replica.tongue.code(), title: &title, style, color: replica.color, head: &head, body: &body }
        .render()
}
