//! Forms as the big ATSs build them: read, filled with trusted input, read back.

use browser::{Field, FieldKind, FillError, FillValue, FormModel};
use bytes::Bytes;

use crate::site::{Site, Visit};

const NATIVE: &str = include_str!("pages/native.html");
const DRAWN: &str = include_str!("pages/drawn.html");

fn field<'a>(form: &'a FormModel, label: &str) -> &'a Field {
    form.fields.iter().find(|field| field.label == label).unwrap_or_else(|| {
        panic!("no field {label:?} among {:#?}", form.fields.iter().map(|f| &f.label).collect::<Vec<_>>())
    })
}

/// One line per field: what a person would say about the form.
fn summary(form: &FormModel) -> String {
    let mut lines = vec![format!("{} -> {}", form.title, form.submit_label)];
    for field in &form.fields {
        let mut line = format!("{:?} {:?}", field.kind, field.label);
        for (word, holds) in
            [("required", field.required), ("hidden", !field.visible), ("trap", field.honeypot)]
        {
            if holds {
                line.push(' ');
                line.push_str(word);
            }
        }
        if !field.options.is_empty() {
            line.push_str(&format!(" {:?}", field.options));
        }
        if !field.value.is_empty() {
            line.push_str(&format!(" = {:?}", field.value));
        }
        if !field.help.is_empty() {
            line.push_str(&format!(" ({})", field.help));
        }
        if !field.section.is_empty() {
            line.push_str(&format!(" under {}", field.section));
        }
        lines.push(line);
    }
    lines.join("\n")
}

fn text(value: &str) -> FillValue {
    FillValue::Text(value.to_owned())
}

