//! A cgroup (version 2) per session: the kernel holds its memory and its number of tasks, and kills it as a whole.
//!
//! Groups are made only below the server's own group, and only where nobody else lives: a service, a container, a
//! group that was delegated. Elsewhere nothing is touched, and [`home`] says what is missing. This module knows
//! files below the cgroup mount and no Chromium.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use crate::owner;

/// Where the server itself goes: a group that has subgroups with controllers may hold no processes.
/// systemd's `DelegateSubgroup=` may name it too.
const SERVER_GROUP: &str = "jobwire-server";
/// Every session's group begins with this, its owner's mark and a dash.
const PREFIX: &str = "jobwire-session-";
/// What a session's group needs.
const CONTROLLERS: [&str; 2] = ["memory", "pids"];
/// Tries to move everybody out of the server's group; a process may be born in between.
const MOVE_TRIES: u32 = 5;
/// Tries to remove a group whose processes are dying, and the pause between them.
const REMOVE_TRIES: u32 = 1000;
const REMOVE_PAUSE: Duration = Duration::from_millis(5);

/// The folder below which this process makes its sessions' groups, or what keeps it from making any.
///
/// Found out, and made ready, once per process.
pub(crate) fn home() -> Result<&'static Path, &'static str> {
    static HOME: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    HOME.get_or_init(|| {
        let own = own_group(&read("/proc/self/mountinfo")?, &read("/proc/self/cgroup")?)?;
        make_ready(&own, std::process::id())
    })
    .as_deref()
    .map_err(String::as_str)
}

fn read(path: &str) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{path} cannot be read ({error})"))
}

/// The server's own group as a folder, and as the kernel names it.
#[derive(Debug, PartialEq, Eq)]
struct OwnGroup {
    folder: PathBuf,
    /// It is the uppermost group this process can see: a container, or a machine without systemd.
    uppermost: bool,
}

/// Finds the own group from the mounts and the line of version 2 in `/proc/self/cgroup`.
fn own_group(mounts: &str, groups: &str) -> Result<OwnGroup, String> {
    let own = groups
        .lines()
        .find_map(|line| line.strip_prefix("0::"))
        .ok_or("the kernel has no cgroups of version 2")?;
    // id parent device root mount-point options … - type source options
    let mount = mounts
        .lines()
        .filter_map(|line| {
            let (before, after) = line.split_once(" - ")?;
            let mut fields = before.split(' ').skip(3);
            after.starts_with("cgroup2 ").then_some((fields.next()?, fields.next()?))
        })
        .next();
    let (root, point) = mount.ok_or("no cgroups of version 2 are mounted")?;
    let below = match root {
        "/" => own,
        _ => own.strip_prefix(root).ok_or("its own cgroup lies outside of what is mounted")?,
    };
    let below = below.trim_start_matches('/');
    if below.split('/').any(|part| part == "..") {
        return Err("its own cgroup lies outside of what is mounted".to_owned());
    }
    Ok(OwnGroup { folder: Path::new(point).join(below), uppermost: below.is_empty() })
}

/// Makes the folder ready in which sessions' groups can be made.
fn make_ready(own: &OwnGroup, me: u32) -> Result<PathBuf, String> {
    // A server that was moved before, or started there by systemd: the sessions' groups lie beside its group.
    let moved = own.folder.file_name().is_some_and(|name| name == SERVER_GROUP);
    let home = if moved { own.folder.parent().unwrap_or(&own.folder) } else { &own.folder };
    let available = words(&home.join("cgroup.controllers"));
    if let Some(missing) = CONTROLLERS.iter().find(|name| !available.iter().any(|has| has == *name)) {
        return Err(format!("its cgroup has no {missing} controller"));
    }
    let enabled = words(&home.join("cgroup.subtree_control"));
    if !CONTROLLERS.iter().all(|name| enabled.iter().any(|has| has == name)) {
        // The kernel's very first group may hold processes beside its subgroups, and is known by having no type.
        let very_first = !home.join("cgroup.type").exists();
        if !moved && !very_first {
            move_into_own_group(own, me)?;
        }
        let wanted = CONTROLLERS.map(|name| format!("+{name}")).join(" ");
        std::fs::write(home.join("cgroup.subtree_control"), wanted)
            .map_err(|error| format!("its cgroup's controllers cannot be passed on ({error})"))?;
    }
    // Whether it works is seen by doing it.
    let trial = home.join(format!("{PREFIX}{}-trial", owner::mark(me)));
    std::fs::create_dir(&trial).map_err(|error| format!("no cgroup can be made below its own ({error})"))?;
    let limits = trial.join("memory.max").exists();
    let removed = std::fs::remove_dir(&trial);
    match (limits, removed) {
        (true, Ok(())) => Ok(home.to_owned()),
        (false, _) => Err("a cgroup below its own cannot hold memory".to_owned()),
        (_, Err(error)) => Err(format!("a cgroup below its own cannot be removed ({error})")),
    }
}

