//! Pay, compared per year. Amounts in different currencies are never compared: a rate that is
//! built in would be wrong tomorrow.

use domain::Pay;
use serde::{Deserialize, Serialize};

/// A pay range per year in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Yearly {
    /// Lower bound.
    pub min: Option<f64>,
    /// Upper bound.
    pub max: Option<f64>,
    /// ISO 4217 code.
    pub currency: [u8; 3],
}

/// Yearly amounts outside of this are typing mistakes, not pay.
const PLAUSIBLE: std::ops::RangeInclusive<f64> = 500.0..=50_000_000.0;

impl Yearly {
    /// The yearly pay; nothing when no bound is plausible or the currency is not a code.
    pub fn of(pay: &Pay) -> Option<Self> {
        let yearly = |amount: Option<f64>| {
            let amount = amount? * pay.period.per_year();
            PLAUSIBLE.contains(&amount).then_some(amount)
        };
        let (min, max) = (yearly(pay.min), yearly(pay.max));
        let code = pay.currency.trim().to_ascii_uppercase();
        let currency: [u8; 3] = code.as_bytes().try_into().ok().filter(|code: &[u8; 3]| code.is_ascii())?;
        if min.is_none() && max.is_none() {
            return None;
        }
        let (min, max) = match (min, max) {
            (Some(min), Some(max)) if min > max => (Some(max), Some(min)),
            other => other,
        };
        Some(Self { min, max, currency })
    }

    /// The least of the range that is known, for a floor.
    pub fn floor(&self) -> f64 {
        self.min.or(self.max).unwrap_or(0.0)
    }

    /// Whether even the most this range pays is below `floor`. Not when the upper end is open or
    /// the currency is another.
    pub fn is_below(&self, floor: &Self) -> bool {
        self.currency == floor.currency && self.max.is_some_and(|max| max < floor.floor())
    }

    /// How well this range fits a floor, from 0 to 1; nothing when the currency is another.
    ///
    /// All of the range above the floor is 1; a range that starts below falls to 0.5 as its upper
    /// end comes down to the floor.
    pub fn fit(&self, floor: &Self) -> Option<f64> {
        if self.currency != floor.currency {
            return None;
        }
        let least = floor.floor();
        if least <= 0.0 {
            return Some(1.0);
        }
        let low = self.min.or(self.max).unwrap_or(least);
        let high = self.max.or(self.min).unwrap_or(least);
        Some(if low >= least {
            1.0
        } else if high < least {
            0.0
        } else {
            0.5 + 0.5 * ((high - least) / (high - low)).clamp(0.0, 1.0)
        })
    }

    /// For people: `GBP 24,907–30,615 a year`.
    pub fn shown(&self) -> String {
        let currency = std::str::from_utf8(&self.currency).unwrap_or("???");
        match (self.min, self.max) {
            (Some(min), Some(max)) if (max - min).abs() >= 1.0 => {
                format!("{currency} {}–{} a year", thousands(min), thousands(max))
            }
            (Some(min), None) => format!("{currency} {} a year or more", thousands(min)),
            (None, Some(max)) => format!("up to {currency} {} a year", thousands(max)),
            (Some(one), Some(_)) => format!("{currency} {} a year", thousands(one)),
            (None, None) => "nothing".to_owned(),
        }
    }
}

fn thousands(amount: f64) -> String {
    let digits = format!("{amount:.0}");
    let mut shown = String::with_capacity(digits.len() + 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::PayPeriod;

    fn pay(min: f64, max: f64, period: PayPeriod) -> Yearly {
        Yearly::of(&Pay { min: Some(min), max: Some(max), currency: "eur".into(), period })
            .expect("it is plausible")
    }

    #[test]
    fn an_hourly_pay_is_compared_with_a_yearly_floor() {
        let floor = pay(40_000.0, 40_000.0, PayPeriod::Year);
        assert!(pay(12.0, 15.0, PayPeriod::Hour).is_below(&floor));
        assert!(!pay(18.0, 22.0, PayPeriod::Hour).is_below(&floor));
        assert_eq!(pay(20.0, 25.0, PayPeriod::Hour).fit(&floor), Some(1.0));
        assert_eq!(pay(24_907.0, 30_615.0, PayPeriod::Year).shown(), "EUR 24,907–30,615 a year");
    }
}
