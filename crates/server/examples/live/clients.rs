//! Everybody's page: a connection each, and requests.

use std::time::{Duration, Instant};

use domain::SourceId;
use futures::{SinkExt as _, StreamExt as _};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use server::accounts::new_api_token;
use store::Store;
use tokio::sync::mpsc;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

/// How long anything may take before the measurement gives up.
const PATIENCE: Duration = Duration::from_secs(120);

/// An event as somebody's page got it.
pub struct Heard {
    /// Whose page.
    pub who: usize,
    /// When the frame was read.
    pub at: Instant,
    /// The event.
    pub event: Value,
}

impl Heard {
    /// Whether it moves the list of matches.
    pub fn is_update(&self) -> bool {
        self.event["type"] == "job_match_update"
    }
}

/// All people with a token each.
pub struct Clients {
    base: String,
    tokens: Vec<String>,
    http: Client,
    heard: mpsc::UnboundedReceiver<Heard>,
    hears: mpsc::UnboundedSender<Heard>,
}

impl Clients {
    /// Gives everybody who follows the board a token.
    pub async fn of(store: &Store, board: SourceId, port: u16) -> Self {
        let mut tokens = Vec::new();
        for user in store.followers(board).await.expect("the people") {
            let (token, hash) = new_api_token();
            let mut tx = store.begin().await.expect("it begins");
            tx.create_token(user, "measuring", &hash).await.expect("a token");
            tx.commit().await.expect("it commits");
            tokens.push(token);
        }
        let (hears, heard) = mpsc::unbounded_channel();
        let base = format!("127.0.0.1:{port}");
        Self { base, tokens, http: Client::new(), heard, hears }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Waits for the server and connects everybody, on a thread of their own.
    pub async fn connect(&mut self) {
        let began = Instant::now();
        while tokio::net::TcpStream::connect(&self.base).await.is_err() {
            assert!(began.elapsed() < PATIENCE, "the server does not start");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let (base, tokens, hears) = (self.base.clone(), self.tokens.clone(), self.hears.clone());
        let (ready, all_ready) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                for (who, token) in tokens.iter().enumerate() {
                    let socket = subscribed(&base, token).await;
                    tokio::spawn(listen(who, socket, hears.clone()));
                }
                ready.send(()).expect("somebody waits");
                std::future::pending::<()>().await;
            });
        });
        tokio::task::spawn_blocking(move || all_ready.recv()).await.expect("it waits").expect("they connect");
    }

    /// A request of one person, which has to succeed.
    pub async fn ask(&self, who: usize, method: Method, path: &str, body: &Value) -> Value {
        let address = format!("http://{}/api/v1/{path}", self.base);
        let mut request = self.http.request(method, address).bearer_auth(&self.tokens[who]);
        if !body.is_null() {
            request = request.json(body);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let text = answer.text().await.expect("a body");
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// When this person heard such an event; what comes before it is passed over.
    pub async fn until(&mut self, who: usize, wanted: impl Fn(&Value) -> bool) -> Instant {
        self.hear(who, wanted).await.at
    }

    /// The next event that moves this person's list.
    pub async fn until_update(&mut self, who: usize) -> Heard {
        self.hear(who, |event| event["type"] == "job_match_update").await
    }

    async fn hear(&mut self, who: usize, wanted: impl Fn(&Value) -> bool) -> Heard {
        loop {
            let heard =
                tokio::time::timeout(PATIENCE, self.heard.recv()).await.expect("in time").expect("clients");
            if heard.who == who && wanted(&heard.event) {
                return heard;
            }
        }
    }

    /// Waits until nothing was heard for so long, and gives what was heard meanwhile.
    pub async fn quiet(&mut self, quiet: Duration) -> Vec<Heard> {
        let mut all = Vec::new();
        while let Ok(heard) = tokio::time::timeout(quiet, self.heard.recv()).await {
            all.push(heard.expect("clients"));
        }
        all
    }
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn subscribed(base: &str, token: &str) -> Socket {
    let mut request = format!("ws://{base}/ws/realtime/").into_client_request().expect("an address");
    request.headers_mut().insert("authorization", format!("Bearer {token}").parse().expect("plain"));
    let (mut socket, _) = connect_async(request).await.expect("accepted");
    let events = ["matching_started", "matching_stopped", "job_match_update"];
    let say = json!({"type": "subscribe", "events": events, "cursor": null});
    socket.send(Message::text(say.to_string())).await.expect("sent");
    socket.next().await.expect("an answer").expect("a frame");
    socket
}

async fn listen(who: usize, mut socket: Socket, hears: mpsc::UnboundedSender<Heard>) {
    while let Some(Ok(message)) = socket.next().await {
        let at = Instant::now();
        let Message::Text(text) = message else { continue };
        let event: Value = serde_json::from_str(&text).expect("JSON");
        if event["type"] == "ping" {
            let _ = socket.send(Message::text(r#"{"type":"pong"}"#)).await;
        } else if hears.send(Heard { who, at, event }).is_err() {
            return;
        }
    }
}
