//! R9 and R7: the power goes at any moment, or the disk refuses. What a run has been told is written down is on disk,
//! and whatever prefix of the log survives opens and says at least that much.
//!
//! `JOBWIRE_POWER_WORKFLOWS=n` cuts the logs of n runs at every 512 bytes (`script/torture power`).

use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::TimeDelta;
use domain::State;

use super::crash::{Stage, Subject};
use super::employer::Behaviour;
use super::process::{Place, Process};

/// Power goes at any sector.
const SECTOR: usize = 512;
/// In the usual test run every 11th sector: no divisor of a frame's length, so that every place in a frame comes up.
const USUAL_STEP: usize = 11 * SECTOR;
/// What has been written down when a run passes these points.
const WRITTEN_DOWN: [(&str, State); 4] = [
    ("P1", State::Preparing),
    ("P7", State::SubmittingArmed),
    ("P11", State::SubmittingReleased),
    ("P14", State::Submitted),
];

/// The library that notes what is on disk.
fn noting_library(folder: &Path) -> PathBuf {
    let (source, library) = (folder.join("powercut.c"), folder.join("powercut.so"));
    std::fs::write(&source, include_str!("powercut.c")).unwrap();
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source).arg("-ldl");
    assert!(compiler.status().unwrap().success(), "a C compiler is needed: script/bootstrap installs one");
    library
}

/// How far along a run a state is.
fn rank(state: State) -> usize {
    WRITTEN_DOWN.iter().position(|(_, at)| *at == state).map_or(0, |index| index + 1)
}

/// What a run had been told, and when: the state, and the length of the log.
struct Told {
    state: State,
    length: usize,
}

/// Reads the notes; whatever a run is told is on disk by then.
fn told(notes: &str) -> Vec<Told> {
    let (mut on_disk, mut told) = (0, Vec::new());
    for line in notes.lines() {
        let (word, length) = line.rsplit_once(' ').unwrap();
        let length: usize = length.parse().unwrap();
        match word.strip_prefix("at ") {
            None => on_disk = length,
            Some(point) => {
                let Some((_, state)) = WRITTEN_DOWN.iter().find(|(at, _)| *at == point) else { continue };
                assert!(on_disk >= length, "{point}: {on_disk} of {length} bytes are on disk");
                told.push(Told { state: *state, length });
            }
        }
    }
    told
}

/// The folder of a database.
fn folder_of(place: &Place) -> &Path {
    place.key_file.parent().unwrap()
}

async fn state_after_cut(from: &Place, subject: Subject, length: usize) -> State {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    for file in ["jobwire.db", "jobwire.db-wal", "app.key"] {
        std::fs::copy(folder_of(from).join(file), folder.path().join(file)).unwrap();
    }
    let log = std::fs::OpenOptions::new().write(true).open(folder.path().join("jobwire.db-wal")).unwrap();
    log.set_len(length as u64).unwrap();
    let place = Place {
        url: format!("sqlite://{}", folder.path().join("jobwire.db").display()),
        key_file: folder.path().join("app.key"),
    };
    let store = place.open(TimeDelta::zero()).await;
    let record = store.application(subject.user, subject.id).await.unwrap();
    record.expect("no application is lost").application.status
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_run_is_told_is_written_down_survives_a_power_cut() {
    let asked = std::env::var("JOBWIRE_POWER_WORKFLOWS").ok();
    let workflows: usize = asked.as_deref().map_or(1, |text| text.parse().expect("a number"));
    let step = if asked.is_some() { SECTOR } else { USUAL_STEP };
    let mut cuts = 0;
    for _ in 0..workflows {
        let stage = Stage::on(0).await;
        let subject = stage.approved(Behaviour::Ok).await;
        let folder = folder_of(&stage.place);
        let (library, notes) = (noting_library(folder), folder.join("notes"));
        let environment =
            [("LD_PRELOAD", library.to_str().unwrap()), ("JOBWIRE_POWERCUT_NOTES", notes.to_str().unwrap())];
        let order = stage.order(subject, "P14");
        Process::start_with(&order, &environment).until("P14").kill();
        let told = told(&std::fs::read_to_string(&notes).unwrap());
        assert_eq!(told.len(), WRITTEN_DOWN.len(), "the run passed every point");
        let whole = folder.join("jobwire.db-wal").metadata().unwrap().len() as usize;
        let boundaries = told.iter().map(|one| one.length);
        let sectors = (told[0].length.next_multiple_of(SECTOR)..=whole).step_by(step);
        for length in boundaries.chain(sectors).chain([whole]) {
            let at_least =
                told.iter().rev().find(|one| one.length <= length).map_or(0, |one| rank(one.state));
            let state = state_after_cut(&stage.place, subject, length).await;
            assert!(rank(state) >= at_least, "cut at {length} of {whole}: {state:?}");
            cuts += 1;
        }
    }
    println!("{workflows} runs, {cuts} cuts: no failure");
}

/// The disk breaks at the moment before each commit: nothing is clicked and nothing released that is not on disk.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_refuses_sends_nothing_and_loses_nothing() {
    for point in ["before P1", "before P7", "before P11", "before P14"] {
        let stage = Stage::on(0).await;
        let subject = stage.approved(Behaviour::Ok).await;
        let folder = folder_of(&stage.place);
        let (library, breaks) = (noting_library(folder), folder.join("broken"));
        let environment = [
            ("LD_PRELOAD", library.to_str().unwrap()),
            ("JOBWIRE_POWERCUT_BREAKS", breaks.to_str().unwrap()),
        ];
        let process = Process::start_with(&stage.order(subject, point), &environment).until(point);
        std::fs::write(&breaks, "").unwrap();
        process.go_on();
        let left = stage.employer.accepted(subject.id);
        assert_eq!(left, u32::from(point == "before P14"), "{point}: what is not on disk is not sent");
        std::fs::remove_file(&breaks).unwrap();
        stage.look_after(subject, TimeDelta::seconds(61)).await.unwrap();
        stage.person_decides(subject).await.unwrap();
    }
}
