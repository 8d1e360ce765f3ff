//! Workday shows its form only to those with an account at the employer's own site there.
//!
//! One account per site: signed in to if Jobwire made one before, made only if the person has said that it may. The
//! password is random, sealed in the store before it is used, and typed nowhere else. The button lies under a cover that
//! takes the click, and one field waits for robots: both are left as a person would leave them. A code sent by
//! mail is taken from the watched mailbox, or typed by the person. A second factor and an account somebody else made are
//! the person's.

use std::time::Duration;

use browser::{Field, FieldKind, FillValue, FormModel, Page};
use domain::{AnswerOrigin, Snapshot};
use tokio::time::Instant;
use url::Url;

use super::Run;
use super::boxes::Boxes;
use super::find::{Place, without_fragment};
use super::papers::Papers;
use super::steps::BUTTONS;
use super::stop::{Stop, unfillable};
use crate::meaning::{self, Meaning};
use crate::resolve::{self, Question};

/// What the person is asked once.
const PERMISSION: &str = "May Jobwire make accounts at employers' application sites with your e-mail address, and agree to \
                          their terms of use?";
/// The name of that question.
const PERMISSION_FIELD: &str = "jobwire:site_accounts";
const YES: &str = "Yes";
const NO: &str = "No";

/// The parts of the page, under the names Workday gives them for its own tests.
const GATE: &str = "[data-automation-id=password]";
const CREATE: &str = "[data-automation-id=verifyPassword]";
const TO_SIGN_IN: &str = "[data-automation-id=signInLink]";
const TO_CREATE: &str = "[data-automation-id=createAccountLink]";
const COVER: &str = "[data-automation-id=click_filter]";
const CODE: &str = "[data-automation-id=verificationCode]";
/// Any caption.
const ANY: &str = "";

/// How long one part of the page may take to appear.
const PART_DEADLINE: Duration = Duration::from_secs(5);
/// A page that still shows the code's field after this long and complains has refused it.
const COMPLAINT_AFTER: Duration = Duration::from_secs(1);
/// How long the site may take to open the account.
const OPEN_DEADLINE: Duration = Duration::from_secs(20);
/// Longest wait for the first step to come to rest.
const QUIET_DEADLINE: Duration = Duration::from_secs(4);
/// A moment in which a part is there or is not.
const NOW: Duration = Duration::from_millis(50);
const LOOK_PAUSE: Duration = Duration::from_millis(150);

/// How the gate was met.
pub(super) enum Gate {
    /// The form is open.
    Open(Box<Place>),
    /// The person has to allow the account first.
    Ask(Snapshot),
    /// Some other page that wants a password.
    NotHere,
}

/// Passes the account page, if `page` shows one in Workday's manner.
pub(super) async fn pass(run: &mut Run<'_>, page: &Page) -> Result<Gate, Stop> {
    if !page.wait_for(GATE, NOW).await? || !page.wait_for(COVER, NOW).await? {
        return Ok(Gate::NotHere);
    }
    let url = without_fragment(page.url().await?);
    let host = url.host_str().unwrap_or_default().to_owned();
    let user = run.record.user_id;
    let known = run.context.store.site_password(user, &host).await?;
    // The code with which the site confirms the account may be in the mailbox before its page asks for it.
    run.request_code(std::slice::from_ref(&host)).await?;
    if let Some(password) = &known {
        run.step("Signing in", &format!("at {host}"), 15, None).await?;
        turn(page, false).await?;
        if enter(run, page, password).await?.is_none() {
            return opened(page, url).await;
        }
    }
    if !is_allowed(run)? {
        return Ok(Gate::Ask(question(run, &url)));
    }
    run.step("Making an account", &format!("at {host}"), 15, Some(page)).await?;
    let password = match known {
        // Sealed before, and the site does not know it: the account was never made.
        Some(password) => password,
        None => {
            let password = format!("{}aA1!", &uuid::Uuid::new_v4().simple().to_string()[..20]);
            let mut tx = run.context.store.begin().await?;
            tx.keep_site_password(user, &host, &password).await?;
            tx.commit().await?;
            password
        }
    };
    turn(page, true).await?;
    match enter(run, page, &password).await? {
        None => opened(page, url).await,
        Some(complaint) => Err(Stop::fail(
            "login_required",
            format!("The site did not open an account: {complaint} Sign in and apply there yourself."),
        )),
    }
}

