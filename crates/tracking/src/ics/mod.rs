//! Calendar files: the one sign of an interview that is the same in every language.
//!
//! Reads what a mail carries (RFC 5545, and what real programs make of it) into events with an
//! instant and the zone it was written in. It does not expand recurrences: an interview is its
//! first occurrence. Broken files give the events that can be read, or none, never an error.

mod zone;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarMethod,
    ICalendarParameterName, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use calcard::{Entry, Parser};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use regex::Regex;

pub use zone::Zone;

/// How many events are read from one file.
pub const MAX_EVENTS: usize = 100;
/// How many bytes of a file are read.
pub const MAX_BYTES: usize = 1024 * 1024;
/// A text of an event is cut to this many characters.
pub const MAX_TEXT_CHARS: usize = 4_000;
/// How many top-level entries of a file are looked at, so that a file of junk lines ends.
const MAX_ENTRIES: usize = 10_000;

/// What the file asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Nothing said, or only published.
    #[default]
    Publish,
    /// An invitation, or an update of one.
    Request,
    /// The event is called off.
    Cancel,
    /// Someone's answer to an invitation.
    Reply,
    /// Another step of the negotiation: a counter-proposal, a refresh.
    Other,
}

/// An event of a calendar file.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarEvent {
    /// The calendar's own identifier; an update carries the same one.
    pub uid: String,
    /// Grows with each update.
    pub sequence: i64,
    /// What the file asks for.
    pub method: Method,
    /// What it is called.
    pub summary: String,
    /// What is written about it.
    pub description: String,
    /// Where.
    pub location: String,
    /// The address of the video call.
    pub video_link: Option<String>,
    /// The name or address of who invites.
    pub organizer: String,
    /// Addresses of who is invited, in lower case.
    pub attendees: Vec<String>,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends, when the file says.
    pub ends_at: Option<DateTime<Utc>>,
    /// The IANA zone it was written in; nothing for floating times.
    pub time_zone: Option<String>,
    /// Only the day is known; `starts_at` is its midnight.
    pub all_day: bool,
    /// The time was written without a zone and read as UTC.
    pub floating: bool,
    /// Called off, by the method or by its status.
    pub cancelled: bool,
}

static VIDEO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?ix)\bhttps?://[^\s<>"']*?(?:
            zoom\.us|zoomgov\.com|meet\.google\.com|teams\.microsoft\.com|teams\.live\.com
            |webex\.com|whereby\.com|gotomeet(?:ing)?\.(?:com|me)|meet\.jit\.si|bluejeans\.com
            |chime\.aws|around\.co|hangouts\.google\.com|skype\.com|ringcentral\.com|gather\.town
            |meet\.|video\.|call\.|/meet/|/video/
        )[^\s<>"']*"#,
    )
    .expect("the regex is a literal")
});
static ANY_LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)\bhttps?://[^\s<>"']+"#).expect("the regex is a literal"));

/// How many events a file may publish and still be taken for an invitation. A longer one is a calendar
/// somebody shares: holidays, a conference.
const MAX_PUBLISHED: usize = 3;

/// Whether a mail with these events invites its reader to something.
pub fn invites(events: &[CalendarEvent]) -> bool {
    let asked = events.iter().any(|event| matches!(event.method, Method::Request | Method::Cancel));
    let published = events.iter().filter(|event| event.method == Method::Publish).count();
    asked || (1..=MAX_PUBLISHED).contains(&published)
}

/// The events of a calendar file, in the file's order.
pub fn read(text: &str) -> Vec<CalendarEvent> {
    let mut cut = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    // The file is a stranger's; a panic in its parser must not stop the reading of a mailbox.
    catch_unwind(AssertUnwindSafe(|| read_calendars(&text[..cut]))).unwrap_or_default()
}

fn read_calendars(text: &str) -> Vec<CalendarEvent> {
    let mut events = Vec::new();
    let mut parser = Parser::new(text);
    for _ in 0..MAX_ENTRIES {
        match parser.entry() {
            Entry::ICalendar(calendar) => read_calendar(&calendar, &mut events),
            Entry::Eof | Entry::TooManyComponents => break,
            // An address card, a broken line, a component that ends at the wrong place; the parser may learn more.
            _ => {}
        }
        if events.len() >= MAX_EVENTS {
            break;
        }
    }
    events.truncate(MAX_EVENTS);
    events
}

fn read_calendar(calendar: &ICalendar, events: &mut Vec<CalendarEvent>) {
    let zones = zone::Zones::of(calendar);
    let method = calendar.components.iter().find_map(method_of).unwrap_or_default();
    let found = calendar
        .components
        .iter()
        .filter(|component| component.component_type == ICalendarComponentType::VEvent)
        .filter_map(|component| read_event(component, method, &zones));
    events.extend(found.take(MAX_EVENTS));
}

fn method_of(component: &ICalendarComponent) -> Option<Method> {
    let entry = component.property(&ICalendarProperty::Method)?;
    Some(match entry.values.first()? {
        ICalendarValue::Method(ICalendarMethod::Request) => Method::Request,
        ICalendarValue::Method(ICalendarMethod::Cancel) => Method::Cancel,
        ICalendarValue::Method(ICalendarMethod::Reply) => Method::Reply,
        ICalendarValue::Method(ICalendarMethod::Publish) => Method::Publish,
        _ => Method::Other,
    })
}

