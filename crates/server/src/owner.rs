//! A name for this process on its leases, from which a later start can tell that it is dead.

use store::{Store, StoreError};

/// A name for this process: its id, its start time, so that a reused id is not taken for it, and a
/// random part. Two calls give two names.
pub fn name() -> String {
    let pid = std::process::id();
    format!("{pid}.{}.{:08x}", start_time(pid).unwrap_or_default(), rand::random::<u32>())
}

/// Ends the leases of processes that died on this machine, so that their work is taken up at once and
/// not when the leases run out. Only for SQLite: there, every process is on this machine. Says how many
/// processes were found dead.
///
/// A mistake here sends nothing twice: whoever takes over gets a new fence, and the old one is refused.
pub async fn end_leases_of_the_dead(store: &Store) -> Result<usize, StoreError> {
    let dead: Vec<String> = store.lease_owners().await?.into_iter().filter(|owner| is_dead(owner)).collect();
    if !dead.is_empty() {
        let mut tx = store.begin().await?;
        tx.end_leases_of(&dead).await?;
        tx.commit().await?;
    }
    Ok(dead.len())
}

/// Whether the process of this name has certainly ended. What cannot be told is taken for alive.
fn is_dead(owner: &str) -> bool {
    let mut parts = owner.split('.');
    let number = |part: Option<&str>| part.and_then(|text| text.parse::<u64>().ok());
    let (Some(pid), Some(started)) = (number(parts.next()), number(parts.next())) else { return false };
    // Without /proc nothing can be told; with it, this very process is there.
    let can_tell = start_time(std::process::id()).is_some();
    let running = u32::try_from(pid).ok().and_then(start_time);
    can_tell && running != Some(started)
}

/// The start of a process in clock ticks since boot: field 22 of its stat line, counted behind the name.
fn start_time(pid: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_lives_and_others_of_its_number_do_not() {
        let own = name();
        assert_ne!(own, name());
        assert!(!is_dead(&own));
        let pid = std::process::id();
        if start_time(pid).is_some() {
            assert!(is_dead(&format!("{pid}.1.00000000")), "a reused number");
            assert!(is_dead("4194305.77.00000000"), "above the highest number Linux gives");
        }
        for unclear in ["", "worker", "12-abcdef", "12"] {
            assert!(!is_dead(unclear), "{unclear:?}");
        }
    }
}
