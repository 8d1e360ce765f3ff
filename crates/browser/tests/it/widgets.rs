//! Every kind of widget: read, filled with trusted input, and read back as what the page would send.

use std::time::Duration;

use browser::{Field, FieldKind, FillError, FillValue, FormModel};
use bytes::Bytes;

use crate::site::{Site, Visit};

const WIDGETS: &str = include_str!("pages/widgets.html");
const PHONES: &str = include_str!("pages/phones.html");
const DATES: &str = include_str!("pages/dates.html");

fn field<'a>(form: &'a FormModel, label: &str) -> &'a Field {
    form.fields.iter().find(|field| field.label == label).unwrap_or_else(|| {
        panic!(
            "no field {label:?} among {:#?}",
            form.fields.iter().map(|f| (&f.label, f.kind)).collect::<Vec<_>>()
        )
    })
}

fn text(value: &str) -> FillValue {
    FillValue::Text(value.to_owned())
}

fn choice(value: &str) -> FillValue {
    FillValue::Choice(value.to_owned())
}

fn choices(values: &[&str]) -> FillValue {
    FillValue::Choices(values.iter().map(|value| (*value).to_owned()).collect())
}

/// What the page itself would send, as it writes it down.
async fn sent(visit: &Visit) -> String {
    visit.page.click_on("button", "^What is sent$").await.unwrap();
    let until = std::time::Instant::now() + Duration::from_secs(3);
    loop {
        let said = visit.page.text().await.unwrap();
        if let Some((_, sent)) = said.split_once("SENT ") {
            return sent.to_owned();
        }
        assert!(std::time::Instant::now() < until, "the page does not say what it would send");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn drawn_widgets_are_read_and_filled() {
    let site = Site::serving([("/", WIDGETS)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let kinds: Vec<(&str, FieldKind)> =
        form.fields.iter().filter(|f| f.visible).map(|f| (f.label.as_str(), f.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("Seniority", FieldKind::RadioGroup),
            ("Tools", FieldKind::CheckboxGroup),
            ("Willing to travel", FieldKind::Checkbox),
            ("Department", FieldKind::Combobox),
            ("Languages", FieldKind::Combobox),
            ("City", FieldKind::Typeahead),
            ("Motivation", FieldKind::Textarea),
            ("Veteran status", FieldKind::Select),
            ("Shift", FieldKind::RadioGroup),
            ("Resume", FieldKind::File),
            ("Portfolio", FieldKind::File),
        ]
    );
    assert_eq!(field(&form, "Seniority").options, ["Junior", "Senior", "Lead"]);
    assert_eq!(field(&form, "Department").options, ["Research", "Sales", "Support"]);
    assert_eq!(field(&form, "Department").name, "department");
    assert!(field(&form, "Department").required && field(&form, "Tools").required);
    assert_eq!(field(&form, "Veteran status").options, ["Yes", "No", "I choose not to answer"]);
    assert_eq!(field(&form, "Shift").options, ["Day", "Night"]);

    for (label, value, held) in [
        ("Seniority", choice("Lead"), vec!["Lead"]),
        ("Tools", choices(&["Rust", "Figma"]), vec!["Rust", "Figma"]),
        ("Willing to travel", FillValue::Checked(true), vec!["on"]),
        ("Department", choice("Sales"), vec!["Sales"]),
        ("Languages", choices(&["German", "English"]), vec!["German", "English"]),
        ("City", choice("Bern"), vec!["Bern, Switzerland"]),
        ("Motivation", text("First line.\nSecond line."), vec!["First line.\nSecond line."]),
        ("Veteran status", choice("I choose not to answer"), vec!["I choose not to answer"]),
        ("Shift", choice("Night"), vec!["Night"]),
        // Filling again replaces.
        ("Seniority", choice("Senior"), vec!["Senior"]),
        ("Tools", choices(&["SQL"]), vec!["SQL"]),
        ("Languages", choices(&["English", "French"]), vec!["English", "French"]),
    ] {
        let filled = visit
            .page
            .fill(field(&form, label), &value)
            .await
            .unwrap_or_else(|error| panic!("{label}: {error}"));
        let read: Vec<String> = filled.read_back.iter().map(|text| text.replace("\n\n", "\n")).collect();
        assert_eq!(read, held, "{label}");
    }
    let content = Bytes::from(vec![7; 4321]);
    for label in ["Resume", "Portfolio"] {
        let file = FillValue::File { name: format!("Ada_{label}.pdf"), content: content.clone() };
        let filled = visit
            .page
            .fill(field(&form, label), &file)
            .await
            .unwrap_or_else(|error| panic!("{label}: {error}"));
        assert_eq!(filled.read_back, [format!("Ada_{label}.pdf")], "{label}");
        let size = (label == "Resume").then_some(4321);
        assert_eq!(filled.bytes, size, "{label}");
    }
    let error = visit.page.fill(field(&form, "City"), &choice("Atlantis")).await.unwrap_err();
    assert!(matches!(error, FillError::NoSuchOption { .. }), "{error}");
    visit.page.fill(field(&form, "City"), &choice("Bern")).await.unwrap();
    assert_eq!(
        sent(&visit).await.lines().next().unwrap(),
        "level=Senior tools=SQL travel=true department=sales languages=English,French city=Bern, Switzerland motivation=First line.|Second line. veteran=3 resume=Ada_Resume.pdf:4321 portfolio=Ada_Portfolio.pdf:4321"
    );
    assert!(site.received().is_empty());
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_telephone_number_finds_its_country() {
    let site = Site::serving([("/", PHONES)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let labels: Vec<&str> = form.fields.iter().map(|field| field.label.as_str()).collect();
    assert_eq!(labels, ["Mobile", "Home phone", "Work phone", "Plain phone"], "one question for each number");
    assert!(form.fields.iter().all(|field| field.kind == FieldKind::Tel));
    for label in labels {
        let number = "+49 30 1234567";
        let filled = visit
            .page
            .fill(field(&form, label), &text(number))
            .await
            .unwrap_or_else(|error| panic!("{label}: {error}"));
        let digits: String = filled.read_back[0].chars().filter(char::is_ascii_digit).collect();
        assert_eq!(digits, "49301234567", "{label}: {:?}", filled.read_back);
    }
    // Two countries share this code; the bigger one is meant.
    visit.page.fill(field(&form, "Mobile"), &text("+1 212 5550100")).await.unwrap();
    assert_eq!(
        sent(&visit).await.lines().next().unwrap(),
        "mobile=US:212 5550100 home=+49:30 1234567 work=DE:+49 30 1234567 plain=+49 30 1234567"
    );
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_date_gets_in_whatever_way_the_page_takes_it() {
    let site = Site::serving([("/", DATES)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let labels: Vec<&str> = form.fields.iter().map(|field| field.label.as_str()).collect();
    assert_eq!(
        labels,
        ["Native", "American", "Deutsch", "Français", "In words", "In parts", "In lists", "From a calendar"]
    );
    for label in labels {
        assert_eq!(field(&form, label).kind, FieldKind::Date, "{label}");
        let filled = visit
            .page
            .fill(field(&form, label), &text("2027-02-01"))
            .await
            .unwrap_or_else(|error| panic!("{label}: {error}"));
        assert_eq!(filled.read_back, ["2027-02-01"], "{label}");
    }
    assert_eq!(
        sent(&visit).await.lines().next().unwrap(),
        "native=2027-02-01 us=02/01/2027 de=01.02.2027 fr=01/02/2027 words=2027-02-01 parts=01-02-2027 lists=1-2-2027 calendar=1 February 2027"
    );
    let error = visit.page.fill(field(&form, "From a calendar"), &text("2090-01-01")).await.unwrap_err();
    assert!(matches!(error, FillError::NoSuchOption { .. }), "{error}");
    visit.session.close().await;
}
