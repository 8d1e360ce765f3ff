//! What ends a session that does not end itself: its age and its memory. Also reads from the kernel whether the
//! sandbox is really on.

use std::time::Duration;

use tokio::time::Instant;

use crate::profile::contains;
use crate::session::{SessionLimits, WeakInner};

/// How often the watchdog looks. A hostile page takes about 250 MB in this time (measured: 6.3 GB in 25 s).
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How often it looks once more than half of the memory is used.
const LOOK_CLOSELY: Duration = Duration::from_millis(100);

/// Runs beside a session until it is gone.
pub(crate) async fn watch(session: WeakInner, limits: SessionLimits) {
    let born = Instant::now();
    let mut pause = LOOK_EVERY;
    loop {
        tokio::time::sleep(pause).await;
        let Some(session) = session.upgrade() else {
            return;
        };
        if session.cdp.gone().is_cancelled() {
            // What is left of a browser that died by itself must not outlive it.
            return session.shut("the browser ended by itself");
        }
        let with_person = {
            let mut hands = session.hands();
            if hands.overdue() {
                tracing::info!("a person who had taken over has gone away");
                hands.give_back();
            }
            hands.total()
        };
        if born.elapsed().saturating_sub(with_person) > limits.lifetime {
            tracing::warn!(lifetime = ?limits.lifetime, "a browser session was too old");
            return session.shut("the session reached its longest permitted time");
        }
        let group = session.group();
        let used = tokio::task::spawn_blocking(move || private_memory(group)).await.unwrap_or(0);
        pause = if used > limits.memory_bytes / 2 { LOOK_CLOSELY } else { LOOK_EVERY };
        if used > limits.memory_bytes {
            tracing::warn!(used, "a browser session used too much memory");
            return session.shut("the page used more memory than it may");
        }
    }
}

/// Private and shared-memory bytes of a process group. Pages of files that all processes map are not counted, or
/// each of Chromium's ten processes would count the same 200 MB again.
fn private_memory(group: i32) -> u64 {
    members(group)
        .iter()
        .filter_map(|pid| std::fs::read_to_string(format!("/proc/{pid}/status")).ok())
        .map(|status| field_kb(&status, "RssAnon:") + field_kb(&status, "RssShmem:"))
        .sum::<u64>()
        * 1024
}

fn field_kb(status: &str, name: &str) -> u64 {
    status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// The processes of a group, from the fifth field of their stat line, counted behind the name.
fn members(group: i32) -> Vec<i32> {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    processes
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok())
        .filter(|pid| {
            std::fs::read_to_string(format!("/proc/{pid}/stat"))
                .ok()
                .and_then(|stat| stat.rsplit_once(')')?.1.split_whitespace().nth(2)?.parse::<i32>().ok())
                .is_some_and(|of| of == group)
        })
        .collect()
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
