//! From an account to a connection that is logged in.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use async_imap::imap_proto::{Response, Status};
use async_imap::{Client, error::Error as ProtocolError};
use net::{Denied, Egress, VetError};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::session::Connection;
use super::text::quoted;
use super::wire::{Guarded, PLACEHOLDER, Stream, is_over_limit};
use super::{
    ANSWER_TIMEOUT, Account, CONNECT_TIMEOUT, ImapError, MAX_ANSWER_BYTES, Security, is_passing, told,
};

/// Ports a mail server on the public internet may be asked on.
const MAIL_PORTS: [u16; 2] = [993, 143];
/// How many addresses of a name are dialled.
const MAX_DIALLED: usize = 4;
/// A line before STARTTLS is no longer than this.
const MAX_LINE_BYTES: usize = 4096;
/// How many lines may stand before the answer to STARTTLS.
const MAX_LINES: usize = 50;
/// Longer user names and passwords are refused.
const MAX_CREDENTIAL_BYTES: usize = 4096;

/// Makes connections: where one may go, and whom one believes.
#[derive(Clone)]
pub struct Connector {
    egress: Egress,
    tls: Arc<ClientConfig>,
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connector").field("egress", &self.egress).finish_non_exhaustive()
    }
}

impl Connector {
    /// Believes the certificate authorities browsers believe.
    pub fn new(egress: Egress) -> Self {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Self::trusting(egress, roots)
    }

    /// Believes `roots` and no others.
    pub fn trusting(egress: Egress, roots: RootCertStore) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring supports TLS 1.2 and 1.3")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self { egress, tls: Arc::new(tls) }
    }

    /// Connects and logs in.
    pub async fn connect(&self, account: &Account) -> Result<Connection, ImapError> {
        let login = login_arguments(account)?;
        let tcp = self.dial(account).await?;
        let stream: Box<dyn Stream> = match account.security {
            Security::Plain => Box::new(tcp),
            Security::Tls => self.secured(account, tcp).await?,
            Security::StartTls => {
                let tcp = start_tls(account, tcp).await?;
                self.secured(account, tcp).await?
            }
        };
        // After STARTTLS the server does not greet again.
        let greets = account.security != Security::StartTls;
        log_in(account, Guarded::new(stream), login, greets).await
    }

    async fn dial(&self, account: &Account) -> Result<TcpStream, ImapError> {
        let addresses = self.vet(account).await?;
        let local = addresses.iter().all(|address| address.ip().is_loopback());
        if account.security == Security::Plain && !local {
            return Err(ImapError::PlainRefused(account.host.clone()));
        }
        let mut last: io::Error = io::ErrorKind::NotFound.into();
        for address in addresses.into_iter().take(MAX_DIALLED) {
            match timeout(CONNECT_TIMEOUT, TcpStream::connect(address)).await {
                Ok(Ok(tcp)) => return Ok(tcp),
                Ok(Err(error)) => last = error,
                Err(_) => last = io::ErrorKind::TimedOut.into(),
            }
        }
        Err(ImapError::Unreachable { host: account.host.clone(), port: account.port, source: last })
    }

    /// The addresses to dial. The egress policy knows the web's ports; which ports are mail's is
    /// known here, and beside an exact entry in its allow-list only public addresses are dialled.
    async fn vet(&self, account: &Account) -> Result<Vec<SocketAddr>, ImapError> {
        let (host, port) = (account.host.as_str(), account.port);
        let refused = |error: VetError| match error {
            VetError::Denied(reason) => ImapError::Refused { host: host.to_owned(), reason },
            source @ VetError::Unresolved { .. } => ImapError::UnknownHost { host: host.to_owned(), source },
        };
        match self.egress.vet(host, port).await {
            Ok(addresses) => Ok(addresses),
            Err(VetError::Denied(Denied::Port(_))) if MAIL_PORTS.contains(&port) => {
                let addresses = self.egress.vet(host, 443).await.map_err(refused)?;
                match addresses.iter().find(|address| !net::policy::is_global(address.ip())) {
                    Some(address) => Err(refused(Denied::Address(address.ip()).into())),
                    None => Ok(addresses.iter().map(|address| SocketAddr::new(address.ip(), port)).collect()),
                }
            }
            Err(error) => Err(refused(error)),
        }
    }

    async fn secured(&self, account: &Account, tcp: TcpStream) -> Result<Box<dyn Stream>, ImapError> {
        let host = account.host.trim_end_matches('.').trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host)
            .map_err(|_| ImapError::Settings("the server's name is not a host name."))?;
        let failed = |source| ImapError::Tls { host: account.host.clone(), source };
        match timeout(CONNECT_TIMEOUT, TlsConnector::from(Arc::clone(&self.tls)).connect(name, tcp)).await {
            Ok(Ok(stream)) => Ok(Box::new(stream)),
            Ok(Err(error)) => Err(failed(error)),
            Err(_) => Err(late(account, "making a secure connection")),
        }
    }
}

