//! Takes applications in: reads the form, judges it, writes the ledger, and only then answers.

use crate::behaviour::Behaviour;
use crate::careers::{self, Shown};
use crate::catalogue::{Family, Lang, Posting};
use crate::connection::Breaker;
use crate::forms::{self, Checked, Refill, Sent, Upload};
use crate::html::{Page, escape};
use crate::ledger::Entry;
use crate::routes::{App, Base};
use crate::{captcha, codes, urls};
use axum::Json;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// No form has more parts than this.
const MAX_PARTS: usize = 200;

/// `POST` of every family's form.
pub(crate) async fn submit(
    family: Family,
    State(app): State<Arc<App>>,
    Base(base): Base,
    ConnectInfo(breaker): ConnectInfo<Breaker>,
    Path((slug, id)): Path<(String, String)>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let posting = match careers::show(&app, family, &base, &slug, &id).await {
        Shown::Yes(posting) => posting,
        Shown::No(response) => return response,
    };
    let sent = match form {
        Ok(form) => read(form).await,
        Err(rejection) => return rejection.into_response(),
    };
    let sent = match sent {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let desk = Desk { app, base, posting, breaker, as_json: wants_json(family, &headers) };
    desk.receive(&sent).await
}

/// Ashby's page always talks JSON; Greenhouse's does when its script is at work.
fn wants_json(family: Family, headers: &HeaderMap) -> bool {
    let accepts = |wanted: &str| {
        headers
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains(wanted))
    };
    family == Family::Ashby || accepts("application/json")
}

/// Everything a form sent; an answer that ends it when it is no form.
pub(crate) async fn read(mut form: Multipart) -> Result<Sent, Response> {
    let bad = |error: MultipartError| (error.status(), error.body_text()).into_response();
    let mut sent = Sent::default();
    for _ in 0..MAX_PARTS {
        let Some(part) = form.next_field().await.map_err(bad)? else {
            return Ok(sent);
        };
        let name = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(file_name) => {
                let bytes = part.bytes().await.map_err(bad)?.to_vec();
                sent.files.push(Upload { field: name, name: file_name, bytes });
            }
            None => {
                let text = part.text().await.map_err(bad)?;
                sent.values.entry(name).or_default().push(text);
            }
        }
    }
    Err((StatusCode::PAYLOAD_TOO_LARGE, "This form has too many fields.").into_response())
}

/// One application on its way in.
struct Desk {
    app: Arc<App>,
    base: String,
    posting: Arc<Posting>,
    breaker: Breaker,
    as_json: bool,
}

