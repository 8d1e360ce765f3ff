//! Invented people and postings, and files made from them.

use std::io::{Cursor, Write};

use domain::profile::{
    Basics, Certificate, Education, Language, Location, NetworkProfile, Project, Skill, Work,
};
use domain::{Ats, Posting, RemotePolicy, Resume};
use lopdf::{Document, Object, Stream, dictionary};
use zip::write::SimpleFileOptions;

pub fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

/// A resume with something in every section.
pub fn resume() -> Resume {
    Resume {
        basics: Basics {
            name: "Mara Lindqvist".into(),
            label: "Backend Engineer".into(),
            email: "mara.lindqvist@example.org".into(),
            phone: "+49 30 5550 1234".into(),
            url: "https://mara.example.org".into(),
            summary: "Builds payment systems that stay up, from the database to the on-call handbook.".into(),
            location: Location {
                city: "Berlin".into(),
                country_code: "DE".into(),
                postal_code: "10115".into(),
                ..Location::default()
            },
            profiles: vec![NetworkProfile {
                network: "GitHub".into(),
                username: "maralindq".into(),
                url: "https://github.com/maralindq".into(),
            }],
        },
        work: vec![
            Work {
                name: "Kranich Payments GmbH".into(),
                position: "Senior Software Engineer".into(),
                location: "Berlin".into(),
                start_date: "2021-03".into(),
                summary: "Owns the ledger that settles card payments.".into(),
                highlights: texts(&[
                    "Moved the ledger from MySQL to PostgreSQL without an hour of downtime",
                    "Cut the settlement run from four hours to twenty minutes",
                    "Wrote the on-call handbook that three teams now use",
                ]),
                ..Work::default()
            },
            Work {
                name: "Hafenlicht Software AG".into(),
                position: "Software Engineer".into(),
                location: "Hamburg".into(),
                start_date: "2017-09".into(),
                end_date: "2021-02".into(),
                highlights: texts(&[
                    "Built the booking service in Go and Kafka",
                    "Introduced contract tests between twelve services",
                ]),
                ..Work::default()
            },
        ],
        education: vec![Education {
            institution: "Technical University of Example".into(),
            area: "Computer Science".into(),
            study_type: "Master of Science".into(),
            start_date: "2014".into(),
            end_date: "2017".into(),
            ..Education::default()
        }],
        skills: vec![
            Skill {
                name: "Languages".into(),
                keywords: texts(&["Rust", "Go", "SQL", "C++"]),
                ..Skill::default()
            },
            Skill {
                name: "Systems".into(),
                keywords: texts(&["PostgreSQL", "Kafka", "Kubernetes", "Node.js"]),
                ..Skill::default()
            },
        ],
        languages: vec![
            Language { language: "German".into(), fluency: "native".into() },
            Language { language: "English".into(), fluency: "C1".into() },
        ],
        certificates: vec![Certificate {
            name: "Certified Kubernetes Administrator".into(),
            issuer: "Cloud Foundation".into(),
            date: "2022-05".into(),
            ..Certificate::default()
        }],
        projects: vec![Project {
            name: "tinyledger".into(),
            description: "A double-entry ledger in a thousand lines.".into(),
            highlights: texts(&["Used in two university courses"]),
            start_date: "2020".into(),
            end_date: "2021".into(),
            ..Project::default()
        }],
        ..Resume::default()
    }
}

pub fn posting(title: &str, description: &str) -> Posting {
    Posting {
        external_id: "1".into(),
        ats: Ats::Other,
        title: title.into(),
        company: "Nordlicht Systems".into(),
        location: "Berlin".into(),
        places: Vec::new(),
        remote: RemotePolicy::Unknown,
        employment_type: None,
        level: None,
        pay: None,
        languages: Vec::new(),
        visa: None,
        clearance: Vec::new(),
        description: description.into(),
        language: None,
        url: String::new(),
        apply_url: String::new(),
        posted_at: None,
        valid_through: None,
    }
}

/// A ZIP archive of these entries.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).expect("an entry begins");
        writer.write_all(content).expect("an entry is written");
    }
    writer.finish().expect("the archive ends").into_inner()
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONSHIPS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

/// A DOCX whose body is this XML, with further parts.
pub fn docx(body: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>{body}</w:body></w:document>"#
    );
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONSHIPS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ];
    entries.extend_from_slice(parts);
    archive(&entries)
}

/// Paragraphs of a DOCX body.
pub fn paragraphs(lines: &[&str]) -> String {
    lines
        .iter()
        .map(|line| format!("<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"))
        .collect()
}

/// A PDF of one page with this content and these further settings.
pub fn pdf_with(
    content: Stream,
    change: impl FnOnce(&mut Document, lopdf::ObjectId, lopdf::ObjectId),
) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document
        .add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let content = document.add_object(content);
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    });
    document.objects.insert(
        pages,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    change(&mut document, pages, page);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("the document is written");
    bytes
}

/// An uncompressed stream of drawing operations.
pub fn plain(text: &str) -> Stream {
    Stream::new(dictionary! {}, text.as_bytes().to_vec())
}

/// A PDF of one page drawn by these operations.
pub fn pdf_of(content: &str) -> Vec<u8> {
    pdf_with(plain(content), |_, _, _| {})
}
