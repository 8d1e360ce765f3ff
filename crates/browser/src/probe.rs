//! The self-test before the first attempt: a page tries every way around the proxy, and listeners count what comes.
//!
//! Flags get renamed between Chromium versions and are then ignored silently, so the policy is measured on the very
//! browser that will be used.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use net::Egress;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

use crate::error::BrowserError;
use crate::launch::LaunchError;
use crate::limits::MemoryHeldBy;
use crate::session::{Session, SessionConfig};

/// The page with the attempts.
const ATTEMPTS: &str = include_str!("script/probe.js");
/// How long the attempts may take before the count is read.
const ATTEMPTS_TIME: Duration = Duration::from_millis(2000);
/// Time for datagrams that are already on their way.
const LAST_MOMENT: Duration = Duration::from_millis(150);

/// What the self-test found.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ProbeReport {
    /// Connections and datagrams that reached a forbidden port. Anything but 0 means: do not browse.
    pub direct_hits: u32,
    /// Attempts that the proxy refused: the page did try.
    pub denied_at_proxy: u64,
    /// Whether the renderers run in Chromium's sandbox; `None` where the kernel does not tell.
    pub sandboxed: Option<bool>,
    /// What holds the memory of a session on this machine.
    pub memory: MemoryHeldBy,
    /// The browser that was measured.
    pub browser: String,
    /// How long it took.
    pub elapsed: Duration,
}

impl ProbeReport {
    /// Every attempt was made, seen and stopped.
    pub fn is_safe(&self) -> bool {
        self.direct_hits == 0 && self.denied_at_proxy > 0
    }
}

/// Runs the self-test with the browser and the settings of `config`; only its allow-list is replaced.
pub async fn probe(config: &SessionConfig) -> Result<ProbeReport, BrowserError> {
    let began = Instant::now();
    let traps = Traps::set().await.map_err(LaunchError::Plumbing)?;
    let (page_address, _server) = serve_page(traps.script()).await.map_err(LaunchError::Plumbing)?;
    let mut config = config.clone();
    config.egress = Egress::allowing(vec![page_address]);
    let session = Session::open(config).await?;
    let page = session.new_page().await?;
    let url = Url::parse(&format!("http://{page_address}/")).expect("an address makes a URL");
    page.navigate(&url, ATTEMPTS_TIME * 3).await?;
    let until = Instant::now() + ATTEMPTS_TIME;
    while Instant::now() < until && page.title().await? != "tried" {
        tokio::time::sleep(LAST_MOMENT / 3).await;
    }
    tokio::time::sleep(LAST_MOMENT).await;
    let report = ProbeReport {
        direct_hits: traps.hits.load(Ordering::Relaxed),
        denied_at_proxy: session.traffic().denied,
        sandboxed: session.sandboxed(),
        memory: session.memory_held_by().clone(),
        browser: session.version().to_owned(),
        elapsed: began.elapsed(),
    };
    session.close().await;
    Ok(report)
}

/// Listeners that nobody may reach. IPv6 is left out on machines without it.
struct Traps {
    hits: Arc<AtomicU32>,
    tcp: u16,
    tcp6: u16,
    udp: u16,
    udp6: u16,
    _guard: DropGuard,
}

impl Traps {
    async fn set() -> std::io::Result<Self> {
        let hits = Arc::new(AtomicU32::new(0));
        let stop = CancellationToken::new();
        let tcp = listen_tcp((Ipv4Addr::LOCALHOST, 0).into(), &hits, &stop).await?;
        let udp = listen_udp((Ipv4Addr::LOCALHOST, 0).into(), &hits, &stop).await?;
        let tcp6 = listen_tcp((Ipv6Addr::LOCALHOST, 0).into(), &hits, &stop).await;
        let udp6 = listen_udp((Ipv6Addr::LOCALHOST, 0).into(), &hits, &stop).await;
        Ok(Self {
            hits,
            tcp,
            udp,
            tcp6: tcp6.unwrap_or(tcp),
            udp6: udp6.unwrap_or(udp),
            _guard: stop.drop_guard(),
        })
    }

    fn script(&self) -> String {
        let Self { tcp, tcp6, udp, udp6, .. } = self;
        format!("const TCP = {tcp}, TCP6 = {tcp6}, UDP = {udp}, UDP6 = {udp6};\n{ATTEMPTS}")
    }
}

async fn listen_tcp(at: SocketAddr, hits: &Arc<AtomicU32>, stop: &CancellationToken) -> std::io::Result<u16> {
    let listener = TcpListener::bind(at).await?;
    let port = listener.local_addr()?.port();
    let (hits, stop) = (Arc::clone(hits), stop.clone());
    tokio::spawn(async move {
        while let Some(Ok(_)) = stop.run_until_cancelled(listener.accept()).await {
            hits.fetch_add(1, Ordering::Relaxed);
        }
    });
    Ok(port)
}

async fn listen_udp(at: SocketAddr, hits: &Arc<AtomicU32>, stop: &CancellationToken) -> std::io::Result<u16> {
    let socket = UdpSocket::bind(at).await?;
    let port = socket.local_addr()?.port();
    let (hits, stop) = (Arc::clone(hits), stop.clone());
    tokio::spawn(async move {
        let mut datagram = [0; 2048];
        while let Some(Ok(_)) = stop.run_until_cancelled(socket.recv(&mut datagram)).await {
            hits.fetch_add(1, Ordering::Relaxed);
        }
    });
    Ok(port)
}

/// Serves the one page of the test until the guard is dropped.
async fn serve_page(script: String) -> std::io::Result<(SocketAddr, DropGuard)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let body = format!("<!doctype html><title>probe</title><body><script>{script}</script>");
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    let stopped = stop.clone();
    tokio::spawn(async move {
        while let Some(Ok((socket, _))) = stopped.run_until_cancelled(listener.accept()).await {
            // A browser that hangs up early is no concern of the test.
            let _ = answer_once(socket, &answer).await;
        }
    });
    Ok((address, stop.drop_guard()))
}

async fn answer_once(mut socket: TcpStream, answer: &str) -> std::io::Result<()> {
    let mut head = [0; 4096];
    let _ = socket.read(&mut head).await?;
    socket.write_all(answer.as_bytes()).await?;
    socket.shutdown().await
}
