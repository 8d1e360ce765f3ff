//! What processes say to each other, as bytes.
//!
//! | bytes | |
//! |---|---|
//! | 16 | who says it |
//! | 1 | 1 if it is also the beat that says that the process is there; else 0 |
//! | the rest | what is said, one [`Words`] after the other, as postcard writes them |
//!
//! A process hears its own packets too, and looks at their first bytes only. Of an event's JSON is seen that it is UTF-8,
//! and no more.

use bytes::Bytes;
use domain::{EventType, UserId};
use serde::{Deserialize, Serialize};
use store::{Hint, LogEntry};
use uuid::Uuid;

use crate::passing::Passing;

/// Counts the changes of what is described above. Processes of another format are not heard: the log has what they say.
pub(crate) const FORMAT: u32 = 3;
/// What comes before the words.
const PREFIX_BYTES: usize = 16 + 1;
/// What is reserved for a packet; most are smaller.
const SMALL_PACKET_BYTES: usize = 8 * 1024;
/// An event larger than this is not carried along: the log has it.
const LARGEST_CARRIED: usize = 8 * 1024;

/// What another process said. What is ephemeral is still in the packet.
pub(crate) enum Heard<'p> {
    /// Something was committed. Entries that are too large were left out.
    Committed(Hint),
    /// An ephemeral event of one person.
    Latest(UserId, Passing<'p>),
}

/// The same on the wire.
#[derive(Serialize, Deserialize)]
enum Words<'p> {
    Log {
        user_id: UserId,
        #[serde(borrow)]
        entries: Vec<Entry<'p>>,
    },
    Latest {
        user_id: UserId,
        key: &'p str,
        entry: Entry<'p>,
    },
    Facts,
    Tasks,
    SessionEnded {
        token_sha256: &'p str,
    },
}

/// An event; `seq` is 0 where it has none.
#[derive(Serialize, Deserialize)]
struct Entry<'p> {
    seq: i64,
    /// As [`EventType::as_str`] has it: postcard numbers the kinds, and a number says another one after a new kind came
    /// before it.
    kind: &'p str,
    body: &'p str,
}

/// A packet that says nothing yet.
pub(crate) fn begin(node: Uuid, is_beat: bool) -> Vec<u8> {
    let mut packet = Vec::with_capacity(SMALL_PACKET_BYTES);
    packet.extend_from_slice(node.as_bytes());
    packet.push(is_beat.into());
    packet
}

/// Says that something was committed.
pub(crate) fn write_hint(packet: &mut Vec<u8>, hint: &Hint) {
    Words::of(hint).write(packet);
}

/// Says an ephemeral event of one person.
pub(crate) fn write_latest(packet: &mut Vec<u8>, user_id: UserId, event: &Passing) {
    let Ok(body) = std::str::from_utf8(event.body) else {
        debug_assert!(false, "an event is JSON text");
        return;
    };
    Words::Latest { user_id, key: &event.key(), entry: Entry { seq: 0, kind: event.kind.as_str(), body } }
        .write(packet);
}

/// Whether nothing is said in a packet.
pub(crate) fn is_empty(packet: &[u8]) -> bool {
    packet.len() == PREFIX_BYTES && packet.ends_with(&[0])
}

/// Whether this process itself has sent the packet; then also whether it is a beat.
pub(crate) fn of_oneself(node: Uuid, packet: &[u8]) -> Option<bool> {
    let rest = packet.strip_prefix(node.as_bytes().as_slice())?;
    Some(rest.starts_with(&[1]))
}

/// What is said in a packet, up to where it is not whole. Events of kinds that this version does not know are passed over,
/// or, where the log has them, have to be read there.
pub(crate) fn unpack(packet: &[u8]) -> impl Iterator<Item = Heard<'_>> {
    let mut rest = packet.get(PREFIX_BYTES..).unwrap_or_default();
    let words = std::iter::from_fn(move || {
        let (words, left) = postcard::take_from_bytes::<Words>(rest).ok()?;
        rest = left;
        Some(words)
    });
    words.filter_map(Words::heard)
}

