//! The limit: what this machine can write to sockets at all. A frame is made once and written straight to every socket by
//! one thread; there is no authentication, no queue, no log. A socket that takes no more keeps the rest of the frame it is
//! in, and misses what comes meanwhile.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;

use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::control::{Order, To, text};
use crate::frames::from_server;

const DOOR: Token = Token(0);
const CONTROL_DOOR: Token = Token(1);
const CONTROL: Token = Token(2);
const FIRST_CONNECTION: usize = 3;

struct Connection {
    stream: TcpStream,
    /// Who it is, once the request is answered.
    person: Option<usize>,
    /// The request, until it is whole.
    request: Vec<u8>,
    /// The rest of a frame that the socket did not take.
    rest: Vec<u8>,
}

struct Limit {
    poll: Poll,
    connections: Vec<Option<Connection>>,
    /// Places of connections that ended.
    free: Vec<usize>,
    /// The connection of each person.
    people: Vec<Option<usize>>,
    buffer: Vec<u8>,
}

/// Serves until it is killed.
pub fn run(port: u16, control_port: u16, people: usize) {
    let mut door = listen(port);
    let mut control_door = listen(control_port);
    let poll = Poll::new().expect("epoll");
    poll.registry().register(&mut door, DOOR, Interest::READABLE).expect("registered");
    poll.registry().register(&mut control_door, CONTROL_DOOR, Interest::READABLE).expect("registered");
    let mut limit = Limit {
        poll,
        connections: Vec::new(),
        free: Vec::new(),
        people: vec![None; people],
        buffer: vec![0; 64 * 1024],
    };
    let mut control: Option<TcpStream> = None;
    let mut lines = String::new();
    let mut events = Events::with_capacity(1024);
    loop {
        limit.poll.poll(&mut events, None).expect("epoll");
        for event in &events {
            match event.token() {
                DOOR => limit.let_in(&door),
                CONTROL_DOOR => {
                    while let Ok((mut stream, _)) = control_door.accept() {
                        limit
                            .poll
                            .registry()
                            .register(&mut stream, CONTROL, Interest::READABLE)
                            .expect("registered");
                        control = Some(stream);
                    }
                }
                CONTROL => {
                    let Some(stream) = &mut control else { continue };
                    limit.hear(stream, &mut lines);
                }
                Token(token) => {
                    let at = token - FIRST_CONNECTION;
                    if event.is_writable() {
                        limit.write_rest(at);
                    }
                    if event.is_readable() {
                        limit.read(at);
                    }
                }
            }
        }
    }
}

fn listen(port: u16) -> TcpListener {
    TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).expect("the port is free")
}

impl Limit {
    fn let_in(&mut self, door: &TcpListener) {
        while let Ok((mut stream, _)) = door.accept() {
            stream.set_nodelay(true).expect("a TCP socket");
            let at = self.free.pop().unwrap_or_else(|| {
                self.connections.push(None);
                self.connections.len() - 1
            });
            let token = Token(at + FIRST_CONNECTION);
            self.poll.registry().register(&mut stream, token, Interest::READABLE).expect("registered");
            self.connections[at] =
                Some(Connection { stream, person: None, request: Vec::new(), rest: Vec::new() });
        }
    }

    fn read(&mut self, at: usize) {
        let Some(connection) = self.connections.get_mut(at).and_then(Option::as_mut) else { return };
        loop {
            match connection.stream.read(&mut self.buffer) {
                Ok(length) if length > 0 => {
                    // Nothing that a client says later matters here.
                    if connection.person.is_some() {
                        continue;
                    }
                    connection.request.extend_from_slice(&self.buffer[..length]);
                    if !connection.request.ends_with(b"\r\n\r\n") {
                        continue;
                    }
                    let request = String::from_utf8(std::mem::take(&mut connection.request)).expect("ASCII");
                    let (answer, person) = answer(&request);
                    connection.stream.write_all(&answer).expect("an empty socket takes it");
                    connection.person = Some(person);
                    self.people[person] = Some(at);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Ok(_) | Err(_) => {
                    let person = connection.person;
                    self.connections[at] = None;
                    self.free.push(at);
                    // The person may have come back meanwhile, on another connection.
                    if let Some(person) = person.filter(|person| self.people[*person] == Some(at)) {
                        self.people[person] = None;
                    }
                    return;
                }
            }
        }
    }

    fn hear(&mut self, control: &mut TcpStream, lines: &mut String) {
        loop {
            match control.read(&mut self.buffer) {
                Ok(length) if length > 0 => {
                    lines.push_str(std::str::from_utf8(&self.buffer[..length]).expect("ASCII"))
                }
                _ => break,
            }
        }
        while let Some(end) = lines.find('\n') {
            let order = Order::parse(&lines[..end]).expect("an order");
            lines.drain(..=end);
            self.send(order);
        }
    }

    fn send(&mut self, order: Order) {
        for number in order.first..order.first + order.count {
            let frame = from_server(&text(number, order.bytes));
            match order.to {
                To::Room => (0..self.connections.len()).for_each(|at| self.write(at, &frame)),
                To::Users => {
                    let person = self.people[number as usize % self.people.len()];
                    person.into_iter().for_each(|at| self.write(at, &frame));
                }
            }
        }
    }

    fn write(&mut self, at: usize, frame: &[u8]) {
        let Some(connection) = &mut self.connections[at] else { return };
        if !connection.rest.is_empty() {
            return;
        }
        let written = connection.stream.write(frame).unwrap_or(0);
        // What is not begun is missed; what is begun has to be ended.
        if written > 0 && written < frame.len() {
            connection.rest = frame[written..].to_vec();
            self.watch(at, Interest::READABLE | Interest::WRITABLE);
        }
    }

    fn write_rest(&mut self, at: usize) {
        let Some(connection) = self.connections.get_mut(at).and_then(Option::as_mut) else { return };
        if connection.rest.is_empty() {
            return;
        }
        let written = connection.stream.write(&connection.rest).unwrap_or(0);
        connection.rest.drain(..written);
        if connection.rest.is_empty() {
            connection.rest = Vec::new();
            self.watch(at, Interest::READABLE);
        }
    }

    fn watch(&mut self, at: usize, interest: Interest) {
        let Some(connection) = &mut self.connections[at] else { return };
        let token = Token(at + FIRST_CONNECTION);
        self.poll.registry().reregister(&mut connection.stream, token, interest).expect("registered");
    }
}

/// The answer to a request, and who asks.
fn answer(request: &str) -> (Vec<u8>, usize) {
    let key = request
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key"))
        .map(|(_, key)| derive_accept_key(key.trim().as_bytes()))
        .expect("a key");
    let person = request.split("user=").nth(1).and_then(|rest| rest.split(' ').next()).expect("who asks");
    let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    let mut answer = format!("{head}Sec-WebSocket-Accept: {key}\r\n\r\n").into_bytes();
    answer.extend(from_server("ready"));
    (answer, person.parse().expect("a number"))
}
