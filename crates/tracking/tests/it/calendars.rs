//! Calendar files of many programs.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};
use tracking::ics::{CalendarEvent, Method, invites, read};

/// Real files that are measured on and never copied here.
const FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/ics");

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn one(body: &str) -> CalendarEvent {
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{body}\nEND:VCALENDAR\n").replace('\n', "\r\n");
    let mut events = read(&text);
    assert_eq!(events.len(), 1, "{body}");
    events.remove(0)
}

fn event(times: &str) -> String {
    format!("BEGIN:VEVENT\nUID:u\nSUMMARY:Talk\n{times}\nEND:VEVENT")
}

#[test]
fn every_way_to_write_a_time_is_an_instant() {
    let cases = [
        ("DTSTART:20260310T133000Z", "2026-03-10T13:30:00Z", Some("UTC")),
        ("DTSTART;TZID=Europe/Berlin:20260310T143000", "2026-03-10T13:30:00Z", Some("Europe/Berlin")),
        ("DTSTART;TZID=Europe/Berlin:20260710T143000", "2026-07-10T12:30:00Z", Some("Europe/Berlin")),
        ("DTSTART;TZID=\"Europe/Berlin\":20260310T143000", "2026-03-10T13:30:00Z", Some("Europe/Berlin")),
        (
            "DTSTART;TZID=W. Europe Standard Time:20260310T143000",
            "2026-03-10T13:30:00Z",
            Some("Europe/Berlin"),
        ),
        (
            "DTSTART;TZID=Pacific Standard Time:20260710T090000",
            "2026-07-10T16:00:00Z",
            Some("America/Los_Angeles"),
        ),
        ("DTSTART;TZID=GMT Standard Time:20260710T090000", "2026-07-10T08:00:00Z", Some("Europe/London")),
        (
            "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20260310T143000",
            "2026-03-10T13:30:00Z",
            Some("Europe/Berlin"),
        ),
        (
            "DTSTART;TZID=\"Western/Central Europe\":20260310T143000",
            "2026-03-10T13:30:00Z",
            Some("Europe/Berlin"),
        ),
        ("DTSTART;TZID=GMT+0200:20260310T143000", "2026-03-10T12:30:00Z", Some("Etc/GMT-2")),
        // The clock goes forward over this hour, and back over that one.
        ("DTSTART;TZID=Europe/Berlin:20260329T023000", "2026-03-29T01:30:00Z", Some("Europe/Berlin")),
        ("DTSTART;TZID=Europe/Berlin:20261025T023000", "2026-10-25T00:30:00Z", Some("Europe/Berlin")),
    ];
    for (times, instant, zone) in cases {
        let event = one(&event(times));
        assert_eq!(event.starts_at, at(instant), "{times}");
        assert_eq!(event.time_zone.as_deref(), zone, "{times}");
        assert!(!event.floating && !event.all_day, "{times}");
    }
}

#[test]
fn floating_times_and_whole_days_say_so() {
    let floating = one(&event("DTSTART:20260310T143000"));
    assert!(floating.floating && floating.time_zone.is_none());
    assert_eq!(floating.starts_at, at("2026-03-10T14:30:00Z"));
    let home = one(&format!("X-WR-TIMEZONE:Europe/Madrid\n{}", event("DTSTART:20260310T143000")));
    assert!(!home.floating);
    assert_eq!(home.starts_at, at("2026-03-10T13:30:00Z"));
    let day = one(&event("DTSTART;VALUE=DATE:20260310\nDTEND;VALUE=DATE:20260311"));
    assert!(day.all_day);
    assert_eq!((day.starts_at, day.ends_at), (at("2026-03-10T00:00:00Z"), Some(at("2026-03-11T00:00:00Z"))));
    let lasting = one(&event("DTSTART:20260310T133000Z\nDURATION:PT45M"));
    assert_eq!(lasting.ends_at, Some(at("2026-03-10T14:15:00Z")));
}

