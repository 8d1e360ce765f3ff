//! The way from a posting's address to the page with the form.
//!
//! Only looks and follows links: it types nothing. Sites that forbid automation are never driven, login pages and
//! captchas before the form are named and left to the person; one inside it is solved when it is sent.

use std::time::Duration;

use browser::{FieldKind, FormModel, Page, Session};
use domain::Job;
use tokio::time::Instant;
use url::Url;

use super::stop::Stop;
use crate::meaning::{self, Meaning, plain};

/// Longest wait for one page.
const PAGE_DEADLINE: Duration = Duration::from_secs(30);
/// Longest wait for a page to come to rest; some never do.
const QUIET_DEADLINE: Duration = Duration::from_secs(6);
/// Links followed from the posting to the form.
const MAX_HOPS: usize = 4;
/// How long a click may take to lead anywhere.
const CLICK_DEADLINE: Duration = Duration::from_secs(8);
/// Clicks on what leads to the form: a window that comes up at that moment takes the first.
const CLICKS: usize = 2;
/// Pause between two looks.
const LOOK_PAUSE: Duration = Duration::from_millis(40);
/// A page may draw its form late.
const FORM_DEADLINE: Duration = Duration::from_secs(3);

/// The reason of a run that a captcha stopped.
pub(super) const CAPTCHA: &str = "captcha";

/// What leads to a form says one of these.
const APPLY_LINK: &str = r"^(apply|easy apply|quick apply|application$|start (your )?application|i.?m interested|bewerben|jetzt bewerben|zur bewerbung|online bewerben|bewerbung$|inscri|postular|aplicar|enviar candidatura|solicitar|quiero|postuler|je postule|candidater)";
const LINKS: &str = "a,button,[role=button],[role=tab],[role=link]";

/// What a page says in place of a posting that is gone.
const CLOSED: [&str; 16] = [
    "no longer open",
    "no longer available",
    "no longer accepting",
    "position has been filled",
    "job has been filled",
    "this job is closed",
    "posting has expired",
    "job has expired",
    "not found the job may have been taken down",
    "nicht mehr ausgeschrieben",
    "nicht mehr verfugbar",
    "stelle ist besetzt",
    "ya no esta disponible",
    "oferta ha caducado",
    "n est plus disponible",
    "offre a expire",
];

/// The page with the form.
pub(super) struct Place {
    pub page: Page,
    pub form: FormModel,
    /// Without the fragment: what the approval is bound to.
    pub url: Url,
}

impl Place {
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }
}

/// Where to begin, if the job can be applied to at all.
pub(super) fn start(job: &Job) -> Result<Url, Stop> {
    if !job.is_open() {
        return Err(closed());
    }
    let url = Url::parse(&job.posting.apply_url).map_err(|_| {
        Stop::fail("no_address", "The posting has no usable address. Apply on the employer's own site.")
    })?;
    refuse_forbidden(&url)?;
    Ok(url)
}

/// Opens `start`.
pub(super) async fn open(session: &Session, start: &Url) -> Result<Page, Stop> {
    let page = session.new_page().await?;
    let there = page.navigate(start, PAGE_DEADLINE).await?;
    check_status(there.status)?;
    Ok(page)
}

/// Goes on from the page that is open, after a person has passed what stood in the way.
pub(super) async fn from_here(session: &Session, start: &Url, follow_external: bool) -> Result<Place, Stop> {
    let page = session.settled_page(QUIET_DEADLINE).await?;
    form(session, page, start, follow_external).await
}

/// Follows what leads from the page that was opened at `start` to the form.
pub(super) async fn form(
    session: &Session,
    mut page: Page,
    start: &Url,
    follow_external: bool,
) -> Result<Place, Stop> {
    for hop in 0..=MAX_HOPS {
        page.wait_quiet(QUIET_DEADLINE).await?;
        let url = without_fragment(page.url().await?);
        check_address(start, &url, follow_external)?;
        if let Some(form) = look(&page).await? {
            return Ok(Place { page, form, url });
        }
        check_text(&page).await?;
        if hop == MAX_HOPS {
            break;
        }
        page = match follow(session, &page).await? {
            Some(next) => next,
            None => break,
        };
    }
    Err(Stop::fail(
        "form_not_found",
        "No application form was found from the posting's page. Open the posting and apply on the employer's site.",
    ))
}

/// The form, giving a page that draws itself late a moment.
async fn look(page: &Page) -> Result<Option<FormModel>, Stop> {
    let until = Instant::now() + FORM_DEADLINE;
    loop {
        if let Some(mut form) = application_on(page).await? {
            page.read_lists(&mut form).await?;
            return Ok(Some(form));
        }
        let barriers = page.barriers().await?;
        if barriers.password {
            return Err(Stop::fail(
                "login_required",
                "The site wants an account before it shows the form. Sign in and apply there yourself.",
            ));
        }
        let says_something = page.text().await?.trim().len() > 200 || page.shows(LINKS, APPLY_LINK).await?;
        if says_something || Instant::now() >= until {
            return Ok(None);
        }
        tokio::time::sleep(LOOK_PAUSE).await;
    }
}

