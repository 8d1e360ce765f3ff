use super::*;
use crate::{Ats, PayPeriod};

const TEXT: &str = "We are looking for a cook who bakes bread, plans menus, orders vegetables from farms nearby, keeps the \
    kitchen clean, trains two apprentices and talks with guests about what they eat. You will work with twelve others \
    in our canteen, which serves lunch to everybody who works in the building.";

fn posting(title: &str, place: &str, text: &str) -> Posting {
    Posting {
        external_id: "1".into(),
        ats: Ats::Other,
        title: title.into(),
        company: "Blue Kettle Ltd".into(),
        location: place.into(),
        places: vec![place.into()],
        remote: RemotePolicy::Unknown,
        employment_type: None,
        level: None,
        pay: None,
        languages: Vec::new(),
        visa: None,
        clearance: Vec::new(),
        description: text.into(),
        language: None,
        url: String::new(),
        apply_url: String::new(),
        posted_at: None,
        valid_through: None,
    }
}

fn is_same(one: &Posting, other: &Posting) -> bool {
    let (one, other) = (Print::of(one), Print::of(other));
    assert_eq!(one.is_same_as(&other), other.is_same_as(&one), "it holds both ways");
    one.is_same_as(&other)
}

#[test]
fn the_same_job_in_another_city_is_one_vacancy() {
    let leeds = posting("Cook - Leeds", "Leeds, LS1 4AP", &format!("{TEXT} The canteen is in Leeds."));
    let york = posting("Cook (m/f/d), York", "York", &format!("{TEXT} The canteen is in York."));
    assert!(is_same(&leeds, &york));
    assert!(is_same(
        &posting("Cook (AQP 647 RI)", "Leeds", TEXT),
        &posting("Cook (AQP 647 RM)", "York", TEXT)
    ));
    let named = format!("{TEXT} There are canteens in Leeds and York.");
    assert!(is_same(&posting("Cook", "Leeds", &named), &posting("Cook", "York", &named)));
}

#[test]
fn a_sentence_left_out_is_a_repost_and_another_word_is_another_vacancy() {
    let first = posting("Cook", "Leeds", TEXT);
    let with = |more: &str| posting("Cook", "Leeds", &format!("{TEXT} {more}"));
    assert!(is_same(&first, &with("You like soup.")));
    assert!(is_same(&with("Apply by 3 November 2026."), &with("Apply by 12 December 2026.")));
    assert!(is_same(&with("At leastOne apprentice."), &with("At least One apprentice.")));
    for (one, other) in [
        ("Ask Ann Miller.", "Ask Bob Smith."),
        ("You join the west team.", "You join the south team."),
        ("You like soup.", "You like cake."),
        ("You work from 9am.", "You work from 10am."),
    ] {
        assert!(!is_same(&with(one), &with(other)), "{one} {other}");
    }
    // What only one of them says of shifts and amounts is of that post.
    assert!(!is_same(&first, &with("You work nights.")));
    assert!(!is_same(&first, &with("You work on Ward 4.")));
    assert!(is_same(&first, &with("You have cooked for 4 years.")));
}

#[test]
fn other_terms_are_other_vacancies_and_silence_is_none() {
    let paid = |amount: f64| Posting {
        pay: Some(Pay { min: Some(amount), max: None, currency: "GBP".into(), period: PayPeriod::Year }),
        ..posting("Cook", "Leeds", TEXT)
    };
    assert!(is_same(&paid(20_000.0), &paid(20_000.0)));
    assert!(is_same(&paid(20_000.0), &posting("Cook", "Leeds", TEXT)));
    assert!(!is_same(&paid(20_000.0), &paid(21_000.0)));
    for title in ["Head Cook", "Cook (post 2)", "Cook, bank"] {
        assert!(!is_same(&posting("Cook", "Leeds", TEXT), &posting(title, "Leeds", TEXT)), "{title}");
    }
    let guess = |amount: &str| posting("Cook", "Leeds", &format!("{amount} (Glassdoor est.)\n{TEXT}"));
    assert!(is_same(&guess("$20K - $30K"), &guess("$25K - $31K")));
}

#[test]
fn a_short_text_is_only_the_same_to_the_word_and_none_is_never() {
    let short = |text: &str| posting("Cook", "Leeds", text);
    assert!(is_same(&short("A cook for soup."), &short("A cook for SOUP!")));
    assert!(!is_same(&short("A cook for soup."), &short("A cook for soup and bread.")));
    assert!(!is_same(&short(""), &short("")));
}

#[test]
fn clusters_hold_every_posting_once() {
    let prints: Vec<Print> =
        [posting("Cook", "Leeds", TEXT), posting("Waiter", "Leeds", TEXT), posting("Cook", "York", TEXT)]
            .iter()
            .map(Print::of)
            .collect();
    assert_eq!(clusters(&prints), [vec![0, 2], vec![1]]);
}
