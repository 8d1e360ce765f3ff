//! The pay a text states: ranges, "up to", "from", thousands as "k", for an hour, a day, a month or a
//! year. Bonuses, budgets and what an estimate of the board says are no pay.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use domain::{Pay, PayPeriod};
use regex::Regex;

use super::text::Text;
use crate::pay::{self, Amount};

/// How far from a word for pay its amount may stand.
const REACH_BYTES: usize = 90;
/// How much behind the first amount belongs to it.
const TAIL_BYTES: usize = 60;
/// How much before the amount, with the word for pay, may name the period: "the daily contract rate".
const LEAD_CHARS: usize = 32;
/// How far behind an amount the next step of it is announced.
const STEP_BYTES: usize = 30;
/// How much behind an amount may say what it is paid for.
const PERIOD_BYTES: usize = 40;
/// A smaller number in front of an amount with a sign is the number of a band, not the lower end of a range.
const LEAST_LOWER_END: f64 = 5.0;
/// Hourly pay outside of this is not pay for a job.
const HOURLY: RangeInclusive<f64> = 7.0..=300.0;
/// Yearly pay outside of this is not pay for a job.
const YEARLY: RangeInclusive<f64> = 12_000.0..=2_000_000.0;
/// No honest range for one job is wider than this factor; a wider one is something else, such as revenue.
const WIDEST_RANGE: f64 = 3.0;
/// What a line begins with that goes on with a range.
const RANGE_LINES: &[&str] = &["to ", "to", "– ", "–", "bis ", "hasta "];
/// How many lines a range is broken over.
const LINES_OF_A_RANGE: usize = 4;
/// How far two statements of the same pay may differ: one is rounded.
const ROUNDING: f64 = 0.02;

static PAY_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:salary|salaries|base pay|pay range|pay rate|pay|paying|compensation|hourly rate|day rate|daily rate|contract rate|rate|wage",
        r"|gehalt|jahresgehalt|bruttogehalt|stundenlohn|vergütung|entgelt|tagessatz|salario|retribución|sueldo|remuneración)\b",
    ))
    .expect("the regex is a literal")
});

/// A period right behind an amount makes it pay without a word for it.
static PERIOD_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^\s*(?:gbp|usd|eur|chf)?\s*(?:brutto|gross|bruto|brutos)?\s*(?:per annum|per year|a year|/ ?year|/ ?yr|annually|p\.?a\b|per hour|an hour|/ ?hour|/ ?hr\b|p/h|ph\b|per day|a day|/ ?day|per month|a month",
        r"|im jahr|pro jahr|jährlich|im monat|pro monat|monatlich|pro stunde|die stunde|al año|anuales|al mes|mensuales|por hora|la hora)",
    ))
    .expect("the regex is a literal")
});

/// A line that is nothing but a range, as at the head of a public advert: "£31,365-£37,890 (Band 6)".
static BARE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[£€$]\s?\d{2,3}[.,]\d{3}(?:[.,]\d{2})?\s?(?:-|–|to)\s?[£€$]?\s?\d{2,3}[.,]\d{3}(?:[.,]\d{2})?(?: \([^)]{1,20}\))?$")
        .expect("the regex is a literal")
});

/// Words between a word for pay and an amount that make it another amount.
static OTHER_AMOUNTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)bonus|relocation|allowance|budget|revenue|turnover|funding|raised|referral|reimburse|sign-?on|signing|stipend|supplement|premium",
        r"|deduct|cost|charge|fee\b|voucher|match|assets|million|billion|sales|grant\b|savings|contribution|increas|incentive|equity|glassdoor est",
        r"|attention|during training|after training|per mile|mileage|umsatz|prämie|zuschuss|ingresos|ayuda",
    ))
    .expect("the regex is a literal")
});
/// Behind an amount: it is for the whole engagement, or for something that is counted differently.
static NOT_A_RATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[^.;\n]{0,12}\b(?:for the|million|billion|m\b|bn\b|per mile|bonus|referral|sign)")
        .expect("the regex is a literal")
});

