//! Who is being scored at this moment, and what waits while it is one person alone.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

/// How long the rest of a person's matches waits for their first screen: on a small machine the browser needs the cores
/// for drawing it, which takes some 80 ms (decision 10).
const FIRST_SCREEN_IS_DRAWN_IN: Duration = Duration::from_millis(120);

/// People who are scored one at a time, and passes over all of them.
#[derive(Default)]
pub(super) struct Scorings {
    count: AtomicUsize,
    somebody_waits: Notify,
}

/// One of them, until it is dropped.
pub(super) struct Scoring<'s> {
    all: &'s Scorings,
}

impl Scorings {
    pub fn begin(&self) -> Scoring<'_> {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.somebody_waits();
        Scoring { all: self }
    }

    /// Ends the waiting for a first screen: what is remembered of its person may be wanted.
    pub fn somebody_waits(&self) {
        self.somebody_waits.notify_waiters();
    }
}

impl Scoring<'_> {
    /// Waits until the first screen has had time to be drawn, unless there is something else to do.
    pub async fn let_first_screen_be_drawn(&self) {
        let somebody_waits = self.all.somebody_waits.notified();
        if self.all.count.load(Ordering::SeqCst) > 1 {
            return;
        }
        // Either way the waiting is over.
        let _ = tokio::time::timeout(FIRST_SCREEN_IS_DRAWN_IN, somebody_waits).await;
    }
}

impl Drop for Scoring<'_> {
    fn drop(&mut self) {
        self.all.count.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    #[tokio::test]
    async fn the_rest_waits_for_the_first_screen_until_somebody_else_comes() {
        let mut context = Context::from_waker(Waker::noop());
        let scorings = Scorings::default();
        let scoring = scorings.begin();
        let mut waiting = pin!(scoring.let_first_screen_be_drawn());
        assert_eq!(waiting.as_mut().poll(&mut context), Poll::Pending, "nobody else is scored");
        let other = scorings.begin();
        assert_eq!(waiting.as_mut().poll(&mut context), Poll::Ready(()), "somebody has come");
        let mut waiting = pin!(scoring.let_first_screen_be_drawn());
        assert_eq!(waiting.as_mut().poll(&mut context), Poll::Ready(()), "two are scored");
        drop(other);
        let mut waiting = pin!(scoring.let_first_screen_be_drawn());
        assert_eq!(waiting.as_mut().poll(&mut context), Poll::Pending, "alone again");
        waiting.await;
    }
}
