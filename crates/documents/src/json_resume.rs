//! JSON Resume in its dialects: other names of fields, lists that are missing or not lists, numbers
//! for years. What is not understood is left out, never an error, as long as it is an object.

use domain::Resume;
use domain::profile::{
    Basics, Certificate, Education, Language, Location, NetworkProfile, Project, Skill, Work,
};
use serde_json::{Map, Value};

use crate::ResumeError;
use crate::limits::MAX_LIST;

/// A resume from JSON text, and what the person should look at.
///
/// # Errors
/// [`ResumeError::InvalidJson`] when the text is not JSON or holds nothing of a resume.
pub(crate) fn read(text: &str) -> Result<(Resume, Vec<String>), ResumeError> {
    let invalid = |reason: String| ResumeError::InvalidJson { reason };
    let value: Value = serde_json::from_str(text).map_err(|error| {
        invalid(format!("line {}, column {}: it is not well-formed JSON", error.line(), error.column()))
    })?;
    let root = value.as_object().ok_or_else(|| invalid("an object is expected at the top".to_owned()))?;
    // Some exporters wrap the resume.
    let root = root.get("resume").and_then(Value::as_object).unwrap_or(root);
    let mut resume = resume(root);
    // Templates of resumes carry entries that nobody filled in.
    resume.work.retain(|work| *work != Work::default());
    resume.volunteer.retain(|work| *work != Work::default());
    resume.education.retain(|school| *school != Education::default());
    resume.skills.retain(|skill| *skill != Skill::default());
    resume.languages.retain(|language| *language != Language::default());
    resume.certificates.retain(|certificate| *certificate != Certificate::default());
    resume.projects.retain(|project| *project != Project::default());
    resume.basics.profiles.retain(|profile| *profile != NetworkProfile::default());
    // A list of skills alone may as well be a posting.
    let only_skills = Resume { skills: resume.skills.clone(), ..Resume::default() };
    if resume == only_skills {
        return Err(invalid("it has neither basics nor work, education or projects".to_owned()));
    }
    let warnings = crate::structure::warnings(&resume);
    Ok((resume, warnings))
}

fn resume(root: &Map<String, Value>) -> Resume {
    Resume {
        basics: root.get("basics").and_then(Value::as_object).map_or_else(|| fresh_basics(root), basics),
        work: list(root, &["work", "experience", "employment"], work),
        volunteer: list(root, &["volunteer", "volunteering", "service"], work),
        education: list(root, &["education"], education),
        skills: list(root, &["skills"], skill),
        languages: list(root, &["languages"], language),
        certificates: list(root, &["certificates", "certifications"], certificate),
        projects: list(root, &["projects"], project),
    }
}