/// Before a word for pay: the amount is taken out of it.
static OUT_OF_PAY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)deducted|times|multiple of").expect("the regex is a literal"));

/// Between two amounts: the second comes later.
static STEPS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)rising|rise|increas|progress|then").expect("the regex is a literal"));

static UP_TO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:up ?to|maximum(?:\s+rate)?(?:\s+for\s+(?:the|this)\s+(?:role|post|position|job))?\s+(?:of|is)|max\.?|as much as|bis zu|hasta)[\s:]*$")
        .expect("the regex is a literal")
});
static FROM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:from|starting at|starts at|minimum of|min\.?|at least|ab|mindestens|desde|a partir de)[\s:]*$")
        .expect("the regex is a literal")
});

/// The pay the text states, when all its statements agree.
pub(super) fn pay(text: &Text) -> Option<Pay> {
    let mut all: Vec<Pay> = Vec::new();
    for (index, line) in text.lines.iter().enumerate() {
        if line.to_lowercase().contains("glassdoor est") {
            continue;
        }
        if BARE_LINE.is_match(line) {
            all.extend(stated(line, 0, false));
            continue;
        }
        all.extend(of_line(&with_what_follows(line, &text.lines[index + 1..])));
    }
    agreed(all)
}

/// A heading speaks of the line below it, and a range may go on there.
fn with_what_follows(line: &str, below: &[&str]) -> String {
    let mut whole = (*line).to_owned();
    let mut is_open = is_heading(line);
    for next in below.iter().take(LINES_OF_A_RANGE) {
        let goes_on = RANGE_LINES.iter().any(|word| next.starts_with(word));
        if !is_open && !goes_on {
            break;
        }
        whole.push(' ');
        whole.push_str(next);
        is_open = RANGE_LINES.iter().any(|word| next.ends_with(word.trim()));
    }
    whole
}

fn is_heading(line: &str) -> bool {
    line.split_whitespace().count() <= 4
        && !line.contains(|letter: char| letter.is_ascii_digit())
        && PAY_WORDS.is_match(line)
}

/// What a line states beside a word for pay, or with a period.
fn of_line(line: &str) -> Vec<Pay> {
    let beside = PAY_WORDS.find_iter(line).filter_map(|word| stated(line, word.end(), false));
    let mut found: Vec<Pay> = beside.collect();
    if found.is_empty() && !OTHER_AMOUNTS.is_match(line) {
        found.extend(stated(line, 0, true));
    }
    found
}

/// The first amount or range behind `from`. `needs_period` when no word for pay introduces it.
fn stated(line: &str, from: usize, needs_period: bool) -> Option<Pay> {
    let rest = &line[from..];
    let window_end = floor(rest, REACH_BYTES + TAIL_BYTES);
    let window = &rest[..window_end];
    let amounts = pay::amounts(window);
    let index = amounts.iter().position(|amount| amount.is_named())?;
    // "21,500 - 28,000 EUR": the sign stands at the other end.
    let is_second = index > 0
        && pay::is_range(&window[amounts[index - 1].end..amounts[index].start])
        && amounts[index - 1].value >= LEAST_LOWER_END;
    let index = if is_second { index - 1 } else { index };
    let low = &amounts[index];
    let before = &window[..low.start];
    if before.len() > REACH_BYTES || OTHER_AMOUNTS.is_match(before) || before.contains(". ") {
        return None;
    }
    let high = amounts.get(index + 1).filter(|high| {
        let between = &window[low.end..high.start];
        pay::is_range(between) && !STEPS.is_match(between)
    });
    let end = high.map_or(low.end, |high| high.end);
    let after = &window[end..];
    let is_periodic = PERIOD_BEHIND.is_match(after);
    if NOT_A_RATE.is_match(after) || (needs_period && !is_periodic) {
        return None;
    }
    let lead_start = line[..from].char_indices().rev().nth(LEAD_CHARS).map_or(0, |(at, _)| at);
    let lead = format!("{} {before}", &line[lead_start..from]);
    if OUT_OF_PAY.is_match(&lead) {
        return None;
    }
    let pay = pay_of(&lead, low, high, after)?;
    let is_step = STEPS.is_match(&after[..floor(after, STEP_BYTES)]);
    (!is_step && !is_one_of_several(&pay, after)).then_some(pay)
}

