//! The index as others use it.

use domain::Profile;
use domain::profile::{Location, Work};
use matching::{FilteredBy, Index, PreparedProfile, Verdict};

use crate::support::{job, now, profile};

fn titles(index: &Index, profile: &Profile, limit: usize) -> Vec<String> {
    let ranking = index.rank(&PreparedProfile::new(profile), now(), limit);
    ranking.matches.into_iter().map(|found| found.job_title).collect()
}

fn small_index() -> Index {
    let mut index = Index::new();
    for (number, title) in [
        "Gesundheits- und Krankenpfleger (m/w/d)",
        "Lagerist (m/w/d)",
        "Bilanzbuchhalter (m/w/d)",
        "Staff Nurse",
        "Accountant",
        "Enfermera de urgencias",
        "Contable",
        "Mozo de almacén",
        "Warehouse Operative",
        "Primary School Teacher",
    ]
    .into_iter()
    .enumerate()
    {
        index.upsert(&job(number as u64, title, ""));
    }
    index
}

#[test]
fn a_wish_in_one_language_finds_the_work_in_the_others() {
    let index = small_index();
    let nurses = titles(&index, &profile("Krankenschwester", &[], ""), 3);
    assert!(
        nurses.iter().all(|title| [
            "Gesundheits- und Krankenpfleger (m/w/d)",
            "Staff Nurse",
            "Enfermera de urgencias"
        ]
        .contains(&title.as_str())),
        "{nurses:?}"
    );
    let stores = titles(&index, &profile("Almacenero", &[], ""), 3);
    assert!(
        stores
            .iter()
            .all(|title| ["Lagerist (m/w/d)", "Mozo de almacén", "Warehouse Operative"]
                .contains(&title.as_str())),
        "{stores:?}"
    );
}

#[test]
fn stated_titles_come_before_the_headline_and_positions_stand_in_for_a_missing_one() {
    let index = small_index();
    let mut person = profile("Accountant", &[], "");
    person.preferences.titles = vec!["Teacher".into()];
    assert_eq!(titles(&index, &person, 1), ["Primary School Teacher"]);
    let mut person = Profile::default();
    person.resume.work = vec![Work { position: "Staff Nurse".into(), ..Work::default() }];
    assert_eq!(titles(&index, &person, 1), ["Staff Nurse"]);
    let person = profile("", &[], "For ten years I worked as an accountant, first as junior accountant.");
    assert_eq!(titles(&index, &person, 1), ["Accountant"]);
}

#[test]
fn an_empty_profile_ranks_by_what_is_left_and_says_nothing_untrue() {
    let prepared = PreparedProfile::new(&Profile::default());
    assert!(prepared.is_empty());
    let ranking = small_index().rank(&prepared, now(), 3);
    assert_eq!(ranking.matches.len(), 3);
    let reasons: Vec<&str> = ranking.matches[0].reasons.iter().map(|reason| reason.text.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "Your profile names no position, no skill and no work yet, so this score says little.",
            "It has no description, so its title and its facts are all there is to compare.",
            "It was published 2 days ago."
        ]
    );
}

#[test]
fn a_closed_job_is_filtered_and_still_known() {
    let mut index = small_index();
    let nurse = job(3, "Staff Nurse", "");
    assert!(index.close(nurse.id, now()));
    assert!(!index.close(job(77, "Unknown", "").id, now()));
    let prepared = PreparedProfile::new(&profile("Nurse", &[], ""));
    let ranking = index.rank(&prepared, now(), 100);
    assert_eq!(ranking.filtered.get(&FilteredBy::Closed), Some(&1));
    assert_eq!((ranking.total, ranking.fitting, ranking.matches.len()), (10, 9, 9));
    match index.score_one(&prepared, nurse.id, now()) {
        Some(Verdict::Filtered(filtered)) => assert_eq!(filtered.text, "It is no longer published."),
        other => panic!("{other:?}"),
    }
    // The board publishes it again.
    index.upsert(&nurse);
    assert_eq!(index.rank(&prepared, now(), 1).matches[0].job_id, nurse.id);
}

#[test]
fn equal_scores_come_newest_first_then_by_id() {
    let mut index = Index::new();
    for number in [3, 1, 2] {
        index.upsert(&job(number, "Cook", ""));
    }
    let ranking = index.rank(&PreparedProfile::new(&profile("Cook", &[], "")), now(), 2);
    let ids: Vec<_> = ranking.matches.iter().map(|found| found.job_id).collect();
    assert_eq!(ids, [job(1, "", "").id, job(2, "", "").id]);
}

#[test]
fn a_posting_of_five_megabytes_or_of_one_byte_is_taken_in_within_bounds() {
    let mut index = Index::new();
    index.upsert(&job(1, &"Nurse ".repeat(10_000), &"Python, SQL, wound care; ".repeat(200_000)));
    index.upsert(&job(2, "x", "y"));
    let bytes: Vec<usize> =
        [1, 2].map(|number| index.get(job(number, "", "").id).expect("it was put in").bytes()).into();
    // The title itself is kept as written: 60,000 bytes of it.
    assert!(bytes[0] < 64_000 && bytes[1] < 600, "{bytes:?}");
    let ranking = index.rank(&PreparedProfile::new(&profile("Nurse", &["Python"], "")), now(), 10);
    assert_eq!(ranking.matches.len(), 2);
}

#[test]
fn a_new_graduate_reads_junior_work_elsewhere_before_staff_work_next_door() {
    let mut index = Index::new();
    for (number, title, place) in [
        (1, "Staff Software Engineer", "Seattle, WA"),
        (2, "Junior Software Developer", "Storrs, CT"),
        (3, "Software Engineer", "London"),
    ] {
        let mut job = job(number, title, "You build services in Python and Git.");
        job.posting.location = place.into();
        index.upsert(&job);
    }
    let mut person = profile("Software Engineering Intern", &["Python", "Git"], "");
    person.resume.basics.location = Location {
        city: "Seattle".into(),
        region: "WA".into(),
        country_code: "US".into(),
        ..Location::default()
    };
    let ranked = titles(&index, &person, 3);
    assert_eq!(ranked[2], "Staff Software Engineer", "{ranked:?}");
}
