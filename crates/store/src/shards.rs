//! Shards: the people whose matching runs, divided over the workers.
//!
//! A person belongs to one of [`SHARDS`] shards for good, by their id. A worker holds some shards under a lease and scores
//! the people in them: it keeps their profiles ready, so the same ones should come to it again. Each worker asks for its
//! fair share every few seconds, gives back what is more than that, and takes what nobody holds. What is written for a
//! person needs the lease at that moment ([`Tx::held_shards`]), so a worker that was frozen past its lease writes nothing.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::TimeDelta;
use domain::{Timestamp, UserId};
use uuid::Uuid;

use crate::tx::TxEngine;
use crate::{Result, Store, Tx};

/// How many shards there are: the most workers that can share the people. It divides evenly by 2, 3, 4, 6, 8 and 12.
pub const SHARDS: u8 = 24;
/// How long a shard is held without renewing. A worker that dies keeps its people waiting this long.
const LEASE: TimeDelta = TimeDelta::seconds(15);
/// The same on SQLite, where a dead process is noticed by its number, and where nothing is written to a sleeping laptop's
/// disk without need.
const EMBEDDED_LEASE: TimeDelta = TimeDelta::minutes(10);
/// A lease is renewed when this part of it has passed.
const RENEWED_AFTER: i32 = 3;

/// One of the shards, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard(u8);

impl Shard {
    /// The shard of a person. The last bytes of an id are random.
    pub fn of(user_id: UserId) -> Self {
        let [.., high, low] = *user_id.0.as_bytes();
        let shard = u16::from_be_bytes([high, low]) % u16::from(SHARDS);
        Self(u8::try_from(shard).expect("below the number of shards"))
    }

    pub(crate) fn number(self) -> i32 {
        i32::from(self.0)
    }
}

/// Some of the shards.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct ShardSet(u32);

impl ShardSet {
    /// All of them.
    pub const ALL: Self = Self((1 << SHARDS) - 1);
    /// None of them.
    pub const NONE: Self = Self(0);

    /// The set of one.
    pub fn of(shard: Shard) -> Self {
        Self(1 << shard.0)
    }

