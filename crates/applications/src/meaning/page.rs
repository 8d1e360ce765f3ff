//! The fields of a whole page: what a label leaves open, the technical name or the neighbours tell.

use browser::{Field, FieldKind};

use super::{Meaning, of, of_token, plain};

/// What a field asks, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// What it asks.
    pub meaning: Meaning,
    /// From 0 to 1.
    pub confidence: f64,
}

/// Confidence of a meaning told by the technical name alone: not enough to be answered by it.
const BY_NAME: f64 = 0.7;
/// Confidence of a meaning told by the fields beside it.
const BY_NEIGHBOURS: f64 = 0.9;

/// What one field asks: by its token, its label, or its technical name.
pub fn of_field(field: &Field) -> Reading {
    if let Some((meaning, confidence)) = of_token(&field.autocomplete) {
        return Reading { meaning, confidence };
    }
    let (meaning, confidence) = of(&field.label, Some(field.kind), &field.options);
    let is_secret = field.kind == FieldKind::Password;
    if is_secret && !matches!(meaning, Meaning::CardCode | Meaning::CardNumber | Meaning::OneTimeCode) {
        return Reading { meaning: Meaning::Password, confidence: BY_NEIGHBOURS };
    }
    let is_told = !matches!(meaning, Meaning::Unknown | Meaning::NotALabel);
    match by_name(field) {
        Some(found) if !is_told => Reading { meaning: found, confidence: BY_NAME },
        // "Address" leaves open which line it is, "Phone" whether it is all of the number.
        Some(found) if found.group() == meaning && names_the_part(found, &field.name) => {
            Reading { meaning: found, confidence }
        }
        _ => Reading { meaning, confidence },
    }
}

/// What every field of a page asks. Parts that only make sense together are settled together.
pub fn of_page(fields: &[&Field]) -> Vec<Reading> {
    let mut readings: Vec<Reading> = fields.iter().map(|field| of_field(field)).collect();
    let has = |readings: &[Reading], wanted| readings.iter().any(|reading| reading.meaning == wanted);
    let settle = |reading: &mut Reading, meaning| *reading = Reading { meaning, confidence: BY_NEIGHBOURS };
    if has(&readings, Meaning::CardNumber) {
        for (field, reading) in fields.iter().zip(&mut readings) {
            match (reading.meaning, half_of_expiry(field)) {
                (Meaning::CardExpiry | Meaning::Unknown | Meaning::Phone, Some(half)) => {
                    settle(reading, half)
                }
                (Meaning::OneTimeCode, _) => settle(reading, Meaning::CardCode),
                _ => {}
            }
        }
    }
    // A form with a second line of the address has a first.
    for at in 1..readings.len() {
        if readings[at].meaning == Meaning::AddressLine2 && readings[at - 1].meaning == Meaning::Address {
            settle(&mut readings[at - 1], Meaning::AddressLine1);
        }
    }
    readings
}

/// What the technical name says, where it says something that a person could write or choose there.
fn by_name(field: &Field) -> Option<Meaning> {
    if matches!(field.kind, FieldKind::Checkbox | FieldKind::RadioGroup | FieldKind::CheckboxGroup) {
        return None;
    }
    let (meaning, _) = of(&words_of(&field.name), None, &[]);
    let is_vague = matches!(
        meaning.group(),
        Meaning::Unknown | Meaning::NotALabel | Meaning::Essay | Meaning::Other | Meaning::Consent
    );
    (!is_vague && meaning != Meaning::Location).then_some(meaning)
}

/// Whether a technical name is precise enough to say which part of what the label says is meant. A field called
/// `street` may take all of an address; one called `address1` takes a line.
fn names_the_part(meaning: Meaning, name: &str) -> bool {
    match meaning {
        Meaning::AddressLine1 | Meaning::AddressLine2 | Meaning::AddressLine3 => {
            name.chars().any(|letter| letter.is_ascii_digit())
        }
        Meaning::PostalCode | Meaning::PhoneExtension | Meaning::PhoneCountryCode => true,
        _ => false,
    }
}

/// Whether a field takes only the month or only the year of a card's expiry.
fn half_of_expiry(field: &Field) -> Option<Meaning> {
    const YEARS: std::ops::RangeInclusive<u32> = 2000..=2199;
    const MONTHS: std::ops::RangeInclusive<u32> = 1..=12;
    let numbers: Vec<u32> = field.options.iter().filter_map(|option| option.trim().parse().ok()).collect();
    if numbers.len() >= 3 {
        return match numbers.as_slice() {
            all if all.iter().all(|number| YEARS.contains(number)) => Some(Meaning::CardExpiryYear),
            all if all.iter().all(|number| MONTHS.contains(number)) => Some(Meaning::CardExpiryMonth),
            _ => None,
        };
    }
    if !field.options.is_empty() {
        return None;
    }
    let text = format!("{} {}", plain(&field.label), words_of(&field.name));
    let says = |words: &[&str]| text.split(' ').any(|word| words.contains(&word));
    match (
        says(&["mm", "month", "monat", "mes", "mois"]),
        says(&["yy", "yyyy", "year", "jahr", "ano", "annee"]),
    ) {
        (true, false) => Some(Meaning::CardExpiryMonth),
        (false, true) => Some(Meaning::CardExpiryYear),
        _ => None,
    }
}

/// `billingFirst_name2` as words: "billing first name 2".
fn words_of(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut words = String::with_capacity(name.len() + 8);
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| letters[at]);
        let ends_capitals = before.is_some_and(char::is_uppercase)
            && letter.is_uppercase()
            && letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins = before.is_some_and(char::is_lowercase) && letter.is_uppercase();
        let begins_number = before.is_some_and(char::is_alphabetic) && letter.is_numeric();
        if ends_capitals || begins || begins_number {
            words.push(' ');
        }
        words.push(letter);
    }
    plain(&words)
}

#[cfg(test)]
mod tests {
    use super::words_of;

    #[test]
    fn a_technical_name_is_read_as_words() {
        for (name, words) in [
            ("billingFirst_name2", "billing first name 2"),
            ("SCountry_Option", "s country option"),
            ("order.address.zipCode", "order address zip code"),
            ("urls[LinkedIn]", "urls linked in"),
        ] {
            assert_eq!(words_of(name), words);
        }
    }
}
