//! What processes say to each other, as bytes.
//!
//! | bytes | |
//! |---|---|
//! | 16 | who says it |
//! | 1 | 1 if it says, among other things, that the process is there; else 0 |
//! | 4 | the length of the head, big-endian |
//! | so many | the head: what is said, as JSON |
//! | the rest | the bodies of the events, in the order of the head |
//!
//! The bodies are JSON already: nothing on the way reads them. A process hears its own packets too, and looks at their
//! first bytes only.

use std::borrow::Cow;

use bytes::Bytes;
use domain::{EventType, UserId};
use serde::{Deserialize, Serialize};
use store::{Hint, LogEntry};
use uuid::Uuid;

use crate::hub::Latest;

/// Counts the changes of what is described above. Processes of another format are not heard: the log has what they say.
pub(crate) const FORMAT: u32 = 2;
/// What comes before the head.
const PREFIX_BYTES: usize = 16 + 1 + 4;
/// An event larger than this is not carried along: the log has it.
const LARGEST_CARRIED: usize = 8 * 1024;

/// What one process says to the others.
#[derive(Debug)]
pub(crate) enum Said {
    /// Something was committed. Entries that are too large were left out.
    Committed(Hint),
    /// An ephemeral event of one person.
    Latest(Latest),
    /// The process is there.
    Beat,
}

/// [`Said`] without the bodies.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Head<'a> {
    Log {
        user: UserId,
        entries: Vec<EntryHead>,
    },
    Latest {
        user: UserId,
        #[serde(borrow)]
        key: Cow<'a, str>,
        kind: EventType,
        length: usize,
    },
    Facts,
    Tasks,
    SessionEnded {
        token_sha256: String,
    },
    Beat,
}

#[derive(Serialize, Deserialize)]
struct EntryHead {
    seq: i64,
    kind: EventType,
    length: usize,
}

/// Packs what is said.
pub(crate) fn pack(node: Uuid, said: &[Said]) -> Vec<u8> {
    let heads: Vec<Head> = said.iter().map(Said::head).collect();
    let mut packet =
        Vec::with_capacity(PREFIX_BYTES + said.iter().map(|said| said.size() + 256).sum::<usize>());
    packet.extend_from_slice(node.as_bytes());
    packet.push(said.iter().any(|said| matches!(said, Said::Beat)).into());
    packet.extend_from_slice(&[0; 4]);
    serde_json::to_writer(&mut packet, &heads).expect("heads are JSON");
    let length = (packet.len() - PREFIX_BYTES) as u32;
    packet[PREFIX_BYTES - 4..PREFIX_BYTES].copy_from_slice(&length.to_be_bytes());
    said.iter().flat_map(Said::bodies).for_each(|body| packet.extend_from_slice(body));
    packet
}

/// Whether this process itself has sent the packet; then also whether it says that it is there.
pub(crate) fn of_oneself(node: Uuid, packet: &[u8]) -> Option<bool> {
    let rest = packet.strip_prefix(node.as_bytes().as_slice())?;
    Some(rest.first() == Some(&1))
}

/// What is said in a packet; `None` for one that is not whole, or of another version of Jobwire.
pub(crate) fn unpack(packet: &[u8]) -> Option<Vec<Said>> {
    let (prefix, rest) = packet.split_at_checked(PREFIX_BYTES)?;
    let length = u32::from_be_bytes(prefix[PREFIX_BYTES - 4..].try_into().ok()?) as usize;
    let (heads, bodies) = rest.split_at_checked(length)?;
    let heads: Vec<Head> = serde_json::from_slice(heads).ok()?;
    let mut bodies = Bodies(std::str::from_utf8(bodies).ok()?);
    let said = heads.into_iter().map(|head| head.with(&mut bodies)).collect::<Option<Vec<_>>>()?;
    bodies.0.is_empty().then_some(said)
}

/// The bodies that are left.
struct Bodies<'a>(&'a str);

impl Bodies<'_> {
    /// Takes the next one. It is copied: a slow reader that keeps one event shall not keep all the others with it.
    fn take(&mut self, length: usize) -> Option<Bytes> {
        let (body, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(Bytes::copy_from_slice(body.as_bytes()))
    }
}

impl Head<'_> {
    fn with(self, bodies: &mut Bodies) -> Option<Said> {
        Some(match self {
            Self::Log { user: user_id, entries } => {
                let whole = |head: EntryHead| {
                    Some(LogEntry { seq: head.seq, kind: head.kind, body: bodies.take(head.length)? })
                };
                let entries = entries.into_iter().map(whole).collect::<Option<Vec<_>>>()?;
                Said::Committed(Hint::Events { user_id, entries: entries.into() })
            }
            Self::Latest { user: user_id, key, kind, length } => {
                Said::Latest(Latest { user_id, key: key.into(), kind, body: bodies.take(length)? })
            }
            Self::Facts => Said::Committed(Hint::Facts),
            Self::Tasks => Said::Committed(Hint::Tasks),
            Self::SessionEnded { token_sha256 } => Said::Committed(Hint::SessionEnded { token_sha256 }),
            Self::Beat => Said::Beat,
        })
    }
}

