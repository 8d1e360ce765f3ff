//! Listeners that no page may reach, and what a page does to reach them.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::net::{TcpListener, UdpSocket};

/// Where they listen on this machine.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    tcp: u16,
    tcp6: u16,
    udp: u16,
    udp6: u16,
}

impl Ports {
    /// Writes the ports into a page.
    pub fn put_into(&self, page: &str) -> String {
        [("{tcp}", self.tcp), ("{tcp6}", self.tcp6), ("{udp}", self.udp), ("{udp6}", self.udp6)]
            .iter()
            .fold(page.to_owned(), |page, (name, port)| page.replace(name, &port.to_string()))
    }

    /// A script that tries the ways out, once, and changes nothing in the page. The start-up probe tries more.
    pub fn attempts(&self) -> &'static str {
        "if (top === self && !location.search) { const quietly = (attempt) => { try { const made = attempt(); made?.catch?.(() => 0); } catch {} }; \
         for (const host of ['127.0.0.1:{tcp}', 'localhost:{tcp}', '[::1]:{tcp6}']) { \
         quietly(() => fetch('http://' + host, { mode: 'no-cors' })); \
         quietly(() => new WebSocket('ws://' + host)); \
         quietly(() => navigator.sendBeacon('http://' + host, 'x')); \
         for (const rel of ['preconnect', 'dns-prefetch', 'prefetch']) \
         quietly(() => document.head.append(Object.assign(document.createElement('link'), { rel, href: 'http://' + host }))); } \
         quietly(() => new WebTransport('https://127.0.0.1:{udp}/')); \
         quietly(() => { const peer = new RTCPeerConnection({ iceServers: [ \
         { urls: ['stun:127.0.0.1:{udp}', 'stun:[::1]:{udp6}'] }, \
         { urls: ['turn:127.0.0.1:{udp}?transport=udp', 'turn:127.0.0.1:{tcp}?transport=tcp'], username: 'u', credential: 'p' }] }); \
         peer.createDataChannel('x'); \
         peer.createOffer().then((offer) => peer.setLocalDescription(offer)).catch(() => 0); }); }"
    }
}

/// The listeners; they stay as long as the test's runtime.
pub struct Canaries {
    pub ports: Ports,
    hits: Arc<AtomicU32>,
}

impl Canaries {
    pub async fn set() -> Self {
        let hits = Arc::new(AtomicU32::new(0));
        let v4 = (Ipv4Addr::LOCALHOST, 0).into();
        let v6 = (Ipv6Addr::LOCALHOST, 0).into();
        let (tcp, udp) = (hear_tcp(v4, &hits).await.unwrap(), hear_udp(v4, &hits).await.unwrap());
        // A machine without IPv6 has nothing to reach there.
        let tcp6 = hear_tcp(v6, &hits).await.unwrap_or(tcp);
        let udp6 = hear_udp(v6, &hits).await.unwrap_or(udp);
        Self { ports: Ports { tcp, tcp6, udp, udp6 }, hits }
    }

    /// Connections and datagrams so far.
    pub fn hits(&self) -> u32 {
        self.hits.load(Ordering::Relaxed)
    }
}

async fn hear_tcp(at: SocketAddr, hits: &Arc<AtomicU32>) -> std::io::Result<u16> {
    let listener = TcpListener::bind(at).await?;
    let port = listener.local_addr()?.port();
    let hits = Arc::clone(hits);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            hits.fetch_add(1, Ordering::Relaxed);
        }
    });
    Ok(port)
}

async fn hear_udp(at: SocketAddr, hits: &Arc<AtomicU32>) -> std::io::Result<u16> {
    let socket = UdpSocket::bind(at).await?;
    let port = socket.local_addr()?.port();
    let hits = Arc::clone(hits);
    tokio::spawn(async move {
        while socket.recv(&mut [0; 2048]).await.is_ok() {
            hits.fetch_add(1, Ordering::Relaxed);
        }
    });
    Ok(port)
}

#[tokio::test]
async fn canaries_hear_whoever_comes() {
    let canaries = Canaries::set().await;
    let Ports { tcp, tcp6, udp, udp6 } = canaries.ports;
    tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, tcp)).await.unwrap();
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    socket.send_to(b"x", (Ipv4Addr::LOCALHOST, udp)).await.unwrap();
    let mut wanted = 2;
    if tcp6 != tcp {
        tokio::net::TcpStream::connect((Ipv6Addr::LOCALHOST, tcp6)).await.unwrap();
        let socket = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).await.unwrap();
        socket.send_to(b"x", (Ipv6Addr::LOCALHOST, udp6)).await.unwrap();
        wanted = 4;
    }
    let heard = async {
        while canaries.hits() < wanted {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(5), heard).await.unwrap();
}
