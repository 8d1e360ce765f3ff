//! A storm: clients that are cut in every way, a server that is killed, and an account of every event.
//!
//! Each durable event reaches each client exactly once, or the client was told to begin anew. In a plain run it takes a third
//! of a minute; `JOBWIRE_STORM=full` takes the ten minutes of the promise, and `JOBWIRE_STORM=resumes` cuts so often that
//! within a quarter of an hour 100,000 connections go on where another one ended, on each database. The choices follow from
//! a seed, which is printed; `JOBWIRE_STORM_SEED` repeats them.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use domain::UserId;
use domain::event::{Event, ProfileUpdated};
use futures::{SinkExt as _, StreamExt as _};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use serde_json::{Value, json};
use store::Store;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::program::{Credential, Options, Person, Server};

/// A client that hears nothing for so long after asking tries a new connection, as the page does.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long it may take after the storm until everybody has everything.
const CALM_WITHIN: Duration = Duration::from_secs(60);
/// Events a second, over all people.
const EVENTS_PER_SECOND: u64 = 20;

/// How many people have clients.
const PEOPLE: usize = 10;

/// How large a storm is.
struct Size {
    clients_each: usize,
    cuts_each: usize,
    kills: usize,
    lasts: Duration,
    /// So many connections go on where another one had ended, at least.
    resumes: usize,
}

impl Size {
    fn wanted() -> Self {
        let (cuts_each, kills, seconds, resumes) = match std::env::var("JOBWIRE_STORM").as_deref() {
            Ok("full") => (40, 10, 600, 1_000),
            Ok("resumes") => (525, 10, 900, 100_000),
            _ => (4, 3, 20, 300),
        };
        Self { clients_each: 30, cuts_each, kills, lasts: Duration::from_secs(seconds), resumes }
    }
}

