//! The wire of a connection: what is read and written, and a way past the task that serves it.
//!
//! Waking that task for one small event costs about half as much as writing it (decision 16). So whoever publishes an
//! event for one person writes its frame, if the socket takes it at once and nothing else is under way on it. What the
//! socket takes only in part is ended by the task, before anything else it writes.

use std::io::{self, IoSlice};
use std::net::{Shutdown, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use events::{Sent, Shortcut};
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The first byte of a text message that is one frame (RFC 6455, section 5.2).
const WHOLE_TEXT: u8 = 0x81;
/// The longest head of a frame that is not masked.
const HEAD_BYTES: usize = 10;
/// A frame of no more is copied to be written in one piece, which takes the kernel less than two (decision 16).
const COPIED_BYTES: usize = 1024;

/// Accepts connections as [`Wire`]s. The connect info of a request is the [`WireEnd`] of its connection.
pub struct Wires(TcpListener);

/// The wire of a connection, as its task reads and writes it.
pub struct Wire(WireEnd);

/// The end of a wire at which is written past the task. Clones are the same end: the [`Wire`] has one, the connection's task,
/// whoever ends its session, and the HTTP service until the upgrade; the connection's lanes hold the socket by themselves.
/// With the last of them the socket is closed.
#[derive(Clone)]
pub struct WireEnd(Arc<Socket>);

/// The socket, in one piece with what is known of it: who sends one event to each of many people finds nothing of theirs in
/// the processor's caches, and every place that is looked at costs (decision 16).
#[repr(C)]
struct Socket {
    stream: TcpStream,
    out: Mutex<Out>,
}

/// What is on its way out. While it is locked, nobody else writes.
#[derive(Default)]
#[repr(C)]
struct Out {
    /// The task has begun something that the socket did not take whole.
    is_under_way: bool,
    /// Nothing goes past the task any more.
    is_shut: bool,
    /// What the socket did not take of a frame that was sent past the task.
    rest: Vec<u8>,
}

impl Wires {
    /// Accepts at this door. A small event does not wait until the one before it is acknowledged.
    pub fn new(door: TcpListener) -> Self {
        Self(door)
    }
}

impl Listener for Wires {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // A connection that is gone already is served as slowly as it likes.
        let _ = stream.set_nodelay(true);
        (Wire::new(stream), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Wires>> for WireEnd {
    fn connect_info(stream: IncomingStream<'_, Wires>) -> Self {
        stream.io().0.clone()
    }
}

impl Wire {
    fn new(stream: TcpStream) -> Self {
        Self(WireEnd(Arc::new(Socket { stream, out: Mutex::default() })))
    }

    fn socket(&self) -> &Socket {
        &self.0.0
    }
}

impl WireEnd {
    /// The way past the task. Only for a connection that speaks nothing but WebSocket any more, and is the only one on its
    /// wire.
    pub(crate) fn shortcut(&self) -> Arc<dyn Shortcut> {
        self.0.clone()
    }

    /// From now on only the task writes. To be done when a session ends: nothing goes past a task that is about to say
    /// goodbye.
    pub fn shut(&self) {
        self.0.out().is_shut = true;
    }

    /// Whether only the task writes.
    pub fn is_shut(&self) -> bool {
        self.0.out().is_shut
    }

    /// Whether both are ends of one wire.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Shortcut for Socket {
    fn send(&self, text: &[u8]) -> Sent {
        let mut out = self.out();
        if out.is_shut || out.is_under_way || !out.rest.is_empty() {
            return Sent::Not;
        }
        let (head, length) = head(text.len());
        let head = &head[..length];
        match self.try_write(head, text) {
            // The task finds out what is the matter.
            Ok(0) | Err(_) => Sent::Not,
            Ok(written) if written == head.len() + text.len() => Sent::Whole,
            Ok(written) => {
                out.rest.extend(head.iter().chain(text).skip(written));
                Sent::Begun
            }
        }
    }
}

impl Socket {
    fn out(&self) -> MutexGuard<'_, Out> {
        // A panic while holding the lock leaves plain data behind, which is still usable.
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes as much of both as the socket takes now. Whether it takes anything is asked of it and not of the runtime,
    /// which finds out by itself when the task writes.
    fn try_write(&self, head: &[u8], text: &[u8]) -> io::Result<usize> {
        let (socket, mut copy) = (SockRef::from(&self.stream), [0; COPIED_BYTES]);
        match copy.get_mut(..head.len() + text.len()) {
            Some(frame) => {
                let (start, end) = frame.split_at_mut(head.len());
                start.copy_from_slice(head);
                end.copy_from_slice(text);
                socket.send(frame)
            }
            None => socket.send_vectored(&[IoSlice::new(head), IoSlice::new(text)]),
        }
    }

    /// Writes what the task has, so many bytes, after what was begun past it.
    fn poll_task(
        &self,
        cx: &mut Context<'_>,
        length: usize,
        write: impl Fn(&TcpStream) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        let mut out = self.out();
        ready!(self.poll_rest(&mut out, cx))?;
        let written = ready!(self.poll_write(cx, write))?;
        // A WebSocket is written in whole frames: what is left now is the start of what is written next.
        out.is_under_way = written < length;
        Poll::Ready(Ok(written))
    }

    /// Ends what was begun past the task.
    fn poll_rest(&self, out: &mut Out, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !out.rest.is_empty() {
            match ready!(self.poll_write(cx, |stream| stream.try_write(&out.rest)))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written if written < out.rest.len() => drop(out.rest.drain(..written)),
                // Most connections never need it again.
                _ => out.rest = Vec::new(),
            }
        }
        Poll::Ready(Ok(()))
    }

    fn poll_write(
        &self,
        cx: &mut Context<'_>,
        write: impl Fn(&TcpStream) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.stream.poll_write_ready(cx))?;
            match write(&self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                written => return Poll::Ready(written),
            }
        }
    }

    fn poll_read(&self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(cx))?;
            match self.stream.try_read_buf(buf) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return Poll::Ready(read.map(|_| ())),
            }
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.socket().poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.socket().poll_task(cx, bytes.len(), |stream| stream.try_write(bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let length = parts.iter().map(|part| part.len()).sum();
        self.socket().poll_task(cx, length, |stream| stream.try_write_vectored(parts))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let socket = self.socket();
        socket.poll_rest(&mut socket.out(), cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let socket = self.socket();
        let mut out = socket.out();
        out.is_shut = true;
        ready!(socket.poll_rest(&mut out, cx))?;
        match SockRef::from(&socket.stream).shutdown(Shutdown::Write) {
            // The other end has hung up in the same instant.
            Err(error) if error.kind() == io::ErrorKind::NotConnected => Poll::Ready(Ok(())),
            shut => Poll::Ready(shut),
        }
    }
}

/// The head of a text message of so many bytes, and how long the head is.
fn head(length: usize) -> ([u8; HEAD_BYTES], usize) {
    let mut head = [0; HEAD_BYTES];
    head[0] = WHOLE_TEXT;
    match (u16::try_from(length), length) {
        (_, 0..=125) => {
            head[1] = length as u8;
            (head, 2)
        }
        (Ok(short), _) => {
            head[1] = 126;
            head[2..4].copy_from_slice(&short.to_be_bytes());
            (head, 4)
        }
        (Err(_), _) => {
            head[1] = 127;
            head[2..].copy_from_slice(&(length as u64).to_be_bytes());
            (head, HEAD_BYTES)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    async fn wire() -> (Wire, TcpStream) {
        let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(door.local_addr().unwrap()).await.unwrap();
        let mut wires = Wires::new(door);
        (wires.accept().await.0, client)
    }

    /// Sends more past the task than any socket takes at once; gives what was begun.
    fn fill(end: &WireEnd) -> Vec<u8> {
        let text = vec![b'a'; 32 * 1024 * 1024];
        assert_eq!(end.shortcut().send(&text), Sent::Begun);
        let (head, length) = head(text.len());
        [&head[..length], &text].concat()
    }

    /// Reads all that the socket took; after that it would take something again.
    async fn read_on(client: &mut TcpStream) -> Vec<u8> {
        let (mut heard, mut part) = (Vec::new(), vec![0; 256 * 1024]);
        while let Ok(length) = tokio::time::timeout(Duration::from_millis(100), client.read(&mut part)).await
        {
            heard.extend_from_slice(&part[..length.unwrap()]);
        }
        heard
    }

    #[tokio::test]
    async fn what_the_socket_took_in_part_is_ended_before_anything_else_is_written() {
        let (mut wire, mut client) = wire().await;
        let mut expected = fill(&wire.0);
        let mut heard = read_on(&mut client).await;
        assert!(heard.len() < expected.len(), "the last was only begun");
        assert_eq!(wire.0.shortcut().send(b"later"), Sent::Not, "nothing overtakes it");
        expected.extend_from_slice(b"by the task");
        let writing = tokio::spawn(async move {
            wire.write_all(b"by the task").await.unwrap();
            // The socket may be full still of what was before.
            while wire.0.shortcut().send(b"free again") == Sent::Not {
                tokio::task::yield_now().await;
            }
        });
        expected.extend_from_slice(&[WHOLE_TEXT, 10]);
        expected.extend_from_slice(b"free again");
        client.read_to_end(&mut heard).await.unwrap();
        writing.await.unwrap();
        assert!(heard == expected, "the same bytes in the same order");
    }

    #[tokio::test]
    async fn what_the_socket_took_in_part_is_ended_by_a_flush() {
        let (mut wire, mut client) = wire().await;
        let expected = fill(&wire.0);
        let flushing = tokio::spawn(async move { wire.flush().await });
        let mut heard = vec![0; expected.len()];
        client.read_exact(&mut heard).await.unwrap();
        assert!(heard == expected);
        flushing.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn nothing_goes_into_the_middle_of_what_the_task_writes() {
        let (mut wire, mut client) = wire().await;
        let end = wire.0.clone();
        let long = vec![b'x'; 32 * 1024 * 1024];
        let begun = tokio::time::timeout(Duration::from_millis(100), wire.write_all(&long)).await;
        assert!(begun.is_err(), "the socket does not take all of it");
        assert!(read_on(&mut client).await.len() < long.len());
        assert_eq!(end.shortcut().send(b"in between"), Sent::Not);
    }

    #[tokio::test]
    async fn nothing_follows_the_goodbye() {
        let (wire, _client) = wire().await;
        assert_eq!(wire.0.shortcut().send(b"hello"), Sent::Whole);
        wire.0.shut();
        assert_eq!(wire.0.shortcut().send(b"too late"), Sent::Not);
    }

    #[test]
    fn heads_are_those_of_the_protocol() {
        assert_eq!(head(0), ([0x81, 0, 0, 0, 0, 0, 0, 0, 0, 0], 2));
        assert_eq!(head(125).0[..2], [0x81, 125]);
        assert_eq!(head(126).0[..4], [0x81, 126, 0, 126]);
        assert_eq!(head(65_535).0[..4], [0x81, 126, 255, 255]);
        assert_eq!(head(65_536), ([0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0], 10));
    }
}
