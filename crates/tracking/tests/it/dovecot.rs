//! A real Dovecot for tests: an ordinary process with a folder of its own, on free ports.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Gid, Pid, Uid, chown};

const PROGRAM: &str = "/usr/sbin/dovecot";
/// What certificates are made with; Dovecot depends on it.
const OPENSSL: &str = "/usr/bin/openssl";
/// Dovecot refuses to read mail as root; this account owns nothing.
const NOBODY: u32 = 65534;
const START_TIMEOUT: Duration = Duration::from_secs(20);
pub const USER: &str = "ana@home.example";
pub const PASSWORD: &str = "se\"sa\\me ö";
/// The name in the certificate.
pub const HOST: &str = "imap.home.test";

pub struct Dovecot {
    dir: tempfile::TempDir,
    process: Child,
    pub plain: SocketAddr,
    pub tls: SocketAddr,
}

impl Dovecot {
    pub fn start() -> Self {
        Self::start_with("")
    }

    /// Starts one with `more` lines of settings.
    pub fn start_with(more: &str) -> Self {
        assert!(
            Path::new(PROGRAM).exists(),
            "these tests need Dovecot at {PROGRAM}: apt-get install dovecot-imapd"
        );
        let dir = tempfile::Builder::new().prefix("dovecot").tempdir_in("/tmp").unwrap();
        // Its login processes run under accounts of their own.
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let mail = dir.path().join("mail");
        fs::create_dir(&mail).unwrap();
        let root = Uid::effective().is_root();
        if root {
            chown(&mail, Some(Uid::from_raw(NOBODY)), Some(Gid::from_raw(NOBODY))).unwrap();
        }
        certificates(dir.path());
        fs::write(dir.path().join("users"), format!("{USER}:{{PLAIN}}{PASSWORD}\n")).unwrap();
        let [plain, tls] = free_ports();
        let config = dir.path().join("dovecot.conf");
        fs::write(&config, settings(dir.path(), plain, tls, root, more)).unwrap();
        let process = Command::new(PROGRAM)
            .arg("-F")
            .arg("-c")
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut dovecot = Self { dir, process, plain, tls };
        dovecot.wait_until_it_greets();
        dovecot
    }

    /// The authority that signed its certificate.
    pub fn authority(&self) -> PathBuf {
        self.dir.path().join("ca.pem")
    }

    pub fn client(&self) -> RawClient {
        let mut client = RawClient::connect(self.plain);
        let password = PASSWORD.replace('\\', "\\\\").replace('"', "\\\"");
        client.run(&format!("LOGIN \"{USER}\" \"{password}\""));
        client
    }

    fn wait_until_it_greets(&mut self) {
        let began = Instant::now();
        while TcpStream::connect(self.plain).is_err() {
            let log = || fs::read_to_string(self.dir.path().join("log")).unwrap_or_default();
            if let Some(status) = self.process.try_wait().unwrap() {
                panic!("Dovecot ended with {status}: {}", log());
            }
            assert!(began.elapsed() < START_TIMEOUT, "Dovecot does not answer: {}", log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // Asked to end, it ends its own children too.
        if let Ok(id) = i32::try_from(self.process.id()) {
            let _ = kill(Pid::from_raw(id), Signal::SIGTERM);
        }
        let _ = self.process.wait();
    }
}

/// Speaks IMAP by hand, to put mail in and to look what the code under test left behind.
pub struct RawClient {
    stream: BufReader<TcpStream>,
}

impl RawClient {
    fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut client = Self { stream: BufReader::new(stream) };
        client.line();
        client
    }

    pub fn append(&mut self, folder: &str, mail: &[u8]) {
        self.send(&format!("t APPEND {folder} {{{}}}", mail.len()));
        assert!(self.line().starts_with('+'));
        self.stream.get_mut().write_all(mail).unwrap();
        self.stream.get_mut().write_all(b"\r\n").unwrap();
        self.answer("APPEND");
    }

    /// Runs a command and gives all lines before its end.
    pub fn run(&mut self, command: &str) -> String {
        self.send(&format!("t {command}"));
        self.answer(command)
    }

    fn send(&mut self, line: &str) {
        self.stream.get_mut().write_all(format!("{line}\r\n").as_bytes()).unwrap();
    }

    fn answer(&mut self, command: &str) -> String {
        let mut lines = String::new();
        loop {
            let line = self.line();
            if let Some(verdict) = line.strip_prefix("t ") {
                assert!(verdict.starts_with("OK"), "{command}: {verdict}");
                return lines;
            }
            lines.push_str(&line);
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.by_ref().take(1_000_000).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "Dovecot hung up");
        line
    }
}

fn free_ports() -> [SocketAddr; 2] {
    // Both are held until both are known, so that they differ.
    let listeners = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap())
}

/// An authority and a certificate for [`HOST`] and localhost that it signed.
fn certificates(dir: &Path) {
    let openssl = |arguments: &[&str]| {
        let made = Command::new(OPENSSL)
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"])
            .args(["-days", "2", "-batch"])
            .args(arguments)
            .current_dir(dir)
            .output()
            .unwrap_or_else(|error| panic!("these tests need {OPENSSL}: {error}"));
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    };
    openssl(&["-subj", "/CN=Test authority", "-keyout", "ca.key", "-out", "ca.pem"]);
    let names = format!("subjectAltName=DNS:{HOST},DNS:localhost");
    let leaf = ["-addext", &names, "-addext", "basicConstraints=critical,CA:FALSE"];
    let signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-subj", "/CN=imap.home.test"];
    openssl(&[&signed[..], &leaf[..], &["-keyout", "key.pem", "-out", "cert.pem"]].concat());
}

fn settings(dir: &Path, plain: SocketAddr, tls: SocketAddr, root: bool, more: &str) -> String {
    let own = Uid::effective();
    let group = Gid::effective();
    let (mail_user, mail_group) = if root { (NOBODY, NOBODY) } else { (own.as_raw(), group.as_raw()) };
    // Without root every process runs as ourselves and nothing can be locked away.
    let accounts = match nix::unistd::User::from_uid(own) {
        Ok(Some(user)) if !root => format!(
            "default_login_user = {0}\ndefault_internal_user = {0}\nservice anvil {{\n  chroot =\n}}\n",
            user.name
        ),
        _ => String::new(),
    };
    let chroot = if root { "" } else { "  chroot =\n" };
    let dir = dir.display();
    let (plain, tls) = (plain.port(), tls.port());
    format!(
        "base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{dir}/cert.pem
ssl_key = <{dir}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0 secs
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{dir}/mail/%u
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {dir}/users
}}
userdb {{
  driver = static
  args = uid={mail_user} gid={mail_group} home={dir}/mail/%u
}}
service imap-login {{
{chroot}  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
{accounts}{more}
"
    )
}
