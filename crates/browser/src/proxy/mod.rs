//! The one way out of the browser: an HTTP proxy in our own process, one per session, on a port of its own.
//!
//! It resolves names itself through [`net::Egress`], dials only vetted addresses and never decrypts anything. It is
//! also half of the submit gate: because it lives and dies with this process, a request that Chromium would let go
//! after our death has nowhere to go. It logs host, address and verdict, never a path or a query.

mod freeze;
mod serve;
mod vendor;

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use net::Egress;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use freeze::Freeze;
pub(crate) use freeze::HostRule;
pub(crate) use serve::VERDICT_HEADER;

/// What one session may use of the network (safety policy, layer 2).
#[derive(Debug, Clone, Copy)]
pub struct ProxyLimits {
    /// Connections open at the same time.
    pub connections: usize,
    /// Bytes received by the browser over the whole session.
    pub bytes_in: u64,
    /// Bytes sent by the browser over the whole session.
    pub bytes_out: u64,
}

impl Default for ProxyLimits {
    fn default() -> Self {
        Self { connections: 64, bytes_in: 100 * 1024 * 1024, bytes_out: 40 * 1024 * 1024 }
    }
}

/// What has passed so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Traffic {
    /// Bytes to the browser.
    pub bytes_in: u64,
    /// Bytes from the browser.
    pub bytes_out: u64,
    /// Connections and requests refused by the policy.
    pub denied: u64,
}

pub(crate) struct Proxy {
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    egress: Egress,
    limits: ProxyLimits,
    closed: CancellationToken,
    open_connections: AtomicUsize,
    bytes_in: AtomicU64,
    bytes_out: AtomicU64,
    denied: AtomicU64,
    next_tunnel: AtomicU64,
    tunnels: Mutex<HashMap<u64, Tunnel>>,
    freeze: Freeze,
}

/// An open tunnel; cancelling `cut` closes it at once, whatever it carries.
struct Tunnel {
    host: String,
    cut: CancellationToken,
}

