//! JSON Resume as people and programs write it, and plain text in three languages.

use documents::read_resume;

fn json(text: &str) -> domain::Resume {
    read_resume(text.as_bytes(), "cv.json").expect("the resume is read").resume
}

#[test]
fn dialects_of_json_resume_are_understood() {
    let resume = json(
        r#"{
        "basics": {"name": "Iris Okafor", "headline": "Data Analyst", "website": "https://iris.example", "location": "Leeds"},
        "work": [{"company": "Foldwell", "title": "Analyst", "startDate": 2019, "endDate": "Present", "highlights": "One thing"}],
        "education": {"school": "University of Example", "degree": "BSc"},
        "skills": ["SQL", {"name": "Python", "keywords": null}],
        "languages": null,
        "certifications": [{"title": "Scrum Master"}]
    }"#,
    );
    assert_eq!(resume.basics.label, "Data Analyst");
    assert_eq!(resume.basics.location.city, "Leeds");
    let work = &resume.work[0];
    assert_eq!((work.name.as_str(), work.position.as_str()), ("Foldwell", "Analyst"));
    assert_eq!((work.start_date.as_str(), work.end_date.as_str()), ("2019", ""));
    assert_eq!(work.highlights, ["One thing"]);
    assert_eq!(resume.education[0].institution, "University of Example");
    assert_eq!(resume.stated_skills(), ["SQL", "Python"]);
    assert_eq!(resume.certificates[0].name, "Scrum Master");
}

#[test]
fn the_fresh_dialect_is_understood_and_a_posting_is_no_resume() {
    let resume = json(
        r#"{"name": "Iris Okafor", "info": {"label": "Analyst", "brief": "Counts."}, "contact": {"email": "iris@example.org"},
        "location": {"city": "Leeds", "country": "GB", "code": "LS1"}, "social": [{"network": "GitHub", "user": "iris"}],
        "employment": {"summary": "Ten years.", "history": [{"employer": "Foldwell", "position": "Analyst", "start": "2019-01"}]},
        "education": {"level": "degree", "history": [{"institution": "University of Example", "title": "BSc"}]},
        "skills": {"sets": [{"name": "Web", "skills": ["HTML"]}]}}"#,
    );
    assert_eq!(resume.basics.name, "Iris Okafor");
    assert_eq!(resume.basics.profiles[0].username, "iris");
    assert_eq!(resume.work[0].name, "Foldwell");
    assert_eq!(resume.education[0].study_type, "BSc");
    assert_eq!(resume.stated_skills(), ["HTML"]);
    let posting = br#"{"title": "Web Developer", "company": "Foldwell", "experience": "Mid-level", "skills": [{"name": "HTML"}]}"#;
    assert_eq!(read_resume(posting, "job.json").map_err(|error| error.slug()), Err("invalid-json"));
}

#[test]
fn what_we_write_we_read_back_unchanged() {
    let resume = crate::samples::resume();
    assert_eq!(json(&documents::to_json(&resume)), resume);
}

#[test]
fn a_plain_english_text_is_read() {
    let text = "Noor Haddad
Product Designer
noor.haddad@example.com | +44 20 7946 0958 | linkedin.com/in/noorhaddad | Manchester, United Kingdom

SUMMARY
Designs tools for people who work with their hands.

EXPERIENCE
Lead Product Designer, Tidewater Tools Ltd
March 2020 - Present
- Redesigned the order desk used by 400 dealers
- Ran forty interviews in workshops

Product Designer, Bramble Studio
06/2016 - 02/2020
- Drew the icon family

EDUCATION
BA Graphic Design, University of Example, 2013 - 2016

SKILLS
Figma, Prototyping, User research (interviews, diaries), HTML

LANGUAGES
English (native), Arabic: fluent
";
    let resume = read_resume(text.as_bytes(), "cv.txt").expect("the text is read").resume;
    insta::assert_json_snapshot!(resume);
}

#[test]
fn a_plain_german_text_is_read() {
    let text = "Lebenslauf
Jonas Weidner
Softwareentwickler
Telefon: +49 40 5550 7788 E-Mail: jonas.weidner@example.de
Adresse: Lindenweg 4, 20095 Hamburg

Berufserfahrung
seit 04/2021 Softwareentwickler, Alsterwerk GmbH, Hamburg
• Entwicklung der Lagerverwaltung in Java und Kotlin
• Einführung automatischer Tests
09/2018 – 03/2021 Werkstudent, Elbtech AG
• Pflege der internen Werkzeuge

Ausbildung
10/2014 – 09/2018 Bachelor of Science Informatik, Technische Hochschule Beispiel

Kenntnisse
Programmiersprachen: Java, Kotlin, SQL
Werkzeuge: Git, Docker

Sprachen
Deutsch – Muttersprache, Englisch – verhandlungssicher
";
    let resume = read_resume(text.as_bytes(), "lebenslauf.txt").expect("the text is read").resume;
    insta::assert_json_snapshot!(resume);
}

#[test]
fn a_plain_spanish_text_is_read() {
    let text = "Lucía Ferrer Soler
Administrativa contable
lucia.ferrer@example.es · 612 555 019 · Valencia, España

Perfil profesional
Contable con atención al detalle y gusto por los cierres puntuales.

Experiencia laboral
Administrativa contable en Naranjal Logística S.L.
enero de 2019 - actualidad
- Cierre mensual de tres sociedades
- Conciliación bancaria diaria

Auxiliar administrativa en Gestoría Albufera
2015 - 2018
- Facturación

Formación académica
2011 - 2015 Grado en Administración de Empresas, Universidad de Ejemplo

Competencias
Excel, SAP, Facturación, Contabilidad

Idiomas
Español (nativo), Inglés (B2)
";
    let resume = read_resume(text.as_bytes(), "cv.txt").expect("the text is read").resume;
    insta::assert_json_snapshot!(resume);
}
