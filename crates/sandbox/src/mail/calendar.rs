//! Writes the calendar part of an interview invitation (RFC 5545, METHOD:REQUEST).

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

/// Everything an invitation says.
#[derive(Debug, Clone)]
pub(crate) struct Invitation {
    pub uid: String,
    pub stamp: DateTime<Utc>,
    /// The wall clock time in `timezone`.
    pub starts: NaiveDateTime,
    pub minutes: i64,
    pub timezone: String,
    pub summary: String,
    pub description: String,
    pub location: String,
    /// The address of a video call, when there is one.
    pub video: Option<String>,
    pub organizer_name: String,
    pub organizer: String,
    pub attendee_name: String,
    pub attendee: String,
}

/// The working day at least `days` ahead, at the given hour and minute.
pub(crate) fn working_day(now: DateTime<Utc>, days: u64, hour: u32, minute: u32) -> NaiveDateTime {
    let mut date: NaiveDate = now.date_naive().checked_add_days(Days::new(days)).unwrap_or(now.date_naive());
    while matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        date = date.succ_opt().expect("a date some days ahead has a next day");
    }
    date.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default())
}

/// The invitation as the text of an .ics file.
pub(crate) fn ics(invitation: &Invitation) -> String {
    let local = "%Y%m%dT%H%M%S";
    let ends = invitation.starts + TimeDelta::minutes(invitation.minutes);
    let tz = &invitation.timezone;
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "PRODID:-//Demo employers//Interview planner//EN".to_owned(),
        "VERSION:2.0".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:REQUEST".to_owned(),
    ];
    lines.extend(vtimezone(tz));
    lines.extend([
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", invitation.uid),
        format!("DTSTAMP:{}", invitation.stamp.format("%Y%m%dT%H%M%SZ")),
        format!("DTSTART;TZID={tz}:{}", invitation.starts.format(local)),
        format!("DTEND;TZID={tz}:{}", ends.format(local)),
        format!("SUMMARY:{}", text(&invitation.summary)),
        format!("DESCRIPTION:{}", text(&invitation.description)),
        format!("LOCATION:{}", text(&invitation.location)),
    ]);
    if let Some(video) = &invitation.video {
        lines.push(format!("URL:{video}"));
    }
    lines.extend([
        format!("ORGANIZER;CN=\"{}\":mailto:{}", quoted(&invitation.organizer_name), invitation.organizer),
        format!(
            "ATTENDEE;CN=\"{}\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{}",
            quoted(&invitation.attendee_name),
            invitation.attendee
        ),
        "STATUS:CONFIRMED".to_owned(),
        "SEQUENCE:0".to_owned(),
        "TRANSP:OPAQUE".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ]);
    lines.iter().map(|line| fold(line)).collect()
}

/// Escapes a text value.
fn text(value: &str) -> String {
    value.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A parameter value may hold anything but quotes and control characters.
fn quoted(value: &str) -> String {
    value.chars().filter(|c| *c != '"' && !c.is_control()).collect()
}

/// RFC 5545 folds lines after 75 octets; a fold must not part a character.
const MAX_LINE_OCTETS: usize = 75;

fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > MAX_LINE_OCTETS {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

/// When clocks change.
enum Summer {
    Never,
    /// Last Sunday of March to last Sunday of October.
    Europe,
    /// Second Sunday of March to first Sunday of November.
    America,
}

/// The rules of a zone the employers live in: standard offset in minutes, and the summer rule.
fn rules(timezone: &str) -> (i32, Summer) {
    match timezone {
        "Europe/London" | "Europe/Dublin" | "Europe/Lisbon" => (0, Summer::Europe),
        "America/New_York" | "America/Toronto" => (-300, Summer::America),
        "America/Halifax" => (-240, Summer::America),
        "America/Chicago" => (-360, Summer::America),
        "America/Denver" => (-420, Summer::America),
        "America/Los_Angeles" => (-480, Summer::America),
        "America/Mexico_City" => (-360, Summer::Never),
        "America/Bogota" => (-300, Summer::Never),
        "Asia/Singapore" => (480, Summer::Never),
        "Asia/Dubai" => (240, Summer::Never),
        // The employers' other zones are all Central European; a test walks them.
        _ => (60, Summer::Europe),
    }
}

fn vtimezone(timezone: &str) -> Vec<String> {
    let (standard, summer) = rules(timezone);
    let offset = |minutes: i32| {
        format!("{}{:02}{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60)
    };
    let part = |name: &str, start: String, rule: Option<&str>, from: i32, to: i32| {
        let mut lines = vec![format!("BEGIN:{name}"), format!("DTSTART:{start}")];
        lines.extend(rule.map(|rule| format!("RRULE:FREQ=YEARLY;{rule}")));
        lines.extend([
            format!("TZOFFSETFROM:{}", offset(from)),
            format!("TZOFFSETTO:{}", offset(to)),
            format!("END:{name}"),
        ]);
        lines
    };
    let mut lines = vec!["BEGIN:VTIMEZONE".to_owned(), format!("TZID:{timezone}")];
    match summer {
        Summer::Never => {
            lines.extend(part("STANDARD", "19700101T000000".to_owned(), None, standard, standard))
        }
        Summer::Europe => {
            // Europe changes everywhere at 01:00 UTC.
            let spring = format!("19700329T{:02}0000", 1 + standard / 60);
            let autumn = format!("19701025T{:02}0000", 2 + standard / 60);
            lines.extend(part("DAYLIGHT", spring, Some("BYMONTH=3;BYDAY=-1SU"), standard, standard + 60));
            lines.extend(part("STANDARD", autumn, Some("BYMONTH=10;BYDAY=-1SU"), standard + 60, standard));
        }
        Summer::America => {
            lines.extend(part(
                "DAYLIGHT",
                "20070311T020000".to_owned(),
                Some("BYMONTH=3;BYDAY=2SU"),
                standard,
                standard + 60,
            ));
            lines.extend(part(
                "STANDARD",
                "20071104T020000".to_owned(),
                Some("BYMONTH=11;BYDAY=1SU"),
                standard + 60,
                standard,
            ));
        }
    }
    lines.push("END:VTIMEZONE".to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::places::PLACES;

    #[test]
    fn the_zones_without_a_rule_of_their_own_are_central_european() {
        let named = ["Europe/London", "Europe/Dublin", "Europe/Lisbon"];
        for place in PLACES {
            let (standard, _) = rules(place.timezone);
            if standard == 60 {
                assert!(
                    place.timezone.starts_with("Europe/") && !named.contains(&place.timezone),
                    "{}",
                    place.timezone
                );
            }
        }
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let folded = fold(&"ä".repeat(100));
        assert!(folded.split("\r\n").all(|line| line.len() <= MAX_LINE_OCTETS));
        assert_eq!(folded.replace("\r\n ", "").trim_end(), "ä".repeat(100));
    }
}
