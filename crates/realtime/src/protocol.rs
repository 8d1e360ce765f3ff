//! The messages, and the decisions about them, without a socket.

use domain::{EventType, EventTypes};
use events::LogPosition;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema as _;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{Ref, RefOr, Schema};

/// Where a client is in its log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Cursor {
    /// The epoch of the log it was read from.
    pub epoch: String,
    /// The last number it has.
    pub seq: i64,
}

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// Wants events from now on, and those missed since the cursor.
    Subscribe {
        /// Which.
        events: EventFilter,
        /// Where it was; absent on the first connection.
        #[serde(default)]
        cursor: Option<Cursor>,
    },
    /// No longer wants these events.
    Unsubscribe {
        /// Which.
        events: EventFilter,
    },
    /// The answer to a ping.
    Pong,
    /// Asks for a pong.
    Ping,
}

/// Which events: `"*"` or a list of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventFilter(pub EventTypes);

/// What the server says beside the events themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The subscription stands; what follows begins after the cursor.
    Subscribed {
        /// Where replay begins, or the present end of the log.
        cursor: Cursor,
    },
    /// The cursor cannot be continued: read snapshots anew; live events follow from here.
    Reset {
        /// Why.
        reason: ResetReason,
        /// The present end of the log.
        cursor: Cursor,
    },
    /// Are you there? Answer with `pong` within 10 s.
    Ping {
        /// Up to here this connection is complete, whatever the filter.
        seq: i64,
    },
    /// The answer to the client's ping.
    Pong {
        /// Up to here this connection is complete.
        seq: i64,
    },
    /// The server goes down; the connection closes, and nothing is lost by it.
    GoingDown {
        /// When to connect again, in milliseconds: chosen so that not everybody comes at once.
        retry_in_ms: u64,
    },
    /// The message before was not understood; the connection closes.
    Error {
        /// A stable slug.
        slug: String,
        /// What was wrong and what to send instead.
        message: String,
    },
}

/// Why a cursor cannot be continued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResetReason {
    /// It is of another log (a restored backup, a new database).
    Epoch,
    /// What follows it is no longer kept.
    TooOld,
    /// It lies beyond the end of the log.
    Ahead,
}

/// Why the server hangs up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseCode {
    /// The client broke the protocol; it should not try again.
    Protocol = 4000,
    /// The login session ended; sign in again.
    SessionEnded = 4001,
    /// The client did not read or answer for too long; it may connect again.
    Slow = 4008,
    /// The server goes down; connect again.
    GoingDown = 1012,
}

/// How a subscription begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// Replay after this number.
    After(i64),
    /// Tell the client to read snapshots; go on after the end of the log.
    Reset(ResetReason),
}

/// Where to begin for a client that comes with `cursor`.
pub(crate) fn start(cursor: Option<&Cursor>, epoch: &str, log: LogPosition) -> Start {
    match cursor {
        None => Start::After(log.last),
        Some(cursor) if cursor.epoch != epoch => Start::Reset(ResetReason::Epoch),
        Some(cursor) if cursor.seq > log.last => Start::Reset(ResetReason::Ahead),
        Some(cursor) if cursor.seq + 1 < log.first => Start::Reset(ResetReason::TooOld),
        Some(cursor) => Start::After(cursor.seq.max(0)),
    }
}

impl utoipa::PartialSchema for EventFilter {
    fn schema() -> RefOr<Schema> {
        let all = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["*"]));
        let some = ArrayBuilder::new().items(Ref::from_schema_name(EventType::name()));
        OneOfBuilder::new().item(all).item(some).description(Some("Every event, or only these.")).into()
    }
}

impl utoipa::ToSchema for EventFilter {}

impl<'de> Deserialize<'de> for EventFilter {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            Word(String),
            List(Vec<EventType>),
        }
        match Wire::deserialize(deserializer)? {
            Wire::Word(word) if word == "*" => Ok(Self(EventTypes::ALL)),
            Wire::Word(word) => {
                Err(serde::de::Error::custom(format!("events is \"*\" or a list, not {word:?}")))
            }
            Wire::List(kinds) => Ok(Self(kinds.into_iter().collect())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(epoch: &str, seq: i64) -> Option<Cursor> {
        Some(Cursor { epoch: epoch.to_owned(), seq })
    }

    #[test]
    fn a_cursor_is_continued_or_reset_but_never_skips() {
        let log = LogPosition { first: 11, last: 20 };
        let cases = [
            (None, Start::After(20)),
            (at("e", 20), Start::After(20)),
            (at("e", 15), Start::After(15)),
            (at("e", 10), Start::After(10)),
            (at("e", 9), Start::Reset(ResetReason::TooOld)),
            (at("e", 21), Start::Reset(ResetReason::Ahead)),
            (at("f", 15), Start::Reset(ResetReason::Epoch)),
        ];
        for (cursor, expected) in cases {
            assert_eq!(start(cursor.as_ref(), "e", log), expected, "{cursor:?}");
        }
        let empty = LogPosition { first: 1, last: 0 };
        assert_eq!(start(at("e", 0).as_ref(), "e", empty), Start::After(0));
    }

    #[test]
    fn filters_are_words_or_lists() {
        let all: ClientMessage =
            serde_json::from_str(r#"{"type":"subscribe","events":"*","cursor":null}"#).unwrap();
        assert_eq!(all, ClientMessage::Subscribe { events: EventFilter(EventTypes::ALL), cursor: None });
        let EventFilter(some) = serde_json::from_str(r#"["job_match_update"]"#).unwrap();
        assert_eq!(some, EventTypes::from_iter([EventType::JobMatchUpdate]));
        assert!(serde_json::from_str::<EventFilter>(r#""some""#).is_err());
        assert!(serde_json::from_str::<EventFilter>(r#"["no_such_event"]"#).is_err());
    }
}
