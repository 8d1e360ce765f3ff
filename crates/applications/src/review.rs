//! The documents that will be sent beside what the person states, for the review before an approval.
//!
//! Pure. The rows are made from the profile and the posting as the documents were, and then looked for in the
//! printed file itself: what is shown is what lies in the file, or it is said that it could not be compared.

use std::collections::HashMap;

use documents::Letter;
use domain::profile::{Education, Project, Work};
use domain::review::{
    LetterPart, LetterReview, ResumeReview, ReviewChange, ReviewLine, ReviewMark, ReviewRow,
};
use domain::{DocumentId, Posting, Resume};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A printed file.
pub struct Printed<'a> {
    /// Its id.
    pub id: DocumentId,
    /// Its name.
    pub file_name: &'a str,
    /// Its whole text; `None` when it could not be read back.
    pub text: Option<&'a str>,
}

/// A line of a resume and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Line {
    section: String,
    text: String,
    /// Printed exactly so; dates are printed in the manner of the language.
    is_literal: bool,
}

/// The resume made for `job` beside the profile's.
pub fn resume(
    stated: &Resume,
    job: &Posting,
    is_tailored: bool,
    printed: &Printed<'_>,
    original_id: Option<DocumentId>,
) -> ResumeReview {
    let clean = documents::without_placeholders(stated);
    let (sent, made) = match is_tailored {
        true => {
            let tailored = documents::tailor(&clean, job);
            (tailored.resume, tailored.changes)
        }
        false => (clean.clone(), Vec::new()),
    };
    let mut changes: Vec<ReviewChange> =
        made.into_iter().map(|change| ReviewChange { what: change.what, why: change.why }).collect();
    if clean != *stated {
        changes.push(ReviewChange {
            what: "A template's words, such as “Company Name”, are left out.".to_owned(),
            why: "Nobody works there; correct your profile to name the employer.".to_owned(),
        });
    }
    // A template's words never leave: what was left out for this job is told against the rest.
    let (before, after) = (lines(&clean), lines(&sent));
    let as_printed = printed.text.is_some_and(|text| is_printed(text, &before, &after));
    ResumeReview {
        document_id: printed.id,
        file_name: printed.file_name.to_owned(),
        original_id,
        is_tailored,
        as_printed,
        rows: rows(&before, &after),
        changes,
    }
}

/// The person's own file, which goes out as it is.
pub fn own_file(printed: &Printed<'_>) -> ResumeReview {
    ResumeReview {
        document_id: printed.id,
        file_name: printed.file_name.to_owned(),
        original_id: Some(printed.id),
        is_tailored: false,
        as_printed: true,
        rows: Vec::new(),
        changes: Vec::new(),
    }
}

/// The letter for a job with the place in the profile of each part that stands there.
pub fn letter(stated: &Resume, letter: &Letter, printed: &Printed<'_>) -> LetterReview {
    let known = lines(stated);
    let part = |text: &str| LetterPart {
        text: text.to_owned(),
        stands_in: known.iter().find(|line| line.text == text.trim()).map(|line| line.section.clone()),
    };
    let mut parts = vec![part(&letter.greeting)];
    for paragraph in &letter.paragraphs {
        parts.push(part(&paragraph.text));
        parts.extend(paragraph.items.iter().map(|item| part(item)));
    }
    parts.push(part(&letter.closing));
    parts.push(part(&letter.name));
    parts.retain(|part| !part.text.trim().is_empty());
    let squeezed = printed.text.map(squeeze);
    let as_printed =
        squeezed.is_some_and(|text| parts.iter().all(|part| text.contains(&squeeze(&part.text))));
    LetterReview { document_id: printed.id, file_name: printed.file_name.to_owned(), as_printed, parts }
}

/// Whether the file holds every line that is said to be sent, and none of those said to be left out.
fn is_printed(text: &str, before: &[Line], after: &[Line]) -> bool {
    let text = squeeze(text);
    let holds = |line: &&Line| text.contains(&squeeze(&line.text));
    let sent: Vec<String> = after.iter().map(|line| squeeze(&line.text)).collect();
    let elsewhere = |line: &Line| {
        let own = squeeze(&line.text);
        sent.iter().any(|other| other.contains(&own))
    };
    let all_sent = after.iter().filter(|line| line.is_literal).all(|line| holds(&line));
    let none_left_out =
        !before.iter().filter(|line| line.is_literal && !elsewhere(line)).any(|line| holds(&line));
    all_sent && none_left_out
}

