//! Tailoring chooses and orders; it never writes.

use std::collections::HashSet;

use documents::{Locale, cover_letter, matched_skills, tailor};
use domain::Resume;
use proptest::prelude::*;

use crate::samples;

/// Every string a resume holds.
fn strings(resume: &Resume) -> HashSet<String> {
    fn collect(value: &serde_json::Value, into: &mut HashSet<String>) {
        match value {
            serde_json::Value::String(text) => {
                into.insert(text.clone());
            }
            serde_json::Value::Array(values) => values.iter().for_each(|value| collect(value, into)),
            serde_json::Value::Object(object) => object.values().for_each(|value| collect(value, into)),
            _ => {}
        }
    }
    let mut all = HashSet::new();
    collect(&serde_json::to_value(resume).expect("a resume is JSON"), &mut all);
    all
}

#[test]
fn what_the_posting_names_comes_first() {
    let job = samples::posting(
        "Platform Engineer",
        "You know Kubernetes, C++ and PostgreSQL. You write handbooks for on-call teams.",
    );
    let tailored = tailor(&samples::resume(), &job);
    assert_eq!(tailored.resume.skills[0].name, "Systems");
    assert_eq!(tailored.resume.skills[0].keywords, ["PostgreSQL", "Kubernetes", "Kafka", "Node.js"]);
    assert_eq!(tailored.resume.skills[1].keywords[0], "C++");
    assert!(tailored.resume.work[0].highlights[0].contains("PostgreSQL"));
    assert_eq!(tailored.resume.work[0].highlights.len(), 3);
    assert!(!tailored.changes.is_empty());
    assert_eq!(matched_skills(&samples::resume(), &job), ["C++", "PostgreSQL", "Kubernetes"]);
}

#[test]
fn a_posting_that_names_nothing_changes_nothing() {
    let resume = samples::resume();
    let tailored = tailor(&resume, &samples::posting("", ""));
    assert_eq!((tailored.resume, tailored.changes), (resume, Vec::new()));
}

#[test]
fn a_letter_names_no_everyday_word_as_a_skill() {
    let mut resume = samples::resume();
    let skill = |name: &str| domain::profile::Skill { name: name.into(), ..Default::default() };
    resume.skills = ["read", "office", "month-end closing", "Excel", "billing"].map(skill).to_vec();
    let job = samples::posting(
        "Clerk",
        "You read mail in our office, use Excel, and do billing and month-end closing.",
    );
    let text = cover_letter(&resume, &job, Locale::English).text();
    assert!(text.contains("I bring month-end closing and Excel."), "{text}");
}

#[test]
fn one_letter_skills_and_kin_are_not_mixed_up() {
    let mut resume = samples::resume();
    resume.skills = ["C", "R", "C++", "C#", "Go", "React", ".NET", "Java"]
        .map(|name| domain::profile::Skill { name: name.into(), ..Default::default() })
        .to_vec();
    let named = |text: &str| matched_skills(&resume, &samples::posting("", text));
    assert_eq!(named("We go to market; a react to c level; JavaScript"), ["Go", "React"]);
    assert_eq!(named("C# and .NET, ReactJS"), ["C#", "React", ".NET"]);
    assert_eq!(named("Statistics in R; firmware in C."), ["C", "R"]);
}

#[test]
fn letters_say_only_what_is_stated_in_three_languages() {
    let job = samples::posting("Rust Engineer", "We use Rust, PostgreSQL and Kafka. German and English.");
    let letters = [Locale::English, Locale::German, Locale::Spanish]
        .map(|locale| cover_letter(&samples::resume(), &job, locale).text());
    insta::assert_snapshot!(letters.join("\n\n=====\n\n"));
}

#[test]
fn a_letter_of_an_almost_empty_profile_claims_nothing() {
    let mut resume = Resume::default();
    resume.basics.name = "Mara Lindqvist".into();
    let letter = cover_letter(&resume, &samples::posting("Baker", "Bread"), Locale::English);
    insta::assert_snapshot!(letter.text());
}

prop_compose! {
    fn any_resume()(
        skills in prop::collection::vec("[A-Za-z+#. ]{0,12}", 0..8),
        keywords in prop::collection::vec(prop::collection::vec("[a-zA-Z+#.]{1,8}", 0..5), 0..4),
        highlights in prop::collection::vec(prop::collection::vec("\\PC{0,60}", 0..12), 0..4),
        projects in prop::collection::vec("\\PC{0,30}", 0..8),
        certificates in prop::collection::vec("\\PC{0,20}", 0..4),
    ) -> Resume {
        let mut resume = samples::resume();
        resume.skills = skills.into_iter().map(|name| domain::profile::Skill { name, ..Default::default() })
            .chain(keywords.into_iter().map(|keywords| domain::profile::Skill { name: "Group".into(), keywords, ..Default::default() })).collect();
        resume.work = highlights.into_iter().map(|highlights| domain::profile::Work { name: "Employer".into(), highlights, ..Default::default() }).collect();
        resume.projects = projects.into_iter().map(|name| domain::profile::Project { name, ..Default::default() }).collect();
        resume.certificates = certificates.into_iter().map(|name| domain::profile::Certificate { name, ..Default::default() }).collect();
        resume
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_string_is_added_and_nothing_essential_is_lost(resume in any_resume(), title in "\\PC{0,40}", words in prop::collection::vec("[A-Za-z+#.]{1,10}", 0..30)) {
        let job = samples::posting(&title, &words.join(" "));
        let tailored = tailor(&resume, &job).resume;
        let before = strings(&resume);
        prop_assert!(strings(&tailored).is_subset(&before));
        prop_assert_eq!(&tailored.basics, &resume.basics);
        prop_assert_eq!(&tailored.education, &resume.education);
        prop_assert_eq!(tailored.work.len(), resume.work.len());
        let mut skills = (tailored.stated_skills(), resume.stated_skills());
        skills.0.sort_unstable();
        skills.1.sort_unstable();
        prop_assert_eq!(skills.0.len(), skills.1.len());
        for (after, before) in tailored.work.iter().zip(&resume.work) {
            prop_assert!(after.highlights.len() >= before.highlights.len().min(documents::HIGHLIGHTS_KEPT));
        }
        // Twice is the same as once.
        prop_assert_eq!(tailor(&tailored, &job).resume, tailored);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 1..600), name in "\\PC{0,20}") {
        let _ = documents::read_resume(&bytes, &name);
        let _ = documents::read_resume(&[b"%PDF-1.4\n".as_slice(), &bytes].concat(), &name);
        let _ = documents::read_resume(&[b"PK\x03\x04".as_slice(), &bytes].concat(), &name);
    }
}
