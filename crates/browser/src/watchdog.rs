//! What ends a session that does not end itself: its age, its memory, its threads and what it writes. The kernel
//! holds some of that too; the watchdog holds what the kernel cannot, and says why. Also reads from the kernel
//! whether the sandbox is really on.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::owner::stat_field;
use crate::profile::contains;
use crate::session::{Inner, SessionLimits, WeakInner};

/// Why a session was ended for its memory, by whomever.
pub(crate) const TOO_MUCH_MEMORY: &str = "the page used more memory than it may";
const TOO_MANY_TASKS: &str = "the page started more threads than it may";
const TOO_MUCH_DISK: &str = "the page wrote more to the disk than it may";
const TOO_OLD: &str = "the session reached its longest permitted time";
const BY_ITSELF: &str = "the browser ended by itself";

/// How often the watchdog looks at most and at least.
const LOOK_AT_LEAST_EVERY: Duration = Duration::from_millis(250);
const LOOK_AT_MOST_EVERY: Duration = Duration::from_millis(20);
/// How fast a session's memory grows at worst, in bytes per second: two cores that do nothing but touch new pages.
const FASTEST_GROWTH: u64 = 2 * 1024 * 1024 * 1024;
/// How often the folder's size is taken. It is some hundred files, a millisecond or two.
const MEASURE_DISK_EVERY: Duration = Duration::from_millis(250);

/// Runs beside a session until it is gone.
pub(crate) async fn watch(session: WeakInner, limits: SessionLimits) {
    let born = Instant::now();
    let Some(gone) = session.upgrade().map(|session| session.cdp.gone().clone()) else {
        return;
    };
    let mut stock = Stock::default();
    let mut pause = LOOK_AT_MOST_EVERY;
    loop {
        // A browser that is gone is explained at once, to whoever asks it something.
        let _ = tokio::time::timeout(pause, gone.cancelled()).await;
        let Some(session) = session.upgrade() else {
            return;
        };
        if gone.is_cancelled() {
            // What is left of a browser that died by itself must not outlive it.
            return session.shut(session.ended_by_kernel().unwrap_or(BY_ITSELF));
        }
        let age = born.elapsed().saturating_sub(time_with_person(&session));
        if age > limits.lifetime {
            tracing::warn!(lifetime = ?limits.lifetime, "a browser session was too old");
            return session.shut(TOO_OLD);
        }
        let looker = Arc::clone(&session);
        let looked = tokio::task::spawn_blocking(move || {
            let now = stock.look(looker.group(), looker.profile.folder());
            (stock, now)
        });
        // It fails only when the server is going down.
        let Ok((seen, now)) = looked.await else {
            return session.shut(BY_ITSELF);
        };
        stock = seen;
        if let Some(why) = now.excess(&limits) {
            tracing::warn!(?now, why, "a browser session was ended");
            return session.shut(why);
        }
        pause = pause_after(now.memory_bytes, limits.memory_bytes);
    }
}

/// How long a person has been at the wheel, who is also relieved of it when they have gone away.
fn time_with_person(session: &Inner) -> Duration {
    let mut hands = session.hands();
    if hands.overdue() {
        tracing::info!("a person who had taken over has gone away");
        hands.give_back();
    }
    hands.total()
}

/// The next look comes before the fastest growth could fill what is left.
fn pause_after(used: u64, limit: u64) -> Duration {
    let until_full = Duration::from_secs_f64(limit.saturating_sub(used) as f64 / FASTEST_GROWTH as f64);
    until_full.clamp(LOOK_AT_MOST_EVERY, LOOK_AT_LEAST_EVERY)
}

/// What a session uses at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Use {
    memory_bytes: u64,
    tasks: u64,
    disk_bytes: u64,
}

impl Use {
    /// The limit that is exceeded, in words.
    fn excess(&self, limits: &SessionLimits) -> Option<&'static str> {
        [
            (self.memory_bytes > limits.memory_bytes, TOO_MUCH_MEMORY),
            (self.disk_bytes > limits.disk_bytes, TOO_MUCH_DISK),
            (self.tasks > limits.tasks, TOO_MANY_TASKS),
        ]
        .into_iter()
        .find_map(|(exceeded, why)| exceeded.then_some(why))
    }
}

/// What is kept between two looks, because finding it out takes longer.
#[derive(Debug, Default)]
struct Stock {
    /// Every process of the machine, and whether it is one of ours: a process is asked once.
    processes: HashMap<i32, bool>,
    disk_bytes: u64,
    disk_measured_at: Option<Instant>,
}