fn pay_of(before: &str, low: &Amount, high: Option<&Amount>, after: &str) -> Option<Pay> {
    let currency = pay::currency_of(low, high)?;
    let largest = high.map_or(low.value, |high| high.value);
    let clause = after.split([';', '.']).next().unwrap_or_default();
    let near = &clause[..floor(clause, PERIOD_BYTES)];
    let said = pay::period(near).or_else(|| pay::period(before));
    // Only a year's pay is known by its size: less may be for a month, a day or an hour.
    let period = said.or_else(|| YEARLY.contains(&largest).then_some(PayPeriod::Year))?;
    let (min, max) = match high {
        Some(high) => (Some(pay::lower(low.value, high.value)), Some(high.value)),
        None if UP_TO.is_match(before) => (None, Some(low.value)),
        None if FROM.is_match(before) || after.starts_with('+') => (Some(low.value), None),
        None => (Some(low.value), Some(low.value)),
    };
    let pay = Pay { min, max, currency, period };
    is_credible(&pay).then(|| pay::range(pay.min, pay.max, &pay.currency, pay.period))?
}

/// Another amount of the same size on the line: for more hours, for later years, or for somebody else.
fn is_one_of_several(pay: &Pay, after: &str) -> bool {
    let is_known = |value: f64| {
        [pay.min, pay.max].into_iter().flatten().any(|known| (known - value).abs() <= known * ROUNDING)
    };
    pay::amounts(after).iter().filter(|other| other.is_named()).any(|other| {
        let is_pay = is_credible(&Pay { min: Some(other.value), max: Some(other.value), ..pay.clone() });
        is_pay && !is_known(other.value) && !OTHER_AMOUNTS.is_match(&after[..other.start])
    })
}

/// What a job can pay for each period; anything else is not pay.
fn is_credible(pay: &Pay) -> bool {
    let credible = match pay.period {
        PayPeriod::Hour => HOURLY,
        PayPeriod::Day => 60.0..=3_000.0,
        PayPeriod::Week => 200.0..=10_000.0,
        PayPeriod::Month => 400.0..=60_000.0,
        PayPeriod::Year => YEARLY,
    };
    let fits = |amount: Option<f64>| amount.is_none_or(|amount| credible.contains(&amount));
    let is_narrow = match (pay.min, pay.max) {
        (Some(min), Some(max)) => max <= min * WIDEST_RANGE,
        _ => true,
    };
    fits(pay.min) && fits(pay.max) && is_narrow
}

/// One pay of several statements of it: the last range, which is rarely the rounded one. "Up to" is more
/// exact than the same amount alone. Statements that differ are none.
fn agreed(all: Vec<Pay>) -> Option<Pay> {
    let first = all.first()?.clone();
    if !all.iter().all(|other| is_same(&first, other)) {
        return None;
    }
    let range = all.iter().rfind(|pay| matches!((pay.min, pay.max), (Some(min), Some(max)) if min < max));
    let open = all.iter().find(|pay| pay.min.is_none() || pay.max.is_none());
    range.or(open).or(all.last()).cloned()
}

fn is_same(one: &Pay, other: &Pay) -> bool {
    let near = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= one.max(other) * ROUNDING,
        _ => true,
    };
    one.currency == other.currency
        && one.period == other.period
        && near(one.min, other.min)
        && near(one.max, other.max)
        && near(one.max.or(one.min), other.max.or(other.min))
}

