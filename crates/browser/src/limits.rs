//! What the kernel holds of a session: a cgroup where one can be made, limits per process everywhere.
//!
//! Chromium is started by a few lines of shell. They wait until the server has put them into the session's group,
//! so that nothing of Chromium ever runs outside; set the limits of each process; and leave a guard behind that kills
//! the process group when the server is gone, whatever state Chromium is in.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use crate::cgroup::{self, Group};
use crate::session::SessionLimits;

/// The shell that starts Chromium; Debian's `chromium` is a script for it too.
const SHELL: &str = "/bin/sh";
/// The descriptor on which the shell hears from the server, beside Chromium's pipe on 3 and 4.
pub(crate) const LIFELINE: i32 = 5;
/// What one process may map for writing beyond the session's memory: V8 and the allocators set aside more than they
/// use (measured: 330 MB in Chromium's first process, 350 to 620 MB in a renderer).
const SET_ASIDE: u64 = 768 * 1024 * 1024;
/// How willingly the kernel ends Chromium when the whole machine is short of memory; the server stays at 0.
/// Chromium gives its renderers 300 by itself.
const OOM_SCORE: u32 = 200;
/// Open files of one process; Chromium itself asks for this many.
const MAX_FILES: u64 = 8192;
/// `ulimit -f` counts in these.
const FILE_BLOCK: u64 = 512;

/// Which limits the kernel is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KernelLimits {
    /// A cgroup where this process may make one, otherwise limits per process.
    #[default]
    Auto,
    /// Limits per process, as where no cgroup can be made.
    PerProcess,
}

/// What holds a session's memory. The watchdog looks after it in any case.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MemoryHeldBy {
    /// The kernel holds all processes together.
    Cgroup,
    /// The kernel holds each process, the watchdog their sum.
    Processes {
        /// Why there is no cgroup.
        why: String,
    },
}

impl fmt::Display for MemoryHeldBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cgroup => f.write_str("held by the kernel (cgroup)"),
            Self::Processes { why } => write!(
                f,
                "held by the watchdog, by the kernel only per process: {why}. To change that, run it as a systemd \
                 service with Delegate=yes, or in a container whose /sys/fs/cgroup is writable"
            ),
        }
    }
}

/// The limits of one session, ready before Chromium is.
pub(crate) struct Held {
    group: Option<Group>,
    by: MemoryHeldBy,
}

impl Held {
    /// Makes the session's group, where that is possible and wanted.
    pub fn prepare(wanted: KernelLimits, limits: &SessionLimits) -> Self {
        let group = match wanted {
            KernelLimits::PerProcess => Err("it is switched off".to_owned()),
            KernelLimits::Auto => cgroup::home().map_err(str::to_owned).and_then(|home| {
                Group::create(home, limits.memory_bytes, limits.tasks)
                    .map_err(|error| format!("no cgroup can be made ({error})"))
            }),
        };
        match group {
            Ok(group) => Self { group: Some(group), by: MemoryHeldBy::Cgroup },
            Err(why) => Self { group: None, by: MemoryHeldBy::Processes { why } },
        }
    }

    pub fn by(&self) -> &MemoryHeldBy {
        &self.by
    }

    /// The command that runs `program` within these limits, once [`Held::let_go`] was called.
    pub fn command(&self, program: &Path, limits: &SessionLimits) -> (OsString, Vec<OsString>) {
        // In a group the kernel counts what is used; what is only set aside is nobody's concern.
        let data = match self.group {
            Some(_) => "unlimited".to_owned(),
            None => ((limits.memory_bytes + SET_ASIDE) / 1024).to_string(),
        };
        let file = limits.disk_bytes / FILE_BLOCK;
        // `trap`: a file that grows too long is an error for its writer, not its death; exec passes that on.
        // The guard closes Chromium's pipe, or nobody would notice when Chromium is gone.
        let script = format!(
            "read -r go <&{LIFELINE} || exit 1\n\
             trap '' XFSZ\n\
             for limit in '-c 0' '-f {file}' '-d {data}' '-n {MAX_FILES}'; do ulimit $limit 2>/dev/null || :; done\n\
             (exec 2>/dev/null 3<&- 4>&-; read -r end <&{LIFELINE}; kill -9 0) &\n\
             exec \"$@\" {LIFELINE}<&-"
        );
        let arguments = [OsStr::new("-c"), OsStr::new(&script), OsStr::new("jobwire"), program.as_os_str()];
        (SHELL.into(), arguments.map(OsStr::to_owned).to_vec())
    }

    /// Takes the waiting shell in and lets it go on.
    pub fn let_go(&self, pid: u32, lifeline: &mut io::PipeWriter) -> io::Result<()> {
        if let Some(group) = &self.group {
            group.take_in(pid)?;
        }
        // Chromium sets its first processes back to 0, where it can; its renderers, which grow, keep it.
        if let Err(error) = std::fs::write(format!("/proc/{pid}/oom_score_adj"), OOM_SCORE.to_string()) {
            tracing::debug!(%error, "the kernel was not told to end Chromium first");
        }
        lifeline.write_all(b"go\n")
    }

    /// Kills what is in the group, if there is one.
    pub fn kill(&self) {
        if let Some(group) = &self.group {
            group.kill();
        }
    }

    /// Kills what is in the group and waits until the group is gone.
    pub async fn end(self) {
        if let Some(group) = self.group {
            group.end().await;
        }
    }

    /// Whether the kernel has ended the session for its memory.
    pub fn ran_out_of_memory(&self) -> bool {
        self.group.as_ref().is_some_and(Group::ran_out_of_memory)
    }
}
