//! What is read from the sentences of postings: right on real ones, and an end to any text.

#[path = "../../examples/facts/measure.rs"]
#[allow(dead_code, reason = "the example shows more of a measurement than the tests ask for")]
mod measure;

use std::collections::HashSet;
use std::fmt::Write;
use std::time::{Duration, Instant};

use measure::{FACTS, Part, labels, measure};
use proptest::prelude::*;
use sources::prose::facts;

/// A wrong pay or place is worse than none.
const LEAST_PRECISION: f64 = 0.97;
/// Far above what the longest description takes in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(10);

#[test]
fn every_fact_is_right_on_postings_the_parser_was_not_written_with() {
    let measured = measure(Part::HeldOut);
    let mut poor = String::new();
    for fact in FACTS {
        let tally = &measured.tallies[fact];
        assert!(tally.found >= 10, "{fact} was found {} times: too few to say how right it is", tally.found);
        if tally.precision() < LEAST_PRECISION {
            writeln!(poor, "{fact}: {} of {} are right", tally.right, tally.found).expect("a string grows");
        }
    }
    assert!(poor.is_empty(), "{poor}run cargo run -p sources --example facts");
}

#[test]
fn the_sample_is_what_its_readme_says() {
    let labels = labels();
    let ids: HashSet<&str> = labels.iter().map(|label| label.id.as_str()).collect();
    let held_out = labels.iter().filter(|label| label.part == Part::HeldOut).count();
    let second = labels.iter().filter(|label| label.part == Part::SecondReaders).count();
    let third = labels.iter().filter(|label| label.part == Part::ThirdReaders).count();
    assert_eq!((labels.len(), ids.len(), held_out, second, third), (710, 710, 252, 200, 200));
}

#[test]
fn a_posting_stored_before_these_facts_were_read_has_none_of_them() {
    let mut stored = serde_json::to_value(testkit::a_posting()).expect("a posting is JSON");
    for fact in ["languages", "visa", "clearance"] {
        stored.as_object_mut().expect("a posting is an object").remove(fact).expect("it was written");
    }
    let read: domain::Posting = serde_json::from_value(stored).expect("an older posting is still read");
    assert_eq!(read, testkit::a_posting());
}

/// Words the readers look for, so that chance meets them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[£$€ ]?[0-9]{1,3}[.,]?[0-9]{0,3}k? ?(-|–|to|bis|hasta)? ?[£$€]?[0-9]{0,6}",
        prop::sample::select(vec![
            "Salary:",
            "Gehalt",
            "Salario",
            "per hour",
            "Location:",
            "based in",
            "Leeds",
            "Köln",
            "remote",
            "hybrid",
            "#LI-Remote",
            "full time",
            "Teilzeit",
            "fixed term",
            "37.5 hours per week",
            "fluent in",
            "German",
            "inglés",
            "sponsorship",
            "unable to",
            "DBS",
            "security clearance",
            "must",
            "senior",
            "İ",
            "ß",
            "\n",
            "\n\n",
            ". ",
            "; ",
            ":",
            "(",
            ")",
            "/",
            "-",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn any_text_is_read_to_its_end(title in any::<String>(), pieces in prop::collection::vec(piece(), 0..60)) {
        let started = Instant::now();
        let found = facts(&title, &pieces.join(" "));
        prop_assert!(started.elapsed() < LONGEST);
        if let Some(pay) = found.pay {
            prop_assert!(pay.min.or(pay.max).is_some());
            prop_assert!(pay.min.is_none_or(|min| pay.max.is_none_or(|max| min <= max)));
        }
        let languages: HashSet<&str> = found.languages.iter().map(|need| need.language.as_str()).collect();
        prop_assert_eq!(languages.len(), found.languages.len());
    }
}

#[test]
fn five_megabytes_of_text_end_soon() {
    const BYTES: usize = 5 * 1024 * 1024;
    for unit in [
        "a",
        "Location: Leeds\n",
        "Salary: £30,000 - £40,000 per annum. ",
        "based in Köln and Ulm, ",
        "(",
        "full time or ",
    ] {
        let text = unit.repeat(BYTES / unit.len());
        let started = Instant::now();
        facts(&text, &text);
        assert!(started.elapsed() < LONGEST, "{unit:?} took {:?}", started.elapsed());
    }
}
