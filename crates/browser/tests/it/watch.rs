//! What a browser does to the machine, seen from outside: memory, threads, disk, and where it is connected to.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often memory is looked at, how often for new processes, and how often the rest.
const LOOK_EVERY: Duration = Duration::from_millis(20);
const COUNT_EVERY: Duration = Duration::from_millis(60);
const LOOK_AROUND_EVERY: Duration = Duration::from_millis(300);
/// What a session may use beyond its limit until it is ended: 2 GB/s for the two looks of the watchdog at 20 ms, and
/// as much again for a busy machine.
pub const MARGIN: u64 = 160 * 1024 * 1024;

/// The most that was seen.
#[derive(Debug, Default)]
pub struct Seen {
    pub memory: u64,
    pub tasks: u64,
    pub disk: u64,
    /// Sockets of the browser that lead anywhere but to its proxy.
    pub direct: BTreeSet<String>,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { memory, tasks, disk, direct } = self;
        write!(f, "{} MB, {tasks} tasks, {} MB on disk, {} direct", memory >> 20, disk >> 20, direct.len())
    }
}

/// Looks until it is ended.
pub struct Watch {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Seen>,
}

impl Watch {
    /// Watches every browser whose profile lies below `folder`, from its first moment on.
    pub fn over(folder: &Path) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let folder = folder.to_owned();
        let thread = std::thread::spawn(move || watch(&folder, &stopped));
        Self { stop, thread }
    }

    pub fn end(self) -> Seen {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}

fn watch(folder: &Path, stop: &AtomicBool) -> Seen {
    let mut seen = Seen::default();
    let (mut counted, mut looked_around) = (None, None);
    let due = |at: &mut Option<Instant>, every: Duration| {
        let due = at.is_none_or(|at| at.elapsed() >= every);
        *at = if due { Some(Instant::now()) } else { *at };
        due
    };
    let (mut members, mut proxies) = (Vec::new(), HashSet::new());
    while !stop.load(Ordering::Relaxed) {
        if due(&mut counted, COUNT_EVERY) {
            let (now, theirs) = processes(folder);
            members = now;
            // The first process, which names it, ends first.
            proxies.extend(theirs);
        }
        if due(&mut looked_around, LOOK_AROUND_EVERY) {
            seen.direct.extend(direct(&members, &proxies, &sockets(std::process::id())));
            seen.disk = seen.disk.max(disk(folder));
        }
        let (memory, tasks) = used(&members);
        seen.memory = seen.memory.max(memory);
        seen.tasks = seen.tasks.max(tasks);
        std::thread::sleep(LOOK_EVERY);
    }
    seen
}

fn pids() -> impl Iterator<Item = u32> {
    std::fs::read_dir("/proc").unwrap().flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// The processes of browsers below a folder, by their process groups, and the ports of their proxies.
pub fn processes(folder: &Path) -> (Vec<u32>, HashSet<u16>) {
    let wanted = format!("--user-data-dir={}/", folder.display());
    let mut proxies = HashSet::new();
    let mut groups = HashSet::new();
    let all: Vec<(u32, i32)> = pids().filter_map(|pid| Some((pid, group(pid)?))).collect();
    for (pid, group) in &all {
        if groups.contains(group) {
            continue;
        }
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line);
        if !line.contains(&wanted) {
            continue;
        }
        groups.insert(*group);
        let proxy = line.split("--proxy-server=http://127.0.0.1:").nth(1);
        let port = proxy.map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
        proxies.extend(port.and_then(|port| port.parse::<u16>().ok()));
    }
    let members = all.into_iter().filter(|(_, group)| groups.contains(group)).map(|(pid, _)| pid).collect();
    (members, proxies)
}

fn group(pid: u32) -> Option<i32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(2)?.parse().ok()
}

/// Bytes of memory that belong to these processes alone or are shared between them, and their threads.
fn used(members: &[u32]) -> (u64, u64) {
    let mut sum = (0, 0);
    for pid in members {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        sum.0 += (field(&status, "RssAnon:") + field(&status, "RssShmem:")) * 1024;
        sum.1 += field(&status, "Threads:");
    }
    sum
}

