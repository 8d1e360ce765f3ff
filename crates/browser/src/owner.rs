//! Who has opened a session: a process, told apart from a later one that was given the same number.

/// A process's mark: its number and when it started.
pub(crate) fn mark(pid: u32) -> String {
    format!("{pid}.{}", start_time(pid).unwrap_or_default())
}

/// Whether the process with this mark still lives.
pub(crate) fn lives(mark: &str) -> bool {
    mark.split_once('.')
        .and_then(|(pid, started)| Some((pid.parse().ok()?, started.parse::<u64>().ok()?)))
        .is_some_and(|(pid, started)| start_time(pid) == Some(started))
}

/// The process that has started this one.
pub(crate) fn parent(pid: u32) -> Option<u32> {
    stat_field(pid, 4)
}

/// The start of a process in clock ticks since boot.
fn start_time(pid: u32) -> Option<u64> {
    stat_field(pid, 22)
}

/// A field of a process's stat line as proc(5) numbers them; from the third on, which come behind the name.
pub(crate) fn stat_field<T: std::str::FromStr>(pid: u32, number: usize) -> Option<T> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(number.checked_sub(3)?)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_known_by_its_number_and_its_start() {
        let me = std::process::id();
        assert!(lives(&mark(me)));
        assert!(!lives(&format!("{me}.1")), "another process had this number");
        assert!(!lives("nonsense") && !lives("") && !lives("1"));
        assert_eq!(parent(me), Some(std::os::unix::process::parent_id()));
    }
}
