//! The one way out of the browser: an HTTP proxy in our own process, one per session, on a port of its own.
//!
//! It resolves names itself through [`net::Egress`], dials only vetted addresses and never decrypts anything. It is
//! also half of the submit gate: because it lives and dies with this process, a request that Chromium would let go
//! after our death has nowhere to go. It logs host, address and verdict, never a path or a query.

mod freeze;
mod serve;

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use net::Egress;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use freeze::Freeze;
pub(crate) use freeze::HostRule;
pub(crate) use serve::{BROKEN_OFF, VERDICT_HEADER};

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
