//! Pay: amounts, currencies and periods, from structured fields or from a phrase such as
//! "£21,892 to £24,157 pa". A phrase without a plausible amount ("negotiable", "Band 5") is no pay.

use std::sync::LazyLock;

use domain::text::fold;
use domain::{Pay, PayPeriod};
use regex::Regex;

/// An amount without a currency sign must reach this to be taken for pay: "Band 5", "12 months" are not.
const LEAST_BARE_AMOUNT: f64 = 1000.0;
/// Amounts a person could not be paid for any of the periods; a sign of a broken field.
const MOST_AMOUNT: f64 = 1_000_000_000.0;
/// At most this much is an hour's pay, whatever the field says: nobody works a year for it.
const MOST_PER_HOUR: f64 = 300.0;
/// At least this much is a year's pay where no period is said.
const LEAST_PER_YEAR: f64 = 12_000.0;
/// How many numbers of a phrase are looked at.
const AMOUNTS_LOOKED_AT: usize = 8;
/// How much of a phrase is looked at.
const PHRASE_CHARS: usize = 400;

/// A pay range whose bounds were checked: positive, finite, in order. `None` when no bound is left.
pub fn range(min: Option<f64>, max: Option<f64>, currency: &str, period: PayPeriod) -> Option<Pay> {
    let plausible = |amount: &f64| amount.is_finite() && *amount > 0.0 && *amount <= MOST_AMOUNT;
    let (min, max) = (min.filter(plausible), max.filter(plausible));
    let (min, max) = match (min, max) {
        (Some(low), Some(high)) if low > high => (max, min),
        bounds => bounds,
    };
    let largest = max.or(min)?;
    let currency = currency_code(currency)?;
    let period = if largest <= MOST_PER_HOUR && period == PayPeriod::Year { PayPeriod::Hour } else { period };
    Some(Pay { min, max, currency, period })
}

/// The range over several ranges of one posting (pay zones, tiers). Those in another currency or for
/// another period than the first are left out, since no range could hold both.
pub fn widest(ranges: impl IntoIterator<Item = Pay>) -> Option<Pay> {
    ranges.into_iter().reduce(|whole, next| {
        if whole.currency != next.currency || whole.period != next.period {
            return whole;
        }
        let min = [whole.min, next.min].into_iter().flatten().reduce(f64::min);
        let max = [whole.max, next.max].into_iter().flatten().reduce(f64::max);
        Pay { min, max, ..whole }
    })
}

/// The period for which an amount is plausible when nobody says.
pub fn likely_period(amount: f64) -> PayPeriod {
    if amount <= MOST_PER_HOUR {
        PayPeriod::Hour
    } else if amount >= LEAST_PER_YEAR {
        PayPeriod::Year
    } else {
        PayPeriod::Month
    }
}

const PERIODS: &[(PayPeriod, &[&str])] = &[
    (PayPeriod::Hour, &["hour", "hourly", "hr", "hrs", "stunde", "std", "hora", "ph", "stündlich"]),
    (PayPeriod::Day, &["day", "daily", "tag", "día", "diem", "tagessatz"]),
    (PayPeriod::Week, &["week", "weekly", "woche", "semana"]),
    (
        PayPeriod::Month,
        &["month", "monthly", "monat", "monatlich", "mes", "mensual", "mensuales", "pm", "mo"],
    ),
    (
        PayPeriod::Year,
        &[
            "year",
            "yearly",
            "annum",
            "annual",
            "annually",
            "pa",
            "jahr",
            "jährlich",
            "jahresgehalt",
            "año",
            "anual",
            "anuales",
            "yr",
        ],
    ),
];

/// The period a phrase or a field's word names: `per-year-salary`, `1 MONTH`, `HOUR`, `pro Stunde`.
pub fn period(text: &str) -> Option<PayPeriod> {
    let folded = fold(text).replace("p a", "pa").replace("p h", "ph");
    let names =
        |word: &str| PERIODS.iter().find(|(_, names)| names.contains(&word)).map(|(period, _)| *period);
    folded.split(' ').find_map(names)
}

/// ISO 4217, from a code or a sign; `None` for what is neither.
pub fn currency_code(text: &str) -> Option<String> {
    let text = text.trim();
    let known =
        SIGNS.iter().find(|(sign, _)| sign.eq_ignore_ascii_case(text)).map(|(_, code)| (*code).to_owned());
    let is_code = text.len() == 3 && text.chars().all(|letter| letter.is_ascii_alphabetic());
    known.or_else(|| is_code.then(|| text.to_ascii_uppercase()))
}