fn choice(value: &str) -> FillValue {
    FillValue::Choice(value.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn native_fields_are_read_filled_and_read_back() {
    let site = Site::serving([("/", NATIVE)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    insta::assert_snapshot!("native", summary(&form));
    assert!(!form.is_next_step);
    assert_eq!(field(&form, "Cover note").max_length, Some(500));
    assert_eq!(field(&form, "Email").autocomplete, "email");

    let answers = [
        ("Full name", text("Ada Löwe")),
        ("Email", text("ada@mail.example")),
        ("Phone", text("+49 30 1234567")),
        ("Website", text("https://ada.example")),
        ("Years of experience", text("7")),
        ("Start date", text("2027-01-15")),
        (
            "Cover note",
            text(
                "First line.\nSecond line, and then a longer sentence so that it is inserted at once rather than typed letter by letter.",
            ),
        ),
        ("Country", choice("Germany")),
        ("Do you need sponsorship?", choice("No")),
        ("I agree to the privacy notice", FillValue::Checked(true)),
        ("Which languages do you speak?", FillValue::Choices(vec!["German".into(), "Spanish".into()])),
    ];
    for (label, value) in &answers {
        let filled = visit
            .page
            .fill(field(&form, label), value)
            .await
            .unwrap_or_else(|error| panic!("{label}: {error}"));
        let expected = match value {
            FillValue::Text(one) | FillValue::Choice(one) => vec![one.clone()],
            FillValue::Choices(many) => many.clone(),
            _ => vec!["on".to_owned()],
        };
        assert_eq!(filled.read_back, expected, "{label}");
    }
    let resume =
        FillValue::File { name: "Ada_Loewe_Resume.pdf".into(), content: Bytes::from_static(b"%PDF-1.7") };
    let filled = visit.page.fill(field(&form, "Resume/CV"), &resume).await.unwrap();
    assert_eq!(filled.read_back, ["Ada_Loewe_Resume.pdf"]);

    // Filling again replaces; the traps stayed as they were.
    visit.page.fill(field(&form, "Full name"), &text("Ada Lowe")).await.unwrap();
    visit.page.fill(field(&form, "Phone"), &text("")).await.unwrap();
    let values = visit.page.read_values(&form.frame).await.unwrap();
    let held =
        |label: &str| &values.iter().find(|(handle, _)| *handle == field(&form, label).handle).unwrap().1;
    assert_eq!(held("Full name"), &["Ada Lowe"]);
    assert!(held("Phone").is_empty());
    for trap in form.fields.iter().filter(|field| field.honeypot) {
        assert!(values.iter().any(|(handle, held)| *handle == trap.handle && held.is_empty()), "{trap:?}");
    }
    let log = visit.page.html().await.unwrap();
    assert!(log.contains("data-untrusted=\"0\""), "some input was not trusted");
    assert!(log.contains("data-enter=\"0\""), "Enter was pressed");
    assert!(site.received().is_empty());
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_must_not_be_filled_is_refused_and_what_is_not_offered_is_named() {
    let site = Site::serving([("/", NATIVE)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let traps: Vec<&Field> = form.fields.iter().filter(|field| field.honeypot).collect();
    assert_eq!(traps.len(), 5, "{traps:#?}");
    for trap in traps {
        assert!(
            matches!(visit.page.fill(trap, &text("x")).await, Err(FillError::NotFillable { .. })),
            "{trap:?}"
        );
    }
    let error = visit.page.fill(field(&form, "Country"), &choice("Ger")).await.unwrap_err();
    assert!(
        matches!(&error, FillError::NoSuchOption { offered, .. } if offered.contains(&"Germany".to_owned())),
        "{error}"
    );
    assert!(matches!(
        visit.page.fill(field(&form, "Country"), &FillValue::Checked(true)).await,
        Err(FillError::WrongKind { kind: FieldKind::Select })
    ));
    assert!(visit.page.fill(field(&form, "Do you need sponsorship?"), &choice("Maybe")).await.is_err());
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn drawn_fields_are_read_by_opening_them_and_filled_by_clicking_options() {
    let site = Site::serving([("/", DRAWN)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    insta::assert_snapshot!("drawn", summary(&form));

    for (label, value) in [
        ("Gender", "Male"),
        ("Degree", "Master's degree"),
        ("Office", "Hamburg"),
        ("Are you legally authorized to work in Germany?", "Yes"),
        ("How would you like to work?", "Hybrid"),
    ] {
        let filled = visit
            .page
            .fill(field(&form, label), &choice(value))
            .await
            .unwrap_or_else(|error| panic!("{label}: {error}"));
        assert_eq!(filled.read_back, [value], "{label}");
    }
    let filled = visit.page.fill(field(&form, "Current location"), &text("Berlin, Germany")).await.unwrap();
    assert_eq!(filled.read_back, ["Berlin, Germany"]);
    let error = visit.page.fill(field(&form, "Current location"), &choice("Atlantis")).await.unwrap_err();
    assert!(matches!(error, FillError::NoSuchOption { .. }), "{error:?}");
    let error = visit.page.fill(field(&form, "Gender"), &choice("Fem")).await.unwrap_err();
    assert!(matches!(&error, FillError::NoSuchOption { offered, .. } if offered.len() == 3), "{error:?}");
    let filled = visit
        .page
        .fill(field(&form, "Skills"), &FillValue::Choices(vec!["Rust".into(), "SQL".into()]))
        .await
        .unwrap();
    assert_eq!(filled.read_back, ["Rust", "SQL"]);

    // A field that the page draws anew after it was read is found again.
    let filled = visit.page.fill(field(&form, "Nickname"), &text("Ada")).await.unwrap();
    assert_eq!(filled.read_back, ["Ada"]);
    // An upload whose input is emptied at once and whose name is shown beside it.
    let resume = FillValue::File { name: "Ada_CV.pdf".into(), content: Bytes::from_static(b"%PDF") };
    let filled = visit.page.fill(field(&form, "Resume/CV"), &resume).await.unwrap();
    assert_eq!(filled.read_back, ["Ada_CV.pdf"]);
    assert!(site.received().is_empty());
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_in_a_frame_of_another_site_and_in_a_shadow_tree_is_filled() {
    let employer = Site::serving([(
        "/embed",
        "<div style='height:1200px'>About us</div><form method=post action=/apply><label>Email *<input name=email type=email></label>\
         <label>Name<input name=name></label><x-box></x-box><button>Submit application</button></form>\
         <script>customElements.define('x-box', class extends HTMLElement { connectedCallback() {\
         this.attachShadow({mode:'open'}).innerHTML = '<label for=c>City</label><input id=c>'; } })</script>",
    )])
    .await;
    let port = employer.address.port();
    let outer = format!(
        "<h1>Careers</h1><form><input name=q placeholder=Search></form><div style='height:700px'></div>\
         <iframe src='http://boards.demo.test:{port}/embed' width=600 height=400 style='border:7px solid'></iframe>"
    );
    let company = Site::serving([("/", outer.as_str())]).await;
    let visit = Visit::at(&[employer.address, company.address], company.url("/")).await;
    assert!(visit.page.wait_for("input[type=email]", std::time::Duration::from_secs(10)).await.unwrap());
    let form = visit.form().await;
    assert_eq!(form.frame_host, "boards.demo.test");
    assert!(field(&form, "Email").required);
    for (label, value) in [("Email", "ada@mail.example"), ("Name", "Ada"), ("City", "Kiel")] {
        let filled = visit
            .page
            .fill(field(&form, label), &text(value))
            .await
            .unwrap_or_else(|error| panic!("{label}: {error}"));
        assert_eq!(filled.read_back, [value], "{label}");
    }
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn complaints_captchas_and_logins_are_seen() {
    let site = Site::serving([
        ("/errors", "<form><div role=alert class=error-banner>Please correct the errors below</div><div class=field><label for=e>Email</label><input id=e type=email aria-invalid=true aria-describedby=m><p id=m class=error>Email is required</p></div><label>Name<input></label><button>Submit application</button></form>"),
        ("/captcha", "<form><label>Email<input type=email></label><label>Name<input></label><div class=h-captcha style='width:300px;height:80px'></div><button>Apply</button></form>"),
        ("/solved", "<form><label>Email<input type=email></label><label>Name<input></label><div class=h-captcha style='width:300px;height:80px'><iframe src=/captcha-frame width=200 height=70></iframe><textarea name=h-captcha-response hidden>token</textarea></div><button>Apply</button></form>"),
        ("/captcha-frame", "<label><input type=checkbox> I am human</label>"),
        ("/image", "<form><label>Email<input type=email></label><label>Name<input></label><div id=captcha-box><img src=data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs= width=200 height=70></div><label>Signs<input name=captcha></label><button>Apply</button></form>"),
        ("/invisible", "<form><label>Email<input type=email></label><label>Name<input></label><p class=recaptcha-notice style='width:300px;height:60px'>This site is protected by reCAPTCHA.</p><button class=g-recaptcha data-sitekey=k style='width:200px;height:60px'>Apply</button></form>"),
        ("/login", "<form><label>Email<input type=email></label><label>Password<input type=password></label><button>Sign in</button></form>"),
    ])
    .await;
    let visit = Visit::to(&site, "/errors").await;
    let form = visit.form().await;
    assert_eq!(field(&form, "Email").error, "Email is required");
    assert!(visit.page.banners().await.unwrap().contains(&"Please correct the errors below".to_owned()));
    assert!(!form.barriers.captcha && !form.barriers.password);
    for (path, captcha, tells, password) in [
        ("/captcha", true, false, false),
        ("/solved", false, true, false),
        ("/image", true, true, false),
        ("/invisible", false, false, false),
        ("/login", false, false, true),
    ] {
        visit.page.navigate(&site.url(path), std::time::Duration::from_secs(10)).await.unwrap();
        let form = visit.form().await;
        let barriers = form.barriers;
        let seen = (barriers.captcha, barriers.captcha_tells, barriers.password);
        assert_eq!(seen, (captcha, tells, password), "{path}");
        // What belongs to a captcha is no question to be answered.
        let asked: Vec<_> = form.fields.iter().map(|field| field.label.as_str()).collect();
        assert!(!asked.iter().any(|label| ["I am human", "Signs"].contains(label)), "{path}: {asked:?}");
        assert_eq!(form.fields.len(), 2, "{path}: {asked:?}");
    }
    visit.session.close().await;
}

/// Saved pages of real shops: not applications, but real markup of real forms.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_of_real_pages_are_read_with_their_labels() {
    let folder =
        std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/forms/firefox"));
    assert!(folder.is_dir(), "the saved pages are missing: {} should be a folder", folder.display());
    let (mut settings, _folder) = crate::site::config(&[]);
    settings.limits.lifetime = std::time::Duration::from_secs(120);
    let session = browser::Session::open(settings).await.unwrap();
    let page = session.new_page().await.unwrap();
    let (mut pages, mut fields, mut labelled, mut slowest) = (0, 0, 0, std::time::Duration::ZERO);
    for shop in std::fs::read_dir(folder).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        for file in std::fs::read_dir(shop.path()).unwrap().flatten() {
            let html = std::fs::read(file.path()).unwrap();
            page.load_html(&String::from_utf8_lossy(&html)).await.unwrap();
            let began = std::time::Instant::now();
            let forms = page.read_forms().await.unwrap();
            slowest = slowest.max(began.elapsed());
            let seen: Vec<&Field> = forms
                .iter()
                .flat_map(|form| &form.fields)
                .filter(|field| field.visible && !field.honeypot)
                .collect();
            pages += 1;
            fields += seen.len();
            labelled += seen.iter().filter(|field| !field.label.is_empty()).count();
            for field in seen.iter().filter(|field| field.label.is_empty()) {
                println!("{}: no label for {:?} {}", file.path().display(), field.kind, field.name);
            }
        }
    }
    println!("{pages} pages, {fields} visible fields, {labelled} with a label, slowest {slowest:?}");
    assert_eq!(pages, 20);
    assert!(labelled * 100 >= fields * 90, "{labelled} of {fields}");
    session.close().await;
}
