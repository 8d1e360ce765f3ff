//! A Redis of its own, to be killed, stopped and emptied.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// How long a start may take on a busy machine.
const START_WITHIN: Duration = Duration::from_secs(20);

/// A Redis server that ends with its owner.
pub struct Redis {
    child: Child,
    address: SocketAddr,
}

impl Redis {
    /// Starts one on a free port, which keeps nothing on disk.
    pub async fn start() -> Self {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.local_addr());
        let address = free.expect("a free port");
        let redis = Self { child: spawn(address), address };
        redis.answers().await;
        redis
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as a setting.
    pub fn url(&self) -> String {
        format!("redis://{}/", self.address)
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// Starts it again at the same address after [`kill`](Self::kill).
    pub async fn restart(&mut self) {
        self.child = spawn(self.address);
        self.answers().await;
    }

    /// Sends the process a signal, such as `-STOP`.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(sent.expect("kill can be run").success());
    }

    /// Empties it.
    pub async fn flush(&self) {
        assert_eq!(self.ask("FLUSHALL\r\n").await.expect("it answers"), "+OK\r\n");
    }

    /// Allows nobody to hear or say anything on a channel, or everybody again. Who listens is cut off.
    pub async fn allow_channels(&self, allowed: bool) {
        let which = if allowed { "allchannels" } else { "resetchannels" };
        assert_eq!(
            self.ask(&format!("ACL SETUSER default {which}\r\n")).await.expect("it answers"),
            "+OK\r\n"
        );
    }

    async fn answers(&self) {
        let began = Instant::now();
        while self.ask("PING\r\n").await.ok().as_deref() != Some("+PONG\r\n") {
            assert!(began.elapsed() < START_WITHIN, "redis-server does not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn ask(&self, command: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(command.as_bytes()).await?;
        let mut answer = [0; 64];
        let read = stream.read(&mut answer).await?;
        Ok(String::from_utf8_lossy(&answer[..read]).into_owned())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        // It may have been killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(address: SocketAddr) -> Child {
    let port = address.port().to_string();
    Command::new("redis-server")
        .args(["--port", &port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        .current_dir(std::env::temp_dir())
        .stdout(Stdio::null())
        .spawn()
        .expect("redis-server can be started; script/bootstrap installs it")
}