/// Longer signs first: `CA$` holds `$`.
const SIGNS: &[(&str, &str)] = &[
    ("CA$", "CAD"),
    ("C$", "CAD"),
    ("A$", "AUD"),
    ("AU$", "AUD"),
    ("NZ$", "NZD"),
    ("US$", "USD"),
    ("S$", "SGD"),
    ("HK$", "HKD"),
    ("R$", "BRL"),
    ("MX$", "MXN"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("zł", "PLN"),
    ("Fr.", "CHF"),
];

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix) (?P<before>(?:CA|C|AU|A|NZ|US|S|HK|R|MX)?\$|€|£|¥|₹|\b(?:USD|EUR|GBP|CAD|AUD|NZD|SGD|HKD|CHF|SEK|PLN|INR))? \s*
          (?P<number>\d{1,3}(?:[.,'\x{a0}\x{202f}]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?) \s?
          (?P<thousand>k\b)? \s*
          (?P<after>€|£|\b(?:USD|EUR|GBP|CAD|AUD|NZD|SGD|HKD|CHF|SEK|PLN|INR)\b)?",
    )
    .expect("the regex is a literal")
});

/// What may stand between the two ends of a range.
const RANGE_WORDS: &[&str] = &["-", "–", "—", "to", "bis", "a", "hasta", "and", "und", "/", "until"];

/// An amount in a phrase.
pub(crate) struct Amount {
    /// How much, thousands multiplied out.
    pub value: f64,
    currency: Option<String>,
    /// Where it ends in the phrase, its sign included.
    pub end: usize,
    /// Where it starts in the phrase, its sign included.
    pub start: usize,
}

impl Amount {
    /// Whether a sign or a code says what it is in.
    pub(crate) fn is_named(&self) -> bool {
        self.currency.is_some()
    }
}

/// What a range is in: the code at either end is more exact than a bare dollar sign.
pub(crate) fn currency_of(low: &Amount, high: Option<&Amount>) -> Option<String> {
    let ends = [Some(low), high];
    let mut codes = ends.into_iter().flatten().filter_map(|end| end.currency.as_ref());
    let first = codes.next()?;
    let exact = codes.find(|code| *code != "USD").filter(|_| first == "USD");
    Some(exact.unwrap_or(first).clone())
}

/// The lower end of a range: "$96 - 220K" and "$90-97,000" mean thousands at both ends.
pub(crate) fn lower(low: f64, high: f64) -> f64 {
    if low * 100.0 < high { low * 1000.0 } else { low }
}

/// Pay from a phrase. `currency` is what an amount without a sign is in; without it such an amount is
/// no pay, unless the other end of its range has one. A period the phrase does not name is `period_hint`,
/// or what is plausible.
pub fn from_phrase(phrase: &str, currency: Option<&str>, period_hint: Option<PayPeriod>) -> Option<Pay> {
    let phrase: String = phrase.chars().take(PHRASE_CHARS).collect();
    let amounts = amounts(&phrase);
    let pairs: Vec<(&Amount, Option<&Amount>)> = amounts
        .iter()
        .enumerate()
        .map(|(index, low)| {
            (low, amounts.get(index + 1).filter(|high| is_range(&phrase[low.end..high.start])))
        })
        .collect();
    let is_named = |(low, high): &(&Amount, Option<&Amount>)| {
        low.currency.is_some() || high.is_some_and(|high| high.currency.is_some())
    };
    let is_bare =
        |(low, _): &(&Amount, Option<&Amount>)| currency.is_some() && low.value >= LEAST_BARE_AMOUNT;
    // An amount with a sign beats one without: the latter may be a year or a postcode.
    let (low, high) = pairs
        .iter()
        .find(|pair| is_named(pair))
        .or_else(|| pairs.iter().find(|pair| is_bare(pair)))
        .copied()?;
    let code = currency_of(low, high).or_else(|| currency.map(str::to_owned))?;
    let max = high.map_or(low.value, |high| high.value);
    let min = lower(low.value, max);
    let end = high.map_or(low.end, |high| high.end);
    let said = period(&phrase[end..]).or_else(|| period(&phrase[..low.start]));
    range(Some(min), Some(max), &code, said.or(period_hint).unwrap_or_else(|| likely_period(max)))
}

/// Whether this stands between the two ends of a range.
pub(crate) fn is_range(between: &str) -> bool {
    let between = between.trim().to_lowercase();
    RANGE_WORDS.contains(&between.rsplit(' ').next().unwrap_or(&between))
}

/// The first amounts of a phrase.
pub(crate) fn amounts(phrase: &str) -> Vec<Amount> {
    let mut from = 0;
    let next = std::iter::from_fn(move || {
        let found = AMOUNT.captures_at(phrase, from)?;
        from = found.get(0).expect("group 0 is the match").end();
        let after =
            found.name("after").filter(|_| phrase[from..].starts_with(|next: char| next.is_ascii_digit()));
        if let Some(sign) = after {
            // "Band 7 £38,890": the sign belongs to the next amount.
            from = sign.start();
        }
        Some((found, after.is_some()))
    });
    let read = |(found, is_next): (regex::Captures<'_>, bool)| {
        let whole = found.get(0).expect("group 0 is the match");
        let (before, after) = (found.name("before"), found.name("after").filter(|_| !is_next));
        let end = if is_next { found.name("number")?.end() } else { whole.end() };
        // "$170k AUD" is in Australian dollars.
        let sign =
            if before.is_some_and(|sign| sign.as_str() == "$") { after.or(before) } else { before.or(after) };
        let number = number(found.name("number")?.as_str())?;
        let value = if found.name("thousand").is_some() { number * 1000.0 } else { number };
        let currency = sign.and_then(|sign| currency_code(sign.as_str()));
        Some(Amount { value, currency, start: whole.start(), end })
    };
    next.filter_map(read).take(AMOUNTS_LOOKED_AT).collect()
}