fn seed() -> u64 {
    let seed = std::env::var("JOBWIRE_STORM_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(rand::random);
    eprintln!("JOBWIRE_STORM_SEED={seed}");
    seed
}

/// How a connection is cut.
#[derive(Clone, Copy)]
enum Cut {
    /// Closed at once.
    Closed,
    /// After so many more bytes from the server, wherever in a frame that is.
    After(usize),
    /// Nothing is read any more, and the server is not told.
    HalfOpen,
}

/// A connection that ends after so many bytes from the server.
struct Line {
    stream: TcpStream,
    left: Arc<AtomicUsize>,
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Poll::Ready(Ok(()));
        }
        let mut part = [0; 4096];
        let most = left.min(buf.remaining()).min(part.len());
        let mut part = ReadBuf::new(&mut part[..most]);
        let read = Pin::new(&mut self.stream).poll_read(cx, &mut part);
        buf.put_slice(part.filled());
        if left != usize::MAX {
            self.left.store(left - part.filled().len(), Ordering::Relaxed);
        }
        read
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// What the storm says to the clients.
#[derive(Clone)]
struct Weather {
    /// Where the server is now; `None` while it is down.
    base: watch::Receiver<Option<String>>,
    /// Where each person's log ends, once nothing more is written.
    ends: watch::Receiver<Option<BTreeMap<UserId, i64>>>,
}

/// What a client has, and what became of its connections.
#[derive(Default)]
struct Held {
    /// The body of each event by its number.
    events: BTreeMap<i64, Value>,
    /// How often it was told to begin anew.
    resets: usize,
    connections: usize,
    /// How often a connection went on where another one had ended.
    resumes: usize,
}

struct Client {
    user_id: UserId,
    token: String,
    weather: Weather,
    random: StdRng,
    cuts: Vec<Instant>,
    cursor: Value,
    held: Held,
}

impl Client {
    /// Connects again and again until it has everything.
    async fn run(mut self) -> Held {
        while !self.has_all() {
            if let Some(mut socket) = self.connect().await {
                self.held.connections += 1;
                self.listen(&mut socket).await;
            }
            let pause = self.random.random_range(5..100);
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
        self.held
    }

    fn has_all(&self) -> bool {
        let ends = self.weather.ends.borrow();
        ends.as_ref().is_some_and(|ends| self.cursor["seq"].as_i64() == ends.get(&self.user_id).copied())
    }

    async fn connect(&mut self) -> Option<(WebSocketStream<Line>, Arc<AtomicUsize>)> {
        let base = self.weather.base.borrow().clone()?;
        let address = base.strip_prefix("http://")?;
        let stream = TcpStream::connect(address).await.ok()?;
        let left = Arc::new(AtomicUsize::new(usize::MAX));
        let mut request = format!("ws://{address}/ws/realtime/").into_client_request().expect("an address");
        request.headers_mut().insert(AUTHORIZATION, format!("Bearer {}", self.token).parse().expect("plain"));
        let opened = client_async(request, Line { stream, left: left.clone() });
        let (mut socket, _) = tokio::time::timeout(PATIENCE, opened).await.ok()?.ok()?;
        let subscribe = json!({"type": "subscribe", "events": "*", "cursor": self.cursor});
        socket.send(Message::text(subscribe.to_string())).await.ok()?;
        Some((socket, left))
    }

    /// Until the connection is cut, or everything is there.
    async fn listen(&mut self, (socket, left): &mut (WebSocketStream<Line>, Arc<AtomicUsize>)) {
        let mut ask = tokio::time::interval(PATIENCE / 4);
        let mut heard = Instant::now();
        while !self.has_all() {
            let cut_at = self.cuts.last().copied();
            tokio::select! {
                message = tokio::time::timeout(PATIENCE, socket.next()) => match message {
                    Ok(Some(Ok(Message::Text(text)))) => {
                        heard = Instant::now();
                        self.understand(&serde_json::from_str(&text).expect("JSON"));
                    }
                    Ok(Some(Ok(_))) => {}
                    Ok(None | Some(Err(_))) | Err(_) => return,
                },
                _ = ask.tick() => {
                    let asked = socket.send(Message::text(r#"{"type":"ping"}"#)).await;
                    if asked.is_err() || heard.elapsed() > PATIENCE {
                        return;
                    }
                }
                () = sleep_until(cut_at) => {
                    self.cuts.pop();
                    match self.cut() {
                        Cut::Closed => return,
                        Cut::After(bytes) => left.store(bytes, Ordering::Relaxed),
                        Cut::HalfOpen => {
                            // The server goes on writing to it while the next connection is open.
                            let silence = Duration::from_millis(self.random.random_range(100..1500));
                            tokio::time::sleep(silence).await;
                            return;
                        }
                    }
                }
            }
        }
    }

    fn cut(&mut self) -> Cut {
        match self.random.random_range(0..3) {
            0 => Cut::Closed,
            1 => Cut::After(self.random.random_range(1..600)),
            _ => Cut::HalfOpen,
        }
    }

    fn understand(&mut self, message: &Value) {
        match message["type"].as_str().expect("a type") {
            "subscribed" if self.cursor.is_null() => self.cursor = message["cursor"].clone(),
            "subscribed" => {
                assert_eq!(message["cursor"], self.cursor, "it goes on where it was");
                self.held.resumes += 1;
            }
            "reset" => {
                self.held.resets += 1;
                self.held.events.clear();
                self.cursor = message["cursor"].clone();
            }
            "ping" | "pong" => {
                let complete = message["seq"].as_i64().expect("a number");
                assert!(complete <= self.cursor["seq"].as_i64().expect("a cursor"), "{message} is ahead");
            }
            _ if message.get("seq").is_some() => {
                let seq = message["seq"].as_i64().expect("a number");
                let before = self.cursor["seq"].as_i64().expect("a cursor");
                assert_eq!(seq, before + 1, "once, and in order");
                self.cursor["seq"] = json!(seq);
                self.held.events.insert(seq, message.clone());
            }
            _ => {}
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at.into()).await,
        None => std::future::pending().await,
    }
}

/// One person's events: every second one by a request, the others by another process.
async fn write(store: Store, person: Person, user_id: UserId, weather: Weather, stop: watch::Receiver<bool>) {
    let mut turn = tokio::time::interval(Duration::from_millis(1000 * PEOPLE as u64 / EVENTS_PER_SECOND));
    let mut number = 0;
    while !*stop.borrow() {
        turn.tick().await;
        number += 1;
        let base = weather.base.borrow().clone();
        match base.filter(|_| number % 2 == 0) {
            Some(base) => {
                let here = person.at_address(&base);
                // The server may be killed anywhere in here; what became of it is in the log.
                let version = match here.request(Method::GET, "/api/v1/profile").send().await {
                    Ok(answer) => {
                        answer.json::<Value>().await.map_or(Value::Null, |profile| profile["version"].clone())
                    }
                    Err(_) => continue,
                };
                let profile = json!({"resume": {"basics": {"name": number.to_string()}}, "preferences": {}});
                let body = json!({"profile": profile, "version": version});
                let _ = here.request(Method::PUT, "/api/v1/profile").json(&body).send().await;
            }
            None => {
                let mut tx = store.begin().await.expect("it begins");
                tx.record(user_id, Event::ProfileUpdated(ProfileUpdated { version: number }))
                    .await
                    .expect("recorded");
                tx.commit().await.expect("it commits");
            }
        }
    }
}

/// What the database says a client has to have.
async fn log_of(store: &Store, user_id: UserId) -> BTreeMap<i64, Value> {
    let mut all = BTreeMap::new();
    loop {
        let after = all.last_key_value().map_or(0, |(seq, _)| *seq);
        let page = store.events_after(user_id, after, 500).await.expect("the log");
        if page.is_empty() {
            return all;
        }
        all.extend(page.iter().map(|entry| (entry.seq, serde_json::from_str(entry.text()).expect("JSON"))));
    }
}

async fn storm(options: Options) {
    let (size, seed) = (Size::wanted(), seed());
    let mut random = StdRng::seed_from_u64(seed);
    let mut server = Server::start(options).await;
    let store = server.store().await;
    let (base, base_told) = watch::channel(Some(server.base.clone()));
    let (ends, ends_told) = watch::channel(None);
    let (stop, stopped) = watch::channel(false);
    let weather = Weather { base: base_told, ends: ends_told };
    let began = Instant::now();
    let (mut writers, mut clients, mut people) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..PEOPLE {
        let person = server.register(&format!("{number}@mail.example")).await.with_token().await;
        let me = person.get("/api/v1/auth/me").await;
        let user_id = UserId(me["user"]["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"));
        let Credential::Token(token) = person.credential.clone() else { panic!("a token") };
        for _ in 0..size.clients_each {
            let mut random = StdRng::seed_from_u64(random.random());
            let mut cuts: Vec<Instant> = (0..size.cuts_each)
                .map(|_| began + size.lasts.mul_f64(random.random_range(0.05..0.95)))
                .collect();
            cuts.sort_by(|one, other| other.cmp(one));
            let client = Client {
                user_id,
                token: token.clone(),
                weather: weather.clone(),
                random,
                cuts,
                cursor: Value::Null,
                held: Held::default(),
            };
            clients.push((user_id, tokio::spawn(client.run())));
        }
        writers.push(tokio::spawn(write(store.clone(), person, user_id, weather.clone(), stopped.clone())));
        people.push(user_id);
    }
    for kill in 1..=size.kills {
        let at = began + size.lasts.mul_f64(kill as f64 / (size.kills + 1) as f64);
        tokio::time::sleep_until(at.into()).await;
        server = server.kill_and_restart().await;
        base.send_replace(Some(server.base.clone()));
    }
    tokio::time::sleep_until((began + size.lasts).into()).await;
    stop.send_replace(true);
    for writer in writers {
        writer.await.expect("a writer ends well");
    }
    let mut logs = BTreeMap::new();
    for user_id in people {
        logs.insert(user_id, log_of(&store, user_id).await);
    }
    let last = |log: &BTreeMap<i64, Value>| log.last_key_value().map_or(0, |(seq, _)| *seq);
    ends.send_replace(Some(logs.iter().map(|(user_id, log)| (*user_id, last(log))).collect()));
    let (mut connections, mut resumes, mut resets, mut heard) = (0, 0, 0, 0);
    for (user_id, client) in clients {
        let held =
            tokio::time::timeout(CALM_WITHIN, client).await.expect("it gets everything").expect("no gap");
        // From the first it heard on, a client has what the database has, word for word.
        let log = &logs[&user_id];
        let from = held.events.first_key_value().map_or(i64::MAX, |(seq, _)| *seq);
        let due: BTreeMap<_, _> = log.range(from..).map(|(seq, event)| (*seq, event.clone())).collect();
        assert!(held.events == due, "a client of {user_id} has other events than the database");
        connections += held.connections;
        resumes += held.resumes;
        resets += held.resets;
        heard += held.events.len();
    }
    let events: usize = logs.values().map(BTreeMap::len).sum();
    eprintln!(
        "{events} events, heard {heard} times over {connections} connections, {resumes} of which went on where another \
         ended, {resets} resets, none lost, none doubled"
    );
    assert!(heard > events && resumes > size.resumes, "there was a storm");
    assert_eq!(resets, 0, "nothing was too old to go on with");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_event_of_a_storm_is_heard_once_on_sqlite() {
    storm(Options::new("web")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_event_of_a_storm_is_heard_once_on_postgres() {
    storm(Options::postgres("web").await).await;
}
