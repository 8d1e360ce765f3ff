//! Serving the proxy's connections: CONNECT tunnels and plain requests in absolute form.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use net::{Denied, VetError};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::freeze::Pass;
use super::vendor::VENDOR_HOSTS;
use super::{Shared, Tunnel};

/// Time to open a connection to a vetted address.
const DIAL_TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes moved through a tunnel at once.
const TUNNEL_BUFFER: usize = 32 * 1024;

/// Marks an answer that comes from this proxy and not from the site, and says why.
pub(crate) const VERDICT_HEADER: &str = "x-jobwire-egress";
/// The verdict when the site broke off before it answered: the request may have reached it.
const BROKEN_OFF: &str = "broken-off";

/// Headers that belong to one connection and are not passed on.
const HOP_HEADERS: [&str; 8] = [
    "connection",
    "proxy-connection",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

type Answer = Response<BoxBody<Bytes, hyper::Error>>;

pub(super) async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = shared.closed.cancelled() => return,
        };
        let Ok((socket, _)) = accepted else { continue };
        // A connection that has become a tunnel is counted as one.
        let tunnels = shared.tunnels().len();
        let others = shared.open_connections.fetch_add(1, Ordering::Relaxed);
        if tunnels + others >= shared.limits.connections {
            shared.open_connections.fetch_sub(1, Ordering::Relaxed);
            continue;
        }
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let serve = hyper::server::conn::http1::Builder::new()
                .serve_connection(
                    TokioIo::new(socket),
                    hyper::service::service_fn(|request| {
                        let shared = Arc::clone(&shared);
                        async move { Ok::<_, Infallible>(answer(request, shared).await) }
                    }),
                )
                .with_upgrades();
            tokio::select! {
                // A browser that hangs up is no error.
                _ = serve => {}
                () = shared.closed.cancelled() => {}
            }
            shared.open_connections.fetch_sub(1, Ordering::Relaxed);
        });
    }
}

async fn answer(request: Request<Incoming>, shared: Arc<Shared>) -> Answer {
    if request.method() == Method::CONNECT {
        tunnel(request, shared).await
    } else {
        forward(request, shared).await
    }
}

/// Why the proxy says no.
enum Refusal {
    Denied,
    Unresolved,
    Unreachable,
    Frozen,
    NotAnnounced,
    BadRequest,
}

impl Refusal {
    fn answer(self) -> Answer {
        let (status, verdict) = match &self {
            Refusal::Denied => (StatusCode::FORBIDDEN, "denied"),
            Refusal::NotAnnounced => (StatusCode::FORBIDDEN, "not-announced"),
            Refusal::Unresolved => (StatusCode::BAD_GATEWAY, "unresolved"),
            Refusal::Unreachable => (StatusCode::BAD_GATEWAY, "unreachable"),
            Refusal::Frozen => (StatusCode::SERVICE_UNAVAILABLE, "frozen"),
            Refusal::BadRequest => (StatusCode::BAD_REQUEST, "bad-request"),
        };
        said_by_proxy(status, verdict)
    }
}

fn said_by_proxy(status: StatusCode, verdict: &'static str) -> Answer {
    let mut answer = Response::new(empty());
    *answer.status_mut() = status;
    answer.headers_mut().insert(HeaderName::from_static(VERDICT_HEADER), HeaderValue::from_static(verdict));
    answer
}

fn empty() -> BoxBody<Bytes, hyper::Error> {
    Full::new(Bytes::new()).map_err(|never: Infallible| match never {}).boxed()
}

/// Dials one of the vetted addresses; nothing is resolved twice.
async fn dial(host: &str, addresses: Vec<SocketAddr>) -> Result<TcpStream, Refusal> {
    for address in addresses {
        if let Ok(Ok(stream)) = tokio::time::timeout(DIAL_TIMEOUT, TcpStream::connect(address)).await {
            tracing::debug!(host, ip = %address.ip(), verdict = "allowed", "egress");
            let _ = stream.set_nodelay(true);
            return Ok(stream);
        }
    }
    Err(Refusal::Unreachable)
}

