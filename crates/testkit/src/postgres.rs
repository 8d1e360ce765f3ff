//! A PostgreSQL of its own, to be killed and started again. Tests that do not do so share the one of `script/test`.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

/// How long a start may take on a busy machine, with what has to be recovered.
const START_WITHIN: Duration = Duration::from_secs(60);

/// A PostgreSQL server that ends with its owner.
pub struct Postgres {
    folder: TempDir,
    port: u16,
    child: Child,
}

impl Postgres {
    /// Makes a cluster and starts it on a free port.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        if is_root() {
            // It refuses to run as root.
            let given = Command::new("chown").arg("postgres").arg(folder.path()).status();
            assert!(given.expect("chown can be run").success());
        }
        let made = as_postgres("initdb")
            .arg("-D")
            .arg(folder.path().join("data"))
            .args(["-U", "jobwire", "--auth=trust", "--encoding=UTF8", "--locale=C"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .status();
        assert!(made.expect("initdb can be run").success(), "initdb says above what is wrong");
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.local_addr());
        let port = free.expect("a free port").port();
        let postgres = Self { child: spawn(folder.path(), port), folder, port };
        postgres.answers().await;
        postgres
    }

    /// Where it listens.
    pub fn address(&self) -> std::net::SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// Its database at an address that leads to it.
    pub fn url_by(address: std::net::SocketAddr) -> String {
        format!("postgres://jobwire@{address}/postgres")
    }

    /// Ends it at once, whatever it is about: it recovers from its own log at the next start.
    pub fn kill(&mut self) {
        // Its first line is the number of the server's process, whoever started that.
        let pid = std::fs::read_to_string(self.folder.path().join("data/postmaster.pid")).expect("it runs");
        let pid = pid.lines().next().expect("a number").to_owned();
        let killed = Command::new("kill").args(["-QUIT", &pid]).status();
        assert!(killed.expect("kill can be run").success());
        self.child.wait().expect("it ends");
    }

    /// Starts it again at the same address after [`kill`](Self::kill).
    pub async fn restart(&mut self) {
        self.child = spawn(self.folder.path(), self.port);
        self.answers().await;
    }

    async fn answers(&self) {
        let began = Instant::now();
        while PgConnection::connect(&Self::url_by(self.address())).await.is_err() {
            assert!(began.elapsed() < START_WITHIN, "PostgreSQL does not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            self.kill();
        }
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id can be run");
    id.stdout.trim_ascii() == b"0"
}

/// A program of PostgreSQL's, as a user that it accepts.
fn as_postgres(program: &str) -> Command {
    let program = programs().join(program);
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

/// Where Debian, Ubuntu and Homebrew put them: those of the newest version.
fn programs() -> PathBuf {
    let places = ["/usr/lib/postgresql", "/opt/homebrew/opt"];
    let folders = places.iter().filter_map(|place| std::fs::read_dir(place).ok()).flatten().flatten();
    let mut found: Vec<PathBuf> =
        folders.map(|folder| folder.path().join("bin")).filter(|bin| bin.join("initdb").exists()).collect();
    found.sort_by_key(|bin| version(bin));
    found.pop().expect("PostgreSQL is missing: run script/bootstrap")
}

fn version(bin: &Path) -> u32 {
    let digits: String = bin.to_string_lossy().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

fn spawn(folder: &Path, port: u16) -> Child {
    as_postgres("postgres")
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"])
        .arg("-c")
        .arg(format!("unix_socket_directories={}", folder.display()))
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("PostgreSQL can be started; script/bootstrap installs it")
}
