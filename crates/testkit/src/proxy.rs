//! A line to a server that can be held or cut.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the line does with what comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// It passes.
    Passes,
    /// It waits, in both directions, and neither end is told: a partition.
    Held,
    /// What the client says passes; the server's next answer is lost and the connection with it.
    LosesAnswer,
}

/// A line to a server. Ends with its owner.
pub struct Proxy {
    address: SocketAddr,
    target: Arc<Mutex<SocketAddr>>,
    line: watch::Sender<Line>,
    /// Every change closes the connections that are open.
    cuts: watch::Sender<u64>,
    accepting: tokio::task::JoinHandle<()>,
}

impl Proxy {
    /// A line to `target`.
    pub async fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let target = Arc::new(Mutex::new(target));
        let (line, cuts) = (watch::Sender::new(Line::Passes), watch::Sender::new(0));
        let accepting = tokio::spawn(accept(listener, target.clone(), line.clone(), cuts.clone()));
        Self { address, target, line, cuts, accepting }
    }

    /// Where clients connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// New connections lead elsewhere, as after a restart on another port.
    pub fn lead_to(&self, target: SocketAddr) {
        *self.target.lock().expect("nobody panics with it") = target;
    }

    /// Changes what happens with what comes.
    pub fn set(&self, line: Line) {
        self.line.send_replace(line);
    }

    /// Closes every open connection, wherever in a message it is.
    pub fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.cut();
    }
}

async fn accept(
    listener: TcpListener,
    target: Arc<Mutex<SocketAddr>>,
    line: watch::Sender<Line>,
    cuts: watch::Sender<u64>,
) {
    while let Ok((client, _)) = listener.accept().await {
        let target = *target.lock().expect("nobody panics with it");
        let (line, mut cut) = (line.clone(), cuts.subscribe());
        tokio::spawn(async move {
            // A server that is down: the client's connection closes.
            let Ok(server) = TcpStream::connect(target).await else { return };
            let (from_client, to_client) = client.into_split();
            let (from_server, to_server) = server.into_split();
            tokio::select! {
                () = carry(from_client, to_server, &line, false) => {}
                () = carry(from_server, to_client, &line, true) => {}
                _ = cut.changed() => {}
            }
        });
    }
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, line: &watch::Sender<Line>, is_answer: bool) {
    let mut held = line.subscribe();
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let read = match from.read(&mut buffer).await {
            Ok(read) if read > 0 => read,
            _ => return,
        };
        if held.wait_for(|line| *line != Line::Held).await.is_err() {
            return;
        }
        if is_answer && *line.borrow() == Line::LosesAnswer {
            line.send_replace(Line::Passes);
            return;
        }
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