impl Said {
    fn head(&self) -> Head<'_> {
        match self {
            Self::Committed(Hint::Events { user_id, .. }) => Head::Log {
                user: *user_id,
                entries: self
                    .carried()
                    .iter()
                    .map(|entry| EntryHead { seq: entry.seq, kind: entry.kind, length: entry.body.len() })
                    .collect(),
            },
            Self::Committed(Hint::Facts) => Head::Facts,
            Self::Committed(Hint::Tasks) => Head::Tasks,
            Self::Committed(Hint::SessionEnded { token_sha256 }) => {
                Head::SessionEnded { token_sha256: token_sha256.clone() }
            }
            Self::Latest(latest) => Head::Latest {
                user: latest.user_id,
                key: Cow::Borrowed(&latest.key),
                kind: latest.kind,
                length: latest.body.len(),
            },
            Self::Beat => Head::Beat,
        }
    }

    /// The entries of a log that go along; none of them if they are too large together.
    fn carried(&self) -> &[LogEntry] {
        match self {
            Self::Committed(Hint::Events { entries, .. })
                if entries.iter().map(|entry| entry.body.len()).sum::<usize>() <= LARGEST_CARRIED =>
            {
                entries
            }
            _ => &[],
        }
    }

    fn bodies(&self) -> impl Iterator<Item = &Bytes> {
        let latest = match self {
            Self::Latest(latest) => Some(&latest.body),
            _ => None,
        };
        self.carried().iter().map(|entry| &entry.body).chain(latest)
    }

    /// How many bytes of events it carries.
    pub fn size(&self) -> usize {
        self.bodies().map(Bytes::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node() -> Uuid {
        Uuid::from_u128(7)
    }

    fn everything() -> Vec<Said> {
        let user_id = UserId(Uuid::from_u128(1));
        let entry = |seq, body: &str| LogEntry {
            seq,
            kind: EventType::ProfileUpdated,
            body: Bytes::copy_from_slice(body.as_bytes()),
        };
        let large = "x".repeat(LARGEST_CARRIED);
        vec![
            Said::Committed(Hint::Events {
                user_id,
                entries: vec![entry(1, "{}"), entry(2, "{\"ü\":1}")].into(),
            }),
            Said::Committed(Hint::Events { user_id, entries: vec![entry(3, &large), entry(4, "{}")].into() }),
            Said::Committed(Hint::Facts),
            Said::Latest(Latest {
                user_id,
                key: "source:\"quoted\"".into(),
                kind: EventType::SourceUpdate,
                body: "{\"a\":[]}".into(),
            }),
            Said::Committed(Hint::Tasks),
            Said::Committed(Hint::SessionEnded { token_sha256: "ab12".into() }),
            Said::Beat,
        ]
    }

    #[test]
    fn what_is_packed_is_unpacked_without_what_is_too_large() {
        let mut said = everything();
        let packet = pack(node(), &said);
        if let Said::Committed(Hint::Events { entries, .. }) = &mut said[1] {
            *entries = Vec::new().into();
        }
        let heard = unpack(&packet).expect("it is whole");
        assert_eq!(format!("{heard:?}"), format!("{said:?}"));
    }

    #[test]
    fn ones_own_is_told_by_its_first_bytes() {
        let (with, without) = (pack(node(), &everything()), pack(node(), &everything()[..2]));
        assert_eq!((of_oneself(node(), &with), of_oneself(node(), &without)), (Some(true), Some(false)));
        assert_eq!(of_oneself(Uuid::from_u128(8), &with), None);
    }

    #[test]
    fn what_is_not_whole_says_nothing() {
        let packet = pack(node(), &everything());
        for length in 0..packet.len() {
            assert!(unpack(&packet[..length]).is_none(), "{length} of {} bytes", packet.len());
        }
        let mut longer = packet.clone();
        longer.push(b'x');
        assert!(unpack(&longer).is_none());
        let mut broken = packet.clone();
        *broken.last_mut().unwrap() = 0xff;
        assert!(unpack(&broken).is_none(), "an event is UTF-8");
        let mut far = packet;
        far[PREFIX_BYTES - 4..PREFIX_BYTES].copy_from_slice(&u32::MAX.to_be_bytes());
        assert!(unpack(&far).is_none());
        assert!(unpack(br#"{"node":"00000000-0000-0000-0000-000000000007","said":["beat"]}"#).is_none());
    }
}