fn read_event(event: &ICalendarComponent, method: Method, zones: &zone::Zones) -> Option<CalendarEvent> {
    let start = event.property(&ICalendarProperty::Dtstart)?;
    let start_time = date_time(start)?;
    let zone = zones.of_entry(start, start_time);
    let starts_at = zone.to_utc(naive(start_time)?)?;
    let status = event.property(&ICalendarProperty::Status).and_then(|entry| entry.values.first());
    let text = |property| text_of(event, &property);
    let (summary, description) = (text(ICalendarProperty::Summary), text(ICalendarProperty::Description));
    let location = text(ICalendarProperty::Location);
    Some(CalendarEvent {
        uid: uid(event, &summary, starts_at),
        sequence: match event.property(&ICalendarProperty::Sequence).and_then(|e| e.values.first()) {
            Some(ICalendarValue::Integer(number)) => *number,
            _ => 0,
        },
        method,
        video_link: video_link(event, &location, &description),
        summary,
        description,
        location,
        organizer: event.property(&ICalendarProperty::Organizer).map(person).unwrap_or_default(),
        attendees: event
            .properties(&ICalendarProperty::Attendee)
            .filter_map(|entry| entry.values.first().and_then(ICalendarValue::as_text))
            .map(address)
            .take(MAX_EVENTS)
            .collect(),
        starts_at,
        ends_at: ends_at(event, starts_at, &zone, zones).filter(|end| *end >= starts_at),
        all_day: !start_time.has_time(),
        floating: matches!(zone, Zone::Floating),
        time_zone: zones.told(&zone),
        cancelled: method == Method::Cancel
            || matches!(status, Some(ICalendarValue::Status(ICalendarStatus::Cancelled))),
    })
}

/// An event without a UID still has to be known again when the same file comes twice.
fn uid(event: &ICalendarComponent, summary: &str, starts_at: DateTime<Utc>) -> String {
    match event.uid().map(str::trim).filter(|uid| !uid.is_empty()) {
        Some(uid) => bounded(uid),
        None => format!("{}:{summary}", starts_at.timestamp()),
    }
}

fn ends_at(
    event: &ICalendarComponent,
    starts_at: DateTime<Utc>,
    zone: &Zone,
    zones: &zone::Zones,
) -> Option<DateTime<Utc>> {
    if let Some(end) = event.property(&ICalendarProperty::Dtend) {
        let time = date_time(end)?;
        let own = zones.of_entry(end, time);
        let zone = if matches!(own, Zone::Floating) { zone } else { &own };
        return zone.to_utc(naive(time)?);
    }
    let entry = event.property(&ICalendarProperty::Duration)?;
    match entry.values.first()? {
        ICalendarValue::Duration(duration) => {
            starts_at.checked_add_signed(TimeDelta::try_seconds(duration.as_seconds())?)
        }
        _ => None,
    }
}

fn date_time(entry: &ICalendarEntry) -> Option<&PartialDateTime> {
    match entry.values.first()? {
        ICalendarValue::PartialDateTime(time) => Some(time),
        _ => None,
    }
}

fn naive(time: &PartialDateTime) -> Option<chrono::NaiveDateTime> {
    let part = |value: Option<u8>| u32::from(value.unwrap_or(0));
    let day =
        chrono::NaiveDate::from_ymd_opt(i32::from(time.year?), u32::from(time.month?), u32::from(time.day?))?;
    let clock = NaiveTime::from_hms_opt(part(time.hour), part(time.minute), part(time.second).min(59))?;
    Some(day.and_time(clock))
}

fn text_of(event: &ICalendarComponent, property: &ICalendarProperty) -> String {
    let text = event
        .property(property)
        .and_then(|entry| entry.values.first())
        .and_then(ICalendarValue::as_text)
        .unwrap_or_default();
    bounded(text)
}

/// Without what a database or a screen cannot take, and cut to its limit.
fn bounded(text: &str) -> String {
    let shown = text.trim().chars().filter(|c| !c.is_control() || *c == '\n');
    shown.take(MAX_TEXT_CHARS).collect()
}

fn person(entry: &ICalendarEntry) -> String {
    let name = entry
        .parameter(&ICalendarParameterName::Cn)
        .and_then(|value| value.as_text())
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let written = entry.values.first().and_then(ICalendarValue::as_text).unwrap_or_default();
    match name {
        Some(name) => bounded(name),
        None => address(written),
    }
}

fn address(written: &str) -> String {
    let scheme = "mailto:";
    let bare = match written.get(..scheme.len()) {
        Some(start) if start.eq_ignore_ascii_case(scheme) => &written[scheme.len()..],
        _ => written,
    };
    bounded(bare).to_lowercase()
}

fn video_link(event: &ICalendarComponent, location: &str, description: &str) -> Option<String> {
    let own_property = event.entries.iter().find(|entry| match &entry.name {
        ICalendarProperty::Conference => true,
        ICalendarProperty::Other(name) => matches!(
            name.to_ascii_uppercase().as_str(),
            "X-GOOGLE-CONFERENCE"
                | "X-MICROSOFT-SKYPETEAMSMEETINGURL"
                | "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK"
                | "X-ZOOM-JOIN-URL"
                | "X-CONFERENCE-URL"
        ),
        _ => false,
    });
    let stated = own_property
        .and_then(|entry| entry.values.first().and_then(ICalendarValue::as_text))
        .and_then(|value| ANY_LINK.find(value));
    let url = text_of(event, &ICalendarProperty::Url);
    // A link in the location is where the event is; one in the text only when it is a call's.
    stated
        .or_else(|| VIDEO.find(location))
        .or_else(|| VIDEO.find(&url))
        .or_else(|| VIDEO.find(description))
        .or_else(|| ANY_LINK.find(location))
        .map(|link| link.as_str().trim_end_matches(['.', ',', ';', ')', '>']).to_owned())
}
