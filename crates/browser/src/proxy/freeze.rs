//! One connection at a time for a request that must not be sent twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

/// Which hosts a gate watches.
pub(crate) type HostRule = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// How long a further connection may wait for the answer on the first one before it is refused.
const HOLD_LIMIT: Duration = Duration::from_secs(20);

/// What the single connection of a frozen host is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Permit {
    /// Nobody has it yet.
    Free,
    /// One connection is open with it.
    Taken,
    /// Its connection has ended. Another one now could only be a repetition.
    Spent,
}

#[derive(Debug)]
struct Frozen {
    /// Which freeze this is: a connection of an earlier one says nothing about it.
    generation: u64,
    permit: Permit,
    /// Announced requests that have not passed yet.
    expected: u32,
    /// Something may have reached the host since the freeze began.
    touched: bool,
}

#[derive(Default)]
struct State {
    rule: Option<HostRule>,
    frozen: HashMap<String, Frozen>,
    generation: u64,
    bytes_out: u64,
}

#[derive(Default)]
pub(super) struct Freeze {
    state: Mutex<State>,
    changed: Notify,
}

/// A connection that may be opened; tells the freeze when it has ended.
pub(super) struct Pass<'a> {
    freeze: &'a Freeze,
    /// The frozen host and the freeze it was given under; `None` when the host was free.
    held: Option<(String, u64)>,
}

impl Pass<'_> {
    /// The connection could not be opened, so nothing was sent and the permit is free again.
    pub fn unused(mut self) {
        if let Some((host, generation)) = self.held.take() {
            self.freeze.set(&host, generation, Permit::Free);
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if let Some((host, generation)) = self.held.take() {
            self.freeze.set(&host, generation, Permit::Spent);
        }
    }
}

impl Freeze {
    pub fn arm(&self, rule: HostRule) {
        let mut state = self.state();
        state.rule = Some(rule);
        state.bytes_out = 0;
    }

    pub fn expect(&self, host: &str) {
        let mut state = self.state();
        state.generation += 1;
        let generation = state.generation;
        state.frozen.insert(
            host.to_owned(),
            Frozen { generation, permit: Permit::Free, expected: 1, touched: false },
        );
    }

    pub fn expect_also(&self, host: &str) {
        if let Some(frozen) = self.state().frozen.get_mut(host) {
            frozen.expected += 1;
        }
    }

    pub fn thaw(&self, host: &str) {
        self.state().frozen.remove(host);
        self.changed.notify_waiters();
    }

    /// A connection to `host` is open; from here on bytes may travel.
    pub fn touch(&self, host: &str) {
        if let Some(frozen) = self.state().frozen.get_mut(host) {
            frozen.touched = true;
        }
    }

    /// False only when it is certain that nothing reached `host` since its freeze began.
    pub fn may_be_touched(&self, host: &str) -> bool {
        self.state().frozen.get(host).is_none_or(|frozen| frozen.touched)
    }

    pub fn bytes_out(&self) -> u64 {
        self.state().bytes_out
    }

    pub fn count_out(&self, host: &str, bytes: usize) {
        let mut state = self.state();
        if state.rule.as_ref().is_some_and(|rule| rule(host)) {
            state.bytes_out += bytes as u64;
        }
    }

    /// A plain request that could change something: true when it was announced, or no gate watches its host.
    pub fn admit_mutation(&self, host: &str) -> bool {
        let mut state = self.state();
        if !state.rule.as_ref().is_some_and(|rule| rule(host)) {
            return true;
        }
        match state.frozen.get_mut(host) {
            Some(frozen) if frozen.expected > 0 => {
                frozen.expected -= 1;
                frozen.touched = true;
                true
            }
            _ => false,
        }
    }

    /// Waits until a connection to `host` may be opened; `None` when it may not.
    pub async fn pass(&self, host: &str) -> Option<Pass<'_>> {
        tokio::time::timeout(HOLD_LIMIT, async {
            loop {
                let changed = self.changed.notified();
                tokio::pin!(changed);
                // Registered before the look, so that no change in between is missed.
                changed.as_mut().enable();
                if let Some(answer) = self.try_pass(host) {
                    return answer;
                }
                changed.await;
            }
        })
        .await
        .unwrap_or(None)
    }

    fn try_pass(&self, host: &str) -> Option<Option<Pass<'_>>> {
        let mut state = self.state();
        let Some(frozen) = state.frozen.get_mut(host) else {
            return Some(Some(Pass { freeze: self, held: None }));
        };
        match frozen.permit {
            Permit::Free => {
                frozen.permit = Permit::Taken;
                Some(Some(Pass { freeze: self, held: Some((host.to_owned(), frozen.generation)) }))
            }
            Permit::Taken => None,
            Permit::Spent => Some(None),
        }
    }

    fn set(&self, host: &str, generation: u64, permit: Permit) {
        if let Some(frozen) = self.state().frozen.get_mut(host)
            && frozen.generation == generation
        {
            frozen.permit = permit;
        }
        self.changed.notify_waiters();
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_connection_waits_for_the_answer_and_is_refused_when_the_first_dies() {
        let freeze = Freeze::default();
        freeze.expect("jobs.example");
        let first = freeze.pass("jobs.example").await.unwrap();
        assert!(freeze.try_pass("jobs.example").is_none());
        drop(first);
        assert!(matches!(freeze.try_pass("jobs.example"), Some(None)));
        freeze.thaw("jobs.example");
        assert!(matches!(freeze.try_pass("jobs.example"), Some(Some(_))));
    }

    #[tokio::test]
    async fn a_connection_that_never_opened_leaves_its_permit() {
        let freeze = Freeze::default();
        freeze.expect("jobs.example");
        freeze.pass("jobs.example").await.unwrap().unused();
        assert!(!freeze.may_be_touched("jobs.example"));
        assert!(matches!(freeze.try_pass("jobs.example"), Some(Some(_))));
    }

    #[test]
    fn only_announced_requests_change_something_at_a_watched_host() {
        let freeze = Freeze::default();
        freeze.arm(Arc::new(|host| host == "jobs.example"));
        assert!(freeze.admit_mutation("metrics.example"));
        assert!(!freeze.admit_mutation("jobs.example"));
        freeze.expect("jobs.example");
        assert!(freeze.admit_mutation("jobs.example"));
        assert!(!freeze.admit_mutation("jobs.example"));
    }
}
