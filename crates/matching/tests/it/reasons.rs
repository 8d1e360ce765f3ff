//! The sentences a person reads, for postings of the project in three languages.

use std::fmt::Write;

use domain::profile::Location;
use domain::{Job, Pay, PayPeriod, Profile, RemotePolicy, RemotePreference};
use matching::{Index, PreparedProfile, Verdict};

use crate::support::{job, now, profile};

const NURSE: &str = "Our surgical ward looks for a nurse who stays calm.

About you
- Registered nurse with at least two years of experience
- Wound care and administering medication are routine for you
- Experience with venepuncture and cannulation
- Fluent in English

Desirable
- Palliative care
- Basic life support

What we offer
- Yoga, first aid courses and free fruit";

const ACCOUNTANT: &str = "Für unsere Zentrale suchen wir Verstärkung.

Ihr Profil
- Abgeschlossene Ausbildung und Erfahrung in der Debitorenbuchhaltung und Kreditorenbuchhaltung
- Sicherer Umgang mit DATEV und Excel
- Kenntnisse in SAP sind von Vorteil

Wir bieten
- Schulung, Obst und ein gutes Team";

const DEVELOPER: &str = "Buscamos una persona para el equipo de plataforma.

Requisitos
- Experiencia en Go o Python y bases de datos SQL
- Docker y Kubernetes
- Inglés

Se valorará
- Terraform";

fn seen(profile: &Profile, wanted: &Job) -> String {
    let mut index = Index::new();
    for (number, title) in
        ["Gardener", "Teacher", "Cook", "Driver", "Cashier", "Judge"].into_iter().enumerate()
    {
        index.upsert(&job(100 + number as u64, title, "Some other work with people and plants."));
    }
    index.upsert(wanted);
    match index.score_one(&PreparedProfile::new(profile), wanted.id, now()) {
        Some(Verdict::Fits(found)) => {
            let mut text = format!("{}: {:.2}\n", found.job_title, found.match_score);
            for part in &found.parts {
                let name = serde_json::to_string(&part.name).expect("a name is plain");
                writeln!(text, "  {:12} {:.2} of {:.2}", name.trim_matches('"'), part.value, part.weight)
                    .expect("a string grows");
            }
            for reason in &found.reasons {
                writeln!(text, "- {:?}: {} {:?}", reason.kind, reason.text, reason.evidence)
                    .expect("a string grows");
            }
            text
        }
        Some(Verdict::Filtered(filtered)) => {
            format!("{:?}: {} {:?}\n", filtered.by, filtered.text, filtered.evidence)
        }
        None => panic!("it was put in"),
    }
}

fn pay(min: f64, max: f64, period: PayPeriod) -> Pay {
    Pay { min: Some(min), max: Some(max), currency: "EUR".into(), period }
}

#[test]
fn a_nurse_reads_what_fits_and_what_is_missing() {
    let mut posting = job(1, "Staff Nurse – Surgical Ward", NURSE);
    posting.posting.location = "Manchester, GB".into();
    let mut person = profile(
        "Registered Nurse",
        &["Wound care", "Blood draws", "Medication administration", "CPR", "English"],
        "I nursed on a surgical ward for four years and looked after wounds, patients and their families.",
    );
    person.resume.basics.location = Location { city: "Manchester".into(), ..Location::default() };
    insta::assert_snapshot!(seen(&person, &posting));
}

#[test]
fn an_accountant_reads_german_evidence_in_english_sentences() {
    let mut posting = job(2, "Finanzbuchhalter (m/w/d)", ACCOUNTANT);
    posting.posting.location = "Köln".into();
    posting.posting.pay = Some(pay(3600.0, 4200.0, PayPeriod::Month));
    let mut person = profile(
        "Senior Accountant",
        &["Accounts payable", "Excel", "SAP"],
        "Accounting in a trading company.",
    );
    person.preferences.places = vec!["Cologne".into(), "Bonn".into()];
    person.preferences.pay_floor = Some(pay(45_000.0, 45_000.0, PayPeriod::Year));
    insta::assert_snapshot!(seen(&person, &posting));
}

#[test]
fn a_developer_reads_that_pay_and_remote_work_are_not_stated() {
    let mut posting = job(3, "Desarrollador Backend Senior", DEVELOPER);
    posting.posting.location = "Madrid".into();
    let mut person =
        profile("Senior Backend Engineer", &["Golang", "SQL", "Docker"], "Backend services with Python.");
    person.preferences.remote = RemotePreference::Preferred;
    person.preferences.pay_floor = Some(pay(50_000.0, 50_000.0, PayPeriod::Year));
    insta::assert_snapshot!(seen(&person, &posting));
}

#[test]
fn a_far_job_says_so() {
    let mut posting = job(4, "Director of Taxation", "You must know tax law.");
    posting.posting.posted_at = Some("2024-01-05T00:00:00Z".parse().expect("the instant is a literal"));
    posting.posting.valid_through = Some("2024-02-29T00:00:00Z".parse().expect("the instant is a literal"));
    insta::assert_snapshot!(seen(&profile("Junior Gardener", &["Landscaping"], ""), &posting));
}

#[test]
fn every_filter_names_itself() {
    let mut berlin = job(5, "Head Chef", "");
    berlin.posting.location = "Berlin".into();
    berlin.posting.remote = RemotePolicy::OnSite;
    berlin.posting.pay = Some(pay(14.0, 15.5, PayPeriod::Hour));
    let mut wishes: Vec<Profile> = vec![profile("Chef", &[], ""); 5];
    wishes[0].preferences.places = vec!["Madrid".into(), "Sevilla".into()];
    wishes[1].preferences.remote = RemotePreference::Only;
    wishes[2].preferences.pay_floor = Some(pay(40_000.0, 40_000.0, PayPeriod::Year));
    wishes[3].preferences.excluded_companies = vec!["Nordwind".into()];
    wishes[4].preferences.excluded_words = vec!["chef".into()];
    let all: String = wishes.iter().map(|wish| seen(wish, &berlin)).collect();
    insta::assert_snapshot!(all);
}

#[test]
fn the_years_a_posting_asks_are_told_and_never_held_against_the_person() {
    let asks = |years: &str| job(6, "Data Engineer", &format!("You bring {years}Python and Kafka."));
    let person = profile("Data Engineer", &["Python"], "");
    let told = seen(&person, &asks("at least five years of experience with "));
    assert!(
        told.contains("You state 1 of the 2 skills it asks for: Python. It asks 5 years of Python."),
        "{told}"
    );
    assert!(told.contains("Kafka, which your profile does not state. It asks 5 years of Kafka."), "{told}");
    let of_skills =
        |told: &str| told.lines().find(|line| line.trim().starts_with("skills")).map(str::to_owned);
    assert_eq!(of_skills(&told), of_skills(&seen(&person, &asks("experience with "))));
}
