//! What a template prints: every text decided, every date written out, every link checked.

use chrono::{Datelike, NaiveDate};
use domain::Resume;
use domain::profile::{Basics, Education, Project, Skill, Work};
use serde::Serialize;

use crate::letter::Letter;
use crate::locale::Locale;

/// A text that may lead somewhere.
#[derive(Serialize)]
pub(crate) struct Linked {
    text: String,
    url: String,
}

/// A resume, ready to print.
#[derive(Serialize)]
pub(crate) struct Sheet {
    lang: &'static str,
    title: String,
    name: String,
    label: String,
    contact: Vec<Linked>,
    summary: String,
    sections: Vec<Section>,
}

#[derive(Serialize)]
struct Section {
    title: &'static str,
    entries: Vec<Entry>,
    groups: Vec<Group>,
}

/// An entry: a title with its time, a line below, a text, a list.
#[derive(Default, Serialize)]
struct Entry {
    title: String,
    when: String,
    place: String,
    text: String,
    items: Vec<String>,
}

/// A line of a list with an optional name before it.
#[derive(Serialize)]
struct Group {
    name: String,
    text: String,
}

/// A letter, ready to print.
#[derive(Serialize)]
pub(crate) struct LetterSheet<'a> {
    lang: &'static str,
    name: String,
    label: String,
    contact: Vec<Linked>,
    date: String,
    letter: &'a Letter,
}

/// The sheet of `resume`.
pub(crate) fn resume(resume: &Resume, locale: Locale) -> Sheet {
    let words = locale.words();
    let entries = |title, entries: Vec<Entry>| Section { title, entries, groups: Vec::new() };
    let groups = |title, groups: Vec<Group>| Section { title, entries: Vec::new(), groups };
    let positions = |works: &[Work]| works.iter().map(|work| position(work, locale)).collect::<Vec<_>>();
    let sections = vec![
        groups(words.skills, skills(&resume.skills)),
        entries(words.work, positions(&resume.work)),
        entries(words.projects, resume.projects.iter().map(|each| project(each, locale)).collect()),
        entries(words.education, resume.education.iter().map(|each| school(each, locale)).collect()),
        entries(words.volunteer, positions(&resume.volunteer)),
        groups(words.certificates, certificates(resume, locale)),
        groups(words.languages, languages(resume)),
    ];
    let filled =
        sections.into_iter().filter(|section| !section.entries.is_empty() || !section.groups.is_empty());
    Sheet {
        lang: locale.code(),
        title: resume.basics.name.trim().to_owned(),
        name: resume.basics.name.trim().to_owned(),
        label: resume.basics.label.trim().to_owned(),
        contact: contact(&resume.basics),
        summary: resume.basics.summary.trim().to_owned(),
        sections: filled.collect(),
    }
}

/// The sheet of `letter`, sent by the person of `resume`.
pub(crate) fn letter<'a>(letter: &'a Letter, resume: &Resume, date: Option<NaiveDate>) -> LetterSheet<'a> {
    LetterSheet {
        lang: letter.locale.code(),
        name: resume.basics.name.trim().to_owned(),
        label: resume.basics.label.trim().to_owned(),
        contact: contact(&resume.basics),
        date: date.map_or_else(String::new, |date| written_out(date, letter.locale)),
        letter,
    }
}

/// A date as a letter carries it.
fn written_out(date: NaiveDate, locale: Locale) -> String {
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const GERMAN: [&str; 12] = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    const SPANISH: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    let month = date.month0() as usize;
    let (day, year) = (date.day(), date.year());
    match locale {
        Locale::English => format!("{day} {} {year}", ENGLISH[month]),
        Locale::German => format!("{day}. {} {year}", GERMAN[month]),
        Locale::Spanish => format!("{day} de {} de {year}", SPANISH[month]),
    }
}

