//! Documents out, and read back in.

use documents::{
    Locale, MAX_DOCUMENT_CHARS, RenderError, cover_letter, read_resume, render_letter, render_resume,
};
use domain::Resume;

use crate::samples;

#[test]
fn a_printed_resume_is_read_back_as_it_was() {
    let resume = samples::resume();
    for locale in [Locale::English, Locale::German, Locale::Spanish] {
        let pdf = render_resume(&resume, locale).expect("the resume is printed");
        let read = read_resume(&pdf, "resume.pdf").expect("the resume is read").resume;
        assert_eq!(read.basics.name, resume.basics.name, "{locale:?}");
        assert_eq!(read.basics.label, resume.basics.label);
        assert_eq!(read.basics.email, resume.basics.email);
        assert_eq!(read.basics.phone, resume.basics.phone);
        assert_eq!(read.basics.summary, resume.basics.summary);
        assert_eq!(read.basics.location.city, "Berlin");
        assert_eq!(read.stated_skills(), resume.stated_skills(), "{locale:?}");
        let positions = |resume: &Resume| {
            let each = resume.work.iter().map(|work| {
                (
                    work.position.clone(),
                    work.name.clone(),
                    work.start_date.clone(),
                    work.end_date.clone(),
                    work.highlights.clone(),
                )
            });
            each.collect::<Vec<_>>()
        };
        assert_eq!(positions(&read), positions(&resume), "{locale:?}");
        assert_eq!(read.work[0].summary, resume.work[0].summary);
        assert_eq!(read.education[0].institution, resume.education[0].institution, "{locale:?}");
        assert_eq!(read.education[0].study_type, resume.education[0].study_type);
        assert_eq!(read.education[0].area, resume.education[0].area);
        assert_eq!(read.languages, resume.languages);
        assert_eq!(read.certificates[0].name, resume.certificates[0].name);
        assert_eq!(read.projects[0].name, resume.projects[0].name);
        assert_eq!(read.basics.profiles[0].username, resume.basics.profiles[0].username);
    }
}

#[test]
fn what_a_person_writes_is_never_source() {
    let mut resume = samples::resume();
    let hostile = [
        "#read(\"/etc/passwd\")",
        "#include \"/etc/passwd\"",
        "#eval(\"1+1\")",
        "#import \"@preview/x:1.0.0\"",
        "$ x $ `raw` *bold* _it_",
        "= Heading",
        "- list + enum / term: x",
        "\\u{1f600} \\ //comment",
        "<label> @ref",
        "]) #panic()",
        "=HYPERLINK(\"x\")",
        "\u{202e}evil\u{0}",
    ];
    resume.work[0].highlights = samples::texts(&hostile);
    resume.basics.url = "javascript:alert(1)".into();
    let pdf = render_resume(&resume, Locale::English).expect("hostile text is printed as text");
    let text = read_resume(&pdf, "resume.pdf").expect("the resume is read").text;
    for literal in ["#read(\"/etc/passwd\")", "#eval(\"1+1\")", "*bold* _it_", "]) #panic()", "<label> @ref"]
    {
        assert!(text.contains(literal), "{literal} in {text}");
    }
    assert!(!text.contains("root:"));
    let raw = String::from_utf8_lossy(&pdf);
    assert!(!raw.contains("/URI (javascript:"), "the address is printed but leads nowhere");
}

#[test]
fn an_empty_resume_is_a_page_and_an_endless_one_is_refused() {
    assert!(render_resume(&Resume::default(), Locale::English).is_ok());
    let mut resume = samples::resume();
    resume.basics.summary = "word ".repeat(MAX_DOCUMENT_CHARS);
    assert_eq!(render_resume(&resume, Locale::English), Err(RenderError::TooLong));
}

#[test]
fn the_same_resume_gives_the_same_bytes() {
    let resume = samples::resume();
    let print = || render_resume(&resume, Locale::German).expect("the resume is printed");
    assert_eq!(print(), print());
}

#[test]
fn a_letter_is_printed_with_its_date() {
    let resume = samples::resume();
    let job = samples::posting("Rust Engineer", "We use Rust, PostgreSQL and Kafka.");
    let letter = cover_letter(&resume, &job, Locale::German);
    let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 9);
    let pdf = render_letter(&letter, &resume, date).expect("the letter is printed");
    let text = read_resume(&pdf, "letter.pdf").expect("the letter is read").text;
    assert!(
        text.contains("9. März 2026")
            && text.contains("Nordlicht Systems")
            && text.contains("Mit freundlichen Grüßen"),
        "{text}"
    );
}
