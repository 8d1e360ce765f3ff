//! One connection of the client, as each kind of server wants it.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;

use mio::net::TcpStream;

use crate::frames::{Frame, from_client, pong};

/// How a server wants to be spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A bearer token, `subscribe`, and `pong` to a `ping`.
    Jobwire,
    /// Engine.IO 4 and Socket.IO 5 packets.
    SocketIo,
    /// It says `ready` and then sends events.
    Plain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Connecting,
    Upgrading,
    Subscribing,
    Ready,
    Closed,
}

/// What was read from a connection.
pub struct Said {
    /// It is ready now and was not before.
    pub became_ready: bool,
    /// It ended.
    pub closed: bool,
}

/// One connection.
pub struct Connection {
    pub stream: TcpStream,
    kind: Kind,
    state: State,
    request: Vec<u8>,
    /// The beginning of what is not there as a whole yet.
    carry: Vec<u8>,
    /// The number of the last event.
    pub last: u64,
}

impl Kind {
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "jobwire" => Some(Self::Jobwire),
            "socketio" => Some(Self::SocketIo),
            "plain" => Some(Self::Plain),
            _ => None,
        }
    }

    fn request(self, person: usize, token: Option<&str>) -> Vec<u8> {
        let path = match self {
            Self::Jobwire => "/ws/realtime/".to_owned(),
            Self::SocketIo => format!("/socket.io/?EIO=4&transport=websocket&user={person}"),
            Self::Plain => format!("/?user={person}"),
        };
        let authorization =
            token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{authorization}\r\n"
        )
        .into_bytes()
    }

    /// What to say to a message that is no event, and whether the connection is ready by it.
    fn answer(self, message: &[u8]) -> (Option<&'static str>, bool) {
        match self {
            Self::Jobwire if message.starts_with(br#"{"type":"ping""#) => (Some(r#"{"type":"pong"}"#), false),
            Self::Jobwire => (None, message.starts_with(br#"{"type":"subscribed""#)),
            Self::SocketIo if message.starts_with(b"0{") => (Some("40"), false),
            Self::SocketIo if message == b"2" => (Some("3"), false),
            Self::SocketIo => (None, message.starts_with(b"40")),
            Self::Plain => (None, message == b"ready"),
        }
    }
}

impl Connection {
    /// Begins to connect.
    pub fn to(server: SocketAddr, kind: Kind, person: usize, token: Option<&str>) -> Self {
        let stream = TcpStream::connect(server).expect("a socket");
        let request = kind.request(person, token);
        Self { stream, kind, state: State::Connecting, request, carry: Vec::new(), last: 0 }
    }

    /// The socket takes bytes: the first time, it is connected.
    pub fn writable(&mut self) {
        if self.state != State::Connecting || self.stream.peer_addr().is_err() {
            return;
        }
        self.stream.set_nodelay(true).expect("a TCP socket");
        let request = std::mem::take(&mut self.request);
        self.say(&request);
        self.state = State::Upgrading;
    }

    pub fn is_ready(&self) -> bool {
        self.state == State::Ready
    }

    /// Reads what is there, and hands each message of a ready connection to `hear`.
    pub fn read(&mut self, buffer: &mut [u8], mut hear: impl FnMut(&mut u64, &[u8])) -> Said {
        let was_ready = self.is_ready();
        while self.state != State::Closed {
            match self.stream.read(buffer) {
                Ok(0) => self.state = State::Closed,
                Ok(length) => {
                    self.take(&buffer[..length], &mut hear);
                    // A read that does not fill the buffer emptied the socket (epoll(7)); the end of the stream is
                    // told by an event of its own.
                    if length < buffer.len() {
                        break;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => self.state = State::Closed,
            }
        }
        Said { became_ready: !was_ready && self.is_ready(), closed: self.state == State::Closed }
    }

    fn take(&mut self, read: &[u8], hear: &mut impl FnMut(&mut u64, &[u8])) {
        if self.carry.is_empty() {
            let used = self.understand(read, hear);
            if used < read.len() {
                self.carry = read[used..].to_vec();
            }
            return;
        }
        let mut all = std::mem::take(&mut self.carry);
        all.extend_from_slice(read);
        let used = self.understand(&all, hear);
        self.carry = all.split_off(used);
    }

    /// Takes whole frames from the beginning and says how many bytes they were.
    fn understand(&mut self, bytes: &[u8], hear: &mut impl FnMut(&mut u64, &[u8])) -> usize {
        let mut used = 0;
        if self.state == State::Upgrading {
            let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return 0 };
            let head = String::from_utf8_lossy(&bytes[..end]);
            assert!(head.starts_with("HTTP/1.1 101"), "the server refused: {head}");
            used = end + 4;
            self.state = State::Subscribing;
            if self.kind == Kind::Jobwire {
                self.say(&from_client(r#"{"type":"subscribe","events":"*","cursor":null}"#));
            }
        }
        while let Some(frame) = Frame::first(&bytes[used..]) {
            used += frame.length;
            if frame.is_text() {
                match self.kind.answer(frame.payload) {
                    (Some(answer), _) => self.say(&from_client(answer)),
                    (None, true) => self.state = State::Ready,
                    (None, false) => hear(&mut self.last, frame.payload),
                }
            } else if frame.is_ping() {
                self.say(&pong(frame.payload));
            } else if frame.is_close() {
                self.state = State::Closed;
            }
        }
        used
    }

    /// Says a few bytes, for which there is always room. A server that has hung up is noticed when reading.
    fn say(&mut self, bytes: &[u8]) {
        let _ = self.stream.write(bytes);
    }
}
