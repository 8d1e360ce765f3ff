//! PostgreSQL ends while the answer to a commit is on its way: nobody can know whether it was made true, and whoever asks
//! afterwards is told, once.

use std::time::Duration;

use domain::UserId;
use events::{Hub, Subscription};
use store::{Store, StoreOptions};
use testkit::{Faults, Line, Postgres, Proxy, a_user};
use tokio::time::Instant;

use crate::{live, record};

/// How late an event may be once PostgreSQL is there again: the hub looks at the logs twice a second, and a connection
/// is tried again after up to a second. A busy machine adds to it.
const HEARD_WITHIN: Duration = Duration::from_secs(10);

/// Somebody who listens, and what they have heard.
struct Listener {
    hub: Hub,
    subscription: Subscription,
    user: UserId,
    heard: i64,
}

impl Listener {
    /// Hears on until the event `seq`; every one that is handed out follows on the one before, or the log is read.
    async fn hear(&mut self, seq: i64) {
        let deadline = Instant::now() + HEARD_WITHIN;
        while self.heard < seq {
            let taken = tokio::time::timeout_at(deadline, self.subscription.take()).await;
            let taken = taken.unwrap_or_else(|_| panic!("{seq} was not heard in time, only {}", self.heard));
            for entry in taken.log {
                assert_eq!(entry.seq, self.heard + 1, "each once and in order");
                self.heard = entry.seq;
            }
            if taken.lagging {
                for entry in self.hub.log_after(self.user, self.heard).await.expect("it can be read") {
                    self.heard = entry.seq;
                }
            }
        }
    }

    /// Whether nothing more comes.
    async fn hears_nothing(&self) -> bool {
        tokio::time::timeout(Duration::from_millis(100), self.subscription.take()).await.is_err()
    }
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_heard_once_or_was_never_made() {
    let mut faults = Faults::or_rounds(2);
    let mut postgres = Postgres::start().await;
    let line = Proxy::to(postgres.address()).await;
    let keys = tempfile::tempdir().unwrap();
    let open = async |address| {
        Store::open(StoreOptions::new(Postgres::url_by(address), keys.path().join("app.key"))).await.unwrap()
    };
    let (writer, reader) = (open(line.address()).await, open(postgres.address()).await);
    let user = a_user(&writer, "a@mail.example").await;
    let (hub, stop) = live(&reader);
    let (subscription, _) = hub.subscribe(user).await.unwrap();
    let mut listener = Listener { hub, subscription, user, heard: 0 };
    let (mut made, mut lost, mut slowest) = (0, 0, Duration::ZERO);
    for round in 1..=faults.rounds as i64 {
        let mut tx = writer.begin().await.unwrap();
        tx.record(user, crate::an_event(round)).await.unwrap();
        // The answer is lost, or the question is: the writer cannot tell which.
        line.set(if faults.below(3) == 0 { Line::Held } else { Line::LosesAnswer });
        let committing = tokio::spawn(tx.commit());
        faults.pause(Duration::from_millis(3)).await;
        postgres.kill();
        line.cut();
        assert!(committing.await.unwrap().is_err(), "nobody answered");
        line.set(Line::Passes);
        faults.pause(Duration::from_millis(500)).await;
        postgres.restart().await;
        let back = Instant::now();
        match writer.log_position(user).await.unwrap().last {
            end if end == round => made += 1,
            end => {
                assert_eq!(end, round - 1, "nothing that was answered is lost");
                lost += 1;
                record(&writer, user, round).await;
            }
        }
        listener.hear(round).await;
        slowest = slowest.max(back.elapsed());
    }
    assert!(listener.hears_nothing().await);
    eprintln!(
        "{made} commits without an answer were made true and {lost} were not; heard at the latest {slowest:?} after \
         PostgreSQL was back"
    );
    stop.cancel();
}
