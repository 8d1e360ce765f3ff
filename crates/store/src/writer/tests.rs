//! The writer on a real file: what is answered is on the disk, and nobody loses what is theirs through another.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::*;

/// The frames of a write-ahead log begin after so many bytes, each with a head of so many, in which the bytes from the
/// fourth on are not zero where a commit ends (the SQLite file format, section 4.1).
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
const PAGE: usize = 4096;

struct World {
    folder: tempfile::TempDir,
    writer: Writer,
    read: SqlitePool,
}

impl World {
    async fn new(most_pages: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("w.db"))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("wal_autocheckpoint", "0")
            .pragma("max_page_count", most_pages);
        let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await.unwrap();
        write.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY, text TEXT NOT NULL)").await.unwrap();
        let read = SqlitePoolOptions::new().connect_with(options).await.unwrap();
        Self { folder, writer: Writer::new(write), read }
    }

    async fn numbers(&self) -> Vec<i64> {
        sqlx::query_scalar("SELECT n FROM numbers ORDER BY n").fetch_all(&self.read).await.unwrap()
    }

    fn commits(&self) -> usize {
        let log = std::fs::read(self.folder.path().join("w.db-wal")).unwrap();
        log[LOG_HEAD..].chunks(FRAME_HEAD + PAGE).filter(|frame| frame[4..8] != [0; 4]).count()
    }
}

async fn add(writing: &mut Writing, n: i64, text: &str) -> Result<()> {
    sqlx::query("INSERT INTO numbers (n, text) VALUES ($1, $2)")
        .bind(n)
        .bind(text)
        .execute(&mut **writing)
        .await?;
    Ok(())
}

async fn write(writer: Writer, n: i64) -> Result<()> {
    let mut writing = writer.begin().await?;
    add(&mut writing, n, "").await?;
    writing.finish(|| ()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_together_is_committed_together() {
    let world = World::new("1000").await;
    let before = world.commits();
    let first = world.writer.begin().await.unwrap();
    let rest: Vec<_> = (0..100).map(|n| tokio::spawn(write(world.writer.clone(), n))).collect();
    // All of them have to be waiting.
    tokio::time::sleep(Duration::from_millis(200)).await;
    first.finish(|| ()).await.unwrap();
    for one in rest {
        one.await.unwrap().unwrap();
    }
    assert_eq!(world.numbers().await, (0..100).collect::<Vec<_>>());
    assert!(world.commits() - before <= 2, "{} commits", world.commits() - before);
}

#[tokio::test]
async fn who_is_alone_is_committed_at_once_and_read_by_others() {
    let world = World::new("1000").await;
    for n in 0..5 {
        write(world.writer.clone(), n).await.unwrap();
        assert_eq!(world.numbers().await.last(), Some(&n));
    }
}

#[tokio::test]
async fn nothing_is_seen_and_nobody_is_woken_before_the_commit() {
    static WOKEN: AtomicUsize = AtomicUsize::new(0);
    let world = World::new("1000").await;
    let mut first = world.writer.begin().await.unwrap();
    add(&mut first, 1, "").await.unwrap();
    let second = tokio::spawn({
        let writer = world.writer.clone();
        async move { writer.begin().await.unwrap() }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut finishing = Box::pin(first.finish(|| assert_eq!(WOKEN.fetch_add(1, Ordering::SeqCst), 0)));
    // The second one has the writer, and so the first one's commit waits.
    assert!(tokio::time::timeout(Duration::from_millis(50), &mut finishing).await.is_err());
    assert_eq!((WOKEN.load(Ordering::SeqCst), world.numbers().await.len()), (0, 0));
    let second = second.await.unwrap();
    second.finish(|| assert_eq!(WOKEN.fetch_add(1, Ordering::SeqCst), 1)).await.unwrap();
    finishing.await.unwrap();
    assert_eq!((WOKEN.load(Ordering::SeqCst), world.numbers().await), (2, vec![1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_gives_up_takes_nothing_of_the_others_along() {
    let seed: u64 = rand::random();
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let world = World::new("100000").await;
    let writers: Vec<_> = (0..400)
        .map(|n| {
            let (writer, ends, pause) =
                (world.writer.clone(), random.random_range(0..5), random.random_range(0..3000));
            let task = tokio::spawn(async move {
                tokio::time::sleep(Duration::from_micros(pause)).await;
                let mut writing = writer.begin().await?;
                add(&mut writing, n, "").await?;
                match ends {
                    0 => drop(writing),
                    // The same number again: the statement fails, and with it the transaction.
                    1 => return add(&mut writing, n, "").await.map(|()| false),
                    _ => {
                        writing.finish(|| ()).await?;
                        return Ok(true);
                    }
                }
                Ok::<bool, StoreError>(false)
            });
            // Some are not waited for: whatever they are about is broken off.
            let cut = (random.random_range(0..4) == 0).then(|| random.random_range(0..20_000));
            (n, task, cut)
        })
        .collect();
    let mut told = Vec::new();
    let mut unknown = Vec::new();
    for (n, task, cut) in writers {
        if let Some(after) = cut {
            tokio::time::sleep(Duration::from_micros(after)).await;
            task.abort();
        }
        match task.await {
            Ok(Ok(true)) => told.push(n),
            Ok(_) => {}
            Err(_) => unknown.push(n),
        }
    }
    // What was broken off is undone by now, or committed whole.
    write(world.writer.clone(), 1000).await.unwrap();
    told.push(1000);
    let kept = world.numbers().await;
    let certain: Vec<i64> = kept.iter().copied().filter(|n| !unknown.contains(n)).collect();
    assert_eq!(certain, told, "what was answered and what is there are the same");
    assert!(told.len() > 100, "most of them end well: {}", told.len());
}

/// SQLite takes the whole back by itself when there is no space. Nobody may be told otherwise.
#[tokio::test(flavor = "multi_thread")]
async fn without_space_nobody_is_told_that_it_was_kept() {
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        before(panic);
    }));
    let world = World::new("40").await;
    let writers: Vec<_> = (0..60)
        .map(|n| {
            let writer = world.writer.clone();
            tokio::spawn(async move {
                let mut writing = writer.begin().await?;
                // Every third one is large.
                add(&mut writing, n, &"x".repeat(if n % 3 == 2 { 30_000 } else { 10 })).await?;
                writing.finish(|| ()).await
            })
        })
        .collect();
    let (mut told, mut refused) = (Vec::new(), Vec::new());
    for (n, writer) in (0..60).zip(writers) {
        match writer.await.unwrap() {
            Ok(()) => told.push(n),
            Err(error) => refused.push(error),
        }
    }
    assert!(!refused.is_empty() && !told.is_empty(), "{} kept, {} refused", told.len(), refused.len());
    assert!(refused.iter().any(|error| matches!(error, StoreError::DiskFull)), "{refused:?}");
    assert_eq!(world.numbers().await, told);
    world.writer.begin().await.expect("the next one begins");
    // The commit of a group that failed was in the queue, and found nothing.
    assert_eq!(PANICS.load(Ordering::SeqCst), 0);
}
