//! Any posting for any profile: a named outcome and no panic.
#![no_main]

#[path = "../../tests/it/outcome.rs"]
mod outcome;
#[path = "../../tests/it/support.rs"]
#[allow(dead_code)]
mod support;

use arbitrary::Arbitrary;
use domain::{Pay, PayPeriod, RemotePolicy, RemotePreference};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    title: String,
    company: String,
    place: String,
    text: String,
    remote: u8,
    pay: Option<(f64, f64)>,
    headline: String,
    summary: String,
    skills: Vec<String>,
    wanted_place: Option<String>,
    excluded_word: Option<String>,
    wanted_remote: u8,
    pay_floor: Option<f64>,
}

fn pay(min: f64, max: f64) -> Pay {
    Pay { min: Some(min), max: Some(max), currency: "EUR".into(), period: PayPeriod::Year }
}

fuzz_target!(|input: Input| {
    let mut job = support::job(1, &input.title, &input.text);
    job.posting.company = input.company;
    job.posting.location = input.place;
    job.posting.remote = match input.remote % 4 {
        0 => RemotePolicy::OnSite,
        1 => RemotePolicy::Hybrid,
        2 => RemotePolicy::Remote,
        _ => RemotePolicy::Unknown,
    };
    job.posting.pay = input.pay.map(|(min, max)| pay(min, max));
    let skills: Vec<&str> = input.skills.iter().map(String::as_str).collect();
    let mut profile = support::profile(&input.headline, &skills, &input.summary);
    profile.preferences.places = input.wanted_place.into_iter().collect();
    profile.preferences.excluded_words = input.excluded_word.into_iter().collect();
    profile.preferences.remote = match input.wanted_remote % 4 {
        0 => RemotePreference::Any,
        1 => RemotePreference::Preferred,
        2 => RemotePreference::OnSite,
        _ => RemotePreference::Only,
    };
    profile.preferences.pay_floor = input.pay_floor.map(|least| pay(least, least));
    outcome::of(&job, &profile);
});