impl Desk {
    async fn receive(self, sent: &Sent) -> Response {
        let setting = self.app.behaviours.of(self.posting.company.slug, &self.posting.id);
        let lang = self.posting.company.lang;
        match setting.behaviour {
            Behaviour::CloseBeforeAccept => return self.cut(),
            Behaviour::LoginWall => {
                return self.problem(
                    StatusCode::UNAUTHORIZED,
                    lang.say(
                        "Please sign in to apply.",
                        "Bitte melden Sie sich an.",
                        "Inicia sesión para inscribirte.",
                    ),
                );
            }
            Behaviour::Captcha => {
                return self.problem(
                    StatusCode::PRECONDITION_REQUIRED,
                    lang.say(
                        "captcha-failed: please complete the security check.",
                        "Bitte lösen Sie die Sicherheitsabfrage.",
                        "Completa la comprobación de seguridad.",
                    ),
                );
            }
            Behaviour::Refuse422 => return self.problem(StatusCode::UNPROCESSABLE_ENTITY, unprocessed(lang)),
            Behaviour::Ok
            | Behaviour::Slow
            | Behaviour::AcceptThenClose
            | Behaviour::AcceptThen500
            | Behaviour::ConfirmByEmailOnly
            | Behaviour::EmailCode
            | Behaviour::EmailCodeForeign
            | Behaviour::EmailCodeLost
            | Behaviour::CaptchaBefore => {}
            Behaviour::CaptchaSolvable | Behaviour::CaptchaOnSubmit if captcha::is_solved(sent) => {}
            Behaviour::CaptchaSolvable | Behaviour::CaptchaOnSubmit => {
                return self.problem(StatusCode::PRECONDITION_REQUIRED, "captcha-failed");
            }
            Behaviour::Expired => return careers::closed(&self.base, &self.posting),
        }
        let fields = forms::fields(self.app.seed, &self.posting);
        let accepted = match forms::check(&fields, lang, sent) {
            Checked::Accepted(accepted) => accepted,
            Checked::Refused(errors) => return self.refused(sent, errors),
            Checked::Bot => return self.problem(StatusCode::UNPROCESSABLE_ENTITY, unprocessed(lang)),
        };
        if let Some(from) = setting.behaviour.code_from()
            && !self.has_code(&accepted.email, sent)
        {
            return self.ask_for_code(accepted.email, from).await;
        }
        let entry = match self.keep(accepted).await {
            Ok(entry) => entry,
            Err(response) => return response,
        };
        match setting.behaviour {
            Behaviour::AcceptThenClose => return self.cut(),
            Behaviour::AcceptThen500 => {
                return (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error").into_response();
            }
            Behaviour::ConfirmByEmailOnly => {
                return self.problem(
                    StatusCode::OK,
                    lang.say(
                        "Your request is being processed.",
                        "Ihre Anfrage wird bearbeitet.",
                        "Estamos procesando tu solicitud.",
                    ),
                );
            }
            Behaviour::Slow => tokio::time::sleep(setting.delay()).await,
            Behaviour::Ok
            | Behaviour::Refuse422
            | Behaviour::CloseBeforeAccept
            | Behaviour::Captcha
            | Behaviour::CaptchaSolvable
            | Behaviour::CaptchaBefore
            | Behaviour::CaptchaOnSubmit
            | Behaviour::EmailCode
            | Behaviour::EmailCodeForeign
            | Behaviour::EmailCodeLost
            | Behaviour::LoginWall
            | Behaviour::Expired => {}
        }
        self.confirmed(&entry)
    }

    fn has_code(&self, email: &str, sent: &Sent) -> bool {
        let typed: String =
            sent.values.get("security_code").into_iter().flatten().map(String::as_str).collect();
        !typed.is_empty() && self.app.codes.redeem(&self.opens(email), &typed)
    }

    /// What a code opens: this job, for this person.
    fn opens(&self, email: &str) -> String {
        format!("{} {}", self.posting.id, email.to_lowercase())
    }

    async fn ask_for_code(&self, email: String, from: codes::From) -> Response {
        let (what, company) = (self.opens(&email), self.posting.company.name.to_owned());
        codes::send(&self.app, &self.base, what, company, email, from).await;
        let answer = json!({ "success": false, "code_signs": codes::CODE_SIGNS, "error": "captcha-failed", "errors": {} });
        (StatusCode::PRECONDITION_REQUIRED, Json(answer)).into_response()
    }

    /// Writes the ledger and tells the post room. The line is on the disk when this returns.
    async fn keep(&self, accepted: forms::Accepted) -> Result<Entry, Response> {
        let app = Arc::clone(&self.app);
        let posting = Arc::clone(&self.posting);
        let url = urls::job(&self.base, &posting);
        // Shielded from the client hanging up: once begun, the line is written and its mail planned.
        let work = tokio::task::spawn_blocking(move || {
            let entry = app.ledger.append(&posting, url, accepted, (app.clock)())?;
            app.scheduler.expect(&entry);
            Ok::<_, crate::Error>(entry)
        });
        match work.await {
            Ok(Ok(entry)) => Ok(entry),
            Ok(Err(error)) => {
                tracing::error!(%error, "an application could not be kept");
                Err((StatusCode::SERVICE_UNAVAILABLE, "There was an error. Please try again.")
                    .into_response())
            }
            Err(error) => {
                tracing::error!(%error, "keeping an application stopped");
                Err(StatusCode::INTERNAL_SERVER_ERROR.into_response())
            }
        }
    }

    fn cut(&self) -> Response {
        self.breaker.cut();
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }

    fn confirmed(&self, entry: &Entry) -> Response {
        let again = if entry.again { "?again=1" } else { "" };
        let target = format!("{}{again}", urls::confirmation("", &self.posting));
        if !self.as_json {
            return Redirect::to(&target).into_response();
        }
        let (heading, text) = careers::confirmation_words(&self.posting, entry.again);
        Json(json!({ "success": true, "alreadyApplied": entry.again, "redirect": target, "heading": heading, "message": text })).into_response()
    }

    fn refused(&self, sent: &Sent, errors: BTreeMap<String, String>) -> Response {
        if self.as_json {
            return (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "success": false, "errors": errors })))
                .into_response();
        }
        let refill = Refill { values: sent.values.clone(), errors };
        (
            StatusCode::UNPROCESSABLE_ENTITY,
            Html(careers::form_page(&self.app, &self.base, &self.posting, &refill)),
        )
            .into_response()
    }

    /// An answer with one sentence, as JSON or as a page.
    fn problem(&self, status: StatusCode, sentence: &str) -> Response {
        if self.as_json {
            return (
                status,
                Json(json!({ "success": status.is_success(), "error": sentence, "errors": {} })),
            )
                .into_response();
        }
        let company = self.posting.company;
        let body = format!(
            "{}<main class=\"message\"><h1>{}</h1><p><a href=\"{}\">{}</a></p></main>",
            careers::header(&self.base, company),
            escape(sentence),
            urls::apply("", &self.posting),
            company.lang.say("Back to the form", "Zurück zum Formular", "Volver al formulario")
        );
        let page = Page {
            lang: company.lang.code(),
            title: sentence,
            style: careers::style(company.family),
            color: company.color,
            head: "",
            body: &body,
        }
        .render();
        (status, Html(page)).into_response()
    }
}

fn unprocessed(lang: Lang) -> &'static str {
    lang.say(
        "There was an error. We could not process your application.",
        "Ihre Bewerbung konnte nicht verarbeitet werden.",
        "No hemos podido procesar tu solicitud.",
    )
}