impl<'p> Words<'p> {
    fn heard(self) -> Option<Heard<'p>> {
        Some(match self {
            Self::Log { user_id, entries } => {
                let entries = entries.iter().map(Entry::copied).collect::<Option<_>>().unwrap_or_default();
                Heard::Committed(Hint::Events { user_id, entries })
            }
            Self::Latest { user_id, key, entry } => Heard::Latest(
                user_id,
                Passing::new(key, EventType::parse(entry.kind)?, entry.body.as_bytes()),
            ),
            Self::Facts => Heard::Committed(Hint::Facts),
            Self::Tasks => Heard::Committed(Hint::Tasks),
            Self::SessionEnded { token_sha256 } => {
                Heard::Committed(Hint::SessionEnded { token_sha256: token_sha256.to_owned() })
            }
        })
    }

    fn of(hint: &'p Hint) -> Self {
        match hint {
            Hint::Events { user_id, entries } => {
                Self::Log { user_id: *user_id, entries: carried(entries).iter().map(Entry::of).collect() }
            }
            Hint::Facts => Self::Facts,
            Hint::Tasks => Self::Tasks,
            Hint::SessionEnded { token_sha256 } => Self::SessionEnded { token_sha256 },
        }
    }

    fn write(&self, packet: &mut Vec<u8>) {
        postcard::to_io(self, packet).expect("memory takes it");
    }
}

impl<'p> Entry<'p> {
    fn of(entry: &'p LogEntry) -> Self {
        Self { seq: entry.seq, kind: entry.kind.as_str(), body: entry.text() }
    }

    /// It is copied: a slow reader that keeps one event shall not keep the whole packet with it.
    fn copied(&self) -> Option<LogEntry> {
        let body = Bytes::copy_from_slice(self.body.as_bytes());
        Some(LogEntry { seq: self.seq, kind: EventType::parse(self.kind)?, body })
    }
}

