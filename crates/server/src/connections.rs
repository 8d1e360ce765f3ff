//! The live connections of this process by the session they were opened with, so that they end with it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use realtime::WireEnd;
use store::Hint;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

use crate::app::App;

/// How often it is looked which sessions ended at other nodes, which may not have been able to tell.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How far back it is looked: further than the clocks of nodes differ, and than a transaction takes.
const LOOK_BACK: TimeDelta = TimeDelta::minutes(2);
/// The most connections of one session or API token; a person has one for each tab.
const PER_SESSION: usize = 50;

/// The open connections of this process.
pub struct Connections {
    by_session: Mutex<HashMap<String, Open>>,
    open: TaskTracker,
    /// The server goes down.
    stop: CancellationToken,
}

struct Open {
    /// Cancelled with `stop` too.
    ended: CancellationToken,
    count: usize,
    /// Of those connections that are written to past their tasks. A connection takes its own out when it closes: until then
    /// the socket is open.
    wires: Vec<WireEnd>,
}

/// One connection that is open. Dropped with it.
pub struct Connection {
    connections: Arc<Connections>,
    session_sha256: String,
    ended: CancellationToken,
    wire: Option<WireEnd>,
    /// Seen by [`Connections::all_closed`] until the connection is dropped.
    _open: TaskTrackerToken,
}

impl Connections {
    /// None are open yet. They end when `stop` is cancelled.
    pub fn until(stop: CancellationToken) -> Self {
        Self { by_session: Mutex::default(), open: TaskTracker::new(), stop }
    }

    /// Counts a connection of a session; `None` when it has too many. `wire` is its own, if it is written to past its task.
    pub fn open(self: &Arc<Self>, session_sha256: &str, wire: Option<WireEnd>) -> Option<Connection> {
        let mut sessions = self.lock();
        let open = sessions.entry(session_sha256.to_owned()).or_insert_with(|| Open {
            ended: self.stop.child_token(),
            count: 0,
            wires: Vec::new(),
        });
        if open.count == PER_SESSION {
            return None;
        }
        open.count += 1;
        let ended = open.ended.clone();
        if ended.is_cancelled() {
            wire.iter().for_each(WireEnd::shut);
        }
        open.wires.extend(wire.clone());
        Some(Connection {
            connections: self.clone(),
            session_sha256: session_sha256.to_owned(),
            ended,
            wire,
            _open: self.open.token(),
        })
    }

    /// Waits until no connection is open. The web server waits for none of them: once they are WebSockets they are no
    /// requests of its own.
    pub async fn all_closed(&self) {
        self.open.close();
        self.open.wait().await;
    }

    /// Closes every connection of a session. From now on only a goodbye leaves on them.
    fn end(&self, session_sha256: &str) {
        if let Some(open) = self.lock().get(session_sha256) {
            open.wires.iter().for_each(WireEnd::shut);
            open.ended.cancel();
        }
    }

    fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Open>> {
        self.by_session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    /// Cancelled when the session ends or the server goes down.
    pub fn ended(&self) -> CancellationToken {
        self.ended.clone()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let mut sessions = self.connections.lock();
        if let Some(open) = sessions.get_mut(&self.session_sha256) {
            open.count -= 1;
            if let Some(mine) = &self.wire {
                open.wires.retain(|other| !other.is(mine));
            }
            if open.count == 0 {
                sessions.remove(&self.session_sha256);
            }
        }
    }
}

/// Closes the connections of sessions that end, here or at another node, until the server goes down.
pub async fn run(app: App) {
    let mut hints = app.store.hints();
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = app.stop.cancelled() => return,
            hint = hints.recv() => match hint {
                Ok(Hint::SessionEnded { token_sha256 }) => app.connections.end(&token_sha256),
                // What was missed is looked for in a moment.
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            },
            _ = look.tick() => {
                if app.connections.is_empty() {
                    continue;
                }
                match app.store.sessions_ended_since(app.now() - LOOK_BACK).await {
                    Ok(ended) => ended.iter().for_each(|session| app.connections.end(session)),
                    Err(error) => tracing::warn!(%error, "ended sessions cannot be read; trying again"),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::ConnectInfo;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::mpsc;

    use super::*;

    /// The wires of two connections, and the clients that hold them open.
    async fn two_wires() -> ([WireEnd; 2], Vec<TcpStream>) {
        let mut clients = Vec::new();
        let (wires_in, mut wires) = mpsc::channel(2);
        let send =
            move |ConnectInfo(wire): ConnectInfo<WireEnd>| async move { wires_in.send(wire).await.unwrap() };
        let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = door.local_addr().unwrap();
        let service =
            axum::Router::new().route("/", get(send)).into_make_service_with_connect_info::<WireEnd>();
        tokio::spawn(async move { axum::serve(realtime::Wires::new(door), service).await });
        for _ in 0..2 {
            let mut client = TcpStream::connect(address).await.unwrap();
            client.write_all(b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n").await.unwrap();
            client.read_u8().await.expect("an answer");
            clients.push(client);
        }
        ([wires.recv().await.unwrap(), wires.recv().await.unwrap()], clients)
    }

    #[tokio::test]
    async fn nothing_goes_past_the_tasks_of_a_session_that_ended() {
        let ([first, second], _clients) = two_wires().await;
        let connections = Arc::new(Connections::until(CancellationToken::new()));
        let open = |wire: &WireEnd| connections.open("a", Some(wire.clone())).expect("there is room");
        let closed = open(&first);
        let _kept = open(&second);
        let _without = connections.open("a", None);
        drop(closed);
        connections.end("b");
        assert!(!second.is_shut(), "another session ended");
        connections.end("a");
        assert_eq!(
            (first.is_shut(), second.is_shut()),
            (false, true),
            "the first was forgotten when it closed"
        );
        let _late = open(&first);
        assert!(first.is_shut(), "it came when the session had ended");
    }

    #[test]
    fn a_session_is_forgotten_with_its_last_connection_and_has_not_too_many() {
        let stop = CancellationToken::new();
        let connections = Arc::new(Connections::until(stop.clone()));
        let all: Vec<_> = std::iter::from_fn(|| connections.open("a", None)).collect();
        assert_eq!(all.len(), PER_SESSION);
        let other = connections.open("b", None).expect("another session has its own");
        connections.end("a");
        assert!(all.iter().all(|one| one.ended().is_cancelled()) && !other.ended().is_cancelled());
        drop((all, other));
        assert!(connections.is_empty());
        let anew = connections.open("a", None).expect("it begins anew");
        assert!(!anew.ended().is_cancelled());
        stop.cancel();
        assert!(anew.ended().is_cancelled(), "nothing outlives the server");
    }
}
