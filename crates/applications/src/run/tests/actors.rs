//! Runs that only go on when they are told to: one step at a time, from one point of the protocol to the next.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use browser::SessionConfig;
use domain::{ApplicationId, Clock as _, Timestamp};
use store::Store;
use testkit::FrozenClock;
use tokio::sync::{Notify, mpsc};

use super::super::{Ended, RunError, Site, run_on};
use super::site::Age;
use crate::Context;

/// Points inside of a transaction: nobody else can write meanwhile, so a run is not left standing there.
const WITHIN_A_TRANSACTION: [&str; 6] =
    ["before P1", "P6", "before P7", "before P11", "before code asked", "before P14"];

/// Where a run is.
#[derive(Debug)]
pub(in crate::run) enum At {
    /// At a point.
    Point(&'static str),
    /// At its end.
    End(Result<Ended, RunError>),
}

/// A run that stands at a point of the protocol. Dropped, it is a crash.
pub(in crate::run) struct Worker {
    /// The name its lease is under.
    pub owner: String,
    /// Where it stands.
    pub at: &'static str,
    future: Pin<Box<dyn Future<Output = Result<Ended, RunError>> + Send>>,
    arrived: mpsc::UnboundedReceiver<&'static str>,
    go_on: Arc<Notify>,
}

impl Worker {
    /// A run that has not begun.
    pub fn new<S: Site + 'static>(
        store: &Store,
        monotonic: &FrozenClock,
        owner: String,
        id: ApplicationId,
        site: impl FnOnce(Age) -> S,
    ) -> Self {
        let (sender, arrived) = mpsc::unbounded_channel();
        let go_on = Arc::new(Notify::new());
        let decided: Arc<Mutex<Option<Timestamp>>> = Arc::default();
        let site = site(Age::Virtual { clock: monotonic.clone(), decided: decided.clone() });
        let mut context = context(store, &owner);
        let (may_go, clock) = (go_on.clone(), monotonic.clone());
        context.crash_point = Some(Arc::new(move |point| {
            let _ = sender.send(point);
            let (may_go, clock, decided) = (may_go.clone(), clock.clone(), decided.clone());
            Box::pin(async move {
                may_go.notified().await;
                if point == "P10" {
                    *decided.lock().unwrap_or_else(PoisonError::into_inner) = Some(clock.now());
                }
            })
        }));
        let future = Box::pin(async move { run_on(&context, id, site).await });
        Self { owner, at: "its beginning", future, arrived, go_on }
    }

    /// Goes on to the next point.
    pub async fn go_on(&mut self) -> At {
        if self.at != "its beginning" {
            self.go_on.notify_one();
        }
        tokio::select! {
            biased;
            Some(point) = self.arrived.recv() => {
                self.at = point;
                At::Point(point)
            }
            ended = &mut self.future => At::End(ended),
        }
    }

    /// Whether it holds up everybody else who writes.
    pub fn is_within_a_transaction(&self) -> bool {
        WITHIN_A_TRANSACTION.contains(&self.at)
    }

    /// Goes on to the end.
    pub async fn finish(&mut self) -> Result<Ended, RunError> {
        loop {
            if let At::End(ended) = self.go_on().await {
                return ended;
            }
        }
    }

    /// Goes on to `point`.
    pub async fn until(&mut self, point: &str) {
        loop {
            match self.go_on().await {
                At::Point(at) if at == point => return,
                At::Point(_) => {}
                At::End(ended) => panic!("the run ended before {point}: {ended:?}"),
            }
        }
    }
}

/// What a run without a browser works with.
pub(in crate::run) fn context(store: &Store, owner: &str) -> Context {
    let nowhere = std::env::temp_dir();
    let browser = SessionConfig::new(nowhere.join("no-browser"), net::Egress::allowing(Vec::new()), nowhere);
    Context::new(store.clone(), browser, Arc::new(|_, _| {}), owner)
}
