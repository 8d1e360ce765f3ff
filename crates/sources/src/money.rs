//! schema.org pay: `MonetaryAmount` in the shapes sites really write, down to plain phrases.

use domain::{Pay, PayPeriod};
use serde_json::Value;

use crate::{field, pay};

/// The pay of a JobPosting.
pub fn base_salary(job: &Value) -> Option<Pay> {
    let currency = field::text(job, &["salaryCurrency"]);
    let stated = field::list(job, &["baseSalary"]).iter();
    stated
        .chain(field::list(job, &["estimatedSalary"]))
        .find_map(|salary| amount(salary, currency.as_deref()))
}

/// A `MonetaryAmount`, a `PriceSpecification`, a number or a phrase.
pub fn amount(salary: &Value, currency: Option<&str>) -> Option<Pay> {
    let named = field::text(salary, &["currency"]).or_else(|| field::text(salary, &["priceCurrency"]));
    let currency = named.as_deref().or(currency);
    let value = match field::at(salary, &["value"]) {
        Some(Value::Array(values)) => values.first()?,
        Some(value) => value,
        None => salary,
    };
    let unit = ["unitText", "unitCode", "duration"];
    let unit = unit.iter().find_map(|key| field::text(value, &[key]).or_else(|| field::text(salary, &[key])));
    let period = unit.as_deref().and_then(unit_period);
    let bounds = (field::number(value, &["minValue"]), field::number(value, &["maxValue"]));
    let single = || ["value", "price", "minPrice"].iter().find_map(|key| field::number(value, &[key]));
    let number = if value.is_number() { value.as_f64() } else { None };
    let (min, max) = match bounds {
        (None, None) => single().or(number).map_or((None, None), |one| (Some(one), Some(one))),
        bounds => bounds,
    };
    if let (Some(largest), Some(currency)) = (max.or(min), currency)
        && let Some(pay) =
            pay::range(min, max, currency, period.unwrap_or_else(|| pay::likely_period(largest)))
    {
        return Some(pay);
    }
    let phrase = field::text(value, &["value"]).or_else(|| field::as_text(value))?;
    pay::from_phrase(&phrase, currency, period)
}

/// `YEAR`, UN/CEFACT codes (`ANN`, `MON`, `HUR`) and words.
fn unit_period(unit: &str) -> Option<PayPeriod> {
    match unit.to_ascii_uppercase().as_str() {
        "ANN" | "P1Y" => Some(PayPeriod::Year),
        "MON" | "P1M" => Some(PayPeriod::Month),
        "WEE" | "P1W" => Some(PayPeriod::Week),
        "DAY" | "P1D" => Some(PayPeriod::Day),
        "HUR" | "PT1H" => Some(PayPeriod::Hour),
        _ => pay::period(unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_shape_of_base_salary_is_read() {
        let cases = [
            json!({"@type": "MonetaryAmount", "currency": "EUR", "value": {"@type": "QuantitativeValue", "minValue": 50000, "maxValue": 60000, "unitText": "YEAR"}}),
            json!({"currency": "EUR", "value": {"minValue": "50,000", "maxValue": "60000", "unitText": "ANN"}}),
            json!({"currency": "EUR", "minValue": 50000, "maxValue": 60000, "unitText": "year"}),
            json!({"currency": "EUR", "value": {"value": "€50,000 - €60,000 per annum", "unitText": "YEAR"}}),
            json!([{"currency": "EUR", "value": [{"minValue": 50000, "maxValue": 60000}]}]),
            json!("50.000 € bis 60.000 €"),
        ];
        for salary in cases {
            let pay = base_salary(&json!({"baseSalary": salary})).unwrap_or_else(|| panic!("{salary}"));
            assert_eq!(
                (pay.min, pay.max, pay.currency.as_str(), pay.period),
                (Some(50_000.0), Some(60_000.0), "EUR", PayPeriod::Year),
                "{salary}"
            );
        }
        let single = base_salary(&json!({"baseSalary": 15.5, "salaryCurrency": "GBP"})).unwrap();
        assert_eq!((single.min, single.period), (Some(15.5), PayPeriod::Hour));
        for nothing in [
            json!("negotiable"),
            json!({"currency": "GBP", "value": {"value": "Band 5", "unitText": "YEAR"}}),
            json!({}),
            json!(null),
        ] {
            assert_eq!(base_salary(&json!({"baseSalary": nothing})), None, "{nothing}");
        }
    }
}
