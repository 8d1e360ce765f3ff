//! Any posting for any profile: a named outcome and no panic.
//!
//! An input is text, so that a seed or a finding can be read: one field a line in the order below, then the posting's
//! text to the end. Numbers are whatever `f64` reads, `NaN` and `inf` too.
#![no_main]

#[path = "../../tests/it/outcome.rs"]
mod outcome;
#[path = "../../tests/it/support.rs"]
#[allow(dead_code)]
mod support;

use domain::vacancy::Print;
use domain::{Pay, PayPeriod, RemotePolicy, RemotePreference};
use libfuzzer_sys::fuzz_target;

/// The lines before the text.
const FIELDS: usize = 12;

fn pay(amounts: &str) -> Option<Pay> {
    let mut amounts = amounts.split(' ').map(|amount| amount.parse::<f64>().ok());
    let (min, max) = (amounts.next()?, amounts.next().flatten());
    (min.is_some() || max.is_some()).then_some(Pay { min, max, currency: "EUR".into(), period: PayPeriod::Year })
}

fn wish(text: &str) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
}

fuzz_target!(|input: &[u8]| {
    let input = String::from_utf8_lossy(input);
    let mut lines = input.splitn(FIELDS + 1, '\n');
    let mut field = || lines.next().unwrap_or_default();
    let (title, company, place, remote, offered) = (field(), field(), field(), field(), field());
    let (headline, summary, skills, wanted_place, excluded_word) = (field(), field(), field(), field(), field());
    let (wanted_remote, pay_floor, text) = (field(), field(), field());

    let mut job = support::job(1, title, text);
    job.posting.company = company.to_owned();
    job.posting.location = place.to_owned();
    job.posting.places = place.split(';').map(str::to_owned).collect();
    job.posting.remote = match remote {
        "on site" => RemotePolicy::OnSite,
        "hybrid" => RemotePolicy::Hybrid,
        "remote" => RemotePolicy::Remote,
        _ => RemotePolicy::Unknown,
    };
    job.posting.pay = pay(offered);
    let skills: Vec<&str> = skills.split(',').collect();
    let mut profile = support::profile(headline, &skills, summary);
    profile.preferences.places = wish(wanted_place);
    profile.preferences.excluded_words = wish(excluded_word);
    profile.preferences.remote = match wanted_remote {
        "only" => RemotePreference::Only,
        "preferred" => RemotePreference::Preferred,
        "on site" => RemotePreference::OnSite,
        _ => RemotePreference::Any,
    };
    profile.preferences.pay_floor = pay(pay_floor);
    outcome::of(&job, &profile);

    let print = Print::of(&job.posting);
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    job.posting.description = text[..middle].to_owned();
    let shorter = Print::of(&job.posting);
    assert_eq!(print.is_same_as(&shorter), shorter.is_same_as(&print), "one vacancy, whichever is looked at first");
});