/// Asks for TLS on a connection that is still open to everybody. Reads byte by byte, so that nothing
/// that was sent in the open is taken for part of the secured conversation.
async fn start_tls(account: &Account, mut tcp: TcpStream) -> Result<TcpStream, ImapError> {
    let talk = async {
        let greeting = line(&mut tcp).await?;
        if !greeting.starts_with("* OK") {
            return Ok(Err(strange(account, "does not greet like a mail server")));
        }
        tcp.write_all(b"s STARTTLS\r\n").await?;
        for _ in 0..MAX_LINES {
            let answer = line(&mut tcp).await?;
            if let Some(verdict) = answer.strip_prefix("s ") {
                return Ok(match verdict.get(..2).is_some_and(|word| word.eq_ignore_ascii_case("OK")) {
                    true => Ok(()),
                    false => Err(ImapError::NoStartTls(account.host.clone())),
                });
            }
        }
        Ok(Err(strange(account, "never comes to an end")))
    };
    match timeout(ANSWER_TIMEOUT, talk).await {
        Ok(Ok(verdict)) => verdict.map(|()| tcp),
        Ok(Err(error)) => Err(broken(account, &error)),
        Err(_) => Err(late(account, "asking for TLS")),
    }
}

async fn line(tcp: &mut TcpStream) -> io::Result<String> {
    let mut bytes = Vec::new();
    while bytes.len() < MAX_LINE_BYTES {
        match tcp.read_u8().await? {
            b'\n' => return Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned()),
            byte => bytes.push(byte),
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

async fn log_in(
    account: &Account,
    mut stream: Guarded,
    login: SecretString,
    greets: bool,
) -> Result<Connection, ImapError> {
    stream.allow(MAX_ANSWER_BYTES);
    stream.arm(login);
    let mut client = Client::new(stream);
    if greets {
        let greeting = timeout(ANSWER_TIMEOUT, client.read_response())
            .await
            .map_err(|_| late(account, "greeting"))?
            .map_err(|error| broken(account, &error))?
            .ok_or_else(|| ImapError::Lost(account.host.clone()))?;
        match greeting.parsed() {
            Response::Data { status: Status::Ok, .. } => {}
            Response::Data { outcome, .. } => {
                let words = outcome.information.as_deref().unwrap_or_default();
                return Err(ImapError::Busy { told: told(words) });
            }
            _ => return Err(strange(account, "does not greet like a mail server")),
        }
    }
    // The library quotes its two arguments; the stream puts both of ours where they stand.
    let attempt = timeout(ANSWER_TIMEOUT, client.login(PLACEHOLDER, "")).await;
    match attempt.map_err(|_| late(account, "logging in"))? {
        Ok(session) => Ok(Connection::new(account, session)),
        Err((ProtocolError::No(words), _)) => Err(refusal(&words)),
        Err((ProtocolError::Io(error), _)) => Err(broken(account, &error)),
        Err((ProtocolError::Bad(_), _)) => Err(strange(account, "does not know how to log in")),
        Err(_) => Err(ImapError::Lost(account.host.clone())),
    }
}

/// What the server means by its no to a login.
fn refusal(words: &str) -> ImapError {
    let shown = words.split_once("info: Some(").map_or(words, |(_, info)| info);
    let told = told(shown.trim_end_matches(')').trim_matches('"'));
    match is_passing(words) {
        true => ImapError::Busy { told },
        false => ImapError::WrongPassword { told },
    }
}

/// `"user" "password"`, quoted for the LOGIN command.
fn login_arguments(account: &Account) -> Result<SecretString, ImapError> {
    let password = account.password.expose_secret();
    if account.host.trim().is_empty() {
        return Err(ImapError::Settings("the server's name is missing."));
    }
    if account.username.is_empty() || password.is_empty() {
        return Err(ImapError::Settings("the user name or password is missing."));
    }
    let unfit = |text: &str| text.len() > MAX_CREDENTIAL_BYTES || text.contains(['\r', '\n', '\0']);
    if unfit(&account.username) || unfit(password) {
        return Err(ImapError::Settings("the user name or password holds a line break or is too long."));
    }
    Ok(SecretString::from(format!("{} {}", quoted(&account.username), quoted(password))))
}

pub(super) fn late(account: &Account, during: &'static str) -> ImapError {
    ImapError::Timeout { host: account.host.clone(), during }
}

pub(super) fn strange(account: &Account, problem: &'static str) -> ImapError {
    ImapError::Strange { host: account.host.clone(), problem }
}

/// The library's own words are left out: they quote what the server sent.
pub(super) fn broken(account: &Account, error: &io::Error) -> ImapError {
    match error.kind() {
        _ if is_over_limit(error) => strange(account, "is larger or deeper than allowed"),
        io::ErrorKind::Other | io::ErrorKind::InvalidData => strange(account, "cannot be understood"),
        _ => ImapError::Lost(account.host.clone()),
    }
}
