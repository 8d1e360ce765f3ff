//! A resume for one posting: the same facts, the relevant ones first.
//!
//! Nothing is written here. Lists are reordered, and long lists of an old position lose the lines
//! that have nothing to do with the posting; every string of the result is one of the input.

use domain::profile::{Project, Skill, Work};
use domain::{Posting, Resume};
use serde::{Deserialize, Serialize};

use crate::relevance::Asked;

/// How many highlights a position keeps before those unrelated to the posting are left out.
pub const HIGHLIGHTS_KEPT: usize = 6;
/// How many projects are kept before those unrelated to the posting are left out.
pub const PROJECTS_KEPT: usize = 4;

/// A resume for one posting.
#[derive(Clone, Debug, PartialEq)]
pub struct Tailored {
    /// The resume.
    pub resume: Resume,
    /// What differs from the profile, for the person to review.
    pub changes: Vec<Change>,
}

/// One difference from the profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What was done.
    pub what: String,
    /// Why.
    pub why: String,
}

/// Chooses and orders what `resume` states for `job`. Pure; adds no word.
pub fn tailor(resume: &Resume, job: &Posting) -> Tailored {
    let asked = Asked::of(job);
    let skills = resume.stated_skills();
    let mut resume = resume.clone();
    let mut changes = Vec::new();
    changes.extend(order_skills(&mut resume.skills, &asked));
    for work in resume.work.iter_mut().chain(&mut resume.volunteer) {
        changes.extend(choose_highlights(work, &asked, &skills));
    }
    changes.extend(choose_projects(&mut resume.projects, &asked, &skills));
    let mut certificates = resume.certificates.clone();
    by_relevance(&mut certificates, |certificate| asked.relevance(&certificate.name, &skills));
    if certificates != resume.certificates {
        resume.certificates = certificates;
        changes.push(change(
            "Certificates the posting speaks of come first.",
            "They are what a reader of this posting looks for.",
        ));
    }
    Tailored { resume, changes }
}

fn change(what: impl Into<String>, why: impl Into<String>) -> Change {
    Change { what: what.into(), why: why.into() }
}

/// Sorts the most relevant to the front; equals keep their order.
fn by_relevance<T>(items: &mut [T], relevance: impl Fn(&T) -> usize) {
    items.sort_by_cached_key(|item| std::cmp::Reverse(relevance(item)));
}

/// Skills the posting names first, within groups and among them.
fn order_skills(skills: &mut Vec<Skill>, asked: &Asked) -> Option<Change> {
    let before = skills.clone();
    for skill in skills.iter_mut() {
        by_relevance(&mut skill.keywords, |keyword| usize::from(asked.names(keyword)));
    }
    let named = |skill: &Skill| match skill.keywords.as_slice() {
        [] => usize::from(asked.names(&skill.name)),
        keywords => keywords.iter().filter(|keyword| asked.names(keyword)).count(),
    };
    by_relevance(skills, named);
    if *skills == before {
        return None;
    }
    let all = skills.iter().flat_map(|skill| {
        if skill.keywords.is_empty() { std::slice::from_ref(&skill.name) } else { &skill.keywords }
    });
    let first: Vec<&str> = all.filter(|name| asked.names(name)).map(String::as_str).take(8).collect();
    Some(change(format!("Skills come in this order: {} first.", first.join(", ")), "The posting names them."))
}

/// Relevant highlights first; of a long list the unrelated end is left out.
fn choose_highlights(work: &mut Work, asked: &Asked, skills: &[String]) -> Option<Change> {
    let before = work.highlights.clone();
    let relevance = |highlight: &String| asked.relevance(highlight, skills);
    by_relevance(&mut work.highlights, relevance);
    let related = work.highlights.iter().filter(|highlight| relevance(highlight) > 0).count();
    work.highlights.truncate(related.max(HIGHLIGHTS_KEPT));
    if work.highlights == before {
        return None;
    }
    let place = if work.name.is_empty() { &work.position } else { &work.name };
    let dropped = before.len() - work.highlights.len();
    let what = match dropped {
        0 => format!("Highlights at {place} are ordered by what the posting asks for."),
        1 => format!(
            "Highlights at {place} are ordered by what the posting asks for; an unrelated one is left out."
        ),
        _ => format!(
            "Highlights at {place} are ordered by what the posting asks for; {dropped} unrelated ones are left out."
        ),
    };
    Some(change(what, "A reader sees the relevant ones first."))
}

fn choose_projects(projects: &mut Vec<Project>, asked: &Asked, skills: &[String]) -> Option<Change> {
    let before = projects.clone();
    let relevance = |project: &Project| {
        let words = [
            project.name.as_str(),
            &project.description,
            &project.keywords.join(" "),
            &project.highlights.join(" "),
        ]
        .join(" ");
        asked.relevance(&words, skills)
    };
    by_relevance(projects, relevance);
    let related = projects.iter().filter(|project| relevance(project) > 0).count();
    projects.truncate(related.max(PROJECTS_KEPT));
    (*projects != before).then(|| {
        change("Projects are ordered by what the posting asks for.", "A reader sees the relevant ones first.")
    })
}
