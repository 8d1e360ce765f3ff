//! Lookups that come at the same time are asked as one.
//!
//! Each question goes a way to the database and back, which for a single row takes longer than finding it. Whoever comes
//! alone asks at once. Whoever comes while a question is on its way waits for the next one, which asks for everybody who
//! came: after a restart a node is asked by thousands at once who they are.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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

/// Lookups of one kind: the value of each key, where there is one.
pub(crate) struct Gathered<K, V>(Mutex<Waiting<K, V>>);

struct Waiting<K, V> {
    is_asking: bool,
    /// Who came meanwhile. They are told, or ask by themselves when the question failed.
    came: Vec<(K, oneshot::Sender<Option<V>>)>,
}

impl<K, V> Default for Gathered<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Waiting { is_asking: false, came: Vec::new() }))
    }
}

impl<K, V> Gathered<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
{
    /// The value of `key`, found by `find`, which is called after this and gets at most [`KEYS_AT_ONCE`] keys.
    pub async fn get<F, A>(self: &Arc<Self>, key: K, find: F) -> Result<Option<V>>
    where
        F: Fn(Vec<K>) -> A + Clone + Send + 'static,
        A: Future<Output = Result<HashMap<K, V>>> + Send + 'static,
    {
        match self.come(&key) {
            None => {
                let _turn = Turn { gathered: self.clone(), find: find.clone() };
                Ok(find(vec![key.clone()]).await?.remove(&key))
            }
            Some(told) => match told.await {
                Ok(value) => Ok(value),
                Err(_) => Ok(find(vec![key.clone()]).await?.remove(&key)),
            },
        }
    }

    /// Nothing when it is this one's turn to ask; else who tells.
    fn come(&self, key: &K) -> Option<oneshot::Receiver<Option<V>>> {
        let mut waiting = self.lock();
        if !waiting.is_asking {
            waiting.is_asking = true;
            return None;
        }
        let (tell, told) = oneshot::channel();
        waiting.came.push((key.clone(), tell));
        Some(told)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to ask. When it ends, in whatever way, those who came meanwhile have theirs.
struct Turn<K, V, F, A>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
    F: Fn(Vec<K>) -> A + Clone + Send + 'static,
    A: Future<Output = Result<HashMap<K, V>>> + Send + 'static,
{
    gathered: Arc<Gathered<K, V>>,
    find: F,
}

impl<K, V, F, A> Drop for Turn<K, V, F, A>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
    F: Fn(Vec<K>) -> A + Clone + Send + 'static,
    A: Future<Output = Result<HashMap<K, V>>> + Send + 'static,
{
    fn drop(&mut self) {
        let mut waiting = self.gathered.lock();
        let count = waiting.came.len().min(KEYS_AT_ONCE);
        let next: Vec<_> = waiting.came.drain(..count).collect();
        let runtime = Handle::try_current().ok().filter(|_| !next.is_empty());
        let Some(runtime) = runtime else {
            waiting.is_asking = false;
            return;
        };
        let turn = Turn { gathered: self.gathered.clone(), find: self.find.clone() };
        runtime.spawn(async move {
            let keys = next.iter().map(|(key, _)| key.clone()).collect();
            // Else they notice that nobody tells them, and ask by themselves.
            if let Ok(found) = (turn.find)(keys).await {
                for (key, tell) in next {
                    // Whoever went away needs no answer.
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
        gathered: Arc<Gathered<u32, u32>>,
        asked: Asked,
        gate: Arc<Semaphore>,
        fails: Arc<AtomicBool>,
    }

    impl Numbers {
        fn new() -> Self {
            Self {
                gathered: Arc::default(),
                asked: Arc::default(),
                gate: Arc::new(Semaphore::new(0)),
                fails: Arc::default(),
            }
        }

        async fn get(self, key: u32) -> (u32, Option<u32>) {
            let Self { gathered, asked, gate, fails } = self;
            let find = move |keys: Vec<u32>| {
                let (gate, fails) = (gate.clone(), fails.clone());
                asked.lock().unwrap().push(keys.clone());
                async move {
                    gate.acquire().await.expect("it is open").forget();
                    match fails.swap(false, Ordering::Relaxed) {
                        true => Err(StoreError::HalfFilled),
                        false => {
                            Ok(keys.into_iter().filter(|key| *key > 0).map(|key| (key, key * 10)).collect())
                        }
                    }
                }
            };
            (key, gathered.get(key, find).await.expect("asked again, it is found"))
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
}