/// `21,892` and `21.892` are thousands, `15.94` and `15,94` are not; the last separator decides.
fn number(text: &str) -> Option<f64> {
    let plain: String = match text.rfind(['.', ',']) {
        Some(at) if text.len() - at <= 3 => {
            let digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
            format!("{}.{}", digits(&text[..at]), digits(&text[at..]))
        }
        _ => text.chars().filter(char::is_ascii_digit).collect(),
    };
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pay(min: f64, max: f64, currency: &str, period: PayPeriod) -> Option<Pay> {
        Some(Pay { min: Some(min), max: Some(max), currency: currency.to_owned(), period })
    }

    #[test]
    fn phrases_seen_on_boards_are_read() {
        use PayPeriod::{Hour, Month, Year};
        let cases = [
            ("£21,892 to £24,157 pa", pay(21_892.0, 24_157.0, "GBP", Year)),
            ("£18,005 - £19,337 per annum pro rata if part time", pay(18_005.0, 19_337.0, "GBP", Year)),
            ("£45,753 to £51,668 per annum", pay(45_753.0, 51_668.0, "GBP", Year)),
            ("33,000", pay(33_000.0, 33_000.0, "GBP", Year)),
            ("£15.94  - £25.50", pay(15.94, 25.50, "GBP", Hour)),
            ("Employer Provided Salary:$96K - $220K", pay(96_000.0, 220_000.0, "USD", Year)),
            ("Employer Provided Salary:$40.00 - $100.00 Per Hour", pay(40.0, 100.0, "USD", Hour)),
            ("$30 - 40 per hour", pay(30.0, 40.0, "USD", Hour)),
            ("Band 7 £38,890 - £44,503 pa", pay(38_890.0, 44_503.0, "GBP", Year)),
            ("$110k - $170k AUD", pay(110_000.0, 170_000.0, "AUD", Year)),
            ("in 2024: 21,500 - 28,000 EUR per year", pay(21_500.0, 28_000.0, "EUR", Year)),
            ("CA$102.8K – CA$137K", pay(102_800.0, 137_000.0, "CAD", Year)),
            ("55.000 € bis 65.000 € im Jahr", pay(55_000.0, 65_000.0, "EUR", Year)),
            ("2.400,50 EUR monatlich", pay(2400.5, 2400.5, "EUR", Month)),
            ("de 24.000 € a 28.000 € brutos anuales", pay(24_000.0, 28_000.0, "EUR", Year)),
            ("$185,000 - $225,000 base, plus equity", pay(185_000.0, 225_000.0, "USD", Year)),
        ];
        for (phrase, expected) in cases {
            assert_eq!(from_phrase(phrase, Some("GBP"), None), expected, "{phrase}");
        }
    }

    #[test]
    fn phrases_without_an_amount_are_no_pay() {
        for phrase in [
            "negotiable",
            "Band 5",
            "Competitive Salary plus Benefits",
            "£0.00",
            "TBC",
            "12 months",
            "",
            "Dependent on 2 years",
        ] {
            assert_eq!(from_phrase(phrase, Some("GBP"), Some(PayPeriod::Year)), None, "{phrase}");
        }
        assert_eq!(from_phrase("33,000", None, None), None);
    }

    #[test]
    fn bounds_are_put_in_order_and_nonsense_dropped() {
        assert_eq!(
            range(Some(9.0), Some(5.0), "eur", PayPeriod::Hour),
            pay(5.0, 9.0, "EUR", PayPeriod::Hour)
        );
        assert_eq!(range(Some(-1.0), Some(f64::NAN), "EUR", PayPeriod::Year), None);
        assert_eq!(range(Some(1.0), None, "euros", PayPeriod::Year), None);
        let one_sided = range(Some(200_000.0), None, "USD", PayPeriod::Year).unwrap();
        assert_eq!((one_sided.min, one_sided.max), (Some(200_000.0), None));
    }

    #[test]
    fn periods_are_read_from_the_words_of_each_board() {
        use PayPeriod::{Day, Hour, Month, Week, Year};
        let cases = [
            ("per-year-salary", Year),
            ("per-hour-wage", Hour),
            ("1 YEAR", Year),
            ("1 MONTH", Month),
            ("HOUR", Hour),
            ("WEEK", Week),
            ("per-day-wage", Day),
            ("pro Stunde", Hour),
            ("p.a.", Year),
            ("brutos al mes", Month),
        ];
        for (text, expected) in cases {
            assert_eq!(period(text), Some(expected), "{text}");
        }
        assert_eq!(period("NONE"), None);
    }
}