/// The first of `names` that has a usable text; numbers count as text.
fn text(object: &Map<String, Value>, names: &[&str]) -> String {
    let found = names.iter().find_map(|name| match object.get(*name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    found.unwrap_or_default()
}

/// A date as it is written; words for "now" mean none.
fn date(object: &Map<String, Value>, names: &[&str]) -> String {
    let written = text(object, names);
    let open = ["present", "current", "now", "heute", "actualidad", "ongoing"];
    if open.contains(&written.to_lowercase().as_str()) { String::new() } else { written }
}

/// Texts of a list; a single text counts as a list of one, objects give their name.
fn texts(object: &Map<String, Value>, names: &[&str]) -> Vec<String> {
    let Some(value) = names.iter().find_map(|name| object.get(*name)) else {
        return Vec::new();
    };
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => Some(text(object, &["name", "text", "description"])),
        _ => None,
    };
    let all: Vec<String> = match value {
        Value::Array(values) => values.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    };
    all.into_iter().filter(|text| !text.is_empty()).take(MAX_LIST).collect()
}

/// The entries of a list; an object instead of a list counts as one entry, a text as a name.
fn list<T>(root: &Map<String, Value>, names: &[&str], read: impl Fn(&Map<String, Value>) -> T) -> Vec<T> {
    let Some(value) = names.iter().find_map(|name| root.get(*name).filter(|value| !value.is_null())) else {
        return Vec::new();
    };
    let one = |value: &Value| match value {
        Value::Object(object) => Some(read(object)),
        Value::String(name) => {
            let named = Map::from_iter([("name".to_owned(), Value::String(name.clone()))]);
            Some(read(&named))
        }
        _ => None,
    };
    match value {
        Value::Array(values) => values.iter().filter_map(one).take(MAX_LIST).collect(),
        // The FRESH dialect keeps its entries one level deeper.
        Value::Object(object) => {
            let deeper = ["history", "sets", "list"].iter().find_map(|name| object.get(*name)?.as_array());
            match deeper {
                Some(values) => values.iter().filter_map(one).take(MAX_LIST).collect(),
                None => vec![read(object)],
            }
        }
        _ => Vec::new(),
    }
}

fn basics(object: &Map<String, Value>) -> Basics {
    let joined = [text(object, &["firstName"]), text(object, &["lastName"])].join(" ").trim().to_owned();
    let name = text(object, &["name", "fullName"]);
    Basics {
        name: if name.is_empty() { joined } else { name },
        label: text(object, &["label", "headline", "title"]),
        email: text(object, &["email", "mail"]),
        phone: text(object, &["phone", "telephone", "mobile"]),
        url: text(object, &["url", "website", "homepage"]),
        summary: text(object, &["summary", "about", "objective"]),
        location: match object.get("location") {
            Some(Value::Object(object)) => location(object),
            Some(Value::String(city)) => Location { city: city.trim().to_owned(), ..Location::default() },
            _ => Location::default(),
        },
        profiles: list(object, &["profiles"], profile),
    }
}

/// The FRESH dialect spreads what JSON Resume calls basics over the top level.
fn fresh_basics(root: &Map<String, Value>) -> Basics {
    let part = |name: &str| root.get(name).and_then(Value::as_object);
    let Some(contact) = part("contact") else { return Basics::default() };
    let info = part("info");
    Basics {
        name: text(root, &["name"]),
        label: info.map(|info| text(info, &["label"])).unwrap_or_default(),
        summary: info.map(|info| text(info, &["brief"])).unwrap_or_default(),
        email: text(contact, &["email"]),
        phone: text(contact, &["phone"]),
        url: text(contact, &["website"]),
        location: part("location").map(location).unwrap_or_default(),
        profiles: list(root, &["social"], profile),
    }
}

fn profile(object: &Map<String, Value>) -> NetworkProfile {
    NetworkProfile {
        network: text(object, &["network", "name"]),
        username: text(object, &["username", "user"]),
        url: text(object, &["url"]),
    }
}

fn location(object: &Map<String, Value>) -> Location {
    Location {
        address: text(object, &["address"]),
        postal_code: text(object, &["postalCode", "zip", "zipCode", "code"]),
        city: text(object, &["city"]),
        country_code: text(object, &["countryCode", "country"]),
        region: text(object, &["region", "state"]),
    }
}

fn work(object: &Map<String, Value>) -> Work {
    Work {
        name: text(object, &["name", "company", "organization", "employer"]),
        position: text(object, &["position", "title", "role", "jobTitle"]),
        location: text(object, &["location", "place"]),
        url: text(object, &["url", "website"]),
        start_date: date(object, &["startDate", "start", "from"]),
        end_date: date(object, &["endDate", "end", "to"]),
        summary: text(object, &["summary", "description"]),
        highlights: texts(object, &["highlights", "achievements", "responsibilities"]),
    }
}

fn education(object: &Map<String, Value>) -> Education {
    Education {
        institution: text(object, &["institution", "school", "name"]),
        area: text(object, &["area", "field", "major"]),
        study_type: text(object, &["studyType", "degree", "title"]),
        start_date: date(object, &["startDate", "start"]),
        end_date: date(object, &["endDate", "end", "graduationDate"]),
        score: text(object, &["score", "gpa", "grade"]),
        courses: texts(object, &["courses", "curriculum"]),
    }
}

fn skill(object: &Map<String, Value>) -> Skill {
    Skill {
        name: text(object, &["name", "category"]),
        level: text(object, &["level", "proficiency"]),
        keywords: texts(object, &["keywords", "skills", "items"]),
    }
}

fn language(object: &Map<String, Value>) -> Language {
    Language { language: text(object, &["language", "name"]), fluency: text(object, &["fluency", "level"]) }
}

fn certificate(object: &Map<String, Value>) -> Certificate {
    Certificate {
        name: text(object, &["name", "title"]),
        date: date(object, &["date", "issueDate"]),
        issuer: text(object, &["issuer", "authority"]),
        url: text(object, &["url"]),
    }
}

fn project(object: &Map<String, Value>) -> Project {
    Project {
        name: text(object, &["name", "title"]),
        description: text(object, &["description", "summary"]),
        highlights: texts(object, &["highlights"]),
        keywords: texts(object, &["keywords", "technologies"]),
        start_date: date(object, &["startDate", "start"]),
        end_date: date(object, &["endDate", "end"]),
        url: text(object, &["url"]),
    }
}

/// The resume as a person would read it, for the matching of texts.
pub(crate) fn as_text(resume: &Resume) -> String {
    let mut lines: Vec<String> = Vec::new();
    let basics = &resume.basics;
    lines.extend(
        [&basics.name, &basics.label, &basics.email, &basics.phone, &basics.summary].map(Clone::clone),
    );
    for work in resume.work.iter().chain(&resume.volunteer) {
        lines.push(format!("{}, {}", work.position, work.name));
        lines.push(work.summary.clone());
        lines.extend(work.highlights.iter().map(|highlight| format!("- {highlight}")));
    }
    for school in &resume.education {
        lines.push(format!("{} {}, {}", school.study_type, school.area, school.institution));
        lines.extend(school.courses.iter().map(|course| format!("- {course}")));
    }
    for skill in &resume.skills {
        let list = skill.keywords.join(", ");
        lines.push(if list.is_empty() { skill.name.clone() } else { format!("{}: {list}", skill.name) });
    }
    for project in &resume.projects {
        lines.extend([project.name.clone(), project.description.clone()]);
        lines.extend(project.highlights.iter().map(|highlight| format!("- {highlight}")));
    }
    lines.extend(resume.languages.iter().map(|l| format!("{} {}", l.language, l.fluency)));
    lines.extend(resume.certificates.iter().map(|c| format!("{} {}", c.name, c.issuer)));
    lines.retain(|line| !line.trim_matches([',', ' ']).is_empty());
    lines.join("\n")
}

/// `resume` as JSON Resume text, for files and for people.
pub fn to_json(resume: &Resume) -> String {
    serde_json::to_string_pretty(resume).expect("a resume is made of texts and lists")
}
