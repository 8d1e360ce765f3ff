//! Files nobody should send: each gets a name and a sentence, quickly, and nothing breaks.

use std::time::{Duration, Instant};

use documents::{ResumeError, limits, read_resume, render_resume};
use lopdf::{Object, Stream, dictionary};

use crate::samples::{self, pdf_with, plain};

/// The slug a file is refused with; panics when it is read, or takes longer than the limit.
fn refused(bytes: &[u8], name: &str) -> &'static str {
    let started = Instant::now();
    let error = match read_resume(bytes, name) {
        Err(error) => error,
        Ok(parsed) => panic!("{name} was read as {:?}: {}", parsed.kind, parsed.text),
    };
    assert!(
        started.elapsed() < Duration::from_secs(limits::MAX_SECONDS + 1),
        "{name} took {:?}",
        started.elapsed()
    );
    let sentence = error.to_string();
    assert!(sentence.ends_with('.') && sentence.len() > 30, "{sentence}");
    error.slug()
}

fn sound_pdf() -> Vec<u8> {
    render_resume(&samples::resume(), documents::Locale::English).expect("the sample can be printed")
}

#[test]
fn empty_large_and_foreign_files_are_refused_by_name() {
    assert_eq!(refused(b"", "cv.pdf"), "empty-file");
    assert_eq!(refused(b" \n\n ", "cv.txt"), "empty-file");
    assert_eq!(refused(&vec![b'a'; 20 * 1024 * 1024], "cv.pdf"), "too-large");
    assert_eq!(
        refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x02\0\0\0", "photo.png"),
        "unsupported-type"
    );
    assert_eq!(
        refused(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0\xb8\0\0\0", "../../cv\u{202e}.exe"),
        "unsupported-type"
    );
    assert_eq!(refused(b"<html><body>Log in</body></html>", "cv.html"), "unsupported-type");
    assert_eq!(refused(b"{\\rtf1\\ansi Hello}", "cv.rtf"), "unsupported-type");
    assert_eq!(refused(b"This is no PDF at all.", "cv.pdf"), "unreadable-pdf");
    assert_eq!(refused(b"This is no Word file.", "cv.docx"), "unreadable-docx");
}

#[test]
fn a_wrong_extension_does_not_hide_a_sound_file() {
    let parsed = read_resume(&sound_pdf(), "resume.docx").expect("content decides");
    assert_eq!(parsed.kind, documents::ResumeKind::Pdf);
    let docx = samples::docx(
        &samples::paragraphs(&["Mara Lindqvist", "Experience", "2019 - 2021 Engineer, Acme GmbH"]),
        &[],
    );
    assert_eq!(read_resume(&docx, "resume.pdf").expect("content decides").kind, documents::ResumeKind::Docx);
}

#[test]
fn old_and_sealed_word_files_are_told_apart() {
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    old.resize(4096, 0);
    assert_eq!(refused(&old, "cv.doc"), "unsupported-type");
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refused(&old, "cv.docx"), "encrypted-docx");
}

#[test]
fn a_broken_or_truncated_pdf_is_named_or_read_but_never_panics() {
    assert_eq!(refused(b"%PDF-1.7\n%%EOF\n", "cv.pdf"), "unreadable-pdf");
    assert_eq!(refused(&[b"%PDF-1.7\n".as_slice(), &[0xff; 4000]].concat(), "cv.pdf"), "unreadable-pdf");
    let sound = sound_pdf();
    // Cut at many places; some cuts leave a document that can be repaired.
    for part in 1..20 {
        let cut = &sound[..sound.len() * part / 20];
        if let Err(error) = read_resume(cut, "cv.pdf") {
            assert!(["unreadable-pdf", "no-text"].contains(&error.slug()), "{part}: {error}");
        }
    }
    // A byte changed here and there.
    for step in 0..60 {
        let mut bytes = sound.clone();
        let at = (step * 7919) % bytes.len();
        bytes[at] ^= 0x5a;
        let _ = read_resume(&bytes, "cv.pdf");
    }
}