impl Proxy {
    /// Listens on a fresh loopback port.
    pub async fn start(egress: Egress, limits: ProxyLimits) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            egress,
            limits,
            closed: CancellationToken::new(),
            open_connections: AtomicUsize::new(0),
            bytes_in: AtomicU64::new(0),
            bytes_out: AtomicU64::new(0),
            denied: AtomicU64::new(0),
            next_tunnel: AtomicU64::new(0),
            tunnels: Mutex::default(),
            freeze: Freeze::default(),
        });
        tokio::spawn(serve::accept(listener, Arc::clone(&shared)));
        Ok(Self { address, shared })
    }

    pub fn traffic(&self) -> Traffic {
        Traffic {
            bytes_in: self.shared.bytes_in.load(Ordering::Relaxed),
            bytes_out: self.shared.bytes_out.load(Ordering::Relaxed),
            denied: self.shared.denied.load(Ordering::Relaxed),
        }
    }

    /// From now on no plain request that could change something reaches a host of `rule` unless it was announced
    /// by [`Proxy::expect`]. The second lock behind the browser's own gate.
    pub fn arm(&self, rule: HostRule) {
        self.shared.freeze.arm(rule);
    }

    /// Prepares the way of one request: drops every tunnel to `host`, so that it travels on a fresh connection,
    /// and allows one single connection there until [`Proxy::thaw`].
    ///
    /// Chromium sends a request again by itself when a reused connection dies before the answer; with no second
    /// connection to be had, it cannot.
    pub fn expect(&self, host: &str) {
        self.shared.freeze.expect(host);
        self.shared.cut(|tunnel| tunnel.host == host);
    }

    /// One more request to a host that is already frozen; it shares the one connection.
    pub fn expect_also(&self, host: &str) {
        self.shared.freeze.expect_also(host);
    }

    /// The answer has begun: `host` may be used freely again.
    pub fn thaw(&self, host: &str) {
        self.shared.freeze.thaw(host);
    }

    /// False only when it is certain that nothing reached `host` since it was last announced.
    pub fn may_be_touched(&self, host: &str) -> bool {
        self.shared.freeze.may_be_touched(host)
    }

    /// Bytes sent towards hosts of the armed rule since it was armed.
    pub fn bytes_out_since_armed(&self) -> u64 {
        self.shared.freeze.bytes_out()
    }

    /// Closes everything, for good. Nothing that is buffered is still forwarded.
    pub fn close(&self) {
        self.shared.closed.cancel();
        self.shared.cut(|_| true);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    fn cut(&self, which: impl Fn(&Tunnel) -> bool) {
        for tunnel in self.tunnels().values() {
            if which(tunnel) {
                tunnel.cut.cancel();
            }
        }
    }

    fn tunnels(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Tunnel>> {
        self.tunnels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts traffic and closes the proxy when the session has used up its share.
    fn count(&self, bytes_in: usize, bytes_out: usize) {
        let total_in = self.bytes_in.fetch_add(bytes_in as u64, Ordering::Relaxed) + bytes_in as u64;
        let total_out = self.bytes_out.fetch_add(bytes_out as u64, Ordering::Relaxed) + bytes_out as u64;
        if total_in > self.limits.bytes_in || total_out > self.limits.bytes_out {
            tracing::warn!(total_in, total_out, "a browser session used up its traffic");
            self.closed.cancel();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    /// An echo on this machine, and a proxy that allows it within `limits`.
    async fn echo_behind_proxy(limits: ProxyLimits) -> (SocketAddr, Proxy) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut from, mut to) = socket.split();
                    tokio::io::copy(&mut from, &mut to).await
                });
            }
        });
        let proxy = Proxy::start(Egress::allowing(vec![address]), limits).await.unwrap();
        (address, proxy)
    }

    /// Asks for a tunnel and returns it with the status line of the answer.
    async fn connect(proxy: &Proxy, to: &str) -> (TcpStream, String) {
        let mut stream = TcpStream::connect(proxy.address).await.unwrap();
        let ask = format!("CONNECT {to} HTTP/1.1\r\nhost: {to}\r\n\r\n");
        let _ = stream.write_all(ask.as_bytes()).await;
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            // A refused connection ends or is reset; both are no answer.
            if !matches!(stream.read(&mut byte).await, Ok(1)) {
                break;
            }
            answer.push(byte[0]);
        }
        let status = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
        (stream, status)
    }

    #[tokio::test]
    async fn only_vetted_addresses_get_a_tunnel() {
        let (echo, proxy) = echo_behind_proxy(ProxyLimits::default()).await;
        let (mut tunnel, status) = connect(&proxy, &echo.to_string()).await;
        assert_eq!(status, "HTTP/1.1 200 OK");
        tunnel.write_all(b"hello").await.unwrap();
        let mut back = [0; 5];
        tunnel.read_exact(&mut back).await.unwrap();
        assert_eq!(&back, b"hello");

        let other = format!("127.0.0.1:{}", echo.port().wrapping_add(1));
        for forbidden in [
            other.as_str(),
            "[::1]:443",
            "169.254.169.254:80",
            "localhost:443",
            "0x7f.1:443",
            "accounts.google.com:443",
            "update.googleapis.com.:443",
            "8.8.8.8:53",
        ] {
            let (_, status) = connect(&proxy, forbidden).await;
            assert_eq!(status, "HTTP/1.1 403 Forbidden", "{forbidden}");
        }
        assert_eq!(proxy.traffic().denied, 8);
    }

    #[tokio::test]
    async fn traffic_and_connections_end_at_their_limits() {
        let limits = ProxyLimits { connections: 2, bytes_in: 10_000, bytes_out: 10_000 };
        let (echo, proxy) = echo_behind_proxy(limits).await;
        let (mut first, _) = connect(&proxy, &echo.to_string()).await;
        let (_second, _) = connect(&proxy, &echo.to_string()).await;
        let (_, third) = connect(&proxy, &echo.to_string()).await;
        assert_eq!(third, "");
        let _ = first.write_all(&[1; 20_000]).await;
        let mut back = Vec::new();
        // The tunnel ends, by an end or a reset.
        let _ = first.read_to_end(&mut back).await;
        assert!(back.len() <= 10_000);
        let refused = TcpStream::connect(proxy.address).await.is_err();
        assert!(refused || connect(&proxy, &echo.to_string()).await.1.is_empty());
    }

    #[tokio::test]
    async fn a_closed_proxy_forwards_nothing_more() {
        let (echo, proxy) = echo_behind_proxy(ProxyLimits::default()).await;
        let (mut tunnel, _) = connect(&proxy, &echo.to_string()).await;
        proxy.close();
        let _ = tunnel.write_all(b"late").await;
        let mut back = Vec::new();
        let _ = tunnel.read_to_end(&mut back).await;
        assert!(back.is_empty());
    }
}
