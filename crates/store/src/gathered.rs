//! Lookups that come at the same time are asked as one.
//!
//! Each question goes a way to the database and back, which for a single row takes longer than finding it. Whoever comes
//! alone asks at once. Whoever comes while a question is on its way waits for the next one, which asks for everybody who
//! came: after a restart a node is asked by thousands at once who they are.

use std::collections::HashMap;
use std::hash::Hash;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::Result;

/// The rows of a statement whose last word is the column that has to be one of `$keys`.
///
/// SQLite takes no list: it gets as many values as the next power of two, the last one again and again, so that a handful of
/// prepared statements will do.
macro_rules! rows_of {
    ($store:expr, $keys:expr, $sql:literal) => {
        match $store.engine() {
            $crate::engine::Engine::Sqlite { read, .. } => {
                let mut query = sqlx::QueryBuilder::new(concat!($sql, " IN ("));
                let mut values = query.separated(",");
                for at in 0..$keys.len().next_power_of_two() {
                    values.push_bind($keys[at.min($keys.len() - 1)].clone());
                }
                query.push(")");
                query.build_query_as().fetch_all(read).await?
            }
            $crate::engine::Engine::Postgres(pool) => {
                sqlx::query_as(concat!($sql, " = ANY($1)")).bind($keys).fetch_all(pool).await?
            }
        }
    };
}

/// The most keys of one question.
const KEYS_AT_ONCE: usize = 64;
/// The most that wait for a question which is on its way; more ask by themselves.
const WAITING_AT_MOST: usize = 4096;
/// So long is waited for the question of somebody else: one that hangs holds up nobody.
const TOLD_WITHIN: Duration = Duration::from_millis(500);

/// How the values of some keys are found, those of [`KEYS_AT_ONCE`] at most.
type Find<S, K, V> = fn(S, Vec<K>) -> Pin<Box<dyn Future<Output = Result<HashMap<K, V>>> + Send>>;

/// Lookups of one kind: the value of each key, where there is one.
pub(crate) struct Gathered<S, K, V> {
    find: Find<S, K, V>,
    waiting: Mutex<Waiting<K, V>>,
}

struct Waiting<K, V> {
    is_asking: bool,
    /// Who came meanwhile. They are told, or ask by themselves when the question failed.
    came: Vec<(K, oneshot::Sender<Option<V>>)>,
}

/// What somebody who comes has to do.
enum Place<V> {
    /// Ask, and let those ask who came meanwhile.
    First,
    /// Wait for the next question.
    Waits(oneshot::Receiver<Option<V>>),
    /// Ask alone.
    Alone,
}