/// The form on the page, if it is an application; its drawn lists stay closed.
async fn application_on(page: &Page) -> Result<Option<FormModel>, Stop> {
    Ok(page.read_forms().await?.into_iter().next().filter(is_application))
}

/// A search box or a newsletter is no application.
fn is_application(form: &FormModel) -> bool {
    let open: Vec<_> = form.fields.iter().filter(|field| field.visible && !field.honeypot).collect();
    let asks = |wanted: &[Meaning]| {
        open.iter().any(|field| {
            let (found, _) = meaning::of_token(&field.autocomplete)
                .unwrap_or_else(|| meaning::of(&field.label, Some(field.kind), &field.options));
            wanted.contains(&found)
        })
    };
    let file = open.iter().any(|field| field.kind == FieldKind::File);
    let name = asks(&[Meaning::FullName, Meaning::FirstName, Meaning::LastName]);
    let email = asks(&[Meaning::Email]);
    let password = open.iter().any(|field| field.kind == FieldKind::Password);
    form.submit.is_some() && !password && ((file && (email || name)) || (email && name && open.len() >= 3))
}

async fn check_text(page: &Page) -> Result<(), Stop> {
    let text = plain(&page.text().await?);
    if CLOSED.iter().any(|phrase| text.contains(phrase)) {
        return Err(closed());
    }
    if page.barriers().await?.captcha {
        return Err(Stop::fail(
            CAPTCHA,
            "The site shows a captcha before the form, which only a person may solve. Apply there yourself.",
        ));
    }
    Ok(())
}

/// Clicks what leads to the form and gives the page it led to; `None` when nothing leads anywhere.
async fn follow(session: &Session, page: &Page) -> Result<Option<Page>, Stop> {
    let (before, tabs) = (page.url().await?, session.pages().len());
    for _ in 0..CLICKS {
        if !page.click_on(LINKS, APPLY_LINK).await? {
            return Ok(None);
        }
        let until = Instant::now() + CLICK_DEADLINE;
        while Instant::now() < until {
            let opened = session.pages().len() > tabs;
            if opened || page.url().await? != before {
                let next = session.settled_page(QUIET_DEADLINE).await?;
                // A new tab begins empty.
                if next.url().await?.scheme().starts_with("http") {
                    return Ok(Some(next));
                }
            }
            if application_on(page).await?.is_some() {
                return Ok(Some(page.clone()));
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
    }
    Ok(None)
}

fn check_status(status: u16) -> Result<(), Stop> {
    match status {
        404 | 410 => Err(closed()),
        401 => Err(Stop::fail(
            "login_required",
            "The site wants a login before it shows the form. Apply there yourself.",
        )),
        403 => Err(Stop::fail(
            "blocked",
            "The site refuses automated visits. Open the posting and apply there yourself.",
        )),
        429 | 500..=599 => Err(Stop::try_again(
            "site_busy",
            format!("The site answered {status}. Nothing was sent; it is tried again."),
        )),
        _ => Ok(()),
    }
}

fn check_address(start: &Url, now: &Url, follow_external: bool) -> Result<(), Stop> {
    refuse_forbidden(now)?;
    let (from, to) = (start.host_str().unwrap_or_default(), now.host_str().unwrap_or_default());
    if !follow_external && !same_site(from, to) {
        return Err(Stop::fail(
            "external_link_not_allowed",
            format!("The form is on {to}, away from {from}, and you did not allow to follow such links."),
        ));
    }
    Ok(())
}

pub(super) fn refuse_forbidden(url: &Url) -> Result<(), Stop> {
    match domain::ats::forbids_automation(url) {
        true => Err(Stop::fail(
            "automation_forbidden",
            format!(
                "{} forbids automated applications in its terms. Apply there yourself.",
                url.host_str().unwrap_or("The site")
            ),
        )),
        false => Ok(()),
    }
}

fn closed() -> Stop {
    Stop::fail("job_closed", "The job takes no applications any more. Nothing was sent.")
}

pub(super) fn without_fragment(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

/// Whether two hosts belong to the same owner, by their last two labels. Too strict for `co.uk` hosts of one owner
/// is not possible; too generous for two owners below it is, and the person sees the host before approving.
pub(super) fn same_site(one: &str, other: &str) -> bool {
    let site = |host: &str| {
        if host.parse::<std::net::IpAddr>().is_ok() {
            return host.to_owned();
        }
        let labels: Vec<&str> = host.rsplit('.').take(2).collect();
        labels.into_iter().rev().collect::<Vec<_>>().join(".")
    };
    site(one) == site(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_the_site_needs_permission() {
        let url = |text: &str| Url::parse(text).unwrap();
        let board = url("https://board.example/jobs/1");
        assert!(check_address(&board, &url("https://www.board.example/apply"), false).is_ok());
        assert!(check_address(&board, &url("https://acme.example/apply"), true).is_ok());
        let refused = check_address(&board, &url("https://acme.example/apply"), false);
        assert!(matches!(refused, Err(Stop::Because { code: "external_link_not_allowed", .. })));
        let refused = check_address(&board, &url("https://www.linkedin.com/jobs/view/1"), true);
        assert!(matches!(refused, Err(Stop::Because { code: "automation_forbidden", .. })));
    }
}
