//! The decisions on a made-up tree; and, where this process may make cgroups, the kernel itself.

use super::*;
use std::process::{Command, Stdio};
use std::time::Instant;

const MOUNTS: &str = "22 1 0:21 / /proc rw - proc proc rw\n\
                      30 22 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";

#[test]
fn the_own_group_is_found_below_its_mount() {
    let found = |mounts: &str, groups: &str| own_group(mounts, groups);
    let service = found(MOUNTS, "1:name=systemd:/x\n0::/system.slice/jobwire.service\n").unwrap();
    assert_eq!(service.folder, Path::new("/sys/fs/cgroup/system.slice/jobwire.service"));
    assert!(!service.uppermost);
    let container = found(MOUNTS, "0::/\n").unwrap();
    assert_eq!((container.folder.as_path(), container.uppermost), (Path::new("/sys/fs/cgroup/"), true));
    // Only a part of the tree is mounted here.
    let part = MOUNTS.replace(" / /sys/fs", " /docker/ab /sys/fs");
    let inside = found(&part, "0::/docker/ab/app").unwrap();
    assert_eq!(inside.folder, Path::new("/sys/fs/cgroup/app"));
    assert!(found(&part, "0::/elsewhere").is_err());
    assert!(found(MOUNTS, "0::/../other").is_err());
    assert!(found(MOUNTS, "4:memory:/x").is_err());
    assert!(found("22 1 0:21 / /proc rw - proc proc rw", "0::/").is_err());
}

/// A folder that looks like a group with these controllers.
fn made_up(controllers: &str, members: &str) -> (tempfile::TempDir, OwnGroup) {
    let folder = tempfile::tempdir().unwrap();
    for (file, content) in [
        ("cgroup.controllers", controllers),
        ("cgroup.subtree_control", ""),
        ("cgroup.type", "domain"),
        ("cgroup.procs", members),
    ] {
        std::fs::write(folder.path().join(file), content).unwrap();
    }
    let own = OwnGroup { folder: folder.path().to_owned(), uppermost: false };
    (folder, own)
}

#[test]
fn a_group_that_others_live_in_is_left_alone() {
    let me = std::process::id();
    let (folder, own) = made_up("cpu memory pids", &format!("1\n{me}\n"));
    assert_eq!(make_ready(&own, me), Err("other programs live in its cgroup".to_owned()));
    assert!(!folder.path().join(SERVER_GROUP).exists(), "something was changed");
}

#[test]
fn a_group_without_the_controllers_is_of_no_use() {
    let me = std::process::id();
    let (_folder, own) = made_up("cpu pids hugetlb", &me.to_string());
    assert_eq!(make_ready(&own, me), Err("its cgroup has no memory controller".to_owned()));
}

/// The kernel's word: either a place for groups, or a reason that can be told to a person.
fn home_here() -> Option<&'static Path> {
    match home() {
        Ok(home) => Some(home),
        Err(why) => {
            println!("here no cgroups can be made: {why}");
            assert!(why.contains("cgroup") && why.len() > 20, "{why}");
            None
        }
    }
}

/// Starts a shell in a group of its own.
fn start_in(group: &Group, script: &str) -> std::process::Child {
    let mut child = Command::new("/bin/sh")
        .args(["-c", &format!("read -r go; {script}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    group.take_in(child.id()).unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"go\n").unwrap();
    child
}

#[test]
fn the_kernel_ends_a_group_that_uses_too_much_memory_and_only_that() {
    let Some(home) = home_here() else { return };
    let limit = 48 * 1024 * 1024;
    let greedy = Group::create(home, limit, 50).unwrap();
    let modest = Group::create(home, limit, 50).unwrap();
    let mut waits = start_in(&modest, "sleep 30");
    // tail keeps the last line, which never ends.
    let mut eats = start_in(&greedy, "tail /dev/zero | cat");
    assert!(!eats.wait().unwrap().success());
    assert!(greedy.ran_out_of_memory());
    assert!(!modest.ran_out_of_memory());
    assert!(waits.try_wait().unwrap().is_none(), "the neighbour was killed too");
    let peak = std::fs::read_to_string(greedy.folder.join("memory.peak"));
    if let Ok(peak) = peak {
        assert!(peak.trim().parse::<u64>().unwrap() <= limit, "{peak}");
    }
    modest.kill();
    waits.wait().unwrap();
}

#[test]
fn a_group_is_killed_with_what_has_left_its_session_and_is_removed() {
    let Some(home) = home_here() else { return };
    let group = Group::create(home, 48 * 1024 * 1024, 50).unwrap();
    let folder = group.folder.clone();
    let mut shell = start_in(&group, "setsid sleep 300 & setsid sleep 300 & sleep 300");
    let began = Instant::now();
    while words(&folder.join("cgroup.procs")).len() < 4 {
        assert!(began.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(5));
    }
    let members = words(&folder.join("cgroup.procs"));
    drop(group);
    shell.wait().unwrap();
    while folder.exists() {
        assert!(began.elapsed() < Duration::from_secs(20), "the group stays");
        std::thread::sleep(Duration::from_millis(5));
    }
    for pid in members {
        assert!(owner::parent(pid.parse().unwrap()).is_none_or(|_| is_zombie(&pid)), "{pid} lives");
    }
}

fn is_zombie(pid: &str) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| stat.contains(") Z "))
}

#[test]
fn more_tasks_than_permitted_cannot_be_started() {
    let Some(home) = home_here() else { return };
    let group = Group::create(home, 48 * 1024 * 1024, 8).unwrap();
    let mut bomb = start_in(&group, "bomb() { bomb | bomb & }; bomb; sleep 1");
    let began = Instant::now();
    while bomb.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(2) {
        let tasks: u64 = words(&group.folder.join("pids.current"))[0].parse().unwrap();
        assert!(tasks <= 8, "{tasks}");
    }
    group.kill();
    bomb.wait().unwrap();
}

#[test]
fn groups_of_a_dead_server_are_reaped_and_those_of_a_living_one_are_not() {
    let Some(home) = home_here() else { return };
    let living = Group::create(home, 48 * 1024 * 1024, 8).unwrap();
    let mut orphan = Group::create(home, 48 * 1024 * 1024, 8).unwrap();
    let mut left = start_in(&orphan, "sleep 300");
    let renamed = home.join(format!("{PREFIX}1.1-{}", uuid::Uuid::new_v4().simple()));
    // A cgroup of version 2 cannot be renamed: the orphan gets a name of a dead owner by being made anew.
    std::fs::create_dir(&renamed).unwrap();
    std::fs::write(renamed.join("cgroup.procs"), left.id().to_string()).unwrap();
    std::fs::remove_dir(&orphan.folder).unwrap();
    orphan.folder = renamed.clone();
    assert_eq!(reap_below(home), 1);
    assert!(!renamed.exists());
    assert!(living.folder.exists());
    left.wait().unwrap();
}
