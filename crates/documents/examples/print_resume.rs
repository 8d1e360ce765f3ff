//! Prints a resume and a letter as PDF: `… --example print_resume -- FILE FOLDER [en|de|es]`.

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, folder, rest @ ..] = arguments.as_slice() else {
        panic!("a file and a folder for the output are named");
    };
    let bytes = std::fs::read(file).expect("the file can be read");
    let resume = documents::read_resume(&bytes, file).expect("the resume can be read").resume;
    let locale = documents::Locale::from_code(rest.first().map_or("en", String::as_str));
    let title = resume.work.first().map_or("Engineer", |work| work.position.as_str());
    let skills = resume.stated_skills();
    let posting: domain::Posting = serde_json::from_value(serde_json::json!({
        "external_id": "1", "ats": "other", "title": title, "company": "Nordlicht Systems", "location": "Berlin",
        "places": [], "remote": "unknown", "employment_type": null, "level": null, "pay": null,
        "description": format!("We look for {}. English.", skills.iter().rev().take(5).cloned().collect::<Vec<_>>().join(", ")),
        "language": null, "url": "", "apply_url": "", "posted_at": null, "valid_through": null,
    })).expect("the posting is well formed");
    let tailored = documents::tailor(&resume, &posting);
    println!("{:#?}", tailored.changes);
    let letter = documents::cover_letter(&resume, &posting, locale);
    println!("{}", letter.text());
    let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 24);
    let started = std::time::Instant::now();
    let pdf = documents::render_resume(&tailored.resume, locale).expect("the resume can be printed");
    println!("first: {:.0} ms", started.elapsed().as_secs_f64() * 1000.0);
    let started = std::time::Instant::now();
    let letter = documents::render_letter(&letter, &resume, date).expect("the letter can be printed");
    println!("second: {:.0} ms", started.elapsed().as_secs_f64() * 1000.0);
    let folder = std::path::Path::new(folder);
    std::fs::write(folder.join("resume.pdf"), pdf).expect("the output can be written");
    std::fs::write(folder.join("letter.pdf"), letter).expect("the output can be written");
}