/// The entries of a log that go along; none of them if they are too large together.
fn carried(entries: &[LogEntry]) -> &[LogEntry] {
    match entries.iter().map(|entry| entry.body.len()).sum::<usize>() <= LARGEST_CARRIED {
        true => entries,
        false => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: UserId = UserId(Uuid::from_u128(1));
    const WORDS: &[u8] = b"\x00\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x02\x02\x0fprofile_updated\x02{}\x04\x0fprofile_updated\x08{\"\xc3\xbc\":1}\
        \x02\x03\x04\x04ab12\x01\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x0fsource:\"quoted\"\x00\x0dsource_update\x08{\"a\":[]}";

    fn node() -> Uuid {
        Uuid::from_u128(7)
    }

    fn hints() -> Vec<Hint> {
        let entry = |seq, body: &str| LogEntry {
            seq,
            kind: EventType::ProfileUpdated,
            body: Bytes::copy_from_slice(body.as_bytes()),
        };
        let log = |entries: Vec<LogEntry>| Hint::Events { user_id: USER, entries: entries.into() };
        let large = "x".repeat(LARGEST_CARRIED);
        vec![
            log(vec![entry(1, "{}"), entry(2, "{\"ü\":1}")]),
            Hint::Facts,
            log(vec![entry(3, &large), entry(4, "{}")]),
            Hint::Tasks,
            Hint::SessionEnded { token_sha256: "ab12".into() },
        ]
    }

    fn latest() -> Passing<'static> {
        Passing::new("source:\"quoted\"", EventType::SourceUpdate, b"{\"a\":[]}")
    }

    /// Everything that can be said.
    fn everything() -> Vec<u8> {
        let mut packet = begin(node(), false);
        hints().iter().for_each(|hint| write_hint(&mut packet, hint));
        write_latest(&mut packet, USER, &latest());
        write_hint(&mut packet, &Hint::Facts);
        packet
    }

    /// How that is heard: without what is too large.
    fn expected() -> Vec<String> {
        let mut hints = hints();
        hints[2] = Hint::Events { user_id: USER, entries: Vec::new().into() };
        let mut all: Vec<_> = hints.iter().map(|hint| format!("{hint:?}")).collect();
        all.extend([format!("{USER:?} {:?}", latest()), format!("{:?}", Hint::Facts)]);
        all
    }

    fn heard(packet: &[u8]) -> Vec<String> {
        let told = |heard| match heard {
            Heard::Committed(hint) => format!("{hint:?}"),
            Heard::Latest(user_id, event) => format!("{user_id:?} {event:?}"),
        };
        unpack(packet).map(told).collect()
    }

    #[test]
    fn what_is_packed_is_unpacked_without_what_is_too_large() {
        assert_eq!(heard(&everything()), expected());
    }

    #[test]
    fn ones_own_is_told_by_its_first_bytes() {
        let (mut beat, other) = (begin(node(), true), everything());
        assert!(!is_empty(&beat) && is_empty(&begin(node(), false)) && !is_empty(&other));
        write_hint(&mut beat, &Hint::Tasks);
        assert_eq!((of_oneself(node(), &beat), of_oneself(node(), &other)), (Some(true), Some(false)));
        assert_eq!(of_oneself(Uuid::from_u128(8), &beat), None);
        assert_eq!(heard(&beat), [format!("{:?}", Hint::Tasks)]);
    }

    #[test]
    fn what_is_not_whole_is_heard_as_far_as_it_goes() {
        let (packet, all) = (everything(), expected());
        let mut most = 0;
        for length in 0..packet.len() {
            let heard = heard(&packet[..length]);
            assert!(heard.len() < all.len(), "{length} of {} bytes", packet.len());
            assert_eq!(heard, all[..heard.len()]);
            most = most.max(heard.len());
        }
        assert_eq!(most, all.len() - 1);
    }

    #[test]
    fn the_words_are_those_of_the_format() {
        let mut packet = begin(node(), true);
        let hints = hints();
        for hint in [&hints[0], &hints[1], &hints[3], &hints[4]] {
            write_hint(&mut packet, hint);
        }
        write_latest(&mut packet, USER, &latest());
        let said = packet[PREFIX_BYTES..].escape_ascii().to_string();
        assert_eq!(said, WORDS.escape_ascii().to_string(), "whoever changes them counts FORMAT up");
    }

    #[test]
    fn what_is_not_understood_is_passed_over() {
        let mut packet = begin(node(), false);
        write_latest(&mut packet, USER, &latest());
        write_hint(&mut packet, &hints()[0]);
        write_hint(&mut packet, &Hint::Tasks);
        assert_eq!(heard(&packet).len(), 3);
        let replaced = |from: &[u8], to: &[u8]| {
            let at = packet.windows(from.len()).position(|window| window == from).expect("it is there");
            [&packet[..at], to, &packet[at + from.len()..]].concat()
        };
        let all = heard(&packet);
        assert_eq!(
            heard(&replaced(b"source_update", b"source_upkeep")),
            all[1..],
            "a kind of a later version"
        );
        let read = Hint::Events { user_id: USER, entries: Vec::new().into() };
        let of_later = heard(&replaced(b"profile_updated", b"profile_upended"));
        assert_eq!(of_later, [all[0].clone(), format!("{read:?}"), all[2].clone()], "the log has it");
        assert!(heard(&replaced(b"[]}", b"[]\xff")).is_empty(), "an event is UTF-8");
        let mut far = begin(node(), false);
        let log = Hint::Events { user_id: USER, entries: Vec::new().into() };
        write_hint(&mut far, &log);
        assert_eq!((heard(&far).len(), far.pop()), (1, Some(0)), "the number of its entries comes last");
        far.extend_from_slice(&[0xff, 0xff, 0xff, 0xff, 0x0f]);
        assert!(heard(&far).is_empty(), "four billion entries, and none of them there");
        assert!(heard(br#"{"node":"00000000-0000-0000-0000-000000000007","said":["beat"]}"#).is_empty());
    }
}