/// Letters and digits alone: a printed line is broken where the page ends.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Both resumes line by line; what changed places is told from what was left out or added.
fn rows(before: &[Line], after: &[Line]) -> Vec<ReviewRow> {
    let ops = capture_diff_slices(Algorithm::Patience, before, after);
    let mut gone = HashMap::<&Line, usize>::new();
    let mut come = HashMap::<&Line, usize>::new();
    for op in &ops {
        if !matches!(op, DiffOp::Equal { .. }) {
            before[op.old_range()].iter().for_each(|line| *gone.entry(line).or_default() += 1);
            after[op.new_range()].iter().for_each(|line| *come.entry(line).or_default() += 1);
        }
    }
    let mut rows = Vec::with_capacity(before.len().max(after.len()));
    for op in &ops {
        let same = matches!(op, DiffOp::Equal { .. });
        let (old, new) = (&before[op.old_range()], &after[op.new_range()]);
        let marked = |line: &Line, others: &HashMap<&Line, usize>, alone| ReviewLine {
            text: line.text.clone(),
            mark: match (same, others.contains_key(line)) {
                (true, _) => ReviewMark::Same,
                (false, true) => ReviewMark::Moved,
                (false, false) => alone,
            },
        };
        let left = |line: &Line| marked(line, &come, ReviewMark::LeftOut);
        let right = |line: &Line| marked(line, &gone, ReviewMark::Added);
        // Lines of different parts do not stand beside each other.
        let beside = old.iter().zip(new).all(|(one, two)| one.section == two.section);
        if !beside {
            rows.extend(old.iter().map(|line| row(line, Some(left(line)), None)));
            rows.extend(new.iter().map(|line| row(line, None, Some(right(line)))));
            continue;
        }
        for index in 0..old.len().max(new.len()) {
            let (original, sent) = (old.get(index), new.get(index));
            let line = sent.or(original).expect("one of them is that long");
            rows.push(row(line, original.map(left), sent.map(right)));
        }
    }
    rows
}

fn row(line: &Line, original: Option<ReviewLine>, sent: Option<ReviewLine>) -> ReviewRow {
    ReviewRow { section: line.section.clone(), original, sent }
}

/// Every line of a resume, one fact a line, in the order it is printed.
fn lines(resume: &Resume) -> Vec<Line> {
    let mut out = Out::default();
    let basics = &resume.basics;
    for text in
        [&basics.name, &basics.label, &basics.email, &basics.phone, &basics.location.city, &basics.summary]
    {
        out.add("About you", text);
    }
    for skill in &resume.skills {
        match skill.keywords.as_slice() {
            [] => out.add("Skills", &skill.name),
            keywords => {
                let section = format!("Skills · {}", skill.name.trim());
                keywords.iter().for_each(|keyword| out.add(&section, keyword));
            }
        }
    }
    resume.work.iter().for_each(|work| out.position("Work", work));
    resume.projects.iter().for_each(|project| out.project(project));
    resume.education.iter().for_each(|school| out.school(school));
    resume.volunteer.iter().for_each(|work| out.position("Volunteering", work));
    for certificate in &resume.certificates {
        out.add("Certificates", &certificate.name);
    }
    for language in &resume.languages {
        out.add("Languages", &joined(&[&language.language, &language.fluency], ", "));
    }
    out.lines
}

#[derive(Default)]
struct Out {
    lines: Vec<Line>,
}

impl Out {
    fn add(&mut self, section: &str, text: &str) {
        self.push(section, text, true);
    }

    fn push(&mut self, section: &str, text: &str, is_literal: bool) {
        let text = text.trim();
        if !text.is_empty() {
            self.lines.push(Line { section: section.to_owned(), text: text.to_owned(), is_literal });
        }
    }

    fn position(&mut self, part: &str, work: &Work) {
        let section = format!("{part} · {}", joined(&[&work.position, &work.name], ", "));
        self.push(&section, &joined(&[&work.start_date, &work.end_date], " to "), false);
        for text in [&work.location, &work.summary].into_iter().chain(&work.highlights) {
            self.add(&section, text);
        }
    }

    fn project(&mut self, project: &Project) {
        let section = format!("Projects · {}", project.name.trim());
        self.add(&section, &project.name);
        self.add(&section, &project.description);
        self.add(&section, &project.keywords.join(", "));
        project.highlights.iter().for_each(|highlight| self.add(&section, highlight));
    }

    fn school(&mut self, school: &Education) {
        let section = format!("Education · {}", school.institution.trim());
        self.add(&section, &joined(&[&school.study_type, &school.area], ", "));
        self.add(&section, &school.institution);
        self.push(&section, &joined(&[&school.start_date, &school.end_date], " to "), false);
        self.add(&section, &school.score);
    }
}

