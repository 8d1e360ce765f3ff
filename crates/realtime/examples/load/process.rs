//! What a process costs, from /proc.

use std::fs;

/// Ticks of /proc/PID/stat in a second: Linux shows 100 on every machine.
const TICKS_A_SECOND: f64 = 100.0;
const PAGE_KIB: u64 = 4;

/// The memory of a process that is in RAM.
pub fn resident_kib(pid: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/statm")).expect("the server runs");
    let pages: u64 = text.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("statm has pages");
    pages * PAGE_KIB
}

/// CPU seconds of a process so far, its ended threads included.
pub fn cpu_seconds(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).expect("the process runs");
    // The name in brackets may hold spaces; user and system time are the 12th and 13th word after it.
    let after = text.rsplit(')').next().expect("a name in brackets");
    ticks(after.split_ascii_whitespace().skip(11).take(2))
}

/// CPU seconds of the whole machine so far, without those it was idle.
pub fn machine_seconds() -> f64 {
    let text = fs::read_to_string("/proc/stat").expect("Linux has it");
    let words: Vec<&str> = text.lines().next().expect("all cores").split_ascii_whitespace().skip(1).collect();
    // user, nice, system, then (after idle and iowait) irq and softirq.
    ticks(words[..3].iter().chain(&words[5..7]).copied())
}

fn ticks<'a>(words: impl Iterator<Item = &'a str>) -> f64 {
    words.map(|word| word.parse::<f64>().expect("ticks are numbers")).sum::<f64>() / TICKS_A_SECOND
}