async fn vet(shared: &Shared, host: &str, port: u16) -> Result<Vec<SocketAddr>, Refusal> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let verdict = if VENDOR_HOSTS.contains(&host.as_str()) {
        Err(VetError::Denied(Denied::BrowserVendor(host.clone())))
    } else {
        shared.egress.vet(&host, port).await
    };
    verdict.map_err(|error| match error {
        VetError::Denied(reason) => {
            shared.denied.fetch_add(1, Ordering::Relaxed);
            tracing::info!(host, port, %reason, verdict = "denied", "egress");
            Refusal::Denied
        }
        VetError::Unresolved { .. } => {
            tracing::debug!(host, verdict = "unresolved", "egress");
            Refusal::Unresolved
        }
    })
}

async fn tunnel(request: Request<Incoming>, shared: Arc<Shared>) -> Answer {
    let Some((host, port)) =
        request.uri().authority().and_then(|to| Some((to.host().to_owned(), to.port_u16()?)))
    else {
        return Refusal::BadRequest.answer();
    };
    let host = host.to_ascii_lowercase();
    let (ready, opened) = tokio::sync::oneshot::channel();
    // The permit of a frozen host lives as long as the tunnel, so one task does both.
    tokio::spawn(async move {
        let registered = Registered::new(&shared, &host);
        let (upstream, pass) = match open(&shared, &host, port, &registered.cut).await {
            Ok(opened) => opened,
            Err(refusal) => {
                let _ = ready.send(Some(refusal));
                return;
            }
        };
        shared.freeze.touch(&host);
        let _ = ready.send(None);
        if let Ok(browser) = hyper::upgrade::on(request).await {
            carry(TokioIo::new(browser), upstream, &registered).await;
        }
        drop(pass);
    });
    match opened.await {
        Ok(None) => Response::new(empty()),
        Ok(Some(refusal)) => refusal.answer(),
        Err(_) => Refusal::Unreachable.answer(),
    }
}

async fn open<'a>(
    shared: &'a Shared,
    host: &str,
    port: u16,
    cut: &CancellationToken,
) -> Result<(TcpStream, Pass<'a>), Refusal> {
    let addresses = vet(shared, host, port).await?;
    let pass = shared.freeze.pass(host).await.ok_or(Refusal::Frozen)?;
    // A freeze that began while this tunnel was on its way has cut it already.
    if cut.is_cancelled() {
        return Err(Refusal::Frozen);
    }
    match dial(host, addresses).await {
        Ok(_) if cut.is_cancelled() => Err(Refusal::Frozen),
        Ok(stream) => Ok((stream, pass)),
        Err(refusal) => {
            pass.unused();
            Err(refusal)
        }
    }
}

/// A tunnel from before its first step to its end, so that a freeze or the close of the proxy always finds it.
struct Registered<'a> {
    shared: &'a Shared,
    host: &'a str,
    id: u64,
    cut: CancellationToken,
}

impl<'a> Registered<'a> {
    fn new(shared: &'a Shared, host: &'a str) -> Self {
        let cut = shared.closed.child_token();
        let id = shared.next_tunnel.fetch_add(1, Ordering::Relaxed);
        let tunnel = Tunnel { host: host.to_owned(), cut: cut.clone() };
        shared.tunnels().insert(id, tunnel);
        Self { shared, host, id, cut }
    }
}

impl Drop for Registered<'_> {
    fn drop(&mut self) {
        self.shared.tunnels().remove(&self.id);
    }
}

async fn carry(browser: impl AsyncRead + AsyncWrite, upstream: TcpStream, tunnel: &Registered<'_>) {
    let shared = tunnel.shared;
    let (mut from_browser, mut to_browser) = tokio::io::split(browser);
    let (mut from_site, mut to_site) = upstream.into_split();
    let up = pump(&mut from_browser, &mut to_site, &tunnel.cut, |bytes| {
        shared.count(0, bytes);
        shared.freeze.count_out(tunnel.host, bytes);
    });
    let down = pump(&mut from_site, &mut to_browser, &tunnel.cut, |bytes| {
        shared.count(bytes, 0);
    });
    tokio::select! {
        () = async { tokio::join!(up, down); } => {}
        () = tunnel.cut.cancelled() => {}
    }
}