/// The permission as a question of the application.
fn asked() -> Question {
    Question {
        field: PERMISSION_FIELD.to_owned(),
        label: PERMISSION.to_owned(),
        kind: FieldKind::RadioGroup,
        required: true,
        options: vec![YES.to_owned(), NO.to_owned()],
        multiple: false,
        max_length: None,
        autocomplete: String::new(),
        section: String::new(),
    }
}

fn question(run: &Run<'_>, url: &Url) -> Snapshot {
    let mut answers = run.record.snapshot.clone().map_or_else(Vec::new, |snapshot| snapshot.answers);
    answers.retain(|answer| answer.field != PERMISSION_FIELD);
    let mut open = resolve::answer(&asked(), run.known(&Papers { resume: None, cover_letter: None }));
    open.value = None;
    open.origin =
        AnswerOrigin::Unanswered { why: "The site wants an account before it shows the form.".to_owned() };
    answers.insert(0, open);
    Snapshot { form_url: url.to_string(), resume_id: None, cover_letter_id: None, answers }
}

fn is_allowed(run: &Run<'_>) -> Result<bool, Stop> {
    let answer = resolve::answer(&asked(), run.known(&Papers { resume: None, cover_letter: None }));
    match answer.value.as_deref() {
        Some(YES) => Ok(true),
        Some(_) => Err(Stop::fail(
            "login_required",
            "The site wants an account and you did not allow one. Sign in and apply there yourself.",
        )),
        None => Ok(false),
    }
}

/// Turns to the side of the gate that makes an account, or to the one that signs in.
async fn turn(page: &Page, create: bool) -> Result<(), Stop> {
    if page.wait_for(CREATE, NOW).await? == create {
        return Ok(());
    }
    let link = if create { TO_CREATE } else { TO_SIGN_IN };
    page.click_on(link, ANY).await?;
    let until = Instant::now() + PART_DEADLINE;
    while Instant::now() < until {
        if page.wait_for(GATE, NOW).await? && page.wait_for(CREATE, NOW).await? == create {
            return Ok(());
        }
        tokio::time::sleep(LOOK_PAUSE).await;
    }
    Err(Stop::fail(
        "login_required",
        "The site wants an account and shows no way to it that Jobwire knows. Apply there yourself.",
    ))
}

/// Fills the gate and presses its button; `None` when it opened, or what the page complains about.
async fn enter(run: &Run<'_>, page: &Page, password: &str) -> Result<Option<String>, Stop> {
    let form = gate_form(page).await?;
    let email = run.profile.profile.resume.basics.email.clone();
    let open = form.fields.iter().filter(|field| field.visible && !field.honeypot && !field.disabled);
    for field in open {
        match field.kind {
            FieldKind::Password => fill(page, &as_text(field), FillValue::Text(password.to_owned())).await?,
            // The only box of the gate: the terms, which the person has allowed to agree to.
            FieldKind::Checkbox => fill(page, field, FillValue::Checked(true)).await?,
            kind if asks_email(field, kind) => fill(page, field, FillValue::Text(email.clone())).await?,
            _ => {}
        }
    }
    page.click_on(COVER, ANY).await?;
    let pressed_at = Instant::now();
    while pressed_at.elapsed() < OPEN_DEADLINE {
        tokio::time::sleep(LOOK_PAUSE).await;
        if page.wait_for(CODE, NOW).await? {
            return confirm(run, page).await;
        }
        if !page.barriers().await?.password {
            return match code_asked_behind(page).await? {
                true => confirm(run, page).await,
                false => Ok(None),
            };
        }
        let complaint = page.banners().await?.join(" ");
        if !complaint.is_empty() {
            return Ok(Some(complaint));
        }
    }
    Err(Stop::try_again("timeout", "The site did not answer to the sign-in. Nothing was sent."))
}

