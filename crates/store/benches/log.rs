//! What it costs to bring events into the log for good (SQLite, FULL), in one run: `cargo bench -p store`.
//!
//! `through_the_store` is what the product does: a transaction for each event, so many of them at once. `in_one_commit` is
//! what the same file takes through the same driver when 128 events share a transaction from the start: the limit.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use domain::event::{Event, NotificationLevel, SystemNotification};
use domain::{Timestamp, UserId};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use store::{Store, StoreOptions};
use tokio::runtime::Runtime;

fn main() {
    divan::main();
}

const EVENTS: usize = 2000;
const IN_ONE: usize = 128;

fn event() -> Event {
    Event::SystemNotification(SystemNotification {
        level: NotificationLevel::Info,
        title: String::new(),
        message: "x".repeat(140),
    })
}

async fn open(folder: &tempfile::TempDir) -> (Store, Vec<UserId>) {
    let url = format!("sqlite://{}", folder.path().join("log.db").display());
    let store = Store::open(StoreOptions::new(url, folder.path().join("app.key"))).await.expect("it opens");
    let mut tx = store.begin().await.expect("it begins");
    let mut people = Vec::new();
    for number in 0..100 {
        let address = format!("{number}@example.com");
        people.push(tx.create_user(&address, "none").await.expect("a person").id());
    }
    tx.commit().await.expect("it commits");
    (store, people)
}

#[divan::bench(args = [1, 16, 64, 256], sample_count = 5, sample_size = 1)]
fn through_the_store(bencher: Bencher, at_once: usize) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let (store, people) = runtime.block_on(open(&folder));
    bencher.counter(ItemsCount::new(EVENTS)).bench_local(|| {
        let next = Arc::new(AtomicUsize::new(0));
        runtime.block_on(async {
            let writers: Vec<_> = (0..at_once)
                .map(|_| tokio::spawn(record_some(store.clone(), people.clone(), next.clone())))
                .collect();
            for writer in writers {
                writer.await.expect("it writes");
            }
        });
    });
}

async fn record_some(store: Store, people: Vec<UserId>, next: Arc<AtomicUsize>) {
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= EVENTS {
            return;
        }
        let mut tx = store.begin().await.expect("it begins");
        black_box(tx.record(people[number % people.len()], event()).await.expect("recorded"));
        tx.commit().await.expect("it commits");
    }
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn in_one_commit(bencher: Bencher) {
    let runtime = Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let (store, people) = runtime.block_on(open(&folder));
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("log.db"))
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = runtime.block_on(options.connect()).expect("it connects");
    let now = store.clock().now();
    bencher.counter(ItemsCount::new(EVENTS)).bench_local(|| {
        runtime.block_on(async {
            let mut left = EVENTS;
            while left > 0 {
                let some = left.min(IN_ONE);
                record_together(&mut connection, &people, some, now).await;
                left -= some;
            }
        });
    });
}

async fn record_together(connection: &mut SqliteConnection, people: &[UserId], count: usize, now: Timestamp) {
    let mut transaction = connection.begin().await.expect("it begins");
    for number in 0..count {
        let user = people[number % people.len()].0;
        let seq: i64 = sqlx::query_scalar(
            "INSERT INTO user_seq (user_id, seq) VALUES ($1, 1)
             ON CONFLICT (user_id) DO UPDATE SET seq = user_seq.seq + 1 RETURNING seq",
        )
        .bind(user)
        .fetch_one(&mut *transaction)
        .await
        .expect("a number");
        sqlx::query("INSERT INTO events (user_id, seq, at, type, body) VALUES ($1, $2, $3, $4, $5)")
            .bind(user)
            .bind(seq)
            .bind(now)
            .bind("system_notification")
            .bind("x".repeat(256))
            .execute(&mut *transaction)
            .await
            .expect("recorded");
    }
    transaction.commit().await.expect("it commits");
}