fn joined(parts: &[&str], separator: &str) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

#[cfg(test)]
mod tests {
    use documents::{Locale, cover_letter, read_resume, render_letter, render_resume, tailor};
    use domain::profile::Skill;
    use testkit::{a_posting, a_profile};

    use super::*;

    fn long_resume() -> Resume {
        let mut resume = a_profile().resume;
        let plain = (1..=7).map(|no| format!("Kept the {no}th ledger of the harbour in good order"));
        resume.work[0].highlights =
            plain.chain(["Built PostgreSQL services in Rust for the port".to_owned()]).collect();
        let keywords = ["Excel", "Rust", "PostgreSQL"].map(str::to_owned).to_vec();
        resume.skills = vec![Skill { name: "Tools".to_owned(), keywords, ..Skill::default() }];
        resume
    }

    fn texts(rows: &[ReviewRow], side: fn(&ReviewRow) -> &Option<ReviewLine>, mark: ReviewMark) -> Vec<&str> {
        let of = rows.iter().filter_map(|row| side(row).as_ref());
        of.filter(|line| line.mark == mark).map(|line| line.text.as_str()).collect()
    }

    fn printed<'a>(text: Option<&'a str>) -> Printed<'a> {
        Printed { id: DocumentId(uuid::Uuid::nil()), file_name: "r.pdf", text }
    }

    #[test]
    fn what_is_left_out_moved_and_kept_is_told_apart_and_nothing_is_added() {
        let stated = long_resume();
        let review = resume(&stated, &a_posting(), true, &printed(None), None);
        let left_out = texts(&review.rows, |row| &row.original, ReviewMark::LeftOut);
        assert!(!left_out.is_empty() && left_out.iter().all(|text| text.contains("ledger")), "{left_out:?}");
        let moved = texts(&review.rows, |row| &row.sent, ReviewMark::Moved);
        assert!(moved.iter().any(|text| text.contains("Built PostgreSQL") || *text == "Excel"), "{moved:?}");
        assert_eq!(texts(&review.rows, |row| &row.sent, ReviewMark::Added), Vec::<&str>::new());
        assert!(!review.changes.is_empty());
        assert!(!review.as_printed, "a file that could not be read back proves nothing");
    }

    #[test]
    fn a_templates_words_make_no_line_look_added_or_left_out() {
        let mut stated = a_profile().resume;
        stated.work[0].name = "Company Name".to_owned();
        let review = resume(&stated, &a_posting(), true, &printed(None), None);
        assert_eq!(texts(&review.rows, |row| &row.sent, ReviewMark::Added), Vec::<&str>::new());
        assert_eq!(texts(&review.rows, |row| &row.original, ReviewMark::LeftOut), Vec::<&str>::new());
        assert!(review.changes.iter().any(|change| change.what.contains("Company Name")));
    }

    #[test]
    fn the_rows_are_compared_with_the_printed_file_itself() {
        let (stated, job) = (long_resume(), a_posting());
        let tailored = tailor(&stated, &job).resume;
        let pdf = render_resume(&tailored, Locale::English).unwrap();
        let text = read_resume(&pdf, "r.pdf").unwrap().text;
        assert!(resume(&stated, &job, true, &printed(Some(&text)), None).as_printed, "{text}");
        // The profile has changed since: what would be shown is not what lies in the file.
        let mut later = stated.clone();
        later.work[0].highlights[7].push_str(" of Rotterdam");
        assert!(!resume(&later, &job, true, &printed(Some(&text)), None).as_printed);
        // Said to be left out, and printed all the same.
        let whole = render_resume(&stated, Locale::English).unwrap();
        let whole = read_resume(&whole, "r.pdf").unwrap().text;
        assert!(!resume(&stated, &job, true, &printed(Some(&whole)), None).as_printed);
    }

    #[test]
    fn a_letter_names_the_place_of_what_stands_in_the_profile() {
        let (stated, job) = (long_resume(), a_posting());
        let made = cover_letter(&stated, &job, Locale::English);
        let pdf = render_letter(&made, &stated, None).unwrap();
        let text = read_resume(&pdf, "l.pdf").unwrap().text;
        let review = letter(&stated, &made, &printed(Some(&text)));
        assert!(review.as_printed, "{text}");
        let item = review.parts.iter().find(|part| part.text.starts_with("Built PostgreSQL")).unwrap();
        assert_eq!(item.stands_in.as_deref(), Some("Work · Software Engineer, Muster Software"));
        assert_eq!(review.parts[0].stands_in, None, "the greeting stands in no profile");
    }
}