    /// Whether it is among them.
    pub fn contains(self, shard: Shard) -> bool {
        self.0 & Self::of(shard).0 != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Those that are in either.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both.
    #[must_use]
    pub fn among(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that are not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// As bits, for another process: the number of bits is [`SHARDS`].
    pub fn bits(self) -> u32 {
        self.0
    }

    /// From [`bits`](Self::bits); bits beyond the shards are left out.
    pub fn from_bits(bits: u32) -> Self {
        Self(bits).among(Self::ALL)
    }

    /// As the database keeps it.
    pub(crate) fn mask(self) -> i32 {
        i32::try_from(self.0).expect("fewer shards than bits")
    }

    pub(crate) fn from_mask(mask: i32) -> Self {
        Self::from_bits(u32::try_from(mask).unwrap_or(0))
    }

    fn numbered(numbers: impl IntoIterator<Item = i32>) -> Self {
        numbers.into_iter().filter_map(|number| u8::try_from(number).ok()).map(Shard).map(Self::of).collect()
    }
}

impl FromIterator<ShardSet> for ShardSet {
    fn from_iter<I: IntoIterator<Item = ShardSet>>(sets: I) -> Self {
        sets.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for ShardSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries((0..SHARDS).filter(|shard| self.contains(Shard(*shard)))).finish()
    }
}

/// What this process holds, as it was when it last asked. What is written for people asks the database again.
#[derive(Debug, Default)]
pub struct HeldShards {
    owner: String,
    bits: AtomicU32,
}

impl HeldShards {
    /// Nothing yet, for a process of this name.
    pub fn new(owner: impl Into<String>) -> Self {
        Self { owner: owner.into(), bits: AtomicU32::default() }
    }

    /// The name of the process on its leases.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Which they are.
    pub fn get(&self) -> ShardSet {
        ShardSet::from_bits(self.bits.load(Ordering::Acquire))
    }

    /// Renews the leases and takes this process's share, see [`Tx::share_shards`], where a look says that it is time. Says
    /// whether it holds others than before.
    pub async fn renew(&self, store: &Store) -> Result<bool> {
        if !store.should_share_shards(&self.owner, self.get()).await? {
            return Ok(false);
        }
        let mut tx = store.begin().await?;
        let held = tx.share_shards(&self.owner).await?;
        tx.commit().await?;
        Ok(self.bits.swap(held.bits(), Ordering::AcqRel) != held.bits())
    }

    /// Gives everything back, so that others take over at once.
    pub async fn leave(&self, store: &Store) -> Result<()> {
        self.bits.store(0, Ordering::Release);
        let mut tx = store.begin().await?;
        tx.leave_shards(&self.owner).await?;
        tx.commit().await
    }
}

impl Store {
    /// Gives a shard to everybody who has none: those who were matched before there were shards.
    pub(crate) async fn give_shards(&self) -> Result<()> {
        let mut tx = self.begin().await?;
        for shard in 0..SHARDS {
            on_tx!(tx, conn => sqlx::query("INSERT INTO shards (shard) VALUES ($1) ON CONFLICT DO NOTHING")
                .bind(i32::from(shard)).execute(&mut *conn).await?.rows_affected());
        }
        let without: Vec<Uuid> = on_tx!(tx, conn => sqlx::query_scalar("SELECT user_id FROM matchings WHERE shard IS NULL")
            .fetch_all(&mut *conn).await?);
        for user_id in without {
            let shard = Shard::of(UserId(user_id)).number();
            on_tx!(tx, conn => sqlx::query("UPDATE matchings SET shard = $2 WHERE user_id = $1")
                .bind(user_id).bind(shard).execute(&mut *conn).await?.rows_affected());
        }
        tx.commit().await
    }

    /// Whether a worker that thinks it holds `held` has something to renew, to give back or to take.
    async fn should_share_shards(&self, owner: &str, held: ShardSet) -> Result<bool> {
        let (now, lease) = (self.clock().now(), self.shard_lease());
        let look: Look = on_read!(self, pool => sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM workers WHERE seen_at BETWEEN $2 AND $3) AS workers,
               (SELECT COUNT(*) FROM workers WHERE owner = $1 AND seen_at > $4) AS renewed,
               (SELECT COUNT(*) FROM shards WHERE lease_owner = $1) AS own,
               (SELECT COUNT(*) FROM shards WHERE lease_owner IS NULL OR lease_until < $5) AS free")
            .bind(owner).bind(now - lease).bind(now + lease).bind(now - lease / RENEWED_AFTER).bind(now)
            .fetch_one(pool).await?);
        let fair = fair_share(look.workers);
        Ok(look.renewed == 0
            || look.own != i64::from(held.len())
            || look.own > fair
            || (look.own < fair && look.free > 0))
    }

    /// How long a shard is held without renewing.
    fn shard_lease(&self) -> TimeDelta {
        if self.is_embedded() { EMBEDDED_LEASE } else { LEASE }
    }
}

/// How many shards each of so many workers should hold.
fn fair_share(workers: i64) -> i64 {
    i64::from(SHARDS).div_euclid(workers.max(1)) + i64::from(i64::from(SHARDS).rem_euclid(workers.max(1)) > 0)
}

/// How the shards are divided at a moment.
#[derive(sqlx::FromRow)]
struct Look {
    workers: i64,
    /// 1 when the worker renewed its leases lately.
    renewed: i64,
    own: i64,
    free: i64,
}

impl Tx {
    /// The shards in which somebody's matching runs.
    pub async fn matched_shards(&mut self) -> Result<ShardSet> {
        let shards: Vec<i32> = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT DISTINCT shard FROM matchings WHERE is_matching = $1 AND shard IS NOT NULL")
            .bind(true).fetch_all(&mut *conn).await?);
        Ok(ShardSet::numbered(shards))
    }

