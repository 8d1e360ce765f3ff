//! The careers sites as people see them: lists, postings, forms and confirmations.

use crate::behaviour::Behaviour;
use crate::catalogue::companies::company;
use crate::catalogue::prose::{employment_text, html, pay_text};
use crate::catalogue::{Company, Family, Lang, Posting, Workplace};
use crate::forms::{self, Refill};
use crate::html::{Page, escape};
use crate::routes::{App, Base, HTML, conditional};
use crate::world::Found;
use crate::{captcha, shapes, urls};
use axum::extract::{Path, Query, State};
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::fmt::Write as _;
use std::sync::Arc;

/// The style sheet of a family.
pub(crate) fn style(family: Family) -> &'static str {
    match family {
        Family::Greenhouse => "greenhouse.css",
        Family::Lever => "lever.css",
        Family::Ashby => "ashby.css",
        Family::JsonLd => "page.css",
    }
}

/// What a careers page may be asked with.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    error: Option<String>,
    again: Option<String>,
}

/// The list of a company's jobs.
pub(crate) async fn list(
    family: Family,
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let Some(company) = company(&slug).filter(|company| company.slug == slug && company.family == family)
    else {
        return crate::site::not_found().await;
    };
    let (mut postings, changed) = app.world.board(company);
    postings.sort_by(|a, b| a.department.cmp(&b.department));
    let lang = company.lang;
    let mut body = header(&base, company);
    let _ = write!(body, "<main class=\"list\"><p class=\"about\">{}</p>", escape(company.about));
    if asked.error.is_some() {
        let _ = write!(body, "<p class=\"notice\" role=\"alert\">{}</p>", closed_text(lang));
    }
    let _ = write!(
        body,
        "<h2>{} <span class=\"count\">{}</span></h2>",
        lang.say("Open positions", "Offene Stellen", "Puestos vacantes"),
        postings.len()
    );
    let mut department = "";
    for posting in &postings {
        if posting.department != department {
            department = &posting.department;
            let _ = write!(body, "<h3 class=\"department\">{}</h3>", escape(department));
        }
        let _ = write!(
            body,
            "<a class=\"opening\" href=\"{}\"><span class=\"opening-title\">{}</span><span class=\"opening-place\">{}</span></a>",
            urls::job("", posting),
            escape(&posting.title),
            escape(&posting.location())
        );
    }
    body.push_str("</main>");
    let title = format!("{} - {}", company.name, lang.say("Careers", "Karriere", "Empleo"));
    let page = Page {
        lang: lang.code(),
        title: &title,
        style: style(family),
        color: company.color,
        head: "",
        body: &body,
    }
    .render();
    conditional(&headers, HTML, page, changed)
}

/// The head of every page of a company.
pub(crate) fn header(base: &str, company: &Company) -> String {
    let initial: String = company.name.chars().take(1).collect();
    format!(
        "<header class=\"site\"><a class=\"brand\" href=\"{}\"><span class=\"logo\" aria-hidden=\"true\">{}</span><span>{}</span></a>\
         <span class=\"tagline\">{}</span></header>",
        urls::site(base, company),
        escape(&initial),
        escape(company.name),
        escape(company.tagline)
    )
}

/// The facts of a posting in one line of labels.
pub(crate) fn facts(posting: &Posting) -> String {
    let lang = posting.company.lang;
    let workplace = match posting.workplace {
        Workplace::OnSite => lang.say("On-site", "Vor Ort", "Presencial"),
        Workplace::Hybrid => lang.say("Hybrid", "Hybrid", "Híbrido"),
        Workplace::Remote => lang.say("Remote", "Ortsunabhängig", "Remoto"),
    };
    let mut out = String::from("<ul class=\"facts\">");
    let mut add = |text: &str| {
        let _ = write!(out, "<li>{}</li>", escape(text));
    };
    add(&posting.location());
    // The place of remote work says so already.
    if posting.workplace != Workplace::Remote {
        add(workplace);
    }
    add(&posting.department);
    add(employment_text(lang, posting.employment));
    for place in &posting.more_places {
        add(&place.label(lang));
    }
    if let Some(pay) = &posting.pay {
        add(&pay_text(pay, lang));
    }
    out.push_str("</ul>");
    out
}

