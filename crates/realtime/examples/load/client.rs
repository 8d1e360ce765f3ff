//! All connections on one thread, and what is counted of each phase.

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token};

use crate::connection::{Connection, Kind};
use crate::control::{Order, To, number_in};
use crate::process;

/// How many connections are being made at once: enough that the server never waits for the client.
const CONNECTING: usize = 64;
/// When not everybody is ready within this, the server has failed.
const CONNECT_WITHIN: Duration = Duration::from_secs(180);
/// When nothing came for so long, what is open is lost. Channels is silent for more than ten
/// seconds before it hands out 10,000 messages.
const STALLED: Duration = Duration::from_secs(30);
/// The client goes to sleep when nothing came for so long. It has its core for itself, and if it slept between two events,
/// the server would pay for waking it with each.
const WAKEFUL: Duration = Duration::from_millis(5);
/// How often the memory of the server is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long a server may take to write on to a socket that is read again.
const REFILL: Duration = Duration::from_millis(300);

/// The server that is measured.
pub struct Server {
    pub kind: Kind,
    pub address: SocketAddr,
    pub control: SocketAddr,
    /// The server itself, and what works for it: a Redis.
    pub pids: Vec<u32>,
    pub tokens: Vec<String>,
}

/// Everybody connected.
pub struct Client {
    server: Server,
    control: std::net::TcpStream,
    poll: Poll,
    events: Events,
    connections: Vec<Connection>,
    ready: usize,
    closed: usize,
    buffer: Vec<u8>,
    next_number: u64,
    tally: Tally,
    /// The most memory the server had since it was asked last, and when that was.
    peak_kib: u64,
    looked: Instant,
}

/// What came of the events of a phase.
pub struct Tally {
    first: u64,
    sent: Vec<Sent>,
    /// How many get each event.
    each: u32,
    /// Events that somebody still misses, without those that were given up.
    open: usize,
    /// So many of the first events were given up.
    given_up: usize,
    /// From the intended time until it was read, in microseconds.
    pub latencies: Vec<u32>,
    last: Instant,
    /// When events were given up last.
    stalled: Instant,
    began: Instant,
    /// CPU seconds: of the server, and of everything on this machine that is neither server nor client.
    pub cpu: f64,
    pub others: f64,
}

struct Sent {
    intended: Instant,
    received: u32,
}

/// When a phase asks for the next events.
#[derive(Clone, Copy)]
pub enum Pace {
    /// So many are under way at once, until the time is over.
    Window { open: usize, lasting: Duration },
    /// So many are under way at once, and so many in all, if that can be done within a time.
    Count { open: usize, count: usize, within: Duration },
    /// One at each tick, whatever became of those before.
    Every { tick: Duration, count: usize },
}

impl Tally {
    fn new(first: u64, each: usize) -> Self {
        let now = Instant::now();
        Self {
            first,
            sent: Vec::new(),
            each: each as u32,
            open: 0,
            given_up: 0,
            latencies: Vec::new(),
            last: now,
            stalled: now,
            began: now,
            cpu: 0.0,
            others: 0.0,
        }
    }

    fn hear(&mut self, last: &mut u64, message: &[u8], now: Instant) {
        let Some(number) = number_in(message) else { return };
        // What comes twice is no delivery, nor is what is left of a phase before.
        if number <= *last || number < self.first {
            return;
        }
        *last = number;
        let at = (number - self.first) as usize;
        let Some(sent) = self.sent.get_mut(at) else { return };
        sent.received += 1;
        if sent.received == self.each && at >= self.given_up {
            self.open -= 1;
        }
        self.latencies.push((now - sent.intended).as_micros().try_into().unwrap_or(u32::MAX));
        self.last = now;
    }

    /// How long nothing came.
    fn quiet(&self) -> Duration {
        self.last.max(self.stalled).elapsed()
    }

    pub fn expected(&self) -> usize {
        self.sent.len() * self.each as usize
    }

    pub fn lost(&self) -> usize {
        self.expected() - self.latencies.len()
    }

    pub fn seconds(&self) -> f64 {
        (self.last - self.began).as_secs_f64()
    }

