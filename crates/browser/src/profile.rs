//! Throw-away profile folders, the user they belong to, and what is left of sessions that died with their server.

use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use nix::unistd::{Gid, Uid, User, chown, geteuid};
use sha2::{Digest, Sha256};

use crate::{cgroup, owner};

/// The account Chromium runs under when the server runs as root.
const UNPRIVILEGED_ACCOUNT: &str = "nobody";
/// Every session's folder begins with this; the reaper looks at nothing else.
const PREFIX: &str = "session-";
/// Letters of a session's random name.
const ID_LENGTH: usize = 12;
/// Who opened the session; see [`owner::mark`].
const OWNER_FILE: &str = "owner";
/// Chromium puts a socket into its temporary folder, whose whole path may have 107 bytes; this much is its own part.
const SOCKET_PATH_ROOM: usize = 107 - "/org.chromium.Chromium.XXXXXX/SingletonSocket".len();

/// The unprivileged user Chromium runs as; `None` when the server is itself unprivileged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RunAs {
    pub uid: Uid,
    pub gid: Gid,
}

impl RunAs {
    /// Root never runs Chromium as itself: Chromium refuses its sandbox there.
    pub fn for_this_process() -> io::Result<Option<Self>> {
        if !geteuid().is_root() {
            return Ok(None);
        }
        let account = User::from_name(UNPRIVILEGED_ACCOUNT)?.ok_or_else(|| {
            io::Error::new(io::ErrorKind::NotFound, "there is no account \"nobody\" to run Chromium under")
        })?;
        Ok(Some(Self { uid: account.uid, gid: account.gid }))
    }
}

/// One session's folder: profile, home and uploads. Removed when dropped.
#[derive(Debug)]
pub(crate) struct Profile {
    path: PathBuf,
    run_as: Option<RunAs>,
}

impl Profile {
    /// Makes a folder under `parent` that only Chromium's user can read.
    pub fn create(parent: &Path, run_as: Option<RunAs>) -> io::Result<Self> {
        std::fs::create_dir_all(parent)?;
        if run_as.is_some() {
            make_passable(parent)?;
        }
        let id = &uuid::Uuid::new_v4().simple().to_string()[..ID_LENGTH];
        let path = std::path::absolute(parent)?.join(format!("{PREFIX}{id}"));
        std::fs::create_dir(&path)?;
        let profile = Self { path, run_as };
        std::fs::write(profile.path.join(OWNER_FILE), owner::mark(std::process::id()))?;
        for folder in [profile.user_data(), profile.home(), profile.uploads(), profile.temp()] {
            std::fs::create_dir(&folder)?;
            profile.give(&folder, 0o700)?;
        }
        profile.give(&profile.path, 0o700)?;
        Ok(profile)
    }

    /// Everything the session writes lies here, but for its temporary files where the path would be too long.
    pub fn folder(&self) -> &Path {
        &self.path
    }

    pub fn user_data(&self) -> PathBuf {
        self.path.join("profile")
    }

    pub fn home(&self) -> PathBuf {
        self.path.join("home")
    }

    pub fn temp(&self) -> PathBuf {
        temp_of(&self.path)
    }

    fn uploads(&self) -> PathBuf {
        self.path.join("uploads")
    }

    /// Copies a file to where Chromium may read it, under its own name, and returns that place.
    pub fn lend(&self, name: &str, content: &[u8]) -> io::Result<PathBuf> {
        let name = Path::new(name)
            .file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the file has no name"))?;
        let folder = self.uploads().join(uuid::Uuid::new_v4().simple().to_string());
        std::fs::create_dir(&folder)?;
        let path = folder.join(name);
        std::fs::write(&path, content)?;
        self.give(&path, 0o400)?;
        self.give(&folder, 0o700)?;
        Ok(path)
    }

    /// Removes the folder; true when nothing is left of it.
    pub fn remove(&self) -> bool {
        remove(&self.path)
    }

    fn give(&self, path: &Path, mode: u32) -> io::Result<()> {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))?;
        if let Some(run_as) = self.run_as {
            chown(path, Some(run_as.uid), Some(run_as.gid))?;
        }
        Ok(())
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // Chromium may still be writing its last lines; what is left over is the next reaper's.
        if !self.remove() {
            tracing::debug!("a profile folder could not be removed at once");
        }
    }
}

