//! Real resumes: how many give what. The floors were measured; they may rise, never fall.

use std::path::PathBuf;

use documents::{ParsedResume, read_resume};

fn folder(kind: &str) -> Vec<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/resumes")).join(kind);
    let listing = std::fs::read_dir(&path).unwrap_or_else(|_| {
        panic!("the real resumes are missing: put the shared test data at {}", path.display())
    });
    let mut files: Vec<PathBuf> =
        listing.map(|entry| entry.expect("the folder can be listed").path()).collect();
    files.sort();
    files
}

fn read_all(kind: &str) -> Vec<ParsedResume> {
    let read = |file: PathBuf| {
        let bytes = std::fs::read(&file).expect("the file can be read");
        read_resume(&bytes, &file.to_string_lossy())
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    folder(kind).into_iter().map(read).collect()
}

fn count(parsed: &[ParsedResume], holds: impl Fn(&domain::Resume) -> bool) -> usize {
    parsed.iter().filter(|parsed| holds(&parsed.resume)).count()
}

/// Counts of headline, skills, work, mostly dated work, mostly complete work and education.
fn counts(parsed: &[ParsedResume]) -> [usize; 6] {
    let mostly = |resume: &domain::Resume, holds: &dyn Fn(&domain::profile::Work) -> bool| {
        resume.work.iter().filter(|work| holds(work)).count() * 2 > resume.work.len()
    };
    [
        count(parsed, |resume| !resume.basics.label.is_empty()),
        count(parsed, |resume| !resume.stated_skills().is_empty()),
        count(parsed, |resume| !resume.work.is_empty()),
        count(parsed, |resume| {
            mostly(resume, &|work| !work.start_date.is_empty() || !work.end_date.is_empty())
        }),
        count(parsed, |resume| mostly(resume, &|work| !work.name.is_empty() && !work.position.is_empty())),
        count(parsed, |resume| !resume.education.is_empty()),
    ]
}

fn at_least(found: [usize; 6], floors: [usize; 6]) {
    assert!(
        found.iter().zip(floors).all(|(found, floor)| *found >= floor),
        "found {found:?}, floors {floors:?}"
    );
}

/// The words of a text, letters only, for comparing what two readers saw.
fn words(text: &str) -> std::collections::HashSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn sixty_real_pdfs_give_their_sections_and_nothing_else() {
    let parsed = read_all("pdf");
    assert_eq!(parsed.len(), 60);
    at_least(counts(&parsed), [57, 59, 59, 59, 56, 60]);
    // Names were removed from these files, so a name found is one made up.
    assert_eq!(count(&parsed, |resume| !resume.basics.name.is_empty()), 0);
    parsed.iter().for_each(stands_in_its_text);
    text_is_whole(&parsed);
}

#[test]
fn twenty_four_real_word_files_give_their_sections_and_nothing_else() {
    let parsed = read_all("docx");
    assert_eq!(parsed.len(), 24);
    // Names were removed from these files but for two, one of them among the columns.
    assert!(count(&parsed, |resume| !resume.basics.name.is_empty()) <= 2);
    at_least(counts(&parsed), [17, 20, 17, 14, 13, 22]);
    parsed.iter().for_each(stands_in_its_text);
}

/// The same resumes exist as text: nearly every word of theirs must be among ours, unbroken.
fn text_is_whole(parsed: &[ParsedResume]) {
    let path = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/resumes/livecareer_text.jsonl"
    ));
    let texts = std::fs::read_to_string(&path).unwrap_or_else(|_| {
        panic!("the real resumes are missing: put the shared test data at {}", path.display())
    });
    let (mut known, mut all, mut compared) = (0, 0, 0);
    let files = folder("pdf");
    for line in texts.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        let id = value["id"].as_str().expect("a line has an id");
        let Some(at) = files.iter().position(|file| file.to_string_lossy().ends_with(&format!("-{id}.pdf")))
        else {
            continue;
        };
        let theirs = words(value["text"].as_str().expect("a line has a text"));
        known += theirs.intersection(&words(&parsed[at].text)).count();
        all += theirs.len();
        compared += 1;
    }
    assert!(compared >= 30, "{compared} resumes exist as text and as PDF");
    let share = known as f64 / all as f64;
    println!("{share:.4} of the words of {compared} resumes were found");
    assert!(share > 0.97, "{share:.4} of the words of {compared} resumes were found");
}

#[test]
fn real_json_resumes_are_read_or_named() {
    let mut read = 0;
    for file in folder("jsonresume") {
        let bytes = std::fs::read(&file).expect("the file can be read");
        match read_resume(&bytes, &file.to_string_lossy()) {
            Ok(_) => read += 1,
            Err(error) => assert_eq!(error.slug(), "invalid-json", "{}", file.display()),
        }
    }
    assert_eq!(read, 7, "the others are templates, schemas, postings or broken");
}

/// Whether every string of a resume stands in the text it was read from.
fn stands_in_its_text(parsed: &ParsedResume) {
    let squeeze = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let text = squeeze(&parsed.text);
    let resume = &parsed.resume;
    let works = resume.work.iter().chain(&resume.volunteer);
    let told = works
        .flat_map(|work| [&work.name, &work.position, &work.summary].into_iter().chain(&work.highlights));
    let schools =
        resume.education.iter().flat_map(|school| [&school.institution, &school.study_type, &school.area]);
    let skills = resume.stated_skills();
    let languages = resume.languages.iter().map(|language| &language.language);
    let basics = [&resume.basics.label, &resume.basics.email, &resume.basics.name, &resume.basics.phone];
    for string in told.chain(schools).chain(&skills).chain(languages).chain(basics) {
        assert!(text.contains(&squeeze(string)), "{string:?} does not stand in the text");
    }
}