#[test]
fn a_pdf_that_needs_a_password_is_named() {
    // An /Encrypt entry whose owner and user keys fit no empty password.
    let bytes = pdf_with(plain("BT /F1 12 Tf 50 700 Td (secret) Tj ET"), |document, _, _| {
        let key = || Object::string_literal(vec![7_u8; 32]);
        let encrypt = document.add_object(dictionary! {
            "Filter" => "Standard", "V" => 1, "R" => 2, "Length" => 40, "P" => -44, "O" => key(), "U" => key(),
        });
        document.trailer.set("Encrypt", encrypt);
        document.trailer.set("ID", vec![Object::string_literal("a"), Object::string_literal("a")]);
    });
    assert_eq!(refused(&bytes, "cv.pdf"), "encrypted-pdf");
}

#[test]
fn a_scan_without_text_is_named() {
    let picture = pdf_with(plain("q 500 0 0 700 40 60 cm /Im1 Do Q"), |_, _, _| {});
    assert_eq!(refused(&picture, "scan.pdf"), "no-text");
}

#[test]
fn a_cyclic_page_tree_ends() {
    let bytes = pdf_with(plain("BT /F1 12 Tf 50 700 Td (here) Tj ET"), |document, pages, page| {
        let tree = document.get_object_mut(pages).and_then(Object::as_dict_mut).expect("the tree is there");
        tree.set("Kids", vec![Object::Reference(page), Object::Reference(pages)]);
        tree.set("Parent", Object::Reference(pages));
    });
    match read_resume(&bytes, "cv.pdf") {
        Ok(parsed) => assert_eq!(parsed.text, "here"),
        Err(error) => assert!([ResumeError::UnreadablePdf, ResumeError::NoText].contains(&error), "{error}"),
    }
}

#[test]
fn a_form_that_draws_itself_ends() {
    let bytes = pdf_with(plain("BT /F1 12 Tf 50 700 Td (outside) Tj ET /X Do"), |document, _, page| {
        let form = document.new_object_id();
        let resources = dictionary! { "XObject" => dictionary! { "X" => form } };
        let stream = Stream::new(
            dictionary! { "Type" => "XObject", "Subtype" => "Form", "Resources" => resources.clone() },
            b"/X Do /X Do /X Do".to_vec(),
        );
        document.objects.insert(form, Object::Stream(stream));
        let page = document.get_object_mut(page).and_then(Object::as_dict_mut).expect("the page is there");
        let own = page.get_mut(b"Resources").and_then(Object::as_dict_mut).expect("the page has resources");
        own.set("XObject", dictionary! { "X" => form });
    });
    assert_eq!(read_resume(&bytes, "cv.pdf").expect("the text outside is read").text, "outside");
}

#[test]
fn a_stream_that_inflates_a_thousandfold_is_refused() {
    let mut stream = Stream::new(dictionary! {}, vec![b' '; 60 * 1024 * 1024]);
    stream.compress().expect("the stream can be compressed");
    assert_eq!(refused(&pdf_with(stream, |_, _, _| {}), "bomb.pdf"), "archive-bomb");
}