/// The temporary folder of a session: inside it, or beside the system's own when the path would be too long.
fn temp_of(session: &Path) -> PathBuf {
    let inside = session.join("tmp");
    if inside.as_os_str().len() <= SOCKET_PATH_ROOM {
        return inside;
    }
    let name = session.file_name().unwrap_or_default().to_string_lossy();
    std::env::temp_dir().join(format!("jobwire-{name}"))
}

fn remove(session: &Path) -> bool {
    let temp = temp_of(session);
    for folder in [temp.as_path(), session] {
        // What is not there is removed; what cannot be removed is seen below.
        let _ = std::fs::remove_dir_all(folder);
    }
    !session.exists() && !temp.exists()
}

/// A folder for profiles that belongs to `data_dir` and that Chromium's user can reach.
///
/// Usually `data_dir/browser`. When the server runs as root and its data folder is closed to others, a folder in
/// the system's temporary directory that is named after the data folder.
pub fn profile_parent_for(data_dir: &Path) -> PathBuf {
    let inside = data_dir.join("browser");
    let reachable = std::path::absolute(&inside).is_ok_and(|path| passable(&path));
    if !geteuid().is_root() || reachable {
        return inside;
    }
    let digest = Sha256::digest(data_dir.as_os_str().as_encoded_bytes());
    std::env::temp_dir().join(format!("jobwire-browser-{}", hex::encode(&digest[..6])))
}

fn passable(path: &Path) -> bool {
    path.ancestors()
        .skip(1)
        .all(|folder| std::fs::metadata(folder).map_or(true, |meta| meta.mode() & 0o001 != 0))
}

fn make_passable(parent: &Path) -> io::Result<()> {
    std::fs::set_permissions(parent, std::fs::Permissions::from_mode(0o711))?;
    let parent = std::path::absolute(parent)?;
    match parent
        .ancestors()
        .skip(1)
        .find(|folder| std::fs::metadata(folder).is_ok_and(|meta| meta.mode() & 0o001 == 0))
    {
        None => Ok(()),
        Some(closed) => Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            format!(
                "Chromium runs as \"{UNPRIVILEGED_ACCOUNT}\" and cannot enter {}: choose another folder for browser profiles",
                closed.display()
            ),
        )),
    }
}

/// What [`reap_orphans`] found and removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reaped {
    /// Chromium processes ended.
    pub processes: usize,
    /// Profile folders removed.
    pub profiles: usize,
    /// Control groups ended and removed; see [`crate::KernelLimits`].
    pub groups: usize,
}

/// Ends the Chromium processes and removes the profiles that earlier servers left under `profile_parent`.
///
/// Call it once at start, before the first session. It touches only processes whose `--user-data-dir` lies in a
/// session folder there whose owner no longer lives.
pub fn reap_orphans(profile_parent: &Path) -> Reaped {
    let mut reaped = Reaped { groups: cgroup::reap(), ..Reaped::default() };
    let Ok(entries) = std::fs::read_dir(profile_parent) else {
        return reaped;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if !ours || owner_lives(&path) {
            continue;
        }
        for pid in processes_with_profile(&path) {
            if nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGKILL).is_ok() {
                reaped.processes += 1;
            }
        }
        if remove(&path) {
            reaped.profiles += 1;
        }
    }
    reaped
}

fn owner_lives(profile: &Path) -> bool {
    std::fs::read_to_string(profile.join(OWNER_FILE)).is_ok_and(|mark| owner::lives(&mark))
}

fn processes_with_profile(profile: &Path) -> Vec<nix::unistd::Pid> {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    let wanted = format!("--user-data-dir={}/", profile.display());
    processes
        .flatten()
        .filter_map(|entry| {
            let pid: i32 = entry.file_name().to_str()?.parse().ok()?;
            let command = std::fs::read(entry.path().join("cmdline")).ok()?;
            // Chromium rewrites its command line into one string with spaces.
            contains(&command, wanted.as_bytes()).then(|| nix::unistd::Pid::from_raw(pid))
        })
        .collect()
}

/// Whether `haystack` holds `needle` somewhere.
pub(crate) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && haystack.windows(needle.len()).any(|window| window == needle)
}