/// Moves bytes one way. The cut is asked again after each read: nothing read after it is forwarded.
async fn pump(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    cut: &CancellationToken,
    count: impl Fn(usize),
) {
    let mut buffer = vec![0; TUNNEL_BUFFER];
    while let Ok(read) = from.read(&mut buffer).await {
        if read == 0 || cut.is_cancelled() {
            break;
        }
        count(read);
        if to.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}

/// A plain request: one fresh connection to the site for each. The browser always gets an answer, if only ours,
/// because a connection that ends without one would make Chromium send the request again.
async fn forward(request: Request<Incoming>, shared: Arc<Shared>) -> Answer {
    match try_forward(request, &shared).await {
        Ok(answer) => answer,
        Err(refusal) => refusal.answer(),
    }
}

async fn try_forward(request: Request<Incoming>, shared: &Arc<Shared>) -> Result<Answer, Refusal> {
    let uri = request.uri().clone();
    if uri.scheme_str() != Some("http") {
        return Err(Refusal::BadRequest);
    }
    let host = uri.host().ok_or(Refusal::BadRequest)?.to_owned();
    let port = uri.port_u16().unwrap_or(80);
    let mutates = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let addresses = vet(shared, &host, port).await?;
    let stream = dial(&host, addresses).await?;
    if mutates && !shared.freeze.admit_mutation(&host) {
        return Err(Refusal::NotAnnounced);
    }
    if shared.closed.is_cancelled() {
        return Err(Refusal::Frozen);
    }
    let request = to_origin_form(request, &uri, shared, &host)?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake::<_, Counted>(TokioIo::new(stream))
        .await
        .map_err(|_| Refusal::Unreachable)?;
    let closed = shared.closed.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = connection => {}
            () = closed.cancelled() => {}
        }
    });
    let Ok(response) = sender.send_request(request).await else {
        return Ok(said_by_proxy(StatusCode::BAD_GATEWAY, BROKEN_OFF));
    };
    let (mut head, body) = response.into_parts();
    for name in HOP_HEADERS {
        head.headers.remove(name);
    }
    // Only this proxy may speak in its own name.
    head.headers.remove(VERDICT_HEADER);
    let body = Counted::new(body, Arc::clone(shared), None);
    Ok(Response::from_parts(head, body.boxed()))
}

fn to_origin_form(
    request: Request<Incoming>,
    uri: &Uri,
    shared: &Arc<Shared>,
    host: &str,
) -> Result<Request<Counted>, Refusal> {
    let (mut head, body) = request.into_parts();
    for name in HOP_HEADERS {
        head.headers.remove(name);
    }
    head.uri =
        uri.path_and_query().map_or("/", |path| path.as_str()).parse().map_err(|_| Refusal::BadRequest)?;
    let authority = uri.authority().ok_or(Refusal::BadRequest)?.as_str();
    let authority = HeaderValue::from_str(authority).map_err(|_| Refusal::BadRequest)?;
    head.headers.insert(header::HOST, authority);
    head.headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    let line = head.method.as_str().len() + head.uri.path().len();
    shared.count(0, line);
    shared.freeze.count_out(host, line);
    let body = Counted::new(body, Arc::clone(shared), Some(host.to_owned()));
    Ok(Request::from_parts(head, body))
}

/// A body whose bytes are counted as they pass: towards `up` when set, towards the browser otherwise.
struct Counted {
    inner: Incoming,
    shared: Arc<Shared>,
    up: Option<String>,
}

impl Counted {
    fn new(inner: Incoming, shared: Arc<Shared>, up: Option<String>) -> Self {
        Self { inner, shared, up }
    }
}

impl Body for Counted {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = std::pin::Pin::new(&mut self.inner).poll_frame(context);
        if let std::task::Poll::Ready(Some(Ok(frame))) = &polled {
            let bytes = frame.data_ref().map_or(0, Bytes::len);
            match &self.up {
                Some(host) => {
                    self.shared.count(0, bytes);
                    self.shared.freeze.count_out(host, bytes);
                }
                None => self.shared.count(bytes, 0),
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
