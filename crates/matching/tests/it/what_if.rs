//! What one more skill would change.

use matching::{Index, PreparedProfile};

use crate::support::{job, now, profile};

const TITLES: [&str; 6] = [
    "Data Engineer",
    "Data Platform Engineer",
    "Analytics Engineer",
    "ETL Developer",
    "Data Warehouse Developer",
    "Machine Learning Engineer",
];
const TOOLS: [&str; 5] = ["Airflow", "Kafka", "Kubernetes", "Terraform", "Scala"];

/// Jobs at all distances of the wish and of all ages, each asking for some of the tools; some are near the line.
fn jobs() -> Index {
    let mut index = Index::new();
    for number in 0..180_usize {
        let tools: Vec<&str> = TOOLS
            .iter()
            .enumerate()
            .filter(|(at, _)| (number / 6) >> at & 1 == 1)
            .map(|(_, tool)| *tool)
            .collect();
        let text = format!("Requirements: Python, SQL, {}. We build pipelines.", tools.join(", "));
        let mut asks = job(number as u64, TITLES[number % 6], &text);
        asks.posting.posted_at = Some(now() - chrono::Duration::days(number as i64));
        index.upsert(&asks);
    }
    index
}

#[test]
fn the_skill_that_lifts_most_comes_first_and_its_score_is_the_one_a_person_gets() {
    let index = jobs();
    let without = profile("Data Engineer", &["Python", "SQL"], "");
    let prepared = PreparedProfile::new(&without);
    let told = index.what_if(&prepared, now(), |_| true);
    assert!(!told.skills.is_empty(), "{told:?}");
    assert!(told.skills.is_sorted_by(|one, other| one.lifted >= other.lifted), "{told:?}");
    for gain in &told.skills {
        assert!(gain.lifted <= gain.asked_by);
        let learned = profile("Data Engineer", &["Python", "SQL", &gain.skill], "");
        let ranking = index.rank(&PreparedProfile::new(&learned), now(), 200);
        for lifted in &gain.examples {
            assert!(lifted.score < told.line && lifted.would_be >= told.line, "{lifted:?}");
            let found = ranking.matches.iter().find(|found| found.job_id == lifted.job_id).unwrap();
            assert!((found.match_score - lifted.would_be).abs() < 1e-9, "{} {lifted:?}", found.match_score);
        }
        let over = ranking.matches.iter().filter(|found| found.match_score >= told.line).count() as u64;
        assert_eq!(over, told.over_now + gain.lifted, "{}", gain.skill);
    }
}

#[test]
fn a_profile_without_skills_is_told_of_none_and_hidden_jobs_count_nowhere() {
    let index = jobs();
    let bare = PreparedProfile::new(&profile("Data Engineer", &[], ""));
    assert!(index.what_if(&bare, now(), |_| true).skills.is_empty());
    let prepared = PreparedProfile::new(&profile("Data Engineer", &["Python", "SQL"], ""));
    let unseen = index.what_if(&prepared, now(), |_| false);
    assert_eq!((unseen.over_now, unseen.skills.len()), (0, 0));
}
