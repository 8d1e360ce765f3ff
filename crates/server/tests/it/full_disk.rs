//! A disk without space: the server says so, loses nothing, and goes on when there is space again.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::program::{JOBWIRE, Options, PASSWORD, Server};
use crate::requests::resume;
use crate::socket::Socket;

/// The size of the disk.
const SIZE: &str = "size=16m";
/// How many changes a full disk may still take, into pages the database had reserved before.
const MAX_CHANGES: i64 = 200;

/// A server whose data folder is a disk of a few megabytes.
struct SmallDisk {
    server: Option<Server>,
    /// The data folder as the server sees it.
    mounted: PathBuf,
    /// The same folder as this test sees it.
    seen: PathBuf,
    /// Whether this test mounted it and has to unmount it.
    ours: bool,
}

impl SmallDisk {
    /// Mounts it where that is allowed, and otherwise in a namespace of the server's own.
    async fn start() -> Self {
        let mut options = Options::new("all");
        let mounted = options.folder.path().join("disk");
        std::fs::create_dir(&mounted).expect("a folder");
        options.data_dir = Some(mounted.clone());
        let mount = ["-t", "tmpfs", "-o", SIZE, "tmpfs"];
        if Command::new("mount").args(mount).arg(&mounted).output().is_ok_and(|done| done.status.success()) {
            // Made before the start, so that a start that fails unmounts it as well.
            let mut disk = Self { server: None, seen: mounted.clone(), mounted, ours: true };
            disk.server = Some(Server::start(options).await);
            return disk;
        }
        eprintln!("A disk cannot be mounted here; the server gets a namespace in which it can.");
        let script = format!("mount {} \"$0\" && exec \"$@\"", mount.join(" "));
        let namespace = ["--user", "--map-root-user", "--mount", "bash", "-c", &script];
        let server = Server::start_inside(options, "unshare", &namespace, &mounted).await;
        let seen = PathBuf::from(format!("/proc/{}/root{}", server.pid(), mounted.display()));
        assert!(
            seen.join("app.key").exists(),
            "This test needs a small disk, and neither `mount` nor `unshare --user --map-root-user --mount` may be \
             used here. Run it as root, or allow user namespaces."
        );
        Self { server: Some(server), mounted, seen, ours: false }
    }

    fn server(&mut self) -> &mut Server {
        self.server.as_mut().expect("it runs")
    }

    /// Takes all the space there is.
    fn fill(&self) {
        let mut filler = std::fs::File::create(self.filler()).expect("a file");
        for size in [1024 * 1024, 64 * 1024, 4096, 1] {
            while filler.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn empty(&self) {
        std::fs::remove_file(self.filler()).expect("it was there");
    }

    fn filler(&self) -> PathBuf {
        self.seen.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        self.server = None;
        if self.ours {
            unmount(&self.mounted);
        }
    }
}

fn unmount(folder: &Path) {
    // A lazy unmount also works while the killed server still holds its files.
    let _ = Command::new("umount").arg("--lazy").arg(folder).status();
}

#[tokio::test]
async fn a_full_disk_is_named_and_nothing_is_lost() {
    let mut disk = SmallDisk::start().await;
    let ada = disk.server().register("ada@mail.example").await;
    assert!(ada.upload("resume.json", resume("Ada Example").into_bytes()).await.status.is_success());
    let summary = "x".repeat(300_000);
    let change = |version: i64| {
        let basics = json!({"name": format!("Version {version}"), "summary": summary});
        let body = json!({"profile": {"resume": {"basics": basics}, "preferences": {}}, "version": version});
        let ada = ada.clone();
        async move { ada.send(Method::PUT, "/api/v1/profile", Some(&body)).await }
    };
    assert_eq!(change(1).await.status, StatusCode::OK);
    disk.fill();
    let mut version = 2;
    loop {
        assert!(version < MAX_CHANGES, "the disk does not become full");
        let answer = change(version).await;
        if answer.status == StatusCode::OK {
            version += 1;
            continue;
        }
        assert_eq!(answer.problem(), (507, "disk-full".to_owned()), "{}", answer.text());
        break;
    }
    // Everything that has to be written is refused in the same words …
    let refused = (507, "disk-full".to_owned());
    assert_eq!(ada.upload("cv.json", resume(&summary).into_bytes()).await.problem(), refused);
    assert_eq!(change(version).await.problem(), refused);
    // … and what is there can still be read.
    let stored = ada.get("/api/v1/profile").await;
    assert_eq!(
        (&stored["version"], &stored["profile"]["resume"]["basics"]["name"]),
        (&json!(version), &json!(format!("Version {}", version - 1)),)
    );
    let nobody = disk.server().nobody();
    for path in ["/healthz", "/readyz", "/metrics"] {
        let answer = nobody.send(Method::GET, path, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    }
    assert!(disk.server().runs());
    disk.empty();
    assert_eq!(change(version).await.status, StatusCode::OK, "there is space again");
    let credentials = json!({"email": "ada@mail.example", "password": PASSWORD});
    let login = nobody.send(Method::POST, "/api/v1/auth/login", Some(&credentials)).await;
    assert_eq!(login.status, StatusCode::OK);
    let epoch = ada.get("/api/v1/snapshot").await["cursor"]["epoch"].clone();
    let mut socket = Socket::subscribe(&ada, json!({"epoch": epoch, "seq": 0})).await;
    for expected in 1..=version + 1 {
        assert_eq!(
            socket.event().await["data"]["version"],
            expected,
            "one event per change that was answered"
        );
    }
    assert!(!disk.server().log().contains("panicked"), "{}", disk.server().log());
}

#[tokio::test]
async fn a_start_without_space_says_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // A file that may not grow is a full disk to whoever writes it; this needs no mounted disk.
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" serve --port 0 --data-dir data";
    let output = tokio::process::Command::new("bash")
        .args(["-c", script, JOBWIRE])
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(std::time::Duration::from_secs(30), output).await;
    let output = output.expect("it ends").expect("bash can be run");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(errors.contains("The database") && errors.contains("cannot be opened"), "{errors}");
    assert!(!errors.contains("panicked"), "{errors}");
}
