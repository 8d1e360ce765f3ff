//! Time zones as calendar programs write them: IANA names, Windows names, prefixed names, home-made
//! VTIMEZONE blocks, bare offsets. All become one [`Zone`].

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::LazyLock;

use calcard::common::{PartialDateTime, timezone::Tz as CardTz};
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarProperty, ICalendarValue,
};
use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use regex::Regex;

/// Where a wall clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Nothing said: the reader's own clock. Read as UTC.
    Floating,
    /// A place.
    Named(chrono_tz::Tz),
    /// A number of seconds east of Greenwich.
    Fixed(FixedOffset),
}

impl Zone {
    /// The instant of a wall-clock time. A time that happens twice when clocks go back is the first
    /// one; a time that is skipped when they go forward is read as if they had not yet.
    pub fn to_utc(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self {
            Self::Floating => Some(local.and_utc()),
            Self::Fixed(offset) => offset.from_local_datetime(&local).single().map(|t| t.to_utc()),
            Self::Named(zone) => match zone.from_local_datetime(&local) {
                LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => Some(time.to_utc()),
                LocalResult::None => {
                    let before = local.checked_sub_signed(TimeDelta::hours(3))?;
                    let earlier = zone.from_local_datetime(&before).earliest()?;
                    earlier.to_utc().checked_add_signed(TimeDelta::hours(3))
                }
            },
        }
    }

    /// The IANA name, where there is one.
    pub fn name(self) -> Option<String> {
        match self {
            Self::Floating => None,
            Self::Named(chrono_tz::Tz::UTC | chrono_tz::Tz::Etc__UTC | chrono_tz::Tz::Zulu) => {
                Some("UTC".to_owned())
            }
            Self::Named(zone) => Some(zone.name().to_owned()),
            Self::Fixed(offset) => {
                let seconds = offset.local_minus_utc();
                match (seconds, seconds % 3600) {
                    (0, _) => Some("UTC".to_owned()),
                    // POSIX signs: Etc/GMT-2 lies two hours east.
                    (_, 0) => Some(format!("Etc/GMT{:+}", -seconds / 3600)),
                    _ => None,
                }
            }
        }
    }
}

/// The zones one calendar file speaks of.
pub(super) struct Zones {
    defined: HashMap<String, Zone>,
    /// `X-WR-TIMEZONE`: where the calendar's owner lives.
    home: Option<Zone>,
}

impl Zones {
    pub(super) fn of(calendar: &ICalendar) -> Self {
        let mut defined = HashMap::new();
        for component in calendar.timezones() {
            let own_name = component
                .property(&ICalendarProperty::Tzid)
                .and_then(|entry| entry.values.first())
                .and_then(ICalendarValue::as_text);
            let Some(own_name) = own_name else { continue };
            // A name may begin with an offset and still change its clocks: "GMT +0100 (Standard) / GMT
            // +0200 (Daylight)", so only a place is believed before the rules.
            let known: Option<Zone> = component.timezone().map(|(_, zone)| zone.into());
            let zone = known
                .filter(|zone| matches!(zone, Zone::Named(_)))
                .or_else(|| of_place(own_name))
                .or_else(|| of_rules(calendar, component))
                .or(known)
                .or_else(|| of_offset(own_name));
            if let Some(zone) = zone {
                defined.insert(own_name.to_owned(), zone);
            }
        }
        let home = calendar.components.iter().flat_map(|part| &part.entries).find_map(|entry| {
            let ICalendarProperty::Other(name) = &entry.name else { return None };
            name.eq_ignore_ascii_case("X-WR-TIMEZONE")
                .then(|| entry.values.first().and_then(ICalendarValue::as_text).and_then(of_name))
                .flatten()
        });
        Self { defined, home }
    }

    /// The zone of a date: its own offset, its TZID, or the calendar's home for a floating one.
    pub(super) fn of_entry(&self, entry: &ICalendarEntry, time: &PartialDateTime) -> Zone {
        if let Some(hour) = time.tz_hour {
            let seconds = i32::from(hour) * 3600 + i32::from(time.tz_minute.unwrap_or(0)) * 60;
            let east = if time.tz_minus { -seconds } else { seconds };
            return match FixedOffset::east_opt(east) {
                Some(offset) if east != 0 => Zone::Fixed(offset),
                _ => Zone::Named(chrono_tz::Tz::UTC),
            };
        }
        entry
            .tz_id()
            .and_then(|name| self.defined.get(name).copied().or_else(|| of_name(name)))
            .or(self.home)
            .unwrap_or(Zone::Floating)
    }

    /// The zone to show beside a time: a UTC time of a calendar that has a home is told in it.
    pub(super) fn told(&self, zone: &Zone) -> Option<String> {
        match (zone.name(), self.home) {
            (Some(name), Some(home)) if name == "UTC" => home.name(),
            (name, _) => name,
        }
    }
}

impl From<CardTz> for Zone {
    fn from(zone: CardTz) -> Self {
        match zone {
            CardTz::Floating => Self::Floating,
            CardTz::Fixed(offset) => Self::Fixed(offset),
            CardTz::Tz(zone) => Self::Named(zone),
        }
    }
}