impl Stock {
    fn look(&mut self, group: i32, folder: &Path) -> Use {
        if self.disk_measured_at.is_none_or(|at| at.elapsed() >= MEASURE_DISK_EVERY) {
            self.disk_bytes = disk_use(folder);
            self.disk_measured_at = Some(Instant::now());
        }
        let before = std::mem::take(&mut self.processes);
        self.processes = processes()
            .map(|pid| (pid, before.get(&pid).copied().unwrap_or_else(|| is_member(pid, group))))
            .collect();
        let mut sum = Use { disk_bytes: self.disk_bytes, ..Use::default() };
        for (pid, _) in self.processes.iter().filter(|(_, ours)| **ours) {
            if let Ok(status) = std::fs::read_to_string(format!("/proc/{pid}/status")) {
                // Pages of files that all processes map are not counted, or each of Chromium's ten processes would
                // count the same 200 MB again.
                sum.memory_bytes += (field(&status, "RssAnon:") + field(&status, "RssShmem:")) * 1024;
                sum.tasks += field(&status, "Threads:");
            }
        }
        sum
    }
}

/// What a folder and all below it take of the disk; files may have holes. What goes away meanwhile counts nothing.
fn disk_use(folder: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let meta = entry.metadata().ok()?;
            // `blocks` are of 512 bytes, whatever the file system's own are.
            let below = if meta.is_dir() { disk_use(&entry.path()) } else { 0 };
            Some(meta.blocks() * 512 + below)
        })
        .sum()
}

fn field(status: &str, name: &str) -> u64 {
    status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// Every process of the machine.
fn processes() -> impl Iterator<Item = i32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

fn is_member(pid: i32, group: i32) -> bool {
    stat_field(pid as u32, 5) == Some(group)
}

/// The processes of a group.
fn members(group: i32) -> Vec<i32> {
    processes().filter(|pid| is_member(*pid, group)).collect()
}

/// Whether every renderer of the group filters its system calls: the mark of Chromium's sandbox.
pub(crate) fn renderers_sandboxed(group: i32) -> Option<bool> {
    let renderers: Vec<i32> = members(group)
        .into_iter()
        .filter(|pid| {
            std::fs::read(format!("/proc/{pid}/cmdline"))
                .is_ok_and(|line| contains(&line, b"--type=renderer"))
        })
        .collect();
    if renderers.is_empty() {
        return None;
    }
    Some(renderers.iter().all(|pid| {
        std::fs::read_to_string(format!("/proc/{pid}/status")).is_ok_and(|status| {
            status.lines().any(|line| line.starts_with("Seccomp:") && line.trim_end().ends_with('2'))
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_less_is_left_the_sooner_it_is_looked_again() {
        let mb = 1024 * 1024;
        assert_eq!(pause_after(100 * mb, 1536 * mb), LOOK_AT_LEAST_EVERY);
        assert_eq!(pause_after(1336 * mb, 1536 * mb).as_millis(), 97);
        assert_eq!(pause_after(1535 * mb, 1536 * mb), LOOK_AT_MOST_EVERY);
        assert_eq!(pause_after(9999 * mb, 1536 * mb), LOOK_AT_MOST_EVERY);
    }

    #[test]
    fn each_limit_has_its_own_words() {
        let limits = SessionLimits::default();
        let fits =
            Use { memory_bytes: limits.memory_bytes, tasks: limits.tasks, disk_bytes: limits.disk_bytes };
        assert_eq!(fits.excess(&limits), None);
        let more = |change: fn(&mut Use)| {
            let mut changed = fits;
            change(&mut changed);
            changed.excess(&limits)
        };
        assert_eq!(more(|now| now.memory_bytes += 1), Some(TOO_MUCH_MEMORY));
        assert_eq!(more(|now| now.tasks += 1), Some(TOO_MANY_TASKS));
        assert_eq!(more(|now| now.disk_bytes += 1), Some(TOO_MUCH_DISK));
    }

    #[test]
    fn a_folder_takes_what_its_files_take_and_holes_are_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let before = disk_use(folder.path());
        std::fs::create_dir(folder.path().join("deep")).unwrap();
        std::fs::write(folder.path().join("deep/full"), vec![1; 1 << 20]).unwrap();
        std::fs::File::create(folder.path().join("hole")).unwrap().set_len(1 << 30).unwrap();
        let grown = disk_use(folder.path()) - before;
        assert!(((1 << 20)..(2 << 20)).contains(&grown), "{grown}");
    }

    #[test]
    fn this_process_is_found_in_its_group_and_uses_memory() {
        let group = nix::unistd::getpgrp().as_raw();
        assert!(members(group).contains(&(std::process::id() as i32)));
        let now = Stock::default().look(group, Path::new("/nowhere"));
        assert!(now.memory_bytes > 100_000 && now.tasks >= 1, "{now:?}");
    }
}
