//! What a posting says in its sentences only. Boards without a field for pay or place of work have
//! employers write it into the text. Only plain statements count: a missing fact hides nothing, a wrong
//! one hides the job from somebody.

use std::sync::LazyLock;

use domain::text::fold;
use domain::{EmploymentType, Pay, PayPeriod, RemotePolicy};
use regex::Regex;

use crate::{pay, terms};

/// Sentences that state where the work is done, folded.
const STATEMENTS: &[(RemotePolicy, &[&str])] = &[
    (
        RemotePolicy::Hybrid,
        &[
            "role is hybrid",
            "position is hybrid",
            "hybrid role",
            "hybrid position",
            "hybrid working model",
            "hybrid work model",
            "days a week in our",
            "days a week in the office",
            "days per week in the office",
            "days per week in our",
            "arbeiten hybrid",
            "stelle ist hybrid",
            "hybrides arbeitsmodell",
            "tage in der woche an unserem standort",
            "tage pro woche im büro",
            "tage in der woche im büro",
            "modelo híbrido",
            "modalidad híbrida",
            "trabajo híbrido",
            "días a la semana en la oficina",
            "días a la semana en nuestra oficina",
        ],
    ),
    (
        RemotePolicy::Remote,
        &[
            "fully remote",
            "100 remote",
            "role is remote",
            "position is remote",
            "remote role",
            "remote position",
            "remote first role",
            "work from anywhere in",
            "vollständig remote",
            "komplett remote",
            "ortsunabhängig",
            "100 remoto",
            "totalmente remoto",
            "puesto remoto",
            "trabajo 100 remoto",
            "puedes trabajar desde cualquier lugar",
        ],
    ),
    (
        RemotePolicy::OnSite,
        &[
            "role is based on site",
            "role is on site",
            "position is on site",
            "fully on site",
            "on site role",
            "on site position",
            "100 presencial",
            "trabajo presencial",
            "puesto presencial",
            "modalidad presencial",
        ],
    ),
];

/// How much of a text is looked through.
const TEXT_CHARS: usize = 12_000;
/// How far from a word for pay its range may stand.
const PAY_REACH_CHARS: usize = 160;
/// No honest range for one job is wider than this factor; a wider one is something else, such as revenue.
const WIDEST_RANGE: f64 = 3.0;
/// Yearly pay outside of this is not pay for a job.
const YEARLY: std::ops::RangeInclusive<f64> = 12_000.0..=2_000_000.0;
/// Hourly pay outside of this is not pay for a job.
const HOURLY: std::ops::RangeInclusive<f64> = 7.0..=300.0;

/// Where the work is done, when the text states it plainly. The first statement counts.
pub fn remote(text: &str) -> RemotePolicy {
    let folded = fold(&head(text));
    let first = |phrases: &[&str]| phrases.iter().filter_map(|phrase| folded.find(phrase)).min();
    STATEMENTS
        .iter()
        .filter_map(|(policy, phrases)| Some((first(phrases)?, *policy)))
        .min_by_key(|(at, _)| *at)
        .map_or(RemotePolicy::Unknown, |(_, policy)| policy)
}

/// The form of employment a title names beyond doubt. "Contract Manager" is not a contract.
pub fn employment_in_title(title: &str) -> Option<EmploymentType> {
    terms::employment(title)
        .filter(|kind| !matches!(kind, EmploymentType::Contract | EmploymentType::Temporary))
}

static PAY_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(salary|salaries|base pay|pay range|pay|compensation range|base compensation|compensation|gehalt|jahresgehalt|vergütung|salario|retribución|sueldo)\b",
    )
    .expect("the regex is a literal")
});

/// The pay range a text states near a word for pay.
pub fn pay(text: &str) -> Option<Pay> {
    let text = head(text);
    PAY_WORDS.find_iter(&text).find_map(|word| {
        let reach: String = text[word.end()..].chars().take(PAY_REACH_CHARS).collect();
        // A heading speaks of the paragraph below it; any other paragraph is another subject.
        let mut parts = reach.trim_start_matches(':').split("\n\n");
        let near = parts.next().filter(|part| !part.trim().is_empty()).or_else(|| parts.next())?;
        pay::from_phrase(near, None, None).filter(is_credible)
    })
}

fn is_credible(pay: &Pay) -> bool {
    let (Some(min), Some(max)) = (pay.min, pay.max) else {
        return false;
    };
    let plausible = match pay.period {
        PayPeriod::Year => YEARLY.contains(&min) && YEARLY.contains(&max),
        PayPeriod::Hour => HOURLY.contains(&min) && HOURLY.contains(&max),
        PayPeriod::Month | PayPeriod::Week | PayPeriod::Day => false,
    };
    plausible && max > min && max <= min * WIDEST_RANGE
}

fn head(text: &str) -> String {
    text.chars().take(TEXT_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_statements_of_the_place_of_work_count() {
        let cases = [
            ("The role is hybrid: three days a week in our Edinburgh office.", RemotePolicy::Hybrid),
            ("Sie arbeiten hybrid: drei Tage in der Woche an unserem Standort Ulm.", RemotePolicy::Hybrid),
            ("Modelo híbrido: tres días a la semana en nuestra oficina de Madrid.", RemotePolicy::Hybrid),
            ("This is a fully remote role open to candidates across the country.", RemotePolicy::Remote),
            ("The role is based on site in Lisbon. Later it may become a hybrid role.", RemotePolicy::OnSite),
            ("You manage remote teams and hybrid clouds.", RemotePolicy::Unknown),
        ];
        for (text, policy) in cases {
            assert_eq!(remote(text), policy, "{text}");
        }
    }

    #[test]
    fn a_range_beside_a_word_for_pay_counts() {
        let found =
            |text: &str| pay(text).map(|pay| (pay.min.unwrap(), pay.max.unwrap(), pay.currency, pay.period));
        let cases = [
            (
                "Pay\n\nThe pay range for this role is 21,500 - 28,000 EUR per year.",
                (21_500.0, 28_000.0, "EUR", PayPeriod::Year),
            ),
            (
                "Compensation: $185,000 - $225,000 base, plus equity.",
                (185_000.0, 225_000.0, "USD", PayPeriod::Year),
            ),
            ("Salary: $30.00 - $40.00 per hour", (30.0, 40.0, "USD", PayPeriod::Hour)),
            ("Salary:\n\n$90,000 to $120,000 a year", (90_000.0, 120_000.0, "USD", PayPeriod::Year)),
            ("Gehalt: 55.000 € bis 65.000 € im Jahr", (55_000.0, 65_000.0, "EUR", PayPeriod::Year)),
        ];
        for (text, (min, max, currency, period)) in cases {
            assert_eq!(found(text), Some((min, max, currency.to_owned(), period)), "{text}");
        }
        let others = [
            "Our customers saved $185,000 - $225,000 last year.",
            "Compensation includes a signing bonus of $5,000.",
            "We pay attention. We raised $2,000,000 - $9,000,000.",
            "Competitive salary.\n\nWe manage assets of $15,000 - $30,000 for families.",
            "Pay: $1 - $2 per hour",
        ];
        for text in others {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_title_names_only_what_is_beyond_doubt() {
        assert_eq!(employment_in_title("UX Researcher Intern"), Some(EmploymentType::Internship));
        assert_eq!(employment_in_title("Pflegekraft in Teilzeit"), Some(EmploymentType::PartTime));
        assert_eq!(employment_in_title("Contract Manager"), None);
    }
}
