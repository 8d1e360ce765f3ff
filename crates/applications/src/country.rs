//! Countries as people write them: told from a question or a posting's place, named for a form.
//!
//! Only what is unmistakable: "Georgia" alone is no country here. Where nothing is told, the answer is `None`,
//! and a legal question then has no country to be answered for.

use crate::meaning::plain;

/// Code, English name, and how else it is written, without accents.
const COUNTRIES: &[(&str, &str, &[&str])] = &[
    (
        "US",
        "United States",
        &[
            "united states of america",
            "usa",
            "u s",
            "u s a",
            "the us",
            "vereinigte staaten",
            "estados unidos",
            "etats unis",
        ],
    ),
    (
        "GB",
        "United Kingdom",
        &[
            "uk",
            "u k",
            "great britain",
            "england",
            "scotland",
            "wales",
            "northern ireland",
            "vereinigtes konigreich",
            "grossbritannien",
            "reino unido",
            "royaume uni",
        ],
    ),
    ("DE", "Germany", &["deutschland", "alemania", "allemagne"]),
    ("AT", "Austria", &["osterreich", "autriche"]),
    ("CH", "Switzerland", &["schweiz", "suiza", "suisse"]),
    ("ES", "Spain", &["spanien", "espana", "espagne"]),
    ("FR", "France", &["frankreich", "francia"]),
    ("IE", "Ireland", &["irland", "irlanda", "irlande"]),
    ("NL", "Netherlands", &["the netherlands", "niederlande", "paises bajos", "pays bas", "holland"]),
    ("BE", "Belgium", &["belgien", "belgica", "belgique"]),
    ("LU", "Luxembourg", &["luxemburg", "luxemburgo"]),
    ("PT", "Portugal", &[]),
    ("IT", "Italy", &["italien", "italia", "italie"]),
    ("PL", "Poland", &["polen", "polonia", "pologne"]),
    ("CZ", "Czech Republic", &["czechia", "tschechien", "republica checa"]),
    ("SE", "Sweden", &["schweden", "suecia", "suede"]),
    ("NO", "Norway", &["norwegen", "noruega", "norvege"]),
    ("DK", "Denmark", &["danemark", "dinamarca"]),
    ("FI", "Finland", &["finnland", "finlandia", "finlande"]),
    ("GR", "Greece", &["griechenland", "grecia", "grece"]),
    ("RO", "Romania", &["rumanien", "rumania", "roumanie"]),
    ("HU", "Hungary", &["ungarn", "hungria", "hongrie"]),
    ("UA", "Ukraine", &["ucrania"]),
    ("TR", "Turkey", &["turkei", "turquia", "turquie", "turkiye"]),
    ("CA", "Canada", &["kanada"]),
    ("MX", "Mexico", &["mexiko", "mexique"]),
    ("BR", "Brazil", &["brasilien", "brasil", "bresil"]),
    ("AR", "Argentina", &["argentinien", "argentine"]),
    ("CL", "Chile", &["chili"]),
    ("CO", "Colombia", &["kolumbien", "colombie"]),
    ("PE", "Peru", &["perou"]),
    ("IN", "India", &["indien", "inde"]),
    ("CN", "China", &["chine"]),
    ("JP", "Japan", &["japon"]),
    ("KR", "South Korea", &["sudkorea", "corea del sur", "coree du sud"]),
    ("SG", "Singapore", &["singapur", "singapour"]),
    ("MY", "Malaysia", &["malasia"]),
    ("PH", "Philippines", &["philippinen", "filipinas"]),
    ("ID", "Indonesia", &["indonesien"]),
    ("AU", "Australia", &["australien", "australie"]),
    ("NZ", "New Zealand", &["neuseeland", "nueva zelanda"]),
    (
        "AE",
        "United Arab Emirates",
        &["uae", "u a e", "vereinigte arabische emirate", "emiratos arabes unidos"],
    ),
    ("IL", "Israel", &[]),
    ("ZA", "South Africa", &["sudafrika", "sudafrica"]),
    ("NG", "Nigeria", &[]),
    ("KE", "Kenya", &["kenia"]),
    ("EG", "Egypt", &["agypten", "egipto"]),
];

/// The two-letter codes that end a place in the United States: "Austin, TX".
const US_STATES: &[&str] = &[
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS",
    "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ", "NM", "NV",
    "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA", "WI", "WV", "WY",
];

/// The English name of an ISO 3166-1 alpha-2 code.
pub fn name_of(code: &str) -> Option<&'static str> {
    COUNTRIES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(code)).map(|(_, name, _)| *name)
}

/// Every way this country is written, the English name first.
pub fn names_of(code: &str) -> Vec<&'static str> {
    let found = COUNTRIES.iter().find(|(known, ..)| known.eq_ignore_ascii_case(code));
    found
        .map(|(_, name, others)| std::iter::once(*name).chain(others.iter().copied()).collect())
        .unwrap_or_default()
}

/// The one country a text names; `None` when it names none or several.
pub fn named_in(text: &str) -> Option<&'static str> {
    let padded = format!(" {} ", plain(text));
    let mut found = COUNTRIES.iter().filter(|(_, name, others)| {
        let is_named = |word: &str| padded.contains(&format!(" {word} "));
        is_named(&plain(name)) || others.iter().any(|other| is_named(other))
    });
    match (found.next().map(|(code, ..)| *code).or_else(|| bare_us(text)), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// "US" in capitals; "us" is a pronoun.
fn bare_us(text: &str) -> Option<&'static str> {
    let has = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "US");
    has.then_some("US")
}

/// The country of a place as boards write it: "Berlin, Germany", "Austin, TX", "Remote - US".
pub fn of_place(place: &str) -> Option<&'static str> {
    named_in(place).or_else(|| {
        let last = place.rsplit(',').next()?.trim();
        let word = last.split_whitespace().next()?;
        (place.contains(',') && US_STATES.contains(&word)).then_some("US")
    })
}

/// The country a posting's work is done in, when all its places agree.
pub fn of_posting(posting: &domain::Posting) -> Option<&'static str> {
    let places =
        posting.places.iter().chain(std::iter::once(&posting.location)).filter(|place| !place.is_empty());
    let mut told = places.filter_map(|place| of_place(place));
    let first = told.next()?;
    told.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_told_only_when_it_is_unmistakable() {
        assert_eq!(of_place("Berlin, Germany"), Some("DE"));
        assert_eq!(of_place("Austin, TX"), Some("US"));
        assert_eq!(of_place("Kassel, Deutschland"), Some("DE"));
        assert_eq!(named_in("Are you authorized to work in the US?"), Some("US"));
        assert_eq!(named_in("Tell us about you"), None);
        assert_eq!(named_in("the United States or the United Kingdom"), None);
        assert_eq!(of_place("Georgia"), None);
    }
}
