//! What must hold for every profile and every job.

use domain::profile::Skill;
use domain::{Job, Pay, PayPeriod, Profile, RemotePolicy, RemotePreference};
use matching::skills::{MAX_SKILLS, extract};
use matching::weights::PARTS;
use matching::{FilteredBy, Index, JobFeatures, PreparedProfile, Verdict, stored};
use proptest::prelude::*;

use crate::support::{job, now, profile};

const TITLES: &[&str] = &[
    "Registered Nurse",
    "Senior Accountant",
    "Softwareentwicklerin (m/w/d)",
    "Camarera de pisos",
    "Warehouse Operative",
    "Data Scientist",
    "Lehrer für Mathematik",
    "Head Chef",
    "x",
    "",
];
const SKILLS: &[&str] = &[
    "Python",
    "SQL",
    "Wundversorgung",
    "Accounts payable",
    "Staplerschein",
    "Excel",
    "Go",
    "Cocina",
    "SEO",
    "First aid",
    "Lesson planning",
    "Customer service",
    "quantum basket weaving",
];
const SENTENCES: &[&str] = &[
    "Requirements:",
    "You have experience with Python and SQL.",
    "Nice to have: Docker",
    "Kenntnisse in Buchhaltung erforderlich.",
    "Wir bieten Obst.",
    "Forklift licence required.",
    "Atención al cliente imprescindible.",
    "No Java needed.",
    "\u{1F600} ñ ß ﬁ",
    "Programming in Go, R or C.",
    "5+ years of Python (SQL is a plus), ideally with Docker;",
    "Mindestens drei Jahre Erfahrung mit SAP, aber kein Muss",
    "Requirements: SQL (at least 2 años) y ((Java])",
    "",
];

fn some_of(words: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    proptest::collection::vec(proptest::sample::select(words), 0..most)
}

fn any_job(number: u64) -> impl Strategy<Value = Job> {
    let remote = prop_oneof![
        Just(RemotePolicy::OnSite),
        Just(RemotePolicy::Hybrid),
        Just(RemotePolicy::Remote),
        Just(RemotePolicy::Unknown)
    ];
    let place =
        proptest::sample::select(&["Berlin", "London, GB", "Remote", "", "Sevilla", "Austin, TX"][..]);
    let pay = proptest::option::of((1_000.0..200_000.0_f64, 1_000.0..200_000.0_f64));
    (proptest::sample::select(TITLES), some_of(SENTENCES, 12), remote, place, pay, -2000..400_i64).prop_map(
        move |(title, sentences, remote, place, pay, age)| {
            let mut job = job(number, title, &sentences.join("\n"));
            job.posting.remote = remote;
            job.posting.location = place.into();
            job.posting.pay = pay.map(|(min, max)| Pay {
                min: Some(min),
                max: Some(max),
                currency: "EUR".into(),
                period: PayPeriod::Year,
            });
            job.posting.posted_at = Some(now() - chrono::Duration::days(age));
            job
        },
    )
}

fn any_profile() -> impl Strategy<Value = Profile> {
    (proptest::sample::select(TITLES), some_of(SKILLS, 6), some_of(SENTENCES, 6))
        .prop_map(|(title, skills, sentences)| profile(title, &skills, &sentences.join("\n")))
}

fn jobs() -> impl Strategy<Value = Vec<Job>> {
    (1..12_u64).prop_flat_map(|count| (0..count).map(any_job).collect::<Vec<_>>())
}

fn index_of<'j>(jobs: impl IntoIterator<Item = &'j Job>) -> Index {
    let mut index = Index::new();
    jobs.into_iter().for_each(|job| index.upsert(job));
    index
}

