//! Measures how much is read from a folder of resumes, or shows what is read from one file.
//!
//! `cargo run -p documents --example read_resumes -- FOLDER` counts; with a FILE it prints text and JSON.

use std::path::{Path, PathBuf};

fn main() {
    let argument = std::env::args().nth(1).expect("a file or folder is named");
    let path = Path::new(&argument);
    if path.is_file() {
        return show(path);
    }
    let listing = std::fs::read_dir(path).expect("the folder can be listed");
    let mut files: Vec<PathBuf> = listing.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let mut counts = [0_usize; 9];
    let started = std::time::Instant::now();
    for file in &files {
        let bytes = std::fs::read(file).expect("the file can be read");
        let name = file.to_string_lossy();
        let parsed = match documents::read_resume(&bytes, &name) {
            Ok(parsed) => parsed,
            Err(error) => {
                println!("{name}: {} ({error})", error.slug());
                continue;
            }
        };
        let resume = &parsed.resume;
        let dated =
            resume.work.iter().filter(|work| !work.start_date.is_empty() || !work.end_date.is_empty());
        let complete = resume.work.iter().filter(|work| !work.name.is_empty() && !work.position.is_empty());
        let facts = [
            !resume.basics.email.is_empty(),
            !resume.basics.label.is_empty(),
            !resume.basics.summary.is_empty(),
            !resume.stated_skills().is_empty(),
            !resume.work.is_empty(),
            dated.count() * 2 > resume.work.len(),
            complete.count() * 2 > resume.work.len(),
            !resume.education.is_empty(),
            !resume.languages.is_empty(),
        ];
        for (count, fact) in counts.iter_mut().zip(facts) {
            *count += usize::from(fact);
        }
        println!(
            "{:<28} {:>6} chars {:>3} skills {:>2} work {:>2} edu  {:<40} {}",
            file.file_name().unwrap_or_default().to_string_lossy(),
            parsed.text.len(),
            resume.stated_skills().len(),
            resume.work.len(),
            resume.education.len(),
            resume.basics.label,
            resume
                .work
                .iter()
                .map(|w| format!("[{} @ {} {}..{}]", w.position, w.name, w.start_date, w.end_date))
                .collect::<Vec<_>>()
                .join(" "),
        );
    }
    let names = [
        "email",
        "headline",
        "summary",
        "skills",
        "work",
        "mostly dated",
        "mostly complete",
        "education",
        "languages",
    ];
    for (name, count) in names.iter().zip(counts) {
        println!("{name:>16}: {count} of {}", files.len());
    }
    println!("{:.1} ms each", started.elapsed().as_secs_f64() * 1000.0 / files.len().max(1) as f64);
}

fn show(path: &Path) {
    let bytes = std::fs::read(path).expect("the file can be read");
    match documents::read_resume(&bytes, &path.to_string_lossy()) {
        Ok(parsed) => {
            println!("{}\n\n{}", parsed.text, documents::to_json(&parsed.resume));
            println!("{:#?}", parsed.warnings);
        }
        Err(error) => println!("{}: {error}", error.slug()),
    }
}
