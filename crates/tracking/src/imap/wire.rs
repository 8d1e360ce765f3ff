//! The bytes between the mail server and the protocol library, guarded.
//!
//! The library reads up to half a gigabyte, descends into nested lists as deep as the server likes,
//! and writes every command, passwords included, to the trace log. So this stream counts what each
//! answer may cost, ends a connection that nests, and puts the secret into the login command only
//! after the library has seen and logged it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use secrecy::{ExposeSecret, SecretString};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The user name the library is given, with an empty password.
pub(super) const PLACEHOLDER: &str = "jobwire-login-goes-here";
/// What it writes of them.
const WRITTEN: &str = "\"jobwire-login-goes-here\" \"\"";
/// How much is read at once.
const CHUNK_BYTES: usize = 8 * 1024;
/// Real answers nest some ten lists deep; the parser takes a stack frame for each.
const MAX_NESTING: usize = 60;
/// The longest line outside a literal. The library parses a line again with every piece that comes, so
/// the cost grows with the square; a search answers with some 550 kB at most.
const MAX_LINE_BYTES: usize = 640 * 1024;
/// The longest announcement of a literal: `{4294967295+}`.
const MAX_ANNOUNCEMENT: usize = 16;

/// Any stream a mail server is spoken to over.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A stream with a budget.
pub(super) struct Guarded {
    inner: Box<dyn Stream>,
    left: usize,
    nesting: Nesting,
    secret: Option<SecretString>,
    unsent: Vec<u8>,
}

impl std::fmt::Debug for Guarded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guarded").field("left", &self.left).finish_non_exhaustive()
    }
}

impl Guarded {
    pub(super) fn new(inner: Box<dyn Stream>) -> Self {
        Self { inner, left: 0, nesting: Nesting::default(), secret: None, unsent: Vec::new() }
    }

    /// Allows the server this many bytes from now on.
    pub(super) fn allow(&mut self, bytes: usize) {
        self.left = bytes;
    }

    /// The next command with [`PLACEHOLDER`] for a user name gets `arguments` in place of its own.
    pub(super) fn arm(&mut self, arguments: SecretString) {
        self.secret = Some(arguments);
    }

    fn poll_unsent(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.unsent.is_empty() {
            let sent = ready!(Pin::new(&mut self.inner).poll_write(cx, &self.unsent))?;
            if sent == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.unsent.drain(..sent);
        }
        Poll::Ready(Ok(()))
    }
}

/// The kind of error that tells an answer beyond its limits.
pub(super) fn is_over_limit(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<OverLimit>())
}

#[derive(Debug, thiserror::Error)]
#[error("the server's answer is larger or deeper than allowed")]
struct OverLimit;

impl AsyncRead for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.left == 0 {
            return Poll::Ready(Err(io::Error::other(OverLimit)));
        }
        let mut bytes = [0; CHUNK_BYTES];
        let wanted = buf.remaining().min(this.left).min(CHUNK_BYTES);
        let mut part = ReadBuf::new(&mut bytes[..wanted]);
        ready!(Pin::new(&mut this.inner).poll_read(cx, &mut part))?;
        this.left -= part.filled().len();
        if !this.nesting.is_bounded(part.filled(), this.left) {
            return Poll::Ready(Err(io::Error::other(OverLimit)));
        }
        buf.put_slice(part.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        ready!(this.poll_unsent(cx))?;
        let place = this
            .secret
            .as_ref()
            .and_then(|_| buf.windows(WRITTEN.len()).position(|window| window == WRITTEN.as_bytes()));
        match (place, this.secret.take_if(|_| place.is_some())) {
            (Some(at), Some(secret)) => {
                this.unsent.extend_from_slice(&buf[..at]);
                this.unsent.extend_from_slice(secret.expose_secret().as_bytes());
                this.unsent.extend_from_slice(&buf[at + WRITTEN.len()..]);
                Poll::Ready(Ok(buf.len()))
            }
            _ => Pin::new(&mut this.inner).poll_write(cx, buf),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_unsent(cx))?;
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_unsent(cx))?;
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

/// How deep the server's lists and how long its line are at this byte. Literals and quoted strings do not count.
#[derive(Default)]
struct Nesting {
    depth: usize,
    /// Bytes of a literal still to come.
    literal: usize,
    line: usize,
    quoted: bool,
    escaped: bool,
    /// The end of the current line, to see a literal announced.
    tail: Vec<u8>,
}

