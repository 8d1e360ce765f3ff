//! The whole server under the load of `bench/realtime/run`, with as many people as are wanted and a token for each.
//!
//! `cargo run --release -p server --example realtime_bench -- PORT CONTROL_PORT PEOPLE TOKENS latest|durable [REDIS_URL]`.
//! TOKENS is the file that gets the tokens, one line for each person. What comes in at the control port is described in
//! `crates/realtime/examples/load/control.rs`. Events to everybody are ephemeral; those to one person are, as the words
//! say, either `latest` or recorded in the log. With a Redis, ephemeral events to one person are published by another node,
//! which shares the core, and reach the sockets through Redis alone.

use domain::event::{ApplicationProgress, NotificationLevel, SystemNotification};
use domain::{ApplicationId, Envelope, Event, UserId};
use events::{Bus, Hub};
use server::accounts::new_api_token;
use server::serve::{Role, beside};
use server::settings::Settings;
use store::{Store, StoreOptions};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// People that are made in one commit.
const MADE_AT_ONCE: usize = 1000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let [port, control_port, people, tokens, way @ ("latest" | "durable"), redis @ ..] = words.as_slice()
    else {
        panic!("realtime_bench PORT CONTROL_PORT PEOPLE TOKENS latest|durable [REDIS_URL]")
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = Settings {
            port: Some(port.parse().expect("a port")),
            data_dir: folder.path().into(),
            redis_url: redis.first().map(|url| (*url).to_owned()),
            ..Settings::default()
        };
        let options = StoreOptions::new(settings.database_url(), settings.key_file());
        let store = Store::open(options).await.expect("it opens");
        let people = make_people(&store, people.parse().expect("a number"), tokens).await;
        let (hub, serving) = beside(settings, store.clone(), Role::All);
        let personal = match redis.first() {
            Some(url) => other_node(&store, url),
            None => hub.clone(),
        };
        let (around_latest, around_durable) = (around(&store, false), around(&store, true));
        let durable = *way == "durable";
        let sender = Sender { hub, personal, store, people, durable, around_latest, around_durable };
        let control = TcpListener::bind(format!("127.0.0.1:{control_port}")).await.expect("the port is free");
        tokio::spawn(async move { sender.obey(control).await });
        serving.await.expect("it serves");
    });
}

/// Makes the people and writes their tokens.
async fn make_people(store: &Store, count: usize, tokens: &str) -> Vec<UserId> {
    let (mut people, mut lines) = (Vec::new(), String::new());
    while people.len() < count {
        let mut tx = store.begin().await.expect("it begins");
        for number in people.len()..count.min(people.len() + MADE_AT_ONCE) {
            let user = tx.create_user(&format!("{number}@example.com"), "none").await.expect("a person").id();
            let (token, hash) = new_api_token();
            tx.create_token(user, "measuring", &hash).await.expect("a token");
            lines.push_str(&token);
            lines.push('\n');
            people.push(user);
        }
        tx.commit().await.expect("it commits");
    }
    std::fs::write(tokens, lines).expect("the file can be written");
    people
}

/// A node without sockets, which others hear through Redis.
fn other_node(store: &Store, url: &str) -> Hub {
    let hub = Hub::new(store.clone());
    let bus = Bus::new(url, store.clone(), hub.clone()).expect("an address of Redis");
    tokio::spawn(async move { bus.run(CancellationToken::new()).await });
    hub
}

/// What publishes.
struct Sender {
    /// The hub of the server that is measured.
    hub: Hub,
    /// Where events to one person are published.
    personal: Hub,
    store: Store,
    people: Vec<UserId>,
    durable: bool,
    /// How long a message without text is.
    around_latest: usize,
    around_durable: usize,
}

impl Sender {
    /// Does what each line says, one after the other.
    async fn obey(&self, control: TcpListener) {
        loop {
            let (stream, _) = control.accept().await.expect("a connection");
            let mut lines = BufReader::new(stream).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                let words: Vec<&str> = line.split(' ').collect();
                let [to, first, count, bytes] = words.as_slice() else { panic!("not an order: {line}") };
                let first: u64 = first.parse().expect("a number");
                let count: u64 = count.parse().expect("a number");
                let bytes = bytes.parse().expect("a number");
                match *to {
                    "room" => (first..first + count).for_each(|number| self.to_all(number, bytes)),
                    _ => self.to_single_people(first..first + count, bytes).await,
                }
                // Publishing does not wait for anybody; the sockets shall have their turn.
                tokio::task::yield_now().await;
            }
        }
    }

    fn to_all(&self, number: u64, bytes: usize) {
        self.hub.publish_to_all(&self.event(number, bytes, false));
    }

    async fn to_single_people(&self, numbers: std::ops::Range<u64>, bytes: usize) {
        for number in numbers {
            let user = self.people[number as usize % self.people.len()];
            let event = self.event(number, bytes, self.durable);
            if !self.durable {
                self.personal.publish(user, event);
                continue;
            }
            // Side by side, as requests are; the client has so many under way and no more.
            let store = self.store.clone();
            tokio::spawn(async move {
                let mut tx = store.begin().await.expect("it begins");
                tx.record(user, event).await.expect("recorded");
                tx.commit().await.expect("it commits");
            });
        }
    }

    /// An event whose message is about so many bytes long.
    fn event(&self, number: u64, bytes: usize, durable: bool) -> Event {
        let around = if durable { self.around_durable } else { self.around_latest };
        let mut text = format!("#{number:010} ");
        let padding = bytes.saturating_sub(around + text.len());
        text.extend(std::iter::repeat_n('x', padding));
        event(number, text, durable)
    }
}

/// How long the message of an event without text is.
fn around(store: &Store, durable: bool) -> usize {
    let envelope = Envelope {
        seq: durable.then_some(1),
        at: store.clock().now(),
        event: event(1, String::new(), durable),
    };
    serde_json::to_string(&envelope).expect("events are JSON").len()
}

fn event(number: u64, text: String, durable: bool) -> Event {
    match durable {
        true => Event::SystemNotification(SystemNotification {
            level: NotificationLevel::Info,
            title: String::new(),
            message: text,
        }),
        // Each about another application, so that none takes the place of another.
        false => Event::ApplicationProgress(ApplicationProgress {
            application_id: ApplicationId(Uuid::from_u64_pair(0, number)),
            step_no: 1,
            step: text,
            percent: 50,
            screenshot_id: None,
        }),
    }
}