/// The structured data of a posting, safe inside a script element.
pub(crate) fn structured_data(base: &str, posting: &Posting) -> String {
    let json = shapes::json_ld(base, posting).to_string().replace("</", "<\\/");
    format!("<script type=\"application/ld+json\">{json}</script>\n")
}

/// What stands in the way of showing a posting, if anything does.
pub(crate) enum Shown {
    Yes(Arc<Posting>),
    No(Response),
}

/// Looks a posting up for a page of its family.
pub(crate) async fn show(app: &App, family: Family, base: &str, slug: &str, id: &str) -> Shown {
    let found = app.world.find(id);
    let (Some(Found::Open(posting) | Found::Closed(posting)), true) =
        (&found, company(slug).is_some_and(|company| company.family == family))
    else {
        return Shown::No(crate::site::not_found().await);
    };
    if posting.company.slug != slug {
        return Shown::No(crate::site::not_found().await);
    }
    let expired = app.behaviours.of(slug, id).behaviour == Behaviour::Expired;
    if expired || matches!(found, Some(Found::Closed(_))) {
        return Shown::No(closed(base, posting));
    }
    Shown::Yes(Arc::clone(posting))
}

fn closed_text(lang: Lang) -> &'static str {
    lang.say(
        "The job you are looking for is no longer open.",
        "Diese Stelle ist nicht mehr ausgeschrieben.",
        "Esta oferta ya no está disponible.",
    )
}

/// What each family shows in place of a closed posting.
pub(crate) fn closed(base: &str, posting: &Posting) -> Response {
    let company = posting.company;
    let status = match company.family {
        Family::Greenhouse => {
            return Redirect::to(&format!("{}?error=true", urls::site("", company))).into_response();
        }
        Family::Lever => StatusCode::NOT_FOUND,
        // Ashby's pages are drawn in the browser and answer 200 whatever they find.
        Family::Ashby => StatusCode::OK,
        Family::JsonLd => StatusCode::GONE,
    };
    let more = company.lang.say("See all open jobs", "Alle offenen Stellen", "Ver todas las ofertas");
    let text = closed_text(company.lang);
    let body = format!(
        "{}<main class=\"message\"><h1>{text}</h1><p><a href=\"{}\">{more}</a></p></main>",
        header(base, company),
        urls::site("", company)
    );
    let page = Page {
        lang: company.lang.code(),
        title: text,
        style: style(company.family),
        color: company.color,
        head: "",
        body: &body,
    }
    .render();
    (status, Html(page)).into_response()
}

