//! The door by which a server of the bench is asked to send: lines of text on a second port of the loopback, one connection.
//!
//! ```text
//! room FIRST COUNT BYTES     COUNT events, numbered from FIRST on, each to everybody connected
//! users FIRST COUNT BYTES    COUNT events, numbered from FIRST on, each to the one person NUMBER % PEOPLE
//! ```
//!
//! The server hands out the events of a line one after the other, as fast as its own way allows, and answers nothing. The
//! WebSocket message of an event is BYTES long with all that the server puts around, and `#` with the event's number in ten
//! digits is in it, before any other `#`. The client keeps when each event should have been sent, so no clock of a server
//! counts. Memory and CPU time of a server are read from /proc.

use std::fmt;

/// To whom the events of an order go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Room,
    Users,
}

/// One line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub to: To,
    pub first: u64,
    pub count: u64,
    pub bytes: usize,
}

impl Order {
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let to = match words.next()? {
            "room" => To::Room,
            "users" => To::Users,
            _ => return None,
        };
        let (first, count) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        Some(Self { to, first, count, bytes: words.next()?.parse().ok()? })
    }
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = match self.to {
            To::Room => "room",
            To::Users => "users",
        };
        writeln!(f, "{to} {} {} {}", self.first, self.count, self.bytes)
    }
}

/// The text of an event, for a server that puts nothing around it.
pub fn text(number: u64, bytes: usize) -> String {
    let mut text = format!("#{number:010} ");
    let padding = bytes.saturating_sub(text.len());
    text.extend(std::iter::repeat_n('x', padding));
    text
}

/// The number of the event in a message, where it is one.
pub fn number_in(message: &[u8]) -> Option<u64> {
    let at = message.iter().position(|byte| *byte == b'#')? + 1;
    let digits = message.get(at..at + 10)?;
    digits
        .iter()
        .try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0')))
}