/// The contact line. Only web and mail addresses become links.
fn contact(basics: &Basics) -> Vec<Linked> {
    let location = &basics.location;
    let city = [location.postal_code.trim(), location.city.trim()].join(" ");
    let place: Vec<&str> =
        [location.address.trim(), city.trim(), location.region.trim(), country(&location.country_code)]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
    let plain = |text: &str| Linked { text: text.trim().to_owned(), url: String::new() };
    let mut contact = vec![plain(&place.join(", "))];
    let email = basics.email.trim();
    contact.push(Linked {
        text: email.to_owned(),
        url: if email.contains('@') { format!("mailto:{email}") } else { String::new() },
    });
    contact.push(plain(&basics.phone));
    contact.push(web(&basics.url));
    contact.extend(basics.profiles.iter().map(|profile| {
        if profile.url.trim().is_empty() {
            plain(&format!("{}: {}", profile.network, profile.username))
        } else {
            web(&profile.url)
        }
    }));
    contact.retain(|each| !each.text.is_empty() && each.text != ":");
    contact
}

fn country(code: &str) -> &str {
    code.trim()
}

/// A web address, shown without its scheme.
fn web(url: &str) -> Linked {
    let url = url.trim();
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let text = bare.unwrap_or(url).trim_start_matches("www.").trim_end_matches('/').to_owned();
    // A scheme of another kind, `javascript:` above all, is printed and leads nowhere.
    let safe =
        bare.is_some() || (!url.contains(':') && url.contains('.') && !url.contains(char::is_whitespace));
    let target = match (safe, bare) {
        (false, _) => String::new(),
        (true, Some(_)) => url.to_owned(),
        (true, None) => format!("https://{url}"),
    };
    Linked { text, url: target }
}

fn joined(parts: &[&str], separator: &str) -> String {
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

fn position(work: &Work, locale: Locale) -> Entry {
    let title = if work.position.trim().is_empty() { &work.name } else { &work.position };
    let employer = if work.position.trim().is_empty() { "" } else { work.name.as_str() };
    Entry {
        title: title.trim().to_owned(),
        when: locale.span(&work.start_date, &work.end_date),
        place: joined(&[employer, &work.location], ", "),
        text: work.summary.trim().to_owned(),
        items: work.highlights.clone(),
    }
}

fn project(project: &Project, locale: Locale) -> Entry {
    let when = if project.start_date.is_empty() && project.end_date.is_empty() {
        String::new()
    } else {
        locale.span(&project.start_date, &project.end_date)
    };
    Entry {
        title: project.name.trim().to_owned(),
        when,
        place: joined(&[&project.keywords.join(", "), &project.url], " · "),
        text: project.description.trim().to_owned(),
        items: project.highlights.clone(),
    }
}

fn school(school: &Education, locale: Locale) -> Entry {
    let degree = joined(&[&school.study_type, &school.area], ", ");
    let (title, place) = if degree.is_empty() {
        (school.institution.trim().to_owned(), "")
    } else {
        (degree, school.institution.as_str())
    };
    Entry {
        title,
        when: locale.span(&school.start_date, &school.end_date),
        place: joined(&[place, &school.score], " · "),
        text: school.courses.join(", "),
        items: Vec::new(),
    }
}

/// Groups one a line, single skills together on one.
fn skills(skills: &[Skill]) -> Vec<Group> {
    let single = |skill: &Skill| match skill.level.trim() {
        "" => skill.name.trim().to_owned(),
        level => format!("{} ({level})", skill.name.trim()),
    };
    let mut groups: Vec<Group> = Vec::new();
    for skill in skills {
        let grouped = !skill.keywords.is_empty();
        let text = if grouped { skill.keywords.join(", ") } else { single(skill) };
        match groups.last_mut() {
            Some(last) if !grouped && last.name.is_empty() => last.text = format!("{}, {text}", last.text),
            _ => groups.push(Group { name: if grouped { single(skill) } else { String::new() }, text }),
        }
    }
    groups.retain(|group| !group.text.is_empty());
    groups
}

fn certificates(resume: &Resume, locale: Locale) -> Vec<Group> {
    let each = resume.certificates.iter().map(|certificate| {
        let text = joined(&[&certificate.name, &certificate.issuer], " – ");
        let date = locale.date(&certificate.date);
        Group { name: String::new(), text: if date.is_empty() { text } else { format!("{text} ({date})") } }
    });
    each.filter(|group| !group.text.is_empty()).collect()
}

fn languages(resume: &Resume) -> Vec<Group> {
    let each = resume.languages.iter().map(|language| match language.fluency.trim() {
        "" => language.language.trim().to_owned(),
        fluency => format!("{} ({fluency})", language.language.trim()),
    });
    let text = each.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    if text.is_empty() { Vec::new() } else { vec![Group { name: String::new(), text }] }
}