    /// Renews this worker's share, gives back what is more than that, and takes free shards up to it. Returns what it
    /// holds for the time of a lease.
    pub async fn share_shards(&mut self, owner: &str) -> Result<ShardSet> {
        let (now, lease) = (self.now(), self.shard_lease());
        on_tx!(self, conn => sqlx::query("DELETE FROM workers WHERE seen_at < $1 OR seen_at > $2")
            .bind(now - lease).bind(now + lease).execute(&mut *conn).await?.rows_affected());
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO workers (owner, seen_at) VALUES ($1, $2) ON CONFLICT (owner) DO UPDATE SET seen_at = excluded.seen_at")
            .bind(owner).bind(now).execute(&mut *conn).await?.rows_affected());
        let workers: i64 = on_tx!(self, conn => sqlx::query_scalar("SELECT COUNT(*) FROM workers")
            .fetch_one(&mut *conn).await?);
        let fair = usize::try_from(fair_share(workers)).unwrap_or(0);
        let (lock, skip) = match &self.engine {
            TxEngine::Sqlite(_) => ("", ""),
            TxEngine::Postgres(_) => ("FOR UPDATE", "FOR UPDATE SKIP LOCKED"),
        };
        let sql = format!("SELECT shard FROM shards WHERE lease_owner = $1 ORDER BY shard {lock}");
        let own: Vec<i32> = on_tx!(self, conn => sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(owner).fetch_all(&mut *conn).await?);
        let (kept, given_back) = own.split_at(own.len().min(fair));
        self.lease_shards(given_back, None, None).await?;
        // A lease that ends later than any that is written now is of a clock that has been put back since.
        let sql = format!(
            "SELECT shard FROM shards WHERE (lease_owner IS NULL OR lease_until < $1 OR lease_until > $2)
             AND (lease_owner IS NULL OR lease_owner <> $3) ORDER BY shard LIMIT $4 {skip}"
        );
        let wanted = i64::try_from(fair - kept.len()).unwrap_or(0);
        let mut held: Vec<i32> = on_tx!(self, conn => sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(now).bind(now + lease + lease).bind(owner).bind(wanted).fetch_all(&mut *conn).await?);
        held.retain(|shard| !given_back.contains(shard));
        held.extend(kept);
        self.lease_shards(&held, Some(owner), Some(now + lease)).await?;
        Ok(ShardSet::numbered(held))
    }

    /// Gives back everything a worker holds, as it ends.
    pub async fn leave_shards(&mut self, owner: &str) -> Result<()> {
        on_tx!(self, conn => sqlx::query(
            "UPDATE shards SET lease_owner = NULL, lease_until = NULL WHERE lease_owner = $1")
            .bind(owner).execute(&mut *conn).await?.rows_affected());
        on_tx!(self, conn => sqlx::query("DELETE FROM workers WHERE owner = $1")
            .bind(owner).execute(&mut *conn).await?.rows_affected());
        Ok(())
    }

    /// Which shards a worker holds; nobody else gets them before this transaction ends.
    pub async fn held_shards(&mut self, owner: &str) -> Result<ShardSet> {
        let now = self.now();
        let lock = match &self.engine {
            TxEngine::Sqlite(_) => "",
            TxEngine::Postgres(_) => "FOR SHARE",
        };
        let sql = format!(
            "SELECT shard FROM shards WHERE lease_owner = $1 AND lease_until > $2 ORDER BY shard {lock}"
        );
        let held: Vec<i32> = on_tx!(self, conn => sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(owner).bind(now).fetch_all(&mut *conn).await?);
        Ok(ShardSet::numbered(held))
    }

    fn shard_lease(&self) -> TimeDelta {
        match &self.engine {
            TxEngine::Sqlite(_) => EMBEDDED_LEASE,
            TxEngine::Postgres(_) => LEASE,
        }
    }

    async fn lease_shards(
        &mut self,
        shards: &[i32],
        owner: Option<&str>,
        until: Option<Timestamp>,
    ) -> Result<()> {
        for shard in shards {
            on_tx!(self, conn => sqlx::query(
                "UPDATE shards SET lease_owner = $2, lease_until = $3 WHERE shard = $1")
                .bind(*shard).bind(owner).bind(until).execute(&mut *conn).await?.rows_affected());
        }
        Ok(())
    }
}