static OFFSET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\(?(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?\)?").expect("the regex is a literal")
});

/// Names of Lotus Notes, which no standard lists.
const NOTES: &[(&str, chrono_tz::Tz)] = &[
    ("Western/Central Europe", chrono_tz::Tz::Europe__Berlin),
    ("Eastern", chrono_tz::Tz::America__New_York),
    ("Central", chrono_tz::Tz::America__Chicago),
    ("Mountain", chrono_tz::Tz::America__Denver),
    ("Pacific", chrono_tz::Tz::America__Los_Angeles),
];

/// The zone of a name: a place, at last a bare offset.
fn of_name(name: &str) -> Option<Zone> {
    of_place(name).or_else(|| of_offset(name))
}

/// The place of an IANA or Windows name, with a vendor's prefix or without.
fn of_place(name: &str) -> Option<Zone> {
    let name = name.trim().trim_matches('"');
    if let Ok(zone @ CardTz::Tz(_)) = CardTz::from_str(name) {
        return Some(zone.into());
    }
    if let Some((_, zone)) = NOTES.iter().find(|(notes, _)| *notes == name) {
        return Some(Zone::Named(*zone));
    }
    // `/vendor/2007/Europe/Berlin`, `custom_Europe/Berlin`: the longest known tail is the name.
    let starts = name.char_indices().filter(|(_, c)| matches!(c, '/' | '_')).map(|(at, _)| at + 1);
    for start in starts {
        if name[start..].contains('/')
            && let Ok(zone) = chrono_tz::Tz::from_str(&name[start..])
        {
            return Some(Zone::Named(zone));
        }
    }
    None
}

/// `GMT+2`, `(UTC-05:00) Eastern Time`.
fn of_offset(name: &str) -> Option<Zone> {
    let name = name.trim().trim_matches('"');
    if let Ok(zone) = CardTz::from_str(name) {
        return Some(zone.into());
    }
    let found = OFFSET.captures(name)?;
    let part = |group: usize| found.get(group).map_or(Ok(0), |text| text.as_str().parse::<i32>()).ok();
    let seconds = part(2)? * 3600 + part(3)? * 60;
    let east = if &found[1] == "-" { -seconds } else { seconds };
    FixedOffset::east_opt(east).map(Zone::Fixed)
}

/// A place for each pair of (standard, summer) offsets in minutes that interviews come from.
const PLACES: &[(i32, i32, chrono_tz::Tz)] = &[
    (0, 60, chrono_tz::Tz::Europe__London),
    (60, 120, chrono_tz::Tz::Europe__Berlin),
    (120, 180, chrono_tz::Tz::Europe__Helsinki),
    (-300, -240, chrono_tz::Tz::America__New_York),
    (-360, -300, chrono_tz::Tz::America__Chicago),
    (-420, -360, chrono_tz::Tz::America__Denver),
    (-480, -420, chrono_tz::Tz::America__Los_Angeles),
    (-540, -480, chrono_tz::Tz::America__Anchorage),
    (-240, -180, chrono_tz::Tz::America__Halifax),
    (600, 660, chrono_tz::Tz::Australia__Sydney),
    (570, 630, chrono_tz::Tz::Australia__Adelaide),
    (720, 780, chrono_tz::Tz::Pacific__Auckland),
];

/// A home-made zone by its offsets: one alone is fixed; a pair is the best known place with it.
fn of_rules(calendar: &ICalendar, zone: &ICalendarComponent) -> Option<Zone> {
    let (mut standard, mut summer) = (None, None);
    let parts = zone.component_ids.iter().filter_map(|id| calendar.component_by_id(*id));
    for part in parts {
        let minutes = part
            .property(&ICalendarProperty::Tzoffsetto)
            .and_then(|entry| entry.values.first())
            .and_then(offset_minutes);
        match part.component_type {
            ICalendarComponentType::Standard => standard = minutes.or(standard),
            ICalendarComponentType::Daylight => summer = minutes.or(summer),
            _ => {}
        }
    }
    let place = PLACES
        .iter()
        .find(|(winter, other, _)| Some(*winter) == standard && Some(*other) == summer)
        .map(|(_, _, place)| Zone::Named(*place));
    let fixed = || FixedOffset::east_opt(standard.or(summer)? * 60).map(Zone::Fixed);
    place.or_else(fixed)
}

fn offset_minutes(value: &ICalendarValue) -> Option<i32> {
    match value {
        ICalendarValue::PartialDateTime(time) => {
            let minutes = i32::from(time.tz_hour?) * 60 + i32::from(time.tz_minute.unwrap_or(0));
            Some(if time.tz_minus { -minutes } else { minutes })
        }
        ICalendarValue::Text(text) => match of_name(text)? {
            Zone::Fixed(offset) => Some(offset.fix().local_minus_utc() / 60),
            Zone::Floating | Zone::Named(_) => None,
        },
        _ => None,
    }
}