/// The page of a posting, for families that keep the form apart from it.
pub(crate) async fn job(
    family: Family,
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path((slug, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let posting = match show(&app, family, &base, &slug, &id).await {
        Shown::Yes(posting) => posting,
        Shown::No(response) => return response,
    };
    let company = posting.company;
    let lang = company.lang;
    let apply = lang.say("Apply for this job", "Jetzt bewerben", "Inscribirme en esta oferta");
    let button = format!("<a class=\"apply-button\" href=\"{}\">{apply}</a>", urls::apply("", &posting));
    let tabs = if family == Family::Ashby { tabs(&posting, false) } else { String::new() };
    let body = format!(
        "{}<main class=\"posting\"><div class=\"posting-head\"><h1>{}</h1>{}{button}</div>{tabs}<article class=\"description\">{}</article><p class=\"posting-foot\">{button}</p></main>",
        header(&base, company),
        escape(&posting.title),
        facts(&posting),
        html(&posting.sections),
    );
    let title = format!("{} - {}", company.name, posting.title);
    let page = Page {
        lang: lang.code(),
        title: &title,
        style: style(family),
        color: company.color,
        head: &structured_data(&base, &posting),
        body: &body,
    }
    .render();
    conditional(&headers, HTML, page, posting.opened_at)
}

/// Ashby's two tabs.
pub(crate) fn tabs(posting: &Posting, form: bool) -> String {
    let tab = |href: String, label: &str, here: bool| {
        format!("<a role=\"tab\" class=\"tab\" aria-selected=\"{here}\" href=\"{href}\">{label}</a>")
    };
    format!(
        "<nav class=\"tabs\" role=\"tablist\">{}{}</nav>",
        tab(urls::job("", posting), "Overview", !form),
        tab(urls::apply("", posting), "Application", form)
    )
}

/// The page with the form.
pub(crate) async fn form(
    family: Family,
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path((slug, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let posting = match show(&app, family, &base, &slug, &id).await {
        Shown::Yes(posting) => posting,
        Shown::No(response) => return response,
    };
    let cookies = headers.get(COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_behind_captcha = app.behaviours.of(&slug, &id).behaviour == Behaviour::CaptchaBefore;
    if is_behind_captcha && !cookies.contains(captcha::PASSED) {
        return Html(captcha::interstitial()).into_response();
    }
    if app.behaviours.of(&slug, &id).behaviour == Behaviour::LoginWall {
        return Redirect::to(&format!("/signin?next={}", urls::apply("", &posting))).into_response();
    }
    Html(form_page(&app, &base, &posting, &Refill::default())).into_response()
}

/// The form's page, empty or as it was refused.
pub(crate) fn form_page(app: &App, base: &str, posting: &Posting, refill: &Refill) -> String {
    let fields = forms::fields(app.seed, posting);
    let check = app.behaviours.of(posting.company.slug, &posting.id).behaviour.captcha();
    match posting.company.family {
        Family::Greenhouse => forms::greenhouse_page(base, posting, &fields, refill, check),
        Family::Lever => forms::lever_page(base, posting, &fields, refill, check),
        Family::Ashby => forms::ashby_page(base, posting, &fields, refill, check),
        Family::JsonLd => forms::generic_page(base, posting, &fields, refill, check),
    }
}

/// The confirmation page. It is shown also when the posting has closed since.
pub(crate) async fn thanks(
    family: Family,
    State(app): State<Arc<App>>,
    Base(base): Base,
    Path((slug, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(Found::Open(posting) | Found::Closed(posting)) = app.world.find(&id) else {
        return crate::site::not_found().await;
    };
    let company = posting.company;
    if company.family != family || company.slug != slug {
        return crate::site::not_found().await;
    }
    let (heading, text) = confirmation_words(&posting, asked.again.is_some());
    let body = format!(
        "{}<main class=\"message confirmation\"><div class=\"tick\" aria-hidden=\"true\">&#10003;</div><h1>{}</h1><p>{}</p><p><a href=\"{}\">{}</a></p></main>",
        header(&base, company),
        escape(&heading),
        escape(&text),
        urls::site("", company),
        company.lang.say("Back to all jobs", "Zurück zu allen Stellen", "Volver a las ofertas"),
    );
    Html(
        Page {
            lang: company.lang.code(),
            title: &heading,
            style: style(family),
            color: company.color,
            head: "",
            body: &body,
        }
        .render(),
    )
    .into_response()
}

/// What an applicant reads when the form was accepted, the first time and again.
pub(crate) fn confirmation_words(posting: &Posting, again: bool) -> (String, String) {
    let (name, title) = (posting.company.name, &posting.title);
    match (posting.company.lang, again) {
        (Lang::En, false) => (
            format!("Thank you for applying to {name}"),
            format!(
                "Your application for {title} has been submitted. We have received your application and will write to you by email."
            ),
        ),
        (Lang::En, true) => (
            "You have already applied for this job".to_owned(),
            format!(
                "You have already applied for {title}. We have your application and will write to you by email."
            ),
        ),
        (Lang::De, false) => (
            "Vielen Dank für Ihre Bewerbung".to_owned(),
            format!(
                "Ihre Bewerbung als {title} ist bei uns eingegangen. Sie erhalten in Kürze eine Bestätigung per E-Mail."
            ),
        ),
        (Lang::De, true) => (
            "Sie haben sich bereits beworben".to_owned(),
            format!("Ihre Bewerbung als {title} liegt uns schon vor. Wir melden uns per E-Mail."),
        ),
        (Lang::Es, false) => (
            "Gracias por tu candidatura".to_owned(),
            format!("Hemos recibido tu solicitud para {title}. Te escribiremos por correo electrónico."),
        ),
        (Lang::Es, true) => (
            "Ya te has inscrito en esta oferta".to_owned(),
            format!("Ya tenemos tu candidatura para {title}. Te escribiremos por correo electrónico."),
        ),
    }
}
