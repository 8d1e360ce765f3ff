//! A Maildir is read as other programs write to it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use tracking::maildir::{Look, Maildir, MaildirError};

fn maildir() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for folder in ["tmp", "new", "cur"] {
        fs::create_dir(dir.path().join(folder)).unwrap();
    }
    dir
}

/// Delivers as the sandbox and every mail server do: written elsewhere, then renamed.
fn deliver(root: &Path, name: &str, text: &str) -> PathBuf {
    let (tmp, new) = (root.join("tmp").join(name), root.join("new").join(name));
    fs::write(&tmp, text).unwrap();
    fs::rename(tmp, &new).unwrap();
    new
}

fn names(look: &Look) -> Vec<&str> {
    look.mails.iter().map(|mail| mail.unique_name.as_str()).collect()
}

fn backdate(path: &Path, seconds: u64) {
    let file = fs::File::open(path).unwrap();
    file.set_modified(SystemTime::now_for_tests() - Duration::from_secs(seconds)).unwrap();
}

/// Tests may read the clock of the file system: it is what files are dated with.
trait FileClock {
    fn now_for_tests() -> Self;
}

impl FileClock for SystemTime {
    fn now_for_tests() -> Self {
        tempfile::tempfile().unwrap().metadata().unwrap().modified().unwrap()
    }
}

#[test]
fn each_mail_is_given_once_wherever_it_moves() {
    let dir = maildir();
    let first = deliver(dir.path(), "1.a.host", "one");
    backdate(&first, 60);
    deliver(dir.path(), "2.b.host", "two");
    fs::write(dir.path().join("cur/0.c.host:2,S"), "read before").unwrap();
    backdate(&dir.path().join("cur/0.c.host:2,S"), 120);
    let mut maildir = Maildir::open(dir.path(), None).unwrap();
    let look = maildir.look(10).unwrap();
    assert_eq!(names(&look), ["0.c.host", "1.a.host", "2.b.host"], "the earliest first");
    assert_eq!(look.mails[1].raw, b"one");
    // A mail program moves it and sets flags.
    fs::rename(first, dir.path().join("cur/1.a.host:2,")).unwrap();
    assert_eq!(names(&maildir.look(10).unwrap()), [""; 0]);
    fs::rename(dir.path().join("cur/1.a.host:2,"), dir.path().join("cur/1.a.host:2,RS")).unwrap();
    assert_eq!(names(&maildir.look(10).unwrap()), [""; 0]);
    deliver(dir.path(), "3.d.host", "three");
    assert_eq!(names(&maildir.look(10).unwrap()), ["3.d.host"]);
}

#[test]
fn nothing_in_the_folder_is_changed() {
    let dir = maildir();
    let path = deliver(dir.path(), "1.a.host", "one");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let mut maildir = Maildir::open(dir.path(), None).unwrap();
    maildir.look(10).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    assert_eq!(fs::read_dir(dir.path().join("new")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(dir.path().join("cur")).unwrap().count(), 0);
}

#[test]
fn a_limit_gives_the_rest_at_the_next_look() {
    let dir = maildir();
    for number in 0..25 {
        deliver(dir.path(), &format!("{number:03}.x.host"), "text");
    }
    let mut maildir = Maildir::open(dir.path(), None).unwrap();
    let mut found = Vec::new();
    for (count, more) in [(10, true), (10, true), (5, false)] {
        let look = maildir.look(10).unwrap();
        assert_eq!((look.mails.len(), look.more), (count, more));
        found.extend(look.mails.into_iter().map(|mail| mail.unique_name));
    }
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 25);
}

