//! Starting and ending one Chromium: its flags, its user, its environment, its pipe.

use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use command_fds::{CommandFdExt, FdMapping};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::limits::{Held, LIFELINE, MemoryHeldBy};
use crate::profile::{Profile, RunAs};
use crate::session::SessionConfig;
use crate::watchdog::TOO_MUCH_MEMORY;

/// How long the process group may take to disappear after it was killed.
const END_TIMEOUT: Duration = Duration::from_secs(5);
/// Lines of Chromium's complaints that are kept for an error message.
const COMPLAINTS_KEPT: usize = 40;

/// Why no browser could be started. Each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// There is no Chromium where the settings say.
    #[error("there is no Chromium at {path}: install it (Debian: apt install chromium) or set its path")]
    NotInstalled {
        /// Where it was looked for.
        path: String,
    },
    /// Chromium cannot build its sandbox here.
    #[error(
        "Chromium cannot start its sandbox as user {user}: allow unprivileged user namespaces \
         (sysctl user.max_user_namespaces, in a container --security-opt seccomp=unconfined) or install the \
         package chromium-sandbox. Running without a sandbox has to be allowed in so many words"
    )]
    NoSandbox {
        /// The account it was started under.
        user: String,
    },
    /// The profile folder cannot be made or reached.
    #[error("the browser's profile folder cannot be used: {0}")]
    Profile(#[source] std::io::Error),
    /// The egress proxy or the pipe could not be set up.
    #[error("the browser's plumbing could not be set up: {0}")]
    Plumbing(#[source] std::io::Error),
    /// Chromium ended or stayed silent; its last words are attached.
    #[error("Chromium did not start: {complaint}")]
    Silent {
        /// The last lines it wrote.
        complaint: String,
    },
}

/// A running Chromium. Dropping it kills the whole process group at once.
pub(crate) struct Chromium {
    child: Child,
    group: Pid,
    held: Option<Held>,
    /// While this end is open the server lives; see [`crate::limits`].
    _lifeline: std::io::PipeWriter,
    complaints: tokio::task::JoinHandle<Vec<String>>,
}

/// Our ends of the debugging pipe.
pub(crate) struct Pipe {
    pub to_browser: OwnedFd,
    pub from_browser: OwnedFd,
}

impl Chromium {
    /// Starts Chromium behind `proxy` with the given profile.
    pub fn start(
        config: &SessionConfig,
        profile: &Profile,
        run_as: Option<RunAs>,
        proxy: SocketAddr,
    ) -> Result<(Self, Pipe, MemoryHeldBy), LaunchError> {
        if !config.chromium.is_file() {
            return Err(LaunchError::NotInstalled { path: config.chromium.display().to_string() });
        }
        let (child_reads, we_write) = std::io::pipe().map_err(LaunchError::Plumbing)?;
        let (we_read, child_writes) = std::io::pipe().map_err(LaunchError::Plumbing)?;
        let (child_listens, mut lifeline) = std::io::pipe().map_err(LaunchError::Plumbing)?;
        let held = Held::prepare(config.kernel_limits, &config.limits);
        let (program, arguments) = held.command(&config.chromium, &config.limits);
        let mut command = Command::new(program);
        command
            .args(arguments)
            .args(flags(config, &profile.user_data(), proxy))
            .env_clear()
            .envs(environment(config, profile))
            .current_dir(profile.home())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        if let Some(run_as) = run_as {
            command.uid(run_as.uid.as_raw()).gid(run_as.gid.as_raw());
        }
        let mappings = vec![
            FdMapping { parent_fd: child_reads.into(), child_fd: 3 },
            FdMapping { parent_fd: child_writes.into(), child_fd: 4 },
            FdMapping { parent_fd: child_listens.into(), child_fd: LIFELINE },
        ];
        command.fd_mappings(mappings).expect("3, 4 and 5 are different descriptors");
        let mut child = command.spawn().map_err(LaunchError::Plumbing)?;
        // Our copies of the child's ends: with them open, nobody would notice that the child has closed its own.
        drop(command);
        let pid = child.id().expect("the child was just started");
        held.let_go(pid, &mut lifeline).map_err(LaunchError::Plumbing)?;
        let group = Pid::from_raw(pid as i32);
        let stderr = child.stderr.take().expect("stderr is piped");
        let complaints = tokio::spawn(async move {
            let mut lines = BufReader::new(stderr).lines();
            let mut kept = Vec::new();
            while let Ok(Some(line)) = lines.next_line().await {
                tracing::trace!(line, "chromium");
                if kept.len() < COMPLAINTS_KEPT {
                    kept.push(line);
                }
            }
            kept
        });
        let pipe = Pipe { to_browser: we_write.into(), from_browser: we_read.into() };
        let by = held.by().clone();
        let held = Some(held);
        Ok((Self { child, group, held, _lifeline: lifeline, complaints }, pipe, by))
    }

    /// The process group all of Chromium's processes are in.
    pub fn group(&self) -> i32 {
        self.group.as_raw()
    }

    /// Why the kernel has ended it, if it was the kernel.
    pub fn ended_by_kernel(&self) -> Option<&'static str> {
        self.held.as_ref().is_some_and(Held::ran_out_of_memory).then_some(TOO_MUCH_MEMORY)
    }

    /// Kills the whole group at once, without waiting.
    pub fn kill(&self) {
        if let Some(held) = &self.held {
            held.kill();
        }
        let _ = killpg(self.group, Signal::SIGKILL);
    }

    /// Kills and waits until the process is reaped and its group is gone.
    pub async fn end(mut self) -> Vec<String> {
        self.kill();
        let _ = tokio::time::timeout(END_TIMEOUT, self.child.wait()).await;
        if let Some(held) = self.held.take() {
            held.end().await;
        }
        let complaints = std::mem::replace(&mut self.complaints, tokio::spawn(async { vec![] }));
        tokio::time::timeout(END_TIMEOUT, complaints).await.ok().and_then(Result::ok).unwrap_or_default()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Turns Chromium's last words into an error that says what to do.
pub(crate) fn explain(complaints: &[String], run_as: Option<RunAs>) -> LaunchError {
    let sandbox = complaints.iter().any(|line| {
        line.contains("No usable sandbox")
            || line.contains("without --no-sandbox is not supported")
            || line.contains("SUID sandbox helper")
    });
    if sandbox {
        return LaunchError::NoSandbox {
            user: run_as.map_or_else(|| "of the server".to_owned(), |_| "nobody".to_owned()),
        };
    }
    tracing::info!(?complaints, "Chromium did not start");
    let last = complaints
        .iter()
        .rev()
        .find(|line| line.contains("FATAL"))
        .or_else(|| complaints.iter().rev().find(|line| !line.contains("dbus")))
        .cloned()
        .unwrap_or_else(|| "it wrote nothing".to_owned());
    LaunchError::Silent { complaint: last }
}

/// The flags of the safety policy, 4.2. Each was measured; the start-up probe measures them again.
fn flags(config: &SessionConfig, user_data: &Path, proxy: SocketAddr) -> Vec<String> {
    let (width, height) = config.viewport;
    let mut flags: Vec<String> = [
        "--headless=new",
        "--remote-debugging-pipe",
        "--no-first-run",
        "--no-default-browser-check",
        // Without this entry Chromium goes around the proxy to this very machine.
        "--proxy-bypass-list=<-loopback>",
        // The spelling with "force-" is ignored by current versions.
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-quic",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-default-apps",
        "--disable-extensions",
        // The last one would announce names to the local network by multicast, past the proxy; without UDP there is
        // no address to hide.
        "--disable-features=AutofillServerCommunication,OptimizationHints,MediaRouter,Translate,\
         NetworkTimeServiceQuerying,PaintHolding,AcceptCHFrame,\
         WebRtcHideLocalIpsWithMdns",
        // Disk: what sites may keep, 60 % of the disk unless told otherwise, and what Chromium caches.
        "--enable-features=StorageQuotaSettings:PoolSizeBytes/104857600/PoolSizeRatio/1\
         /MustRemainAvailableBytes/0/ShouldRemainAvailableBytes/0",
        "--disk-cache-size=52428800",
        "--disable-breakpad",
        "--disable-crash-reporter",
        "--disable-gpu",
        // /dev/shm is 64 MB in many containers.
        "--disable-dev-shm-usage",
        "--disable-popup-blocking",
        "--disable-prompt-on-repost",
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--deny-permission-prompts",
        "--mute-audio",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--password-store=basic",
        "--use-mock-keychain",
    ]
    .map(str::to_owned)
    .to_vec();
    flags.push(format!("--user-data-dir={}", user_data.display()));
    flags.push(format!("--proxy-server=http://{proxy}"));
    flags.push(format!("--window-size={width},{height}"));
    flags.push(format!("--lang={}", config.locale));
    flags.push(format!("--accept-lang={}", config.locale));
    if let Some(key) = &config.trusted_key {
        flags.push(format!("--ignore-certificate-errors-spki-list={key}"));
    }
    if config.allow_no_sandbox {
        flags.push("--no-sandbox".to_owned());
    }
    // The first page: opened while the browser starts, it is there when it is asked for.
    flags.push("about:blank".to_owned());
    flags
}

/// The whole environment of the child. Nothing of ours is inherited: it may hold keys.
fn environment(config: &SessionConfig, profile: &Profile) -> Vec<(String, String)> {
    let home = profile.home().display().to_string();
    let temp = profile.temp().display().to_string();
    [
        ("PATH", "/usr/local/bin:/usr/bin:/bin"),
        ("HOME", home.as_str()),
        ("TMPDIR", temp.as_str()),
        ("XDG_CONFIG_HOME", home.as_str()),
        ("XDG_CACHE_HOME", home.as_str()),
        ("LANG", "C.UTF-8"),
        ("TZ", config.timezone.as_str()),
        // No message bus: Chromium must not talk to the desktop it happens to run on.
        ("DBUS_SESSION_BUS_ADDRESS", "disabled:"),
        ("DBUS_SYSTEM_BUS_ADDRESS", "disabled:"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}