/// The end of the last whole character within `bytes`.
fn floor(text: &str, bytes: usize) -> usize {
    text.floor_char_boundary(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::facts;

    #[test]
    fn every_form_of_pay_is_read() {
        use PayPeriod::{Day, Hour, Month, Year};
        let cases = [
            (
                "Pay\n\nThe pay range for this role is 21,500 - 28,000 EUR per year.",
                (Some(21_500.0), Some(28_000.0), "EUR", Year),
            ),
            (
                "Compensation: $185,000 - $225,000 base, plus equity.",
                (Some(185_000.0), Some(225_000.0), "USD", Year),
            ),
            ("Salary: $30.00 - $40.00 per hour", (Some(30.0), Some(40.0), "USD", Hour)),
            ("Salary:\n\n$90,000 to $120,000 a year", (Some(90_000.0), Some(120_000.0), "USD", Year)),
            ("Gehalt: 55.000 € bis 65.000 € im Jahr", (Some(55_000.0), Some(65_000.0), "EUR", Year)),
            ("Stundenlohn: 15,50 € pro Stunde", (Some(15.5), Some(15.5), "EUR", Hour)),
            ("Gehalt ab 3.200 € im Monat", (Some(3_200.0), None, "EUR", Month)),
            ("Salario: hasta 38.000 € brutos anuales", (None, Some(38_000.0), "EUR", Year)),
            ("Salario desde 24.000 € al año", (Some(24_000.0), None, "EUR", Year)),
            ("A competitive salary starting from £31500", (Some(31_500.0), None, "GBP", Year)),
            ("We offer a competitive salary UPTO £30,242– more later", (None, Some(30_242.0), "GBP", Year)),
            ("Salary $60-85k, depending on experience", (Some(60_000.0), Some(85_000.0), "USD", Year)),
            ("Salary: $110k - $170k AUD package", (Some(110_000.0), Some(170_000.0), "AUD", Year)),
            ("The daily contract rate is £450-500.", (Some(450.0), Some(500.0), "GBP", Day)),
            ("Salary:\n£31365\nto\n£37890 pro rata", (Some(31_365.0), Some(37_890.0), "GBP", Year)),
            (
                "Paying up to £37.08 per hour\nRate of Pay: £30.90 – 37.08 per hour",
                (Some(30.9), Some(37.08), "GBP", Hour),
            ),
            ("The maximum rate for the role is £19.73 per hour.", (None, Some(19.73), "GBP", Hour)),
            ("Annual salary of £19,344", (Some(19_344.0), Some(19_344.0), "GBP", Year)),
            ("£31,365-£37,890 (Band 6)", (Some(31_365.0), Some(37_890.0), "GBP", Year)),
            ("You earn £36,681 to £40,875 per annum", (Some(36_681.0), Some(40_875.0), "GBP", Year)),
            (
                "Employer Provided Salary:$55K - $75K\nThe salary range is $55,158.00 - $75,050.00",
                (Some(55_158.0), Some(75_050.0), "USD", Year),
            ),
        ];
        for (text, expected) in cases {
            let pay = facts("", text).pay.unwrap_or_else(|| panic!("no pay: {text}"));
            assert_eq!((pay.min, pay.max, pay.currency.as_str(), pay.period), expected, "{text}");
        }
    }

    #[test]
    fn other_amounts_are_no_pay() {
        for text in [
            "Our customers saved $185,000 - $225,000 last year.",
            "Compensation includes a signing bonus of $5,000.",
            "We pay attention. We raised $2,000,000 - $9,000,000.",
            "Competitive salary.\n\nWe manage assets of $15,000 - $30,000 for families.",
            "Pay: $1 - $2 per hour",
            "$79K - $119K (Glassdoor est.)",
            "Relocation assistance of up to £18,000 may be available.",
            "Salary is £15K for the fixed term.",
            "In addition to the basic salary, a supplement of £1,017 to £1,762 per annum",
            "Posts in England - £38,694 - 49,036 per annum\nPosts in Wales - £32,000 - £50,315 per annum",
            "Salary: £16,778 based on 37 hours, £20,404 based on 45 hours",
            "Salary: £35,270 per annum rising to £37,455.60",
            "Rates of pay: £31,711.86 per annum increasing to £33,153.32 after 3 years",
            "Salary: $75.00 - $90.00 per year",
            "Pay Rates & Benefits\nDuring training - £17.49 per hour\nAfter training - £38,100 - £43,300 per annum",
            "Salary: Band 5: £24, 907-£30,615 per annum",
            "This cost will be deducted from your first salary: £43,500",
        ] {
            assert_eq!(facts("", text).pay, None, "{text}");
        }
    }
}