/// Whether a code is asked behind the gate, which draws what comes next only after it went.
async fn code_asked_behind(page: &Page) -> Result<bool, Stop> {
    page.wait_quiet(QUIET_DEADLINE).await?;
    let until = Instant::now() + PART_DEADLINE;
    loop {
        if page.wait_for(CODE, NOW).await? {
            return Ok(true);
        }
        let shows_step = page.read_forms().await?.iter().any(|form| {
            let shown = form.fields.iter().filter(|field| field.visible && !field.honeypot);
            form.is_next_step && shown.count() > 0
        });
        if shows_step || Instant::now() >= until {
            return Ok(false);
        }
        tokio::time::sleep(LOOK_PAUSE).await;
    }
}

/// Types the code that the site has mailed to confirm the account, as soon as it is there, or waits until the person has
/// done that; gives what the page complains about.
async fn confirm(run: &Run<'_>, page: &Page) -> Result<Option<String>, Stop> {
    run.tell_code_wait(16, Some(page)).await?;
    let _waiting = run.live.as_ref().map(|live| live.wait(false));
    let until = Instant::now() + run.context.waits.code;
    let mut typed_at: Option<Instant> = None;
    loop {
        let looked_at = Instant::now();
        tokio::time::sleep(LOOK_PAUSE).await;
        if run.wait_for_person().await.is_some() {
            run.look_behind_person().await?;
        }
        if !page.wait_for(CODE, NOW).await? && !page.barriers().await?.password {
            return Ok(None);
        }
        match typed_at {
            None if Instant::now() >= until => return Err(run.no_code()),
            None => {
                if let Some(code) = run.take_code().await?
                    && let Some(boxes) = Boxes::of(&page.read_forms().await?)
                    && boxes.type_in(page, &code).await?
                {
                    run.step("Typed the security code", "", 17, None).await?;
                    press(page).await?;
                    typed_at = Some(Instant::now());
                }
            }
            Some(at) if at.elapsed() >= COMPLAINT_AFTER => {
                let complaint = page.banners().await?.join(" ");
                if !complaint.is_empty() {
                    return Ok(Some(complaint));
                }
                if at.elapsed() >= OPEN_DEADLINE {
                    let silent = "The site did not answer to its code. Nothing was sent.";
                    return Err(Stop::try_again("timeout", silent));
                }
            }
            Some(_) => {}
        }
        if let Some(live) = &run.live {
            live.has_waited(looked_at.elapsed());
        }
    }
}

/// Presses the button of the page that wants the code: what lies over it, or itself.
async fn press(page: &Page) -> Result<(), Stop> {
    if page.click_on(COVER, ANY).await? {
        return Ok(());
    }
    let form = page.read_forms().await?.into_iter().find(|form| form.submit.is_some());
    let caption = form.map_or_else(String::new, |form| regex::escape(&form.submit_label));
    match page.click_on(BUTTONS, &format!("^{caption}$")).await? {
        true => Ok(()),
        false => Err(Stop::try_again("no_button", "The button below the security code was not found.")),
    }
}

/// The guard against typing passwords knows the kind alone; here one is meant.
fn as_text(field: &Field) -> Field {
    Field { kind: FieldKind::Text, ..field.clone() }
}

fn asks_email(field: &Field, kind: FieldKind) -> bool {
    kind == FieldKind::Email || meaning::of(&field.label, Some(kind), &field.options).0 == Meaning::Email
}

async fn fill(page: &Page, field: &Field, value: FillValue) -> Result<(), Stop> {
    page.fill(field, &value).await.map(drop).map_err(|error| unfillable(&field.label, error))
}

async fn gate_form(page: &Page) -> Result<FormModel, Stop> {
    let has_password =
        |form: &FormModel| form.fields.iter().any(|field| field.visible && field.kind == FieldKind::Password);
    page.read_forms().await?.into_iter().find(has_password).ok_or_else(|| {
        Stop::try_again("page_failed", "The sign-in disappeared while it was read. Nothing was sent.")
    })
}

/// The first step behind the gate.
async fn opened(page: &Page, url: Url) -> Result<Gate, Stop> {
    page.wait_quiet(QUIET_DEADLINE).await?;
    let form = page.read_form().await?.ok_or_else(|| {
        Stop::try_again("form_not_found", "Behind the sign-in no form was found. Nothing was sent.")
    })?;
    Ok(Gate::Open(Box::new(Place { page: page.clone(), form, url })))
}
