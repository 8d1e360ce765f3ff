//! Who may be reached: the policy with its allow-list, and the resolver that enforces it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use url::{Host, Url};

use crate::policy::{self, Denied, PUBLIC_PORTS};

/// How long one name may take to resolve before the attempt counts as unresolved.
const RESOLVE_TIMEOUT: Duration = Duration::from_secs(5);

/// Top-level names that never exist on the public internet (RFC 2606, RFC 6761), so mapping one hijacks nobody.
const RESERVED_SUFFIXES: [&str; 3] = [".test", ".example", ".invalid"];

/// The rules of outgoing traffic: the public internet on ports 80 and 443, plus what is listed exactly.
///
/// The allow-list exists for the demo employers, for tests, and for the one server an operator names in the settings.
/// It holds addresses with ports, never ranges.
#[derive(Debug, Clone, Default)]
pub struct Egress {
    allow: Vec<SocketAddr>,
    names: Vec<(String, SocketAddr)>,
    /// Names with a port that the operator vouches for, whatever address they have.
    trusted: Vec<(String, u16)>,
}

/// Why a host could not be vetted.
#[derive(Debug, thiserror::Error)]
pub enum VetError {
    /// The policy refuses it.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The name has no address, or the resolver did not answer.
    #[error("the name {host} could not be resolved")]
    Unresolved {
        /// The name that was asked.
        host: String,
        /// What the resolver said.
        #[source]
        source: io::Error,
    },
}

/// A name that may not be mapped because it could belong to somebody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} could be a real site: only names under .test, .example and .invalid can be mapped")]
pub struct NameRefused(pub String);

impl Egress {
    /// The public internet and nothing else.
    pub fn public() -> Self {
        Self::default()
    }

    /// The public internet and exactly these addresses, each with its port.
    pub fn allowing(allow: Vec<SocketAddr>) -> Self {
        Self { allow, ..Self::default() }
    }

    /// Allows also the host and port of `url`, wherever they are: a server of the operator's, named in the settings.
    /// Never for an address that a person, a board or a page wrote.
    pub fn with_origin(mut self, url: &Url) -> Result<Self, Denied> {
        let port = url.port_or_known_default().ok_or(Denied::NoHost)?;
        match url.host().ok_or(Denied::NoHost)? {
            Host::Ipv4(ip) => self.allow.push(SocketAddr::new(ip.into(), port)),
            Host::Ipv6(ip) => self.allow.push(SocketAddr::new(ip.into(), port)),
            Host::Domain(name) if is_this_machine(&normal(name)) => {
                self.allow.push(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port));
            }
            Host::Domain(name) => self.trusted.push((normal(name), port)),
        }
        Ok(self)
    }

    /// Lets a reserved name (`acme.demo.test`, or `*.demo.test` for all below) mean `address`, and allows that address.
    pub fn with_name(mut self, name: &str, address: SocketAddr) -> Result<Self, NameRefused> {
        let name = normal(name);
        if !RESERVED_SUFFIXES.iter().any(|suffix| name.ends_with(suffix)) {
            return Err(NameRefused(name));
        }
        if !self.allow.contains(&address) {
            self.allow.push(address);
        }
        self.names.push((name, address));
        Ok(self)
    }

    /// The addresses that may be reached although they are not public.
    pub fn allow(&self) -> &[SocketAddr] {
        &self.allow
    }

    /// Resolves `host` and returns the addresses to dial, all of them vetted.
    ///
    /// One bad address behind a name condemns the whole name: a site that also answers with a private address is
    /// either broken or trying something. Dial what is returned and resolve nothing again, so that a name which
    /// changes its mind between check and use gains nothing.
    pub async fn vet(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, VetError> {
        if let Some(ip) = literal(host) {
            let address = SocketAddr::new(ip, port);
            policy::check_address(address, &self.allow)?;
            return Ok(vec![address]);
        }
        self.check_name(host, port)?;
        if let Some(address) = self.mapped(host, Some(port)) {
            return Ok(vec![address]);
        }
        let host = normal(host);
        let addresses = lookup(&host, port).await?;
        if self.trusts(&host, port) {
            return Ok(addresses);
        }
        for address in &addresses {
            // Never `check_address`: an allowed address is reachable as a literal or a mapped name, not by what
            // somebody's name server says.
            if !policy::is_global(address.ip()) {
                return Err(Denied::Address(address.ip()).into());
            }
        }
        Ok(addresses)
    }

    /// The part of [`Egress::vet`] that needs no resolver.
    pub(crate) fn check_name(&self, host: &str, port: u16) -> Result<(), Denied> {
        if self.mapped(host, Some(port)).is_some() {
            return Ok(());
        }
        let host = normal(host);
        if is_this_machine(&host) {
            return Err(Denied::ThisMachine(host));
        }
        // A trusted name is trusted with its port only: behind it may be an address nobody else may reach.
        let has_a_port_of_its_own = self.trusted.iter().any(|(name, _)| *name == host);
        let reachable = match has_a_port_of_its_own {
            true => self.trusts(&host, port),
            false => PUBLIC_PORTS.contains(&port),
        };
        if reachable { Ok(()) } else { Err(Denied::Port(port)) }
    }

    fn trusts(&self, host: &str, port: u16) -> bool {
        self.trusted.iter().any(|(name, with)| name == host && *with == port)
    }

    /// The port of a name that is mapped or trusted; every other name has none of its own.
    pub(crate) fn port_of(&self, host: &str) -> Option<u16> {
        let trusted = || {
            let host = normal(host);
            self.trusted.iter().find(|(name, _)| *name == host).map(|(_, port)| *port)
        };
        self.mapped(host, None).map(|address| address.port()).or_else(trusted)
    }

    /// What a name means without asking anybody: the reserved names given, and localhost when an entry allows it.
    fn mapped(&self, host: &str, port: Option<u16>) -> Option<SocketAddr> {
        let host = normal(host);
        let fits = |address: &SocketAddr| port.is_none_or(|port| address.port() == port);
        if is_this_machine(&host) {
            // Only 127.0.0.1, so that the name has one meaning whatever the port.
            return self
                .allow
                .iter()
                .copied()
                .find(|address| address.ip() == Ipv4Addr::LOCALHOST && fits(address));
        }
        self.names
            .iter()
            .find(|(pattern, address)| matches_name(pattern, &host) && fits(address))
            .map(|(_, address)| *address)
    }
}

fn matches_name(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix('*') {
        Some(suffix) => host.len() > suffix.len() && host.ends_with(suffix),
        None => pattern == host,
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost")
}

fn normal(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// A host as WHATWG reads it: `0x7f.1` and `[::1]` are addresses, not names.
fn literal(host: &str) -> Option<IpAddr> {
    let bracketed =
        if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() };
    match url::Host::parse(&bracketed).ok()? {
        url::Host::Ipv4(ip) => Some(ip.into()),
        url::Host::Ipv6(ip) => Some(ip.into()),
        url::Host::Domain(_) => None,
    }
}

async fn lookup(host: &str, port: u16) -> Result<Vec<SocketAddr>, VetError> {
    let unresolved = |source| VetError::Unresolved { host: host.to_owned(), source };
    let found = tokio::time::timeout(RESOLVE_TIMEOUT, tokio::net::lookup_host((host, port)))
        .await
        .map_err(|_| unresolved(io::ErrorKind::TimedOut.into()))?
        .map_err(unresolved)?;
    let addresses: Vec<SocketAddr> = found.collect();
    if addresses.is_empty() {
        return Err(unresolved(io::ErrorKind::NotFound.into()));
    }
    Ok(addresses)
}