/// Sentences of postings with anything at all between them.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(SENTENCES).prop_map(str::to_owned),
        1 => ".{0,12}",
        1 => proptest::sample::select(&[" ", "\n", "; ", " (", ") ", ", ", ": ", "no ", "3 years "][..])
            .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_is_read_and_always_the_same_way(text in any_text()) {
        let named = extract(&text);
        prop_assert_eq!(&named, &extract(&text));
        prop_assert!(named.needs().len() <= MAX_SKILLS);
        for (_, words) in named.with_words() {
            prop_assert!(text.replace('\n', " ").contains(words), "{words}");
        }
    }

    #[test]
    fn every_score_is_the_sum_of_its_parts_and_from_0_to_1(profile in any_profile(), jobs in jobs()) {
        let ranking = index_of(&jobs).rank(&PreparedProfile::new(&profile), now(), 100);
        prop_assert_eq!(ranking.matches.len(), jobs.len());
        for found in &ranking.matches {
            let sum: f64 = found.parts.iter().map(|part| part.value * part.weight).sum();
            let weights: f64 = found.parts.iter().map(|part| part.weight).sum();
            prop_assert!((found.match_score - sum).abs() < 1e-9);
            prop_assert!((weights - 1.0).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&found.match_score));
            prop_assert!(found.parts.iter().all(|part| (0.0..=1.0).contains(&part.value)));
        }
    }

    #[test]
    fn the_best_few_are_the_first_of_all_whatever_a_profile_has_and_counts(
        profile in any_profile(),
        jobs in jobs(),
        lacks in (any::<bool>(), any::<bool>(), any::<bool>()),
        weights in proptest::array::uniform8(prop_oneof![Just(0.0), 0.0..3.0_f64]),
    ) {
        let mut profile = profile;
        if lacks.0 { profile.resume.skills.clear(); }
        if lacks.1 { profile.resume.basics.summary.clear(); }
        if lacks.2 { profile.resume.basics.label.clear(); }
        profile.preferences.weights = PARTS.into_iter().zip(weights).collect();
        let (index, prepared) = (index_of(&jobs), PreparedProfile::new(&profile));
        let all = index.rank_ids(&prepared, now(), 100);
        for limit in 1..4 {
            prop_assert_eq!(&index.rank_ids(&prepared, now(), limit)[..], &all[..limit.min(all.len())]);
        }
    }

    #[test]
    fn one_job_for_many_people_is_scored_as_a_ranking_scores_it(profile in any_profile(), jobs in jobs()) {
        let (index, prepared) = (index_of(&jobs), PreparedProfile::new(&profile));
        let tables = index.title_tables();
        for found in index.rank(&prepared, now(), 100).matches {
            let one = index.one_job(found.job_id, &tables, now()).unwrap();
            let score = found.match_score;
            prop_assert_eq!(one.score_above(&prepared, f64::NEG_INFINITY), Some(score));
            prop_assert_eq!(one.score_above(&prepared, score - 1e-9), Some(score));
            prop_assert_eq!(one.score_above(&prepared, score), None);
            prop_assert_eq!(index.explained(&prepared, [found.job_id], now()), [found]);
        }
    }

    #[test]
    fn what_is_kept_of_a_job_is_what_was_made_of_it(job in any_job(1), cut in 0..400_usize) {
        let features = JobFeatures::of(&job);
        let bytes = stored::write(&features);
        prop_assert_eq!(stored::read(&bytes), Some(features));
        prop_assert_eq!(stored::read(&bytes[..cut.min(bytes.len() - 1)]), None);
    }

    #[test]
    fn stating_one_more_skill_never_lowers_a_score(
        profile in any_profile(), jobs in jobs(), skill in proptest::sample::select(SKILLS)
    ) {
        let index = index_of(&jobs);
        let mut more = profile.clone();
        more.resume.skills.push(Skill { name: skill.into(), ..Skill::default() });
        let (before, after) = (PreparedProfile::new(&profile), PreparedProfile::new(&more));
        for job in &jobs {
            prop_assert!(score(&index, &after, job) >= score(&index, &before, job), "{:?}", job.posting);
        }
    }

    #[test]
    fn the_order_in_which_jobs_arrive_changes_nothing(profile in any_profile(), jobs in jobs()) {
        let profile = PreparedProfile::new(&profile);
        let forward = index_of(&jobs);
        let mut backward = index_of(jobs.iter().rev());
        prop_assert_eq!(forward.rank(&profile, now(), 100), backward.rank(&profile, now(), 100));
        // Coming twice, changing and leaving leave no trace either.
        let mut guest = job(999, "Guest", "Python Requirements");
        backward.upsert(&guest);
        guest.posting.title = "Another guest".into();
        backward.upsert(&guest);
        backward.upsert(&jobs[0]);
        prop_assert!(backward.remove(guest.id));
        prop_assert_eq!(forward.rank(&profile, now(), 100), backward.rank(&profile, now(), 100));
    }

    #[test]
    fn one_job_scores_the_same_alone_and_among_all(profile in any_profile(), jobs in jobs()) {
        let index = index_of(&jobs);
        let profile = PreparedProfile::new(&profile);
        for found in index.rank(&profile, now(), 100).matches {
            let alone = index.score_one(&profile, found.job_id, now());
            prop_assert_eq!(alone, Some(Verdict::Fits(Box::new(found))));
        }
    }

    #[test]
    fn a_filter_is_never_outvoted(mut profile in any_profile(), jobs in jobs(), floor in 1.0..150_000.0_f64) {
        profile.preferences.places = vec!["Berlin".into()];
        profile.preferences.excluded_words = vec!["Chef".into()];
        profile.preferences.pay_floor =
            Some(Pay { min: Some(floor), max: None, currency: "EUR".into(), period: PayPeriod::Year });
        let ranking = index_of(&jobs).rank(&PreparedProfile::new(&profile), now(), 100);
        let filtered: usize = ranking.filtered.values().sum();
        prop_assert_eq!(filtered + ranking.fitting, ranking.total);
        for found in &ranking.matches {
            let job = jobs.iter().find(|job| job.id == found.job_id).expect("it was put in");
            let remote = job.posting.remote == RemotePolicy::Remote || job.posting.location == "Remote";
            prop_assert!(remote || ["Berlin", ""].contains(&job.posting.location.as_str()), "{:?}", job.posting);
            prop_assert!(!job.posting.title.contains("Chef"));
            if let Some(pay) = &job.posting.pay {
                let most = pay.max.into_iter().chain(pay.min).fold(0.0, f64::max);
                prop_assert!(most >= floor, "{pay:?} against {floor}");
            }
        }
    }

    #[test]
    fn only_remote_means_no_job_known_to_be_at_a_place(mut profile in any_profile(), jobs in jobs()) {
        profile.preferences.remote = RemotePreference::Only;
        let index = index_of(&jobs);
        let profile = PreparedProfile::new(&profile);
        for job in &jobs {
            let verdict = index.score_one(&profile, job.id, now()).expect("it was put in");
            let at_a_place = matches!(job.posting.remote, RemotePolicy::OnSite | RemotePolicy::Hybrid);
            let filtered = matches!(&verdict, Verdict::Filtered(filtered) if filtered.by == FilteredBy::Remote);
            prop_assert_eq!(filtered, at_a_place);
        }
    }

    #[test]
    fn any_text_is_taken_in_without_a_panic(title in ".{0,80}", text in "(?s).{0,400}", place in ".{0,40}") {
        let mut odd = job(1, &title, &text);
        odd.posting.location = place.clone();
        let mut seeker = profile(&text, &[&title], &title);
        seeker.preferences.places = vec![place];
        let index = index_of([&odd]);
        prop_assert!(index.score_one(&PreparedProfile::new(&seeker), odd.id, now()).is_some());
    }
}

fn score(index: &Index, profile: &PreparedProfile, job: &Job) -> f64 {
    match index.score_one(profile, job.id, now()) {
        Some(Verdict::Fits(found)) => found.match_score,
        other => panic!("nothing is ruled out here: {other:?}"),
    }
}