/// Moves this process, and in a container its neighbours, into a group of their own.
fn move_into_own_group(own: &OwnGroup, me: u32) -> Result<(), String> {
    let procs = own.folder.join("cgroup.procs");
    let members = || words(&procs).iter().filter_map(|pid| pid.parse::<u32>().ok()).collect::<Vec<_>>();
    let ours = |pid: &u32| *pid == me || owner::parent(*pid) == Some(me);
    if !own.uppermost && !members().iter().all(ours) {
        return Err("other programs live in its cgroup".to_owned());
    }
    let group = own.folder.join(SERVER_GROUP);
    match std::fs::create_dir(&group) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(format!("no cgroup can be made below its own ({error})"));
        }
        _ => {}
    }
    for _ in 0..MOVE_TRIES {
        let left = members();
        if left.is_empty() {
            return Ok(());
        }
        for pid in left {
            match std::fs::write(group.join("cgroup.procs"), pid.to_string()) {
                // It has ended in the meantime.
                Err(error) if error.raw_os_error() == Some(nix::errno::Errno::ESRCH as i32) => {}
                Err(error) => return Err(format!("it cannot be moved within its cgroup ({error})")),
                Ok(()) => {}
            }
        }
    }
    Err("its cgroup does not become empty".to_owned())
}

fn words(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// One session's group. Dropping it kills who is in it and removes it.
#[derive(Debug)]
pub(crate) struct Group {
    folder: PathBuf,
}

impl Group {
    /// Makes a group below `home` that may hold this much memory, without swap, and this many tasks.
    pub fn create(home: &Path, memory_bytes: u64, tasks: u64) -> io::Result<Self> {
        let id = uuid::Uuid::new_v4().simple().to_string();
        let mark = owner::mark(std::process::id());
        let group = Self { folder: home.join(format!("{PREFIX}{mark}-{}", &id[..12])) };
        std::fs::create_dir(&group.folder)?;
        group.set("memory.max", &memory_bytes.to_string())?;
        group.set("pids.max", &tasks.to_string())?;
        // A kernel without swap has no such file.
        if group.folder.join("memory.swap.max").exists() {
            group.set("memory.swap.max", "0")?;
        }
        // Whoever goes over the limit takes all with it: half a browser is no use and hard to tell from a whole one.
        group.set("memory.oom.group", "1")?;
        Ok(group)
    }

    fn set(&self, file: &str, value: &str) -> io::Result<()> {
        std::fs::write(self.folder.join(file), value)
    }

    /// Takes a process in; what it starts from then on is in too.
    pub fn take_in(&self, pid: u32) -> io::Result<()> {
        self.set("cgroup.procs", &pid.to_string())
    }

    /// Kills everything inside at once, whatever group or session it has made for itself.
    pub fn kill(&self) {
        kill(&self.folder);
    }

    /// Kills everything inside and waits until the group is gone.
    pub async fn end(mut self) {
        self.kill();
        let folder = std::mem::take(&mut self.folder);
        // It fails only when the server is going down; the next start removes what is left.
        let _ = tokio::task::spawn_blocking(move || remove(&folder)).await;
    }

    /// Whether the kernel has killed it for its memory.
    pub fn ran_out_of_memory(&self) -> bool {
        let events = std::fs::read_to_string(self.folder.join("memory.events")).unwrap_or_default();
        events
            .lines()
            .filter_map(|line| line.split_once(' '))
            .any(|(name, count)| matches!(name, "oom_kill" | "oom_group_kill") && count.trim() != "0")
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.folder.as_os_str().is_empty() {
            return;
        }
        self.kill();
        if std::fs::remove_dir(&self.folder).is_ok() {
            return;
        }
        // Its processes are still dying; nobody has to wait for that.
        let folder = std::mem::take(&mut self.folder);
        std::thread::spawn(move || remove(&folder));
    }
}

fn kill(group: &Path) {
    if std::fs::write(group.join("cgroup.kill"), "1").is_ok() {
        return;
    }
    // Before Linux 5.14 there is no such file.
    for pid in words(&group.join("cgroup.procs")).iter().filter_map(|pid| pid.parse().ok()) {
        let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::Signal::SIGKILL);
    }
}

fn remove(group: &Path) -> bool {
    for _ in 0..REMOVE_TRIES {
        match std::fs::remove_dir(group) {
            Ok(()) => return true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return true,
            Err(_) => std::thread::sleep(REMOVE_PAUSE),
        }
    }
    tracing::warn!(?group, "a cgroup could not be removed; the next start tries again");
    false
}

/// Kills and removes the groups of servers that no longer live. Returns how many there were.
pub(crate) fn reap() -> usize {
    home().map_or(0, reap_below)
}

fn reap_below(home: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(home) else {
        return 0;
    };
    entries
        .flatten()
        .filter(|entry| {
            let name = entry.file_name();
            let mark = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.rsplit_once('-'));
            mark.is_some_and(|(mark, _)| !owner::lives(mark))
        })
        .filter(|entry| {
            kill(&entry.path());
            remove(&entry.path())
        })
        .count()
}

#[cfg(test)]
mod tests;