impl<S, K, V> Gathered<S, K, V>
where
    S: Clone + Send + 'static,
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
{
    /// Lookups of what `find` finds.
    pub fn new(find: Find<S, K, V>) -> Arc<Self> {
        Arc::new(Self { find, waiting: Mutex::new(Waiting { is_asking: false, came: Vec::new() }) })
    }

    /// The value of `key` in `store`, as it is after this was called.
    pub async fn get(self: &Arc<Self>, store: &S, key: K) -> Result<Option<V>> {
        let _turn = match self.come(&key) {
            Place::First => Some(Turn { gathered: self.clone(), store: store.clone() }),
            Place::Waits(told) => match tokio::time::timeout(TOLD_WITHIN, told).await {
                Ok(Ok(value)) => return Ok(value),
                _ => None,
            },
            Place::Alone => None,
        };
        Ok((self.find)(store.clone(), vec![key.clone()]).await?.remove(&key))
    }

    fn come(&self, key: &K) -> Place<V> {
        let mut waiting = self.lock();
        if !waiting.is_asking {
            waiting.is_asking = true;
            return Place::First;
        }
        if waiting.came.len() == WAITING_AT_MOST {
            return Place::Alone;
        }
        let (tell, told) = oneshot::channel();
        waiting.came.push((key.clone(), tell));
        Place::Waits(told)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<K, V>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to ask. When it ends, in whatever way, those who came meanwhile have theirs.
struct Turn<S, K, V>
where
    S: Clone + Send + 'static,
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
{
    gathered: Arc<Gathered<S, K, V>>,
    store: S,
}

impl<S, K, V> Drop for Turn<S, K, V>
where
    S: Clone + Send + 'static,
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
{
    fn drop(&mut self) {
        let mut waiting = self.gathered.lock();
        // Whoever went away, or asked by themselves in the end, needs no answer.
        waiting.came.retain(|(_, tell)| !tell.is_closed());
        let count = waiting.came.len().min(KEYS_AT_ONCE);
        let next: Vec<_> = waiting.came.drain(..count).collect();
        let runtime = Handle::try_current().ok().filter(|_| !next.is_empty());
        let Some(runtime) = runtime else {
            waiting.is_asking = false;
            return;
        };
        let turn = Turn { gathered: self.gathered.clone(), store: self.store.clone() };
        runtime.spawn(async move {
            let keys = next.iter().map(|(key, _)| key.clone()).collect();
            // Else they notice that nobody tells them, and ask by themselves.
            if let Ok(found) = (turn.gathered.find)(turn.store.clone(), keys).await {
                for (key, tell) in next {
                    // Whoever went away meanwhile needs no answer.
                    let _ = tell.send(found.get(&key).cloned());
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use tokio::sync::Semaphore;
    use tokio::task::JoinSet;

    use super::*;
    use crate::StoreError;

    type Asked = Arc<Mutex<Vec<Vec<u32>>>>;

    /// Everybody's value is ten times their key, and 0 has none. Each question waits until it is let through.
    #[derive(Clone)]
    struct Numbers {
        gathered: Arc<Gathered<Self, u32, u32>>,
        asked: Asked,
        gate: Arc<Semaphore>,
        fails: Arc<AtomicBool>,
    }

    impl Numbers {
        fn new() -> Self {
            Self {
                gathered: Gathered::new(|numbers: Self, keys| Box::pin(numbers.find(keys))),
                asked: Arc::default(),
                gate: Arc::new(Semaphore::new(0)),
                fails: Arc::default(),
            }
        }

        async fn find(self, keys: Vec<u32>) -> Result<HashMap<u32, u32>> {
            self.asked.lock().unwrap().push(keys.clone());
            self.gate.acquire().await.expect("it is open").forget();
            match self.fails.swap(false, Ordering::Relaxed) {
                true => Err(StoreError::HalfFilled),
                false => Ok(keys.into_iter().filter(|key| *key > 0).map(|key| (key, key * 10)).collect()),
            }
        }

        async fn get(self, key: u32) -> (u32, Option<u32>) {
            (key, self.gathered.get(&self, key).await.expect("asked again, it is found"))
        }

        /// The first question is on its way, and these came meanwhile.
        async fn all(&self, keys: impl IntoIterator<Item = u32>) -> JoinSet<(u32, Option<u32>)> {
            let mut all = JoinSet::new();
            for key in keys {
                all.spawn(self.clone().get(key));
                tokio::task::yield_now().await;
            }
            all
        }

        fn asked(&self) -> Vec<Vec<u32>> {
            self.asked.lock().unwrap().clone()
        }
    }

    fn has_own((key, value): &(u32, Option<u32>)) -> bool {
        *value == (*key > 0).then_some(key * 10)
    }

    #[tokio::test]
    async fn who_comes_while_a_question_is_on_its_way_is_asked_for_in_the_next() {
        let numbers = Numbers::new();
        let all = numbers.all([7, 3, 0, 3, 5]).await;
        assert_eq!(numbers.asked(), [[7]]);
        numbers.gate.add_permits(2);
        assert!(all.join_all().await.iter().all(has_own));
        assert_eq!(numbers.asked(), [vec![7], vec![3, 0, 3, 5]]);
        // Nobody is left: the next one asks at once.
        numbers.gate.add_permits(1);
        assert_eq!(numbers.clone().get(9).await, (9, Some(90)));
    }

    #[tokio::test]
    async fn one_question_asks_for_no_more_than_it_may() {
        let numbers = Numbers::new();
        let all = numbers.all(0..=2 * KEYS_AT_ONCE as u32).await;
        numbers.gate.add_permits(3);
        assert!(all.join_all().await.iter().all(has_own));
        let lengths: Vec<usize> = numbers.asked().iter().map(Vec::len).collect();
        assert_eq!(lengths, [1, KEYS_AT_ONCE, KEYS_AT_ONCE]);
    }

    #[tokio::test]
    async fn nobody_waits_for_one_who_went_away() {
        let numbers = Numbers::new();
        let mut first = numbers.all([1]).await;
        let all = numbers.all([2, 3]).await;
        first.shutdown().await;
        numbers.gate.add_permits(1);
        assert!(all.join_all().await.iter().all(has_own));
        assert_eq!(numbers.asked(), [vec![1], vec![2, 3]]);
    }

    #[tokio::test]
    async fn where_a_question_for_many_fails_each_asks_alone() {
        let numbers = Numbers::new();
        let all = numbers.all([1, 2, 3]).await;
        numbers.gate.add_permits(1);
        while numbers.asked().len() < 2 {
            tokio::task::yield_now().await;
        }
        numbers.fails.store(true, Ordering::Relaxed);
        numbers.gate.add_permits(3);
        assert!(all.join_all().await.iter().all(has_own));
        let lengths: Vec<usize> = numbers.asked().iter().map(Vec::len).collect();
        assert_eq!(lengths, [1, 2, 1, 1]);
    }

    #[tokio::test]
    async fn a_question_that_hangs_holds_up_nobody() {
        let numbers = Numbers::new();
        let hangs = numbers.all([1]).await;
        let waiting = numbers.all([2, 3]).await;
        while numbers.asked().len() < 3 {
            tokio::time::sleep(TOLD_WITHIN / 50).await;
        }
        numbers.gate.add_permits(3);
        assert!(waiting.join_all().await.iter().chain(&hangs.join_all().await).all(has_own));
        // Nobody is asked for again.
        assert_eq!(numbers.asked().len(), 3);
    }
}
