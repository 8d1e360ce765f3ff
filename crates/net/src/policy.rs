//! The pure rules: is this address global unicast, and may this URL be asked at all.
//!
//! No name is resolved here; [`crate::Egress`] does that and then asks these rules about every answer.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::LazyLock;

use ipnet::{Ipv4Net, Ipv6Net};
use url::{Host, Url};

use crate::Egress;

/// Ports a public address may be asked on; everything else needs an exact entry in the allow-list.
pub const PUBLIC_PORTS: [u16; 2] = [80, 443];

/// IPv4 ranges that are not global unicast: IANA's special-purpose registry, multicast and the reserved class E.
const FORBIDDEN_V4: [&str; 19] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
];

/// The only IPv6 block that IANA assigns for global unicast. Mapped, NAT64, unique-local, link-local, site-local,
/// multicast and compatible addresses all lie outside and are refused as a whole.
const GLOBAL_V6: &str = "2000::/3";

/// Parts of [`GLOBAL_V6`] that still are not ordinary hosts: protocol assignments with Teredo and ORCHID,
/// documentation, 6to4 (which carries an IPv4 address of the sender's choice), AS112.
const FORBIDDEN_V6: [&str; 5] = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48"];

static V4: LazyLock<Vec<Ipv4Net>> =
    LazyLock::new(|| FORBIDDEN_V4.iter().map(|net| net.parse().expect("the range is a literal")).collect());

static V6_GLOBAL: LazyLock<Ipv6Net> = LazyLock::new(|| GLOBAL_V6.parse().expect("the range is a literal"));

static V6: LazyLock<Vec<Ipv6Net>> =
    LazyLock::new(|| FORBIDDEN_V6.iter().map(|net| net.parse().expect("the range is a literal")).collect());

/// Why something may not be reached. The sentence is fit for a person and carries no path or query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Only `http` and `https` are spoken.
    #[error("only http and https addresses are fetched, not \"{0}:\"")]
    Scheme(String),
    /// The URL carries a user name or a password.
    #[error("an address with a user name or password in it is not fetched")]
    Credentials,
    /// The URL has no host.
    #[error("the address names no host")]
    NoHost,
    /// The port is neither 80 nor 443 nor on the allow-list.
    #[error("port {0} is not reachable: only 80 and 443 are")]
    Port(u16),
    /// The address, or one of the addresses behind the name, is not on the public internet.
    #[error("{0} is not a public internet address")]
    Address(IpAddr),
    /// The name always means this machine.
    #[error("{0} means this machine, which is not reachable from here")]
    ThisMachine(String),
    /// The request named the hosts it may touch, and this is not one of them.
    #[error("{0} is not among the hosts this request may reach")]
    HostNotListed(String),
    /// A service of the browser's vendor, which has no part in an application.
    #[error("{0} belongs to the browser's vendor and is not reachable")]
    BrowserVendor(String),
}

/// True when `ip` is an ordinary host on the public internet.
pub fn is_global(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_global_v4(ip),
        IpAddr::V6(ip) => is_global_v6(ip),
    }
}

fn is_global_v4(ip: Ipv4Addr) -> bool {
    !V4.iter().any(|net| net.contains(&ip))
}

fn is_global_v6(ip: Ipv6Addr) -> bool {
    V6_GLOBAL.contains(&ip) && !V6.iter().any(|net| net.contains(&ip))
}

/// Judges one address and port: public with a public port, or exactly on `allow`.
pub fn check_address(address: SocketAddr, allow: &[SocketAddr]) -> Result<(), Denied> {
    if allow.contains(&address) {
        return Ok(());
    }
    if !is_global(address.ip()) {
        return Err(Denied::Address(address.ip()));
    }
    if !PUBLIC_PORTS.contains(&address.port()) {
        return Err(Denied::Port(address.port()));
    }
    Ok(())
}

/// Judges a URL before any name in it is resolved: scheme, credentials, host, port and literal addresses.
///
/// The `url` crate follows the WHATWG rules, so every spelling a browser would take for an address (decimal,
/// hexadecimal, octal, full-width digits) arrives here as that address.
pub fn check_url(url: &Url, egress: &Egress) -> Result<(), Denied> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Denied::Scheme(url.scheme().to_owned()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Denied::Credentials);
    }
    let port = url.port_or_known_default().ok_or(Denied::NoHost)?;
    match url.host().ok_or(Denied::NoHost)? {
        Host::Ipv4(ip) => check_address(SocketAddr::new(ip.into(), port), egress.allow()),
        Host::Ipv6(ip) => check_address(SocketAddr::new(ip.into(), port), egress.allow()),
        Host::Domain(name) => egress.check_name(name, port),
    }
}