#[test]
fn home_made_zones_are_read_by_their_rules() {
    let zone = |offsets: &str| {
        format!(
            "BEGIN:VTIMEZONE\nTZID:Mine\n{offsets}\nEND:VTIMEZONE\n{}",
            event("DTSTART;TZID=Mine:20260710T143000")
        )
    };
    let rule = |kind: &str, from: &str, to: &str| {
        format!("BEGIN:{kind}\nDTSTART:19700101T020000\nTZOFFSETFROM:{from}\nTZOFFSETTO:{to}\nEND:{kind}")
    };
    let both =
        zone(&format!("{}\n{}", rule("STANDARD", "+0200", "+0100"), rule("DAYLIGHT", "+0100", "+0200")));
    assert_eq!(one(&both).starts_at, at("2026-07-10T12:30:00Z"));
    // Exchange names the offsets; the first of them is only the winter's.
    let name = "GMT +0100 (Standard) / GMT +0200 (Daylight)";
    let named =
        both.replace("TZID=Mine", &format!("TZID=\"{name}\"")).replace("TZID:Mine", &format!("TZID:{name}"));
    assert_eq!(one(&named).starts_at, at("2026-07-10T12:30:00Z"));
    let fixed = zone(&rule("STANDARD", "+0530", "+0530"));
    assert_eq!(one(&fixed).starts_at, at("2026-07-10T09:00:00Z"));
}

#[test]
fn a_file_says_what_it_asks_for() {
    let of =
        |method: &str| one(&format!("METHOD:{method}\n{}", event("DTSTART:20260310T133000Z\nSEQUENCE:3")));
    assert_eq!((of("REQUEST").method, of("REQUEST").sequence), (Method::Request, 3));
    assert!(of("CANCEL").cancelled && !of("REQUEST").cancelled);
    assert_eq!(of("REPLY").method, Method::Reply);
    assert_eq!(of("COUNTER").method, Method::Other);
    let status = one(&event("DTSTART:20260310T133000Z\nSTATUS:CANCELLED"));
    assert!(status.cancelled);
    assert!(invites(&[of("REQUEST")]) && invites(&[of("CANCEL")]) && invites(&[of("PUBLISH")]));
    assert!(!invites(&[of("REPLY")]) && !invites(&[]));
    assert!(!invites(&vec![of("PUBLISH"); 4]), "a shared calendar is no invitation");
}

#[test]
fn people_and_calls_are_found() {
    let event = one(&event(
        "DTSTART:20260310T133000Z\nORGANIZER;CN=Lena Vogt:MAILTO:Lena@Brightloom.example\nATTENDEE;CN=Ana:mailto:ANA@home.example\nLOCATION:Room 4\\, second floor\nDESCRIPTION:Join: https://zoom.us/j/123?pwd=x.\\nSee you",
    ));
    assert_eq!(event.organizer, "Lena Vogt");
    assert_eq!(event.attendees, ["ana@home.example"]);
    assert_eq!(event.location, "Room 4, second floor");
    assert_eq!(event.video_link.as_deref(), Some("https://zoom.us/j/123?pwd=x"));
}

#[test]
fn files_of_many_programs_are_read() {
    let folder = Path::new(FILES);
    assert!(folder.is_dir(), "{FILES} is missing: the calendar files to measure on lie beside the project");
    let (mut files, mut with_events, mut events) = (0, 0, 0);
    let mut dump = String::new();
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let bytes = fs::read(&path).unwrap();
        let found = read(&String::from_utf8_lossy(&bytes));
        files += 1;
        with_events += usize::from(!found.is_empty());
        events += found.len();
        for event in &found {
            assert!(!event.uid.is_empty(), "{}", path.display());
            assert!(event.ends_at.is_none_or(|end| end >= event.starts_at), "{}", path.display());
            dump.push_str(&format!(
                "{}\t{}\t{}\t{:?}\n",
                path.file_name().unwrap().to_string_lossy(),
                event.starts_at.to_rfc3339(),
                event.all_day,
                event.time_zone
            ));
        }
    }
    println!("{files} files, {with_events} with events, {events} events\n{dump}");
    assert!(files >= 150, "{files}");
    // Counted when this was written; fewer means a file of some program is no longer understood. An
    // independent reader (Python's icalendar) gave the same instants but for broken files and a zone
    // that changes only once.
    assert!(with_events >= 94 && events >= 116, "{with_events} {events}");
}