fn field(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// The memory of this process, which plays the server.
pub fn own_memory() -> u64 {
    field(&std::fs::read_to_string("/proc/self/status").unwrap(), "RssAnon:") * 1024
}

pub fn disk(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)))
        .map(|(path, meta)| meta.blocks() * 512 + if meta.is_dir() { disk(&path) } else { 0 })
        .sum()
}

/// Internet sockets of these processes that are connected, listen, or are in a multicast group, elsewhere than at
/// the proxies. A child that is just being started still has the sockets of its parent, which are excepted.
pub fn direct(members: &[u32], proxies: &HashSet<u16>, except: &HashSet<String>) -> Vec<String> {
    let own: HashSet<String> = members.iter().flat_map(|pid| sockets(*pid)).collect();
    ["tcp", "tcp6", "udp", "udp6"]
        .into_iter()
        .flat_map(|kind| {
            let table = std::fs::read_to_string(format!("/proc/net/{kind}")).unwrap_or_default();
            table.lines().skip(1).map(|line| format!("{kind} {line}")).collect::<Vec<_>>()
        })
        .filter_map(|line| {
            // kind slot: local remote state queues timer retransmits uid timeout inode …
            let fields: Vec<&str> = line.split_whitespace().collect();
            let (kind, local, remote, state) = (fields[0], fields[2], fields[3], fields[4]);
            let port = u16::from_str_radix(remote.rsplit_once(':')?.1, 16).ok()?;
            let to_proxy = kind == "tcp" && remote.starts_with("0100007F:") && proxies.contains(&port);
            // A socket that is bound to no address and connected to none says nothing yet; the canaries hear it speak.
            let bound = !local.split(':').next()?.chars().all(|digit| digit == '0');
            let silent = port == 0 && state != "0A" && !(bound && kind.starts_with("udp"));
            let ours = own.contains(*fields.get(10)?);
            (ours && !to_proxy && !silent && !except.contains(*fields.get(10)?))
                .then(|| format!("{kind} {local} -> {remote} ({state})"))
        })
        .collect()
}

/// The inodes of a process's sockets. A process that ends meanwhile has none.
fn sockets(pid: u32) -> HashSet<String> {
    let files = std::fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
    files
        .filter_map(|file| std::fs::read_link(file.path()).ok())
        .filter_map(|to| Some(to.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned()))
        .collect()
}

/// Processes that still have something to do with a folder.
pub fn left_behind(folder: &Path) -> usize {
    let wanted = folder.display().to_string();
    pids()
        .filter_map(|pid| std::fs::read(format!("/proc/{pid}/cmdline")).ok())
        .filter(|line| String::from_utf8_lossy(line).contains(&wanted))
        .count()
}

#[tokio::test]
async fn a_connection_around_the_proxy_is_seen() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let _stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let datagrams = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    datagrams.connect(("127.0.0.1", port)).unwrap();
    let _group = std::net::UdpSocket::bind("224.0.0.251:0").unwrap();
    let _silent = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    let me = [std::process::id()];
    let to = format!(" -> 0100007F:{port:04X}");
    let found = direct(&me, &HashSet::new(), &HashSet::new());
    assert!(found.iter().any(|line| line.starts_with("tcp ") && line.contains(&to)), "{found:?}");
    assert!(found.iter().any(|line| line.starts_with("udp ") && line.contains(&to)), "{found:?}");
    assert!(found.iter().any(|line| line.starts_with("udp FB0000E0:")), "{found:?}");
    assert!(!found.iter().any(|line| line.starts_with("udp 00000000:")), "{found:?}");
    let through_proxy = direct(&me, &HashSet::from([port]), &HashSet::new());
    let excepted = direct(&me, &HashSet::new(), &sockets(me[0]));
    assert!(excepted.is_empty(), "{excepted:?}");
    assert!(!through_proxy.iter().any(|line| line.starts_with("tcp ") && line.contains(&to)));
}
