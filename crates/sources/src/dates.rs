//! Dates as boards write them.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use domain::Timestamp;
use serde_json::Value;

/// From this number on an epoch counts milliseconds; as seconds it would be the year 5138.
const FIRST_MILLISECONDS: i64 = 100_000_000_000;
/// A smaller number is no epoch but a year or a counter. As seconds: September 2001.
const FIRST_SECONDS: i64 = 1_000_000_000;
/// Years in which a posting can plausibly lie; boards use 1970 and 9999 for "never".
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Ways to write an instant with its offset, besides RFC 3339 and RFC 2822.
const WITH_OFFSET: &[&str] = &["%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%d %H:%M:%S%.f %z", "%Y-%m-%dT%H:%M%z"];
/// Ways to write an instant without one; read as UTC.
const WITHOUT_OFFSET: &[&str] = &["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
/// Ways to write a day.
const DAYS: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%B %d, %Y", "%d %B %Y"];

/// An instant; a day alone means its beginning.
pub fn moment(value: Option<&Value>) -> Option<Timestamp> {
    read(value?, NaiveTime::MIN)
}

/// An instant at which something ends; a day alone means its end.
pub fn deadline(value: Option<&Value>) -> Option<Timestamp> {
    read(value?, NaiveTime::from_hms_opt(23, 59, 59).expect("the last second of a day exists"))
}

fn read(value: &Value, time_of_day: NaiveTime) -> Option<Timestamp> {
    let instant = match value {
        Value::Number(number) => epoch(number.as_i64()?)?,
        Value::String(text) => match text.trim().parse() {
            Ok(number) => epoch(number)?,
            Err(_) => written(text.trim(), time_of_day)?,
        },
        _ => return None,
    };
    YEARS.contains(&instant.year()).then_some(instant)
}

fn epoch(number: i64) -> Option<Timestamp> {
    match number {
        FIRST_MILLISECONDS.. => DateTime::from_timestamp_millis(number),
        FIRST_SECONDS.. => DateTime::from_timestamp(number, 0),
        _ => None,
    }
}

fn written(text: &str, time_of_day: NaiveTime) -> Option<Timestamp> {
    let with_offset = |format: &&str| DateTime::parse_from_str(text, format).ok();
    let without = |format: &&str| NaiveDateTime::parse_from_str(text, format).ok();
    let day = |format: &&str| NaiveDate::parse_from_str(text, format).ok();
    DateTime::parse_from_rfc3339(text)
        .ok()
        .or_else(|| WITH_OFFSET.iter().find_map(with_offset))
        .or_else(|| DateTime::parse_from_rfc2822(text).ok())
        .map(|instant| instant.with_timezone(&Utc))
        .or_else(|| WITHOUT_OFFSET.iter().find_map(without).map(|instant| instant.and_utc()))
        .or_else(|| DAYS.iter().find_map(day).map(|day| day.and_time(time_of_day).and_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_way_seen_on_a_board_is_read() {
        let cases = [
            (json!("2026-06-10T17:48:08-04:00"), "2026-06-10T21:48:08Z"),
            (json!("2026-01-15T09:00:00.000+00:00"), "2026-01-15T09:00:00Z"),
            (json!("2018-12-27T10:50:17+0000"), "2018-12-27T10:50:17Z"),
            (json!("2026-08-12T04:00:00.000Z"), "2026-08-12T04:00:00Z"),
            (json!("2026-08-12 04:00:00"), "2026-08-12T04:00:00Z"),
            (json!("Wed, 10 Jun 2026 17:48:08 GMT"), "2026-06-10T17:48:08Z"),
            (json!("2026-03-10"), "2026-03-10T00:00:00Z"),
            (json!(1768467600000_i64), "2026-01-15T09:00:00Z"),
            (json!(1768467600), "2026-01-15T09:00:00Z"),
        ];
        for (value, expected) in cases {
            assert_eq!(moment(Some(&value)), Some(expected.parse().unwrap()), "{value}");
        }
    }

    #[test]
    fn what_is_no_date_is_absent_and_a_last_day_counts_whole() {
        for value in [json!("2022"), json!("soon"), json!(0), json!(null), json!({}), json!("9999-12-31")] {
            assert_eq!(moment(Some(&value)), None, "{value}");
        }
        assert_eq!(deadline(Some(&json!("2026-03-10"))), Some("2026-03-10T23:59:59Z".parse().unwrap()));
    }
}