    /// Milliseconds below which so many of a hundred were.
    pub fn percentile(&mut self, percent: usize) -> Option<f64> {
        self.latencies.sort_unstable();
        let at = (self.latencies.len() * percent / 100).min(self.latencies.len().checked_sub(1)?);
        Some(f64::from(self.latencies[at]) / 1000.0)
    }
}

impl Client {
    pub fn new(server: Server) -> Self {
        let control = std::net::TcpStream::connect(server.control).expect("the control door is open");
        control.set_nodelay(true).expect("a TCP socket");
        Self {
            server,
            control,
            poll: Poll::new().expect("epoll"),
            events: Events::with_capacity(1024),
            connections: Vec::new(),
            ready: 0,
            closed: 0,
            buffer: vec![0; 256 * 1024],
            next_number: 1,
            tally: Tally::new(1, 1),
            peak_kib: 0,
            looked: Instant::now(),
        }
    }

    /// Connects so many people and gives how long it took.
    pub fn connect(&mut self, people: usize) -> Duration {
        let began = Instant::now();
        while self.ready < people {
            while self.connections.len() < people && self.connections.len() < self.ready + CONNECTING {
                self.begin_one();
            }
            self.turn(CONNECT_WITHIN);
            assert!(self.closed == 0, "the server closed a connection before it was ready");
            assert!(
                began.elapsed() < CONNECT_WITHIN,
                "{} of {people} are connected after three minutes",
                self.ready
            );
        }
        began.elapsed()
    }

    fn begin_one(&mut self) {
        let person = self.connections.len();
        let token = self.server.tokens.get(person).map(String::as_str);
        let mut connection = Connection::to(self.server.address, self.server.kind, person, token);
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(&mut connection.stream, Token(person), interest).expect("registered");
        self.connections.push(connection);
    }

    /// Hangs up, and leaves the server time to notice.
    pub fn disconnect(&mut self) {
        self.connections.clear();
        (self.ready, self.closed) = (0, 0);
        self.rest(Duration::from_secs(1));
    }

