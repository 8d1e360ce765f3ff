//! Jobs and profiles for tests; each test names only what matters to it.

use domain::profile::{Basics, Skill};
use domain::{Ats, Job, JobId, Posting, Profile, RemotePolicy, Resume, SourceId, Timestamp};
use uuid::Uuid;

pub fn now() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().expect("the instant is a literal")
}

pub fn job(number: u64, title: &str, description: &str) -> Job {
    Job {
        id: JobId(Uuid::from_u64_pair(1, number)),
        source_id: SourceId(Uuid::nil()),
        posting: Posting {
            external_id: number.to_string(),
            ats: Ats::Other,
            title: title.into(),
            company: "Nordwind Example".into(),
            location: String::new(),
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
            url: format!("https://jobs.example/{number}"),
            apply_url: format!("https://jobs.example/{number}/apply"),
            posted_at: Some("2026-11-22T12:00:00Z".parse().expect("the instant is a literal")),
            valid_through: None,
        },
        first_seen_at: now(),
        changed_at: now(),
        closed_at: None,
    }
}

pub fn profile(headline: &str, skills: &[&str], text: &str) -> Profile {
    Profile {
        resume: Resume {
            basics: Basics { label: headline.into(), summary: text.into(), ..Basics::default() },
            skills: skills.iter().map(|name| Skill { name: (*name).into(), ..Skill::default() }).collect(),
            ..Resume::default()
        },
        ..Profile::default()
    }
}

/// The folder of the shared data, beside the project.
pub fn shared(path: &str) -> std::path::PathBuf {
    let path = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(path);
    assert!(path.exists(), "the shared test data is missing: expected {}", path.display());
    path
}