impl Nesting {
    /// Whether the answer keeps within its limits with these bytes, when `left` more may come.
    fn is_bounded(&mut self, bytes: &[u8], left: usize) -> bool {
        let mut at = 0;
        while at < bytes.len() {
            if self.literal > 0 {
                let skip = self.literal.min(bytes.len() - at);
                self.literal -= skip;
                at += skip;
                continue;
            }
            self.see(bytes[at]);
            at += 1;
            // The library makes room for a whole literal as soon as it is announced.
            let promised = self.literal.saturating_sub(bytes.len() - at);
            if self.depth > MAX_NESTING || self.line > MAX_LINE_BYTES || promised > left {
                return false;
            }
        }
        true
    }

    fn see(&mut self, byte: u8) {
        match byte {
            b'\n' => {
                match announced(&self.tail) {
                    Some(length) => self.literal = length,
                    None => self.depth = 0,
                }
                (self.quoted, self.escaped) = (false, false);
                self.tail.clear();
                self.line = 0;
                return;
            }
            _ if self.escaped => self.escaped = false,
            b'\\' if self.quoted => self.escaped = true,
            b'"' => self.quoted = !self.quoted,
            b'(' if !self.quoted => self.depth += 1,
            b')' if !self.quoted => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.line += 1;
        if self.tail.len() == MAX_ANNOUNCEMENT {
            self.tail.remove(0);
        }
        self.tail.push(byte);
    }
}

/// The length a line's end announces: `{12}` or `{12+}` before the line break.
fn announced(tail: &[u8]) -> Option<usize> {
    let line = std::str::from_utf8(tail.strip_suffix(b"\r").unwrap_or(tail)).ok()?;
    let inside = line.strip_suffix('}')?.rsplit_once('{')?.1;
    inside.strip_suffix('+').unwrap_or(inside).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[test]
    fn nesting_is_counted_outside_of_texts() {
        let bounded = |text: &str| Nesting::default().is_bounded(text.as_bytes(), 100);
        let open = "(".repeat(MAX_NESTING + 1);
        assert!(!bounded(&format!("* 1 FETCH {open}")));
        assert!(bounded(&format!("* 1 FETCH (BODY[] {{{}}}\r\n{open})\r\n", open.len())));
        assert!(bounded(&format!("* OK \"{open}\"\r\n")));
        assert!(!bounded(&format!("* OK \"a\\\"b\" {open}")));
        assert!(bounded(&"* 1 FETCH (FLAGS (\r\n".repeat(1000)), "a new line begins anew");
        assert!(!bounded(&format!("* 1 FETCH (BODY[] {{2}}\r\n(( {open}")), "a literal ends");
        assert!(bounded("* 1 FETCH (BODY[] {104}\r\nabcd"));
        assert!(!bounded("* 1 FETCH (BODY[] {105}\r\nabcd"), "more is announced than may come");
        assert!(!bounded(&"y".repeat(MAX_LINE_BYTES + 1)));
    }

    #[tokio::test]
    async fn a_server_gets_no_more_than_it_is_allowed() {
        let (mut server, client) = tokio::io::duplex(1024);
        let mut guarded = Guarded::new(Box::new(client));
        server.write_all(b"0123456789").await.unwrap();
        guarded.allow(4);
        let mut buffer = [0; 4];
        guarded.read_exact(&mut buffer).await.unwrap();
        assert_eq!(&buffer, b"0123");
        let error = guarded.read_u8().await.unwrap_err();
        assert!(is_over_limit(&error));
    }

    #[tokio::test]
    async fn the_secret_is_put_in_below_the_library() {
        let (mut server, client) = tokio::io::duplex(1024);
        let mut guarded = Guarded::new(Box::new(client));
        guarded.arm(SecretString::from("\"ana\" \"sesame\"".to_owned()));
        assert!(!format!("{guarded:?}").contains("sesame"));
        guarded.write_all(format!("A1 LOGIN {WRITTEN}\r\n").as_bytes()).await.unwrap();
        guarded.write_all(format!("A2 LOGIN {WRITTEN}\r\n").as_bytes()).await.unwrap();
        guarded.shutdown().await.unwrap();
        let mut sent = String::new();
        drop(guarded);
        server.read_to_string(&mut sent).await.unwrap();
        assert_eq!(sent, format!("A1 LOGIN \"ana\" \"sesame\"\r\nA2 LOGIN {WRITTEN}\r\n"));
    }
}