    /// Does nothing but answer for so long.
    pub fn rest(&mut self, how_long: Duration) {
        let until = Instant::now() + how_long;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            self.turn(left);
        }
    }

    /// Stops reading from the last so many connections.
    pub fn stop_reading(&mut self, stuck: usize) {
        let reading = self.connections.len() - stuck;
        for connection in &mut self.connections[reading..] {
            self.poll.registry().deregister(&mut connection.stream).expect("it was registered");
        }
        self.ready -= stuck;
    }

    /// Reads at last from those that did not, to the end of what the server and the kernel hold: how many the server has
    /// closed, and how many events each got on average.
    pub fn read_stuck(&mut self, stuck: usize) -> (usize, f64) {
        let reading = self.connections.len() - stuck;
        let (mut closed, mut messages) = (vec![false; stuck], 0);
        loop {
            let before = messages;
            for (connection, closed) in self.connections[reading..].iter_mut().zip(&mut closed) {
                let count =
                    |_: &mut u64, message: &[u8]| messages += usize::from(number_in(message).is_some());
                *closed |= connection.read(&mut self.buffer, count).closed;
            }
            if messages == before {
                return (closed.into_iter().filter(|closed| *closed).count(), messages as f64 / stuck as f64);
            }
            std::thread::sleep(REFILL);
        }
    }

    /// Goes on reading from the last so many connections.
    pub fn read_on(&mut self, stuck: usize) {
        let reading = self.connections.len() - stuck;
        for (place, connection) in self.connections.iter_mut().enumerate().skip(reading) {
            let registry = self.poll.registry();
            registry.register(&mut connection.stream, Token(place), Interest::READABLE).expect("registered");
        }
        self.ready += stuck;
    }

    /// Asks for events of so many bytes at this pace, and waits until they came or do not come any more.
    pub fn phase(&mut self, to: To, pace: Pace, bytes: usize) -> Tally {
        let each = if to == To::Room { self.ready } else { 1 };
        self.tally = Tally::new(self.next_number, each);
        self.peak_kib = self.resident_kib();
        let before = self.clocks();
        loop {
            let wait = self.ask_more(to, pace, bytes);
            let wakeful = self.tally.last.elapsed() < WAKEFUL;
            self.turn(if wakeful { Duration::ZERO } else { wait.unwrap_or(STALLED).min(LOOK_EVERY) });
            let tally = &mut self.tally;
            if wait.is_none() && tally.open == 0 {
                break;
            }
            if tally.quiet() > STALLED && tally.open > 0 && !matches!(pace, Pace::Every { .. }) {
                (tally.open, tally.given_up) = (0, tally.sent.len());
                tally.stalled = Instant::now();
            } else if wait.is_none() && tally.quiet() > STALLED {
                break;
            }
        }
        let after = self.clocks();
        let mut tally = std::mem::replace(&mut self.tally, Tally::new(self.next_number, 1));
        tally.cpu = after.0 - before.0;
        tally.others = (after.2 - before.2) - tally.cpu - (after.1 - before.1);
        tally
    }

    /// Asks for what is due, and says in what time something may be due again: never, when this was all.
    fn ask_more(&mut self, to: To, pace: Pace, bytes: usize) -> Option<Duration> {
        let now = Instant::now();
        let (asked, open) = (self.tally.sent.len(), self.tally.open);
        match pace {
            Pace::Window { open: most, lasting } => {
                let left = (self.tally.began + lasting).checked_duration_since(now)?;
                self.fill(to, open, most, usize::MAX, bytes, now);
                Some(left)
            }
            Pace::Count { open: most, count, within } => {
                let left = (self.tally.began + within).checked_duration_since(now)?;
                self.fill(to, open, most, count - asked, bytes, now);
                (self.tally.sent.len() < count).then_some(left)
            }
            Pace::Every { tick, count } => {
                if asked == count {
                    return None;
                }
                let due = self.tally.began + tick * asked as u32;
                if due <= now {
                    self.order(to, 1, bytes, due);
                    return Some(Duration::ZERO);
                }
                Some(due - now)
            }
        }
    }

    /// Fills the window when a quarter of it is free, so that an order is worth its line.
    fn fill(&mut self, to: To, open: usize, most: usize, left: usize, bytes: usize, now: Instant) {
        let free = most.saturating_sub(open).min(left);
        if free > 0 && free >= (most / 4).min(left) {
            self.order(to, free, bytes, now);
        }
    }

    fn order(&mut self, to: To, count: usize, bytes: usize, intended: Instant) {
        let order = Order { to, first: self.next_number, count: count as u64, bytes };
        self.control.write_all(order.to_string().as_bytes()).expect("the server listens");
        self.next_number += order.count;
        self.tally.open += count;
        self.tally.sent.extend((0..count).map(|_| Sent { intended, received: 0 }));
    }

    /// Waits for what comes at most so long, and reads it.
    fn turn(&mut self, wait: Duration) {
        match self.poll.poll(&mut self.events, Some(wait)) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => return,
            polled => polled.expect("epoll"),
        }
        for event in &self.events {
            let connection = &mut self.connections[event.token().0];
            if event.is_writable() {
                connection.writable();
            }
            if !event.is_readable() && !event.is_read_closed() && !event.is_error() {
                continue;
            }
            let now = Instant::now();
            let tally = &mut self.tally;
            let said = connection.read(&mut self.buffer, |last, message| tally.hear(last, message, now));
            if said.became_ready {
                self.ready += 1;
                self.poll
                    .registry()
                    .reregister(&mut connection.stream, event.token(), Interest::READABLE)
                    .expect("it was registered");
            }
            if said.closed {
                self.closed += 1;
            }
        }
        if self.looked.elapsed() > LOOK_EVERY {
            self.peak_kib = self.peak_kib.max(self.resident_kib());
            self.looked = Instant::now();
        }
    }

    /// The memory of the server now.
    pub fn resident_kib(&self) -> u64 {
        process::resident_kib(self.server.pids[0])
    }

    /// The most memory the server had in the last phase.
    pub fn peak_kib(&self) -> u64 {
        self.peak_kib
    }

    /// CPU seconds of the server with what works for it, of this client, and of the machine.
    fn clocks(&self) -> (f64, f64, f64) {
        let server = self.server.pids.iter().map(|pid| process::cpu_seconds(*pid)).sum();
        (server, process::cpu_seconds(std::process::id()), process::machine_seconds())
    }

    /// How many connections were closed by the server.
    pub fn closed(&self) -> usize {
        self.closed
    }

    /// CPU seconds of the server so far.
    pub fn server_cpu(&self) -> f64 {
        self.clocks().0
    }
}