#[test]
fn mail_from_before_the_beginning_is_left_alone() {
    let dir = maildir();
    let old = deliver(dir.path(), "1.old.host", "old");
    backdate(&old, 10 * 24 * 3600);
    deliver(dir.path(), "2.new.host", "new");
    let since = SystemTime::now_for_tests() - Duration::from_secs(24 * 3600);
    let mut maildir = Maildir::open(dir.path(), Some(since.into())).unwrap();
    assert_eq!(names(&maildir.look(10).unwrap()), ["2.new.host"]);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_read() {
    let dir = maildir();
    fs::create_dir(dir.path().join("new/a-folder")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", dir.path().join("new/a-link")).unwrap();
    std::os::unix::fs::symlink("/nowhere", dir.path().join("new/a-dead-link")).unwrap();
    nix::unistd::mkfifo(&dir.path().join("new/a-pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    fs::write(dir.path().join("new/.hidden"), "not a mail").unwrap();
    deliver(dir.path(), "1.a.host", "");
    let mut maildir = Maildir::open(dir.path(), None).unwrap();
    let look = maildir.look(10).unwrap();
    assert_eq!(names(&look), ["1.a.host"]);
    let mut unreadable: Vec<String> = look
        .unreadable
        .iter()
        .map(|file| file.path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    unreadable.sort();
    assert_eq!(unreadable, ["a-dead-link", "a-folder", "a-link", "a-pipe"]);
}

#[test]
fn a_huge_mail_is_cut() {
    let dir = maildir();
    let file = fs::File::create(dir.path().join("new/1.a.host")).unwrap();
    file.set_len(40 * 1024 * 1024).unwrap();
    let mut maildir = Maildir::open(dir.path(), None).unwrap();
    let look = maildir.look(10).unwrap();
    assert_eq!(look.mails[0].raw.len(), tracking::email::MAX_MAIL_BYTES);
    assert!(!format!("{look:?}").contains("[0, 0"), "a mail's text has no place in a log");
}

#[test]
fn a_folder_that_is_none_says_what_to_choose() {
    let dir = tempfile::tempdir().unwrap();
    for path in [dir.path().to_owned(), dir.path().join("missing"), PathBuf::from("/etc/hostname")] {
        let error = Maildir::open(&path, None).unwrap_err();
        assert!(matches!(error, MaildirError::NotMaildir(_)), "{error:?}");
        assert!(error.to_string().contains("Choose the folder"), "{error}");
    }
    let dir = maildir();
    let mut maildir = Maildir::open(dir.path(), None).unwrap();
    fs::remove_dir_all(dir.path().join("cur")).unwrap();
    assert!(matches!(maildir.look(10), Err(MaildirError::NotMaildir(_))));
    // It may come back: a network drive.
    fs::create_dir(dir.path().join("cur")).unwrap();
    assert!(maildir.look(10).is_ok());
    if !nix::unistd::Uid::effective().is_root() {
        fs::set_permissions(dir.path().join("new"), fs::Permissions::from_mode(0o000)).unwrap();
        assert!(matches!(maildir.look(10), Err(MaildirError::Denied(_))));
        fs::set_permissions(dir.path().join("new"), fs::Permissions::from_mode(0o700)).unwrap();
    }
}

#[test]
fn files_that_come_and_go_meanwhile_are_neither_lost_nor_doubled() {
    let dir = maildir();
    let root = dir.path().to_owned();
    const MAILS: usize = 300;
    let writer = std::thread::spawn(move || {
        for number in 0..MAILS {
            let name = format!("{number:04}.x.host");
            let new = deliver(&root, &name, "text");
            // Every second is moved by a mail program, every fifth junk file vanishes.
            if number % 2 == 0 {
                fs::rename(new, root.join("cur").join(format!("{name}:2,S"))).unwrap();
            }
            if number % 5 == 0 {
                let junk = deliver(&root, &format!("junk{number}"), "junk");
                fs::remove_file(junk).unwrap();
            }
        }
    });
    let mut maildir = Maildir::open(dir.path(), None).unwrap();
    let mut found = Vec::new();
    loop {
        let is_done = writer.is_finished();
        let look = maildir.look(50).unwrap();
        assert!(look.unreadable.is_empty(), "{:?}", look.unreadable);
        let is_empty = look.mails.is_empty();
        found.extend(
            look.mails.into_iter().map(|mail| mail.unique_name).filter(|name| !name.starts_with("junk")),
        );
        if is_done && is_empty {
            break;
        }
    }
    writer.join().unwrap();
    assert_eq!(found.len(), MAILS);
    found.sort();
    found.dedup();
    assert_eq!(found.len(), MAILS);
}

#[test]
fn looking_at_an_unchanged_folder_of_thousands_costs_next_to_nothing() {
    let dir = maildir();
    for number in 0..5_000 {
        fs::write(dir.path().join(format!("cur/{number:05}.x.host:2,S")), "text").unwrap();
    }
    let mut maildir = Maildir::open(dir.path(), None).unwrap();
    assert_eq!(maildir.look(10_000).unwrap().mails.len(), 5_000);
    // The listing is trusted once the change is older than the coarsest clock of a file system.
    let settled = Instant::now();
    while settled.elapsed() < Duration::from_millis(2_100) {
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(maildir.look(10).unwrap().mails.is_empty());
    let began = Instant::now();
    for _ in 0..1_000 {
        assert!(maildir.look(10).unwrap().mails.is_empty());
    }
    println!("1,000 looks: {:?}", began.elapsed());
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    deliver(dir.path(), "9.new.host", "news");
    assert_eq!(names(&maildir.look(10).unwrap()), ["9.new.host"]);
}