#[test]
fn deep_nesting_and_endless_operations_end() {
    let deep = format!("{}1{} BT ET", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(refused(&pdf_with(plain(&deep), |_, _, _| {}), "deep.pdf"), "no-text");
    let many = "q Q ".repeat(400_000);
    assert_eq!(refused(&pdf_with(plain(&many), |_, _, _| {}), "many.pdf"), "archive-bomb");
}

#[test]
fn more_pages_than_a_resume_has_are_refused() {
    let bytes = pdf_with(plain("BT /F1 12 Tf 50 700 Td (x) Tj ET"), |document, pages, page| {
        let one = document.get_object(page).expect("the page is there").clone();
        let all: Vec<Object> =
            (0..=limits::MAX_PAGES).map(|_| document.add_object(one.clone()).into()).collect();
        let tree = document.get_object_mut(pages).and_then(Object::as_dict_mut).expect("the tree is there");
        tree.set("Kids", all);
    });
    assert_eq!(refused(&bytes, "cv.pdf"), "too-many-pages");
}

#[test]
fn zip_bombs_are_refused_before_they_are_unpacked() {
    let blank = vec![b' '; 40 * 1024 * 1024];
    let ratio = samples::archive(&[("word/document.xml", &blank)]);
    assert!(ratio.len() < limits::MAX_FILE_BYTES);
    assert_eq!(refused(&ratio, "cv.docx"), "archive-bomb");
    // A bomb inside a bomb is data of the outer one; the outer ratio is what counts.
    let nested = samples::archive(&[
        ("word/document.xml", b"<w:document/>"),
        ("inner.zip", &ratio),
        ("blank.bin", &blank),
    ]);
    assert_eq!(refused(&nested, "cv.docx"), "archive-bomb");
    let names: Vec<String> = (0..=limits::MAX_ENTRIES).map(|at| format!("word/{at}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"<a/>".as_slice())).collect();
    assert_eq!(refused(&samples::archive(&many), "cv.docx"), "archive-bomb");
}

#[test]
fn overlapping_entries_are_counted_each() {
    // Sixty directory entries that all point at one packed megabyte-and-a-half.
    let content: Vec<u8> =
        (0..1_500_000_u32).map(|at| if at % 61 == 0 { (at % 251) as u8 } else { b' ' }).collect();
    let one = samples::archive(&[("word/document.xml", &content)]);
    let end = one.len() - 22;
    let directory = u32::from_le_bytes(one[end + 16..end + 20].try_into().expect("four bytes")) as usize;
    let entry = &one[directory..end];
    let mut bytes = one[..directory].to_vec();
    let count = 120_u16;
    for _ in 0..count {
        bytes.extend_from_slice(entry);
    }
    let mut tail = one[end..].to_vec();
    tail[8..10].copy_from_slice(&count.to_le_bytes());
    tail[10..12].copy_from_slice(&count.to_le_bytes());
    tail[12..16].copy_from_slice(&((entry.len() * usize::from(count)) as u32).to_le_bytes());
    bytes.extend_from_slice(&tail);
    let slug = refused(&bytes, "cv.docx");
    assert!(["archive-bomb", "unreadable-docx"].contains(&slug), "{slug}");
}

#[test]
fn an_archive_that_is_no_document_is_refused() {
    assert_eq!(refused(&samples::archive(&[("readme.txt", b"hello")]), "cv.docx"), "unsupported-type");
    let sound = samples::docx(&samples::paragraphs(&["Hello"]), &[]);
    assert_eq!(refused(&sound[..sound.len() / 2], "cv.docx"), "unreadable-docx");
    assert_eq!(refused(&samples::docx("", &[]), "cv.docx"), "no-text");
}

#[test]
fn deeply_nested_xml_is_refused() {
    let deep = format!("{}x{}", "<w:p>".repeat(50_000), "</w:p>".repeat(50_000));
    assert_eq!(refused(&samples::docx(&deep, &[]), "cv.docx"), "archive-bomb");
}

#[test]
fn what_a_docx_points_to_is_not_followed() {
    let relationships = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1:9/evil.dotm" TargetMode="External"/><Relationship Id="rId8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../../../../etc/passwd"/></Relationships>"#;
    let body = samples::paragraphs(&["Mara Lindqvist", "Software Engineer", "mara@example.org"]);
    let bytes =
        samples::docx(&body, &[("word/_rels/document.xml.rels", relationships), ("../../evil.xml", b"<a/>")]);
    let parsed = read_resume(&bytes, "cv.docx").expect("the text is read");
    assert_eq!(parsed.resume.basics.email, "mara@example.org");
    assert!(!parsed.text.contains("root:"));
}

#[test]
fn an_external_entity_is_not_read() {
    let document = br#"<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Mara &x; &b;</w:t></w:r></w:p></w:body></w:document>"#;
    let sound = samples::docx("", &[]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(sound)).expect("the sample is an archive");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("the entry is there");
        let name = entry.name().expect("the name is readable").into_owned();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut content).expect("the entry is read");
        parts.push((name.clone(), if name == "word/document.xml" { document.to_vec() } else { content }));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    if let Ok(parsed) = read_resume(&samples::archive(&parts), "cv.docx") {
        assert!(!parsed.text.contains("root:") && parsed.text.len() < 200, "{}", parsed.text);
    }
}

#[test]
fn json_that_is_none_or_no_resume_says_so() {
    assert_eq!(refused(b"{\"basics\": ", "cv.json"), "invalid-json");
    assert_eq!(refused(b"[1, 2]", "cv.json"), "invalid-json");
    assert_eq!(refused(b"{\"hello\": \"world\"}", "cv.json"), "invalid-json");
    let deep = format!("{{\"work\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(refused(deep.as_bytes(), "cv.json"), "invalid-json");
}
