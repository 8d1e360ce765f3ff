//! The load client of `bench/realtime/run`, and the server that is the limit of this machine.
//!
//! `load limit PORT CONTROL_PORT PEOPLE` serves. `load client KIND PORT CONTROL_PORT PIDS PEOPLE [TOKENS]` measures such a
//! server and prints one JSON object; KIND is `jobwire`, `socketio` or `plain`, PIDS the server's process and then those
//! that work for it, with commas, TOKENS a file with a line for each person. `load stuck` takes the same words: by turns
//! everybody reads, and 50 of the people do not.
//!
//! One thread reads for everybody, so the client needs less of its core than any server of the other. A burst keeps so many
//! events under way at once and asks for the next as they arrive: two to everybody, 64 to single people, which is what
//! the smallest queue among the peers holds (100 in channels-redis, shared by a process). A time is from when an event
//! should have been asked for until its message was read.

mod client;
mod connection;
mod control;
mod frames;
mod limit;
mod process;

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};

use client::{Client, Pace, Server, Tally};
use connection::Kind;
use control::To;

/// A small event, as most are.
const BYTES: usize = 256;
/// How long a burst asks for more. What is under way then is waited for.
const BURST: Duration = Duration::from_secs(5);
/// Events under way at once.
const TO_ALL_AT_ONCE: usize = 2;
const TO_ONE_AT_ONCE: usize = 64;
/// The steady pace: so many events to everybody, one each second, or each two seconds to so many people.
const PACED: usize = 5;
const MANY: usize = 5000;
/// The steady pace of single people: a thousand events a second.
const THOUSAND: Pace = Pace::Every { tick: Duration::from_millis(1), count: 5000 };
/// How long nothing happens before memory is looked at.
const SETTLE: Duration = Duration::from_secs(2);
/// Connections before the first figure: what a server allocates once is not what a connection costs.
const WARM: usize = 20;
/// The stuck readers: so many do not read while so many large events are sent to everybody. By then as many others have
/// filled what the kernel and the server keep for them.
const STUCK: usize = 50;
const STUCK_EVENTS: usize = 1500;
/// How often everybody reads and then these do not: a machine swings from one second to the next.
const STUCK_TURNS: usize = 5;
/// A server that is slower than this is not asked for all of them: the kernel's buffers are full long before.
const STUCK_WITHIN: Duration = Duration::from_secs(60);
const STUCK_BYTES: usize = 4096;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["limit", port, control, people] => limit::run(number(port), number(control), number(people)),
        [what @ ("client" | "stuck"), kind, port, control, pids, people, tokens @ ..] => {
            let client = Client::new(Server {
                kind: Kind::parse(kind).expect("a kind of server"),
                address: SocketAddr::from(([127, 0, 0, 1], number(port))),
                control: SocketAddr::from(([127, 0, 0, 1], number(control))),
                pids: pids.split(',').map(number).collect(),
                tokens: tokens.first().map(|file| lines(file)).unwrap_or_default(),
            });
            let figures = match *what {
                "client" => load(client, number(people)),
                _ => beside_stuck(client, number(people), STUCK),
            };
            println!("{figures}");
        }
        _ => panic!(
            "load limit PORT CONTROL_PORT PEOPLE, or load client|stuck KIND PORT CONTROL_PORT PIDS PEOPLE [TOKENS]"
        ),
    }
}

fn number<T: std::str::FromStr>(word: &str) -> T {
    word.parse().ok().expect("a number")
}

fn lines(file: &str) -> Vec<String> {
    std::fs::read_to_string(file).expect("the file can be read").lines().map(str::to_owned).collect()
}

fn load(mut client: Client, people: usize) -> Value {
    client.connect(WARM.min(people));
    client.disconnect();
    let (alone, cpu) = (client.resident_kib(), client.server_cpu());
    let took = client.connect(people).as_secs_f64();
    let connecting = client.server_cpu() - cpu;
    client.rest(SETTLE);
    let grown = client.resident_kib().saturating_sub(alone);
    let window = |open| Pace::Window { open, lasting: BURST };
    let tick = if people >= MANY { Duration::from_secs(2) } else { Duration::from_secs(1) };
    let room = client.phase(To::Room, window(TO_ALL_AT_ONCE), BYTES);
    let paced = client.phase(To::Room, Pace::Every { tick, count: PACED }, BYTES);
    let users = client.phase(To::Users, window(TO_ONE_AT_ONCE), BYTES);
    let thousand = client.phase(To::Users, THOUSAND, BYTES);
    json!({
        "people": people,
        "connections_per_s": people as f64 / took,
        "connection_cpu_s_per_million": connecting / people as f64 * 1e6,
        "kib_per_connection": grown as f64 / people as f64,
        "room": figures(room),
        "paced": figures(paced),
        "users": figures(users),
        "thousand": figures(thousand),
        "closed": client.closed(),
    })
}

/// By turns everybody reads, and so many do not. Whom the server closes for that does not come back.
fn beside_stuck(mut client: Client, people: usize, stuck: usize) -> Value {
    client.connect(people);
    client.rest(SETTLE);
    let before = client.resident_kib();
    let pace = Pace::Count { open: TO_ALL_AT_ONCE, count: STUCK_EVENTS, within: STUCK_WITHIN };
    let (mut all_read, mut beside, mut peak) = (Vec::new(), Vec::new(), before);
    loop {
        all_read.push(figures(client.phase(To::Room, pace, STUCK_BYTES)));
        client.stop_reading(stuck);
        let filling = client.phase(To::Room, pace, STUCK_BYTES).lost();
        peak = peak.max(client.peak_kib());
        let mut figures = figures(client.phase(To::Room, pace, STUCK_BYTES));
        peak = peak.max(client.peak_kib());
        let (closed, messages) = client.read_stuck(stuck);
        figures["lost"] = json!(figures["lost"].as_u64().unwrap_or(0) + filling as u64);
        beside.push(figures);
        if closed > 0 || beside.len() == STUCK_TURNS {
            return json!({
                "people": people,
                "stuck": stuck,
                "kib_before": before,
                "kib_peak": peak,
                "kib_per_stuck": peak.saturating_sub(before) as f64 / stuck as f64,
                "stuck_closed": closed,
                "stuck_got": messages,
                "all_read": all_read,
                "beside": beside,
            });
        }
        client.read_on(stuck);
    }
}

fn figures(mut tally: Tally) -> Value {
    let received = tally.latencies.len() as f64;
    json!({
        "sent": tally.expected(),
        "lost": tally.lost(),
        "per_s": received / tally.seconds(),
        "cpu_s_per_million": tally.cpu / received * 1e6,
        "p50_ms": tally.percentile(50),
        "p99_ms": tally.percentile(99),
        "other_cores": tally.others / tally.seconds(),
    })
}
