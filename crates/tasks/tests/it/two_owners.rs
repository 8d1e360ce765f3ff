//! A worker freezes past its lease and wakes: two workers think that the same task is theirs.

use std::sync::mpsc;
use std::time::Duration;

use store::Store;
use testkit::Faults;

use super::*;

/// Longer than the lease of a task.
const PAST_THE_LEASE: TimeDelta = TimeDelta::seconds(61);

/// How a handler ends once it is allowed to.
fn outcome(word: &str) -> Outcome {
    let why = word.to_owned();
    match word {
        "done" => Outcome::Done,
        "not needed" => Outcome::NotNeeded,
        "hand back" => Outcome::HandBack,
        "retry" => Outcome::Retry { why },
        _ => Outcome::Fail { why },
    }
}

/// A worker on a thread of its own, which stands still as a stopped process does: nothing of it goes on, its lease is not
/// renewed, and its connections stay open.
struct Frozen {
    begun: mpsc::Receiver<()>,
    wake: mpsc::Sender<()>,
    thread: std::thread::JoinHandle<()>,
}

impl Frozen {
    fn start(store: Store, ends: &'static str) -> Self {
        let (say_begun, begun) = mpsc::channel();
        let (wake, wait) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                let stop = CancellationToken::new();
                let (wait, ended) = (Arc::new(Mutex::new(wait)), stop.clone());
                let mut runner = runner(&store, "frozen");
                runner.handle(1, move |_: Greet| {
                    say_begun.send(()).unwrap();
                    // The whole runtime waits here.
                    wait.lock().unwrap().recv().unwrap();
                    ended.cancel();
                    std::future::ready(outcome(ends))
                });
                runner.run(stop).await;
            });
        });
        Self { begun, wake, thread }
    }

    /// Wakes it, and waits until it has tried to write down how its task ended.
    fn wakes(self) {
        self.wake.send(()).unwrap();
        self.thread.join().expect("it does not panic");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_slept_past_the_lease_changes_nothing_of_what_another_has_taken_over() {
    let mut faults = Faults::or_rounds(2);
    for store in stores().await {
        for round in 0..faults.rounds {
            let ends = ["done", "not needed", "hand back", "retry", "fail"][faults.below(5)];
            let while_running = faults.below(2) == 0;
            let case = format!("round {round}, {ends}, woken while the other one runs: {while_running}");
            add(&store, &format!("n{round}")).await;
            let frozen = Frozen::start(store.reopen().await, ends);
            tokio::task::block_in_place(|| frozen.begun.recv_timeout(Duration::from_secs(20)))
                .unwrap_or_else(|_| panic!("{case}: the task is not taken"));
            store.clock.advance(PAST_THE_LEASE);

            let (stop, may_end) = (CancellationToken::new(), CancellationToken::new());
            let begun = Arc::new(AtomicU32::new(0));
            let mut runner = runner(&store, "awake");
            let (count, wait) = (begun.clone(), may_end.clone());
            runner.handle(1, move |_: Greet| {
                count.fetch_add(1, Ordering::SeqCst);
                let wait = wait.clone();
                async move {
                    wait.cancelled().await;
                    Outcome::Done
                }
            });
            let running = tokio::spawn(runner.run(stop.clone()));
            eventually(async || begun.load(Ordering::SeqCst) == 1).await;
            if while_running {
                tokio::task::block_in_place(|| frozen.wakes());
                assert_eq!(
                    store.task_counts().await.unwrap().running,
                    1,
                    "{case}: it is still the other one's"
                );
                may_end.cancel();
                eventually(async || store.task_counts().await.unwrap() == Default::default()).await;
            } else {
                may_end.cancel();
                eventually(async || store.task_counts().await.unwrap() == Default::default()).await;
                tokio::task::block_in_place(|| frozen.wakes());
            }
            stop.cancel();
            running.await.unwrap();
            assert_eq!(store.task_counts().await.unwrap(), Default::default(), "{case}: it is done, once");
            assert_eq!(begun.load(Ordering::SeqCst), 1, "{case}");
        }
    }
}
